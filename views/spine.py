"""The spine chart: one indicator a row, the benchmark in the middle, all places as grey bars, this place as a dot.

Every row has its own scale: the largest distance to the benchmark reaches the edge. So rows of different units can be read one below
the other; what counts is how far the dot lies from the middle compared with the grey bars.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import quantiles
from typing import Final

from views import svg
from views.compare_sheet import Drawn
from views.tokens import ACCENT, CONTROL, DOTS, LAND, MUTED, RULE, TEXT, WARN_LINE, WHITE

FENCE: Final = 2.0
"""Places further than this many quartile distances from the middle half do not stretch the scale."""
FEWEST_FOR_QUARTERS: Final = 8
EXTREMES_OPACITY: Final = 0.55


class Look(StrEnum):
    """What the dot's colour says; the words beside it say it too."""

    BETTER = "günstiger"
    WORSE = "ungünstiger"
    DIFFERENT = "sicher anders"
    SAME = "kein sicherer Unterschied"
    SMALL = "zu klein zum Urteilen"


FILLS: Final = {
    Look.BETTER: ACCENT,
    Look.WORSE: WARN_LINE,
    Look.DIFFERENT: TEXT,
    Look.SAME: CONTROL,
    Look.SMALL: WHITE,
}


@dataclass(frozen=True)
class Spread:
    """Where all places of a level lie: ends of the drawing, the middle half, and how many lie beyond the ends."""

    low: float
    high: float
    q1: float = math.nan
    q3: float = math.nan
    below: int = 0
    above: int = 0


@dataclass(frozen=True)
class SpineRow:
    """One indicator of one place; texts are written already.

    Attributes
    ----------
    name, when : str
        The indicator and its date.
    value, count : str
        The place's number, and the heads behind it; a word where there is no number.
    mark_text, second_text : str
        The benchmark's number and the second one's with its name.
    verdict, judged : str
        The comparison in words with its sign; whether that is good or bad news.
    own, low, high : float
        The place's number and its range of chance; NaN if unknown.
    mark, second : float
        The benchmark, and one more.
    spread : Spread | None
        All places; ``None`` where too few have a number.
    ends : tuple[str, str]
        The numbers at the ends of the grey bar.
    look : Look
        What the dot says.
    """

    name: str
    when: str
    value: str
    count: str
    mark_text: str
    second_text: str
    verdict: str
    judged: str
    own: float
    low: float
    high: float
    mark: float
    second: float
    spread: Spread | None
    ends: tuple[str, str]
    look: Look

    @property
    def reach(self) -> float:
        """The largest distance to the benchmark that the row shows."""
        shown = [self.second] + ([self.spread.low, self.spread.high] if self.spread else [self.own])
        return max((abs(v - self.mark) for v in shown if not math.isnan(v)), default=0.0)

    @property
    def drawable(self) -> bool:
        """Tell whether there is a middle and something beside it."""
        return not math.isnan(self.mark) and self.reach > 0


def spread(values: Sequence[float]) -> Spread | None:
    """Find ends that a few extreme places cannot stretch, and the middle half where there are enough places.

    Examples
    --------
    >>> spread([10, 11, 12, 13, 14, 15, 16, 90])
    Spread(low=10, high=22.25, q1=11.75, q3=15.25, below=0, above=1)
    >>> spread([3.0]) is None
    True
    """
    if len(values) < 3:
        return None
    low, high = min(values), max(values)
    if len(values) < FEWEST_FOR_QUARTERS:
        return Spread(low, high)
    q1, _, q3 = quantiles(values, n=4, method="inclusive")
    if q3 > q1:
        low, high = max(low, q1 - FENCE * (q3 - q1)), min(high, q3 + FENCE * (q3 - q1))
    return Spread(low, high, q1, q3, sum(v < low for v in values), sum(v > high for v in values))


def bar(row: SpineRow, width: float, height: float, size: float) -> svg.Markup:
    """Draw one row's bar into the given room."""
    middle, y = width / 2, height / 2
    if not row.drawable:
        return svg.text("kein Vergleich möglich", middle, y + size * 0.35, text_anchor="middle", fill=MUTED)
    scale = _Scale(row, middle, middle - size * 4.4)
    parts = [svg.line(middle - scale.half, y, middle + scale.half, y, stroke=RULE), _grey(row, scale, y, size)]
    parts.append(_upright(middle, y, size * 1.25))
    if not math.isnan(row.second):
        parts.append(_diamond(scale.x(row.second), y, size * 0.46))
    if not math.isnan(row.own):
        parts.append(_own(row, scale, y, size))
    return svg.join([*parts, _end_numbers(row, scale, y, size)])


