"""Period life tables from death rates, from probabilities of dying or from counts; survival for a projection.

Notation of Preston, Heuveline and Guillot, *Demography* (Blackwell 2001), chapter 3: age x, width n of the age interval,
m death rate, a average years lived in the interval by those who die in it, q probability of dying, l survivors,
d deaths, L person-years lived, T person-years above age x, e life expectancy at age x.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class AxRule(StrEnum):
    """How long those live in an age interval who die in it, where nobody measured it.

    ``HALF`` is half of the interval at every age. The ``WEST`` rules take the first year of life, and ages 1 to 4 as one
    interval, from Coale and Demeny's region West (1983; Preston, Heuveline and Guillot 2001, table 3.3) and half of the
    interval elsewhere; ``WEST`` alone reads the sex from the axis before the age (0 female, 1 male).
    """

    HALF = "half"
    WEST_FEMALE = "west_female"
    WEST_MALE = "west_male"
    WEST = "west"


#: From this death rate of infants on the first two values are constants.
_WEST_LIMIT: Final = 0.107
#: Per sex: (at birth, at ages 1 to 4), each as (constant above the limit, intercept and slope in the infants' rate below).
_WEST: Final = {
    AxRule.WEST_FEMALE: ((0.350, 0.053, 2.800), (1.361, 1.522, -1.518)),
    AxRule.WEST_MALE: ((0.330, 0.045, 2.684), (1.352, 1.651, -2.816)),
}


@dataclass(frozen=True)
class LifeTable:
    """A period life table; all but ``age`` and ``width`` may have leading axes before the age axis.

    Attributes
    ----------
    age : ndarray, shape (A,)
        Exact age at the start of each interval.
    width : ndarray, shape (A,)
        Years of each interval; the last one is infinite.
    mx, ax, qx : ndarray, shape (..., A)
        Death rate, average years lived by those who die, probability of dying.
    lx, dx : ndarray, shape (..., A)
        Survivors to the start of the interval, deaths within it.
    Lx, Tx, ex : ndarray, shape (..., A)
        Person-years within the interval, person-years from its start on, life expectancy at its start.
    """

    age: Floats
    width: Floats
    mx: Floats
    ax: Floats
    qx: Floats
    lx: Floats
    dx: Floats
    Lx: Floats
    Tx: Floats
    ex: Floats


def from_rates(
    mx: npt.ArrayLike, width: npt.ArrayLike = 1.0, ax: AxRule | npt.ArrayLike = AxRule.HALF, radix: float = 1.0
) -> LifeTable:
    """Build a life table from death rates: q = n m / (1 + (n - a) m).

    Parameters
    ----------
    mx : array_like, shape (..., A)
        Deaths per person-year; the last interval is open.
    width : float or array_like, shape (A,), optional
        Years of each interval; the last one is ignored.
    ax : AxRule or array_like, optional
        A rule, or the values themselves. In the open interval the rules take 1 / m; so does a given NaN.
    radix : float, optional
        Newborns the table starts with.

    Returns
    -------
    LifeTable
        The table.

    Raises
    ------
    ValueError
        If a rate is negative or no number, if nobody dies in the open interval, or if rate and average years do not go
        together.

    Notes
    -----
    Preston, Heuveline and Guillot (2001), section 3.2.

    Examples
    --------
    >>> table = from_rates([0.02, 0.01, 0.25])
    >>> float(round(table.ex[0], 3))
    5.847
    """
    rates = np.asarray(mx, dtype=np.float64)
    if not np.all(rates >= 0) or not np.all(np.isfinite(rates)):
        raise ValueError("Eine Sterberate ist negativ oder fehlt; jede Altersgruppe braucht eine Rate ab 0.")
    if np.any(rates[..., -1] == 0):
        raise ValueError("In der offenen obersten Altersgruppe stirbt niemand; ihre Sterberate muss größer als 0 sein.")
    years = _widths(width, rates.shape[-1])
    average = _average_years(ax, rates, years)
    finite = years[:-1]
    probability = np.ones_like(rates)
    inner, a = rates[..., :-1], average[..., :-1]
    probability[..., :-1] = finite * inner / (1.0 + (finite - a) * inner)
    if np.any(probability > 1.0) or np.any(a > finite) or np.any(average < 0):
        raise ValueError("Sterberate und mittlere gelebte Zeit der Gestorbenen passen nicht zusammen (q über 1).")
    return _assembled(probability, average, years, radix)


def from_probabilities(
    qx: npt.ArrayLike,
    width: npt.ArrayLike = 1.0,
    ax: AxRule | npt.ArrayLike = AxRule.HALF,
    open_ax: npt.ArrayLike | None = None,
    radix: float = 1.0,
) -> LifeTable:
    """Build a life table from probabilities of dying, as statistical offices publish them.

    Parameters
    ----------
    qx : array_like, shape (..., A)
        Probability of dying within the interval. The last interval of the table is open whatever stands there.
    width : float or array_like, shape (A,), optional
        Years of each interval.
    ax : AxRule or array_like, optional
        A rule, or the values themselves.
    open_ax : array_like, optional
        Life expectancy at the start of the open interval. If left out, the last probability q is taken to hold in every
        later interval of the same width n too, which gives n / q - n + a.
    radix : float, optional
        Newborns the table starts with.

    Returns
    -------
    LifeTable
        The table; the probability of its last interval is 1.

    Raises
    ------
    ValueError
        If a probability lies outside 0 to 1, or the last one is 0 and ``open_ax`` is left out.

    Notes
    -----
    With half a year at every age and the open interval closed by its own probability, the tables of Destatis (q(0) to
    q(100)) give the published life expectancies to the second decimal.

    Examples
    --------
    >>> table = from_probabilities([0.1, 0.2, 0.5])
    >>> [float(x) for x in table.lx.round(2)], float(round(table.ex[0], 2))
    ([1.0, 0.9, 0.72], 2.84)
    """
    given = np.asarray(qx, dtype=np.float64)
    if not np.all((given >= 0) & (given <= 1)):
        raise ValueError("Eine Sterbewahrscheinlichkeit liegt nicht zwischen 0 und 1 oder fehlt.")
    years = _widths(width, given.shape[-1])
    last = float(np.broadcast_to(np.asarray(width, dtype=np.float64), years.shape)[-1])
    closed = np.append(years[:-1], last)
    average = _matching_average(ax, given, closed)
    if open_ax is None:
        if np.any(given[..., -1] == 0):
            raise ValueError("Die letzte Sterbewahrscheinlichkeit ist 0; so endet die Sterbetafel nicht.")
        average[..., -1] += last / given[..., -1] - last
    else:
        average[..., -1] = open_ax
    probability = given.copy()
    probability[..., -1] = 1.0
    return _assembled(probability, average, years, radix)


def from_counts(
    deaths: npt.ArrayLike,
    exposure: npt.ArrayLike,
    width: npt.ArrayLike = 1.0,
    ax: AxRule | npt.ArrayLike = AxRule.HALF,
    radix: float = 1.0,
) -> LifeTable:
    """Build a life table from deaths and person-years (in practice the mid-year population times the years).

    Parameters
    ----------
    deaths, exposure : array_like, shape (..., A)
        Deaths and person-years by age.
    width, ax, radix
        As in `from_rates`.

    Returns
    -------
    LifeTable
        The table.

    Raises
    ------
    ValueError
        If an age group has no person-years, and wherever `from_rates` raises.

    Examples
    --------
    >>> table = from_counts([2, 1, 5], [100, 100, 20])
    >>> [float(x) for x in table.mx]
    [0.02, 0.01, 0.25]
    """
    people = np.asarray(exposure, dtype=np.float64)
    if not np.all(people > 0):
        raise ValueError("In einer Altersgruppe lebt niemand; Sterberaten brauchen in jeder Altersgruppe Menschen.")
    return from_rates(np.asarray(deaths, dtype=np.float64) / people, width, ax, radix)


def survival(table: LifeTable) -> Floats:
    """Return the share of each cohort that is alive one interval later, as a projection needs it.

    Parameters
    ----------
    table : LifeTable
        With intervals of equal width and an open one at the end.

    Returns
    -------
    ndarray, shape (..., A)
        At index 0 from birth to the end of the first interval (L0 / (n l0)); at index i from interval i - 1 to interval i
        (L_i / L_{i-1}); the last one applies to the sum of the last two intervals (T_w / T_{w-1}).

    Raises
    ------
    ValueError
        If the intervals have different widths.

    Notes
    -----
    Preston, Heuveline and Guillot (2001), section 6.3.

    Examples
    --------
    >>> [float(x) for x in survival(from_rates([0.02, 0.01, 0.25])).round(4)]
    [0.9901, 0.9851, 0.7992]
    """
    widths = table.width[:-1]
    if widths.size == 0 or np.any(widths != widths[0]):
        raise ValueError("Für die Fortschreibung müssen alle Altersgruppen der Sterbetafel gleich breit sein.")
    lived = table.Lx
    share = np.empty_like(lived)
    share[..., 0] = lived[..., 0] / (widths[0] * table.lx[..., 0])
    share[..., 1:-1] = lived[..., 1:-1] / lived[..., :-2]
    share[..., -1] = lived[..., -1] / (lived[..., -2] + lived[..., -1])
    return share


def _widths(width: npt.ArrayLike, count: int) -> Floats:
    """Return one width per interval, the last one infinite."""
    years = np.array(np.broadcast_to(np.asarray(width, dtype=np.float64), (count,)))
    if count < 2 or not np.all(years[:-1] > 0):
        raise ValueError("Eine Sterbetafel braucht mindestens zwei Altersgruppen, jede breiter als 0 Jahre.")
    years[-1] = np.inf
    return years


def _average_years(ax: AxRule | npt.ArrayLike, rates: Floats, years: Floats) -> Floats:
    """Return the average years lived by those who die; 1 / m in the open interval unless given."""
    if isinstance(ax, str):
        average = np.broadcast_to(np.append(years[:-1] / 2.0, np.nan), rates.shape).copy()
        _put_west(average, AxRule(ax), rates[..., 0], years)
    else:
        average = np.array(np.broadcast_to(np.asarray(ax, dtype=np.float64), rates.shape))
    unknown = np.isnan(average[..., -1])
    average[..., -1][unknown] = 1.0 / rates[..., -1][unknown]
    if np.isnan(average).any():
        raise ValueError("Die mittlere gelebte Zeit der Gestorbenen fehlt für eine Altersgruppe.")
    return average


def _put_west(average: Floats, rule: AxRule, infants: Floats, years: Floats) -> None:
    """Put Coale and Demeny's values for the first two intervals in place where the widths are 1 and 4 years."""
    if rule is AxRule.HALF:
        return
    if rule is AxRule.WEST:
        if infants.ndim == 0 or infants.shape[-1] != 2:
            raise ValueError("Vor der Altersachse fehlt die Achse mit den beiden Geschlechtern (weiblich, männlich).")
        _put_west(average[..., 0, :], AxRule.WEST_FEMALE, infants[..., 0], years)
        _put_west(average[..., 1, :], AxRule.WEST_MALE, infants[..., 1], years)
        return
    for index, (expected, (top, intercept, slope)) in enumerate(zip((1.0, 4.0), _WEST[rule], strict=True)):
        if years[index] != expected:
            return
        average[..., index] = np.where(infants >= _WEST_LIMIT, top, intercept + slope * infants)


