"""Who writes: people, the codes a host shows, logins that expire, and the way to have one's name deleted.

Nothing is kept about a person but the name that he or she gives. What a login service calls the person is kept as a keyed hash only,
codes and login tokens as hashes only.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from workshop.desk import Desk
from workshop.errors import InvalidError, NotAllowedError
from workshop.reader import Reader
from workshop.roles import GUEST, Role, Writer, need
from workshop.store import Store
from workshop.tables import CODE, LOGIN, PERSON

#: Without what is easily confused when read from a wall or typed from paper.
LETTERS: Final = "ABCDEFGHKLMNPRSTUVWXYZ23456789"
CODE_LENGTH: Final = 8
LOGIN_LASTS: Final = timedelta(hours=12)
IDLE_LASTS: Final = timedelta(hours=3)
LONGEST_NAME: Final = 100
NAMELESS: Final = "ohne Namen"
ERASED: Final = "gelöscht"


@dataclass(frozen=True)
class Person:
    """Somebody who may write, as the page "Wer darf?" lists them."""

    id: str
    name: str
    role: Role
    by_service: bool
    erased: bool


@dataclass(frozen=True)
class Code:
    """A code that gives a role until it expires; the code itself is known only when it is made."""

    id: str
    label: str
    role: Role
    expires_at: datetime
    revoked: bool


def make_code(desk: Desk, role: Role, label: str, lasts: timedelta, code: str = "") -> str:
    """Make a code that a host shows; give it once, for only its hash is stored.

    Raises
    ------
    NotAllowedError
        The writer is not of the Moderation, or wants to give a role above the own one.
    """
    need(desk.writer, max(Role.MODERATION, role), f"Einen Code für „{role.label}“ ausgeben")
    made = code or "-".join(_letters(CODE_LENGTH // 2) for _ in range(2))
    desk.connection.execute(
        sa.insert(CODE).values(
            id=str(uuid.uuid4()), code_hash=_hash(_bare(made)), role=role.name.lower(), label=label[:LONGEST_NAME],
            created_at=desk.now, expires_at=desk.now + lasts, revoked=False,
        )
    )  # fmt: skip
    return made


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def codes(reader: Reader) -> list[Code]:
    """Give the codes that still hold, newest first."""
    query = sa.select(CODE).where(CODE.c.revoked.is_(False), CODE.c.expires_at > datetime.now(UTC))
    rows = reader.connection.execute(query.order_by(CODE.c.created_at.desc()))
    return [Code(r.id, r.label, Role[r.role.upper()], r.expires_at, r.revoked) for r in rows]


def revoke_code(desk: Desk, code_id: str) -> None:
    """Take a code back; whoever came in with it is out."""
    need(desk.writer, Role.MODERATION, "Einen Code zurückziehen")
    role = desk.connection.execute(sa.select(CODE.c.role).where(CODE.c.id == code_id)).scalar()
    if role is not None:
        need(desk.writer, Role[role.upper()], "Diesen Code zurückziehen")
    desk.connection.execute(sa.update(CODE).where(CODE.c.id == code_id).values(revoked=True))
    desk.connection.execute(sa.update(LOGIN).where(LOGIN.c.code_id == code_id).values(revoked=True))


def sign_in(store: Store, code: str, name: str) -> str:
    """Sign in with a code; give the token that the browser keeps.

    Raises
    ------
    NotAllowedError
        The code is unknown, expired or taken back.
    InvalidError
        The name is too long.
    """
    if len(name) > LONGEST_NAME:
        raise InvalidError("Name", f"ist mit {len(name)} Zeichen zu lang", f"Erlaubt sind {LONGEST_NAME}.")
    # Looked up before anything is locked: whoever guesses codes holds up nobody.
    held = sa.select(CODE).where(CODE.c.code_hash == _hash(_bare(code)), CODE.c.revoked.is_(False))
    with store.reading() as reader:
        found = reader.connection.execute(held.where(CODE.c.expires_at > datetime.now(UTC))).first()
    if found is None:
        raise NotAllowedError("Diesen Code gibt es nicht, oder er gilt nicht mehr. Bitte die Moderation fragen.")
    with store.writing(GUEST) as desk:
        person = _add_person(desk, name.strip() or NAMELESS, Role[found.role.upper()], "")
        return _log_in(desk, person, found.id, found.role, min(desk.now + LOGIN_LASTS, found.expires_at))


def _log_in(desk: Desk, person_id: str, code_id: str, role: str, expires: datetime) -> str:
    token = secrets.token_urlsafe(32)
    desk.connection.execute(
        sa.insert(LOGIN).values(
            token_hash=_hash(token), person_id=person_id, code_id=code_id, role=role, created_at=desk.now,
            expires_at=expires, seen_at=desk.now, revoked=False,
        )
    )  # fmt: skip
    return token


def _add_person(desk: Desk, name: str, role: Role, subject: str) -> str:
    person_id = str(uuid.uuid4())
    values = {"id": person_id, "name": name, "role": role.name.lower(), "subject": subject}
    desk.connection.execute(sa.insert(PERSON).values(**values, created_at=desk.now, erased=False))
    return person_id


def writer_with(store: Store, token: str) -> Writer:
    """Tell who holds a token; the guest where it is unknown, expired, idle for too long, or taken back."""
    now = datetime.now(UTC)
    with store.reading() as reader:
        query = sa.select(LOGIN, PERSON.c.name).join(PERSON, PERSON.c.id == LOGIN.c.person_id)
        query = query.where(LOGIN.c.token_hash == _hash(token), LOGIN.c.revoked.is_(False), LOGIN.c.expires_at > now)
        found = reader.connection.execute(query.where(LOGIN.c.seen_at > now - IDLE_LASTS)).first()
    if found is None:
        return GUEST
    if now - found.seen_at > IDLE_LASTS / 10:
        with store.engine.begin() as connection:
            connection.execute(sa.update(LOGIN).where(LOGIN.c.token_hash == found.token_hash).values(seen_at=now))
    return Writer(found.person_id, found.name, Role[found.role.upper()])


def sign_out(store: Store, token: str) -> None:
    """End a login."""
    with store.engine.begin() as connection:
        connection.execute(sa.update(LOGIN).where(LOGIN.c.token_hash == _hash(token)).values(revoked=True))


def writer_of_service(store: Store, subject: str, name: str, first_role: Role) -> Writer:
    """Give whom a login service vouches for, noting the person at the first visit.

    Parameters
    ----------
    store : Store
        Where people are noted.
    subject : str
        What the service calls the person, unchanging; kept as a keyed hash only.
    name : str
        The name the service gives; used at the first visit only.
    first_role : Role
        The role at the first visit; afterwards the Verwaltung decides, but never below what the settings say.
    """
    hashed = hmac.new(store.about("secret").encode(), subject.encode(), hashlib.sha256).hexdigest()
    known = sa.select(PERSON).where(PERSON.c.subject == hashed, PERSON.c.erased.is_(False))
    with store.engine.connect() as connection:
        found = connection.execute(known).first()
    if found is None:
        with store.writing(GUEST) as desk:
            found = desk.connection.execute(known).first()
            if found is None:
                person_id = _add_person(desk, name[:LONGEST_NAME] or NAMELESS, first_role, hashed)
                return Writer(person_id, name, first_role)
    return Writer(found.id, found.name, max(Role[found.role.upper()], first_role))


def people(reader: Reader) -> list[Person]:
    """Give everybody who may write or did, by name; deleted names last."""
    rows = reader.connection.execute(sa.select(PERSON).order_by(PERSON.c.erased, PERSON.c.name, PERSON.c.created_at))
    return [Person(r.id, r.name, Role[r.role.upper()], bool(r.subject), r.erased) for r in rows]


def give_role(desk: Desk, person_id: str, role: Role) -> None:
    """Give somebody whom a login service vouches for a role."""
    need(desk.writer, Role.VERWALTUNG, "Rollen vergeben")
    desk.connection.execute(sa.update(PERSON).where(PERSON.c.id == person_id).values(role=role.name.lower()))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _bare(code: str) -> str:
    """Take a code as typed: capitals or not, with or without the dash, O for 0 never matters."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
