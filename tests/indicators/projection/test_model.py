"""The projection keeps its balance, its sums and its promises about what a scenario may touch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.projection.scenario import (
    NAMED,
    NO_MIGRATION,
    PHASE_BANDS,
    TREND,
    Housing,
    Migration,
    Phase,
    Scenario,
)
from indicators.projection.start import county_ages
from indicators.projection.step import advance

EVERY = pytest.mark.parametrize("scenario", NAMED, ids=lambda s: s.name)


def imbalance(projection):
    change = np.diff(projection.people.sum(axis=(2, 3)), axis=0)
    return np.abs(change - (projection.births - projection.deaths + projection.moves)).max()


@EVERY
def test_the_balance_is_closed_and_nobody_is_negative(forecasts, scenario):
    projection = forecasts.projection(scenario)
    assert imbalance(projection) < 1e-9
    assert (projection.people >= 0).all() and np.isfinite(projection.people).all()
    assert (projection.births >= 0).all() and (projection.deaths >= 0).all()


@given(
    st.floats(0.8, 2.5), st.floats(-1.0, 6.0), st.sampled_from(Migration), st.sampled_from(Phase), st.floats(-60, 200)
)
@settings(deadline=None, max_examples=8)
def test_own_assumptions_keep_the_balance_too(forecasts, children, gain, migration, phase, number):
    place = forecasts.model.places[42]
    own = Scenario("own", migration, children, gain, ((phase, number),), place, Housing(place, 20, 2030))
    projection = forecasts.model.project(own)
    assert imbalance(projection) < 1e-9
    assert (projection.people >= 0).all()


def test_without_migration_nobody_moves_after_the_passed_years(model, forecasts):
    moves = forecasts.projection(NO_MIGRATION).moves
    assert (moves[model.years_passed :] == 0).all()
    assert (moves[: model.years_passed] != 0).any()


@EVERY
def test_municipalities_add_up_to_the_county_by_sex_and_age(model, forecasts, scenario):
    """The county is projected on its own once more, from the start, with the arithmetic of the textbook's step."""
    projection = forecasts.projection(scenario)
    county, rates = projection.people[model.years_passed].sum(axis=0), model.start.rates
    for t in range(model.years_passed, model.steps):
        survival = rates.survival_after(t + 0.5 + model.first_year - rates.year)
        moving = scenario.migration != Migration.NONE
        moved = model.county_flows.in_year(t).net(county, projection.paths.county[t]) if moving else None
        county = advance(county, survival, rates.fertility, moved, model.known.assumed.boys_per_girl).population
        assert projection.people[t + 1].sum(axis=0) == pytest.approx(county, rel=1e-9, abs=1e-9)


def test_the_countys_net_moves_follow_the_path(model, forecasts):
    moves = forecasts.projection(TREND).moves[model.years_passed :].sum(axis=1)
    path = model.county_drift.path[model.years_passed :] * model.start.people.sum()
    assert moves == pytest.approx(path, abs=2)


def test_more_children_touch_nobody_already_born(model, forecasts):
    trend = forecasts.projection(TREND)
    today = model.children_per_woman()
    for factor, sign in ((1.3, 1), (0.7, -1)):
        other = forecasts.model.project(replace(TREND, name="kinder", children=today * factor))
        for t in range(len(trend.years)):
            youngest = max(t - model.years_passed, 0)
            assert np.array_equal(other.people[t, ..., youngest:], trend.people[t, ..., youngest:])
        births = sign * (other.births - trend.births)[model.years_passed :]
        assert (births > 0).all() and (births.sum(axis=1)[:4] < births.sum(axis=1)[5]).all()


def test_children_per_woman_are_reached_after_five_years(model):
    scenario = replace(TREND, children=2 * model.children_per_woman())
    factors = [model.children_factor(scenario, t + model.years_passed) for t in (0, 1, 4, 9)]
    assert factors == pytest.approx([1.2, 1.4, 2.0, 2.0])


