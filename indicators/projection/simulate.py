"""How far off it may be: the same model run many times with what cannot be known drawn at random.

Drawn are the county's net migration (innovations of its damped trend), each municipality's tendency (what its past leaves open,
then its own autoregression, and a part that lasts), good and bad years of a municipality, the chance of single births, deaths and moves (Poisson), and
the levels of fertility and mortality (random walks). Everything is in persons; nothing is fitted to later counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from indicators.projection.linear_step import LinearStep, whole
from indicators.projection.model import Model, Projection

Numbers = npt.NDArray[np.floating[Any]]

CELLS: Final = 24_000
"""Numbers worked on at once, so that they stay in the processor's cache."""
TOGETHER: Final = 10
"""Batches that go through a year before the next one begins."""
TINY: Final = 1e-6
POOL: Final = 1 << 17
"""Random numbers drawn once; each use begins at a random place."""
FARTHEST: Final = np.float32(2.5)
"""No single chance is farther from what is expected than so many standard deviations."""


@dataclass(frozen=True)
class Unit:
    """What is simulated together: some municipalities, or the county as one.

    Attributes
    ----------
    people : Numbers
        Start, shape (units, 2, ages).
    survival, fertility : Numbers
        By year, shapes (years, units, 2, ages) and (years, units, ages).
    arrivals, leaving : Numbers
        Persons a year and shares a year after scaling, shape (years, units, 2, ages).
    control : Numbers
        Factors that hold the municipalities to the county, shape (years, 2, ages).
    dying : Numbers
        Share that dies in a year, shape (years, units, 2, ages).
    chance : Numbers
        Standard deviation of a cell's yearly change by single events, in persons, shape (years, units, 2, ages).
    spread : Numbers
        How a surplus of moves falls on sexes and ages, adds to 1, shape (years, units, 2, ages).
    inhabitants : Numbers
        Expected inhabitants, shape (years, units).
    tendency, renewal, restless, lasting : Numbers
        Standard deviations of the tendency at the launch, of its yearly renewal, of a single year, and of what lasts, shape
        (units,).
    estimated : Numbers
        Standard deviation of the start's cells, in persons, shape (units, 2, ages).
    moving : Numbers
        1 in years in which people move, else 0, shape (years,).
    persistence : float
        Share of a tendency that is left after a year.
    boys : float
        Boys per girl at birth.
    """

    people: Numbers
    survival: Numbers
    fertility: Numbers
    arrivals: Numbers
    leaving: Numbers
    control: Numbers
    dying: Numbers
    chance: Numbers
    spread: Numbers
    inhabitants: Numbers
    tendency: Numbers
    renewal: Numbers
    restless: Numbers
    lasting: Numbers
    estimated: Numbers
    moving: Numbers
    persistence: np.float32
    boys: float


def unit_of(model: Model, projection: Projection, members: list[int]) -> Unit:
    """Collect what is needed to simulate some municipalities, given by their positions."""
    rates, flows = model.start.rates, model.place_flows
    survival, fertility = _vital(model, projection)
    people = projection.people[:, members]
    scale = projection.paths.places[:, members, None, None]
    moving = _moving(model, projection)[:, None, None, None]
    arrivals = flows.arrivals[:, members] * scale * moving + _added(model, projection, members)
    leaving = flows.departures[members][None] / scale * moving
    own = survival[:, None] ** rates.place_deaths[members][None, :, None, None]
    inhabitants = people.sum(axis=(2, 3))
    noise = model.place_drift.noise**2 / inhabitants[0]
    events = (arrivals + leaving * people[:-1]).sum(axis=(2, 3))[0] / inhabitants[0] ** 2
    found, persistence = model.place_drift, model.known.assumed.place_persistence
    return _unit(
        model,
        projection,
        people,
        own,
        fertility[:, None] * rates.place_births[members][None, :, None],
        arrivals,
        leaving,
        projection.control,
        tendency=found.error[members],
        renewal=np.full(len(members), found.signal * np.sqrt(1 - persistence**2)),
        restless=np.sqrt(np.maximum(noise - events, 0.0)),
        lasting=np.full(len(members), found.lasting),
        years_old=model.years_estimated,
    )


def county_unit(model: Model, projection: Projection) -> Unit:
    """Collect what is needed to simulate the county as one."""
    survival, fertility = _vital(model, projection)
    people = projection.people.sum(axis=1, keepdims=True)
    flows = model.county_flows
    scale = projection.paths.county[:, None, None, None]
    moving = _moving(model, projection)[:, None, None, None]
    everyone = list(range(len(model.places)))
    arrivals = flows.arrivals[:, None] * scale * moving + _added(model, projection, everyone).sum(axis=1, keepdims=True)
    leaving = flows.departures[None, None] / scale * moving
    none = np.zeros(1)
    exact = np.ones_like(projection.control)
    return _unit(
        model,
        projection,
        people,
        survival[:, None],
        fertility[:, None],
        arrivals,
        leaving,
        exact,
        tendency=none,
        renewal=none,
        restless=none,
        lasting=none,
        years_old=0.0,
    )


