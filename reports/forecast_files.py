"""The files of a projection to take home: picture and tables with title, scenario, assumptions, source and date on them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from reports import buttons
from reports.takeaway import LICENCE, safe_cell, svg_to_png
from views import svg
from views.fan import fan_svg
from views.fan_plan import fan_table
from views.forecast_assumptions import Assumption
from views.forecast_parts import fan_note, headline, lines_title, phase_rows, subtitle
from views.forecast_view import ForecastView
from views.formats import sort_key

WIDTH, PICTURE_HEIGHT, MARGIN = 1200.0, 560.0, 32.0
TITLE_SIZE, SIZE, SMALL_SIZE = 30.0, 17.0, 13.0
STYLE: Final = 'style="max-width:100%;height:auto;display:block"'


@dataclass(frozen=True)
class Takeaway:
    """What goes into the files: the view, its sentences, its assumptions and its sources."""

    view: ForecastView
    told: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    source: str

    def notes(self) -> list[tuple[str, str]]:
        """Give heads and texts that stand in every file."""
        view = self.view
        return [
            ("Titel", headline(view)),
            ("Angaben", subtitle(view)),
            *(("Aussage", text) for text in self.told),
            *((f"Annahme: {one.about}", f"{one.text} ({one.origin})") for one in self.assumed),
            ("Lesehilfe", fan_note(view)),
            ("Quelle", f"{self.source}; eigene Vorausberechnung" if self.source else "eigene Vorausberechnung"),
            ("Lizenz", LICENCE),
        ]


def to_svg(taken: Takeaway) -> bytes:
    """Return the picture with title, scenario, assumptions, note and source on it."""
    view, inner = taken.view, WIDTH - 2 * MARGIN
    title, y = svg.paragraph(headline(view), MARGIN, MARGIN + TITLE_SIZE, inner, size=TITLE_SIZE, bold=True)
    below, y = svg.paragraph(subtitle(view), MARGIN, y + 2, inner, size=SIZE)
    said, y = svg.paragraph(" ".join(taken.told), MARGIN, y + 8, inner, size=SIZE, bold=True)
    picture = fan_svg(
        view.lines, view.history, unit=view.people.many, width=inner, height=PICTURE_HEIGHT, size=SIZE,
        title=lines_title(view), rounding=view.rounding,
    ).replace(STYLE, f'x="{svg.num(MARGIN)}" y="{svg.num(y)}"')  # fmt: skip
    y += PICTURE_HEIGHT + SMALL_SIZE * 2
    foot = []
    for text in _foot(taken):
        drawn, y = svg.paragraph(text, MARGIN, y, inner, size=SMALL_SIZE)
        foot.append(drawn)
    return svg.document(
        WIDTH,
        y + 8,
        headline(view),
        " ".join(taken.told),
        title,
        below,
        said,
        svg.Markup(picture),
        *foot,
        size=round(SIZE),
    ).encode()


def _foot(taken: Takeaway) -> list[str]:
    assumed = " ".join(f"{one.about}: {one.text}" for one in taken.assumed)
    return [fan_note(taken.view), f"Angenommen ist: {assumed}", f"Quelle: {taken.source}; eigene Vorausberechnung."]


def to_png(taken: Takeaway) -> bytes:
    """Return the same as a PNG file, twice as fine as on screen."""
    return svg_to_png(to_svg(taken).decode())


def _years(taken: Takeaway) -> tuple[list[str], list[list[str | float]]]:
    """Give heads and rows of the table by year."""
    table = fan_table(taken.view.lines, taken.view.rounding)
    return [str(name) for name in table.columns], [list(row) for row in table.itertuples(index=False, name=None)]


def _counted(taken: Takeaway) -> list[list[str | float]]:
    return [[str(year), value, part.base] for part in taken.view.history for year, value in part.points]


def _phase_heads(view: ForecastView) -> list[str]:
    years = [f"{year} {word}" for year in view.years for word in ("erwartet", "von", "bis")]
    return ["Lebensphase", "Alter", *years, f"bis {view.last_year}"]


def to_csv(taken: Takeaway) -> bytes:
    """Return all tables for German Excel: UTF-8 with BOM, semicolons, decimal comma; notes stand in the first lines."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for head, line in taken.notes():
        writer.writerow([safe_cell(f"# {head}"), safe_cell(line)])
    heads, rows = _years(taken)
    tables = [
        (heads, rows),
        (["Gezählt", lines_title(taken.view), "Zählbasis"], _counted(taken)),
        (_phase_heads(taken.view), phase_rows(taken.view)),
    ]
    for names, lines in tables:
        if lines:
            writer.writerow([safe_cell(name) for name in names])
            writer.writerows([[_comma(value) for value in line] for line in lines])
            writer.writerow([])
    return text.getvalue().encode("utf-8-sig")


def _comma(value: str | float) -> str:
    return safe_cell(value) if isinstance(value, str) else f"{value:.10g}".replace(".", ",") if value == value else ""


def to_xlsx(taken: Takeaway) -> bytes:
    """Return a workbook: years, counted years, phases of life, and everything that is assumed."""
    book = Workbook()
    heads, rows = _years(taken)
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "Vorausberechnung"
    _fill(sheet, heads, rows)
    _fill(book.create_sheet("Gezählt"), ["Jahr", "Menschen", "Zählbasis"], _counted(taken))
    _fill(book.create_sheet("Lebensphasen"), _phase_heads(taken.view), phase_rows(taken.view))
    notes = book.create_sheet("Angaben")
    _fill(notes, ["Angabe", "Text"], [list(row) for row in taken.notes()])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 30, 110
    book.properties.title = headline(taken.view)
    book.properties.creator = "Kommunalprofil"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[str | float]]) -> None:
    for column, head in enumerate(heads, 1):
        _write(sheet, 1, column, head).font = Font(bold=True)
    for line, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            _write(sheet, line, column, value)
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 24


def _write(sheet: Worksheet, line: int, column: int, value: str | float) -> Any:
    cell = sheet.cell(line, column)
    if isinstance(value, str):
        cell.value = "".join(sign for sign in value if sign.isprintable())
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    elif value == value:
        cell.value, cell.number_format = value, "#,##0"
    return cell


Maker = Callable[[Takeaway], bytes]
FILES: Final[tuple[tuple[str, str, str, Maker], ...]] = (
    ("Bild (PNG)", "png", "image/png", to_png),
    ("Zeichnung (SVG)", "svg", "image/svg+xml", to_svg),
    ("Tabelle (Excel)", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    ("Tabelle (CSV)", "csv", "text/csv", to_csv),
)


def offer(view: ForecastView, told: list[str], assumed: list[Assumption], source: str) -> None:
    """Show one button per file; title, scenario, assumptions, source and date are in each."""
    taken = Takeaway(view, tuple(told), tuple(assumed), source)
    stem = "prognose_" + "".join(c for c in sort_key(view.place.name).replace(" ", "_") if c.isalnum() or c in "_-")
    buttons.offer(
        [(label, ending, mime, partial(make, taken)) for label, ending, mime, make in FILES], stem, "prognose"
    )
