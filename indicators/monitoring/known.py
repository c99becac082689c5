"""What is known for municipalities at all: looked up once per package, so that nothing is evaluated in vain."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from data.schema import AGE_OPEN, Status
from indicators.age_measures import MEASURES
from indicators.catalogue import ALL_AGES, Indicator, Term
from indicators.evaluate import Moment
from indicators.rows import Rows

BY_AREA: Final = "area_km2"
WITH_AGES: Final = frozenset({"population_15_65"})
"""Variables that are about some ages by their definition and carry no age band."""


@dataclass
class Known:
    """Figures of a package and what municipalities have of them.

    Parameters
    ----------
    rows : Rows
        The figures.
    """

    rows: Rows
    _newest: dict[Indicator, Moment | None] = field(default_factory=dict)

    @cached_property
    def _facts(self) -> frozenset[tuple[str, int, bool]]:
        """Variables and years with facts of municipalities, and whether they are told by age."""
        facts = self.rows.evaluator.package.facts
        own = facts[facts["region_id"].isin(self.rows.evaluator.regions.municipalities)]
        aged = (own["age_from"] > 0) | (own["age_to"] < AGE_OPEN)
        found = own[["variable", "year"]].assign(aged=aged).drop_duplicates()
        return frozenset((str(v), int(y), bool(a)) for v, y, a in found.itertuples(index=False, name=None))

    def times(self, indicator: Indicator) -> list[Moment]:
        """List the times for which any municipality has a number or a marker, oldest first, multi-year means last."""
        return [m for m in self.rows.moments(indicator) if self._possible(indicator, m) and self._there(indicator, m)]

    def newest(self, indicator: Indicator) -> Moment | None:
        """Give the last of :meth:`times`."""
        if indicator not in self._newest:
            moments = (m for m in reversed(self.rows.moments(indicator)) if self._possible(indicator, m))
            self._newest[indicator] = next((m for m in moments if self._there(indicator, m)), None)
        return self._newest[indicator]

    def _possible(self, indicator: Indicator, moment: Moment) -> bool:
        aged = indicator.kind in MEASURES
        terms = (*indicator.numerator, *indicator.denominator)
        return all(self._has(term, moment.year, aged=aged) for term in terms)

    def _has(self, term: Term, year: int, *, aged: bool) -> bool:
        for variable in term.variables:
            wanted = variable not in WITH_AGES and (aged or term.band not in (ALL_AGES, "filter"))
            if (
                variable == BY_AREA
                or (variable, year, True) in self._facts
                or (not wanted and (variable, year, False) in self._facts)
            ):
                return True
        return False

    def _there(self, indicator: Indicator, moment: Moment) -> bool:
        places = self.rows.evaluator.regions.municipalities
        return any(self.rows.at(indicator, moment, place)["status"] != Status.MISSING for place in places)
