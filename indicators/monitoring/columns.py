"""The figures behind Status and Dynamik: one column per member of an index, with chance and with what is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from data.schema import Status
from indicators.catalogue import Catalogue, Indicator
from indicators.evaluate import Moment
from indicators.monitoring.index import CHANGES, Member
from indicators.monitoring.known import Known
from indicators.reliability import Z95, Verdict, wilson
from indicators.rows import Row

Array = npt.NDArray[np.float64]
FEWEST_YEARS: Final = 3
"""A change is taken over at least so many years where the series is long enough."""


class Gap(StrEnum):
    """Why a place has no class, or a member cannot take part."""

    SMALL_PLACE = "small_place"
    SMALL_FIGURE = "small_figure"
    SECRET = "secret"  # noqa: S105 - a statistical term, no password
    UNSURE = "unsure"
    NO_FIGURE = "no_figure"
    MOSTLY = "mostly_missing"
    ONE_TIME = "one_time"
    CHANGE = "change"


_STATUS: Final = {Status.SECRET: Gap.SECRET, Status.UNRELIABLE: Gap.UNSURE}


@dataclass(frozen=True)
class Use:
    """How a member takes part in Status or Dynamik.

    Attributes
    ----------
    member, indicator : Member, Indicator
        What it is.
    moment : Moment | None
        The time of the figure, of a change the later one; ``None`` where it does not take part.
    first : Moment | None
        The earlier time of a change between two figures.
    gap : Gap | None
        Why it does not take part.
    """

    member: Member
    indicator: Indicator
    moment: Moment | None = None
    first: Moment | None = None
    gap: Gap | None = None


@dataclass(frozen=True)
class Column:
    """One member's figures for some regions: values or changes, standard errors, gaps, and the rows they come from."""

    use: Use
    values: Array
    errors: Array
    gaps: tuple[Gap | None, ...]
    rows: tuple[Row, ...]
    before: tuple[Row | None, ...]


def status_use(known: Known, catalogue: Catalogue, member: Member) -> Use:
    """Find the newest figure of a member; one that measures a change itself belongs to the Dynamik."""
    indicator = catalogue[member.indicator_id]
    if indicator.kind in CHANGES:
        return Use(member, indicator, gap=Gap.CHANGE)
    moment = known.newest(indicator)
    return Use(member, indicator, moment, gap=None if moment else Gap.NO_FIGURE)


def dynamic_use(known: Known, catalogue: Catalogue, member: Member) -> Use:
    """Find two times of a member on the same census base, the later the newest; a change or balance enters as it is."""
    indicator = catalogue[member.indicator_id]
    if indicator.kind in CHANGES:
        moment = known.newest(indicator)
        return Use(member, indicator, moment, gap=None if moment else Gap.NO_FIGURE)
    times = [m for m in known.times(indicator) if not m.years]
    if not times:
        return Use(member, indicator, gap=Gap.NO_FIGURE)
    last = times[-1]
    earlier = [m for m in times if m.base == last.base and m.year < last.year]
    if not earlier:
        return Use(member, indicator, gap=Gap.ONE_TIME)
    far = [m for m in earlier if m.year <= last.year - FEWEST_YEARS]
    return Use(member, indicator, last, far[-1] if far else earlier[0])


def column(known: Known, use: Use, ids: Sequence[str], behind: Mapping[str, Array]) -> Column:
    """Collect the figures of regions.

    Parameters
    ----------
    known : Known
        The figures.
    use : Use
        One that takes part.
    ids : sequence of str
        The regions.
    behind : Mapping[str, Array]
        For published shares without counts: how many people of each region stand behind them.
    """
    assert use.moment is not None  # noqa: S101 - only members that take part have figures
    people = behind.get(use.indicator.id, np.full(len(ids), np.nan))
    rows = tuple(known.rows.at(use.indicator, use.moment, r) for r in ids)
    gaps = [gap_of(row) for row in rows]
    values = np.array([float(row["value"]) for row in rows])
    errors = np.array([error_of(row, n) for row, n in zip(rows, people, strict=True)])
    if use.first is None:
        return Column(use, values, errors, tuple(gaps), rows, (None,) * len(rows))
    before = tuple(known.rows.at(use.indicator, use.first, r) for r in ids)
    earlier = np.array([error_of(row, n) for row, n in zip(before, people, strict=True)])
    changes = values - np.array([float(row["value"]) for row in before])
    both = tuple(gap or gap_of(row) for gap, row in zip(gaps, before, strict=True))
    return Column(use, changes, np.hypot(errors, earlier), both, rows, before)


def gap_of(row: Row) -> Gap | None:
    """Say why a figure cannot be used; ``None`` if it can."""
    if math.isnan(row["value"]):
        return _STATUS.get(Status(row["status"]), Gap.NO_FIGURE)
    return Gap.SMALL_FIGURE if row["verdict"] == Verdict.TOO_SMALL else None


def error_of(row: Row, people: float) -> float:
    """Give the standard error of a figure from its 95 % interval; 0 for measures chance cannot be computed for.

    A share that is published without counts takes the interval of Wilson for the people who stand behind it, where these are known.
    """
    low, high = float(row["low"]), float(row["high"])
    if math.isnan(low) and people > 0 and not math.isnan(row["value"]):
        ends = wilson(np.array([row["value"] / 100 * people]), np.array([people]))
        low, high = 100 * float(ends[0][0]), 100 * float(ends[1][0])
    return 0.0 if math.isnan(low) or math.isnan(high) else (high - low) / (2 * Z95)
