"""How far it is from place to place. The way it is measured can be exchanged: whatever fits :class:`Distance` will do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from data.sphere import great_circle_km

Floats = npt.NDArray[np.float64]
ROAD_FACTOR: Final = 1.3
"""How much longer a way by road is than the straight line: an assumption, common in planning; no figure of this county."""


@dataclass(frozen=True)
class Points:
    """Places on the Earth.

    Attributes
    ----------
    lon, lat : array of shape (n,)
        Degrees, WGS 84.
    """

    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        return len(self.lon)


class Distance(Protocol):
    """A way to measure."""

    def kilometres(self, origins: Points, facilities: Points) -> Floats:
        """Give the way from every origin to every facility.

        Parameters
        ----------
        origins, facilities : Points
            ``n`` places people start from, ``m`` places they go to.

        Returns
        -------
        array of shape (n, m)
            Kilometres, never negative; infinite where there is no way.
        """

    def at_least(self, straight_km: Floats) -> Floats:
        """Give the shortest way there can be between places so far apart by the straight line, in kilometres."""


@dataclass(frozen=True)
class StraightLine:
    """The straight line ("Luftlinie"): the great circle on a sphere of the Earth's mean radius, by the haversine formula.

    Examples
    --------
    >>> rostock, berlin = (Points(np.array([lon]), np.array([lat])) for lon, lat in ((12.14, 54.09), (13.4, 52.52)))
    >>> StraightLine().kilometres(rostock, berlin).round().tolist()
    [[194.0]]
    """

    def kilometres(self, origins: Points, facilities: Points) -> Floats:
        """Give the length of each straight line, see :class:`Distance`."""
        return great_circle_km(origins.lon, origins.lat, facilities.lon, facilities.lat)

    def at_least(self, straight_km: Floats) -> Floats:
        """Give the straight line itself, see :class:`Distance`."""
        return straight_km


@dataclass(frozen=True)
class Detour:
    """Another distance, lengthened by a factor: a rough stand-in for ways by road.

    Attributes
    ----------
    factor : float
        At least 1.
    base : Distance
        What is lengthened.
    """

    factor: float = ROAD_FACTOR
    base: Distance = field(default_factory=StraightLine)

    def __post_init__(self) -> None:
        if not self.factor >= 1:
            raise ValueError(f"A detour cannot be shorter than the straight line: {self.factor}")

    def kilometres(self, origins: Points, facilities: Points) -> Floats:
        """Give each way lengthened, see :class:`Distance`."""
        return self.factor * self.base.kilometres(origins, facilities)

    def at_least(self, straight_km: Floats) -> Floats:
        """Give the shortest way lengthened, see :class:`Distance`."""
        return self.factor * self.base.at_least(straight_km)
