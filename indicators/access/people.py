"""How many people of an age live in each municipality, by the newest figures that know their age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data.schema import AGE_OPEN, Level, Status
from indicators import ages
from indicators.access.distance import Floats
from indicators.catalogue import ALL_AGES, Band, Indicator
from indicators.evaluate import Evaluator, Moment
from indicators.store import CODE

WITH_AGES: Final = (0, 3)
"""A group every source with ages has; it tells the newest time at which ages are known."""
KNOWN: Final = (Status.MEASURED, Status.ESTIMATED)


@dataclass(frozen=True)
class People:
    """People of one age band.

    Attributes
    ----------
    band, wanted : tuple[int, int]
        The ages counted, and those asked for; they differ where the source has no such group and the next wider one stands in.
    moment : Moment
        Reference date with census base.
    heads : array of shape (n,)
        People in each municipality; NaN where the number is secret or unknown.
    estimated : bool
        Whether part of a group of the source was taken.
    sources : tuple[str, ...]
        Ids of the sources.
    """

    band: Band
    wanted: Band
    moment: Moment
    heads: Floats
    estimated: bool
    sources: tuple[str, ...]


def newest(evaluator: Evaluator, indicator: Indicator, band: Band) -> Moment:
    """Give the newest time at which the municipalities have figures for a band, means of years left out.

    Raises
    ------
    ValueError
        If there is none.
    """
    found = [m for m in evaluator.moments_at(indicator, Level.GEMEINDE, band) if not m.years]
    if not found:
        raise ValueError(f"No figures for {band}")
    return found[-1]


def people(evaluator: Evaluator, indicator: Indicator, ids: Sequence[str], band: Band) -> People:
    """Count the people of an age band.

    Parameters
    ----------
    evaluator : Evaluator
        The figures.
    indicator : Indicator
        A count with an age filter (``personen_altersgruppe``).
    ids : Sequence[str]
        Municipalities.
    band : tuple[int, int]
        Ages ``[from, to)``. Ages are known at fewer dates than totals: the newest of those is taken, for all ages the newest of all.
    """
    moment = newest(evaluator, indicator, ALL_AGES if band == ALL_AGES else WITH_AGES)
    counted = _formed(evaluator, moment, band)
    return replace(people_at(evaluator, indicator, ids, counted, moment), wanted=band)


def people_at(evaluator: Evaluator, indicator: Indicator, ids: Sequence[str], band: Band, moment: Moment) -> People:
    """Count the people of a band at a given time."""
    frame = evaluator.evaluate(indicator, list(ids), [moment], band)
    known = frame["status"].isin([str(s) for s in KNOWN]).to_numpy()
    heads = np.where(known, frame["value"].to_numpy(float), np.nan)
    estimated = bool((frame["status"] == Status.ESTIMATED).any())
    sources = tuple(sorted({s for found in frame["source_ids"] for s in found}))
    return People(band, band, moment, heads, estimated, sources)


def groups(evaluator: Evaluator, moment: Moment) -> tuple[Band, ...]:
    """List the finest age groups the municipalities have at a time, young to old."""
    block = evaluator.store.block("population", moment.period, moment.base, "t")
    if block is None:
        return ()
    rows = [evaluator.store.row[m] for m in evaluator.regions.municipalities]
    known = np.all(block.codes[rows] != CODE[Status.MISSING], axis=0).tolist()
    offered = [band for band, is_known in zip(block.bands, known, strict=True) if is_known]
    return tuple(ages.finest(offered))


def _formed(evaluator: Evaluator, moment: Moment, band: Band) -> Band:
    """Give the band itself if the source can form it, at least by estimate, else the next wider one on its breaks."""
    column = evaluator.store.column("population", moment.period, moment.base, "t", band, exact=False)
    rows = [evaluator.store.row[m] for m in evaluator.regions.municipalities]
    if band == ALL_AGES or (column is not None and (column.values[rows] == column.values[rows]).any()):
        return band
    parts = groups(evaluator, moment)
    low = max((b[0] for b in parts if b[0] <= band[0]), default=0)
    high = min((b[1] for b in parts if b[1] >= band[1]), default=AGE_OPEN)
    return low, high
