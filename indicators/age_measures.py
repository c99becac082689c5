"""Measures of a whole age structure: mean age, median age, Billeter's J, children per woman."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from data.schema import AGE_OPEN, Status
from indicators import age_spread, ages, reliability
from indicators.catalogue import Indicator
from indicators.store import CODE, HAS_VALUE

if TYPE_CHECKING:
    from indicators.evaluate import Evaluator, Moment

Persons = Mapping[ages.Band, float]


@dataclass(frozen=True)
class Numbers:
    """One number per region with its 95 % interval, its status and sources."""

    value: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    codes: npt.NDArray[np.int8]
    sources: list[set[str]]


@dataclass(frozen=True)
class Structure:
    """The people of one region by the finest age groups without gaps; empty where a group is unknown."""

    persons: Persons
    code: int
    sources: frozenset[str]


MEASURES: Final[Mapping[str, Callable[[Persons], float | None]]] = {
    "mean_age": ages.mean_age,
    "median_age": ages.median_age,
    "billeter": ages.billeter,
    "tfr": lambda _: None,
}


def evaluate(evaluator: Evaluator, indicator: Indicator, ids: list[str], moment: Moment, sex: str) -> Numbers:
    """Compute a measure for each region."""
    values, codes = np.full(len(ids), np.nan), np.full(len(ids), CODE[Status.MISSING], dtype=np.int8)
    low, high = values.copy(), values.copy()
    sources: list[set[str]] = [set() for _ in ids]
    for i, region in enumerate(ids):
        if indicator.kind == "tfr":
            found, value, span = _fertility(evaluator, region, moment)
        else:
            found = structure(evaluator, region, moment, sex)
            value = MEASURES[indicator.kind](found.persons) if found.persons else None
            span = age_spread.INTERVALS[indicator.kind](found.persons) if value is not None else age_spread.UNKNOWN
        codes[i], sources[i] = found.code, set(found.sources)
        if value is not None:
            values[i], low[i], high[i] = value, *span
        elif found.code <= HAS_VALUE:
            codes[i] = CODE[Status.MISSING]
    return Numbers(values, low, high, codes, sources)


def structure(evaluator: Evaluator, region: str, moment: Moment, sex: str, variable: str = "population") -> Structure:
    """Give the finest gapless age groups of a region: published, else summed over its municipalities.

    Parameters
    ----------
    evaluator : Evaluator
        Holds facts and regions.
    region : str
        Any region or hand-picked group.
    moment : Moment
        Date and census base.
    sex : str
        "t", "m" or "f".
    variable : str
        A variable with ages.
    """
    period, base = evaluator.match(variable, moment)
    block = evaluator.store.block(variable, period, base, sex)
    missing = Structure({}, CODE[Status.MISSING], frozenset())
    if block is None:
        return missing
    own = evaluator.store.row.get(region)
    rows = [own] if own is not None and (block.codes[own] != CODE[Status.MISSING]).any() else None
    if rows is None:
        members = evaluator.regions.members(region)
        rows = [evaluator.store.row[m] for m in members]
    if not rows:
        return missing
    offered = (block.codes[rows] != CODE[Status.MISSING]).all(axis=0)
    groups = ages.finest(block.bands[c] for c in np.flatnonzero(offered))
    if not groups or groups == [(0, AGE_OPEN)]:
        return missing
    columns = np.array([block.bands.index(g) for g in groups])
    part = np.ix_(np.array(rows), columns)
    code = int(block.codes[part].max())
    sums = block.values[part].sum(axis=0)
    persons = dict(zip(groups, sums.tolist(), strict=True)) if code <= HAS_VALUE else {}
    return Structure(persons, code, frozenset(str(s) for s in block.source[part].ravel() if s))


def _fertility(
    evaluator: Evaluator, region: str, moment: Moment
) -> tuple[Structure, float | None, age_spread.Interval]:
    """Sum births per woman over the mothers' age groups, each times its width; the open ends count with the next class."""
    births = structure(evaluator, region, moment, "t", "births_by_age")
    counts, weights = [], []
    for (low, high), count in births.persons.items():
        span = (max(low, 15), min(high, 50))
        if span[0] >= span[1]:
            continue
        women = evaluator.women(region, moment, span)
        if women is None:
            return births, None, age_spread.UNKNOWN
        counts.append(count)
        weights.append((span[1] - span[0]) / women)
    if not counts:
        return births, None, age_spread.UNKNOWN
    events, weight = np.array(counts), np.array(weights)
    return births, float(events @ weight), reliability.weighted_events(events, weight)
