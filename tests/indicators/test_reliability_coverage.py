"""How often the 95 % intervals hold the true value: exactly, by summing over all counts, and by a seeded simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from indicators import age_spread, ages, reliability
from indicators.reliability import FEW_CASES

SIZES = (20, 30, 50, 100, 300, 1000, 5000, 30_000)
SHARES = np.unique(np.concatenate([np.geomspace(0.005, 0.5, 60), [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5]]))
EVENTS = np.geomspace(0.5, 3000, 120)
LOWEST, HIGHEST = 0.93, 0.97
DISCRETE_BELOW = 18
"""Where fewer cases are expected than this the interval may hold the value more often than in 97 of 100 cases."""
STRUCTURE = {(0, 3): 25, (3, 6): 27, (6, 10): 40, (10, 16): 60, (16, 19): 25, (19, 25): 40, (25, 40): 150, (40, 60): 290,
             (60, 67): 130, (67, 75): 110, (75, 200): 110}  # fmt: skip
"""A village's age groups as the census counts them."""


def held(ends, truth, chance):
    low, high = ends
    return float((chance * ((low <= truth + 1e-12) & (truth - 1e-12 <= high))).sum())


def binomial(people, share):
    first, last = stats.binom.ppf([1e-9, 1 - 1e-9], people, share).astype(int)
    cases = np.arange(first, last + 1)
    return cases.astype(float), stats.binom.pmf(cases, people, share)


def poisson(expected):
    first, last = stats.poisson.ppf([1e-9, 1 - 1e-9], expected).astype(int)
    events = np.arange(first, last + 1)
    return events.astype(float), stats.poisson.pmf(events, expected)


@pytest.mark.parametrize("people", SIZES)
def test_intervals_of_shares_hold_the_share_in_93_to_97_of_100_cases_or_are_widened(people):
    edges = np.concatenate(
        reliability.share(np.arange(people + 1.0)[:200], np.full(min(people + 1, 200), float(people)))
    )
    worst = np.concatenate([edges - 1e-9, edges + 1e-9])
    for share in np.concatenate([SHARES, worst[(worst > 0.005) & (worst < 0.5)]]):
        cases, chance = binomial(people, share)
        covered = held(reliability.share(cases, np.full(len(cases), float(people))), share, chance)
        assert covered >= LOWEST, (people, share, covered)
        assert covered <= HIGHEST or people * share < DISCRETE_BELOW, (people, share, covered)


def test_a_seeded_simulation_says_the_same_of_shares():
    rng = np.random.default_rng(1927)
    for people in SIZES:
        for share in (0.005, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5):
            cases = rng.binomial(people, share, 4000).astype(float)
            low, high = reliability.share(cases, np.full(4000, float(people)))
            covered = float(np.mean((low <= share) & (share <= high)))
            assert covered >= LOWEST - 0.008, (people, share, covered)
            assert covered <= HIGHEST + 0.008 or people * share < DISCRETE_BELOW, (people, share, covered)


def test_wilson_alone_would_not_do():
    """The reason for the rule: one case in five years is expected, and the interval of one case misses it."""
    cases, chance = binomial(20, 0.0088)
    assert held(reliability.wilson(cases, np.full(len(cases), 20.0)), 0.0088, chance) < 0.85
    assert held(reliability.share(cases, np.full(len(cases), 20.0)), 0.0088, chance) >= LOWEST


def test_from_thirteen_cases_on_the_interval_is_wilsons():
    cases, people = np.array([13.0, 197.0, 700.0]), np.array([300.0, 768.0, 713.0])
    assert np.array_equal(reliability.share(cases, people), reliability.wilson(cases, people))
    few = np.array([float(FEW_CASES)])
    assert reliability.share(few, np.array([300.0]))[1] >= reliability.wilson(few, np.array([300.0]))[1]


def test_intervals_of_rates_hold_the_expected_events_in_at_least_95_of_100_cases():
    counts = np.arange(3200.0)
    edges = np.concatenate(reliability.byar(counts))
    for expected in np.concatenate([EVENTS, edges[(edges > 0.5) & (edges < 60)] - 1e-9, [17.0, 18.0, 25.0]]):
        events, chance = poisson(expected)
        covered = held(reliability.byar(events), expected, chance)
        assert covered >= 0.95, (expected, covered)
        assert covered <= HIGHEST or expected < DISCRETE_BELOW, (expected, covered)


