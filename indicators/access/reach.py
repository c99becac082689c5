"""The nearest facility of every municipality, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from data.sphere import EARTH_KM
from indicators.access.distance import Distance, Floats, Points

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Origins:
    """Where people start: the centre of each municipality, for nobody tells in which house they live.

    Attributes
    ----------
    ids : tuple[str, ...]
        Keys of the municipalities.
    points : Points
        Their centres as the register gives them.
    beyond_km : array of shape (n,)
        Straight line to the land of the next county or state: a facility there may be nearer than any we know.
    """

    ids: tuple[str, ...]
    points: Points
    beyond_km: Floats

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each municipality."""
        return {region: at for at, region in enumerate(self.ids)}


def origins(regions: pd.DataFrame, ids: tuple[str, ...], context: gpd.GeoDataFrame | None = None) -> Origins:
    """Give the starting points of municipalities.

    Parameters
    ----------
    regions : DataFrame
        The register, ``Package.regions``.
    ids : tuple[str, ...]
        Municipalities; those without a centre are left out.
    context : GeoDataFrame | None
        Land around, ``Package.context``; without it nothing lies beyond.
    """
    rows = regions.loc[list(ids)]
    rows = rows[rows["lon"].notna() & rows["lat"].notna()]
    points = Points(rows["lon"].to_numpy(float), rows["lat"].to_numpy(float))
    return Origins(tuple(str(region) for region in rows.index), points, _to_land(points, context))


def _to_land(points: Points, context: gpd.GeoDataFrame | None) -> Floats:
    """Measure to the nearest other land on a flat map whose degrees of longitude are shortened as at the points' mean latitude."""
    if context is None or context.empty or not len(points):
        return np.full(len(points), np.inf)
    km = EARTH_KM * np.pi / 180
    scale = np.array([km * np.cos(np.radians(points.lat.mean())), km])
    land = shapely.transform(shapely.make_valid(context.geometry.to_numpy()), lambda degrees: degrees * scale)
    places = shapely.points(np.column_stack([points.lon, points.lat]) * scale)
    return np.asarray(shapely.distance(places[:, None], land[None, :]).min(axis=1), dtype=np.float64)


@dataclass(frozen=True)
class Reach:
    """The way to the nearest facility.

    Attributes
    ----------
    origins : Origins
        Where people start.
    facilities : DataFrame
        ``FACILITY_COLUMNS``: what they may go to.
    km : array of shape (n,)
        Kilometres to the nearest one; infinite where there is none at all.
    nearest : array of shape (n,)
        Its row in ``facilities``; −1 where there is none.
    border_km : array of shape (n,)
        The shortest way to the land of the next county or state, measured alike.
    """

    origins: Origins
    facilities: pd.DataFrame
    km: Floats
    nearest: Ints
    border_km: Floats

    def of(self, region_id: str) -> float:
        """Give the way of one municipality in kilometres."""
        return float(self.km[self.origins.index[region_id]])

    def facility(self, region_id: str) -> pd.Series | None:
        """Give the nearest facility of a municipality, ``None`` if there is none at all."""
        at = int(self.nearest[self.origins.index[region_id]])
        return None if at < 0 else self.facilities.iloc[at]

    def maybe_nearer_beyond(self) -> npt.NDArray[np.bool_]:
        """Tell for which municipalities the border is nearer than the nearest facility, so that an unknown one may be nearer still."""
        return self.border_km < self.km


def reach(start: Origins, facilities: pd.DataFrame, distance: Distance) -> Reach:
    """Find the nearest facility of every municipality.

    Parameters
    ----------
    start : Origins
        Where people start.
    facilities : DataFrame
        ``FACILITY_COLUMNS``, all of the kind that is asked for.
    distance : Distance
        How ways are measured.
    """
    border = distance.at_least(start.beyond_km)
    if facilities.empty:
        return Reach(start, facilities, np.full(len(start.ids), np.inf), np.full(len(start.ids), -1), border)
    goals = Points(facilities["lon"].to_numpy(float), facilities["lat"].to_numpy(float))
    ways = distance.kilometres(start.points, goals)
    nearest = ways.argmin(axis=1).astype(np.int64)
    return Reach(start, facilities, ways[np.arange(len(nearest)), nearest], nearest, border)


def located(facilities: pd.DataFrame, shapes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Tell in which municipality each facility lies, where nobody named it; "" where it lies in none of the county's.

    Parameters
    ----------
    facilities : DataFrame
        ``FACILITY_COLUMNS``.
    shapes : GeoDataFrame
        ``Package.gemeinden``.
    """
    lost = facilities.index[facilities["region_id"] == ""]
    if lost.empty:
        return facilities
    tree = shapely.STRtree(shapes.geometry.to_numpy())
    points = shapely.points(facilities.loc[lost, "lon"].to_numpy(float), facilities.loc[lost, "lat"].to_numpy(float))
    at, shape = tree.query(points, predicate="within")
    found = dict(zip(lost[at], shapes["region_id"].to_numpy()[shape], strict=True))
    return facilities.assign(region_id=[found.get(i, region) for i, region in facilities["region_id"].items()])
