"""The page Überblick, driven without a browser on the shipped figures."""

from __future__ import annotations

from tests.pages.support import Opened
from views import filterbar, overview_page, resources


def test_the_county_in_three_numbers():
    page = Opened("").markup
    assert "218.123 Menschen leben im Landkreis Rostock, in 112 Gemeinden" in page
    for figure in ("<dd>218.123</dd>", "<dd>+10.876</dd>", "<dd>49.002</dd>"):
        assert figure in page
    assert "31.12.2025 · Zensus-2022-Basis" in page
    assert "2013 bis 2023 · Zensus-2011-Basis" in page


def test_three_ways_in():
    page = Opened("").markup
    for who in ("Ich plane für den Landkreis", "Ich will meine Gemeinde sehen", "Ich leite eine Zukunftswerkstatt"):
        assert f"<h2>{who}</h2>" in page


def test_the_search_lists_every_municipality_and_leads_to_the_profile(monkeypatch):
    went = []
    monkeypatch.setattr(overview_page.navigation, "go", went.append)
    page = Opened("")
    field = page.app.selectbox(key=overview_page.SEARCH_KEY)
    assert len(field.options) == len(resources.evaluator().regions.municipalities)
    page.choose(overview_page.SEARCH_KEY, "Walkendorf")
    assert page.app.session_state[filterbar.REGION_KEY] == "Walkendorf"
    assert went == ["steckbrief"]


def test_the_chosen_place_is_shown_in_its_own_numbers():
    page = Opened("", ort="Walkendorf").markup
    assert "922 Menschen leben in Walkendorf" in page
    assert "<dd>−40</dd>" in page
    assert "Amt Gnoien" in page


def test_the_status_line_names_dates():
    page = Opened("").markup
    assert "Stand der Zahlen" in page
    assert "31.12.2024" in page
    assert "15.05.2022" in page
