"""Ordered dots with ranges: every place one dot with the range of chance, sorted by value – instead of a ranking.

Upright on a desk, lying on a phone. No rank is drawn or spoken: where ranges reach over the line, the order is chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from views import svg
from views.axis import spread, ticks
from views.compare_sheet import NARROW_BELOW, Drawn
from views.formats import number
from views.number_style import NumberStyle
from views.strip import Ends, robust_ends
from views.tokens import ACCENT, CONTROL, DOTS, LAND, MUTED, RULE, TEXT, WHITE

MOST_LABELS: Final = 12
PLOT_HEIGHT, ROW_HEIGHT, LINE = 380.0, 9.0, 19.0
Edges = tuple[float, float, float, float]
"""Where a range begins and ends: x and y twice."""


class Side(StrEnum):
    """Where a place lies, by more than chance."""

    ABOVE = "sicher höher"
    BELOW = "sicher niedriger"
    SAME = "kein sicherer Unterschied"
    SMALL = "zu klein zum Urteilen"


FILLS: Final = {Side.ABOVE: ACCENT, Side.BELOW: ACCENT, Side.SAME: DOTS, Side.SMALL: WHITE}


@dataclass(frozen=True)
class Dot:
    """One place: number, range of chance (NaN if it cannot be computed), its side, and whether somebody chose it."""

    name: str
    value: float
    low: float
    high: float
    side: Side
    chosen: bool
    tip: str


@dataclass(frozen=True)
class DotsPicture:
    """All dots, the line they are compared with, and how numbers are written; ``span``: the line's own range of chance, if it counts."""

    dots: tuple[Dot, ...]
    mark: float
    mark_name: str
    style: NumberStyle
    span: tuple[float, float] = (math.nan, math.nan)

    @property
    def ordered(self) -> list[Dot]:
        """The dots by value; equal ones by name, so that the same figures give the same picture."""
        return sorted(self.dots, key=lambda dot: (dot.value, dot.name))

    @property
    def ends(self) -> Ends:
        """Ends that a few extreme places cannot stretch; line and chosen places always lie inside."""
        inside = [dot.value for dot in self.dots if dot.chosen] + ([] if math.isnan(self.mark) else [self.mark])
        sure = [dot.value for dot in self.dots if dot.side is not Side.SMALL]
        return robust_ends(sure or [dot.value for dot in self.dots], inside)

    def beyond(self) -> list[Dot]:
        """List the places outside the picture, those of the larger values first."""
        ends = self.ends
        return [dot for dot in reversed(self.ordered) if not ends.low <= dot.value <= ends.high]


def draw(picture: DotsPicture, width: float) -> Drawn:
    """Lay the picture out for a width; below :data:`NARROW_BELOW` px the places stand below one another."""
    if not picture.dots:
        return Drawn(svg.text("keine Zahlen", 4, 20, fill=MUTED), 32, "Keine Zahlen.")
    frame = _Lying(picture, width) if width < NARROW_BELOW else _Upright(picture, width)
    dots = svg.join(frame.dot(at, dot) for at, dot in enumerate(picture.ordered))
    body = svg.join([frame.band(), frame.axis(), dots, frame.line(), frame.labels()])
    return Drawn(body, frame.height, spoken(picture))


def spoken(picture: DotsPicture) -> str:
    """Say in German what the picture shows, without a rank."""
    counts = {side: sum(dot.side is side for dot in picture.dots) for side in Side}
    told = [f"{number(count)} {side.value}" for side, count in counts.items() if count]
    chosen = [f"{dot.name}: {picture.style.full(dot.value)}" for dot in picture.ordered if dot.chosen]
    values = [dot.value for dot in picture.ordered]
    parts = [f"{number(len(values))} Orte von {picture.style.full(values[0])} bis {picture.style.full(values[-1])}"]
    line = "" if math.isnan(picture.mark) else f"{picture.mark_name}: {picture.style.full(picture.mark)}"
    return ". ".join(part for part in [*parts, line, ", ".join(told), ". ".join(chosen)] if part) + "."


