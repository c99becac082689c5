"""Evidence for the SWOT: which statements the figures carry, by written rules, each with its receipt.

Figures propose, people decide: a statement here is a proposal with numbers, never a judgement. Where a place is too small to tell,
nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data.schema import CensusBase, Level, Status
from indicators.catalogue import Band, Catalogue, Indicator
from indicators.evaluate import Evaluator, Moment
from indicators.regions import Regions
from indicators.reliability import Difference, Verdict, byar, difference
from indicators.rows import Row, Rows
from indicators.swot_rules import QUADRANTS, Rule, load_rules

OLD_AFTER_YEARS: Final = 5
FEWEST_MEMBERS: Final = 3
FEWEST_YEARS: Final = 3
YOUNG_BANDS: Final[tuple[Band, ...]] = ((3, 18), (5, 20))
"""Fifteen years of age each; the first fits the age groups known for municipalities, the second those in steps of five."""
FEWEST_HEADS: Final = 10
"""A change of fewer people than this is no statement, whatever its percentage."""
OLD_COUNTS_HALF: Final = 0.5
COHORT_YEARS: Final = 15
Series = tuple[tuple[int, float, str], ...]


@dataclass(frozen=True)
class Statement:
    """A statement that the figures carry, with everything its receipt needs.

    Attributes
    ----------
    count, total : float
        What the sentence counts and of how many.
    low, high : float
        The interval, in the indicator's unit; NaN where the measure has none.
    first, last : float
        The ends of a series or of a change, in heads; ``first_year`` is the year of ``first``.
    gains, losses : float
        The two sides of a balance.
    people : float
        Inhabitants of the place at the time.
    concerned : float
        How many people (households, dwellings) a year the difference amounts to beyond chance; what statements are ordered by.
    series : tuple of (year, heads, census base)
        The course in heads, for the picture.
    """

    rule: Rule
    region_id: str
    benchmark_id: str
    indicator: Indicator
    moment: Moment
    value: float
    count: float
    total: float
    status: str
    source_ids: tuple[str, ...]
    people: float
    benchmark: float = math.nan
    low: float = math.nan
    high: float = math.nan
    first: float = math.nan
    last: float = math.nan
    first_year: int = 0
    gains: float = math.nan
    losses: float = math.nan
    young: Band | None = None
    concerned: float = 0.0
    series: Series = ()

    @property
    def expected(self) -> float:
        """How many it would be at the benchmark's share."""
        return self.total * self.benchmark / self.indicator.factor

    def old(self, newest_year: int) -> bool:
        """Tell whether the receipt is older than five years."""
        return newest_year - self.moment.year > OLD_AFTER_YEARS

    def strength(self, newest_year: int) -> float:
        """Give the people concerned per 100 inhabitants; an old receipt counts half."""
        per_100 = 100 * self.concerned / self.people if self.people else 0.0
        return per_100 * (OLD_COUNTS_HALF if self.old(newest_year) else 1.0)


def newest_year(evaluator: Evaluator) -> int:
    """Give the newest year the package has inhabitants for: what the age of a receipt is measured against."""
    return max(int(period[:4]) for period in evaluator.store.periods.get("population", ["0"]))


def statements(
    evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str, band: Band | None = None,
    rows: Rows | None = None,
) -> list[Statement]:  # fmt: skip
    """Find the statements that hold for a region, in the order of the rules.

    Parameters
    ----------
    evaluator, catalogue
        Package and indicators.
    region_id, benchmark_id : str
        Whom it is about and whom it is compared with.
    band : Band | None
        Keep only statements about people of these ages (and those about everybody).
    rows : Rows | None
        Figures known already; with one kept for all regions, each further region costs next to nothing.
    """
    case = Case(rows or Rows(evaluator), catalogue, region_id, benchmark_id)
    known = [s for s in (_try(case, rule) for rule in load_rules()) if s is not None]
    return known if band is None else about_ages(known, band)


@dataclass(frozen=True)
class Case:
    """One place compared with another: what every test is given."""

    rows: Rows
    catalogue: Catalogue
    region_id: str
    benchmark_id: str

    @property
    def regions(self) -> Regions:
        """The register."""
        return self.rows.evaluator.regions

    def own(self, indicator: Indicator, moment: Moment) -> Row:
        """Give the place's figures."""
        return self.rows.at(indicator, moment, self.region_id)


def about_ages(found: Iterable[Statement], band: Band) -> list[Statement]:
    """Keep the statements about people of these ages and those about everybody."""
    return [s for s in found if s.rule.age is None or (band[0] < s.rule.age[1] and s.rule.age[0] < band[1])]


def ordered(found: Iterable[Statement], newest: int) -> list[Statement]:
    """Order statements by their strength; a second one from the same indicator stands behind all first ones."""
    by_strength = sorted(found, key=lambda s: (-s.strength(newest), s.rule.id))
    first: dict[tuple[str, str], Statement] = {}
    for s in by_strength:
        first.setdefault((s.rule.quadrant, s.indicator.id), s)
    leading = list(first.values())
    return leading + [s for s in by_strength if s not in leading]


