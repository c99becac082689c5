"""The reader of the Regionaldatenbank: every layout, every marker, every way a file can be bad."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import SourceFileError
from data.schema import Status
from data.sources import genesis
from data.sources.markers import MARKERS, parse_cell
from data.sources.text import read_text
from tests.data import official
from tests.data.any_text import any_text


def pick(facts: pd.DataFrame, **where: object) -> pd.Series:
    found = facts[[all(row[key] == value for key, value in where.items()) for row in facts.to_dict("records")]]
    assert len(found) == 1, found
    return found.iloc[0]


def read(folder: Path, text: str, encoding: str = "utf-8") -> pd.DataFrame:
    return genesis.read(official.write(folder / "tabelle.csv", text, encoding))


def refuse(folder: Path, text: str | bytes) -> SourceFileError:
    path = folder / "tabelle.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SourceFileError) as caught:
        genesis.read(path)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_years_side_by_side(tmp_path, encoding):
    facts = read(tmp_path, official.population(official.whole_population()), encoding)
    row = pick(facts, key="13099002", period="2014-12-31", sex="f")
    assert (row["value"], row["name"], row["item"], row["census_base"]) == (
        245,
        "Brühl, Stadt",
        "population",
        "zensus2011",
    )
    assert (row["line"], row["column"]) == (12, 8)
    assert len(facts) == 7 * 6


def test_a_dash_is_marked_so_that_compiling_can_tell_zero_from_not_existing(tmp_path):
    facts = read(tmp_path, official.population(official.whole_population()))
    gone = facts[(facts["key"] == "13099003") & (facts["period"] == "2015-12-31")]
    assert gone["nil"].all()
    assert not facts[facts["key"] == "13099001"]["nil"].any()


def test_census_base_follows_the_date(tmp_path):
    cells = {key: [*values[:3], *values[3:]] for key, values in official.whole_population().items()}
    facts = read(tmp_path, official.population(cells, ("31.12.2011", "31.12.2010")))
    assert set(facts.loc[facts["period"] == "2010-12-31", "census_base"]) == {"vor_zensus2011"}
    assert set(facts.loc[facts["period"] == "2011-12-31", "census_base"]) == {"zensus2011"}


def test_only_wanted_rows_are_returned(tmp_path):
    path = official.write(tmp_path / "a.csv", official.population(official.whole_population()))
    assert set(genesis.read(path, lambda key: key.startswith("130"))["key"]) == {
        "13099",
        "13099001",
        "13099002",
        "13099003",
    }


def test_years_in_rows_with_a_group_heading(tmp_path):
    headers = [";;;Geschlecht;Geschlecht;Geschlecht", ";;;Insgesamt;männlich;weiblich"]
    rows = ["2015;13099001;Ahrendorf;5;3;2", "2014;13099001;Ahrendorf;0;0;0"]
    text = official.genesis("12613-01-01-5-B", ["Sterbefälle", "Gestorbene (Anzahl)"], headers, rows)
    facts = read(tmp_path, text)
    assert pick(facts, period="2015", sex="m")["value"] == 3
    assert pick(facts, period="2014", sex="t")["item"] == "deaths"


def test_period_alone_above_the_header_and_ages_in_columns(tmp_path):
    headers = [";;Insgesamt;Insgesamt;Insgesamt", ";;unter 3 Jahre;75 Jahre und mehr;Insgesamt"]
    text = official.genesis("12411-02-03-5", ["Bevölkerung", "31.12.2015"], headers, ["13099001;Ahrendorf;4;6;10"])
    facts = read(tmp_path, text)
    bands = {(row.age_from, row.age_to): row.value for row in facts.itertuples()}
    assert bands == {(0, 3): 4, (75, 200): 6, (0, 200): 10}
    assert set(facts["period"]) == {"2015-12-31"}


def test_ages_and_kinds_in_rows_with_units(tmp_path):
    headers = [
        ";;;;Betreute Kinder;Betreute Kinder;Kinder, Herkunft mind. 1 Elternteil ausländisch",
        ";;;;;Altersgruppe;",
        ";;;;;unter 3 Jahre;",
        ";;;;Anzahl;Anzahl;Anzahl",
    ]
    rows = [
        "01.03.2016;13099;      Landkreis;Tageseinrichtung;9;3;.",
        "01.03.2016;13099;      Landkreis;Insgesamt (ohne Doppelzählungen);12;5;...",
    ]
    facts = read(tmp_path, official.genesis("22543-01-02-4", ["Kinder"], headers, rows))
    assert pick(facts, item="children_in_daycare", age_to=3)["value"] == 5
    assert pick(facts, item="children_in_daycare_foreign_parent")["status"] == Status.PENDING
    assert set(facts["item"]) == {"children_in_daycare", "children_in_daycare_foreign_parent"}


def test_jahr_and_commas_and_names_with_semicolons(tmp_path):
    headers = [";;;Wahlberechtigte;Wahlbeteiligung;Gültige Zweitstimmen", ";;;Anzahl;Prozent;Anzahl"]
    rows = ['22.09.2013;13099001;"Ahrendorf; Ostseebad";1.234;61,5;x']
    facts = read(tmp_path, official.genesis("14111-01-02-5", ["Wahl"], headers, rows))
    assert pick(facts, item="voters_eligible")["value"] == 1234
    assert pick(facts, item="turnout")["value"] == 61.5
    assert pick(facts, item="votes_valid")["status"] == Status.NOT_APPLICABLE
    assert set(facts["name"]) == {"Ahrendorf; Ostseebad"}


def test_every_described_variable_is_an_identifier():
    for table in genesis.tables().values():
        assert all(name == "" or name.isidentifier() for name in table.variables.values()), table.code


# ------------------------------------------------------------------------------------------------------- bad files


def test_empty_file(tmp_path):
    error = refuse(tmp_path, b"  \n")
    assert "leer" in error.problem and error.line == 1


def test_html_page_named_csv(tmp_path):
    path = official.write(tmp_path / "a.csv", "<!DOCTYPE html><html><body>503</body></html>")
    with pytest.raises(SourceFileError, match="Internetseite"):
        read_text(path)


def test_binary_file(tmp_path):
    assert "Textdatei" in refuse(tmp_path, b"PK\x03\x04GENESIS-Tabelle").problem


def test_encoding_broken_on_the_way(tmp_path):
    text = official.population(official.whole_population())
    error = refuse(tmp_path, text.encode().decode("latin-1").encode())
    assert "Zeichensatz" in error.problem
    assert (error.line, error.column) == (2, 1)


def test_single_broken_byte(tmp_path):
    raw = official.population(official.whole_population()).encode().replace("Brühl".encode(), b"Br\xc3hl")
    error = refuse(tmp_path, raw)
    assert error.line == 12


def test_cut_off_inside_a_row(tmp_path):
    text = official.population(official.whole_population())
    error = refuse(tmp_path, text[: text.index("13099002") + 30])
    assert "abgeschnitten" in error.problem and error.line == 12


def test_last_row_short_though_the_footer_is_there(tmp_path):
    text = official.population(official.whole_population()).replace("-;-;-;30;15;15", "-;-;-;30")
    error = refuse(tmp_path, text)
    assert "abgeschnitten" in error.problem and (error.line, error.column) == (13, 6)


def test_row_too_long(tmp_path):
    text = official.population(official.whole_population()).replace("100;60;40;", "100;60;40;7;")
    error = refuse(tmp_path, text)
    assert "9 Spalten statt 8" in error.problem and error.line == 11


def test_duplicate_key(tmp_path):
    text = official.population(official.whole_population())
    error = refuse(tmp_path, text.replace("13099003;", "13099002;"))
    assert "zweimal" in error.problem and "Zeile 12" in error.problem and (error.line, error.column) == (13, 1)


@pytest.mark.parametrize(("key", "broken"), [("01", "1"), ("13099001", "1001000"), ("13099", "1001")])
def test_lost_leading_zero(tmp_path, key, broken):
    text = official.population(official.whole_population()).replace(f"\n{key};", f"\n{broken};")
    error = refuse(tmp_path, text)
    assert "führende Null" in error.problem and error.column == 1


def test_keys_of_associations_are_no_lost_zeros():
    for key in ("031", "0713103", "0713101005", "03151401002", "130725258", "11000000"):
        assert not genesis.lost_zero(key)


def test_swapped_columns(tmp_path):
    cells = official.whole_population()
    cells["13099001"] = ["60", "100", "40", "90", "50", "40"]
    error = refuse(tmp_path, official.population(cells))
    assert "Ahrendorf" in error.problem and (error.line, error.column) == (11, 3)


def test_swapped_age_columns(tmp_path):
    headers = [";;Insgesamt;Insgesamt;Insgesamt", ";;unter 3 Jahre;75 Jahre und mehr;Insgesamt"]
    text = official.genesis("12411-02-03-5", ["Bevölkerung", "31.12.2015"], headers, ["13099001;Ahrendorf;4;10;6"])
    assert "Altersgruppen" in refuse(tmp_path, text).problem


def test_key_and_name_swapped(tmp_path):
    text = official.population(official.whole_population())
    body = [
        f"{row.split(';')[1]};{row.split(';')[0]};" + ";".join(row.split(";")[2:]) for row in text.split("\n")[6:13]
    ]
    error = refuse(tmp_path, "\n".join([*text.split("\n")[:6], *body]) + "\n" + official.FOOTER)
    assert "vertauscht" in error.problem and error.line is not None


def test_unknown_label(tmp_path):
    text = official.population(official.whole_population()).replace("männlich", "divers")
    error = refuse(tmp_path, text)
    assert "divers" in error.problem and error.column == 4


def test_not_a_number(tmp_path):
    text = official.population(official.whole_population()).replace("500;240;260", "500;2a0;260")
    error = refuse(tmp_path, text)
    assert "2a0" in error.problem and (error.line, error.column) == (12, 4)


def test_without_period(tmp_path):
    text = official.genesis("12411-02-03-5", ["Bevölkerung"], [";;Insgesamt"], ["13099001;Ahrendorf;10"])
    assert "Stichtag" in refuse(tmp_path, text).problem


# --------------------------------------------------------------------------------------------------------- markers


@given(st.integers(-(10**9), 10**9), st.integers(0, 999), st.booleans())
def test_numbers_survive_german_spelling(whole, fraction, pointed):
    text = f"{whole:,}".replace(",", ".") if pointed else str(whole)
    value, status = parse_cell(f" {text},{fraction:03d} ")
    assert status is Status.MEASURED
    assert value == pytest.approx(whole + (fraction if whole >= 0 and not text.startswith("-") else -fraction) / 1000)


@given(any_text(8))
def test_anything_else_is_refused_or_a_known_mark(text):
    try:
        value, status = parse_cell(text)
    except ValueError:
        return
    assert text.strip() in MARKERS or status is Status.MEASURED
    assert (value == value) == (status is Status.MEASURED)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("-", "measured"),
        ("–", "measured"),
        (".", "secret"),
        ("/", "unreliable"),
        ("x", "not_applicable"),
        ("...", "pending"),
    ],
)
def test_markers(cell, status):
    value, found = parse_cell(cell)
    assert found == status
    assert value == 0 if status == "measured" else value != value


@pytest.mark.parametrize("cell", ["1,234.5", "12.34", "1 000", "e5", "", "1.2345", "--"])
def test_no_guessing(cell):
    with pytest.raises(ValueError, match="weder"):
        parse_cell(cell)
