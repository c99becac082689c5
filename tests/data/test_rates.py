"""Life tables, births by age and official projections: small files in the publishers' layouts."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.compile import rates, scan
from data.compile.report import Report
from data.errors import SourceFileError
from data.schema import PROJECTION_COLUMNS, SCHEDULE_COLUMNS
from data.sources import fertility, life_tables, official_projections
from tests.data import official

SERIES = """period,sex,age,qx
1999/01,m,0,0.00698929
1999/01,m,1,5.8753e-04
1999/01,f,0,0.005
1999/01,f,1,0.0004
"""
NEWEST = """age,qx_m,qx_f,lx_m,lx_f
0,0.00337973,0.00297186,100000,100000
1,0.00023848,0.00023409,99662,99703
2,0.00017394,0.00012809,99638,99679
"""
LONG = "year,age,births_per_1000_women\n2022,15,0.5\n2022,16,1.3\n2023,15,0.5\n2023,16,1.4\n"
ISSUED = """\ufeffTabelle: 12612-0008
Live births per 1000 women: Germany, years, age;;;;
;Year;;;
;2022;;2023;
15 years;0.5;e;0.5;e
16 years;1.3;e;1.4;e
__________
"Age:"
"""
PYRAMID = """Variante;Simulationsjahr;mw;Bev;Bev_0_1;Bev_1_2
0;2020;m;99;50;49
0;2021;m;100;51;49
0;2021;w;101;50;50
2;2022;m;100;51;48
2;2022;w;103;50;51
27;2022;m;9;5;4
"""


def state_table(rows: tuple[str, ...] = (), name: str = "Mecklenburg-Vorpommern") -> str:
    label = f"{name};BEV-VARIANTE-01;Geburten und LE moderat, WS niedrig (G2L2W1)"
    numbers = {
        "männlich": ("6;5", "7;7", "13;12"),
        "weiblich": ("5;5", "7;8", "12;13"),
        "Insgesamt": ("11;10", "14;14", "25;24"),
    }
    ages = ("unter 1 Jahr", "1-Jährige", "Insgesamt")
    body = [
        f"{label};{sex};{age};{cells}"
        for sex, all_cells in numbers.items()
        for age, cells in zip(ages, all_cells, strict=True)
    ]
    return "\n".join([";;;;;31.12.2019;31.12.2020", *body, *rows]) + "\n"


def read(folder, text, reader, name="tabelle.csv"):
    path = official.write(folder / name, text)
    assert reader.matches(path)
    return reader.read(path)


def refused(folder, text, reader, name="schlecht.csv"):
    with pytest.raises(SourceFileError) as caught:
        reader.read(official.write(folder / name, text))
    assert caught.value.remedy
    return caught.value


def value(frame, column="value", **where):
    for name, cell in where.items():
        frame = frame[frame[name] == cell]
    assert len(frame) == 1
    return frame[column].iloc[0]


# ------------------------------------------------------------------------------------------------------ life tables


def test_a_series_of_life_tables(tmp_path):
    found = read(tmp_path, SERIES, life_tables)
    assert value(found, period="1999/01", sex="m", age=1) == 0.00058753
    assert set(found["year_from"]) == {1999} and set(found["year_to"]) == {2001}
    assert set(found["region_id"]) == {"DG"} and set(found["measure"]) == {"qx"}


def test_one_life_table_takes_its_years_from_the_name(tmp_path):
    found = read(tmp_path, NEWEST, life_tables, "tafel_2023_2025.csv")
    assert value(found, period="2023/25", sex="f", age=2) == 0.00012809
    assert found["year_to"].unique().tolist() == [2025]
    assert "Dateinamen" in refused(tmp_path, NEWEST, life_tables, "tafel.csv").problem


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [(SERIES.replace("0.005", "1.5"), "zwischen 0 und 1", 4, "qx"),
     (SERIES.replace("f,1,", "f,2,"), "fehlt ein Altersjahr", 5, "age"),
     (SERIES.replace("m,1,", "m,0,"), "zweimal", 3, "age"),
     (SERIES.replace("f,0,0.005\n", "f,1,0.005\n").replace("f,1,0.0004", "f,2,0.0004"), "Altersjahr", 4, "age"),
     (SERIES.replace("f,1,0.0004", "f,1,."), "keine Zahl", 5, "qx"),
     (SERIES.replace("01,f,1", "01,w,1"), "kein Geschlecht", 5, "sex"),
     (SERIES.replace("1999/01,f,1", "1999,f,1"), "kein Zeitraum", 5, "period"),
     (SERIES + "1999/01,f", "abgeschnitten", 6, 2)],
)  # fmt: skip
def test_bad_life_tables(tmp_path, text, word, line, column):
    error = refused(tmp_path, text, life_tables)
    assert word in error.problem
    assert (error.line, error.column) == (line, column)


def test_survivors_must_follow_from_the_probabilities(tmp_path):
    swapped = NEWEST.replace("0.00337973,0.00297186", "0.00297186,0.00337973")
    error = refused(tmp_path, swapped, life_tables, "tafel_2023_2025.csv")
    assert "Überlebenden" in error.problem and (error.line, error.column) == (3, "lx_m")


@given(st.integers(1950, 2090), st.integers(1, 5))
def test_periods_tell_their_years(first, length):
    assert life_tables.years_of(f"{first}/{(first + length) % 100:02d}") == (first, first + length)


def test_a_bare_year_is_no_period():
    with pytest.raises(ValueError, match="kein Zeitraum"):
        life_tables.years_of("2020")


# -------------------------------------------------------------------------------------------------------- fertility


@pytest.mark.parametrize("text", [LONG, ISSUED, ISSUED.replace(" years", "-Jährige").replace("0.5", "0,5")])
def test_births_by_age_in_both_forms(tmp_path, text):
    found = read(tmp_path, text, fertility)
    assert value(found, period="2023", age=16) == 1.4
    assert value(found, period="2022", age=15) == 0.5
    assert set(found["sex"]) == {"f"} and len(found) == 4


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [(LONG.replace("2022,15,", "2022,14,"), "Altersjahr", 2), (LONG.replace("0.5", "1200"), "nicht möglich", 2),
     (LONG.replace("2023,15", "23,15"), "kein Jahr", 4), (ISSUED.replace("1.4", "/"), "keine Zahl", 6),
     (ISSUED.replace("16 years;1.3;e;1.4;e", "16 years;1.3"), "abgeschnitten", 6),
     (ISSUED.replace(";2022;;2023;", ";;;;"), "mit den Jahren fehlt", 1),
     (ISSUED.replace("15 years", "Alter"), "kein Altersjahr", 5)],
)  # fmt: skip
def test_bad_births(tmp_path, text, word, line):
    error = refused(tmp_path, text, fertility)
    assert word in error.problem and error.line == line


# ------------------------------------------------------------------------------------------------------ projections


def test_the_state_s_projection_in_people(tmp_path):
    found = read(tmp_path, state_table(), official_projections)
    assert value(found, "persons", date="2020-12-31", sex="f", age_from=1) == 8000
    assert value(found, "persons", date="2019-12-31", sex="t", age_from=0, age_to=200) == 25000
    assert set(found["variant"]) == {"G2L2W1"} and set(found["round"]) == {"14. kBV"}
    assert set(found["variant_name"]) == {"Geburten und Lebenserwartung moderat, Wanderungssaldo niedrig"}
    assert set(found["region"]) == {"Mecklenburg-Vorpommern"}


def test_the_nation_s_projection_keeps_the_published_total(tmp_path):
    found = read(tmp_path, PYRAMID, official_projections)
    assert set(found["variant"]) == {"ist", "G2L2W2"}
    assert set(found["date"]) == {"2021-12-31", "2022-12-31"}
    assert value(found, "persons", variant="G2L2W2", sex="f", age_to=200) == 103_000
    assert value(found, "persons", variant="G2L2W2", sex="f", age_from=1, age_to=2) == 51_000
    assert value(found, "persons", variant="ist", sex="m", age_to=1) == 51_000


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [(state_table().replace("männlich;1-Jährige", "divers;1-Jährige"), "kein Geschlecht", 3, 4),
     (state_table().replace("weiblich;1-Jährige", "weiblich;einjährig"), "kein Altersjahr", 6, 5),
     (state_table().replace("(G2L2W1);weiblich;1-", "W1;weiblich;1-"), "keine Variante", 6, 3),
     (state_table().replace("12;13", "12;33"), "nicht die Summe", 4, 5),
     (state_table().replace(";7;8", ";7;-"), "keine Zahl", 6, "31.12.2020"),
     (state_table().replace("31.12.2020", "Ende 2020"), "kein Stichtag", 1, 7),
     (state_table((state_table().split("\n")[1],)), "zweimal", 2 + 9, "date"),
     (state_table()[:-5], "abgeschnitten", 10, 6),
     (state_table().replace("\n" + state_table().split("\n")[9], ""), "fehlen Altersjahre", 8, 3),
     (PYRAMID.replace("2;2022;w;103;50;51", "2;2022;w;50;103;51"), "ergeben nicht", 6, "Bev"),
     (PYRAMID.replace("2;2022;w", "2;2022;d"), "kein Geschlecht", 6, "mw"),
     (PYRAMID.replace("Bev_1_2", "Alter1"), "keine Altersspalte", 1, "Alter1"),
     (PYRAMID.replace("103;50;51", "103;x;51"), "keine Zahl", 6, "Bev_0_1")],
)  # fmt: skip
def test_bad_projections(tmp_path, text, word, line, column):
    error = refused(tmp_path, text, official_projections)
    assert word in error.problem
    assert (error.line, error.column) == (line, column)


# -------------------------------------------------------------------------------------------------------- compiling

REGIONS = pd.DataFrame(
    {"region_id": ["DG", "13"], "level": ["bund", "land"], "name": ["Deutschland", "Mecklenburg-Vorpommern"]}
)


def folder_with(folder, **texts):
    for name, text in texts.items():
        official.write(folder / f"{name}.csv", text)
    return scan.scan(folder)


def test_schedules_of_all_files_each_once(tmp_path):
    report = Report()
    inventory = folder_with(tmp_path, reihe=SERIES, tafel_2023_2025=NEWEST, lang=LONG, amtlich=ISSUED)
    found = rates.schedules(inventory, report)
    assert list(found.columns) == list(SCHEDULE_COLUMNS)
    assert len(found) == 4 + 6 + 4
    assert set(found["source_id"]) == {"12621-0001", "sterbetafel", "12612-0008"}
    assert "4 Ziffern nach Alter stehen in zwei Dateien gleich" in report.text()


def test_files_that_contradict_each_other_are_refused(tmp_path):
    inventory = folder_with(tmp_path, lang=LONG, amtlich=ISSUED.replace("1.4", "1.5"))
    with pytest.raises(SourceFileError, match="ein anderer als in einer zweiten Datei"):
        rates.schedules(inventory, Report())


def test_only_the_package_s_own_state_and_the_nation(tmp_path):
    inventory = folder_with(tmp_path, land=state_table(), fremd=state_table(name="Bremen"), bund=PYRAMID)
    found = rates.projections(inventory, REGIONS, Report())
    assert list(found.columns) == list(PROJECTION_COLUMNS)
    assert set(found["region_id"]) == {"13", "DG"}
    assert set(found["unit_rounding"]) == {1000}
    assert rates.problems(pd.DataFrame(columns=list(SCHEDULE_COLUMNS)), found, REGIONS) == []
    official.write(tmp_path / "noch_einmal.csv", state_table())
    with pytest.raises(SourceFileError, match="zweimal"):
        rates.projections(scan.scan(tmp_path), REGIONS, Report())


def test_a_folder_without_such_files_gives_empty_tables(tmp_path):
    report = Report()
    inventory = folder_with(tmp_path)
    empty = rates.schedules(inventory, report), rates.projections(inventory, REGIONS, report)
    assert [len(table) for table in empty] == [0, 0]
    assert rates.problems(*empty, REGIONS) == []
    assert "Sterbetafeln" in report.text() and "Vorausberechnungen" in report.text()


@pytest.mark.parametrize(
    ("row", "change", "word"),
    [(0, {"value": 1.2}, "nicht zwischen 0 und 1"), (1, {"age": 0}, "zweimal"), (1, {"age": 5}, "fehlen Altersjahre"),
     (0, {"value": None}, "fehlt oder ist negativ"), (0, {"sex": "x"}, "sex"), (0, {"region_id": "99"}, "Region 99")],
)  # fmt: skip
def test_what_is_wrong_with_schedules(tmp_path, row, change, word):
    found = rates.schedules(folder_with(tmp_path, reihe=SERIES), Report())
    for column, cell in change.items():
        found.loc[row, column] = cell
    empty = pd.DataFrame(columns=list(PROJECTION_COLUMNS))
    assert any(word in problem for problem in rates.problems(found, empty, REGIONS))


@pytest.mark.parametrize(
    ("row", "change", "word"),
    [(0, {"persons": -1}, "unmöglichen"), (0, {"age_from": 1, "age_to": 2}, "zweimal"), (0, {"age_from": 7}, "fehlen Altersjahre")],
)  # fmt: skip
def test_what_is_wrong_with_projections(tmp_path, row, change, word):
    found = rates.projections(folder_with(tmp_path, land=state_table()), REGIONS, Report())
    for column, cell in change.items():
        found.loc[row, column] = cell
    empty = pd.DataFrame(columns=list(SCHEDULE_COLUMNS))
    assert any(word in problem for problem in rates.problems(empty, found, REGIONS))
