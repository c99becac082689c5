"""Small multiples: the course of one figure for each place in a panel of its own, all on one scale, census breaks drawn in every panel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from indicators.trend import Direction
from views import svg
from views.axis import nice_bounds, ticks
from views.change_words import SHAPES
from views.compare_sheet import NARROW_BELOW, Drawn
from views.number_style import NumberStyle
from views.sparkline import Point, by_base, describe_course, runs
from views.tokens import ACCENT, CONTROL, DOTS, MUTED, RULE, TEXT, WHITE

GAP: Final = 26.0
MOST_COLUMNS: Final = 4
PLOT: Final = 118.0
HEAD: Final = 66.0
"""Room above the plot for name, trend word and change."""
FOOT: Final = 24.0


@dataclass(frozen=True)
class Panel:
    """One place.

    Attributes
    ----------
    name : str
        Whose course it is.
    points : tuple[Point, ...]
        Year, value, census base.
    direction : Direction
        Where it is heading.
    word, change : str
        The trend in words, and what changed from when to when.
    small : bool
        Whether the place is too small to be judged; its course is dotted.
    """

    name: str
    points: tuple[Point, ...]
    direction: Direction
    word: str
    change: str
    small: bool = False


@dataclass(frozen=True)
class MultiplesPicture:
    """All panels, the course they are seen against, and how numbers are written."""

    panels: tuple[Panel, ...]
    mark: tuple[Point, ...]
    mark_name: str
    style: NumberStyle
    title: str

    @property
    def flat(self) -> list[tuple[int, float]]:
        """All known points of all panels and of the comparison."""
        courses = [self.mark, *(panel.points for panel in self.panels)]
        return [(year, v) for points in courses for year, v, _ in points if v is not None and not math.isnan(v)]


def draw(picture: MultiplesPicture, width: float) -> Drawn:
    """Lay the panels out for a width: one below the other on a phone, up to four beside each other elsewhere."""
    if not picture.flat:
        return Drawn(svg.text("keine Zahlen", 4, 20, fill=MUTED), 32, "Keine Zahlen.")
    columns = 1 if width < NARROW_BELOW else min(max(len(picture.panels), 2), MOST_COLUMNS)
    room = (width - GAP * (columns - 1)) / columns
    scale = _Scale(picture, room)
    parts, tall = [], HEAD + PLOT + FOOT + GAP
    for at, panel in enumerate(picture.panels):
        x, y = (at % columns) * (room + GAP), (at // columns) * tall
        parts.append(svg.group(_panel(picture, panel, scale), transform=f"translate({svg.num(x)} {svg.num(y)})"))
    height = tall * math.ceil(len(picture.panels) / columns) - GAP + 4
    return Drawn(svg.join(parts), height, spoken(picture))


def spoken(picture: MultiplesPicture) -> str:
    """Say in German how each course went."""
    told = [
        f"{panel.name}: {describe_course(runs(panel.points), picture.style)} {panel.word}."
        for panel in picture.panels
        if runs(panel.points)
    ]
    return " ".join([f"{picture.title}.", *told])


class _Scale:
    """From year and value to places in a panel; the same for all panels."""

    def __init__(self, picture: MultiplesPicture, room: float) -> None:
        years, values = [year for year, _ in picture.flat], [value for _, value in picture.flat]
        self.first, self.last = min(years), max(years)
        low, high = min(values), max(values)
        least = 10.0**-picture.style.decimals
        low = 0.0 if 0 <= low <= (high - low) * 0.5 else low
        self.low, self.high = nice_bounds(low, max(high, low + least), 4)
        self.numbers = ticks(self.low, self.high, 3)
        self.left = max(svg.text_width(picture.style.end(v), 13) for v in self.numbers) + 8
        self.right, self.room = room - 6.0, room
        self.top, self.bottom = HEAD, HEAD + PLOT

    def x(self, year: float) -> float:
        """Give the place of a year."""
        if self.first == self.last:
            return (self.left + self.right) / 2
        return self.left + 6 + (self.right - self.left - 12) * (year - self.first) / (self.last - self.first)

    def y(self, value: float) -> float:
        """Give the place of a value."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def _panel(picture: MultiplesPicture, panel: Panel, scale: _Scale) -> svg.Markup:
    """Draw one place: words, axis, the comparison in grey, its own course."""
    parts = [_head(panel, scale), _axis(picture, scale)]
    parts += [_course(picture.mark, scale, DOTS, 2.0, quiet=True), _breaks(panel.points, scale)]
    if runs(panel.points):
        parts += [
            _course(panel.points, scale, ACCENT, 2.6, dash="2 4" if panel.small else None),
            _last(picture, panel, scale),
        ]
    else:
        parts.append(svg.text("keine Zahlen", scale.left + 8, (scale.top + scale.bottom) / 2, fill=MUTED))
    return svg.join(parts)


