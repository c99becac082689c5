"""Who is like whom: distances reckoned by hand, and neighbours that somebody who knows the state would name."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from data.centres import empty
from data.package import Package
from indicators.catalogue import load_catalogue
from indicators.evaluate import Evaluator
from indicators.settlement import HIGH, SettlementType, kilometres, nearest, settlement_type, type_gap
from indicators.similarity import DEFAULT_WEIGHTS, Alike, Similarity
from indicators.similarity_features import GROUPS, Feature, Features, positions, reliabilities
from views import resources

COUNTRY, TOWN, SPA = SettlementType.COUNTRY, SettlementType.TOWN, SettlementType.SPA
NAN = math.nan


def feature(key: str, group: str, *position: float) -> Feature:
    values = np.array(position)
    return Feature(key, group, values, values, values, np.ones(len(values)), values)


def small(*features: Feature, types=(COUNTRY, COUNTRY, TOWN, SPA)) -> Similarity:
    missing = tuple(g for g in GROUPS if g != "art" and g not in {f.group for f in features})
    return Similarity(Features(("a", "b", "c", "d"), features, types, missing, np.zeros((4, 2))))


SIZE = feature("groesse", "groesse", 0.0, 0.3, 1.0, 0.4)
CHILDREN = feature("kinder", "alter", 0.0, 0.4, 0.0, 0.0)
OLD = feature("aeltere", "alter", 0.0, 0.0, 0.0, 0.2)


@pytest.fixture(scope="module")
def package() -> Package:
    return resources.package()


@pytest.fixture(scope="module")
def state(package) -> Similarity:
    return Similarity.of(resources.evaluator(), load_catalogue())


@pytest.fixture(scope="module")
def county(package) -> list[str]:
    places = package.regions[package.regions["level"] == "gemeinde"]
    return list(places.index[places["landkreis_id"] == package.county])


@pytest.fixture(scope="module")
def named(package, state):
    name = package.regions["name"].to_dict()
    key = {name[i]: i for i in state.features.ids}
    return lambda place, count: [name[n.region_id] for n in state.neighbours(key[place], count=count)]


def test_distances_are_those_reckoned_by_hand():
    model = small(SIZE, CHILDREN, OLD)
    weights = {"groesse": 3, "alter": 1, "art": 1}
    found = model.distances("a", weights)
    assert found[0] == 0
    assert found[1] == pytest.approx(math.sqrt((3 * 0.3**2 + (0.4**2 + 0) / 2 + 0) / 5))
    assert found[2] == pytest.approx(math.sqrt((3 * 1.0**2 + 0 + 1.0**2) / 5))
    assert found[3] == pytest.approx(math.sqrt((3 * 0.4**2 + 0.2**2 / 2 + 0.5**2) / 5))


def test_a_weight_of_zero_takes_a_group_out():
    model = small(SIZE, CHILDREN)
    assert model.distances("a", {"groesse": 1, "alter": 0}).tolist() == pytest.approx([0, 0.3, 1.0, 0.4])
    assert [n.region_id for n in model.neighbours("a", {"alter": 1})] == ["c", "d", "b"]
    assert model.neighbours("a", {"alter": 0}) == []


def test_the_parts_of_a_distance_add_up():
    found = small(SIZE, CHILDREN, OLD).neighbours("a", {"groesse": 3, "alter": 1})[0]
    parts = {t.feature: t.part for t in found.traits}
    assert found.region_id == "b"
    assert sum(parts.values()) == pytest.approx(1)
    assert parts["kinder"] == pytest.approx((0.16 / 2) / (3 * 0.09 + 0.16 / 2))
    assert parts["art"] == 0
    assert {t.feature: t.usual for t in found.traits}["groesse"] == pytest.approx(0.4)


def test_a_feature_one_of_two_lacks_is_left_out_of_its_group():
    model = small(SIZE, feature("kinder", "alter", 0.0, NAN, 0.0, 0.0), feature("aeltere", "alter", 0.0, 0.2, 0.0, 0.0))
    assert model.distances("a", {"alter": 1})[1] == pytest.approx(0.2)


def test_what_is_unknown_of_a_pair_makes_nobody_alike():
    model = small(SIZE, feature("entwicklung", "entwicklung", 0.0, NAN, 0.6, 0.6))
    found = model.neighbours("a", {"groesse": 1, "entwicklung": 1})
    usual = 0.36  # of the pairs a-c, a-d and c-d with 0.36, 0.36 and 0
    assert found[0].distance == pytest.approx(math.sqrt((0.3**2 + usual) / 2))
    assert found[0].skipped == ("entwicklung",)
    assert found[1].skipped == ()


def test_what_nobody_has_does_not_count_and_too_little_is_no_comparison():
    model = small(SIZE)
    assert model.distances("a", {"groesse": 1, "lage": 3})[1] == pytest.approx(0.3)
    bare = small(feature("groesse", "groesse", 0.0, NAN, 1.0, 0.4))
    assert math.isnan(bare.distances("a", {"groesse": 3, "art": 1})[1])
    assert [n.region_id for n in bare.neighbours("a", {"groesse": 3, "art": 1})] == ["d", "c"]
    assert bare.neighbours("b", {"groesse": 3, "art": 1}) == []


@pytest.mark.parametrize("weights", [{"groesse": -1}, {"groesse": NAN}, {"farbe": 1}])
def test_what_is_no_weight_is_refused(weights):
    with pytest.raises(ValueError, match="Kein Gewicht"):
        small(SIZE).distances("a", weights)


def test_shares_of_small_places_count_by_their_reliability():
    value = np.array([20.0, 30.0, 10.0])
    assert reliabilities(value, np.zeros(3)).tolist() == [1, 1, 1]
    trust = reliabilities(value, np.array([0.0, 100.0, 100.0]))  # spread 66.7, mean chance 66.7: a hundredth is left
    assert trust[0] == 1
    assert trust[1] == pytest.approx((200 / 3 / 100) / (200 / 3 / 100 + 100))
    drawn = positions(value, "plain", np.array([1.0, 0.5, 0.5]))
    assert (drawn[1] - drawn[2]) == pytest.approx(10 / (24.5 - 15.5))
    assert np.isnan(positions(np.array([0.0, 1.0, 2.0]), "log", np.ones(3))).tolist() == [True, False, False]


def test_kilometres_over_the_sphere():
    berlin, hamburg = np.array([[13.405, 52.52]]), np.array([[9.993, 53.551]])
    assert kilometres(berlin, hamburg)[0, 0] == pytest.approx(255, abs=1)  # as published
    assert kilometres(berlin, berlin)[0, 0] == 0


def test_without_central_places_there_is_no_way():
    km, centre = nearest(np.array([[12.0, 54.0]]), empty(), [HIGH])
    assert np.isnan(km).all()
    assert centre == [""]
    assert settlement_type("Adorf", "", NAN) == COUNTRY
    assert settlement_type("Abensberg, St", "", NAN) == TOWN
    assert settlement_type("Neustadt am Rennsteig", "", NAN) == COUNTRY
    assert type_gap(SPA, TOWN) == type_gap(TOWN, SPA) == 0.5


def test_a_package_without_central_places_still_compares(package):
    model = Similarity.of(Evaluator(replace(package, centres=empty())), load_catalogue())
    assert model.features.missing == ("lage",)
    assert len(model.neighbours("13072043")) == 8


def test_distances_are_symmetric_and_the_same_every_time(state):
    one, other = "13072043", "13072078"
    at = state.features.ids.index
    assert state.distances(one)[at(other)] == pytest.approx(state.distances(other)[at(one)], rel=1e-12)
    again = Similarity(state.features)
    assert again.neighbours(other, DEFAULT_WEIGHTS) == state.neighbours(other, DEFAULT_WEIGHTS)


def test_classes_follow_the_pairs_of_the_state(state):
    pairs = state.pair_distances()
    close, near = state.cutoffs()
    size = len(state.features.ids)
    assert len(pairs) == pytest.approx(size * (size - 1) / 2, rel=0.01)
    assert (pairs <= close).mean() == pytest.approx(0.01, abs=1e-3)
    assert (pairs <= near).mean() == pytest.approx(0.05, abs=1e-3)
    words = [n.alike for n in state.neighbours("13072043", count=700)]
    assert words == sorted(words, key=list(Alike).index)
    assert words[-1] == Alike.FAR


def test_neighbours_make_sense_to_somebody_who_knows_the_state(named):
    assert set(named("Graal-Müritz", 3)) <= {"Karlshagen", "Zinnowitz", "Kühlungsborn", "Koserow"}
    assert {"Grevesmühlen", "Anklam", "Pasewalk"} <= set(named("Teterow", 5))
    assert named("Rostock", 1) == ["Schwerin"]
    assert {"Bentwisch", "Rövershagen"} <= set(named("Kritzmow", 3))


def test_every_municipality_of_the_county_has_neighbours_of_its_size(state, county):
    size = dict(zip(state.features.ids, state.features["groesse"].value, strict=True))
    for key in county:
        found = state.neighbours(key, count=3)
        assert len(found) == 3
        assert all(1 / 3.5 < size[n.region_id] / size[key] < 3.5 for n in found), key


def test_only_the_county_if_asked(state, county):
    found = state.neighbours(county[0], within=county)
    assert len(found) == 8
    assert all(n.region_id in county for n in found)
    distances = [n.distance for n in found]
    assert distances == sorted(distances)
