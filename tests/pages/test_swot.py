"""The page SWOT, driven without a browser on the shipped figures."""

from __future__ import annotations

import re

import pytest

from tests.pages.support import Opened
from views import filterbar, resources, state, swot_page

PLACES = (
    "Güstrow", "Walkendorf", "Amt Mecklenburgische Schweiz", "Planungsregion Süd-Ost (vorläufig)", "Landkreis Rostock",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_four_panels_with_receipts(place):
    page = Opened("swot", ort=place).markup
    assert page.count("<h1>") == 1
    for panel in ("Stärken", "Schwächen", "Chancen", "Risiken"):
        assert f"<h2>{panel}" in page
    assert re.search(r'class="code">Beleg B-\d\d', page)
    assert "Quellen:" in page


def test_a_place_too_small_says_what_cannot_be_told_and_offers_its_amt():
    page = Opened("swot", ort="Penzin")
    assert "Penzin ist zu klein, um aus Zahlen zu urteilen" in page.markup
    assert "140 Menschen leben in Penzin" in page.markup
    assert "<h2>Stärken" not in page.markup
    page.app.button(key="swot_amt").click()
    page.run()
    assert page.app.session_state[filterbar.REGION_KEY] == "Amt Bützow-Land"
    assert "<h2>Stärken" in page.markup


def test_the_age_filter_says_what_it_does():
    everything = Opened("swot", ort="Landkreis Rostock").markup
    page = Opened("swot", ort="Landkreis Rostock", alter="Grundschulalter (6 bis 9)").markup
    assert "Altersgruppe Grundschulalter (6 bis 9)" in page
    assert "Junge Erwachsene ziehen fort" in everything
    assert "Junge Erwachsene ziehen fort" not in page


def test_another_comparison_finds_other_statements():
    regions = resources.evaluator().regions
    guestrow = state.region_labels(regions)["Güstrow"]
    county = {s.rule.id for s in resources.statements(guestrow, regions.county)}
    country = {s.rule.id for s in resources.statements(guestrow, "DG")}
    assert county != country


def test_the_reasons_carry_the_places_own_number():
    regions = resources.evaluator().regions
    penzin = state.region_labels(regions)["Penzin"]
    assert "0,7&nbsp;Prozent" in swot_page.untold_reasons(regions, penzin, 140)[0]
