"""An evening is followed, not read anew: what is kept always equals what a fresh look would find."""

from __future__ import annotations

import pytest

from views import event_data, workshop_data
from workshop import events
from workshop.records import Event, Idea, Participant, Scene, Vote
from workshop.roles import Role, Writer

HOST = Writer("host", "Frau Probe", Role.MODERATION)


@pytest.fixture
def running(store, monkeypatch):
    """An evening that has begun, on a fresh store."""
    monkeypatch.setenv(workshop_data.SETTING, str(store.engine.url.database))
    with store.writing(HOST) as desk:
        event = events.prepare(desk, Event(title="Abend", region_id="r"))
        other = events.prepare(desk, Event(title="Anderer Abend", region_id="r"))
    return store, event, other


def fresh(store, event_id):
    with store.reading() as reader:
        return event_data._Kept().at(reader, event_id)


def test_what_is_kept_equals_a_fresh_look(running):
    store, event, other = running
    assert event_data.evening(event.id) == fresh(store, event.id)

    def write(work):
        with store.writing(HOST) as desk:
            made = work(desk)
        assert event_data.evening(event.id) == fresh(store, event.id)
        return made

    phone = write(lambda desk: desk.add(Participant(event_id=event.id)))
    ideas = [write(lambda desk, n=n: desk.add(Idea(event_id=event.id, text=f"Idee {n}"))) for n in range(3)]
    write(lambda desk: desk.add(Idea(event_id=other.id, text="anderswo")))
    scene = write(lambda desk: desk.add(Scene(event_id=event.id, sort="abstimmung", message="Was zuerst?")))
    vote = Vote(event_id=event.id, scene_id=scene.id, participant_id=phone.id, target_id=ideas[0].id, dots=1)
    given = write(lambda desk: desk.add(vote))
    write(lambda desk: desk.change(Vote, given.id, 1, {"dots": 3}))
    write(lambda desk: desk.change(Idea, ideas[1].id, 1, {"state": "gezeigt"}))
    gone = write(lambda desk: desk.archive(Idea, ideas[0].id, 1))
    assert [idea.text for idea in event_data.evening(event.id).ideas] == ["Idee 1", "Idee 2"]
    write(lambda desk: desk.restore(Idea, gone.id, 2))
    write(lambda desk: desk.change(Idea, ideas[2].id, 1, {"event_id": other.id}))
    found = event_data.evening(event.id)
    assert [idea.text for idea in found.ideas] == ["Idee 0", "Idee 1"] and found.votes[0].dots == 3


def test_what_is_not_there_is_nothing(running):
    store, event, _ = running
    assert event_data.evening("gibt-es-nicht") is None
    with store.writing(HOST) as desk:
        desk.archive(Event, event.id, event.version)
    assert event_data.evening(event.id) is None
