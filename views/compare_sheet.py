"""What a part of the page Vergleich shows and gives away: headline, picture, table, sources – put together by the part, used by all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Final, NamedTuple

import pandas as pd

from views import svg
from views.formats import number
from views.table import html_table

WIDE, NARROW = 1300.0, 358.0
"""Widths for which pictures are laid out, in px: a desk or projector, a phone."""
NARROW_BELOW: Final = 760
SIZE: Final = 15.0


class Figure(NamedTuple):
    """A number in a table with the decimals it is written with."""

    value: float
    decimals: int = 0
    signed: bool = False

    @property
    def text(self) -> str:
        """Write it the German way."""
        return number(self.value, self.decimals, signed=self.signed)


Cell = str | Figure


@dataclass(frozen=True)
class Table:
    """Heads and rows; a missing number is a text that says why."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Drawn:
    """A picture without a frame: what is drawn, how high it is, and what it says to those who cannot see it."""

    body: svg.Markup
    height: float
    spoken: str


@dataclass(frozen=True)
class Sheet:
    """A picture that can be taken home.

    Attributes
    ----------
    title, subtitle : str
        The finding, and what the figures are.
    notes : tuple[str, ...]
        How the picture is read, and what has to be kept in mind.
    source : str
        Attribution of all figures.
    stem : str
        File name without its ending.
    draw : callable
        Lays the picture out for a width in px.
    table : callable
        Gives all numbers of the picture.
    width : float
        Width of the file's picture in px.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...]
    source: str
    stem: str
    draw: Callable[[float], Drawn]
    table: Callable[[], Table]
    width: float = WIDE


@dataclass(frozen=True)
class Part:
    """What a part of the page hands back once it is drawn: headline, sources, files."""

    finding: str
    subtitle: str
    source_ids: frozenset[str] = frozenset()
    sheet: Sheet | None = None
    hints: tuple[str, ...] = ()


def picture_html(sheet: Sheet, draw: Callable[[float], Drawn] | None = None) -> str:
    """Draw a sheet for wide and for narrow windows; only one of the two is seen."""
    drawn = draw or sheet.draw
    wide, narrow = (document(sheet.title, width, drawn(width)) for width in (WIDE, NARROW))
    return svg.by_width(wide, narrow, at=NARROW_BELOW)


def document(title: str, width: float, drawn: Drawn) -> svg.Markup:
    """Make a drawing that stands alone."""
    return svg.document(width, drawn.height, title, drawn.spoken, drawn.body, size=round(SIZE))


def table_html(table: Table, caption: str, *, max_height: int | None = 480) -> str:
    """Write the numbers of a sheet as accessible HTML."""
    rows = [[cell.text if isinstance(cell, Figure) else cell for cell in row] for row in table.rows]
    numeric = [head for at, head in enumerate(table.heads) if any(isinstance(row[at], Figure) for row in table.rows)]
    return html_table(pd.DataFrame(rows, columns=list(table.heads)), caption, numeric, max_height=max_height)


def notes_html(notes: Iterable[str], title: str = "So liest man das") -> str:
    """Write how a picture is read."""
    items = "".join(f"<p>{escape(note)}</p>" for note in notes if note)
    return f'<section class="kp-cp-notes"><h3>{escape(title)}</h3>{items}</section>' if items else ""
