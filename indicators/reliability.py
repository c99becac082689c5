"""How far a figure carries: intervals, a verdict in words and the comparison with a larger region.

The counts are complete counts, no samples. The interval answers another question, the one planners ask: how much would the figure
move by mere chance if the same conditions lasted another year? That is what the binomial and Poisson models stand for.

Which kind of indicator gets which 95 % interval, and how often it holds the true value (exact sums over all counts, held by the tests):

=============  ============================================  =============================================================
kind           interval                                      coverage
=============  ============================================  =============================================================
share          :func:`share`: Wilson, with up to 12 cases    n from 20 to 30,000, p from 0.005 to 0.5: never below 93 %;
               (or all but 12) widened by the exact limits   above 97 % only where fewer than 18 cases are expected
odds           :func:`odds`: the share's ends, turned back   as for shares
rate           :func:`byar`                                  0.5 to 3,000 expected events: never below 95 %; above 97 %
                                                             only where fewer than 18 are expected
balance        :func:`balance`: normal, variance of gains    0.5 to 3,000 expected moves: never below 94 %; above 97 %
               plus losses plus 2                            only where fewer than 13 are expected
mean_age       :func:`mean`: normal, grouped variance / n    94 to 97 % from 100 people on
median_age     :func:`median_shares`: ranks of the limits,   94 to 97 % from 100 people on
               read off the grouped distribution
billeter       :func:`balance_ratio`: delta method           94 to 96 % from 300 people on
tfr            :func:`weighted_events`: Dobson's scaling     as for rates
count          none: it is the number itself                 –
ratio          none: no counts of people or events           –
change         none here; see :mod:`indicators.trend`        –
published      none: the counts are not published            –
=============  ============================================  =============================================================

Differences of two places or times are in :mod:`indicators.differences`, changes over many times in :mod:`indicators.trend`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import special, stats

Array = npt.NDArray[np.float64]

Z95: Final = float(stats.norm.ppf(0.975))
SMALL_POPULATION: Final = 300
"""Below this many inhabitants no rate is judged (cut-off borrowed from Hamburg's Sozialmonitoring)."""
SMALL_DENOMINATOR: Final = 100
SMALL_NUMERATOR: Final = 3
"""Destatis publishes SGB II maps only from 100 people in the denominator and 3 in the numerator."""
CAUTIOUS_RELATIVE: Final = 0.25
"""From a quarter of the value up, the half width of the interval asks for caution."""
FEW_CASES: Final = 12
"""Up to this many cases (or all but this many) a share's interval is widened by the exact limits.

The least number with which the coverage never falls below 93 % for any n; Wilson alone falls to 84 % where one case in five years is
expected. From 13 cases on the interval is Wilson's, unchanged.
"""
ADDED_MOVES: Final = 2.0
"""Added to gains plus losses, one to each side, before the variance of a balance is taken; without it the coverage falls to 87 %."""


class Verdict(StrEnum):
    """Words of the written rule."""

    SAFE = "sicher"
    CAUTIOUS = "vorsichtig"
    TOO_SMALL = "zu_klein"
    NONE = ""


class Difference(StrEnum):
    """Outcome of the comparison with a benchmark."""

    HIGHER = "höher"
    LOWER = "niedriger"
    NONE = "kein sicherer Unterschied"
    TOO_SMALL = "zu klein zum Urteilen"
    UNKNOWN = "nicht zu vergleichen"


def wilson(numerator: Array, denominator: Array) -> tuple[Array, Array]:
    """Wilson score interval of a share, 95 %, as fractions of 1.

    Source: Wilson, E. B. (1927), Journal of the American Statistical Association 22, 209–212.

    Examples
    --------
    >>> low, high = wilson(np.array([197.0]), np.array([768.0]))
    >>> [round(float(x), 3) for x in (low[0], high[0])]
    [0.227, 0.289]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        share = numerator / denominator
        spread = 1 + Z95**2 / denominator
        centre = (share + Z95**2 / (2 * denominator)) / spread
        half = Z95 / spread * np.sqrt(share * (1 - share) / denominator + Z95**2 / (4 * denominator**2))
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def exact(numerator: Array, denominator: Array) -> tuple[Array, Array]:
    """Clopper–Pearson interval of a share, 95 %, as fractions of 1: what no share outside can explain with 2.5 % on either side.

    Source: Clopper, C. J., and Pearson, E. S. (1934), Biometrika 26, 404–413.

    Examples
    --------
    >>> low, high = exact(np.array([4.0]), np.array([40.0]))
    >>> [round(float(x), 4) for x in (low[0], high[0])]
    [0.0279, 0.2366]
    """
    other = denominator - numerator
    with np.errstate(invalid="ignore"):
        low = np.where(numerator > 0, special.betaincinv(np.maximum(numerator, 1e-9), other + 1, 0.025), 0.0)
        high = np.where(other > 0, special.betaincinv(numerator + 1, np.maximum(other, 1e-9), 0.975), 1.0)
    unknown = np.isnan(numerator) | np.isnan(denominator)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def share(numerator: Array, denominator: Array) -> tuple[Array, Array]:
    """95 % interval of a share, as fractions of 1: Wilson's, and with few cases or few others the wider ends of Wilson's and the exact one.

    Parameters
    ----------
    numerator, denominator : array
        Cases and people; NaN gives NaN.

    Examples
    --------
    >>> low, high = share(np.array([197.0, 1.0]), np.array([768.0, 100.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.2269, 0.0003], [0.2886, 0.0545])
    """
    low, high = wilson(numerator, denominator)
    with np.errstate(invalid="ignore"):
        few = np.minimum(numerator, denominator - numerator) <= FEW_CASES
    if not few.any():
        return low, high
    exact_low, exact_high = exact(numerator, denominator)
    return np.where(few, np.fmin(low, exact_low), low), np.where(few, np.fmax(high, exact_high), high)


def byar(events: Array) -> tuple[Array, Array]:
    """Byar's approximation to the exact Poisson interval of a count, 95 %.

    Source: Breslow, N. E., and Day, N. E. (1987), Statistical Methods in Cancer Research II, p. 69.

    Examples
    --------
    >>> low, high = byar(np.array([10.0]))
    >>> [round(float(x), 2) for x in (low[0], high[0])]
    [4.79, 18.39]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        low = events * (1 - 1 / (9 * events) - Z95 / (3 * np.sqrt(events))) ** 3
        above = events + 1
        high = above * (1 - 1 / (9 * above) + Z95 / (3 * np.sqrt(above))) ** 3
    return np.where(events == 0, 0.0, low), high


def odds(part: Array, other: Array) -> tuple[Array, Array]:
    """Interval of a ratio of two separate groups (old per working age), from the interval of the share part / (part + other)."""
    low, high = share(part, part + other)
    with np.errstate(divide="ignore", invalid="ignore"):
        return low / (1 - low), high / (1 - high)


def balance(gains: Array, losses: Array) -> tuple[Array, Array]:
    """Interval of gains minus losses, both Poisson: normal approximation with variance gains + losses + :data:`ADDED_MOVES`.

    Examples
    --------
    >>> low, high = balance(np.array([30.0]), np.array([20.0]))
    >>> [round(float(x), 1) for x in (low[0], high[0])]
    [-4.1, 24.1]
    """
    half = Z95 * np.sqrt(gains + losses + ADDED_MOVES)
    return gains - losses - half, gains - losses + half


def moves(low: Array, high: Array) -> Array:
    """Take gains plus losses back out of a balance's interval (:func:`balance` the other way round)."""
    return np.asarray(np.maximum(((high - low) / (2 * Z95)) ** 2 - ADDED_MOVES, 0.0))


def balance_ratio(plus: Array, minus: Array, base: Array) -> tuple[Array, Array]:
    """Interval of (plus − minus) / base of three separate groups (Billeter's J), each Poisson: delta method.

    Examples
    --------
    >>> low, high = balance_ratio(np.array([100.0]), np.array([400.0]), np.array([300.0]))
    >>> [round(float(x), 2) for x in (low[0], high[0])]
    [-1.18, -0.82]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (plus - minus) / base
        half = Z95 * np.sqrt((plus + minus) / base**2 + value**2 / base)
    return value - half, value + half


def mean(value: float, variance: float, people: float) -> tuple[float, float]:
    """Interval of a mean of so many people's ages: normal approximation.

    Examples
    --------
    >>> [round(x, 1) for x in mean(47.0, 530.0, 768)]
    [45.4, 48.6]
    """
    half = Z95 * float(np.sqrt(variance / people))
    return value - half, value + half


def median_shares(people: float, certain: float = 0.0) -> tuple[float, float]:
    """Give the shares of the people below the ends of a median's interval.

    The ranks of the median's limits in order statistics are N/2 ± z √N / 2; on a grouped distribution function they are read off like the
    median (Woodruff 1952, Journal of the American Statistical Association 47, 635–646).

    Parameters
    ----------
    people : float
        How many people.
    certain : float
        Share of the people in the median's group times f (1 − f), f being the part of the group below the median. That part is
        computed, not counted, so it does not move by chance: the variance of the share below is (1/4 − certain) / N.

    Examples
    --------
    >>> [round(x, 3) for x in median_shares(400)]
    [0.451, 0.549]
    """
    half = Z95 * float(np.sqrt((0.25 - certain) / people))
    return max(0.5 - half, 0.0), min(0.5 + half, 1.0)


def weighted_events(events: Array, weights: Array) -> tuple[float, float]:
    """Interval of Σ weight × events, each Poisson (children per woman): Byar's interval of all events, scaled to the sum's variance.

    Source: Dobson, A. J., et al. (1991), Statistics in Medicine 10, 457–462.

    Examples
    --------
    >>> [round(x, 2) for x in weighted_events(np.array([4.0, 6.0]), np.array([1.0, 1.0]))]
    [4.79, 18.39]
    """
    total, value = float(events.sum()), float((weights * events).sum())
    low, high = (float(end[0]) for end in byar(np.array([total])))
    scale = float(np.sqrt((weights**2 * events).sum() / total)) if total else float(weights.max(initial=0.0))
    return max(value + scale * (low - total), 0.0), value + scale * (high - total)


def verdicts(
    value: Array, low: Array, high: Array, numerator: Array, denominator: Array, population: Array, *, signed: bool
) -> list[Verdict]:
    """Judge each figure by the written rule.

    *zu klein*: fewer than 300 inhabitants, fewer than 100 in the denominator, or 1–2 cases in the numerator (not for balances).
    *vorsichtig*: half the interval is wider than a quarter of the value (balances: the interval includes zero). Otherwise *sicher*.
    Figures without an interval (plain counts) are *sicher*; missing figures have no verdict.
    """
    few = (numerator > 0) & (numerator < SMALL_NUMERATOR) & (not signed)
    small = (population < SMALL_POPULATION) | (denominator < SMALL_DENOMINATOR) | few
    with np.errstate(invalid="ignore"):
        wide = (low <= 0) & (high >= 0) if signed else (high - low) / 2 > CAUTIOUS_RELATIVE * np.abs(value)
    result = []
    for i in range(len(value)):
        if np.isnan(value[i]):
            result.append(Verdict.NONE)
        elif small[i]:
            result.append(Verdict.TOO_SMALL)
        else:
            result.append(Verdict.CAUTIOUS if bool(wide[i]) else Verdict.SAFE)
    return result


def difference(value: float, low: float, high: float, verdict: str, benchmark: float) -> Difference:
    """Say whether a figure differs from the benchmark by more than chance.

    Examples
    --------
    >>> difference(25.7, 22.7, 28.9, "sicher", 22.0).value
    'höher'
    >>> difference(20.8, 18.3, 23.6, "sicher", 22.6).value
    'kein sicherer Unterschied'
    """
    if np.isnan(value) or np.isnan(benchmark):
        return Difference.UNKNOWN
    if verdict == Verdict.TOO_SMALL:
        return Difference.TOO_SMALL
    if np.isnan(low) or np.isnan(high):
        low = high = value
    if low > benchmark:
        return Difference.HIGHER
    return Difference.LOWER if high < benchmark else Difference.NONE
