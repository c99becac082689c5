"""The part "Alles auf einen Blick": the heat table of all who are compared, and where they differ most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import quantiles
from typing import Any, Final

from data.schema import Level, Status
from indicators.regions import LEVEL_NAMES
from indicators.reliability import Difference, Verdict
from indicators.rows import Row
from views import block, sentences
from views.compare_figures import Line, Topic, carrying, topics
from views.compare_sheet import Cell, Figure, Part, Sheet, Table, notes_html
from views.compare_units import Unit, county_name, unit_of
from views.compare_view import CompareView, sources, stem
from views.compare_words import missing_words, outcome_word, short_count, topic_control
from views.figure_words import count_text, value_text
from views.formats import NBSP, number
from views.heat_table import STEPS, HeatCell, HeatRow, HeatTable, Step, css, drawing, heat_html, legend_html
from views.number_style import NumberStyle
from views.profile_table import date_text
from views.wording import article_genitive

FEWEST_FOR_FAR: Final = 8
GAP_STEPS: Final = {
    Status.SECRET: Step.SECRET,
    Status.UNRELIABLE: Step.UNSURE,
    Status.NOT_APPLICABLE: Step.ABSENT,
}
FAR_QUARTER: Final = 2
"""Position of the upper quartile among the three that part four quarters."""


def show(view: CompareView, bar: Any) -> Part:
    """Draw the table."""
    with bar:
        topic = topic_control(view.catalogue)
    units = columns(view)
    collected = topics(view.figures, view.catalogue, units, view.benchmark_id, only=topic)
    found = [_of_compared(one, len(view.units)) for one in collected]
    table = table_of(view, units, found)
    sheet = sheet_of(view, units, found, table)
    block.show(html(view, found, table), "vergleich_tafel")
    ids = frozenset(source for one in found for line in one.lines for source in line.source_ids)
    return Part(sheet.title, sheet.subtitle, ids, sheet)


def _of_compared(topic: Topic, count: int) -> Topic:
    """Keep the lines that say something about the compared, not about the benchmark's own column alone."""
    silent = (Status.MISSING, Status.NOT_APPLICABLE)
    told = [any(row["status"] not in silent for row in line.cells[:count]) for line in topic.lines]
    dropped = tuple(line.label for line, keep in zip(topic.lines, told, strict=True) if not keep)
    kept = tuple(line for line, keep in zip(topic.lines, told, strict=True) if keep)
    return Topic(topic.title, kept, (*topic.unknown, *dropped))


def columns(view: CompareView) -> list[Unit]:
    """Give the compared, and the benchmark as last column if it is not among them."""
    known = {unit.region_id for unit in view.units}
    own = [] if view.benchmark_id in known else [unit_of(view.regions, view.benchmark_id)]
    return [*view.units, *own]


# -- cells -------------------------------------------------------------------------------------------------------------


def table_of(view: CompareView, units: Sequence[Unit], found: Sequence[Topic]) -> HeatTable:
    """Write all cells."""
    blocks = tuple((t.title, tuple(_row(view, units, line) for line in t.lines)) for t in found)
    names = ", ".join(unit.name for unit in units)
    return HeatTable(
        tuple((unit.name, _below(view, unit)) for unit in units), blocks,
        f"Zahlen nach Themen für {names}; verglichen mit {view.benchmark.name}",
    )  # fmt: skip


def _below(view: CompareView, unit: Unit) -> str:
    """Say below a column's name what it is and how many people live there."""
    kind = "Gruppe" if unit.group else LEVEL_NAMES[view.regions.level(unit.region_id)][0]
    if kind == LEVEL_NAMES[Level.GEMEINDE][0] and unit.region_id not in view.regions.members(view.regions.county):
        kind = county_name(view.regions, unit.region_id)
    line = view.catalogue["einwohner"]
    moment = view.figures.moment(line, [u.region_id for u in view.units])
    heads = math.nan if moment is None else view.figures.at(line, moment, unit.region_id)["value"]
    return kind if math.isnan(heads) else f"{kind}, {number(heads)}"


