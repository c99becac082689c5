"""The table of regions."""

from __future__ import annotations

import pandas as pd
import pytest

from data.compile.regions import build_regions, clean_name, county_name, region_names, verband_name
from data.schema import REGION_COLUMNS
from data.sources import auszug_gv, gv100ad
from tests.data.gemeinden import auszug
from tests.data.gemeinden import gv100ad as write_gv100ad

BBSR = pd.DataFrame(
    {
        "ags": ["13072043", "13072001", "13072002", "13003000"],
        "mittelbereich_id": ["MB1", "MB1", "MB2", "MB2"],
        "mittelbereich": ["Güsten", "Güsten", "Wismut", "Wismut"],
    }
)


@pytest.fixture
def register(tmp_path):
    return gv100ad.read_regions(write_gv100ad(tmp_path / "gv.txt"))


@pytest.fixture
def regions(register):
    return build_regions(register, BBSR, "13072").set_index("region_id")


def test_columns_and_order(register):
    regions = build_regions(register, BBSR, "13072")
    assert list(regions.columns) == list(REGION_COLUMNS)
    assert regions["region_id"].iloc[:2].tolist() == ["DG", "13"]
    assert regions["region_id"].is_unique
    assert regions["level"].iloc[-1] == "gemeinde"
    assert regions.dtypes[["area_km2", "lon", "lat"]].eq(float).all()


def test_parents_and_names(regions):
    town, village = regions.loc["13072043"], regions.loc["13072001"]
    assert (town["name"], town["name_official"]) == ("Güsten", "Güsten, Barlachstadt")
    assert (town["amt_id"], town["amtsfrei"]) == ("130720043", True)
    assert (village["amt_id"], village["amtsfrei"]) == ("130725251", False)
    assert (village["landkreis_id"], village["land_id"], village["mittelbereich_id"]) == ("13072", "13", "MB1")
    assert regions.loc["130725251", "name"] == "Amt Güsten-Land"
    assert regions.loc["130720043", ["name", "amtsfrei"]].tolist() == ["Güsten", True]
    assert regions.loc["MB1", "name"] == "Mittelbereich Güsten"


def test_only_the_county_has_aemter_and_mittelbereiche(regions):
    for level in ("amt", "mittelbereich"):
        assert set(regions.loc[regions["level"] == level, "landkreis_id"]) == {"13072"}


def test_areas_include_uninhabited_land_but_no_sea(regions):
    assert regions.loc["13072", "area_km2"] == 71.09 + 15.28 + 10 + 2.5
    assert regions.loc["13", "area_km2"] == pytest.approx(50 + 98.87 + 17)
    assert regions.loc["130725251", "area_km2"] == pytest.approx(25.28)
    assert regions.loc["MB2", "area_km2"] == 10
    assert "13072444" not in regions.index
    assert "13000999" not in regions.index


def test_no_two_regions_of_a_level_share_a_name(regions):
    assert not regions.duplicated(["level", "name"]).any()
    assert regions.loc["13072002", "name"] == "Neuendorf"
    assert regions.loc["13073001", "name"] == "Neuendorf (Verbandsgemeinde Am Meer)"
    assert regions.loc[["13003", "13072"], "name"].tolist() == ["Wismut (Stadt)", "Landkreis Wismut"]


def test_newest_register_decides_and_older_lends_points(register, tmp_path):
    older = auszug_gv.read_regions(auszug(tmp_path / "a.xlsx"))
    older.loc[older["key"] == "13072001", "name_official"] = "Alter Name"
    both = build_regions(pd.concat([older, register], ignore_index=True), None, "13072").set_index("region_id")
    assert both.loc["13072001", ["name", "lon", "lat"]].tolist() == ["Alt Bukow", 12.5, 53.9]
    assert (both.loc[both["level"] == "gemeinde", "mittelbereich_id"] == "").all()


def test_unknown_county(register):
    with pytest.raises(LookupError, match="13099"):
        build_regions(register, None, "13099")


def test_names_for_the_map(register):
    names = region_names(register)
    assert (names["13003"], names["13072043"]) == ("Wismut (Stadt)", "Güsten")


@pytest.mark.parametrize(
    ("official", "clean"),
    [("Güstrow, Barlachstadt", "Güstrow"), ("Kühlungsborn, Ostseebad, Stadt", "Kühlungsborn"), ("Satow", "Satow"),
     ("Lauenburg/ Elbe, Stadt", "Lauenburg/Elbe"), ("Lübben (Spreewald) / Lubin (Błota), Stadt", "Lübben (Spreewald) / Lubin (Błota)")],
)  # fmt: skip
def test_clean_names(official, clean):
    assert clean_name(official) == clean


@pytest.mark.parametrize(
    ("official", "text_key", "name"),
    [("Land Hadeln", "52", "Samtgemeinde Land Hadeln"), ("Burgebrach (VGem)", "54", "Verwaltungsgemeinschaft Burgebrach"),
     ("GVV Schönau", "56", "Gemeindeverwaltungsverband Schönau"), ("Adenau", "53", "Verbandsgemeinde Adenau"),
     ("Ohrdruf, Stadt", "58", "Erfüllende Gemeinde Ohrdruf"), ("Amt Wachsenburg", "51", "Amt Wachsenburg"),
     ("VVG der Stadt Boxberg", "54", "Vereinbarte Verwaltungsgemeinschaft der Stadt Boxberg")],
)  # fmt: skip
def test_the_word_for_a_verband(official, text_key, name):
    assert verband_name(official, text_key) == name


@pytest.mark.parametrize(
    ("official", "text_key", "name"),
    [("Cuxhaven", "44", "Landkreis Cuxhaven"), ("Region Hannover", "44", "Region Hannover"), ("Wesel", "43", "Kreis Wesel"),
     ("Hochsauerlandkreis", "43", "Hochsauerlandkreis"), ("Stuttgart, Stadtkreis", "42", "Stuttgart (Stadt)")],
)  # fmt: skip
def test_county_names(official, text_key, name):
    assert county_name(official, text_key) == name
