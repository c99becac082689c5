"""Evidence for the SWOT: which statements the figures carry, by written rules, each with its receipt.

Figures propose, people decide: a statement here is a proposal with numbers, never a judgement. Where a place is too small to tell,
nothing is said.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.schema import AGE_OPEN, Level, Status
from indicators.catalogue import Band, Catalogue, Indicator
from indicators.evaluate import Evaluator, Moment
from indicators.reliability import Difference, Verdict, difference

RULES_FILE: Final = Path(__file__).with_name("swot_rules.toml")
QUADRANTS: Final = ("staerke", "schwaeche", "chance", "risiko")
OLD_AFTER_YEARS: Final = 5
SMALL_PLACE: Final = 500
YOUNG_BANDS: Final[tuple[Band, ...]] = ((5, 20), (3, 18))
"""Fifteen years of age each; the second fits the age groups known for municipalities."""
FEWEST_HEADS: Final = 10
"""A change of fewer people than this is no statement, whatever its percentage."""


@dataclass(frozen=True)
class Rule:
    """One written rule; see the head of ``swot_rules.toml``."""

    id: str
    quadrant: str
    indicator: str
    test: str
    title: str
    text: str
    threshold: float = 0.0
    share: float = 0.0
    age: Band | None = None


@dataclass(frozen=True)
class Statement:
    """A statement that the figures carry, with everything its receipt needs.

    ``count`` and ``total`` are what the sentence counts; ``first``/``last`` the ends of a series with their years.
    """

    rule: Rule
    region_id: str
    benchmark_id: str
    indicator: Indicator
    moment: Moment
    value: float
    count: float
    total: float
    benchmark: float
    first: float
    last: float
    first_year: int
    source_ids: tuple[str, ...]
    series: tuple[tuple[int, float, str], ...] = ()

    @property
    def expected(self) -> float:
        """How many it would be at the benchmark's share."""
        return self.total * self.benchmark / self.indicator.factor

    def old(self, newest_year: int) -> bool:
        """Tell whether the receipt is older than five years."""
        return newest_year - self.moment.year > OLD_AFTER_YEARS


