"""Receipts of figures, and whether a figure has moved since: *bewegt*, *nicht bewegt*, *nicht zu sagen*.

A receipt is a figure as it was when somebody built on it, as plain values that can be stored beside what people write. Later it is
compared with the newest figure of the same place, by this rule:

1. Only on the same census base; where the newer figures stand on another one, nothing can be told (``census_break``).
2. Nothing can be told without a newer figure (``no_newer``), where either figure is withheld or missing (``withheld``, ``no_value``), where
   either is judged *zu klein* (``too_small``), and where both share years, as means and changes over years may (``shared_years``).
3. The interval of the change comes from the two figures' own 95 % intervals (:func:`indicators.differences.square_and_add`); plain counts
   of people carry Poisson chance, as everywhere. *Bewegt* is what leaves zero out.
4. What chance does not move (``firm``: areas, distances) has moved when it reads differently. Amounts and published figures without counts
   have no interval between two times: the change is shown, but nothing is told (``no_chance``).
5. Whether a change goes towards the aim follows from the aimed value alone, never from an opinion about the figure.

Figures counted at dates hold largely the same people twice, while the rule treats both counts as independent: the words are cautious.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Literal

import numpy as np

from data.schema import Status
from indicators.catalogue import ALL_AGES, Catalogue, Indicator
from indicators.differences import square_and_add
from indicators.evaluate import Moment
from indicators.reliability import SMALL_NUMERATOR, SMALL_POPULATION, Verdict, byar
from indicators.rows import Rows

Receipt = Mapping[str, Any]
Word = Literal["bewegt", "nicht bewegt", "nicht zu sagen"]
Reason = Literal[
    "", "no_newer", "census_break", "withheld", "no_value", "too_small", "shared_years", "no_chance", "unknown"
]
Aim = Literal["", "hin", "weg", "gehalten"]
MOVED: Final = "bewegt"
NOT_MOVED: Final = "nicht bewegt"
UNTOLD: Final = "nicht zu sagen"
AT_REST: Final = 1e-9


@dataclass(frozen=True)
class Movement:
    """What became of a figure.

    Attributes
    ----------
    word : str
        "bewegt", "nicht bewegt" or "nicht zu sagen"; the last always comes with a ``reason``.
    before, after : Receipt
        The figure then, and the newest one that it may be compared with; ``after`` is empty where there is none.
    change, low, high : float | None
        After minus before in the indicator's unit, with its 95 % interval where there is one.
    aim : str
        "hin" towards the aimed value, "weg" away from it; "gehalten" where the aim was to keep a value and it did not move;
        empty where nothing is aimed at or nothing can be told.
    reached : bool
        The newest figure itself lies at the aimed value or beyond it.
    """

    word: Word
    before: Receipt
    after: Receipt = field(default_factory=dict)
    change: float | None = None
    low: float | None = None
    high: float | None = None
    reason: Reason = ""
    aim: Aim = ""
    reached: bool = False

    @property
    def direction(self) -> int:
        """1 for more, -1 for less, 0 where it did not move or nothing can be told."""
        return 0 if self.word != MOVED or not self.change else int(math.copysign(1, self.change))

    def plain(self) -> dict[str, Any]:
        """Give it as plain values, to be stored."""
        return asdict(self) | {"before": dict(self.before), "after": dict(self.after)}


def receipt(rows: Rows, indicator: Indicator, region_id: str, moment: Moment | None = None) -> dict[str, Any]:
    """Give a figure as plain values that JSON can hold; what is unknown is ``None`` beside its status, never zero.

    Parameters
    ----------
    rows : Rows
        The figures.
    indicator : Indicator
        A catalogue entry; one fixed to ages and sex by :meth:`Indicator.of` keeps them in the receipt.
    region_id : str
        Any region or hand-picked group.
    moment : Moment | None
        The newest time with a number if not given, else the newest with a marker (secret, not reliable), else the newest.

    Returns
    -------
    dict
        indicator_id, region_id, value, low, high, count, total, population, status, verdict, period, years, year, base, band, sex,
        source_ids.
    """
    when = moment or _newest(rows, indicator, region_id)
    if when is None:
        empty = {"value": None, "status": str(Status.MISSING), "verdict": "", "period": "", "year": 0, "base": ""}
        return _of(indicator, region_id) | empty | {"years": [], "source_ids": []}
    row = rows.at(indicator, when, region_id)
    return _of(indicator, region_id) | {
        "value": _number(row["value"]), "low": _number(row["low"]), "high": _number(row["high"]),
        "count": _number(row["numerator"]), "total": _number(row["denominator"]), "population": _number(row["population"]),
        "status": str(row["status"]), "verdict": str(row["verdict"]), "period": when.period, "years": list(when.years),
        "year": when.year, "base": when.base, "source_ids": list(row["source_ids"]),
    }  # fmt: skip


def _of(indicator: Indicator, region_id: str) -> dict[str, Any]:
    """Say what a receipt is about; its numbers unknown so far."""
    unknown = dict.fromkeys(("value", "low", "high", "count", "total", "population"))
    sexes = {term.sex for term in (*indicator.numerator, *indicator.denominator)} - {"filter"}
    return {
        "indicator_id": indicator.id,
        "region_id": region_id,
        "band": list(indicator.band),
        "sex": sexes.pop() if len(sexes) == 1 else "t",
    } | unknown


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _newest(rows: Rows, indicator: Indicator, region_id: str) -> Moment | None:
    moments = rows.moments(indicator)[::-1]
    found = {moment: rows.at(indicator, moment, region_id) for moment in moments}
    with_number = (m for m in moments if not math.isnan(found[m]["value"]))
    with_marker = (m for m in moments if found[m]["status"] != Status.MISSING)
    return next(with_number, None) or next(with_marker, None) or next(iter(moments), None)


def indicator_of(catalogue: Catalogue, kept: Receipt) -> Indicator | None:
    """Give the indicator of a receipt, fixed to its ages and sex; ``None`` where the catalogue does not know it (any more)."""
    indicator = catalogue.indicators.get(str(kept.get("indicator_id", "")))
    if indicator is None:
        return None
    low, high = kept.get("band") or ALL_AGES
    return indicator.of((int(low), int(high)), str(kept.get("sex") or "t"))


def movement(rows: Rows, catalogue: Catalogue, before: Receipt, target_value: float | None = None) -> Movement:
    """Say whether a figure has moved since its receipt, by the rule of this module.

    Parameters
    ----------
    rows, catalogue
        Figures and indicators of today.
    before : Receipt
        The figure as it was.
    target_value : float | None
        The aimed value in the indicator's unit.
    """
    indicator = indicator_of(catalogue, before)
    region_id = str(before.get("region_id", ""))
    if indicator is None or not rows.evaluator.regions.exists(region_id):
        return Movement(UNTOLD, before, reason="unknown")
    if before.get("value") is None:
        return Movement(UNTOLD, before, reason="no_value")
    after, reason = newer(rows, indicator, before)
    if not after or after["value"] is None:
        return Movement(UNTOLD, before, after, reason=reason or "withheld")
    return judged(indicator, before, after, target_value)


def newer(rows: Rows, indicator: Indicator, before: Receipt) -> tuple[dict[str, Any], Reason]:
    """Give the newest figure after a receipt on its census base, or why there is none; a marker counts as a figure."""
    later = [m for m in rows.moments(indicator) if bool(m.years) == bool(before.get("years")) and _after(m, before)]
    region_id = str(before["region_id"])
    known = [m for m in later[::-1] if rows.at(indicator, m, region_id)["status"] != Status.MISSING]
    same = [m for m in known if m.base == before.get("base")]
    if same:
        return receipt(rows, indicator, region_id, same[0]), ""
    return {}, "census_break" if known else "no_newer"


def _after(moment: Moment, before: Receipt) -> bool:
    return (moment.year, moment.period) > (int(before.get("year") or 0), str(before.get("period") or ""))


def judged(indicator: Indicator, before: Receipt, after: Receipt, target_value: float | None = None) -> Movement:
    """Compare two receipts of the same figure; both have values and stand on the same census base."""
    change = after["value"] - before["value"]
    seen = Movement(UNTOLD, before, after, change=change)
    seen = replace(seen, reached=_reached(before["value"], after["value"], target_value))
    reason = _untold(indicator, before, after)
    if reason:
        return replace(seen, reason=reason)
    if indicator.firm:
        moved = round(before["value"], indicator.decimals) != round(after["value"], indicator.decimals)
        return _aimed(replace(seen, word=MOVED if moved else NOT_MOVED), target_value)
    ends = interval(before), interval(after)
    if ends[0] is None or ends[1] is None:
        return replace(seen, reason="no_chance")
    low, high = _between(before["value"], ends[0], after["value"], ends[1])
    word: Word = MOVED if low > 0 or high < 0 else NOT_MOVED
    return _aimed(replace(seen, word=word, low=low, high=high), target_value)


def _untold(indicator: Indicator, before: Receipt, after: Receipt) -> Reason:
    """Say why two figures cannot be judged, or nothing."""
    if not indicator.firm and any(_too_small(indicator, one) for one in (before, after)):
        return "too_small"
    span = int(after["year"]) - int(before["year"])
    if span < max(indicator.years_back, len(after.get("years") or ())):
        return "shared_years"
    return "no_chance" if indicator.kind == "change" else ""


def _too_small(indicator: Indicator, one: Receipt) -> bool:
    few = indicator.kind == "count" and 0 < (one.get("count") or 0) < SMALL_NUMERATOR
    people = one.get("population")
    return few or one.get("verdict") == Verdict.TOO_SMALL or (people is not None and people < SMALL_POPULATION)


def interval(one: Receipt) -> tuple[float, float] | None:
    """Give a figure's 95 % interval; a plain count's by Poisson chance; ``None`` where chance cannot be told.

    Examples
    --------
    >>> low, high = interval({"value": 400.0, "low": None, "high": None, "count": 400.0, "total": None})
    >>> round(low), round(high)
    (362, 441)
    """
    if one.get("low") is not None and one.get("high") is not None:
        return float(one["low"]), float(one["high"])
    if one.get("count") is None or one.get("total") is not None or one.get("value") is None:
        return None
    scale = one["value"] / one["count"] if one["count"] else 1.0
    low, high = byar(np.array([float(one["count"])]))
    return float(low[0]) * scale, float(high[0]) * scale


def _between(before: float, old: tuple[float, float], after: float, new: tuple[float, float]) -> tuple[float, float]:
    """Give the interval of after minus before."""
    arms = [(np.array([value - ends[0]]), np.array([ends[1] - value])) for value, ends in ((after, new), (before, old))]
    low, high = square_and_add(np.array([after - before]), arms[0], arms[1])
    return float(low[0]), float(high[0])


def _reached(before: float, after: float, target: float | None) -> bool:
    if target is None:
        return False
    return after >= target if target > before else after <= target if target < before else after == target


def _aimed(seen: Movement, target: float | None) -> Movement:
    """Say whether a judged change goes towards the aimed value."""
    if target is None:
        return seen
    wanted = target - seen.before["value"]
    if abs(wanted) < AT_REST:
        return replace(seen, aim="gehalten" if seen.word == NOT_MOVED else "weg")
    if seen.word == NOT_MOVED:
        return seen
    return replace(seen, aim="hin" if seen.direction * wanted > 0 else "weg")


def changed_beyond_interval(kept: Receipt, newest: Receipt) -> bool:
    """Tell whether a newer figure lies outside the interval that the receipt had, on the same census base.

    A figure without an interval has changed as soon as it is another one: whether that is chance, nobody can tell, so people look.

    Examples
    --------
    >>> old = {"value": 20.0, "low": 18.0, "high": 22.0, "base": "zensus2011"}
    >>> [changed_beyond_interval(old, old | {"value": v}) for v in (21.9, 22.1)]
    [False, True]
    """
    if kept.get("value") is None or newest.get("value") is None or kept.get("base") != newest.get("base"):
        return False
    ends = interval(kept)
    if ends is None:
        return abs(newest["value"] - kept["value"]) > AT_REST * max(1.0, abs(kept["value"]))
    return not ends[0] <= newest["value"] <= ends[1]


def newest_like(rows: Rows, catalogue: Catalogue, kept: Receipt) -> dict[str, Any]:
    """Give the newest figure after a receipt that may be compared with it; empty where there is none."""
    indicator = indicator_of(catalogue, kept)
    if indicator is None or not rows.evaluator.regions.exists(str(kept.get("region_id", ""))):
        return {}
    return newer(rows, indicator, kept)[0]