def by_quadrant(found: Iterable[Statement], newest: int) -> dict[str, list[Statement]]:
    """Sort statements into the four panels, the strongest first."""
    all_of_them = list(found)
    return {q: ordered((s for s in all_of_them if s.rule.quadrant == q), newest) for q in QUADRANTS}


def _try(case: Case, rule: Rule) -> Statement | None:
    indicator = case.catalogue[rule.indicator]
    if rule.test in ("falls", "rises"):
        return _trend(case, rule, indicator)
    if rule.test in ("members_below", "members_above"):
        return _members(case, rule, indicator)
    newest = _newest(case, indicator, (case.region_id,))
    if newest is None or newest[1]["verdict"] == Verdict.TOO_SMALL:
        return None
    moment, row = newest
    if rule.test == "cohorts":
        return _cohorts(case, rule, moment)
    benchmark = float(case.rows.at(indicator, moment, case.benchmark_id)["value"])
    if not HOLDS[rule.test](rule, indicator, row, benchmark):
        return None
    return _statement(case, rule, indicator, row, moment, benchmark)


def _newest(case: Case, indicator: Indicator, region_ids: Sequence[str]) -> tuple[Moment, Row] | None:
    """Give the newest time with a number for all regions asked; a multi-year mean where the indicator asks for one."""
    for moment in reversed(case.rows.moments(indicator)):
        if not any(math.isnan(case.rows.at(indicator, moment, r)["value"]) for r in region_ids):
            return moment, case.own(indicator, moment)
    return None


def _compared(row: Row, benchmark: float) -> Difference:
    return difference(row["value"], row["low"], row["high"], row["verdict"], benchmark)


def _enough(indicator: Indicator, row: Row) -> bool:
    return indicator.kind != "change" or abs(row["numerator"]) >= FEWEST_HEADS


def _safe(row: Row, edge: str) -> float:
    """Give the interval's cautious end, or the value where there is no interval."""
    return float(row["value"] if math.isnan(row[edge]) else row[edge])


HOLDS: Final[dict[str, Callable[[Rule, Indicator, Row, float], bool]]] = {
    "higher": lambda rule, ind, row, mark: _compared(row, mark) == Difference.HIGHER,
    "lower": lambda rule, ind, row, mark: _compared(row, mark) == Difference.LOWER,
    "positive": lambda rule, ind, row, mark: row["low"] > 0,
    "negative": lambda rule, ind, row, mark: row["high"] < 0,
    "at_least": lambda rule, ind, row, mark: _safe(row, "low") >= rule.threshold and _enough(ind, row),
    "at_most": lambda rule, ind, row, mark: _safe(row, "high") <= rule.threshold and _enough(ind, row),
}


def _concerned(rule: Rule, indicator: Indicator, row: Row, moment: Moment, benchmark: float) -> float:
    """Count the people a year that a difference amounts to beyond chance."""
    if indicator.kind == "change":
        return float(abs(row["numerator"]) / indicator.years_back)
    if rule.weight:
        return float(abs(row["value"] - rule.threshold) * row["population"] * rule.weight)
    mark = benchmark if rule.test in ("higher", "lower") else rule.threshold
    edge = _safe(row, "low" if rule.test in ("higher", "positive", "at_least") else "high")
    return float(abs(edge - mark) / indicator.factor * row["denominator"] / max(len(moment.years), 1))


def _statement(case: Case, rule: Rule, indicator: Indicator, row: Row, moment: Moment, benchmark: float) -> Statement:
    plain = _plain(case, rule, indicator, row, moment, row["numerator"], row["denominator"])
    concerned = _concerned(rule, indicator, row, moment, benchmark)
    plain = replace(plain, benchmark=benchmark, low=row["low"], high=row["high"], concerned=concerned)
    if indicator.kind == "change":
        first, change = row["denominator"], row["numerator"]
        course = _series(case, replace(indicator, kind="count", factor=1.0), "value")
        people = tuple(point for point in course if point[2] != CensusBase.BEFORE_2011)
        return replace(plain, first=first, last=first + change, series=people)
    if indicator.kind == "balance":
        gains, losses = (_side(case, indicator, moment, sign) for sign in (1, -1))
        return replace(plain, gains=gains, losses=losses, series=_series(case, indicator, "numerator"))
    return plain


def _plain(
    case: Case, rule: Rule, indicator: Indicator, row: Row, moment: Moment, count: float, total: float
) -> Statement:
    first_year = moment.year - indicator.years_back
    return Statement(
        rule, case.region_id, case.benchmark_id, indicator, moment, row["value"], count, total,
        row["status"], row["source_ids"], _people(row), first_year=first_year,
    )  # fmt: skip


def _people(row: Row) -> float:
    """Inhabitants at the time; a multi-year mean carries their sum, so the newest count of one year is taken."""
    years = str(row["period"]).split("/")
    span = int(years[-1][:4]) - int(years[0][:4]) + 1
    return float(row["population"]) / span


