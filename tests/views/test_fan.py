"""The projection chart: honest axis, no line across a census, two scenarios apart without colour, words that carry the numbers."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.projection.results import Fan
from views.fan import FanLine, HistoryPart, ThresholdLine, axis_range, describe_fan, fan_svg, fan_table
from views.svg import text_width

SVG = "{http://www.w3.org/2000/svg}"


def widening(start, rate, years, spread, first=2024):
    """A number that changes by ``rate`` a year, its range widening with the root of time."""
    t = np.arange(years)
    expected = start * (1 + rate) ** t
    width = start * spread * np.sqrt(t)
    return Fan(tuple(range(first, first + years)), expected, np.maximum(expected - width, 0), expected + width)


VILLAGE = FanLine("Trend", widening(304, -0.01, 16, 0.025))
MORE = FanLine("Mehr Zuzug", widening(304, 0.002, 16, 0.025))
TOWN = FanLine("Trend", widening(29012, -0.003, 22, 0.004))
HISTORY = (
    HistoryPart("zensus2011", tuple((year, 340.0 - 3 * (year - 2011)) for year in range(2011, 2024))),
    HistoryPart("zensus2022", ((2022, 309.0), (2023, 306.0), (2024, 304.0))),
)


def parsed(drawing):
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def words(drawing):
    return [t.text for t in parsed(drawing).iter(f"{SVG}text")]


def of_class(drawing, name):
    return [e for e in parsed(drawing).iter() if e.get("class") == name]


def points(path):
    return [tuple(map(float, spot.split())) for spot in path.get("d").strip("MZ").split("L")]


def test_every_census_base_is_a_line_of_its_own_and_its_break_has_words():
    drawing = fan_svg([VILLAGE], HISTORY, rounding=10)
    assert [len(points(p)) for p in of_class(drawing, "counted")] == [13, 3]
    assert {"Zensus 2011", "Zensus 2022: neu gezählt", "ab hier Vorausberechnung"} <= set(words(drawing))


def test_without_history_nothing_is_marked():
    assert not [w for w in words(fan_svg([VILLAGE])) if "Zensus" in w or "ab hier" in w]


def test_figures_that_stand_on_no_census_are_not_named_after_one():
    births = (HistoryPart("ohne", ((2022, 9.0), (2023, 7.0))),)
    assert "ohne" not in " ".join(words(fan_svg([VILLAGE], births)))
    assert "Gezählt: 2022: 9, 2023: 7." in describe_fan([VILLAGE], births)


def test_the_axis_begins_at_zero_unless_the_drawing_says_otherwise():
    assert "0" in words(fan_svg([TOWN]))
    assert not [w for w in words(fan_svg([TOWN])) if "Ausschnitt" in w]
    zoomed = fan_svg([TOWN], zoom=True)
    assert "0" not in words(zoomed)
    assert "Ausschnitt: Die Achse beginnt nicht bei null." in words(zoomed)
    assert "Achse beginnt nicht bei null" in parsed(zoomed).find(f"{SVG}desc").text
    low, high = axis_range([TOWN], zoom=True)
    assert 0 < low <= TOWN.fan.low.min()
    assert high >= TOWN.fan.high.max()


def test_the_area_is_the_range():
    area = points(of_class(fan_svg([VILLAGE]), "range")[0])
    line = points(of_class(fan_svg([VILLAGE]), "expected")[0])
    upper, lower = area[:16], area[16:][::-1]
    assert upper[0] == lower[0] == line[0]
    pixel = (line[0][1] - line[-1][1]) / (VILLAGE.fan.expected[0] - VILLAGE.fan.expected[-1])
    assert (lower[-1][1] - upper[-1][1]) / -pixel == pytest.approx(VILLAGE.fan.high[-1] - VILLAGE.fan.low[-1], abs=0.1)


def test_two_scenarios_differ_in_dash_and_fill_and_are_named():
    drawing = fan_svg([VILLAGE, MORE], HISTORY, rounding=10)
    lines, areas = of_class(drawing, "expected"), of_class(drawing, "range")
    assert len({line.get("stroke-dasharray") for line in lines}) == 2
    assert [area.get("fill").startswith("url(#") for area in areas] == [False, True]
    assert {"Trend", "Mehr Zuzug", "2039: etwa 260,", "zwischen 230 und 300"} <= set(words(drawing))


@pytest.mark.parametrize(("width", "height", "size"), [(900, 420, 15), (358, 400, 15), (1760, 820, 34)])
@pytest.mark.parametrize("lines", [[VILLAGE], [VILLAGE, MORE], [TOWN]])
def test_no_word_leaves_the_drawing(lines, width, height, size):
    old = HistoryPart("vor_zensus2011", ((2005, 360.0), (2010, 345.0)))
    drawing = fan_svg(lines, (old, *HISTORY), width=width, height=height, size=size, rounding=10, zoom=True)
    for text in parsed(drawing).iter(f"{SVG}text"):
        long = text_width(text.text, size) * (1.02 if text.get("font-weight") else 0.97)
        shift = {"end": long, "middle": long / 2}.get(text.get("text-anchor"), 0)
        assert float(text.get("x")) - shift >= -size * 0.3, text.text
        assert float(text.get("x")) - shift + long <= width + size * 0.3, text.text
        assert size * 0.7 <= float(text.get("y")) <= height


def test_names_at_the_ends_do_not_cover_one_another():
    near = FanLine("Zuzug", VILLAGE.fan)
    drawing = fan_svg([VILLAGE, near], rounding=10)
    ys = [float(t.get("y")) for t in parsed(drawing).iter(f"{SVG}text") if float(t.get("x")) > 700 and t.text != "2039"]
    assert len(ys) == 6
    assert all(b - a > 18 for a, b in itertools.pairwise(sorted(ys)))


def test_a_threshold_has_its_words():
    drawing = fan_svg([VILLAGE], thresholds=[ThresholdLine("Dorfladen: 250 Menschen", 250)])
    assert "Dorfladen: 250 Menschen" in words(drawing)
    assert len(of_class(drawing, "threshold")) == 1
    assert axis_range([VILLAGE], thresholds=[ThresholdLine("x", 900)])[1] >= 900


def test_the_spoken_text_holds_the_numbers():
    told = describe_fan([VILLAGE], HISTORY, title="Einwohner", rounding=10)
    assert told.startswith("Einwohner. Gezählt, Zensus 2011: 2011: 340, 2023: 304. Neue Zählbasis, nicht vergleichbar")
    assert "2039: etwa 260, zwischen 230 und 300." in told
    root = parsed(fan_svg([VILLAGE], HISTORY, title="Einwohner", rounding=10))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}desc").text == told
    assert parsed(fan_svg([VILLAGE], description="Kurz.")).find(f"{SVG}desc").text == "Kurz."


def test_the_table_tells_the_same_years():
    table = fan_table([VILLAGE, MORE], 10)
    assert list(table.columns)[:4] == ["Jahr", "Trend: erwartet", "Trend: von", "Trend: bis"]
    assert table["Jahr"].tolist()[0] == "2024"
    assert (table["Trend: von"] <= table["Trend: erwartet"]).all()
    assert (table.drop(columns="Jahr") % 10 == 0).all().all()
    shorter = FanLine("Kurz", VILLAGE.fan.until(2030))
    assert fan_table([VILLAGE, shorter])["Kurz: erwartet"].isna().sum() == 9


def test_births_without_a_certain_start_have_no_number_there():
    births = widening(8, -0.02, 10, 0.3)
    births = Fan(births.years[1:], births.expected[1:], births.low[1:], births.high[1:])
    assert not [w for w in words(fan_svg([FanLine("Trend", births)])) if w.startswith("2025:")]


def test_one_or_two_scenarios_only():
    for wrong in ([], [VILLAGE] * 3):
        with pytest.raises(ValueError, match="ein oder zwei Szenarien"):
            fan_svg(wrong)


@pytest.mark.parametrize("name", ["<b>x</b>", "${x}", "x" * 300, "\u202eabc", "\x00]]>"])
def test_hostile_names_stay_text(name):
    drawing = fan_svg([FanLine(name, VILLAGE.fan)], HISTORY, unit=name, title=name, thresholds=[ThresholdLine(name, 9)])
    ends = [float(p[-1][0]) for p in map(points, of_class(drawing, "expected"))]
    assert ends[0] > 400
    allowed = "svg title desc defs pattern line path circle text"
    assert {e.tag.removeprefix(SVG) for e in parsed(drawing).iter()} <= set(allowed.split())


@settings(deadline=None, max_examples=60)
@given(
    st.floats(0.5, 2e5), st.floats(-0.2, 0.1), st.integers(1, 30), st.floats(0, 0.4), st.sampled_from([358.0, 900.0]),
    st.booleans(),
)  # fmt: skip
def test_any_projection_can_be_drawn(start, rate, years, spread, width, zoom):
    drawing = fan_svg([FanLine("Trend", widening(start, rate, years, spread))], HISTORY, width=width, zoom=zoom)
    assert not re.search(r"nan|inf\b|−0\b|-0,", drawing)


def test_numbers_with_decimals_between_whole_ends_are_not_cut_off():
    few = np.array([7.0, 12.0])
    line = FanLine("Trend", Fan((2024, 2039), few, np.array([7.0, 8.0]), np.array([7.0, 14.5])))
    drawing = fan_svg([line], width=358, size=14)
    starts = [
        float(x) - text_width(words, 14)
        for x, words in re.findall(r'<text x="([\d.]+)"[^>]*text-anchor="end"[^>]*>([\d,.]+)</text>', drawing)
    ]
    assert "12,5" in drawing
    assert min(starts) >= 0
