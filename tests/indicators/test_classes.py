"""Class breaks: readable, increasing, and robust where there is little to part."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.classes import (
    ClassBreakError,
    Classification,
    ClassMethod,
    classification,
    classify,
    labels,
    needed_decimals,
    parse_breaks,
)

METHODS = [ClassMethod.QUANTILE, ClassMethod.NATURAL, ClassMethod.EQUAL]
VALUES = st.lists(st.one_of(st.floats(-1e4, 1e5), st.just(math.nan)), max_size=60)


@pytest.mark.parametrize("method", METHODS)
@given(values=VALUES, decimals=st.integers(0, 2))
def test_breaks_increase_and_are_no_finer_than_the_indicator(method, values, decimals):
    found = classification(values, method, decimals=decimals)
    assert list(found.breaks) == sorted(set(found.breaks))
    assert all(math.isclose(edge, round(edge, decimals), abs_tol=1e-6) for edge in found.breaks)
    codes = classify(values, found.breaks)
    assert ((codes == -1) == np.isnan(np.array(values, dtype=float))).all()
    assert codes.max(initial=-1) < found.size <= 5


@given(values=VALUES, centre=st.floats(-50, 50))
def test_diverging_breaks_lie_symmetrically(values, centre):
    found = classification(values, "quantile", centre=centre, decimals=1)
    middle = round(centre, 1) + 0.0
    assert middle in found.breaks
    offsets = [round(edge - middle, 6) for edge in found.breaks]
    assert offsets == [-offset + 0.0 for offset in reversed(offsets)]
    assert found.classes_below == (len(found.breaks) + 1) // 2


@pytest.mark.parametrize("method", METHODS)
def test_nothing_to_part_is_one_class(method):
    for values in ([], [math.nan, math.nan], [7.0, 7.0, 7.0]):
        assert classification(values, method).breaks == ()


@pytest.mark.parametrize("method", METHODS)
def test_two_different_values_are_two_classes(method):
    found = classification([3.0, 3.0, 9.0], method)
    assert classify([3.0, 9.0], found.breaks).tolist() == [0, 1]


def test_quantiles_fill_the_classes_evenly():
    values = np.arange(100, dtype=float)
    found = classification(values, "quantile")
    assert np.bincount(classify(values, found.breaks)).tolist() == [20, 20, 20, 20, 20]


def test_natural_breaks_lie_in_the_gaps():
    found = classification([1, 2, 3, 50, 51, 52, 90, 91], "natural", classes=3)
    assert 3 < found.breaks[0] <= 50
    assert 52 < found.breaks[1] <= 90


def test_fixed_breaks_are_taken_as_they_are_and_zero_joins_signed_ones():
    assert classification([1, 2], "fixed", given=(15, 18, 21, 25)).breaks == (15, 18, 21, 25)
    assert classification([1, 2], "fixed", given=(-5, -2, 2, 5), centre=0).breaks == (-5, -2, 0, 2, 5)


def test_fixed_breaks_do_not_fit_around_the_county():
    around = classification([15, 18, 20, 24, 30], "fixed", given=(15, 18, 21, 25), centre=20.04, decimals=1)
    assert around.centre == 20.0
    assert around.breaks != (15, 18, 20.0, 21, 25)


def test_a_value_on_the_edge_belongs_to_the_class_above():
    assert classify([15.0, 14.999], (15, 18)).tolist() == [1, 0]


def test_zero_is_a_class_of_its_own_and_never_a_missing_number():
    found = classification([0, 0, 3, 12, 40, math.nan], "fixed", given=(10, 30), zero_class=True)
    assert classify([0, 3, 12, 40, math.nan], found.breaks, zero_class=True).tolist() == [0, 1, 2, 3, -1]
    assert labels(found, str, zero_label="0 – keine Betriebe gemeldet")[0] == "0 – keine Betriebe gemeldet"


def test_labels_read_like_a_sentence():
    assert labels(Classification((15, 18, 25)), lambda edge: f"{edge:g}") == (
        "unter 15",
        "15 bis unter 18",
        "18 bis unter 25",
        "25 und mehr",
    )
    assert labels(Classification(()), str) == ("alle Werte",)


def test_whole_breaks_are_written_without_decimals():
    assert needed_decimals((15.0, 18.0), 1) == 0
    assert needed_decimals((15.0, 21.5), 1) == 1


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("15; 18; 21,5", (15, 18, 21.5)),
        ("1.200; 2.500,5", (1200, 2500.5)),
        ("−5;0;+5", (-5, 0, 5)),
        ("10 %\n20 %", (10, 20)),
    ],
)
def test_reads_what_a_person_types(text, breaks):
    assert parse_breaks(text) == breaks


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "zum Beispiel"),
        ("15; achtzehn", "„achtzehn“ ist keine Zahl"),
        ("15; 21.5", "Komma"),
        ("18; 15", "ansteigen"),
        ("15; 15", "ansteigen"),
        ("1;2;3;4;5;6", "zu viele"),
        ("=cmd()", "keine Zahl"),
    ],
)
def test_says_in_german_what_is_wrong_with_the_breaks(text, hint):
    with pytest.raises(ClassBreakError, match=hint):
        parse_breaks(text)