def _side(case: Case, indicator: Indicator, moment: Moment, sign: int) -> float:
    """Count only what a balance gains, or only what it loses."""
    terms = tuple(replace(t, factor=1.0) for t in indicator.numerator if t.factor * sign > 0)
    one = replace(indicator, kind="count", numerator=terms, denominator=(), factor=1.0)
    return float(case.own(one, moment)["value"])


def _known(case: Case, indicator: Indicator) -> list[Row]:
    """List the single years with a number."""
    rows = [case.own(indicator, m) for m in case.rows.moments(indicator) if not m.years]
    return [row for row in rows if not math.isnan(row["value"])]


def _series(case: Case, indicator: Indicator, column: str) -> Series:
    return tuple((int(row["year"]), float(row[column]), str(row["census_base"])) for row in _known(case, indicator))


def _trend(case: Case, rule: Rule, indicator: Indicator) -> Statement | None:
    """Compare the first with the last count; the intervals of chance must not touch.

    Counts that belong to a census base are compared on the newest base only; those from a register (the unemployed) know none.
    """
    by_year = {int(row["year"]): row for row in _known(case, indicator)}
    registered = _registered(case, indicator)
    newest = by_year[max(by_year)]["census_base"] if by_year else ""
    rows = [row for _, row in sorted(by_year.items()) if registered or row["census_base"] == newest]
    if len(rows) < FEWEST_YEARS or Verdict.TOO_SMALL in (rows[0]["verdict"], rows[-1]["verdict"]):
        return None
    first, last = rows[0], rows[-1]
    if not _apart(rule, first["numerator"], last["numerator"]):
        return None
    moment = Moment(str(last["period"]), str(last["census_base"]))
    plain = _plain(case, rule, indicator, last, moment, last["numerator"], last["denominator"])
    years = moment.year - int(first["year"])
    return replace(
        plain, low=last["low"], high=last["high"], first=first["numerator"], last=last["numerator"],
        first_year=int(first["year"]), concerned=abs(last["numerator"] - first["numerator"]) / years,
        series=tuple(
            (int(r["year"]), float(r["numerator"]), CensusBase.NONE if registered else str(r["census_base"])) for r in rows
        ),
    )  # fmt: skip


def _registered(case: Case, indicator: Indicator) -> bool:
    """Tell whether what is counted comes from a register, which no census changes."""
    store, variable = case.rows.evaluator.store, indicator.numerator[0].variables[0]
    return all(store.bases(variable, period) == [CensusBase.NONE] for period in store.periods.get(variable, []))


def _apart(rule: Rule, first: float, last: float) -> bool:
    """Tell whether two counts differ as much as the rule asks, and by more than chance."""
    low, high = byar(np.array([first, last]))
    if rule.test == "falls":
        return bool(high[1] < low[0] and last <= (1 - rule.share) * first)
    return bool(low[1] > high[0] and last >= (1 + rule.share) * first)


def _members(case: Case, rule: Rule, indicator: Indicator) -> Statement | None:
    """Count the member municipalities below or above a threshold."""
    members = [m for m in case.regions.members(case.region_id) if case.regions.level(m) == Level.GEMEINDE]
    newest = _newest(case, indicator, members)
    if len(members) < FEWEST_MEMBERS or newest is None:
        return None
    moment, own = newest
    each = [case.rows.at(indicator, moment, m) for m in members]
    below = rule.test == "members_below"
    hit = [row for row in each if (row["value"] < rule.threshold if below else row["value"] > rule.threshold)]
    if len(hit) < rule.share * len(members):
        return None
    sources = tuple(sorted({source for row in each for source in row["source_ids"]}))
    change = indicator.kind == "change"
    people = sum(abs(row["numerator"]) if change else row["population"] for row in hit)
    plain = _plain(case, rule, indicator, own, moment, len(hit), len(members))
    years = indicator.years_back or COHORT_YEARS
    return replace(plain, value=100 * len(hit) / len(members), source_ids=sources, concerned=people / years)


def _cohorts(case: Case, rule: Rule, moment: Moment) -> Statement | None:
    """Compare those who reach pension age within fifteen years with the fifteen years of age that grow up behind them."""
    heads = case.catalogue["personen_altersgruppe"]
    old = case.own(_of_ages(heads, (50, 65)), moment)
    for band in YOUNG_BANDS:
        young = case.own(_of_ages(heads, band), moment)
        if young["status"] != Status.MEASURED:
            continue
        if old["value"] < rule.threshold * young["value"]:
            return None
        plain = _plain(case, rule, heads, old, moment, old["value"], young["value"])
        return replace(plain, young=band, concerned=(old["value"] - rule.threshold * young["value"]) / COHORT_YEARS)
    return None


def _of_ages(indicator: Indicator, band: Band) -> Indicator:
    """Fix an indicator's age filter."""
    return replace(indicator, numerator=tuple(replace(t, band=band) for t in indicator.numerator), band=band)


def strongest(found: Sequence[Statement], newest: int, per_quadrant: int) -> list[Statement]:
    """Give the strongest statements of each panel, panel by panel."""
    return [s for panel in by_quadrant(found, newest).values() for s in panel[:per_quadrant]]