def _row(view: CompareView, units: Sequence[Unit], line: Line) -> HeatRow:
    far = far_from(view, line)
    cells = tuple(cell(view, unit, line, at, far) for at, unit in enumerate(units))
    unit = line.indicator.unit
    said = "" if unit in ("%", "€", "") else f"{unit} · "
    return HeatRow(line.label, said + date_text(line.indicator, line.moment), cells)


def far_from(view: CompareView, line: Line) -> float:
    """Give the distance to the benchmark that three of four municipalities do not reach; infinite with too few of them."""
    indicator = view.catalogue[line.indicator.id]
    values = carrying(view.figures.at(indicator, line.moment, r) for r in view.regions.municipalities)
    if len(values) < FEWEST_FOR_FAR or math.isnan(line.mark):
        return math.inf
    return quantiles([abs(v - line.mark) for v in values], n=4, method="inclusive")[FAR_QUARTER]


def cell(view: CompareView, unit: Unit, line: Line, at: int, far: float) -> HeatCell:
    """Write one cell: number, sign, heads, tint, and all of it as one sentence."""
    row, indicator = line.cells[at], line.indicator
    gap = missing_words(row)
    if gap:
        return HeatCell(gap, "", "", "", f"{unit.name}: {gap}", GAP_STEPS.get(Status(row["status"]), Step.UNKNOWN))
    found = line.found(at)
    sign = "" if found is Difference.UNKNOWN else sentences.SYMBOLS[found]
    words = "" if found is Difference.UNKNOWN else outcome_word(indicator, found, row, line.mark)
    estimated = "geschätzt" if row["status"] == Status.ESTIMATED else ""
    value = NumberStyle(indicator.unit, indicator.decimals, indicator.signed).short(row["value"])
    told = [value_text(indicator, row["value"]), count_text(indicator, row), estimated, words]
    count = " · ".join(part for part in (short_count(indicator, row), estimated) if part)
    return HeatCell(
        value,
        sign,
        count,
        words,
        f"{unit.name}: {', '.join(part for part in told if part)}",
        step(row, line, found, far),
    )


def step(row: Row, line: Line, found: Difference, far: float) -> Step:
    """Choose the tint: only a sure difference has one, a strong one only beyond ``far``."""
    if row["verdict"] == Verdict.TOO_SMALL:
        return Step.SMALL
    if found is Difference.UNKNOWN:
        return Step.PLAIN
    distance = abs(row["value"] - line.mark)
    if found is Difference.HIGHER:
        return Step.FAR_ABOVE if distance > far else Step.ABOVE
    if found is Difference.LOWER:
        return Step.FAR_BELOW if distance > far else Step.BELOW
    return Step.SAME


# -- words -------------------------------------------------------------------------------------------------------------


def finding(view: CompareView, units: Sequence[Unit], found: Sequence[Topic]) -> str:
    """Say where the compared lie farthest apart, measured by how far the municipalities do."""
    lines = [line for topic in found for line in topic.lines]
    best = max(lines, key=lambda line: _apart(view, line), default=None)
    if best is None or _apart(view, best) <= 0:
        return "Zwischen diesen Gebieten ist kein Unterschied sicher"
    known = [
        (float(row["value"]), unit.where)
        for row, unit in zip(best.cells, units, strict=True)
        if not math.isnan(row["value"]) and row["verdict"] != Verdict.TOO_SMALL
    ]
    (low, first), (high, last) = min(known), max(known)
    style = NumberStyle(best.indicator.unit, best.indicator.decimals, best.indicator.signed)
    return f"Am weitesten auseinander bei „{best.label}“: {first} {style.short(low)}, {last} {style.full(high).replace(' ', NBSP)}"


