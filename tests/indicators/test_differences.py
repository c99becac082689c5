"""Differences of two groups: published values, other people's exact tests, coverage and level."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from indicators import differences
from indicators.catalogue import load_catalogue
from indicators.evaluate import Evaluator, Moment
from indicators.rows import Rows
from tests.indicators.small_package import COUNTY, A, fact, package

CATALOGUE = load_catalogue()


def one(*numbers):
    return [np.array([float(x)]) for x in numbers]


def ends(interval):
    return [round(float(end[0]), 4) for end in interval]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((56, 70, 48, 80), [0.0524, 0.3339]),
        ((9, 10, 3, 10), [0.1705, 0.8090]),
        ((6, 7, 2, 7), [0.0582, 0.8062]),
        ((5, 56, 0, 29), [-0.0381, 0.1926]),
        ((0, 10, 0, 20), [-0.1611, 0.2775]),
        ((0, 10, 0, 10), [-0.2775, 0.2775]),
        ((10, 10, 0, 20), [0.6791, 1.0]),
        ((10, 10, 0, 10), [0.6075, 1.0]),
    ],
)
def test_differences_of_shares_reproduce_newcombe_1998(table, expected):
    """Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10."""
    assert ends(differences.share_difference(*one(*table))) == expected


def test_p_values_of_shares_agree_with_scipy():
    large, small = (56, 70, 48, 80), (2, 11, 9, 14)
    pooled = stats.chi2_contingency([[56, 14], [48, 32]], correction=False).pvalue
    assert differences.shares_p(*one(*large))[0] == pytest.approx(pooled)
    exact = stats.fisher_exact([[2, 9], [9, 5]]).pvalue
    assert differences.shares_p(*one(*small))[0] == pytest.approx(exact)
    tea = differences.shares_p(*one(3, 4, 1, 4))[0]
    assert tea == pytest.approx(0.4857, abs=1e-4)  # Fisher (1935), the lady tasting tea


def test_rates_agree_with_the_exact_binomial():
    p_value = differences.rates_p(*one(10, 100, 2, 100))[0]
    assert p_value == pytest.approx(stats.binomtest(10, 12, 0.5).pvalue)
    low, high = differences.rate_ratio(*one(60, 1000, 30, 1000))
    exact = stats.binomtest(60, 90).proportion_ci(method="wilson")
    assert low[0] == pytest.approx(exact.low / (1 - exact.low))
    assert high[0] == pytest.approx(exact.high / (1 - exact.high))
    assert math.isinf(differences.rate_ratio(*one(3, 100, 0, 100))[1][0])


def test_intervals_of_differences_hold_the_difference():
    rng = np.random.default_rng(1998)
    for people, other, share, against in ((100, 5000, 0.05, 0.08), (300, 300, 0.2, 0.25), (60, 2000, 0.5, 0.3)):
        cases, others = rng.binomial(people, share, 5000), rng.binomial(other, against, 5000)
        sizes = np.full(5000, float(people)), np.full(5000, float(other))
        low, high = differences.share_difference(cases.astype(float), sizes[0], others.astype(float), sizes[1])
        assert 0.93 <= np.mean((low <= share - against) & (share - against <= high)) <= 0.98
    for expected, other in ((3, 40), (20, 25), (300, 200)):
        events, others = (rng.poisson(x, 5000).astype(float) for x in (expected, other))
        low, high = differences.rate_difference(events, np.full(5000, 2.0), others, np.full(5000, 4.0))
        truth = expected / 2 - other / 4
        assert 0.94 <= np.mean((low <= truth) & (truth <= high)) <= 0.985
        low, high = differences.rate_ratio(events, np.full(5000, 2.0), others, np.full(5000, 4.0))
        assert 0.93 <= np.mean((low <= 2 * expected / other) & (2 * expected / other <= high)) <= 0.985


def test_p_values_keep_their_level_where_nothing_differs():
    rng = np.random.default_rng(7)
    for people, other, share, times in ((150, 4000, 0.1, 5000), (60, 3000, 0.02, 400), (800, 900, 0.3, 5000)):
        cases, others = rng.binomial(people, share, times), rng.binomial(other, share, times)
        found = differences.shares_p(*(np.broadcast_to(x, times).astype(float) for x in (cases, people, others, other)))
        assert np.mean(found < 0.05) <= 0.055
    events, others = rng.poisson(6, 4000).astype(float), rng.poisson(60, 4000).astype(float)
    assert np.mean(differences.rates_p(events, np.ones(4000), others, np.full(4000, 10.0)) < 0.05) <= 0.05


def test_unknown_or_empty_groups_stay_unknown():
    assert np.isnan(differences.shares_p(*one(3, 10, math.nan, 20))).all()
    assert np.isnan(differences.shares_p(*one(0, 0, 5, 20))).all()
    assert np.isnan(differences.rates_p(*one(0, 0, 5, 20))).all()
    assert np.isnan(differences.rest(*one(5, math.nan))).all()
    assert np.isnan(differences.share_difference(*one(1, 10, math.nan, 5))[0]).all()


# -- a place against the rest of its region ------------------------------------------------------------------------------


def place_and_county(indicator, facts, moment=None):
    rows = Rows(Evaluator(package(facts)))
    moment = moment or Moment("2015-12-31", "zensus2011")
    found = (rows.at(CATALOGUE[indicator], moment, region) for region in (A, COUNTY))
    return CATALOGUE[indicator], *found


def old(region, total, part):
    counts = ((total, (0, 200)), (total - part, (20, 65)), (part, (65, 200)))
    return [fact("population", region, "2015-12-31", n, ages=ages) for n, ages in counts]


def test_the_places_own_people_do_not_stand_on_both_sides():
    facts = [*old(A, 1000, 300), *old(COUNTY, 3000, 700)]
    share = differences.against_rest(*place_and_county("anteil_65", facts))
    assert share == pytest.approx(differences.shares_p(*one(300, 1000, 400, 2000))[0])
    assert differences.against_rest(*place_and_county("altenquotient", facts)) == pytest.approx(share)


def test_rates_and_balances_against_the_rest():
    year = Moment("2015", "zensus2011")
    facts = [*old(A, 1000, 300), *old(COUNTY, 21_000, 700)]
    for region, births, deaths in ((A, 30, 10), (COUNTY, 230, 300)):
        facts += [
            fact("births", region, "2015", births, base="ohne"),
            fact("deaths", region, "2015", deaths, base="ohne"),
        ]
    rate = differences.against_rest(*place_and_county("geburtenrate", facts, year))
    assert rate == pytest.approx(differences.rates_p(*one(30, 1000, 200, 20_000))[0])
    balance = differences.against_rest(*place_and_county("natuerlicher_saldo", facts, year))
    z = (0.02 + 0.0045) / math.hypot(math.sqrt(42) / 1000, math.sqrt(532) / 20_000)
    assert balance == pytest.approx(2 * stats.norm.sf(z), rel=1e-6)


def test_kinds_without_counts_and_different_times_are_not_compared():
    facts = [*old(A, 1000, 300), *old(COUNTY, 3000, 700)]
    assert math.isnan(differences.against_rest(*place_and_county("durchschnittsalter", facts)))
    indicator, own, whole = place_and_county("anteil_65", facts)
    with pytest.raises(ValueError, match="different times"):
        differences.against_rest(indicator, {**own, "census_base": "zensus2022"}, whole)


# -- what always holds ---------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 300), st.integers(1, 300))
def test_intervals_contain_the_difference_and_p_values_are_chances(cases, rest, other, other_rest):
    people, others = cases + rest, other + other_rest
    table = one(cases, people, other, others)
    low, high = differences.share_difference(*table)
    assert -1 - 1e-9 <= low[0] <= cases / people - other / others <= high[0] <= 1 + 1e-9
    low, high = differences.rate_difference(*table)
    assert low[0] <= cases / people - other / others <= high[0]
    assert 0 <= differences.shares_p(*table)[0] <= 1
    assert 0 <= differences.rates_p(*table)[0] <= 1
    swapped = one(other, others, cases, people)
    assert differences.shares_p(*table)[0] == pytest.approx(differences.shares_p(*swapped)[0])
    if cases + other:
        low, high = differences.rate_ratio(*table)
        assert 0 <= low[0] <= high[0]
