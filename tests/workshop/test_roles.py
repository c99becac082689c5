"""Every way of writing is tried by everybody, and allowed or refused as agreed – the agreement stands here once more, in full."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.workshop.samples import filled
from workshop import cards, erasure, events, exchange, exercise, interim, logins, merge, plan_changes, roles, stage
from workshop.errors import NotAllowedError
from workshop.records import KINDS, Event, Idea, Measure, Participant, Scene
from workshop.roles import GUEST, Role, Writer

EVENT, OTHER, PHONE = "event-1", "event-2", "phone-1"
WRITERS = {
    "guest": GUEST,
    "phone": Writer(PHONE, "Telefon", Role.GAST, EVENT),
    "phone of another event": Writer(PHONE, "Telefon", Role.GAST, OTHER),
    "another phone": Writer("phone-2", "Telefon", Role.GAST, EVENT),
    "Mitwirkende": Writer("m", "Frau M", Role.MITWIRKENDE),
    "Moderation": Writer("o", "Herr O", Role.MODERATION),
    "Verwaltung": Writer("v", "Amt V", Role.VERWALTUNG),
}
HOSTS, SIGNED_IN = {"Moderation", "Verwaltung"}, {"Mitwirkende", "Moderation", "Verwaltung"}
EVERYBODY_SIGNED_IN = {"statement", "opinion", "idea", "measure", "step", "actor", "remark"}
FROM_PHONES = {"participant", "idea", "vote", "answer"}


class UndoneError(Exception):
    """Ends a transaction without keeping anything."""


def agreed(kind: str, action: str) -> set[str]:
    """Say who may do what."""
    if (kind, action) == ("snapshot", "change"):
        return set()
    if action in {"archive", "restore"}:
        return HOSTS
    own = {"phone"} if kind in FROM_PHONES else set()
    as_it_was_said = action == "change" and kind in {"idea", "opinion", "remark"}
    everybody = kind in EVERYBODY_SIGNED_IN and not as_it_was_said
    return own | (SIGNED_IN if everybody else HOSTS)


def a_record(kind):
    """Give a record of the phone's own where phones may write it."""
    record_id = PHONE if kind is Participant else f"one-{kind.KIND}"
    return filled(kind, "Text", id=record_id, event_id=EVENT, participant_id=PHONE)


def attempt(store, writer, work) -> bool:
    """Try to write, and undo it; tell whether it was allowed."""
    before = store.pulse()

    def work_in_vain() -> None:
        with store.writing(writer) as desk:
            work(desk)
            raise UndoneError

    try:
        work_in_vain()
    except UndoneError:
        return True
    except NotAllowedError as error:
        assert "Nötig ist die Rolle" in str(error) or "ist die Rolle" in str(error)
        return False
    finally:
        assert store.pulse() == before


def change(desk, kind, record):
    """Change the first text or number of a record."""
    name = "text" if hasattr(record, "text") else "dots" if hasattr(record, "dots") else next(iter(own_texts(kind)))
    return desk.change(kind, record.id, desk.get(kind, record.id).version, {name: 3 if name == "dots" else "anders"})


def own_texts(kind):
    """Give what can be set to any word."""
    return [n for n, a in roles_attributes(kind).items() if a.metadata["type"] == "text"] + ["language"]


def roles_attributes(kind):
    """Give the attributes of a kind, without those a change would not be told apart by."""
    return {n: a for n, a in kind.__dataclass_fields__.items() if "label" in a.metadata}


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_records_are_written_by_whom_it_was_agreed(store, kind):
    made = a_record(kind)
    with store.writing(WRITERS["Verwaltung"]) as desk:
        kept = desk.add(made)
        put_aside = desk.archive(kind, desk.add(filled(kind, "Text", id="aside", event_id=EVENT)).id, 1)
    ways = {
        "add": lambda desk: desk.add(filled(kind, "neu", id=PHONE if kind is Participant else "new", event_id=EVENT, participant_id=PHONE)),
        "change": lambda desk: change(desk, kind, kept),
        "archive": lambda desk: desk.archive(kind, kept.id, 1),
        "restore": lambda desk: desk.restore(kind, put_aside.id, 2),
    }  # fmt: skip
    for action, way in ways.items():
        allowed = {name for name, writer in WRITERS.items() if attempt(store, writer, way)}
        assert allowed == agreed(kind.KIND, action), (kind.KIND, action)
    assert {w for w in WRITERS if roles.may(WRITERS[w], kind.KIND, "add")} - {
        "another phone",
        "phone of another event",
    } == (agreed(kind.KIND, "add"))


def test_a_phone_moves_nothing_to_another_event_or_person(store):
    phone = WRITERS["phone"]
    with store.writing(phone) as desk:
        desk.add(Idea(id="mine", event_id=EVENT, participant_id=PHONE, text="Bank"))
    for values in ({"event_id": OTHER}, {"participant_id": "phone-2"}):
        assert not attempt(store, phone, lambda desk, values=values: desk.change(Idea, "mine", 1, values))


def test_nobody_sends_a_record_that_is_archived_from_the_start(store):
    with store.writing(WRITERS["Verwaltung"]) as desk:
        assert desk.add(Idea(text="Bank", archived=True)).archived is False


