"""The county's table of thresholds: what it may say, and what is told of a row that cannot be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given

from data import package
from data.compile import build
from data.errors import SourceFileError
from data.schema import AGE_OPEN
from data.thresholds import COLUMNS, TABLE, THRESHOLD_COLUMNS, read_thresholds
from tests.data.any_text import any_text

SHIPPED = Path(package.__file__).parent
GOOD = {
    "id": "kita", "bezeichnung": "Kita-Gruppe", "von": "3", "bis": "5", "geschlecht": "alle", "quelle": "bestand",
    "noetig": "15", "art": "mindestens", "hinweis": "Annahme",
}  # fmt: skip


def table(folder, *rows, separator=","):
    lines = [separator.join(COLUMNS), *(separator.join((GOOD | row)[name] for name in COLUMNS) for row in rows)]
    path = folder / TABLE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_shipped_table_has_what_the_county_asked_for():
    found = package.load().thresholds.set_index("id")
    assert list(found.columns) == list(THRESHOLD_COLUMNS[1:])
    assert found.loc["feuerwehr", ["age_from", "age_to", "kind"]].tolist() == [18, 60, "at_least"]
    assert found.loc["bus", ["source", "kind"]].tolist() == ["heads", "at_most"]
    assert found["note"].str.startswith("Annahme: ").all()


def test_ages_are_inclusive_in_the_table_and_may_be_open(tmp_path):
    rows = [{}, {"id": "alte", "von": "80", "bis": ""}, {"id": "frauen", "geschlecht": "Frauen"}]
    found = read_thresholds(table(tmp_path, *rows))
    assert found[["age_from", "age_to"]].to_numpy().tolist() == [[3, 6], [80, AGE_OPEN], [3, 6]]
    assert found["sex"].tolist() == ["t", "t", "f"]


def test_births_need_no_ages(tmp_path):
    found = read_thresholds(table(tmp_path, {"quelle": "geburten", "von": "", "bis": "", "art": "höchstens"}))
    assert found.iloc[0][["source", "kind", "needed"]].tolist() == ["births", "at_most", 15.0]


def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path):
    path = table(tmp_path, {}, separator=";")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b";;;;;;;;\r\n")
    assert read_thresholds(path)["label"].tolist() == ["Kita-Gruppe"]


def test_a_package_may_do_without_the_table(tmp_path):
    found = read_thresholds(tmp_path / TABLE)
    assert found.empty
    assert list(found.columns) == list(THRESHOLD_COLUMNS)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"noetig": "0"}, "noetig"),
        ({"noetig": "fünfzehn"}, "noetig"),
        ({"noetig": "1.5"}, "noetig"),
        ({"noetig": "²"}, "noetig"),
        ({"von": "-3"}, "von"),
        ({"von": ""}, "von"),
        ({"von": "7"}, "bis"),
        ({"bis": "999"}, "bis"),
        ({"geschlecht": "divers"}, "geschlecht"),
        ({"quelle": "inkar"}, "quelle"),
        ({"art": "genau"}, "art"),
        ({"id": "Kita Gruppe"}, "id"),
        ({"id": ""}, "id"),
        ({"bezeichnung": " "}, "bezeichnung"),
    ],
)
def test_a_bad_row_is_named_with_line_column_and_remedy(tmp_path, row, column):
    with pytest.raises(SourceFileError) as caught:
        read_thresholds(table(tmp_path, {"id": "erste"}, row))
    error = caught.value
    assert (error.file.name, error.line, error.column) == (TABLE, 3, column)
    assert "schwellen.csv" in error.remedy


def test_the_line_counts_empty_lines(tmp_path):
    path = table(tmp_path, {"id": "erste"}, {"noetig": "0"})
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], "", *lines[2:]]), encoding="utf-8")
    with pytest.raises(SourceFileError) as caught:
        read_thresholds(path)
    assert caught.value.line == 4


def test_a_name_stands_once(tmp_path):
    with pytest.raises(SourceFileError, match="steht schon in Zeile 2") as caught:
        read_thresholds(table(tmp_path, {}, {}))
    assert (caught.value.line, caught.value.column) == (3, "id")


def test_missing_and_surplus_columns_are_named(tmp_path):
    path = table(tmp_path, {})
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",noetig,", ",zahl,"), encoding="utf-8")
    with pytest.raises(SourceFileError, match="„noetig“ fehlt"):
        read_thresholds(path)
    path.write_text(text + "a,b,1,2,alle,bestand,3,mindestens,x,y,z\n", encoding="utf-8")
    with pytest.raises(SourceFileError, match="zu viele Spalten") as caught:
        read_thresholds(path)
    assert caught.value.line == 3


@given(any_text(200))
def test_no_text_breaks_it_without_a_german_word(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("t") / TABLE
    path.write_text(",".join(COLUMNS) + "\n" + text, encoding="utf-8", errors="ignore")
    try:
        assert list(read_thresholds(path).columns) == list(THRESHOLD_COLUMNS)
    except SourceFileError as error:
        assert error.remedy


def test_a_broken_table_stops_loading(tmp_path):
    copy = tmp_path / "data"
    for name in ("tables", "boundaries"):
        shutil.copytree(SHIPPED / name, copy / name)
    shutil.copy(SHIPPED / "datapackage.json", copy)
    table(copy / "tables", {"noetig": "viele"})
    with pytest.raises(SourceFileError, match="„viele“ ist keine ganze Zahl"):
        package.load(copy)


def test_the_table_is_kept_by_hand():
    assert TABLE in build.HAND_KEPT
