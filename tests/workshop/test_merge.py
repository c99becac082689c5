"""Two laptops: what only one side changed arrives, what both changed is decided by people, and both end with the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from workshop import exchange, merge, replay
from workshop.desk import Desk
from workshop.erasure import erase_name
from workshop.errors import MergeError
from workshop.logins import make_code, sign_in, writer_with
from workshop.records import Actor, Idea, Measure, Snapshot, Statement
from workshop.roles import Role, Writer
from workshop.store import Store

COUNTY = Writer("county", "Amt", Role.VERWALTUNG)
HALL = Writer("hall", "Dorf", Role.VERWALTUNG)
AT = datetime(2026, 5, 1, tzinfo=UTC)


def content_of(store: Store, name: str = "dorf.werkstatt") -> exchange.Content:
    with store.reading() as reader:
        return exchange.read(exchange.write(reader, AT), name)


def plan_of(store: Store, other: Store) -> merge.MergePlan:
    """Preview what another store's file would do."""
    content = content_of(other)
    with store.reading() as reader:
        return merge.plan(reader, content)


def bring(store: Store, other: Store, decisions=None, writer=COUNTY) -> merge.Report:
    """Bring another store's file in."""
    plan = plan_of(store, other)
    with store.writing(writer) as desk:
        return merge.apply(desk, plan, decisions or {})


def everything(store: Store) -> tuple:
    """Give what two equal stores have in common: records, and the rows of the history but for their numbers."""
    with store.reading() as reader:
        content = exchange.take(reader, "", AT)
        assert replay.check(reader) == []
    rows = {row.id: {**vars(row), "number": 0} for rows in content.history.values() for row in rows}
    return content.records, rows, content.people


@dataclass
class Pair:
    """The county's store and the laptop's, which began as its copy."""

    county: Store
    hall: Store
    measure: Measure

    def change(self, store: Store, **values) -> Measure:
        with store.writing(COUNTY if store is self.county else HALL) as desk:
            version = desk.get(Measure, self.measure.id).version
            return desk.change(Measure, self.measure.id, version, values)

    @property
    def key(self):
        return "measure", self.measure.id

    def both_ways(self, decisions=None) -> None:
        """Bring the laptop's file in, decide, and take the result back."""
        bring(self.county, self.hall, decisions)
        again = plan_of(self.county, self.hall)
        assert again.nothing_new, "the same file again changes nothing"
        bring(self.hall, self.county, writer=HALL)
        assert everything(self.county) == everything(self.hall)
        assert plan_of(self.hall, self.county).nothing_new and plan_of(self.county, self.hall).nothing_new


@pytest.fixture(params=[("sqlite", "sqlite"), ("postgresql", "sqlite")], ids=["laptops", "server and laptop"])
def pair(request, new_store) -> Pair:
    return begun(*(new_store(kind) for kind in request.param))


@pytest.fixture
def laptops(new_store) -> Pair:
    return begun(new_store(), new_store())


def begun(county: Store, hall: Store) -> Pair:
    with county.writing(COUNTY) as desk:
        measure = desk.add(Measure(title="Bank", budget=500, bands=("65-",)))
    assert bring(hall, county).added == 1
    return Pair(county, hall, measure)


def test_what_one_side_alone_did_arrives(pair):
    with pair.hall.writing(HALL) as desk:
        new = desk.add(Statement(region_id="r", title="Der Bus fehlt"))
        other = desk.add(Idea(text="Fahrdienst"))
    pair.change(pair.hall, title="Mitfahrbank")
    pair.change(pair.hall, budget=None)
    with pair.county.writing(COUNTY) as desk:
        own = desk.add(Statement(region_id="r", title="Der Chor"))
    plan = plan_of(pair.county, pair.hall)
    assert set(plan.added) == {("statement", new.id), ("idea", other.id)}
    assert plan.advanced == (pair.key,) and not plan.conflicts and not plan.behind
    before = pair.county.pulse()
    pair.both_ways()
    with pair.county.reading() as reader:
        assert reader.get(Measure, pair.measure.id).title == "Mitfahrbank"
        assert reader.get(Measure, pair.measure.id).budget is None
        assert {s.id for s in reader.find(Statement)} == {new.id, own.id}
        news = reader.history(after=before)
        assert [row.kind for row in news] == ["statement", "idea", "measure", "measure"] or [
            row.kind for row in news
        ] == ["idea", "statement", "measure", "measure"], "in the order in which it was written there"
        assert {row.writer_id for row in news} == {HALL.person_id}


