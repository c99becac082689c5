"""Do two figures go together over places? Rank correlation with an interval, and what two indicators share by construction."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from indicators.catalogue import Indicator, Term
from indicators.reliability import Z95

FEWEST: Final = 10
"""With fewer places the interval is wider than any correlation worth speaking of."""
PEOPLE: Final = "population"
OF_AGES: Final = frozenset({"share", "odds", "mean_age", "median_age", "billeter"})
"""Kinds of figures that part the people of a place."""
CLEAR, STRONG = 0.3, 0.6
"""From these absolute values on a correlation is called noticeable and strong (our own words, no norm)."""


@dataclass(frozen=True)
class Correlation:
    """Spearman's rank correlation of two figures over places.

    Attributes
    ----------
    value : float
        From −1 (the more of one, the less of the other) over 0 to 1; NaN with too few places or where a figure is the same everywhere.
    low, high : float
        Its 95 % interval.
    places : int
        How many places it is made of.
    """

    value: float
    low: float
    high: float
    places: int

    @property
    def known(self) -> bool:
        """Tell whether there is a number at all."""
        return not math.isnan(self.value)

    @property
    def sure(self) -> bool:
        """Tell whether the interval leaves zero out."""
        return self.known and not self.low <= 0 <= self.high


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> Correlation:
    """Correlate the ranks of two figures; equal figures share their mean rank.

    The interval is Fisher's z with the variance (1 + r²/2) / (n − 3).
    Source: Bonett, D. G., and Wright, T. A. (2000), Psychometrika 65, 23–28.

    Parameters
    ----------
    first, second : sequence of float
        The figures of the same places in the same order, none of them NaN.

    Raises
    ------
    ValueError
        If the two are not equally long.

    Examples
    --------
    >>> found = rank_correlation(range(20), [0, 2, 1, 3, 5, 4, 6, 8, 7, 9, 11, 10, 12, 14, 13, 15, 17, 16, 18, 19])
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3), found.sure
    (0.991, 0.971, 0.997, True)
    """
    if len(first) != len(second):
        raise ValueError("two figures of the same places are needed")
    places = len(first)
    if places < FEWEST or len(set(first)) == 1 or len(set(second)) == 1:
        return Correlation(math.nan, math.nan, math.nan, places)
    ranks = stats.rankdata(np.array([first, second], dtype=float), axis=1)
    value = float(np.corrcoef(ranks)[0, 1])
    if abs(value) > 1 - 1e-9:
        return Correlation(math.copysign(1.0, value), math.copysign(1.0, value), math.copysign(1.0, value), places)
    half = Z95 * math.sqrt((1 + value**2 / 2) / (places - 3))
    middle = math.atanh(value)
    return Correlation(value, math.tanh(middle - half), math.tanh(middle + half), places)


def same_people(first: Indicator, second: Indicator) -> bool:
    """Tell whether both figures are made of the same counts, so that they go together by construction.

    Two measures of the ages of one population always are: where one group is larger, another one must be smaller.

    Examples
    --------
    >>> from indicators.catalogue import load_catalogue
    >>> c = load_catalogue()
    >>> same_people(c["anteil_65"], c["anteil_75"]), same_people(c["anteil_65"], c["leerstand"])
    (True, False)
    >>> same_people(c["geburtenrate"], c["natuerlicher_saldo"]), same_people(c["anteil_65"], c["dichte"])
    (True, False)
    """
    shared = _variables(first.numerator) & _variables(second.numerator)
    if first.kind in OF_AGES and second.kind in OF_AGES:
        return bool(shared)
    return bool(shared - {PEOPLE})


def same_divisor(first: Indicator, second: Indicator) -> bool:
    """Tell whether both figures are divided by the same number; that alone can make them go together.

    Source: Pearson, K. (1897), Proceedings of the Royal Society 60, 489–498 ("spurious correlation").
    """
    return any(
        _variables([a]) & _variables([b]) and (a.band, a.sex) == (b.band, b.sex)
        for a in first.denominator
        for b in second.denominator
    )


def _variables(terms: Iterable[Term]) -> set[str]:
    return {variable for term in terms for variable in term.variables}
