"""Fertility by age: total rate, mean age at childbearing, schedules with another level or another age."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: A mean age is met when it is off by less than this many years.
_CLOSE = 1e-9
_ROUNDS = 60


def total_fertility(rates: npt.ArrayLike, width: float = 1.0) -> Floats:
    """Return the children a woman would have if the rates of one year held through her life.

    Parameters
    ----------
    rates : array_like, shape (..., age)
        Births per woman and year by age of the mother.
    width : float, optional
        Years of each age group.

    Returns
    -------
    ndarray, shape (...)
        Children per woman: width times the sum of the rates.

    Examples
    --------
    >>> round(float(total_fertility([0.012, 0.0908, 0.1499, 0.1125, 0.0441, 0.0074, 0.0003], width=5)), 4)
    2.085
    """
    return np.asarray(width * np.asarray(rates, dtype=np.float64).sum(axis=-1))


def mean_age(rates: npt.ArrayLike, ages: npt.ArrayLike | None = None, width: float = 1.0) -> Floats:
    """Return the mean age at childbearing of a schedule, freed from the women's age structure.

    Parameters
    ----------
    rates : array_like, shape (..., age)
        Births per woman and year by age of the mother.
    ages : array_like, shape (age,), optional
        Age at the start of each group; 0, width, 2 width ... if left out.
    width : float, optional
        Years of each age group; its middle stands for the group.

    Returns
    -------
    ndarray, shape (...)
        Mean age in years; NaN where there are no births.

    Examples
    --------
    >>> float(mean_age([0.05, 0.10, 0.05], ages=[20, 25, 30], width=5))
    27.5
    """
    values = np.asarray(rates, dtype=np.float64)
    middles = _starts(ages, values.shape[-1], width) + width / 2.0
    total = values.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(total > 0, (values @ middles) / total, np.nan))


def from_births(births: npt.ArrayLike, women: npt.ArrayLike) -> Floats:
    """Return births per woman by age.

    Parameters
    ----------
    births : array_like, shape (..., age)
        Births of one year by age of the mother.
    women : array_like, shape (..., age)
        Women of that age, in the middle or on average of the year.

    Returns
    -------
    ndarray, shape (..., age)
        The rates; 0 where there are neither women nor births.

    Raises
    ------
    ValueError
        If a number is negative, or there are births at an age without women.

    Examples
    --------
    >>> [float(x) for x in from_births([0, 12, 5], [0, 120, 100])]
    [0.0, 0.1, 0.05]
    """
    born, mothers = np.broadcast_arrays(np.asarray(births, dtype=np.float64), np.asarray(women, dtype=np.float64))
    if not np.all(born >= 0) or not np.all(mothers >= 0):
        raise ValueError("Geburten oder Frauen sind negativ oder fehlen.")
    if np.any((mothers == 0) & (born > 0)):
        raise ValueError("Es gibt Geburten in einem Alter, in dem keine Frauen gezählt sind.")
    rates: Floats = np.divide(born, mothers, out=np.zeros(born.shape), where=mothers > 0)
    return rates


def reshaped(
    rates: npt.ArrayLike,
    total: npt.ArrayLike | None = None,
    mean_age: npt.ArrayLike | None = None,
    ages: npt.ArrayLike | None = None,
    width: float = 1.0,
) -> Floats:
    """Return the schedule with another number of children per woman, or moved to another mean age, or both.

    Moving keeps the shape: the whole schedule slides along the ages; between two ages it is divided in proportion.

    Parameters
    ----------
    rates : array_like, shape (..., age)
        Births per woman and year by age.
    total : array_like, shape (...), optional
        Children per woman wanted; the schedule's own if left out.
    mean_age : array_like, shape (...), optional
        Mean age at childbearing wanted, in years; the schedule's own if left out.
    ages, width
        As in `mean_age`.

    Returns
    -------
    ndarray, shape (..., age)
        The new schedule.

    Raises
    ------
    ValueError
        If the number of children is negative, the schedule has no births, or the mean age lies so near the edge of the
        given ages that the shape does not fit.

    Examples
    --------
    >>> [float(x) for x in reshaped([0, 0.05, 0.10, 0.05, 0], total=0.3, mean_age=3.0).round(4)]
    [0.0, 0.0375, 0.1125, 0.1125, 0.0375]
    """
    values: Floats = np.asarray(rates, dtype=np.float64)
    if not np.all(values.sum(axis=-1) > 0):
        raise ValueError("Ohne Geburten lässt sich weder eine Kinderzahl noch ein mittleres Alter einstellen.")
    wanted = total_fertility(values, width) if total is None else np.asarray(total, dtype=np.float64)
    if not np.all(wanted >= 0):
        raise ValueError("Die Kinderzahl je Frau ist negativ oder fehlt.")
    if mean_age is not None:
        values = _moved(values, np.asarray(mean_age, dtype=np.float64), ages, width)
    factor: Floats = np.asarray(wanted / total_fertility(values, width))
    return np.asarray(values * factor[..., None], dtype=np.float64)


def _starts(ages: npt.ArrayLike | None, count: int, width: float) -> Floats:
    """Return the age at the start of each group."""
    return np.asarray(np.arange(count) * width if ages is None else ages, dtype=np.float64)


def _moved(values: Floats, wanted: Floats, ages: npt.ArrayLike | None, width: float) -> Floats:
    """Return the schedule at the mean age wanted; what slides over the edge is made up for by sliding further."""
    shape = np.broadcast_shapes(values.shape[:-1], wanted.shape)
    values = np.broadcast_to(values, (*shape, values.shape[-1]))
    shift = np.zeros(shape)
    result: Floats = values
    for _ in range(_ROUNDS):
        missing = wanted - mean_age(result, ages, width)
        if np.all(np.abs(missing) < _CLOSE):
            return result
        if np.isnan(missing).any():
            break
        shift = shift + missing / width
        result = _slid(values, shift)
    raise ValueError("Das mittlere Alter liegt zu nah am Rand der Altersgruppen; die Form passt dort nicht hin.")


def _slid(values: Floats, shift: Floats) -> Floats:
    """Return the values moved up by a number of groups, whole or not, with nothing coming in from outside."""
    count = values.shape[-1]
    whole = np.floor(np.clip(shift, -count, count))
    part = (shift - whole)[..., None].clip(0.0, 1.0)
    padded = np.concatenate([np.zeros((*values.shape[:-1], 1)), values, np.zeros((*values.shape[:-1], 1))], axis=-1)
    source = np.arange(count) - whole[..., None].astype(np.intp)
    near = np.take_along_axis(padded, np.clip(source + 1, 0, count + 1), axis=-1)
    far = np.take_along_axis(padded, np.clip(source, 0, count + 1), axis=-1)
    return np.asarray((1.0 - part) * near + part * far)
