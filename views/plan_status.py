"""How a measure stands: a shape, a word and a colour – never a colour alone."""

from __future__ import annotations

from typing import Final

from views import svg
from views.svg import Markup
from views.tokens import WHITE
from workshop.records import STATUSES

COLOURS: Final = {
    "idee": "#7A8691",
    "geplant": "#6C93C4",
    "laeuft": "#0B5A78",
    "stockt": "#B85400",
    "fertig": "#17402B",
}
"""Told apart with every kind of colour vision (smallest distance 12.5) and at least 3:1 on white."""
EMPTY: Final = frozenset({"idee", "geplant"})
"""Not begun: drawn as an outline, an idea as a dashed one."""
ORDER: Final = ("laeuft", "stockt", "fertig", "geplant", "idee")
"""As a plan is told: what runs first."""


def word(status: str) -> str:
    """Give the German word.

    Examples
    --------
    >>> word("laeuft")
    'läuft'
    """
    return STATUSES.get(status, STATUSES["idee"])


def sign(status: str, size: int = 20) -> Markup:
    """Draw the shape of a status; the word stands beside it, so it says nothing to a screen reader."""
    shapes = {"idee": _ring, "geplant": _ring, "laeuft": _half, "stockt": _triangle, "fertig": _tick}
    drawn = shapes.get(status, _ring)(status)
    return svg.tag(
        "svg", drawn, viewBox="0 0 20 20", width=size, height=size, aria_hidden="true", class_="kp-stand-sign"
    )


def told(status: str, size: int = 20) -> Markup:
    """Write shape and word."""
    return svg.tag("span", sign(status, size), svg.tag("b", word(status)), class_="kp-stand")


def _ring(status: str) -> Markup:
    dashes = "3 2.4" if status == "idee" else None
    return svg.dot(
        10, 10, 8, fill=WHITE, stroke=COLOURS.get(status, COLOURS["idee"]), stroke_width=2, stroke_dasharray=dashes
    )


def _half(status: str) -> Markup:
    colour = COLOURS[status]
    right = svg.tag("path", d="M10 2A8 8 0 0 1 10 18Z", fill=colour)
    left = svg.dot(10, 10, 8, fill=WHITE, stroke=colour, stroke_width=2)
    return svg.join([left, right])


def _triangle(status: str) -> Markup:
    body = svg.tag("path", d="M10 1.5L19 18H1Z", fill=COLOURS[status], stroke=COLOURS[status], stroke_linejoin="round")
    mark = svg.tag("path", d="M10 7V12.4M10 14.4V16", stroke=WHITE, stroke_width=2.2, fill="none")
    return svg.join([body, mark])


def _tick(status: str) -> Markup:
    mark = svg.tag("path", d="M5.8 10.3L8.8 13.2L14.3 7.3", stroke=WHITE, stroke_width=2.2, fill="none")
    return svg.join([svg.dot(10, 10, 9, fill=COLOURS[status]), mark])
