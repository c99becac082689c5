"""An app on a store of its own, in which people have written: the Übungsplan, and an evening with hostile texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from tests.browser.server import CODE, ROOT, serving
from tests.live.evenings import HOST, Prepared
from views import exercise_view, resources
from views.serve import OWN_CODE
from views.workshop_data import SETTING
from workshop import exercise
from workshop.records import Measure
from workshop.store import Store


@dataclass(frozen=True)
class Written:
    """An app whose store holds the Übungsplan and an evening with hostile texts."""

    url: str
    place: str
    evening: Prepared
    measure: str


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """The real app on a store of its own, in which people have written."""
    place = str(tmp_path_factory.mktemp("geschrieben") / "werkstatt.sqlite")
    store = Store.open(place)
    evening = Prepared(store)
    where = exercise_view.places(resources.evaluator().regions)
    with store.writing(HOST) as desk:
        exercise.seed(desk, where, exercise_view.figure, date.today())
    with store.reading() as reader:
        measure = reader.find(Measure)[0].id
    store.close()
    with serving(ROOT / "app.py", {OWN_CODE: CODE, SETTING: place}) as server:
        yield Written(server.url, place, evening, measure)
