"""Evaluate an indicator: for any regions and times, with counts, interval, verdict, status, census base and sources.

A ratio of a larger region is the ratio of the sums, never the mean of the ratios. A sum with an unknown member is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from data.package import Package
from data.schema import CensusBase, Level, Status
from indicators import age_measures
from indicators.catalogue import Band, Indicator, Term
from indicators.disclosure import Protected, protect
from indicators.regions import Regions
from indicators.results import Columns, Floats, Parts, columns, stack
from indicators.store import ALL_AGES, CODE, HAS_VALUE, Store

PARTIAL_KINDS: Final = ("share", "rate", "odds", "ratio")
NEARLY_ALL: Final = 0.95
"""Share of a region's people who must live in members with figures for its ratio to be estimated from those members."""
FEWEST_MEMBERS: Final = 5
POPULATION: Final = Term(("population",))
REGISTER: Final = "gv100ad"
"""Source of the official areas."""


@dataclass(frozen=True)
class Moment:
    """A reference date or year with its census base; ``years`` lists the single years of a multi-year mean."""

    period: str
    base: str
    years: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """The last calendar year it speaks of."""
        return int((self.years[-1] if self.years else self.period)[:4])


@dataclass
class Evaluator:
    """Evaluates indicators of one package; keeps the arrays it has built.

    Examples
    --------
    ``Evaluator(load()).evaluate(load_catalogue()["anteil_65"], ["13072043"])`` gives one row per known date.
    """

    package: Package

    @cached_property
    def regions(self) -> Regions:
        """The register of regions."""
        return Regions(self.package.regions, self.package.county, self.package.state)

    @cached_property
    def store(self) -> Store:
        """The facts as arrays, as they may be shown."""
        return Store(self.protected.shown, list(self.package.regions.index))

    @cached_property
    def protected(self) -> Protected:
        """The facts with small counts withheld where their source demands it; the package keeps them as published."""
        return protect(self.package, self.regions)

    # -- times ---------------------------------------------------------------------------------------------------------

    def moments(self, indicator: Indicator) -> list[Moment]:
        """List the times an indicator is known for in any region, oldest first; multi-year means come last."""
        lead = indicator.numerator[0]
        found: list[Moment] = []
        for variable in lead.variables:
            for period in self.store.periods.get(variable, []):
                found += [Moment(period, base) for base in self.store.bases(variable, period)]
        found = sorted({self._based(indicator, m) for m in found}, key=lambda m: (m.period, m.base))
        if indicator.kind == "change":
            found = [m for m in found if self._earlier(indicator, m) is not None]
        return found + _means(found, indicator.window)

    def _based(self, indicator: Indicator, moment: Moment) -> Moment:
        """Give a rate the census base of the people it is divided by, so that no series runs across a census unseen."""
        if moment.base == CensusBase.NONE:
            for variable in (v for term in indicator.denominator for v in term.variables if v != "area_km2"):
                period, base = self.match(variable, moment)
                if period and base != CensusBase.NONE:
                    return Moment(moment.period, base)
        return moment

    def moments_at(self, indicator: Indicator, level: Level, band: Band | None = None, sex: str = "t") -> list[Moment]:
        """List the times for which at least one region of a level has a number or a marker of its own."""
        ids = tuple(self.regions.at_level(level))
        return [m for m in self.moments(indicator) if self._known(indicator, ids, m, band or indicator.band, sex)]

    def _known(self, indicator: Indicator, ids: tuple[str, ...], moment: Moment, band: Band, sex: str) -> bool:
        """Tell whether any region has a number or a marker; the judgement of the numbers is not needed for that."""
        if indicator.kind in age_measures.MEASURES:
            return bool((self.evaluate(indicator, ids, [moment], band, sex)["status"] != Status.MISSING).any())
        codes = self._parts(indicator, indicator.numerator, list(ids), moment, band, sex).codes
        if indicator.denominator:
            below = self._parts(indicator, indicator.denominator, list(ids), moment, band, sex).codes
            codes = np.where(below == CODE[Status.MISSING], below, codes)
        return bool((codes != CODE[Status.MISSING]).any())

    def _earlier(self, indicator: Indicator, moment: Moment) -> Moment | None:
        period = f"{int(moment.period[:4]) - indicator.years_back}{moment.period[4:]}"
        variable = indicator.numerator[0].variables[0]
        return Moment(period, moment.base) if moment.base in self.store.bases(variable, period) else None

    def women(self, region_id: str, moment: Moment, span: Band) -> float | None:
        """Count the women of an age band at the end of the year of ``moment``; ``None`` if unknown."""
        end = Moment(f"{moment.period[:4]}-12-31", moment.base)
        parts = self._parts(None, (Term(("population",), band=span, sex="f"),), [region_id], end, span, "f")
        return None if np.isnan(parts.total[0]) else float(parts.total[0])

    # -- values --------------------------------------------------------------------------------------------------------

    def evaluate(
        self,
        indicator: Indicator,
        region_ids: Sequence[str],
        moments: Sequence[Moment] | None = None,
        band: Band | None = None,
        sex: str = "t",
    ) -> pd.DataFrame:
        """Evaluate one indicator.

        Parameters
        ----------
        indicator : Indicator
            A catalogue entry.
        region_ids : Sequence[str]
            Regions of any level, hand-picked groups (``regions.group_id``) included.
        moments : Sequence[Moment] | None
            Times from :meth:`moments`; all of them if ``None``.
        band : tuple[int, int] | None
            Age band ``[from, to)`` for indicators with an age filter; the indicator's own band if ``None``.
        sex : str
            "t", "m" or "f" for indicators that allow it.

        Returns
        -------
        DataFrame
            One row per region and time with the columns of ``RESULT_COLUMNS``; values in the indicator's unit. ``status``
            is a :class:`data.schema.Status`; where it is neither measured nor estimated, value and interval are NaN.
        """
        ids = list(region_ids)
        wanted = self.moments(indicator) if moments is None else list(moments)
        return stack([self._at(indicator, ids, m, band or indicator.band, sex) for m in wanted])

    def _at(self, indicator: Indicator, ids: list[str], moment: Moment, band: Band, sex: str) -> Columns:
        if indicator.kind in age_measures.MEASURES:
            return self._age_measure(indicator, ids, moment, sex)
        numerator = self._parts(indicator, indicator.numerator, ids, moment, band, sex)
        if indicator.kind == "change":
            earlier = self._earlier(indicator, moment)
            denominator = self._parts(indicator, indicator.numerator, ids, earlier or moment, band, sex)
            numerator = _minus(numerator, denominator)
        elif indicator.denominator:
            denominator = self._parts(indicator, indicator.denominator, ids, moment, band, sex)
        else:
            denominator = _ones(len(ids))
        people = self._people(ids, moment)
        if indicator.kind in PARTIAL_KINDS and indicator.additive:
            self._fill_nearly_complete(indicator, ids, moment, band, sex, numerator, denominator)
        return columns(indicator, ids, moment, numerator, denominator, people)

    def _fill_nearly_complete(
        self, indicator: Indicator, ids: list[str], moment: Moment, band: Band, sex: str, top: Parts, bottom: Parts
    ) -> None:
        """Estimate the ratio of a larger region from its members where only few people live in members without figures.

        Only where figures are *missing*: a secret member leaves the sum unknown. Both sums are taken over the same members.
        """
        missing = np.maximum(top.codes, bottom.codes) == CODE[Status.MISSING]
        gaps = [i for i, r in enumerate(ids) if missing[i] and len(self.regions.members(r)) >= FEWEST_MEMBERS]
        every = sorted({m for i in gaps for m in self.regions.members(ids[i])})
        terms = (indicator.numerator, indicator.denominator)
        parts = [self._parts(indicator, t, every, moment, band, sex) for t in terms] if gaps else []
        if not parts or not (known := (parts[0].codes <= HAS_VALUE) & (parts[1].codes <= HAS_VALUE)).any():
            return
        secret, people = np.maximum(parts[0].codes, parts[1].codes) > CODE[Status.MISSING], self._people(every, moment)
        place = {member: at for at, member in enumerate(every)}
        for i in gaps:
            own = np.array([place[m] for m in self.regions.members(ids[i])])
            found = own[known[own]]
            if secret[own].any() or not len(found) or people[found].sum() < NEARLY_ALL * people[own].sum():
                continue
            for whole, part in zip((top, bottom), parts, strict=True):
                whole.total[i], whole.gross[i] = part.total[found].sum(), part.gross[found].sum()
                whole.codes[i] = CODE[Status.ESTIMATED]
                whole.sources[i] = set().union(*(part.sources[m] for m in own))

    def _age_measure(self, indicator: Indicator, ids: list[str], moment: Moment, sex: str) -> Columns:
        numbers = age_measures.evaluate(self, indicator, ids, moment, sex)
        people = self._people(ids, moment)
        numerator = Parts(numbers.value, numbers.value, numbers.codes, numbers.sources)
        return columns(indicator, ids, moment, numerator, _ones(len(ids)), people, (numbers.low, numbers.high))

    def _people(self, ids: list[str], moment: Moment) -> Floats:
        """Inhabitants at the time, else at the newest date known: the yardstick of "too small"; a mean counts people once."""
        people = self._parts(None, (POPULATION,), ids, moment, ALL_AGES, "t").total / max(len(moment.years), 1)
        for newest in reversed(self.store.periods.get("population", [])):
            if not np.isnan(people).any():
                break
            now = Moment(newest, self.store.bases("population", newest)[-1])
            latest = self._parts(None, (POPULATION,), ids, now, ALL_AGES, "t").total
            people = np.where(np.isnan(people), latest, people)
        return people

    def _parts(
        self, indicator: Indicator | None, terms: Sequence[Term], ids: list[str], moment: Moment, band: Band, sex: str
    ) -> Parts:
        years = moment.years or (moment.period,)
        parts = [self._term(indicator, t, ids, Moment(y, moment.base), band, sex) for y in years for t in terms]
        if len(parts) == 1:
            (only,) = parts
            return replace(only, total=np.where(only.codes <= HAS_VALUE, only.total, np.nan))
        total = np.sum([p.total for p in parts], axis=0)
        gross = np.sum([p.gross for p in parts], axis=0)
        codes = np.max([p.codes for p in parts], axis=0)
        sources = [set().union(*(p.sources[i] for p in parts)) for i in range(len(ids))]
        return Parts(np.where(codes <= HAS_VALUE, total, np.nan), gross, codes, sources)

    def _term(
        self, indicator: Indicator | None, term: Term, ids: list[str], moment: Moment, band: Band, sex: str
    ) -> Parts:
        age = band if term.band == "filter" else term.band
        which = sex if term.sex == "filter" else term.sex
        exact = indicator is None or not indicator.age_filter
        additive = indicator is None or indicator.additive
        result: Parts | None = None
        for variable in term.variables:
            if variable == "area_km2":
                return self._area(ids, term.factor)
            own_age = (0, 200) if variable == "population_15_65" else age
            found = self._sums(variable, ids, moment, which, own_age, exact=exact, additive=additive)
            result = found if result is None else _first_known(result, found)
        assert result is not None  # noqa: S101 - a term has at least one variable
        return Parts(result.total * term.factor, result.gross * abs(term.factor), result.codes, result.sources)

    def _area(self, ids: list[str], factor: float) -> Parts:
        values = np.array([self.regions.area(r) for r in ids]) * factor
        codes = np.where(np.isnan(values), CODE[Status.MISSING], CODE[Status.MEASURED]).astype(np.int8)
        return Parts(values, values, codes, [{REGISTER} for _ in ids])

    def _sums(
        self, variable: str, ids: list[str], moment: Moment, sex: str, band: Band, *, exact: bool, additive: bool
    ) -> Parts:
        """Look a variable up: published value first; else, for regions made of municipalities, their sum."""
        period, base = self.match(variable, moment)
        column = self.store.column(variable, period, base, sex, band, exact=exact) if period else None
        size = len(ids)
        total, codes = np.full(size, np.nan), np.full(size, CODE[Status.MISSING], dtype=np.int8)
        sources: list[set[str]] = [set() for _ in ids]
        if column is None:
            return Parts(total, total, codes, sources)
        own = np.array([self.store.row.get(r, -1) for r in ids], dtype=np.int64)
        published = (own >= 0) & (column.codes[own] != CODE[Status.MISSING])
        rows = own[published]
        total[published], codes[published] = column.values[rows], column.codes[rows]
        for i, source in zip(np.flatnonzero(published), column.sources[rows], strict=True):
            sources[i] = {str(source)}
        for i in np.flatnonzero(~published):
            members = self.regions.members(ids[i])
            if not members or members == (ids[i],):
                continue
            if not additive:
                codes[i] = CODE[Status.NOT_APPLICABLE]
                continue
            rows = np.array([self.store.row[m] for m in members])
            codes[i] = column.codes[rows].max()
            if codes[i] <= HAS_VALUE:
                total[i] = column.values[rows].sum()
            sources[i] = {str(s) for s in column.sources[rows] if s}
        return Parts(total, np.abs(total), codes, sources)

    def match(self, variable: str, moment: Moment) -> tuple[str, str]:
        """Find the facts that go with a time: the same period, else the end of that year; the same census base if there."""
        year_end = f"{moment.period[:4]}-12-31"
        for period in (moment.period, year_end):
            bases = self.store.bases(variable, period)
            if moment.base in bases:
                return period, moment.base
            if bases and (moment.base == CensusBase.NONE or bases == [CensusBase.NONE]):
                return period, _preferred(bases)
        return "", ""


