"""Whose eyes the figures are looked at with: the choice turns ages, indicator and texts, and a link carries it."""

from __future__ import annotations

from dataclasses import replace

from data.schema import Level
from indicators.catalogue import ALL_AGES
from tests.pages.support import Opened
from views import filterbar, persona_view, resources, state
from views.state import Selection


def strip(place, name):
    rows, regions = resources.rows(), resources.evaluator().regions
    persona, region = resources.personas()[name], state.region_labels(regions)[place]
    chosen = Selection(region, persona.band, "t", regions.county, "", Level.GEMEINDE, persona)
    found = persona_view.figures(rows, resources.catalogue(), persona, region, regions.county)
    return found, persona_view.strip_html(rows, chosen, found)


def test_choosing_a_persona_turns_ages_and_indicator_and_everybody_turns_the_ages_back():
    page = Opened("karte", ort="Güstrow").choose("blick", "Kinder")
    assert page.app.selectbox(key="alter").value == "0 bis 15"
    assert page.app.selectbox(key="indikator").value == "Altersaufbau · Kinder und Jugendliche unter 16"
    assert page.app.selectbox(key="indikator").options[1] == "Familien und Haushalte · Haushalte mit Kindern"
    assert "keinen Einfluss" not in page.markup
    assert page.choose("blick", filterbar.EVERYBODY).app.selectbox(key="alter").value == state.ALL_AGES_LABEL


def test_a_link_with_a_persona_opens_with_its_ages_unless_it_names_others():
    assert Opened("altersaufbau", blick="Ältere").app.selectbox(key="alter").value == "67 und älter"
    own = Opened("altersaufbau", blick="Ältere", alter="80 und älter")
    assert own.app.selectbox(key="alter").value != "67 und älter"


def test_the_line_names_question_figures_with_counts_and_what_is_assumed():
    found, markup = strip("Güstrow", "Ältere")
    assert {f.region_id for f in found} >= {"13072043"}
    assert "Kann ich hier alt werden" in markup
    assert "7.254 von 28.623 Menschen" in markup
    assert "Annahme" in markup
    assert "Annahme" not in strip("Güstrow", "Kinder")[1]


def test_where_the_place_is_too_small_the_larger_region_is_named():
    found, markup = strip("Penzin", "Kinder")
    assert all(f.region_id != "13072076" for f in found)
    assert "Im Amt Bützow-Land" in markup
    assert persona_view.LARGER_INSTEAD in markup


def test_the_swot_of_a_persona_without_ages_shows_what_matters_to_it_and_says_what_falls_away():
    page = Opened("swot", ort="Landkreis Rostock", blick="Menschen mit Einwanderungsgeschichte").markup
    assert "Blickwinkel Menschen mit Einwanderungsgeschichte" in page
    assert "fallen dadurch weg" in page


def test_the_profile_shows_first_what_matters_to_the_persona():
    page = Opened("steckbrief", ort="Güstrow", blick="Ältere").markup
    assert page.index("Mit den Augen von Älteren</h3>") < page.index("Menschen und Siedlung</h3>")


def test_hostile_words_of_the_table_stay_words():
    rows, regions = resources.rows(), resources.evaluator().regions
    bad = "<img src=x onerror=alert(1)>"
    persona = replace(resources.personas()["Kinder"], name=bad, dative=bad, question=bad, note=bad)
    chosen = Selection(regions.county, ALL_AGES, "t", regions.county, "", Level.GEMEINDE, persona)
    assert "<img" not in persona_view.strip_html(rows, chosen, [])
