"""Remarks on a number: beside the chart and in the Steckbrief, written by Mitwirkende, never run."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from views import remarks, resources, signed_in, state, workshop_data
from views.trend_plan import Note
from workshop.records import Remark
from workshop.roles import GUEST, Role, Writer
from workshop.store import Store

HOSTILE = "Kaserne <script>alert(1)</script> ${x}\x00"
WRITER = Writer("p", "Frau Probe", Role.MITWIRKENDE)


@pytest.fixture
def town():
    return state.region_labels(resources.evaluator().regions)["Güstrow"]


@pytest.fixture
def store(tmp_path, town, monkeypatch):
    path = str(tmp_path / "w.sqlite")
    monkeypatch.setenv(workshop_data.SETTING, path)
    own = Store.open(path)
    with own.writing(WRITER) as desk:
        desk.add(Remark(region_id=town, indicator_id="einwohner", year=2015, text=HOSTILE, by="Chronik"))
    yield own
    own.close()


def _chart(region_id: str) -> None:
    from views import remarks
    from views.trend_plan import Series

    points = ((2013, 1.0, "zensus2011"), (2021, 2.0, "zensus2011"))
    remarks.show(region_id, "einwohner", [Series("Güstrow", points)])


def opened(town, writer):
    app = AppTest.from_function(_chart, default_timeout=60, args=(town,))
    with patch.object(signed_in, "writer", lambda: writer):
        app.run()
    return app


def test_below_the_chart_mitwirkende_write_a_remark(store, town):
    app = opened(town, WRITER)
    key = f"anmerkung_{town}_einwohner"
    assert app.selectbox(key=f"{key}_jahr").options == [str(year) for year in range(2021, 2012, -1)]
    app.text_area(key=f"{key}_text").set_value("Neubaugebiet")
    app.selectbox(key=f"{key}_jahr").set_value(2020)
    app.button[0].click()
    with patch.object(signed_in, "writer", lambda: WRITER):
        app.run()
        assert remarks.notes(town, "einwohner")[1] == Note(2020, "Neubaugebiet")
    with store.reading() as reader:
        assert [(r.year, r.text) for r in reader.find(Remark)] == [(2015, HOSTILE), (2020, "Neubaugebiet")]


def test_a_guest_reads_and_writes_nothing(store, town):
    app = opened(town, GUEST)
    assert not app.text_area
    bodies = " ".join(str(getattr(element.proto, "body", "")) for element in app.main)
    assert "Kaserne &lt;script&gt;" in bodies
    assert "/anmelden" in bodies


def test_the_steckbrief_lists_them_with_the_name_of_the_figure(town):
    known = [Remark(region_id=town, indicator_id="einwohner", year=2015, text=HOSTILE, by="Chronik")]
    written = remarks.list_html(known, named=True)
    assert "Einwohner, <strong>2015:</strong> Kaserne &lt;script&gt;" in written
    assert "<small>(Chronik)</small>" in written
