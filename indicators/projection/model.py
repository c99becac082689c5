"""The projection: county and municipalities carried forward year by year, municipalities held to the county.

Arrays run over municipalities × sex × single age; a year is one step for all of them. Net migration of a municipality is the
county's rate plus its own difference, which fades; both are scaled flows of arrivals and departures. After each step the
municipalities are scaled, sex by sex and age by age, to the county.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from indicators.projection import drift, fitting, history, sending
from indicators.projection.fitting import Counted
from indicators.projection.known import Floats, Known
from indicators.projection.migration import Flows
from indicators.projection.results import AGES
from indicators.projection.scenario import Migration, Scenario, housing_profile, phase_profile
from indicators.projection.start import Start, county_ages, start, years_between
from indicators.projection.step import advance

LARGEST_GAIN: Final = 4.0
PROFILE_MIDDLE: Final = 1
"""Years from the newest year of the county's moves back to the middle of those that are averaged."""


@dataclass(frozen=True)
class Paths:
    """How migrants are scaled in each year, decided with today's births and deaths.

    Births and deaths of another scenario then change nobody's migration who is alive.

    Attributes
    ----------
    county : Floats
        Factor of the county, shape (years,).
    places : Floats
        Factors of the municipalities, shape (years, places).
    """

    county: Floats
    places: Floats


@dataclass(frozen=True)
class Projection:
    """The expected course of one scenario.

    Attributes
    ----------
    scenario : Scenario
        What was assumed.
    places : tuple[str, ...]
        Keys of the municipalities.
    years : tuple[int, ...]
        31 December of each year; the first one is the start.
    people : Floats
        Shape (years, places, 2, ages).
    births, deaths, moves : Floats
        In the year that ends with ``years[1:]``, shape (years - 1, places); moves close the balance.
    control : Floats
        Factors that hold the municipalities to the county, shape (years - 1, 2, ages).
    paths : Paths
        Scales of the migrants.
    """

    scenario: Scenario
    places: tuple[str, ...]
    years: tuple[int, ...]
    people: Floats
    births: Floats
    deaths: Floats
    moves: Floats
    control: Floats
    paths: Paths


