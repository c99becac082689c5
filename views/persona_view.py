"""With whose eyes: the line below the filters that says what matters to a persona, with this place's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from data.schema import Status
from indicators.catalogue import Catalogue, Indicator
from indicators.climb import carries, way_up
from indicators.evaluate import Moment
from indicators.personas import Persona
from indicators.reliability import Difference, difference
from indicators.rows import Row, Rows
from views import resources, sentences
from views.formats import number
from views.state import Selection, band_label
from views.wording import article_dative, wording

ASSUMED: Final = (
    "Diesen Blickwinkel haben wir ergänzt (Annahme); im Verfahren der Zukunftswerkstätten ist er nicht vorgegeben."
)
LARGER_INSTEAD: Final = (
    "Wo der Ort zu klein zum Urteilen ist oder keine eigene Zahl hat, steht das nächstgrößere Gebiet mit seinem Namen."
)


@dataclass(frozen=True)
class Figure:
    """One figure that matters to a persona: whose it is, when, the row, and the comparison in words."""

    indicator: Indicator
    moment: Moment
    region_id: str
    row: Row
    verdict: str


def strip(selection: Selection, *, unfolded: bool = False) -> None:
    """Draw the line of the chosen persona, its figures unfolded or behind a click; nothing for everybody's eyes."""
    if selection.persona is None:
        return
    found = figures(
        resources.rows(), resources.catalogue(), selection.persona, selection.region_id, selection.benchmark_id
    )
    st.html(strip_html(resources.rows(), selection, found, unfolded=unfolded))


def figures(
    rows: Rows, catalogue: Catalogue, persona: Persona, region_id: str, benchmark_id: str
) -> list[Figure]:  # fmt: skip
    """Find the newest figure of each indicator that matters to a persona.

    Where the place has none, or is too small to be judged, the next larger region that has one stands in for it, named.

    Returns
    -------
    list[Figure]
        In the persona's order; indicators that nobody up to the county has a figure for are left out.
    """
    made = (_figure(rows, catalogue[i], region_id, benchmark_id) for i in persona.indicators)
    return [figure for figure in made if figure is not None]


def _figure(rows: Rows, indicator: Indicator, region_id: str, benchmark_id: str) -> Figure | None:
    regions = rows.evaluator.regions
    for region in way_up(regions, region_id):
        row = sentences.newest(rows, indicator, region)
        if not carries(row):
            continue
        moment = sentences.moment_of(rows, indicator, row)
        mark = float(rows.at(indicator, moment, benchmark_id)["value"])
        same = regions.members(region) == regions.members(benchmark_id) and bool(regions.members(region))
        judged = Difference.UNKNOWN if same else difference(row["value"], row["low"], row["high"], row["verdict"], mark)
        words = (
            ""
            if judged == Difference.UNKNOWN
            else sentences.verdict_text(judged, article_dative(regions, benchmark_id))
        )
        return Figure(indicator, moment, region, row, words)
    return None


def strip_html(rows: Rows, selection: Selection, found: Sequence[Figure], *, unfolded: bool = False) -> str:
    """Write the line: whose eyes, the question they would ask, and behind a click their figures here."""
    persona = selection.persona
    assert persona is not None  # noqa: S101 - the caller asked for one
    regions = rows.evaluator.regions
    ages = f" · {band_label(persona.band)}" if persona.aged else ""
    where = wording(regions, selection.region_id).where
    count = "1 Zahl" if len(found) == 1 else f"{number(len(found))} Zahlen"
    larger = LARGER_INSTEAD if any(figure.region_id != selection.region_id for figure in found) else ""
    notes = " ".join(part for part in (larger, persona.note, ASSUMED if persona.assumed else "") if part)
    cells = "".join(_cell(rows, selection.region_id, figure) for figure in found)
    return (
        f'<details class="kp-persona"{" open" if unfolded else ""}><summary><span>Mit den Augen von <b>{escape(persona.dative)}</b>{escape(ages)}</span> '
        f"<q>{escape(persona.question)}</q> <em>{escape(count)} {escape(where)}</em></summary>"
        f'<dl>{cells}</dl><p>{escape(notes)}</p></details>'
    )  # fmt: skip


def _cell(rows: Rows, region_id: str, figure: Figure) -> str:
    """Write one figure: label, value, count, time, and whose it is where the place has none of its own."""
    value = sentences.value_text(figure.indicator, figure.row["value"])
    count = sentences.count_text(figure.indicator, pd.Series(dict(figure.row)))
    estimated = "geschätzt" if figure.row["status"] == Status.ESTIMATED else ""
    other = "" if figure.region_id == region_id else wording(rows.evaluator.regions, figure.region_id).where_first
    small = " · ".join(
        part for part in (other, count, sentences.moment_text(figure.moment), estimated, figure.verdict) if part
    )
    return f"<div><dt>{escape(figure.indicator.short)}</dt><dd><b>{escape(value)}</b><small>{escape(small)}</small></dd></div>"