def _apart(view: CompareView, line: Line) -> float:
    """Measure how far the compared lie apart: sure differences only, in steps of :func:`far_from`."""
    far = far_from(view, line)
    if not 0 < far < math.inf or not any(_sure(line, at) for at in range(len(line.cells))):
        return 0.0
    values = carrying(line.cells)
    return (max(values) - min(values)) / far if len(values) > 1 else 0.0


def _sure(line: Line, at: int) -> bool:
    tested = not math.isnan(line.cells[at]["low"])
    return tested and line.found(at) in (Difference.HIGHER, Difference.LOWER)


def subtitle(view: CompareView, units: Sequence[Unit], found: Sequence[Topic]) -> str:
    """Say what rows and columns are."""
    count = sum(len(topic.lines) for topic in found)
    return (
        f"{number(count)} Zahlen für {number(len(view.units))} Gebiete, verglichen mit {view.benchmark.name} · "
        "in jeder Zeile derselbe Stichtag für alle"
    )


def reading(view: CompareView) -> tuple[str, ...]:
    """Explain tints and signs."""
    whose = article_genitive(view.regions, view.benchmark_id)
    return (
        f"Farbe nur, wo der Unterschied sicher ist: orange liegt unter dem Wert {whose}, blau darüber. Kräftig heißt: weiter weg, "
        "als drei von vier Gemeinden es sind. Die Farbe sagt nicht, was gut oder schlecht ist.",
        "▲ höher, ▼ niedriger, ● kein sicherer Unterschied, ○ zu klein zum Urteilen. Unter der Zahl steht, wie viele es sind.",
    )


# -- HTML and files ----------------------------------------------------------------------------------------------------


def html(view: CompareView, found: Sequence[Topic], table: HeatTable) -> str:
    """Write legend, table and what is missing."""
    names = [name for topic in found for name in topic.unknown]
    missing = f"Für keines dieser Gebiete veröffentlicht: {', '.join(names)}." if names else ""
    used = {one.step for _, rows in table.blocks for row in rows for one in row.cells}
    steps = [s for s in Step if s in STEPS or (s in used and s is not Step.PLAIN)]
    legend = legend_html(steps, [s.value for s in steps])
    return f'<style>{css()}</style><section class="kp-cp">{legend}{heat_html(table)}{notes_html((*reading(view), missing))}</section>'


def sheet_of(view: CompareView, units: Sequence[Unit], found: Sequence[Topic], table: HeatTable) -> Sheet:
    """Put together what is taken home."""
    ids = {source for topic in found for line in topic.lines for source in line.source_ids}
    width = max(1300.0, 300.0 + 110.0 * len(units))
    return Sheet(
        finding(view, units, found), subtitle(view, units, found), reading(view), sources(ids),
        stem("vergleich", "tafel", units[0].name), lambda room: drawing(table, room),
        lambda: numbers(units, found), width,
    )  # fmt: skip


def numbers(units: Sequence[Unit], found: Sequence[Topic]) -> Table:
    """Give all numbers: one row for each indicator and place."""
    heads = ("Thema", "Zahl", "Stand", "Gebiet", "Wert", "Anzahl", "von", "bis", "Verglichen")
    rows = [
        _numbers_row(topic.title, line, at, unit)
        for topic in found
        for line in topic.lines
        for at, unit in enumerate(units)
    ]
    return Table(heads, tuple(rows))


def _numbers_row(topic: str, line: Line, at: int, unit: Unit) -> tuple[Cell, ...]:
    row, indicator = line.cells[at], line.indicator

    def figure(value: float) -> Cell:
        return "" if math.isnan(value) else Figure(float(value), indicator.decimals, indicator.signed)

    found = line.found(at)
    words = "" if found is Difference.UNKNOWN else outcome_word(indicator, found, row, line.mark)
    count = "" if math.isnan(row["value"]) else count_text(indicator, row)
    return (
        topic, line.label, date_text(indicator, line.moment), unit.name, missing_words(row) or figure(row["value"]),
        count, figure(row["low"]), figure(row["high"]), words,
    )  # fmt: skip
