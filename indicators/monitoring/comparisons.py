"""All comparisons of the municipalities with the rest of their county: families of indicators × municipalities, at their newest time.

What is compared: the counts of the place with those of everybody else in the county (county minus place). What is not: figures that are
too small (the written rule of :mod:`indicators.reliability`), secret, missing or unsure; those estimated for lack of a count; and measures
without counts of people or events behind them, for which chance cannot be computed. All of these are told apart and counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.schema import Status
from indicators import reliability
from indicators.catalogue import Catalogue, Indicator
from indicators.differences import rates_p, values_p
from indicators.evaluate import Moment
from indicators.monitoring import fisher
from indicators.monitoring import spread as usual
from indicators.monitoring.false_discovery import LEVEL, Procedure, adjusted
from indicators.monitoring.families import Family, families
from indicators.monitoring.known import Known
from indicators.reliability import Verdict
from indicators.results import RESULT_COLUMNS
from indicators.rows import Row, Rows

Array = npt.NDArray[np.float64]
COLUMNS: Final = (
    *RESULT_COLUMNS, "left", "family", "indicator", "rest", "expected", "p_rest", "p_unusual", "tau",
)  # fmt: skip
JUDGED_KINDS: Final = ("share", "odds", "rate", "balance")


class Left(StrEnum):
    """Why a comparison was not made."""

    TOO_SMALL = "zu klein"
    SECRET = "geheim"  # noqa: S105 - a statistical term, no password
    UNSURE = "unsicher"
    NO_FIGURE = "keine Zahl"
    NO_CHANCE = "ohne Zufallsmaß"


_STATUS: Final = {Status.SECRET: Left.SECRET, Status.UNRELIABLE: Left.UNSURE}


@dataclass(frozen=True)
class Counts:
    """What is tested: counts of places and of everybody else, as arrays.

    Attributes
    ----------
    kind : str
        "share" (part of total), "rate" (events per exposure) or "balance" (gains minus losses per head).
    part, total : Array
        Numerators and denominators of the places (shares: the whole; odds were turned into shares).
    rest_part, rest_total : Array
        The same for everybody else.
    moves, rest_moves : Array
        Gains plus losses; only balances. For everybody else all moves of the county: a little too many, because moves between the
        place and the rest cannot be told apart.
    """

    kind: str
    part: Array
    total: Array
    rest_part: Array
    rest_total: Array
    moves: Array
    rest_moves: Array


@dataclass(frozen=True)
class Tested:
    """Outcome of the tests: p-values against the rest, against the usual spread, and the spread itself."""

    p_rest: Array
    p_unusual: Array
    found: usual.Spread


def judge(counts: Counts) -> Tested:
    """Test places of one indicator: against everybody else, and against the usual spread of the places.

    A place counts as unusual only if both say so, and on the same side: its p-value is the larger of the two.
    """
    place, rest = (counts.part, counts.total), (counts.rest_part, counts.rest_total)
    if counts.kind == "share":
        p_rest, (figures, errors) = fisher.shares_p(*place, *rest), usual.of_shares(*place)
    elif counts.kind == "rate":
        p_rest, (figures, errors) = rates_p(*place, *rest), usual.of_rates(*place)
    else:
        figures, errors = usual.of_balances(*place, counts.moves)
        p_rest = values_p(figures, errors, *usual.of_balances(*rest, counts.rest_moves))
    found = usual.spread(figures, errors)
    side = counts.part / counts.total - counts.rest_part / counts.rest_total
    p_unusual = np.where(
        found.z * side > 0, np.maximum(found.p_values, p_rest), np.where(np.isnan(found.z), np.nan, 1.0)
    )
    return Tested(p_rest, p_unusual, found)


def comparisons(known: Known, catalogue: Catalogue, chosen: Sequence[Family] | None = None) -> pd.DataFrame:
    """Make all comparisons.

    Returns
    -------
    DataFrame
        One row per family and municipality: ``region_id``, ``family``, ``indicator``, ``value``, ``numerator``, ``denominator``,
        ``low``, ``high`` (as in the evaluation), ``rest`` (value of everybody else), ``expected`` (count of the place at that value),
        ``p_rest``, ``p_unusual``, ``tau``, ``left`` (a :class:`Left`, empty where compared), ``period``, ``census_base``,
        ``status`` and ``source_ids``.
    """
    made = [_family_rows(known, catalogue, family) for family in chosen or families(catalogue)]
    found = [m for m in made if m is not None]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))


def speaker(known: Known, catalogue: Catalogue, family: Family) -> tuple[Indicator, Moment] | None:
    """Give the indicator that speaks for a family and its newest time; one with counts before one without."""
    members = [catalogue[name] for name in family.indicators]
    for indicator in sorted(members, key=lambda i: not _has_chance(i)):
        moment = known.newest(indicator)
        if moment is not None:
            return indicator, moment
    return None


def _has_chance(indicator: Indicator) -> bool:
    return indicator.kind in JUDGED_KINDS and not indicator.estimated


def _family_rows(known: Known, catalogue: Catalogue, family: Family) -> pd.DataFrame | None:
    found = speaker(known, catalogue, family)
    if found is None:
        return None
    (indicator, moment), rows = found, known.rows
    places = rows.evaluator.regions.municipalities
    frame = pd.DataFrame([dict(rows.at(indicator, moment, place)) for place in places])
    frame["left"] = [str(_left(indicator, rows.at(indicator, moment, place))) for place in places]
    frame = frame.assign(
        family=family.id,
        indicator=indicator.id,
        rest=np.nan,
        expected=np.nan,
        p_rest=np.nan,
        p_unusual=np.nan,
        tau=np.nan,
    )
    judged = (frame["left"] == "").to_numpy()
    if judged.any():
        _test(rows, indicator, moment, frame, judged)
    return frame


def _left(indicator: Indicator, row: Row) -> Left | str:
    """Say why a figure is not compared; empty if it is."""
    if math.isnan(row["value"]):
        return _STATUS.get(Status(row["status"]), Left.NO_FIGURE)
    if not _has_chance(indicator):
        return Left.NO_CHANCE
    return Left.TOO_SMALL if row["verdict"] == Verdict.TOO_SMALL else ""


def _test(rows: Rows, indicator: Indicator, moment: Moment, frame: pd.DataFrame, judged: npt.NDArray[np.bool_]) -> None:
    """Fill in the tests of one indicator."""
    counts = counts_of(rows, indicator, moment, frame.loc[judged, "region_id"].tolist())
    usable = (counts.rest_total > 0) & ((counts.rest_part >= 0) | (counts.kind == "balance"))
    outcome = judge(counts)
    rest = counts.rest_part / counts.rest_total
    expected = rest * counts.total
    if indicator.kind == "odds":
        rest = rest / (1 - rest)
    filled = {
        "rest": rest * indicator.factor, "expected": expected, "p_rest": outcome.p_rest, "p_unusual": outcome.p_unusual,
        "tau": np.full(len(rest), outcome.found.tau),
    }  # fmt: skip
    for name, numbers in filled.items():
        frame.loc[judged, name] = np.where(usable, numbers, np.nan)


def counts_of(rows: Rows, indicator: Indicator, moment: Moment, places: Sequence[str]) -> Counts:
    """Collect the counts of places and of everybody else in the county.

    Everybody else is the county minus the place; where the county has no figure of its own, the other municipalities that have one.
    """
    part, total, moves = _arrays(rows, indicator, moment, places)
    county = rows.evaluator.regions.county
    whole = _arrays(rows, indicator, moment, [county])
    if any(math.isnan(x[0]) for x in whole):
        known = [
            r for r in rows.evaluator.regions.municipalities if not math.isnan(rows.at(indicator, moment, r)["value"])
        ]
        sums = [np.array([float(np.sum(x))]) for x in _arrays(rows, indicator, moment, known)]
        whole = (sums[0], sums[1], sums[2])
    kind = "share" if indicator.kind == "odds" else indicator.kind
    return Counts(kind, part, total, whole[0] - part, whole[1] - total, moves, np.full_like(moves, whole[2][0]))


def _arrays(rows: Rows, indicator: Indicator, moment: Moment, places: Sequence[str]) -> tuple[Array, Array, Array]:
    """Give numerators, denominators and moves; odds become the share of the part in both groups together."""
    found: list[Row] = [rows.at(indicator, moment, place) for place in places]
    part = np.array([float(row["numerator"]) for row in found])
    total = np.array([float(row["denominator"]) for row in found])
    if indicator.kind == "odds":
        return part, part + total, np.zeros_like(part)
    if indicator.kind != "balance":
        return part, total, np.zeros_like(part)
    ends = [np.array([float(row[end]) for row in found]) * total / indicator.factor for end in ("low", "high")]
    return part, total, reliability.moves(ends[0], ends[1])


def reported(table: pd.DataFrame, procedure: Procedure = Procedure.USUAL, level: float = LEVEL) -> pd.DataFrame:
    """Mark what may be reported: ``different`` from the rest of the county, and ``unusual`` beside.

    Both questions keep their false alarms down over all comparisons of the table.
    """
    with np.errstate(invalid="ignore"):
        different = adjusted(table["p_rest"].to_numpy(float), procedure) <= level
        unusual = adjusted(table["p_unusual"].to_numpy(float), procedure) <= level
    return table.assign(different=different, unusual=unusual)
