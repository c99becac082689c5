"""Who moves: migrants by sex and single age of the county and of its municipalities, scaled to a net number.

In and out are kept apart (Wilson, Demographic Research 46:32, 2022): leaving is a rate of those who live there, arriving a
number of people. To meet a net number both are scaled against each other, in × k − out / k, so that neither can become negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.projection.known import Floats, Known
from indicators.projection.migration_schedule import by_single_age
from indicators.projection.results import AGES, Band
from indicators.projection.vital import shrunk_ratio

BREAKS: Final[tuple[Band, ...]] = ((0, 18), (18, 25), (25, 30), (30, 50), (50, 65), (65, 200))
"""Age groups of the migration statistics."""
LARGEST_RATE: Final = 0.5
TINY: Final = 1e-12
STARTS: Final = tuple(low for low, _ in BREAKS)
GROUP_OF_AGE: Final = np.searchsorted(STARTS, np.arange(AGES), side="right") - 1


@dataclass(frozen=True)
class Flows:
    """Arrivals and departures before they are scaled to a net number.

    Attributes
    ----------
    arrivals : Floats
        People a year by sex and age, shape (..., 2, ages).
    departures : Floats
        Share of the inhabitants a year by sex and age, shape (..., 2, ages).
    """

    arrivals: Floats
    departures: Floats

    def scale(self, people: Floats, net: Floats) -> Floats:
        """Give the factor k that makes arrivals × k − departures / k the net number, shape (...)."""
        return balance(self.arrivals.sum(axis=(-1, -2)), (self.departures * people).sum(axis=(-1, -2)), net)

    def in_year(self, t: int) -> Flows:
        """Give the flows of one year, where arrivals differ from year to year."""
        return Flows(self.arrivals[t], self.departures)

    def net(self, people: Floats, scale: Floats) -> Floats:
        """Net migrants by sex and age, shape (..., 2, ages)."""
        k = np.asarray(scale)[..., None, None]
        return self.arrivals * k - self.departures * people / k


def balance(arrivals: Floats, departures: Floats, net: Floats) -> Floats:
    """Solve arrivals × k − departures / k = net for k > 0.

    Examples
    --------
    >>> float(balance(np.array(100.0), np.array(100.0), np.array(0.0)))
    1.0
    >>> k = float(balance(np.array(100.0), np.array(80.0), np.array(-50.0)))
    >>> round(100 * k - 80 / k, 6)
    -50.0
    """
    inside = np.sqrt(net**2 + 4.0 * arrivals * departures)
    # Of the two ways to write the root, take the one that does not subtract nearly equal numbers.
    growing = (net + inside) / np.maximum(2.0 * arrivals, TINY)
    shrinking = 2.0 * departures / np.maximum(inside - net, TINY)
    return np.asarray(np.where(net >= 0, growing, shrinking))


def county_flows(known: Known, people: Floats) -> Flows:
    """Give moves over the county's border in the newest three years, by sex and single age.

    Parameters
    ----------
    known : Known
        What was known.
    people : Floats
        The county's inhabitants by sex and age, shape (2, ages).

    Raises
    ------
    ValueError
        If no moves over the county's border were known.
    """
    years = known.periods("county_moves_in", region=known.county)[-int(known.assumed.profile_years) :]
    if not years:
        raise ValueError("Für die Vorausberechnung fehlen im Zahlenpaket die Zu- und Fortzüge über die Kreisgrenze.")
    groups = {
        way: np.mean([known.by_age(f"county_moves_{way}", y, "ohne", BREAKS, [known.county])[0] for y in years], axis=0)
        for way in ("in", "out")
    }
    return _flows(groups["in"], groups["out"], people)


def place_flows(known: Known, people: Floats, types: Floats, county: Flows) -> Flows:
    """Give moves over the borders of each municipality: its own numbers, drawn towards those of its type.

    Parameters
    ----------
    known : Known
        What was known; without moves of municipalities the county's rates are taken.
    people : Floats
        Inhabitants in the year of the moves, shape (places, 2, ages).
    types : Floats
        Membership of the municipalities in types, shape (types, places), of ones and zeros.
    county : Flows
        The county's flows.
    """
    years = known.periods("moves_in", region=known.places[0])
    if not years:
        share = people.sum(axis=(1, 2)) / people.sum()
        turnover = (county.departures * people).sum(axis=(1, 2))
        profile = county.arrivals / county.arrivals.sum()
        return Flows(turnover[:, None, None] * profile, np.broadcast_to(county.departures, (len(share), 2, AGES)))
    arrived, left = (
        np.nan_to_num(known.by_age(v, years[-1], "ohne", BREAKS, known.places)) for v in ("moves_in", "moves_out")
    )
    of_type = [_flows(*_type_sums(arrived, left, own), people[own].sum(axis=0)) for own in types.astype(bool)]
    kind = types.argmax(axis=0)
    departures = np.stack([of_type[k].departures for k in kind])
    arrivals = np.stack(
        [_own_arrivals(arrived[i], of_type[k].arrivals, known.assumed.prior_moves) for i, k in enumerate(kind)]
    )
    leaving = shrunk_ratio(left.sum(axis=(1, 2)), (departures * people).sum(axis=(1, 2)))
    return Flows(arrivals, np.minimum(departures * leaving[:, None, None], LARGEST_RATE))


def _type_sums(arrived: Floats, left: Floats, own: Floats) -> tuple[Floats, Floats]:
    return arrived[own].sum(axis=0), left[own].sum(axis=0)


def _own_arrivals(groups: Floats, type_arrivals: Floats, prior: float) -> Floats:
    """Arrivals of one municipality by sex and age; its age groups are mixed with its type's."""
    total = groups.sum()
    type_groups = np.add.reduceat(type_arrivals, STARTS, axis=-1)
    mixed = groups + prior * type_groups / type_groups.sum()
    mixed *= max(total, 1.0) / mixed.sum()
    within = type_arrivals / np.maximum(type_groups, 1e-9)[:, GROUP_OF_AGE]
    return np.asarray(mixed[:, GROUP_OF_AGE] * within)


def _flows(arrived: Floats, left: Floats, people: Floats) -> Flows:
    """Spread both ways over single ages and turn departures into rates."""
    arrivals = by_single_age(arrived, STARTS)
    rate = by_single_age(left, STARTS, population=people) / np.maximum(people, 1e-9)
    return Flows(np.asarray(arrivals), np.minimum(rate, LARGEST_RATE))
