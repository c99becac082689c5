"""Measure the projection without a screen: building it, moving a slider, a thousand runs, a nation's municipalities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from benchmarks.compute import milliseconds
from data.package import Package, load
from data.schema import Level
from indicators.projection import simulate
from indicators.projection.forecast import RUNS, TODAY, Forecasts
from indicators.projection.known import Known
from indicators.projection.migration import Flows
from indicators.projection.model import Model, Projection
from indicators.projection.scenario import TREND, Scenario
from indicators.projection.step import advance

YEARS: Final = 25
NATION: Final = 10_949
"""Municipalities of Germany, 31 December 2024."""
TRIALS: Final = 3


def best(work: Callable[[], object], trials: int = TRIALS) -> float:
    """Return the seconds that `work` takes when it is disturbed least."""
    return min(milliseconds(work) for _ in range(trials)) / 1000


def nation(model: Model, projection: Projection, places: int = NATION) -> float:
    """Return the people after all years when the county's municipalities are repeated until there are so many.

    The steps are those of the model: own survival and fertility, scaled flows, people held to the county by its factors.
    """
    one = np.arange(places) % len(model.places)
    rates = model.start.rates
    deaths, births = rates.place_deaths[one, None, None], rates.place_births[one, None]
    people = model.start.people[one]
    for t in range(model.steps):
        flows = model.place_flows.in_year(t)
        net = Flows(flows.arrivals[one], flows.departures[one]).net(people, projection.paths.places[t, one])
        survival = model.survival(TREND, t)[None] ** deaths
        after = advance(people, survival, rates.fertility * births, net).population
        people = np.asarray(np.maximum(after, 0.0) * projection.control[t], dtype=np.float64)
    return float(people.sum())


def measure(package: Package | None = None) -> dict[str, float]:
    """Return the seconds of everything that has a budget."""
    package = package or load()
    forecasts = Forecasts(package)
    model = Model(Known(package, TODAY), forecasts.model.first_year + YEARS)
    trend = model.project(TREND)
    unit = simulate.unit_of(model, trend, list(range(len(model.places))))
    return {
        "slider": slider(forecasts),
        "runs": best(lambda: simulate.runs_of(model, unit, RUNS, lambda people: people.sum(axis=(-1, -2)))),
        "nation": best(lambda: nation(model, trend), 1),
    }


def slider(forecasts: Forecasts) -> float:
    """Return the seconds of the slowest region after a slider was moved; every move is one not made before."""
    moved = (Scenario("own", children=1.2 + step / 100) for step in range(1000))

    def answer(region: str) -> None:
        scenario = next(moved)
        forecasts.projection(scenario)
        forecasts.region(region, scenario)

    return max(best(lambda: answer(region)) for region in regions(forecasts).values())  # noqa: B023


def regions(forecasts: Forecasts) -> dict[str, str]:
    """Return a region of each size: the smallest and the largest municipality, a planning region, the county."""
    model, register = forecasts.model, forecasts.regions
    order = np.argsort(model.start.people.sum(axis=(1, 2)))
    return {
        "smallest municipality": model.places[int(order[0])],
        "largest municipality": model.places[int(order[-1])],
        "planning region": register.at_level(Level.PLANUNGSREGION)[0],
        "county": model.known.county,
    }


def evaluations() -> str:
    """Return a Markdown table of building, projecting and simulating."""
    package = load()
    forecasts = Forecasts(package)
    model, trend = forecasts.model, forecasts.projection()
    rows = [
        ("build the model", best(lambda: Model(Known(package, TODAY), model.years[-1]))),
        (f"{len(model.places)} municipalities × {model.steps} years, single run", best(lambda: model.project(TREND))),
    ]
    for name, region in regions(forecasts).items():
        members = forecasts.members(region)
        alone = len(members) == len(model.places)
        unit = simulate.county_unit(model, trend) if alone else simulate.unit_of(model, trend, members)
        took = best(lambda: simulate.runs_of(model, unit, 250, lambda people: people.sum(axis=1)))  # noqa: B023
        rows.append((f"250 runs, {name}", took))
    return "\n".join(["| projection | time |", "|---|---|", *(f"| {what} | {took:.2f} s |" for what, took in rows)])
