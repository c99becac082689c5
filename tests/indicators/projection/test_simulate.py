"""Ranges: reproducible, centred, never negative, wider with time and narrower with size."""

from __future__ import annotations

import numpy as np
import pytest

from indicators.projection import simulate
from indicators.projection.scenario import NO_MIGRATION, TREND

RUNS = 200
AHEAD = 10


def totals(people):
    return people.sum(axis=(-1, -2))


@pytest.fixture(scope="module")
def runs(model, forecasts):
    """Inhabitants of all municipalities, shape (runs, years, places), until ten years after the launch."""
    unit = simulate.unit_of(model, forecasts.projection(TREND), list(range(len(model.places))))
    return simulate.runs_of(model, unit, RUNS, totals)


def width(runs):
    low, high = np.percentile(runs, [10, 90], axis=0)
    return (high - low) / np.median(runs, axis=0)


def test_the_same_seed_gives_the_same_runs(model, forecasts):
    unit = simulate.unit_of(model, forecasts.projection(TREND), [3, 4])
    first, again, other = (simulate.runs_of(model, unit, 40, totals, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first[:, -1], other[:, -1])


def test_all_runs_begin_with_the_known_totals(model, runs):
    assert runs.shape == (RUNS, model.steps + 1, len(model.places))
    start = model.start.people.sum(axis=(1, 2))
    assert np.abs(runs[:, 0] / start - 1).max() < 1e-4


def test_runs_are_centred_on_the_expected_course(forecasts, runs):
    expected = forecasts.projection(TREND).people.sum(axis=(2, 3))
    middle = np.median(runs, axis=0)
    assert middle.sum(axis=1) == pytest.approx(expected.sum(axis=1), rel=0.02)
    assert middle[AHEAD] == pytest.approx(expected[AHEAD], rel=0.12)
    assert np.abs(middle[AHEAD] / expected[AHEAD] - 1).mean() < 0.02


def test_ranges_widen_with_time(model, runs):
    found = width(runs)[model.years_passed :]
    for years in (5, 10, 15, 20):
        assert (found[years] > found[years - 5]).mean() > 0.9
    assert (np.diff(np.median(found, axis=1)) > 0).all()


def test_ranges_shrink_with_size(model, runs):
    people, found = model.start.people.sum(axis=(1, 2)), width(runs)[AHEAD]
    classes = [np.median(found[(people >= a) & (people < b)]) for a, b in ((0, 500), (500, 2000), (2000, 1e6))]
    assert classes == sorted(classes, reverse=True)
    assert classes[0] > 1.1 * classes[-1]


def test_the_county_has_a_narrower_range_than_its_places(model, forecasts, runs):
    unit = simulate.county_unit(model, forecasts.projection(TREND))
    county = simulate.runs_of(model, unit, RUNS, totals)[..., 0]
    expected = forecasts.projection(TREND).people.sum(axis=(1, 2, 3))
    assert np.median(county, axis=0) == pytest.approx(expected, rel=0.02)
    assert width(county)[AHEAD] < np.median(width(runs)[AHEAD])


def test_no_run_has_negative_people(model, forecasts):
    """Not in a single cell: people who left cannot leave again."""
    members = [int(i) for i in np.argsort(model.start.people.sum(axis=(1, 2)))[[0, 20, 60, -1]]]
    unit = simulate.unit_of(model, forecasts.projection(TREND), members)
    assert simulate.runs_of(model, unit, RUNS, lambda people: people.min(axis=(1, 2, 3))).min() >= 0


def test_without_migration_only_births_and_deaths_are_drawn(model, forecasts, runs):
    unit = simulate.unit_of(model, forecasts.projection(NO_MIGRATION), [5])
    assert not unit.arrivals[model.years_passed :].any() and not unit.leaving[model.years_passed :].any()
    still = simulate.runs_of(model, unit, RUNS, totals)[..., 0]
    assert width(still)[AHEAD] < width(runs)[AHEAD, 5]
    assert len(np.unique(still[:, -1])) > RUNS / 2


def test_the_countys_shocks_stay_within_what_occurred(model):
    found = model.county_drift
    shocks = simulate.county_shocks(model, 500, np.random.default_rng(1))
    after = (shocks + found.path[None])[:, model.years_passed :]
    assert not shocks[:, : model.years_passed].any()
    assert after.min() >= found.low - found.step_error - 1e-12
    assert after.max() <= found.high + found.step_error + 1e-12
    assert shocks[:, -1].std() > shocks[:, model.years_passed].std()


def test_batches_of_any_size_give_every_run(model, forecasts, monkeypatch):
    unit = simulate.unit_of(model, forecasts.projection(TREND), [1])
    monkeypatch.setattr(simulate, "CELLS", 202 * 7)
    monkeypatch.setattr(simulate, "TOGETHER", 2)
    found = simulate.runs_of(model, unit, 31, totals)
    assert found.shape[0] == 31 and len(np.unique(found[:, -1])) == 31