def test_both_sides_changed_is_shown_and_decided(pair):
    pair.change(pair.county, title="Bank am Markt", description="hier", bands=("18-64",))
    pair.change(pair.hall, title="Bank am See", budget=800, bands=("18-64",))
    plan = plan_of(pair.county, pair.hall)
    (conflict,) = plan.conflicts
    found = {d.name: (d.common, d.ours, d.theirs, d.proposed) for d in conflict.differences}
    assert found == {
        "title": ("Bank", "Bank am Markt", "Bank am See", ""),
        "description": ("", "hier", "", "ours"),
        "budget": (500, 500, 800, "theirs"),
    }
    assert conflict.equal == ("Altersgruppen",)
    assert {d.name: (d.ours_by and d.ours_by.writer_id, d.theirs_by and d.theirs_by.writer_id) for d in conflict.differences} == {
        "title": ("county", "hall"), "description": ("county", None), "budget": (None, "hall"),
    }  # fmt: skip
    assert conflict.proposed == {"description": "ours", "budget": "theirs"}
    assert conflict.undecided(conflict.proposed) == ["title"]
    for incomplete in (
        {},
        {pair.key: conflict.proposed},
        {pair.key: {"title": "theirs"}},
        {pair.key: {**conflict.proposed, "title": "?"}},
    ):
        with pytest.raises(MergeError, match="Noch nicht entschieden"):
            bring(pair.county, pair.hall, incomplete)
    assert pair.county.pulse() == plan.pulse
    pair.both_ways({pair.key: {"title": "ours", "description": "ours", "budget": "theirs"}})
    with pair.hall.reading() as reader:
        merged = reader.get(Measure, pair.measure.id)
        assert (merged.title, merged.description, merged.budget) == ("Bank am Markt", "hier", 800)
        rows = reader.history(record_id=merged.id)
        assert [row.action for row in rows] == ["add", "change", "change", "merge"]
        assert rows[-1].writer_id == "county" and rows[-1].version == merged.version == 4
        assert rows[-1].changes == {
            "title": ["Bank am See", "Bank am Markt"],
            "description": ["", "hier"],
            "budget": [500, 800],
        }


def test_aside_here_but_changed_there_is_a_conflict_without_a_proposal(laptops):
    with laptops.county.writing(COUNTY) as desk:
        desk.archive(Measure, laptops.measure.id, 1)
    laptops.change(laptops.hall, title="Bank am See")
    (conflict,) = plan_of(laptops.county, laptops.hall).conflicts
    assert conflict.proposed == {"title": "theirs"}
    assert conflict.undecided(conflict.proposed) == ["archived"]
    laptops.both_ways({laptops.key: {"title": "theirs", "archived": "theirs"}})
    with laptops.county.reading() as reader:
        assert not reader.get(Measure, laptops.measure.id).archived


def test_both_did_the_same_needs_no_decision_but_is_shown(laptops):
    laptops.change(laptops.county, title="Mitfahrbank")
    laptops.change(laptops.hall, title="Bank am See")
    laptops.change(laptops.hall, title="Mitfahrbank")
    (conflict,) = plan_of(laptops.county, laptops.hall).conflicts
    assert conflict.differences == () and conflict.equal == ("Titel",)
    laptops.both_ways()


def test_the_same_card_typed_in_on_both_sides(laptops):
    for store, text in ((laptops.county, "Bus am Abend"), (laptops.hall, "Bus abends")):
        with store.writing(COUNTY) as desk:
            desk.add(Idea(id="card-1", text=text, event_id="e"))
    (conflict,) = plan_of(laptops.county, laptops.hall).conflicts
    assert [(d.name, d.common, d.proposed) for d in conflict.differences] == [("text", None, "")]
    laptops.both_ways({("idea", "card-1"): {"text": "theirs"}})
    with laptops.county.reading() as reader:
        assert reader.get(Idea, "card-1").text == "Bus abends"


def test_merged_on_both_sides_at_once_comes_together_again(laptops):
    laptops.change(laptops.county, title="A")
    laptops.change(laptops.hall, title="B")
    here, there = plan_of(laptops.county, laptops.hall), plan_of(laptops.hall, laptops.county)
    with laptops.county.writing(COUNTY) as desk:
        merge.apply(desk, here, {laptops.key: {"title": "ours"}})
    with laptops.hall.writing(HALL) as desk:
        merge.apply(desk, there, {laptops.key: {"title": "theirs"}})
    (conflict,) = plan_of(laptops.county, laptops.hall).conflicts
    assert conflict.differences == ()
    laptops.both_ways()


