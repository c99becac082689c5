"""The page Wie gut sind solche Prognosen?: this very model put back to an earlier year, beside what was counted since."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from data.schema import Level
from indicators.projection import backtest, backtest_ages
from indicators.projection.backtest import LAUNCHES, BackTest, Errors
from indicators.projection.backtest_ages import AgeError
from indicators.projection.results import ROUNDING, SMALL
from views import (
    block,
    fan,
    filterbar,
    forecast_errors_tables,
    forecast_method_facts,
    layout,
    navigation,
    resources,
    sentences,
)
from views import forecast_errors_words as words
from views.fan import FanLine, HistoryPart
from views.forecast_errors_picture import ErrorDot, errors_svg, legend_html
from views.formats import number
from views.state import Selection
from views.svg import by_width
from views.table import html_table
from views.wording import Wording, wording

STYLE_FILE: Final = Path(__file__).with_name("forecast_errors.css")
LAUNCH_KEY: Final = "rueckschau_ab"
TABS_KEY: Final = "rueckschau_teil"
TABS: Final = ("Nach Größe", "Alle Gemeinden", "Altersaufbau", "Was keine Rechnung wissen kann", "Für Fachleute")
TRY_KEY: Final = "rueckschau_proben"
PERSISTENCE: Final = "place_persistence"
TRIED: Final = (0.7, 0.8, 0.9)
UNKNOWABLE: Final = (
    (
        "Unterkünfte für Geflüchtete.",
        "Eine einzige Unterkunft kann ein Dorf in einem Jahr stark wachsen und zwei Jahre später wieder schrumpfen lassen. "
        "Wo eine entsteht, entscheidet niemand zehn Jahre im Voraus.",
    ),
    (
        "Neue Baugebiete.",
        "Die Rechnung schreibt fort, was in den letzten Jahren üblich war. Ein beschlossenes Baugebiet kennt sie nicht; "
        "auf der Seite Prognose können Sie eines dazugeben.",
    ),
    (
        "Schließungen und Ansiedlungen.",
        "Ein neues Pflegeheim, ein geschlossener Betrieb oder eine aufgegebene Kaserne können in kleinen Orten mehr ändern als alle Geburten und Sterbefälle.",
    ),
    (
        "Krisen und Umbrüche.",
        "Krieg, Pandemie oder ein neues Gesetz stehen in keiner Statistik der Vergangenheit. Die Spanne enthält, wie stark die Wanderung "
        "früher schwankte, aber nichts, was es noch nie gab.",
    ),
    (
        "Wer sich wo anmeldet.",
        "Auch die Zählung selbst irrt: Beim Zensus 2022 kamen andere Zahlen heraus als in der Fortschreibung. Verglichen wird darum nur auf "
        "einer Zählbasis.",
    ),
)


def show() -> None:
    """Draw the page."""
    st.html(f"<style>{_style()}</style>")
    selection = navigation.selection()
    with filterbar.bar():
        launch = int(
            st.selectbox("Gestartet Ende", [str(y) for y in LAUNCHES], key=LAUNCH_KEY, bind="query-params", width=150)
        )
    try:
        test = back_test(launch)
    except ValueError as problem:
        layout.headline("Für diesen Rückblick fehlen Zahlen", "Wie gut sind solche Prognosen?")
        layout.hint(str(problem))
        return
    layout.headline(words.headline(test), words.subtitle(test))
    _links()
    _say(words.verdict(test), words.coverage_sentence(test))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _picture(test, selection)
    with right:
        _place(test, selection)
    _below(test, selection)
    package = resources.package()
    layout.sources_line(package.sources, forecast_method_facts.source_ids(package))


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


@st.cache_resource(show_spinner="Die Prognose von damals wird nachgerechnet, das dauert einige Sekunden …")
def back_test(launch: int) -> BackTest:
    """Give the back-test of the package the app shows."""
    return backtest.backtest(resources.package(), launch)


@st.cache_resource(
    show_spinner="Der Altersaufbau wird ohne die späteren Zählungen geschätzt, das dauert einige Sekunden …"
)
def age_errors() -> tuple[AgeError, ...]:
    """Give the errors of estimated ages of the package the app shows."""
    return backtest_ages.age_errors(resources.package())


@st.cache_resource(show_spinner="Die Proben werden gerechnet, das dauert einige Sekunden …")
def tried() -> dict[tuple[int, float], Errors]:
    """Give the errors with other values of the one assumption that was chosen with the back-tests in view."""
    return backtest.sensitivity(resources.package(), PERSISTENCE, TRIED)


def _links() -> None:
    with st.container(horizontal=True):
        navigation.link("prognose", "Zur Prognose")
        navigation.link("prognose-methodik", "So rechnet die Prognose")


def _say(*sentences: str) -> None:
    st.html("".join(f'<p class="kp-fe-say">{escape(text)}</p>' for text in sentences if text))


# -- the picture of all municipalities -------------------------------------------------------------------------------------


def _picture(test: BackTest, selection: Selection) -> None:
    layout.small_title(
        words.picture_title(test),
        f"Ein Punkt je Gemeinde: Fehler der Rechnung von {test.launch} für Ende {test.target}",
    )
    dots = error_dots(test, selection.region_id)
    mine = next((dot for dot in dots if dot.region_id == selection.region_id), None)
    told = f"{words.coverage_sentence(test)} {mine.words + '.' if mine else ''}"
    title = f"Fehler nach Größe, {test.launch} bis {test.target}"
    wide = errors_svg(dots, selection.region_id, title=title, description=told)
    narrow = errors_svg(dots, selection.region_id, title=title, description=told, width=360, height=420, size=14)
    own = test.covered[test.stable]
    legend = legend_html(int(own.sum()), int((~own).sum()), mine.name if mine else "")
    block.show(by_width(wide, narrow) + legend, "rueckschau_bild")


def error_dots(test: BackTest, selected: str = "") -> list[ErrorDot]:
    """Give the municipalities without mergers, and the chosen one in any case."""
    regions = resources.evaluator().regions
    rows = backtest.table(test)
    rows = rows[rows["stable"] | (rows["region_id"] == selected)]
    return [
        ErrorDot(
            region_id=row["region_id"],
            name=regions.name(row["region_id"]),
            people=row["unchanged"],
            error=row["model_error"],
            low=(row["model"] / row["high"] - 1) * 100,
            high=(row["model"] / row["low"] - 1) * 100,
        )
        for row in rows.to_dict("records")
    ]


# -- one place -------------------------------------------------------------------------------------------------------------


def _place(test: BackTest, selection: Selection) -> None:
    """Show for the chosen place what the projection said and what happened."""
    regions = resources.evaluator().regions
    own = [m for m in regions.members(selection.region_id) if m in test.places]
    place = wording(regions, selection.region_id)
    layout.small_title(
        f"{test.launch} gerechnet, {test.target} gezählt: {place.name}", f"Einwohner, {sentences.BASE_NAMES[test.base]}"
    )
    found, counted = test.region(own), test.counted_in(own)
    rounding = ROUNDING if counted[test.launch] < SMALL else 1
    _say(words.place_sentence(place, found, counted[test.target], rounding), _merged(test, selection, place))
    line = FanLine(f"gerechnet Ende {test.launch}", found)
    part = HistoryPart(test.base, tuple(sorted(counted.items())))
    drawn = [
        fan.fan_svg(
            [line], [part], width=w, height=380, size=15, rounding=rounding, zoom=True, title=f"Rückblick {place.of}"
        )
        for w in (600, 360)
    ]
    block.show(by_width(*drawn), "rueckschau_ort")
    if regions.level(selection.region_id) != Level.GEMEINDE:
        layout.hint("Wählen Sie oben Ihre Gemeinde: Dann sehen Sie, was die Rechnung für sie gesagt hätte.")


def _merged(test: BackTest, selection: Selection, place: Wording) -> str:
    if selection.region_id not in test.places or test.stable[test.places.index(selection.region_id)]:
        return ""
    return (
        f"{place.name} ist durch einen Zusammenschluss größer geworden; die früheren Zahlen sind addiert. In den Mittelwerten "
        "dieser Seite zählt die Gemeinde darum nicht mit."
    )


# -- tables ----------------------------------------------------------------------------------------------------------------


def _below(test: BackTest, selection: Selection) -> None:
    sizes, places, ages, unknowable, experts = st.tabs(TABS, key=TABS_KEY, on_change="rerun", bind="query-params")
    with sizes:
        if sizes.open:
            _sizes(test)
    with places:
        if places.open:
            names = resources.evaluator().regions.name
            _say(words.worst_sentence(test, {p: names(p) for p in test.places}))
            made, numeric = forecast_errors_tables.places(test, names)
            st.html(html_table(made, "Gerechnet und gezählt", numeric, highlight=[names(selection.region_id)]))
    with ages:
        if ages.open:
            _ages(test)
    with unknowable:
        if unknowable.open:
            items = "".join(f"<li><b>{escape(a)}</b> {escape(b)}</li>" for a, b in UNKNOWABLE)
            st.html(f'<ul class="kp-fe-list">{items}</ul>')
    with experts:
        if experts.open:
            _experts(test)


def _sizes(test: BackTest) -> None:
    _say(words.closer_sentence(test), words.county_sentence(test))
    made, numeric = forecast_errors_tables.sizes(test)
    st.html(
        html_table(
            made, f"Mittlerer Fehler nach {test.target - test.launch} Jahren, in Prozent der gezählten Zahl", numeric
        )
    )
    layout.hint(
        "„Alles bleibt“ heißt: dieselbe Einwohnerzahl wie beim Start. „Trend weiter“ heißt: jedes Jahr die mittlere Veränderung der zwei "
        "Jahre vor dem Start."
    )


def _ages(test: BackTest) -> None:
    found = age_errors()
    places = [error for error in found if not error.whole_county]
    _say(*(words.age_sentence(error) for error in places[:1]))
    made, numeric = forecast_errors_tables.ages_of_places(places)
    st.html(html_table(made, "Gemeinden: Menschen in einer falschen Altersgruppe, von 100", numeric))
    made, numeric = forecast_errors_tables.ages_of_county([error for error in found if error.whole_county])
    st.html(html_table(made, "Landkreis: Menschen in einer falschen Altersgruppe, von 100", numeric))
    st.html(
        '<p class="kp-sub">Für jede Zeile wurde die genannte Zählung versteckt; die Rechnung musste sie aus den früheren Zählungen finden. '
        "Beim Landkreis kannte sie auch alle Zählungen dazwischen nicht.</p>"
    )
    year, rows = backtest_ages.phase_errors(test, resources.package())
    if rows:
        made, numeric = forecast_errors_tables.phases(rows)
        caption = f"Landkreis: Lebensalter, Ende {test.launch} für Ende {year} gerechnet und dann gezählt"
        st.html(html_table(made, caption, numeric, signed=forecast_errors_tables.SIGNED))


def _experts(test: BackTest) -> None:
    made, numeric = forecast_errors_tables.experts(test)
    caption = "Fehlermaße nach Größe, in Prozent; Verzerrung: plus heißt zu viele erwartet"
    st.html(html_table(made, caption, numeric, signed=("Verzerrung",), max_height=None))
    _say(
        f"Die Spanne enthält vier von fünf Läufen aus {number(backtest.RUNS)}. „Bekannt beim Start“ heißt: Zahlen, die sich auf eine Zeit bis zum "
        f"31.12.{test.launch} beziehen. Veröffentlicht wurden manche davon erst Monate später. Die Tabelle der Annahmen gilt in der Rückschau unverändert, auch wo ein Wert aus späteren Jahren abgelesen ist (wie stark Geburten und Sterblichkeit schwanken).",
        "Wie die Rechnung gebaut ist, stand nicht schon damals fest: Sie wurde mit Blick auf diese Rückschauen entwickelt. Eine "
        "Zahl wurde ausdrücklich so gewählt: wie viel vom Unterschied einer Gemeinde zum Kreis nach einem Jahr noch da ist. Die Probe zeigt, was "
        "andere Werte ergeben hätten.",
    )
    if st.toggle("Proben mit anderen Werten zeigen", key=TRY_KEY):
        made, numeric = forecast_errors_tables.trials(tried())
        st.html(
            html_table(
                made, "Fehler mit anderen Werten, alle Gemeinden ohne Zusammenschluss", numeric, signed=("Verzerrung",)
            )
        )
