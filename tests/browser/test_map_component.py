"""The map in Chromium with the network cut off: it draws, speaks, selects, and no name in it can run."""

from __future__ import annotations

import pytest

from tests.browser.server import ROOT, serving
from tests.views.map_samples import HOSTILE, IDS

PAGE = """
from dataclasses import replace

import streamlit as st
from tests.views.map_samples import HOSTILE, IDS, description, frame, payload
from views.map_points import MapPoint, PointRow
from views.map_component import render_map

@st.cache_resource
def shapes():
    return payload()

st.set_page_config(page_title="Karte", layout="wide")
year = st.selectbox("Jahr", ["2015", "2022"])
data = frame()
if year == "2022":
    data.loc[0, ["value", "verdict"]] = [40.0, "sicher"]
def keep(region):
    st.session_state["ort"] = region
shown = description(shapes(), data, selected_id=st.session_state.get("ort"), label_count=6)
clicked = render_map(shown, shapes(), "karte", 520, keep)
st.text(f"geklickt: {clicked} gewählt: {st.session_state.get('ort')}")
if st.toggle("Punkte"):
    points = (MapPoint("p0", 2500, 2500, "da", HOSTILE[0], "Schule"), MapPoint("p1", 7500, 2500, "neu", HOSTILE[1], "Schule, neu"))
    rows = (PointRow("da", "Schule", 1), PointRow("neu", "neu", 1))
    def keep_point(key):
        st.session_state["punkt"] = key
    render_map(replace(shown, points=points, point_rows=rows), shapes(), "karte2", 520, on_point=keep_point)
    st.text(f"Punkt: {st.session_state.get('punkt')}")
"""

REGIONS = ".regions [role=option]"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    script = tmp_path_factory.mktemp("map") / "map_page.py"
    script.write_text(PAGE, encoding="utf-8")
    with serving(script, {"PYTHONPATH": str(ROOT)}) as server:
        yield server.url


@pytest.fixture(params=["desktop"])
def tab(request, address, tabs):
    visit = tabs.of(request.param)
    visit.begin(address, request.param)
    visit.open()
    visit.page.wait_for_selector(REGIONS)
    yield visit
    assert not visit.trouble, "\n".join(visit.trouble)
    assert not visit.page.evaluate("'hacked' in window")


def option(tab, position):
    return tab.page.locator(REGIONS).nth(position)


def test_every_region_is_drawn_and_speaks(tab):
    assert tab.page.locator(REGIONS).count() == len(IDS)
    assert option(tab, 0).get_attribute("fill") == "#DDEBBB"
    assert option(tab, 3).get_attribute("fill") == "url(#ms)"
    assert option(tab, 2).get_attribute("aria-label").endswith("300 von 1.000, Klasse 25 und mehr")
    assert option(tab, 3).get_attribute("aria-label").endswith("geheim")
    assert "Anteil ab 65" in tab.page.locator(".regions").get_attribute("aria-label")


def test_names_stay_text_in_tooltip_label_and_speech(tab):
    option(tab, 0).hover(position={"x": 20, "y": 20})
    assert tab.page.locator(".tip strong").inner_text() == HOSTILE[0]
    assert option(tab, 1).get_attribute("aria-label").startswith(HOSTILE[1])
    assert tab.page.locator(".map img").count() == 0


def test_a_change_touches_only_what_changed(tab):
    tab.page.evaluate("""() => {
      const root = [...document.querySelectorAll("*")].find((node) => node.shadowRoot?.querySelector(".regions")).shadowRoot;
      window.touched = new Set();
      new MutationObserver((all) => all.forEach((one) => window.touched.add(one.target.dataset.i)))
        .observe(root.querySelector(".regions"), { subtree: true, attributes: true, attributeFilter: ["fill", "d", "style"] });
    }""")
    tab.choose("Jahr", "2022")
    assert option(tab, 0).get_attribute("fill") == "#14315A"
    assert tab.page.evaluate("[...window.touched]") == ["0"]


def test_a_click_selects_and_reaches_python(tab):
    option(tab, 2).click(position={"x": 30, "y": 30})
    tab.page.get_by_text(f"gewählt: {IDS[2]}").wait_for()
    assert option(tab, 2).get_attribute("aria-selected") == "true"
    assert tab.page.locator(".chosen").get_attribute("d")


def test_the_keyboard_walks_and_selects(tab):
    option(tab, 0).focus()
    tab.page.keyboard.press("ArrowRight")
    focused = "() => { let node = document.activeElement; while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement; return node.dataset.i; }"
    assert tab.page.evaluate(focused) == "1"
    assert tab.page.locator(".ring").get_attribute("d")
    assert tab.page.locator(f"{REGIONS}[tabindex='0']").count() == 1
    tab.page.keyboard.press("ArrowUp")
    assert tab.page.evaluate(focused) == "4"
    tab.page.keyboard.press("Enter")
    tab.page.get_by_text(f"gewählt: {IDS[4]}").wait_for()


def test_a_legend_row_highlights_its_class(tab):
    row = tab.page.locator(".row[data-code=b]")
    row.click()
    assert row.get_attribute("aria-pressed") == "true"
    assert [option(tab, at).evaluate("node => node.style.opacity") for at in (0, 1)] == ["0.16", ""]
    row.click()
    assert option(tab, 0).evaluate("node => node.style.opacity") == ""


def test_zooming_in_and_back(tab):
    shapes = tab.page.locator("svg > g:has(.regions)")
    home = shapes.get_attribute("transform")
    tab.page.get_by_role("button", name="vergrößern").click()
    assert shapes.get_attribute("transform") != home
    tab.page.get_by_role("button", name="ganze Karte zeigen").click()
    assert shapes.get_attribute("transform") == home


def test_points_speak_can_be_walked_through_and_clicked(tab):
    assert tab.page.locator(".points").count() == 0
    tab.page.get_by_text("Punkte", exact=True).click()
    points = tab.page.locator(".points path")
    points.first.wait_for()
    assert points.count() == 2
    assert points.first.get_attribute("aria-label") == f"{HOSTILE[0]}: Schule"
    points.nth(1).hover()
    assert tab.page.locator(".tip:visible strong").inner_text() == HOSTILE[1]
    points.first.focus()
    tab.page.keyboard.press("ArrowRight")
    assert points.nth(1).get_attribute("tabindex") == "0"
    tab.page.keyboard.press("Enter")
    tab.page.get_by_text("Punkt: p1").wait_for()
    points.first.click()
    tab.page.get_by_text("Punkt: p0").wait_for()
    assert tab.page.locator("div.row span").all_inner_texts() == ["Schule", "neu"]


@pytest.mark.parametrize("tab", ["phone"], indirect=True)
def test_on_a_phone_the_legend_stands_below(tab):
    stage, legend = (tab.page.locator(name).bounding_box() for name in (".stage", ".legend"))
    assert legend["y"] >= stage["y"] + stage["height"]
    assert stage["width"] <= 390
