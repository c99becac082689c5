"""Evidence for the SWOT: which statements the figures carry, by written rules, each with its receipt.

Figures propose, people decide: a statement here is a proposal with numbers, never a judgement. Where a place is too small to tell,
nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from data.schema import Level, Status
from indicators.catalogue import Band, Catalogue, Indicator
from indicators.evaluate import Evaluator, Moment
from indicators.reliability import Difference, Verdict, difference
from indicators.swot_rules import QUADRANTS, Rule, load_rules

OLD_AFTER_YEARS: Final = 5
FEWEST_MEMBERS: Final = 3
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
    evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str, band: Band | None = None
) -> list[Statement]:
    """Find the statements that hold for a region, in the order of the rules.

    Parameters
    ----------
    evaluator, catalogue
        Package and indicators.
    region_id, benchmark_id : str
        Whom it is about and whom it is compared with.
    band : Band | None
        Keep only statements about people of these ages (and those about everybody).
    """
    found = (_try(evaluator, catalogue, rule, region_id, benchmark_id) for rule in load_rules())
    known = [s for s in found if s is not None]
    return known if band is None else about_ages(known, band)


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


def _try(evaluator: Evaluator, catalogue: Catalogue, rule: Rule, region_id: str, benchmark_id: str) -> Statement | None:
    indicator = catalogue[rule.indicator]
    if rule.test in ("falls", "rises"):
        return _trend(evaluator, rule, indicator, region_id, benchmark_id)
    if rule.test in ("members_below", "members_above"):
        return _members(evaluator, rule, indicator, region_id, benchmark_id)
    newest = _newest(evaluator, indicator, region_id)
    if newest is None or newest[1]["verdict"] == Verdict.TOO_SMALL:
        return None
    moment, row = newest
    if rule.test == "cohorts":
        return _cohorts(evaluator, catalogue, rule, region_id, benchmark_id, moment)
    benchmark = float(evaluator.evaluate(indicator, [benchmark_id], [moment]).iloc[0]["value"])
    if not HOLDS[rule.test](rule, indicator, row, benchmark):
        return None
    return _statement(evaluator, rule, indicator, row, moment, region_id, benchmark_id, benchmark)


def _newest(evaluator: Evaluator, indicator: Indicator, region_id: str) -> tuple[Moment, pd.Series] | None:
    """Give the newest time with a number; a multi-year mean where the indicator asks for one."""
    moments = sorted(evaluator.moments(indicator), key=lambda m: (bool(m.years), m.year, m.period, m.base))
    for moment in reversed(moments):
        row = evaluator.evaluate(indicator, [region_id], [moment]).iloc[0]
        if not math.isnan(row["value"]):
            return moment, row
    return None


def _compared(row: pd.Series, benchmark: float) -> Difference:
    return difference(row["value"], row["low"], row["high"], row["verdict"], benchmark)


def _enough(indicator: Indicator, row: pd.Series) -> bool:
    return indicator.kind != "change" or abs(row["numerator"]) >= FEWEST_HEADS


def _safe(row: pd.Series, edge: str) -> float:
    """Give the interval's cautious end, or the value where there is no interval."""
    return float(row["value"] if math.isnan(row[edge]) else row[edge])


HOLDS: Final[dict[str, Callable[[Rule, Indicator, pd.Series, float], bool]]] = {
    "higher": lambda rule, ind, row, mark: _compared(row, mark) == Difference.HIGHER,
    "lower": lambda rule, ind, row, mark: _compared(row, mark) == Difference.LOWER,
    "positive": lambda rule, ind, row, mark: row["low"] > 0,
    "negative": lambda rule, ind, row, mark: row["high"] < 0,
    "at_least": lambda rule, ind, row, mark: _safe(row, "low") >= rule.threshold and _enough(ind, row),
    "at_most": lambda rule, ind, row, mark: _safe(row, "high") <= rule.threshold and _enough(ind, row),
}


def _concerned(rule: Rule, indicator: Indicator, row: pd.Series, moment: Moment, benchmark: float) -> float:
    """Count the people a year that a difference amounts to beyond chance."""
    if indicator.kind == "change":
        return float(abs(row["numerator"]) / indicator.years_back)
    if rule.weight:
        return float(abs(row["value"] - rule.threshold) * row["population"] * rule.weight)
    mark = benchmark if rule.test in ("higher", "lower") else rule.threshold
    edge = _safe(row, "low" if rule.test in ("higher", "positive", "at_least") else "high")
    return float(abs(edge - mark) / indicator.factor * row["denominator"] / max(len(moment.years), 1))


def _statement(
    evaluator: Evaluator, rule: Rule, indicator: Indicator, row: pd.Series, moment: Moment,
    region_id: str, benchmark_id: str, benchmark: float,
) -> Statement:  # fmt: skip
    plain = Statement(
        rule, region_id, benchmark_id, indicator, moment, row["value"], row["numerator"], row["denominator"],
        row["status"], row["source_ids"], _people(row), benchmark, row["low"], row["high"], first_year=moment.year,
        concerned=_concerned(rule, indicator, row, moment, benchmark),
    )  # fmt: skip
    if indicator.kind == "change":
        first, change = row["denominator"], row["numerator"]
        people = _series(evaluator, replace(indicator, kind="count", factor=1.0), region_id, "value")
        first_year = moment.year - indicator.years_back
        return replace(plain, first=first, last=first + change, first_year=first_year, series=people)
    if indicator.kind == "balance":
        gains, losses = (_side(evaluator, indicator, region_id, moment, sign) for sign in (1, -1))
        return replace(plain, gains=gains, losses=losses, series=_series(evaluator, indicator, region_id, "numerator"))
    return plain


