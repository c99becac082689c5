"""The way to have one's name deleted: from the people who wrote, from the records, from their history, from frozen states.

This is the one exception to "nothing is deleted": what the law asks for goes before what the history keeps. The rows stay; only the
name in them becomes "gelöscht", and each changed record notes that a name was deleted, and by whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from workshop.desk import Desk
from workshop.errors import InvalidError
from workshop.logins import ERASED
from workshop.reader import Reader, to_record
from workshop.records import KINDS, attributes_of, label
from workshop.roles import Role, need
from workshop.tables import ABOUT, CODE, HISTORY, LOGIN, PERSON, RECORDS

ERASING: Final = {"name": "erasing", "value": "yes"}
ERASE: Final = "erase"
SHORTEST: Final = 3
WRITTEN: Final = frozenset({"text", "key", "keys", "detail", "details"})


@dataclass(frozen=True)
class Mention:
    """A place where a name stands: the kind of record, its id, and the attribute's German label."""

    kind: str
    record_id: str
    label: str
    alone: bool


def mentions(reader: Reader, name: str) -> list[Mention]:
    """Find where a name stands in the records; ``alone`` where it is all that stands there."""
    found = []
    for kind_name, kind in KINDS.items():
        wanted = [n for n, a in attributes_of(kind).items() if a.metadata["type"] in WRITTEN]
        for row in reader.connection.execute(sa.select(RECORDS[kind_name])).mappings():
            found += [
                Mention(kind_name, row["id"], label(kind, n), row[n] == name) for n in wanted if _holds(row[n], name)
            ]
    return found


def erase_person(desk: Desk, person_id: str) -> None:
    """Delete the name of somebody who wrote; the login ends, what was written stays.

    Raises
    ------
    NotAllowedError
        The writer is not of the Verwaltung.
    """
    need(desk.writer, Role.VERWALTUNG, "Namen löschen")
    desk.connection.execute(
        sa.update(PERSON).where(PERSON.c.id == person_id).values(name=ERASED, subject="", erased=True, role="gast")
    )
    desk.connection.execute(sa.update(LOGIN).where(LOGIN.c.person_id == person_id).values(revoked=True))


def erase_name(desk: Desk, name: str) -> int:
    """Replace a name by "gelöscht" wherever it stands: in records, in their history, in frozen states, among the writers.

    Parameters
    ----------
    desk : Desk
        Of the Verwaltung.
    name : str
        As it was written; at least three characters, because everything like it is replaced.

    Returns
    -------
    int
        How many records were changed.

    Raises
    ------
    InvalidError, NotAllowedError
        Nothing was changed.
    """
    need(desk.writer, Role.VERWALTUNG, "Namen löschen")
    if len(name.strip()) < SHORTEST:
        raise InvalidError(
            "Name", "ist zu kurz", f"Bitte mindestens {SHORTEST} Zeichen angeben, wie er geschrieben wurde."
        )
    people = desk.connection.execute(sa.select(PERSON.c.id).where(PERSON.c.name == name)).scalars().all()
    for person_id in people:
        erase_person(desk, person_id)
    desk.connection.execute(sa.insert(ABOUT).values(**ERASING))
    changed = sum(_erase_in_records(desk, kind_name, name) for kind_name in KINDS)
    _erase_in_history(desk, name)
    for row in desk.connection.execute(sa.select(CODE.c.id, CODE.c.label)).all():
        if name in row.label:
            values = {"label": row.label.replace(name, ERASED)}
            desk.connection.execute(sa.update(CODE).where(CODE.c.id == row.id).values(**values))
    desk.connection.execute(sa.delete(ABOUT).where(ABOUT.c.name == ERASING["name"]))
    return changed


def _erase_in_records(desk: Desk, kind_name: str, name: str) -> int:
    table, kind = RECORDS[kind_name], KINDS[kind_name]
    wanted = [n for n, a in attributes_of(kind).items() if a.metadata["type"] in WRITTEN]
    count = 0
    for row in desk.connection.execute(sa.select(table)).mappings().all():
        clean = {n: _without(row[n], name) for n in wanted if _holds(row[n], name)}
        if clean:
            count += 1
            values = clean | {"version": row["version"] + 1, "changed_at": desk.now}
            desk.connection.execute(sa.update(table).where(table.c.id == row["id"]).values(**values))
            # The text before is not kept, the one after is, so that the history still tells the record.
            desk.note(to_record(kind, {**row, **values}), ERASE, {n: [value, value] for n, value in clean.items()})
    return count


def _erase_in_history(desk: Desk, name: str) -> None:
    for row in desk.connection.execute(sa.select(HISTORY.c.id, HISTORY.c.kind, HISTORY.c.changes)).all():
        # Only what people wrote: a day or a chosen word that looks alike must go on fitting the record.
        wanted = {n for n, a in attributes_of(KINDS[row.kind]).items() if a.metadata["type"] in WRITTEN}
        clean = {n: _without(pair, name) if n in wanted else pair for n, pair in row.changes.items()}
        if clean != row.changes:
            values = {"changes": clean, "redacted": True}
            desk.connection.execute(sa.update(HISTORY).where(HISTORY.c.id == row.id).values(**values))


def _holds(value: Any, name: str) -> bool:
    if isinstance(value, str):
        return name in value
    if isinstance(value, dict):
        return any(_holds(entry, name) for entry in value.values())
    return isinstance(value, list | tuple) and any(_holds(entry, name) for entry in value)


def _without(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return value.replace(name, ERASED)
    if isinstance(value, dict):
        return {key: _without(entry, name) for key, entry in value.items()}
    return [_without(entry, name) for entry in value] if isinstance(value, list | tuple) else value
