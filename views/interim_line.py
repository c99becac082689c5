"""A target figure as one small line: where it began, where it is now, each with its range of chance, and the aimed value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from views import svg
from views.axis import spread
from views.formats import number
from views.svg import Markup
from views.tokens import ACCENT, MUTED, TEXT, WARN_LINE, WARN_TEXT, WHITE

WIDTH: Final = 360.0
HEIGHT: Final = 108.0
LEFT: Final = 62.0
RIGHT: Final = 98.0
TOP: Final = 14.0
BOTTOM: Final = 26.0
SIZE: Final = 13
RADIUS: Final = 4.5
GAP: Final = 15.0
"""Least distance of two labels at the right."""


def picture(one: Mapping[str, Any]) -> str:
    """Draw one entry of the content's ``moved``; empty where no figure was known to begin with."""
    begin, end = one.get("from") or {}, one.get("to") or {}
    if not begin:
        return ""
    years, values = _reach(one)
    place = _Place(years, values)
    drawn = [_path(one.get("between") or _ends(begin, end), place), _figure(begin, place, filled=False)]
    if end:
        drawn.append(_figure(end, place, filled=True))
    drawn += [_target(one, place), *_labels(one, place)]
    return svg.document(WIDTH, HEIGHT, f"{one['title']}: Verlauf", spoken(one), *drawn, size=SIZE)


class _Place:
    """Turns years and values into places on the drawing."""

    def __init__(self, years: tuple[float, float], values: tuple[float, float]) -> None:
        self.years, self.values = years, values

    def x(self, year: float) -> float:
        """Give the place of a year; a single year stands at the left."""
        first, last = self.years
        return LEFT + (WIDTH - LEFT - RIGHT) * ((year - first) / (last - first) if last > first else 0.0)

    def y(self, value: float) -> float:
        """Give the place of a value."""
        low, high = self.values
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / ((high - low) or 1.0)


def _ends(begin: Mapping[str, Any], end: Mapping[str, Any]) -> list[list[float]]:
    return [[one["year"], one["value"]] for one in (begin, end) if one]


def _reach(one: Mapping[str, Any]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the first and last year, and the least and greatest value with a little air."""
    ends = [p for p in (one.get("from"), one.get("to")) if p]
    years = [float(p["year"]) for p in ends]
    values = [p[name] for p in ends for name in ("value", "low", "high") if p.get(name) is not None]
    values += [value for _, value in one.get("between") or ()]
    values += [one["target"]] if one.get("target") is not None else []
    air = 0.06 * ((max(values) - min(values)) or 1.0)
    return (min(years), max(years)), (min(values) - air, max(values) + air)


def _path(points: Sequence[Sequence[float]], place: _Place) -> Markup:
    d = svg.path([(place.x(year), place.y(value)) for year, value in points])
    return svg.tag("path", d=d, fill="none", stroke=ACCENT, stroke_width=2.2, stroke_linejoin="round")


def _figure(point: Mapping[str, Any], place: _Place, *, filled: bool) -> Markup:
    """Draw a figure as a dot on its range of chance."""
    x, y = place.x(point["year"]), place.y(point["value"])
    parts = []
    if point.get("low") is not None:
        low, high = place.y(point["low"]), place.y(point["high"])
        parts.append(svg.line(x, low, x, high, stroke=MUTED, stroke_width=2.0))
        parts += [svg.line(x - 4, at, x + 4, at, stroke=MUTED, stroke_width=2.0) for at in (low, high)]
    parts.append(svg.dot(x, y, RADIUS, fill=ACCENT if filled else WHITE, stroke=ACCENT, stroke_width=2.0))
    return svg.join(parts)


def _target(one: Mapping[str, Any], place: _Place) -> Markup:
    if one.get("target") is None:
        return Markup("")
    y = place.y(one["target"])
    return svg.line(LEFT - 6, y, WIDTH - RIGHT + 8, y, stroke=WARN_LINE, stroke_width=1.6, stroke_dasharray="5 4")


def _labels(one: Mapping[str, Any], place: _Place) -> list[Markup]:
    """Write the first value at the left, the newest and the aimed one at the right, the years below."""
    begin, end = one["from"], one.get("to") or {}
    drawn = [
        svg.text(_value(one, begin["value"]), LEFT - 12, place.y(begin["value"]) + 4.5, text_anchor="end", fill=TEXT)
    ]
    right = [(end["value"], _value(one, end["value"]), TEXT, 700)] if end else []
    if one.get("target") is not None:
        right.append((one["target"], f"Ziel {_value(one, one['target'])}", WARN_TEXT, 650))
    heights = spread([place.y(value) for value, *_ in right], GAP, TOP, HEIGHT - BOTTOM)
    for (_, words, colour, weight), y in zip(right, heights, strict=True):
        drawn.append(svg.text(words, WIDTH - RIGHT + 14, y + 4.5, fill=colour, font_weight=weight))
    years = [begin["year"], *([end["year"]] if end and end["year"] != begin["year"] else [])]
    drawn += [
        svg.text(year, place.x(year), HEIGHT - 6, fill=MUTED, text_anchor="middle" if at == 0 else "end")
        for at, year in enumerate(years)
    ]
    return drawn


def _value(one: Mapping[str, Any], value: float) -> str:
    text = number(value, int(one.get("decimals", 1)), signed=bool(one.get("signed")))
    return f"{text} %" if one.get("unit") == "%" else text


def spoken(one: Mapping[str, Any]) -> str:
    """Say the picture for people who cannot see it."""
    parts = [f"Ausgangswert {one['before']}"]
    parts += [f"neueste Zahl {one['after']}"] if one.get("after") else ["keine neuere Zahl"]
    parts += [f"angestrebt {one['aimed']}"] if one.get("aimed") else []
    return f"{'; '.join(parts)}. {one['words']}."
