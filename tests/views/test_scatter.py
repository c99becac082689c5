"""Two figures of all places as dots."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.views.drawings import HOSTILE, count, parsed, texts
from views.number_style import NumberStyle
from views.scatter import Axis, ScatterPicture, Spot, draw

numbers = st.floats(-1000, 1000).map(lambda v: round(v, 2))


def picture(points, name="Ort", chosen=(0,), *, sized=False):
    spots = tuple(
        Spot(
            f"{name} {at}",
            x,
            y,
            100.0 * (at + 1),
            at % 5 == 4 and 12 < x < 22 and 6 < y < 15,
            at in chosen,
            f"{name} {at}",
        )
        for at, (x, y) in enumerate(points)
    )
    return ScatterPicture(spots, Axis("Ältere", NumberStyle("%", 1)), Axis("Leerstand", NumberStyle("%", 1)), sized)


POINTS = [(10 + (i * 37 % 112) / 8, 5 + (i * 53 % 112) / 10) for i in range(112)]


@pytest.mark.parametrize("width", [358.0, 1300.0])
def test_every_place_is_drawn_once_and_the_chosen_are_named(width):
    root = parsed(draw(picture(POINTS, chosen=(3, 40)), width), width)
    assert count(root, "circle") == 112
    assert {"Ort 3", "Ort 40"} <= set(texts(root))
    assert count(root, "title") == 113


def test_too_small_places_are_hollow():
    found = picture(POINTS, chosen=())
    root = parsed(draw(found, 1300.0), 1300.0)
    hollow = sum(c.get("fill") == "#FFFFFF" for c in root.iter("{http://www.w3.org/2000/svg}circle"))
    assert hollow == sum(spot.small for spot in found.spots) > 5


def test_a_far_place_is_an_arrow_at_the_edge_and_can_be_named():
    found = picture([*POINTS, (900.0, 6.0)])
    assert [spot.name for spot in found.beyond()] == ["Ort 112"]
    assert count(parsed(draw(found, 1300.0), 1300.0), "circle") == 112


def test_dots_grow_with_the_inhabitants_if_asked():
    root = parsed(draw(picture(POINTS, chosen=(), sized=True), 1300.0), 1300.0)
    radii = [float(c.get("r")) for c in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert radii == sorted(radii, reverse=True)
    assert max(radii) > 3 * min(radii)


def test_names_do_not_cover_each_other():
    root = parsed(draw(picture([(20.0, 10.0), (20.1, 10.0), (20.2, 10.1), *POINTS], chosen=(0, 1, 2)), 1300.0), 1300.0)
    named = [t for t in root.iter("{http://www.w3.org/2000/svg}text") if (t.text or "").startswith("Ort")]
    spots = [(float(t.get("x")), float(t.get("y"))) for t in named]
    assert all(abs(a[0] - b[0]) > 30 or abs(a[1] - b[1]) >= 18 for i, a in enumerate(spots) for b in spots[:i])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    for width in (358.0, 1300.0):
        parsed(draw(picture(POINTS[:20], name=name, chosen=range(20)), width), width)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=40), st.sampled_from([358.0, 1300.0]), st.booleans())
def test_any_values_give_a_drawing(points, width, sized):
    parsed(draw(picture(points, sized=sized), width), width)
