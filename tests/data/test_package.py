"""The shipped package holds the published values; a damaged one is refused in plain German."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from data import package
from data.compile import sums
from data.compile.check import check_package, problems
from data.errors import SourceFileError
from data.schema import AGE_OPEN, FACT_COLUMNS, FACT_KEY, PROJECTION_COLUMNS, SCHEDULE_COLUMNS, Level, Status

COUNTY, STATE = "13072", "13"
SHIPPED = Path(package.__file__).parent


@pytest.fixture(scope="module")
def shipped() -> package.Package:
    return package.load(SHIPPED)


@pytest.fixture
def copy(tmp_path):
    for name in ("tables", "boundaries"):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    shutil.copy(SHIPPED / "datapackage.json", tmp_path)
    return tmp_path


def value(shipped, variable, region, period, sex="t", band=(0, AGE_OPEN), base=None):
    facts = shipped.facts
    rows = facts[
        (facts["variable"] == variable)
        & (facts["region_id"] == region)
        & (facts["period"] == period)
        & (facts["sex"] == sex)
        & (facts["age_from"] == band[0])
        & (facts["age_to"] == band[1])
    ]
    rows = rows if base is None else rows[rows["census_base"] == base]
    assert len(rows) == 1, f"{len(rows)} Werte für {variable}, {region}, {period}"
    return rows["value"].iloc[0]


@pytest.mark.parametrize(
    ("variable", "region", "period", "base", "published"),
    [
        ("population", COUNTY, "2024-12-31", "zensus2022", 218_721),
        ("population", COUNTY, "2025-12-31", "zensus2022", 218_123),
        ("population", COUNTY, "2023-12-31", "zensus2022", 218_780),
        ("population", COUNTY, "2023-12-31", "zensus2011", 221_431),
        ("population", COUNTY, "2022-05-15", "zensus2022", 216_849),
        ("population", COUNTY, "2015-12-31", "zensus2011", 213_473),
        ("population", STATE, "2025-12-31", "zensus2022", 1_573_685),
        ("population", STATE, "2023-12-31", "zensus2022", 1_578_041),
        ("population", "DG", "2015-12-31", "zensus2011", 82_175_684),
        ("population", "13072078", "2024-12-31", "zensus2022", 140),
        ("population", "13072043", "2015-12-31", "zensus2011", 28_845),
        ("population", "13072111", "2015-12-31", "zensus2011", 405 + 311 + 210),
        ("births", COUNTY, "2015", None, 1_727),
        ("births", "DG", "2014", None, 714_927),
        ("deaths", COUNTY, "2015", None, 2_642),
        ("households", COUNTY, "2022-05-15", None, 105_825),
        ("unemployed", COUNTY, "2016", None, 8_186),
        ("employees_work", COUNTY, "2015-06-30", None, 65_002),
    ],
)
def test_published_values(shipped, variable, region, period, base, published):
    assert value(shipped, variable, region, period, base=base) == published


def rate(shipped, measure, period, sex, age):
    table = shipped.schedules
    rows = table[(table["measure"] == measure) & (table["period"] == period) & (table["sex"] == sex)]
    return rows.loc[rows["age"] == age, "value"].item()


def test_rates_by_age(shipped):
    assert rate(shipped, "qx", "2022/24", "f", 100) == 0.37225504
    assert rate(shipped, "qx", "2023/25", "m", 0) == 0.00337973
    assert rate(shipped, "qx", "1991/93", "m", 59) == 0.01439614
    births = shipped.schedules[shipped.schedules["measure"] == "fertility"]
    totals = births.groupby("year_from")["value"].sum() / 1000
    assert len(totals) == 52
    for year, published in ((1972, 1.732), (1994, 1.243), (2011, 1.391), (2021, 1.576), (2023, 1.354)):
        assert totals[year] == pytest.approx(published, abs=0.001)


def test_survivors_of_the_newest_life_table(shipped):
    table = shipped.schedules[(shipped.schedules["measure"] == "qx") & (shipped.schedules["period"] == "2023/25")]
    for sex, published in (("m", {1: 99662, 39: 98241, 100: 635}), ("f", {1: 99703, 39: 98935, 100: 1993})):
        chances = table[table["sex"] == sex].set_index("age")["value"].sort_index()
        left = 100_000 * (1 - chances).cumprod().shift(1, fill_value=1.0)
        for age, number in published.items():
            assert left[age] == pytest.approx(number, abs=0.51)


def projected(shipped, region, variant, date):
    table = shipped.projections
    rows = table[(table["region_id"] == region) & (table["variant"] == variant) & (table["date"] == date)]
    return rows[(rows["age_from"] == 0) & (rows["age_to"] == AGE_OPEN)].set_index("sex")["persons"]


def test_official_projections(shipped):
    assert projected(shipped, STATE, "G2L2W3", "2060-12-31")["t"] == 1_364_000
    assert projected(shipped, STATE, "G2L2W1", "2019-12-31")["t"] == 1_609_000
    for variant, published in (("G2L2W1", 74_522_000), ("G2L2W2", 82_600_000), ("G2L2W3", 89_767_000)):
        assert projected(shipped, "DG", variant, "2070-12-31").sum() == published
    assert projected(shipped, "DG", "ist", "2021-12-31").sum() == 83_237_000


def test_the_census_of_2011_covers_the_whole_county(shipped):
    ages = shipped.facts[shipped.facts["variable"] == "population_census2011"]
    whole = (ages["age_from"] == 0) & (ages["age_to"] == AGE_OPEN) & (ages["sex"] == "t")
    here = ages[whole & ages["region_id"].str.startswith(COUNTY) & (ages["region_id"].str.len() == 8)]
    assert len(here) == 112
    assert here["value"].sum() == value(shipped, "population_census2011", COUNTY, "2011-05-09") == 115_654 + 96_905
    for row in here.itertuples():
        later = value(shipped, "population", row.region_id, "2011-12-31", base="zensus2011")
        assert row.value == pytest.approx(later, rel=0.065)
    assert value(shipped, "population_census2011", "13072101", "2011-05-09") == 729
    assert value(shipped, "population_census2011", "13072010", "2011-05-09") == 612 + 375


def test_moves_across_the_county_reform(shipped):
    assert value(shipped, "county_moves_net", COUNTY, "2005") == (5198 - 4985) + (2454 - 3639)
    women = value(shipped, "county_moves_net", COUNTY, "2005", "f", (18, 25))
    assert women == (505 - 919) + (361 - 757)
    assert value(shipped, "county_moves_net", COUNTY, "2015") == 2_461
    net = shipped.facts[(shipped.facts["variable"] == "county_moves_net") & (shipped.facts["region_id"] == COUNTY)]
    assert "2001" not in set(net["period"])


@pytest.mark.parametrize(
    ("key", "year", "counted"),
    [("13072001", 2008, 2847), ("13072001", 2010, 2834), ("13072043", 2008, 30_445), ("13072043", 2009, 30_151)],
)
def test_people_before_the_reform(shipped, key, year, counted):
    found = value(shipped, "population_from_density", key, f"{year}-12-31", base="vor_zensus2011")
    assert found == pytest.approx(counted, rel=0.001)


def test_a_package_of_earlier_times_still_loads(copy):
    for name in ("schedules", "projections"):
        (copy / f"tables/{name}.parquet").unlink()
    old = package.load(copy)
    assert list(old.schedules.columns) == list(SCHEDULE_COLUMNS) and old.schedules.empty
    assert list(old.projections.columns) == list(PROJECTION_COLUMNS) and old.projections.empty
    assert f"Kreis {COUNTY}" in check_package(copy)


@pytest.mark.parametrize(("name", "column"), [("schedules", "value"), ("projections", "persons")])
def test_damaged_tables_beside_the_facts(copy, name, column):
    path = copy / f"tables/{name}.parquet"
    table = pd.read_parquet(path)
    table.assign(**{column: -1.0}).to_parquet(path)
    with pytest.raises(SourceFileError, match="Zahlenpaket neu bauen"):
        check_package(copy)
    table.drop(columns=column).to_parquet(path)
    assert refused(copy).column == column


def test_balance_of_moves(shipped):
    assert value(shipped, "moves_in", COUNTY, "2015") - value(shipped, "moves_out", COUNTY, "2015") == 2_461
    over_county = value(shipped, "county_moves_in", COUNTY, "2015") - value(shipped, "county_moves_out", COUNTY, "2015")
    assert over_county == 2_461


def test_ages_15_to_64_in_2015(shipped):
    facts = shipped.facts
    rows = facts[
        (facts["variable"] == "population")
        & (facts["region_id"] == COUNTY)
        & (facts["period"] == "2015-12-31")
        & (facts["sex"] == "t")
        & (facts["source_id"] == "12411-02-03-5")
        & (facts["age_from"] >= 15)
        & (facts["age_to"] <= 65)
    ]
    assert rows["value"].sum() == 138_503


def test_municipalities_and_area(shipped):
    regions = shipped.regions
    mine = regions[(regions["level"] == Level.GEMEINDE) & (regions["landkreis_id"] == COUNTY)]
    assert len(mine) == 112 and (mine["amtsfrei"].sum(), mine["amt_id"].nunique()) == (10, 23)
    assert regions.loc[COUNTY, "area_km2"] == pytest.approx(3_431.14, abs=0.005)
    assert mine["area_km2"].sum() == pytest.approx(3_431.14, abs=0.2)
    assert (regions["level"] == Level.GEMEINDE).sum() == 724
    assert (regions["level"] == Level.LANDKREIS).sum() == 8


def test_population_of_2024_adds_up_over_amt_and_planning_region(shipped):
    facts, regions = shipped.facts, shipped.regions
    people = facts[
        (facts["variable"] == "population") & (facts["period"] == "2024-12-31") & (facts["sex"] == "t")
    ].set_index("region_id")["value"]
    mine = regions[(regions["level"] == Level.GEMEINDE) & (regions["landkreis_id"] == COUNTY)]
    for parent in ("amt_id", "planungsregion_id", "mittelbereich_id"):
        groups = mine.groupby(parent).groups
        assert "" not in groups
        assert sum(people[list(ids)].sum() for ids in groups.values()) == 218_721


def test_planning_regions_are_joined(shipped):
    rows = shipped.regions[shipped.regions["level"] == Level.PLANUNGSREGION]
    assert sorted(rows.index) == [f"{COUNTY}-{name}" for name in ("nord-ost", "nord-west", "sued-ost", "sued-west")]
    assert (rows["landkreis_id"] == COUNTY).all()
    assert rows["area_km2"].sum() == pytest.approx(3_431.14, abs=0.2)


def test_every_additive_sum_holds_or_is_explained(shipped):
    compared = sums.compare(shipped.facts, shipped.regions.reset_index(drop=True), COUNTY)
    off = compared[compared["difference"].abs() > 0.5]
    unexplained = [
        f"{row.variable} {row.period}: {row.difference:+g}"
        for row in off.itertuples()
        if not sums.explanation(str(row.source_id), str(row.status))
    ]
    assert not unexplained


EXACT = ("12411", "12612", "12613", "13111", "31121", "46241", "gv100ad", "auszug-gv", "bbsr")


def test_exact_sources_add_up_exactly_for_every_variable(shipped):
    compared = sums.compare(shipped.facts, shipped.regions.reset_index(drop=True), COUNTY)
    exact = compared[compared["source_id"].str.startswith(EXACT) & (compared["status"] == Status.MEASURED)]
    assert {"population", "births", "deaths", "employees_home", "dwellings_finished", "accidents_injury"} <= set(
        exact["variable"]
    )
    assert len(exact) > 100
    assert exact["difference"].abs().max() == 0


def test_small_differences_only_where_explained(shipped):
    compared = sums.compare(shipped.facts, shipped.regions.reset_index(drop=True), COUNTY)
    census = compared[compared["source_id"].str.startswith("zensus2022")]
    assert len(census) > 60
    assert census["difference"].abs().max() <= 60
    register = compared[compared["source_id"].str.startswith(("33111", "71231", "73111", "13211"))]
    assert register["difference"].abs().max() <= 6


def test_sexes_and_ages_make_the_total(shipped):
    facts = shipped.facts[(shipped.facts["source_id"] == "12411-02-03-5") & (shipped.facts["region_id"] == "13072043")]
    total = facts[(facts["age_from"] == 0) & (facts["age_to"] == AGE_OPEN)].set_index("sex")["value"]
    bands = facts[(facts["age_from"] != 0) | (facts["age_to"] != AGE_OPEN)]
    assert len(bands) == 17 * 3
    by_sex = bands.groupby("sex", observed=True)["value"].sum()
    assert by_sex["t"] == by_sex["m"] + by_sex["f"] == value(shipped, "population", "13072043", "2015-12-31")
    assert total.empty or (total == by_sex[total.index]).all()


def test_shape_keys_and_statuses(shipped):
    facts = shipped.facts
    assert tuple(facts.columns) == FACT_COLUMNS
    assert not facts.duplicated(list(FACT_KEY)).any()
    assert problems(facts, shipped.regions.reset_index(drop=True)) == []
    assert set(facts["source_id"]) <= set(shipped.sources["source_id"])
    assert (facts["year"].astype(str) == facts["period"].astype(str).str[:4]).all()
    assert shipped.sources["attribution"].str.len().min() > 10


def test_a_secret_is_never_zero(shipped):
    secret = shipped.facts[shipped.facts["status"] == Status.SECRET]
    assert len(secret) > 300 and secret["value"].isna().all()


def test_postal_votes_are_not_mixed_with_votes_at_the_polling_station(shipped):
    facts = shipped.facts
    municipal = facts["region_id"].str.startswith(COUNTY) & (facts["region_id"].str.len() == 8)
    assert not (municipal & (facts["variable"] == "votes_cast")).any()
    assert value(shipped, "votes_valid_urn", COUNTY, "2013-09-22") < value(shipped, "votes_valid", COUNTY, "2013-09-22")


def test_merged_keys_are_gone(shipped):
    assert not set(shipped.mergers["old_id"]) & set(shipped.facts["region_id"])
    assert set(shipped.mergers["new_id"]) <= set(shipped.regions.index)


def test_shapes(shipped):
    mine = shipped.regions[(shipped.regions["level"] == Level.GEMEINDE) & (shipped.regions["landkreis_id"] == COUNTY)]
    assert set(shipped.gemeinden["region_id"]) == set(mine.index)
    assert shipped.gemeinden.geometry.is_valid.all() and shipped.gemeinden.crs.to_epsg() == 4326
    assert "13003" in set(shipped.context["region_id"])


def test_size():
    files = [*(SHIPPED / "tables").iterdir(), *(SHIPPED / "boundaries").iterdir()]
    assert sum(path.stat().st_size for path in files) < 6_000_000


def test_check_tells_what_it_found():
    text = check_package(SHIPPED)
    assert f"Kreis {COUNTY}" in text and "Cell-Key" in text and "Ohne Erklärung" not in text


def test_environment_chooses_the_folder(copy, monkeypatch):
    monkeypatch.setenv(package.FOLDER_VARIABLE, str(copy))
    assert package.load().folder == copy


# ------------------------------------------------------------------------------------------------- damaged packages


def refused(folder) -> SourceFileError:
    with pytest.raises(SourceFileError) as caught:
        package.load(folder)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    "name",
    [
        "datapackage.json", "tables/facts.parquet", "tables/regions.csv", "tables/planungsregionen.csv",
        "tables/mergers.csv", "tables/sources.csv", "tables/places.csv", "boundaries/gemeinden.geojson",
        "boundaries/context.geojson",
    ],
)  # fmt: skip
def test_missing_file(copy, name):
    (copy / name).unlink()
    error = refused(copy)
    assert error.file.name == Path(name).name and "fehlt" in error.problem


@pytest.mark.parametrize("name", ["datapackage.json", "tables/facts.parquet", "boundaries/gemeinden.geojson"])
def test_truncated_file(copy, name):
    raw = (copy / name).read_bytes()
    (copy / name).write_bytes(raw[: len(raw) // 2])
    assert refused(copy).file.name == Path(name).name


def test_facts_without_a_column(copy):
    facts = pd.read_parquet(copy / "tables/facts.parquet").drop(columns="status")
    facts.to_parquet(copy / "tables/facts.parquet")
    assert refused(copy).column == "status"


def edit(copy, name, old, new, count=1):
    path = copy / "tables" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def test_unknown_amt_in_planning_regions(copy):
    edit(copy, "planungsregionen.csv", "130725258", "130725299")
    error = refused(copy)
    assert "130725299" in error.problem and error.column == "amt_id" and error.line > 1


def test_amt_twice_in_planning_regions(copy):
    edit(copy, "planungsregionen.csv", "130725257", "130725258")
    assert "zweimal" in refused(copy).problem


def test_missing_column_in_planning_regions(copy):
    edit(copy, "planungsregionen.csv", "planungsregion,", "region,")
    error = refused(copy)
    assert (error.line, error.column) == (1, "planungsregion")


def test_planning_region_without_name(copy):
    edit(copy, "planungsregionen.csv", "130725258,Süd-Ost", "130725258,")
    assert refused(copy).column == "planungsregion"


def test_an_edited_planning_region_takes_effect(copy):
    edit(copy, "planungsregionen.csv", "130725258,Süd-Ost", "130725258,Mitte")
    loaded = package.load(copy)
    assert loaded.regions.loc["13072-mitte", "name"] == "Planungsregion Mitte"
    assert loaded.regions.loc["13072003", "planungsregion_id"] in loaded.regions.index


def test_planning_regions_saved_by_a_spreadsheet(copy):
    path = copy / "tables/planungsregionen.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert (package.load(copy).regions["level"] == Level.PLANUNGSREGION).sum() == 4


def test_area_that_is_no_number(copy):
    edit(copy, "regions.csv", ",3431.14,", ",viel,")
    error = refused(copy)
    assert error.column == "area_km2" and "viel" in error.problem
