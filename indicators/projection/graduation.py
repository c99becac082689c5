"""Graduation: from age groups to single years of age.

Every function works along the last axis and treats all leading axes (regions, sexes, runs) at once. Groups are closed; an
open group at the end is split by a given shape (`split_open`), since no method that only looks at the groups below knows
how the oldest are spread.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.projection.coefficients import BEERS, JOHNSON
from indicators.projection.composite_link import pclm

__all__ = ["beers", "monotone", "pclm", "split_open", "sprague", "uniform"]

Floats = npt.NDArray[np.float64]
Widths = int | npt.ArrayLike

#: Years of the groups that the osculatory methods are made for.
_FIVE: Final = 5


def uniform(groups: npt.ArrayLike, widths: Widths = _FIVE) -> Floats:
    """Spread each group evenly over its years.

    Parameters
    ----------
    groups : array_like, shape (..., group)
        Persons or events per age group.
    widths : int or array_like of int, shape (group,), optional
        Years of each group.

    Returns
    -------
    ndarray, shape (..., age)
        Persons by single year of age.

    Raises
    ------
    ValueError
        If the widths do not fit the groups.

    Examples
    --------
    >>> uniform([6, 8], [3, 2]).tolist()
    [2.0, 2.0, 2.0, 4.0, 4.0]
    """
    values = np.asarray(groups, dtype=np.float64)
    years = _years(widths, values.shape[-1])
    return np.repeat(values / years, years, axis=-1)


def sprague(groups: npt.ArrayLike) -> Floats:
    """Split five-year groups by Sprague's fifth-difference osculatory formula.

    Parameters
    ----------
    groups : array_like, shape (..., group)
        Persons per five-year group, at least five groups.

    Returns
    -------
    ndarray, shape (..., 5 * group)
        Persons by single year of age; the sums of the groups are kept, small negative numbers can occur.

    Raises
    ------
    ValueError
        If there are fewer than five groups.

    Notes
    -----
    T. B. Sprague, Explanation of a new formula for interpolation, *Journal of the Institute of Actuaries* 22 (1880), 270-285;
    for the use on population counts Shryock, Siegel and associates, *The Methods and Materials of Demography* (1973),
    appendix C. The multipliers are worked out from the formula: on the cumulated counts y, u being the part of the
    panel passed, the quartic through the five nearest points and u^3 (u - 1) (5 u - 7) / 24 times the fifth
    difference; the quartic of the outermost five points alone in the first two and the last two panels.

    Examples
    --------
    >>> sprague([100, 90, 80, 70, 60])[:5].round(2).tolist()
    [20.8, 20.4, 20.0, 19.6, 19.2]
    """
    values = np.asarray(groups, dtype=np.float64)
    return np.asarray(values @ _sprague_matrix(_enough(values)).T)


def beers(groups: npt.ArrayLike, kind: Literal["ordinary", "modified"] = "ordinary", johnson: bool = False) -> Floats:
    """Split five-year groups by Beers' six-term formulas.

    Parameters
    ----------
    groups : array_like, shape (..., group)
        Persons per five-year group, at least five groups; with ``johnson`` age 0 and ages 1 to 4 instead of the first.
    kind : {"ordinary", "modified"}, optional
        The ordinary formula keeps the sums of the groups; the modified one smooths across them and does not.
    johnson : bool, optional
        Keep the given number at age 0 and fit ages 2 to 8 to it (ordinary formula only).

    Returns
    -------
    ndarray, shape (..., 5 * number of five-year groups)
        Persons by single year of age; small negative numbers can occur.

    Raises
    ------
    ValueError
        If there are fewer than five groups, the kind is unknown, or Johnson's adjustment is asked of the modified formula.

    Notes
    -----
    H. S. Beers, Six-term formulas for routine actuarial interpolation, *The Record of the American Institute of
    Actuaries* 33 (1944), 245-260, and Modified-interpolation formulas that minimize fourth differences, *ibid.* 34
    (1945), 14-20. The adjustment of young ages is that of Stover and Kirmeyer, *DemProj* (Spectrum, 2008).

    Examples
    --------
    >>> beers([100, 90, 80, 70, 60])[:5].round(2).tolist()
    [20.8, 20.4, 20.0, 19.6, 19.2]
    """
    values = np.asarray(groups, dtype=np.float64)
    if kind not in BEERS or (johnson and kind != "ordinary"):
        raise ValueError("Dieses Verfahren von Beers gibt es nicht; Johnsons Anpassung gehört zum gewöhnlichen.")
    if not johnson:
        return np.asarray(values @ _beers_matrix(kind, _enough(values)).T)
    five = np.concatenate([values[..., :1] + values[..., 1:2], values[..., 2:]], axis=-1)
    return _young_ages_fitted(beers(five), values[..., 0], values[..., 1])


def _young_ages_fitted(single: Floats, infants: Floats, toddlers: Floats) -> Floats:
    """Put the given age 0 in place and ages 2 to 8 such that both groups keep their sums."""
    known = np.stack(
        [
            single[..., 1],
            toddlers - single[..., 1],
            single[..., 5:9].sum(axis=-1),
            single[..., 9],
            single[..., 10],
        ],
        axis=-1,
    )
    result = single.copy()
    result[..., 0] = infants
    result[..., 2:9] = known @ np.array(JOHNSON).T
    return result


def monotone(groups: npt.ArrayLike, widths: Widths = _FIVE, clock: npt.ArrayLike | None = None) -> Floats:
    """Split groups of any width by a monotone cubic spline on the cumulated counts.

    Parameters
    ----------
    groups : array_like, shape (..., group)
        Persons or events per age group, none negative.
    widths : int or array_like of int, shape (group,), optional
        Years of each group.
    clock : array_like, shape (..., age), optional
        Positive pace of each year of age. The spline then runs along the cumulated pace instead of along age: groups in
        proportion to the pace come out with exactly its shape, and deviations from it change smoothly.

    Returns
    -------
    ndarray, shape (..., age)
        Persons by single year of age, none negative; the sums of the groups are kept.

    Raises
    ------
    ValueError
        If a group is negative, a pace is not positive, or the shapes do not go together.

    Notes
    -----
    The cubic spline through the cumulated counts has the end conditions of Forsythe, Malcolm and Moler (third derivative
    of the cubic through the outermost four points); its slopes are then limited as in J. M. Hyman, Accurate monotonicity
    preserving cubic interpolation, *SIAM Journal on Scientific and Statistical Computing* 4 (1983), 645-654.

    Examples
    --------
    >>> monotone([30, 20, 5], [3, 4, 2]).round(2).tolist()
    [11.83, 9.93, 8.24, 6.75, 5.45, 4.35, 3.45, 2.75, 2.25]
    """
    values = np.asarray(groups, dtype=np.float64)
    years = _years(widths, values.shape[-1])
    if not np.all(values >= 0):
        raise ValueError(
            "Eine Altersgruppe ist negativ oder fehlt; sie lässt sich so nicht auf einzelne Alter verteilen."
        )
    pace = np.ones(int(years.sum())) if clock is None else np.asarray(clock, dtype=np.float64)
    if pace.shape[-1] != years.sum() or not np.all(pace > 0):
        raise ValueError("Die Altersform braucht für jedes Alter der Gruppen einen Wert über 0.")
    time = _cumulated(pace)
    edges = np.append(0, np.cumsum(years))
    spread = np.diff(_spline(time[..., edges], _cumulated(values), time, np.repeat(np.arange(years.size), years)))
    return np.asarray(np.maximum(spread, 0.0))


def split_open(total: npt.ArrayLike, shape: npt.ArrayLike) -> Floats:
    """Distribute an open age group over its ages by a given shape.

    Parameters
    ----------
    total : array_like, shape (...)
        Persons in the open group.
    shape : array_like, shape (..., age)
        Persons by single age in a larger population (state, county); only proportions count. May lack leading axes.

    Returns
    -------
    ndarray, shape (..., age)
        Persons by single age, adding up to the total.

    Raises
    ------
    ValueError
        If a number is negative, or persons meet a shape that is zero throughout.

    Examples
    --------
    >>> split_open([10, 0], [3, 1, 1]).tolist()
    [[6.0, 2.0, 2.0], [0.0, 0.0, 0.0]]
    """
    persons, form = np.asarray(total, dtype=np.float64), np.asarray(shape, dtype=np.float64)
    whole = form.sum(axis=-1)
    if not np.all(persons >= 0) or not np.all(form >= 0) or np.any((persons > 0) & (whole == 0)):
        raise ValueError("Die offene Altersgruppe lässt sich nach dieser Altersform nicht aufteilen.")
    factor = np.asarray(np.divide(persons, whole, out=np.zeros(np.broadcast(persons, whole).shape), where=whole > 0))
    return np.asarray(factor[..., None] * form)


def _years(widths: Widths, count: int) -> npt.NDArray[np.intp]:
    """Return one whole number of years per group."""
    given = np.asarray(widths)
    years = np.broadcast_to(given, (count,)) if given.ndim == 0 else given
    if years.shape != (count,) or np.any(years < 1) or np.any(years != np.floor(years)):
        raise ValueError("Jede Altersgruppe braucht eine Breite in ganzen Jahren.")
    return years.astype(np.intp)


def _enough(values: Floats) -> int:
    """Return the number of groups."""
    if values.shape[-1] < _FIVE:
        raise ValueError("Dieses Verfahren braucht mindestens fünf Altersgruppen zu je fünf Jahren.")
    return int(values.shape[-1])


def _cumulated(values: Floats) -> Floats:
    """Return sums from the first age on, beginning with 0."""
    return np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)


@cache
def _sprague_matrix(count: int) -> Floats:
    """Return Sprague's multipliers: single ages by groups."""
    rows = np.arange(_FIVE * count + 1)
    panel = np.minimum(rows // _FIVE, count - 1)
    ends = (panel < 2) | (panel >= count - 2)
    start = np.where(panel < 2, 0, np.where(ends, count - 4, panel - 2))
    position = rows / _FIVE
    matrix = np.zeros((rows.size, count + 1))
    for i in range(5):
        others = [start + j for j in range(5) if j != i]
        factors = [(position - other) / (start + i - other) for other in others]
        matrix[rows, start + i] = np.prod(factors, axis=0)
    part = np.where(ends, 0.0, position - panel)
    osculating = part**3 * (part - 1) * (5 * part - 7) / 24
    for i, binomial in enumerate((-1, 5, -10, 10, -5, 1)):
        matrix[rows[~ends], start[~ends] + i] += binomial * osculating[~ends]
    return np.diff(matrix @ np.tri(count + 1, count, -1), axis=0)


@cache
def _beers_matrix(kind: str, count: int) -> Floats:
    """Return Beers' multipliers: single ages by groups; the last panels are the first ones mirrored."""
    table = np.array(BEERS[kind])
    ends, middle = table[:10], np.vstack([table[10:], table[[11, 10], ::-1]])
    matrix = np.zeros((_FIVE * count, count))
    for group in range(2, count - 2):
        matrix[_FIVE * group : _FIVE * (group + 1), group - 2 : group + 3] = middle
    matrix[:10, :5] = ends
    matrix[-10:, -5:] = ends[::-1, ::-1]
    return matrix


def _spline(knots: Floats, heights: Floats, points: Floats, piece: npt.NDArray[np.intp]) -> Floats:
    """Return the monotone spline at the points, all but the last of which lie on the pieces named."""
    step = np.diff(knots)
    secant = np.diff(heights) / step
    lower = np.concatenate([secant[..., :1], np.minimum(secant[..., :-1], secant[..., 1:]), secant[..., -1:]], axis=-1)
    slope = np.clip(_slopes(knots, step, secant), 0.0, 3.0 * lower)
    width, rise = step[..., piece], secant[..., piece]
    part = (points[..., :-1] - knots[..., piece]) / width
    first, last = slope[..., piece] - rise, slope[..., piece + 1] - rise
    inner = heights[..., piece] + width * part * (rise + (1 - part) * ((1 - part) * first - part * last))
    return np.concatenate([inner, heights[..., -1:]], axis=-1)


def _slopes(knots: Floats, step: Floats, secant: Floats) -> Floats:
    """Return the first derivatives, at the knots, of the cubic spline with the end conditions of Forsythe et al."""
    count = knots.shape[-1]
    if count == 2:
        return np.repeat(secant, 2, axis=-1)
    inner = np.arange(1, count - 1)
    matrix = np.zeros((*knots.shape, count))
    matrix[..., inner, inner - 1] = step[..., :-1]
    matrix[..., inner, inner] = 2 * (step[..., :-1] + step[..., 1:])
    matrix[..., inner, inner + 1] = step[..., 1:]
    matrix[..., 0, :2] = matrix[..., -1, -2:] = (-1.0, 1.0)
    right = np.zeros((*secant.shape[:-1], count))
    right[..., 1:-1] = np.diff(secant)
    if count > 3:
        second = np.diff(secant) / (knots[..., 2:] - knots[..., :-2])
        third = np.diff(second) / (knots[..., 3:] - knots[..., :-3])
        right[..., 0], right[..., -1] = step[..., 0] * third[..., 0], step[..., -1] * third[..., -1]
    bend = np.linalg.solve(matrix, right[..., None])[..., 0]
    slopes = secant - step * (2 * bend[..., :-1] + bend[..., 1:])
    last = secant[..., -1:] + step[..., -1:] * (bend[..., -2:-1] + 2 * bend[..., -1:])
    return np.concatenate([slopes, last], axis=-1)
