"""What the page Prognose shows of one place: counted years, one or two scenarios, phases of life – put together, not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Final

import numpy as np

from data.schema import CensusBase, Status
from indicators.ages import LIFE_PHASES, Band, Phase
from indicators.catalogue import ALL_AGES, Catalogue
from indicators.evaluate import Evaluator
from indicators.projection.forecast import Forecasts
from indicators.projection.results import AGES, RANGE, ROUNDING, Fan, RegionForecast
from indicators.projection.scenario import Scenario
from views.fan_plan import FanLine, HistoryPart
from views.forecast_words import People, people_words
from views.pyramid_year import MovingPyramid
from views.state import Selection
from views.wording import Wording, wording

ROUND_YEARS: Final = (2030, 2035, 2040, 2045, 2050, 2055, 2060)
YOUNGEST: Final[tuple[Band, ...]] = ((0, 3), (3, 6), (6, 10), (10, 16), (16, 18), (18, 25))
FINE: Final[tuple[Band, ...]] = (*YOUNGEST, *((low, low + 5) for low in range(25, 90, 5)), (90, 200))
"""Bars of the age structure; every phase of life is made of whole bars."""
COARSE_PHASES: Final = (
    Phase("vor-der-schule", "Kinder vor der Schule", 0, 6),
    Phase("schulkinder", "Schulkinder", 6, 16),
    Phase("jugend-ausbildung", "Jugend, Ausbildung", 16, 25),
    Phase("beruf-familie", "Berufsstart, Familie", 25, 50),
    *LIFE_PHASES[-3:],
)
"""Phases of life of a place too small for finer ones."""
HISTORY_INDICATOR: Final = "personen_altersgruppe"


@dataclass(frozen=True)
class ForecastView:
    """One place, one group of people, one or two scenarios.

    Attributes
    ----------
    place : Wording
        The place.
    band, sex : Band, str
        Who is counted.
    scenario, other : Scenario, Scenario | None
        What is assumed, and what is shown beside it.
    forecast, beside : RegionForecast, RegionForecast | None
        The projections of both.
    history : tuple[HistoryPart, ...]
        What was counted, one part per census base.
    history_sources : frozenset[str]
        Where that comes from.
    start : str
        Date the projection starts from, ISO.
    base : str
        Census base of that date.
    """

    place: Wording
    band: Band
    sex: str
    scenario: Scenario
    other: Scenario | None
    forecast: RegionForecast
    beside: RegionForecast | None
    history: tuple[HistoryPart, ...]
    history_sources: frozenset[str]
    start: str
    base: str

    @property
    def rounding(self) -> int:
        """Step of all numbers."""
        return ROUNDING if self.forecast.small else 1

    @property
    def people(self) -> People:
        """Who is counted, as a noun."""
        return people_words(self.band, self.sex)

    @cached_property
    def fan(self) -> Fan:
        """The number through the years."""
        return self.forecast.heads(self.band, self.sex)

    @cached_property
    def lines(self) -> list[FanLine]:
        """The scenarios with their names."""
        found = [FanLine(self.scenario.name, self.fan)]
        if self.other is not None and self.beside is not None:
            found.append(FanLine(self.other.name, self.beside.heads(self.band, self.sex)))
        return found

    @property
    def start_counted(self) -> float | None:
        """The number at the start if it was counted, not estimated."""
        points = [v for part in self.history for year, v in part.points if part.base == self.base and year == self.year]
        return points[-1] if points else None

    @property
    def year(self) -> int:
        """The year at whose end the projection starts."""
        return self.forecast.start_year

    @property
    def last_year(self) -> int:
        """The last year shown."""
        return self.forecast.last_year

    @property
    def years(self) -> tuple[int, ...]:
        """The start, round years, and the last one."""
        inner = [year for year in ROUND_YEARS if self.year < year < self.last_year - 1]
        return (self.year, *inner, self.last_year)

    @property
    def phases(self) -> tuple[Phase, ...]:
        """Phases of life, coarser in small places."""
        return COARSE_PHASES if self.forecast.small else LIFE_PHASES

    def change(self, band: Band, sex: str) -> tuple[float, float]:
        """Give the range of the change from the start to the last year: the start is known no better than the runs say."""
        sexes = {"f": slice(0, 1), "m": slice(1, 2)}.get(sex, slice(0, 2))
        ends = self.forecast.runs[
            :, [0, self.forecast.years.index(self.last_year)], sexes, band[0] : min(band[1], AGES)
        ]
        low, high = np.percentile(np.diff(ends.sum(axis=(2, 3)), axis=1), RANGE)
        return float(low), float(high)

    def phase_fans(self) -> list[tuple[Phase, Fan]]:
        """Give each phase of life through the years, for the chosen sex."""
        return [(phase, self.forecast.heads(phase.band, self.sex)) for phase in self.phases]

    def pyramid(self) -> MovingPyramid:
        """Give the age structure through the years; bars are phases of life where a place is small."""
        bands = tuple(phase.band for phase in COARSE_PHASES) if self.forecast.small else FINE
        pyramids = tuple(self.forecast.pyramid(year, bands) for year in self.forecast.shown_years)
        phases = tuple((phase, self.forecast.heads(phase.band)) for phase in self.phases)
        return MovingPyramid(self.place.name, pyramids, phases, self.forecast.heads(), self.rounding)


def view_of(
    evaluator: Evaluator,
    catalogue: Catalogue,
    forecasts: Forecasts,
    selection: Selection,
    scenario: Scenario,
    other: Scenario | None = None,
) -> ForecastView:
    """Put together what the page shows.

    Raises
    ------
    ValueError
        If the region does not consist of municipalities of this county; a German sentence.
    """
    forecast = forecasts.region(selection.region_id, scenario)
    beside = None if other is None else forecasts.region(selection.region_id, other)
    begun = forecasts.model.start
    parts, sources = history_of(
        evaluator, catalogue, selection.region_id, selection.band, selection.sex, int(begun.date[:4])
    )
    return ForecastView(
        place=wording(evaluator.regions, selection.region_id),
        band=selection.band,
        sex=selection.sex,
        scenario=scenario,
        other=other,
        forecast=forecast,
        beside=beside,
        history=parts,
        history_sources=sources,
        start=begun.date,
        base=begun.base,
    )


def history_of(
    evaluator: Evaluator, catalogue: Catalogue, region_id: str, band: Band, sex: str, last_year: int
) -> tuple[tuple[HistoryPart, ...], frozenset[str]]:
    """Give the counted years of a group of people, one part per census base, and their sources.

    Only what was counted exactly so: groups that a source does not part the same way are left out, not estimated.
    """
    frame = evaluator.evaluate(catalogue[HISTORY_INDICATOR], [region_id], None, band, sex)
    known = (frame["status"] == Status.MEASURED) & (frame["year"] <= last_year) & frame["value"].notna()
    frame = frame[known & (frame["census_base"] != CensusBase.BEFORE_2011)].sort_values(["census_base", "period"])
    rows = zip(frame["census_base"].astype(str), frame["year"].astype(int), frame["value"].astype(float), strict=True)
    parts = [(base, _by_year(list(points))) for base, points in groupby(rows, key=lambda row: row[0])]
    sources = frozenset(source for ids in frame["source_ids"] for source in ids)
    return tuple(HistoryPart(base, points) for base, points in parts), sources


def _by_year(rows: Sequence[tuple[str, int, float]]) -> tuple[tuple[int, float], ...]:
    """Keep one number per year, the newest."""
    return tuple({year: value for _, year, value in rows}.items())


def is_everybody(view: ForecastView) -> bool:
    """Tell whether all people are counted."""
    return view.band == ALL_AGES and view.sex == "t"


def compared_with(forecasts: Forecasts, view: ForecastView, region_id: str, scenario: Scenario) -> Fan | None:
    """Give the same number under another scenario, to say what the chosen one changes; none if it is the same one."""
    if replace(scenario, name="") == replace(view.scenario, name=""):
        return None
    return forecasts.region(region_id, scenario).heads(view.band, view.sex)
