"""Where a place stands among all others: one dot per place, this place large, the county as a line, numbers at both ends.

No ranks are drawn or spoken: among villages they are mostly chance.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from statistics import quantiles
from typing import Final

from views import svg
from views.axis import nice_bounds
from views.formats import number
from views.number_style import NumberStyle
from views.tokens import ACCENT, DOTS, MUTED, RULE, TEXT, WHITE

LABEL: Final = 13
"""Type size of the numbers at the ends in px."""

FENCE: Final = 2.0
"""Values further than this many quartile distances from the middle half are drawn at the edge, with the edge explained."""


@dataclass(frozen=True)
class Ends:
    """The two ends of the strip and how many places lie beyond them."""

    low: float
    high: float
    below: int = 0
    above: int = 0

    def place(self, value: float) -> float:
        """Give where a value lies, from 0 at the low end to 1 at the high end, beyond them at the edge."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def robust_ends(values: Sequence[float], include: Sequence[float] = ()) -> Ends:
    """Choose round ends that a few extreme places cannot stretch.

    Parameters
    ----------
    values : sequence of float
        The numbers of all places.
    include : sequence of float
        Numbers that must lie inside, like the county's.

    Examples
    --------
    >>> robust_ends([10, 11, 12, 13, 14, 15, 16, 90])
    Ends(low=10.0, high=24.0, below=0, above=1)
    """
    low, high = min(values), max(values)
    if len(values) >= 4:
        q1, _, q3 = quantiles(values, n=4, method="inclusive")
        if q3 > q1:
            low, high = max(low, q1 - FENCE * (q3 - q1)), min(high, q3 + FENCE * (q3 - q1))
    low, high = nice_bounds(min([low, *include]), max([high, *include]), 8)
    return Ends(low, high, sum(v < low for v in values), sum(v > high for v in values))


def swarm(xs: Sequence[float], radius: float, room: float) -> list[float]:
    """Set dots beside one another without covering, as near to the middle line as can be; the same input gives the same picture.

    Parameters
    ----------
    xs : sequence of float
        Positions along the strip.
    radius : float
        Of a dot.
    room : float
        Largest distance from the middle line; dots that find no free place are set on its edge.

    Returns
    -------
    list of float
        Distance from the middle line for each dot.

    Examples
    --------
    >>> swarm([10, 10, 10, 40], 2, 20)
    [0.0, 3.9, -3.9, 0.0]
    """
    return list(_swarm(tuple(xs), radius, room))


@lru_cache(maxsize=2048)
def _swarm(xs: tuple[float, ...], radius: float, room: float) -> tuple[float, ...]:
    """Set the dots of one crowd once."""
    step, apart = radius * 1.95, radius * 1.9
    levels = [0.0] + [sign * k * step for k in range(1, int(room / step) + 1) for sign in (1, -1)]
    placed: list[tuple[float, float]] = []
    offsets = [0.0] * len(xs)
    for i in sorted(range(len(xs)), key=lambda k: (xs[k], k)):
        near = list(takewhile(lambda spot: xs[i] - spot[0] < apart, reversed(placed)))  # noqa: B023 - used at once
        free = (y for y in levels if all((xs[i] - a) ** 2 + (y - b) ** 2 >= apart**2 for a, b in near))
        offsets[i] = next(free, levels[-1 - (i % 2)] if len(levels) > 1 else 0.0)
        placed.append((xs[i], offsets[i]))
    return tuple(offsets)


def fitting_radius(xs: Sequence[float], room: float, largest: float = 3.6) -> float:
    """Find the largest dot for which the swarm fits with hardly any covering.

    Examples
    --------
    >>> fitting_radius([10.0] * 3, 10) > fitting_radius([10.0] * 30, 10)
    True
    """
    return _fitting_radius(tuple(xs), room, largest)


@lru_cache(maxsize=1024)
def _fitting_radius(xs: tuple[float, ...], room: float, largest: float) -> float:
    """Find it once: on a hundred places' pages the crowd stays the same."""
    sizes = [largest - 0.2 * k for k in range(int((largest - 1.2) / 0.2) + 1)]
    first = bisect_left(sizes, True, key=lambda radius: not _crowded(xs, radius, room))
    return round(sizes[min(first, len(sizes) - 1)], 2)


