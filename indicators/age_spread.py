"""Intervals of measures of an age structure: how far mean age, median age, Billeter's J and children per woman move by chance.

All rest on age groups: inside a group the people are spread evenly over its years; the open group is closed where an even spread has the
mean age that :mod:`indicators.ages` counts it with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from data.schema import AGE_OPEN
from indicators import ages, reliability
from indicators.ages import Band

Interval = tuple[float, float]
UNKNOWN: Final[Interval] = (float("nan"), float("nan"))


def variance(persons: Mapping[Band, float]) -> float:
    """Compute the variance of age: between the groups, plus width² / 12 within each.

    Examples
    --------
    >>> variance({(0, 20): 10, (20, 60): 0, (60, 80): 10})
    933.3333333333334
    """
    closed = {_closed(band): count for band, count in persons.items()}
    total = sum(closed.values())
    middle = sum((low + high) / 2 * count for (low, high), count in closed.items()) / total
    within = sum(count * ((high - low) ** 2 / 12) for (low, high), count in closed.items())
    between = sum(count * ((low + high) / 2 - middle) ** 2 for (low, high), count in closed.items())
    return (within + between) / total


def quantile(persons: Mapping[Band, float], share: float) -> float:
    """Give the age that a share of the people has not reached, spread evenly inside the groups.

    Examples
    --------
    >>> quantile({(0, 20): 10, (20, 40): 20, (40, 200): 10}, 0.25)
    20.0
    """
    wanted, below = share * sum(persons.values()), 0.0
    age = 0.0
    for band, count in sorted(persons.items()):
        low, high = _closed(band)
        if count > 0:
            age = low + min((wanted - below) / count, 1.0) * (high - low)
        below += count
        if below >= wanted:
            break
    return age


def _closed(band: Band) -> tuple[float, float]:
    """Close the open group at twice the distance of its mean."""
    low, high = band
    return float(low), (2 * ages.OPEN_CLASS_MEAN.get(low, low + 7.0) - low if high >= AGE_OPEN else float(high))


def mean_age(persons: Mapping[Band, float]) -> Interval:
    """Interval of the mean age (:func:`indicators.reliability.mean`)."""
    value = ages.mean_age(persons)
    return UNKNOWN if value is None else reliability.mean(value, variance(persons), sum(persons.values()))


def median_age(persons: Mapping[Band, float]) -> Interval:
    """Interval of the grouped median (:func:`indicators.reliability.median_shares`)."""
    value, total = ages.median_age(persons), sum(persons.values())
    if value is None:
        return UNKNOWN
    start, end = next(band for band in persons if band[0] <= value <= band[1] and persons[band] > 0)
    part = (value - start) / (end - start)
    low, high = reliability.median_shares(total, part * (1 - part) * persons[start, end] / total)
    return quantile(persons, low), quantile(persons, high)


def billeter(persons: Mapping[Band, float]) -> Interval:
    """Interval of Billeter's J (:func:`indicators.reliability.balance_ratio`)."""
    if ages.billeter(persons) is None:
        return UNKNOWN
    parts = [ages.fit(band, persons, persons).count(persons) or 0.0 for band in ((0, 15), (50, AGE_OPEN), (15, 50))]
    low, high = reliability.balance_ratio(*(np.array([part]) for part in parts))
    return float(low[0]), float(high[0])


INTERVALS: Final[Mapping[str, Callable[[Mapping[Band, float]], Interval]]] = {
    "mean_age": mean_age,
    "median_age": median_age,
    "billeter": billeter,
}
"""By the kind of the indicator."""
