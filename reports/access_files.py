"""The files of the page Wege to take home: map, tables and what they rest on; and the empty table of facilities to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from data.facilities import COLUMNS
from data.facility_kinds import KINDS
from data.schema import Level
from reports import buttons, takeaway
from reports.takeaway import FORMULA_STARTS, LICENCE, safe_cell
from views import access_methods, access_plan, access_tables, resources
from views.access_data import View
from views.map_description import MapDescription

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GUIDE: Final = {
    "id": "freiwillig: Kurzname aus Kleinbuchstaben ohne Umlaute, Ziffern, Unterstrich; bleibt in Links stehen",
    "art": "was es ist, zum Beispiel Kita; bekannte Wörter stehen unten, andere sind möglich",
    "name": "wie die Einrichtung heißt",
    "gemeinde": "Name oder achtstelliger Schlüssel der Gemeinde; nötig, wenn lon und lat fehlen",
    "lon": "Länge in Grad (WGS 84), zum Beispiel 12,1757",
    "lat": "Breite in Grad (WGS 84), zum Beispiel 53,7945",
    "jahr": "Stand der Angabe",
    "quelle": "woher die Angabe stammt",
    "von": "freiwillig: für Menschen ab diesem Alter; für eine Art überall gleich",
    "bis": "freiwillig: bis einschließlich diesem Alter",
    "plaetze": "freiwillig: Zahl der Plätze",
}
"""What each column of the table holds."""


def notes(view: View, description: MapDescription) -> Iterator[tuple[str, str]]:
    """Yield heads and texts that stand in every table."""
    yield "Titel", description.title
    yield "Angaben", description.subtitle
    for change in view.changes:
        yield "Annahme", access_plan.change_words(change, view.now.facilities, view.asked.kind)
    yield from access_methods.parts(view)
    yield "Quelle", description.source
    yield "Lizenz", f"Zahlen zu Menschen: {LICENCE}; für Einrichtungen gilt, was ihre Quelle sagt"


def to_svg(view: View, description: MapDescription) -> bytes:
    """Return the map with its points as a drawing."""
    return takeaway.to_svg(description, resources.geometry(Level.GEMEINDE))


def to_png(view: View, description: MapDescription) -> bytes:
    """Return the map with its points as a picture."""
    return takeaway.to_png(description, resources.geometry(Level.GEMEINDE))


def to_csv(view: View, description: MapDescription) -> bytes:
    """Return the municipalities for German Excel: UTF-8 with BOM, semicolons, decimal comma; notes stand in the first lines."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([f"# {head}", safe_cell(line)] for head, line in notes(view, description))
    table = access_tables.municipalities(view)
    writer.writerow(safe_cell(str(name)) for name in table.columns)
    writer.writerows([_comma(value) for value in row] for row in table.itertuples(index=False, name=None))
    return text.getvalue().encode("utf-8-sig")


def _comma(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:.10g}".replace(".", ",") if value == value else ""
    return safe_cell(str(value))


def to_xlsx(view: View, description: MapDescription) -> bytes:
    """Return a workbook: municipalities, facilities, and what they rest on."""
    book = Workbook()
    first: Worksheet = book.worksheets[0]
    first.title = "Gemeinden"
    _fill(first, access_tables.municipalities(view))
    _fill(book.create_sheet("Einrichtungen"), access_tables.facilities(view))
    _fill(book.create_sheet("Angaben"), pd.DataFrame(notes(view, description), columns=["Angabe", "Text"]))
    book.properties.title = description.title
    book.properties.creator = "Kommunalprofil"
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, table: pd.DataFrame) -> None:
    for column, head in enumerate(table.columns, 1):
        _write(sheet, 1, column, str(head)).font = Font(bold=True)
        width = max([len(str(head)), *(len(str(value)) for value in table[head])], default=8)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(max(width + 2, 10), 90)
    for line, row in enumerate(table.itertuples(index=False, name=None), 2):
        for column, value in enumerate(row, 1):
            _write(sheet, line, column, value)
    sheet.freeze_panes = "B2"


def _write(sheet: Worksheet, line: int, column: int, value: Any) -> Any:
    """Write a cell; a text stays a text, whatever it begins with."""
    cell = sheet.cell(line, column)
    if isinstance(value, int | float):
        if value == value:
            cell.value, cell.number_format = value, "#,##0" if float(value).is_integer() else "#,##0.0"
        return cell
    text = "".join(sign for sign in str(value) if sign.isprintable())
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


Maker = Callable[[View, MapDescription], bytes]
FILES: Final[tuple[tuple[str, str, str, Maker], ...]] = (
    ("Karte (PNG)", "png", "image/png", to_png),
    ("Karte (SVG)", "svg", "image/svg+xml", to_svg),
    ("Tabellen (Excel)", "xlsx", XLSX, to_xlsx),
    ("Gemeinden (CSV)", "csv", "text/csv", to_csv),
)


def offer(view: View, description: MapDescription) -> None:
    """Show one button per file; title, assumptions, sources and dates are in each."""
    files = [(label, ending, mime, partial(make, view, description)) for label, ending, mime, make in FILES]
    buttons.offer(files, f"wege_{view.asked.kind.key}", "wege")


def template_xlsx() -> bytes:
    """Return the empty table as a workbook: first the sheet to fill in, then how."""
    book = Workbook()
    first: Worksheet = book.worksheets[0]
    first.title = "Einrichtungen"
    _fill(first, pd.DataFrame(columns=list(COLUMNS)))
    guide = [*GUIDE.items(), ("bekannte Arten", ", ".join(kind.name for kind in KINDS.values()))]
    _fill(book.create_sheet("Anleitung"), pd.DataFrame(guide, columns=["Spalte", "Inhalt"]))
    return _saved(book)


def template_csv() -> bytes:
    """Return the empty table as CSV for German Excel."""
    return f"{';'.join(COLUMNS)}\r\n".encode("utf-8-sig")


def offer_template() -> None:
    """Show one button per form of the empty table."""
    files: list[buttons.File] = [
        ("Leere Tabelle mit Anleitung (Excel)", "xlsx", XLSX, template_xlsx),
        ("Leere Tabelle (CSV)", "csv", "text/csv", template_csv),
    ]
    buttons.offer(files, "einrichtungen_vorlage", "vorlage")