class _Scale:
    """From values to places in the drawing."""

    def __init__(self, row: SpineRow, middle: float, half: float) -> None:
        self.mark, self.reach, self.middle, self.half = row.mark, row.reach, middle, half

    def x(self, value: float) -> float:
        """Give the place of a value, at the edge if it lies beyond."""
        share = min(max((value - self.mark) / self.reach, -1.0), 1.0)
        return self.middle + self.half * share

    def beyond(self, value: float) -> int:
        """Tell on which side of the drawing a value lies: −1, 0 or 1."""
        share = (value - self.mark) / self.reach
        return (share > 1 + 1e-9) - (share < -1 - 1e-9)


def _grey(row: SpineRow, scale: _Scale, y: float, size: float) -> svg.Markup:
    """Draw all places: extremes mid grey, the middle half light grey."""
    if row.spread is None:
        return svg.join([])
    found, tall = row.spread, size * 1.3
    left, right = scale.x(found.low), scale.x(found.high)
    parts = [svg.rect(left, y - tall / 2, right - left, tall, fill=DOTS, fill_opacity=EXTREMES_OPACITY)]
    if not math.isnan(found.q1):
        q1, q3 = scale.x(found.q1), scale.x(found.q3)
        parts.append(svg.rect(q1, y - tall / 2, max(q3 - q1, 1), tall, fill=LAND, stroke=WHITE))
    return svg.join(parts)


def _end_numbers(row: SpineRow, scale: _Scale, y: float, size: float) -> svg.Markup:
    """Write the numbers at the ends of the grey bar, with an arrow where places lie beyond."""
    if row.spread is None:
        return svg.join([])
    found, room, parts = row.spread, size * 0.35, []
    for value, side, more, words in (
        (found.low, -1, bool(found.below), row.ends[0]),
        (found.high, 1, bool(found.above), row.ends[1]),
    ):
        x = scale.x(value)
        if more:
            corners = [(x, y - room), (x + side * room * 1.2, y), (x, y + room)]
            parts.append(svg.tag("path", d=svg.path(corners) + "Z", fill=DOTS))
        start, anchor = x + side * (room + room * more), "end" if side < 0 else "start"
        at = _clear(row, scale, start, side, svg.text_width(words, size * 0.9), size)
        text = svg.text(words, at, y + size * 0.33, halo=3, text_anchor=anchor, fill=MUTED, font_size=size * 0.9)
        parts.append(text)
    return svg.join(parts)


def _clear(row: SpineRow, scale: _Scale, start: float, side: int, wide: float, size: float) -> float:
    """Move a number outwards until it covers neither the dot nor the diamond."""
    signs = sorted((scale.x(v) for v in (row.own, row.second) if not math.isnan(v)), key=lambda x: side * x)
    for x in signs:
        if -size * 0.6 < side * (x - start) < wide + size * 0.6:
            start = x + side * size * 0.75
    return start


def _upright(x: float, y: float, reach: float) -> svg.Markup:
    """Draw the benchmark: a dark line with a white edge."""
    edge = svg.line(x, y - reach, x, y + reach, stroke=WHITE, stroke_width=4.5)
    return svg.join([edge, svg.line(x, y - reach, x, y + reach, stroke=TEXT, stroke_width=2)])


def _diamond(x: float, y: float, radius: float) -> svg.Markup:
    """Draw the second benchmark."""
    corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    return svg.tag("path", d=svg.path(corners) + "Z", fill=WHITE, stroke=TEXT, stroke_width=1.8)


def _own(row: SpineRow, scale: _Scale, y: float, size: float) -> svg.Markup:
    """Draw this place: a dot with its range of chance; an arrow at the edge if it lies beyond."""
    x, radius, side = scale.x(row.own), size * 0.52, scale.beyond(row.own)
    parts = []
    if not math.isnan(row.low) and not math.isnan(row.high):
        parts.append(svg.line(scale.x(row.low), y, scale.x(row.high), y, stroke=TEXT, stroke_width=1.6))
    stroke, wide = (CONTROL, 2.2) if row.look is Look.SMALL else (WHITE, 2.0)
    if side:
        corners = [(x - side * radius, y - radius * 1.1), (x + side * radius, y), (x - side * radius, y + radius * 1.1)]
        parts.append(svg.tag("path", d=svg.path(corners) + "Z", fill=FILLS[row.look], stroke=stroke, stroke_width=wide))
    else:
        parts.append(svg.dot(x, y, radius, fill=FILLS[row.look], stroke=stroke, stroke_width=wide))
    return svg.join(parts)


def bar_svg(row: SpineRow, width: float = 430, height: float = 38, size: float = 13.5) -> svg.Markup:
    """Draw one bar for a table row; all it says stands in the row's other cells, so it is silent."""
    return svg.tag(
        "svg",
        bar(row, width, height, size),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {svg.num(width)} {svg.num(height)}",
        aria_hidden="true",
    )


