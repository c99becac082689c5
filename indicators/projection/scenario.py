"""Scenarios: what people may assume about births, life expectancy, migration and new housing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from indicators.projection.known import Floats
from indicators.projection.results import AGES, Band


class Migration(StrEnum):
    """The path of net migration over the county's border."""

    NONE = "ohne"
    TREND = "trend"
    HIGH = "zuzug"
    STATE = "land"


class Phase(StrEnum):
    """Phases of life whose moves can be set on their own; families are children with their parents."""

    FAMILIES = "familien"
    STARTERS = "berufseinstieg"
    MIDDLE = "mitte"
    SENIORS = "ruhestand"


PHASE_BANDS: Final[dict[Phase, tuple[Band, ...]]] = {
    Phase.FAMILIES: ((0, 18), (30, 50)),
    Phase.STARTERS: ((18, 30),),
    Phase.MIDDLE: ((50, 65),),
    Phase.SENIORS: ((65, 200),),
}


@dataclass(frozen=True)
class Housing:
    """A new housing area.

    Attributes
    ----------
    region_id : str
        The municipality.
    dwellings : int
        Dwellings.
    year : int
        Year in which people move in.
    persons : float
        People per dwelling.
    """

    region_id: str
    dwellings: int
    year: int
    persons: float = 2.5


@dataclass(frozen=True)
class Scenario:
    """A set of assumptions; what is left out stays as it is today.

    Attributes
    ----------
    name : str
        German name.
    migration : Migration
        The path of net migration.
    children : float | None
        Children per woman in the county, reached after five years.
    life_gain : float | None
        Years by which life expectancy grows until the last year, in place of its own trend.
    moves : tuple[tuple[Phase, float], ...]
        Additional net moves a year by phase of life into ``region_id``.
    region_id : str
        The region the additional moves concern; its municipalities share them by inhabitants.
    housing : Housing | None
        A new housing area.
    """

    name: str
    migration: Migration = Migration.TREND
    children: float | None = None
    life_gain: float | None = None
    moves: tuple[tuple[Phase, float], ...] = ()
    region_id: str = ""
    housing: Housing | None = None

    @property
    def flows(self) -> Scenario:
        """The scenario without what changes births and deaths: it decides how migrants are scaled."""
        return replace(self, children=None, life_gain=None, moves=(), housing=None)


TREND: Final = Scenario("Trend")
NO_MIGRATION: Final = Scenario("ohne Wanderung", Migration.NONE)
HIGH: Final = Scenario("Zuzug", Migration.HIGH)
STATE: Final = Scenario("wie die Landesvorausberechnung", Migration.STATE)
NAMED: Final = (TREND, NO_MIGRATION, HIGH, STATE)


def phase_profile(phase: Phase, arrivals: Floats) -> Floats:
    """Spread one migrant of a phase of life over sexes and ages as those who arrive are spread, shape (2, ages)."""
    mask = np.zeros(AGES)
    for low, high in PHASE_BANDS[phase]:
        mask[low : min(high, AGES)] = 1.0
    profile = arrivals * mask
    return np.asarray(profile / profile.sum())


def housing_profile(arrivals: Floats, families: float) -> Floats:
    """Ages of those who move into a new housing area: families first, as among arrivals below 18 and from 30 to 49."""
    others = arrivals / arrivals.sum()
    return np.asarray(families * phase_profile(Phase.FAMILIES, arrivals) + (1.0 - families) * others)
