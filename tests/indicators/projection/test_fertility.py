"""Fertility measures give the published figures; schedules keep their shape when moved."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.projection import fertility
from tests.indicators.projection import published_fertility as published

AGES = np.arange(15, 50)
#: The latest published schedule over all ages a projection knows.
SCHEDULE = np.zeros(101)
SCHEDULE[15:50] = published.RATES[-1]


def test_children_per_woman_in_52_years():
    assert np.abs(fertility.total_fertility(published.RATES) - published.TOTAL).max() <= 0.001


def test_mothers_grew_older():
    ages = fertility.mean_age(published.RATES, AGES)
    assert ages.shape == (52,)
    assert 25 < ages[3] < 27 < 31 < ages[-1] < 32


def test_middle_of_a_group_stands_for_it():
    assert fertility.mean_age([0.1, 0.0], ages=[15, 20], width=5) == 17.5
    assert np.isnan(fertility.mean_age([0.0, 0.0]))


def test_rates_from_counts():
    rates = fertility.from_births([[0, 3], [0, 8]], [0, 40])
    assert rates.tolist() == [[0.0, 0.075], [0.0, 0.2]]


@given(st.floats(0.0, 5.0), st.floats(22.0, 38.0))
def test_level_and_age_are_met(total, age):
    changed = fertility.reshaped(SCHEDULE, total=total, mean_age=age)
    assert fertility.total_fertility(changed) == pytest.approx(total)
    if total > 1e-6:
        assert fertility.mean_age(changed) == pytest.approx(age)
    assert np.all(changed >= 0)


def test_shape_is_kept():
    own = float(fertility.mean_age(SCHEDULE))
    later = fertility.reshaped(SCHEDULE, mean_age=own + 2)
    assert later[2:] == pytest.approx(SCHEDULE[:-2])
    assert fertility.reshaped(SCHEDULE, total=2 * SCHEDULE.sum()) == pytest.approx(2 * SCHEDULE)


def test_a_narrow_window_of_ages_still_meets_the_mean():
    earlier = fertility.reshaped(published.RATES[-1], total=1.5, mean_age=29.0, ages=AGES)
    assert fertility.mean_age(earlier, AGES) == pytest.approx(29.0)
    assert fertility.total_fertility(earlier) == pytest.approx(1.5)


def test_many_schedules_at_once():
    many = fertility.reshaped(SCHEDULE, total=[1.2, 1.6, 2.1], mean_age=[29.0, 30.0, 31.0])
    assert many.shape == (3, 101)
    assert many[1] == pytest.approx(fertility.reshaped(SCHEDULE, total=1.6, mean_age=30.0))


@pytest.mark.parametrize(
    ("build", "hint"),
    [
        (lambda: fertility.reshaped(np.zeros(5), total=1.0), "Ohne Geburten"),
        (lambda: fertility.reshaped(SCHEDULE, total=-1.0), "negativ"),
        (lambda: fertility.reshaped(published.RATES[-1], mean_age=70.0, ages=AGES), "Rand"),
        (lambda: fertility.from_births([1, 2], [0, 10]), "keine Frauen"),
        (lambda: fertility.from_births([-1, 2], [10, 10]), "negativ"),
    ],
)
def test_impossible_wishes_are_refused(build, hint):
    with pytest.raises(ValueError, match=hint):
        build()
