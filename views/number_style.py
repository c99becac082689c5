"""How one indicator's numbers are written: unit, decimals, sign."""

from __future__ import annotations

from dataclasses import dataclass

from views.formats import number, with_unit

SHORT_UNITS = frozenset({"%", "‰", "€"})
"""Units that stand on an axis; longer ones are said in the title."""


@dataclass(frozen=True)
class NumberStyle:
    r"""Unit, decimals and sign of an indicator.

    Examples
    --------
    >>> style = NumberStyle("je 1.000", 1, signed=True)
    >>> style.full(3.25) == "+3,3\u00a0je 1.000", style.short(3.25), style.end(5.0)
    (True, '+3,3', '+5')
    """

    unit: str = ""
    decimals: int = 0
    signed: bool = False

    def full(self, value: float | None) -> str:
        """Write a value with its unit, for sentences."""
        return with_unit(value, self.unit, self.decimals, signed=self.signed)

    def short(self, value: float | None) -> str:
        """Write a value for a drawing: with the unit only if that is a sign."""
        return with_unit(value, self._sign, self.decimals, signed=self.signed)

    def end(self, value: float) -> str:
        """Write a round number of an axis, without needless decimals."""
        decimals = next((d for d in range(4) if abs(round(value, d) - value) < 1e-9), 4)
        return with_unit(value, self._sign, decimals, signed=self.signed) if value else number(0)

    @property
    def _sign(self) -> str:
        """Give the unit as far as a drawing carries it."""
        return self.unit if self.unit in SHORT_UNITS else ""
