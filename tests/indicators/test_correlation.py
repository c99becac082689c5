"""Rank correlation over places, and what two indicators share by construction."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from indicators.catalogue import load_catalogue
from indicators.correlation import FEWEST, rank_correlation, same_divisor, same_people

figures = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=FEWEST, max_size=60)


@settings(deadline=None, max_examples=50)
@given(figures)
def test_it_is_spearmans_coefficient_with_an_interval_around_it(pairs):
    first, second = zip(*pairs, strict=True)
    found = rank_correlation(first, second)
    if len(set(first)) == 1 or len(set(second)) == 1:
        assert not found.known
        return
    assert found.value == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-12)
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_turning_one_figure_round_turns_the_correlation_round():
    first, second = list(range(30)), [(i * 7) % 30 for i in range(30)]
    one, other = rank_correlation(first, second), rank_correlation(first, [-v for v in second])
    assert (other.value, other.low, other.high) == pytest.approx((-one.value, -one.high, -one.low))


def test_too_few_places_and_figures_that_never_differ_have_none():
    assert not rank_correlation(range(FEWEST - 1), range(FEWEST - 1)).known
    assert not rank_correlation([3.0] * 40, range(40)).known
    assert rank_correlation(range(40), range(40)).value == 1


def test_figures_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="same places"):
        rank_correlation([1, 2], [1, 2, 3])


def test_the_interval_covers_the_true_correlation_nineteen_times_in_twenty():
    """Normal figures with Pearson 0.6 have Spearman 6/π · asin(0.3); the share of intervals that hold it is checked by simulation."""
    rng, true, places, rounds = np.random.default_rng(4), 6 / math.pi * math.asin(0.3), 110, 1000
    drawn = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=(rounds, places))
    held = 0
    for sample in drawn:
        found = rank_correlation(list(sample[:, 0]), list(sample[:, 1]))
        held += found.low <= true <= found.high
    assert 0.93 <= held / rounds <= 0.97


@pytest.mark.parametrize(
    ("one", "other", "people", "divisor"),
    [
        ("anteil_65", "anteil_unter_18", True, True),
        ("anteil_65", "durchschnittsalter", True, False),
        ("sterberate", "natuerlicher_saldo", True, True),
        ("geburtenrate", "sterberate", False, True),
        ("haushalte_mit_kindern", "leerstand", False, False),
        ("dichte", "anteil_65", False, False),
    ],
)
def test_what_goes_together_by_construction_is_known(one, other, people, divisor):
    catalogue = load_catalogue()
    first, second = catalogue[one], catalogue[other]
    assert same_people(first, second) is same_people(second, first) is people
    assert same_divisor(first, second) is same_divisor(second, first) is divisor
