"""Where everything of a development chart stands: lines, breaks, years, names at the line ends.

Shared by the screen and the paper version, so that both tell the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from data.schema import CensusBase
from views import svg
from views.axis import spread, ticks
from views.number_style import NumberStyle
from views.sparkline import Point, by_base, describe_course, runs
from views.tokens import ACCENT, CONTROL, MUTED, TEXT

Role = Literal["place", "county", "state", "other"]

BREAK_WORDS: Final = "neue Zählbasis"
CENSUS_WORDS: Final[dict[str, str]] = {CensusBase.CENSUS_2011: "Zensus 2011", CensusBase.CENSUS_2022: "Zensus 2022"}

SIZE: Final = 15
"""Type size of labels in px."""


@dataclass(frozen=True)
class Series:
    """One line: a place, its county (black) or the state (dashed)."""

    name: str
    points: tuple[Point, ...]
    role: Role = "place"

    @property
    def parts(self) -> list[list[tuple[int, float]]]:
        """The line in parts, one for each census base."""
        return runs(self.points)


@dataclass(frozen=True)
class Note:
    """What a reader knows about a kink: the year, the reason, and who says so."""

    year: float
    text: str
    who: str = ""


@dataclass(frozen=True)
class Stroke:
    """How a line looks."""

    colour: str
    width: float
    dash: str
    bold: bool


STROKES: Final[dict[Role, Stroke]] = {
    "place": Stroke(ACCENT, 3.0, "", bold=True),
    "county": Stroke(TEXT, 2.2, "", bold=False),
    "state": Stroke(MUTED, 2.0, "5 4", bold=False),
    "other": Stroke(CONTROL, 1.6, "2 3", bold=False),
}


@dataclass(frozen=True)
class Label:
    """A line's name and last value; ``beside`` tells whether it stands right of the drawing or inside it, at its dot."""

    text: str
    stroke: Stroke
    year: int
    value: float
    y: float
    beside: bool


@dataclass(frozen=True)
class Plan:
    """Where everything stands: the same for screen and paper."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    years: tuple[int, int]
    values: tuple[float, float]
    numbers: tuple[float, ...]
    year_ticks: tuple[int, ...]
    breaks: tuple[tuple[float, str], ...]

    def x(self, year: float) -> float:
        """Give the place of a year."""
        first, last = self.years
        return self.left + (self.right - self.left) * (year - first) / max(last - first, 1)

    def break_words(self) -> list[tuple[float, str]]:
        """Give every break with its words; they are left out where the next break's words need the room."""
        after = [*(self.x(year) for year, _ in self.breaks[1:]), math.inf]
        spots = zip(self.breaks, after, strict=False)
        return [(year, words if x - self.x(year) > 210 else "") for (year, words), x in spots]

    def y(self, value: float) -> float:
        """Give the place of a value."""
        low, high = self.values
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)


def make_plan(series: Sequence[Series], style: NumberStyle, width: float, height: float) -> Plan:
    """Lay the drawing out."""
    flat = [point for one in series for part in one.parts for point in part]
    years = (min(year for year, _ in flat), max(year for year, _ in flat))
    low, high = _room([value for _, value in flat], style)
    numbers = ticks(low, high, 4)
    longest = max(
        svg.text_width(_name(one, style, years[1]), SIZE, bold=one.role == "place") for one in series if one.parts
    )
    right = width - min(longest + 14, width * 0.45)
    left = max(svg.text_width(style.end(value), svg.SMALL) for value in numbers) + 10
    breaks = _breaks(series)
    top = 24.0 if breaks else 10.0
    fitting = max(2, int((right - left) / 52))
    return Plan(
        width, height, left, right, top, height - 26, years, (low, high), tuple(numbers) if years[0] < years[1] else (), _years(years, fitting), breaks
    )  # fmt: skip


def _breaks(series: Sequence[Series]) -> tuple[tuple[float, str], ...]:
    """Find where new census bases begin, with the words for each; the same break of several lines is marked once."""
    found: dict[str, float] = {}
    for one in series:
        for (_, older), (base, newer) in pairwise(by_base(one.points)):
            begins = newer[0][0]
            middle = (older[-1][0] + begins) / 2 if older[-1][0] < begins else begins - 0.5
            found[base] = max(middle, found.get(base, middle))
    first = min((year for one in series for part in one.parts for year, _ in part), default=0)
    return tuple((year, _break_words(base)) for base, year in sorted(found.items(), key=lambda b: b[1]) if year > first)


def _break_words(base: str) -> str:
    """Name a new census base."""
    census = CENSUS_WORDS.get(base)
    return f"{BREAK_WORDS} ({census})" if census else BREAK_WORDS


def _room(values: Sequence[float], style: NumberStyle) -> tuple[float, float]:
    """Leave some room above and below; a level line stays in the middle, a natural zero near by is shown."""
    low, high = min(values), max(values)
    least = 4 * 10.0**-style.decimals
    pad = max((high - low) * 0.12, (least - (high - low)) / 2)
    return (0.0 if 0 <= low <= (high - low) * 0.5 else low - pad), high + pad


def _years(years: tuple[int, int], fitting: int) -> tuple[int, ...]:
    """Choose the years that are written: first, last and round steps between.

    Examples
    --------
    >>> _years((2011, 2024), 4)
    (2011, 2016, 2021, 2024)
    """
    first, last = years
    if first == last:
        return (first,)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if (last - first) / s <= fitting)
    inner = range(first, last + 1, step)
    return (*(year for year in inner if last - year >= step * 0.6), last)


def _name(one: Series, style: NumberStyle, newest: int) -> str:
    """Name a line with its last value, and with the year where that is not the newest."""
    year, value = _last(one)
    return f"{one.name} {style.short(value)}" + (f" ({year})" if year < newest else "")


def _last(one: Series) -> tuple[int, float]:
    """Give the newest point of a line."""
    return max((part[-1] for part in one.parts), key=lambda point: point[0])


def make_labels(series: Sequence[Series], style: NumberStyle, plan: Plan) -> list[Label]:
    """Place the names beside the ends so that none covers another; a line that ends early is named inside if it fits."""
    known = [one for one in series if one.parts]
    inside = [_fits_inside(one, style, plan) for one in known]
    heights = {i: plan.y(_last(one)[1]) for i, one in enumerate(known)}
    column = [i for i in heights if not inside[i]]
    spots = spread([heights[i] for i in column], SIZE * 1.25, plan.top, plan.bottom)
    heights |= dict(zip(column, spots, strict=True))
    return [
        Label(_name(one, style, plan.years[1]), STROKES[one.role], *_last(one), heights[i], not inside[i])
        for i, one in enumerate(known)
    ]  # fmt: skip


def _fits_inside(one: Series, style: NumberStyle, plan: Plan) -> bool:
    """Tell whether a line ends so early that its name fits before the right edge."""
    width = svg.text_width(_name(one, style, plan.years[1]), SIZE, bold=one.role == "place")
    return plan.years[0] < plan.years[1] and plan.x(_last(one)[0]) + 14 + width < plan.right


def describe(series: Sequence[Series], style: NumberStyle, title: str = "") -> str:
    """Describe the development in German for people who cannot see it.

    Examples
    --------
    >>> print(describe([Series("Dorf", ((2011, 90, "a"), (2020, 80, "a")))], NumberStyle(), "Einwohner"))
    Einwohner. Dorf: 2011: 90, 2020: 80.
    """
    told = [f"{one.name}: {describe_course(one.parts, style)}" for one in series if one.parts]
    return " ".join([*([f"{title}."] if title else []), *told]) or "Keine Zahlen."
