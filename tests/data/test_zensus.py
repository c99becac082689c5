"""The reader of the census tables."""

from __future__ import annotations

import pytest

from data.errors import SourceFileError
from data.sources import zensus
from tests.data import official

COLUMNS = list(zensus.topics()["Haushalte"]["columns"])
HEADER = ["Berichtszeitpunkt", "_RS", "Name", "Reg_Ebene", *COLUMNS, "HHTYP_LEB__1"]
KEYS = {
    "00": "Deutschland",
    "13": "Mecklenburg-Vorpommern",
    "13099": "Landkreis Musterland",
    "130995201": "Amt Muster",
    "130995201001": "Ahrendorf",
    "130990002002": "Brühl, Stadt",
}


def table(values: list[str] | None = None) -> str:
    cells = values or [str(n) for n in range(10, 10 + len(COLUMNS))]
    rows = [["20220515", key, name, "Ebene", *cells, "9"] for key, name in KEYS.items()]
    empty = ";" * (len(HEADER) - 1)
    return "\n".join(";".join(row) for row in [HEADER, *rows]) + f"\n{empty}\n{empty}\n"


def refuse(folder, text):
    path = official.write(folder / "regionaltabelle.csv", text, "utf-8-sig")
    with pytest.raises(SourceFileError) as caught:
        zensus.read(path)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_keys_levels_and_empty_rows(tmp_path, encoding):
    path = official.write(tmp_path / "a.csv", table(), encoding)
    assert zensus.matches(path)
    facts = zensus.read(path)
    assert set(facts["key"]) == {"DG", "13", "13099", "130995201", "13099001", "13099002"}
    assert set(facts["period"]) == {"2022-05-15"}
    assert set(facts["census_base"]) == {"zensus2022"}
    assert len(facts) == len(KEYS) * len(COLUMNS)
    town = facts[(facts["key"] == "13099002") & (facts["item"] == "households")]
    assert town[["value", "name", "line", "column"]].iloc[0].tolist() == [10, "Brühl, Stadt", 7, 5]


def test_other_level_column_and_wanted(tmp_path):
    path = official.write(tmp_path / "a.csv", table().replace("Reg_Ebene", "Regionalebene"))
    assert set(zensus.read(path, lambda key: len(key) == 8)["key"]) == {"13099001", "13099002"}


def test_dash_is_zero_slash_is_unreliable_blank_is_missing(tmp_path):
    cells = ["–", "/", "", ".", *["1"] * (len(COLUMNS) - 4)]
    facts = zensus.read(official.write(tmp_path / "a.csv", table(cells)))
    first = facts[facts["key"] == "DG"].head(4)
    assert first["status"].tolist() == ["measured", "unreliable", "missing", "secret"]
    assert first["value"].iloc[0] == 0 and first["value"].iloc[1:].isna().all()
    assert not facts["nil"].any()


def test_unused_topics_are_left_alone(tmp_path):
    path = official.write(tmp_path / "a.csv", "Berichtszeitpunkt;_RS;Name;Regionalebene;ERWERBSTAT_KURZ_STP\n")
    assert not zensus.matches(path)


def test_cut_off(tmp_path):
    error = refuse(tmp_path, table().rstrip(";\n")[:-12])
    assert "abgeschnitten" in error.problem and error.line == 7


def test_lost_leading_zero(tmp_path):
    error = refuse(tmp_path, table().replace(";00;", ";0;"))
    assert "führende Null" in error.problem and (error.line, error.column) == (2, 2)


def test_duplicate_key(tmp_path):
    error = refuse(tmp_path, table().replace("130990002002", "130995201001"))
    assert "zweimal" in error.problem and error.line == 7


def test_unknown_column(tmp_path):
    error = refuse(tmp_path, table().replace("HHTYP_LEB__1", "HHTYP_NEU__1"))
    assert "HHTYP_NEU__1" in error.problem and error.line == 1


def test_missing_column(tmp_path):
    error = refuse(tmp_path, table().replace("HHTYP_FAM__4", "HHTYP_LEB__4"))
    assert "HHTYP_FAM__4" in error.problem


def test_columns_shifted(tmp_path):
    error = refuse(
        tmp_path, table().replace("20220515;13099;Landkreis Musterland", "13099;Landkreis Musterland;20220515")
    )
    assert error.line == 4 and "Berichtszeitpunkt" in error.problem


def test_not_a_number(tmp_path):
    error = refuse(tmp_path, table(["zehn", *["1"] * (len(COLUMNS) - 1)]))
    assert "zehn" in error.problem and (error.line, error.column) == (2, 5)
