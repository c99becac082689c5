"""Do two groups differ, and by how much: intervals and p-values for two shares, two rates, two balances.

The rule for the p-values: where every expected count is at least :data:`EXPECTED_FOR_SCORE`, two shares are compared by the pooled score
test (the chi-squared test without correction); below that, and for rates always, exactly. All functions take arrays, one entry for each
comparison; an unknown count (NaN) gives NaN, and groups without people are unknown.

A place that lies inside a larger region is compared with *the rest* of it (:func:`rest`): against the whole, its own people would stand on
both sides. The rest is for computing only. Never show it: whole minus rest would reveal what is withheld.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from scipy import stats

from indicators.catalogue import Indicator
from indicators.reliability import ADDED_MOVES, Array, byar, moves, share, wilson
from indicators.rows import Row

EXPECTED_FOR_SCORE: Final = 5.0
"""Cochran's rule for the chi-squared test of a fourfold table."""
Interval = tuple[Array, Array]


def square_and_add(value: Array, first: Interval, second: Interval) -> Interval:
    """Combine the intervals of two separate figures into one of their difference (MOVER).

    Sources: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10; Zou and Donner (2008), Statistics in Medicine 27, 1693–1702.

    Parameters
    ----------
    value : array
        First minus second figure.
    first, second : tuple of arrays
        Pairs (distance down to the lower end, distance up to the upper end) of each figure's own interval.
    """
    return value - np.hypot(first[0], second[1]), value + np.hypot(first[1], second[0])


def _arms(value: Array, ends: Interval) -> Interval:
    """Measure how far an interval reaches below and above its figure."""
    return value - ends[0], ends[1] - value


def share_difference(cases: Array, people: Array, other_cases: Array, other_people: Array) -> Interval:
    """95 % interval of the difference of two shares, as fractions of 1: Newcombe's hybrid score method.

    Examples
    --------
    Newcombe (1998), table II: 56 of 70 against 48 of 80.

    >>> low, high = share_difference(*(np.array([x]) for x in (56.0, 70.0, 48.0, 80.0)))
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.0524, 0.3339)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        one, other = cases / people, other_cases / other_people
    first, second = _arms(one, wilson(cases, people)), _arms(other, wilson(other_cases, other_people))
    return square_and_add(one - other, first, second)


def rate_difference(events: Array, exposure: Array, other_events: Array, other_exposure: Array) -> Interval:
    """95 % interval of the difference of two Poisson rates (events for each unit of exposure), from the two intervals of Byar.

    Examples
    --------
    >>> low, high = rate_difference(*(np.array([x]) for x in (30.0, 1000.0, 50.0, 1000.0)))
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (-0.0387, -0.0018)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        one, other = events / exposure, other_events / other_exposure
        own = byar(events)[0] / exposure, byar(events)[1] / exposure
        others = byar(other_events)[0] / other_exposure, byar(other_events)[1] / other_exposure
    return square_and_add(one - other, _arms(one, own), _arms(other, others))


def rate_ratio(events: Array, exposure: Array, other_events: Array, other_exposure: Array) -> Interval:
    """95 % interval of the ratio of two Poisson rates.

    Given both counts' sum, the first is binomial; the interval of that share is turned into the ratio's. Without any event on the
    other side the upper end is infinite.

    Source: Przyborowski and Wilenski (1940), Biometrika 31, 313–323.

    Examples
    --------
    >>> low, high = rate_ratio(*(np.array([x]) for x in (60.0, 1000.0, 30.0, 1000.0)))
    >>> round(float(low[0]), 2), round(float(high[0]), 2)
    (1.29, 3.09)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = share(events, events + other_events)
        scale = other_exposure / exposure
        return scale * low / (1 - low), scale * high / (1 - high)


def shares_p(cases: Array, people: Array, other_cases: Array, other_people: Array) -> Array:
    """Two-sided p-value for "both shares are the same": pooled score test, Fisher's exact test for small counts.

    Examples
    --------
    >>> shares_p(*(np.array([x, y]) for x, y in ((56.0, 3.0), (70.0, 4.0), (48.0, 1.0), (80.0, 4.0)))).round(4).tolist()
    [0.008, 0.4857]
    """
    total, both = people + other_people, cases + other_cases
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = both / total
        error = np.sqrt(pooled * (1 - pooled) * (1 / people + 1 / other_people))
        z = np.abs(cases / people - other_cases / other_people) / error
        least = np.minimum(people, other_people) * np.minimum(pooled, 1 - pooled)
    found = np.where(error == 0, 1.0, 2 * stats.norm.sf(z))
    for i in np.argwhere(least < EXPECTED_FOR_SCORE):
        at = tuple(i)
        found[at] = _fisher(cases[at], people[at], both[at], total[at])
    return np.where((people > 0) & (other_people > 0), found, np.nan)


def _fisher(cases: float, people: float, both: float, total: float) -> float:
    """Fisher's exact test, two-sided: the chance of all tables no likelier than this one."""
    cases, people, both, total = (round(x) for x in (cases, people, both, total))
    possible = np.arange(max(0, people + both - total), min(people, both) + 1)
    chance = stats.hypergeom.pmf(possible, total, both, people)
    own = stats.hypergeom.pmf(cases, total, both, people)
    return float(min(chance[chance <= own * (1 + 1e-9)].sum(), 1.0))


