"""The course of a number in one small line; two census bases are never joined."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from views import svg
from views.number_style import NumberStyle
from views.tokens import ACCENT, DOTS, MUTED, WHITE

Point: TypeAlias = tuple[int, float | None, str]
"""Year, value, census base."""

YEAR: Final = 13
"""Type size of years and values in px."""


def runs(points: Iterable[Point]) -> list[list[tuple[int, float]]]:
    """Part a series where the census base changes, each part sorted by year, the older base first.

    Examples
    --------
    >>> runs([(2024, 922, "zensus2022"), (2022, 900, "zensus2011"), (2023, 919, "zensus2011")])
    [[(2022, 900), (2023, 919)], [(2024, 922)]]
    """
    return [part for _, part in by_base(points)]


def by_base(points: Iterable[Point]) -> list[tuple[str, list[tuple[int, float]]]]:
    """Part a series as :func:`runs` does and keep the name of each census base."""
    parts: dict[str, list[tuple[int, float]]] = {}
    for year, value, base in points:
        if value is not None and not math.isnan(value):
            parts.setdefault(str(base), []).append((year, value))
    ordered = ((base, sorted(part)) for base, part in parts.items())
    return sorted(ordered, key=lambda found: (found[1][0][0], found[1][-1][0]))


def sparkline_svg(
    points: Sequence[Point],
    *,
    unit: str = "",
    decimals: int = 0,
    signed: bool = False,
    title: str = "",
    width: float = 230,
    height: float = 56,
) -> str:
    """Draw the course.

    Parameters
    ----------
    points : sequence of (year, value, census base)
        In any order; a value may be missing.
    unit, decimals, signed
        How the numbers are written; the unit is spoken, the drawing carries only "%".
    title : str
        What is shown, for the spoken name.
    width, height : float
        Size in px.

    Returns
    -------
    str
        A complete ``<svg>``: first and last value with their years, a gap and an open dot where the census base changes.
    """
    parts = runs(points)
    name = title or "Verlauf"
    if not parts:
        words = svg.text("keine Zahlen", 4, height / 2 + 4, fill=MUTED)
        return svg.document(width, height, name, "Für keinen Stichtag ist eine Zahl bekannt.", words, size=YEAR)
    style = NumberStyle(unit, decimals, signed)
    spoken = describe_course(parts, style)
    if sum(len(part) for part in parts) == 1:
        return svg.document(width, height, name, spoken, _single(*parts[0][0], style, height), size=YEAR)
    return svg.document(width, height, name, spoken, *_course(parts, style, width, height), size=YEAR)


def _single(year: int, value: float, style: NumberStyle, height: float) -> svg.Markup:
    """Draw the only known number with its year, instead of an empty field."""
    x, y = 14.0, height / 2 - 4
    label = svg.text(style.short(value), x + 11, y + 4.5, font_weight=700)
    remark = svg.text(f"{year} · nur ein Stichtag", x - 5, y + 22, fill=MUTED)
    return svg.join([svg.dot(x, y, 4.5, fill=ACCENT), label, remark])


def _course(
    parts: Sequence[Sequence[tuple[int, float]]], style: NumberStyle, width: float, height: float
) -> list[svg.Markup]:
    """Draw all parts of the line with the labels at both ends."""
    flat = [point for part in parts for point in part]
    first, last = parts[0][0], max(parts[-1], key=lambda point: point[0])
    start, end = style.short(first[1]), style.short(last[1])
    left = svg.text_width(start, YEAR) + 10
    right = width - svg.text_width(end, YEAR, bold=True) - 12
    scale = _Scale(flat, left, right, 7.0, height - YEAR - 9)
    drawn = [_part(part, scale, newest=part is parts[-1], fresh=index > 0) for index, part in enumerate(parts)]
    x0, y0 = scale.xy(first)
    x1, y1 = scale.xy(last)
    years = [
        svg.text(first[0], x0, height - 2, fill=MUTED, text_anchor="middle"),
        svg.text(last[0], x1, height - 2, fill=MUTED, text_anchor="middle"),
    ]
    ends = [
        svg.text(start, x0 - 8, y0 + 4.5, fill=MUTED, text_anchor="end"),
        svg.text(end, x1 + 9, y1 + 4.5, font_weight=700),
    ]
    return [*_breaks(parts, scale, height), *drawn, *ends, *(years if x1 - x0 > 34 else years[1:])]


class _Scale:
    """From year and value to the place in the drawing."""

    def __init__(self, flat: Sequence[tuple[int, float]], left: float, right: float, top: float, bottom: float) -> None:
        years, values = [year for year, _ in flat], [value for _, value in flat]
        self.first, self.years = min(years), max(max(years) - min(years), 1)
        self.low, self.span = min(values), max(values) - min(values)
        self.left, self.right, self.top, self.bottom = left, right, top, bottom

    def x(self, year: float) -> float:
        """Give the place of a year."""
        return self.left + (self.right - self.left) * (year - self.first) / self.years

    def xy(self, point: tuple[int, float]) -> tuple[float, float]:
        """Give the place of a point; a level series runs in the middle."""
        share = (point[1] - self.low) / self.span if self.span else 0.5
        return self.x(point[0]), self.bottom - (self.bottom - self.top) * share


def _part(part: Sequence[tuple[int, float]], scale: _Scale, *, newest: bool, fresh: bool) -> svg.Markup:
    """Draw the line of one census base; a later base begins with an open dot, the newest value is a full one."""
    spots = [scale.xy(point) for point in part]
    line = svg.tag("path", d=svg.path(spots), fill="none", stroke=ACCENT, stroke_width=2, stroke_linejoin="round")
    marks = [svg.dot(*spots[0], 3.6, fill=WHITE, stroke=ACCENT, stroke_width=1.8)] if fresh else []
    if newest and not (fresh and len(spots) == 1):
        marks.append(svg.dot(*spots[-1], 4, fill=ACCENT))
    return svg.join([line if len(spots) > 1 else svg.join([]), *marks])


def _breaks(parts: Sequence[Sequence[tuple[int, float]]], scale: _Scale, height: float) -> list[svg.Markup]:
    """Draw a thin dotted upright where a new census base begins, unless the two overlap in time."""
    found = []
    for older, newer in pairwise(parts):
        if older[-1][0] >= newer[0][0]:
            continue
        x = (scale.x(older[-1][0]) + scale.x(newer[0][0])) / 2
        found.append(svg.line(x, 1, x, height - YEAR - 3, stroke=DOTS, stroke_dasharray="2 3"))
    return found


def describe_course(parts: Sequence[Sequence[tuple[int, float]]], style: NumberStyle) -> str:
    r"""Say in German how a number went, census base by census base.

    Examples
    --------
    >>> print(describe_course([[(2011, 982), (2023, 919)], [(2024, 922)]], NumberStyle("Menschen")).replace("\u00a0", " "))
    2011: 982 Menschen, 2023: 919 Menschen. Neue Zählbasis, nicht vergleichbar: 2024: 922 Menschen.
    """
    if sum(len(part) for part in parts) == 1:
        year, value = parts[0][0]
        return f"{year}: {style.full(value)}, nur ein Stichtag."
    told = (
        ", ".join(f"{year}: {style.full(value)}" for year, value in dict.fromkeys((part[0], part[-1])))
        for part in parts
    )
    return ". Neue Zählbasis, nicht vergleichbar: ".join(told) + "."
