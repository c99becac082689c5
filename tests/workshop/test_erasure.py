"""Having one's name deleted: it is gone everywhere, and nothing else is."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from workshop import logins
from workshop.erasure import erase_name, mentions
from workshop.errors import InvalidError, NotAllowedError
from workshop.logins import ERASED
from workshop.records import Actor, Measure, Opinion, Snapshot, Statement
from workshop.roles import Role, Writer
from workshop.tables import METADATA

NAME = "Erika Mustermann-Özdemir"
ADMIN = Writer("admin", "Verwaltung", Role.VERWALTUNG)


@pytest.fixture
def named(any_store):
    """A store in which a name stands in every way it can."""
    with any_store.writing(ADMIN) as desk:
        code = logins.make_code(desk, Role.MODERATION, f"für {NAME}", logins.LOGIN_LASTS)
        actor = desk.add(Actor(name=NAME, sort="person"))
        measure = desk.add(Measure(title="Bank", description=f"Bitte {NAME} fragen.", responsible_id=actor.id))
        desk.change(Measure, measure.id, 1, {"description": "anders"})
        statement = desk.add(Statement(region_id="r", title="Gut"))
        desk.add(Opinion(statement_id=statement.id, reason="weil", by=NAME))
        desk.add(Snapshot(code="ZB-1", title="Stand", content={"measures": [{"who": NAME, "what": "Bank"}]}))
    token = logins.sign_in(any_store, code, NAME)
    with any_store.writing(logins.writer_with(any_store, token)) as desk:
        desk.add(Measure(title="Eigene"))
    return any_store, token


def everything(store) -> str:
    with store.engine.connect() as connection:
        tables = METADATA.sorted_tables
        return "\n".join(str(connection.execute(sa.select(table)).all()) for table in tables)


def test_a_name_is_gone_and_all_else_stays(named):
    store, token = named
    with store.reading() as reader:
        assert {m.kind for m in mentions(reader, NAME)} == {"actor", "opinion", "snapshot"}
        before = len(reader.history())
    with store.writing(ADMIN) as desk:
        assert erase_name(desk, NAME) == 3
    assert NAME not in everything(store)
    assert logins.writer_with(store, token).role == Role.GAST
    with store.reading() as reader:
        assert len(reader.history()) == before + 3
        assert reader.find(Snapshot)[0].content == {"measures": [{"who": ERASED, "what": "Bank"}]}
        assert {m.title for m in reader.find(Measure)} == {"Bank", "Eigene"}
        first = next(c for c in reader.history(kinds=["measure"]) if c.changes.get("description", [0])[0] is None)
        assert first.redacted and first.changes["description"] == [None, f"Bitte {ERASED} fragen."]


def test_only_the_administration_deletes_and_only_what_is_a_name(named):
    store, _ = named
    with pytest.raises(NotAllowedError), store.writing(Writer("m", "M", Role.MODERATION)) as desk:
        erase_name(desk, NAME)
    with pytest.raises(InvalidError, match="zu kurz"), store.writing(ADMIN) as desk:
        erase_name(desk, " a ")
    assert NAME in everything(store)
