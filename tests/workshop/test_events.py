"""An evening: its code, its agenda, what is counted, and what is made of ideas."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from workshop import events, stage
from workshop.errors import InvalidError, NotAllowedError
from workshop.records import Answer, Event, Idea, Scene, Vote
from workshop.roles import Role, Writer

HOST = Writer("host", "Frau Probe", Role.MODERATION)
HELPER = Writer("helper", "Herr Probe", Role.MITWIRKENDE)


@pytest.fixture
def event(store) -> Event:
    with store.writing(HOST) as desk:
        return events.prepare(desk, Event(title="Werkstatt Gnoien", region_id="r", held_on=date(2026, 5, 12)))


@pytest.fixture
def agenda(store, event) -> list[Scene]:
    with store.writing(HOST) as desk:
        return events.add_agenda(desk, [Scene(event_id=event.id, message=word) for word in "abc"])


def test_a_code_is_easy_to_read_and_taken_once():
    picked = iter("BBBBBCDFGH")
    assert events.new_code({"BBBBB"}, lambda _: next(picked)) == "CDFGH"
    assert not set(events.LETTERS) & set("0O1IAEU") and len(set(events.LETTERS)) == len(events.LETTERS)


def test_every_event_gets_a_code_of_its_own_even_beside_archived_ones(store, event, monkeypatch):
    codes = iter([event.code, "ZZZZZ"])
    real = events.new_code

    def draw(taken):
        letters = iter("".join(codes))
        return real(taken, lambda _: next(letters))

    monkeypatch.setattr(events, "new_code", draw)
    with store.writing(HOST) as desk:
        desk.archive(Event, event.id, event.version)
        assert events.prepare(desk, replace(event, id="")).code == "ZZZZZ"


@pytest.mark.parametrize(
    ("which", "by", "expected"), [(0, 1, "bac"), (2, -1, "acb"), (0, -1, "abc"), (2, 1, "abc"), (0, 2, "bca")]
)
def test_scenes_move(store, event, agenda, which, by, expected):
    with store.writing(HOST) as desk:
        events.move(desk, agenda[which].id, by)
        assert "".join(s.message for s in events.scenes_of(desk, event.id)) == expected


def test_what_the_room_saw_is_noted_once_while_the_evening_runs(store, event, agenda):
    with store.writing(HOST) as desk:
        events.present(desk, event.id, agenda[1].id)
        assert events.SHOWN_AT not in desk.get(Scene, agenda[1].id).detail
        events.begin(desk, event.id)
        for _ in range(2):
            events.present(desk, event.id, agenda[1].id)
        seen = desk.get(Scene, agenda[1].id)
        assert events.SHOWN_AT in seen.detail and seen.version == agenda[1].version + 1
        assert stage.current(desk, event.id).scene_id == agenda[1].id


def test_only_scenes_of_the_event_come_on_its_stage(store, event, agenda):
    with store.writing(HOST) as desk:
        other = events.prepare(desk, Event(title="Andere", region_id="r"))
        with pytest.raises(InvalidError, match="gehört nicht zu dieser Werkstatt"):
            events.present(desk, other.id, agenda[0].id)


def test_helpers_do_not_steer(store, event, agenda):
    with store.writing(HELPER) as desk, pytest.raises(NotAllowedError, match="Moderation"):
        events.present(desk, event.id, agenda[0].id)


def test_the_usual_evening_leaves_out_pictures_without_figures(event):
    found = events.template(event, "in Gnoien", {"karte": events.Suggested("So viele", {"indicator_id": "x"})}, ["f"])
    assert [s.sort for s in found] == ["notiz", "karte", "frage", "ideen", "abstimmung", "notiz"]
    assert found[0].message == "Willkommen zur Zukunftswerkstatt in Gnoien" and found[3].detail == {"field_ids": ["f"]}


def test_dots_are_counted_by_target_and_person():
    given = [("a", "x", 2), ("b", "y", 1), ("b", "x", 0), ("c", "y", 3)]
    votes = [Vote(event_id="e", scene_id="s", participant_id=p, target_id=t, dots=d) for p, t, d in given]
    assert events.tally(votes, ["x", "y", "z"]) == [
        events.Count("y", 4, 2),
        events.Count("x", 2, 1),
        events.Count("z", 0, 0),
    ]
    assert events.voters(votes) == (3, 0) and events.voters(votes, {"c", "nobody"}) == (2, 1)


def test_answers_are_counted_in_the_questions_order():
    scene = Scene(event_id="e", message="?", detail={"options": ["ja", "nein"]})
    answers = [Answer(event_id="e", scene_id="s", participant_id=p, choice=c) for p, c in (("a", "nein"), ("b", "weg"))]
    assert events.chosen(scene, answers) == {"ja": 0, "nein": 1}


def test_the_room_sees_what_was_released(event):
    idea, at_once = Idea(event_id=event.id, text="Bank"), replace(event, release_at_once=True)
    states = [(e, s) for e in (event, at_once) for s in ("neu", "gezeigt", "verborgen")]
    assert [events.is_shown(e, replace(idea, state=s)) for e, s in states] == [False, True, False, True, True, False]
    assert not events.is_shown(at_once, Answer(event_id="e", scene_id="s", participant_id="p", text="frei"))


def test_all_are_released_at_once_whatever_changed_meanwhile(store, event):
    with store.writing(HOST) as desk:
        ideas = [desk.add(Idea(event_id=event.id, text=word)) for word in ("Bank", "Bus")]
        desk.change(Idea, ideas[0].id, 1, {"text": "Mitfahrbank"})
        assert events.set_shown(desk, ideas, events.SHOWN) == 2
        assert events.set_shown(desk, ideas, events.SHOWN) == 0
        assert {i.text: i.state for i in desk.find(Idea)} == {"Mitfahrbank": "gezeigt", "Bus": "gezeigt"}


def test_ideas_become_a_statement_and_a_measure(store, event):
    with store.writing(HOST) as desk:
        ideas = [
            desk.add(Idea(event_id=event.id, text=t, field_id="f", band=b)) for t, b in (("Bank", "65-"), ("Bus", ""))
        ]
        one = desk.add(events.statement_from(event, ideas[:1], "Bank", "chance"))
        both = desk.add(events.measure_from(event, ideas, "Mitfahren"))
    assert (one.source, one.source_note, one.band, one.text) == ("werkstatt", "Werkstatt Gnoien, 12.05.2026", "65-", "")
    assert one.idea_ids == (ideas[0].id,) and one.region_id == "r" and one.event_id == event.id
    assert [link["ref"] for link in both.links] == [i.id for i in ideas] and both.field_id == "f" and both.bands == ()
    assert both.description == "Bank\nBus" and both.budget is None
