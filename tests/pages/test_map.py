"""The page Karte, driven without a browser."""

from __future__ import annotations

import pytest

from data.schema import Level
from indicators.catalogue import ALL_AGES
from tests.pages.support import Opened
from views import filterbar, map_view, place_view, resources, state

OLD_2015 = "Altersaufbau · Menschen ab 65 Jahren"


def test_first_visit_shows_the_county_with_a_finding():
    page = Opened("karte")
    assert page.app.selectbox(key="ort").value == "Landkreis Rostock"
    assert "ist 67 oder älter" in page.markup
    assert "22,6\u00a0%" in page.markup


def test_a_link_reopens_the_view():
    page = Opened("karte", ort="Lohmen", indikator=OLD_2015)
    assert page.app.selectbox(key="ort").value == "Lohmen"
    assert "25,7\u00a0%" in page.markup
    assert "197 von 768 Menschen" in page.markup
    assert "höher als im Landkreis" in page.markup


def test_a_broken_link_falls_back_to_the_county():
    page = Opened("karte", ort="<script>alert(1)</script>", indikator="gibt es nicht", alter="-1", jahr="1066")
    assert page.app.selectbox(key="ort").value == "Landkreis Rostock"
    assert "<script>alert" not in page.markup


def test_too_small_a_place_shows_heads_and_the_larger_region():
    page = Opened("karte", ort="Penzin", indikator=OLD_2015)
    assert "zu klein zum Urteilen" in page.markup
    assert "<strong>Im größeren Gebiet:</strong> Im Amt Bützow-Land sind " in page.markup


def test_a_secret_figure_is_named_so_and_never_zero():
    page = Opened("karte", ort="Walkendorf", indikator="Tourismus und Einnahmen · Übernachtungen je Einwohner")
    assert "geheim" in page.markup
    assert "Geheim heißt nicht null" in page.markup


def test_an_age_filter_without_effect_says_so():
    page = Opened("karte", alter="Kita-Alter (3 bis 5)", indikator=OLD_2015)
    assert "auf diesen Indikator keinen Einfluss" in page.markup


def test_the_age_filter_changes_the_figure():
    page = Opened(
        "karte", alter="Kita-Alter (3 bis 5)", indikator="Altersaufbau · Anteil der Altersgruppe", jahr="31.12.2015"
    )
    assert "5.675 von 213.473 Menschen" in page.markup


@pytest.mark.parametrize(
    "place", ["Amt Mecklenburgische Schweiz", "Planungsregion Süd-Ost (vorläufig)", "Mittelbereich Güstrow"]
)
def test_every_kind_of_region_opens(place):
    assert place.removesuffix(" (vorläufig)") in Opened("karte", ort=place).markup


def test_every_indicator_opens_on_every_level():
    page = Opened("karte", ort="Güstrow")
    regions = resources.evaluator().regions
    for label in state.indicator_labels(resources.catalogue()):
        page.choose("indikator", label)
        assert "<h1>" in page.markup, label
    for level in state.level_labels(regions):
        page.choose("indikator", OLD_2015).choose("ebene", level)
        assert "Menschen ab 65 Jahren" in page.markup


def test_own_class_breaks_and_their_errors():
    page = Opened("karte", indikator=OLD_2015).choose("klassen", "eigene Grenzen")
    page.app.text_input(key="grenzen").set_value("15; zwanzig")
    page.run()
    assert "„zwanzig“ ist keine Zahl" in page.app.error[0].value
    page.app.text_input(key="grenzen").set_value("15; 20; 25")
    page.run()
    assert "20 bis unter 25" in page.markup


def test_a_place_chosen_while_the_page_ran_is_taken_up_by_the_next_run():
    opened = Opened("karte")
    opened.app.session_state[filterbar.LATER_KEY] = "13072043"
    opened.run()
    assert opened.app.selectbox(key=filterbar.REGION_KEY).value == "Güstrow"
    opened.run()
    assert filterbar.LATER_KEY not in opened.app.session_state


def test_the_place_says_where_it_is_heading_with_the_users_people():
    regions, catalogue = resources.evaluator().regions, resources.catalogue()
    region = state.region_labels(regions)["Kuchelmiß"]
    for indicator, words in (
        ("arbeitslose", "ist in Kuchelmiß die Zahl der Arbeitslosen"),
        ("einwohner", "die Zahl der Frauen"),
    ):
        chosen = state.Selection(region, ALL_AGES, "f", regions.county, indicator, Level.GEMEINDE)
        markup = place_view.html(
            chosen, map_view.moments(indicator, Level.GEMEINDE, catalogue[indicator].band, "f")[-1]
        )
        assert 'class="kp-trend"' in markup
        assert words in markup