def rates_p(events: Array, exposure: Array, other_events: Array, other_exposure: Array) -> Array:
    """Two-sided p-value for "both rates are the same": exact conditional binomial test, twice the smaller tail.

    Examples
    --------
    >>> rates_p(*(np.array([x]) for x in (10.0, 100.0, 2.0, 100.0))).round(4).tolist()
    [0.0386]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = exposure / (exposure + other_exposure)
    both = events + other_events
    tail = np.minimum(stats.binom.cdf(events, both, expected), stats.binom.sf(events - 1, both, expected))
    return np.where((exposure > 0) & (other_exposure > 0), np.minimum(2 * tail, 1.0), np.nan)


def values_p(value: Array, error: Array, other: Array, other_error: Array) -> Array:
    """Two-sided p-value for "both figures are the same" from their standard errors: normal approximation (ages, balances)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.abs(value - other) / np.hypot(error, other_error)
    return np.asarray(2 * stats.norm.sf(z))


def rest(part: Array, whole: Array) -> Array:
    """Subtract a place's counts from those of a larger region that contains it.

    Returns
    -------
    array
        What is left; NaN where either count is unknown or, as sources with the cell-key method allow, the part exceeds the whole.

    Examples
    --------
    >>> rest(np.array([3.0, 5.0]), np.array([10.0, 4.0])).tolist()
    [7.0, nan]
    """
    with np.errstate(invalid="ignore"):
        return np.where(part <= whole, whole - part, np.nan)


def against_rest(indicator: Indicator, own: Row, whole: Row) -> float:
    """Two-sided p-value for "this place is like the rest of the larger region it lies in".

    Parameters
    ----------
    indicator : Indicator
        Of a kind with counts: share, odds, rate, balance. For all others the answer is NaN.
    own, whole : Row
        The place's figures and those of the region that contains it, at the same time on the same census base.

    Raises
    ------
    ValueError
        If both rows speak of different times or census bases: there is no difference across a break.
    """
    if (own["period"], own["census_base"]) != (whole["period"], whole["census_base"]):
        raise ValueError(f"{indicator.id}: figures of different times or census bases are never compared")
    counts = [np.array([float(row[name])]) for row in (own, whole) for name in ("numerator", "denominator")]
    if indicator.kind not in ("share", "odds", "rate", "balance") or any(math.isnan(float(c[0])) for c in counts):
        return math.nan
    top, bottom, others, below = counts[0], counts[1], rest(counts[0], counts[2]), rest(counts[1], counts[3])
    if indicator.kind == "balance":
        return _balance_against_rest(indicator, own, whole)
    if math.isnan(float(others[0])) or math.isnan(float(below[0])):
        return math.nan
    if indicator.kind == "rate":
        return float(rates_p(top, bottom, others, below)[0])
    people = (top + bottom, others + below) if indicator.kind == "odds" else (bottom, below)
    return float(shares_p(np.minimum(top, people[0]), people[0], np.minimum(others, people[1]), people[1])[0])


def _balance_against_rest(indicator: Indicator, own: Row, whole: Row) -> float:
    """Compare a balance for each head with the rest's.

    The moves behind both are taken out of their intervals. For the rest all moves of the whole are taken: a little too many, because
    moves between the place and the rest cannot be told apart.
    """
    net, people, gross = zip(*(_sides(indicator, row) for row in (own, whole)), strict=True)
    left = people[1] - people[0]
    if left <= 0:
        return math.nan
    value = np.array([net[0] / people[0]]), np.array([(net[1] - net[0]) / left])
    error = [np.array([math.sqrt(m + ADDED_MOVES) / n]) for m, n in zip(gross, (people[0], left), strict=True)]
    return float(values_p(value[0], error[0], value[1], error[1])[0])


def _sides(indicator: Indicator, row: Row) -> tuple[float, float, float]:
    """Give a balance's net count, its people and its gains plus losses."""
    scale = float(row["denominator"]) / indicator.factor
    both = moves(np.array([float(row["low"]) * scale]), np.array([float(row["high"]) * scale]))
    return float(row["numerator"]), float(row["denominator"]), float(both[0])