class _Frame:
    """What both layouts share: where values lie, and how a dot looks."""

    def __init__(self, picture: DotsPicture, low: float, high: float) -> None:
        self.picture, self.ends, self.low, self.high = picture, picture.ends, low, high

    def at(self, value: float) -> float:
        """Give the place of a value on the axis of values, at the edge if it lies beyond."""
        return self.low + (self.high - self.low) * self.ends.place(value)

    def beyond(self, value: float) -> int:
        """Tell on which side of the picture a value lies."""
        return (value > self.ends.high) - (value < self.ends.low)

    def numbers(self, wanted: int) -> list[float]:
        """Give the round numbers of the axis."""
        return ticks(self.ends.low, self.ends.high, wanted)

    def look(self, dot: Dot) -> dict[str, object]:
        """Give a dot's fill and edge."""
        if dot.side is Side.SMALL:
            return {"fill": WHITE, "stroke": TEXT if dot.chosen else CONTROL, "stroke_width": 1.6}
        return {"fill": TEXT if dot.chosen else FILLS[dot.side], "stroke": WHITE, "stroke_width": 1.2}

    def drawn(
        self, dot: Dot, x: float, y: float, radius: float, ends: Edges, corners: Sequence[tuple[float, float]]
    ) -> svg.Markup:
        """Draw one place: its range between the ends, its dot, or a triangle of these corners where it lies beyond the picture."""
        parts = [svg.tag("title", dot.tip)]
        if not math.isnan(dot.low):
            from_x, from_y, to_x, to_y = ends
            parts.append(svg.line(from_x, from_y, to_x, to_y, **self.whisker(dot)))
        if self.beyond(dot.value):
            parts.append(svg.tag("path", d=svg.path(corners) + "Z", **self.look(dot)))
        else:
            parts.append(svg.dot(x, y, radius, **self.look(dot)))
        return svg.group(*parts)

    def whisker(self, dot: Dot) -> dict[str, object]:
        """Give the look of a range."""
        strong = dot.side in (Side.ABOVE, Side.BELOW)
        colour = TEXT if dot.chosen else ACCENT if strong else DOTS
        dash = "2 2" if dot.side is Side.SMALL else None
        return {"stroke": colour, "stroke_width": 2.6 if dot.chosen else 1.4, "stroke_dasharray": dash}


class _Upright(_Frame):
    """Values upwards, places from left to right."""

    def __init__(self, picture: DotsPicture, width: float) -> None:
        self.chosen = [(at, dot) for at, dot in enumerate(picture.ordered) if dot.chosen][:MOST_LABELS]
        self.rows = _label_rows([dot.name for _, dot in self.chosen], width)
        self.top = self.rows * LINE + 26.0
        super().__init__(picture, self.top + PLOT_HEIGHT, self.top)
        self.height, self.width, self.left = self.top + PLOT_HEIGHT + 14.0, width, 64.0
        self.right = width - max(svg.text_width(picture.mark_name, 15) + 14, 40.0)
        self.step = (self.right - self.left) / max(len(picture.dots), 1)

    def x(self, at: int) -> float:
        """Give the place of the n-th dot."""
        return self.left + self.step * (at + 0.5)

    def band(self) -> svg.Markup:
        """Draw the benchmark's own range of chance as a pale band."""
        low, high = self.picture.span
        if math.isnan(low) or math.isnan(high):
            return svg.join([])
        return svg.rect(self.left, self.at(high), self.right - self.left, self.at(low) - self.at(high), fill=LAND)

    def axis(self) -> svg.Markup:
        """Draw level lines with their numbers."""
        parts = [svg.line(self.left, self.at(v), self.right, self.at(v), stroke=RULE) for v in self.numbers(5)]
        for value in self.numbers(5):
            words = self.picture.style.end(value)
            parts.append(svg.text(words, self.left - 8, self.at(value) + 5, text_anchor="end", fill=MUTED))
        return svg.join(parts)

    def dot(self, at: int, dot: Dot) -> svg.Markup:
        """Draw one place with its range and its name under the pointer."""
        x, y, radius = (
            self.x(at),
            self.at(dot.value),
            min(max(self.step * 0.42, 2.2), 6.0) * (1.35 if dot.chosen else 1),
        )
        side = self.beyond(dot.value)
        corners = [(x - radius, y + side * radius), (x, y - side * radius), (x + radius, y + side * radius)]
        return self.drawn(dot, x, y, radius, (x, self.at(dot.low), x, self.at(dot.high)), corners)

    def line(self) -> svg.Markup:
        """Draw the benchmark across, named at its end."""
        if math.isnan(self.picture.mark):
            return svg.join([])
        y = self.at(self.picture.mark)
        ruled = svg.line(self.left, y, self.right + 4, y, stroke=TEXT, stroke_width=2)
        name = svg.text(self.picture.mark_name, self.right + 8, y - 2, font_size=15)
        value = svg.text(
            self.picture.style.short(self.picture.mark), self.right + 8, y + 16, font_weight=700, font_size=15
        )
        return svg.join([ruled, name, value])

    def labels(self) -> svg.Markup:
        """Write the names of chosen places above, each led to its dot."""
        parts = []
        wide = [svg.text_width(self._words(dot), 15, bold=True) for _, dot in self.chosen]
        for row in range(self.rows):
            mine = list(range(row, len(self.chosen), self.rows))
            spots = _apart([self.x(self.chosen[i][0]) for i in mine], [wide[i] for i in mine], self.left, self.width)
            for i, spot in zip(mine, spots, strict=True):
                at, dot = self.chosen[i]
                y = 15.0 + row * LINE
                lead = [
                    (spot, y + 5),
                    (self.x(at), self.top - 12),
                    (self.x(at), min(self.at(dot.high), self.at(dot.value)) - 7),
                ]
                if math.isnan(dot.high):
                    lead[-1] = (self.x(at), self.at(dot.value) - 9)
                parts.append(svg.tag("path", d=svg.path(lead), fill="none", stroke=CONTROL))
                parts.append(
                    svg.text(self._words(dot), spot, y, halo=4, text_anchor="middle", font_weight=700, font_size=15)
                )
        return svg.join(parts)

    def _words(self, dot: Dot) -> str:
        return f"{svg.shorten(dot.name, 190, 15, bold=True)} {self.picture.style.short(dot.value)}"


