"""The type of a municipality: shore, town, surroundings of a large town, countryside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from indicators.projection.place_types import PlaceType, membership, place_types

#: Municipalities of the county of Rostock that lie on the Baltic Sea or the Salzhaff.
ON_THE_SHORE = {
    "Am Salzhaff", "Bad Doberan", "Bastorf", "Börgerende-Rethwisch", "Elmenhorst/Lichtenhagen", "Graal-Müritz",
    "Kühlungsborn", "Nienhagen", "Rerik", "Wittenbeck",
}  # fmt: skip
TOWNS = {"Bützow", "Dummerstorf", "Güstrow", "Laage", "Sanitz", "Satow", "Teterow"}


def named(known, types, wanted):
    return {known.regions.name(p) for p, t in zip(known.places, types, strict=True) if t == wanted}


def test_the_shore_and_the_towns_of_the_county(known, model):
    assert named(known, model.start.types, PlaceType.COAST) == ON_THE_SHORE
    assert named(known, model.start.types, PlaceType.TOWN) == TOWNS


def test_the_surroundings_reach_as_far_as_assumed(shipped, known, model):
    people = model.start.people.sum(axis=(1, 2))
    near = named(known, model.start.types, PlaceType.SURROUNDINGS)
    assert {"Papendorf", "Kritzmow", "Roggentin", "Broderstorf"} <= near
    assert not {"Krakow am See", "Gnoien", "Penzin"} & near
    nowhere = place_types(shipped, known.places, people, replace(known.assumed, near_km=0.001))
    assert PlaceType.SURROUNDINGS not in nowhere
    everywhere = place_types(shipped, known.places, people, replace(known.assumed, near_km=500.0))
    assert PlaceType.COUNTRY not in everywhere


def test_how_large_a_town_is_can_be_changed(shipped, known, model):
    people = model.start.people.sum(axis=(1, 2))
    found = place_types(shipped, known.places, people, replace(known.assumed, town_people=20_000.0))
    assert named(known, found, PlaceType.TOWN) == {"Güstrow"}


def test_every_municipality_belongs_to_one_type(model):
    table = membership(model.start.types)
    assert np.array_equal(table.sum(axis=0), np.ones(len(model.places)))
    assert (table.sum(axis=1) > 0).all()


def test_types_that_do_not_occur_have_no_row():
    assert membership([PlaceType.TOWN, PlaceType.COAST, PlaceType.TOWN]).tolist() == [[0, 1, 0], [1, 0, 1]]