class Model:
    """Everything a projection needs, estimated from what was known.

    Parameters
    ----------
    known : Known
        What was known.
    last_year : int
        The projection ends on 31 December of this year.

    Raises
    ------
    ValueError
        If the municipalities' ages, the county's moves or the nation's rates are missing.
    """

    def __init__(self, known: Known, last_year: int) -> None:
        self.known = known
        self.start: Start = start(known)
        self.first_year = int(self.start.date[:4])
        self.years = tuple(range(self.first_year, last_year + 1))
        self.county_drift = history.county(known, self.start, len(self.years) - 1)
        self.place_drift = history.places(known, self.start)

    @property
    def places(self) -> tuple[str, ...]:
        """Keys of the municipalities."""
        return self.known.places

    @property
    def steps(self) -> int:
        """Number of years projected."""
        return len(self.years) - 1

    @cached_property
    def years_passed(self) -> int:
        """Years after the launch whose ages of the county are published already; they are the same in every scenario."""
        base = self.start.base
        return sum(county_ages(self.known, f"{year}-12-31", base)[1] is not None for year in self.years[1:])

    @cached_property
    def rates_of_places(self) -> Floats:
        """Expected difference of each municipality's net migration from the county, shape (years, places)."""
        fading = self.known.assumed.place_persistence ** np.arange(1, self.steps + 1)
        return np.asarray(fading[:, None] * self.place_drift.rate[None])

    def county_rate(self, migration: Migration) -> Floats:
        """Net moves over the county's border per inhabitant at the launch, shape (years,)."""
        if migration == Migration.NONE:
            return np.zeros(self.steps)
        if migration == Migration.HIGH:
            usual = drift.without_events(self.county_drift.series, self.known.assumed.event_distance)
            recent = usual[-int(self.known.assumed.guard_years) :]
            span = int(self.known.assumed.high_years)
            best = np.convolve(recent, np.ones(span) / span, "valid").max()
            return np.maximum(self.county_drift.path, np.full(self.steps, best))
        if migration == Migration.STATE:
            return history.state_path(self.known, self.start, self.years)
        return self.county_drift.path

    @lru_cache(maxsize=8)  # noqa: B019 - a model lives as long as the app
    def paths(self, migration: Migration) -> Paths:
        """Scale the migrants of a path with today's births and deaths."""
        return _Run(self, Scenario("", migration), None).go().paths

    def project(self, scenario: Scenario) -> Projection:
        """Run a scenario."""
        return _Run(self, scenario, self.paths(scenario.migration)).go()

    @cached_property
    def county_flows(self) -> Flows:
        """Moves over the county's border in each year, before they are scaled: arrivals of shape (years, 2, ages)."""
        flows = self.start.county_flows
        since = int(self.known.periods("county_moves_in", region=self.known.county)[-1]) - PROFILE_MIDDLE
        return Flows(flows.arrivals * sending.growth(self.known, since, self.years[1:]), flows.departures)

    @cached_property
    def place_flows(self) -> Flows:
        """Moves over the municipalities' borders in each year: arrivals of shape (years, places, 2, ages)."""
        flows = self.start.place_flows
        periods = self.known.periods("moves_in", region=self.places[0])
        since = int(periods[-1]) if periods else self.first_year
        growth = sending.growth(self.known, since, self.years[1:])
        return Flows(flows.arrivals[None] * growth[:, None], flows.departures)

    def added(self, scenario: Scenario) -> Floats:
        """Migrants a scenario adds, shape (years, places, 2, ages)."""
        extra = _extra(self, scenario)
        extra[: self.years_passed] = 0.0
        return extra

    def moving(self, scenario: Scenario, t: int) -> bool:
        """Whether people move in year ``t`` after the launch."""
        return scenario.migration != Migration.NONE or t < self.years_passed

    def children_factor(self, scenario: Scenario, t: int) -> float:
        """Fertility of year ``t`` after the launch against today's."""
        if scenario.children is None or t < self.years_passed:
            return 1.0
        change = scenario.children / self.children_per_woman() - 1.0
        return 1.0 + change * min((t + 1 - self.years_passed) / self.known.assumed.reached_after, 1.0)

    def speed(self, scenario: Scenario) -> float:
        """How many times its own speed mortality falls from the first year on that has not passed."""
        return 1.0 if scenario.life_gain is None else self.faster(scenario.life_gain)

    def survival(self, scenario: Scenario, t: int) -> Floats:
        """Survival of the county in year ``t`` after the launch, shape (2, ages)."""
        rates = self.start.rates
        faster = self.speed(scenario) if t >= self.years_passed else 1.0
        return rates.survival_after(t + 0.5 + self.first_year - rates.year, faster)

    @cached_property
    def years_estimated(self) -> float:
        """Years between the newest count of ages and the launch: so long the single ages were carried forward."""
        return years_between(self.start.ages_counted, self.start.date)

    def children_per_woman(self) -> float:
        """Give the county's total fertility today."""
        return float(self.start.rates.fertility.sum())

    def life_expectancy(self, years: float = 0.0, faster: float = 1.0) -> Floats:
        """Life expectancy at birth of women and men."""
        return self.start.rates.life_expectancy(years, faster)

    @lru_cache(maxsize=32)  # noqa: B019 - a model lives as long as the app
    def faster(self, gain: float) -> float:
        """How many times its own speed mortality must fall so that life expectancy gains so many years until the end."""
        now = self.life_expectancy().mean()
        low, high = -LARGEST_GAIN, LARGEST_GAIN
        for _ in range(40):
            middle = (low + high) / 2
            if self.life_expectancy(self.steps, middle).mean() - now < gain:
                low = middle
            else:
                high = middle
        return (low + high) / 2


