"""Regions of every kind, refusals in German, projected years as a package for the evaluator."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.schema import Level, Status
from indicators.catalogue import load_catalogue
from indicators.evaluate import Evaluator
from indicators.projection.forecast import RUNS, Forecasts
from indicators.projection.results import SMALL
from indicators.projection.scenario import NAMED, TREND, Migration
from indicators.regions import group_id


def by_size(model, position):
    return model.places[int(np.argsort(model.start.people.sum(axis=(1, 2)))[position])]


def test_a_region_is_the_sum_of_its_municipalities(forecasts, model):
    places = [by_size(model, i) for i in (0, 30, 80)]
    together = forecasts.region(group_id(places))
    parts = [forecasts.region(place) for place in places]
    for name in ("expected", "births", "deaths", "moves"):
        assert getattr(together, name) == pytest.approx(sum(getattr(p, name) for p in parts))
    assert together.runs.shape == (RUNS, len(together.years), 2, 101)


def test_regions_of_all_levels_have_their_members(forecasts, model):
    regions = model.known.regions
    for level in (Level.AMT, Level.PLANUNGSREGION, Level.MITTELBEREICH):
        found = sorted(i for r in regions.at_level(level) for i in forecasts.members(r))
        assert found == list(range(len(model.places)))


def test_the_county_is_simulated_as_one(forecasts, model):
    county = forecasts.region(model.known.county)
    assert len(county.runs) == RUNS and not county.small
    assert county.expected.sum() == pytest.approx(forecasts.projection().people.sum())


@pytest.mark.parametrize("region", ["13", "DG", "13003", "gibtsnicht"])
def test_state_nation_and_strangers_are_refused_in_german(forecasts, region):
    with pytest.raises(ValueError, match="nur die Gemeinden des Landkreises"):
        forecasts.region(region)


def test_a_group_with_a_stranger_is_refused(forecasts, model):
    with pytest.raises(ValueError, match="nur die Gemeinden des Landkreises"):
        forecasts.region(group_id([model.places[0], "13003000"]))


def test_small_places_are_shown_fifteen_years_only(forecasts, model):
    village, town = forecasts.region(by_size(model, 0)), forecasts.region(by_size(model, -1))
    assert village.small and village.last_year == village.start_year + 15
    assert not town.small and town.last_year == 2045
    assert village.expected[0].sum() < SMALL <= town.expected[0].sum()


def test_a_range_holds_the_expected_course_and_begins_with_one_number(forecasts, model):
    fan = forecasts.region(by_size(model, 40)).heads()
    assert (fan.low <= fan.expected).all() and (fan.expected <= fan.high).all()
    assert fan.high[0] - fan.low[0] < 0.1
    assert (np.diff(fan.high - fan.low)[1:] > 0).mean() > 0.8


def test_births_of_the_runs_lie_around_the_expected_ones(forecasts, model):
    region = forecasts.region(by_size(model, -1))
    births = region.births_fan()
    assert births.years == region.shown_years[1:]
    assert np.median(region.births_runs, axis=0) == pytest.approx(region.births, rel=0.06)


def test_without_a_path_of_the_state_its_scenario_is_not_offered(shipped, forecasts):
    assert forecasts.scenarios == NAMED
    alone = Forecasts.__new__(Forecasts)
    alone.package = replace(shipped, projections=shipped.projections[:0])
    alone.model = type(forecasts.model).__new__(type(forecasts.model))
    alone.model.known = replace(forecasts.model.known, package=alone.package)
    assert [s.migration for s in alone.scenarios] == [Migration.TREND, Migration.NONE, Migration.HIGH]


@pytest.fixture(scope="module")
def evaluator(forecasts):
    return Evaluator(forecasts.as_package(2035))


def shares(people, low, high):
    return people[..., low:high].sum(axis=(-1, -2)) / people.sum(axis=(-1, -2)) * 100


def test_the_evaluator_gives_the_shares_of_the_arrays(forecasts, model, evaluator):
    indicator = load_catalogue()["anteil_65"]
    found = evaluator.evaluate(indicator, [*model.places, model.known.county])
    people = forecasts.projection(TREND).people[model.years.index(2035)]
    expected = [*shares(people, 65, 101), shares(people.sum(axis=0), 65, 101)]
    assert found["value"].to_numpy(float) == pytest.approx(expected, abs=1e-6)
    assert set(found["status"].astype(str)) == {Status.ESTIMATED.value}


def test_any_age_band_and_sex_of_any_region_can_be_asked_for(forecasts, model, evaluator):
    indicator = load_catalogue()["anteil_altersgruppe"]
    regions = model.known.regions
    ids = [*regions.at_level(Level.AMT)[:3], regions.at_level(Level.PLANUNGSREGION)[0], group_id(model.places[:2])]
    found = evaluator.evaluate(indicator, ids, band=(7, 31))
    people = forecasts.projection(TREND).people[model.years.index(2035)]
    expected = [shares(people[forecasts.members(r)].sum(axis=0), 7, 31) for r in ids]
    assert found["value"].to_numpy(float) == pytest.approx(expected, abs=1e-6)


def test_the_package_says_where_its_figures_come_from(forecasts, evaluator):
    package = evaluator.package
    own = set(package.facts["source_id"].astype(str))
    row = package.sources[package.sources["source_id"].isin(own)]
    assert len(own) == len(row) == 1
    assert "Vorausberechnung" in row["title"].iloc[0] and "Statistischen Ämter" in row["attribution"].iloc[0]
    assert set(package.facts["period"].astype(str)) == {"2035-12-31"}


def test_facts_have_the_same_sum_at_every_level(forecasts, model, evaluator):
    facts = evaluator.package.facts
    total = facts[(facts["sex"] == "t") & (facts["age_from"] == 0) & (facts["age_to"] == 200)].set_index("region_id")[
        "value"
    ]
    regions = model.known.regions
    for level in (Level.GEMEINDE, Level.AMT, Level.MITTELBEREICH):
        assert total[regions.at_level(level)].sum() == pytest.approx(total[model.known.county])
