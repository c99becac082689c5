"""What was known of a county at a date: the package's figures as arrays, nothing younger than that date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.package import Package
from data.schema import AGE_OPEN, Level, Status
from indicators.projection.assumptions import Assumptions
from indicators.projection.results import Band
from indicators.regions import Regions

Floats = npt.NDArray[np.float64]
ALL: Final[Band] = (0, AGE_OPEN)
SEXES: Final = ("f", "m")
USABLE: Final = (Status.MEASURED.value, Status.ESTIMATED.value)
VARIABLES: Final = (
    "population",
    "population_census2011",
    "population_from_density",
    "births",
    "deaths",
    "moves_in",
    "moves_out",
    "county_moves_in",
    "county_moves_out",
    "county_moves_net",
)


@dataclass(frozen=True)
class Known:
    """The figures of one county that refer to a time not after ``date``.

    Parameters
    ----------
    package : Package
        The compiled package.
    date : str
        ISO date; figures of a later day, or of a year that ends later, are left out.
    other : Assumptions | None
        Assumptions in place of those in the package's table, to try them out.
    """

    package: Package
    date: str
    other: Assumptions | None = None

    @cached_property
    def assumed(self) -> Assumptions:
        """What the projection assumes: the package's table unless other values were given."""
        return self.other or Assumptions.of(self.package.assumptions)

    @cached_property
    def regions(self) -> Regions:
        """The register of regions."""
        return Regions(self.package.regions, self.package.county, self.package.state)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The county's municipalities in key order: the first axis of every array."""
        return tuple(self.regions.at_level(Level.GEMEINDE))

    @property
    def county(self) -> str:
        """Key of the county."""
        return self.package.county

    @property
    def year(self) -> int:
        """Year of the date."""
        return int(self.date[:4])

    @cached_property
    def _tables(self) -> dict[tuple[str, str, str], pd.DataFrame]:
        """Usable rows by variable, period and census base."""
        facts = self.package.facts
        mask = facts["variable"].isin(VARIABLES) & facts["status"].isin(USABLE)
        mask &= facts["region_id"].isin([*self.places, self.county, self.package.state, "DG"])
        rows = facts.loc[mask, ["variable", "period", "census_base", "region_id", "sex", "age_from", "age_to", "value"]]
        rows = rows.astype(dict.fromkeys(("variable", "period", "census_base", "region_id", "sex"), str))
        known = rows[[_end(period) <= self.date for period in rows["period"]]]
        return {(str(v), str(p), str(b)): t for (v, p, b), t in known.groupby(["variable", "period", "census_base"])}

    def periods(self, variable: str, base: str = "", region: str | None = None) -> list[str]:
        """Periods of a variable on a census base (or on any), oldest first; of one region if it is given."""
        found = {
            period
            for (name, period, own), table in self._tables.items()
            if name == variable and base in ("", own) and (region is None or bool((table["region_id"] == region).any()))
        }
        return sorted(found)

    def totals(self, variable: str, period: str, base: str, sex: str = "t", regions: Sequence[str] = ()) -> Floats:
        """Give the figures for all ages; NaN where none is known.

        Returns
        -------
        Floats
            Shape (regions,), by default the municipalities.
        """
        wanted = list(regions) or list(self.places)
        table = self._tables.get((variable, period, base))
        if table is None:
            return np.full(len(wanted), np.nan)
        rows = table[(table["sex"] == sex) & (table["age_from"] == 0) & (table["age_to"] == AGE_OPEN)]
        return rows.drop_duplicates("region_id").set_index("region_id")["value"].reindex(wanted).to_numpy(float)

    def by_sex(self, variable: str, period: str, base: str, regions: Sequence[str] = ()) -> Floats:
        """Give women's and men's figures for all ages, shape (regions, 2)."""
        return np.stack([self.totals(variable, period, base, sex, regions) for sex in SEXES], axis=-1)

    def groups(self, variable: str, period: str, base: str, region: str, sex: str = "f") -> tuple[Band, ...]:
        """Give the finest partition of all ages that a region's figures offer; empty if there is none."""
        table = self._tables.get((variable, period, base))
        if table is None:
            return ()
        rows = table[(table["region_id"] == region) & (table["sex"] == sex)]
        return partition(list(zip(rows["age_from"].astype(int), rows["age_to"].astype(int), strict=True)))

    def by_age(
        self,
        variable: str,
        period: str,
        base: str,
        bands: Sequence[Band],
        regions: Sequence[str],
        sexes: Sequence[str] = SEXES,
    ) -> Floats:
        """Give the figures of age groups, shape (regions, sexes, bands); NaN where none is known."""
        table = self._tables[(variable, period, base)]
        columns = pd.MultiIndex.from_product([sexes, [b[0] for b in bands]], names=["sex", "age_from"])
        band_of = {(low, high): low for low, high in bands}
        keys = [
            band_of.get((int(low), int(high)), -1) for low, high in zip(table["age_from"], table["age_to"], strict=True)
        ]
        rows = table.assign(age_from=keys)
        rows = rows[rows["age_from"] >= 0].drop_duplicates(["region_id", "sex", "age_from"])
        wide = rows.pivot(index="region_id", columns=["sex", "age_from"], values="value")
        found = wide.reindex(index=list(regions), columns=columns).to_numpy(float)
        return found.reshape(len(regions), len(sexes), len(bands))

    def schedule(self, measure: str) -> pd.DataFrame:
        """National rates of a measure ("qx", "fertility") that were known, with ``year_from`` and ``year_to``."""
        table = self.package.schedules
        return table[(table["measure"] == measure) & (table["year_to"] <= self.year)]


def partition(bands: Sequence[Band]) -> tuple[Band, ...]:
    """Chain the narrowest bands from age 0 to the open end; empty if they leave a gap or if only the total is there.

    Examples
    --------
    >>> partition([(0, 200), (0, 18), (18, 65), (65, 200), (0, 65)])
    ((0, 18), (18, 65), (65, 200))
    """
    narrowest: dict[int, int] = {}
    for low, high in bands:
        narrowest[low] = min(high, narrowest.get(low, AGE_OPEN + 1))
    chain: list[Band] = []
    age = 0
    while age < AGE_OPEN and age in narrowest:
        chain.append((age, narrowest[age]))
        age = narrowest[age]
    return tuple(chain) if age == AGE_OPEN and len(chain) > 1 else ()


def _end(period: str) -> str:
    """Last day of a period: a bare year ends with 31 December."""
    return period if len(period) > 4 else f"{period}-12-31"
