"""The strip of all places."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from views.strip import fitting_radius, robust_ends, strip_svg, swarm

SVG = "{http://www.w3.org/2000/svg}"
VALUES = [10 + (i * 37 % 112) / 8 for i in range(112)]
IDS = [f"g{i}" for i in range(112)]
numbers = st.floats(-1000, 1000).map(lambda v: round(v, 3))


def parsed(drawing):
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def dots(drawing):
    """Count the places drawn as dots and as arrows."""
    return len(re.findall(r"M[\d.]+ [\d.]+h0", drawing)), drawing.count('Z"')


def test_every_place_is_drawn_once_and_this_one_large():
    drawing = strip_svg(VALUES, IDS, "g5", 17.0, unit="%", decimals=1, names={"g5": "Dorf"})
    assert sum(dots(drawing)) == 111
    circles = list(parsed(drawing).iter(f"{SVG}circle"))
    assert len(circles) == 1
    assert circles[0][0].text.startswith("Dorf: ")


def test_the_same_input_gives_the_same_picture():
    assert strip_svg(VALUES, IDS, "g5", 17.0) == strip_svg(VALUES, IDS, "g5", 17.0)


def test_numbers_stand_at_both_ends():
    labels = [t.text for t in parsed(strip_svg(VALUES, IDS, unit="%", decimals=1)).iter(f"{SVG}text")]
    assert labels == ["10\u00a0%", "24\u00a0%"]


def test_an_extreme_place_is_drawn_at_the_edge_and_explained():
    drawing = strip_svg([*VALUES, 400.0], [*IDS, "far"], "g1", unit="%")
    assert dots(drawing)[1] == 1
    assert "über " in drawing
    assert "1 liegen weiter außen" in drawing or "Pfeil am Rand" in drawing


def test_the_benchmark_always_lies_inside():
    ends = robust_ends(VALUES, [60.0])
    assert ends.high >= 60


def test_zero_is_marked_where_values_have_two_signs():
    labels = [t.text for t in parsed(strip_svg([v - 17 for v in VALUES], IDS, signed=True)).iter(f"{SVG}text")]
    assert "0" in labels
    assert any(label.startswith("+") for label in labels)
    assert any(label.startswith("−") for label in labels)


def test_missing_numbers_are_counted_and_never_drawn_as_zero():
    drawing = strip_svg([None, float("nan"), *VALUES[2:]], IDS, "g0", unit="%")
    assert sum(dots(drawing)) == 110
    assert "Ohne Zahl: 2." in drawing
    assert not list(parsed(drawing).iter(f"{SVG}circle"))


def test_nothing_known_says_so():
    assert "für keinen Ort bekannt" in strip_svg([None, None], ["a", "b"], "a")


def test_no_rank_is_spoken():
    desc = parsed(strip_svg(VALUES, IDS, "g5", 17.0, names={"g5": "Dorf"})).find(f"{SVG}desc").text
    assert desc.startswith("Dorf: ")
    assert "Landkreis: 17." in desc
    assert "mittlere Hälfte" in desc
    assert not re.search(r"Rang|Platz|höher liegen", desc)


@pytest.mark.parametrize("name", ['<img src=x onerror="a">', "${x}", "\u202eabc", "x" * 300])
def test_hostile_names_stay_text(name):
    drawing = strip_svg(
        VALUES, IDS, "g1", names=dict.fromkeys(IDS, name), benchmark=12.0, benchmark_name=name, tooltips=True
    )
    assert {e.tag.removeprefix(SVG) for e in parsed(drawing).iter()} <= {
        "svg",
        "title",
        "desc",
        "line",
        "path",
        "circle",
        "text",
    }


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=150), st.integers(150, 400), st.integers(36, 60))
def test_any_values_stay_inside_the_drawing(values, width, height):
    drawing = strip_svg(values, [str(i) for i in range(len(values))], "0", width=width, height=height)
    assert sum(dots(drawing)) == len(values) - 1
    for x, y in re.findall(r"M([\d.]+) ([\d.-]+)h0", drawing):
        assert 0 <= float(x) <= width
        assert 0 <= float(y) <= height


@settings(deadline=None)
@given(st.lists(st.floats(0, 200).map(lambda v: round(v, 2)), max_size=60))
def test_the_swarm_covers_nothing_while_there_is_room(xs):
    spots = list(zip(xs, swarm(xs, 2.0, 500), strict=True))
    for i, (x, y) in enumerate(spots):
        assert all((x - a) ** 2 + (y - b) ** 2 >= 3.7**2 for a, b in spots[i + 1 :])


def test_dots_shrink_where_it_is_crowded():
    assert fitting_radius([float(i) for i in range(0, 200, 20)], 20) > fitting_radius(
        [100 + i / 50 for i in range(110)], 20
    )


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=100))
def test_ends_are_ordered_and_count_who_is_beyond(values):
    ends = robust_ends(values)
    assert ends.low < ends.high
    assert ends.below == sum(v < ends.low for v in values)
    assert ends.above == sum(v > ends.high for v in values)
    assert all(0 <= ends.place(v) <= 1 for v in values)
