"""A map scene that comes near a region: what is in sight, what is counted, what is named."""

from __future__ import annotations

import pytest

from data.schema import Level
from tests.live.evenings import places
from views import resources
from views.live import stage_map
from views.live.stage_map import Content

WHERE = ("town", "village", "region")


def content(where: str, **more) -> Content:
    made = Content.of({"indicator_id": "anteil_67", "region_id": places()[where], "level": "gemeinde", **more})
    assert made is not None
    return made


def middles(region_ids):
    payload = resources.geometry(Level.GEMEINDE)
    return [payload.anchors[payload.index[r]] for r in region_ids]


def within(point, frame) -> bool:
    return frame[0] <= point[0] <= frame[2] and frame[1] <= point[1] <= frame[3]


@pytest.mark.parametrize("where", WHERE)
def test_the_region_is_in_sight_as_a_whole_and_the_county_is_not(where):
    near, whole = stage_map.frame_of(content(where, near=True)), stage_map.frame_of(content(where))
    regions = resources.evaluator().regions
    assert all(within(point, near) for point in middles(regions.members(places()[where])))
    assert not all(within(point, near) for point in middles(regions.municipalities))
    assert whole == resources.geometry(Level.GEMEINDE).box


def test_a_village_stays_among_its_neighbours():
    frame, payload = stage_map.frame_of(content("village", near=True)), resources.geometry(Level.GEMEINDE)
    left, top, right, bottom = payload.box
    longer = max(frame[2] - frame[0], frame[3] - frame[1])
    assert longer == pytest.approx(stage_map.NEAREST * max(right - left, bottom - top), rel=0.01)
    assert "Bützow" in str(stage_map.draw(content("village", near=True)).picture)


@pytest.mark.parametrize("wish", [None, 0, "ja", [], "true"])
def test_only_a_clear_yes_comes_near(wish):
    assert content("region", near=wish) == content("region")


def test_the_county_is_always_whole():
    assert not content("county", near=True).near


def test_the_legend_counts_what_is_inside_the_line():
    chosen = content("region", near=True)
    view = stage_map.view_of(chosen)
    assert view is not None
    county = stage_map.counted(view.description, content("region"))
    inside = stage_map.counted(stage_map._outlined(view, chosen), chosen)
    members = resources.evaluator().regions.members(places()["region"])
    assert sum(row.count for row in inside.legend if row.code != "E") == len(members) == 30
    assert sum(row.count for row in county.legend if row.code != "E") == len(
        resources.evaluator().regions.municipalities
    )
    assert "umrandet" in inside.legend_regions


def test_a_single_place_keeps_the_counts_of_the_county_and_says_so():
    chosen = content("village", near=True)
    view = stage_map.view_of(chosen)
    assert view is not None
    told = stage_map.counted(stage_map._outlined(view, chosen), chosen)
    assert told.legend == view.description.legend
    assert "im Kreis" in told.legend_regions
