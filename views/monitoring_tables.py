"""Status × Dynamik as tables: on the page, and as a sheet to take home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from indicators.monitoring.classes import DynamicClass, StatusClass
from indicators.monitoring.field import Field, Place, Standing
from indicators.regions import Regions
from views import figure_words
from views import monitoring_words as words
from views.compare_sheet import Cell, Drawn, Figure, Sheet, Table
from views.formats import number, sort_key
from views.monitoring_drawing import DrawnCell, Line, draw_table
from views.monitoring_grid import Box, boxes, columns, without_class
from views.monitoring_method import STATUS_METHOD, method_notes
from views.table import html_table

SIZE: Final = 16.0
NAMED: Final = 12
"""So many places of a field are named on paper."""


def places_html(found: Field, box: Box | None, regions: Regions) -> str:
    """List places in alphabetical order with class, certainty and every figure; all places without a box."""
    places = list(found.places.values()) if box is None else list(box.places)
    places.sort(key=lambda p: sort_key(regions.name(p.region_id)))
    uses = [u for u in found.status_uses if u.gap is None]
    rows = [
        {
            "Ort": regions.name(p.region_id), "Menschen": number(p.people),
            "Bedarf": status_words(p.status), "Entwicklung": dynamic_words(p.dynamic),
            **{f"{u.indicator.short} ({words.span(u)})": value for u, value in zip(uses, _values(p, len(uses)), strict=True)},
        }
        for p in places
    ]  # fmt: skip
    caption = found.index.title if box is None else f"{found.index.title}: {box.name}"
    count = "1 Gebiet" if len(places) == 1 else f"{number(len(places))} Gebiete"
    return html_table(pd.DataFrame(rows), f"{caption}: {count}, nach dem Alphabet", ["Menschen"], max_height=420)


def _values(place: Place, count: int) -> list[str]:
    """Write the figures behind a place's Status with their counts; the reason where there is no class."""
    if not place.status.parts:
        return [words.gap(place.status)] * count
    return [_value(p.use.indicator, p.row) for p in place.status.parts]


def _value(indicator: figure_words.Indicator, row: figure_words.Row) -> str:
    if row["value"] != row["value"]:
        return "keine Zahl"
    counted = figure_words.count_text(indicator, row)
    return f"{figure_words.value_text(indicator, float(row['value']))}" + (f" ({counted})" if counted else "")


def status_words(standing: Standing) -> str:
    """Write class and certainty in a cell."""
    if standing.code is None:
        return f"keine Klasse: {words.gap(standing)}"
    return words.STATUS[StatusClass(standing.code)][0] + ("" if standing.sure else " (unsicher)")


def dynamic_words(standing: Standing) -> str:
    """Write class and certainty of the development in a cell."""
    if standing.code is None:
        return "nicht bestimmbar"
    return words.DYNAMIC[DynamicClass(standing.code)][0] + ("" if standing.sure else " (unsicher)")


def status_sheet(found: Field, regions: Regions, title: str, subtitle: str, source: str) -> Sheet:
    """Make the field of twelve as a picture with the places' names, and a table of all places."""
    notes = (words.REMINDER, without_class(found), *method_notes(STATUS_METHOD))
    stem = f"sozialraum_{found.index.id}"
    return Sheet(
        title, subtitle, notes, source, stem, lambda w: _draw(found, regions, w), lambda: _table(found, regions)
    )


def _draw(found: Field, regions: Regions, width: float) -> Drawn:
    made = boxes(found, regions)
    shown = columns(made)
    heads = [
        "Entwicklung nicht bestimmbar" if c is None else f"Entwicklung {words.DYNAMIC[DynamicClass(c)][0]} ({words.DYNAMIC[DynamicClass(c)][1]})"
        for c in shown
    ]  # fmt: skip
    rows = [
        (f"{told} ({name})", [_cell(made[status, c], regions) for c in shown])
        for status, (told, name) in words.STATUS.items()
    ]
    return draw_table(heads, rows, width, SIZE)


def _cell(box: Box, regions: Regions) -> DrawnCell:
    if not box.places:
        return DrawnCell((Line("–"),))
    listed = [regions.name(p.region_id) + ("" if p.status.sure else "*") for p in box.places]
    more = f" und {number(len(listed) - NAMED)} weitere" if len(listed) > NAMED else ""
    told = ", ".join(listed[:NAMED]) + more
    star = " (* Klasse unsicher)" if "*" in told else ""
    return DrawnCell((Line(f"{number(len(listed))} mit {number(box.people)} Menschen", True), Line(told + star)))


def _table(found: Field, regions: Regions) -> Table:
    uses = [u for u in found.status_uses if u.gap is None]
    heads = ["Schlüssel", "Ort", "Menschen", "Index Status", "Klasse Status", "Index Entwicklung", "Klasse Entwicklung"]
    for use in uses:
        heads += [f"{use.indicator.short} ({words.span(use)})", f"{use.indicator.short}: Anzahl"]
    ordered = sorted(found.places.values(), key=lambda p: sort_key(regions.name(p.region_id)))
    return Table(tuple(heads), tuple(tuple(_line(p, regions, len(uses))) for p in ordered))


def _line(place: Place, regions: Regions, count: int) -> Sequence[Cell]:
    cells: list[Cell] = [place.region_id, regions.name(place.region_id), Figure(place.people)]
    for standing, told in ((place.status, status_words(place.status)), (place.dynamic, dynamic_words(place.dynamic))):
        cells += ["" if standing.code is None else Figure(standing.value, 2, True), told]
    if not place.status.parts:
        return [*cells, *[words.gap(place.status), ""] * count]
    for part in place.status.parts:
        value = float(part.row["value"])
        known: Cell = (
            Figure(value, part.use.indicator.decimals)
            if value == value
            else words.GAPS.get(place.status.gap, "keine Zahl")
            if place.status.gap
            else "keine Zahl"
        )
        cells += [known, figure_words.count_text(part.use.indicator, part.row)]
    return cells
