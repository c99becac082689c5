"""The moving age structure in Chromium with the network cut off: it plays, stops, obeys keys, speaks and asks the server nothing."""

from __future__ import annotations

import time

import pytest

from tests.browser.server import ROOT, serving

PAGE = """
import streamlit as st
from dataclasses import replace
from tests.views.pyramid_samples import town, village
from views.moving_pyramid import render_pyramid

st.set_page_config(page_title="Altersaufbau", layout="wide")
place = st.selectbox("Ort", ["Stadt", "Dorf"])
render_pyramid(replace(town() if place == "Stadt" else village(), name="<b onclick=hacked=1>"), "bild", 520)
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    script = tmp_path_factory.mktemp("pyramid") / "pyramid_page.py"
    script.write_text(PAGE, encoding="utf-8")
    with serving(script, {"PYTHONPATH": str(ROOT)}) as server:
        yield server.url


@pytest.fixture(params=["desktop"])
def tab(request, address, tabs):
    visit = tabs.of(request.param)
    visit.begin(address, request.param)
    visit.open()
    visit.page.wait_for_selector(".year:not(:empty)")
    yield visit
    assert not visit.trouble, "\n".join(visit.trouble)


def year(tab):
    return int(tab.page.locator(".year").inner_text())


def button(tab):
    return tab.page.locator(".tools button")


def test_it_begins_at_the_start_without_ranges(tab):
    assert year(tab) == 2024
    assert tab.page.locator(".stage rect.women").count() == 20
    assert {r.get_attribute("width") for r in tab.page.locator('.stage rect[fill="url(#fade0)"]').all()} == {"0"}


def test_it_plays_and_stops_without_the_server(tab):
    requests = []
    tab.page.on("request", lambda request: requests.append(request.url))
    tab.page.evaluate("""() => {
      window.sent = 0;
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (...words) { window.sent += 1; return send.apply(this, words); };
    }""")
    start = time.monotonic()
    button(tab).click()
    assert button(tab).inner_text() == "Anhalten"
    tab.page.wait_for_timeout(1800)
    button(tab).click()
    reached, years = year(tab), (time.monotonic() - start) / 0.65
    assert 2025 <= reached <= 2025 + years
    assert tab.page.locator(".said").inner_text().startswith(f"{reached}: etwa ")
    tab.page.wait_for_timeout(900)
    assert year(tab) == reached
    assert not requests
    assert tab.page.evaluate("window.sent") == 0


def test_keys_lead_through_the_years(tab):
    tab.page.locator(".box").focus()
    for key, wanted in (("End", 2045), ("ArrowLeft", 2044), ("ArrowRight", 2045), ("Home", 2024), ("ArrowUp", 2025)):
        tab.page.keyboard.press(key)
        assert year(tab) == wanted
    tab.page.keyboard.press(" ")
    assert button(tab).inner_text() == "Anhalten"
    tab.page.keyboard.press(" ")
    assert button(tab).inner_text() == "Abspielen"


def test_the_slider_speaks_the_year(tab):
    slider = tab.page.locator("input[type=range]")
    slider.focus()
    tab.page.keyboard.press("ArrowRight")
    assert year(tab) == 2025
    assert slider.get_attribute("aria-valuetext").startswith("2025: etwa ")
    assert tab.page.locator(".stage svg").get_attribute("aria-label").startswith("Altersaufbau <b onclick")


def test_another_place_keeps_the_year_and_names_stay_text(tab):
    tab.page.locator(".box").focus()
    for _ in range(3):
        tab.page.keyboard.press("ArrowRight")
    tab.choose("Ort", "Dorf")
    tab.page.wait_for_function(
        """() => [...document.querySelectorAll("*")].some((node) =>
          node.shadowRoot?.querySelectorAll(".stage rect.women").length === 7)"""
    )
    assert year(tab) == 2027
    assert tab.page.locator(".box b").count() == 0


def test_the_pointer_tells_the_heads(tab):
    tab.page.locator(".box").focus()
    tab.page.keyboard.press("End")
    tab.page.locator(".stage rect.men").nth(9).hover(position={"x": 10, "y": 4})
    told = tab.page.locator(".tip").inner_text()
    assert told.startswith("Männer 40 bis 44, 2045\netwa ")
    assert ", zwischen " in told


def test_who_wants_less_motion_gets_jumps(tab):
    tab.page.emulate_media(reduced_motion="reduce")
    button(tab).click()
    seen, start = set(), time.monotonic()
    for _ in range(20):
        seen.add(tab.page.locator(".stage rect.women").first.get_attribute("width"))
        tab.page.wait_for_timeout(100)
    calm = (time.monotonic() - start) / 1.3
    button(tab).click()
    assert 2 <= len(seen) <= calm + 2


@pytest.mark.parametrize("tab", ["phone"], indirect=True)
def test_on_a_phone_everything_stands_in_one_column(tab):
    stage, table = (tab.page.locator(name).bounding_box() for name in (".stage", "table"))
    assert table["y"] >= stage["y"] + stage["height"]
    assert tab.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert button(tab).bounding_box()["height"] >= 44
