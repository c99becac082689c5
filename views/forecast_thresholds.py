"""The section Tragfähigkeit: the county's own thresholds, and in which years a place would cross them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from indicators.projection.crossing import Crossing, Threshold, crossing
from indicators.projection.forecast import Forecasts
from indicators.projection.scenario import Scenario
from views import block, forecast_map_data, layout
from views import forecast_thresholds_input as given
from views.crossing import crossing_sentence, crossing_svg, crossing_table, demand_words
from views.forecast_words import ENROLMENTS, SURE_NOTE, births_sentence, people_words
from views.formats import number
from views.state import Selection
from views.svg import by_width
from views.table import html_table
from views.wording import wording

HEADING: Final = "Tragfähigkeit"
WIDE, NARROW, WIDE_SIZE = 1240, 358, 16
HEADS_AFTER: Final = 8
"""Years after the start for which heads are told: as far ahead as groups, classes and crews are planned."""
SCHOOL_BAND: Final = (6, 7)
ASSUMED: Final = "Alle Schwellen sind Annahmen, keine amtlichen Grenzen. Gezählt wird am 31. Dezember."
UNTOUCHED: Final = (
    "In diesen Jahren wechselt hier nichts von „reicht“ zu „reicht nicht“ oder zurück. "
    "Die Zahlen sind für einzelne kleine Orte gedacht; tragen Sie unten ein, was bei Ihnen gilt."
)

NOTE: Final = f"{SURE_NOTE} {ASSUMED}"

TakeHome = Callable[["Findings"], None]


@dataclass(frozen=True)
class Findings:
    """What the section shows.

    Attributes
    ----------
    title, subtitle : str
        The finding, and what exactly is shown.
    crossings : tuple[Crossing, ...]
        One for each threshold under the scenario.
    others : tuple[Crossing, ...]
        The same under the other scenario; empty without one.
    source : str
        Where the figures come from, for a file that is taken home.
    """

    title: str
    subtitle: str
    crossings: tuple[Crossing, ...]
    others: tuple[Crossing, ...] = ()
    source: str = ""


def show(
    selection: Selection,
    forecasts: Forecasts,
    scenario: Scenario,
    other: Scenario | None,
    take_home: TakeHome | None = None,
) -> None:
    """Draw the section; only it is drawn again when a number changes.

    Parameters
    ----------
    selection : Selection
        The view the user chose; its region is the one held against the thresholds.
    forecasts : Forecasts
        The projection.
    scenario, other : Scenario
        What is assumed, and what it is compared with, if anything.
    take_home : callable | None
        Offers the files (documents are made one floor up).
    """
    _section(selection, forecasts, scenario, other, take_home)


@st.fragment
def _section(
    selection: Selection,
    forecasts: Forecasts,
    scenario: Scenario,
    other: Scenario | None,
    take_home: TakeHome | None,
) -> None:
    picture = st.container(key="tragfaehigkeit")
    thresholds = given.thresholds(forecasts.package.thresholds)
    found = find(selection.region_id, forecasts, thresholds, scenario, other)
    with picture:
        _picture(found)
        if other is not None and found.others:
            block.show(both_html(found, scenario.name, other.name), "schwellen_beide")
    with st.expander(
        "Schwellen: Tabelle" + (" und Mitnehmen" if take_home else ""), key="schwellen_tabelle", on_change="rerun"
    ) as below:
        if below.open:
            block.show(table_html(found), "schwellentabelle")
            if take_home is not None:
                take_home(replace(found, source=forecast_map_data.source(forecasts)))


def find(
    region_id: str,
    forecasts: Forecasts,
    thresholds: Sequence[Threshold],
    scenario: Scenario,
    other: Scenario | None = None,
) -> Findings:
    """Hold the projection of a region against thresholds.

    Raises
    ------
    ValueError
        If the region is not projected.
    """
    sets = []
    for one in (scenario, other):
        forecast = None if one is None else forecasts.region(region_id, one)
        sets.append(() if forecast is None else tuple(crossing(t.fan(forecast), t) for t in thresholds))
    place = wording(forecasts.regions, region_id)
    years = f" · {sets[0][0].years[0]} bis {sets[0][0].years[-1]}" if sets[0] else ""
    subtitle = f"{HEADING} {place.of} · Szenario „{scenario.name}“{years} · vorausberechnet, Schwellen angenommen"
    title = f"{HEADING} {place.of}"
    if sets[0]:
        title = heads_sentence(_news(sets[0])).removesuffix(".") + f" {place.where}"
    return Findings(title, subtitle, sets[0], sets[1])


def _news(crossings: Sequence[Crossing]) -> Crossing:
    """Choose what is told first: school starters, whose number everybody knows, else the first threshold."""
    return next((c for c in crossings if c.threshold.band == SCHOOL_BAND and c.threshold.sex == "t"), crossings[0])


def heads_sentence(found: Crossing) -> str:
    """Tell the number of a threshold in heads: "2032 etwa 4 bis 8 Einschulungen."."""
    threshold = found.threshold
    year = min(found.fan.years[0] + HEADS_AFTER, found.fan.years[-1])
    if threshold.source == "births":
        return births_sentence(found.fan, year)
    school = threshold.band == SCHOOL_BAND and threshold.sex == "t"
    return births_sentence(found.fan, year, ENROLMENTS if school else people_words(threshold.band, threshold.sex))


def _picture(found: Findings) -> None:
    st.html(f'<h2 class="kp-h2 kp-fc-h2">{escape(found.title)}</h2><p class="kp-sub">{escape(found.subtitle)}</p>')
    if found.crossings and all(one.first_possible is None for one in found.crossings):
        layout.hint(UNTOUCHED)
    wide = crossing_svg(found.crossings, width=WIDE, size=WIDE_SIZE, title=found.title)
    narrow = crossing_svg(found.crossings, width=NARROW, title=found.title)
    block.show(by_width(wide, narrow), "schwellenbild")
    st.html(f'<p class="kp-sub">{escape(NOTE)} Tragen Sie unten ein, was bei Ihnen gilt.</p>')


def both_html(found: Findings, name: str, other_name: str) -> str:
    """Write what two scenarios say of each threshold, side by side."""
    rows = [
        {
            "Schwelle": f"{one.label} – {demand_words(one)}",
            f"Mit „{name}“": crossing_sentence(one),
            f"Mit „{other_name}“": crossing_sentence(two),
        }
        for one, two in zip(found.crossings, found.others, strict=True)
    ]
    changed = sum(row[f"Mit „{name}“"] != row[f"Mit „{other_name}“"] for row in rows)
    told = "keiner Schwelle etwas" if not changed else f"{number(changed)} von {number(len(rows))} Schwellen etwas"
    return html_table(pd.DataFrame(rows), f"„{other_name}“ ändert gegenüber „{name}“ bei {told}", max_height=None)


def table_html(found: Findings) -> str:
    """Write the years of every threshold as accessible HTML."""
    return html_table(crossing_table(found.crossings), found.subtitle, max_height=None)
