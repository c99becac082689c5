"""The counts behind published rates: who knows the rate and roughly the whole knows the count, so it must be withheld alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

RATE_OF: Final = {"rate_sgb2_persons": "sgb2_persons"}
"""Rates whose count is a variable of its own: rate × inhabitants gives it back to the person."""
ROUNDING: Final = 0.0051
"""Rates are published in percent with two decimals; half a step, with room for the publisher's own rounding."""


@dataclass(frozen=True)
class Shares:
    """Published shares of one whole that is not published itself.

    Attributes
    ----------
    variables : tuple of str
        The shares, in percent.
    reference : str
        Variable that tells how large the whole can be.
    low, high : float
        Bounds of whole ÷ reference; wide, because nothing but implausible wholes shall be left out.
    """

    variables: tuple[str, ...]
    reference: str
    low: float
    high: float


SHARES: Final = (
    Shares(("rate_children_sgb2",), "population", 0.07, 0.27),
    Shares(("rate_bg_single", "rate_bg_children", "rate_bg_large"), "sgb2_persons", 0.25, 1.0),
    Shares(("rate_sgb2_under25", "rate_sgb2_55plus", "rate_sgb2_single_parents"), "sgb2_persons", 0.3, 1.0),
)
"""Children under 15 among inhabitants; households on SGB II (one to four people) and those of them fit for work among the people."""


def shares_of(variable: str) -> Shares | None:
    """Find the shares a variable is one of."""
    return next((shares for shares in SHARES if variable in shares.variables), None)


def smallest_counts(rates: Mapping[str, float], shares: Shares, reference: float, enough: int) -> dict[str, int]:
    """Give the smallest count that can stand behind each share of one place at one time.

    All wholes between the bounds are tried; those count of which every share is a part in whole people. Whoever tries the
    same learns no more than this.

    Parameters
    ----------
    rates : mapping of variable to percent
        Positive published shares of the same whole.
    shares : Shares
        What they are shares of.
    reference : float
        Value of ``shares.reference``; NaN if unknown.
    enough : int
        The source's limit; a count known to be larger need not be exact.

    Returns
    -------
    dict of variable to count
        At least 1; 1 where nothing is known of the whole.

    Examples
    --------
    690 inhabitants and 0.63 % of the children: one of 158 or 159 children, nothing else fits.

    >>> smallest_counts({"rate_children_sgb2": 0.63}, SHARES[0], 690, enough=3)
    {'rate_children_sgb2': 1}
    """
    if math.isnan(reference):
        return dict.fromkeys(rates, 1)
    low, high = max(1, math.ceil(shares.low * reference)), max(1, math.floor(shares.high * reference))
    if low * min(rates.values(), default=0.0) / 100 >= enough + 1:
        return {variable: round(low * rate / 100) for variable, rate in rates.items()}
    wholes = np.arange(low, high + 1, dtype=float)
    counts = {variable: np.rint(rate * wholes / 100) for variable, rate in rates.items()}
    fits = [(n >= 1) & (abs(100 * n / wholes - rates[variable]) <= ROUNDING) for variable, n in counts.items()]
    possible = np.logical_and.reduce(fits)
    return {variable: max(1, int(n[possible].min() if possible.any() else n[0])) for variable, n in counts.items()}