def _crowded(xs: Sequence[float], radius: float, room: float) -> bool:
    """Tell whether more than one dot in twenty would cover another."""
    points = sorted(zip(xs, swarm(xs, radius, room - radius), strict=True))
    hidden = sum(
        any(b[0] - a[0] < radius and abs(b[1] - a[1]) < radius for b in points[i + 1 : i + 16])
        for i, a in enumerate(points)
    )
    return hidden > len(xs) / 20


def strip_svg(
    values: Sequence[float | None],
    ids: Sequence[str],
    selected: str | None = None,
    benchmark: float | None = None,
    *,
    low_label: str | None = None,
    high_label: str | None = None,
    unit: str = "",
    decimals: int = 0,
    signed: bool = False,
    title: str = "",
    names: Mapping[str, str] | None = None,
    benchmark_name: str = "Landkreis",
    group_name: str = "Gemeinden",
    width: float = 240,
    height: float = 56,
    tooltips: bool = False,
) -> str:
    """Draw the strip of all places.

    Parameters
    ----------
    values, ids : sequences
        Number and key of every place; a place without a number is left out and counted in the description.
    selected, benchmark : str | None, float | None
        The place drawn large and the county's number, drawn as a black line.
    low_label, high_label : str | None
        Words for the ends; without them the numbers stand there ("über 35 %" where places lie beyond).
    unit, decimals, signed
        How the numbers are written.
    title, names, benchmark_name, group_name
        What is shown and what place (by key), line and dots are called, for description and tooltips.
    width, height : float
        Size in px, 150–400 × 36–60.
    tooltips : bool
        Give every dot its name and number on touch (a larger drawing; for single strips).
    """
    known = {i: v for i, v in zip(ids, values, strict=True) if v is not None and not math.isnan(v)}
    names = names or {}
    style = NumberStyle(unit, decimals, signed)
    inside = [benchmark] if benchmark is not None and not math.isnan(benchmark) else []
    if not known:
        return _empty(width, height, title)
    scale = _Scale(robust_ends(list(known.values()), inside), width, height)
    xs = {i: scale.x(v) for i, v in known.items()}
    parts = [scale.axis(), _zero(scale), _dots(known, xs, scale, selected, names if tooltips else None, style)]
    parts += [_benchmark(scale.x(value), scale.middle, scale.room) for value in inside]
    if selected in known:
        parts.append(_selected(selected, known, xs, scale.middle, scale.room, names, style))
    parts.append(_end_labels(scale.ends, low_label, high_label, style, width, height))
    spoken = _describe(known, len(ids), selected, inside, names, style, benchmark_name, group_name, scale.ends)
    return svg.document(width, height, title or "Lage unter allen", spoken, *parts, size=LABEL)


class _Scale:
    """From values to places in the drawing."""

    def __init__(self, ends: Ends, width: float, height: float) -> None:
        self.ends, self.left, self.right = ends, 8.0, width - 8.0
        self.middle, self.room = (height - LABEL - 5) / 2 + 1, (height - LABEL - 7) / 2

    def x(self, value: float) -> float:
        """Give the place of a value, at the edge if it lies beyond."""
        return self.left + (self.right - self.left) * self.ends.place(value)

    def axis(self) -> svg.Markup:
        """Draw the line the dots lie on."""
        return svg.line(self.left - 4, self.middle, self.right + 4, self.middle, stroke=RULE)


def _empty(width: float, height: float, title: str) -> str:
    """Draw a strip for which no place has a number."""
    words = svg.text("für keinen Ort bekannt", 4, height / 2 + 4, fill=MUTED)
    return svg.document(
        width, height, title or "Lage unter allen", "Für keinen Ort ist eine Zahl bekannt.", words, size=LABEL
    )


def _zero(scale: _Scale) -> svg.Markup:
    """Mark the zero where values lie on both sides of it."""
    if not scale.ends.low < 0 < scale.ends.high:
        return svg.join([])
    x, low = scale.x(0), scale.middle + scale.room
    mark = svg.line(x, scale.middle - scale.room, x, low, stroke=DOTS, stroke_dasharray="2 3")
    crowded = min(x - scale.left, scale.right - x) < 62
    label = svg.text(number(0), x, low + LABEL, text_anchor="middle", fill=MUTED)
    return mark if crowded else svg.join([mark, label])