def test_a_preview_that_is_out_of_date_is_refused(laptops):
    laptops.change(laptops.county, title="A")
    laptops.change(laptops.hall, title="B")
    plan = plan_of(laptops.county, laptops.hall)
    laptops.change(laptops.county, title="C")
    pulse = laptops.county.pulse()
    with pytest.raises(MergeError, match="inzwischen geändert"), laptops.county.writing(COUNTY) as desk:
        merge.apply(desk, plan, {laptops.key: {"title": "theirs"}})
    assert laptops.county.pulse() == pulse


def test_what_has_nothing_to_do_with_the_file_may_change_meanwhile(laptops):
    laptops.change(laptops.hall, title="B")
    plan = plan_of(laptops.county, laptops.hall)
    with laptops.county.writing(COUNTY) as desk:
        desk.add(Idea(text="Bank"))
    with laptops.county.writing(COUNTY) as desk:
        assert merge.apply(desk, plan, {}).advanced == 1


def test_a_merge_that_breaks_off_leaves_nothing(laptops, monkeypatch):
    laptops.change(laptops.county, title="A")
    laptops.change(laptops.hall, title="B")
    before = everything(laptops.county)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Desk, "note", broken)
    with pytest.raises(RuntimeError):
        bring(laptops.county, laptops.hall, {laptops.key: {"title": "theirs"}})
    assert everything(laptops.county) == before


def test_a_forged_frozen_state_is_not_taken_over(laptops):
    with laptops.county.writing(COUNTY) as desk:
        frozen = desk.add(Snapshot(code="ABC", title="Stand", content={"a": 1}))
    content = content_of(laptops.county)
    record, rows = content.records["snapshot", frozen.id], content.history["snapshot", frozen.id]
    forged = merge.replace(record, version=2, content={"a": 2})
    row = merge.replace(rows[0], id="forged", version=2, action="change", changes={"content": [{"a": 1}, {"a": 2}]})
    content.records["snapshot", frozen.id], content.history["snapshot", frozen.id] = forged, [*rows, row]
    with laptops.county.reading() as reader:
        plan = merge.plan(reader, content)
    with (
        pytest.raises(MergeError, match=r"dorf\.werkstatt.*Gespeichert wurde nichts"),
        laptops.county.writing(COUNTY) as desk,
    ):
        merge.apply(desk, plan, {})
    with laptops.county.reading() as reader:
        assert reader.get(Snapshot, frozen.id).content == {"a": 1}


NAME = "Erika Mustermann"


@pytest.mark.parametrize("erased_at", ["county", "hall"])
def test_a_deleted_name_stays_deleted(laptops, erased_at):
    with laptops.county.writing(COUNTY) as desk:
        code = make_code(desk, Role.MODERATION, "Tisch", timedelta(hours=1))
    writer = writer_with(laptops.county, sign_in(laptops.county, code, NAME))
    with laptops.county.writing(writer) as desk:
        actor = desk.add(Actor(name=NAME, sort="person"))
        frozen = desk.add(Snapshot(code="ABC", title="Stand", content={"who": NAME}))
        old = desk.add(Idea(text=f"{NAME} fragen"))
        desk.change(Idea, old.id, 1, {"text": "Wen fragen?"})
    bring(laptops.hall, laptops.county)
    eraser = laptops.county if erased_at == "county" else laptops.hall
    other = laptops.hall if eraser is laptops.county else laptops.county
    with other.writing(HALL) as desk:
        desk.change(Actor, actor.id, 1, {"note": "kommt aus dem Dorf"})
        desk.change(Idea, old.id, 2, {"text": "Niemanden fragen"})
    with eraser.writing(COUNTY) as desk:
        erase_name(desk, NAME)
    (conflict,) = plan_of(laptops.county, laptops.hall).conflicts
    assert [d.name for d in conflict.differences if d.settled] == ["name"]
    back = "ours" if eraser is laptops.hall else "theirs"  # even who chooses the old name does not get it back
    wanted = {"note": "ours" if other is laptops.county else "theirs", "name": back}
    laptops.both_ways({conflict.key: wanted})
    for store in (laptops.county, laptops.hall):
        assert NAME not in repr(everything(store))
        with store.reading() as reader:
            assert reader.get(Actor, actor.id).note == "kommt aus dem Dorf"
            assert reader.get(Snapshot, frozen.id).content == {"who": "gelöscht"}
            assert reader.get(Idea, old.id).text == "Niemanden fragen"