def test_longer_life_touches_births_only_through_survivors(model, forecasts):
    trend = forecasts.projection(TREND)
    longer = forecasts.model.project(replace(TREND, name="länger", life_gain=5.0))
    people, usual = longer.people[model.years_passed + 1 :], trend.people[model.years_passed + 1 :]
    assert people[-1][..., 60:].sum() > 1.02 * usual[-1][..., 60:].sum()
    assert people.sum(axis=(1, 2, 3)).min() > 0 and (people.sum(axis=(1, 2, 3)) >= usual.sum(axis=(1, 2, 3))).all()
    assert longer.births == pytest.approx(trend.births, rel=2e-3)
    assert model.children_factor(longer.scenario, 10) == 1.0


@pytest.mark.parametrize("gain", [0.0, 1.5, 4.0])
def test_life_expectancy_gains_what_was_asked_for(model, gain):
    faster = model.faster(gain)
    assert (model.life_expectancy(model.steps, faster) - model.life_expectancy()).mean() == pytest.approx(
        gain, abs=1e-6
    )


def test_a_housing_area_adds_its_newcomers_once_and_there_only(model, forecasts):
    """Before the municipalities are held to the county; after it the newcomers are still there but for a few in a hundred."""
    place, year = model.places[10], 2031
    scenario = replace(TREND, name="Baugebiet", housing=Housing(place, 40, year, 2.5))
    newcomers = 40 * 2.5 * model.known.assumed.housing_newcomers
    added = model.added(scenario)
    t = year - model.first_year - 1
    assert added[t, 10].sum() == pytest.approx(newcomers)
    added[t, 10] = 0.0
    assert not added.any()
    extra = forecasts.model.project(scenario).people - forecasts.projection(TREND).people
    by_place = extra.sum(axis=(2, 3))
    assert not extra[: t + 1].any()
    assert by_place[t + 1, 10] == pytest.approx(newcomers, rel=0.05)
    assert by_place[t + 1].sum() == pytest.approx(newcomers, rel=0.02)
    assert np.abs(np.delete(by_place[t + 1], 10)).max() < 0.02 * newcomers


def test_a_housing_area_in_a_year_that_has_passed_adds_nobody(model):
    for year in (model.first_year, model.first_year + model.years_passed, model.years[-1] + 1):
        assert not model.added(replace(TREND, housing=Housing(model.places[0], 40, year))).any()


@pytest.mark.parametrize("phase", Phase)
def test_additional_moves_fall_on_the_ages_of_their_phase(model, phase):
    region = model.known.regions.parent(model.places[0], "amt")
    members = [model.places.index(m) for m in model.known.regions.members(region)]
    added = model.added(replace(TREND, moves=((phase, 30.0),), region_id=region))
    inside = np.zeros(added.shape[-1], dtype=bool)
    for low, high in PHASE_BANDS[phase]:
        inside[low:high] = True
    assert added[model.years_passed :].sum(axis=(1, 2, 3)) == pytest.approx(30.0)
    assert not added[: model.years_passed].any() and not added[..., ~inside].any()
    assert not np.delete(added, members, axis=1).any()
    people = model.start.people[members].sum(axis=(1, 2))
    assert added[-1, members].sum(axis=(1, 2)) == pytest.approx(30 * people / people.sum())


def test_passed_years_are_the_published_ones_in_every_scenario(model, forecasts):
    """The county's age groups of 31 December 2025 (Zensus 2022 base) are in all scenarios alike."""
    assert model.years_passed == 1
    bands, counted = county_ages(model.known, "2025-12-31", model.start.base)
    first = forecasts.projection(TREND).people[1]
    found = np.add.reduceat(first.sum(axis=0), [low for low, _ in bands], axis=-1)
    assert found == pytest.approx(counted, rel=1e-6)
    own = Scenario("own", Migration.HIGH, 2.0, 4.0, ((Phase.SENIORS, 50.0),), model.places[3])
    for scenario in (*NAMED, own):
        people = forecasts.projection(scenario).people[1]
        assert people == pytest.approx(first, rel=1e-12)


def test_the_order_of_the_named_scenarios(model):
    high, trend, none = (model.county_rate(m) for m in (Migration.HIGH, Migration.TREND, Migration.NONE))
    assert (high >= trend).all() and high.sum() > trend.sum() and not none.any()


def test_differences_of_municipalities_fade(model):
    rates = model.rates_of_places
    assert rates[1] == pytest.approx(rates[0] * model.known.assumed.place_persistence)
    assert np.abs(rates[-1]).max() < 0.02 * np.abs(rates[0]).max()
