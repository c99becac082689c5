"""The static map: well-formed, complete, and text stays text."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from tests.views.map_samples import HOSTILE, IDS, description, payload
from views import tokens
from views.map_names import NamePlaces, text_width
from views.map_svg import HATCHES, locator_svg, map_svg, wrap

SVG = "{http://www.w3.org/2000/svg}"


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 - our own drawing


def words(text):
    return [node.text for node in parsed(text).iter(f"{SVG}text")]


def test_the_frame_holds_title_legend_source_and_date():
    shown = words(map_svg(description(), payload(), 900, 700))
    for piece in ("Anteil ab 65", "in Prozent · 31.12.2015", "unter 15", "geheim", "geschätzt", "Gemeinden"):
        assert piece in shown
    assert any("Amt <b>x</b>" in line and "Stand der Zahlen: 31.12.2015" in line for line in shown if line)


def test_hostile_names_stay_text():
    drawing = map_svg(description(label_count=6), payload(), 1400, 1000, touch=True)
    assert "<img" not in drawing
    root = parsed(drawing)
    assert not list(root.iter(f"{SVG}img"))
    assert not [node for node in root.iter() if any(name.startswith("on") for name in node.attrib)]
    assert HOSTILE[1] in words(drawing)


def test_it_says_what_it_shows_to_those_who_do_not_see_it():
    root = parsed(map_svg(description(), payload()))
    assert root.get("role") == "img"
    described = root.get("aria-labelledby").split()
    texts = {node.get("id"): node.text for node in root if node.get("id")}
    assert texts[described[0]] == "Anteil ab 65"
    assert "geheim: 1" in texts[described[1]]


def test_every_class_has_its_colour_and_every_gap_its_hatch():
    drawing = map_svg(description(), payload(), with_frame=False)
    for colour in (tokens.SEQUENTIAL[0], tokens.SEQUENTIAL[1], tokens.SEQUENTIAL[4]):
        assert f'fill="{colour}"' in drawing
    for letter in "skE":
        assert drawing.count(f'{letter})"') == 1


def test_no_hatch_looks_like_a_class():
    assert {colour for _, _, colour, _ in HATCHES.values()}.isdisjoint(tokens.SEQUENTIAL)
    assert parsed(map_svg(description(), payload())).find(f"{SVG}defs/{SVG}pattern/{SVG}rect").get("fill") == "#fff"


def test_selection_is_black_on_a_white_halo():
    plain, chosen = (map_svg(description(selected_id=one), payload(), with_frame=False) for one in (None, IDS[0]))
    assert 'stroke="#000000"' not in plain
    assert 'stroke="#000000"' in chosen


def test_two_drawings_in_one_page_do_not_share_ids():
    ids = [
        {
            node.get("id")
            for node in parsed(map_svg(description(selected_id=IDS[0]), payload(), width)).iter()
            if node.get("id")
        }
        for width in (300, 400)
    ]
    assert ids[0].isdisjoint(ids[1])


def test_names_never_overlap_nor_leave_the_picture():
    places = NamePlaces(payload(names=tuple("abcdef")), 0.05, 0, 0, 500, 400)
    for at in range(6):
        places.region(at, 60, selected=False)
    boxes = places.taken
    assert boxes
    for at, one in enumerate(boxes):
        assert one[0] > 0
        assert one[3] < 400
        assert not any(one[0] < b[2] and one[2] > b[0] and one[1] < b[3] and one[3] > b[1] for b in boxes[at + 1 :])


def test_the_locator_marks_place_and_amt():
    drawing = locator_svg(payload(), [IDS[0]], ["A"])
    assert f'fill="{tokens.ACCENT}"' in drawing
    assert f'fill="{tokens.AMT_LIGHT}"' in drawing
    assert parsed(drawing).get("role") == "img"


@pytest.mark.parametrize("text", ["kurz", "ein etwas längerer Satz über die Gemeinden im Landkreis", "Ä" * 300])
def test_lines_fit(text):
    assert all(text_width(line, 16) <= 200 for line in wrap(text, 200, 16))
