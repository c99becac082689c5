"""The headlines of the parts of the page Vergleich."""

from __future__ import annotations

import re

import pytest

from data.schema import Level
from indicators.trend import Direction, Trend
from tests.pages.test_profile import chosen
from views import compare_dots, compare_multiples, compare_scatter, compare_units, resources
from views.compare_multiples import Courses
from views.compare_units import Unit
from views.compare_view import CompareView, stem
from views.compare_words import named_few


@pytest.fixture(scope="module")
def view():
    selection, regions = chosen("Lohmen"), resources.evaluator().regions
    found = compare_units.choose(regions, selection.region_id, ["Güstrow", "Landkreis Rostock"], (), {})
    return CompareView(selection, found, resources.catalogue())


@pytest.mark.parametrize(
    ("indicator", "finding"),
    [
        ("anteil_67", r"\d+ von \d+ Gemeinden lassen sich nicht sicher vom Landkreis unterscheiden"),
        ("weg_grundschule", r"Weg zur Grundschule: In \d+ von 112 Gemeinden ist es weiter als im Landkreis"),
        ("steuereinnahmen", r"Steuereinnahmen: In \d+ von \d+ Gemeinden ist der Wert höher als im Landkreis"),
        ("auspendler", r"Auspendler: Für den Landkreis Rostock gibt es hierzu keine Zahl"),
    ],
)
def test_the_ordered_dots_say_how_many_cannot_be_told_apart(view, indicator, finding):
    found = compare_dots.places(view, view.catalogue[indicator], Level.GEMEINDE)
    assert re.fullmatch(finding, compare_dots.finding(view, found))
    counted = sum(found.counts().values())
    known = sum(row["value"] == row["value"] for row in found.line.cells)
    assert counted == known
    said = compare_dots.subtitle(view, found)
    assert ("sicher höher" in said) == (indicator == "anteil_67")


def courses(*directions: Direction) -> Courses:
    trends = tuple(
        Trend("x", "r", direction, reason="" if direction is not Direction.UNKNOWN else "few_years")
        for direction in directions
    )
    indicator = resources.catalogue()["arbeitslose"]
    return Courses(indicator, "Arbeitslose", ((),) * len(trends), (), trends, frozenset(), frozenset())


UP, DOWN, LEVEL, UNKNOWN = Direction


@pytest.mark.parametrize(
    ("directions", "finding"),
    [
        ((UP, UP, UP), "„Arbeitslose“: in allen Gebieten steigend"),
        ((UP, DOWN, DOWN), "„Arbeitslose“: in A steigend, in B und in C fallend"),
        ((DOWN, DOWN, DOWN, LEVEL), "„Arbeitslose“: in drei Gebieten fallend, in D ohne gesicherte Änderung"),
        ((UNKNOWN, UNKNOWN), "„Arbeitslose“: Eine Entwicklung ist nicht bestimmbar (zu wenige Jahre)"),
    ],
)
def test_the_courses_say_where_it_rises_and_falls(directions, finding):
    units = [Unit(str(at), name, f"in {name}") for at, name in enumerate("ABCD"[: len(directions)])]
    assert compare_multiples.finding(units, courses(*directions)) == finding


def test_the_scatter_warns_of_chance_of_places_and_of_what_belongs_together(view):
    same = compare_scatter.pair(view, view.catalogue["anteil_67"], view.catalogue["anteil_75"])
    assert (
        compare_scatter.finding(same) == "Wo „Menschen ab 67 Jahren“ höher ist, ist „Menschen ab 75 Jahren“ meist höher"
    )
    warned = " ".join(compare_scatter.warnings(same))
    for words in (
        "Zufall:",
        "Null ist nicht dabei",
        "Orte sind keine Menschen",
        "teilen dieselben Menschen auf",
        "hohl gezeichnet",
    ):
        assert words in warned
    none = compare_scatter.pair(view, view.catalogue["anteil_67"], view.catalogue["leerstand"])
    assert "kein gesicherter Zusammenhang" in compare_scatter.finding(none)
    assert "Es kann auch gar keinen geben" in " ".join(compare_scatter.warnings(none))


def test_few_are_named_and_files_get_plain_names():
    assert named_few(["a"] * 6, 5) == "a, a, a, a, a und a"
    assert named_few(["a"] * 9, 5).endswith("und 4 weitere")
    assert stem("vergleich", "<b>Größe/../x") == "vergleich_bgrossex"
