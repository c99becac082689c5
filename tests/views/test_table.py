"""The German table."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from views.table import html_table

FRAME = pd.DataFrame(
    {"Ort": ["Güstrow", "Penzin"], "Menschen": [28845, None], "Saldo": [-1.25, 2.0], "Text": ["a", None]}
)


def table_of(html):
    """Parse what follows the style."""
    return ET.fromstring(html.split("</style>")[1])  # noqa: S314 - our own table


def test_numbers_are_german_and_signed_where_asked():
    root = table_of(html_table(FRAME, "Orte", {"Menschen": 0, "Saldo": 1}, signed=["Saldo"]))
    cells = [[c.text for c in row] for row in root.iter("tr")]
    assert cells == [
        ["Ort", "Menschen", "Saldo", "Text"],
        ["Güstrow", "28.845", "−1,3", "a"],
        ["Penzin", "keine Zahl", "+2,0", "keine Zahl"],
    ]


def test_heads_carry_their_scope():
    root = table_of(html_table(FRAME, "Orte", ["Menschen"]))
    assert [th.get("scope") for th in root.iter("th")] == ["col"] * 4 + ["row"] * 2


def test_the_scrolling_field_has_a_name_and_takes_the_keyboard():
    root = table_of(html_table(FRAME, "Orte im Kreis", ["Menschen"]))
    caption = root.find("table/caption")
    assert caption.text == "Orte im Kreis"
    assert root.get("aria-labelledby") == caption.get("id")
    assert (root.get("role"), root.get("tabindex")) == ("region", "0")


def test_the_chosen_place_is_set_off():
    rows = list(table_of(html_table(FRAME, "Orte", highlight=["Penzin"])).iter("tr"))
    assert [row.get("class") for row in rows] == [None, None, "here"]


@pytest.mark.parametrize("name", ["<img src=x onerror=a>", "${x}", "=cmd()", "\u202eabc", "x" * 300, "</td><script>"])
def test_hostile_text_stays_text(name):
    html = html_table(pd.DataFrame({name: [name], "b": [name]}), name, ["b"])
    assert "<img" not in html
    assert "<script" not in html
    tags = {e.tag for e in table_of(html).iter()}
    assert tags == {"div", "table", "caption", "thead", "tbody", "tr", "th", "td"}


def test_an_empty_table_keeps_its_head():
    root = table_of(html_table(FRAME.iloc[:0], "Orte"))
    assert len(list(root.iter("tr"))) == 1


def test_the_height_is_the_caller_s():
    assert "max-height:300px" in html_table(FRAME, "Orte", max_height=300)
    assert 'style="max-height' not in html_table(FRAME, "Orte", max_height=None)
