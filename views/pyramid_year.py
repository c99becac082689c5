"""The projected age structure of one year on paper: bars with soft ends, the start year as a line, heads by phase of life.

Bars are persons per year of age, so unequal groups stay honest; the axis is the same through all years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from data.schema import AGE_OPEN
from indicators.ages import Band, Phase, phase_groups, words
from indicators.projection.results import Fan, Floats, PyramidFan, RegionForecast
from views import svg
from views.age_structure import top_of, years
from views.axis import decimals_of, even_ticks, round_end, spread
from views.forecast_words import about, ends, rounded, span, with_range
from views.formats import number
from views.tokens import MEN, MEN_TEXT, MUTED, RULE, SURFACE, TEXT, WHITE, WOMEN

UNIT: Final = "Menschen je Altersjahr"
COLOURS: Final = ((WOMEN, WOMEN, "Frauen"), (MEN, MEN_TEXT, "Männer"))
"""Fill, words and name of both sexes, women first."""
BESIDE: Final = 52
"""From so many type sizes of width on the phases of life stand beside the bars."""


@dataclass(frozen=True)
class MovingPyramid:
    """The age structure of a place through the years of a projection.

    Attributes
    ----------
    name : str
        The place, as it shall be read.
    pyramids : tuple[PyramidFan, ...]
        One for each year, the start first; all in the same age groups.
    phases : tuple[tuple[Phase, Fan], ...]
        People of each phase of life through the same years, young to old. Their ranges cannot be added up from the bars.
    total : Fan
        All people through the same years.
    rounding : int
        Step of the numbers: 10 for small places.
    """

    name: str
    pyramids: tuple[PyramidFan, ...]
    phases: tuple[tuple[Phase, Fan], ...]
    total: Fan
    rounding: int = 1

    def __post_init__(self) -> None:
        """Refuse years and age groups that do not belong together.

        Raises
        ------
        ValueError
            If there is no year, if age groups differ, or if a number does not run through all years.
        """
        if not self.pyramids or any(one.bands != self.bands for one in self.pyramids):
            raise ValueError(
                "Der Altersaufbau braucht mindestens ein Jahr und in allen Jahren dieselben Altersgruppen."
            )
        if any(fan.years != self.years for fan in (self.total, *(fan for _, fan in self.phases))):
            raise ValueError("Altersaufbau, Lebensphasen und Summe müssen dieselben Jahre haben.")

    @classmethod
    def of(cls, name: str, forecast: RegionForecast, bands: Sequence[Band], rounding: int = 1) -> MovingPyramid:
        """Take everything from a region's projection, for the years that may be shown."""
        bands = tuple(bands)
        pyramids = tuple(forecast.pyramid(year, bands) for year in forecast.shown_years)
        phases = tuple((phase, forecast.heads(phase.band)) for phase in phase_groups(bands))
        return cls(name, pyramids, phases, forecast.heads(), rounding)

    @property
    def years(self) -> tuple[int, ...]:
        """All years, the start first."""
        return tuple(one.year for one in self.pyramids)

    @property
    def bands(self) -> tuple[Band, ...]:
        """The age groups, young to old."""
        return self.pyramids[0].bands

    @cached_property
    def axis_end(self) -> float:
        """End of the axis, the same for all years: no bar and no range ever leaves it."""
        return round_end(max(float(self.density(one.high).max()) for one in self.pyramids) * 1.01)

    def density(self, persons: Floats) -> Floats:
        """Convert persons per group to persons per year of age; an open group as far as it is drawn."""
        return persons / np.array([years(band) for band in self.bands])

    def at(self, year: int) -> PyramidFan:
        """Give the age structure of a year.

        Raises
        ------
        ValueError
            If the projection does not show the year.
        """
        if year not in self.years:
            raise ValueError(f"Das Jahr {year} wird nicht gezeigt, nur {self.years[0]} bis {self.years[-1]}.")
        return self.pyramids[self.years.index(year)]

    def sentence(self, year: int) -> str:
        """Say how many people live there in a year: "2039: etwa 640 Menschen, zwischen 560 und 730"."""
        expected, low, high = self.total.at(year)
        near = rounded(expected, self.rounding)
        told, _, tail = with_range(expected, low, high, self.rounding).partition(", ")
        return f"{year}: {told} {'Mensch' if near == 1 else 'Menschen'}{f', {tail}' if tail else ''}."

    def describe(self, year: int) -> str:
        """Tell the picture in German for people who cannot see it."""
        listed = "; ".join(
            f"{phase.name} {words(phase.band)}: {with_range(*fan.at(year), self.rounding)}"
            for phase, fan in self.phases
        )
        line = "" if year == self.years[0] else f" Zum Vergleich als Linie: {self.years[0]}."
        return f"Altersaufbau {self.name} {self.sentence(year)} {listed}.{line}"


