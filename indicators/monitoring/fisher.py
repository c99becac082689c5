"""Fisher's exact test of two shares, thousands at once.

:func:`indicators.differences.shares_p` takes the score test where counts are not small: right for one comparison at 5 %. Among thousands
of comparisons only p-values far below 1 % are reported, and so far out the score test promises too much for counts of five or ten. Here
every comparison is exact, twice the smaller tail; that is cautious, and keeps the promise of
:mod:`indicators.monitoring.false_discovery` for small places, too.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from indicators.reliability import Array


def shares_p(part: Array, total: Array, rest_part: Array, rest_total: Array) -> Array:
    """Two-sided p-values for "both shares are the same".

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
    >>> round(float(shares_p(*one)[0]), 4)
    0.4857
    """
    a, n, b, m = (np.rint(x) for x in (part, total, rest_part, rest_total))
    lower, upper = stats.hypergeom.cdf(a, n + m, a + b, n), stats.hypergeom.sf(a - 1, n + m, a + b, n)
    return np.minimum(2 * np.minimum(lower, upper), 1.0)
