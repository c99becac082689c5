"""Who lives farther away than a chosen distance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.access.distance import Floats
from indicators.access.people import People
from indicators.access.reach import Origins, Reach


@dataclass(frozen=True)
class Heads:
    """A number of people summed over municipalities.

    Attributes
    ----------
    people : float
        Those in municipalities whose number is known.
    places : tuple[str, ...]
        All municipalities that count, those without a number too.
    unknown : tuple[str, ...]
        Those of them whose number is secret or unknown: the sum is at least ``people``.
    """

    people: float
    places: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Beyond:
    """People farther away than a limit, out of all people of these ages in a region."""

    far: Heads
    all: Heads

    @property
    def share(self) -> float | None:
        """Give the percentage; ``None`` if any number is unknown or nobody of these ages lives here."""
        if self.all.unknown or not self.all.people:
            return None
        return 100 * self.far.people / self.all.people


def heads(start: Origins, counted: People, chosen: npt.NDArray[np.bool_], members: Collection[str]) -> Heads:
    """Sum the people of the chosen municipalities among the members of a region.

    Parameters
    ----------
    start : Origins
        The municipalities ``chosen`` and ``counted`` go with.
    counted : People
        People of each municipality.
    chosen : array of bool, shape (n,)
        Which municipalities count.
    members : Collection[str]
        Municipalities of the region.
    """
    inside = np.array([region in members for region in start.ids], dtype=bool) & chosen
    known = inside & ~np.isnan(counted.heads)
    places = tuple(region for region, is_in in zip(start.ids, inside, strict=True) if is_in)
    unknown = tuple(region for region, is_in in zip(start.ids, inside & ~known, strict=True) if is_in)
    return Heads(float(counted.heads[known].sum()), places, unknown)


def beyond(ways: Reach, counted: People, limit_km: float, members: Collection[str]) -> Beyond:
    """Count who lives in municipalities whose centre is farther from the nearest facility than a limit.

    Parameters
    ----------
    ways : Reach
        The way of each municipality.
    counted : People
        People of each municipality, in the same order.
    limit_km : float
        Kilometres; a way of exactly so much is not farther.
    members : Collection[str]
        Municipalities of the region.
    """
    everywhere = np.ones(len(ways.km), dtype=bool)
    far = heads(ways.origins, counted, ways.km > limit_km, members)
    return Beyond(far, heads(ways.origins, counted, everywhere, members))


def mean_km(km: Floats, counted: People) -> float:
    """Give the mean way of the people counted, in kilometres; NaN if there are none or some have no way."""
    known = ~np.isnan(counted.heads)
    total = counted.heads[known].sum()
    return float((counted.heads[known] * km[known]).sum() / total) if total and np.isfinite(km[known]).all() else np.nan