@lru_cache(maxsize=2)
def load_rules(path: Path = RULES_FILE) -> tuple[Rule, ...]:
    """Read the rules; ids are unique and quadrants known, or ``ValueError``."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    rules = tuple(_rule(entry) for entry in raw)
    if len({r.id for r in rules}) != len(rules) or any(r.quadrant not in QUADRANTS for r in rules):
        raise ValueError(f"{path.name}: Eine Regel steht zweimal da oder nennt kein Feld der SWOT.")
    return rules


def _rule(entry: dict[str, Any]) -> Rule:
    age = entry.pop("age", None)
    return Rule(**entry, age=None if age is None else (age[0], age[1] if len(age) > 1 else AGE_OPEN))


def statements(
    evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str, band: Band | None = None
) -> list[Statement]:
    """Find the statements that hold for a region.

    Parameters
    ----------
    evaluator, catalogue
        Package and indicators.
    region_id, benchmark_id : str
        Whom it is about and whom it is compared with.
    band : Band | None
        Keep only statements about people of these ages (and those about everybody).
    """
    found = []
    for rule in load_rules():
        if band is not None and rule.age is not None and not _overlaps(band, rule.age):
            continue
        statement = _try(evaluator, catalogue, rule, region_id, benchmark_id)
        if statement is not None:
            found.append(statement)
    return found


def _overlaps(a: Band, b: Band) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _try(
    evaluator: Evaluator, catalogue: Catalogue, rule: Rule, region_id: str, benchmark_id: str
) -> Statement | None:
    indicator = catalogue[rule.indicator]
    frame = evaluator.evaluate(indicator, [region_id])
    frame = frame[frame["value"].notna()]
    if rule.test in ("falls", "rises"):
        return _trend(rule, indicator, frame, region_id, benchmark_id)
    if frame.empty:
        return None
    if indicator.window and (frame["period"].str.contains("/")).any():
        frame = frame[frame["period"].str.contains("/")]
    row = frame.sort_values(["year", "period"]).iloc[-1]
    moment = _moment(evaluator, indicator, row)
    if rule.test == "small_places":
        return _small_places(evaluator, rule, indicator, region_id, benchmark_id, moment)
    if row["verdict"] == Verdict.TOO_SMALL:
        return None
    if rule.test == "cohorts":
        return _cohorts(evaluator, catalogue, rule, region_id, benchmark_id, moment)
    benchmark = _benchmark(evaluator, indicator, benchmark_id, moment)
    if not HOLDS[rule.test](rule, indicator, row, benchmark):
        return None
    return _statement(evaluator, rule, indicator, row, moment, region_id, benchmark_id, benchmark)


def _moment(evaluator: Evaluator, indicator: Indicator, row: pd.Series) -> Moment:
    wanted = (row["period"], row["census_base"])
    return next(m for m in evaluator.moments(indicator) if (m.period, m.base) == wanted)


def _benchmark(evaluator: Evaluator, indicator: Indicator, benchmark_id: str, moment: Moment) -> float:
    return float(evaluator.evaluate(indicator, [benchmark_id], [moment]).iloc[0]["value"])


def _compared(row: pd.Series, benchmark: float) -> Difference:
    return difference(row["value"], row["low"], row["high"], row["verdict"], benchmark)


def _enough(indicator: Indicator, row: pd.Series) -> bool:
    return indicator.kind != "change" or abs(row["numerator"]) >= FEWEST_HEADS


HOLDS: Final[dict[str, Callable[[Rule, Indicator, pd.Series, float], bool]]] = {
    "higher": lambda rule, ind, row, mark: _compared(row, mark) == Difference.HIGHER,
    "lower": lambda rule, ind, row, mark: _compared(row, mark) == Difference.LOWER,
    "positive": lambda rule, ind, row, mark: row["low"] > 0,
    "negative": lambda rule, ind, row, mark: row["high"] < 0,
    "at_least": lambda rule, ind, row, mark: row["value"] >= rule.threshold and _enough(ind, row),
    "at_most": lambda rule, ind, row, mark: row["value"] <= rule.threshold and _enough(ind, row),
}


def _statement(
    evaluator: Evaluator, rule: Rule, indicator: Indicator, row: pd.Series, moment: Moment,
    region_id: str, benchmark_id: str, benchmark: float,
) -> Statement:  # fmt: skip
    first = last = math.nan
    first_year = moment.year
    if indicator.kind == "change":
        first, last = row["denominator"], row["denominator"] + row["numerator"]
        first_year = moment.year - indicator.years_back
    series = _series(evaluator, indicator, region_id)
    return Statement(
        rule, region_id, benchmark_id, indicator, moment, row["value"], row["numerator"], row["denominator"],
        benchmark, first, last, first_year, row["source_ids"], series,
    )  # fmt: skip


def _series(evaluator: Evaluator, indicator: Indicator, region_id: str) -> tuple[tuple[int, float, str], ...]:
    frame = evaluator.evaluate(indicator, [region_id])
    frame = frame[frame["value"].notna() & ~frame["period"].str.contains("/")]
    return tuple(zip(frame["year"], frame["value"], frame["census_base"], strict=True))


def _trend(
    rule: Rule, indicator: Indicator, frame: pd.DataFrame, region_id: str, benchmark_id: str
) -> Statement | None:
    """Compare the first with the last year of the newest census base; the intervals must not touch."""
    if frame.empty:
        return None
    base = frame.sort_values("year").iloc[-1]["census_base"]
    rows = frame[(frame["census_base"] == base) & ~frame["period"].str.contains("/")].sort_values("year")
    first, last = rows.iloc[0], rows.iloc[-1]
    if len(rows) < 3 or Verdict.TOO_SMALL in (first["verdict"], last["verdict"]):
        return None
    falls = last["high"] < first["low"] and last["numerator"] <= (1 - rule.share) * first["numerator"]
    rises = last["low"] > first["high"] and last["numerator"] >= (1 + rule.share) * first["numerator"]
    if not (falls if rule.test == "falls" else rises):
        return None
    moment = Moment(str(last["period"]), str(last["census_base"]))
    series = tuple(zip(rows["year"], rows["value"], rows["census_base"], strict=True))
    return Statement(
        rule, region_id, benchmark_id, indicator, moment, last["value"], last["numerator"], last["denominator"],
        math.nan, first["numerator"], last["numerator"], int(first["year"]), last["source_ids"], series,
    )  # fmt: skip


def _small_places(
    evaluator: Evaluator, rule: Rule, indicator: Indicator, region_id: str, benchmark_id: str, moment: Moment
) -> Statement | None:
    members = [m for m in evaluator.regions.members(region_id) if evaluator.regions.level(m) == Level.GEMEINDE]
    if len(members) < 3:
        return None
    people = evaluator.evaluate(indicator, members, [moment])
    small = int((people["value"] < SMALL_PLACE).sum())
    if small / len(members) < rule.threshold:
        return None
    sources = tuple(sorted({s for ids in people["source_ids"] for s in ids}))
    return Statement(
        rule, region_id, benchmark_id, indicator, moment, small / len(members) * 100, small, len(members),
        math.nan, math.nan, math.nan, moment.year, sources,
    )  # fmt: skip


def _cohorts(
    evaluator: Evaluator, catalogue: Catalogue, rule: Rule, region_id: str, benchmark_id: str, moment: Moment
) -> Statement | None:
    """Compare those who reach pension age within fifteen years with the fifteen years of age that grow up behind them."""
    heads = catalogue["personen_altersgruppe"]
    old = evaluator.evaluate(heads, [region_id], [moment], (50, 65)).iloc[0]
    for band in YOUNG_BANDS:
        young = evaluator.evaluate(heads, [region_id], [moment], band).iloc[0]
        if young["status"] == Status.MEASURED and old["value"] >= rule.threshold * young["value"]:
            own = replace(rule, text=rule.text.replace("{jung}", f"{band[0]} bis {band[1] - 1}"))
            return Statement(
                own, region_id, benchmark_id, heads, moment, old["value"], old["value"], young["value"],
                math.nan, math.nan, math.nan, moment.year, old["source_ids"],
            )  # fmt: skip
    return None
