"""Who gains and who loses: the ways before and after changes, in heads and kilometres."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.access.beyond import Heads, heads
from indicators.access.distance import Floats
from indicators.access.people import People
from indicators.access.reach import Reach

SAME_KM: Final = 0.5
"""Ways that differ by less count as the same: everybody is counted at a centre, so that finer differences mean nothing."""


@dataclass(frozen=True)
class Shift:
    """The ways of the same municipalities before and after.

    Attributes
    ----------
    before, after : Reach
        The same origins in the same order.
    """

    before: Reach
    after: Reach

    def __post_init__(self) -> None:
        if self.before.origins.ids != self.after.origins.ids:
            raise ValueError("Before and after must have the same municipalities")

    @property
    def km(self) -> Floats:
        """How much longer each way is, in kilometres, shape (n,); negative where it is shorter, 0 where there was and is none."""
        with np.errstate(invalid="ignore"):
            change = self.after.km - self.before.km
        return np.where(np.isnan(change), 0.0, change)

    @property
    def shorter(self) -> npt.NDArray[np.bool_]:
        """Which municipalities gain."""
        return self.km < -SAME_KM

    @property
    def longer(self) -> npt.NDArray[np.bool_]:
        """Which municipalities lose."""
        return self.km >= SAME_KM


@dataclass(frozen=True)
class Gains:
    """What changes mean for the people of one age band in a region.

    Attributes
    ----------
    gain, lose : Heads
        People whose way gets shorter, and longer.
    within, outside : Heads
        People who come within the limit, and who fall outside it.
    gain_km, lose_km : float
        Mean change of those who gain and lose, weighted by people; positive; NaN where there are none, infinite where a way ends or begins.
    """

    gain: Heads
    lose: Heads
    within: Heads
    outside: Heads
    gain_km: float
    lose_km: float


def gains(shift: Shift, counted: People, limit_km: float, members: Collection[str]) -> Gains:
    """Count who gains and who loses.

    Parameters
    ----------
    shift : Shift
        Ways before and after.
    counted : People
        People of each municipality, in the same order.
    limit_km : float
        The distance that is called far.
    members : Collection[str]
        Municipalities of the region.
    """
    start, far = shift.before.origins, (shift.before.km > limit_km, shift.after.km > limit_km)
    gain, lose, within, outside = (
        heads(start, counted, chosen, members)
        for chosen in (shift.shorter, shift.longer, far[0] & ~far[1], ~far[0] & far[1])
    )
    return Gains(gain, lose, within, outside, _mean(shift, counted, gain), _mean(shift, counted, lose))


def _mean(shift: Shift, counted: People, who: Heads) -> float:
    """Average the change of those who gain or lose, by their people."""
    at = np.array([shift.before.origins.index[region] for region in who.places], dtype=np.int64)
    at = at[counted.heads[at] > 0]  # an unknown number is no weight, and nobody has no way
    return float(np.average(np.abs(shift.km[at]), weights=counted.heads[at])) if at.size else float("nan")
