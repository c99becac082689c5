"""One step of the cohort-component projection: people survive, move and are born.

The convention is that of Preston, Heuveline and Guillot, *Demography* (Blackwell 2001), section 6.3: half of the migrants of
an interval live through it with the population, half arrive at its end; births are those of the women at the start (with
that half) and at the end (with all migrants), on average.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.floating[Any]]

#: Boys per girl at birth.
SEX_RATIO: Final = 1.05
#: Bytes that a processor fetches at once.
_CACHE_LINE: Final = 64


@dataclass(frozen=True, slots=True)
class Step:
    """What one interval brings.

    Attributes
    ----------
    population : ndarray, shape (..., sex, age)
        People at the end of the interval.
    births : ndarray, shape (..., sex)
        Children born within the interval.
    deaths : ndarray, shape (..., sex, age)
        Deaths within the interval, by the age group the dead would have reached at its end; index 0 are those born
        within it.
    """

    population: Numbers
    births: Numbers
    deaths: Numbers


def room(population: Numbers) -> Step:
    """Return an empty `Step` that fits a population, to be given to `advance` as ``out`` again and again.

    Parameters
    ----------
    population : ndarray, shape (..., sex, age)
        A population of the shape and precision wanted.

    Returns
    -------
    Step
        Arrays whose contents mean nothing yet.

    Examples
    --------
    >>> room(np.zeros((112, 2, 101), dtype=np.float32)).births.shape
    (112, 2)
    """
    shape, kind = population.shape, population.dtype
    return Step(_aligned(shape, kind), _aligned(shape[:-1], kind), _aligned(shape, kind))


def advance(
    population: Numbers,
    survival: Numbers,
    fertility: Numbers,
    migration: Numbers | None = None,
    sex_ratio: float = SEX_RATIO,
    width: float = 1.0,
    out: Step | None = None,
) -> Step:
    """Carry a population over one interval as long as its age groups are wide.

    Parameters
    ----------
    population : ndarray, shape (..., sex, age)
        People at the start; women come first, a population of women alone has a sex axis of length 1. The last age group
        is open.
    survival : ndarray, shape (..., sex, age)
        Shares surviving as from `life_table.survival`: index 0 from birth to the end of the interval, index i from group
        i - 1 to group i, the last one for the last two groups together. May lack leading axes.
    fertility : ndarray, shape (..., age)
        Births per woman and year; 0 in the first group. May lack leading axes.
    migration : ndarray, shape (..., sex, age), optional
        Net migrants of the whole interval by age group.
    sex_ratio : float, optional
        Boys per girl at birth.
    width : float, optional
        Years of an age group, and of the interval.
    out : Step, optional
        Arrays to write to, from `room` or an earlier step; its population may be ``population`` itself, which is then
        written over.

    Returns
    -------
    Step
        People at the end, births and deaths; ``out`` where it was given.

    Raises
    ------
    ValueError
        If the shapes do not go together.

    Notes
    -----
    Everything is written in place, in the precision of ``population``; nothing is rounded or cut off at zero, so that
    the balance N(t + n) - N(t) = births - deaths + migrants is closed to machine precision. More people leaving than
    there are thus gives a negative number, which whoever makes the migrants must prevent. In a loop, give ``out`` and a
    ``survival`` that has all axes of the population already: both save about a third of the time.

    Examples
    --------
    >>> people = np.array([[[100.0, 100.0, 50.0]]])
    >>> after = advance(people, np.array([0.99, 0.98, 0.8]), np.array([0.0, 0.1, 0.0]))
    >>> [float(x) for x in after.population[0, 0].round(2)], float(after.births.sum().round(3))
    ([4.78, 98.0, 120.0], 4.829)
    """
    result = room(population) if out is None else out
    after, lost, births = result.population, result.deaths, result.births
    if population.shape[-2] > 2 or after.shape != population.shape:
        raise ValueError("Bevölkerung und Ergebnis haben nicht dieselbe Form (… × Geschlecht × Alter).")
    half = None if migration is None else np.multiply(migration, 0.5, dtype=population.dtype)
    exposed = population if half is None else np.add(population, half, out=after)
    _move_up(exposed, lost)
    born = np.vecdot(exposed[..., 0, 1:], fertility[..., 1:])
    np.multiply(lost, _whole(survival, lost.shape), out=after)
    lost -= after
    if half is not None:
        after += half
    born += np.vecdot(after[..., 0, 1:], fertility[..., 1:])
    born *= width / 2.0
    np.multiply(born, 1.0 / (1.0 + sex_ratio), out=births[..., 0])
    if births.shape[-1] == 2:
        np.subtract(born, births[..., 0], out=births[..., 1])
    newborn = births * survival[..., 0]
    np.subtract(births, newborn, out=lost[..., 0])
    after[..., 0] = newborn if half is None else newborn + half[..., 0]
    return result


def _whole(numbers: Numbers, shape: tuple[int, ...]) -> Numbers:
    """Return the numbers in one block of memory with that shape: faster to work through than row by row."""
    return numbers if numbers.shape == shape else np.ascontiguousarray(np.broadcast_to(numbers, shape))


def _move_up(exposed: Numbers, up: Numbers) -> None:
    """Write everybody one age group further up, the last two groups together.

    The block of memory moves by one place as a whole: what slips from the last age of one row to the first of the next is
    written over when the newborn are put in place.
    """
    flat = up.reshape(-1)
    flat[0] = 0.0
    flat[1:] = np.ascontiguousarray(exposed).reshape(-1)[:-1]
    up[..., -1] += exposed[..., -1]


def _aligned(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Numbers:
    """Return empty memory beginning at a cache line, which halves the time of writing to it."""
    size = int(np.prod(shape)) * dtype.itemsize
    raw = np.empty(size + _CACHE_LINE, dtype=np.uint8)
    start = -raw.ctypes.data % _CACHE_LINE
    return raw[start : start + size].view(dtype).reshape(shape)
