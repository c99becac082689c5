"""Tragfähigkeit: the first possible, expected and certain year of crossing a needed number."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.projection.crossing import State, Threshold, assumed, crossing, thresholds_of
from indicators.projection.results import Fan, RegionForecast

KITA = Threshold("Kita-Gruppe", (3, 6), needed=15)


def fan(expected, spread=2.0, first=2024):
    """A number whose range widens by ``spread`` a year."""
    expected = np.array(expected, dtype=float)
    width = spread * np.arange(len(expected))
    return Fan(tuple(range(first, first + len(expected))), expected, expected - width, expected + width)


def test_a_falling_number_crosses_first_possibly_then_expectedly_then_certainly():
    found = crossing(fan([22, 20, 18, 16, 14, 9, 4, 1], 1.0), KITA)
    assert found.falls
    assert (found.first_possible, found.first_expected, found.first_certain) == (2027, 2028, 2029)
    above, possible, below = State.ABOVE, State.OPEN, State.BELOW
    assert found.states == (above, above, above, possible, possible, below, below, below)


def test_a_growing_number_reaches():
    found = crossing(fan([10, 12, 14, 16, 19, 22], 1.0), KITA)
    assert not found.falls
    assert (found.first_possible, found.first_expected, found.first_certain) == (2026, 2027, 2028)


def test_what_never_happens_has_no_year():
    assert crossing(fan([400, 390, 380]), KITA).first_possible is None
    stays = crossing(fan([3, 3, 2], 0.5), KITA)
    assert (stays.falls, stays.first_possible, stays.states[0]) == (False, None, State.BELOW)


def test_exactly_the_needed_number_is_enough():
    assert crossing(fan([15, 15], 0.0), KITA).first_possible is None
    assert crossing(fan([14, 15], 0.0), KITA).first_certain == 2025


def test_what_is_judged_is_what_is_told():
    """A range up to 14.3 people is told as "up to 15", so it is not surely below 15; 14.6 people are told as 15."""
    found = crossing(Fan((2024, 2025), np.array([14.6, 12.0]), np.array([14.6, 9.7]), np.array([14.6, 14.3])), KITA)
    assert found.falls
    assert (found.first_expected, found.first_certain) == (2025, None)
    assert (found.fan.at(2024), found.fan.at(2025)) == ((15.0, 15.0, 15.0), (12.0, 9.0, 15.0))


def test_births_are_counted_where_asked():
    years, people = (2024, 2025, 2026), np.full((3, 2, 101), 2.0)
    forecast = RegionForecast(
        "x", years, people, np.repeat(people[None], 5, 0), np.array([4.0, 5.0]), np.zeros(2), np.zeros(2),
        np.array([[4.0, 5.0]] * 5), small=True,
    )  # fmt: skip
    births = Threshold("Geburten", (0, 1), needed=5, source="births")
    assert crossing(births.fan(forecast), births).first_certain == 2026
    assert KITA.fan(forecast).at(2024) == (12.0, 12.0, 12.0)


@pytest.mark.parametrize(
    "wrong",
    [{"needed": 0}, {"needed": float("nan")}, {"needed": float("inf")}, {"band": (6, 3)}, {"sex": "x"}, {"kind": "x"}],
)
def test_nonsense_is_refused_in_german(wrong):
    with pytest.raises(ValueError, match="Kita-Gruppe"):
        Threshold(**({"label": "Kita-Gruppe", "band": (3, 6), "needed": 15} | wrong))


def test_missing_numbers_are_refused():
    with pytest.raises(ValueError, match="fehlt die Zahl"):
        crossing(fan([20, float("nan")]), KITA)
    with pytest.raises(ValueError, match="kein Jahr"):
        crossing(fan([]), KITA)


ROW = {
    "id": "bus", "label": "Bus", "age_from": 6, "age_to": 10, "sex": "t", "source": "heads", "needed": 50.0, "kind": "at_most",
    "note": "laut Vertrag",
}  # fmt: skip


def test_a_row_of_the_table_becomes_a_threshold_called_an_assumption():
    found = thresholds_of(pd.DataFrame([ROW]))
    assert found == (Threshold("Bus", (6, 10), "t", 50.0, "at_most", "heads", "Annahme: laut Vertrag", "bus"),)
    assert thresholds_of(pd.DataFrame()) == ()
    assert assumed("Annahme: 15") == "Annahme: 15"


SEATS = Threshold("Bus", (6, 10), needed=15, kind="at_most")


def test_room_is_enough_up_to_and_with_the_number():
    assert crossing(fan([15, 15], 0.0), SEATS).first_possible is None
    assert crossing(fan([15, 16], 0.0), SEATS).first_certain == 2025


def test_a_growing_number_runs_out_of_room():
    found = crossing(fan([10, 12, 14, 16, 19, 22], 1.0), SEATS)
    assert not found.falls
    assert (found.first_possible, found.first_expected, found.first_certain) == (2026, 2027, 2029)
    below, possible, above = State.BELOW, State.OPEN, State.ABOVE
    assert found.states == (below, below, possible, possible, possible, above)


def test_a_falling_number_finds_room_again():
    found = crossing(fan([20, 18, 15, 12], 1.0), SEATS)
    assert found.falls
    assert (found.first_possible, found.first_expected, found.first_certain) == (2026, 2026, 2027)


@settings(deadline=None)
@given(st.lists(st.floats(0, 60), min_size=1, max_size=25), st.floats(0, 5), st.floats(0.5, 50))
def test_the_years_come_in_order(expected, spread, needed):
    found = crossing(fan(expected, spread), Threshold("x", (3, 6), needed=needed))
    known = [year for year in (found.first_possible, found.first_expected, found.first_certain) if year is not None]
    assert known == sorted(known)
    assert found.first_possible is not None or (found.first_expected is None and found.first_certain is None)
    last = State.BELOW if found.falls else State.ABOVE
    assert (found.first_certain is not None) == (last in found.states)
