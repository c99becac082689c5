"""What happened to a plan in a time, what its evenings brought, and codes of frozen states."""

from __future__ import annotations

from datetime import UTC, date, datetime

from workshop import interim
from workshop.reader import Change
from workshop.records import Event, Idea, Measure, Participant, Statement, Step, Vote

MEMBERS = {"kreis": frozenset({"a", "b"}), "amt": frozenset({"a"}), "a": frozenset({"a"}), "b": frozenset({"b"})}
SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)


def change(number, day, changes, action="change", record="m"):
    at = datetime(2026, *day, tzinfo=UTC)
    return Change(str(number), number, at, "p", "moderation", "measure", record, number, action, changes)


def test_a_story_tells_what_is_different_now_and_since_when():
    history = [
        change(1, (1, 5), {"title": [None, "M"], "status": [None, "geplant"]}, "add"),
        change(2, (2, 1), {"status": ["geplant", "laeuft"], "budget": [None, 500.0]}),
        change(3, (3, 1), {"status": ["laeuft", "stockt"]}),
        change(4, (4, 1), {"budget": [500.0, None]}),
        change(5, (5, 1), {"status": ["geplant", "fertig"]}, record="another"),
        change(6, (8, 1), {"status": ["stockt", "fertig"]}),
    ]
    steps = [
        Step(measure_id="m", title="spät", done=True, done_on=date(2026, 5, 2)),
        Step(measure_id="m", title="früh", done=True, done_on=date(2026, 2, 2)),
        Step(measure_id="m", title="vorher", done=True, done_on=date(2025, 2, 2)),
        Step(measure_id="m", title="offen", due_on=date(2026, 3, 3)),
    ]
    told = interim.story(Measure(id="m"), steps, history, SINCE, UNTIL)
    assert told.new_on == date(2026, 1, 5)
    assert told.shifts == (interim.Shift("status", "geplant", "stockt", date(2026, 3, 1)),)
    assert [s.title for s in told.steps_done] == ["früh", "spät"]


def test_measures_count_where_they_are_and_larger_ones_are_told_apart():
    own, wide, gone, nowhere, elsewhere = (
        Measure(id=key, region_ids=regions, **more)
        for key, regions, more in (
            ("own", ("a",), {}), ("wide", ("kreis",), {}), ("gone", ("a",), {"status": "fertig", "ends_on": date(2025, 5, 1)}),
            ("nowhere", (), {}), ("elsewhere", ("b",), {}),
        )
    )  # fmt: skip
    every = [own, wide, gone, nowhere, elsewhere]
    assert interim.in_question(every, "amt", MEMBERS, SINCE, UNTIL, county=False) == ([own], [wide])
    assert interim.in_question(every, "kreis", MEMBERS, SINCE, UNTIL, county=True)[0] == [own, wide, nowhere, elsewhere]


def test_evenings_count_what_is_shown():
    evening = Event(id="e", title="Abend", region_id="a", held_on=date(2026, 3, 1), state="beendet")
    others = [
        Event(id="v", title="vorbereitet", region_id="a", held_on=date(2026, 3, 2)),
        Event(id="l", title="lange her", region_id="a", held_on=date(2025, 3, 2), state="beendet"),
        Event(id="b", title="anderswo", region_id="b", held_on=date(2026, 3, 2), state="beendet"),
    ]
    ideas = [
        Idea(event_id="e", text="x"),
        Idea(event_id="e", text="y", state="verborgen"),
        Idea(event_id="b", text="z"),
    ]
    votes = [Vote(event_id="e", dots=2), Vote(event_id="e", dots=1), Vote(event_id="b", dots=9)]
    said = [Statement(region_id="a", title="s", event_id="e")]
    (found,) = interim.evenings(
        [*others, evening], ideas, votes, [Participant(event_id="e")], said, "amt", MEMBERS, SINCE, UNTIL
    )
    assert (found.event.id, found.ideas, found.dots, found.people, found.statements) == ("e", 1, 3, 1, 1)


def test_a_code_is_never_given_twice():
    picks = iter("AAAA" + "BBBB")
    assert interim.new_code({"ZB-AAAA"}, pick=lambda _: next(picks)) == "ZB-BBBB"
