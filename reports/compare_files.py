"""The files of a comparison to take home: picture and table with title, explanation, source and date on them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports import buttons
from reports.takeaway import FORMULA_STARTS, LICENCE, safe_cell, svg_to_png
from views import svg, tokens
from views.compare_sheet import Cell, Figure, Sheet

MARGIN, TITLE_SIZE, SIZE, SMALL_SIZE = 32.0, 28.0, 17.0, 13.0
WIDEST_COLUMN: Final = 44


def to_svg(sheet: Sheet) -> bytes:
    """Return the picture with title, explanation and source on it."""
    title, y = svg.paragraph(sheet.title, MARGIN, MARGIN + TITLE_SIZE, sheet.width, size=TITLE_SIZE, bold=True)
    below, y = svg.paragraph(sheet.subtitle, MARGIN, y + 2, sheet.width, size=SIZE)
    drawn = sheet.draw(sheet.width)
    picture = svg.group(drawn.body, transform=f"translate({svg.num(MARGIN)} {svg.num(y)})")
    y += drawn.height + SMALL_SIZE * 2
    foot = []
    for text in (*sheet.notes, f"Quelle: {sheet.source}; eigene Berechnung."):
        words, y = svg.paragraph(text, MARGIN, y, sheet.width, size=SMALL_SIZE)
        foot.append(words)
    return svg.document(
        sheet.width + 2 * MARGIN, y + 8, sheet.title, drawn.spoken, title, below, picture, *foot, size=round(SIZE)
    ).encode()


def to_png(sheet: Sheet) -> bytes:
    """Return the same as a PNG file, twice as fine as on screen."""
    return svg_to_png(to_svg(sheet).decode())


def notes(sheet: Sheet) -> list[tuple[str, str]]:
    """Give heads and texts that stand in every file."""
    return [
        ("Titel", sheet.title),
        ("Angaben", sheet.subtitle),
        *(("Lesehilfe", note) for note in sheet.notes if note),
        ("Quelle", f"{sheet.source}; eigene Berechnung"),
        ("Lizenz", LICENCE),
    ]


def to_csv(sheet: Sheet) -> bytes:
    """Return the table for German Excel: UTF-8 with BOM, semicolons, decimal comma; notes stand in the first lines."""
    table, text = sheet.table(), io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe_cell(f"# {head}"), safe_cell(line)] for head, line in notes(sheet))
    writer.writerow([safe_cell(head) for head in table.heads])
    writer.writerows([_comma(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _comma(cell: Cell) -> str:
    return f"{cell.value:.10g}".replace(".", ",") if isinstance(cell, Figure) else safe_cell(cell)


def to_xlsx(sheet: Sheet) -> bytes:
    """Return a workbook: the table, and a sheet with title, explanation and source."""
    book, table = Workbook(), sheet.table()
    first: Worksheet = book.worksheets[0]
    first.title = "Tabelle"
    for column, head in enumerate(table.heads, 1):
        _write(first, 1, column, head, bold=True).fill = PatternFill("solid", fgColor=tokens.SURFACE[1:])
        widest = max((len(_shown(row[column - 1])) for row in table.rows), default=0)
        first.column_dimensions[get_column_letter(column)].width = min(max(widest, len(head)) + 3, WIDEST_COLUMN)
    for line, row in enumerate(table.rows, 2):
        for column, cell in enumerate(row, 1):
            _write(first, line, column, cell)
    first.freeze_panes = "C2"
    about = book.create_sheet("Angaben")
    for line, (head, text) in enumerate(notes(sheet), 1):
        _write(about, line, 1, head, bold=True)
        _write(about, line, 2, text).alignment = Alignment(vertical="top", wrap_text=True)
    about.column_dimensions["B"].width = 110
    book.properties.title, book.properties.creator = sheet.title, "Kommunalprofil"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _shown(cell: Cell) -> str:
    return cell.text if isinstance(cell, Figure) else cell


def _write(sheet: Worksheet, line: int, column: int, content: Cell, *, bold: bool = False) -> Any:
    cell = sheet.cell(line, column)
    if isinstance(content, Figure):
        sign = "+#,##0{0};-#,##0{0};0{0}" if content.signed else "#,##0{0}"
        cell.value = content.value
        cell.number_format = sign.format("." + "0" * content.decimals if content.decimals else "")
    else:
        cell.value = "".join(sign for sign in content if sign.isprintable())
        cell.data_type = "s"
        cell.quotePrefix = content.startswith(FORMULA_STARTS)
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top")
    return cell


Maker = Callable[[Sheet], bytes]
FILES: Final[tuple[tuple[str, str, str, Maker], ...]] = (
    ("Bild (PNG)", "png", "image/png", to_png),
    ("Zeichnung (SVG)", "svg", "image/svg+xml", to_svg),
    ("Tabelle (Excel)", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    ("Tabelle (CSV)", "csv", "text/csv", to_csv),
)


def offer(sheet: Sheet) -> None:
    """Show one button per file; title, explanation, source and date are in each."""
    files = [(label, ending, mime, partial(make, sheet)) for label, ending, mime, make in FILES]
    buttons.offer(files, sheet.stem, "vergleich")