def key_svg(kind: str, size: float = 13.0) -> svg.Markup:
    """Draw one sign of the explanation: a look's name, "mitte", "zweite", "haelfte", "alle" or "spanne"."""
    middle = size
    drawings = {
        "mitte": lambda: _upright(middle, middle, size * 0.85),
        "zweite": lambda: _diamond(middle, middle, size * 0.5),
        "haelfte": lambda: svg.rect(2, middle - size * 0.5, 2 * size - 4, size, fill=LAND, stroke=DOTS),
        "alle": lambda: svg.rect(2, middle - size * 0.5, 2 * size - 4, size, fill=DOTS, fill_opacity=EXTREMES_OPACITY),
        "spanne": lambda: svg.line(1, middle, 2 * size - 1, middle, stroke=TEXT, stroke_width=1.6),
    }
    if kind in drawings:
        drawn = drawings[kind]()
    else:
        look = Look(kind)
        stroke, wide = (CONTROL, 2.2) if look is Look.SMALL else (WHITE, 2.0)
        drawn = svg.dot(middle, middle, size * 0.52, fill=FILLS[look], stroke=stroke, stroke_width=wide)
    box = svg.num(2 * size)
    return svg.tag(
        "svg", drawn, viewBox=f"0 0 {box} {box}", width=box, height=box, aria_hidden="true", class_="kp-cp-key"
    )


# -- the whole chart as one drawing, for files -------------------------------------------------------------------------


@dataclass(frozen=True)
class SpineChart:
    """All rows by topic with the names of the columns."""

    place: str
    benchmark: str
    second: str
    blocks: tuple[tuple[str, tuple[SpineRow, ...]], ...]


def chart(picture: SpineChart, width: float, size: float = 14.0) -> Drawn:
    """Lay the whole chart out as one drawing with all its words."""
    columns = _Columns.of(width)
    y, parts = size * 2.2, [_heads(picture, columns, size)]
    for title, rows in picture.blocks:
        y += size * 2.2
        parts.append(svg.text(title, 0, y, font_weight=700, font_size=size * 1.2))
        y += size * 0.7
        for row in rows:
            parts.append(svg.group(_row(row, columns, size), transform=f"translate(0 {svg.num(y)})"))
            y += size * 2.9
    count = sum(len(rows) for _, rows in picture.blocks)
    spoken = f"{count} Zahlen zu {picture.place}, in der Mitte jeweils {picture.benchmark}."
    return Drawn(svg.join(parts), y + size * 0.4, spoken)


@dataclass(frozen=True)
class _Columns:
    """Left edges of the columns."""

    value: float
    verdict: float
    bar: float
    mark: float
    width: float

    @classmethod
    def of(cls, width: float) -> _Columns:
        """Share the width out."""
        return cls(width * 0.225, width * 0.4, width * 0.545, width * 0.88, width)


def _heads(picture: SpineChart, columns: _Columns, size: float) -> svg.Markup:
    bar_middle = (columns.bar + columns.mark) / 2
    heads = [
        svg.text(
            svg.shorten(picture.place, columns.verdict - columns.value - 8, size), columns.value, size, fill=MUTED
        ),
        svg.text("Urteil", columns.verdict, size, fill=MUTED),
        svg.text(f"← niedriger · {picture.benchmark} · höher →", bar_middle, size, text_anchor="middle", fill=MUTED),
        svg.text(svg.shorten(picture.benchmark, columns.width - columns.mark, size), columns.mark, size, fill=MUTED),
    ]
    return svg.join([*heads, svg.line(0, size * 1.7, columns.width, size * 1.7, stroke=TEXT, stroke_width=2)])


def _row(row: SpineRow, columns: _Columns, size: float) -> svg.Markup:
    """Write one row: two lines of words in every column, the bar between."""
    cells = (
        (0.0, columns.value, row.name, row.when, 650),
        (columns.value, columns.verdict, row.value, row.count, 700),
        (columns.verdict, columns.bar, row.verdict, row.judged, 650),
        (columns.mark, columns.width, row.mark_text, row.second_text, 400),
    )
    parts = []
    for x, end, first, below, weight in cells:
        room = end - x - size * 0.8
        bold = weight > 400
        parts.append(svg.text(svg.shorten(first, room, size, bold=bold), x, size * 1.1, font_weight=weight))
        parts.append(svg.text(svg.shorten(below, room, size * 0.88), x, size * 2.25, fill=MUTED, font_size=size * 0.88))
    drawn = bar(row, columns.mark - columns.bar - size, size * 2.7, size)
    parts.append(svg.group(drawn, transform=f"translate({svg.num(columns.bar)} 0)"))
    return svg.join([*parts, svg.line(0, size * 2.8, columns.width, size * 2.8, stroke=RULE)])
