"""Errors against size: one dot per municipality, the promised range as a soft band, this place with its name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from views import svg
from views.axis import decimals_of, nice_bounds, ticks
from views.formats import number, with_unit
from views.tokens import ACCENT, CONTROL, MUTED, RULE, TEXT, WARN_LINE, WHITE

PEOPLE_TICKS: Final = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000)
TOO_MANY: Final = "zu viele erwartet"
TOO_FEW: Final = "zu wenige erwartet"


@dataclass(frozen=True)
class ErrorDot:
    """One municipality: its inhabitants at the launch, the error and the promised range of errors in percent of the count."""

    region_id: str
    name: str
    people: float
    error: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether the error lies in the range."""
        return self.low <= self.error <= self.high

    @property
    def words(self) -> str:
        """Name and error: "Walkendorf: 5,9 % zu wenige erwartet"."""
        if abs(self.error) < 0.05:
            return f"{self.name}: genau getroffen"
        return f"{self.name}: {with_unit(abs(self.error), '%', 1)} {TOO_MANY if self.error > 0 else TOO_FEW}"


@dataclass(frozen=True)
class _Plan:
    """Where everything stands, in px."""

    left: float
    right: float
    top: float
    bottom: float
    people: tuple[float, float]
    errors: tuple[float, float]

    def x(self, people: float) -> float:
        low, high = (math.log(v) for v in self.people)
        return self.left + (math.log(people) - low) / (high - low) * (self.right - self.left)

    def y(self, error: float) -> float:
        low, high = self.errors
        return self.bottom - (error - low) / (high - low) * (self.bottom - self.top)


def errors_svg(
    dots: Sequence[ErrorDot],
    selected: str = "",
    *,
    width: float = 860,
    height: float = 470,
    size: float = 15,
    title: str = "",
    description: str = "",
) -> str:
    """Draw the errors of municipalities against their size, which is drawn in equal ratios.

    Parameters
    ----------
    dots : Sequence[ErrorDot]
        The municipalities.
    selected : str
        The place drawn large with its name, if it is among them.
    width, height, size : float
        Size and type size in px.
    title, description : str
        Spoken name and description.

    Raises
    ------
    ValueError
        If there is no municipality.
    """
    if not dots:
        raise ValueError("Es gibt keine Gemeinde, deren Fehler gezeichnet werden könnte.")
    plan = _plan(dots, width, height, size)
    own = next((dot for dot in dots if dot.region_id == selected), None)
    layers = [
        _band(dots, plan),
        _axes(plan, size),
        *(_dot(dot, plan, size) for dot in dots if dot is not own),
        _selected(own, plan, size, width) if own else svg.join([]),
    ]
    return svg.document(width, height, title or "Fehler nach Größe", description, *layers, size=round(size))


def _plan(dots: Sequence[ErrorDot], width: float, height: float, size: float) -> _Plan:
    errors = [v for dot in dots for v in (dot.error, dot.low, dot.high)]
    people = [dot.people for dot in dots]
    return _Plan(
        left=size * 3.1,
        right=width - size,
        top=size * 2.6,
        bottom=height - size * 3.4,
        people=(min(people) * 0.85, max(people) * 1.15),
        errors=nice_bounds(min(errors), max(errors), 6),
    )


def _band(dots: Sequence[ErrorDot], plan: _Plan) -> svg.Markup:
    """Draw the promised range as it runs with the size: the median of neighbours in size, smoothed."""
    ordered = sorted(dots, key=lambda dot: dot.people)
    low, high = (_smooth([getattr(dot, end) for dot in ordered]) for end in ("low", "high"))
    xs = [plan.x(dot.people) for dot in ordered]
    above = [(x, plan.y(v)) for x, v in zip(xs, high, strict=True)]
    below = [(x, plan.y(v)) for x, v in zip(xs, low, strict=True)]
    return svg.tag("path", d=svg.path([*above, *reversed(below)]) + "Z", fill=ACCENT, fill_opacity=0.13, class_="range")


