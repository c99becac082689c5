"""Evaluated figures by region, computed for the whole county at once and kept: asking for one place costs as much as asking for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from data.schema import Level
from indicators.catalogue import Indicator
from indicators.evaluate import Evaluator, Moment
from indicators.regions import LEVEL_NAMES

Row = Mapping[str, Any]


@dataclass
class Rows:
    """Looks figures up region by region.

    Parameters
    ----------
    evaluator : Evaluator
        Computes what is not known yet.
    places : tuple[str, ...]
        The regions computed together; all of the county with what lies above it if empty. For figures that are asked for once and not
        kept, such as those of an age group somebody made up, naming the one place is faster.
    """

    evaluator: Evaluator
    places: tuple[str, ...] = ()
    _known: dict[tuple[Indicator, Moment], dict[str, Row]] = field(default_factory=dict)
    _moments: dict[Indicator, list[Moment]] = field(default_factory=dict)

    @cached_property
    def _places(self) -> list[str]:
        """All regions of the county with what lies above it, unless others were named."""
        if self.places:
            return list(self.places)
        regions = self.evaluator.regions
        return list(dict.fromkeys(r for level in LEVEL_NAMES for r in regions.at_level(Level(level))))

    def at(self, indicator: Indicator, moment: Moment, region_id: str) -> Row:
        """Give one region's figures at a time, with the columns of :data:`indicators.results.RESULT_COLUMNS`."""
        key = (indicator, moment)
        if key not in self._known:
            self._known[key] = self._evaluate(indicator, moment, self._places)
        found = self._known[key]
        if region_id not in found:
            found |= self._evaluate(indicator, moment, [region_id])
        return found[region_id]

    def _evaluate(self, indicator: Indicator, moment: Moment, region_ids: list[str]) -> dict[str, Row]:
        frame = self.evaluator.evaluate(indicator, region_ids, [moment])
        names = list(frame.columns)
        columns = [frame[name].tolist() for name in names]  # twice as fast as the records pandas makes
        made = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
        return {row["region_id"]: row for row in made}

    def moments(self, indicator: Indicator) -> list[Moment]:
        """List the times of an indicator, oldest first, multi-year means last."""
        if indicator not in self._moments:
            found = self.evaluator.moments(indicator)
            self._moments[indicator] = sorted(found, key=lambda m: (bool(m.years), m.year, m.period, m.base))
        return self._moments[indicator]
