"""The development chart on screen and on paper."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from views.axis import even_ticks, nice_bounds, round_end, spread, ticks
from views.number_style import NumberStyle
from views.trend import Note, Series, describe, trend_svg
from views.trend import describe as spoken
from views.trend_chart import CONFIG, trend_figure

SVG = "{http://www.w3.org/2000/svg}"
OLD, NEW = "zensus2011", "zensus2022"
COUNTY = Series(
    "Landkreis",
    ((2011, 21.0, OLD), (2015, 22.0, OLD), (2018, 23.8, OLD), (2022, 25.1, NEW), (2025, 26.4, NEW)),
    "county",
)
PLACE = Series("Lohmen", ((2015, 25.7, OLD), (2022, 27.1, NEW)), "place")
STATE = Series("Land", ((2011, 22.1, OLD), (2018, 24.7, OLD)), "state")
ALL = [PLACE, COUNTY, STATE]


def parsed(drawing):
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def test_no_line_crosses_the_census():
    figure = trend_figure(ALL, "%", 1)
    for trace in figure.data:
        assert max(trace.x) <= 2018 or min(trace.x) >= 2022
    drawn = [p.get("d").count("L") + 1 for p in parsed(trend_svg(ALL, "%", 1)).iter(f"{SVG}path")]
    assert sorted(drawn) == [2, 2, 3]


def test_the_break_is_marked_and_named():
    words = [a.text for a in trend_figure(ALL, "%", 1).layout.annotations]
    assert "neue Zählbasis (Zensus 2022)" in words
    assert "neue Zählbasis (Zensus 2022)" in trend_svg(ALL, "%", 1)
    assert "Zählbasis" not in trend_svg([STATE], "%", 1)


BREAK_REASON = (
    "Senkrechte Linie: Mit dem Zensus 2022 wurde neu gezählt. Ein Sprung dort kommt vom Zählen, nicht von den Menschen."
)


def words_of_svg(drawing):
    return [t.text or "" for t in parsed(drawing).iter(f"{SVG}text")]


def test_the_picture_says_why_a_line_is_broken():
    drawing = trend_svg(ALL, "%", 1)
    assert BREAK_REASON in " ".join(words_of_svg(drawing))
    assert BREAK_REASON in parsed(drawing).findtext(f"{SVG}desc")
    assert BREAK_REASON in " ".join(a.text for a in trend_figure(ALL, "%", 1).layout.annotations).replace("<br>", " ")
    assert "neu gezählt" not in trend_svg(ALL, "%", 1, explain=False)
    assert "neu gezählt" not in trend_svg([STATE], "%", 1)
    unnamed = Series("Ort", ((2011, 1.0, "a"), (2012, 2.0, "a"), (2013, 9.0, "b")))
    assert "Hier beginnt eine neue Zählung." in " ".join(words_of_svg(trend_svg([unnamed])))


NOTES = [
    Note(2022, "Neubaugebiet am See", "Bauamt"),
    Note(2015, "Unterkunft <img src=x onerror=alert(1)> ${x} eröffnet", "A\u202eb"),
    Note(2015, "Schule geschlossen"),
    Note(1990, "zu lange her"),
]


def test_readers_notes_are_numbered_at_the_kink_and_written_beneath():
    drawing = trend_svg(ALL, "%", 1, notes=NOTES)
    words = words_of_svg(drawing)
    assert [w for w in words if w in "123"] == ["1", "2", "3", "1", "2", "3"]
    assert "2022: Neubaugebiet am See (Bauamt)" in words
    assert "2015: Schule geschlossen" in words
    assert not any("zu lange her" in w for w in words)
    spoken_words = parsed(drawing).findtext(f"{SVG}desc")
    assert "Anmerkung 3, 2022: Neubaugebiet am See (Bauamt)." in spoken_words
    rings = [
        (float(c.get("cx")), float(c.get("cy"))) for c in parsed(drawing).iter(f"{SVG}circle") if c.get("r") == "9"
    ]
    assert rings[1][0] - rings[0][0] >= 18
    assert float(parsed(drawing).get("height")) > float(parsed(trend_svg(ALL, "%", 1)).get("height"))


def test_notes_stand_in_the_chart_on_screen_and_hostile_ones_stay_text():
    figure = trend_figure(ALL, "%", 1, notes=NOTES)
    texts = [a.text for a in figure.layout.annotations]
    assert texts.count("<b>1</b>") == 1
    assert any("Neubaugebiet am See (Bauamt)" in t for t in texts)
    assert figure.layout.height > trend_figure(ALL, "%", 1).layout.height
    assert "<img" not in figure.to_json().replace("\\u003c", "<")
    assert "&lt;img" in " ".join(texts)
    assert {e.tag.removeprefix(SVG) for e in parsed(trend_svg(ALL, notes=NOTES)).iter()} <= {
        *("svg", "title", "desc", "line", "path", "circle", "text")
    }
    assert "\u202e" not in trend_svg(ALL, notes=NOTES)


def test_an_endless_note_is_cut():
    endless = [Note(2015, "sehr lange Geschichte " * 40)]
    lines = [w for w in words_of_svg(trend_svg(ALL, notes=endless)) if "Geschichte" in w]
    assert len(lines) == 4
    assert lines[-1].endswith("…")
    assert trend_svg([], notes=endless)


def test_names_stand_at_the_line_ends_instead_of_a_legend():
    figure = trend_figure(ALL, "%", 1)
    words = [a.text for a in figure.layout.annotations]
    assert "Landkreis 26,4\u00a0%" in words
    assert "<b>Lohmen 27,1\u00a0% (2022)</b>" in words
    assert figure.layout.showlegend is False


def test_names_do_not_cover_one_another():
    close = [Series(f"Ort {i}", ((2011, 20.0 + i / 50, OLD), (2020, 21.0 + i / 50, OLD)), "other") for i in range(4)]
    ys = sorted(
        float(t.get("y")) for t in parsed(trend_svg(close)).iter(f"{SVG}text") if (t.text or "").startswith("Ort")
    )
    assert all(b - a > 15 for a, b in itertools.pairwise(ys))


def test_numbers_are_german():
    figure = trend_figure(ALL, "%", 1)
    assert figure.layout.separators == ",."
    assert CONFIG["locale"] == "de"
    assert CONFIG["displayModeBar"] is False
    assert "Landkreis: 22,0\u00a0%" in figure.data[0].customdata or any(
        "Landkreis: 22,0\u00a0%" in t.customdata for t in figure.data
    )
    assert all(re.fullmatch(r"\d+(,\d+)?\u00a0%", t) for t in figure.layout.yaxis.ticktext)


def test_the_county_is_black_and_the_state_dashed():
    looks = {t.name: t.line for t in trend_figure(ALL, "%", 1).data}
    assert looks["Landkreis"].color == "#17232E"
    assert looks["Land"].dash != "solid"
    assert looks["Lohmen"].width > looks["Landkreis"].width


@pytest.mark.parametrize("name", ["<b>x</b><a href='javascript:a()'>y</a>", "${x}", "x" * 300, "\u202eabc"])
def test_hostile_names_stay_text(name):
    evil = Series(name, PLACE.points, "place")
    figure = trend_figure([evil, COUNTY], "%", 1)
    assert "<a" not in figure.to_json().replace("\\u003c", "<")
    assert {e.tag.removeprefix(SVG) for e in parsed(trend_svg([evil, COUNTY])).iter()} <= {
        *("svg", "title", "desc", "line", "path", "circle", "text")
    }


def test_nothing_known_says_so():
    assert trend_figure([]).layout.annotations[0].text == "keine Zahlen"
    assert "keine Zahlen" in trend_svg([Series("Ort", ((2020, None, OLD),))])
    assert describe([], NumberStyle()) == "Keine Zahlen."


def test_the_description_names_every_line():
    told = spoken(ALL, NumberStyle("%", 1), "Anteil ab 65")
    assert told.startswith("Anteil ab 65. Lohmen: 2015: 25,7\u00a0%")
    assert told.count("Neue Zählbasis") == 2


@settings(deadline=None, max_examples=20)
@given(
    st.lists(
        st.tuples(st.integers(1995, 2030), st.floats(-1e5, 1e5), st.sampled_from([OLD, NEW])), min_size=1, max_size=30
    )
)
def test_any_series_can_be_drawn(points):
    one = [Series("Ort", tuple(points))]
    assert parsed(trend_svg(one)).tag == f"{SVG}svg"
    assert sum(len(t.x) for t in trend_figure(one).data) == len(points)


@settings(deadline=None)
@given(st.lists(st.floats(0, 200), min_size=1, max_size=8))
def test_spread_labels_keep_order_and_room(positions):
    placed = spread(positions, 16, 0, 200)
    assert all(-1e-6 <= y <= 200 + 1e-6 for y in placed)
    order = sorted(range(len(placed)), key=lambda i: (positions[i], i))
    assert all(placed[b] - placed[a] >= 16 - 1e-6 for a, b in itertools.pairwise(order))


@settings(deadline=None)
@given(st.floats(0.001, 1e6))
def test_round_ends_reach_far_enough_and_not_too_far(value):
    end = round_end(value)
    assert value <= end * (1 + 1e-9)
    assert end <= value * 1.6
    steps = even_ticks(end, 5)
    assert steps[0] == 0
    assert steps[-1] == pytest.approx(end)


@settings(deadline=None)
@given(st.floats(-1e4, 1e4), st.floats(0.01, 1e4))
def test_axis_numbers_lie_inside(low, span):
    low_end, high_end = nice_bounds(low, low + span)
    assert low_end <= low + 1e-6
    assert high_end >= low + span - 1e-6
    assert all(low_end - 1e-6 <= t <= high_end + 1e-6 for t in ticks(low_end, high_end))
