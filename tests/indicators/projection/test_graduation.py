"""Graduation gives the published single ages and keeps what it promises to keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.projection import graduation
from tests.indicators.projection import published_graduation as published

ABRIDGED = [1, 4] + [5] * 16 + [26]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (graduation.sprague, published.SPRAGUE),
        (graduation.beers, published.BEERS_ORD),
        (lambda groups: graduation.beers(groups, "modified"), published.BEERS_MOD),
        (graduation.monotone, published.MONO),
        (graduation.uniform, np.repeat(published.GROUPS / 5, 5)),
    ],
)
def test_published_single_ages(method, expected):
    assert method(published.GROUPS) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_published_single_ages_with_known_infants():
    ages = graduation.beers(published.JOHNSON_GROUPS, johnson=True)
    assert round(float(ages[1]), 3) == 158162.987
    assert ages == pytest.approx(published.JOHNSON, abs=1e-5)
    assert ages[:5].sum() == pytest.approx(published.JOHNSON_GROUPS[:2].sum())


def test_multipliers_of_sprague_as_printed():
    middle = graduation.sprague(np.eye(7))[:, 15:20].T
    assert middle[2].round(4).tolist() == [0.0, 0.0064, -0.0336, 0.2544, -0.0336, 0.0064, 0.0]
    assert graduation.sprague(np.eye(7))[:, 0].round(4).tolist()[:4] == [0.3616, -0.2768, 0.1488, -0.0336]


def with_extra_bin(groups, widths, exposure=None, **options):
    """Do as ungroup does: a bin of one person at the end, whose excess is given back to all ages."""
    people = None if exposure is None else np.append(exposure, 1.01)
    ages = graduation.pclm(np.append(groups, 1.0), [*widths, 1], people, **options)
    return ages[:-1] * (1 + (ages[-1] - 1) / ages[:-1].sum())


@pytest.mark.parametrize(
    ("groups", "penalty", "expected"),
    [
        (published.DEATHS, 100, published.PCLM_100),
        (published.DEATHS, 0.1, published.PCLM_BEST),
        (published.PEOPLE, 174.800031, published.PCLM_PEOPLE),
    ],
)
def test_published_composite_link_model(groups, penalty, expected):
    """The published fit stopped at a change of 0.1 percent; five digits are what it can be compared in."""
    ages = with_extra_bin(groups, ABRIDGED, penalty=penalty**0.5)
    assert ages == pytest.approx(expected, rel=5e-5)


def test_published_rates_of_the_composite_link_model():
    rates = with_extra_bin(published.DEATHS, ABRIDGED, published.PCLM_PEOPLE, penalty=0.100001**0.5)
    assert rates == pytest.approx(published.PCLM_RATES, rel=5e-5)


def test_best_penalty_is_found():
    chosen = graduation.pclm(np.append(published.DEATHS, 1.0), [*ABRIDGED, 1])
    least = graduation.pclm(np.append(published.DEATHS, 1.0), [*ABRIDGED, 1], penalty=0.1**0.5)
    assert chosen == pytest.approx(least)
    noisy = np.array([40.0, 60, 35, 62, 30, 65, 33, 58, 36, 60])
    by_information = graduation.pclm(noisy, [5] * 10)
    rough = graduation.pclm(noisy, [5] * 10, penalty=0.3)
    assert np.abs(np.diff(by_information, 2)).sum() < np.abs(np.diff(rough, 2)).sum()


def test_composite_link_model_for_many_places_at_once():
    groups = np.array([[[0, 0, 0, 0.0], [9, 7, 3, 1]], [[40, 30, 20, 10], [5, 0, 0, 0]]])
    ages = graduation.pclm(groups, [5, 10, 5, 10], penalty=5.0)
    assert ages.shape == (2, 2, 30)
    assert not ages[0, 0].any()
    assert ages[0, 1] == pytest.approx(graduation.pclm(groups[0, 1], [5, 10, 5, 10], penalty=5.0))
    assert np.all(ages[1] > 0)
    assert ages[1, 1, :5].sum() == pytest.approx(5, rel=1e-3)


GROUPS = arrays.arrays(np.float64, (3, 7), elements=st.floats(0, 1e5) | st.just(0.0))


@given(GROUPS)
def test_sums_of_five_year_groups_are_kept(groups):
    for method in (graduation.uniform, graduation.sprague, graduation.beers, graduation.monotone):
        ages = method(groups)
        assert ages.reshape(3, 7, 5).sum(axis=-1) == pytest.approx(groups, abs=1e-6)
        assert method(groups[1]) == pytest.approx(ages[1])


@given(
    st.lists(st.tuples(st.integers(1, 20), st.floats(0, 1e5) | st.just(0.0)), min_size=1, max_size=9),
    st.randoms(use_true_random=False),
)
@settings(deadline=None)
def test_monotone_spline_for_groups_of_any_width(groups, random):
    widths, counts = [width for width, _ in groups], np.array([count for _, count in groups])
    pace = np.array([random.uniform(0.01, 10) for _ in range(sum(widths))])
    edges = np.cumsum([0, *widths[:-1]])
    for clock in (None, pace):
        ages = graduation.monotone(counts, widths, clock)
        assert np.all(ages >= 0)
        assert np.add.reduceat(ages, edges) == pytest.approx(counts, rel=1e-9, abs=1e-6)


def test_monotone_spline_follows_its_clock():
    pace = np.arange(1.0, 13.0) ** 2
    groups = 3 * np.add.reduceat(pace, [0, 2, 7])
    assert graduation.monotone(groups, [2, 5, 5], pace) == pytest.approx(3 * pace)
    two = graduation.monotone([groups, groups], [2, 5, 5], np.stack([pace, np.ones(12)]))
    assert two[0] == pytest.approx(3 * pace)
    assert two[1] == pytest.approx(graduation.monotone(groups, [2, 5, 5]))


def test_open_group_takes_the_given_shape():
    split = graduation.split_open([[30.0], [0.0]], [[4, 2], [1, 1]])
    assert split.shape == (2, 2, 2)
    assert split[0].tolist() == [[20.0, 10.0], [15.0, 15.0]]
    assert not split[1].any()


@pytest.mark.parametrize(
    ("build", "hint"),
    [
        (lambda: graduation.sprague([1, 2, 3, 4]), "mindestens fünf"),
        (lambda: graduation.beers([1, 2, 3, 4]), "mindestens fünf"),
        (lambda: graduation.beers(np.ones(6), "best"), "gibt es nicht"),
        (lambda: graduation.beers(np.ones(6), "modified", johnson=True), "gibt es nicht"),
        (lambda: graduation.monotone([1, -1], [5, 5]), "negativ"),
        (lambda: graduation.monotone([1, 1], [5, 5], np.zeros(10)), "über 0"),
        (lambda: graduation.monotone([1, 1], [5, 5], np.ones(9)), "über 0"),
        (lambda: graduation.uniform([1, 1], [5, 2.5]), "ganzen Jahren"),
        (lambda: graduation.uniform([1, 1], [5, 5, 5]), "ganzen Jahren"),
        (lambda: graduation.split_open(5, [0, 0]), "Altersform"),
        (lambda: graduation.pclm([1, 2], [5, 5, 5]), "passen nicht"),
        (lambda: graduation.pclm([1, -2], [5, 5]), "negativ"),
        (lambda: graduation.pclm([1, 2], [5, 5], np.zeros(10)), "über 0"),
    ],
)
def test_impossible_groups_are_refused(build, hint):
    with pytest.raises(ValueError, match=hint):
        build()
