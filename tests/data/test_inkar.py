"""INKAR's rates and the counts behind them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import SourceFileError
from data.sources import inkar
from tests.data import official

HEADER = "raumbezug,kennziffer,name,zeitbezug,kuerzel,wert,bereich,kurzname,indikator"
AMT = "Gemeindeverbände (Verwaltungsgemeinschaft)"
ROWS = (
    "Gemeinden,13072001,Alt Bukow,2021,q_PBG_bev,50.0,,,",
    "Gemeinden,13072001,Alt Bukow,2021,q_newfBGu15_bev,0.0,,,",
    "Gemeinden,13072001,Alt Bukow,2021,q_hausarzt_bev,0.0,,,",
    "Gemeinden,13072002,Neuendorf,2021,q_hausarzt_bev,14.29,,,",
    "Gemeinden,13072002,Neuendorf,2021,q_unbekannt,7,,,",
    f"{AMT},130725251,Güsten-Land,2021,q_hausarzt_bev,2.5,,,",
    "Kreise,13072000,Landkreis,2020,a_GSa,1.9,,,",
    "Kreise,13072000,Landkreis,2020,a_GSa_m,2.4,,,",
    "Bundesländer,13,Musterland,2020,a_GSa,2.1,,,",
    "Bund,111,Bundesrepublik,2020,a_GSa,3.2,,,",
    "Raumordnungsregionen,1301,Irgendwo,2020,a_GSa,3.2,,,",
)


def table(folder, rows=ROWS, header=HEADER):
    return official.write(folder / "lang.csv", "\n".join([header, *rows]) + "\n")


def refused(path):
    with pytest.raises(SourceFileError) as caught:
        inkar.read(path)
    return caught.value


def test_keys_of_all_levels(tmp_path):
    path = table(tmp_path)
    assert inkar.matches(path)
    facts = inkar.read(path)
    assert set(facts["key"]) == {"13072001", "13072002", "130725251", "13072", "13", "DG"}
    old_age = facts[(facts["item"] == "rate_basic_security_65") & (facts["key"] == "13072")]
    assert dict(zip(old_age["sex"], old_age["value"], strict=True)) == {"t": 1.9, "m": 2.4}
    assert set(old_age["period"]) == {"2020"}


def test_a_rate_with_a_count_comes_twice(tmp_path):
    facts = inkar.read(table(tmp_path))
    mine = facts[facts["key"] == "13072002"].set_index("item")
    assert mine.loc["rate_gp", ["value", "period"]].tolist() == [14.29, "2021"]
    assert mine.loc["inkar_rate:q_hausarzt_bev", ["value", "period"]].tolist() == [14.29, "2021-12-31"]


def test_zero_may_be_withheld_for_people_but_not_for_doctors(tmp_path):
    facts = inkar.read(table(tmp_path)).set_index(["key", "item"])
    children = facts.loc[("13072001", "rate_children_sgb2")]
    assert children["status"] == "unreliable"
    assert pd.isna(children["value"])
    assert facts.loc[("13072001", "rate_gp"), ["value", "status"]].tolist() == [0, "measured"]


def test_wanted_and_semicolons_with_decimal_commas(tmp_path):
    rows = [row.replace(",", ";").replace(".", ",") for row in ROWS]
    facts = inkar.read(table(tmp_path, rows, HEADER.replace(",", ";")), lambda key: key == "13072002")
    assert set(facts["key"]) == {"13072002"}
    assert set(facts["value"]) == {14.29}


def test_counts_are_reconstructed_in_steps(tmp_path):
    people = pd.DataFrame(
        {
            "key": ["13072001", "13072002", "13072002", "13072002"],
            "period": ["2021-12-31", "2019-12-31", "2023-12-31", "2010-12-31"],
            "value": [512, 340, 360, 0],
        }
    )
    counts = inkar.reconstruct(inkar.read(table(tmp_path)), people).set_index(["key", "item"])
    assert counts.loc[("13072001", "sgb2_persons"), ["value", "status", "period"]].tolist() == [26, "estimated", "2021"]
    assert counts.loc[("13072002", "gps"), ["value", "period"]].tolist() == [0.5, "2021-12-31"]
    assert counts.loc[("13072001", "gps"), "value"] == 0
    assert "130725251" not in counts.index.get_level_values("key")


@settings(deadline=None)
@given(doctors=st.integers(0, 400), people=st.integers(200, 60_000))
def test_published_rates_give_the_doctors_back(doctors, people):
    count = doctors / 4
    rates = pd.DataFrame(
        {
            "key": ["13072001"],
            "item": ["inkar_rate:q_hausarzt_bev"],
            "period": ["2021-12-31"],
            "value": [round(count / people * 10_000, 2)],
            "status": ["measured"],
        }
    )
    population = pd.DataFrame({"key": ["13072001"], "period": ["2021-12-31"], "value": [people]})
    assert inkar.reconstruct(rates, population)["value"].tolist() == [count]


@pytest.mark.parametrize(
    ("bad", "word"),
    [("Gemeinden,3352001,Armstorf,2021,q_PBG_bev,5,,,", "führende Null"),
     ("Kreise,13072,Landkreis,2020,a_GSa,1.9,,,", "8 Ziffern"),
     ("Gemeinden,13072003,Ort,2021,q_PBG_bev,viel,,,", "keine Zahl"),
     ("Gemeinden,13072003,Ort,44.5,q_PBG_bev,2021,,,", "vertauscht"),
     (ROWS[0], "zweimal")],
)  # fmt: skip
def test_bad_rows(tmp_path, bad, word):
    error = refused(table(tmp_path, [*ROWS, bad]))
    assert word in error.problem
    assert error.line == len(ROWS) + 2


def test_people_of_early_years_follow_from_density_and_the_area_of_the_time(tmp_path):
    rows = [f"Gemeinden,{key},Ort,{year},q_bev_fl,{density},,," for key, year, density in
            (("13072001", 1996, 25.0), ("13072001", 2011, 20.0), ("13072001", 2012, 21.0), ("13072002", 1996, 9.0))]  # fmt: skip
    facts = inkar.read(table(tmp_path, rows))
    assert set(facts["item"]) == {"inkar_rate:q_bev_fl"}
    people = pd.DataFrame(
        {"key": ["13072001", "13072001"], "period": ["2011-12-31", "2012-12-31"], "value": [412, 420]}
    )
    found = inkar.people_from_density(facts, people)
    assert found[["key", "item", "period", "value", "status", "census_base"]].to_numpy().tolist() == [
        ["13072001", "population_from_density", "1996-12-31", 515, "estimated", "vor_zensus2011"]
    ]
    assert inkar.reconstruct(facts, people).empty


COUNTS = """ags,name,indicator,year,value
13072001,Alt Bukow,unemployed,1998,40
13072001,Alt Bukow,pop_15_64,2010,330
13072001,Alt Bukow,pop_15_64,2011,320
13072001,Alt Bukow,anderes,2011,1
"""


def test_municipal_counts_carry_their_base(tmp_path):
    path = official.write(tmp_path / "zahlen.csv", COUNTS)
    assert inkar.matches(path)
    facts = inkar.read(path)
    assert facts[["item", "period", "census_base", "value"]].to_numpy().tolist() == [
        ["unemployed", "1998", "ohne", 40],
        ["population_15_65", "2010-12-31", "vor_zensus2011", 330],
        ["population_15_65", "2011-12-31", "zensus2011", 320],
    ]


def test_other_tables_are_left_alone(tmp_path):
    assert not inkar.matches(official.write(tmp_path / "a.csv", "raumbezug,kennziffer\nGemeinden,1\n"))
    assert "Kopfzeile" in refused(official.write(tmp_path / "b.csv", "a,b\n1,2\n")).problem