def _head(panel: Panel, scale: _Scale) -> svg.Markup:
    shape = SHAPES.get(panel.direction)
    parts = [svg.text(svg.shorten(panel.name, scale.room, 16, bold=True), 0, 15, font_weight=700, font_size=16)]
    start = 0.0
    if shape:
        parts.append(svg.tag("polygon", points=shape, fill=TEXT, transform="translate(0 24)"))
        start = 18.0
    parts.append(
        svg.text(svg.shorten(panel.word, scale.room - start, 14, bold=True), start, 34, font_weight=650, font_size=14)
    )
    parts.append(svg.text(svg.shorten(panel.change, scale.room, 13), 0, 51, fill=MUTED, font_size=13))
    return svg.join(parts)


def _axis(picture: MultiplesPicture, scale: _Scale) -> svg.Markup:
    parts = []
    for value in scale.numbers:
        y, words = scale.y(value), picture.style.end(value)
        parts.append(svg.line(scale.left, y, scale.right, y, stroke=RULE))
        parts.append(svg.text(words, scale.left - 6, y + 4.5, text_anchor="end", fill=MUTED, font_size=13))
    for year in dict.fromkeys((scale.first, scale.last)):
        anchor = "middle" if scale.first == scale.last else "start" if year == scale.first else "end"
        x = scale.x(year) + {"start": -6, "end": 6}.get(anchor, 0)
        parts.append(svg.text(year, x, scale.bottom + 18, text_anchor=anchor, fill=MUTED, font_size=13))
    return svg.join(parts)


def _course(
    points: Sequence[Point], scale: _Scale, colour: str, wide: float, *, quiet: bool = False, dash: str | None = None
) -> svg.Markup:
    """Draw a course in parts, one for each census base; a later one begins with an open dot, a lone figure is a dot."""
    drawn = []
    for at, part in enumerate(runs(points)):
        spots = [(scale.x(year), scale.y(value)) for year, value in part]
        if len(spots) > 1:
            line = svg.tag(
                "path",
                d=svg.path(spots),
                fill="none",
                stroke=colour,
                stroke_width=wide,
                stroke_linejoin="round",
                stroke_dasharray=dash,
            )
            drawn.append(line)
        elif quiet or not at:
            drawn.append(svg.dot(*spots[0], 3.4, fill=colour))
        if at and not quiet:
            drawn.append(svg.dot(*spots[0], 3.6, fill=WHITE, stroke=colour, stroke_width=2.0))
    return svg.join(drawn)


def _breaks(points: Sequence[Point], scale: _Scale) -> svg.Markup:
    """Mark where a new census base begins."""
    marks = []
    for (_, older), (_, newer) in pairwise(by_base(points)):
        begins = newer[0][0]
        at = (older[-1][0] + begins) / 2 if older[-1][0] < begins else begins - 0.5
        if at > scale.first:
            x = scale.x(at)
            marks.append(svg.line(x, scale.top - 4, x, scale.bottom, stroke=CONTROL, stroke_dasharray="2 3"))
    return svg.join(marks)


def _last(picture: MultiplesPicture, panel: Panel, scale: _Scale) -> svg.Markup:
    """Write the newest value at its dot."""
    year, value = max((part[-1] for part in runs(panel.points)), key=lambda point: point[0])
    words = picture.style.short(value)
    half = svg.text_width(words, 14, bold=True) / 2
    x, y = scale.x(year), scale.y(value)
    spot = min(max(x, scale.left + half), scale.room - half)
    above = y - 9 if y - 22 > scale.top - 6 else y + 20
    label = svg.text(words, spot, above, halo=4, text_anchor="middle", font_weight=700, font_size=14)
    return svg.join([svg.dot(x, y, 3.8, fill=ACCENT), label])
