"""Regions: who belongs to whom, from the municipality up to the nation, and hand-picked groups."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from data.schema import Level

PARENT_COLUMN: Final = {
    Level.AMT: "amt_id",
    Level.MITTELBEREICH: "mittelbereich_id",
    Level.PLANUNGSREGION: "planungsregion_id",
    Level.LANDKREIS: "landkreis_id",
    Level.LAND: "land_id",
}
LEVEL_NAMES: Final = {
    Level.GEMEINDE: ("Gemeinde", "Gemeinden"),
    Level.AMT: ("Amt", "Ämter und amtsfreie Gemeinden"),
    Level.MITTELBEREICH: ("Mittelbereich", "Mittelbereiche"),
    Level.PLANUNGSREGION: ("Planungsregion", "Planungsregionen"),
    Level.LANDKREIS: ("Landkreis", "Landkreise"),
    Level.LAND: ("Land", "Länder"),
    Level.BUND: ("Bund", "Deutschland"),
}
GROUP_PREFIX: Final = "auswahl:"


def group_id(region_ids: Sequence[str]) -> str:
    """Make the id of a hand-picked group of municipalities.

    Examples
    --------
    >>> group_id(["13072043", "13072006"])
    'auswahl:13072006,13072043'
    """
    return GROUP_PREFIX + ",".join(sorted(region_ids))


@dataclass(frozen=True)
class Regions:
    """The register of regions of one package.

    Parameters
    ----------
    table : DataFrame
        Indexed by region_id, columns as in ``data.schema.REGION_COLUMNS`` plus ``planungsregion_id``.
    county, state : str
        Keys of the county the package is about and of its state.
    """

    table: pd.DataFrame
    county: str
    state: str

    def name(self, region_id: str) -> str:
        """Give the clean name; a hand-picked group is named by its members."""
        if region_id.startswith(GROUP_PREFIX):
            members = self.members(region_id)
            names = [self.name(m) for m in members[:3]]
            return " + ".join(names) + (f" + {len(members) - 3} weitere" if len(members) > 3 else "")
        return self._column("name")[region_id]

    def _column(self, name: str) -> dict[str, str]:
        """Give one text column as a dictionary: pandas look-ups one by one are fifty times as slow."""
        if name not in self._columns:
            self._columns[name] = {str(region): str(text) for region, text in self.table[name].items()}
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, dict[str, str]]:
        return {}

    def level(self, region_id: str) -> Level:
        """Give the level; a hand-picked group counts as a planning region would (summed from municipalities)."""
        return Level.PLANUNGSREGION if region_id.startswith(GROUP_PREFIX) else Level(self._column("level")[region_id])

    def amtsfrei(self, region_id: str) -> bool:
        """Tell whether a region is a municipality without an Amt (or that municipality as a unit of the level of the Ämter)."""
        return self._column("amtsfrei").get(region_id) == "True"

    def exists(self, region_id: str) -> bool:
        """Tell whether the id is known (for groups: all members are)."""
        if region_id.startswith(GROUP_PREFIX):
            return all(m in self.table.index for m in region_id.removeprefix(GROUP_PREFIX).split(","))
        return region_id in self.table.index

    @cached_property
    def municipalities(self) -> list[str]:
        """Give the county's municipalities in key order."""
        return self._of(Level.GEMEINDE, self.county)

    def _of(self, level: Level, county: str) -> list[str]:
        mask = (self.table["level"] == level) & (self.table["landkreis_id"] == county)
        return sorted(self.table.index[mask])

    def at_level(self, level: Level) -> list[str]:
        """List the regions of one level that the county consists of (for larger levels: the one it lies in)."""
        if level not in self._levels:
            self._levels[level] = self._list(level)
        return self._levels[level]

    @cached_property
    def _levels(self) -> dict[Level, list[str]]:
        return {}

    def _list(self, level: Level) -> list[str]:
        if level == Level.LANDKREIS:
            return [self.county]
        if level == Level.LAND:
            return [self.state]
        if level == Level.BUND:
            return ["DG"] if "DG" in self.table.index else []
        if level == Level.GEMEINDE:
            return self.municipalities
        return [r for r in self._of(level, self.county) if self.members(r)]

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        own = self.table.loc[self.table["level"] == Level.GEMEINDE]
        result: dict[str, tuple[str, ...]] = {m: (m,) for m in own.index}
        for level, column in PARENT_COLUMN.items():
            if column not in own.columns or level == Level.LAND:
                continue
            for parent, rows in own.groupby(column, observed=True):
                result[str(parent)] = tuple(sorted(rows.index))
        return result

    def members(self, region_id: str) -> tuple[str, ...]:
        """List the municipalities a region is made of; empty for the state and the nation, which are never summed."""
        if region_id.startswith(GROUP_PREFIX):
            return tuple(sorted(region_id.removeprefix(GROUP_PREFIX).split(",")))
        return self._members.get(region_id, ())

    def parent(self, region_id: str, level: Level) -> str | None:
        """Find the region of a larger level that contains this one, or ``None``."""
        if level == Level.BUND:
            return "DG" if "DG" in self.table.index else None
        own = self.level(region_id)
        if own == level and not region_id.startswith(GROUP_PREFIX):
            return region_id
        column = PARENT_COLUMN.get(level)
        if column is None or column not in self.table.columns:
            return None
        members = self.members(region_id) or (region_id,)
        above = self._column(column)
        parents = {above[m] for m in members if m in above}
        parents.discard("nan")
        parents.discard("")
        return parents.pop() if len(parents) == 1 else None

    def path(self, region_id: str) -> list[str]:
        """List the regions above this one, largest first, then the region itself (for a breadcrumb)."""
        chain = [self.county]
        for level in (Level.PLANUNGSREGION, Level.AMT):
            above = self.parent(region_id, level)
            if above and above != region_id and above in self.table.index and not self._same_area(above, region_id):
                chain.append(above)
        return chain if region_id == self.county else [*chain, region_id]

    def _same_area(self, a: str, b: str) -> bool:
        return self.members(a) == self.members(b)

    def area(self, region_id: str) -> float:
        """Give the official area in km²; for groups the sum of the municipalities' areas."""
        own = self._areas.get(region_id, math.nan)
        return sum(self._areas[m] for m in self.members(region_id)) if math.isnan(own) else own

    @cached_property
    def _areas(self) -> dict[str, float]:
        return {str(region): float(area) for region, area in self.table["area_km2"].items()}
