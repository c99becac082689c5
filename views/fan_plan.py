"""What a projection chart shows and where everything stands: history by census base, scenarios, ranges, thresholds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from data.schema import CensusBase
from indicators.projection.results import Fan
from views import svg
from views.axis import decimals_of, even_ticks, nice_bounds, round_end, spread, ticks
from views.forecast_words import about, between, ends, rounded, with_range
from views.formats import number
from views.tokens import ACCENT, CHART

BASE_WORDS: Final = {
    CensusBase.BEFORE_2011: "Zählung vor 2011",
    CensusBase.CENSUS_2011: "Zensus 2011",
    CensusBase.CENSUS_2022: "Zensus 2022",
}
RECOUNTED: Final = "neu gezählt"
BEFORE_A_DOT: Final = 0.3
"""Years between a census break and the first dot after it, so that the line does not touch it."""
START_WORDS: Final = "ab hier Vorausberechnung"
START_SHORT: Final = "ab hier berechnet"
ZOOM_WORDS: Final = "Ausschnitt: Die Achse beginnt nicht bei null."
RANGE_WORDS: Final = "Fläche: In vier von fünf Rechnungen liegt die Zahl darin."
NARROW: Final = 37
"""Below so many type sizes in width the names stand under the drawing instead of beside it."""


@dataclass(frozen=True)
class FanLine:
    """One scenario: its name and its number through the years."""

    name: str
    fan: Fan


@dataclass(frozen=True)
class HistoryPart:
    """What was counted on one census base: neighbouring points (year, people)."""

    base: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class ThresholdLine:
    """A level that is drawn across, with its words: "Kita-Gruppe: 15"."""

    label: str
    value: float


@dataclass(frozen=True)
class Look:
    """How a scenario looks; colour never tells it alone: the dash, the hatch and the name do."""

    colour: str
    dash: tuple[float, ...]
    hatched: bool


LOOKS: Final = (Look(ACCENT, (0.55, 0.35), hatched=False), Look(CHART[1], (0.08, 0.36), hatched=True))
"""Dashes in type sizes."""


@dataclass(frozen=True)
class EndLabel:
    """The words at the end of a scenario: the first row is its name, printed bold."""

    rows: tuple[str, ...]
    look: Look
    y: float


@dataclass(frozen=True)
class BaseLabel:
    """The words of a census base: where its break stands, where its words begin, in which row above the drawing."""

    words: str
    fresh: bool
    line: float
    x: float
    row: int


@dataclass(frozen=True)
class Plan:
    """Where everything stands, in px; ``bases`` are the words above the drawing."""

    width: float
    height: float
    size: float
    left: float
    right: float
    top: float
    bottom: float
    years: tuple[int, int]
    values: tuple[float, float]
    narrow: bool
    bases: tuple[BaseLabel, ...] = ()

    @property
    def row_height(self) -> float:
        """Distance of two rows of words."""
        return self.size * 1.35

    def x(self, year: float) -> float:
        """Give the place of a year."""
        first, last = self.years
        return self.left + (self.right - self.left) * (year - first) / max(last - first, 1)

    def y(self, value: float) -> float:
        """Give the place of a value."""
        low, high = self.values
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)

    @property
    def numbers(self) -> list[float]:
        """The numbers of the upright axis."""
        wanted = max(2, int((self.bottom - self.top) / (self.size * 2.6)))
        low, high = self.values
        return even_ticks(high, min(wanted, 6)) if low == 0 else ticks(low, high, min(wanted, 6))

    @property
    def year_ticks(self) -> list[int]:
        """The years that are written: the last one and round ones, as many as fit."""
        first, last = self.years
        room = max(1, int((self.right - self.left) / (self.size * 3.4)))
        by = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / s <= room)
        inner = [year for year in range(math.ceil(first / by) * by, last, by) if last - year >= by * 0.6]
        return [*inner, last]


def make_plan(
    lines: Sequence[FanLine],
    history: Sequence[HistoryPart],
    thresholds: Sequence[ThresholdLine],
    width: float,
    height: float,
    size: float,
    rounding: int,
    *,
    zoom: bool,
) -> Plan:
    """Lay the drawing out: names beside it where there is room, else below."""
    values = axis_range(lines, history, thresholds, zoom=zoom)
    points = [year for part in history for year, _ in part.points]
    years = (
        min([*points, *(one.fan.years[0] for one in lines)]),
        max([*points, *(one.fan.years[-1] for one in lines)]),
    )
    narrow = width < NARROW * size
    left = max(svg.text_width(number(v, decimals_of(values)), size) for v in values) + size * 0.7
    rows = [row for one in lines for row in end_rows(one, rounding, narrow=narrow)]
    column = 0.0 if narrow else max(svg.text_width(row, size, bold=True) for row in rows) + size * 1.2
    below = size * (1.9 + (1.35 * len(rows) + 0.9 if narrow else 0))
    right = width - max(min(column, width * 0.45), size * 1.3)
    plan = Plan(width, height, size, left, right, 0.0, height - below, years, values, narrow)
    bases = base_labels(history, plan)
    above = 1 + (zoom and narrow) + len({label.row for label in bases}) + (years[0] < lines[0].fan.years[0])
    plan = replace(plan, top=above * plan.row_height + size * 0.55, bases=bases)
    # Numbers between the ends may need decimals that the ends do not: 12,5 between 0 and 15.
    digits = decimals_of(plan.numbers)
    needed = max(svg.text_width(number(v, digits if v else 0), size) for v in plan.numbers) + size * 0.7
    if needed <= left:
        return plan
    plan = replace(plan, left=needed)
    return replace(plan, bases=base_labels(history, plan))


def axis_range(
    lines: Sequence[FanLine],
    history: Sequence[HistoryPart] = (),
    thresholds: Sequence[ThresholdLine] = (),
    *,
    zoom: bool = False,
) -> tuple[float, float]:
    """Give the ends of the upright axis: from zero, or round numbers close around the figures if zoomed."""
    counted = [value for part in history for _, value in part.points]
    known = [*counted, *(t.value for t in thresholds), *(float(v) for one in lines for v in one.fan.high)]
    if not zoom:
        return 0.0, round_end(max(known) * 1.03)
    low = min([*known, *(float(v) for one in lines for v in one.fan.low)])
    return nice_bounds(max(low, 0.0), max(known), 5)


def end_rows(line: FanLine, rounding: int, *, narrow: bool) -> tuple[str, ...]:
    """Write name and last numbers of a scenario, in rows."""
    year = line.fan.years[-1]
    expected, low, high = line.fan.at(year)
    near, far = f"{year}: {about(expected, rounding)}", between(low, high, rounding)
    if narrow:
        return (line.name, f"{near}, {far}") if far else (line.name, near)
    return (line.name, near + ("," if far else ""), far) if far else (line.name, near)


def end_labels(lines: Sequence[FanLine], plan: Plan, rounding: int) -> list[EndLabel]:
    """Place the words of the scenarios beside their ends, none over another; ``y`` is the middle of a block."""
    rows = [end_rows(one, rounding, narrow=plan.narrow) for one in lines]
    step = plan.size * 1.3
    half = step * max(len(one) for one in rows) / 2
    wanted = [plan.y(float(one.fan.expected[-1])) for one in lines]
    spots = spread(wanted, half * 2 + step * 0.4, plan.top + half, max(plan.bottom - half, plan.top + half))
    return [EndLabel(row, LOOKS[i % 2], y) for i, (row, y) in enumerate(zip(rows, spots, strict=True))]


def base_words(history: Sequence[HistoryPart]) -> list[tuple[float, str, bool]]:
    """Give for each census base the year of its words, the words, and whether a break is drawn there."""
    parts = [part for part in history if part.points]
    found: list[tuple[float, str, bool]] = []
    for index, part in enumerate(parts):
        words, first = _base_name(part.base), part.points[0][0]
        if index:
            # Counts of both censuses overlap in time: the break stands before the first count of the new one.
            where = min((parts[index - 1].points[-1][0] + first) / 2, first - BEFORE_A_DOT)
            found.append((where, f"{words}: {RECOUNTED}" if words else RECOUNTED, True))
        elif words:
            found.append((first, words, False))
    return found


def _base_name(base: str) -> str:
    """Name a census base; none for figures that stand on none."""
    return BASE_WORDS.get(CensusBase(base), "") if base in set(CensusBase) else base


def base_labels(history: Sequence[HistoryPart], plan: Plan) -> tuple[BaseLabel, ...]:
    """Place the words of the census bases, a row lower where they would run into the words before."""
    placed: list[BaseLabel] = []
    row, free = 0, 0.0
    for year, words, fresh in base_words(history):
        line, long = plan.x(year), svg.text_width(words, plan.size)
        x = max(min(line + (plan.size * 0.4 if fresh else 0.0), plan.width - long - 2), 0.0)
        row += bool(placed) and x < free
        placed.append(BaseLabel(words, fresh, line, x, row))
        free = x + long + plan.size * 0.5
    return tuple(placed)


def describe_fan(
    lines: Sequence[FanLine],
    history: Sequence[HistoryPart] = (),
    thresholds: Sequence[ThresholdLine] = (),
    *,
    title: str = "",
    rounding: int = 1,
    zoom: bool = False,
) -> str:
    """Tell the chart in German for people who cannot see it; every number is one that is drawn."""
    told = [f"{title}."] if title else []
    for index, part in enumerate(part for part in history if part.points):
        counted = ", ".join(f"{y}: {number(v)}" for y, v in dict.fromkeys((part.points[0], part.points[-1])))
        before = "Neue Zählbasis, nicht vergleichbar" if index else "Gezählt"
        name = _base_name(part.base)
        told.append(f"{before}{f', {name}' if name else ''}: {counted}.")
    for one in lines:
        last = one.fan.years[-1]
        middle = one.fan.years[len(one.fan.years) // 2]
        years = dict.fromkeys((one.fan.years[0], middle, last))
        numbers = "; ".join(f"{year}: {with_range(*one.fan.at(year), rounding)}" for year in years)
        told.append(f"Vorausberechnet, {one.name}: {numbers}.")
    told += [f"Linie: {t.label}." for t in thresholds]
    return " ".join([*told, RANGE_WORDS, *([ZOOM_WORDS] if zoom else [])])


def fan_table(lines: Sequence[FanLine], rounding: int = 1) -> pd.DataFrame:
    """Give the numbers of the chart year by year, rounded as they are told.

    Returns
    -------
    pandas.DataFrame
        "Jahr" (text), then for each scenario "erwartet", "von", "bis"; two scenarios carry their names before the words.

    Examples
    --------
    >>> import numpy as np
    >>> fan = Fan((2024, 2040), np.array([742.0, 644.0]), np.array([742.0, 561.0]), np.array([742.0, 723.0]))
    >>> fan_table([FanLine("Trend", fan)], 10).to_dict("list")
    {'Jahr': ['2024', '2040'], 'erwartet': [740.0, 640.0], 'von': [740.0, 560.0], 'bis': [740.0, 730.0]}
    """
    years = sorted({year for one in lines for year in one.fan.years})
    columns: dict[str, list[str] | list[float]] = {"Jahr": [str(year) for year in years]}
    for one in lines:
        before = f"{one.name}: " if len(lines) > 1 else ""
        rows = [_rounded(one.fan, year, rounding) for year in years]
        for index, word in enumerate(("erwartet", "von", "bis")):
            columns[before + word] = [row[index] for row in rows]
    return pd.DataFrame(columns)


def _rounded(fan: Fan, year: int, rounding: int) -> tuple[float, float, float]:
    """Round the numbers of a year; a year the scenario does not reach has none."""
    if year not in fan.years:
        return math.nan, math.nan, math.nan
    expected, low, high = fan.at(year)
    near = rounded(expected, rounding)
    return (near, *(ends(low, high, rounding) if high > low else (near, near)))
