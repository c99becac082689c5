"""People agree with every count; where counts contradict each other the totals win."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.projection.fitting import Counted, fitted
from indicators.projection.results import AGES

BANDS = ((0, 18), (18, 65), (65, 200))
STARTS = [low for low, _ in BANDS]


def some_people(seed, places=4):
    return np.random.default_rng(seed).uniform(0.1, 20, (places, 2, AGES))


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=20)
def test_consistent_counts_are_all_met(seed):
    truth = some_people(seed)
    by_age = np.add.reduceat(truth, STARTS, axis=-1)
    counted = Counted(truth.sum(axis=(1, 2)), truth.sum(axis=-1), by_age.sum(axis=1), BANDS, by_age.sum(axis=0), BANDS)
    found = fitted(some_people(seed + 1), counted)
    groups = np.add.reduceat(found, STARTS, axis=-1)
    assert found.sum(axis=-1) == pytest.approx(counted.places_sex)
    assert groups.sum(axis=1) == pytest.approx(counted.places_bands, rel=1e-4)
    assert groups.sum(axis=0) == pytest.approx(counted.county_bands, rel=1e-4)
    assert (found >= 0).all()


def test_parts_that_do_not_add_up_yield_to_the_totals():
    """As in the census, where cells are changed by chance: 2 % too many in the groups."""
    truth = some_people(7)
    groups = np.add.reduceat(truth, STARTS, axis=-1)
    totals = truth.sum(axis=(1, 2))
    found = fitted(some_people(8), Counted(totals, truth.sum(axis=-1), groups.sum(axis=1) * 1.02, BANDS))
    assert found.sum(axis=(1, 2)) == pytest.approx(totals, rel=1e-12)
    assert np.add.reduceat(found, STARTS, axis=-1).sum(axis=1) == pytest.approx(groups.sum(axis=1), rel=1e-4)


def test_where_only_the_total_is_known_the_expected_share_of_women_holds():
    people = some_people(3, places=2)
    known_sexes = np.array([[np.nan, np.nan], [300.0, 100.0]])
    found = fitted(people, Counted(np.array([1000.0, 400.0]), known_sexes))
    share = people[0, 0].sum() / people[0].sum()
    assert found[0].sum(axis=-1) == pytest.approx([1000 * share, 1000 * (1 - share)], rel=1e-3)
    assert found[1].sum(axis=-1) == pytest.approx([300.0, 100.0])


def test_a_counted_group_is_filled_where_nobody_was_expected():
    people = some_people(4, places=1)
    people[..., 65:] = 0.0
    found = fitted(people, Counted(np.array([500.0]), None, np.array([[100.0, 300.0, 100.0]]), BANDS))
    assert found[..., 65:].sum() == pytest.approx(100.0)


def test_a_place_without_people_stays_empty():
    found = fitted(some_people(5, places=2), Counted(np.array([0.0, 50.0])))
    assert found[0].sum() == 0 and found[1].sum() == pytest.approx(50.0)
