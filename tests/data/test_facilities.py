"""The county's table of facilities: what it may say, and what is told of a row or a file that cannot be used."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from data import package
from data.errors import SourceFileError
from data.facilities import COLUMNS, FACILITY_COLUMNS, TABLE, shipped, surroundings
from data.facility_kinds import KINDS, kind_key
from data.facility_table import read_facilities, read_upload

GOOD = {
    "id": "", "art": "Kita", "name": "Kita Storchennest", "gemeinde": "", "lon": "12.2", "lat": "53.8", "jahr": "2026",
    "quelle": "Jugendamt", "von": "", "bis": "", "plaetze": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def shown():
    return package.load()


@pytest.fixture(scope="module")
def around(shown):
    return surroundings(shown.regions, shown.county)


def text(*rows, separator=";", columns=COLUMNS):
    lines = [separator.join(columns), *(separator.join((GOOD | row)[name] for name in columns) for row in rows)]
    return "\n".join(lines) + "\n"


def upload(around, *rows, name="kitas.csv", **more):
    return read_upload(name, text(*rows, **more).encode(), around)


def test_the_shipped_places_are_facilities_with_year_and_source(shown):
    found = shipped(shown.places, shown.sources)
    assert list(found.columns) == list(FACILITY_COLUMNS)
    assert found.groupby("kind").size().to_dict() == {"bahnhof": 47, "grundschule": 36, "weiterfuehrende_schule": 29}
    assert found["id"].is_unique
    assert set(zip(found["kind"], found["year"], strict=True)) == {
        ("bahnhof", 2016), ("grundschule", 2017), ("weiterfuehrende_schule", 2017),
    }  # fmt: skip
    assert found["source"].str.contains("jedeschule|Deutsche Bahn").all()


def test_the_county_starts_with_an_empty_table(shown):
    assert shown.facilities.empty
    assert (Path(package.__file__).parent / "tables" / TABLE).read_text("utf-8").strip() == ",".join(COLUMNS)


def test_a_package_reads_its_own_table(tmp_path, around):
    path = tmp_path / TABLE
    path.write_text(text({}, {"id": "laden", "art": "Tafel", "name": "Tafel", "von": "18", "bis": ""}), "utf-8")
    found = read_facilities(path, around)
    assert found["kind"].tolist() == ["kita", "tafel"]
    assert found["kind_name"].tolist() == ["Kita", "Tafel"]
    assert found["age_from"].tolist()[1] == 18
    assert read_facilities(tmp_path / "fehlt.csv", around).empty


def test_a_spreadsheets_own_way_of_writing_is_read(around):
    rows = (
        {"lon": "12,2", "lat": "53,8°", "name": "Käferhaus"},
        {"name": "B", "gemeinde": "Güstrow", "lon": "", "lat": ""},
    )
    windows = text(*rows).replace("\n", "\r\n").encode("cp1252") + b";;;;;;;;;;\r\n"
    found = read_upload("kitas.csv", windows, around)
    assert not found.problems
    assert found.facilities[["lon", "lat"]].iloc[0].tolist() == [12.2, 53.8]
    assert found.facilities["at_centre"].tolist() == [False, True]
    assert found.facilities["name"].iloc[0] == "Käferhaus"


def test_a_municipality_stands_for_its_centre(shown, around):
    key = shown.regions.index[shown.regions["name"] == "Lohmen"][0]
    found = upload(around, {"gemeinde": key, "lon": "", "lat": ""}).facilities.iloc[0]
    assert (found["lon"], found["lat"]) == tuple(shown.regions.loc[key, ["lon", "lat"]])
    assert found["at_centre"]


def test_a_workbook_is_read_with_numbers_as_numbers(around):
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["Art", "Name", "Länge", "Breite", "Jahr", "Quelle", "Plätze", "Notiz"])
    sheet.append(["Kita", "=HYPERLINK(1)", 12.2, 53.8, 2026, "Jugendamt", 40, "bleibt liegen"])
    sheet.cell(2, 2).data_type = "s"
    book.save(out)
    found = read_upload("kitas.xlsx", out.getvalue(), around)
    assert found.facilities[["name", "capacity"]].iloc[0].tolist() == ["=HYPERLINK(1)", 40.0]
    assert found.unused == ("Notiz",)
    assert found.rows == 1


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"art": "Grundschle"}, "art", "Gemeint ist wohl „Grundschule“"),
        ({"art": ""}, "art", "fehlt"),
        ({"name": "x" * 201}, "name", "länger als 200"),
        ({"lon": "53.8", "lat": "12.2"}, "lon", "vertauscht"),
        ({"lon": "8.1", "lat": "47.9"}, "lon", "nicht im Landkreis und nicht in seiner Umgebung"),
        ({"lon": "33312345", "lat": "5963999"}, "lon", "Metern"),
        ({"lon": "12°12'"}, "lon", "keine Zahl in Grad"),
        ({"lat": ""}, "lat", "„lat“ fehlt"),
        ({"lon": "", "lat": ""}, "gemeinde", "wo die Einrichtung liegt"),
        ({"gemeinde": "Entenhausen"}, "gemeinde", "gibt es hier nicht"),
        ({"gemeinde": "Neuenkirchen"}, "gemeinde", "mehrere Gemeinden"),
        ({"gemeinde": "Waren (Müritz)", "lon": "", "lat": "", "jahr": "26"}, "jahr", "keine ganze Zahl"),
        ({"jahr": ""}, "jahr", "fehlt"),
        ({"quelle": ""}, "quelle", "fehlt"),
        ({"von": "6", "bis": "3"}, "bis", "gibt es nicht"),
        ({"id": "Kita 1"}, "id", "kein Kurzname"),
        ({"plaetze": "-3"}, "plaetze", "keine ganze Zahl"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named(around, row, column, words):
    found = upload(around, {"name": "Erste"}, row)
    assert [(p.line, p.column) for p in found.problems] == [(3, column)]
    assert words in found.problems[0].problem
    assert found.problems[0].remedy
    assert found.facilities.empty


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (({"id": "a"}, {"id": "a", "name": "B"}), "steht schon in Zeile 2"),
        (({}, {}), "steht schon in Zeile 2"),
        (({"von": "0"}, {"name": "B", "von": "3"}), "andere Alter als in Zeile 2"),
    ],
)
def test_rows_that_contradict_each_other_are_named(around, rows, words):
    found = upload(around, *rows)
    assert found.problems[0].line == 3
    assert words in str(found.problems[0])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "leer"),
        ("a.csv", b"PK\x03\x04rest", "keine Textdatei"),
        ("a.xlsx", b"PK\x03\x04rest", "keine Excel-Arbeitsmappe"),
        ("a.csv", b"art;name\nKita;A\n", "Spalte \u201ejahr\u201c fehlt"),
        ("a.csv", b"art;name;jahr;quelle\nKita;A;2026;B\n", "wo die Einrichtungen liegen"),
        ("a.csv", text({"lon": "12,2", "lat": "53,8"}, separator=",").encode(), "mehr Zellen"),
        ("a.csv", (text({}) + "x;" * 20 + "\n").encode(), "mehr Zellen"),
        ("a.csv", text(*({"name": str(at)} for at in range(2001))).encode(), "mehr als 2000 Zeilen"),
    ],
)
def test_a_file_that_is_no_table_is_named(around, name, content, words):
    found = read_upload(name, content, around)
    assert words in str(found.problems[0])
    assert found.facilities.empty


def test_a_cell_far_away_claims_no_memory(around):
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0].append(["art", "name", "gemeinde", "jahr", "quelle"])
    book.worksheets[0].cell(1_048_576, 16_384, "x")
    book.save(out)
    assert read_upload("weit.xlsx", out.getvalue(), around).rows <= 1


def test_the_countys_own_table_is_taken_whole_or_not_at_all(tmp_path, around):
    path = tmp_path / TABLE
    path.write_text(text({}, {"jahr": "x", "name": "B"}, {"jahr": "y", "name": "C"}), "utf-8")
    with pytest.raises(SourceFileError, match=r"Zeile 3, Spalte jahr.*Weitere Zeilen mit Fehlern: 1"):
        read_facilities(path, around)


def test_every_known_kind_has_words_of_its_own():
    assert all(kind_key(kind.name) == kind.key == kind_key(kind.plural) for kind in KINDS.values())
    assert pd.Series([kind.plural for kind in KINDS.values()]).is_unique
    assert {kind.gender for kind in KINDS.values()} <= {"f", "m", "n"}
