"""The files of an age picture to take home, made only when somebody asks for one."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from reports import buttons
from reports.takeaway import safe_cell, svg_to_png
from views.age_structure import Pyramid, note, pyramid_table
from views.pyramid import pyramid_svg

WIDTH, HEIGHT = 1000, 860


def to_svg(picture: Pyramid) -> bytes:
    """Return the picture with title, date, note and source on it."""
    return pyramid_svg(picture, WIDTH, HEIGHT, phases=True, framed=True).encode()


def to_png(picture: Pyramid) -> bytes:
    """Return the same as a PNG file, twice as fine as on screen."""
    return svg_to_png(to_svg(picture).decode())


def _notes(picture: Pyramid) -> list[tuple[str, str]]:
    return [
        (head, text)
        for head, text in (
            ("Titel", picture.title), ("Angaben", picture.subtitle), ("Hinweis", note(picture)), ("Quelle", picture.source),
        )
        if text
    ]  # fmt: skip


def _rows(picture: Pyramid) -> tuple[list[str], list[list[str | float | None]]]:
    """Give heads and rows of the table; a missing number is empty, never zero."""
    table = pyramid_table(picture)
    rows = [[_cell(value) for value in row] for row in table.itertuples(index=False, name=None)]
    return [str(name) for name in table.columns], rows


def _cell(value: object) -> str | float | None:
    if isinstance(value, str):
        return value
    number = float(str(value))
    return None if math.isnan(number) else number


def to_csv(picture: Pyramid) -> bytes:
    """Return the table for German Excel: UTF-8 with BOM, semicolons, decimal comma; notes stand in the first lines."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for head, line in _notes(picture):
        writer.writerow([f"# {head}", safe_cell(line)])
    heads, rows = _rows(picture)
    writer.writerow([safe_cell(head) for head in heads])
    writer.writerows([[_comma(value) for value in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _comma(value: str | float | None) -> str:
    if value is None:
        return ""
    return safe_cell(value) if isinstance(value, str) else f"{value:.10g}".replace(".", ",")


def to_xlsx(picture: Pyramid) -> bytes:
    """Return a workbook with the table and, below it, title, note and source."""
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "Altersaufbau"
    heads, rows = _rows(picture)
    for column, head in enumerate(heads, 1):
        _write(sheet, 1, column, head).font = Font(bold=True)
    for line, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            _write(sheet, line, column, value).number_format = "#,##0.0" if "1.000" in heads[column - 1] else "#,##0"
    for line, (head, text) in enumerate(_notes(picture), len(rows) + 3):
        _write(sheet, line, 1, head).font = Font(bold=True)
        _write(sheet, line, 2, text)
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 18
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, line: int, column: int, value: str | float | None) -> Any:
    cell = sheet.cell(line, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


Maker = Callable[[Pyramid], bytes]
FILES: Final[tuple[tuple[str, str, str, Maker], ...]] = (
    ("Bild (PNG)", "png", "image/png", to_png),
    ("Zeichnung (SVG)", "svg", "image/svg+xml", to_svg),
    ("Tabelle (Excel)", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    ("Tabelle (CSV)", "csv", "text/csv", to_csv),
)


def offer(picture: Pyramid, stem: str) -> None:
    """Show one button per file; title, date, note and source are in each."""
    buttons.offer([(label, ending, mime, partial(make, picture)) for label, ending, mime, make in FILES], stem, "alter")