def _smooth(values: Sequence[float], reach: int = 10) -> list[float]:
    medians = [_middle(values[max(i - reach, 0) : i + reach + 1]) for i in range(len(values))]
    windows = (medians[max(i - reach, 0) : i + reach + 1] for i in range(len(values)))
    return [sum(window) / len(window) for window in windows]


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _axes(plan: _Plan, size: float) -> svg.Markup:
    """Draw level lines with percents, zero strong and named, sizes below."""
    numbers = ticks(*plan.errors, 6)
    decimals = decimals_of(numbers)
    parts = []
    for value in numbers:
        y, strong = plan.y(value), value == 0
        parts.append(
            svg.line(plan.left, y, plan.right, y, stroke=TEXT if strong else RULE, stroke_width=1.5 if strong else 1)
        )
        words = number(value, decimals, signed=True)
        parts.append(svg.text(words, plan.left - size * 0.4, y + size * 0.35, text_anchor="end", fill=MUTED))
    parts.append(svg.text(f"Fehler in %: oben {TOO_MANY}, unten {TOO_FEW}", 0, size * 1.1, fill=MUTED))
    last = -math.inf
    for people in (p for p in PEOPLE_TICKS if plan.people[0] <= p <= plan.people[1]):
        x, words = plan.x(people), number(people)
        if x - svg.text_width(words, size) / 2 < last:
            continue
        last = x + svg.text_width(words, size) / 2 + size * 0.6
        parts.append(svg.line(x, plan.bottom, x, plan.bottom + size * 0.35, stroke=CONTROL))
        parts.append(svg.text(words, x, plan.bottom + size * 1.5, text_anchor="middle", fill=MUTED))
    parts.append(svg.line(plan.left, plan.bottom, plan.right, plan.bottom, stroke=CONTROL))
    below = plan.bottom + size * 2.9
    parts.append(
        svg.text("Einwohner beim Start", (plan.left + plan.right) / 2, below, text_anchor="middle", fill=MUTED)
    )
    return svg.join(parts)


def _dot(dot: ErrorDot, plan: _Plan, size: float) -> svg.Markup:
    """Draw a full dot inside its range, an open ring outside of it."""
    x, y, tip = plan.x(dot.people), plan.y(dot.error), svg.tag("title", dot.words)
    if dot.inside:
        return svg.dot(x, y, size * 0.27, tip, fill=CONTROL, stroke=WHITE, stroke_width=0.8, class_="inside")
    return svg.dot(x, y, size * 0.3, tip, fill=WHITE, stroke=WARN_LINE, stroke_width=size * 0.15, class_="outside")


def _selected(dot: ErrorDot, plan: _Plan, size: float, width: float) -> svg.Markup:
    """Draw this place large, its words on the side where there is room."""
    x, y = plan.x(dot.people), plan.y(dot.error)
    look = {"fill": ACCENT, "stroke": WHITE} if dot.inside else {"fill": WHITE, "stroke": ACCENT}
    mark = svg.dot(x, y, size * 0.5, stroke_width=size * 0.2, class_="selected", **look)
    words = svg.shorten(dot.words, width - size, size, bold=True)
    long = svg.text_width(words, size, bold=True)
    at = min(max(x - long / 2, size * 0.3), width - long - size * 0.3)
    above = y - plan.top > size * 2.2
    label = svg.text(words, at, y + (-size if above else size * 1.8), halo=size * 0.3, font_weight=700)
    return svg.join([mark, label])


def legend_html(inside: int, outside: int, place: str = "") -> str:
    """Explain dots and band, with the number of municipalities."""

    def sign(*parts: svg.Markup) -> svg.Markup:
        return svg.tag("svg", *parts, width=34, height=18, viewBox="0 0 34 18", aria_hidden="true")

    def row(drawn: svg.Markup, words: str) -> svg.Markup:
        return svg.tag("li", drawn, svg.tag("span", words))

    rows = [
        row(
            sign(svg.rect(0, 2, 34, 14, fill=ACCENT, fill_opacity=0.13)), "versprochene Spanne: vier von fünf Gemeinden"
        ),
        row(sign(svg.dot(17, 9, 4, fill=CONTROL)), f"{number(inside)} Gemeinden innerhalb ihrer Spanne"),
        row(sign(svg.dot(17, 9, 4.5, fill=WHITE, stroke=WARN_LINE, stroke_width=2.2)), f"{number(outside)} außerhalb"),
    ]
    if place:
        rows.append(row(sign(svg.dot(17, 9, 7, fill=ACCENT, stroke=WHITE, stroke_width=2)), place))
    return svg.tag("ul", *rows, class_="kp-fe-legend")
