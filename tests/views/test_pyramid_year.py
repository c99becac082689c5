"""The projected age structure on paper: honest lengths, one axis through all years, ranges at the bar ends."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from tests.views.pyramid_samples import BANDS, COARSE, forecast, town, village
from views.age_structure import years
from views.pyramid_year import MovingPyramid, phase_cells, pyramid_year_svg, pyramid_year_table, unit_words
from views.svg import text_width

SVG = "{http://www.w3.org/2000/svg}"
TOWN, VILLAGE = town(), village()


def parsed(drawing):
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def widths(drawing, name):
    return np.array([float(r.get("width")) for r in parsed(drawing).iter(f"{SVG}rect") if r.get("class") == name])


def words(drawing):
    return [t.text for t in parsed(drawing).iter(f"{SVG}text")]


def test_a_bar_is_as_long_as_persons_per_year_of_age():
    bars = widths(pyramid_year_svg(TOWN, 2024), "bar").reshape(2, -1)
    wanted = TOWN.pyramids[0].expected / [years(band) for band in BANDS]
    assert (bars / wanted).std() / (bars / wanted).mean() < 0.01


def test_bar_and_soft_end_reach_to_the_high_end_of_the_range():
    drawing = pyramid_year_svg(TOWN, 2045)
    both = widths(drawing, "bar") + widths(drawing, "range")
    wanted = TOWN.density(TOWN.at(2045).high).ravel()
    assert np.allclose(both / wanted, (both / wanted).mean(), rtol=0.02)


def test_the_start_has_no_range_and_no_line():
    drawing = pyramid_year_svg(TOWN, 2024)
    assert not len(widths(drawing, "range"))
    assert "Linie: 2024" not in words(drawing)
    assert "Linie: 2024" in words(pyramid_year_svg(TOWN, 2025))
    assert "Linie: 2024" not in words(pyramid_year_svg(TOWN, 2025, compare=False))


def test_all_years_share_one_axis_and_nothing_leaves_it():
    axes = [[w for w in words(pyramid_year_svg(TOWN, year)) if w.isdigit() and int(w) > 100] for year in (2026, 2044)]
    assert [w for w in axes[0] if w != "2026"] == [w for w in axes[1] if w != "2044"]
    assert max(TOWN.density(one.high).max() for one in TOWN.pyramids) <= TOWN.axis_end


def test_heads_and_ranges_of_the_phases_stand_beside():
    names = words(pyramid_year_svg(VILLAGE, 2039))
    cells = phase_cells(VILLAGE, 2039)
    assert cells[0][:2] == ("Hochbetagte", "80 und älter")
    assert {heads for _, _, heads, _ in cells} | {told for *_, told in cells} <= set(names)
    assert all(told.endswith("0") for *_, told in cells)
    assert not [w for w in words(pyramid_year_svg(VILLAGE, 2039, 358, 500)) if w.startswith("Hochbetagte")]


def test_the_sentence_and_the_open_group_are_told():
    assert VILLAGE.sentence(2024) == "2024: etwa 300 Menschen."
    assert "zwischen" in VILLAGE.sentence(2039)
    assert unit_words(TOWN) == "Menschen je Altersjahr; ab 90 offen, bis 95 gezeichnet"
    root = parsed(pyramid_year_svg(VILLAGE, 2039))
    assert root.get("role") == "img"
    assert "Zum Vergleich als Linie: 2024." in root.find(f"{SVG}desc").text


@pytest.mark.parametrize(("width", "height", "size"), [(1000, 600, 15), (358, 520, 15), (1800, 920, 30)])
@pytest.mark.parametrize("m", [TOWN, VILLAGE])
def test_no_word_leaves_the_drawing(m, width, height, size):
    for text in parsed(pyramid_year_svg(m, m.years[-1], width, height, size=size)).iter(f"{SVG}text"):
        long = text_width(text.text, float(text.get("font-size") or size)) * 0.95
        left = float(text.get("x")) - {"end": long, "middle": long / 2}.get(text.get("text-anchor"), 0)
        assert left >= -size * 0.2, text.text
        assert left + long <= width + size * 0.2, text.text


def test_the_table_is_rounded_and_begins_with_the_oldest():
    table = pyramid_year_table(VILLAGE, 2039)
    assert table["Alter"].tolist()[0] == "80 und älter"
    assert (table["Frauen: von"] <= table["Frauen"]).all()
    assert (table["Männer"] <= table["Männer: bis"]).all()
    assert (table.drop(columns="Alter") % 10 == 0).all().all()
    first = pyramid_year_table(TOWN, 2024)
    assert (first["Frauen: von"] == first["Frauen: bis"]).all()


def test_only_the_years_that_may_be_shown():
    assert VILLAGE.years[-1] == 2039
    with pytest.raises(ValueError, match="nur 2024 bis 2039"):
        pyramid_year_svg(VILLAGE, 2040)


def test_what_does_not_belong_together_is_refused():
    with pytest.raises(ValueError, match="dieselben Altersgruppen"):
        MovingPyramid("x", (*TOWN.pyramids[:2], VILLAGE.pyramids[2]), TOWN.phases, TOWN.total)
    with pytest.raises(ValueError, match="dieselben Jahre"):
        replace(TOWN, total=TOWN.total.until(2030))


@pytest.mark.parametrize("name", ["<b>x</b>", "${x}", "x" * 300, "\u202eabc", "\x00]]>"])
def test_hostile_names_stay_text(name):
    drawing = pyramid_year_svg(MovingPyramid.of(name, forecast(900, 3), COARSE), 2026)
    allowed = "svg title desc defs linearGradient stop rect line path text"
    assert {e.tag.removeprefix(SVG) for e in parsed(drawing).iter()} <= set(allowed.split())


def test_an_empty_place_can_be_drawn():
    assert "nan" not in pyramid_year_svg(MovingPyramid.of("leer", forecast(0, 3), COARSE), 2026)