def pyramid_year_table(m: MovingPyramid, year: int) -> pd.DataFrame:
    """Give the bars of a year as a table with German column names, from old to young.

    Returns
    -------
    pandas.DataFrame
        "Alter", then expected number and ends of the range of women and men, rounded as they are told.
    """
    one = m.at(year)
    columns: dict[str, list[str] | list[float]] = {"Alter": [words(band) for band in one.bands]}
    for side, (_, _, who) in enumerate(COLOURS):
        near = [rounded(float(value), m.rounding) for value in one.expected[side]]
        spans = [
            ends(float(low), float(high), m.rounding) if high > low else (value, value)
            for low, high, value in zip(one.low[side], one.high[side], near, strict=True)
        ]
        columns[who] = near
        columns[f"{who}: von"], columns[f"{who}: bis"] = [low for low, _ in spans], [high for _, high in spans]
    return pd.DataFrame(columns).iloc[::-1].reset_index(drop=True)


@dataclass(frozen=True)
class _Frame:
    """Where the bars stand, in px."""

    left: float
    right: float
    top: float
    bottom: float
    gutter: float
    end: float
    oldest: int
    size: float

    @property
    def reach(self) -> float:
        return (self.right - self.left - self.gutter) / 2

    def y(self, age: float) -> float:
        return self.bottom - (self.bottom - self.top) * age / self.oldest

    def x(self, value: float, side: int) -> float:
        zero = self.left + self.reach if side == 0 else self.right - self.reach
        return zero + (-1 if side == 0 else 1) * self.reach * value / self.end


def pyramid_year_svg(
    m: MovingPyramid, year: int, width: float = 1000, height: float = 600, *, size: float = 15, compare: bool = True
) -> str:
    """Draw the age structure of one year for paper and export.

    Parameters
    ----------
    m : MovingPyramid
        The years of the projection; they all share one axis.
    year : int
        The year that is drawn.
    width, height : float
        Size in px. From 52 type sizes of width on the phases of life stand beside the bars with heads and range.
    size : float
        Type size in px: 15 on a desk, 28 or more for a projector.
    compare : bool
        Draw the start year as a stepped line.

    Returns
    -------
    str
        A complete ``<svg>``.

    Raises
    ------
    ValueError
        If the projection does not show the year.
    """
    one = m.at(year)
    wide = width >= BESIDE * size
    frame = _frame(m, width, height, size, _beside(m, size) if wide else 0.0, wide=wide)
    key = svg.key_of(m.name, year, width, size)
    compared = compare and year != m.years[0]
    layers = [
        svg.tag("defs", *(_fade(f"{key}{side}", side) for side in (0, 1))),
        *_shades(m, frame),
        *(_grid(frame, side) for side in (0, 1)),
        *(_bars(m, one, frame, side, f"{key}{side}") for side in (0, 1)),
        *([_outline(m, frame, side) for side in (0, 1)] if compared else []),
        _words(m, year, frame, compared=compared, wide=wide),
        *([_phases(m, year, frame, width)] if wide else []),
    ]
    title = f"Altersaufbau {m.name} {year}"
    return svg.document(width, height, title, m.describe(year), *layers, size=round(size))


def _frame(m: MovingPyramid, width: float, height: float, size: float, beside: float, *, wide: bool) -> _Frame:
    """Lay the bars out; where it is narrow, the sentence has a row of its own above them."""
    side = max(size * 0.9, svg.text_width(number(m.axis_end, decimals_of([m.axis_end])), size) / 2 + 1)
    above, below = size * (4.6 if wide else 6.2), height - size * 3.1
    return _Frame(side, width - side - beside, above, below, size * 3.2, m.axis_end, top_of(m.bands[-1]), size)


def _fade(key: str, side: int) -> svg.Markup:
    """Define a colour that fades away from the middle."""
    colour, inner, outer = COLOURS[side][0], ("1", "0")[side], ("0", "1")[side]
    stops = [svg.tag("stop", offset=0, stop_color=colour, stop_opacity=0.85)]
    stops.append(svg.tag("stop", offset=1, stop_color=colour, stop_opacity=0.12))
    return svg.tag("linearGradient", *stops, id=key, x1=inner, x2=outer, y1="0", y2="0")


