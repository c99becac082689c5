"""What counts as late, ownerless, unfunded, next, planned for somebody somewhere, and as a white spot."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from workshop import plan_questions as q
from workshop.plan_questions import Axis, Need
from workshop.reader import Change
from workshop.records import Actor, Goal, Measure, Statement, Step

TODAY = date(2026, 11, 18)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
#: A county of two regions, each of two villages.
MEMBERS = {
    "kreis": frozenset("abcd"), "nord": frozenset("ab"), "sued": frozenset("cd"), **{v: frozenset(v) for v in "abcd"},
    "land": frozenset(),
}  # fmt: skip


def measure(key: str, **values) -> Measure:
    return Measure(**({"id": key, "title": key, "status": "laeuft", "region_ids": ("nord",)} | values))


def titles(measures) -> list[str]:
    return [m.title for m in measures]


@pytest.mark.parametrize(
    ("status", "ends_on", "late"),
    [
        ("laeuft", BEFORE, True), ("idee", BEFORE, True), ("stockt", BEFORE, True), ("fertig", BEFORE, False),
        ("laeuft", TODAY, False), ("laeuft", AFTER, False), ("laeuft", None, False),
    ],
)  # fmt: skip
def test_a_measure_is_overdue_when_it_should_have_ended_before_today(status, ends_on, late):
    assert q.is_overdue(measure("m", status=status, ends_on=ends_on), TODAY) is late


def test_overdue_lists_measures_and_steps_oldest_first_and_forgets_what_is_finished():
    open_one, done = measure("offen", ends_on=BEFORE), measure("fertig", status="fertig")
    steps = [
        Step(id="1", measure_id="offen", title="alt", due_on=date(2026, 1, 1)),
        Step(id="2", measure_id="offen", title="erledigt", due_on=date(2026, 1, 1), done=True),
        Step(id="3", measure_id="offen", title="heute", due_on=TODAY),
        Step(id="4", measure_id="fertig", title="egal", due_on=BEFORE),
        Step(id="5", measure_id="fremd", title="fremd", due_on=BEFORE),
    ]
    found = q.overdue([open_one, done], steps, TODAY)
    assert [(d.what, d.step.title if d.step else "") for d in found] == [("schritt", "alt"), ("ende", "")]
    assert found[-1].days(TODAY) == -1


def test_next_dates_begin_today_and_end_with_the_span():
    own = measure("m", starts_on=BEFORE, ends_on=AFTER, target_on=date(2028, 1, 1))
    steps = [Step(id="1", measure_id="m", title="s", due_on=TODAY), Step(id="2", measure_id="m", title="t")]
    found = q.next_dates([own], steps, TODAY)
    assert [d.what for d in found] == ["schritt", "ende", "zielzahl"]
    assert [d.what for d in q.next_dates([own], steps, TODAY, 30)] == ["schritt", "ende"]


def test_ownerless_and_unfunded_are_open_measures_only():
    plan = [
        measure("ohne", budget=None), measure("null", budget=0.0, responsible_id="x"),
        measure("offen", budget=10.0, responsible_id="x"), measure("da", budget=10.0, funding="gesichert", responsible_id="x"),
        measure("unklar", budget=None, funding="gesichert", responsible_id="x"), measure("fertig", status="fertig"),
    ]  # fmt: skip
    assert titles(q.ownerless(plan)) == ["ohne"]
    assert titles(q.unfunded(plan)) == ["ohne", "offen", "unklar"]


def test_a_measure_stalls_since_its_status_was_set_last():
    def change(number: int, key: str, status: str) -> Change:
        at = datetime(2026, 1, number, tzinfo=UTC)
        return Change(
            str(number), number, at, "p", "moderation", "measure", key, number, "change", {"status": ["x", status]}
        )

    history = [change(3, "m", "stockt"), change(1, "m", "stockt"), change(2, "m", "laeuft"), change(4, "n", "stockt")]
    plan = [measure("m", status="stockt"), measure("n"), measure("o", status="stockt")]
    assert {key: at.day for key, at in q.stalled_since(plan, history).items()} == {"m": 3}


def test_every_status_is_counted_also_with_zero():
    assert q.by_status([measure("a"), measure("b", status="idee")]) == {
        "idee": 1, "geplant": 0, "laeuft": 1, "stockt": 0, "fertig": 0,
    }  # fmt: skip


def test_an_actor_carries_each_measure_once():
    plan = [measure("a", responsible_id="x", partner_ids=("x", "y")), measure("b", partner_ids=("y",))]
    found = q.loads([Actor(id="y", name="Y"), Actor(id="x", name="X"), Actor(id="z", name="Z")], plan)
    assert [(load.actor.id, load.count, titles(load.responsible), titles(load.partner)) for load in found] == [
        ("y", 2, [], ["a", "b"]), ("x", 1, ["a"], []), ("z", 0, [], []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("regions", "region", "tie"),
    [
        (["a"], "nord", "own"), (["nord"], "nord", "own"), (["kreis"], "nord", "wide"), (["sued"], "nord", ""),
        (["kreis", "a"], "nord", "own"), (["nord"], "a", "wide"), ([], "nord", ""), (["land"], "nord", ""), (["?"], "nord", ""),
    ],
)  # fmt: skip
def test_a_place_is_in_a_region_or_only_contains_it(regions, region, tie):
    assert q.place_tie(regions, region, MEMBERS) == tie


def test_what_is_planned_for_young_people_in_the_south():
    plan = [
        measure("hier", region_ids=("c",), bands=("16-24",)), measure("weiter", region_ids=("kreis",), personas=("jugend",)),
        measure("alle", region_ids=("sued",)), measure("alt", region_ids=("sued",), bands=("65-",)),
        measure("woanders", region_ids=("a",), bands=("16-24",)), measure("idee", region_ids=("c",), bands=("16-24",), status="idee"),
        measure("ohne Ort", region_ids=(), bands=("16-24",)),
    ]  # fmt: skip
    found = q.planned_for(plan, "14-27", "sued", MEMBERS, {"jugend": "16-24"})
    assert (titles(found.here), titles(found.around), titles(found.everybody)) == (["hier"], ["weiter"], ["alle"])


def test_white_spots_are_fields_without_running_or_planned_measures():
    plan = [
        measure("dorf", region_ids=("a",), bands=("0-9",)), measure("kreis", region_ids=("kreis",), bands=("65-",)),
        measure("idee", region_ids=("sued",), bands=("0-9",), status="idee"), measure("alle", region_ids=("sued",)),
        measure("fertig", region_ids=("sued",), bands=("0-9",), status="fertig"),
    ]  # fmt: skip
    cells = q.white_spots(plan, Axis("age", ("0-9", "65-", "")), Axis("region", ("nord", "sued")), MEMBERS)
    assert titles(cells["0-9", "nord"].own) == ["dorf"]
    assert cells["0-9", "sued"].white
    assert titles(cells["0-9", "sued"].ideas) == ["idee"]
    assert titles(cells["65-", "sued"].wide) == ["kreis"]
    assert not cells["65-", "sued"].own
    assert titles(cells["", "sued"].own) == ["alle"]


def test_a_measure_belongs_to_the_field_of_its_goal():
    plan = [measure("a", goal_id="g", field_id="alt"), measure("b", field_id="f")]
    fields = q.fields_of(plan, [Goal(id="g", field_id="f", title="Ziel")])
    cells = q.white_spots(plan, Axis("field", ("f", "alt")), Axis("region", ("nord",)), MEMBERS, field_of=fields)
    assert titles(cells["f", "nord"].own) == ["a", "b"]
    assert cells["alt", "nord"].white


def test_needs_are_weaknesses_and_risks_of_the_age_they_are_mostly_about():
    said = [
        Statement(region_id="a", title="fehlt", quadrant="schwaeche", band="10-17"),
        Statement(region_id="a", title="gut", quadrant="staerke", band="10-17"),
        Statement(region_id="kreis", title="droht", quadrant="risiko", band="15-64"),
        Statement(region_id="nord", title="ohne Alter", quadrant="schwaeche"),
    ]
    needs = [*q.needs_of(said), Need("sued", "65-", "", "Zahl", by_people=False)]
    found = q.needs_in(needs, Axis("age", ("10-17", "18-29", "65-")), Axis("region", ("nord", "sued")), MEMBERS)
    assert {key: [n.text for n in ns] for key, ns in found.items() if ns} == {
        ("10-17", "nord"): ["fehlt"], ("18-29", "nord"): ["droht"], ("18-29", "sued"): ["droht"], ("65-", "sued"): ["Zahl"],
    }  # fmt: skip
