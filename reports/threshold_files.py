"""The files of the section Tragfähigkeit to take home: picture and table with title, assumptions, source and date on them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import partial
from typing import Final

from reports import buttons
from reports.takeaway import LICENCE, safe_cell, svg_to_png
from views import svg
from views.crossing import crossing_svg, crossing_table
from views.forecast_thresholds import NOTE, Findings

WIDTH, MARGIN = 1200.0, 32.0
TITLE_SIZE, SIZE, SMALL_SIZE = 30.0, 17.0, 13.0
STYLE: Final = 'style="max-width:100%;height:auto;display:block"'


def notes(found: Findings) -> list[tuple[str, str]]:
    """Give heads and texts that stand in every file."""
    return [
        ("Titel", found.title),
        ("Angaben", found.subtitle),
        ("Lesehilfe", NOTE),
        ("Quelle", found.source),
        ("Lizenz", LICENCE),
    ]


def to_svg(found: Findings) -> bytes:
    """Return the picture with title, subtitle, note and source on it."""
    inner = WIDTH - 2 * MARGIN
    title, y = svg.paragraph(found.title, MARGIN, MARGIN + TITLE_SIZE, inner, size=TITLE_SIZE, bold=True)
    below, y = svg.paragraph(found.subtitle, MARGIN, y + 2, inner, size=SIZE)
    drawn = crossing_svg(found.crossings, width=inner, size=SIZE, title=found.title)
    picture = drawn.replace(STYLE, f'x="{svg.num(MARGIN)}" y="{svg.num(y)}"')
    y += _height(drawn) + SMALL_SIZE * 2
    foot = []
    for text in (NOTE, f"Quelle: {found.source}"):
        part, y = svg.paragraph(text, MARGIN, y, inner, size=SMALL_SIZE)
        foot.append(part)
    parts = [title, below, svg.Markup(picture), *foot]
    return svg.document(WIDTH, y + 8, found.title, found.subtitle, *parts, size=round(SIZE)).encode()


def _height(drawn: str) -> float:
    """Read the height of one of our drawings, which it names first of all."""
    return float(drawn.partition('height="')[2].partition('"')[0])


def to_png(found: Findings) -> bytes:
    """Return the same as a PNG file, twice as fine as on screen."""
    return svg_to_png(to_svg(found).decode())


def to_csv(found: Findings) -> bytes:
    """Return the table for German Excel: UTF-8 with BOM and semicolons; notes stand in the first lines."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([f"# {head}", safe_cell(line)] for head, line in notes(found))
    table = crossing_table(found.crossings)
    writer.writerow(table.columns)
    writer.writerows([safe_cell(str(value)) for value in row] for row in table.itertuples(index=False, name=None))
    return text.getvalue().encode("utf-8-sig")


FILES: Final[tuple[tuple[str, str, str, Callable[[Findings], bytes]], ...]] = (
    ("Bild (PNG)", "png", "image/png", to_png),
    ("Zeichnung (SVG)", "svg", "image/svg+xml", to_svg),
    ("Tabelle (CSV)", "csv", "text/csv", to_csv),
)


def offer(found: Findings) -> None:
    """Show one button per file; title, assumptions and source are in each."""
    files = [(label, ending, mime, partial(make, found)) for label, ending, mime, make in FILES]
    buttons.offer(files, "tragfaehigkeit", "schwellen")
