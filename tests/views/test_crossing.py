"""Tragfähigkeit as a picture: three looks, spans in words, numbers that do not contradict them."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import package
from data.thresholds import TABLE, read_thresholds
from indicators.projection.crossing import Threshold, crossing, thresholds_of
from indicators.projection.results import Fan
from views.crossing import crossing_sentence, crossing_svg, crossing_table, needed_words
from views.svg import text_width
from views.tokens import ACCENT, SURFACE

SVG = "{http://www.w3.org/2000/svg}"
SHIPPED = thresholds_of(read_thresholds(Path(package.__file__).parent / "tables" / TABLE))
KITA = Threshold("Kita-Gruppe", (3, 6), needed=15, assumption="Annahme: 15 Kinder")


def fan(expected, spread=1.0, first=2024):
    expected = np.array(expected, dtype=float)
    width = spread * np.arange(len(expected))
    years = tuple(range(first, first + len(expected)))
    return Fan(years, expected, np.maximum(expected - width, 0), expected + width)


FALLS = crossing(fan([22, 20, 18, 16, 14, 9, 4, 1]), KITA)
STAYS = crossing(fan([30, 30, 31, 32, 33, 34, 35, 36]), KITA)
FEW = crossing(fan([6, 6, 5, 5, 5, 4, 4, 3], 0.5), KITA)
GROWS = crossing(fan([10, 12, 14, 16, 19, 22, 26, 30]), KITA)


def parsed(drawing):
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def looks(drawing):
    return [r.get("class") for r in parsed(drawing).iter(f"{SVG}rect") if r.get("class")]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (FALLS, "Zwischen 2027 und 2029 fällt die Zahl unter 15, voraussichtlich 2028."),
        (STAYS, "Bleibt ziemlich sicher darüber bis 2031."),
        (FEW, "Liegt schon darunter und bleibt es ziemlich sicher bis 2031."),
        (GROWS, "Liegt jetzt darunter. Zwischen 2026 und 2028 erreicht die Zahl 15, voraussichtlich 2027."),
        (crossing(fan([18, 17, 17, 17]), KITA), "Ab 2027 kann die Zahl unter 15 fallen; eher bleibt sie bis 2027 darüber."),
        (
            crossing(fan([18, 15, 14, 13]), KITA),
            "Ab 2025 kann die Zahl unter 15 fallen, voraussichtlich 2026; sicher ist das bis 2027 nicht.",
        ),
        (crossing(fan([18, 17, 9, 9], 0.1), KITA), "2026 fällt die Zahl unter 15."),
        (crossing(fan([18, 9, 9, 18], 0.1), KITA), "2025 fällt die Zahl unter 15. Später kann sie wieder steigen."),
    ],
)  # fmt: skip
def test_the_span_is_told_in_words(found, told):
    assert crossing_sentence(found) == told


def test_the_row_shows_enough_open_too_few():
    assert looks(crossing_svg([FALLS])) == ["above", "open", "below"]
    assert looks(crossing_svg([GROWS])) == ["below", "open", "above"]
    assert looks(crossing_svg([STAYS, FEW])) == ["above", "below"]


def test_who_is_needed_is_named():
    assert needed_words(FALLS) == "15 Kinder von 3 bis 5"
    births = Threshold("Geburten", (0, 1), needed=1, source="births")
    assert needed_words(crossing(fan([3, 2]), births)) == "1 Geburt im Jahr"


def test_the_heads_stand_below_the_row():
    words = [t.text for t in parsed(crossing_svg([FALLS])).iter(f"{SVG}text")]
    assert {"22", "19 bis 21", "0 bis 8"} <= set(words)


def test_the_table_holds_the_same_years():
    table = crossing_table([FALLS, STAYS])
    assert table.loc[0, ["möglich ab", "voraussichtlich", "ziemlich sicher ab"]].tolist() == ["2027", "2028", "2029"]
    assert table.loc[1, "möglich ab"] == "kein Jahr"
    assert table.loc[0, "Grundlage"] == "Annahme: 15 Kinder"


BUS = Threshold("Schulbus", (6, 10), needed=15, kind="at_most")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (crossing(fan([10, 12, 14, 16, 19, 22]), BUS), "Zwischen 2026 und 2029 steigt die Zahl über 15, voraussichtlich 2027."),
        (crossing(fan([10, 10, 10]), BUS), "Bleibt ziemlich sicher bei höchstens 15 bis 2026."),
        (crossing(fan([30, 30, 30]), BUS), "Liegt schon über 15 und bleibt es ziemlich sicher bis 2026."),
        (
            crossing(fan([20, 18, 15, 12]), BUS),
            "Liegt jetzt über 15. Zwischen 2026 und 2027 sinkt die Zahl auf 15 oder weniger, voraussichtlich 2026.",
        ),
        (
            crossing(fan([14, 14, 14, 14]), BUS),
            "Ab 2026 kann die Zahl über 15 steigen; eher bleibt sie bis 2027 bei höchstens 15.",
        ),
        (
            crossing(fan([17, 17, 17, 17]), BUS),
            "Liegt jetzt über 15. Ab 2026 kann die Zahl auf 15 oder weniger sinken; eher bleibt sie bis 2027 darüber.",
        ),
    ],
)  # fmt: skip
def test_room_that_fills_up_is_told_in_words(found, told):
    assert crossing_sentence(found) == told


def test_a_start_that_is_open_is_told():
    years, few = (2024, 2025, 2026), np.array([5.0, 5.0, 5.0])
    found = crossing(Fan(years, few, few - 2, few + 2), Threshold("Krippe", (1, 3), needed=6))
    told = "Liegt jetzt wohl darunter. Schon 2024 kann die Zahl 6 erreichen; eher bleibt sie bis 2026 darunter."
    assert crossing_sentence(found) == told


def test_room_is_dark_while_it_is_enough_and_the_legend_says_so():
    found = crossing(fan([10, 12, 14, 16, 19, 22]), BUS)
    drawing = crossing_svg([found, FALLS])
    bars = [r for r in parsed(drawing).iter(f"{SVG}rect") if r.get("class")]
    assert [r.get("class") for r in bars[:3]] == ["below", "open", "above"]
    assert bars[0].get("fill") == bars[3].get("fill") == ACCENT
    assert bars[2].get("fill") == bars[5].get("fill") == SURFACE
    assert "Platz für höchstens 15 Kinder" in drawing.replace("\u00a0", " ")
    assert "reicht ziemlich sicher nicht" in drawing
    assert "ziemlich sicher zu wenige" not in drawing
    assert list(crossing_table([found])["Wechsel"]) == ["wird überschritten"]


def test_nothing_chosen_says_so():
    assert "Noch keine Schwelle gewählt." in crossing_svg([])


@pytest.mark.parametrize(("width", "size"), [(900, 15), (358, 15), (1760, 32)])
def test_no_word_leaves_the_drawing_or_covers_another(width, size):
    found = [crossing(fan(np.linspace(t.needed * 1.3, t.needed * 0.6, 21), t.needed / 60), t) for t in SHIPPED]
    drawing = crossing_svg(found, width=width, size=size)
    spots = []
    for text in parsed(drawing).iter(f"{SVG}text"):
        long = (
            text_width(text.text or "", float(text.get("font-size") or size), bold=bool(text.get("font-weight"))) * 0.95
        )
        left = float(text.get("x")) - (long / 2 if text.get("text-anchor") == "middle" else 0)
        assert -size * 0.2 <= left, text.text
        assert left + long <= width + size * 0.2, text.text
        spots.append((round(float(text.get("y")), 1), left, left + long))
    for one, two in itertools.combinations(spots, 2):
        assert one[0] != two[0] or one[2] <= two[1] + 1 or two[2] <= one[1] + 1


@pytest.mark.parametrize("name", ["<b>x</b>", "${x}", "x" * 300, "\u202eabc", "\x00]]>"])
def test_hostile_names_stay_text(name):
    drawing = crossing_svg([crossing(FALLS.fan, Threshold(name, (3, 6), needed=15))], title=name)
    allowed = "svg title desc defs pattern line rect text"
    assert {e.tag.removeprefix(SVG) for e in parsed(drawing).iter()} <= set(allowed.split())


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 60), min_size=1, max_size=25), st.floats(0, 5), st.floats(0.5, 50), st.booleans())
def test_any_number_can_be_drawn_and_told(expected, spread, needed, small):
    found = crossing(fan(expected, spread), Threshold("x", (3, 6), needed=needed))
    drawing = crossing_svg([found], width=358 if small else 900)
    assert crossing_sentence(found).endswith(".")
    assert "nan" not in drawing
    assert "−0" not in drawing
