"""A tiny package for tests: two municipalities of one Amt, one without, their county; facts are given per test."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.package import Package
from data.schema import AGE_OPEN, FACT_COLUMNS

COUNTY, STATE = "98001", "98"
A, B, C = "98001001", "98001002", "98001003"
AMT = "980010001"


def fact(variable, region, period, value, *, base="zensus2011", sex="t", ages=(0, AGE_OPEN), status="measured"):
    return {
        "variable": variable, "region_id": region, "period": period, "year": int(period[:4]), "census_base": base,
        "sex": sex, "age_from": ages[0], "age_to": ages[1], "value": value, "status": status, "source_id": f"T-{variable}",
    }  # fmt: skip


def package(facts: list[dict]) -> Package:
    def region(key, level, name, amt="", county=COUNTY, area=10.0, free=False):
        return {
            "region_id": key, "level": level, "name_official": name, "name": name, "amt_id": amt, "amtsfrei": free,
            "mittelbereich_id": "", "landkreis_id": county, "land_id": STATE, "area_km2": area, "lon": 12.0, "lat": 54.0,
            "planungsregion_id": "",
        }  # fmt: skip

    regions = pd.DataFrame(
        [
            region(A, "gemeinde", "Adorf", AMT),
            region(B, "gemeinde", "Bdorf", AMT),
            region(C, "gemeinde", "Cstadt", "980010003"),
            region(AMT, "amt", "Amt Adorf-Bdorf", AMT, area=20.0),
            region("980010003", "amt", "Cstadt", "980010003", free=True),
            region(COUNTY, "landkreis", "Landkreis Test", area=30.0),
            region(STATE, "land", "Testland", county="", area=100.0),
            region("DG", "bund", "Deutschland", county="", area=1000.0),
        ]
    ).set_index("region_id", drop=False)
    table = pd.DataFrame(facts, columns=list(FACT_COLUMNS))
    empty = pd.DataFrame()
    shapes = gpd.GeoDataFrame()
    return Package(Path(), COUNTY, STATE, table, regions, empty, empty, empty, shapes, shapes)
