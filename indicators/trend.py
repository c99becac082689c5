"""Is a figure rising or falling? A written rule for the words *steigend*, *fallend*, *keine gesicherte Änderung*, *nicht bestimmbar*.

The rule
--------
1. Only the newest census base counts (or the one asked for), and only single times, no multi-year means. Nothing is computed across a
   break.
2. *Nicht bestimmbar* is the answer where a time of that base is withheld (``withheld``: leaving it out would drop just the small counts),
   where the place has fewer than 300 inhabitants or any of the figures is judged *zu klein*, as with one or two cases (``too_small``),
   where there are too few times (``few_years``), none (``no_data``), or where neighbouring figures share years, as changes over ten
   years do (``no_count``).
3. From five times on: a straight line through all of them with the two tests of :mod:`indicators.trend_line` (counting chance and the
   series' own ups and downs; for people counted at dates also the drifting about). Shares carry binomial chance, events, people and rates Poisson chance with the people as exposure, odds the
   chance of the share they are made of, balances the chance of gains plus losses, ages and children per woman that of their interval.
   Amounts that are no counts of people or events (``ratio``) are judged too, by the second test in effect.
4. Two to four times: the same line, but only counting chance can be tested (``method`` "difference", for two times the pooled test of two
   shares or rates). So that SGB II 2021 and 2022 or the people of 2022 and 2024 can be compared. Not for amounts.
5. Published figures without counts: Mann–Kendall, at least six times.
6. *Steigend* or *fallend* needs p < 1 % (:data:`indicators.trend_line.LEVEL` says why), and the last figure must lie on that side of the
   first.

The ranges of the change are at the same level (99 %), so that word and range never contradict: they leave zero out exactly where the word
is *steigend* or *fallend*. They follow from the line and are widened where needed to contain the change from the first to the last figure.

Between two to four dates the same people are largely counted again, while the test treats the counts as independent: over so short a time
chance moves them less than that, so the words are cautious there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Literal

import numpy as np

from data.schema import Status
from indicators.catalogue import Indicator
from indicators.evaluate import Moment
from indicators.reliability import SMALL_NUMERATOR, SMALL_POPULATION, Z95, Verdict, moves
from indicators.rows import Row, Rows
from indicators.trend_line import FEWEST_FOR_SCATTER, LEVEL, Floats, Line, kendall, line, rate_weights, share_weights

Reason = Literal["", "few_years", "too_small", "withheld", "no_count", "no_data"]
Method = Literal["", "trend", "difference", "ranks"]
FEWEST_FOR_RANKS: Final = 6
"""With five times even the clearest order has a p-value of 1.7 %."""
COUNTED_KINDS: Final = ("share", "odds", "rate", "count", "balance")


class Direction(StrEnum):
    """Where a figure is heading, in the words shown."""

    RISING = "steigend"
    FALLING = "fallend"
    NONE = "keine gesicherte Änderung"
    UNKNOWN = "nicht bestimmbar"


@dataclass(frozen=True)
class Trend:
    """The course of one figure of one region on its newest census base.

    Attributes
    ----------
    indicator, region_id : str
        What and where.
    direction : Direction
        The word; :attr:`Direction.UNKNOWN` always comes with a ``reason``.
    base : str
        The census base; empty where nothing is known.
    first, last : Moment | None
        The ends of the series used.
    years : int
        The number of times used (not the years between them).
    value_first, value_last, value_change, value_low, value_high : float
        In the indicator's unit: the figures at both ends, their difference and its 99 % range.
    count_first, count_last, change, low, high : float
        The same in heads (numerators); NaN where the indicator counts nothing. A share may rise while the heads fall.
    p_value : float
        Chance of so steep a slope under "no change"; NaN where not tested.
    reason : str
        Why the direction is not known: "few_years", "too_small", "withheld", "no_count", "no_data"; empty where it is.
    method : str
        "trend" (line through five or more times), "difference" (two to four), "ranks" (no counts); empty where not tested.
    """

    indicator: str
    region_id: str
    direction: Direction = Direction.UNKNOWN
    base: str = ""
    first: Moment | None = None
    last: Moment | None = None
    years: int = 0
    value_first: float = math.nan
    value_last: float = math.nan
    value_change: float = math.nan
    value_low: float = math.nan
    value_high: float = math.nan
    count_first: float = math.nan
    count_last: float = math.nan
    change: float = math.nan
    low: float = math.nan
    high: float = math.nan
    p_value: float = math.nan
    reason: Reason = ""
    method: Method = ""


def trend(rows: Rows, indicator: Indicator, region_id: str, since: int | None = None, base: str | None = None) -> Trend:
    """Judge the course of a figure by the rule of this module.

    Parameters
    ----------
    rows : Rows
        The figures.
    indicator : Indicator
        A catalogue entry, with its own age band.
    region_id : str
        Any region or hand-picked group.
    since : int | None
        Leave out the times before this year.
    base : str | None
        Judge the times of this census base instead of the newest one; whoever shows the word names the years.
    """
    single = [m for m in rows.moments(indicator) if not m.years and (since is None or m.year >= since)]
    moments = [m for m in single if base is None or m.base == base]
    used = _on_newest_base(rows, indicator, region_id, moments)
    nothing = Trend(indicator.id, region_id)
    if not used:
        return replace(nothing, reason="no_data")
    if any(math.isnan(row["value"]) for _, row in used):
        return replace(nothing, base=used[-1][0].base, years=len(used), reason="withheld")
    ends = _ends(nothing, indicator, used)
    reason = _reason(indicator, [row for _, row in used])
    return replace(ends, reason=reason) if reason else _judged(ends, indicator, used)


def _on_newest_base(
    rows: Rows, indicator: Indicator, region_id: str, moments: Sequence[Moment]
) -> list[tuple[Moment, Row]]:
    """Collect the figures and secrets of the newest census base, oldest first; times of older bases are not even computed."""
    found: list[tuple[Moment, Row]] = []
    for moment in reversed(moments):
        if found and moment.base != found[0][0].base:
            continue
        row = rows.at(indicator, moment, region_id)
        if not math.isnan(row["value"]) or row["status"] == Status.SECRET:
            found.append((moment, row))
    return found[::-1]


def _ends(nothing: Trend, indicator: Indicator, used: Sequence[tuple[Moment, Row]]) -> Trend:
    """Note the figures at both ends of the series; one time alone has no change."""
    (first, start), (last, end) = used[0], used[-1]
    known = replace(
        nothing, base=last.base, first=first, last=last, years=len(used),
        value_first=float(start["value"]), value_last=float(end["value"]),
    )  # fmt: skip
    if _counts(indicator):
        known = replace(known, count_first=float(start["numerator"]), count_last=float(end["numerator"]))
    if len(used) == 1:
        return known
    value_change, change = known.value_last - known.value_first, known.count_last - known.count_first
    return replace(known, value_change=value_change, change=change)


def _counts(indicator: Indicator) -> bool:
    """Tell whether the numerator is a number of its own that a change can be told in."""
    return indicator.kind in (*COUNTED_KINDS, "ratio")


def _reason(indicator: Indicator, used: Sequence[Row]) -> Reason:
    """Say why no test is made, or nothing."""
    if indicator.kind == "change":
        return "no_count"
    if any(row["verdict"] == Verdict.TOO_SMALL or row["population"] < SMALL_POPULATION for row in used):
        return "too_small"
    if any(0 < row["numerator"] < SMALL_NUMERATOR for row in used if indicator.kind == "count"):
        return "too_small"
    return "few_years" if len(used) < _fewest(indicator, used) else ""


def _fewest(indicator: Indicator, used: Sequence[Row]) -> int:
    """Give the number of times a test needs."""
    if _ranked(indicator, used):
        return FEWEST_FOR_RANKS
    return FEWEST_FOR_SCATTER if indicator.kind == "ratio" else 2


def _ranked(indicator: Indicator, used: Sequence[Row]) -> bool:
    """Tell whether only the order of the figures can be tested: no counts and no interval."""
    if indicator.kind in COUNTED_KINDS:
        return False
    return indicator.signed or (indicator.kind != "ratio" and any(math.isnan(row["low"]) for row in used))


def _judged(ends: Trend, indicator: Indicator, used: Sequence[tuple[Moment, Row]]) -> Trend:
    """Fit, test and put the ranges and the word in."""
    method: Method = "trend" if len(used) >= FEWEST_FOR_SCATTER else "difference"
    times = np.array([_year(m) for m, _ in used])
    data = [row for _, row in used]
    values = _column(data, "value")
    if _ranked(indicator, data):
        low, high, p_value = kendall(times, values)
        span = float(times[-1] - times[0])
        value_range, method = (low * span, high * span), "ranks"
    else:
        fitted = line(times, *_value_series(indicator, data), stock=_stock(used))
        value_range, p_value = _change(fitted, times, indicator), float(fitted.p_value)
    value_low, value_high = _around(value_range, ends.value_change)
    judged = replace(ends, p_value=p_value, value_low=value_low, value_high=value_high, method=method)
    judged = replace(judged, direction=_direction(judged))
    if not _counts(indicator):
        return judged
    heads = line(times, _column(data, "numerator"), _head_weights(indicator, data), stock=_stock(used))
    low, high = _around(_difference(heads, times), ends.change)
    return replace(judged, low=low, high=high)


def _direction(judged: Trend) -> Direction:
    """Choose the word: the test must be passed and the widened range must leave zero out."""
    if not judged.p_value < LEVEL or judged.value_low <= 0 <= judged.value_high:
        return Direction.NONE
    return Direction.RISING if judged.value_low > 0 else Direction.FALLING


def _stock(used: Sequence[tuple[Moment, Row]]) -> bool:
    """Tell whether the figures were counted at dates, so that the same people are in them again and again."""
    return all(len(m.period) > len("2015") for m, _ in used)


def _year(moment: Moment) -> float:
    """Give a time in years: the day for a date, the middle of the year for a whole year."""
    if len(moment.period) == len("2015"):
        return int(moment.period) + 0.5
    day = date.fromisoformat(moment.period)
    return day.year + day.timetuple().tm_yday / 366


def _column(data: Sequence[Row], name: str) -> Floats:
    return np.array([float(row[name]) for row in data])


def _value_series(indicator: Indicator, data: Sequence[Row]) -> tuple[Floats, Floats]:
    """Give the figures a line is put through and their weights; odds are tested as the share they are made of."""
    values, kind, factor = _column(data, "value"), indicator.kind, indicator.factor
    if kind not in (*COUNTED_KINDS, "ratio"):
        return values, 1 / np.mean(_errors(data) ** 2) * np.ones(len(values))
    counts, below = _column(data, "numerator"), _column(data, "denominator")
    if kind == "share":
        return values, share_weights(np.minimum(counts, below), below) / factor**2
    if kind == "odds":
        return counts / (counts + below), share_weights(counts, counts + below)
    if kind == "count":
        return values, rate_weights(counts, np.ones(len(counts))) / factor**2
    if kind == "balance":
        return values, rate_weights(_gross(indicator, data), below) / factor**2
    return values, rate_weights(counts, below) / factor**2


def _head_weights(indicator: Indicator, data: Sequence[Row]) -> Floats:
    """Weigh the plain numerators by their Poisson chance."""
    events = _gross(indicator, data) if indicator.kind == "balance" else _column(data, "numerator")
    return rate_weights(events, np.ones(len(events)))


def _errors(data: Sequence[Row]) -> Floats:
    """Take the standard errors back out of the 95 % intervals."""
    return np.asarray((_column(data, "high") - _column(data, "low")) / (2 * Z95))


def _gross(indicator: Indicator, data: Sequence[Row]) -> Floats:
    """Take gains plus losses back out of a balance's interval."""
    scale = _column(data, "denominator") / indicator.factor
    return moves(_column(data, "low") * scale, _column(data, "high") * scale)


def _difference(fitted: Line, times: Floats) -> tuple[float, float]:
    """Give the range of the line's change from the first to the last time."""
    span = times[-1] - times[0]
    return float((fitted.slope - fitted.reach) * span), float((fitted.slope + fitted.reach) * span)


def _change(fitted: Line, times: Floats, indicator: Indicator) -> tuple[float, float]:
    """Give the range in the indicator's unit; shares that stand for odds are turned back at both ends."""
    if indicator.kind != "odds":
        return _difference(fitted, times)
    ends = []
    for slope in (fitted.slope - fitted.reach, fitted.slope + fitted.reach):
        start, end = (np.clip(fitted.at(t, slope), 0.0, 0.999) for t in (times[0], times[-1]))
        ends.append(float(indicator.factor * (end / (1 - end) - start / (1 - start))))
    return ends[0], ends[1]


def _around(span: tuple[float, float], value: float) -> tuple[float, float]:
    """Widen a range so that it contains the value."""
    return min(span[0], value), max(span[1], value)
