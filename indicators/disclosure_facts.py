"""The cells that withholding is about, taken from the fact table, with the counts behind published shares."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.package import Package
from data.schema import AGE_OPEN, CensusBase, Level, Sex, Status
from data.withholding import demands
from indicators.disclosure_rates import RATE_OF, SHARES, Shares, smallest_counts
from indicators.regions import Regions

NUMBERS: Final = (Status.MEASURED.value, Status.ESTIMATED.value)
_COLUMNS: Final = (
    "variable", "region_id", "period", "census_base", "sex", "age_from", "age_to", "value", "status", "source_id",
)  # fmt: skip
_SMALL_LEVELS: Final = (Level.GEMEINDE, Level.AMT)


class Cell(NamedTuple):
    """One fact, with what decides about it.

    ``place`` is its position in the fact table; ``cases`` its value, or the smallest count that can stand behind a share;
    ``below`` the limit of its source (0: none).
    """

    place: int
    variable: str
    region: str
    period: str
    base: str
    sex: str
    low: int
    high: int
    value: float
    status: str
    source: str
    below: int
    cases: float

    @property
    def band(self) -> tuple[int, int]:
        """The age band ``[low, high)``."""
        return self.low, self.high

    @property
    def small(self) -> bool:
        """Tell whether the source demands that it is withheld."""
        return self.status in NUMBERS and 0 < self.cases < self.below

    @property
    def withheld(self) -> bool:
        """Tell whether it must not be shown for its own sake: too small, or kept secret by the publisher."""
        return self.small or self.status == Status.SECRET

    @property
    def shown(self) -> bool:
        """Tell whether it carries a number that may be shown as far as it alone is concerned."""
        return self.status in NUMBERS and not self.small


def cells(package: Package, regions: Regions, municipalities: set[str]) -> list[Cell]:
    """List the facts of all variables about which a source demands something or that a publisher withholds in places.

    Parameters
    ----------
    package : Package
        With the figures as published.
    regions : Regions
        Its regions.
    municipalities : set of str
        All municipalities with facts, whatever their county.
    """
    facts = package.facts
    below = _limits(package)
    secret = (facts["status"] == Status.SECRET).to_numpy() & facts["region_id"].isin(municipalities).to_numpy()
    places = np.flatnonzero(facts["variable"].isin(facts["variable"][(below > 0) | secret].unique()).to_numpy())
    chosen = facts.iloc[places]
    lists = [chosen[name].tolist() for name in _COLUMNS]
    rows = zip(places.tolist(), *lists, below[places].tolist(), lists[_COLUMNS.index("value")], strict=True)
    found = [Cell(*row) for row in rows]
    found = [cell._replace(cases=math.nan) if cell.variable in RATE_OF else cell for cell in found]
    for shares in SHARES:
        found = _with_counts(found, shares, package, regions)
    return found


def _limits(package: Package) -> npt.NDArray[np.int64]:
    """Give each fact the limit of its source; 0 where there is none."""
    facts = package.facts
    below = np.zeros(len(facts), dtype=np.int64)
    for source, demand in demands(package.sources).items():
        rows = (facts["source_id"] == source).to_numpy()
        if demand.variables:
            rows = rows & facts["variable"].isin(demand.variables).to_numpy()
        below[rows] = demand.below
    return below


def _with_counts(found: Sequence[Cell], shares: Shares, package: Package, regions: Regions) -> list[Cell]:
    """Put the smallest possible counts in place of percentages; from the county up they are never small."""
    groups: dict[tuple[str, str], list[Cell]] = {}
    counts: dict[int, float] = {}
    for cell in found:
        if cell.variable in shares.variables and cell.value > 0 and cell.below:
            if regions.level(cell.region) in _SMALL_LEVELS:
                groups.setdefault((cell.region, cell.period[:4]), []).append(cell)
            else:
                counts[cell.place] = math.inf
    known = _totals(package.facts, shares.reference, {year for _, year in groups})
    for (region, year), group in groups.items():
        rates = {cell.variable: cell.value for cell in group}
        least = smallest_counts(rates, shares, _total(known, regions, region, year), group[0].below)
        counts |= {cell.place: float(least[cell.variable]) for cell in group}
    return [cell._replace(cases=counts[cell.place]) if cell.place in counts else cell for cell in found]


def _totals(facts: pd.DataFrame, variable: str, years: set[str]) -> dict[tuple[str, str], float]:
    """Give a variable's totals by region and year, as published; on the base of the 2011 census first."""
    periods = {year + end for year in years for end in ("", "-12-31")}
    rows = facts[
        (facts["variable"] == variable)
        & facts["period"].isin(periods)
        & (facts["sex"] == Sex.TOTAL)
        & (facts["age_from"] == 0)
        & (facts["age_to"] == AGE_OPEN)
    ]
    found: dict[tuple[str, str], float] = {}
    listed: list[list[Any]] = [rows[name].tolist() for name in ("region_id", "period", "census_base", "value")]
    for region, period, base, value in zip(*listed, strict=True):
        if (region, period[:4]) not in found or base == CensusBase.CENSUS_2011:
            found[region, period[:4]] = value
    return found


def _total(known: dict[tuple[str, str], float], regions: Regions, region: str, year: str) -> float:
    """Give a region's total: its own, else the sum of its municipalities; NaN if one of them is unknown."""
    if (region, year) in known:
        return known[region, year]
    members = regions.members(region)
    return sum(known.get((m, year), math.nan) for m in members) if members else math.nan
