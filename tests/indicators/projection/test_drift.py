"""The county's damped trend and the municipalities' shrunk differences, against hand calculations and brute force."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.projection import drift
from indicators.projection.drift import Damped, Span


def spans_of(random, people, tendency, noise, persistence, years=(-8, -6, -4, -2, 0)):
    """Observed net migration of places whose tendency is an autoregression; returns spans and the tendency at the launch."""
    signal, found = random.normal(0, tendency, len(people)), []
    for begins, ends in itertools.pairwise(years):
        rates = signal + random.normal(0, 1, len(people)) * noise / np.sqrt(people * (ends - begins))
        found.append(Span(rates, begins, ends))
        # From the middle of a span to that of the next, all of equal length; from the last one to the launch.
        step = persistence ** ((ends - begins) / (1 if ends < years[-1] else 2))
        signal = signal * step + random.normal(0, tendency * np.sqrt(1 - step**2), len(people))
    return found, signal


def test_a_damped_trend_by_hand():
    """Level 0, 1, 2.625 and trend 0, 0.5, 0.9375 with all weights one half."""
    rule = Damped(0.5, 0.5, 0.5)
    series = np.array([0.0, 2.0, 4.0])
    assert rule.state(series) == (2.625, 0.9375)
    assert rule.forecast(series, 3).tolist() == [3.09375, 3.328125, 3.4453125]


@given(st.integers(0, 2**32 - 1))
def test_a_damped_trend_ends_at_its_limit(seed):
    series = np.random.default_rng(seed).normal(size=12)
    rule = Damped(0.7, 0.4, 0.6)
    level, trend = rule.state(series)
    assert rule.forecast(series, 200)[-1] == pytest.approx(level + trend * 0.6 / 0.4)


def test_an_event_is_passed_over_and_a_turn_is_not():
    calm = np.array([1.0, 1.2, 0.9, 1.1, 1.0, 1.2])
    event = np.insert(calm, 3, 9.0)
    assert drift.without_events(event).tolist() == pytest.approx([1.0, 1.2, 0.9, 1.0, 1.1, 1.0, 1.2])
    turn = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    assert drift.without_events(turn).tolist() == turn.tolist()


def test_the_first_and_last_two_years_are_never_taken_for_events():
    series = np.array([9.0, 1.0, 1.1, 0.9, 1.0, 1.1, 9.0])
    assert drift.without_events(series)[[0, -1]].tolist() == [9.0, 9.0]


@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
@settings(deadline=None, max_examples=10)
def test_no_path_leaves_what_occurred_in_fifteen_years(known, seed, years):
    random = np.random.default_rng(seed)
    series = np.cumsum(random.normal(0.001, 0.002, 25))
    found = drift.county_drift(series, [], 2000, years, known.assumed)
    recent = drift.without_events(series)[-15:]
    assert len(found.path) == years
    assert (found.path >= recent.min()).all() and (found.path <= recent.max()).all()
    assert (found.low, found.high) == (recent.min(), recent.max())


def test_the_guard_holds_a_steep_trend(known):
    rising = np.concatenate([np.zeros(12), np.arange(1.0, 9.0)])
    found = drift.county_drift(rising, [], 2000, 10, known.assumed)
    assert found.path[-1] == 8.0


def test_the_trend_that_would_have_been_best_is_chosen():
    """A series that is known to follow a rule without noise is forecast best by a rule that trusts the last value."""
    straight = np.arange(20.0)
    rule = drift.chosen([straight], 3)
    assert rule.level >= 0.9 and rule.damping == max(drift.DAMPINGS)
    noise = np.tile([1.0, -1.0], 12)
    assert drift.chosen([noise], 3).level == min(drift.LEVELS)


@pytest.mark.parametrize("series", [np.ones(7), np.array([1.0, np.nan] * 6)])
def test_a_short_or_broken_series_is_refused_in_german(known, series):
    with pytest.raises(ValueError, match="acht aufeinander folgende Jahre"):
        drift.county_drift(series, [], 2000, 5, known.assumed)


def test_the_prediction_is_the_conditional_expectation():
    """Against the precision matrix of the joint normal distribution of launch and spans."""
    random = np.random.default_rng(3)
    people = random.uniform(200, 20_000, 60)
    spans, _ = spans_of(random, people, 0.01, 0.4, 0.8)
    found = drift.place_drift(spans, people, 0.8)
    relative = np.array([s.rates - (s.rates * people).sum() / people.sum() for s in spans])
    relative = drift._without_events(relative)
    middle = np.array([0.0, *(s.middle for s in spans)])
    common = found.signal**2 * 0.8 ** np.abs(middle[:, None] - middle[None])
    for i in (0, 17, 59):
        single = found.noise**2 / (people[i] * np.array([s.years for s in spans]))
        precision = np.linalg.inv(common + np.diag([0.0, *single]))
        expected = -precision[0, 1:] @ relative[:, i] / precision[0, 0]
        assert found.rate[i] == pytest.approx(expected, rel=1e-6)
        assert found.error[i] == pytest.approx(precision[0, 0] ** -0.5, rel=1e-6)


def test_what_was_put_in_is_found_again():
    random = np.random.default_rng(11)
    people = random.uniform(200, 20_000, 4000)
    spans, launch = spans_of(random, people, 0.01, 0.4, 0.8)
    found = drift.place_drift(spans, people, 0.8)
    assert found.signal == pytest.approx(0.01, rel=0.1)
    assert found.noise == pytest.approx(0.4, rel=0.1)
    assert np.std(launch - found.rate) == pytest.approx(np.sqrt((found.error**2).mean()), rel=0.1)


def test_large_places_keep_their_difference_and_tiny_ones_lose_it():
    random = np.random.default_rng(5)
    people = np.repeat([1e-1, 1e9], 200)
    spans, _ = spans_of(random, np.repeat([500.0, 1e9], 200), 0.01, 0.4, 0.999)
    found = drift.place_drift(spans, people, 0.999)
    newest = spans[-1].rates - (spans[-1].rates * people).sum() / people.sum()
    assert found.rate[200:] == pytest.approx(newest[200:], abs=0.002)
    assert np.abs(found.rate[:200]).max() < 0.05 * np.abs(newest[:200]).max()
    assert found.error[0] > 5 * found.error[-1]


def test_nothing_persists_where_spans_contradict_each_other():
    rates = np.array([0.01, -0.01, 0.02, -0.02])
    people = np.full(4, 1000.0)
    found = drift.place_drift([Span(rates, -4, -2), Span(-rates, -2, 0)], people, 0.8)
    assert found.signal == 0 and not found.rate.any()


def test_one_span_tells_nothing():
    found = drift.place_drift([Span(np.array([0.1, -0.1]), -2, 0)], np.array([10.0, 20.0]), 0.8)
    assert not found.rate.any() and not found.error.any()


def test_only_spans_far_apart_tell_what_lasts():
    random = np.random.default_rng(2)
    people = np.full(2000, 800.0)
    lasting = random.normal(0, 0.01, 2000)
    spans = [Span(lasting + random.normal(0, 0.005, 2000), float(-i - 1), float(-i)) for i in range(15)]
    assert drift.lasting(spans, people, 8.0) == pytest.approx(0.01, rel=0.1)
    assert drift.lasting(spans, people, 20.0) == 0.0


def test_the_assumed_range_can_be_narrowed(known):
    series = np.cumsum(np.random.default_rng(1).normal(0, 1, 25))
    short = replace(known.assumed, guard_years=5)
    assert drift.county_drift(series, [], 2000, 5, short).high == drift.without_events(series)[-5:].max()
