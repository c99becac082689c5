"""The words steigend and fallend: a written rule on real series, and a level that holds under "no change"."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from indicators.catalogue import load_catalogue
from indicators.evaluate import Evaluator
from indicators.rows import Rows
from indicators.trend import Direction, trend
from indicators.trend_line import LEVEL, kendall, line, rate_weights, share_weights
from tests.indicators.small_package import AMT, A, B, fact, package

CATALOGUE = load_catalogue()
REPEATS = 20_000
MARGIN = 0.0015
"""Twice the chance of the simulation itself."""


def rows_of(*series):
    return Rows(Evaluator(package([one for facts in series for one in facts])))


def unemployed(counts, people=2000, region=A, start=2011, base="zensus2011", status="measured"):
    facts = []
    for year, count in enumerate(counts, start):
        kind = status if count is None else "measured"
        value = float("nan") if count is None else count
        facts.append(fact("unemployed", region, str(year), value, base="ohne", status=kind))
        facts.append(fact("population", region, f"{year}-12-31", people, base=base))
        facts.append(fact("population", region, f"{year}-12-31", people * 0.6, base=base, ages=(15, 65)))
    return facts


def judged(*facts, region=A, indicator="arbeitslose", **options):
    return trend(rows_of(*facts), CATALOGUE[indicator], region, **options)


# -- the level -----------------------------------------------------------------------------------------------------------


def shares(rng, times):
    people = np.full((REPEATS, times), 768.0)
    cases = rng.binomial(768, 0.1, (REPEATS, times)).astype(float)
    return cases / people, share_weights(cases, people), False


def few_events(rng, times):
    events = rng.poisson(5, (REPEATS, times)).astype(float)
    return events, rate_weights(events, np.ones_like(events)), False


def restless_events(rng, times):
    """Yearly figures with five times the scatter of mere counting."""
    events = rng.negative_binomial(10, 0.2, (REPEATS, times)).astype(float)
    return events, rate_weights(events, np.ones_like(events)), False


def balances(rng, times):
    gains, losses = rng.poisson(30, (2, REPEATS, times)).astype(float)
    return gains - losses, rate_weights(gains + losses, np.ones_like(gains)), False


def drifting_people(rng, times):
    """A place of 1,000 with 300 births, deaths and moves a year and no direction at all."""
    people = 1000 + np.cumsum(rng.normal(0, np.sqrt(300), (REPEATS, times)), axis=1)
    return people, rate_weights(people, np.ones_like(people)), True


CHANCES = [shares, few_events, restless_events, balances, drifting_people]


@pytest.mark.parametrize(
    ("chance", "times"),
    # Two times do not show how restless a series is: the rule calls them a difference, no trend.
    [(chance, times) for chance in CHANCES for times in (2, 5, 11) if (chance, times) != (restless_events, 2)],
)
def test_without_any_change_rising_and_falling_stay_below_the_level(chance, times):
    values, weights, stock = chance(np.random.default_rng(20_240_607), times)
    found = line(np.arange(float(times)), values, weights, stock=stock)
    assert np.mean(found.p_value < LEVEL) <= LEVEL + MARGIN
    assert np.mean(np.abs(found.slope) > found.reach) == pytest.approx(np.mean(found.p_value < LEVEL), abs=1e-12)


def test_a_real_fall_is_found_and_its_range_holds_it():
    rng = np.random.default_rng(5)
    expected = np.linspace(100, 60, 11)
    events = rng.poisson(expected, (4000, 11)).astype(float)
    found = line(np.arange(11.0), events, rate_weights(events, np.ones_like(events)))
    assert np.mean((found.p_value < LEVEL) & (found.slope < 0)) > 0.8
    assert np.mean(np.abs(found.slope + 4) <= found.reach) >= 0.985


def test_the_counting_test_is_cochran_and_armitages():
    """Agresti (2002), Categorical Data Analysis, 5.3.5: alcohol and malformation, z squared = 6.57."""
    scores = np.array([0, 0.5, 1.5, 4, 7])
    cases, rest = np.array([48.0, 38, 5, 1, 1]), np.array([17066.0, 14464, 788, 126, 37])
    found = line(scores, cases / (cases + rest), share_weights(cases, cases + rest))
    assert (found.slope / found.error) ** 2 == pytest.approx(6.57, abs=0.05)


def test_ranks_agree_with_kendalls_exact_test():
    values = np.array([3.0, 1, 4, 1.5, 5, 9, 2.6, 5.3])
    low, high, p_value = kendall(np.arange(8.0), values)
    assert p_value == pytest.approx(stats.kendalltau(np.arange(8), values, method="exact").pvalue)
    assert low < stats.theilslopes(values).slope < high


def test_no_short_series_can_be_sure_by_ranks():
    low, high, p_value = kendall(np.arange(5.0), np.arange(5.0))
    assert math.isnan(low)
    assert math.isnan(high)
    assert p_value == pytest.approx(2 / 120)


# -- the rule ------------------------------------------------------------------------------------------------------------


def test_a_steady_fall_is_called_falling_with_heads_and_ranges():
    found = judged(unemployed([120, 118, 110, 103, 99, 92, 88, 80, 77, 70, 64]))
    assert found.direction == Direction.FALLING
    assert (found.count_first, found.count_last, found.change, found.years) == (120, 64, -56, 11)
    assert found.low <= -56 <= found.high < 0
    assert found.value_change == pytest.approx(-56 / 1200 * 100)
    assert found.value_low <= found.value_change <= found.value_high < 0
    assert (found.method, found.reason, found.base) == ("trend", "", "zensus2011")


def test_ups_and_downs_are_no_direction():
    found = judged(unemployed([60, 120, 70, 140, 60, 150, 80, 160]))
    assert found.direction == Direction.NONE
    assert found.value_low < 0 < found.value_high


def test_two_times_are_a_difference():
    found = judged(unemployed([200, 120]))
    assert (found.direction, found.method, found.years) == (Direction.FALLING, "difference", 2)
    assert judged(unemployed([200, 185])).direction == Direction.NONE
    assert judged(unemployed([200])).reason == "few_years"
    assert math.isnan(judged(unemployed([200])).change)


def test_only_the_newest_census_base_counts():
    old = unemployed([300, 290, 280], base="zensus2011")
    new = unemployed([100, 101], start=2014, base="zensus2022")
    found = judged(old, new)
    assert (found.base, found.years, found.direction) == ("zensus2022", 2, Direction.NONE)
    assert found.first.period == "2014"


def test_small_places_few_cases_and_withheld_figures_are_not_judged():
    assert judged(unemployed([40, 30, 20, 10, 5], people=250)).reason == "too_small"
    assert judged(unemployed([9, 8, 7, 5, 2])).reason == "too_small"
    assert judged(unemployed([9, 8, None, 5, 4], status="secret")).reason == "withheld"
    assert judged(unemployed([None], status="secret")).reason == "withheld"
    assert judged(unemployed([1]), region=B).reason == "no_data"
    assert judged(unemployed([40, 30, 20, 10, 5], people=250)).direction == Direction.UNKNOWN


def test_years_can_be_left_out():
    facts = unemployed([300, 290, 100, 101, 99])
    assert judged(facts).years == 5
    late = judged(facts, since=2013)
    assert (late.years, late.first.period, late.direction) == (3, "2013", Direction.NONE)


def test_changes_over_years_that_overlap_have_no_trend():
    people = [fact("population", A, f"{2011 + i}-12-31", 1000 - 10 * i) for i in range(13)]
    assert judged(people, indicator="einwohner_10_jahre").reason == "no_count"


def test_a_share_may_rise_while_the_heads_fall():
    facts = []
    for year, (old, people) in zip((2022, 2024), ((3000, 15000), (2900, 10000)), strict=True):
        facts.append(fact("population", A, f"{year}-12-31", old, base="zensus2022", ages=(65, 200)))
        facts.append(fact("population", A, f"{year}-12-31", people, base="zensus2022"))
    found = judged(facts, indicator="anteil_65")
    assert found.direction == Direction.RISING
    assert found.change == -100
    assert found.low <= -100 <= found.high


def test_odds_and_balances_and_ages_are_judged():
    facts = []
    for year in range(2011, 2017):
        old = 300 + 30 * (year - 2011)
        facts += [
            fact("population", A, f"{year}-12-31", 400, ages=(0, 20)),
            fact("population", A, f"{year}-12-31", 1200, ages=(20, 65)),
            fact("population", A, f"{year}-12-31", old, ages=(65, 200)),
            fact("population", A, f"{year}-12-31", 1600 + old),
            fact("births", A, str(year), 20 - 3 * (year - 2011), base="ohne"),
            fact("deaths", A, str(year), 10 + 3 * (year - 2011), base="ohne"),
        ]
    old_age = judged(facts, indicator="altenquotient")
    assert (old_age.direction, old_age.method) == (Direction.RISING, "trend")
    assert old_age.value_change == pytest.approx(12.5)
    assert 0 < old_age.value_low <= 12.5 <= old_age.value_high
    births = judged(facts, indicator="natuerlicher_saldo")
    assert births.direction == Direction.FALLING
    assert births.count_first == 10
    age = judged(facts, indicator="durchschnittsalter")
    assert age.direction == Direction.RISING
    assert math.isnan(age.change)


def test_published_rates_without_counts_go_by_ranks():
    rates = [40, 41, 43, 42, 45, 47, 48, 50]
    county = [fact("rate_daycare_under3", AMT, str(2010 + i), rate, base="ohne") for i, rate in enumerate(rates)]
    found = judged(county, region=AMT, indicator="betreuung_u3")
    people = judged(county[:5], region=AMT, indicator="betreuung_u3")
    assert (found.direction, found.method) == (Direction.RISING, "ranks")
    assert people.reason == "few_years"


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 400), min_size=2, max_size=8), st.integers(700, 5000))
def test_ranges_contain_the_change_and_agree_with_the_word(counts, people):
    found = judged(unemployed(counts, people=people))
    if found.direction == Direction.UNKNOWN:
        assert found.reason
        return
    assert found.low <= found.change <= found.high
    assert found.value_low <= found.value_change <= found.value_high
    assert 0 <= found.p_value <= 1
    sure = found.direction in (Direction.RISING, Direction.FALLING)
    assert sure == (not found.value_low <= 0 <= found.value_high)
