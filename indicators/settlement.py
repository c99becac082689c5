"""What kind of place a municipality is, and how far it is to the next larger centre, as the crow flies.

The kind is *derived* here and called so: from the register's official titles ("Stadt", "Ostseebad"), the state's central places and the
distance to them. No official type of settlement is published for single municipalities that would tell villages apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.sphere import great_circle_km

Floats = npt.NDArray[np.float64]
SURROUNDINGS_KM: Final = 15.0
"""So near to the centre point of an Oberzentrum a municipality counts as its surroundings (our own rule)."""
HIGH, MIDDLE = "Oberzentrum", "Mittelzentrum"
SPA: Final = re.compile(r"(bad|kurort)\b", re.IGNORECASE)
TOWN: Final = re.compile(r"(stadt\b|^St$)", re.IGNORECASE)


class SettlementType(StrEnum):
    """Kind of place, in the order in which the rule asks."""

    HIGH_CENTRE = "Oberzentrum"
    MIDDLE_CENTRE = "Mittelzentrum"
    SPA = "Seebad oder Kurort"
    TOWN = "kleinere Stadt"
    SURROUNDINGS = "Umland eines Oberzentrums"
    COUNTRY = "ländliche Gemeinde"


NEAR_TYPES: Final = frozenset(
    frozenset(pair)
    for pair in (
        (SettlementType.HIGH_CENTRE, SettlementType.MIDDLE_CENTRE),
        (SettlementType.MIDDLE_CENTRE, SettlementType.TOWN),
        (SettlementType.SPA, SettlementType.TOWN),
        (SettlementType.SPA, SettlementType.COUNTRY),
        (SettlementType.SURROUNDINGS, SettlementType.COUNTRY),
    )
)
"""Kinds that differ only half as much as others do."""


def settlement_type(official_name: str, level: str, high_km: float) -> SettlementType:
    """Derive the kind of one place.

    Parameters
    ----------
    official_name : str
        Name with its titles, as the register gives it: "Kühlungsborn, Ostseebad, Stadt".
    level : str
        "Oberzentrum", "Mittelzentrum" or "" for a place that is neither.
    high_km : float
        Kilometres to the next Oberzentrum; NaN if there is none.

    Examples
    --------
    >>> settlement_type("Kühlungsborn, Ostseebad, Stadt", "", 24.0).value
    'Seebad oder Kurort'
    >>> settlement_type("Bad Kleinen", "", 14.0).value, settlement_type("Schwaan, Stadt", "", 17.0).value
    ('Umland eines Oberzentrums', 'kleinere Stadt')
    """
    titles = [part.strip() for part in official_name.split(",")[1:]]
    if level:
        return SettlementType.HIGH_CENTRE if level == HIGH else SettlementType.MIDDLE_CENTRE
    if any(SPA.search(title) for title in titles):
        return SettlementType.SPA
    if any(TOWN.search(title) for title in titles):
        return SettlementType.TOWN
    return SettlementType.SURROUNDINGS if high_km <= SURROUNDINGS_KM else SettlementType.COUNTRY


def type_gap(one: SettlementType, other: SettlementType) -> float:
    """Tell how different two kinds are: 0 the same, ½ related, 1 different.

    Examples
    --------
    >>> type_gap(SettlementType.TOWN, SettlementType.TOWN), type_gap(SettlementType.TOWN, SettlementType.SPA)
    (0.0, 0.5)
    """
    if one == other:
        return 0.0
    return 0.5 if frozenset((one, other)) in NEAR_TYPES else 1.0


def kilometres(here: Floats, there: Floats) -> Floats:
    """Distances over the sphere (haversine formula).

    Parameters
    ----------
    here, there : Floats
        Points as (lon, lat) in degrees, shapes (n, 2) and (m, 2).

    Returns
    -------
    Floats
        Kilometres, shape (n, m).

    Examples
    --------
    >>> float(kilometres(np.array([[12.0, 54.0]]), np.array([[12.0, 55.0]]))[0, 0].round(1))
    111.2
    """
    return great_circle_km(here[:, 0], here[:, 1], there[:, 0], there[:, 1])


def nearest(points: Floats, centres: pd.DataFrame, levels: Sequence[str]) -> tuple[Floats, list[str]]:
    """Find the next central place of some levels for each point.

    Parameters
    ----------
    points : Floats
        (lon, lat) in degrees, shape (n, 2).
    centres : pd.DataFrame
        ``data.centres.CENTRE_COLUMNS``.
    levels : Sequence[str]
        Levels that count.

    Returns
    -------
    tuple[Floats, list[str]]
        Kilometres and names; NaN and empty if there is no such place.
    """
    known = centres[centres["level"].isin(levels)]
    if known.empty:
        return np.full(len(points), np.nan), [""] * len(points)
    distances = kilometres(points, known[["lon", "lat"]].to_numpy(dtype=float))
    which = distances.argmin(axis=1)
    names = known["name"].astype(str).tolist()
    return distances.min(axis=1), [names[i] for i in which]
