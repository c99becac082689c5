"""Types of municipalities that people move to and from in different ages: coast, surroundings of a large town, town, countryside."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import numpy as np
from shapely.ops import unary_union

from data.package import Package
from data.schema import Level
from indicators.projection.assumptions import Assumptions
from indicators.projection.known import Floats
from indicators.regions import Regions

SHORE_DEGREES: Final = 0.01
"""Length of the shore, in degrees, below which a corner of the map is no coast."""
EARTH_KM: Final = 6371.0


class PlaceType(StrEnum):
    """Type of a municipality, in the order in which they are asked for."""

    COAST = "Küste"
    TOWN = "Stadt"
    SURROUNDINGS = "Umland"
    COUNTRY = "ländlich"


def place_types(package: Package, places: Sequence[str], people: Floats, assumed: Assumptions) -> tuple[PlaceType, ...]:
    """Tell the type of each municipality of the county.

    Parameters
    ----------
    package : Package
        Boundaries, centre points, counties.
    places : Sequence[str]
        Keys of the municipalities.
    people : Floats
        Their inhabitants.
    assumed : Assumptions
        From how many inhabitants a municipality is a town, and how far the surroundings of a large town reach.
    """
    shore = _on_the_shore(package)
    near = _near_a_large_town(package, places, assumed.near_km)
    return tuple(
        _type(place in shore, count >= assumed.town_people, close)
        for place, count, close in zip(places, people, near, strict=True)
    )


def membership(types: Sequence[PlaceType]) -> Floats:
    """Types that occur against municipalities, of ones and zeros, shape (types, places)."""
    found = [t for t in PlaceType if t in types]
    return np.array([[float(own == t) for own in types] for t in found])


def _type(coast: bool, town: bool, near: bool) -> PlaceType:
    if coast:
        return PlaceType.COAST
    if town:
        return PlaceType.TOWN
    return PlaceType.SURROUNDINGS if near else PlaceType.COUNTRY


def _on_the_shore(package: Package) -> set[str]:
    """Municipalities whose outline no other land touches: land ends there."""
    own = package.gemeinden
    land = unary_union([*own.geometry, *package.context.geometry]).buffer(1e-4)
    end = unary_union([polygon.exterior for polygon in getattr(land, "geoms", [land])]).buffer(3e-4)
    return {str(key) for key, shape in own.geometry.items() if shape.boundary.intersection(end).length > SHORE_DEGREES}


def _near_a_large_town(package: Package, places: Sequence[str], near_km: float) -> list[bool]:
    regions = Regions(package.regions, package.county, package.state)
    table = package.regions
    counties = table.index[(table["level"] == Level.LANDKREIS.value)]
    towns = [members[0] for members in map(regions.members, counties) if len(members) == 1]
    where = np.radians(table.loc[list(places), ["lon", "lat"]].to_numpy(float))
    there = np.radians(table.loc[towns, ["lon", "lat"]].to_numpy(float))
    if not len(there):
        return [False] * len(places)
    east = (where[:, None, 0] - there[None, :, 0]) * np.cos((where[:, None, 1] + there[None, :, 1]) / 2)
    north = where[:, None, 1] - there[None, :, 1]
    return [bool(x) for x in EARTH_KM * np.sqrt(east**2 + north**2).min(axis=1) <= near_km]
