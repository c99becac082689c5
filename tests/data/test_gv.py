"""The two editions of the Gemeindeverzeichnis."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from data.errors import SourceFileError
from data.sources import auszug_gv, bbsr_reference, gv100ad
from data.sources.register import census_base
from tests.data import official
from tests.data.gemeinden import STATE, auszug, gv100ad_line, workbook_row
from tests.data.gemeinden import gv100ad as write_gv100ad


def value(facts, key, sex="t"):
    row = facts[(facts["key"] == key) & (facts["sex"] == sex)]
    assert len(row) == 1
    return row["value"].iloc[0]


def refused(read, path):
    with pytest.raises(SourceFileError) as caught:
        read(path)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_gv100ad_keys_areas_people(tmp_path, encoding):
    path = write_gv100ad(tmp_path / "liste.asc", encoding=encoding)
    assert gv100ad.matches(path)
    register = gv100ad.read_regions(path).set_index("key")
    town = register.loc["13072043"]
    assert (town["ars"], town["amt_id"], town["area_km2"]) == ("130720043043", "130720043", 71.09)
    assert town["name_official"] == "Güsten, Barlachstadt"
    assert register.loc["130725251", "text_key"] == "51"
    assert set(register["population_date"]) == {"2024-12-31"}


def test_gv100ad_facts_by_sex_and_sums(tmp_path):
    facts = gv100ad.read(write_gv100ad(tmp_path / "a.txt"))
    assert value(facts, "13072001") == 512
    assert value(facts, "13072001", "f") == 512 - 249
    assert value(facts, "13072") == 29556 + 512 + 300
    assert value(facts, "13") == value(facts, "DG") == 120668
    assert set(facts["census_base"]) == {"zensus2022"}
    assert not facts["key"].str.len().eq(9).any()


def test_gv100ad_wanted(tmp_path):
    facts = gv100ad.read(write_gv100ad(tmp_path / "a.txt"), lambda key: key.startswith("13072"))
    assert set(facts["key"]) == {"13072", "13072001", "13072002", "13072043", "13072444"}


def test_gv100ad_trimmed_lines_are_the_same_file(tmp_path):
    path = write_gv100ad(tmp_path / "a.txt")
    trimmed = tmp_path / "b.txt"
    trimmed.write_text("\n".join(line.rstrip() for line in path.read_text("utf-8-sig").splitlines()), encoding="utf-8")
    assert gv100ad.read_regions(trimmed).equals(gv100ad.read_regions(path))


def test_gv100ad_truncated(tmp_path):
    path = write_gv100ad(tmp_path / "a.txt", extra=[gv100ad_line(STATE[3])[:140]])
    error = refused(gv100ad.read, path)
    assert (error.line, error.column) == (len(STATE) + 1, 141)
    assert "abgeschnitten" in str(error)


def test_gv100ad_letters_in_a_key(tmp_path):
    bad = gv100ad_line(STATE[8]).replace("13072001", "1307 001")
    error = refused(gv100ad.read, write_gv100ad(tmp_path / "a.txt", extra=[bad]))
    assert (error.line, error.column) == (len(STATE) + 1, 14)


def test_gv100ad_shifted_numbers(tmp_path):
    bad = ("60", "130725251009", "Schieben", "64", 10, 100, 101)
    error = refused(gv100ad.read, write_gv100ad(tmp_path / "a.txt", [*STATE, bad]))
    assert error.column == 151
    assert "verschoben" in error.problem


def test_gv100ad_duplicate_unknown_record_no_municipalities(tmp_path):
    assert "zweimal" in refused(gv100ad.read, write_gv100ad(tmp_path / "a.txt", [*STATE, STATE[8]])).problem
    assert "Satzart" in refused(gv100ad.read, write_gv100ad(tmp_path / "b.txt", extra=["99".ljust(220)])).problem
    assert "keine Gemeinden" in refused(gv100ad.read, write_gv100ad(tmp_path / "c.txt", STATE[:3])).problem


@pytest.mark.parametrize(
    ("day", "base"),
    [("2011-12-31", "vor_zensus2011"), ("2013-12-31", "zensus2011"), ("2023-12-31", "zensus2011"),
     ("2024-12-31", "zensus2022")],
)  # fmt: skip
def test_census_base(day, base):
    assert census_base(day) == base


@pytest.mark.parametrize("low", [False, True])
def test_auszug_headings_wherever_they_stand(tmp_path, low):
    path = auszug(tmp_path / "x.bin", low=low)
    assert auszug_gv.matches(path)
    assert not gv100ad.matches(path)
    register = auszug_gv.read_regions(path).set_index("key")
    assert register.loc["13072001", ["lon", "lat", "area_km2"]].tolist() == [12.5, 53.9, 15.28]
    facts = auszug_gv.read(path)
    assert set(facts["table"]) == {"AuszugGV-2017"}
    assert set(facts["period"]) == {"2017-12-31"}
    assert value(facts, "13072001", "m") == 249
    assert value(facts, "13072") == 30368


def test_auszug_2011_counts_from_the_old_census(tmp_path):
    facts = auszug_gv.read(auszug(tmp_path / "a.xlsx", date="31.12.2011"))
    assert set(facts["census_base"]) == {"vor_zensus2011"}


def test_auszug_withheld_population_stays_unknown(tmp_path):
    rows = [workbook_row(row) for row in STATE]
    rows[8][7] = "Alt Bukow4)"
    rows[8][9:13] = ["/"] * 4
    facts = auszug_gv.read(auszug(tmp_path / "a.xlsx", rows))
    for key in ("13072001", "13072", "13", "DG"):
        assert set(facts.loc[facts["key"] == key, "status"]) == {"unreliable"}
        assert facts.loc[facts["key"] == key, "value"].isna().all()
    assert value(facts, "13073") == 300
    assert "Alt Bukow" in set(facts["name"])


def test_auszug_repeated_forest_is_one_forest(tmp_path):
    rows = [workbook_row(row) for row in [*STATE[:11], STATE[10], *STATE[11:]]]
    register = auszug_gv.read_regions(auszug(tmp_path / "a.xlsx", rows))
    assert (register["key"] == "13072444").sum() == 1


@pytest.mark.parametrize(
    ("position", "content", "word", "column"),
    [(2, 1, "führende Null", "Land"), (6, "1", "führende Null", "Gem"), (9, "viele", "keine Zahl", "Insgesamt"),
     (10, 500, "vertauscht", "Insgesamt")],
)  # fmt: skip
def test_auszug_bad_cells(tmp_path, position, content, word, column):
    rows = [workbook_row(row) for row in STATE]
    rows[8][position] = content
    error = refused(auszug_gv.read, auszug(tmp_path / "a.xlsx", rows))
    assert word in error.problem
    assert (error.line, error.column) == (15, column)


def test_auszug_repeated_municipality_and_missing_date(tmp_path):
    rows = [workbook_row(row) for row in [*STATE, STATE[8]]]
    assert "zweimal" in refused(auszug_gv.read, auszug(tmp_path / "a.xlsx", rows)).problem
    assert "Datum" in refused(auszug_gv.read, auszug(tmp_path / "b.xlsx", date="Jahresende")).problem


def test_auszug_damaged_workbook(tmp_path):
    path = auszug(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:3000])
    assert not auszug_gv.matches(path)
    assert "beschädigt" in refused(auszug_gv.read, path).problem


def key_changes(path, population="Bevölkerung am 31.12.2022", count=512):
    book = Workbook()
    book.active.title = "2022"
    book.active.append(["Gemeinden\n 31.12.2022", "Gemeindename 2022", "flächen-\nproportionaler\nUmsteige-schlüssel",
                        population, "Gemeinden\n 31.12.2023", "Gemeindename 2023"])  # fmt: skip
    book.active.append([1001000, "Flensburg, Stadt", 1, 90000, 1001000, "Flensburg, Stadt"])
    book.active.append([13072001, "Alt Bukow", 0.5, count, 13072001, "Alt Bukow"])
    book.active.append([13072001, "Alt Bukow", 0.5, count, 13072002, "Neu Bukow"])
    book.save(path)
    return path


def test_bbsr_population_in_persons(tmp_path):
    path = key_changes(tmp_path / "a.xlsx")
    assert bbsr_reference.matches(path)
    assert not auszug_gv.matches(path)
    facts = bbsr_reference.read(path)
    assert value(facts, "01001000") == 90000
    assert value(facts, "13072001") == value(facts, "13072") == 512
    assert set(facts["census_base"]) == {"zensus2011"}
    assert set(facts["sex"]) == {"t"}


def test_bbsr_hundreds_are_no_counts(tmp_path):
    assert bbsr_reference.read(key_changes(tmp_path / "a.xlsx", "Bevölkerung am 31.12.2022 in 100")).empty
    assert "ganze Zahl" in refused(bbsr_reference.read, key_changes(tmp_path / "b.xlsx", count=5.12)).problem


ASSIGNMENT = """Gemeinden Kennziffer,Gemeinden Name,Gemeindeverbände Kennziffer,Gemeindeverbände Name,\
BBSR-Mittelbereiche Kennziffer,BBSR-Mittelbereiche Name
13072001,Alt Bukow,13072951,Güsten-Land,130202,Güsten
3352002,Armstorf,3352904,Börde Lamstedt,30101,Cuxhaven
"""


def test_bbsr_assignment(tmp_path):
    path = official.write(tmp_path / "a.csv", ASSIGNMENT)
    assert bbsr_reference.matches(path)
    assert bbsr_reference.read(path).empty
    assigned = bbsr_reference.read_assignment(path)
    assert assigned["ags"].tolist() == ["13072001", "03352002"]
    assert assigned["mittelbereich_id"].tolist() == ["MB130202", "MB030101"]
    twice = official.write(tmp_path / "b.csv", ASSIGNMENT + ASSIGNMENT.splitlines()[1] + "\n")
    assert refused(bbsr_reference.read_assignment, twice).line == 4
