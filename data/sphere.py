"""Straight lines over the Earth."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
EARTH_KM: Final = 6371.0088
"""Mean radius of the Earth."""


def great_circle_km(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Measure from every point to every other by the great circle on a sphere, with the haversine formula.

    Parameters
    ----------
    lon, lat : array of shape (n,)
        Where from, in degrees.
    to_lon, to_lat : array of shape (m,)
        Where to, in degrees.

    Returns
    -------
    array of shape (n, m)
        Kilometres.

    Examples
    --------
    >>> rostock, berlin = (np.array([12.14]), np.array([54.09])), (np.array([13.4]), np.array([52.52]))
    >>> great_circle_km(*rostock, *berlin).round().tolist()
    [[194.0]]
    """
    east, north = np.radians(lon)[:, None], np.radians(lat)[:, None]
    to_east, to_north = np.radians(to_lon)[None, :], np.radians(to_lat)[None, :]
    half = np.sin((to_north - north) / 2) ** 2 + np.cos(north) * np.cos(to_north) * np.sin((to_east - east) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))), dtype=np.float64)
