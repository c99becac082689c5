"""The labelled climb: where a place is too small for a figure to carry, the figure of the next larger region that does.

Never instead of the place's own figure: both are handed on, and whoever shows the larger region's figure names it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.schema import Level
from indicators.catalogue import Indicator
from indicators.evaluate import Moment
from indicators.regions import Regions
from indicators.reliability import Verdict
from indicators.rows import Row, Rows

STEPS: Final = (Level.AMT, Level.PLANUNGSREGION, Level.LANDKREIS)
"""The way up."""


@dataclass(frozen=True)
class Climb:
    """A figure and what carries it.

    Attributes
    ----------
    own : Row
        The place's own figures, too small or missing though they may be.
    carried : Row | None
        The figures of the first region on the way up that carry; the own ones if they do, ``None`` if none do.
    region_id : str
        Whose figures ``carried`` is; empty where none carry.
    passed : tuple of str
        The regions tried in vain on the way, the place itself first; empty where its own figures carry.
    """

    own: Row
    carried: Row | None
    region_id: str
    passed: tuple[str, ...]

    @property
    def climbed(self) -> bool:
        """Tell whether ``carried`` belongs to a larger region than the one asked for."""
        return self.carried is not None and bool(self.passed)


def climb(rows: Rows, indicator: Indicator, moment: Moment, region_id: str) -> Climb:
    """Look for the first region that carries a figure: the place, its Amt, its Planungsregion, its Landkreis.

    A figure carries if there is one (not secret, not missing) and it is not judged *zu klein*. Regions made of the same municipalities
    (an amtsfreie municipality and its Amt) count once. All figures are of the same time.

    Parameters
    ----------
    rows : Rows
        The figures.
    indicator, moment
        What is asked, and for when.
    region_id : str
        Any region or hand-picked group.
    """
    own = rows.at(indicator, moment, region_id)
    passed: list[str] = []
    for place in way_up(rows.evaluator.regions, region_id):
        row = rows.at(indicator, moment, place)
        if carries(row):
            return Climb(own, row, place, tuple(passed))
        passed.append(place)
    return Climb(own, None, "", tuple(passed))


def carries(row: Row) -> bool:
    """Tell whether a figure may be judged: there is a number, and it is not *zu klein*."""
    return not math.isnan(row["value"]) and row["verdict"] != Verdict.TOO_SMALL


def way_up(regions: Regions, region_id: str) -> Iterator[str]:
    """Give the place and what lies above it, smallest first, each area once."""
    yield region_id
    below = regions.members(region_id)
    for level in STEPS:
        above = regions.parent(region_id, level)
        if above is None or not regions.exists(above) or not set(below) < set(regions.members(above)):
            continue
        below = regions.members(above)
        yield above