@pytest.fixture
def evening(store):
    """A store with an event, a scene, a person, a code and a file of itself."""
    with store.writing(WRITERS["Verwaltung"]) as desk:
        desk.add(Event(id=EVENT, title="Abend", region_id="r", code="ABC"))
        desk.add(Scene(id="s", event_id=EVENT, message="Hallo", position=1))
        desk.add(Scene(id="s2", event_id=EVENT, message="Danke", position=2))
        desk.add(Idea(id="i", event_id=EVENT, text="Bank"))
        code = logins.make_code(desk, Role.VERWALTUNG, "Amt", timedelta(hours=1))
    logins.sign_in(store, code, "Frau Beispiel")
    return store


def ways_besides(store):
    """Name every other function that writes, with who may use it and how it is called."""
    with store.reading() as reader:
        event, scene, idea = reader.get(Event, EVENT), reader.get(Scene, "s"), reader.get(Idea, "i")
        person, code = logins.people(reader)[0].id, logins.codes(reader)[0].id
        file = exchange.read(exchange.write(reader, datetime(2026, 5, 1, tzinfo=UTC)), "a.werkstatt")
        empty_plan = merge.plan(reader, file)
    hour, card = timedelta(hours=1), cards.Draft(text="Bank", ticket=cards.new_codes(EVENT, 1)[0])
    places = exercise.Places({"kreis": "k"}, {"kreis": "Kreis"})
    table = plan_changes.preview([plan_changes.Given(Measure, "new-m", 0, "", 1, {"title": "Bank"})], {}, [])
    host, office = HOSTS, {"Verwaltung"}
    return {
        "cards.enter": (SIGNED_IN, lambda d: cards.enter(d, event, card)),
        "cards.tally": (host, lambda d: cards.tally(d, scene, event, "1", {"i": 2})),
        "erasure.erase_person": (office, lambda d: erasure.erase_person(d, person)),
        "erasure.erase_name": (office, lambda d: erasure.erase_name(d, "Frau Beispiel")),
        "events.prepare": (host, lambda d: events.prepare(d, Event(title="Zweiter", region_id="r"))),
        "events.begin": (host, lambda d: events.begin(d, EVENT)),
        "events.finish": (host, lambda d: events.finish(d, EVENT)),
        "events.add_scene": (host, lambda d: events.add_scene(d, Scene(event_id=EVENT, message="x"))),
        "events.add_agenda": (host, lambda d: events.add_agenda(d, [Scene(event_id=EVENT, message="x")])),
        "events.move": (host, lambda d: events.move(d, "s", 1)),
        "events.present": (host, lambda d: events.present(d, EVENT, "s")),
        "events.set_shown": (host, lambda d: events.set_shown(d, [idea], "gezeigt")),
        "exercise.seed": (host, lambda d: exercise.seed(d, places, lambda *_: {}, date(2026, 5, 1))),
        "exercise.remove": (host, exercise.remove),
        "interim.freeze": (host, lambda d: interim.freeze(d, "Stand", "r", date(2026, 5, 1), {})),
        "logins.make_code": (host, lambda d: logins.make_code(d, Role.MITWIRKENDE, "Tisch", hour)),
        "logins.revoke_code": (office, lambda d: logins.revoke_code(d, code)),  # the code gives the role Verwaltung
        "logins.give_role": (office, lambda d: logins.give_role(d, person, Role.MODERATION)),
        "merge.apply": (office, lambda d: merge.apply(d, empty_plan, {})),
        "plan_changes.apply": (SIGNED_IN, lambda d: plan_changes.apply(d, table)),
        "stage.show": (host, lambda d: stage.show(d, EVENT, scene_id="s")),
        "stage.blacken": (host, lambda d: stage.blacken(d, EVENT, black=True)),
        "stage.start_timer": (host, lambda d: stage.start_timer(d, EVENT, 60)),
        "stage.hold_timer": (host, lambda d: stage.hold_timer(d, EVENT)),
        "stage.stop_timer": (host, lambda d: stage.stop_timer(d, EVENT)),
    }


def test_every_other_way_of_writing(evening):
    for name, (who, way) in ways_besides(evening).items():
        assert {writer for writer in WRITERS if attempt(evening, WRITERS[writer], way)} == who, name


def test_no_way_of_writing_is_left_out(evening):
    """Whoever adds a function that writes adds a line above."""
    found = set()
    for path in (Path(roles.__file__).parent).glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                named = {a.annotation.id for a in node.args.args if isinstance(a.annotation, ast.Name)}
                found |= {f"{path.stem}.{node.name}"} if "Desk" in named else set()
    assert found == set(ways_besides(evening))


def test_no_door_besides_is_left_out():
    """What opens a transaction itself lets guests in on purpose, each with a test of its own."""
    found = set()
    for path in (Path(roles.__file__).parent).glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found |= {f"{path.stem}.{node.name}"} if "store" in {a.arg for a in node.args.args} else set()
    phones = {"rounds.join", "rounds.hand_in_idea", "rounds.give_dots", "rounds.answer"}
    assert found == phones | {"logins.sign_in", "logins.sign_out", "logins.writer_with", "logins.writer_of_service"}


def test_nobody_gives_a_role_above_the_own_one(store):
    for role in Role:
        allowed = {
            name for name, writer in WRITERS.items()
            if attempt(store, writer, lambda desk, role=role: logins.make_code(desk, role, "x", timedelta(hours=1)))
        }  # fmt: skip
        assert allowed == ({"Verwaltung"} if role is Role.VERWALTUNG else HOSTS), role