def _label_rows(names: Sequence[str], width: float) -> int:
    """Say in how many rows the names fit."""
    needed = sum(min(svg.text_width(name, 15, bold=True), 190) + 80 for name in names)
    return min(math.ceil(needed / (width * 0.8)), 4) if names else 0


def _apart(wanted: Sequence[float], wide: Sequence[float], low: float, high: float) -> list[float]:
    """Move names of different widths apart: each gets a slot as wide as the widest of them, fewer than fit."""
    gap = max(wide, default=0.0) + 14
    return spread(wanted, gap, low + gap / 2 - 40, high - gap / 2) if wanted else []


class _Lying(_Frame):
    """Values to the right, places from top to bottom, the highest first."""

    def __init__(self, picture: DotsPicture, width: float) -> None:
        super().__init__(picture, 14.0, width - 14.0)
        self.row = ROW_HEIGHT if len(picture.dots) > 40 else 18.0
        self.top, self.width = 44.0, width
        self.bottom = self.top + self.row * len(picture.dots)
        self.height = self.bottom + 26.0

    def y(self, at: int) -> float:
        """Give the place of the n-th dot; the order is turned, so that the highest stands on top."""
        return self.bottom - self.row * (at + 0.5)

    def band(self) -> svg.Markup:
        """Draw the benchmark's own range of chance as a pale band."""
        low, high = self.picture.span
        if math.isnan(low) or math.isnan(high):
            return svg.join([])
        return svg.rect(self.at(low), self.top, self.at(high) - self.at(low), self.bottom - self.top, fill=LAND)

    def axis(self) -> svg.Markup:
        """Draw uprights with their numbers."""
        parts = []
        for value in self.numbers(4):
            x = self.at(value)
            parts.append(svg.line(x, self.top, x, self.bottom, stroke=RULE))
            parts.append(svg.text(self.picture.style.end(value), x, self.bottom + 18, text_anchor="middle", fill=MUTED))
        return svg.join(parts)

    def dot(self, at: int, dot: Dot) -> svg.Markup:
        """Draw one place with its range."""
        x, y, radius = self.at(dot.value), self.y(at), min(self.row * 0.4, 5.0) * (1.35 if dot.chosen else 1)
        side = self.beyond(dot.value)
        corners = [(x - side * radius, y - radius), (x + side * radius, y), (x - side * radius, y + radius)]
        return self.drawn(dot, x, y, radius, (self.at(dot.low), y, self.at(dot.high), y), corners)

    def line(self) -> svg.Markup:
        """Draw the benchmark downwards, named above."""
        if math.isnan(self.picture.mark):
            return svg.join([])
        x, words = self.at(self.picture.mark), f"{self.picture.mark_name} {self.picture.style.short(self.picture.mark)}"
        half = svg.text_width(words, 15) / 2
        spot = min(max(x, half), self.width - half)
        ruled = svg.line(x, self.top - 8, x, self.bottom, stroke=TEXT, stroke_width=2)
        return svg.join([ruled, svg.text(words, spot, self.top - 16, text_anchor="middle", font_size=15)])

    def labels(self) -> svg.Markup:
        """Write the names of chosen places beside their ranges, on the side with more room."""
        chosen = [(at, dot) for at, dot in enumerate(self.picture.ordered) if dot.chosen][:MOST_LABELS]
        heights = spread([self.y(at) for at, _ in chosen], 17.0, self.top + 6, self.bottom - 4)
        parts = []
        for (_, dot), y in zip(chosen, heights, strict=True):
            reach = (dot.value, dot.value) if math.isnan(dot.low) else (dot.low, dot.high)
            left, right = self.at(reach[0]), self.at(reach[1])
            after = self.width - right > left
            room = (self.width - right if after else left) - 12
            words = svg.shorten(f"{dot.name} {self.picture.style.short(dot.value)}", max(room, 60), 15, bold=True)
            x, anchor = (right + 8, "start") if after else (left - 8, "end")
            parts.append(svg.text(words, x, y + 5, halo=4, text_anchor=anchor, font_weight=700, font_size=15))
        return svg.join(parts)
