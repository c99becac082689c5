"""Migrants by single age keep the sums of their groups and follow the shape given."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.projection import migration_schedule
from indicators.projection.migration_schedule import Schedule, by_single_age, rogers_castro

BREAKS = (0, 18, 25, 30, 50, 65)
AGES = np.arange(101)


def test_standard_schedule():
    """Rogers and Castro (1981): on the standard parameters about one move in 80 years, most at young working age."""
    rates = rogers_castro(AGES)
    assert rates[0] == pytest.approx(0.023, abs=1e-5)
    assert rates[20] == pytest.approx(0.003 + 0.02 * np.exp(-2) + 0.06 * np.exp(-1))
    assert rates[:80].sum() == pytest.approx(0.98, abs=0.02)
    assert 20 <= rates.argmax() <= 25


def test_peak_at_retirement():
    rates = rogers_castro(AGES, Schedule(retirement=0.02, old_age=0.0001, old_age_rise=0.03))
    assert rates[66] > rates[55]
    assert rates[100] > rates[80]


@given(
    arrays.arrays(float, (2, 3, 6), elements=st.floats(0, 1e4) | st.just(0.0)),
    arrays.arrays(float, (3, 101), elements=st.floats(0, 500) | st.just(0.0)),
)
def test_groups_keep_their_sums(groups, population):
    for people in (None, population):
        moved = by_single_age(groups, BREAKS, people)
        assert moved.shape == (2, 3, 101)
        assert np.all(moved >= 0)
        assert np.add.reduceat(moved, BREAKS, axis=-1) == pytest.approx(groups, abs=1e-6)


def test_groups_in_proportion_give_the_shape_itself():
    population = np.linspace(200, 10, 101)
    expected = rogers_castro(AGES + 0.5) * population
    moved = by_single_age(np.add.reduceat(expected, BREAKS), BREAKS, population)
    assert moved == pytest.approx(expected)


def test_own_shape():
    shape = 1.0 + np.sin(AGES / 10.0)
    assert by_single_age(np.add.reduceat(shape, BREAKS), BREAKS, shape=shape) == pytest.approx(shape)


def test_small_children_move_as_much_as_the_shape_says():
    moved = by_single_age([180, 900, 60, 80, 20, 10], (0, 18, 25, 30, 50, 65))
    shape = rogers_castro(AGES + 0.5)
    np.testing.assert_allclose(moved[:18] / moved[0], shape[:18] / shape[0])


def test_nobody_of_the_expected_age():
    """Where the population has nobody in a group, its migrants are spread over the group all the same."""
    population = np.full(101, 10.0)
    population[65:] = 0
    moved = by_single_age([0, 0, 0, 0, 0, 36], BREAKS, population)
    assert moved[65:].sum() == pytest.approx(36)
    assert moved[65:].max() < 5


@pytest.mark.parametrize(
    ("build", "hint"),
    [
        (lambda: by_single_age([1, 2], (1, 5)), "bei 0 beginnen"),
        (lambda: by_single_age([1, 2, 3], (0, 5)), "bei 0 beginnen"),
        (lambda: by_single_age([1, -2], (0, 5)), "negativ"),
        (lambda: by_single_age([1, 2], (0, 5), -np.ones(101)), "negativ"),
        (lambda: rogers_castro(AGES, Schedule(constant=-1.0)), "Wanderung"),
        (lambda: rogers_castro(AGES, Schedule(old_age=1.0, old_age_rise=50.0)), "Wanderung"),
    ],
)
def test_the_impossible_is_refused(build, hint):
    with pytest.raises(ValueError, match=hint):
        build()


def test_standard_is_what_the_report_names():
    standard = migration_schedule.STANDARD
    assert (standard.childhood, standard.childhood_fall, standard.constant) == (0.02, 0.10, 0.003)
    assert (standard.labour, standard.labour_age, standard.labour_fall, standard.labour_rise) == (0.06, 20, 0.10, 0.40)
