"""Files to take home: complete, German, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import re
from html import escape

import pytest
from openpyxl import load_workbook
from PIL import Image

from reports.takeaway import svg_to_png, to_csv, to_html, to_png, to_svg, to_xlsx
from tests.views.map_samples import HOSTILE, IDS, description, payload
from views.tokens import FONT


@pytest.fixture(scope="module")
def shapes():
    return payload()


@pytest.fixture(scope="module")
def shown(shapes):
    return description(shapes)


def test_svg_is_the_framed_map(shown, shapes):
    drawing = to_svg(shown, shapes).decode()
    assert drawing.startswith("<svg")
    assert "31.12.2015" in drawing


def test_png_is_twice_as_fine_and_not_blank(shown, shapes):
    picture = Image.open(io.BytesIO(to_png(shown, shapes, 400, 300)))
    assert picture.size == (800, 600)
    assert len(picture.convert("RGB").getcolors(800 * 600)) > 20


def test_german_letters_are_painted_without_system_fonts():
    head = f"<svg xmlns='http://www.w3.org/2000/svg' width='200' height='40' font-family='{escape(FONT)}'>"
    drawings = [f"{head}<text x='5' y='30' font-size='24'>{text}</text></svg>" for text in ("", "ÄÖÜß −€")]
    blank, written = (svg_to_png(drawing) for drawing in drawings)
    dark = [
        sum(count for count, colour in Image.open(io.BytesIO(one)).convert("L").getcolors() if colour < 100)
        for one in (blank, written)
    ]
    assert dark[0] == 0
    assert dark[1] > 300


def test_csv_opens_in_german_excel(shown, shapes):
    raw = to_csv(shown, shapes)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    table = {row[0]: row for row in rows if row and row[0] in IDS}
    assert table[IDS[2]][2:6] == ["30", "300", "1000", "25 und mehr"]
    assert table[IDS[4]][2] == "25,7"
    assert table[IDS[3]][2:6] == ["", "", "", "geheim"]
    heads = {row[0] for row in rows}
    assert {"# Titel", "# Quelle", "# Stand der Zahlen", "# Lizenz", "# Legende"} <= heads


def test_nothing_in_the_csv_is_a_formula(shown, shapes):
    rows = csv.reader(io.StringIO(to_csv(shown, shapes).decode("utf-8-sig")), delimiter=";")
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+@" and cell]
    assert "'" + HOSTILE[2] in cells


def test_workbook_holds_numbers_as_numbers_and_names_as_text(shown, shapes):
    book = load_workbook(io.BytesIO(to_xlsx(shown, shapes)))
    sheet = book["Tabelle"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=5, max_row=10)}
    assert rows[IDS[2]][2].value == 30
    assert rows[IDS[2]][2].number_format == "#,##0.0"
    assert rows[IDS[3]][2].value is None
    assert rows[IDS[2]][1].value == HOSTILE[2]
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    words = {str(cell.value) for line in sheet.iter_rows() for cell in line}
    assert {"Anteil ab 65", "Quelle", "31.12.2015", "Lizenz"} <= words
    assert [row[1].value for row in book["Legende"].iter_rows(min_row=2)][:2] == ["unter 15", "15 bis unter 18"]


def test_the_page_stands_alone_and_nothing_in_it_runs(shown, shapes):
    page = to_html(shown, shapes).decode()
    fixed = page.split("<main>")[0] + page.split("</main>")[1].split("const words")[0]
    script = page.split('tip = document.getElementById("tip")')[1]
    assert not re.search(r"fetch|XMLHttp|innerHTML|https?:|import", script)
    assert not re.search(r"https?:|src=|href=|@import", fixed)
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "default-src 'none'" in page
    assert page.count("<tr data-i=") == len(IDS)


def test_control_characters_do_not_break_the_workbook(shapes):
    names = ("a\x00b", *HOSTILE[1:])
    assert load_workbook(io.BytesIO(to_xlsx(description(payload(names)), payload(names))))
