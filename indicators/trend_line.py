"""A straight line through counted figures, and whether it rises or falls by more than chance.

Two questions must both be answered with yes before a slope counts as sure, and a third where the same people are counted again:

* *Is it more than counting chance?* The Cochran–Armitage test for a trend in shares (Armitage 1955, Biometrics 11, 375–386) and its twin
  for Poisson rates: the slope against the scatter that independent counts of this size have under "no change".
* *Is it more than the series' own ups and downs?* The t test of the weighted regression, n − 2 degrees of freedom, in which the scatter
  is estimated from the series itself (the quasi-binomial or quasi-Poisson dispersion).
* *Is it more than drifting about?* Stocks (people at the end of each year) carry every year's chance along, so that a line through them
  looks straight by mere chance. The slope is tested against the scatter of the yearly steps (a random walk with drift), n − 2
  degrees of freedom. Without this test a place of 1,000 with 12 % turnover a year would be called rising or falling in 12 of 100 cases
  after fifteen years without any direction.

The largest of the p-values decides. Each test keeps its level under its own model of chance, so all together do under each of them: a
dispersion below 1 is never used to call a slope sure, and a series that jumps about is judged by its own jumps. With fewer than
:data:`FEWEST_FOR_SCATTER` times no scatter can be estimated and the first test decides alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]

LEVEL: Final = 0.01
"""Error level of the words *steigend* and *fallend*: 1 %, and the ranges shown beside them are 99 % ranges.

Fingertips (England) asks for 0.2 % because a page there shows hundreds of tests. Here a profile shows about ten: at 5 % every third one
would carry a false word, at 1 % one in ten at most. 0.2 % with five to eleven yearly figures would find next to nothing.
"""
FEWEST_FOR_SCATTER: Final = 5
"""From this many times on the series' own scatter is estimated (also the least number Fingertips asks for)."""


@dataclass(frozen=True)
class Line:
    """A fitted line; every field has the shape of the series without the last axis.

    Attributes
    ----------
    slope : array
        Change of the value for each unit of time.
    middle : array
        The weighted mean of the values: where the line passes ``centre``.
    centre : array
        The weighted mean of the times.
    error : array
        Standard error of the slope by counting chance alone; slope / error is Cochran and Armitage's z.
    reach : array
        Half the width of the slope's range at the level :data:`LEVEL`, the widest one of the tests.
    p_value : array
        The largest p-value of the tests.
    """

    slope: Floats
    middle: Floats
    centre: Floats
    error: Floats
    reach: Floats
    p_value: Floats

    def at(self, time: Floats | float, slope: Floats | None = None) -> Floats:
        """Give the line's value at a time, with another slope through the same middle if one is given."""
        return np.asarray(self.middle + (self.slope if slope is None else slope) * (time - self.centre))


def line(times: Floats, values: Floats, weights: Floats, *, stock: bool = False) -> Line:
    """Fit a weighted line and test its slope.

    Parameters
    ----------
    times : array, shape (n,)
        Points in time, in years, ascending.
    values : array, shape (..., n)
        The figures.
    weights : array, shape (..., n)
        One over the variance that chance alone gives each figure under "no change"; see :func:`share_weights`,
        :func:`rate_weights`.
    stock : bool
        Whether the same people are counted again each time.

    Examples
    --------
    >>> cases, people = np.array([10.0, 20.0, 30.0]), np.array([100.0, 100.0, 100.0])
    >>> found = line(np.array([0.0, 1.0, 2.0]), cases / people, share_weights(cases, people))
    >>> round(float(found.slope), 3), round(float(found.p_value), 4)
    (0.1, 0.0004)
    """
    total = weights.sum(axis=-1)
    centre = (weights * times).sum(axis=-1) / total
    middle = (weights * values).sum(axis=-1) / total
    off = times - centre[..., None]
    spread = (weights * off**2).sum(axis=-1)
    slope = (weights * off * values).sum(axis=-1) / spread
    error = 1 / np.sqrt(spread)
    reach = stats.norm.isf(LEVEL / 2) * error
    p_value = 2 * stats.norm.sf(np.abs(slope) / error)
    if len(times) >= FEWEST_FOR_SCATTER:
        rest = values - middle[..., None] - slope[..., None] * off
        own = [error * np.sqrt((weights * rest**2).sum(axis=-1) / (len(times) - 2))]
        for scatter in (*own, _step_error(times, values)) if stock else own:
            reach = np.maximum(reach, stats.t.isf(LEVEL / 2, len(times) - 2) * scatter)
            p_value = np.maximum(p_value, _t_test(slope, scatter, len(times) - 2))
    return Line(slope, middle, centre, error, reach, p_value)


