"""Files to take home: a map as SVG, PNG, stand-alone page, CSV or workbook – each with title, legend, source and date on it.

Names come from outside: in HTML they are escaped, in tables nothing that begins like a formula can become one.
"""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

import resvg_py
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from views import formats, tokens
from views.geometry import GeometryPayload
from views.map_description import LETTERS, SEPARATOR, MapDescription
from views.map_svg import FONT, map_svg

FONTS: Final = Path(__file__).parent / "fonts"
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
LICENCE: Final = "dl-de/by-2-0, https://www.govdata.de/dl-de/by-2-0"


@dataclass(frozen=True)
class TableRow:
    """One region of the map as a table row; ``figures`` are value, numerator, denominator as far as known."""

    region_id: str
    name: str
    figures: tuple[float | None, ...]
    text: str
    class_label: str
    estimated: bool


def to_svg(description: MapDescription, payload: GeometryPayload, width: int = 1200, height: int = 900) -> bytes:
    """Return the framed map as an SVG file."""
    return map_svg(description, payload, width, height).encode()


def to_png(
    description: MapDescription, payload: GeometryPayload, width: int = 1200, height: int = 900, scale: float = 2.0
) -> bytes:
    """Return the framed map as a PNG file, twice as fine as on screen."""
    return svg_to_png(map_svg(description, payload, width, height), scale)


def svg_to_png(svg: str, scale: float = 2.0) -> bytes:
    """Paint any of our drawings; the font comes along, so that it looks the same on every machine."""
    files = sorted(str(path) for path in FONTS.glob("*.ttf"))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, zoom=scale, background=tokens.WHITE, skip_system_fonts=True, font_files=files,
            sans_serif_family="Kommunalprofil Sans", font_family="Kommunalprofil Sans",
        )
    )  # fmt: skip


def table_rows(description: MapDescription, payload: GeometryPayload) -> list[TableRow]:
    """Return what the map shows as rows, ordered by name."""
    rows = []
    for at, region in enumerate(description.region_ids):
        code = description.codes[at]
        label = description.row(code).label
        figures = tuple(_plain(part) for part in description.fields[at].split(SEPARATOR) if part)
        rows.append(TableRow(region, payload.names[at], figures, description.text(at), label, code.isupper()))
    return sorted(rows, key=lambda row: formats.sort_key(row.name))


def _plain(text: str) -> float:
    """Read a number back that :func:`views.formats.number` wrote."""
    return float(text.replace(".", "").replace(",", ".").replace(formats.MINUS, "-").replace("+", ""))


def _heads(description: MapDescription) -> tuple[str, ...]:
    """Name the table's figure columns; as many as the wording of a figure has."""
    value = f"Wert ({description.legend_unit})" if description.legend_unit else "Wert"
    return (value, "Zähler", "Nenner") if "{1}" in description.pattern else (value,)


def _notes(description: MapDescription) -> Iterator[tuple[str, str]]:
    yield "Titel", description.title
    yield "Angaben", description.subtitle
    if description.date:
        yield "Stand der Zahlen", description.date
    yield "Quelle", description.source
    yield "Lizenz", LICENCE


def to_csv(description: MapDescription, payload: GeometryPayload) -> bytes:
    """Return the table as CSV for German Excel: UTF-8 with BOM, semicolons, decimal comma; notes stand in the first lines."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for head, note in _notes(description):
        writer.writerow([f"# {head}", safe_cell(note)])
    for row in description.legend:
        writer.writerow(["# Legende", safe_cell(row.label), row.count])
    heads = _heads(description)
    writer.writerow(["Schlüssel", "Name", *heads, "Klasse oder Grund", "geschätzt"])
    for line in table_rows(description, payload):
        figures = [_comma(number) for number in line.figures] + [""] * (len(heads) - len(line.figures))
        reason = safe_cell(line.class_label if line.figures else line.text)
        writer.writerow([line.region_id, safe_cell(line.name), *figures, reason, "ja" if line.estimated else ""])
    return text.getvalue().encode("utf-8-sig")


def _comma(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}".replace(".", ",")


def safe_cell(text: str) -> str:
    """Keep a text a text: spreadsheets run cells that begin like a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def to_xlsx(description: MapDescription, payload: GeometryPayload, *, decimals: int | None = None) -> bytes:
    """Return a workbook: sheet "Tabelle" with title, figures and source, sheet "Legende" with classes and colours.

    Parameters
    ----------
    decimals : int | None
        Decimals of the value; by default as many as the map writes.
    """
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "Tabelle"
    digits = _decimals(description) if decimals is None else decimals
    _write_table(sheet, description, payload, "#,##0" + ("." + "0" * digits if digits else ""))
    _write_legend(book.create_sheet("Legende"), description)
    book.properties.title = description.title
    book.properties.creator = "Kommunalprofil"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _decimals(description: MapDescription) -> int:
    values = [text.split(SEPARATOR)[0] for text in description.fields if text]
    return max((len(value.partition(",")[2]) for value in values), default=0)