def _unit(
    model: Model,
    projection: Projection,
    people: Numbers,
    survival: Numbers,
    fertility: Numbers,
    arrivals: Numbers,
    leaving: Numbers,
    control: Numbers,
    *,
    tendency: Numbers,
    renewal: Numbers,
    restless: Numbers,
    lasting: Numbers,
    years_old: float,
) -> Unit:
    now = people[:-1]
    gone = leaving * now
    dying = np.empty_like(now)
    dying[..., 1:] = now[..., :-1] * (1.0 - survival[..., 1:])
    dying[..., 0] = people[1:, ..., 0]  # what is by chance in the youngest is the number of births
    chance = arrivals + gone + dying
    movers = arrivals + gone
    spread = movers / np.maximum(movers.sum(axis=(2, 3), keepdims=True), 1e-9)
    turnover = np.minimum(chance[0] / np.maximum(now[0], 1e-3), 1.0) * years_old
    return Unit(
        people=_single(people[0]),
        survival=_single(survival),
        fertility=_single(fertility),
        arrivals=_single(arrivals),
        leaving=_single(leaving),
        control=_single(control),
        dying=_single(1.0 - survival),
        chance=_single(np.sqrt(chance)),
        spread=_single(spread),
        inhabitants=now.sum(axis=(2, 3)),
        tendency=_single(tendency),
        renewal=_single(renewal),
        restless=_single(restless),
        lasting=_single(lasting),
        estimated=_single(np.sqrt(np.minimum(turnover, 1.0) * now[0])),
        moving=_single(_moving(model, projection)),
        persistence=np.float32(model.known.assumed.place_persistence),
        boys=model.known.assumed.boys_per_girl,
    )


def _single(numbers: Numbers) -> Numbers:
    return np.ascontiguousarray(numbers, dtype=np.float32)


def _vital(model: Model, projection: Projection) -> tuple[Numbers, Numbers]:
    """Survival and fertility of the county by year under the scenario."""
    rates, scenario = model.start.rates, projection.scenario
    survival = np.stack([model.survival(scenario, t) for t in range(model.steps)])
    fertility = np.stack([rates.fertility * model.children_factor(scenario, t) for t in range(model.steps)])
    return survival, fertility


def _moving(model: Model, projection: Projection) -> Numbers:
    return np.array([float(model.moving(projection.scenario, t)) for t in range(model.steps)])


def _added(model: Model, projection: Projection, members: list[int]) -> Numbers:
    """Migrants the scenario adds; those who leave by its wish reduce the arrivals."""
    return model.added(projection.scenario)[:, members]


def county_shocks(model: Model, runs: int, random: np.random.Generator) -> Numbers:
    """Draw how far the county's net migration leaves its path, per inhabitant, shape (runs, years)."""
    found, rule = model.county_drift, model.county_drift.rule
    level, trend = np.zeros(runs), np.zeros(runs)
    shocks = np.zeros((runs, model.steps))
    low, high = found.low - found.step_error, found.high + found.step_error
    for t in range(model.years_passed, model.steps):
        new = random.normal(0.0, found.step_error, runs)
        expected = level + rule.damping * trend
        shocks[:, t] = np.clip(found.path[t] + expected + new, low, high) - found.path[t]
        level = expected + rule.level * new
        trend = rule.damping * trend + rule.level * rule.trend * new
    return shocks