def _people(row: pd.Series) -> float:
    """Inhabitants at the time; a multi-year mean carries their sum, so the newest count of one year is taken."""
    years = str(row["period"]).split("/")
    span = int(years[-1][:4]) - int(years[0][:4]) + 1
    return float(row["population"]) / span


def _side(evaluator: Evaluator, indicator: Indicator, region_id: str, moment: Moment, sign: int) -> float:
    """Count only what a balance gains, or only what it loses."""
    terms = tuple(replace(t, factor=1.0) for t in indicator.numerator if t.factor * sign > 0)
    one = replace(indicator, kind="count", numerator=terms, denominator=(), factor=1.0)
    return float(evaluator.evaluate(one, [region_id], [moment]).iloc[0]["value"])


def _series(evaluator: Evaluator, indicator: Indicator, region_id: str, column: str) -> Series:
    moments = [m for m in evaluator.moments(indicator) if not m.years]
    frame = evaluator.evaluate(indicator, [region_id], moments)
    frame = frame[frame["value"].notna()]
    return tuple(zip(frame["year"], frame[column], frame["census_base"], strict=True))


def _trend(
    evaluator: Evaluator, rule: Rule, indicator: Indicator, region_id: str, benchmark_id: str
) -> Statement | None:
    """Compare the first with the last year of the newest census base; the intervals must not touch."""
    frame = evaluator.evaluate(indicator, [region_id])
    frame = frame[frame["value"].notna() & ~frame["period"].str.contains("/")].sort_values("year")
    rows = frame[frame["census_base"] == frame.iloc[-1]["census_base"]] if len(frame) else frame
    if len(rows) < 3 or Verdict.TOO_SMALL in (rows.iloc[0]["verdict"], rows.iloc[-1]["verdict"]):
        return None
    first, last = rows.iloc[0], rows.iloc[-1]
    falls = last["high"] < first["low"] and last["numerator"] <= (1 - rule.share) * first["numerator"]
    rises = last["low"] > first["high"] and last["numerator"] >= (1 + rule.share) * first["numerator"]
    if not (falls if rule.test == "falls" else rises):
        return None
    series = tuple(zip(rows["year"], rows["numerator"], rows["census_base"], strict=True))
    return Statement(
        rule, region_id, benchmark_id, indicator, Moment(str(last["period"]), str(last["census_base"])),
        last["value"], last["numerator"], last["denominator"], last["status"], last["source_ids"], _people(last),
        low=last["low"], high=last["high"], first=first["numerator"], last=last["numerator"],
        first_year=int(first["year"]), concerned=abs(last["numerator"] - first["numerator"]), series=series,
    )  # fmt: skip


def _members(
    evaluator: Evaluator, rule: Rule, indicator: Indicator, region_id: str, benchmark_id: str
) -> Statement | None:
    """Count the member municipalities below or above a threshold."""
    regions = evaluator.regions
    members = [m for m in regions.members(region_id) if regions.level(m) == Level.GEMEINDE]
    newest = _newest(evaluator, indicator, region_id)
    if len(members) < FEWEST_MEMBERS or newest is None:
        return None
    moment, own = newest
    each = evaluator.evaluate(indicator, members, [moment])
    hit = each[each["value"] < rule.threshold if rule.test == "members_below" else each["value"] > rule.threshold]
    if each["value"].isna().any() or len(hit) < rule.share * len(members):
        return None
    sources = tuple(sorted({s for ids in each["source_ids"] for s in ids}))
    return Statement(
        rule, region_id, benchmark_id, indicator, moment, 100 * len(hit) / len(members), len(hit), len(members),
        own["status"], sources, _people(own), first_year=moment.year - indicator.years_back,
        concerned=float(hit["population"].sum()) / COHORT_YEARS,
    )  # fmt: skip


def _cohorts(
    evaluator: Evaluator, catalogue: Catalogue, rule: Rule, region_id: str, benchmark_id: str, moment: Moment
) -> Statement | None:
    """Compare those who reach pension age within fifteen years with the fifteen years of age that grow up behind them."""
    heads = catalogue["personen_altersgruppe"]
    old = evaluator.evaluate(heads, [region_id], [moment], (50, 65)).iloc[0]
    for band in YOUNG_BANDS:
        young = evaluator.evaluate(heads, [region_id], [moment], band).iloc[0]
        if young["status"] != Status.MEASURED:
            continue
        if old["value"] < rule.threshold * young["value"]:
            return None
        return Statement(
            rule, region_id, benchmark_id, heads, moment, old["value"], old["value"], young["value"],
            old["status"], old["source_ids"], _people(old), first_year=moment.year, young=band,
            concerned=(old["value"] - young["value"]) / COHORT_YEARS,
        )  # fmt: skip
    return None


def strongest(found: Sequence[Statement], newest: int, per_quadrant: int) -> list[Statement]:
    """Give the strongest statements of each panel, panel by panel."""
    return [s for panel in by_quadrant(found, newest).values() for s in panel[:per_quadrant]]
