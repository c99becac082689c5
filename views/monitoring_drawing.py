"""A table as a drawing, for files and paper: heads, cells of several lines that wrap, white spots hatched by a dashed frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from views import svg
from views.compare_sheet import Drawn
from views.tokens import ACCENT_LIGHT, MUTED, RULE, SURFACE, TEXT, WARN_LINE, WHITE

PAD: Final = 8.0
STEP: Final = 1.3
SOFT_HYPHEN: Final = "\u00ad"


@dataclass(frozen=True)
class Line:
    """One paragraph of a cell."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class DrawnCell:
    """One cell: its paragraphs, whether it is set off, whether it is a white spot."""

    lines: tuple[Line, ...]
    here: bool = False
    white: bool = False


def draw_table(
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[DrawnCell]]],
    width: float,
    size: float,
    first: float = 0.17,
) -> Drawn:
    """Draw a table.

    Parameters
    ----------
    heads : sequence of str
        Heads of the columns, without that of the rows' names.
    rows : sequence of (str, cells)
        Name and cells of each row.
    width, size : float
        Width of the drawing and type size in px.
    first : float
        Part of the width the names take.
    """
    widths = [width * first, *[width * (1 - first) / len(heads)] * len(heads)]
    parts: list[svg.Markup] = []
    y = _row(parts, ["", *heads], [None] * (len(heads) + 1), widths, 0.0, size, fill=SURFACE)
    for name, cells in rows:
        y = _row(parts, [name, *([""] * len(cells))], [None, *cells], widths, y, size)
    spoken = "; ".join(
        f"{name}: {', '.join(' '.join(part.text for part in c.lines) for c in cells)}" for name, cells in rows
    )
    return Drawn(svg.join(parts), y + 1, spoken)


def _row(
    parts: list[svg.Markup], names: Sequence[str], cells: Sequence[DrawnCell | None], widths: Sequence[float], y: float, size: float,
    fill: str = WHITE,
) -> float:  # fmt: skip
    """Draw one row and give the height below it."""
    wrapped = [
        _wrapped(DrawnCell((Line(name, True),)) if cell is None else cell, w, size)
        for name, cell, w in zip(names, cells, widths, strict=True)
    ]
    height = max(len(lines) for lines in wrapped) * size * STEP + 2 * PAD
    x = 0.0
    for lines, cell, w in zip(wrapped, cells, widths, strict=True):
        parts.append(_box(x, y, w, height, cell, fill))
        for at, line in enumerate(lines):
            parts.append(
                svg.text(
                    line.text,
                    x + PAD,
                    y + PAD + size * (0.9 + at * STEP),
                    font_size=size,
                    font_weight=700 if line.bold else None,
                    fill=TEXT if line.bold else MUTED,
                )
            )
        x += w
    return y + height


def _wrapped(cell: DrawnCell, width: float, size: float) -> list[Line]:
    """Break the paragraphs of a cell into lines that fit."""
    inner, found = width - 2 * PAD, []
    for line in cell.lines:
        text = " ".join(_broken(word, inner, size, bold=line.bold) for word in line.text.split(" "))
        found += [Line(row, line.bold) for row in svg.wrap(text, inner, size, bold=line.bold)] if text else []
    return found or [Line("")]


def _broken(word: str, width: float, size: float, *, bold: bool) -> str:
    """Part a word that is too wide where it has a soft hyphen."""
    plain = word.replace(SOFT_HYPHEN, "")
    return plain if svg.text_width(plain, size, bold=bold) <= width else word.replace(SOFT_HYPHEN, "- ")


def _box(x: float, y: float, width: float, height: float, cell: DrawnCell | None, fill: str) -> svg.Markup:
    if cell is not None and cell.white:
        return svg.rect(x + 2, y + 2, width - 4, height - 4, fill=WHITE, stroke=WARN_LINE, stroke_dasharray="5 4")
    ground = ACCENT_LIGHT if cell is not None and cell.here else fill
    return svg.rect(x, y, width, height, fill=ground, stroke=RULE)
