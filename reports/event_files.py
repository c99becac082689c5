"""The record of an evening to take home: a page for printing (A4) that needs nothing else, and a workbook."""

from __future__ import annotations

import io
from html import escape
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data.slug import slug
from reports import buttons
from reports.takeaway import FORMULA_STARTS
from views import tokens
from views.event_data import Evening
from views.event_record import Protocol, Section, protocol
from views.event_result import table
from views.layout import exercise_badge
from views.map_svg import FONT

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL: Final = 32_000
"""A workbook's cell holds 32,767 characters."""
WIDTHS: Final = {
    "Nr.": 6,
    "Idee": 70,
    "Botschaft": 60,
    "Antwort": 60,
    "Wofür": 70,
    "Aussage": 60,
    "Erläuterung": 60,
    "Maßnahme": 60,
    "Herkunft": 34,
}
STYLE: Final = f"""
@page {{ size: A4; margin: 16mm 14mm }}
body {{ margin: 0 auto; max-width: 190mm; padding: 8mm 4mm; font: 11pt/1.4 {FONT}; color: {tokens.TEXT} }}
h1 {{ font-size: 22pt; line-height: 1.15; margin: 0 0 3mm; overflow-wrap: anywhere }} h2 {{ font-size: 14pt; margin: 8mm 0 1mm; overflow-wrap: anywhere; break-after: avoid }}
p {{ margin: 0 0 2mm; overflow-wrap: anywhere }} .said {{ color: {tokens.MUTED} }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: 1mm 6mm; margin: 0 0 4mm }} dt {{ color: {tokens.MUTED} }} dd {{ margin: 0; overflow-wrap: anywhere }}
table {{ border-collapse: collapse; width: 100%; font-size: 10pt }} th, td {{ text-align: start; vertical-align: top; padding: 1.2mm 2mm; border-bottom: .2mm solid {tokens.RULE}; overflow-wrap: anywhere }}
th {{ background: {tokens.SURFACE}; font-weight: 650; overflow-wrap: normal }} td.w {{ overflow-wrap: normal }} .n {{ text-align: right; font-variant-numeric: tabular-nums }} tr {{ break-inside: avoid }} thead {{ display: table-header-group }}
.kp-exercise {{ border: .6mm solid #000; background: #fff3d6; padding: .5mm 2mm; font-size: 11pt; font-weight: 650; white-space: nowrap }}
.note {{ border-inline-start: 1mm solid {tokens.ACCENT}; padding-inline-start: 4mm; white-space: pre-line }}
footer {{ margin-top: 8mm; color: {tokens.MUTED}; font-size: 9pt }}
"""


def offer(evening: Evening) -> None:
    """Offer the record as files."""
    files = [
        ("Protokoll zum Drucken", "html", "text/html", lambda: to_html(protocol(evening))),
        ("Protokoll als Tabelle", "xlsx", XLSX, lambda: to_xlsx(protocol(evening))),
    ]
    buttons.offer(files, stem(evening), f"protokoll_{evening.event.id}")


def stem(evening: Evening) -> str:
    """Make a file name that tells what is inside."""
    event = evening.event
    return f"protokoll_{slug(event.title)[:60] or 'werkstatt'}{f'_{event.held_on:%Y-%m-%d}' if event.held_on else ''}"


def to_html(found: Protocol) -> bytes:
    """Write the record as a page of its own, for A4 paper; everything in it is escaped and nothing is fetched."""
    badge = exercise_badge() if found.exercise else ""
    facts = "".join(f'<dt>{escape(head)}</dt><dd dir="auto">{escape(text)}</dd>' for head, text in found.facts)
    note = f'<p class="note" dir="auto">{escape(found.note)}</p>' if found.note.strip() else ""
    parts = "".join(
        f'<section><h2 dir="auto">{escape(one.title)}</h2><p class="said">{escape(one.said)}</p>{table(one)}</section>'
        for one in found.sections
    )
    return (
        (
            '<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            f"<title>Protokoll: {escape(found.title)}</title><style>{STYLE}</style></head><body>"
            f'<header><p class="said">Protokoll</p><h1 dir="auto">{escape(found.title)} {badge}</h1></header><main><dl>{facts}</dl>{note}{parts}</main>'
            "<footer>Geschrieben mit dem Kommunalprofil. Namen von Teilnehmenden werden nicht erfasst.</footer></body></html>\n"
        )
        .replace("\0", "")
        .encode("utf-8", "replace")
    )


def to_xlsx(found: Protocol) -> bytes:
    """Write the record as a workbook: one sheet for the evening, one per section; no cell can become a formula."""
    book = Workbook()
    first: Worksheet = book.worksheets[0]
    first.title = "Werkstatt"
    _write(
        first, 1, 1, found.title + (" (Übung – erfundene Einträge)" if found.exercise else ""), Font(bold=True, size=14)
    )
    for line, (head, text) in enumerate([*found.facts, *([("Ergebnis", found.note)] if found.note.strip() else [])], 3):
        _write(first, line, 1, head, Font(bold=True))
        _write(first, line, 2, text)
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 18, 90
    for number, one in enumerate(found.sections, 1):
        _sheet(book.create_sheet(_name(number, one.title)), one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name(number: int, title: str) -> str:
    """Name a sheet: short, and without the signs that sheets may not have."""
    kind = title.partition(":")[0]
    return f"{number} {''.join(sign for sign in kind if sign.isalnum() or sign == ' ')}"[:31]


def _sheet(sheet: Worksheet, one: Section) -> None:
    _write(sheet, 1, 1, one.title, Font(bold=True, size=14))
    _write(sheet, 2, 1, one.said, Font(color=tokens.MUTED[1:]))
    for column, head in enumerate(one.heads, 1):
        _write(sheet, 4, column, head, Font(bold=True))
        sheet.cell(4, column).fill = PatternFill("solid", fgColor=tokens.SURFACE[1:])
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(head, 20)
    for line, row in enumerate(one.rows, 5):
        for column, cell in enumerate(row, 1):
            if isinstance(cell, int):
                sheet.cell(line, column, cell)
            else:
                _write(sheet, line, column, cell)
    sheet.freeze_panes = "A5"


def _write(sheet: Worksheet, line: int, column: int, text: str, font: Font | None = None) -> None:
    """Write a text that stays a text, whatever it begins with."""
    cell = sheet.cell(line, column)
    cell.value = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")[:LONGEST_CELL]
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
    cell.alignment = Alignment(vertical="top", wrap_text=line > 2)
    if font:
        cell.font = font
