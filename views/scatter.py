"""Two figures of all places as dots; chosen ones named, too small ones hollow, far ones as arrows at the edge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from views import svg
from views.axis import ticks
from views.compare_sheet import NARROW_BELOW, Drawn
from views.formats import number
from views.number_style import NumberStyle
from views.strip import Ends, robust_ends
from views.tokens import ACCENT, CONTROL, MUTED, RULE, TEXT, WHITE

MOST_LABELS: Final = 12
SMALLEST, LARGEST, PLAIN = 3.0, 19.0, 5.0
"""Radii of dots in px: by inhabitants from the smallest place to the largest, or all alike."""


@dataclass(frozen=True)
class Spot:
    """One place: both figures, inhabitants, whether it is too small to be judged, whether somebody chose it."""

    name: str
    x: float
    y: float
    people: float
    small: bool
    chosen: bool
    tip: str


@dataclass(frozen=True)
class Axis:
    """What an axis shows and how its numbers are written."""

    title: str
    style: NumberStyle


@dataclass(frozen=True)
class ScatterPicture:
    """All dots with both axes; ``sized``: dots by inhabitants."""

    spots: tuple[Spot, ...]
    right: Axis
    up: Axis
    sized: bool = False

    def ends(self, which: str) -> Ends:
        """Give the ends of one axis ("x" or "y"), which a few far places cannot stretch; chosen places always lie inside."""
        known = [getattr(s, which) for s in self.spots if not s.small] or [getattr(s, which) for s in self.spots]
        return robust_ends(known, [getattr(s, which) for s in self.spots if s.chosen])

    def beyond(self) -> list[Spot]:
        """List the places outside the picture."""
        x, y = self.ends("x"), self.ends("y")
        return [s for s in self.spots if not (x.low <= s.x <= x.high and y.low <= s.y <= y.high)]


def draw(picture: ScatterPicture, width: float) -> Drawn:
    """Lay the picture out for a width."""
    if not picture.spots:
        return Drawn(svg.text("keine Zahlen", 4, 20, fill=MUTED), 32, "Keine Zahlen.")
    frame = _Frame(picture, width)
    largest_first = sorted(picture.spots, key=lambda s: (s.chosen, -s.people, s.name))
    body = svg.join([frame.axes(), *(frame.dot(spot) for spot in largest_first), frame.labels()])
    return Drawn(body, frame.height, spoken(picture))


def spoken(picture: ScatterPicture) -> str:
    """Say in German what the picture shows."""
    told = [f"{number(len(picture.spots))} Orte. Nach rechts: {picture.right.title}. Nach oben: {picture.up.title}."]
    told += [
        f"{s.name}: {picture.right.style.full(s.x)} und {picture.up.style.full(s.y)}."
        for s in picture.spots
        if s.chosen
    ]
    return " ".join(told)


class _Frame:
    """From figures to places in the drawing."""

    def __init__(self, picture: ScatterPicture, width: float) -> None:
        self.picture, self.width = picture, width
        self.narrow = width < NARROW_BELOW
        self.height = width * 1.05 if self.narrow else min(width * 0.46, 600.0)
        self.x_ends, self.y_ends = picture.ends("x"), picture.ends("y")
        numbers = [picture.up.style.end(v) for v in ticks(self.y_ends.low, self.y_ends.high, 5)]
        self.left = max(svg.text_width(text) for text in numbers) + 12
        self.right, self.top, self.bottom = width - 16.0, 34.0, self.height - 50.0
        self.most = max(spot.people for spot in picture.spots)

    def x(self, value: float) -> float:
        """Give the place of a figure to the right."""
        return self.left + (self.right - self.left) * self.x_ends.place(value)

    def y(self, value: float) -> float:
        """Give the place of a figure upwards."""
        return self.bottom - (self.bottom - self.top) * self.y_ends.place(value)

    def radius(self, spot: Spot) -> float:
        """Give a dot's radius; its area goes with the inhabitants."""
        if not self.picture.sized or not self.most > 0:
            return PLAIN * (0.85 if self.narrow else 1.0)
        return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(max(spot.people, 0.0) / self.most) * (
            0.6 if self.narrow else 1.0
        )

    def axes(self) -> svg.Markup:
        """Draw both axes with their numbers and what they show."""
        parts = []
        for value in ticks(self.x_ends.low, self.x_ends.high, 4 if self.narrow else 8):
            x = self.x(value)
            parts.append(svg.line(x, self.top, x, self.bottom, stroke=RULE))
            words = self.picture.right.style.end(value)
            parts.append(svg.text(words, x, self.bottom + 20, text_anchor="middle", fill=MUTED))
        for value in ticks(self.y_ends.low, self.y_ends.high, 5):
            y = self.y(value)
            parts.append(svg.line(self.left, y, self.right, y, stroke=RULE))
            words = self.picture.up.style.end(value)
            parts.append(svg.text(words, self.left - 8, y + 5, text_anchor="end", fill=MUTED))
        up = svg.shorten(f"↑ {self.picture.up.title}", self.width - 4, 15, bold=True)
        right = svg.shorten(f"{self.picture.right.title} →", self.width - 4, 15, bold=True)
        parts.append(svg.text(up, 0, 16, font_weight=650, font_size=15))
        parts.append(svg.text(right, self.width, self.height - 6, text_anchor="end", font_weight=650, font_size=15))
        return svg.join(parts)

    def dot(self, spot: Spot) -> svg.Markup:
        """Draw one place; its name and figures are told under the pointer."""
        x, y, radius = self.x(spot.x), self.y(spot.y), self.radius(spot)
        look: dict[str, object] = {"fill": ACCENT, "fill_opacity": 0.55, "stroke": WHITE, "stroke_width": 1.0}
        if spot.small:
            look = {"fill": WHITE, "fill_opacity": 0.7, "stroke": CONTROL, "stroke_width": 1.5}
        if spot.chosen:
            look |= {"stroke": TEXT, "stroke_width": 2.2} | ({} if spot.small else {"fill": TEXT, "fill_opacity": 0.85})
        tip = svg.tag("title", spot.tip)
        across = (spot.x > self.x_ends.high) - (spot.x < self.x_ends.low)
        along = (spot.y > self.y_ends.high) - (spot.y < self.y_ends.low)
        if across or along:
            return svg.tag("path", tip, d=_arrow(x, y, across, -along, PLAIN), **look)
        return svg.dot(x, y, radius, tip, **look)

    def labels(self) -> svg.Markup:
        """Name the chosen places beside their dots where no other name stands."""
        taken: list[tuple[float, float, float, float]] = []
        parts = []
        for spot in [s for s in self.picture.spots if s.chosen][:MOST_LABELS]:
            words = svg.shorten(spot.name, 200, 15, bold=True)
            box = self._free(spot, svg.text_width(words, 15, bold=True), taken)
            taken.append(box)
            parts.append(svg.text(words, box[0], box[3] - 4, halo=4, font_weight=700, font_size=15))
        return svg.join(parts)

    def _free(
        self, spot: Spot, wide: float, taken: Sequence[tuple[float, float, float, float]]
    ) -> tuple[float, float, float, float]:
        """Find room for a name: right, left, above, below; the first that covers no other name and stays inside."""
        x, y, away = self.x(spot.x), self.y(spot.y), self.radius(spot) + 5
        tries = [(x + away, y - 10), (x - away - wide, y - 10), (x - wide / 2, y - away - 20), (x - wide / 2, y + away)]
        tries += [(x + away, y - 28), (x + away, y + 8), (x - away - wide, y - 28), (x - away - wide, y + 8)]
        boxes = [(left, top, left + wide, top + 20) for left, top in tries]
        inside = [b for b in boxes if b[0] >= 0 and b[2] <= self.width and b[1] >= 18 and b[3] <= self.bottom]
        free = (b for b in inside if not any(_cover(b, other) for other in taken))
        return next(free, inside[0] if inside else boxes[0])


def _arrow(x: float, y: float, across: int, along: int, size: float) -> str:
    """Draw a triangle that points to where a place lies."""
    angle = math.atan2(along, across)
    corners = [
        (x + size * 1.3 * math.cos(angle + turn), y + size * 1.3 * math.sin(angle + turn)) for turn in (0, 2.5, -2.5)
    ]
    return svg.path(corners) + "Z"


def _cover(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    """Tell whether two boxes meet."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