def runs_of(
    model: Model,
    unit: Unit,
    runs: int,
    keep: Callable[[Numbers], Numbers],
    seed: int = 1,
) -> Numbers:
    """Simulate a unit and keep of every year what ``keep`` makes of it.

    Parameters
    ----------
    model : Model
        The model.
    unit : Unit
        What is simulated.
    runs : int
        How often.
    keep : Callable
        Maps people, shape (runs, units, 2, ages), to what is kept of them, shape (runs, ...).
    seed : int
        The same seed gives the same runs.

    Returns
    -------
    Numbers
        Shape (runs, years, ...).
    """
    random = np.random.default_rng(seed)
    common = county_shocks(model, runs, random) * unit.moving
    births = np.exp(np.cumsum(random.normal(0.0, model.known.assumed.fertility_step, (runs, model.steps)), axis=1))
    deaths = np.cumsum(random.normal(0.0, model.known.assumed.mortality_step, (runs, model.steps)), axis=1)
    births[:, : model.years_passed], deaths[:, : model.years_passed] = 1.0, 0.0
    surplus = _surplus(unit, common, random)
    size = max(CELLS // unit.people.size, 1)
    parts = [slice(begin, min(begin + size, runs)) for begin in range(0, runs, size)]
    seeds = random.integers(0, 2**31, len(parts))
    batches = [
        _Batch(unit, surplus[own], births[own], deaths[own], np.random.default_rng(seeds[i]))
        for i, own in enumerate(parts)
    ]
    step = LinearStep.of(
        unit.survival, unit.fertility, unit.arrivals, unit.leaving, unit.spread, unit.control[:, None], unit.boys
    )
    groups = [batches[begin : begin + TOGETHER] for begin in range(0, len(batches), TOGETHER)]
    return np.concatenate([run for group in groups for run in _carry(step, group, keep)])


def _surplus(unit: Unit, common: Numbers, random: np.random.Generator) -> Numbers:
    """Draw the migrants beyond the expected ones, shape (runs, years, units).

    They are the county's, each municipality's tendency and what lasts of it, and its good or bad year.
    """
    runs, years = common.shape
    shape = (runs, len(unit.tendency))
    tendency, lasting = (random.standard_normal(shape, dtype=np.float32) * x for x in (unit.tendency, unit.lasting))
    surplus = np.empty((runs, years, shape[1]), dtype=np.float32)
    for t in range(years):
        tendency = tendency * unit.persistence + random.standard_normal(shape, dtype=np.float32) * unit.renewal
        year = tendency + lasting + random.standard_normal(shape, dtype=np.float32) * unit.restless
        surplus[:, t] = (common[:, t, None] + year * unit.moving[t]) * unit.inhabitants[t]
    return surplus


def _carry(step: LinearStep, batches: list[_Batch], keep: Callable[[Numbers], Numbers]) -> list[Numbers]:
    """Carry some batches to the last year, all of them through one year before the next: its rates then stay in the cache."""
    room = np.empty(batches[0].shape, dtype=np.float32)
    for batch in batches:
        batch.begin(room)
    kept = [[np.array(keep(batch.people))] for batch in batches]
    for t in range(len(step.up)):
        rates = _Rates.of(batches[0], step, t)
        last = rates if batches[-1].shape == batches[0].shape else _Rates.of(batches[-1], step, t)
        for batch, found in zip(batches, kept, strict=True):
            batch.year(t, last if batch is batches[-1] else rates)
            found.append(np.array(keep(batch.people)))
    return [np.stack(found, axis=1) for found in kept]


def _drawn() -> Numbers:
    """Draw normal numbers without the farthest, with variance 1, as parts of the farthest."""
    drawn = np.random.default_rng(20221215).standard_normal(2 * POOL, dtype=np.float32)
    near = drawn[np.abs(drawn) < FARTHEST * 0.93][:POOL]
    near = near - near.mean()
    return np.asarray(near / (near.std() * FARTHEST))


_pool = _drawn()


@dataclass(frozen=True, slots=True)
class _Rates:
    """One year of a unit in the shape of a batch: in one block of memory, which is faster than broadcasting."""

    step: LinearStep
    dying: Numbers
    farthest: Numbers

    @classmethod
    def of(cls, batch: _Batch, step: LinearStep, t: int) -> _Rates:
        unit, shape = batch.unit, batch.shape
        held = np.maximum(
            unit.control[t], np.float32(1e-6)
        )  # people have been held to the county when more or fewer die
        return cls(step.year(t, shape), whole(unit.dying[t] / held, shape), whole(unit.chance[t] * FARTHEST, shape))


class _Batch:
    """Some runs of a unit, small enough for the cache."""

    def __init__(
        self, unit: Unit, surplus: Numbers, births: Numbers, deaths: Numbers, random: np.random.Generator
    ) -> None:
        self.unit = unit
        self.surplus = surplus
        self.births, self.deaths = births.astype(np.float32), deaths.astype(np.float32)
        self.shape = (len(surplus), *unit.people.shape)
        self.first = int(np.argmax(self.deaths.any(axis=0))) if self.deaths.any() else len(unit.survival)
        self.places = random.integers(0, POOL - int(np.prod(self.shape)), len(unit.survival) + 1).tolist()

    def begin(self, room: Numbers) -> None:
        """Put everybody where they start; ``room`` is memory that batches share."""
        unit = self.unit
        self.people = np.broadcast_to(unit.people, self.shape).astype(np.float32)
        self.other = room[: len(self.people)]
        if unit.estimated.any():
            self._disturb(np.broadcast_to(unit.estimated * FARTHEST, self.shape))
            counted = np.maximum(
                unit.people.sum(axis=2), TINY
            )  # both sexes were counted, only their ages are estimated
            self.people *= (counted / np.maximum(self.people.sum(axis=3), TINY))[..., None]

    def year(self, t: int, rates: _Rates) -> None:
        """Carry everybody over one year."""
        people, other = self.people, self.other
        rates.step.advance(people, self.surplus[:, t], other)
        people[..., 0] *= self.births[:, t, None, None]
        if t >= self.first:
            np.multiply(rates.dying, self.deaths[:, t, None, None, None], out=other)
            other *= people
            people -= other
        np.maximum(people, 0.0, out=people)  # where more should leave than there are
        self._disturb(rates.farthest)

    def _disturb(self, farthest: Numbers) -> None:
        """Add the chance of single events to every cell; small cells vary less than they should, so that none becomes negative."""
        people, other = self.people, self.other
        begin = self.places.pop()
        np.minimum(people, farthest, out=other)
        other *= _pool[begin : begin + people.size].reshape(people.shape)
        people += other
