"""Could the difference between a place and the rest of the county be chance? Exact tests for counts, thousands at once.

All are two-sided: twice the smaller tail, at most 1. Exact tests of counts are cautious: where nothing differs, fewer than one in twenty
falls below 5 %. That keeps the promise of :mod:`indicators.monitoring.false_discovery` for small places, too.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[np.float64]
FEWEST_MOVES: Final = 1.0
"""The variance of a balance is never below that of one move."""


def two_shares(part: Array, total: Array, rest_part: Array, rest_total: Array) -> Array:
    """P-values of Fisher's exact test of two shares.

    Parameters
    ----------
    part, total : Array
        Counted people and all people of the place.
    rest_part, rest_total : Array
        The same for everybody else. All are rounded to whole numbers.

    Returns
    -------
    Array
        One p-value per comparison. Source: Fisher, R. A. (1935), Journal of the Royal Statistical Society 98, 39–82.

    Examples
    --------
    >>> one = [np.array([float(x)]) for x in (3, 4, 1, 4)]  # the lady tasting tea
    >>> round(float(two_shares(*one)[0]), 4)
    0.4857
    """
    a, n, b, m = (np.rint(x) for x in (part, total, rest_part, rest_total))
    lower, upper = stats.hypergeom.cdf(a, n + m, a + b, n), stats.hypergeom.sf(a - 1, n + m, a + b, n)
    return _doubled(lower, upper)


def two_rates(events: Array, exposure: Array, rest_events: Array, rest_exposure: Array) -> Array:
    """P-values of the conditional test of two Poisson rates: given all events, those of the place are binomial.

    Source: Przyborowski, J., and Wilenski, H. (1940), Biometrika 31, 313–323.

    Examples
    --------
    >>> one = [np.array([x]) for x in (10.0, 1.0, 10.0, 3.0)]
    >>> round(float(two_rates(*one)[0]), 4)
    0.0277
    """
    a, b = np.rint(events), np.rint(rest_events)
    share = exposure / (exposure + rest_exposure)
    lower, upper = stats.binom.cdf(a, a + b, share), stats.binom.sf(a - 1, a + b, share)
    return _doubled(lower, upper)


def two_balances(balance: Array, moves: Array, people: Array, rest: tuple[Array, Array, Array]) -> Array:
    """P-values of the difference of two balances per head, gains and losses being Poisson (normal approximation).

    Parameters
    ----------
    balance, moves, people : Array
        Gains minus losses, gains plus losses, and the people they are divided by.
    rest : tuple of Array
        The same for everybody else.

    Examples
    --------
    >>> one = [np.array([x]) for x in (30.0, 100.0, 1000.0)]
    >>> rest = tuple(np.array([x]) for x in (0.0, 10000.0, 100000.0))
    >>> round(float(two_balances(*one, rest)[0]), 4)
    0.0028
    """
    rest_balance, rest_moves, rest_people = rest
    variance = np.maximum(moves, FEWEST_MOVES) / people**2 + np.maximum(rest_moves, FEWEST_MOVES) / rest_people**2
    z = (balance / people - rest_balance / rest_people) / np.sqrt(variance)
    return np.asarray(2 * stats.norm.sf(np.abs(z)))


def _doubled(lower: Array, upper: Array) -> Array:
    return np.minimum(2 * np.minimum(lower, upper), 1.0)
