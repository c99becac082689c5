"""The section Karte der kommenden Jahre: any indicator made of people by age and sex, for every year of the projection."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from data.schema import Level
from indicators.catalogue import ALL_AGES, Indicator
from indicators.evaluate import Moment
from indicators.projection.forecast import Forecasts
from indicators.projection.results import ROUNDING, SMALL, SMALL_HORIZON
from indicators.projection.scenario import Scenario
from indicators.regions import LEVEL_NAMES
from indicators.reliability import Verdict
from views import block, filterbar, findings, resources, sentences
from views import forecast_map_data as data
from views.forecast_map_data import Asked
from views.forecast_words import people_words
from views.formats import number, sort_key
from views.map_component import render_map
from views.map_description import MapDescription, describe_map
from views.map_view import View
from views.state import SEX_LABELS, Selection, band_label, level_labels
from views.table import html_table
from views.wording import wording

HEIGHT: Final = 560
INDICATOR_KEY, LEVEL_KEY, YEAR_KEY = "karte_zeigt", "karte_ebene", "karte_jahr"
AHEAD: Final = "vorausberechnet"
START_WORD: Final = "Alter geschätzt"
NOT_SO_FAR: Final = "für so kleine Orte nicht so weit gerechnet"

TakeHome = Callable[[View, Selection], None]


def show(selection: Selection, forecasts: Forecasts, scenario: Scenario, take_home: TakeHome | None = None) -> None:
    """Draw the section; the slider draws only it again.

    Parameters
    ----------
    selection : Selection
        The view the user chose; its region is outlined, its age band and sex enter indicators with a filter.
    forecasts : Forecasts
        The projection.
    scenario : Scenario
        What is assumed.
    take_home : callable | None
        Offers the files (documents are made one floor up).
    """
    _section(selection, forecasts, scenario, take_home)


@st.fragment
def _section(selection: Selection, forecasts: Forecasts, scenario: Scenario, take_home: TakeHome | None) -> None:
    head = st.container(key="prognosekarte_kopf")
    asked = _controls(selection, forecasts, scenario)
    picture = st.container(key="prognosekarte")
    view = build(selection, forecasts, asked, _year(forecasts))
    with head:
        st.html(
            f'<h2 class="kp-h2 kp-fc-h2">{escape(view.finding)}</h2><p class="kp-sub">{escape(view.description.subtitle)}</p>'
        )
    with picture:
        _draw(view, forecasts, asked.level)
    st.html(f'<p class="kp-sub">{escape(note(forecasts))}</p>')
    with st.expander("Karte: Tabelle und Mitnehmen", key="karte_tabelle", on_change="rerun") as below:
        if below.open:
            block.show(table_html(view, forecasts, asked), "kartentabelle")
            if take_home is not None:
                take_home(view, selection)


def _draw(view: View, forecasts: Forecasts, level: Level) -> None:
    def chosen(region: str) -> None:
        filterbar.select_region(forecasts.regions, region)

    picked = render_map(view.description, resources.geometry(level), "karte_prognose", HEIGHT, on_select=chosen)
    if picked:  # the filter bar stands outside this fragment
        st.rerun()


def _controls(selection: Selection, forecasts: Forecasts, scenario: Scenario) -> Asked:
    known = data.projectable(resources.catalogue(), data.start_year(forecasts))
    labels = {one.short: one for one in known.values()}
    levels = level_labels(forecasts.regions)
    with st.container(horizontal=True, key="prognosekarte_wahl"):
        indicator = labels[
            st.selectbox("Die Karte zeigt", list(labels), key=INDICATOR_KEY, bind="query-params", width=380)
        ]
        level = levels[st.selectbox("Ebene", list(levels), key=LEVEL_KEY, bind="query-params", width=230)]
    return Asked(indicator, selection.band_for(indicator), selection.sex_for(indicator), level, scenario)


def _year(forecasts: Forecasts) -> int:
    first, last = data.start_year(forecasts), data.last_year(forecasts)
    return int(
        st.slider(
            f"Jahr (links: heute, 31.12.{first})", first, last, (first + SMALL_HORIZON) // 5 * 5, 1,
            key=YEAR_KEY, bind="query-params", format="%d",
        )
    )  # fmt: skip


def build(selection: Selection, forecasts: Forecasts, asked: Asked, year: int) -> View:
    """Make the map of one year.

    Raises
    ------
    ValueError
        If the projection does not hold the year.
    """
    start = data.start_year(forecasts)
    everything = data.figures(forecasts, asked, year)
    county = float(everything.iloc[-1]["value"])
    frame = data.shown(everything.iloc[:-1], asked.indicator, data.small_places(forecasts, asked.level), year, start)
    before = data.figures(forecasts, asked, start)
    title = finding(forecasts, asked, year, frame, before, county)
    return View(
        asked.indicator, _moment(everything), frame, _described(selection, forecasts, asked, year, frame, title), title
    )


def _moment(frame: pd.DataFrame) -> Moment:
    return Moment(str(frame.iloc[0]["period"]), str(frame.iloc[0]["census_base"]))


def _described(
    selection: Selection, forecasts: Forecasts, asked: Asked, year: int, frame: pd.DataFrame, title: str
) -> MapDescription:
    """Describe the map; every figure carries the word that it is computed ahead."""
    indicator, start = asked.indicator, data.start_year(forecasts)
    mark = AHEAD if year > start else START_WORD if data.by_age(indicator) else ""
    unit = f"{indicator.unit} ({mark})".strip() if mark else indicator.unit
    beyond = year > start + SMALL_HORIZON
    words = {"%": "Prozent"}.get(indicator.unit, indicator.unit)
    if indicator.kind == "change":  # the map tells both ends of a change
        frame = frame.assign(numerator=frame["numerator"] + frame["denominator"])
    return describe_map(
        frame, resources.geometry(asked.level), data.scale(forecasts, asked),
        title=title, subtitle=subtitle(forecasts, asked, year),
        unit=unit, decimals=indicator.decimals, signed=indicator.kind == "change",
        source=data.source(forecasts), date=f"31.12.{year}",
        selected_id=_outlined(selection, forecasts, asked.level),
        label_weights=dict(zip(frame["region_id"], frame["population"], strict=True)),
        legend_unit=", ".join(part for part in (words, mark) if part),
        legend_regions="Gemeinden" if asked.level == Level.GEMEINDE else "Gebiete",
        heads=_heads(indicator), words={"k": NOT_SO_FAR} if beyond else None,
    )  # fmt: skip


def _heads(indicator: Indicator) -> str:
    """Give the wording of the heads behind a value."""
    if indicator.kind == "change":
        return "von {2} auf etwa {1} Menschen"
    return "etwa {1} von {2}" if indicator.kind == "share" else ""


def _outlined(selection: Selection, forecasts: Forecasts, level: Level) -> str | None:
    regions = forecasts.regions
    if selection.region_id in (regions.county, regions.state):
        return None
    if regions.level(selection.region_id) == level:
        return selection.region_id
    return regions.parent(selection.region_id, level)


def subtitle(forecasts: Forecasts, asked: Asked, year: int) -> str:
    """Say exactly what the map shows: indicator, filters, level, year, scenario, and that it is computed ahead."""
    indicator, start = asked.indicator, data.start_year(forecasts)
    parts = [indicator.title + (", in Prozent" if indicator.unit == "%" else "")]
    if indicator.age_filter:
        parts.append(f"Altersgruppe {band_label(asked.band)}")
    if asked.sex != "t":
        parts.append(f"nur {SEX_LABELS[asked.sex]}")
    parts.append(LEVEL_NAMES[asked.level][1])
    if year > start:
        return " · ".join([*parts, f"31.12.{year}, {AHEAD}, Szenario „{asked.scenario.name}“"])
    return " · ".join([*parts, f"heute: 31.12.{start}" + (f", {START_WORD}" if data.by_age(indicator) else "")])


def finding(
    forecasts: Forecasts, asked: Asked, year: int, frame: pd.DataFrame, before: pd.DataFrame, county: float
) -> str:
    """Say in a sentence what the map shows: how many places lie above today, and the county then and now."""
    indicator, start = asked.indicator, data.start_year(forecasts)
    where = wording(forecasts.regions, forecasts.regions.county).where
    if year == start and indicator.kind == "change":
        return f"Am 31.12.{start} beginnt die Rechnung: noch keine Veränderung"
    if year == start:
        return f"{indicator.short} heute, am 31.12.{start}: {where} {sentences.value_text(indicator, county)}"
    known = frame[frame["value"].notna() & ((frame["verdict"] != Verdict.TOO_SMALL) | (indicator.kind == "change"))]
    if known.empty:
        return f"{indicator.short}: {year} für keine der {LEVEL_NAMES[asked.level][1]} mehr gerechnet"
    if indicator.kind == "change":
        who = people_words(asked.band if indicator.age_filter else ALL_AGES, asked.sex).many
        return f"{year} leben {_how_many(known['value'] > 0, asked.level)} voraussichtlich mehr {who} als {start}"
    then = known["region_id"].map(before.set_index("region_id")["value"])
    more = {"share": "ein größerer Anteil", "count": "mehr Menschen"}.get(indicator.kind, "ein höherer Wert")
    told = (
        f"{indicator.short}: {year} {_how_many(known['value'] > then, asked.level)} voraussichtlich {more} als {start}"
    )
    old = sentences.value_text(indicator, float(before.iloc[-1]["value"]))
    return f"{told}; {where} {sentences.value_text(indicator, county)} statt {old}"


def _how_many(more: pd.Series, level: Level) -> str:
    """Write "in 34 von 112 Gemeinden"."""
    if not more.any():
        return f"in keinem der {number(len(more))} Gebiete"
    many = findings.dative(LEVEL_NAMES[level][1])
    return f"in {'allen ' if more.all() else f'{number(int(more.sum()))} von '}{number(len(more))} {many}"


def note(forecasts: Forecasts) -> str:
    """Say what is done differently for small places, and that colours may be compared through the years."""
    last = data.start_year(forecasts) + SMALL_HORIZON
    return (
        "Die Farben bedeuten in allen Jahren dasselbe. "
        f"Orte unter {number(SMALL)} Einwohnern sind nur bis {last} gerechnet und ihre Menschen auf {ROUNDING} gerundet; "
        "danach sind sie gepunktet. Weiter reichen die Ämter und Planungsregionen (unter „Ebene“). "
        "Gezeigt ist der mittlere Weg; wie weit er sich verschieben kann, sagen die Spannen oben."
    )


def table_html(view: View, forecasts: Forecasts, asked: Asked) -> str:
    """Write today and the year of every region as accessible HTML; what the map hatches says why."""
    start, description = data.start_year(forecasts), view.description
    today = data.figures(forecasts, asked, start).set_index("region_id")["value"]
    decimals = asked.indicator.decimals
    rows = [
        {
            "Gebiet": forecasts.regions.name(region),
            f"{start}": number(float(today[region]), decimals, signed=asked.indicator.kind == "change"),
            f"{view.moment.year}": description.text(at),
        }
        for at, region in enumerate(description.region_ids)
    ]
    rows.sort(key=lambda row: sort_key(row["Gebiet"]))
    if view.moment.year == start:
        rows = [{"Gebiet": row["Gebiet"], f"{start}": row[f"{start}"]} for row in rows]
    chosen = description.selected
    marked = [] if chosen is None else [forecasts.regions.name(description.region_ids[chosen])]
    return html_table(pd.DataFrame(rows), description.subtitle, [f"{start}"], highlight=marked)
