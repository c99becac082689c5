"""Small multiples on a common scale."""

from __future__ import annotations

import pytest

from indicators.trend import Direction
from tests.views.drawings import HOSTILE, count, parsed, texts
from views.compare_multiples import from_100
from views.multiples import MultiplesPicture, Panel, draw
from views.number_style import NumberStyle

COURSE = (
    (2011, 50.0, "zensus2011"),
    (2012, 55.0, "zensus2011"),
    (2022, 60.0, "zensus2022"),
    (2024, 58.0, "zensus2022"),
)


def picture(count_of=3, name="Ort", points=COURSE):
    panels = tuple(Panel(f"{name} {at}", points, Direction.RISING, "steigend", "50 → 55") for at in range(count_of))
    return MultiplesPicture(panels, COURSE, "Landkreis", NumberStyle("%", 1), "Anteil")


@pytest.mark.parametrize(("width", "panels"), [(358.0, 3), (1300.0, 8), (1300.0, 1)])
def test_every_place_has_a_panel_with_name_and_trend_word(width, panels):
    root = parsed(draw(picture(panels), width), width)
    assert texts(root).count("steigend") == panels
    assert [text for text in texts(root) if text.startswith("Ort")] == [f"Ort {at}" for at in range(panels)]


def test_all_panels_share_one_scale():
    far = Panel("fern", ((2011, 5.0, "zensus2011"), (2012, 95.0, "zensus2011")), Direction.NONE, "keine", "")
    one = MultiplesPicture((*picture(1).panels, far), (), "", NumberStyle("%", 1), "Anteil")
    axes = [text for text in texts(parsed(draw(one, 1300.0), 1300.0)) if text in ("0", "100\u00a0%", "50\u00a0%")]
    assert axes == ["0", "50\u00a0%", "100\u00a0%"] * 2


def test_no_line_crosses_a_census_and_the_break_is_marked():
    root = parsed(draw(picture(1, points=COURSE), 358.0), 358.0)
    lines = [p.get("d") for p in root.iter("{http://www.w3.org/2000/svg}path")]
    assert all(d.count("L") == 1 for d in lines)
    assert len(lines) == 4  # two parts each of the place and of the comparison
    dashed = [line for line in root.iter("{http://www.w3.org/2000/svg}line") if line.get("stroke-dasharray")]
    assert len(dashed) == 1


def test_a_place_without_numbers_keeps_its_panel_and_says_so():
    bare = Panel("leer", (), Direction.UNKNOWN, "nicht bestimmbar: keine Zahl", "")
    one = MultiplesPicture((*picture(1).panels, bare), COURSE, "Landkreis", NumberStyle(), "Anteil")
    assert "keine Zahlen" in texts(parsed(draw(one, 1300.0), 1300.0))
    nothing = MultiplesPicture((bare,), (), "", NumberStyle(), "Anteil")
    assert count(parsed(draw(nothing, 1300.0), 1300.0), "text") == 1


def test_each_census_begins_at_100_and_a_lone_older_figure_is_left_out():
    assert from_100(COURSE)[2] == (2022, 100.0, "zensus2022")
    assert from_100(((2011, 7.0, "vor_zensus2011"), *COURSE))[0] == (2011, 100.0, "zensus2011")
    assert from_100(((2011, 7.0, "a"),)) == ((2011, 100.0, "a"),)
    assert from_100(((2011, 0.0, "a"), (2012, 3.0, "a"))) == ()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    for width in (358.0, 1300.0):
        parsed(draw(picture(2, name=name), width), width)
