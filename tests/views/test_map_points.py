"""Points on a map: drawn, spoken and sent only where there are any; their names stay text."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from data import package
from tests.views.map_samples import HOSTILE, description, gemeinden, payload
from views import tokens
from views.geometry import build_geometry, drawing_units
from views.map_component import _clicked_point, _script, message
from views.map_names import path_points
from views.map_points import SIGNS, MapPoint, PointRow
from views.map_svg import map_svg

SVG = "{http://www.w3.org/2000/svg}"
POINTS = tuple(
    MapPoint(f"p{at}", 2000 + 1000 * at, 3000, sign, HOSTILE[at % len(HOSTILE)], "Grundschule, 2017")
    for at, sign in enumerate(SIGNS)
)
ROWS = tuple(PointRow(sign, f"Zeichen {sign}", 1) for sign in SIGNS)


def with_points():
    return replace(description(), points=POINTS, point_rows=ROWS)


def test_a_map_without_points_sends_and_draws_nothing_of_them():
    assert not {"points", "signs", "pointRows"} & message(description(), height=400).keys()
    assert "Eingezeichnet" not in description().spoken()
    assert map_svg(description(), payload()) == map_svg(replace(description(), points=(), point_rows=()), payload())


def test_every_sign_has_a_shape_of_its_own_and_stands_in_the_legend_with_words():
    assert len({(sign.path, sign.fill == tokens.WHITE) for sign in SIGNS.values()}) == len(SIGNS)  # never by hue alone
    root = ET.fromstring(map_svg(with_points(), payload(), 1200, 900))  # noqa: S314 - our own drawing
    drawn = [(node.get("d"), node.get("fill")) for node in root.iter(f"{SVG}path")]
    assert all(drawn.count((sign.path, sign.fill)) == 2 for sign in SIGNS.values())
    words = [node.text for node in root.iter(f"{SVG}text")]
    assert {row.label for row in ROWS} <= set(words)
    assert "Zeichen neu: 1" in with_points().spoken()


def test_hostile_names_of_points_stay_text():
    drawing = map_svg(with_points(), payload(), 1200, 900)
    assert "<img" not in drawing
    titles = {node.text for node in ET.fromstring(drawing).iter(f"{SVG}title")}  # noqa: S314 - our own drawing
    assert HOSTILE[0] in titles


def test_what_travels_is_small():
    many = replace(description(), points=POINTS[:5] * 10, point_rows=ROWS[:5])
    sent = json.dumps(message(many, height=400), ensure_ascii=False)
    one = HOSTILE[3]
    assert len(sent.replace(one, "x" * 40)) - len(json.dumps(message(description(), height=400))) < 6_000


@pytest.mark.parametrize("state", [None, {}, {"point": 3}, {"point": "unbekannt"}, "p1"])
def test_only_points_of_the_map_can_be_clicked(state):
    assert _clicked_point(state, with_points()) is None


def test_a_click_gives_the_points_key():
    assert _clicked_point({"point": "p1"}, with_points()) == "p1"


def test_the_browser_gets_the_layer_with_the_map():
    assert _script().decode().index("class PointLayer") < _script().decode().index("class MapView")


def test_points_lie_where_the_shapes_lie():
    shapes = gemeinden()
    corners = {tuple(corner) for corner in path_points(build_geometry(shapes).paths[0]).tolist()}
    assert set(drawing_units(shapes, [12, 12.1, 12, 12.1], [54, 54, 54.06, 54.06])) == corners
    assert drawing_units(shapes, [], []) == ()


def test_a_real_station_lies_in_its_municipality():
    shown = package.load()
    place = shown.places[shown.places["name"] == "Güstrow"].iloc[0]
    geometry = build_geometry(shown.gemeinden)
    x, y = drawing_units(shown.gemeinden, [place["lon"]], [place["lat"]])[0]
    at = geometry.index[place["ags"]]
    assert abs(geometry.anchors[at][0] - x) + abs(geometry.anchors[at][1] - y) < 400
