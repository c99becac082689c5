"""The map over OpenStreetMap: nothing in a name can run, and the provider is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.views.map_samples import HOSTILE, IDS, description, gemeinden
from views.map_online import ATTRIBUTION, features, harmless, online_map, style


def test_names_cannot_run():
    page = online_map(description(), gemeinden()).get_root().render()
    assert "<img src=x" not in page
    assert "${window" not in page
    assert "OpenStreetMap" in page
    assert "openstreetmap.org/copyright" in ATTRIBUTION


def test_harmless_keeps_what_people_read():
    assert harmless("Güstrow") == "Güstrow"
    assert all(sign not in harmless("".join(HOSTILE)) for sign in "<>${}`\"'\\")


def test_shapes_carry_colour_and_words():
    found = {
        feature["properties"]["id"]: feature["properties"]
        for feature in features(description(selected_id=IDS[0]), gemeinden())["features"]
    }
    assert found[IDS[0]]["selected"]
    assert not found[IDS[3]]["known"]
    assert found[IDS[3]]["text"] == "geheim"
    assert style({"properties": found[IDS[3]]})["dashArray"]


def test_folium_is_only_loaded_on_demand():
    code = "import sys, views.map_online; sys.exit(any(name.split('.')[0] in ('folium', 'streamlit_folium') for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
