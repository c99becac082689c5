"""The component's Python side: addresses by content, small messages, clicks that can be trusted."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.views.map_samples import IDS, description, payload
from views.map_component import LOADER, SCRIPT, _clicked_id, _script, message, render_map


def page():
    import streamlit as st

    from tests.views.map_samples import description, payload
    from views.map_component import render_map

    shapes = payload()
    st.session_state["clicked"] = render_map(description(shapes), shapes, "karte", 500)


def proto(app):
    return app.main.children[0].proto


def test_the_page_gets_letters_and_addresses_but_no_shapes():
    app = AppTest.from_function(page).run(timeout=30)
    assert not app.exception
    sent = proto(app)
    data = json.loads(sent.json)
    assert data["codes"] == "abeskC"
    assert "media/" in data["module"]
    assert not data["module"].startswith("/")
    assert data["geometry"].endswith(".json")
    assert payload().paths[0] not in sent.json
    assert len(sent.SerializeToString()) < 4_000
    assert app.session_state["clicked"] is None


def test_the_loader_is_all_that_travels_with_every_message():
    assert len(LOADER) < 300
    assert "export function draw" in _script().decode()
    assert "const STYLE" in _script().decode()


def test_the_script_never_writes_html_and_asks_nobody_else():
    text = SCRIPT.read_text(encoding="utf-8")
    assert not [
        word
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "https:")
        if word in text
    ]


@pytest.mark.parametrize("state", [None, {}, {"selected": None}, {"selected": "11000000"}, {"selected": ["x"]}, "x"])
def test_only_our_own_regions_can_be_clicked(state):
    assert _clicked_id(state, payload()) is None


def test_a_click_gives_the_region():
    assert _clicked_id({"selected": IDS[2]}, payload()) == IDS[2]


def test_a_description_of_other_shapes_is_refused():
    with pytest.raises(ValueError, match="other shapes"):
        render_map(description(), payload(names=tuple("abcdef")), "karte")


def test_lines_between_amts_can_be_switched_off():
    assert not message(description(), height=400, borders=False)["borders"]
