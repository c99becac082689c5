"""Is a place unusual even among places that always differ a little? The random-effects funnel.

With large counts almost every difference is beyond chance; no two municipalities are quite alike. So a second question is asked: does the
place lie outside the usual spread of the municipalities? Their true figures are taken to vary around a middle with standard deviation τ
beside the chance of counting (Spiegelhalter, D. J. (2005), Statistics in Medicine 24, 1185–1202, and Quality and Safety in Health Care 14,
347–351: the additive model). As there, a tenth of the places at either end is pulled in before τ is estimated, so that the unusual ones
do not hide themselves; here the shrinking this brings is put right, so that τ is not too small. τ solves the equation of Paule and Mandel
(1982, Journal of Research of the National Bureau of Standards 87, 377–385): with it, the places' distances have variance 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

from indicators.reliability import ADDED_MOVES

Array = npt.NDArray[np.float64]
PULLED_IN: Final = 0.1
"""The part of the places at either end whose distance is set to that of the next one inside."""
EDGE: Final = float(stats.norm.ppf(1 - PULLED_IN))
SHRINKING: Final = float((1 - 2 * PULLED_IN) - 2 * EDGE * stats.norm.pdf(EDGE) + 2 * PULLED_IN * EDGE**2)
"""Variance of a standard normal distribution after both tenths were pulled in: 0.679."""
FEWEST: Final = 10
"""With fewer places their usual spread cannot be told."""


@dataclass(frozen=True)
class Spread:
    """How the places of a county usually vary in one figure, on a scale where chance does not depend on the share.

    Attributes
    ----------
    middle, tau : float
        Middle and standard deviation of the true figures; NaN with fewer than ten places.
    z : Array
        Distance of each place from the middle, in standard deviations of spread and chance together.
    """

    middle: float
    tau: float
    z: Array

    @property
    def p_values(self) -> Array:
        """Give the two-sided probability of so large a distance.

        Student's t, because τ is estimated, with the degrees of freedom of figures whose ends are pulled in (Yuen, K. K. (1974),
        Biometrika 61, 165–170).
        """
        degrees = max((1 - 2 * PULLED_IN) * len(self.z) - 1, 1.0)
        return np.asarray(2 * stats.t.sf(np.abs(self.z), degrees))


def of_shares(part: Array, total: Array) -> tuple[Array, Array]:
    """Put shares on the arcsine scale, where their standard error is 1/(2√n) whatever the share.

    Returns
    -------
    tuple of Array
        Figures and standard errors. The 3/8 keep shares of few people apart from the edge (Anscombe, F. J. (1948), Biometrika 35, 246–254).

    Examples
    --------
    >>> [round(float(x[0]), 3) for x in of_shares(np.array([25.0]), np.array([100.0]))]
    [0.526, 0.05]
    """
    share = np.clip((part + 0.375) / (total + 0.75), 0.0, 1.0)
    return np.arcsin(np.sqrt(share)), 1 / (2 * np.sqrt(total + 0.5))


def of_rates(events: Array, exposure: Array) -> tuple[Array, Array]:
    """Put rates on the square-root scale, where their standard error is 1/(2√exposure) whatever the rate (Anscombe 1948)."""
    return np.sqrt((events + 0.375) / exposure), 1 / (2 * np.sqrt(exposure))


def of_balances(balance: Array, people: Array, moves: Array) -> tuple[Array, Array]:
    """Give balances per head and their standard errors, gains and losses being Poisson."""
    return balance / people, np.sqrt(moves + ADDED_MOVES) / people


def spread(figures: Array, errors: Array) -> Spread:
    """Estimate the usual spread and say how far each place lies from the middle of it.

    Parameters
    ----------
    figures, errors : Array
        From :func:`of_shares` and its siblings; all known and judged.

    Examples
    --------
    >>> found = spread(np.array([0.0, 1.0, -1.0] * 10 + [9.0]), np.full(31, 0.5))
    >>> 0.5 < found.tau < 1.1, bool(found.z[-1] > 5), bool(np.all(np.abs(found.z[:-1]) < 2))
    (True, True, True)
    """
    if len(figures) < FEWEST:
        return Spread(np.nan, np.nan, np.full(len(figures), np.nan))
    if _excess(0.0, figures, errors) <= 0:
        tau = 0.0
    else:
        top = 10 * float(np.std(figures)) + float(np.max(errors))
        tau = float(optimize.brentq(_excess, 0.0, top, args=(figures, errors), xtol=1e-8))
    middle, z = _distances(tau, figures, errors)
    return Spread(middle, tau, z)


def _distances(tau: float, figures: Array, errors: Array) -> tuple[float, Array]:
    """Give the middle for a trial τ, and the places' distances; the middle too pulls the ends in."""
    scale = np.sqrt(errors**2 + tau**2)
    middle = float(np.average(figures, weights=scale**-2))
    low, high = np.quantile((figures - middle) / scale, [PULLED_IN, 1 - PULLED_IN])
    pulled = middle + scale * np.clip((figures - middle) / scale, low, high)
    middle = float(np.average(pulled, weights=scale**-2))
    return middle, (figures - middle) / scale


def _excess(tau: float, figures: Array, errors: Array) -> float:
    """Give by how much the variance of the distances lies above 1 at a trial τ."""
    z = _distances(tau, figures, errors)[1]
    low, high = np.quantile(z, [PULLED_IN, 1 - PULLED_IN])
    pulled = np.clip(z, low, high)
    degrees = (len(z) - 1) / len(z)
    return float(np.mean((pulled - np.mean(pulled)) ** 2) / SHRINKING / degrees - 1)
