"""Ordered dots with ranges."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.views.drawings import HOSTILE, count, parsed, texts
from views.interval_dots import Dot, DotsPicture, Side, draw
from views.number_style import NumberStyle

SIDES = list(Side)


def picture(values, mark=20.0, name="Ort", chosen=(1,)):
    dots = tuple(
        Dot(f"{name} {at}", v, v - 3, v + 3, SIDES[at % 4], at in chosen, f"{name} {at}: {v}")
        for at, v in enumerate(values)
    )
    return DotsPicture(dots, mark, "Landkreis", NumberStyle("%", 1))


VALUES = [10 + (i * 37 % 112) / 8 for i in range(112)]


@pytest.mark.parametrize("width", [358.0, 1300.0])
def test_every_place_is_drawn_once_with_its_range_and_its_name_under_the_pointer(width):
    root = parsed(draw(picture(VALUES), width), width)
    titles = [t.text for t in root.iter("{http://www.w3.org/2000/svg}title")][1:]
    assert len(titles) == len(set(titles)) == 112
    assert count(root, "circle") == 112
    groups = [
        g for g in root.iter("{http://www.w3.org/2000/svg}g") if g.find("{http://www.w3.org/2000/svg}line") is not None
    ]
    assert len(groups) == 112


@pytest.mark.parametrize("width", [358.0, 1300.0])
def test_an_extreme_place_is_an_arrow_at_the_edge_and_named_as_such(width):
    found = picture([*VALUES, 400.0])
    root = parsed(draw(found, width), width)
    assert count(root, "circle") == 112
    assert [dot.value for dot in found.beyond()] == [400.0]


def test_places_too_small_are_hollow_and_the_chosen_are_named():
    root = parsed(draw(picture(VALUES, chosen=(1, 2)), 1300.0), 1300.0)
    hollow = [c for c in root.iter("{http://www.w3.org/2000/svg}circle") if c.get("fill") == "#FFFFFF"]
    assert len(hollow) == 28
    assert {text for text in texts(root) if text.startswith("Ort")} == {"Ort 1 14,6\u00a0%", "Ort 2 19,3\u00a0%"}


def test_no_rank_is_spoken_and_without_benchmark_there_is_no_line():
    spoken = draw(picture(VALUES), 1300.0).spoken
    assert "28 zu klein zum Urteilen" in spoken
    assert "Landkreis: 20,0" in spoken
    assert not re.search(r"Rang|Platz|Stelle", spoken)
    assert "Landkreis" not in draw(picture(VALUES, mark=math.nan), 1300.0).spoken


def test_a_benchmark_that_is_small_itself_has_a_band():
    for width, side in ((358.0, "height"), (1300.0, "width")):
        found = replace(picture(VALUES), span=(18.0, 22.0))
        bands = list(parsed(draw(found, width), width).iter("{http://www.w3.org/2000/svg}rect"))
        assert len(bands) == 1
        assert float(bands[0].get(side)) > 300
    assert count(parsed(draw(picture(VALUES), 1300.0), 1300.0), "rect") == 0


def test_nothing_known_says_so():
    assert texts(parsed(draw(picture([]), 1300.0), 1300.0)) == ["keine Zahlen"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    for width in (358.0, 1300.0):
        parsed(draw(picture(VALUES[:20], name=name, chosen=range(20)), width), width)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.floats(-1000, 1000).map(lambda v: round(v, 2)), min_size=1, max_size=60),
    st.sampled_from([358.0, 1300.0]),
)
def test_any_values_give_a_drawing(values, width):
    parsed(draw(picture(values, chosen=(0, 5)), width), width)