def _t_test(slope: Floats, error: Floats, free: int) -> Floats:
    """Give the two-sided p-value of a slope with an estimated error; a level line is never steep."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(2 * stats.t.sf(np.where(slope == 0, 0.0, np.abs(slope) / error), free))


def _step_error(times: Floats, values: Floats) -> Floats:
    """Estimate the standard error of the slope from the scatter of the steps.

    The slope of a line through a random walk varies by 6/5 more than the mean step does (its limit for many times).
    """
    gaps, span = np.diff(times), times[-1] - times[0]
    steps = np.diff(values, axis=-1)
    drift = (values[..., -1] - values[..., 0]) / span
    scatter = ((steps - drift[..., None] * gaps) ** 2 / gaps).sum(axis=-1) / (len(times) - 2)
    return np.asarray(np.sqrt(6 / 5 * scatter / span))


def share_weights(counts: Floats, people: Floats) -> Floats:
    """Weigh shares by n / (p q) with the pooled share p, half a case added on either side so that 0 and 100 % keep a chance."""
    share = (counts.sum(axis=-1, keepdims=True) + 0.5) / (people.sum(axis=-1, keepdims=True) + 1)
    return np.asarray(people / (share * (1 - share)))


def rate_weights(events: Floats, exposure: Floats) -> Floats:
    """Weigh Poisson rates by exposure over the pooled rate, half an event added; plain counts have an exposure of 1.

    For balances pass gains plus losses as events: their variance is the sum of both.
    """
    rate = (events.sum(axis=-1, keepdims=True) + 0.5) / exposure.sum(axis=-1, keepdims=True)
    return np.asarray(exposure / rate)


def kendall(times: Floats, values: Floats) -> tuple[float, float, float]:
    """Test a series without counts for a monotone trend: Mann–Kendall, exact, with Sen's range of the slope.

    Sources: Kendall (1970), Rank Correlation Methods; Sen (1968), Journal of the American Statistical Association 63, 1379–1389.
    Ties count as neither up nor down, which makes the test a little more cautious.

    Returns
    -------
    tuple of float
        Lower and upper end of the slope's range at the level :data:`LEVEL` (NaN where no series this short can be sure), p-value.

    Examples
    --------
    >>> low, high, p_value = kendall(np.arange(7.0), np.array([1.0, 3.0, 2.0, 4.0, 5.0, 6.0, 7.0]))
    >>> round(p_value, 4), low > 0
    (0.0028, True)
    """
    i, j = np.triu_indices(len(values), k=1)
    slopes = np.sort((values[j] - values[i]) / (times[j] - times[i]))
    score = abs(int(np.sign(slopes).sum()))
    tail = _kendall_tail(len(values))
    sure = np.flatnonzero(tail < LEVEL)
    if not len(sure):
        return float("nan"), float("nan"), float(tail[score])
    cut = (len(slopes) - int(sure[0])) // 2
    return float(slopes[cut]), float(slopes[-1 - cut]), float(tail[score])


def _kendall_tail(size: int) -> Floats:
    """Give P(abs(S) >= s) for s = 0 … n(n − 1)/2 under "no trend", by counting the orders with each number of inversions."""
    orders = np.ones(1)
    for length in range(2, size + 1):
        orders = np.convolve(orders, np.ones(length)) / length
    most = len(orders) - 1
    scores = np.abs(most - 2 * np.arange(most + 1))
    return np.array([orders[scores >= s].sum() for s in range(most + 1)]).clip(max=1.0)
