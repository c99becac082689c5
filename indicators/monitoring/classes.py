"""Standardising and the classes of Status and Dynamik.

The classes are those of Berlin's Monitoring Soziale Stadtentwicklung (method since 2013) and Hamburg's Sozialmonitoring: Status *hoch,
mittel, niedrig, sehr niedrig* parted at one standard deviation on either side and at one and a half on the side of need, Dynamik *positiv,
stabil, negativ* parted at one on either side; areas below 300 inhabitants have none. The limits in standard deviations follow what is known
of both reports and are ours to answer for. Two things are done otherwise, because municipalities are much more unequal in size than the
areas of a city: the middle is the county's own value, not the mean of the places, and a figure that lies more than three standard
deviations off counts as three, so that one place does not set the scale for all (Berlin takes such areas out).

Sign: positive means more need. A high figure is a *low* status, as there.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[np.float64]
FARTHEST: Final = 3.0
STATUS_LIMITS: Final = (-1.0, 1.0, 1.5)
DYNAMIC_LIMITS: Final = (-1.0, 1.0)
SURE: Final = 0.8
"""A class is called sure if four of five repetitions of chance would give it again."""


class StatusClass(IntEnum):
    """Classes of the Status, in Berlin's order."""

    HIGH = 0
    MIDDLE = 1
    LOW = 2
    VERY_LOW = 3


class DynamicClass(IntEnum):
    """Classes of the Dynamik."""

    POSITIVE = 0
    STABLE = 1
    NEGATIVE = 2


@dataclass(frozen=True)
class Scale:
    """How a figure is standardised: middle and standard deviation."""

    middle: float
    deviation: float

    def standardised(self, values: Array) -> Array:
        """Give how many standard deviations figures lie above the middle, three at most."""
        if not self.deviation:
            return np.where(np.isnan(values), np.nan, 0.0)
        return np.asarray(np.clip((values - self.middle) / self.deviation, -FARTHEST, FARTHEST))


def scale(values: Array, middle: float) -> Scale:
    """Form a scale around a middle: each place counts once; what lies more than three deviations off is pulled in once.

    Parameters
    ----------
    values : Array
        Figures of all places that have one; NaN are left out.
    middle : float
        The county's value; where it has none (NaN), the mean of the places.

    Examples
    --------
    >>> scale(np.array([9.0, 11.0, 9.0, 11.0]), 10.0)
    Scale(middle=10.0, deviation=1.0)
    """
    known = values[~np.isnan(values)]
    if not known.size:
        return Scale(middle, 0.0)
    centre = float(np.mean(known)) if np.isnan(middle) else middle
    raw = _deviation(known - centre)
    return Scale(centre, _deviation(np.clip(known - centre, -FARTHEST * raw, FARTHEST * raw)))


def _deviation(distances: Array) -> float:
    return float(np.sqrt(np.mean(distances**2)))


def status_class(value: float) -> StatusClass:
    """Put an index value into its class; a value on a limit belongs to the middle class.

    Examples
    --------
    >>> [status_class(x).name for x in (-1.01, -1.0, 1.0, 1.01, 1.5, 1.51)]
    ['HIGH', 'MIDDLE', 'MIDDLE', 'LOW', 'LOW', 'VERY_LOW']
    """
    low, high, highest = STATUS_LIMITS
    return StatusClass(int(value >= low) + int(value > high) + int(value > highest))


def dynamic_class(value: float) -> DynamicClass:
    """Put a change into its class.

    Examples
    --------
    >>> [dynamic_class(x).name for x in (-1.01, -1.0, 1.0, 1.01)]
    ['POSITIVE', 'STABLE', 'STABLE', 'NEGATIVE']
    """
    low, high = DYNAMIC_LIMITS
    return DynamicClass(int(value >= low) + int(value > high))


def chances(value: float, error: float, limits: tuple[float, ...]) -> tuple[float, ...]:
    """Give the probability of each class if chance played once more: normal around the value.

    Parameters
    ----------
    value, error : float
        Index and its standard error.
    limits : tuple of float
        :data:`STATUS_LIMITS` or :data:`DYNAMIC_LIMITS`.

    Examples
    --------
    >>> [round(x, 2) for x in chances(1.0, 0.5, DYNAMIC_LIMITS)]
    [0.0, 0.5, 0.5]
    >>> chances(0.2, 0.0, DYNAMIC_LIMITS)
    (0.0, 1.0, 0.0)
    """
    if error <= 0:
        mine = sum(value >= x if x < 0 else value > x for x in limits)
        return tuple(float(at == mine) for at in range(len(limits) + 1))
    below = [0.0, *(float(stats.norm.cdf((x - value) / error)) for x in limits), 1.0]
    return tuple(high - low for low, high in itertools.pairwise(below))
