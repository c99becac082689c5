"""The shape of the compiled package: one fact table, regions, mergers, sources, places.

A *fact* is one additive count (people, births, dwellings …) of one region, at one date or in one year, on one census base.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

AGE_OPEN: Final = 200
"""Upper end of an open age band ("75 und älter" is ``[75, AGE_OPEN)``); ``[0, AGE_OPEN)`` means all ages."""


class Status(StrEnum):
    """What a fact's value is worth. Only ``MEASURED`` and ``ESTIMATED`` carry a number; nothing else ever becomes 0."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    SECRET = "secret"  # noqa: S105 - a statistical term, no password
    UNRELIABLE = "unreliable"
    NOT_APPLICABLE = "not_applicable"
    PENDING = "pending"
    MISSING = "missing"


class CensusBase(StrEnum):
    """The census a population figure is carried forward from; ``NONE`` for figures that do not depend on one."""

    BEFORE_2011 = "vor_zensus2011"
    CENSUS_2011 = "zensus2011"
    CENSUS_2022 = "zensus2022"
    NONE = "ohne"


class Level(StrEnum):
    """Levels of regions, from small to large."""

    GEMEINDE = "gemeinde"
    AMT = "amt"
    MITTELBEREICH = "mittelbereich"
    PLANUNGSREGION = "planungsregion"
    LANDKREIS = "landkreis"
    LAND = "land"
    BUND = "bund"


class Sex(StrEnum):
    """Sex as the sources give it; ``TOTAL`` is the published total, not a sum."""

    TOTAL = "t"
    MALE = "m"
    FEMALE = "f"


FACT_COLUMNS: Final = (
    "variable",
    "region_id",
    "period",
    "year",
    "census_base",
    "sex",
    "age_from",
    "age_to",
    "value",
    "status",
    "source_id",
)
"""``period`` is an ISO date for a stock ("2015-12-31") and a bare year for a flow or yearly mean ("2015")."""

FACT_KEY: Final = ("variable", "region_id", "period", "census_base", "sex", "age_from", "age_to")

REGION_COLUMNS: Final = (
    "region_id",
    "level",
    "name_official",
    "name",
    "amt_id",
    "amtsfrei",
    "mittelbereich_id",
    "landkreis_id",
    "land_id",
    "area_km2",
    "lon",
    "lat",
)

SCHEDULE_COLUMNS: Final = (
    "measure",
    "region_id",
    "period",
    "year_from",
    "year_to",
    "sex",
    "age",
    "value",
    "source_id",
)
"""Rates by single year of age: ``qx`` (probability of dying before the next birthday) of a life table over the years of
``period`` ("2020/22"), and ``fertility`` (births per 1,000 women) of one year ("2023")."""

SCHEDULE_KEY: Final = ("measure", "region_id", "period", "sex", "age")

PROJECTION_COLUMNS: Final = (
    "region_id",
    "round",
    "variant",
    "variant_name",
    "date",
    "sex",
    "age_from",
    "age_to",
    "persons",
    "unit_rounding",
    "source_id",
)
"""Official projections: people by sex and age at a date; ``unit_rounding`` is the unit they are published in."""

PROJECTION_KEY: Final = ("region_id", "round", "variant", "date", "sex", "age_from", "age_to")
