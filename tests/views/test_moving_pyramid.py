"""The moving age structure's Python side: all years once, by address, in few bytes."""

from __future__ import annotations

import json

import numpy as np
from streamlit.testing.v1 import AppTest

from tests.views.pyramid_samples import BANDS, forecast, town, village
from views.moving_pyramid import SCRIPT, STYLE, MovingPyramid, _packed, _script, figures


def page():
    from tests.views.pyramid_samples import village
    from views.moving_pyramid import render_pyramid

    render_pyramid(village(), "altersaufbau", 500, scale=2)


def test_a_run_sends_two_addresses_and_no_figures():
    app = AppTest.from_function(page).run(timeout=30)
    assert not app.exception
    sent = app.main.children[0].proto
    data = json.loads(sent.json)
    assert data["figures"].endswith(".json")
    assert "media/" in data["module"]
    assert not data["module"].startswith("/")
    assert (data["height"], data["scale"]) == (500, 2)
    assert len(sent.SerializeToString()) < 2_000


def test_all_years_travel_in_few_bytes():
    assert len(_packed(town())) < 25_000
    single = (*((age, age + 1) for age in range(100)), (100, 200))
    assert len(_packed(MovingPyramid.of("Kreis", forecast(218721, 22), single))) < 90_000


def test_the_figures_are_those_of_the_projection():
    m = village()
    sent = figures(m)
    assert sent["years"] == m.years
    assert np.allclose(sent["expected"][5], m.pyramids[5].expected.ravel(), atol=0.051)
    assert np.allclose(sent["high"][5], m.pyramids[5].high.ravel(), atol=0.051)
    assert sent["bands"][-1] == [80, 95, "80 und älter"]
    assert sent["spoken"][0] == "2024: etwa 300 Menschen."
    assert sent["phases"][0][0] == "Hochbetagte"
    assert len(sent["cells"]) == len(m.years)
    assert len(sent["cells"][0]) == len(sent["phases"])


def test_large_places_are_sent_in_whole_people():
    county = figures(MovingPyramid.of("Kreis", forecast(218721, 3), BANDS))
    assert all(isinstance(value, int) for row in county["expected"] for value in row)


def test_the_script_writes_no_html_and_asks_nobody_else():
    text = SCRIPT.read_text(encoding="utf-8") + STYLE.read_text(encoding="utf-8")
    forbidden = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "https:", "@import")
    assert not [word for word in forbidden if word in text]
    assert "prefers-reduced-motion" in text
    assert "export function draw" in _script().decode()
    assert "const STYLE" in _script().decode()
