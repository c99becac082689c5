"""The heat table as HTML and as a drawing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from tests.views.drawings import HOSTILE, count, parsed, texts
from views.heat_table import (
    CLASSES,
    FILLS,
    PATTERNS,
    HeatCell,
    HeatRow,
    HeatTable,
    Step,
    css,
    drawing,
    heat_html,
    legend_html,
)


def cell(step: Step, value: str = "22,6 %") -> HeatCell:
    missing = step in PATTERNS and step is not Step.SMALL
    return HeatCell(
        step.value if missing else value, "" if missing else "▲", "197 von 768", "höher", "Ort: 22,6 %", step
    )


def table(*steps: Step, name: str = "Lohmen") -> HeatTable:
    row = HeatRow("Menschen ab 67", "Zensus 15.05.2022", tuple(cell(step) for step in steps))
    return HeatTable(tuple((name, "Gemeinde, 814") for _ in steps), (("Altersaufbau", (row, row)),), "Zahlen")


def test_every_step_has_a_look_of_its_own_and_words_beside_it():
    rules = css()
    looks = [re.search(rf"\.{CLASSES[step]}\{{(.*?)\}}", rules).group(1) for step in (*FILLS, *PATTERNS)]
    assert len(set(looks)) == len(looks) - 1  # too small and too uncertain share the dots, as on the map
    legend = legend_html(list(Step), [step.value for step in Step])
    assert all(step.value in legend for step in Step)


def test_colour_never_stands_alone():
    markup = heat_html(table(*Step))
    for found in re.findall(r"<td class=.*?</td>|<td title=.*?</td>", markup):
        assert re.search(r"<b[^>]*>[^<]+</b>", found)
        assert re.search(r"[▲▼●○]|class=\"w\"", found)


def test_head_and_first_column_are_header_cells_and_the_field_can_be_reached_by_keyboard():
    markup = heat_html(table(Step.SAME, Step.ABOVE))
    root = ET.fromstring(markup)  # noqa: S314 - our own markup
    assert root.get("tabindex") == "0"
    assert [th.get("scope") for th in root.iter("th")] == ["col", "col", "rowgroup", "row", "row"]
    assert root.find("table/caption").get("id") == root.get("aria-labelledby")


@pytest.mark.parametrize("width", [700.0, 1300.0])
def test_the_drawing_has_one_field_per_cell_and_hatches_for_missing_ones(width):
    root = parsed(drawing(table(*Step), width), width)
    patterns = count(root, "pattern")
    assert patterns == len(set(PATTERNS.values()))
    assert count(root, "rect") - patterns == 2 * len(Step)
    assert "Altersaufbau" in texts(root)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    one = HeatCell(name, "▲", name, name, name, Step.ABOVE)
    found = HeatTable(((name, name),), ((name, (HeatRow(name, name, (one,)),)),), name)
    ET.fromstring(heat_html(found))  # noqa: S314 - our own markup
    assert "<img" not in heat_html(found)
    parsed(drawing(found, 900.0), 900.0)
