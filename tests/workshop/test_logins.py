"""Codes, logins, roles of a login service, and the way out again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from workshop import logins
from workshop.errors import InvalidError, NotAllowedError
from workshop.logins import ERASED, NAMELESS, give_role, make_code, sign_in, writer_of_service, writer_with
from workshop.records import Measure
from workshop.roles import GUEST, Role, Writer
from workshop.tables import CODE, LOGIN, PERSON

ADMIN = Writer("admin", "Verwaltung", Role.VERWALTUNG)
HOST = Writer("host", "Moderation", Role.MODERATION)
HOUR = timedelta(hours=1)


def code_for(store, role, lasts=HOUR, writer=ADMIN):
    with store.writing(writer) as desk:
        return make_code(desk, role, "Probe", lasts)


def age(store, table, column, by):
    """Let time pass for what stands in a column."""
    with store.engine.begin() as connection:
        connection.execute(sa.update(table).values({column: datetime.now(UTC) - by}))


@pytest.mark.parametrize("role", [Role.MITWIRKENDE, Role.MODERATION, Role.VERWALTUNG])
def test_a_code_gives_its_role_and_the_history_the_name(store, role):
    token = sign_in(store, code_for(store, role).lower().replace("-", " "), "  Frau Beispiel ")
    writer = writer_with(store, token)
    assert (writer.role, writer.name) == (role, "Frau Beispiel")
    with store.writing(writer) as desk:
        made = desk.add(Measure(title="Mitfahrbank"))
    with store.reading() as reader:
        change = reader.history(record_id=made.id)[0]
        assert reader.names()[change.writer_id] == "Frau Beispiel"
        assert change.role == role.name.lower()


def test_no_name_is_a_name_too(store):
    assert writer_with(store, sign_in(store, code_for(store, Role.MITWIRKENDE), " ")).name == NAMELESS


def test_only_hashes_are_kept(store):
    code = code_for(store, Role.MODERATION)
    token = sign_in(store, code, "Herr Probe")
    writer_of_service(store, "https://konto frau@example.org", "Frau Konto", Role.GAST)
    with store.engine.connect() as connection:
        kept = str([connection.execute(sa.select(t)).all() for t in (CODE, LOGIN, PERSON)])
    assert code not in kept and code.replace("-", "") not in kept and token not in kept
    assert "example.org" not in kept


@pytest.mark.parametrize("wrong", ["", "AAAA-AAAA", "' OR 1=1 --", "\0", "x" * 5000])
def test_a_wrong_code_opens_nothing(store, wrong):
    code_for(store, Role.VERWALTUNG)
    with pytest.raises(NotAllowedError, match="Diesen Code gibt es nicht"):
        sign_in(store, wrong, "X")
    assert writer_with(store, wrong) == GUEST


def test_a_code_ends(store):
    code = code_for(store, Role.MODERATION)
    age(store, CODE, "expires_at", HOUR)
    with pytest.raises(NotAllowedError):
        sign_in(store, code, "X")


@pytest.mark.parametrize(("column", "by"), [("expires_at", timedelta(0)), ("seen_at", logins.IDLE_LASTS)])
def test_a_login_ends_by_time_and_by_idleness(store, column, by):
    token = sign_in(store, code_for(store, Role.MODERATION), "X")
    age(store, LOGIN, column, by)
    assert writer_with(store, token) == GUEST


def test_a_login_does_not_outlast_its_code_and_use_keeps_it_alive(store):
    code = code_for(store, Role.MODERATION, timedelta(minutes=10))
    token = sign_in(store, code, "X")
    with store.engine.connect() as connection:
        login = connection.execute(sa.select(LOGIN)).one()
    assert login.expires_at - login.created_at <= timedelta(minutes=10)
    age(store, LOGIN, "seen_at", logins.IDLE_LASTS / 2)
    assert writer_with(store, token).role == Role.MODERATION
    with store.engine.connect() as connection:
        assert datetime.now(UTC) - connection.execute(sa.select(LOGIN.c.seen_at)).scalar_one() < timedelta(minutes=1)


def test_out_and_taken_back(store):
    first, second = code_for(store, Role.MODERATION), code_for(store, Role.MITWIRKENDE)
    tokens = [sign_in(store, code, "X") for code in (first, first, second)]
    logins.sign_out(store, tokens[0])
    assert writer_with(store, tokens[0]) == GUEST
    with store.reading() as reader:
        held = {c.role: c.id for c in logins.codes(reader)}
    with store.writing(HOST) as desk:
        logins.revoke_code(desk, held[Role.MITWIRKENDE])
    assert writer_with(store, tokens[2]) == GUEST
    assert writer_with(store, tokens[1]).role == Role.MODERATION
    with pytest.raises(NotAllowedError):
        sign_in(store, second, "X")


def test_nobody_gives_more_than_the_own_role(store):
    for writer in (GUEST, Writer("m", "M", Role.MITWIRKENDE)):
        with pytest.raises(NotAllowedError):
            code_for(store, Role.MITWIRKENDE, writer=writer)
    code_for(store, Role.MODERATION, writer=HOST)
    with pytest.raises(NotAllowedError):
        code_for(store, Role.VERWALTUNG, writer=HOST)
    code_for(store, Role.VERWALTUNG)
    with store.reading() as reader:
        top = next(c for c in logins.codes(reader) if c.role == Role.VERWALTUNG)
    with pytest.raises(NotAllowedError), store.writing(HOST) as desk:
        logins.revoke_code(desk, top.id)


def test_a_name_too_long_is_refused(store):
    with pytest.raises(InvalidError, match="zu lang"):
        sign_in(store, code_for(store, Role.MODERATION), "n" * 101)


def test_whom_a_service_vouches_for(store):
    first = writer_of_service(store, "dienst 42", "Frau Konto", Role.GAST)
    assert first.role == Role.GAST
    with pytest.raises(NotAllowedError), store.writing(HOST) as desk:
        give_role(desk, first.person_id, Role.MODERATION)
    with store.writing(ADMIN) as desk:
        give_role(desk, first.person_id, Role.MODERATION)
    again = writer_of_service(store, "dienst 42", "anderer Name", Role.GAST)
    assert (again.person_id, again.name, again.role) == (first.person_id, "Frau Konto", Role.MODERATION)
    assert writer_of_service(store, "dienst 43", "", Role.VERWALTUNG).role == Role.VERWALTUNG
    with store.reading() as reader:
        assert ERASED not in {p.name for p in logins.people(reader)}
