"""The table of central places: what it may say, for whom it counts, and what is told of a row that cannot be used."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from data import package
from data.centres import CENTRE_COLUMNS, COLUMNS, TABLE, read_centres
from data.compile import build
from data.errors import SourceFileError

KNOWN = pd.DataFrame({"lon": [12.1], "lat": [54.1]}, index=["98001001"])
GOOD = {
    "land_id": "98", "ags": "98001001", "name": "Adorf", "stufe": "Oberzentrum", "lon": "", "lat": "", "quelle": "Plan 2020",
}  # fmt: skip


def table(folder, *rows, separator=","):
    lines = [separator.join(COLUMNS), *(separator.join((GOOD | row)[name] for name in COLUMNS) for row in rows)]
    path = folder / TABLE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_shipped_table_has_the_centres_of_the_plan():
    loaded = package.load()
    found = loaded.centres
    inside = found[found["region_id"].isin(loaded.regions.index)]
    assert Counter(inside["level"]) == {"Oberzentrum": 5, "Mittelzentrum": 18}
    assert set(found["name"]) >= {"Güstrow", "Bad Doberan", "Teterow", "Rostock", "Lübeck"}
    assert (inside["name"].to_numpy() == loaded.regions.loc[inside["region_id"], "name"].to_numpy()).all()
    assert found["source"].str.len().min() > 10


def test_points_come_from_the_register_or_the_table(tmp_path):
    other = {"ags": "97001001", "name": "Bstadt", "lon": "11,5", "lat": "53.5", "stufe": "mittelzentrum"}
    found = read_centres(table(tmp_path, {}, other, separator=";"), KNOWN, "98")
    assert list(found.columns) == list(CENTRE_COLUMNS)
    assert found[["level", "lon", "lat"]].to_numpy().tolist() == [
        ["Oberzentrum", 12.1, 54.1],
        ["Mittelzentrum", 11.5, 53.5],
    ]


def test_rows_of_other_states_do_not_count_and_the_table_may_be_missing(tmp_path):
    assert read_centres(table(tmp_path, {}), KNOWN, "97").empty
    missing = read_centres(tmp_path / "anders.csv", KNOWN, "98")
    assert missing.empty
    assert list(missing.columns) == list(CENTRE_COLUMNS)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"land_id": "9"}, "land_id"),
        ({"ags": "8001001"}, "ags"),
        ({"ags": "9800100²"}, "ags"),
        ({"stufe": "Grundzentrum"}, "stufe"),
        ({"name": ""}, "name"),
        ({"quelle": ""}, "quelle"),
        ({"lon": "12.1"}, "lat"),
        ({"lon": "54.1", "lat": "12.1"}, "lon"),
        ({"lon": "zwölf", "lat": "54"}, "lon"),
        ({"ags": "98001009"}, "lon"),
        ({"ags": "98001001"}, "ags"),
    ],
)
def test_a_bad_row_is_named_with_line_column_and_remedy(tmp_path, row, column):
    first = {"ags": "98001001"}
    with pytest.raises(SourceFileError) as caught:
        read_centres(table(tmp_path, first, {"ags": "97001001", "lon": "", "lat": ""} | row), KNOWN, "98")
    error = caught.value
    assert (error.file.name, error.line, error.column) == (TABLE, 3, column)
    assert "zentren.csv" in error.remedy


def test_the_table_is_kept_by_hand():
    assert TABLE in build.HAND_KEPT
