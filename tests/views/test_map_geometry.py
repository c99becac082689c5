"""Shapes for the map: shared edges stay shared, unions follow the membership table."""

from __future__ import annotations

import json

import numpy as np
import shapely

from tests.views.map_samples import AMT, IDS, gemeinden, payload
from views.geometry import BOARD, build_geometry, level_shapes, utm_zone
from views.map_names import outline_area, path_points


def test_the_box_fills_the_drawing_board():
    left, top, right, bottom = payload().box
    assert max(right - left, bottom - top) <= BOARD + 1
    assert max(right - left, bottom - top) > 0.9 * BOARD


def test_neighbours_share_their_edge_exactly():
    shapes = payload()
    first, second = (set(map(tuple, path_points(shapes.paths[at]).tolist())) for at in (0, 1))
    assert len(first & second) == 2


def test_label_points_lie_inside():
    shapes = payload()
    for path, anchor in zip(shapes.paths, shapes.anchors, strict=True):
        assert shapely.Polygon(path_points(path)).contains(shapely.Point(anchor))


def test_borders_part_the_amts_and_nothing_else():
    shapes = payload()
    points = {tuple(point) for line in shapes.borders.split("M")[1:] for point in path_points("M" + line).tolist()}
    edge_of_first = {tuple(point) for point in path_points(shapes.paths[0]).tolist()} & {
        tuple(point) for point in path_points(shapes.paths[3]).tolist()
    }
    assert points
    assert not edge_of_first <= points  # both in Amt A
    assert payload(level="gemeinde").borders == shapes.borders
    assert build_geometry(gemeinden()).borders == ""


def test_the_outline_encloses_all_and_has_no_lines_inside():
    shapes = payload()
    everything = shapely.union_all([shapely.Polygon(path_points(path)) for path in shapes.paths])
    assert abs(outline_area(shapes).area - everything.area) < 1e-6 * everything.area
    assert shapes.outline.count("M") == 1


def test_a_level_is_the_union_of_its_members():
    united = build_geometry(gemeinden(), level="amt", membership=AMT, names={"A": "Amt A", "B": "Amt B"})
    assert united.ids == ("A", "B")
    assert united.names == ("Amt A", "Amt B")
    single = build_geometry(gemeinden())
    areas = {
        region: shapely.Polygon(path_points(path)).area for region, path in zip(single.ids, single.paths, strict=True)
    }
    for group, path in zip(united.ids, united.paths, strict=True):
        expected = sum(area for region, area in areas.items() if AMT[region] == group)
        assert abs(shapely.Polygon(path_points(path)).area - expected) < 1e-3 * expected


def test_an_edited_table_takes_effect_and_leaves_out_who_is_not_in_it():
    shapes = level_shapes(gemeinden(), {IDS[0]: "neu", IDS[1]: "neu"})
    assert shapes["region_id"].tolist() == ["neu"]
    assert np.isclose(shapes.geometry.iloc[0].area, 2 * gemeinden().geometry.iloc[0].area)


def test_the_key_follows_the_content():
    assert payload().key == payload().key
    assert payload().key != payload(names=("a", "b", "c", "d", "e", "f")).key


def test_the_file_for_the_browser_holds_text_as_text():
    content = json.loads(payload().to_json())
    assert content["names"][0].startswith("<img")
    assert content["ids"] == list(IDS)
    assert ["Ostsee", "sea"] in [[label[0], label[3]] for label in content["contextLabels"]]


def test_a_county_gets_its_own_zone_and_a_nation_the_middle_one():
    assert utm_zone(8.4, 9.2) == 25832
    assert utm_zone(11.5, 12.9) == 25833
    assert utm_zone(5.8, 15.1) == 25832


def test_a_region_of_two_parts_has_neighbours_on_both():
    squares = gemeinden()
    squares.loc[0, "geometry"] = shapely.union_all(squares.geometry.iloc[[0, 4]].to_numpy())
    shapes = build_geometry(squares.drop(index=4), group_of=AMT)
    everything = shapely.union_all(
        [shapely.Polygon(path_points("M" + ring)) for path in shapes.paths for ring in path.split("M")[1:]]
    )
    assert abs(outline_area(shapes).area - everything.area) < 1e-6 * everything.area
    assert shapes.outline.count("M") == 1
    assert shapes.borders


def test_cut_off_land_goes_on_but_the_sea_stays():
    land = shapely.union_all(
        [shapely.Polygon(path_points("M" + ring)) for path in payload().context for ring in path.split("M")[1:]]
    )
    left, top, right, bottom = payload().box
    assert land.contains(shapely.Point(left - BOARD, (top + bottom) / 2))
    assert not land.contains(shapely.Point((left + right) / 2, top - BOARD / 10))