def _shades(m: MovingPyramid, frame: _Frame) -> list[svg.Markup]:
    """Shade every second phase of life."""
    shaded = [phase.band for phase, _ in m.phases][1::2]
    wide = frame.right - frame.left
    return [
        svg.rect(frame.left, frame.y(top_of(b)), wide, frame.y(b[0]) - frame.y(top_of(b)), fill=SURFACE) for b in shaded
    ]


def axis_numbers(end: float, reach: float, size: float) -> list[float]:
    """Choose the numbers of the axis: as many as fit into one side."""
    return even_ticks(end, min(max(1, int(reach / (size * 2.9))), 6))


def _grid(frame: _Frame, side: int) -> svg.Markup:
    """Draw the upright lines and the numbers below them."""
    numbers, parts = axis_numbers(frame.end, frame.reach, frame.size), []
    decimals = decimals_of(numbers)
    for value in numbers:
        x, words_ = frame.x(value, side), number(value, decimals if value else 0)
        parts.append(svg.line(x, frame.top, x, frame.bottom, stroke=RULE))
        parts.append(svg.text(words_, x, frame.bottom + frame.size * 1.2, text_anchor="middle", fill=MUTED))
    return svg.join(parts)


def _bars(m: MovingPyramid, one: PyramidFan, frame: _Frame, side: int, key: str) -> svg.Markup:
    """Draw the bars of one sex: full to the low end, fading to the high end, a mark at the expected number."""
    parts = []
    columns = [m.density(values)[side] for values in (one.low, one.expected, one.high)]
    for band, low, expected, high in zip(one.bands, *columns, strict=True):
        y, bottom = frame.y(top_of(band)), frame.y(band[0])
        gap = min(1.0, (bottom - y) * 0.12)
        zero, a, e, b = (frame.x(float(value), side) for value in (0, low, expected, high))
        tall = bottom - y - gap
        parts.append(svg.rect(min(zero, a), y + gap, abs(a - zero), tall, fill=COLOURS[side][0], class_="bar"))
        if abs(b - a) > 0.3:
            parts.append(svg.rect(min(a, b), y + gap, abs(b - a), tall, fill=f"url(#{key})", class_="range"))
            parts.append(_bracket(a, e, b, y + gap, tall, frame.size))
    return svg.join(parts)


def _bracket(low: float, expected: float, high: float, y: float, tall: float, size: float) -> svg.Markup:
    """Draw the mark of the expected number over the whole bar and, where there is room, a thin bracket from low to high."""
    middle, cap, thin = y + tall / 2, min(tall * 0.22, size * 0.27), size * 0.067
    lines = [(expected, y, expected, y + tall, thin * 1.8)]
    if tall >= 7:
        lines += [(low, middle, high, middle, thin), (high, middle - cap, high, middle + cap, thin)]
    return svg.join(svg.line(*spot, stroke=TEXT, stroke_width=wide) for *spot, wide in lines)


def _outline(m: MovingPyramid, frame: _Frame, side: int) -> svg.Markup:
    """Draw the start year as a stepped line with a white halo."""
    points: list[tuple[float, float]] = []
    for band, value in zip(m.bands, m.density(m.pyramids[0].expected)[side], strict=True):
        x = frame.x(float(value), side)
        points += [(x, frame.y(band[0])), (x, frame.y(top_of(band)))]
    looks = ((WHITE, frame.size * 0.3), (TEXT, frame.size * 0.127))
    return svg.join(
        svg.tag("path", d=svg.path(points), fill="none", stroke=colour, stroke_width=wide, class_="start")
        for colour, wide in looks
    )


def _words(m: MovingPyramid, year: int, frame: _Frame, *, compared: bool, wide: bool) -> svg.Markup:
    """Write the year, how many people, women and men, the ages and the unit."""
    size, middle = frame.size, (frame.left + frame.right) / 2
    above, large = frame.top - size * 0.6, size * 1.13
    told = m.sentence(year).partition(": ")[2].rstrip(".")
    spot = (frame.left + size * 6.2, size * 2.1) if wide else (frame.left, size * 3.9)
    parts = [
        svg.text(year, frame.left, size * 2.2, font_size=size * 2.2, font_weight=700),
        svg.text(told, *spot, font_size=large if wide else size),
        _caption(0, middle - frame.gutter / 2 - size * 0.4, above, large),
        _caption(1, middle + frame.gutter / 2 + size * 0.4, above, large),
        svg.text(unit_words(m), middle, frame.bottom + size * 2.6, text_anchor="middle", fill=MUTED),
    ]
    step = 20 if frame.bottom - frame.top < size * 16 else 10
    for age in range(0, frame.oldest, step):
        parts.append(svg.text(age, middle, frame.y(age) + size * 0.35, text_anchor="middle", fill=MUTED))
    return svg.join([*parts, *([_line_key(m.years[0], frame, above if wide else size * 2.1)] if compared else [])])


