"""Many comparisons, few false alarms: which of them may be reported so that no more than a chosen share is mere chance.

Benjamini, Y., and Hochberg, Y. (1995), Journal of the Royal Statistical Society B 57, 289–300: the expected share of false alarms among
the reported stays below the level if the comparisons are independent, and also if they depend on one another in the common positive way
(Benjamini, Y., and Yekutieli, D. (2001), Annals of Statistics 29, 1165–1188). Two shares of the same place may also hang together the
other way round (many old people, few children); then only the strict variant of the second paper gives a guarantee. Both are offered.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
LEVEL: Final = 0.05
"""At most one in twenty of the reported is expected to be mere chance."""


class Procedure(StrEnum):
    """How strictly false alarms are kept down."""

    USUAL = "usual"
    STRICT = "strict"


def adjusted(p_values: Array, procedure: Procedure = Procedure.USUAL) -> Array:
    """Give each comparison the smallest level at which it would be reported.

    Parameters
    ----------
    p_values : Array
        One per comparison; NaN where none was made: those do not count.
    procedure : Procedure
        ``USUAL`` after Benjamini and Hochberg, ``STRICT`` after Benjamini and Yekutieli (multiplied by 1 + 1/2 + … + 1/m).

    Returns
    -------
    Array
        Adjusted p-values in the same order, NaN where there was none.

    Examples
    --------
    >>> [round(float(x), 3) for x in adjusted(np.array([0.01, 0.04, 0.03, np.nan]))]
    [0.03, 0.04, 0.04, nan]
    """
    result = np.full(len(p_values), np.nan)
    known = np.flatnonzero(~np.isnan(p_values))
    size = len(known)
    if not size:
        return result
    order = known[np.argsort(p_values[known], kind="stable")]
    factor = float(np.sum(1 / np.arange(1, size + 1))) if procedure == Procedure.STRICT else 1.0
    scaled = p_values[order] * size * factor / np.arange(1, size + 1)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result


def reported(p_values: Array, procedure: Procedure = Procedure.USUAL, level: float = LEVEL) -> npt.NDArray[np.bool_]:
    """Tell which comparisons may be reported at a level; one that was not made never is."""
    with np.errstate(invalid="ignore"):
        return np.asarray(adjusted(p_values, procedure) <= level)