def test_a_seeded_simulation_says_the_same_of_rates_and_balances():
    rng = np.random.default_rng(1987)
    for gains, losses in ((0.5, 0.5), (2, 8), (15, 0.5), (40, 60), (1500, 1400)):
        came, went = (rng.poisson(x, 6000).astype(float) for x in (gains, losses))
        for ends, truth, expected in (
            (reliability.byar(came), gains, gains),
            (reliability.balance(came, went), gains - losses, gains + losses),
        ):
            covered = float(np.mean((ends[0] <= truth) & (truth <= ends[1])))
            assert covered >= 0.94 - 0.006
            assert covered <= HIGHEST or expected < DISCRETE_BELOW


def test_intervals_of_balances_hold_the_balance_in_at_least_94_of_100_cases():
    for gains in (0.5, 1, 3, 7, 15, 37, 120, 3000):
        for losses in (0.5, 2, 7, 15, 120):
            (came, first), (went, second) = poisson(gains), poisson(losses)
            ends = reliability.balance(came[:, None], went[None])
            covered = held(ends, gains - losses, first[:, None] * second[None])
            assert covered >= 0.94, (gains, losses, covered)
            assert covered <= HIGHEST or gains + losses < 13, (gains, losses, covered)


@pytest.mark.parametrize("people", [300, 2000])
def test_intervals_of_ages_hold_the_true_age(people):
    rng = np.random.default_rng(1952)
    bands, heads = list(STRUCTURE), np.array(list(STRUCTURE.values()), dtype=float)
    draws = rng.multinomial(people, heads / heads.sum(), 1500)
    for measure, interval in ((ages.mean_age, age_spread.mean_age), (ages.median_age, age_spread.median_age)):
        truth = measure(STRUCTURE)
        found = np.array([interval(dict(zip(bands, one.tolist(), strict=True))) for one in draws])
        covered = np.mean((found[:, 0] <= truth) & (truth <= found[:, 1]))
        assert 0.935 <= covered <= 0.97, (measure, covered)


def test_intervals_of_billeters_measure_and_of_children_per_woman():
    rng = np.random.default_rng(1991)
    young, old, middle = rng.poisson([[120], [480], [360]], (3, 4000)).astype(float)
    low, high = reliability.balance_ratio(young, old, middle)
    assert 0.935 <= np.mean((low <= -1) & (high >= -1)) <= 0.965
    rates, women = np.array([0.01, 0.05, 0.09, 0.08, 0.04, 0.01]), 300.0
    births = rng.poisson(rates * women, (2000, 6)).astype(float)
    spans = [reliability.weighted_events(one, np.full(6, 5 / women)) for one in births]
    assert 0.94 <= np.mean([a <= 5 * rates.sum() <= b for a, b in spans]) <= 0.98


# -- what always holds ---------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.integers(1, 40_000), st.floats(0, 1))
def test_a_shares_interval_contains_it_grows_with_it_and_is_never_nan(people, part):
    cases = np.array([float(round(people * part))])
    size = np.array([float(people)])
    low, high = reliability.share(cases, size)
    assert 0 <= low[0] <= cases[0] / people + 1e-12
    assert cases[0] / people - 1e-12 <= high[0] <= 1
    if cases[0] < people:
        next_low, next_high = reliability.share(cases + 1, size)
        assert next_low[0] >= low[0]
        assert next_high[0] >= high[0]


@settings(max_examples=40)
@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 5000))
def test_intervals_of_balances_odds_and_ratios_contain_the_value(one, other, base):
    gains, losses, below = (np.array([float(x)]) for x in (one, other, base))
    low, high = reliability.balance(gains, losses)
    assert low[0] < one - other < high[0]
    assert reliability.moves(low, high)[0] == pytest.approx(one + other, abs=1e-6)
    low, high = reliability.odds(gains, below)
    assert low[0] <= one / base <= high[0]
    low, high = reliability.balance_ratio(gains, losses, below)
    assert low[0] <= (one - other) / base <= high[0]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 400), min_size=11, max_size=11).filter(any))
def test_intervals_of_ages_contain_the_age(heads):
    persons = dict(zip(STRUCTURE, heads, strict=True))
    low, high = age_spread.mean_age(persons)
    assert low <= ages.mean_age(persons) <= high
    middle, (low, high) = ages.median_age(persons), age_spread.median_age(persons)
    assert np.isnan(low) if middle is None else low - 1e-9 <= middle <= high + 1e-9


@settings(max_examples=40)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=7))
def test_children_per_woman_lie_inside_their_interval(births):
    counts = np.array(births, dtype=float)
    low, high = reliability.weighted_events(counts, np.full(len(births), 0.01))
    assert 0 <= low <= 0.01 * counts.sum() <= high
    assert high > 0


def test_unknown_counts_stay_unknown():
    unknown = np.array([np.nan])
    for low, high in (
        reliability.share(unknown, np.array([10.0])),
        reliability.byar(unknown),
        reliability.balance(unknown, unknown),
    ):
        assert np.isnan(low).all()
        assert np.isnan(high).all()
