"""Points on a map: places people go to, each a sign of its own shape, with words in legend, tooltip and speech.

A map without points neither sends nor draws any of this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from views import formats, tokens


@dataclass(frozen=True)
class Sign:
    """How one kind of point looks, around the point itself: path in pixels, fill, line and its width."""

    path: str
    fill: str
    line: str
    width: float


_DISC: Final = "M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0z"
_NEW: Final = "#B85400"
_UP, _DOWN = "M0-7L7.5 5.5H-7.5z", "M0 7L7.5-5.5H-7.5z"
SIGNS: Final[dict[str, Sign]] = {
    "da": Sign("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", tokens.TEXT, tokens.WHITE, 1.6),
    "zu": Sign(_DISC + "M-3 -3L3 3M3 -3L-3 3", tokens.WHITE, tokens.TEXT, 1.7),
    "alt": Sign(_DISC, tokens.WHITE, tokens.TEXT, 1.7),
    "ziel": Sign("M0-9.5L9 6.5H-9z", _NEW, tokens.WHITE, 1.6),
    "neu": Sign("M0-9.5L9.5 0 0 9.5-9.5 0z", _NEW, tokens.WHITE, 1.6),
    "auf_offen": Sign(_UP, tokens.WHITE, tokens.TEXT, 1.7),
    "ab_offen": Sign(_DOWN, tokens.WHITE, tokens.TEXT, 1.7),
    "auf": Sign(_UP, tokens.TEXT, tokens.WHITE, 1.6),
    "ab": Sign(_DOWN, tokens.TEXT, tokens.WHITE, 1.6),
}
"""What is there, closed, moved away from, moved to, and new; a change up or down, open where it is unsure; later ones are drawn above
earlier ones."""


@dataclass(frozen=True)
class MapPoint:
    """One point.

    Attributes
    ----------
    key : str
        Tells a click which point was meant.
    x, y : int
        Drawing units of the geometry, see :func:`views.geometry.drawing_units`.
    sign : str
        A key of :data:`SIGNS`.
    name, text : str
        Its name, and what else is said of it.
    """

    key: str
    x: int
    y: int
    sign: str
    name: str
    text: str


@dataclass(frozen=True)
class PointRow:
    """One row of the legend: a sign, what it means, and how many there are."""

    sign: str
    label: str
    count: int


def spoken(rows: Sequence[PointRow]) -> str:
    """Say which points a map shows."""
    return f"Eingezeichnet – {', '.join(f'{row.label}: {row.count}' for row in rows)}." if rows else ""


def message(points: Sequence[MapPoint], rows: Sequence[PointRow]) -> dict[str, Any]:
    """Give what the browser needs to draw points; nothing for a map without any."""
    if not points:
        return {}
    order = list(SIGNS)
    drawn = sorted(points, key=lambda point: order.index(point.sign))
    used = {code: (s.path, s.fill, s.line, s.width) for code, s in SIGNS.items() if any(p.sign == code for p in points)}
    return {
        "points": [(p.key, p.x, p.y, p.sign, p.name, p.text) for p in drawn],
        "signs": used,
        "pointRows": [(row.sign, row.label, row.count) for row in rows],
    }


def points_svg(spots: Sequence[tuple[MapPoint, float, float]]) -> str:
    """Draw points on a static map, each with its place in pixels."""
    order = list(SIGNS)
    return "".join(_sign(p.sign, x, y, p.name) for p, x, y in sorted(spots, key=lambda spot: order.index(spot[0].sign)))


def _sign(code: str, x: float, y: float, title: str = "") -> str:
    sign = SIGNS[code]
    named = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<path d="{sign.path}" transform="translate({x:.1f} {y:.1f})" fill="{sign.fill}" stroke="{sign.line}" '
        f'stroke-width="{sign.width}" stroke-linejoin="round">{named}</path>'
    )


def rows_svg(rows: Sequence[PointRow], left: float, right: float, y: float, size: float, step: float) -> str:
    """Draw the legend's rows for points, from ``y`` downwards, one each ``step`` pixels."""
    parts = []
    for row in rows:
        parts.append(
            _sign(row.sign, left + 14, y + 12)
            + f'<text x="{left + 38}" y="{y + 17:.1f}" font-size="{size}">{escape(row.label)}</text>'
            f'<text x="{right:.0f}" y="{y + 17:.1f}" font-size="{size}" font-weight="600" text-anchor="end">{formats.number(row.count)}</text>'
        )
        y += step
    return "".join(parts)
