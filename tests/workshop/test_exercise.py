"""The Übungsplan comes in one go, all of it marked, and goes in one go, with what belongs to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from workshop import exercise
from workshop.errors import InvalidError, NotAllowedError
from workshop.records import KINDS, STATUSES, ActionField, Event, Idea, Measure, Scene, Statement, Step, Vote
from workshop.roles import Role, Writer
from workshop.store import Store

TODAY = date(2026, 11, 18)
HOST = Writer("p1", "Frau Beispiel", Role.MODERATION)
PLACES = exercise.Places(
    {"kreis": "k", "region1": "r1", "ort2": "o2"}, {"kreis": "Kreis", "region1": "Nord", "ort2": "Dorf"}
)


def figure(indicator_id: str, region_id: str, first: bool) -> dict[str, Any]:
    known = indicator_id != "leerstand"
    return {"indicator_id": indicator_id, "region_id": region_id, "value": 10.0 if known else None, "first": first}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    """One store for all tests of this file; the last one removes the exercise."""
    store = Store.open(str(tmp_path_factory.mktemp("uebung") / "werkstatt.sqlite"))
    with store.writing(HOST) as desk:
        exercise.seed(desk, PLACES, figure, TODAY)
    yield store
    store.close()


def everything(store) -> list[Any]:
    with store.reading() as reader:
        return [record for kind in KINDS.values() for record in reader.find(kind)]


def test_everything_is_marked_and_refers_to_what_is_there(seeded):
    records = everything(seeded)
    known = {r.id for r in records}
    assert all(r.exercise for r in records)
    by_kind = {kind: [r for r in records if isinstance(r, kind)] for kind in KINDS.values()}
    assert len(by_kind[ActionField]) == 6
    assert {m.status for m in by_kind[Measure]} == set(STATUSES)
    for name in (
        "field_id",
        "goal_id",
        "measure_id",
        "statement_id",
        "event_id",
        "scene_id",
        "responsible_id",
        "target_id",
    ):
        assert {getattr(r, name, "") for r in records} - {""} <= known
    assert {i for m in by_kind[Measure] for i in m.partner_ids} <= known
    assert {r for m in by_kind[Measure] for r in m.region_ids} <= {"k", "r1", "o2"}
    assert {"Zukunftswerkstatt Nord", "Zukunftswerkstatt Kreis"} == {e.title for e in by_kind[Event]}
    assert all(len(e.code) == 5 for e in by_kind[Event])
    assert sum(v.dots for v in by_kind[Vote]) == 35
    votes = [v.participant_id for v in by_kind[Vote]]
    assert max(votes.count(p) for p in votes) <= 3


def test_target_figures_are_those_handed_in_and_left_out_where_there_is_none(seeded):
    measures = {m.title: m for m in everything(seeded) if isinstance(m, Measure)}
    back, houses = measures["Probewohnen für Rückkehrende"], measures["Leere Häuser erfassen und vermitteln"]
    assert (back.baseline["value"], back.target_value) == (10.0, 15.0)
    assert (houses.indicator_id, houses.baseline, houses.target_value) == ("", {}, None)
    receipts = [s.receipt for s in everything(seeded) if isinstance(s, Statement) and s.receipt]
    assert [r["first"] for r in receipts] == [False, False, True]


def test_only_one_exercise_and_only_by_those_who_may(seeded):
    with pytest.raises(InvalidError, match="schon da"), seeded.writing(HOST) as desk:
        exercise.seed(desk, PLACES, figure, TODAY)
    guest = Writer("p2", "Herr Gast", Role.MITWIRKENDE)
    with pytest.raises(NotAllowedError), seeded.writing(guest) as desk:
        exercise.remove(desk)
    assert everything(seeded)


def test_removing_takes_what_hangs_on_it_and_leaves_what_stands_beside_it(seeded):
    with seeded.writing(HOST) as desk:
        event = desk.find(Event)[0]
        field = desk.find(ActionField)[0]
        own = desk.add(Measure(title="Eigenes", field_id=field.id))
        desk.add(Step(title="Eigener Schritt", measure_id=own.id))
        desk.add(Idea(text="Beim Probieren gesagt", event_id=event.id))
        exercise.remove(desk)
        assert not exercise.there(desk)
    assert {type(r) for r in everything(seeded)} == {Measure, Step}
    with seeded.reading() as reader:
        assert len(reader.find(Scene, archived=True)) == 9
    with seeded.writing(HOST) as desk:
        assert exercise.seed(desk, PLACES, figure, TODAY) > 100
