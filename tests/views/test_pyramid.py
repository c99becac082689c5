"""The age pictures: honest lengths, one axis, words for what is missing, headlines that the numbers carry."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.schema import AGE_OPEN
from views.age_bars import age_bars_html, phase_counts
from views.age_findings import every_nth, finding, findings
from views.pyramid import AgeStructure, Pyramid, age_tree_svg, axis_max, describe, note, pyramid_svg, pyramid_table
from views.tokens import MEN, TEXT, WOMEN

SVG = "{http://www.w3.org/2000/svg}"
AGES = (
    *[(0, 3), (3, 6), (6, 10), (10, 15), (15, 18), (18, 20)],
    *[(low, low + 5) for low in range(20, 65, 5)],
    *[(65, 75), (75, AGE_OPEN)],
)
MEN_2015 = (2723, 2937, 3878, 4775, 2718, 1695, 3050, 5912, 6632, 6777, 6225, 8600, 11088, 10034, 9078, 11046, 9506)
WOMEN_2015 = (2620, 2738, 3763, 4521, 2633, 1356, 2481, 5087, 6031, 5938, 5621, 8148, 10578, 9777, 9044, 11833, 14630)
COUNTY = AgeStructure.by_sex("Landkreis Rostock", AGES, WOMEN_2015, MEN_2015)
STATE = AgeStructure.by_sex("Land", AGES, [v * 7 + 500 for v in WOMEN_2015], [v * 7 for v in MEN_2015])
HOSTILE = [
    '<img src=x onerror="alert(1)">',
    "${alert(1)}",
    "=cmd()",
    "x" * 300,
    "\u202eegnatloD",
    "\x00]]>&amp;",
    "a\n\n# b",
]


def parsed(drawing):
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def bars(drawing, fill):
    """Widths of the bars of one colour from young to old."""
    return [float(r.get("width")) for r in parsed(drawing).iter(f"{SVG}rect") if r.get("fill") == fill]


def test_a_bar_is_as_long_as_persons_per_year_of_age():
    men = bars(pyramid_svg(Pyramid(COUNTY, unit="heads")), MEN)
    density = [v / (high - low) for v, (low, high) in zip(MEN_2015, AGES, strict=True)][:-1]
    assert len(men) == len(density) + 1  # one more rect paints the hatch's ground
    drawn = men[1:]
    ratios = [width / wanted for width, wanted in zip(drawn, density, strict=True)]
    assert max(ratios) == pytest.approx(min(ratios), rel=0.01)


def test_shares_and_heads_have_the_same_shape():
    share, head = (
        bars(pyramid_svg(Pyramid(COUNTY, unit=unit), axis_end=end), WOMEN)
        for unit, end in (("share", 12), ("heads", 12 * 213.473))
    )
    assert share == pytest.approx(head, abs=0.05)


def test_the_open_group_is_hatched_and_explained():
    drawing = pyramid_svg(Pyramid(COUNTY))
    fills = [r.get("fill") for r in parsed(drawing).iter(f"{SVG}rect")]
    assert sum(str(fill).startswith("url(#") for fill in fills) == 2
    assert "Ab 75 Jahren offen, gleichmäßig bis 95 gezeichnet" in note(Pyramid(COUNTY))
    assert "ungleich breit" in note(Pyramid(COUNTY))


def test_both_sides_carry_the_same_numbers():
    labels = [t.text for t in parsed(pyramid_svg(Pyramid(COUNTY))).iter(f"{SVG}text")]
    assert labels.count("12") == labels.count("2") == labels.count("0") - 1 == 2  # age 0 stands in the middle
    assert "0,0" not in labels


def test_places_compared_share_one_axis():
    small = AgeStructure.by_sex("Dorf", AGES, [3] * 17, [50] * 17)
    pictures = [Pyramid(COUNTY), Pyramid(small, COUNTY)]
    end = axis_max(pictures)
    assert end == max(axis_max([p]) for p in pictures)
    lengths = {p.place.name: bars(pyramid_svg(p, axis_end=end), MEN) for p in pictures}
    assert max(lengths["Dorf"]) <= 780 / 2


def test_the_comparison_is_a_stepped_line_with_a_halo():
    paths = [p for p in parsed(pyramid_svg(Pyramid(COUNTY, STATE))).iter(f"{SVG}path") if p.get("fill") == "none"]
    widths = [p.get("stroke-width") for p in paths]
    assert widths.count("5.5") == 2
    assert [p.get("stroke-width") for p in paths if p.get("stroke") == TEXT] == ["2.2", "2.2", "2.2"]  # and its key
    assert not [p for p in parsed(pyramid_svg(Pyramid(COUNTY))).iter(f"{SVG}path") if p.get("fill") == "none"]


def test_heads_stand_in_the_tooltips():
    tips = [t.text for t in parsed(pyramid_svg(Pyramid(COUNTY, STATE))).iter(f"{SVG}title")]
    assert any("Frauen 20 bis 24: 2.481" in tip and "je 1.000" in tip and "Land:" in tip for tip in tips)


def test_the_headline_s_heads_are_written_at_the_bars():
    drawing = pyramid_svg(Pyramid(COUNTY), highlight=[(20, 25)])
    labels = [t.text for t in parsed(drawing).iter(f"{SVG}text")]
    assert "2.481" in labels
    assert "3.050" in labels


def test_a_group_without_a_number_is_said_and_never_drawn_as_zero():
    holed = AgeStructure.by_sex("Dorf", AGES, [math.nan, *WOMEN_2015[1:]], MEN_2015)
    drawing = pyramid_svg(Pyramid(holed, COUNTY))
    assert drawing.count("keine Zahl") >= 1
    assert "NaN" not in drawing
    assert "nan" not in drawing
    assert math.isnan(pyramid_table(Pyramid(holed)).iloc[-1]["Frauen"])
    assert phase_counts(holed)[-1].heads is None


def test_a_source_without_sex_becomes_a_one_sided_tree():
    census = AgeStructure("Dorf", ((0, 18), (18, 67), (67, AGE_OPEN)), (100.0, 400.0, 120.0))
    drawing = pyramid_svg(Pyramid(census))
    assert "Frauen und Männer" in drawing
    assert drawing == age_tree_svg(Pyramid(census), 780, 580)
    assert WOMEN not in drawing


def test_facts_become_a_structure():
    rows = [
        ("f", 0, 65, 40.0),
        ("m", 0, 65, 41.0),
        ("f", 65, AGE_OPEN, 12.0),
        ("m", 65, AGE_OPEN, 8.0),
        ("t", 0, AGE_OPEN, 101.0),
    ]
    facts = pd.DataFrame(rows, columns=["sex", "age_from", "age_to", "value"])
    made = AgeStructure.from_facts("Dorf", facts)
    assert made.ages == ((0, 65), (65, AGE_OPEN))
    assert made.persons == (81.0, 20.0)
    assert made.total == 101
    total_only = AgeStructure.from_facts("Dorf", facts.assign(sex="t").drop_duplicates(["age_from", "age_to"]))
    assert not total_only.has_sex


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    place = AgeStructure.by_sex(name, AGES, WOMEN_2015, MEN_2015)
    p = Pyramid(place, COUNTY, title=name, subtitle=name, source=name)
    for drawing in (pyramid_svg(p, framed=True), pyramid_svg(p, 250, 230, compact=True)):
        root = parsed(drawing)
        assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
            *("svg", "title", "desc", "defs", "pattern", "rect", "line", "text", "path", "g", "circle")
        }
        assert "<img" not in drawing
    assert "<img" not in age_bars_html(COUNTY, place, caption=name)


def test_every_drawing_speaks():
    root = parsed(pyramid_svg(Pyramid(COUNTY, STATE, title="Altersaufbau")))
    ids = {e.get("id"): e.text for e in root if e.get("id")}
    assert root.get("role") == "img"
    assert ids[root.get("aria-labelledby")] == "Altersaufbau"
    assert "213.473 Menschen" in ids[root.get("aria-describedby")]
    assert describe(Pyramid(COUNTY, STATE)).endswith("Zum Vergleich als Linie: Land.")


def test_two_drawings_on_a_page_share_no_id():
    ids = [re.findall(r' id="([^"]+)"', pyramid_svg(Pyramid(one))) for one in (COUNTY, STATE)]
    assert len(ids[0]) == 4
    assert not set(ids[0]) & set(ids[1])


@pytest.mark.parametrize(("width", "height"), [(800, 620), (600, 480), (358, 460), (250, 230)])
def test_labels_stay_inside_the_drawing(width, height):
    for t in parsed(pyramid_svg(Pyramid(COUNTY, STATE), width, height, compact=width < 300)).iter(f"{SVG}text"):
        assert 0 <= float(t.get("x")) <= width
        assert 0 < float(t.get("y")) <= height


def test_a_framed_picture_carries_title_and_source():
    p = Pyramid(COUNTY, title="Kaum junge Leute", subtitle="31.12.2015", source="Regionaldatenbank, dl-de/by-2-0")
    drawing = pyramid_svg(p, framed=True)
    assert all(part in drawing for part in ("Kaum junge Leute", "31.12.2015", "dl-de/by-2-0", "gleichmäßig"))


def test_the_table_holds_the_picture_s_numbers():
    table = pyramid_table(Pyramid(COUNTY, STATE))
    assert table.iloc[0]["Alter"] == "75 und älter"
    assert table["zusammen"].sum() == 213_473
    assert table["je 1.000 Einwohner"].sum() == pytest.approx(1000)
    assert "Land je 1.000" in table


def test_phases_add_up_to_everyone():
    rows = phase_counts(COUNTY, STATE)
    assert [row.phase.name for row in rows][:3] == ["Hohes Alter", "Ruhestand", "Späte Berufsjahre"]
    assert [row.heads for row in rows][:3] == [24_136, 22_879, 59_599]
    assert sum(row.share for row in rows) == pytest.approx(100)
    html = age_bars_html(COUNTY, STATE)
    assert "59.599" in html
    assert "27,9" in html
    assert html.count('scope="row"') == len(rows)


def test_the_county_s_headline():
    assert finding(Pyramid(COUNTY)) == "Auf einen Menschen Anfang 20 kommen fast vier Anfang 50"
    assert findings(Pyramid(COUNTY))[0].detail == "5.531 Menschen von 20 bis 24, 21.666 von 50 bis 54"


def test_a_small_place_is_told_in_heads():
    women = [2, 2, 3, 4, 2, 1, 9, 19, 9, 9, 9, 10, 55, 20, 18, 20, 25]
    men = [2, 2, 3, 4, 2, 1, 12, 19, 9, 9, 9, 10, 58, 20, 18, 20, 15]
    assert finding(Pyramid(AgeStructure.by_sex("Dorf", AGES, women, men))) == "21 Menschen Anfang 20, 113 Anfang 50"


def test_nothing_is_said_about_what_chance_explains():
    even = AgeStructure.by_sex("Dorf", AGES, [5] * 17, [5] * 17)
    assert [one.weight for one in findings(Pyramid(even)) if one.weight > 0.2] == []
    empty = AgeStructure.by_sex("Leer", AGES, [0] * 17, [0] * 17)
    assert finding(Pyramid(empty)) == ""


def test_the_headline_keeps_to_the_source_s_groups():
    census = AgeStructure(
        "Dorf", ((0, 16), (16, 25), (25, 60), (60, 67), (67, AGE_OPEN)), (2000.0, 900.0, 6000.0, 1500.0, 4200.0)
    )
    said = finding(Pyramid(census))
    assert said == "Auf ein Kind unter 16 kommen mehr als zwei Menschen ab 67"


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=17, max_size=17))
def test_any_structure_can_be_drawn_and_told(counts):
    place = AgeStructure.by_sex("Ort", AGES, [w for w, _ in counts], [m for _, m in counts])
    p = Pyramid(place, COUNTY)
    assert parsed(pyramid_svg(p, 300, 260)).tag == f"{SVG}svg"
    for one in findings(p):
        assert one.text
        assert one.detail
        assert "nan" not in one.text


@settings(deadline=None)
@given(st.floats(0.001, 1))
def test_fractions_in_words_hold(share):
    words = every_nth(share)
    assert words.endswith("Mensch")
    assert words[0].isupper()
