"""One step of the projection gives the textbook's boxes and loses nobody."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.projection import step
from tests.indicators.projection import published_projection as published

LIVED = published.LIVED
#: L(x) of 100,000 newborns as shares surviving five years.
SURVIVAL = np.concatenate([[LIVED[0] / 500_000], LIVED[1:] / LIVED[:-1]])
SURVIVAL[-1] = LIVED[-1] / (LIVED[-2] + LIVED[-1])


def five_years(women, migrants=None):
    return step.advance(women, SURVIVAL, published.FERTILITY, migrants, width=5)


def test_swedish_women_without_migration():
    """Box 6.1, all ages, ten years on."""
    first = five_years(published.WOMEN_1993[None])
    second = five_years(first.population)
    assert np.array_equal(first.population[0].round(), published.WOMEN_1998)
    assert np.array_equal(second.population[0].round(), published.WOMEN_2003)
    assert float(first.population.sum()) == pytest.approx(4449569.727, abs=0.001)
    assert float(second.population.sum()) == pytest.approx(4478712.273, abs=0.001)


def test_swedish_women_with_migration():
    """Box 6.2, all ages, and births by age of the mother."""
    migrants = published.MIGRANTS[None]
    after = five_years(published.WOMEN_1993[None], migrants)
    assert np.array_equal(after.population[0].round(), published.WOMEN_1998_OPEN)
    mothers = published.WOMEN_1993 + migrants[0] / 2 + after.population[0]
    births = 5 * published.FERTILITY * mothers / 2
    assert np.array_equal(births.round(), published.BIRTHS)
    assert float(after.births[0]) == pytest.approx(births.sum() / 2.05)


@st.composite
def worlds(draw, dtype=np.float64):
    """Draw a population with rates and migrants."""
    regions, ages = draw(st.integers(1, 4)), draw(st.integers(3, 12))

    def block(shape, low, high):
        return draw(arrays.arrays(dtype, shape, elements=st.floats(low, high, width=32)))

    shape = (regions, 2, ages)
    fertility = block((regions, ages), 0, 0.5)
    fertility[:, 0] = 0
    return block(shape, 0, 1000), block(shape, 0, 1), fertility, block(shape, -20, 20)


@given(worlds(), st.sampled_from([1.0, 5.0]))
@settings(deadline=None)
def test_balance_is_closed(world, width):
    population, survival, fertility, migration = world
    for moves in (None, migration):
        after = step.advance(population, survival, fertility, moves, width=width)
        gained = 0 if moves is None else moves.sum(axis=(1, 2))
        balance = after.births.sum(axis=1) - after.deaths.sum(axis=(1, 2)) + gained
        change = after.population.sum(axis=(1, 2)) - population.sum(axis=(1, 2))
        assert change == pytest.approx(balance, rel=1e-9, abs=1e-6)


@given(worlds())
@settings(deadline=None)
def test_every_age_group_is_who_survived_into_it(world):
    population, survival, fertility, migration = world
    after = step.advance(population, survival, fertility, migration)
    exposed = population + migration / 2
    inner = exposed[..., :-2] * survival[..., 1:-1] + migration[..., 1:-1] / 2
    assert after.population[..., 1:-1] == pytest.approx(inner)
    open_group = exposed[..., -2:].sum(axis=-1) * survival[..., -1] + migration[..., -1] / 2
    assert after.population[..., -1] == pytest.approx(open_group)
    assert after.population[..., 0] == pytest.approx(after.births * survival[..., 0] + migration[..., 0] / 2)
    women = exposed[:, 0] + after.population[:, 0]
    assert after.births.sum(axis=-1) == pytest.approx((women * fertility).sum(axis=-1) / 2)


@given(worlds())
@settings(deadline=None)
def test_nobody_dies_is_born_or_moves(world):
    """Without deaths, births and moves people only grow older."""
    population, survival, fertility, _ = world
    after = step.advance(population, np.ones_like(survival), np.zeros_like(fertility))
    assert np.array_equal(after.population[..., 1:-1], population[..., :-2])
    assert after.population[..., -1] == pytest.approx(population[..., -2:].sum(axis=-1))
    assert not after.population[..., 0].any()
    assert not after.births.any()
    assert not after.deaths.any()


@given(worlds())
@settings(deadline=None)
def test_a_fertility_scenario_touches_nobody_already_born(world):
    population, survival, fertility, migration = world
    low = step.advance(population, survival, fertility, migration).population
    high = step.advance(population, survival, fertility * 2, migration).population
    assert np.array_equal(low[..., 1:], high[..., 1:])


@given(worlds())
@settings(deadline=None)
def test_memory_given_is_used_and_may_be_the_population_itself(world):
    population, survival, fertility, migration = world
    fresh = step.advance(population, survival, fertility, migration)
    place = step.room(population)
    again = step.advance(population, survival, fertility, migration, out=place)
    assert again is place
    assert np.array_equal(again.population, fresh.population)
    place.population[...] = population
    written_over = step.advance(place.population, survival, fertility, migration, out=place)
    assert np.array_equal(written_over.population, fresh.population)
    place.population[...] = population
    still = step.advance(place.population, survival, fertility, out=place)
    assert np.array_equal(still.population, step.advance(population, survival, fertility).population)


@given(worlds(np.float32))
@settings(deadline=None)
def test_single_precision_stays_and_suffices(world):
    short = step.advance(*world)
    long = step.advance(*(values.astype(np.float64) for values in world))
    assert {values.dtype for values in (short.population, short.births, short.deaths)} == {np.dtype(np.float32)}
    assert short.population == pytest.approx(long.population, rel=1e-4, abs=1e-2)


def test_rates_common_to_all_regions_and_runs():
    rng = np.random.default_rng(5)
    population = rng.uniform(0, 50, (3, 4, 2, 101))
    survival, fertility = rng.uniform(0.9, 1, (2, 101)), rng.uniform(0, 0.1, (4, 101))
    together = step.advance(population, survival, fertility).population
    alone = step.advance(population[1, 2], survival, fertility[2]).population
    assert together[1, 2] == pytest.approx(alone)


def test_population_laid_out_otherwise_in_memory():
    rng = np.random.default_rng(6)
    population = rng.uniform(0, 50, (2, 101, 4)).transpose(2, 0, 1)
    survival, fertility = rng.uniform(0.9, 1, (2, 101)), np.zeros(101)
    expected = step.advance(np.ascontiguousarray(population), survival, fertility)
    assert np.array_equal(step.advance(population, survival, fertility).population, expected.population)


def test_more_boys_than_girls():
    population = np.full((2, 101), 10.0)
    fertility = np.full(101, 0.05)
    fertility[0] = 0
    births = step.advance(population, np.ones((2, 101)), fertility).births
    assert births[1] / births[0] == pytest.approx(1.05)


def test_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match="Form"):
        step.advance(np.ones((2, 5)), np.ones((2, 5)), np.zeros(5), out=step.room(np.ones((2, 6))))
    with pytest.raises(ValueError, match="Form"):
        step.advance(np.ones((3, 5)), np.ones((3, 5)), np.zeros(5))
