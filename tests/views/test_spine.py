"""The spine chart."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from tests.views.drawings import HOSTILE, count, parsed, texts
from views.compare_sheet import Drawn
from views.spine import FILLS, Look, SpineChart, SpineRow, Spread, bar, bar_svg, chart, key_svg, spread

NAN = math.nan
ROW = SpineRow(
    name="Menschen ab 67 Jahren", when="Zensus 15.05.2022", value="25,3 %", count="7.254 von 28.623 Menschen",
    mark_text="Landkreis 22,6 %", second_text="Land 23,5 %", verdict="▲ höher", judged="", own=25.0, low=24.0, high=26.0,
    mark=20.0, second=22.0, spread=Spread(10.0, 30.0, 15.0, 25.0, 2, 1), ends=("10 %", "30 %"), look=Look.DIFFERENT,
)  # fmt: skip


def drawn(row: SpineRow, width: float = 400.0):
    return parsed(Drawn(bar(row, width, 40, 14), 40, ""), width)


def numbers(element, *names):
    return [float(element.get(name)) for name in names]


def test_the_benchmark_stands_in_the_middle_and_the_farthest_end_at_the_edge():
    root = drawn(ROW)
    upright = [line for line in root.iter("{http://www.w3.org/2000/svg}line") if line.get("x1") == line.get("x2")]
    assert {line.get("x1") for line in upright} == {"200"}
    extremes = next(root.iter("{http://www.w3.org/2000/svg}rect"))
    left, wide = numbers(extremes, "x", "width")
    assert left + wide / 2 == pytest.approx(200, abs=0.01)


def test_the_place_lies_where_its_distance_says():
    circle = next(drawn(ROW).iter("{http://www.w3.org/2000/svg}circle"))
    half = (400 / 2 - 14 * 4.4) / 2
    assert float(circle.get("cx")) == pytest.approx(200 + half, abs=0.01)


@pytest.mark.parametrize("look", list(Look))
def test_every_look_has_a_fill_of_its_own_in_picture_and_key(look):
    circle = next(drawn(replace(ROW, look=look)).iter("{http://www.w3.org/2000/svg}circle"))
    assert circle.get("fill") == FILLS[look]
    assert FILLS[look] in key_svg(look.value)
    assert len(set(FILLS.values())) == len(Look)


def test_a_place_beyond_the_ends_is_an_arrow_and_a_missing_one_is_nothing():
    assert count(drawn(replace(ROW, own=90.0, low=NAN, high=NAN)), "circle") == 0
    assert (
        count(drawn(replace(ROW, own=90.0, low=NAN, high=NAN)), "path") == 4
    )  # two arrows of others, diamond, this one
    assert count(drawn(replace(ROW, own=NAN)), "circle") == 0


def test_without_a_benchmark_it_says_so_instead_of_drawing():
    assert texts(drawn(replace(ROW, mark=NAN))) == ["kein Vergleich möglich"]
    assert texts(drawn(replace(ROW, own=20.0, second=NAN, spread=None))) == ["kein Vergleich möglich"]


def test_extreme_places_do_not_stretch_the_scale_and_few_places_have_no_quarters():
    found = spread([*range(10, 21), 500])
    assert found.high < 40
    assert found.above == 1
    few = spread([1.0, 2.0, 3.0, 4.0])
    assert (few.low, few.high) == (1.0, 4.0)
    assert math.isnan(few.q1)
    assert spread([1.0, 2.0]) is None


def test_the_bar_beside_a_table_row_is_silent():
    assert 'aria-hidden="true"' in bar_svg(ROW)
    assert "<title" not in bar_svg(ROW)


@pytest.mark.parametrize("width", [358.0, 1300.0])
def test_the_whole_chart_holds_every_word_of_its_rows(width):
    picture = SpineChart("Güstrow", "Landkreis", "Land", (("Altersaufbau", (ROW, ROW)), ("Wohnen", (ROW,))))
    root = parsed(chart(picture, width), width)
    assert count(root, "circle") == 3
    assert "Altersaufbau" in texts(root)
    assert any("höher" in text for text in texts(root))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    row = replace(ROW, name=name, count=name, verdict=name)
    root = parsed(chart(SpineChart(name, name, name, ((name, (row,)),)), 1300.0), 1300.0)
    assert not re.search("\u202e", " ".join(texts(root)))
