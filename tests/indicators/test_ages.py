"""Age bands: exact, estimated or refused, and the measures of an age structure."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.schema import AGE_OPEN
from indicators.ages import (
    LIFE_PHASES,
    MOST_ESTIMATED,
    Fit,
    billeter,
    fit,
    mean_age,
    median_age,
    nearest_band,
    phase_groups,
    words,
)

REGISTER = [
    *[(0, 3), (3, 6), (6, 10), (10, 15), (15, 18), (18, 20)],
    *[(low, low + 5) for low in range(20, 65, 5)],
    *[(65, 75), (75, AGE_OPEN)],
]
CENSUS = [(0, 3), (3, 6), (6, 10), (10, 16), (16, 19), (19, 25), (25, 40), (40, 60), (60, 67), (67, 75), (75, AGE_OPEN)]
FIVE_YEARS = [*[(low, low + 5) for low in range(0, 95, 5)], (95, AGE_OPEN)]
SOURCES = [REGISTER, CENSUS, FIVE_YEARS]

bands = st.tuples(st.integers(0, 99), st.one_of(st.integers(1, 100), st.just(AGE_OPEN))).filter(lambda b: b[0] < b[1])


@st.composite
def partitions(draw):
    """Groups without gaps from 0 to the open top, with persons."""
    breaks = sorted(draw(st.sets(st.integers(1, 94), min_size=1, max_size=20)))
    ends = [0, *breaks, AGE_OPEN]
    groups = list(itertools.pairwise(ends))
    counts = draw(st.lists(st.integers(0, 5000), min_size=len(groups), max_size=len(groups)))
    return dict(zip(groups, map(float, counts), strict=True))


def test_life_phases_have_no_gap_and_no_overlap():
    assert LIFE_PHASES[0].low == 0
    assert LIFE_PHASES[-1].high == AGE_OPEN
    assert all(a.high == b.low for a, b in itertools.pairwise(LIFE_PHASES))
    assert [p.low for p in LIFE_PHASES] == [0, 3, 6, 10, 16, 18, 25, 30, 50, 65, 80]


@settings(deadline=None)
@given(partitions(), st.data())
def test_a_band_between_breaks_is_exact_and_sums_its_groups(persons, data):
    groups = sorted(persons)
    first = data.draw(st.integers(0, len(groups) - 1))
    last = data.draw(st.integers(first, len(groups) - 1))
    found = fit((groups[first][0], groups[last][1]), persons, persons)
    assert found.fit is Fit.EXACT
    assert found.reason == ""
    assert found.count(persons) == sum(persons[g] for g in groups[first : last + 1])


@settings(deadline=None)
@given(partitions(), bands)
def test_weights_are_shares_and_an_estimate_stays_small(persons, band):
    found = fit(band, persons, persons)
    assert all(0 < weight <= 1 for weight in found.weights.values())
    if found.fit is Fit.ESTIMATED:
        covered = sum(weight * (group[1] - group[0]) for group, weight in found.weights.items())
        assert covered == pytest.approx(band[1] - band[0])
        assert found.estimated_share <= MOST_ESTIMATED
        assert all(weight == 1 for (_, high), weight in found.weights.items() if high >= AGE_OPEN)
        assert found.reason.startswith("Geschätzt")
    if found.fit is Fit.REFUSED:
        assert found.reason
        assert found.count(persons) is None


@settings(deadline=None)
@given(partitions(), st.integers(1, 99))
def test_two_halves_of_all_ages_never_hold_more_than_everyone(persons, cut):
    parts = [fit(band, persons, persons).count(persons) for band in ((0, cut), (cut, AGE_OPEN))]
    if None not in parts:
        assert sum(parts) == pytest.approx(sum(persons.values()))


@settings(deadline=None)
@given(partitions(), bands)
def test_the_nearest_band_can_always_be_answered(persons, band):
    near = nearest_band(band, persons)
    assert near is not None
    assert fit(near, persons).fit is Fit.EXACT
    if fit(band, persons).fit is Fit.EXACT:
        assert near == band


def test_the_open_group_is_never_split():
    found = fit((80, AGE_OPEN), REGISTER)
    assert found.fit is Fit.REFUSED
    assert "enden bei 75" in found.reason
    assert fit((65, 80), REGISTER).fit is Fit.REFUSED
    assert fit((75, 100), REGISTER).fit is Fit.REFUSED


def test_a_third_of_a_three_year_group_is_an_estimate_but_two_thirds_alone_are_refused():
    assert fit((10, 16), REGISTER).fit is Fit.ESTIMATED
    assert fit((16, 18), REGISTER).fit is Fit.REFUSED
    assert fit((30, 50), CENSUS).fit is Fit.REFUSED


def test_persons_decide_how_much_is_estimated():
    many_in_the_split_group = {(0, 10): 10.0, (10, 20): 1000.0, (20, AGE_OPEN): 5.0}
    assert fit((0, 12), many_in_the_split_group).fit is Fit.ESTIMATED
    assert fit((0, 12), many_in_the_split_group, many_in_the_split_group).fit is Fit.REFUSED


def test_a_published_total_is_taken_before_the_sum_of_its_parts():
    both = {(0, 50): 10.0, (50, AGE_OPEN): 11.0, (0, AGE_OPEN): 22.0}
    assert fit((0, AGE_OPEN), both).count(both) == 22


def test_a_group_without_a_number_leaves_no_sum():
    assert fit((0, 6), REGISTER).count({(0, 3): 5.0}) is None


@pytest.mark.parametrize(
    ("band", "groups", "part"),
    [
        ((0, 20), [(15, 20), (20, 50)], "beginnt erst bei 15"),
        ((40, 60), [(15, 20), (20, 50)], "endet bei 49"),
        ((0, 30), [(0, 10), (20, 40)], "fehlen"),
        ((0, 30), [], "keine Altersangaben"),
        ((0, 30), [(0, AGE_OPEN)], "unterscheidet kein Alter"),
    ],
)
def test_refusals_say_why(band, groups, part):
    found = fit(band, groups)
    assert found.fit is Fit.REFUSED
    assert part in found.reason


def test_phases_follow_the_register_of_2015():
    assert [(p.name, words(p.band)) for p in phase_groups(REGISTER)] == [
        ("Kleinkinder", "0 bis 2"),
        ("Kita-Alter", "3 bis 5"),
        ("Grundschulalter", "6 bis 9"),
        ("Schulalter", "10 bis 14"),
        ("Jugendliche", "15 bis 17"),
        ("Ausbildung", "18 bis 24"),
        ("Berufsstart", "25 bis 29"),
        ("Familienphase", "30 bis 49"),
        ("Späte Berufsjahre", "50 bis 64"),
        ("Ruhestand", "65 bis 74"),
        ("Hohes Alter", "75 und älter"),
    ]


def test_phases_keep_the_groups_of_the_census():
    assert [p.band for p in phase_groups(CENSUS)] == CENSUS


@pytest.mark.parametrize("source", SOURCES)
def test_phases_cover_everyone_once_under_names_of_their_own(source):
    phases = phase_groups(source)
    assert (phases[0].low, phases[-1].high) == (0, AGE_OPEN)
    assert all(a.high == b.low for a, b in itertools.pairwise(phases))
    assert len({p.name for p in phases}) == len(phases)
    assert all(fit(p.band, source).fit is Fit.EXACT for p in phases)


@settings(deadline=None)
@given(partitions())
def test_phases_cover_any_source(persons):
    phases = phase_groups(persons)
    assert sum(fit(p.band, persons).count(persons) for p in phases) == sum(persons.values())
    assert len({p.name for p in phases}) == len(phases)


def test_median_by_hand():
    assert median_age({(0, 20): 20.0, (20, 40): 40.0, (40, 60): 40.0}) == pytest.approx(35.0)
    assert median_age({(0, 20): 1.0, (20, AGE_OPEN): 9.0}) is None
    assert median_age({}) is None


@settings(deadline=None)
@given(partitions())
def test_mean_age_lies_within_life(persons):
    mean = mean_age(persons)
    assert mean is None if sum(persons.values()) == 0 else 0 < mean < 105


def test_billeter_by_hand_and_only_on_exact_breaks():
    persons = {(0, 15): 13.0, (15, 50): 38.0, (50, AGE_OPEN): 49.0}
    assert billeter(persons) == pytest.approx((13 - 49) / 38)
    assert billeter({(0, 16): 13.0, (16, 50): 38.0, (50, AGE_OPEN): 49.0}) is None