def _write_table(sheet: Worksheet, description: MapDescription, payload: GeometryPayload, number_format: str) -> None:
    notes = list(_notes(description))
    _text(sheet, 1, 1, description.title, Font(bold=True, size=14))
    _text(sheet, 2, 1, description.subtitle, Font(color=tokens.MUTED[1:]))
    heads = ["Schlüssel", "Name", *_heads(description), "Klasse oder Grund", "geschätzt"]
    for column, head in enumerate(heads, 1):
        _text(sheet, 4, column, head, Font(bold=True)).fill = PatternFill("solid", fgColor=tokens.SURFACE[1:])
    rows = table_rows(description, payload)
    for line, row in enumerate(rows, 5):
        _text(sheet, line, 1, row.region_id)
        _text(sheet, line, 2, row.name)
        for column, figure in enumerate(row.figures, 3):
            cell = sheet.cell(line, column, figure)
            cell.number_format = number_format if column == 3 else "#,##0"
        _text(sheet, line, len(heads) - 1, row.class_label if row.figures else row.text)
        _text(sheet, line, len(heads), "ja" if row.estimated else "")
    for line, (head, note) in enumerate(notes[1:], len(rows) + 6):
        _text(sheet, line, 1, head, Font(bold=True))
        _text(sheet, line, 2, note)
    sheet.freeze_panes = "C5"
    sheet.auto_filter.ref = f"A4:{get_column_letter(len(heads))}{len(rows) + 4}"
    for column, width in enumerate((13, 32, *[16] * (len(heads) - 4), 30, 11), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write_legend(sheet: Worksheet, description: MapDescription) -> None:
    for column, head in enumerate(("Farbe", description.legend_unit or "Klasse", description.legend_regions), 1):
        _text(sheet, 1, column, head, Font(bold=True))
    for line, row in enumerate(description.legend, 2):
        colour = description.colour(row.code) if row.code in LETTERS else None
        if colour:
            sheet.cell(line, 1).fill = PatternFill("solid", fgColor=colour[1:])
        _text(sheet, line, 2, row.label)
        sheet.cell(line, 3, row.count)
    sheet.column_dimensions["B"].width = 34


def _text(sheet: Worksheet, line: int, column: int, text: str, font: Font | None = None) -> Any:
    """Write a text cell that stays a text, whatever it begins with."""
    cell = sheet.cell(line, column)
    cell.value = _printable(text)
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    if font:
        cell.font = font
    cell.alignment = Alignment(vertical="top")
    return cell


def _printable(text: str) -> str:
    """Drop control characters, which no workbook may hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")


def to_html(description: MapDescription, payload: GeometryPayload, width: int = 1200, height: int = 820) -> bytes:
    """Return one page that needs nothing else: the map, a table that sorts, legend and source; its script asks nobody."""
    rows = table_rows(description, payload)
    positions = {region: at for at, region in enumerate(description.region_ids)}
    heads = ("Name", *_heads(description), "Klasse oder Grund")
    digits = _decimals(description)
    parts = {
        "title": escape(description.title),
        "style": font_faces() + _STYLE,
        "map": map_svg(description, payload, width, height, touch=True),
        "heads": "".join(_html_head(head) for head in heads),
        "rows": "".join(_html_row(row, positions[row.region_id], len(heads) - 2, digits) for row in rows),
        "notes": "".join(f"<dt>{escape(head)}</dt><dd>{escape(note)}</dd>" for head, note in _notes(description)),
        "script": _SCRIPT.replace(
            "WORDS", _script_json({positions[row.region_id]: [row.name, row.text] for row in rows})
        ),
    }
    return "".join(part if at % 2 == 0 else parts[part] for at, part in enumerate(_PAGE)).encode()


def font_faces() -> str:
    """Bring the font along, so that the page looks the same on every machine."""
    faces = []
    for name, weights in (("Regular", "400"), ("Bold", "600 700")):
        data = base64.b64encode((FONTS / f"KommunalprofilSans-{name}.ttf").read_bytes()).decode()
        source = f"url(data:font/ttf;base64,{data})"
        faces.append(f"@font-face {{ font-family: 'Kommunalprofil Sans'; font-weight: {weights}; src: {source} }}\n")
    return "".join(faces)


def _script_json(content: Any) -> str:
    """Write data for a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(content, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _html_head(head: str) -> str:
    return f'<th scope="col"><button type="button">{escape(head)}</button></th>'


def _html_row(row: TableRow, position: int, figures: int, digits: int) -> str:
    cells = "".join(
        f'<td class="n" data-v="{number}">{formats.number(number, 0 if at else digits)}</td>'
        for at, number in enumerate(row.figures)
    )
    empty = "<td></td>" * (figures - len(row.figures))
    reason = escape(row.class_label if row.figures else row.text) + (" (geschätzt)" if row.estimated else "")
    return f'<tr data-i="{position}"><th scope="row">{escape(row.name)}</th>{cells}{empty}<td>{reason}</td></tr>'


_STYLE: Final = f"""
body {{ margin: 24px auto; max-width: 1200px; padding: 0 16px; font: 17px/1.45 {FONT}; color: {tokens.TEXT} }}
svg {{ width: 100%; height: auto }} svg path.on {{ fill-opacity: 0; stroke: #000; stroke-width: 3; vector-effect: non-scaling-stroke }}
.touch path {{ cursor: pointer }} #tip {{ min-height: 1.5em; font-weight: 600 }}
table {{ border-collapse: collapse; width: 100%; margin-top: 24px }} caption {{ text-align: left; font-weight: 700; font-size: 1.15em; padding-bottom: 8px }}
th, td {{ text-align: left; padding: 5px 10px; border-bottom: 1px solid {tokens.RULE}; font-weight: 400 }} td.n {{ text-align: right; font-variant-numeric: tabular-nums }}
thead th {{ background: {tokens.SURFACE}; position: sticky; top: 0 }} thead button {{ font: inherit; font-weight: 600; border: 0; background: none; color: {tokens.ACCENT}; cursor: pointer; padding: 2px 0; text-decoration: underline }}
tr.on {{ background: {tokens.ACCENT_LIGHT} }} dl {{ color: {tokens.MUTED}; font-size: 14px }} dt {{ font-weight: 600 }} dd {{ margin: 0 0 6px }}
:focus-visible {{ outline: 3px solid {tokens.FOCUS}; outline-offset: 2px }} @media print {{ thead th {{ position: static }} tr {{ break-inside: avoid }} }}
"""

_SCRIPT: Final = """
const words = WORDS, tip = document.getElementById("tip"), body = document.querySelector("tbody");
function show(i) {
  for (const node of document.querySelectorAll(".on")) node.classList.remove("on");
  if (i === undefined) return;
  for (const node of document.querySelectorAll(`[data-i="${Number(i)}"]`)) node.classList.add("on");
  tip.textContent = words[i][0] + ": " + words[i][1];
}
document.addEventListener("pointerover", (e) => { const node = e.target.closest("[data-i]"); show(node ? node.dataset.i : undefined); });
document.querySelectorAll("thead button").forEach((button, column) => button.addEventListener("click", () => {
  const head = button.parentElement, down = head.getAttribute("aria-sort") !== "descending" && (column > 0 || head.getAttribute("aria-sort") === "ascending");
  for (const other of document.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row) => row.cells[column].dataset.v, sign = down ? -1 : 1;
  // rows without a number stay at the end, whichever way the table is sorted
  body.append(...[...body.rows].sort((a, b) => column && column < body.rows[0].cells.length - 1
    ? (key(a) === undefined) - (key(b) === undefined) || sign * (key(a) - key(b))
    : sign * a.cells[column].textContent.localeCompare(b.cells[column].textContent, "de")));
}));
"""

_PAGE: Final = (
    '<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:\"><title>",
    "title", "</title><style>", "style", "</style></head><body><main>", "map",
    '<p id="tip" role="status">Auf einen Ort zeigen, um seine Zahl zu lesen.</p><table><caption>Alle Werte</caption><thead><tr>', "heads",
    "</tr></thead><tbody>", "rows", "</tbody></table><dl>", "notes", "</dl></main><script>", "script", "</script></body></html>\n",
)  # fmt: skip
"""Fixed text and, at every second place, the name of a part; parts are joined once, so no part can bring in another."""
