"""Who stands beside whom: suggestions, sets, people's own groups, and wishes that cannot be met."""

from __future__ import annotations

import pytest

from tests.views.drawings import HOSTILE
from views import compare_units as units
from views import resources, state
from views.compare_units import Group


@pytest.fixture(scope="module")
def regions():
    return resources.evaluator().regions


@pytest.fixture(scope="module")
def of(regions):
    return state.region_labels(regions)


@pytest.fixture(scope="module")
def people(regions):
    ids = [*regions.municipalities, *(r for level in ("amt", "planungsregion") for r in regions.at_level(level))]
    return {r: 100.0 * at for at, r in enumerate(ids)}


def names(chosen) -> list[str]:
    return [unit.name for unit in chosen.units]


def test_nobody_is_ever_alone(regions, of, people):
    for name in ("Lohmen", "Güstrow", "Amt Gnoien", "Planungsregion Süd-Ost (vorläufig)", "Landkreis Rostock"):
        found = units.choose(regions, of[name], (), (), people)
        assert found.suggested
        assert names(found)[0] == name
        assert 4 <= len(found.units) <= units.MOST


def test_a_village_is_shown_with_its_amt_and_county_and_places_of_like_size(regions, of, people):
    found = names(units.choose(regions, of["Lohmen"], (), (), people))
    assert found[-2:] == ["Amt Güstrow-Land", "Landkreis Rostock"]
    at = regions.municipalities.index(of["Lohmen"])
    assert {of[name] for name in found[1:4]} <= set(regions.municipalities[at - 2 : at + 3])


def test_whole_sets_are_shown_whole(regions, of, people):
    amt = units.choose(regions, of["Lohmen"], [units.OF_AMT], (), people)
    assert set(amt.ids) == set(regions.members(of["Amt Güstrow-Land"]))
    planning = units.choose(regions, of["Lohmen"], [units.planning_label(regions)], (), people)
    assert all("vorläufig" in name for name in names(planning)[1:])
    assert len(planning.units) == 5
    many = units.choose(regions, of["Lohmen"], [units.ALL_AEMTER, units.OF_AMT], (), people)
    assert len(many.units) == units.MOST_COLUMNS
    assert "Hier fehlt" in many.notes[0]


def test_a_set_that_does_not_exist_here_is_explained(regions, of, people):
    found = units.choose(regions, of["Güstrow"], [units.OF_AMT], (), people)
    assert found.suggested
    assert found.notes == ("„alle Gemeinden im Amt“ geht hier nicht: Güstrow gehört nicht zu einem einzelnen Amt.",)


def test_at_most_eight_are_picked_one_by_one(regions, of, people):
    picked = [*list(of)[20:27], "Güstrow", "Teterow"]
    found = units.choose(regions, of["Lohmen"], picked, (), people)
    assert len(found.units) == units.MOST
    assert found.notes[0].endswith("Hier fehlt: Güstrow und Teterow.")


def test_nonsense_is_passed_over_and_nothing_stands_twice(regions, of, people):
    found = units.choose(regions, of["Lohmen"], ["<b>", "Lohmen", "Güstrow", "Güstrow", "../.."], (), people)
    assert names(found) == ["Lohmen", "Güstrow"]


def test_similar_places_come_from_whoever_knows_them(regions, of, people):
    label = units.ALIKE
    assert label not in units.set_labels(regions, similar=False)
    found = units.choose(regions, of["Lohmen"], [label], (), people, lambda _: [of["Laage"], of["Gutow"]])
    assert names(found) == ["Lohmen", "Laage", "Gutow"]
    county = units.choose(regions, of["Amt Gnoien"], [label], (), people, lambda _: [])
    assert "nur für einzelne Gemeinden" in county.notes[0]


def test_a_group_is_one_column_under_its_own_name(regions, of, people):
    group = Group("Am See", (of["Lohmen"], of["Güstrow"]))
    found = units.choose(regions, of["Laage"], (), [group, group], people)
    assert names(found) == ["Laage", "Am See"]
    assert found.units[1].group
    unnamed = units.choose(regions, of["Laage"], (), [Group(" ", (of["Lohmen"], of["Güstrow"]))], people)
    assert names(unnamed)[1] == "Güstrow + Lohmen"


def test_no_two_columns_share_a_name(regions, of, people):
    groups = [Group("Lohmen", (of["Zehna"], of["Güstrow"])), Group("Lohmen", (of["Zehna"], of["Laage"]))]
    assert names(units.choose(regions, of["Lohmen"], (), groups, people)) == ["Lohmen", "Lohmen (2)", "Lohmen (3)"]


def test_a_group_of_one_is_no_group(regions, of, people):
    found = units.choose(regions, of["Laage"], (), [Group("x", (of["Lohmen"],))], people)
    assert found.suggested
    assert "mindestens zwei Gemeinden" in found.notes[0]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_of_groups_stay_short_text(regions, of, name):
    found = units.group_unit(regions, Group(name, (of["Lohmen"], of["Güstrow"])))
    assert 0 < len(found.name) <= units.LONGEST_NAME
    assert "\u202e" not in found.name


def test_every_region_of_the_state_can_be_picked_under_a_label_of_its_own(regions):
    options = units.region_options(regions)
    assert len(set(options.values())) == len(options)
    assert len(options) > 700
    assert any("(Landkreis " in label or "(" in label for label in list(options)[200:])
