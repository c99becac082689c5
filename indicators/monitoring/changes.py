"""Changes that stand out: figures of a municipality that move otherwise than in the rest of the county.

Two times on the same census base, the newest and the one before (:func:`indicators.monitoring.columns.dynamic_use`). Compared are the
changes of the place and of everybody else, each with the error of both its figures, by the normal approximation. People who are counted at
both times are treated as if they were others; that is cautious, for it makes the error of a change too large.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from indicators.catalogue import Catalogue, Indicator
from indicators.differences import rest, values_p
from indicators.monitoring.columns import Column, Gap, Use, column, dynamic_use
from indicators.monitoring.comparisons import Left
from indicators.monitoring.false_discovery import LEVEL, Procedure, adjusted
from indicators.monitoring.families import Family, families
from indicators.monitoring.index import Member
from indicators.monitoring.known import Known
from indicators.reliability import Array
from indicators.rows import Row

COLUMNS: Final = (
    "region_id", "family", "indicator", "value", "before", "numerator", "denominator", "numerator_before", "denominator_before", "rest",
    "rest_before", "period", "period_before", "year", "census_base", "p_rest", "left", "source_ids",
)  # fmt: skip
KINDS: Final = ("share", "rate")
_LEFT: Final = {
    Gap.SMALL_FIGURE: Left.TOO_SMALL,
    Gap.SECRET: Left.SECRET,
    Gap.UNSURE: Left.UNSURE,
    Gap.NO_FIGURE: Left.NO_FIGURE,
}


def changes(
    known: Known, catalogue: Catalogue, procedure: Procedure = Procedure.USUAL, level: float = LEVEL
) -> pd.DataFrame:
    """Compare the changes of all municipalities with those of the rest of the county.

    Returns
    -------
    DataFrame
        One row per municipality and family with two times: ``region_id``, ``family``, ``indicator``, ``value`` and ``before`` (in the
        indicator's unit), ``numerator``, ``denominator``, ``numerator_before``, ``denominator_before``, ``rest`` and ``rest_before``
        (values of everybody else), ``period``, ``period_before``, ``year``, ``census_base``, ``p_rest``, ``left``, ``different``,
        ``source_ids``.
    """
    made = [_family(known, catalogue, family) for family in families(catalogue)]
    found = [m for m in made if m is not None]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))
    with np.errstate(invalid="ignore"):
        return table.assign(different=adjusted(table["p_rest"].to_numpy(float), procedure) <= level)


def _use(known: Known, catalogue: Catalogue, family: Family) -> Use | None:
    """Find the first indicator of a family with counts and two times."""
    for name in family.indicators:
        if catalogue[name].kind in KINDS and not catalogue[name].estimated:
            use = dynamic_use(known, catalogue, Member(name))
            if use.gap is None and use.first is not None:
                return use
    return None


def _family(known: Known, catalogue: Catalogue, family: Family) -> pd.DataFrame | None:
    use = _use(known, catalogue, family)
    if use is None:
        return None
    regions = known.rows.evaluator.regions
    made = column(known, use, regions.municipalities, {})
    county = column(known, use, [regions.county], {})
    now, then = made.rows, [row for row in made.before if row is not None]
    county_then = county.before[0]
    if county_then is None:
        return None
    ends = [_rest(use.indicator, rows, whole) for rows, whole in ((now, county.rows[0]), (then, county_then))]
    change, error = ends[0][0] - ends[1][0], np.hypot(ends[0][1], ends[1][1])
    judged = np.array([gap is None for gap in made.gaps])
    p_rest = np.where(judged, values_p(made.values, made.errors, change, error), np.nan)
    return _table(family, use, made, (now, then), (ends[0][0], ends[1][0]), p_rest)


def _rest(indicator: Indicator, rows: Sequence[Row], county: Row) -> tuple[Array, Array]:
    """Give values and standard errors of everybody else."""
    part, total = (
        rest(np.array([float(row[name]) for row in rows]), np.full(len(rows), float(county[name])))
        for name in ("numerator", "denominator")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = part / total
        variance = share * (1 - share) / total if indicator.kind == "share" else share / total
    return indicator.factor * share, indicator.factor * np.sqrt(variance)


def _table(
    family: Family, use: Use, made: Column, rows: tuple[Sequence[Row], Sequence[Row]], others: tuple[Array, Array], p_rest: Array
) -> pd.DataFrame:  # fmt: skip
    now, then = rows
    left = ["" if gap is None else str(_LEFT[gap]) for gap in made.gaps]
    return pd.DataFrame(
        {
            "region_id": [str(row["region_id"]) for row in now], "family": family.id, "indicator": use.indicator.id,
            "value": [row["value"] for row in now], "before": [row["value"] for row in then],
            "numerator": [row["numerator"] for row in now], "denominator": [row["denominator"] for row in now],
            "numerator_before": [row["numerator"] for row in then], "denominator_before": [row["denominator"] for row in then],
            "rest": others[0], "rest_before": others[1], "period": [row["period"] for row in now],
            "period_before": [row["period"] for row in then], "year": [row["year"] for row in now],
            "census_base": [row["census_base"] for row in now], "p_rest": p_rest,
            "left": [reason or ("" if p == p else str(Left.NO_FIGURE)) for reason, p in zip(left, p_rest, strict=True)],
            "source_ids": [tuple(sorted({*a["source_ids"], *b["source_ids"]})) for a, b in zip(now, then, strict=True)],
        }
    )  # fmt: skip
