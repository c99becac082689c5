"""From sums to results: value, interval, verdict and status of each region, put into columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.schema import Status
from indicators import reliability
from indicators.catalogue import Indicator
from indicators.store import CODE, HAS_VALUE, STATUS_ORDER

if TYPE_CHECKING:
    from indicators.evaluate import Moment

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]
Columns = dict[str, Any]
"""The rows of one time, column by column: lists of texts, arrays of numbers."""
RESULT_COLUMNS: Final = (
    "region_id", "period", "year", "census_base", "value", "numerator", "denominator", "low", "high",
    "verdict", "status", "source_ids", "population",
)  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """Numerator or denominator for the regions asked: sum, sum of absolute addends (for balances), status, sources."""

    total: Floats
    gross: Floats
    codes: Codes
    sources: list[set[str]]


def columns(
    indicator: Indicator,
    ids: list[str],
    moment: Moment,
    numerator: Parts,
    denominator: Parts,
    people: Floats,
    interval: tuple[Floats, Floats] | None = None,
) -> Columns:
    """Judge the numbers of one time and put them into columns; measures of age bring their own interval along."""
    codes = np.maximum(numerator.codes, denominator.codes)
    if indicator.estimated:
        codes = np.where(codes == CODE[Status.MEASURED], CODE[Status.ESTIMATED], codes)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = indicator.factor * numerator.total / denominator.total
    undefined = ~np.isfinite(value) & (codes <= HAS_VALUE)
    codes = np.where(undefined, CODE[Status.NOT_APPLICABLE], codes)
    value = np.where(codes <= HAS_VALUE, value, np.nan)
    low, high = interval or _interval(indicator, numerator, denominator)
    low, high = np.where(np.isnan(value), np.nan, low), np.where(np.isnan(value), np.nan, high)
    without = indicator.kind in ("count", "ratio", "published", "mean_age", "median_age", "billeter", "tfr")
    verdicts = reliability.verdicts(
        value, low, high,
        np.full(len(ids), np.inf) if without or indicator.signed else numerator.total,
        np.full(len(ids), np.inf) if without else denominator.total,
        np.full(len(ids), np.inf) if indicator.kind == "count" else people,
        signed=indicator.kind == "balance",
    )  # fmt: skip
    has_count = bool(indicator.denominator) or indicator.kind in ("count", "change")
    size, unknown = len(ids), np.full(len(ids), np.nan)
    return {
        "region_id": ids,
        "period": [moment.period] * size,
        "year": [moment.year] * size,
        "census_base": [moment.base] * size,
        "value": value,
        "numerator": numerator.total if has_count else unknown,
        "denominator": denominator.total if has_count and indicator.kind != "count" else unknown,
        "low": low,
        "high": high,
        "verdict": [str(v) for v in verdicts],
        "status": [str(STATUS_ORDER[c]) for c in codes],
        "source_ids": [tuple(sorted(a | b)) for a, b in zip(numerator.sources, denominator.sources, strict=True)],
        "population": people,
    }


def stack(parts: Sequence[Columns]) -> pd.DataFrame:
    """Put the columns of all times under one another; one frame at the end is five times as fast as many small ones."""
    if not parts:
        return pd.DataFrame(columns=list(RESULT_COLUMNS))
    return pd.DataFrame({name: _joined([part[name] for part in parts]) for name in RESULT_COLUMNS})


def _joined(pieces: Sequence[Any]) -> Any:
    return np.concatenate(pieces) if isinstance(pieces[0], np.ndarray) else list(chain.from_iterable(pieces))


def _interval(indicator: Indicator, numerator: Parts, denominator: Parts) -> tuple[Floats, Floats]:
    """Give the 95 % interval in the indicator's unit; NaN for kinds without one."""
    top, bottom = numerator.total, denominator.total
    with np.errstate(divide="ignore", invalid="ignore"):
        if indicator.kind == "share":
            low, high = reliability.share(np.minimum(top, bottom), bottom)
            return indicator.factor * low, indicator.factor * high
        if indicator.kind == "rate":
            low, high = reliability.byar(top)
        elif indicator.kind == "odds":
            low, high = reliability.odds(top, bottom)
            return indicator.factor * low, indicator.factor * high
        elif indicator.kind == "balance":
            gains = (numerator.gross + top) / 2
            low, high = reliability.balance(gains, numerator.gross - gains)
        else:
            return np.full_like(top, np.nan), np.full_like(top, np.nan)
        return indicator.factor * low / bottom, indicator.factor * high / bottom
