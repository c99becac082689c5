"""The files of a comparison."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from reports.compare_files import to_csv, to_png, to_svg, to_xlsx
from tests.views.drawings import HOSTILE
from views import svg
from views.compare_sheet import Drawn, Figure, Sheet, Table, table_html


def sheet(name: str = "Lohmen") -> Sheet:
    drawn = Drawn(svg.text(name, 0, 20), 30, name)
    rows = (
        (name, Figure(25.65, 1), "197 von 768"),
        ("Walkendorf", "geheim", ""),
        ("Zehna", Figure(-0.04, 1, True), ""),
    )
    return Sheet(
        name, "Anteil", ("Lesehilfe", ""), "Quelle", "stamm", lambda _: drawn,
        lambda: Table((name, "Wert (%)", "Anzahl"), rows), 400.0,
    )  # fmt: skip


def test_picture_files_carry_title_explanation_and_source():
    text = to_svg(sheet()).decode()
    for words in ("Lohmen", "Anteil", "Lesehilfe", "Quelle: Quelle; eigene Berechnung."):
        assert words in text
    assert to_png(sheet()).startswith(b"\x89PNG")


def test_tables_keep_numbers_as_numbers_and_missing_ones_as_words():
    lines = to_csv(sheet()).decode("utf-8-sig").splitlines()
    assert "Lohmen;25,65;197 von 768" in lines
    assert "Walkendorf;geheim;" in lines
    book = load_workbook(io.BytesIO(to_xlsx(sheet())))
    cells = [[cell.value for cell in row] for row in book["Tabelle"].iter_rows(min_row=2)]
    assert cells[:2] == [["Lohmen", 25.65, "197 von 768"], ["Walkendorf", "geheim", None]]
    assert book["Tabelle"]["B4"].number_format.startswith("+#,##0.0")
    assert "Quelle; eigene Berechnung" in [row[1].value for row in book["Angaben"].iter_rows()]


def test_the_page_writes_no_minus_zero_and_every_missing_word():
    markup = table_html(sheet().table(), "Zahlen")
    assert ">0,0<" in markup
    assert "geheim" in markup


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    assert "<img" not in to_svg(sheet(name)).decode()
    cell = load_workbook(io.BytesIO(to_xlsx(sheet(name))))["Tabelle"]["A2"]
    assert cell.data_type == "s"
    assert not any(
        line.startswith(("=", "+", "-", "@")) for line in to_csv(sheet(name)).decode("utf-8-sig").splitlines()
    )
    assert "<img" not in table_html(sheet(name).table(), name)
