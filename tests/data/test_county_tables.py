"""The counties' series, housing, and places."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import SourceFileError
from data.sources import county_tables, housing, places
from tests.data import official

FIVE_YEARS = """region_id,date,sex,age_from,age_to,persons
13003,2023-12-31,m,0,4,10
13003,2023-12-31,f,0,4,11
13003,2023-12-31,m,95,,3
13003,2023-12-31,f,95,,5
13072,2023-12-31,m,0,4,20
13072,2023-12-31,f,0,4,21
13072,2023-12-31,m,95,,.
13072,2023-12-31,f,95,,7
"""
SERIES = """year,ags,name,age_group,total,male,female
2010,13072,Landkreis,unter 3 Jahre,-,-,-
2011,13072,Landkreis,unter 3 Jahre,30,16,14
2011,13072,Landkreis,75 Jahre und mehr,9,4,5
2011,13072,Landkreis,Insgesamt,39,20,19
2011,13051,Landkreis alt,Insgesamt,-,-,-
"""
MOVES = """year,ags,name,age_group,in_total,in_m,in_f,out_total,out_m,out_f
2015,13072,Landkreis,18 bis unter 25 Jahre,30,.,.,25,12,13
2015,13072,Landkreis,Insgesamt,100,50,50,90,45,45
"""


def read(folder, text, reader=county_tables):
    path = official.write(folder / "tabelle.csv", text)
    assert reader.matches(path)
    return reader.read(path)


def refused(folder, text, reader=county_tables):
    with pytest.raises(SourceFileError) as caught:
        reader.read(official.write(folder / "schlecht.csv", text))
    return caught.value


def cell(facts, **where):
    rows = facts
    for column, value in where.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_five_year_groups_with_both_sexes_all_ages_and_the_state(tmp_path):
    facts = read(tmp_path, FIVE_YEARS)
    assert set(facts["table"]) == {"12411-09-01-4"}
    assert set(facts["census_base"]) == {"zensus2022"}
    assert cell(facts, key="13003", sex="t", age_from=0, age_to=5)["value"] == 21
    assert cell(facts, key="13003", sex="t", age_from=95, age_to=200)["value"] == 8
    assert cell(facts, key="13003", sex="t", age_from=0, age_to=200)["value"] == 29
    assert cell(facts, key="13", sex="m", age_from=0, age_to=5)["value"] == 30


def test_a_sum_with_a_secret_member_is_unknown(tmp_path):
    facts = read(tmp_path, FIVE_YEARS)
    for where in ({"key": "13072", "sex": "t"}, {"key": "13", "sex": "m"}):
        row = cell(facts, **where, age_from=95, age_to=200)
        assert row["status"] == "secret"
        assert np.isnan(row["value"])


def test_series_begin_with_the_census_of_2011(tmp_path):
    facts = read(tmp_path, SERIES)
    assert set(facts["period"]) == {"2011-12-31"}
    assert set(facts["census_base"]) == {"zensus2011"}
    assert set(facts["table"]) == {"12411-02-03-4-Reihe"}
    assert cell(facts, key="13072", sex="f", age_from=75)["value"] == 5
    assert facts.loc[facts["key"] == "13051", "nil"].all()


def test_moves_over_the_county_border(tmp_path):
    facts = read(tmp_path, MOVES)
    assert cell(facts, item="county_moves_out", sex="f", age_from=18)["value"] == 13
    assert cell(facts, item="county_moves_in", sex="m", age_from=18)["status"] == "secret"
    assert cell(facts, item="county_moves_in", sex="t", age_from=0)["value"] == 100
    assert set(facts["census_base"]) == {"ohne"}
    assert set(facts["period"]) == {"2015"}


def test_balances_reach_back_before_the_census(tmp_path):
    early = MOVES + "2005,13051,Alt,Insgesamt,10,4,6,17,8,9\n2005,13072,Neu,Insgesamt,-,-,-,-,-,-\n"
    facts = read(tmp_path, early)
    assert set(facts.loc[facts["period"] == "2005", "item"]) == {"county_moves_net"}
    assert cell(facts, item="county_moves_net", period="2005", key="13051", sex="f")["value"] == -3
    assert cell(facts, item="county_moves_net", period="2005", key="13072", sex="t")["nil"]
    assert cell(facts, item="county_moves_net", period="2015", sex="t", age_from=18)["value"] == 5
    assert cell(facts, item="county_moves_net", period="2015", sex="m", age_from=18)["status"] == "secret"


def test_a_year_issued_twice_has_no_balance(tmp_path):
    def rows(year, more):
        return "".join(f"{year},130{n},Ort,Insgesamt,{n + more},.,.,{n // 2},.,.\n" for n in range(51, 63))

    text = MOVES.split("\n", 1)[0] + "\n" + rows(2000, 0) + rows(2001, 0) + rows(2002, 1)
    assert set(read(tmp_path, text)["period"]) == {"2000", "2002"}


def test_single_years_and_seventeen_groups(tmp_path):
    single = "date,ags,name,age,total,male,female\n2020-12-31,DG,Deutschland,unter 1 Jahr,5,2,3\n"
    assert cell(read(tmp_path, single), sex="t")[["age_from", "age_to", "table"]].tolist() == [
        0,
        1,
        "12411-04-02-4-Reihe",
    ]
    groups = "date,ags,name,sex,age_group,value\n" + "".join(
        f"2019-12-31,13072,Landkreis,{sex},{age},{n}\n"
        for n, (sex, age) in enumerate([("männlich", "unter 3 Jahre"), ("weiblich", "unter 3 Jahre")], start=4)
    )
    facts = read(tmp_path, groups)
    assert cell(facts, sex="t", age_to=3)["value"] == 9
    assert set(facts["key"]) == {"13072"}


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [(SERIES.replace("2011,13072,Landkreis,unter 3 Jahre,30,16,14", "2011,13072,Landkreis,unter 3 Jahre,16,30,14"), "vertauscht", 3),
     (SERIES + "2012,13072,Land", "abgeschnitten", 7),
     (SERIES + "2012,3352,Cuxhaven,Insgesamt,1,1,0\n", "führende Null", 7),
     (SERIES + "2012,13072,Landkreis,Insgesamt,viele,20,19\n", "weder eine Zahl", 7),
     (SERIES + "2012,13072,Landkreis,zu alt,39,20,19\n", "keine Altersgruppe", 7),
     (SERIES + "12,13072,Landkreis,Insgesamt,39,20,19\n", "kein Datum", 7),
     (SERIES + "2011,13072,Landkreis,Insgesamt,39,20,19\n", "zweimal", 7)],
)  # fmt: skip
def test_bad_tables(tmp_path, text, word, line):
    error = refused(tmp_path, text)
    assert word in str(error)
    assert error.line == line
    assert error.remedy


HOUSING = """ags,municipality_name,total_dwellings_census22,vacancy_rate_census22,share_owner_occupied_census22,\
avg_rent_per_m2_census22
13072001,Alt Bukow,260.0,8.5,67.3,4.96
13072002,Neuendorf,100.0,,50.0,5.1
"""


def test_housing_counts_are_estimates(tmp_path):
    facts = read(tmp_path, HOUSING, housing)
    assert cell(facts, key="13072001", item="dwellings")[["value", "status"]].tolist() == [260, "measured"]
    assert cell(facts, key="13072001", item="dwellings_vacant")[["value", "status"]].tolist() == [22, "estimated"]
    assert cell(facts, key="13072001", item="dwellings_owner_occupied")["value"] == round(0.673 * 238)
    assert cell(facts, key="13072001", item="rent_per_m2")["value"] == 4.96
    for item in ("dwellings_vacant", "dwellings_owner_occupied"):
        assert cell(facts, key="13072002", item=item)["status"] == "missing"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [("13072002", "1307202", "führende Null"), ("13072002", "13072001", "zweimal"), ("50.0", "500", "vertauscht"),
     ("total_dwellings_census22", "dwellings", "fehlen die Spalten")],
)  # fmt: skip
def test_bad_housing(tmp_path, old, new, word):
    assert word in refused(tmp_path, HOUSING.replace(old, new), housing).problem


def geojson(folder, features):
    listed = [
        {"type": "Feature", "properties": p, "geometry": {"type": "Point", "coordinates": c}} for p, c in features
    ]
    return official.write(folder / "orte.json", json.dumps({"type": "FeatureCollection", "features": listed}))


def school(kind, at, name="Schule \n am See"):
    return {"school_type": kind, "name": name, "AGS": "13072001"}, at


def test_schools_and_stations(tmp_path):
    path = geojson(
        tmp_path, [school("Regionale Schule mit Grundschule", [12.1, 54.0]), school("Förderschule", [12.2, 54])]
    )
    assert places.matches(path)
    found = places.read(path)
    assert found["kind"].tolist() == ["grundschule", "schule_sonstige", "weiterfuehrende_schule"]
    assert set(found["name"]) == {"Schule am See"}
    assert set(found["year"]) == {2017}
    stop = geojson(tmp_path, [({"EVA_NR": "8", "NAME": "Althof", "AGS": "13072006"}, [11.9, 54.1])])
    assert places.read(stop)[["kind", "year", "source_id"]].iloc[0].tolist() == ["bahnhof", 2016, "bahnhoefe"]


def test_bad_places(tmp_path):
    for at in ([54.0, 12.1], [12.1], None):
        with pytest.raises(SourceFileError, match="Eintrag 1"):
            places.read(geojson(tmp_path, [school("Gymnasium", at)]))
    with pytest.raises(SourceFileError, match="kein vollständiges"):
        places.read(official.write(tmp_path / "halb.json", '{"type": "FeatureCollection", "features": ['))


DEGREES = st.tuples(st.floats(6, 15), st.floats(47.5, 55))


@settings(deadline=None)
@given(points=st.lists(DEGREES, min_size=1, max_size=5), goals=st.lists(DEGREES, min_size=1, max_size=5))
def test_nearest_is_the_smallest_distance(points, goals):
    here, there = pd.DataFrame(points, columns=["lon", "lat"]), pd.DataFrame(goals, columns=["lon", "lat"])
    nearest = places.nearest_km(here, there)
    each = np.array([places.nearest_km(here, there.iloc[[n]]) for n in range(len(there))])
    assert np.allclose(nearest, each.min(axis=0))
    assert np.allclose(places.nearest_km(here, here), 0)


def test_one_degree_of_latitude():
    south, north = pd.DataFrame({"lon": [12.0], "lat": [53.0]}), pd.DataFrame({"lon": [12.0], "lat": [54.0]})
    assert places.nearest_km(south, north)[0] == pytest.approx(111.195, abs=0.001)
    assert np.isnan(places.nearest_km(south, north.iloc[:0])).all()


def test_person_km(tmp_path):
    found = places.read(geojson(tmp_path, [school("Grundschule", [12.0, 54.0])]))
    points = pd.DataFrame(
        {"region_id": ["13072001", "13072002", "13072003"], "lon": [12.0, 12.0, None], "lat": [53, 54, None]}
    )
    people = pd.DataFrame({"key": points["region_id"], "period": "2017-12-31", "value": [100, 500, 7]})
    facts = places.person_km(people, points, found).set_index("key")
    assert set(facts["item"]) == {"person_km_primary_school"}
    assert facts["value"].to_dict() == {"13072001": 11119.5, "13072002": 0}
    assert set(facts["status"]) == {"estimated"}
