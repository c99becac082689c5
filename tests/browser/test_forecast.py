"""The page Prognose in Chromium with the network cut off: sliders, links that reopen, the phone, no barriers."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import checks
from views.forecast_controls import OWN
from views.forecast_page import TABS


def parameters(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def headline(page):
    return page.locator("h1").inner_text()


def slide(visit, key, presses=1, arrow="ArrowRight"):
    """Move a slider with the keyboard and wait for the page."""
    visit.page.locator(f".st-key-{key} input[type=range]").focus()
    for _ in range(presses):
        visit.page.keyboard.press(arrow)
    return visit.wait_until_ready(600)


def test_a_slider_repaints_the_page_and_the_link_reopens_it(visit):
    page = visit.open("prognose", ort="Walkendorf", szenario=OWN)
    before = headline(page)
    drawn = page.locator(".kp-fc-fan svg path.expected").first.get_attribute("d")
    slide(visit, "familien", 4)
    after = headline(page)
    assert after != before
    assert page.locator(".kp-fc-fan svg path.expected").first.get_attribute("d") != drawn
    kept = parameters(page)
    assert kept["familien"].startswith("+")
    again = visit.open("prognose", **kept)
    assert headline(again) == after


def test_parts_open_and_the_address_remembers_them(visit):
    page = visit.open("prognose", ort="Güstrow")
    for name in TABS:
        page.get_by_role("tab", name=name).click()
        visit.wait_until_ready()
        assert parameters(page).get("teil", TABS[0]) == name
        assert not checks.barriers(page), name
        assert not checks.overflowing(page), name
        assert not checks.english_words(page), name


def test_the_way_to_the_errors_and_to_the_method(visit):
    page = visit.open("prognose", ort="Penzin")
    page.get_by_role("link", name="So rechnet die Prognose").click()
    visit.wait_until_ready()
    assert urlsplit(page.url).path.endswith("prognose-methodik")
    assert parameters(page)["ort"] == "Penzin"


def test_the_picture_can_be_taken_home(visit, tmp_path):
    page = visit.open("prognose", ort="Lohmen", teil="Tabelle, Mitnehmen")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Zeichnung (SVG)").click()
    target = tmp_path / "bild.svg"
    waiting.value.save_as(target)
    assert waiting.value.suggested_filename == "prognose_lohmen.svg"
    assert "Angenommen ist" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("viewport", ["phone", "projector"], indirect=True)
def test_own_assumptions_fit_phone_and_projector(visit):
    page = visit.open("prognose", ort="Penzin", szenario=OWN, daneben="Trend", teil="Lebensphasen")
    assert not checks.overflowing(page)
    assert not checks.barriers(page)
    assert not checks.unnamed_pictures(page)


@pytest.mark.parametrize("viewport", ["phone"], indirect=True)
def test_on_a_phone_the_result_stays_in_sight_while_a_slider_moves(visit):
    page = visit.open("prognose", ort="Penzin", szenario=OWN)
    page.locator(".st-key-ruhestand").scroll_into_view_if_needed()
    slide(visit, "ruhestand", 2)
    box = page.locator(".kp-fc-result").bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"] / 2