def _caption(side: int, x: float, y: float, size: float) -> svg.Markup:
    """Write whom a side shows."""
    _, colour, who = COLOURS[side]
    return svg.text(who, x, y, text_anchor=("end", "start")[side], fill=colour, font_weight=700, font_size=size)


def _line_key(year: int, frame: _Frame, y: float) -> svg.Markup:
    """Say at the right what the stepped line is."""
    size, words_ = frame.size, f"Linie: {year}"
    x = frame.right - svg.text_width(words_, size) - size * 0.5
    stair = [(x - size * 2, y), (x - size, y), (x - size, y - size * 0.6), (x, y - size * 0.6)]
    mark = svg.tag("path", d=svg.path(stair), fill="none", stroke=TEXT, stroke_width=size * 0.127)
    return svg.join([mark, svg.text(words_, frame.right, y, text_anchor="end")])


def unit_words(m: MovingPyramid) -> str:
    """Say what the length of a bar means and where the groups have no upper end."""
    last = m.bands[-1]
    return f"{UNIT}; ab {last[0]} offen, bis {top_of(last)} gezeichnet" if last[1] >= AGE_OPEN else UNIT


def phase_cells(m: MovingPyramid, year: int) -> list[tuple[str, str, str, str]]:
    """Give for each phase of life, from old to young: name, ages, expected heads, range."""
    cells = []
    for phase, fan in reversed(m.phases):
        expected, low, high = fan.at(year)
        told = span(low, high, m.rounding) if high > low else ""
        cells.append((phase.name, words(phase.band), about(expected, m.rounding), told))
    return cells


def _columns(m: MovingPyramid, year: int, size: float) -> tuple[float, float, float]:
    """Give the widths of name, heads and range."""
    cells = phase_cells(m, year)
    names = max(svg.text_width(f"{name} {ages}", size, bold=True) for name, ages, _, _ in cells)
    heads = max(svg.text_width(told, size, bold=True) for _, _, told, _ in cells)
    return names, heads, max(svg.text_width(told, size) for *_, told in cells)


def _beside(m: MovingPyramid, size: float) -> float:
    """Give the room that the phases of life need beside the bars."""
    return sum(_columns(m, m.years[-1], size)) + size * 4.5


def _phases(m: MovingPyramid, year: int, frame: _Frame, width: float) -> svg.Markup:
    """Write heads and range of every phase of life at the height of its ages."""
    size, (_, _, ranges) = frame.size, _columns(m, m.years[-1], frame.size)
    bands = [phase.band for phase, _ in reversed(m.phases)]
    wanted = [(frame.y(band[0]) + frame.y(top_of(band))) / 2 for band in bands]
    spots = spread(wanted, size * 1.5, frame.top + size * 0.5, frame.bottom - size * 0.3)
    right = width - size * 0.3
    parts = [
        svg.text("Lebensphase, Alter", frame.right + size * 1.6, frame.top - size * 0.6, fill=MUTED),
        svg.text("in vier von fünf Rechnungen", right, frame.top - size * 0.6, text_anchor="end", fill=MUTED),
    ]
    for (name, ages, heads, told), y, at in zip(phase_cells(m, year), spots, wanted, strict=True):
        x, base = frame.right + size * 1.6, y + size * 0.35
        parts.append(svg.line(frame.right + size * 0.2, at, x - size * 0.3, y, stroke=MUTED, stroke_width=0.8))
        parts.append(svg.text(f"{name} ", x, base, font_weight=700))
        parts.append(svg.text(ages, x + svg.text_width(f"{name}  ", size, bold=True), base, fill=MUTED))
        parts.append(svg.text(heads, right - ranges - size * 0.9, base, text_anchor="end", font_weight=700))
        parts.append(svg.text(told, right, base, text_anchor="end", fill=MUTED))
    return svg.join(parts)
