"""What the three kinds of users do, in Chromium with the network cut off."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

OLD = "Altersaufbau · Menschen ab 65 Jahren"


def parameters(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_click_on_the_map_chooses_the_place_and_the_link_reopens_it(visit, browser, app):
    page = visit.open("karte", indikator=OLD)
    page.locator(".regions [role=option][aria-label^=Lohmen]").click()
    page.get_by_role("heading", name="Lohmen").wait_for()
    visit.wait_until_ready()
    assert parameters(page)["ort"] == "Lohmen"
    again = visit.open("karte", **parameters(page))
    assert again.get_by_text("197 von 768 Menschen").is_visible()


def test_the_place_goes_along_to_every_page(visit):
    page = visit.open("karte", ort="Penzin")
    for name in ("Altersaufbau", "Steckbrief", "SWOT", "Karte"):
        visit.follow(name)
        visit.wait_until_ready()
        assert parameters(page)["ort"] == "Penzin", name
        assert "Penzin" in page.locator("[data-testid=stMain]").inner_text(), name


def test_back_returns_to_the_page_before(visit):
    page = visit.open("karte", ort="Güstrow")
    first = page.locator("h1").inner_text()
    visit.follow("SWOT")
    visit.wait_until_ready()
    page.go_back()
    visit.wait_until_ready()
    assert page.locator("h1").inner_text() == first


def test_another_indicator_another_finding(visit):
    page = visit.open("karte")
    before = page.locator("h1").inner_text()
    visit.choose("Indikator", OLD)
    expect(page.locator("h1")).not_to_have_text(before)
    assert parameters(page)["indikator"] == OLD


def test_the_development_shows_as_a_chart(visit):
    page = visit.open("karte", ort="Güstrow", indikator="Arbeit · Arbeitslose je 100 Menschen")
    page.get_by_role("tab", name="Verlauf").click()
    visit.wait_until_ready()
    assert page.locator(".js-plotly-plot .scatterlayer path.js-line").count() >= 2


def test_a_map_can_be_taken_home(visit):
    page = visit.open("karte", ort="Walkendorf")
    page.get_by_role("tab", name="Mitnehmen").click()
    for button in ("Bild (PNG)", "Zeichnung (SVG)", "Tabelle (Excel)", "Tabelle (CSV)"):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert download.value.path().stat().st_size > 2000, button
        assert download.value.suggested_filename.startswith("karte_anteil_67_"), button
        visit.wait_until_ready()


def test_hostile_words_in_the_address_stay_words(visit):
    page = visit.open(
        "karte",
        ort="<img src=x onerror=window.hacked=1>",
        indikator="${7*7}",
        grenzen="=cmd()",
        klassen="eigene Grenzen",
    )
    assert page.evaluate("window.hacked") is None
    assert page.get_by_text("Landkreis Rostock").first.is_visible()


@pytest.mark.parametrize("place", ["Güstrow", "Penzin", "Amt Mecklenburgische Schweiz"])
def test_the_profile_prints_on_a_few_pages_without_the_frame(visit, place):
    page = visit.open("steckbrief", ort=place)
    page.emulate_media(media="print")
    assert not page.locator(".st-key-filter").is_visible()
    paper = page.pdf(prefer_css_page_size=True)
    assert 1 <= paper.count(b"/Type /Page\n") + paper.count(b"/Type/Page\n") + paper.count(b"/Type /Page ") <= 4
