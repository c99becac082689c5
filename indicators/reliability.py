"""How far a figure carries: intervals, a verdict in words and the comparison with a larger region.

The counts are complete counts, no samples. The interval answers another question, the one planners ask: how much would the figure
move by mere chance if the same conditions lasted another year? That is what the binomial and Poisson models stand for.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[np.float64]

Z95: Final = float(stats.norm.ppf(0.975))
SMALL_POPULATION: Final = 300
"""Below this many inhabitants no rate is judged (cut-off borrowed from Hamburg's Sozialmonitoring)."""
SMALL_DENOMINATOR: Final = 100
SMALL_NUMERATOR: Final = 3
"""Destatis publishes SGB II maps only from 100 people in the denominator and 3 in the numerator."""
CAUTIOUS_RELATIVE: Final = 0.25
"""From a quarter of the value up, the half width of the interval asks for caution."""


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
    return np.where(events > 0, low, 0.0), high


def odds(part: Array, other: Array) -> tuple[Array, Array]:
    """Interval of a ratio of two separate groups (old per working age), from Wilson's interval of part / (part + other)."""
    low, high = wilson(part, part + other)
    with np.errstate(divide="ignore", invalid="ignore"):
        return low / (1 - low), high / (1 - high)


def balance(gains: Array, losses: Array) -> tuple[Array, Array]:
    """Interval of gains minus losses, both Poisson: normal approximation with variance gains + losses."""
    half = Z95 * np.sqrt(np.maximum(gains + losses, 1.0))
    return gains - losses - half, gains - losses + half


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
