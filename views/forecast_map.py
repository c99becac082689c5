"""The section Karte der kommenden Jahre: any indicator made of people by age and sex, for every year of the projection."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from data.schema import Level
from indicators.catalogue import Indicator
from indicators.evaluate import Moment
from indicators.projection.forecast import SOURCE, Forecasts
from indicators.projection.results import SMALL, SMALL_HORIZON
from indicators.projection.scenario import Scenario
from indicators.regions import LEVEL_NAMES
from views import block, figures_table, filterbar, findings, layout, resources, sentences
from views import forecast_map_data as data
from views.forecast_map_data import Asked
from views.formats import NBSP, number
from views.map_component import render_map
from views.map_description import MapDescription, describe_map
from views.map_view import View
from views.state import SEX_LABELS, Selection, band_label, level_labels
from views.wording import wording

HEADING: Final = "Karte der kommenden Jahre"
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
    asked = _controls(selection, forecasts, scenario)
    picture = st.container(key="prognosekarte")
    year = _year(forecasts)
    view = build(selection, forecasts, asked, year)
    with picture:
        layout.small_title(view.finding, view.description.subtitle)
        render_map(
            view.description, resources.geometry(asked.level), "karte_prognose", HEIGHT,
            on_select=lambda region: filterbar.select_region(forecasts.regions, region),
        )  # fmt: skip
    st.html(f'<p class="kp-sub">{escape(note(forecasts))}</p>')
    with st.expander("Tabelle und Mitnehmen", key="karte_tabelle", on_change="rerun") as below:
        if below.open:
            block.show(_table(view, forecasts), "kartentabelle")
            if take_home is not None:
                take_home(view, selection)


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
            f"Jahr (links: heute, 31.12.{first})", first, last, (first + SMALL_HORIZON + first) // 2, 1,
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
    mark = AHEAD if year > start else START_WORD if _by_age(indicator) else ""
    unit = f"{indicator.unit} ({mark})" if mark and indicator.unit else indicator.unit or mark
    beyond = year > start + SMALL_HORIZON
    words = {"Prozent": "Prozent", "%": "Prozent"}.get(indicator.unit, indicator.unit)
    return describe_map(
        frame, resources.geometry(asked.level), data.scale(forecasts, asked),
        title=title, subtitle=subtitle(forecasts, asked, year),
        unit=unit, decimals=indicator.decimals, signed=indicator.kind == "change",
        source=layout.sources_text(forecasts.as_package(start).sources, {SOURCE}), date=f"31.12.{year}",
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


def _by_age(indicator: Indicator) -> bool:
    """Tell whether ages enter, which are estimated even for today."""
    terms = (*indicator.numerator, *indicator.denominator)
    ages = any(t.band == "filter" or t.band[0] > 0 or t.band[1] < 200 or t.sex != "t" for t in terms)
    return ages or indicator.kind in ("mean_age", "median_age", "billeter")


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
    return " · ".join([*parts, f"heute: 31.12.{start}" + (f", {START_WORD}" if _by_age(indicator) else "")])


def finding(
    forecasts: Forecasts, asked: Asked, year: int, frame: pd.DataFrame, before: pd.DataFrame, county: float
) -> str:
    """Say in a sentence what the map shows: how many places lie above today, and the county then and now."""
    indicator, start = asked.indicator, data.start_year(forecasts)
    where = wording(forecasts.regions, forecasts.regions.county).where
    if year == start:
        now = "" if indicator.kind == "change" else f": {where} {sentences.value_text(indicator, county)}"
        return f"Heute, am 31.12.{start}{now}" if now else f"Heute, am 31.12.{start}: Von hier an wird gerechnet"
    known = frame[frame["value"].notna()]
    many = findings.dative(LEVEL_NAMES[asked.level][1])
    if indicator.kind == "change":
        more = int((known["value"] > 0).sum())
        told = f"{year} leben in {number(more)} von {number(len(known))} {many} voraussichtlich mehr Menschen"
        who = f" ({band_label(asked.band)})" if indicator.age_filter else ""
        return f"{told}{who} als {start}"
    then = known["region_id"].map(before.set_index("region_id")["value"])
    more = int((known["value"] > then).sum())
    value, old = sentences.value_text(indicator, county), number(float(before.iloc[-1]["value"]), indicator.decimals)
    told = (
        f"{indicator.short}: {year} in {number(more)} von {number(len(known))} {many} voraussichtlich mehr als {start}"
    )
    return f"{told}; {where} {value} statt {old}".replace("  ", NBSP)


def note(forecasts: Forecasts) -> str:
    """Say what is done differently for small places, and that colours may be compared through the years."""
    last = data.start_year(forecasts) + SMALL_HORIZON
    return (
        "Die Farben bedeuten in allen Jahren dasselbe. "
        f"Orte unter {number(SMALL)} Einwohnern sind nur bis {last} gerechnet, ihre Menschen auf 10 gerundet; "
        "danach sind sie schraffiert. Gezeigt ist der mittlere Weg; wie weit er sich verschieben kann, zeigen die Spannen oben."
    )


def _table(view: View, forecasts: Forecasts) -> str:
    return figures_table.figures_html(view.indicator, view.frame, forecasts.regions, caption=view.description.subtitle)
