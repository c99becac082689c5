"""Migration by single age: the standard shape of Rogers and Castro, and spreading migrants of age groups along a shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: Weight of an age at which nobody is expected to move.
_FLOOR: Final = 1e-9


@dataclass(frozen=True)
class Schedule:
    """Parameters of a model migration schedule; the defaults are the standard ones of Rogers and Castro (1981).

    Attributes
    ----------
    childhood, childhood_fall : float
        Level at birth and rate of descent of the children, who move with their parents (a1, alpha1).
    labour, labour_age, labour_fall, labour_rise : float
        Level, position, rates of descent and of ascent of the peak at entry into working life (a2, mu2, alpha2, lambda2).
    retirement, retirement_age, retirement_fall, retirement_rise : float
        The same for a peak at retirement (a3, mu3, alpha3, lambda3); none by default.
    old_age, old_age_rise : float
        Level at age 0 and rate of an upward slope at the oldest ages (a4, alpha4); none by default.
    constant : float
        Level at all ages (c).
    """

    childhood: float = 0.02
    childhood_fall: float = 0.10
    labour: float = 0.06
    labour_age: float = 20.0
    labour_fall: float = 0.10
    labour_rise: float = 0.40
    retirement: float = 0.0
    retirement_age: float = 65.0
    retirement_fall: float = 0.75
    retirement_rise: float = 0.75
    old_age: float = 0.0
    old_age_rise: float = 0.0
    constant: float = 0.003


#: The standard schedule.
STANDARD: Final = Schedule()


def rogers_castro(ages: npt.ArrayLike, parameters: Schedule = STANDARD) -> Floats:
    """Return the migration rates of a model schedule.

    Parameters
    ----------
    ages : array_like
        Ages in years.
    parameters : Schedule, optional
        Parameters; the standard ones give a gross migraproduction rate of about 1 over 80 years.

    Returns
    -------
    ndarray, shape of the ages
        Moves per person and year.

    Raises
    ------
    ValueError
        If the parameters give a negative or no finite rate.

    Notes
    -----
    m(x) = a1 exp(-alpha1 x) + a2 exp(-alpha2 (x - mu2) - exp(-lambda2 (x - mu2))) + a3 exp(-alpha3 (x - mu3)
    - exp(-lambda3 (x - mu3))) + a4 exp(alpha4 x) + c. A. Rogers and L. J. Castro, *Model Migration Schedules*, IIASA Research
    Report RR-81-30, Laxenburg 1981, with the fundamental parameters proposed there.

    Examples
    --------
    >>> rogers_castro([0, 10, 23, 60]).round(4).tolist()
    [0.023, 0.0104, 0.0379, 0.0041]
    """
    x = np.asarray(ages, dtype=np.float64)
    p = parameters
    with np.errstate(over="ignore", invalid="ignore"):
        rates = p.constant + p.childhood * np.exp(-p.childhood_fall * x)
        rates = rates + _peak(x, p.labour, p.labour_age, p.labour_fall, p.labour_rise)
        rates = rates + _peak(x, p.retirement, p.retirement_age, p.retirement_fall, p.retirement_rise)
        rates = rates + p.old_age * np.exp(p.old_age_rise * x)
    if not np.all(np.isfinite(rates)) or np.any(rates < 0):
        raise ValueError("Diese Annahmen ergeben in einem Alter keine Zahl ab 0 für die Wanderung.")
    return np.asarray(rates)


def by_single_age(
    groups: npt.ArrayLike,
    breaks: Sequence[int],
    population: npt.ArrayLike | None = None,
    shape: npt.ArrayLike | None = None,
    ages: int = 101,
) -> Floats:
    """Spread migrants of age groups over single ages.

    Each group keeps its sum; within a group the migrants follow the shape. From one group to the next the level may jump, as it
    does where people come of age. (A spline through all groups would be smoother, but bends the rates of small children, who
    move with their parents, towards nothing.)

    Parameters
    ----------
    groups : array_like, shape (..., group)
        People moving in (or out) by age group, none negative. Balances are differences of two results.
    breaks : sequence of int
        First age of each group, beginning with 0; the last group reaches to the last age.
    population : array_like, shape (..., age), optional
        Inhabitants by single age whom the rates of the shape apply to; equally many at each age if left out.
    shape : array_like, shape (..., age), optional
        Rates of moving by single age, only proportions count; the standard schedule if left out.
    ages : int, optional
        Number of single ages, the last one open.

    Returns
    -------
    ndarray, shape (..., age)
        Migrants by single age, none negative.

    Raises
    ------
    ValueError
        If a number is negative or the breaks do not ascend from 0 within the ages.

    Examples
    --------
    >>> moved = by_single_age([100, 90, 60, 80, 20, 10], (0, 18, 25, 30, 50, 65))
    >>> moved.shape, float(moved[18:25].sum().round(6)), bool(moved[0] > moved[15])
    ((101,), 90.0, True)
    """
    values = np.asarray(groups, dtype=np.float64)
    starts = np.asarray(breaks, dtype=np.intp)
    if starts.size != values.shape[-1] or starts[0] != 0 or np.any(np.diff(starts) < 1) or starts[-1] >= ages:
        raise ValueError("Die Altersgruppen müssen bei 0 beginnen, aufsteigen und zu den Zahlen der Wandernden passen.")
    if not np.all(values >= 0):
        raise ValueError("Eine Zahl der Wandernden ist negativ oder fehlt; Salden sind Differenzen zweier Ergebnisse.")
    rates = rogers_castro(np.arange(ages) + 0.5) if shape is None else np.asarray(shape, dtype=np.float64)
    people = np.ones(ages) if population is None else np.asarray(population, dtype=np.float64)
    if not np.all(rates >= 0) or not np.all(people >= 0):
        raise ValueError("Altersform und Bevölkerung dürfen nicht negativ sein.")
    weight = np.maximum(rates * people, _FLOOR)
    group = np.searchsorted(starts, np.arange(ages), side="right") - 1
    return np.asarray((values / np.add.reduceat(weight, starts, axis=-1))[..., group] * weight)


def _peak(x: Floats, level: float, position: float, fall: float, rise: float) -> Floats:
    """Return a peak that rises and falls exponentially."""
    away = x - position
    return np.asarray(level * np.exp(-fall * away - np.exp(-rise * away)))
