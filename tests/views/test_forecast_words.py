"""Sentences about a projection: right forms, ranges that hold, no precision that is not there."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.projection.results import Fan
from views.forecast_words import (
    ENROLMENTS,
    People,
    about,
    births_sentence,
    change_sentence,
    difference_sentence,
    ends,
    heads_sentence,
    people_words,
    rounded,
    small_place_note,
    span,
)
from views.wording import Wording

VILLAGE = Wording("Penzin", "in Penzin", "von Penzin", "Penzin")
AMT = Wording("Amt Gnoien", "im Amt Gnoien", "des Amtes Gnoien", "Amt Gnoien")


def fan(*triples, first=2024):
    expected, low, high = (np.array(values, dtype=float) for values in zip(*triples, strict=True))
    return Fan(tuple(range(first, first + len(triples))), expected, low, high)


SHRINKS = fan((742, 742, 742), (644, 561, 723))
TOWN = fan((29012, 29012, 29012), (27391, 25980, 28655))


def test_heads_of_a_village_are_rounded_to_ten_and_those_of_a_town_to_a_hundred():
    assert (
        heads_sentence(VILLAGE, people_words(), SHRINKS, 2025, rounding=10)
        == "2025 leben in Penzin etwa 640 Menschen, zwischen 560 und 730."
    )
    assert (
        heads_sentence(AMT, people_words((80, 200)), TOWN, 2025)
        == "2025 leben im Amt Gnoien etwa 27.400 Menschen ab 80, zwischen 25.900 und 28.700."
    )


def test_one_and_none_have_their_own_forms():
    few = fan((1.2, 1.2, 1.2), (0.8, 0, 2.6), (0.3, 0, 1.4), (0, 0, 0))
    kita = people_words((3, 6))
    assert heads_sentence(VILLAGE, kita, few, 2025) == "2025 lebt in Penzin etwa 1 Kind von 3 bis 5, höchstens 3."
    assert (
        heads_sentence(VILLAGE, kita, few, 2026)
        == "2026 leben in Penzin so gut wie keine Kinder von 3 bis 5, höchstens 2."
    )
    assert heads_sentence(VILLAGE, kita, few, 2027) == "2027 leben in Penzin so gut wie keine Kinder von 3 bis 5."
    assert (
        heads_sentence(VILLAGE, kita, few, 2026, rounding=10)
        == "2026 leben in Penzin weniger als 10 Kinder von 3 bis 5, höchstens 10."
    )


def test_births_and_enrolments_are_told_as_a_range():
    births = fan((5.6, 4.2, 7.9), (0.4, 0, 1), (0, 0, 0), first=2032)
    assert births_sentence(births, 2032, ENROLMENTS) == "2032 etwa 4 bis 8 Einschulungen."
    assert births_sentence(births, 2033, place=VILLAGE) == "2033 etwa 0 bis 1 Geburt in Penzin."
    assert births_sentence(births, 2034) == "2034 so gut wie keine Geburten."


def test_a_change_is_only_sure_if_the_range_leaves_the_start_out():
    assert (
        change_sentence(SHRINKS, rounding=10)
        == "Bis 2025 werden es ziemlich sicher weniger: von 740 auf etwa 640, zwischen 560 und 730."
    )
    unsure = change_sentence(fan((300, 300, 300), (280, 240, 330)), rounding=10)
    assert unsure.startswith("Bis 2025 werden es eher weniger: von 300 auf etwa 280")
    assert "Gleich viele oder mehr sind möglich" in unsure
    assert "ziemlich sicher mehr" in change_sentence(fan((300, 300, 300), (360, 320, 400)))


def test_about_the_same_is_said_so():
    assert change_sentence(fan((300, 300, 300), (302, 260, 350)), rounding=10) == (
        "Bis 2025 bleibt die Zahl etwa gleich: von 300 auf etwa 300, zwischen 260 und 350; mehr oder weniger ist möglich."
    )


def test_births_may_be_compared_with_what_was_counted():
    assert "von 9 auf etwa 6" in change_sentence(fan((6, 4, 8), (6, 4, 8)), start=9)


def test_two_scenarios_add_up_as_they_are_written():
    other = fan((742, 742, 742), (687, 600, 770))
    told = difference_sentence("Trend", SHRINKS, "Zuzug", other, 2025, rounding=10)
    assert told == (
        "2025 sind es mit „Zuzug“ etwa 50 mehr als mit „Trend“: etwa 690 statt 640. "
        "Das ist weniger als die Spanne, um die jede der beiden Zahlen ungewiss ist."
    )
    assert "50 weniger als mit „Zuzug“" in difference_sentence("Zuzug", other, "Trend", SHRINKS, 2025, rounding=10)
    assert "mehr als die Spanne" in difference_sentence("A", TOWN, "B", fan((0, 0, 0), (33000, 31000, 35000)), 2025)
    assert "kaum einen Unterschied" in difference_sentence("A", SHRINKS, "B", SHRINKS, 2025)


def test_a_year_beyond_the_horizon_is_an_error_not_a_guess():
    with pytest.raises(ValueError, match="not in tuple"):
        heads_sentence(VILLAGE, people_words(), SHRINKS, 2090)


def test_the_note_names_limit_and_horizon():
    assert "Unter 5.000 Einwohnern" in small_place_note(5000, 2039)


@pytest.mark.parametrize(
    ("band", "sex", "dative"),
    [
        ((0, 6), "t", "Kindern unter 6"),
        ((20, 40), "f", "Frauen von 20 bis 39"),
        ((18, 60), "m", "Männern von 18 bis 59"),
        ((12, 18), "t", "jungen Menschen von 12 bis 17"),
        ((6, 10), "m", "Jungen von 6 bis 9"),
        ((65, 200), "t", "Menschen ab 65"),
    ],
)
def test_the_dative_of_people(band, sex, dative):
    assert people_words(band, sex).dative == dative


def test_forms_follow_the_written_number():
    assert [People("Kind", "Kinder", "Kindern").of(heads) for heads in (0, 0.6, 1.4, 2)] == [
        "Kinder", "Kind", "Kind", "Kinder",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.floats(0, 3e5), st.floats(0, 3e4), st.floats(0, 3e4), st.sampled_from([1, 10]))
def test_what_is_written_holds_what_was_computed(expected, below, above, rounding):
    low, high = expected - below, expected + above
    first, last = ends(low, high, rounding)
    assert first <= rounded(expected, rounding) <= last
    assert first <= max(low, 0) + 1e-3
    assert last >= high - 1e-3
    assert not re.search(r"[−-]0|−", about(expected, rounding) + span(low, high, rounding))