def _dots(
    known: Mapping[str, float],
    xs: Mapping[str, float],
    scale: _Scale,
    selected: str | None,
    names: Mapping[str, str] | None,
    style: NumberStyle,
) -> svg.Markup:
    """Draw all places, those beyond an end as a little arrow pointing on."""
    ends, middle, room = scale.ends, scale.middle, scale.room
    inner = [i for i in known if i != selected and ends.low <= known[i] <= ends.high]
    outer = [i for i in known if i != selected and i not in set(inner)]
    places = [xs[i] for i in inner]
    radius = fitting_radius(places, room)
    points = [(x, middle + y) for x, y in zip(places, swarm(places, radius, room - radius), strict=True)]
    arrows = _arrows([(xs[i], known[i] > ends.high) for i in outer], middle, room)
    if names is None:
        d = "".join(f"M{svg.num(x)} {svg.num(y)}h0" for x, y in points)
        dots = svg.tag("path", d=d, stroke=DOTS, stroke_width=radius * 2, stroke_linecap="round", fill="none")
        return svg.join([dots, arrows])
    tips = (svg.tag("title", f"{names.get(i, i)}: {style.full(known[i])}") for i in inner)
    circles = (svg.dot(x, y, radius, tip, fill=DOTS) for (x, y), tip in zip(points, tips, strict=True))
    return svg.join([*circles, arrows])


def _arrows(beyond: Sequence[tuple[float, bool]], middle: float, room: float) -> svg.Markup:
    """Draw places beyond an end as triangles stacked at the edge."""
    parts = []
    for side in (False, True):
        xs = [x for x, high in beyond if high is side]
        for x, y in zip(xs, swarm(xs, 3.0, room - 3), strict=True):
            tip = 4.0 if side else -4.0
            corners = [(x, middle + y - 3), (x + tip, middle + y), (x, middle + y + 3)]
            parts.append(svg.tag("path", d=svg.path(corners) + "Z", fill=DOTS))
    return svg.join(parts)


def _benchmark(x: float, middle: float, room: float) -> svg.Markup:
    """Draw the county as a black line with a white edge."""
    edge = svg.line(x, middle - room, x, middle + room, stroke=WHITE, stroke_width=4.5)
    return svg.join([edge, svg.line(x, middle - room, x, middle + room, stroke=TEXT, stroke_width=2)])


def _selected(
    key: str | None,
    known: Mapping[str, float],
    xs: Mapping[str, float],
    middle: float,
    room: float,
    names: Mapping[str, str],
    style: NumberStyle,
) -> svg.Markup:
    """Draw this place large, in the accent colour with a white edge."""
    if key is None:
        return svg.join([])
    tip = svg.tag("title", f"{names.get(key, 'dieser Ort')}: {style.full(known[key])}")
    return svg.dot(xs[key], middle, min(6.0, room * 0.5), tip, fill=ACCENT, stroke=WHITE, stroke_width=2.2)


def _end_labels(
    ends: Ends, low: str | None, high: str | None, style: NumberStyle, width: float, height: float
) -> svg.Markup:
    """Write what the two ends mean."""
    left = low or (f"unter {style.end(ends.low)}" if ends.below else style.end(ends.low))
    right = high or (f"über {style.end(ends.high)}" if ends.above else style.end(ends.high))
    y = height - 2
    return svg.join([svg.text(left, 2, y, fill=MUTED), svg.text(right, width - 2, y, fill=MUTED, text_anchor="end")])


def _describe(
    known: Mapping[str, float],
    places: int,
    selected: str | None,
    inside: Sequence[float],
    names: Mapping[str, str],
    style: NumberStyle,
    benchmark_name: str,
    group_name: str,
    ends: Ends,
) -> str:
    """Say in German what the strip shows, without a rank."""
    values = sorted(known.values())
    sentences = (
        [f"{names.get(selected, 'Dieser Ort')}: {style.full(known[selected])}."]
        if selected in known and selected
        else []
    )
    sentences += [f"{benchmark_name}: {style.full(value)}." for value in inside]
    sentences.append(
        f"{number(len(values))} {group_name} reichen von {style.full(values[0])} bis {style.full(values[-1])}."
    )
    if len(values) >= 8:
        q1, _, q3 = quantiles(values, n=4, method="inclusive")
        sentences.append(f"Die mittlere Hälfte liegt zwischen {style.full(q1)} und {style.full(q3)}.")
    if ends.below + ends.above:
        sentences.append(f"{number(ends.below + ends.above)} liegen weiter außen und stehen als Pfeil am Rand.")
    if places > len(values):
        sentences.append(f"Ohne Zahl: {number(places - len(values))}.")
    return " ".join(sentences)
