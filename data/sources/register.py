"""What the two editions of the Gemeindeverzeichnis (GV100AD, Auszug GV) have in common.

A *register* is one row per state, county, Verband and municipality with keys, official name, area, population and
centre point; it is the authority for which regions exist, what they are called and how large they are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import pandas as pd

from data.schema import AGE_OPEN, CensusBase, Sex, Status

LAND: Final = "10"
KREIS: Final = "40"
VERBAND: Final = "50"
GEMEINDE: Final = "60"
RECORDS: Final = (LAND, KREIS, VERBAND, GEMEINDE)
"""Record types that describe a region; 20 and 30 (Regierungsbezirk, Region) are passed over."""

UNINHABITED: Final = "66"
"""Text key of an uninhabited gemeindefreies Gebiet: area of its county, but no municipality."""

NATION: Final = "DG"

REGISTER_COLUMNS: Final = (
    "key",
    "record",
    "text_key",
    "ars",
    "ags",
    "amt_id",
    "name_official",
    "seat",
    "area_km2",
    "population",
    "male",
    "status",
    "lon",
    "lat",
    "territory_date",
    "population_date",
    "line",
)

RAW_COLUMNS: Final = (
    "key",
    "name",
    "period",
    "sex",
    "age_from",
    "age_to",
    "item",
    "census_base",
    "value",
    "status",
    "line",
    "column",
    "table",
)
"""Columns of the long raw facts that every reader returns."""


def region_key(record: str, land: str, district: str, county: str, verband: str, gemeinde: str) -> str:
    """Return a region's key from the parts of its Regionalschlüssel.

    Examples
    --------
    >>> region_key("60", "13", "0", "72", "5258", "003")
    '13072003'
    >>> region_key("50", "13", "0", "72", "5258", "")
    '130725258'
    """
    county_key = f"{land}{district}{county}"
    return {
        LAND: land,
        KREIS: county_key,
        VERBAND: f"{county_key}{verband}",
        GEMEINDE: f"{county_key}{gemeinde}",
    }[record]


def census_base(population_date: str) -> CensusBase:
    """Return the census that the register's population of a date is carried forward from.

    The register of 31.12.2011 still counts from the censuses before 2011, that of 31.12.2023 is the last one on the
    base of 2011.
    """
    day = date.fromisoformat(population_date)
    if day < date(2012, 12, 31):
        return CensusBase.BEFORE_2011
    return CensusBase.CENSUS_2011 if day < date(2024, 12, 31) else CensusBase.CENSUS_2022


def population_facts(register: pd.DataFrame, table: str, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Return the population by sex of municipalities, counties, states and the nation as raw facts.

    Counties, states and the nation are the sums of the register's municipalities, unknown where one of them is;
    nothing is summed for Verbände.
    """
    places = register[register["record"] == GEMEINDE]
    names = dict(zip(register["key"], register["name_official"], strict=True)) | {NATION: "Deutschland"}
    groups = [places["ags"].str[:5], places["ags"].str[:2], pd.Series(NATION, index=places.index)]
    counts = pd.concat([places, *(_sums(places, keys, names) for keys in groups)])
    if wanted is not None:
        counts = counts[[wanted(key) for key in counts["key"]]]
    return _by_sex(counts, table)


def _sums(places: pd.DataFrame, keys: pd.Series, names: dict[str, str]) -> pd.DataFrame:
    grouped = places.groupby(keys, sort=True)
    sums = grouped[["population", "male"]].sum(min_count=1)
    unknown = places[places["status"] != Status.MEASURED].groupby(keys)["status"].first()
    sums["status"] = unknown.reindex(sums.index).fillna(Status.MEASURED.value)
    sums.loc[unknown.index, ["population", "male"]] = float("nan")
    name = [names.get(key, "") for key in sums.index]
    return sums.assign(key=sums.index, name_official=name, population_date=places["population_date"].iloc[0], line=0)


def _by_sex(counts: pd.DataFrame, table: str) -> pd.DataFrame:
    female = counts["population"] - counts["male"]
    by_sex = {Sex.TOTAL: counts["population"], Sex.MALE: counts["male"], Sex.FEMALE: female}
    bases = {day: census_base(day).value for day in counts["population_date"].unique()}
    rows = pd.DataFrame({"key": counts["key"], "name": counts["name_official"], "period": counts["population_date"]})
    rows = rows.assign(age_from=0, age_to=AGE_OPEN, item="population", census_base=rows["period"].map(bases))
    rows = rows.assign(status=counts["status"], line=counts["line"], column="Bevölkerung", table=table)
    frames = [rows.assign(sex=sex.value, value=values.astype(float)) for sex, values in by_sex.items()]
    return pd.concat(frames, ignore_index=True)[list(RAW_COLUMNS)]
