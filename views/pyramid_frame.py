"""Where things stand in an age picture: the room of the bars, the two zero lines, the axis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from views.age_structure import Pyramid, axis_max, top_of

SMALL_MULTIPLE: Final = 300
"""Below this width in px a compact pyramid leaves the comparison's name to the page, which says it once for all."""


@dataclass(frozen=True)
class Frame:
    """Where things stand in the drawing."""

    left: float
    right: float
    top: float
    bottom: float
    gutter: float
    end: float
    oldest: float
    size: int
    sides: tuple[int, ...]
    compact: bool

    @property
    def double(self) -> bool:
        """Whether women and men stand on two sides."""
        return len(self.sides) > 1

    @property
    def tiny(self) -> bool:
        """Whether this is one of many small pyramids."""
        return self.compact and self.right < SMALL_MULTIPLE

    @property
    def narrow(self) -> bool:
        """Whether the comparison's name needs a row of its own."""
        return self.right < (545 if self.double else 445)

    @property
    def reach(self) -> float:
        """Length of the longest possible bar."""
        return (self.right - self.left - self.gutter) / (2 if self.gutter else 1)

    def y(self, age: float) -> float:
        """Height of an age."""
        return self.bottom - (self.bottom - self.top) * age / self.oldest

    def zero(self, side: int) -> float:
        """Where the bars of a side begin: −1 left, +1 right."""
        return self.left + self.reach if side < 0 else self.right - self.reach

    def x(self, value: float, side: int) -> float:
        """Where a bar ends."""
        return self.zero(side) + side * self.reach * min(value / self.end, 1.0)


def lay_out(
    p: Pyramid,
    width: float,
    above: float,
    bottom: float,
    axis_end: float | None,
    sides: tuple[int, ...],
    *,
    compact: bool,
) -> Frame:
    """Lay the drawing out between the heading above and the footing below."""
    size = 13 if compact else 15
    double = len(sides) > 1
    frame = Frame(
        left=size * (0.9 if double else 2.6),
        right=width - size * 0.9,
        top=above + size * 1.9,
        bottom=bottom - size * (1.6 if compact else 3.1),
        gutter=size * (2.9 if compact else 4.2) if double else 0.0,
        end=axis_end or axis_max([p]),
        oldest=max(top_of(one.ages[-1]) for one in p.structures() if one.ages),
        size=size,
        sides=sides,
        compact=compact,
    )
    return replace(frame, top=frame.top + size * 1.5) if p.comparison and frame.narrow and not frame.tiny else frame