class _Run:
    """One run of the model: arrays that are filled year by year."""

    def __init__(self, model: Model, scenario: Scenario, paths: Paths | None) -> None:
        self.model = model
        self.scenario = scenario
        self.given = paths
        self.boys = model.known.assumed.boys_per_girl
        n, steps = len(model.places), model.steps
        self.people = np.empty((steps + 1, n, 2, AGES))
        self.people[0] = model.start.people
        self.births, self.deaths, self.moves = (np.empty((steps, n)) for _ in range(3))
        self.control = np.ones((steps, 2, AGES))
        self.county_scale = np.ones(steps)
        self.place_scale = np.ones((steps, n))
        self.passed = model.years_passed
        self.extra = model.added(scenario)
        self.rate = model.county_rate(scenario.migration).copy()
        self.rate[: self.passed] = model.county_drift.path[: self.passed]

    def go(self) -> Projection:
        """Carry everybody to the last year."""
        county = self.people[0].sum(axis=0)
        for t in range(self.model.steps):
            county = self._year(t, county)
        paths = Paths(self.county_scale, self.place_scale) if self.given is None else self.given
        return Projection(
            self.scenario,
            self.model.places,
            self.model.years,
            self.people,
            self.births,
            self.deaths,
            self.moves,
            self.control,
            paths,
        )

    def _year(self, t: int, county: Floats) -> Floats:
        """Project year ``t`` of the county and of the municipalities; returns the county at its end."""
        model, now = self.model, self.people[t]
        rates = model.start.rates
        survival = model.survival(self.scenario, t)
        fertility = rates.fertility * model.children_factor(self.scenario, t)
        own = fertility * rates.place_births[:, None]
        after_county = advance(county, survival, fertility, self._county_moves(t, county), self.boys)
        next_county = self._known_county(t, np.maximum(after_county.population, 0.0))
        after = advance(now, rates.places_survival(survival), own, self._place_moves(t, now, county), self.boys)
        alone = np.maximum(after.population, 0.0)
        together = alone.sum(axis=0)
        self.control[t] = np.divide(next_county, together, out=np.ones_like(together), where=together > 0)
        self.people[t + 1] = alone * self.control[t]
        born = after.births.sum(axis=-1)
        self.births[t] = born * (after_county.births.sum() / born.sum() if born.sum() else 1.0)
        change = (self.people[t + 1] - now).sum(axis=(1, 2))
        if model.moving(self.scenario, t):
            died = after.deaths.sum(axis=(1, 2))
            self.deaths[t] = died * (after_county.deaths.sum() / died.sum())
        else:
            # Nobody moves: what holding to the county changes is a correction of the deaths.
            self.deaths[t] = self.births[t] + self.extra[t].sum(axis=(1, 2)) - change
        self.moves[t] = change - self.births[t] + self.deaths[t]
        return next_county

    def _county_moves(self, t: int, county: Floats) -> Floats:
        extra = self.extra[t].sum(axis=0)
        if not self.model.moving(self.scenario, t):
            return np.asarray(extra)
        flows = self.model.county_flows.in_year(t)
        if self.given is None:
            self.county_scale[t] = flows.scale(county, self.rate[t] * self.people[0].sum())
        else:
            self.county_scale[t] = self.given.county[t]
        return np.asarray(flows.net(county, self.county_scale[t]) + extra)

    def _place_moves(self, t: int, now: Floats, county: Floats) -> Floats:
        if not self.model.moving(self.scenario, t):
            return np.asarray(self.extra[t])
        flows = self.model.place_flows.in_year(t)
        if self.given is None:
            rate = self.rate[t] * self.people[0].sum() / county.sum() + self.model.rates_of_places[t]
            self.place_scale[t] = flows.scale(now, rate * now.sum(axis=(1, 2)))
        else:
            self.place_scale[t] = self.given.places[t]
        return np.asarray(flows.net(now, self.place_scale[t]) + self.extra[t])

    def _known_county(self, t: int, county: Floats) -> Floats:
        """Where the county's ages of that year are published already, agree with them."""
        if t >= self.passed:
            return county
        bands, counted = county_ages(self.model.known, f"{self.model.years[t + 1]}-12-31", self.model.start.base)
        if counted is None:
            return county
        total = np.array([counted.sum()])
        return fitting.fitted(
            county[None], Counted(total, counted.sum(axis=-1)[None], county_bands=counted, county_groups=bands)
        )[0]


def _extra(model: Model, scenario: Scenario) -> Floats:
    """Migrants a scenario adds, shape (years, places, 2, ages)."""
    n, steps = len(model.places), model.steps
    added = np.zeros((steps, n, 2, AGES))
    arrivals = model.start.county_flows.arrivals
    members = set(model.known.regions.members(scenario.region_id)) if scenario.region_id else set()
    mine = np.array([place in members for place in model.places], dtype=float)
    if scenario.moves and mine.any():
        share = mine * model.start.people.sum(axis=(1, 2))
        per_year = sum(number * phase_profile(phase, arrivals) for phase, number in scenario.moves)
        added += (share / share.sum())[None, :, None, None] * per_year
    if scenario.housing is not None and scenario.housing.region_id in model.places:
        area = scenario.housing
        t = area.year - model.first_year - 1
        if 0 <= t < steps:
            newcomers = area.dwellings * area.persons * model.known.assumed.housing_newcomers
            added[t, model.places.index(area.region_id)] += newcomers * housing_profile(
                arrivals, model.known.assumed.housing_families
            )
    return added