def _matching_average(ax: AxRule | npt.ArrayLike, given: Floats, closed: Floats) -> Floats:
    """Return the average years for probabilities; where a rule depends on rates, rates and averages are found together."""
    if not isinstance(ax, str):
        return np.array(np.broadcast_to(np.asarray(ax, dtype=np.float64), given.shape))
    average = np.broadcast_to(closed / 2.0, given.shape).copy()
    rounds = 0 if AxRule(ax) is AxRule.HALF else 20
    for _ in range(rounds):
        infants = given[..., 0] / (closed[0] - (closed[0] - average[..., 0]) * given[..., 0])
        _put_west(average, AxRule(ax), infants, closed)
    return average


def _assembled(probability: Floats, average: Floats, years: Floats, radix: float) -> LifeTable:
    """Return all columns that follow from probabilities, average years and widths."""
    alive = np.empty_like(probability)
    alive[..., 0] = radix
    alive[..., 1:] = radix * np.cumprod(1.0 - probability[..., :-1], axis=-1)
    deaths = alive * probability
    lived = average * deaths
    lived[..., :-1] += years[:-1] * (alive[..., :-1] - deaths[..., :-1])
    above = np.flip(np.cumsum(np.flip(lived, axis=-1), axis=-1), axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(lived > 0, deaths / lived, np.nan)
        expectancy = np.where(alive > 0, above / alive, np.nan)
    age = np.append(0.0, np.cumsum(years[:-1]))
    return LifeTable(age, years, rates, average, probability, alive, deaths, lived, above, expectancy)
