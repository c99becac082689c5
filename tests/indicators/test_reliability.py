import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators import reliability
from indicators.catalogue import load_catalogue
from indicators.reliability import Difference, Verdict
from views import resources

WITH_INTERVAL = {"share", "odds", "rate", "balance", "mean_age", "median_age", "billeter", "tfr"}


def test_wilson_reproduces_newcombe_1998():
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20."""
    low, high = reliability.wilson(np.array([81.0, 15.0, 0.0]), np.array([263.0, 148.0, 20.0]))
    assert low.round(4).tolist() == [0.2553, 0.0624, 0.0]
    assert high.round(4).tolist() == [0.3662, 0.1605, 0.1611]


@given(st.integers(1, 100_000))
def test_byar_is_close_to_the_exact_poisson_interval(events):
    low, high = reliability.byar(np.array([float(events)]))
    assert low[0] == pytest.approx(stats.chi2.ppf(0.025, 2 * events) / 2, rel=0.15, abs=0.1)
    assert high[0] == pytest.approx(stats.chi2.ppf(0.975, 2 * events + 2) / 2, rel=0.02)


@given(st.integers(0, 3000), st.integers(1, 3000))
def test_wilson_contains_the_share_and_stays_inside_0_and_1(part, rest):
    low, high = reliability.wilson(np.array([float(part)]), np.array([float(part + rest)]))
    assert 0 <= low[0] <= part / (part + rest) + 1e-12
    assert part / (part + rest) - 1e-12 <= high[0] <= 1


def verdict(value, low, high, numerator, denominator, population, *, signed=False):
    arrays = [np.array([float(x)]) for x in (value, low, high, numerator, denominator, population)]
    return reliability.verdicts(*arrays, signed=signed)[0]


def test_verdicts_follow_the_written_rule():
    assert verdict(25.7, 22.7, 28.9, 197, 768, 768) == Verdict.SAFE
    assert verdict(2.0, 0.8, 4.9, 5, 250, 500) == Verdict.CAUTIOUS
    assert verdict(28.6, 21.7, 36.6, 40, 140, 140) == Verdict.TOO_SMALL
    assert verdict(1.0, 0.1, 5.4, 1, 100, 900) == Verdict.TOO_SMALL
    assert verdict(5.0, 1.0, 12.0, 4, 80, 900) == Verdict.TOO_SMALL
    assert verdict(float("nan"), 1, 2, 3, 400, 900) == Verdict.NONE
    assert verdict(3.0, -1.0, 7.0, 12, 4000, 4000, signed=True) == Verdict.CAUTIOUS


def test_difference_needs_the_interval_to_leave_the_benchmark_out():
    assert reliability.difference(25.7, 22.7, 28.9, Verdict.SAFE, 22.0) == Difference.HIGHER
    assert reliability.difference(25.7, 22.7, 28.9, Verdict.SAFE, 30.0) == Difference.LOWER
    assert reliability.difference(25.7, 22.7, 28.9, Verdict.SAFE, 23.0) == Difference.NONE
    assert reliability.difference(25.7, 22.7, 28.9, Verdict.TOO_SMALL, 10.0) == Difference.TOO_SMALL
    assert reliability.difference(25.7, 22.7, 28.9, Verdict.SAFE, float("nan")) == Difference.UNKNOWN


def test_every_figure_of_a_kind_with_an_interval_has_one_that_contains_it():
    """The table at the head of the module, on the newest figures of the county and two of its municipalities."""
    evaluator, kinds = resources.evaluator(), set()
    places = [evaluator.regions.county, *evaluator.regions.municipalities[:2]]
    one_of_each = {(i.kind, bool(i.window), i.signed): i for i in load_catalogue().indicators.values()}
    for indicator in one_of_each.values():
        for _, row in evaluator.evaluate(indicator, places, evaluator.moments(indicator)[-3:]).iterrows():
            if np.isnan(row["value"]) or indicator.kind not in WITH_INTERVAL:
                assert np.isnan(row["low"])
                assert np.isnan(row["high"])
            else:
                assert row["low"] <= row["value"] <= row["high"], indicator.id
                kinds.add(indicator.kind)
    assert kinds == WITH_INTERVAL
