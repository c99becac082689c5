"""What the map says: letters, words, legend – never a zero for an unknown number."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.classes import Classification, classification
from tests.views.map_samples import IDS, description, frame, payload
from views import formats, tokens
from views.map_component import message
from views.map_description import _written, colours, describe_map


def test_each_kind_of_region_has_its_letter():
    assert description().codes == "abeskC"


def test_regions_without_a_row_have_no_figure_instead_of_a_zero():
    shown = description(data=frame().iloc[:2])
    assert shown.codes == "abnnnn"
    assert shown.text(5) == "keine Angabe"


@pytest.mark.parametrize(
    ("status", "letter"),
    [("secret", "s"), ("unreliable", "k"), ("not_applicable", "x"), ("pending", "n"), ("missing", "n")],
)
def test_a_status_without_a_number_wins_over_a_number(status, letter):
    data = frame().assign(status=status, value=0.0)
    assert description(data=data).codes == letter * 6


def test_tooltips_tell_value_and_heads():
    shown = description()
    assert shown.text(2) == f"30,0{formats.NBSP}% · 300 von 1.000"
    assert shown.text(3) == "geheim"
    assert shown.text(4) == f"25,7{formats.NBSP}% · 3 von 12 – zu klein oder unsicher"
    assert shown.text(5).endswith("(geschätzt)")


def test_the_evaluations_own_note_stands_where_a_figure_is_missing():
    data = frame()
    data.loc[3, "note"] = "Eine Summe mit geheimen Teilen bleibt unbekannt."
    shown = description(data=data)
    assert shown.text(3).startswith("Eine Summe")
    assert message(shown, height=500)["notes"] == [("Eine Summe mit geheimen Teilen bleibt unbekannt.", [3])]


def test_the_legend_counts_every_region_once():
    rows = description(words={"s": "geheim: zu wenige Betriebe"}).legend
    assert [(row.code, row.count) for row in rows] == [
        ("a", 1),
        ("b", 1),
        ("c", 1),
        ("d", 0),
        ("e", 1),
        ("k", 1),
        ("s", 1),
        ("E", 1),
    ]
    assert sum(row.count for row in rows if row.code != "E") == len(IDS)
    assert rows[0].label == "unter 15"
    assert rows[6].label == "geheim: zu wenige Betriebe"


def test_signed_scales_write_signs_and_mark_zero():
    data = frame().assign(value=[-8.0, -3.0, -1.0, 1.0, 3.0, 8.0], status="measured", verdict="")
    scale = classification(data["value"], "fixed", given=(-5.5, -2, 2, 5.5), centre=0, decimals=1)
    shown = describe_map(data, payload(), scale, title="", subtitle="", unit="%", decimals=1, signed=True)
    assert shown.codes == "abcdef"
    assert shown.colours == tokens.DIVERGING
    assert [row.label for row in shown.legend][2:4] == ["−2,0 bis unter 0", "0 bis unter +2,0"]
    assert (shown.edge_before, shown.edge_label) == ("d", "0")
    assert shown.text(0) == f"−8,0{formats.NBSP}%"


def test_few_classes_still_span_light_to_dark():
    for size in range(1, 7):
        found = colours(Classification(tuple(range(size - 1))))
        assert len(set(found)) == size
    assert colours(Classification((1,)))[1] == tokens.SEQUENTIAL[3]


def test_zero_has_its_own_colour_beside_five_classes():
    found = colours(Classification((10, 20, 30, 40), zero_class=True))
    assert len(set(found)) == 6


def test_the_selected_place_and_the_largest_are_named():
    shown = description(selected_id=IDS[3], label_weights={IDS[5]: 9.0}, label_count=2)
    assert shown.label_order == (3, 2) or shown.label_order[0] == 3
    assert shown.selected == 3
    assert description(label_weights={IDS[5]: 9.0}, label_count=6).label_order[0] == 5


def test_an_unknown_selection_selects_nothing():
    assert description(selected_id="11000000").selected is None


def test_a_change_of_112_regions_is_a_few_kilobytes():
    import json

    count = 112
    ids = tuple(f"99{number:06d}" for number in range(count))
    shapes = type(payload())(
        "k",
        "gemeinde",
        (0, 0, 1, 1),
        ids,
        ids,
        ids,
        tuple((0, 0) for _ in ids),
        index={r: i for i, r in enumerate(ids)},
    )
    data = pd.DataFrame(
        {"region_id": ids, "value": np.linspace(10, 40, count), "numerator": 1234.0, "denominator": 12345.0}
    )
    shown = describe_map(
        data, shapes, Classification((15, 18, 21, 25)), title="T" * 80, subtitle="U" * 120, unit="%", decimals=1
    )
    assert len(json.dumps(message(shown, height=560))) < 6_000


def test_ten_thousand_regions_send_letters_only():
    ids = tuple(f"{number:08d}" for number in range(10_949))
    shapes = type(payload())(
        "k", "gemeinde", (0, 0, 1, 1), ids, ids, ids, ((0, 0),) * len(ids), index={r: i for i, r in enumerate(ids)}
    )
    shown = describe_map(
        pd.DataFrame({"region_id": ids, "value": 20.0}), shapes, Classification((15,)), title="", subtitle=""
    )
    sent = message(shown, height=560)
    assert "values" not in sent
    assert len(str(sent)) < 14_000


@given(st.lists(st.floats(-1e6, 1e6), max_size=20), st.integers(0, 2), st.booleans())
def test_columns_are_written_like_single_numbers(numbers, decimals, signed):
    assert _written(np.array(numbers), decimals, signed=signed) == [
        formats.number(number, decimals, signed=signed) for number in numbers
    ]