def _preferred(bases: list[str]) -> str:
    """For facts without a base of their own, take the base in force at the time, not the later recount."""
    order = (CensusBase.CENSUS_2011, CensusBase.CENSUS_2022, CensusBase.BEFORE_2011, CensusBase.NONE)
    return str(next(b for b in order if b in bases))


def _means(found: list[Moment], window: int) -> list[Moment]:
    """Offer the newest multi-year mean where an indicator asks for one and the years are complete."""
    years = sorted({m.period for m in found if len(m.period) == 4})[-window:] if window else []
    if len(years) < window or not years or int(years[-1]) - int(years[0]) != window - 1:
        return []
    bases = {m.base for m in found if m.period in years}
    return [Moment(f"{years[0]}/{years[-1]}", b, tuple(years)) for b in sorted(bases)]


def _minus(later: Parts, earlier: Parts) -> Parts:
    sources = [a | b for a, b in zip(later.sources, earlier.sources, strict=True)]
    difference = later.total - earlier.total
    return Parts(difference, np.abs(difference), np.maximum(later.codes, earlier.codes), sources)


def _ones(size: int) -> Parts:
    ones = np.ones(size)
    return Parts(ones, ones, np.zeros(size, dtype=np.int8), [set() for _ in range(size)])


def _first_known(first: Parts, second: Parts) -> Parts:
    """Prefer the first variable; take the second where the first has nothing at all."""
    take = first.codes == CODE[Status.MISSING]
    sources = [second.sources[i] if take[i] else first.sources[i] for i in range(len(take))]
    return Parts(
        np.where(take, second.total, first.total),
        np.where(take, second.gross, first.gross),
        np.where(take, second.codes, first.codes),
        sources,
    )
