"""The page Altersaufbau: one large pyramid, the phases of life as heads, all other regions on the same axis, the course."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from data.schema import Level
from indicators.catalogue import ALL_AGES
from indicators.evaluate import Evaluator, Moment
from views import age_data, age_many, block, filterbar, layout, resources, sentences, trend
from views.age_bars import age_bars_html
from views.age_data import AgeView
from views.age_findings import Finding, findings
from views.age_structure import Pyramid, Unit, note, pyramid_table
from views.formats import number, with_unit
from views.pyramid import pyramid_svg
from views.state import SEX_LABELS, Selection, band_label
from views.svg import by_width
from views.table import html_table
from views.wording import wording

MOMENT_KEY: Final = "stichtag"
UNIT_KEY: Final = "einheit"
UNITS: Final[dict[str, Unit]] = {"je 1.000 Einwohner": "share", "Menschen": "heads"}
STYLE_FILE: Final = Path(__file__).with_name("age.css")
FEW_ROWS: Final = 24
WIDE, NARROW = (800, 570), (360, 470)

TakeHome = Callable[[Pyramid, str], None]


def show(selection: Selection, take_home: TakeHome) -> None:
    """Draw the page; ``take_home`` offers the files (documents are made one floor up)."""
    st.html(f"<style>{_style()}</style>")
    evaluator = resources.evaluator()
    known = age_data.age_moments(evaluator, resources.catalogue(), selection.region_id)
    if not known:
        _nothing(evaluator, selection)
        return
    moment, unit, missed = _controls(evaluator, selection, known)
    view = age_data.age_view(evaluator, selection.region_id, selection.benchmark_id, moment)
    assert view is not None  # noqa: S101 - only times with ages are offered
    found = findings(view.pyramid(unit))
    layout.headline(title(evaluator, view, selection, found), subtitle(evaluator, view, selection, found))
    _hints(evaluator, selection, view, known, missed)
    _pictures(view, unit, found, age_data.sum_note(view.place, _total(evaluator, view, selection)))
    _below(evaluator, selection, view, unit, take_home)
    layout.sources_line(resources.package().sources, view.source_ids)


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


def _nothing(evaluator: Evaluator, selection: Selection) -> None:
    words = wording(evaluator.regions, selection.region_id)
    layout.headline(f"Für {words.name} sind keine Altersangaben veröffentlicht", "Altersaufbau")
    layout.hint("Wählen Sie oben ein größeres Gebiet, zum Beispiel das Amt oder den Landkreis.")


# -- what is shown -----------------------------------------------------------------------------------------------------


def _controls(evaluator: Evaluator, selection: Selection, known: Sequence[Moment]) -> tuple[Moment, Unit, str]:
    """Let people choose date and unit; a date the place does not have gives way to the nearest, and that is said."""
    names = age_data.moment_names(evaluator, selection.region_id, known)
    wanted = str(st.session_state.get(MOMENT_KEY) or st.query_params.get(MOMENT_KEY) or "")
    start, missed = age_data.preferred(evaluator, selection.region_id, known), ""
    if wanted and wanted not in names:
        start, missed = age_data.nearest(known, wanted) or start, wanted
        st.session_state.pop(MOMENT_KEY, None)
    options = list(names)
    first = next(at for at, moment in enumerate(names.values()) if moment == start)
    with filterbar.bar():
        chosen = st.selectbox("Stichtag", options, index=first, key=MOMENT_KEY, bind="query-params", width=200)
        unit = st.selectbox("Einheit", list(UNITS), key=UNIT_KEY, bind="query-params", width=190)
    return names[chosen], UNITS[unit], missed


def title(evaluator: Evaluator, view: AgeView, selection: Selection, found: Sequence[Finding]) -> str:
    """Give the headline: the finding, or plainly what is shown where the figures carry none."""
    return found[0].text if found else f"Altersaufbau {wording(evaluator.regions, selection.region_id).of}"


def subtitle(evaluator: Evaluator, view: AgeView, selection: Selection, found: Sequence[Finding]) -> str:
    """Say whose ages these are, the heads behind the finding, and when."""
    whose = f"Altersaufbau {wording(evaluator.regions, selection.region_id).of}"
    heads = f": {found[0].detail}" if found and found[0].detail != found[0].text else ""
    return f"{whose}{heads} · {number(_total(evaluator, view, selection))} Menschen · {sentences.moment_with_base(view.moment)}"


def _total(evaluator: Evaluator, view: AgeView, selection: Selection) -> float:
    total = age_data.published_total(evaluator, resources.catalogue(), selection.region_id, view.moment)
    return view.place.total if math.isnan(total) else total


def _hints(evaluator: Evaluator, selection: Selection, view: AgeView, known: Sequence[Moment], missed: str) -> None:
    """Say what a filter shows here, which date was not to be had, and what else is missing."""
    name = wording(evaluator.regions, selection.region_id).name
    if missed:
        layout.hint(
            f"Für {name} gibt es zum Stichtag {missed} keine Altersangaben. Gezeigt ist der nächste bekannte Stichtag."
        )
    if selection.band != ALL_AGES or selection.sex != "t":
        layout.hint(chosen_text(view, selection))
    if view.comparison is None:
        other = wording(evaluator.regions, selection.benchmark_id).name
        layout.hint(
            f"Ohne Vergleich: Für {other} sind zu diesem Stichtag keine Altersangaben dieser Art veröffentlicht."
        )
    newest = max(known, key=lambda m: m.period)
    first = age_data.preferred(evaluator, selection.region_id, known)
    if view.moment == first and newest.period > view.moment.period:
        layout.hint(newer_text(evaluator, selection, newest))


def newer_text(evaluator: Evaluator, selection: Selection, newest: Moment) -> str:
    """Point to a newer date and say what it lacks."""
    place, _ = age_data.structure_of(evaluator, selection.region_id, newest)
    lacks = ", aber nicht nach Frauen und Männern getrennt" if place is not None and not place.has_sex else ""
    when = sentences.moment_with_base(newest)
    return f"Neuere Altersangaben gibt es vom {when.removeprefix('Zensus ')}{lacks}: oben unter „Stichtag“."


def chosen_text(view: AgeView, selection: Selection) -> str:
    """Count the people the user chose in the filter bar."""
    who = {"t": "Menschen", **{k: v for k, v in SEX_LABELS.items() if k != "t"}}[selection.sex]
    ages = "" if selection.band == ALL_AGES else f", {band_label(selection.band)}"
    count, estimated, reason = age_data.heads_of(view.place, selection.band, selection.sex)
    if count is None:
        return f"Ihre Auswahl „{who}{ages}“: keine Zahl zu diesem Stichtag. {reason}"
    share = with_unit(count / view.place.total * 100, "%", 1) if view.place.total else ""
    about = "rund " if estimated else ""
    tail = f" {reason}" if estimated else ""
    return (
        f"Ihre Auswahl „{who}{ages}“: {about}{number(count)} von {number(view.place.total)} Menschen ({share}).{tail}"
    )


# -- pictures ----------------------------------------------------------------------------------------------------------


def _pictures(view: AgeView, unit: Unit, found: Sequence[Finding], remark: str) -> None:
    picture = view.pyramid(unit)
    bands = found[0].bands if found else ()
    with st.container(key="alter_bilder"):
        left, right = st.columns([3, 2], gap="large")
        with left:
            wide = pyramid_svg(picture, *WIDE, phases=True, highlight=bands)
            narrow = pyramid_svg(picture, *NARROW, compact=True, phases=True)
            block.show(
                f'<div class="kp-age">{by_width(wide, narrow)}<p class="kp-small">{escape(f"{note(picture)} {remark}".strip())}</p></div>',
                "pyramide",
            )
        with right:
            block.show(f'<div class="kp-age-bars">{age_bars_html(view.place, view.comparison)}</div>', "lebensphasen")


def _below(evaluator: Evaluator, selection: Selection, view: AgeView, unit: Unit, take_home: TakeHome) -> None:
    """Table, the other regions, the course and the files, one click away."""
    tables, many, course, files = st.tabs(["Tabelle", "Alle Ämter und Planungsregionen", "Entwicklung", "Mitnehmen"])
    with tables:
        block.show(table_html(evaluator, view, selection), "alterstabelle")
    with many:
        _many(evaluator, selection, view.moment)
    with course:
        _course(evaluator, selection)
    with files:
        picture = view.pyramid(
            unit,
            *_words(evaluator, view, selection),
            source=layout.sources_text(resources.package().sources, view.source_ids),
        )
        take_home(picture, f"altersaufbau_{view.moment.period}")


def _words(evaluator: Evaluator, view: AgeView, selection: Selection) -> tuple[str, str]:
    found = findings(view.pyramid())
    return title(evaluator, view, selection, found), subtitle(evaluator, view, selection, found)


def table_html(evaluator: Evaluator, view: AgeView, selection: Selection) -> str:
    """Write the figures of the picture as a table."""
    data = pyramid_table(view.pyramid())
    decimals = {name: 1 if "1.000" in name else 0 for name in data.columns[1:]}
    whose = wording(evaluator.regions, selection.region_id).of
    return html_table(
        data,
        f"Altersaufbau {whose}, {sentences.moment_with_base(view.moment)}",
        decimals,
        max_height=None if len(data) <= FEW_ROWS else 480,
    )


def _many(evaluator: Evaluator, selection: Selection, moment: Moment) -> None:
    """Show all Ämter and planning regions on one axis, each a way to select it."""
    groups = age_many.small_multiples(evaluator, moment)
    if not groups:
        st.html(
            '<p class="kp-sub">Zu diesem Stichtag sind für die Ämter keine Altersangaben veröffentlicht. Bitte oben einen anderen Stichtag wählen.</p>'
        )
        return
    county = wording(evaluator.regions, evaluator.regions.county).short
    st.html(
        f'<p class="kp-sub">Alle auf derselben Achse, je 1.000 Einwohner; schwarze Linie: {escape(county)}. Ein Klick auf den Namen zeigt das Gebiet groß.</p>'
    )
    for heading, pictures in groups:
        st.html(f'<h3 class="kp-h3">{escape(heading)}</h3>')
        with st.container(horizontal=True, key=f"viele_{pictures[0].level}"):
            for one in pictures:
                _one_of_many(evaluator, one, selected=one.region_id == selection.region_id)


def _one_of_many(evaluator: Evaluator, one: age_many.Small, *, selected: bool) -> None:
    with st.container(width=age_many.WIDTH, gap=None):
        st.button(
            one.name, key=f"gebiet_{one.region_id}", type="primary" if selected else "tertiary",
            on_click=filterbar.select_region, args=(evaluator.regions, one.region_id),
        )  # fmt: skip
        block.show(one.drawing, f"klein_{one.region_id}")


def _course(evaluator: Evaluator, selection: Selection) -> None:
    """Show how many people of each phase there were over the years; for places without a series, the county's."""
    region = selection.region_id
    series = age_many.courses(evaluator, resources.catalogue(), region)
    if not series:
        region = evaluator.regions.county
        series = age_many.courses(evaluator, resources.catalogue(), region)
        own = wording(evaluator.regions, selection.region_id).name
        layout.hint(
            f"Für {own} gibt es nur einzelne Stichtage. Gezeigt ist der Verlauf {wording(evaluator.regions, region).of}."
        )
    cells = []
    for name, one in series:
        drawing = trend.trend_svg([one], title=name, width=400, height=210, explain=False)
        cells.append(f"<figure><figcaption>{escape(name)}</figcaption>{drawing}</figure>")
    block.show(f'<div class="kp-courses">{"".join(cells)}</div>', "verlaeufe")
    if evaluator.regions.level(region) == Level.LANDKREIS:
        st.html(
            '<p class="kp-small">Menschen am 31. Dezember. Mit dem Zensus 2022 wurde neu gezählt: Der Sprung dort ist Zählung, nicht Zuzug oder Fortzug.</p>'
        )
