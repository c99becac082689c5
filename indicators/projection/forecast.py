"""The projection as the rest of the product uses it: one model of a package, scenarios, regions of any kind."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import pandas as pd

from data.package import Package
from data.schema import AGE_OPEN, FACT_COLUMNS, Level, Status
from indicators.projection import history, simulate
from indicators.projection.known import Floats, Known
from indicators.projection.model import Model, Projection
from indicators.projection.results import AGES, SMALL, RegionForecast
from indicators.projection.scenario import NAMED, TREND, Migration, Scenario
from indicators.regions import Regions

LAST_YEAR: Final = 2045
TODAY: Final = "9999-12-31"
"""Everything in the package is known."""
RUNS: Final = 600
"""Enough for the tenth and the ninetieth percentile; more would only fill the memory (11 MB a region)."""
FEWEST_RUNS: Final = 250
RUNS_TIMES_PLACES: Final = 7000
"""A region of many municipalities is simulated less often, so that nobody waits."""
SOURCE: Final = "prognose"


class Forecasts:
    """All that can be asked of the projection of one package.

    Parameters
    ----------
    package : Package
        The compiled package.
    last_year : int
        The projection ends on 31 December of this year.

    Raises
    ------
    ValueError
        If the package lacks the municipalities' ages, the county's moves or the nation's rates.
    """

    def __init__(self, package: Package, last_year: int = LAST_YEAR) -> None:
        self.package = package
        self.model = Model(Known(package, TODAY), last_year)

    @property
    def regions(self) -> Regions:
        """The register of regions."""
        return self.model.known.regions

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The named scenarios this package can show."""
        state = history.has_state_path(self.model.known)
        return tuple(s for s in NAMED if state or s.migration != Migration.STATE)

    @lru_cache(maxsize=12)  # noqa: B019 - lives as long as the app
    def projection(self, scenario: Scenario = TREND) -> Projection:
        """Give expected course of all municipalities."""
        return self.model.project(scenario)

    def members(self, region_id: str) -> list[int]:
        """Positions of a region's municipalities.

        Raises
        ------
        ValueError
            If the region does not consist of municipalities of this county.
        """
        own = self.regions.members(region_id)
        found = [self.model.places.index(m) for m in own if m in self.model.places]
        if not found or len(found) < len(own):
            raise ValueError("Vorausberechnet werden nur die Gemeinden des Landkreises und was aus ihnen besteht.")
        return found

    @lru_cache(maxsize=10)  # noqa: B019 - lives as long as the app
    def region(self, region_id: str, scenario: Scenario = TREND) -> RegionForecast:
        """Give expected course of a region with its range.

        Parameters
        ----------
        region_id : str
            A municipality, an Amt, a planning region, a hand-picked group or the county.
        scenario : Scenario
            What is assumed.

        Raises
        ------
        ValueError
            If the region does not consist of municipalities of this county.
        """
        members = self.members(region_id)
        projection = self.projection(scenario)
        whole = len(members) == len(self.model.places)
        unit = (
            simulate.county_unit(self.model, projection) if whole else simulate.unit_of(self.model, projection, members)
        )
        count = RUNS if whole else max(min(RUNS, RUNS_TIMES_PLACES // len(members)), FEWEST_RUNS)
        runs = simulate.runs_of(self.model, unit, count, lambda people: people.sum(axis=1))
        expected = projection.people[:, members].sum(axis=1)
        births = projection.births[:, members].sum(axis=1)
        youngest = expected[1:, :, 0].sum(axis=-1)
        return RegionForecast(
            region_id=region_id,
            years=projection.years,
            expected=expected,
            runs=runs,
            births=births,
            deaths=projection.deaths[:, members].sum(axis=1),
            moves=projection.moves[:, members].sum(axis=1),
            births_runs=runs[:, 1:, :, 0].sum(axis=-1) * (births / np.maximum(youngest, 1e-9)),
            small=bool(expected[0].sum() < SMALL),
        )

    def as_package(self, year: int, scenario: Scenario = TREND) -> Package:
        """Give a package whose only facts are the projected people of one year, for the evaluator.

        Every indicator that needs nothing but people by age and sex can then be evaluated for that year; its status says
        that it is estimated and its source that it is projected.
        """
        facts = facts_of(self.regions, self.projection(scenario), year, self.model.start.base)
        return replace(self.package, facts=facts, sources=pd.concat([self.package.sources, self._source()]))

    def _source(self) -> pd.DataFrame:
        first = self.package.sources.iloc[:1]
        text = (
            "Eigene Vorausberechnung auf Grundlage der Bevölkerungs-, Geburten-, Sterbe- und Wanderungsstatistik der "
            "Statistischen Ämter des Bundes und der Länder"
        )
        row = dict.fromkeys(first.columns, "") | {"source_id": SOURCE, "title": "Vorausberechnung", "attribution": text}
        return pd.DataFrame([row])


def facts_of(regions: Regions, projection: Projection, year: int, base: str) -> pd.DataFrame:
    """Projected people of one year in the shape of the fact table, for municipalities and what is published for them."""
    people = projection.people[projection.years.index(year)]
    position = {place: i for i, place in enumerate(projection.places)}
    ids = [*projection.places]
    for level in (Level.AMT, Level.MITTELBEREICH, Level.LANDKREIS):
        ids += [r for r in regions.at_level(level) if r not in position]
    members = [[position[m] for m in regions.members(r) if m in position] for r in ids]
    sums = np.stack([people[own].sum(axis=0) for own in members])
    values = np.concatenate([sums, sums.sum(axis=1, keepdims=True)], axis=1)
    values = np.concatenate([values.sum(axis=-1, keepdims=True), values], axis=-1)
    return _frame(ids, values, year, base)


def _frame(ids: list[str], values: Floats, year: int, base: str) -> pd.DataFrame:
    """Rows of the fact table from values, shape (regions, 3 sexes, all ages and single ages)."""
    bands = [(0, AGE_OPEN), *((a, a + 1) for a in range(AGES - 1)), (AGES - 1, AGE_OPEN)]
    index = pd.MultiIndex.from_product([ids, ["f", "m", "t"], range(len(bands))])
    columns = {
        "variable": "population",
        "region_id": index.get_level_values(0),
        "period": f"{year}-12-31",
        "year": np.int16(year),
        "census_base": base,
        "sex": index.get_level_values(1),
        "age_from": np.array([bands[i][0] for i in index.get_level_values(2)], dtype=np.int16),
        "age_to": np.array([bands[i][1] for i in index.get_level_values(2)], dtype=np.int16),
        "value": values.reshape(-1),
        "status": Status.ESTIMATED.value,
        "source_id": SOURCE,
    }
    frame = pd.DataFrame(columns)[list(FACT_COLUMNS)]
    texts = ["variable", "region_id", "period", "census_base", "sex", "status", "source_id"]
    return frame.astype(dict.fromkeys(texts, "category"))
