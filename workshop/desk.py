"""Writing records: every change checked, allowed, locked against unseen changes, and noted in the history."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from workshop import roles
from workshop.errors import InvalidError, OutdatedError
from workshop.reader import Reader
from workshop.records import Record, attributes_of, checked
from workshop.roles import Writer
from workshop.tables import HISTORY, RECORDS

R = TypeVar("R", bound=Record)
ID: Final = re.compile(r"[0-9A-Za-z_-]{1,36}")


class Desk(Reader):
    """Writes in one transaction; get one by :meth:`workshop.store.Store.writing`."""

    def __init__(self, connection: sa.Connection, writer: Writer, number: int) -> None:
        super().__init__(connection)
        self.writer, self.number = writer, number
        self.now = datetime.now(UTC)

    def add(self, record: R) -> R:
        """Store a new record; one whose ``id`` is already stored is given back as it stands (sent twice, stored once).

        Raises
        ------
        InvalidError, NotAllowedError
            Nothing was stored.
        """
        roles.allow(self.writer, record, roles.ADD)
        kind = type(record)
        if record.id and not ID.fullmatch(record.id):
            raise InvalidError("Kennung", "hat nicht die erwartete Form", "Bitte die Seite neu laden.")
        values = checked(kind, {name: getattr(record, name) for name in attributes_of(kind)})
        if record.id and (known := self.find(kind, archived=True, id=record.id)):
            return known[0]
        made = replace(
            record, **values, id=record.id or str(uuid.uuid4()), version=1, created_at=self.now, changed_at=self.now,
            archived=False,
        )  # fmt: skip
        self.connection.execute(sa.insert(RECORDS[kind.KIND]), as_row(made))
        fresh = {name: [None, plain(value)] for name, value in values.items() if value != default_of(kind, name)}
        self.note(made, roles.ADD, fresh | ({"exercise": [None, True]} if made.exercise else {}))
        return made

    def change(self, kind: type[R], record_id: str, version: int, values: Mapping[str, Any]) -> R:
        """Change attributes of a record that was read as ``version``; changing nothing stores nothing.

        Raises
        ------
        OutdatedError
            Somebody else changed it meanwhile; carries the present state and what was changed by whom.
        InvalidError, NotAllowedError, UnknownRecordError
            Nothing was stored.
        """
        return self._update(kind, record_id, version, checked(kind, values), roles.CHANGE)

    def archive(self, kind: type[R], record_id: str, version: int) -> R:
        """Put a record aside; it stays in the archive with its history."""
        return self._update(kind, record_id, version, {"archived": True}, roles.ARCHIVE)

    def restore(self, kind: type[R], record_id: str, version: int) -> R:
        """Bring a record back from the archive."""
        return self._update(kind, record_id, version, {"archived": False}, roles.RESTORE)

    def _update(self, kind: type[R], record_id: str, version: int, values: dict[str, Any], action: str) -> R:
        current = self.get(kind, record_id)
        roles.allow(self.writer, current, action)
        if current.version != version:
            raise self._outdated(current, version, values)
        changed = {name: value for name, value in values.items() if value != getattr(current, name)}
        if not changed:
            return current
        made = replace(current, **changed, version=version + 1, changed_at=self.now)
        roles.allow(self.writer, made, action)  # a phone moves nothing to another event
        table = RECORDS[kind.KIND]
        row = {name: value for name, value in as_row(made).items() if name in changed}
        done = self.connection.execute(
            sa.update(table).where(table.c.id == sa.bindparam("of"), table.c.version == sa.bindparam("read_as")),
            row | {"version": made.version, "changed_at": made.changed_at, "of": record_id, "read_as": version},
        )
        if done.rowcount != 1:
            raise self._outdated(self.get(kind, record_id), version, values)
        self.note(made, action, {name: [plain(getattr(current, name)), plain(new)] for name, new in changed.items()})
        return made

    def _outdated(self, current: Record, version: int, wanted: dict[str, Any]) -> OutdatedError:
        since = [
            change for change in self.history(record_id=current.id, kinds=[current.KIND]) if change.version > version
        ]
        return OutdatedError(current, since, wanted)

    def note(self, record: Record, action: str, changes: dict[str, list[Any]]) -> None:
        """Add a row to the history: what this writer did to a record, which stands as it is now; only for who stores records."""
        row = {
            "id": str(uuid.uuid4()), "number": self.number, "at": self.now, "writer_id": self.writer.person_id,
            "role": self.writer.role.name.lower(), "kind": record.KIND, "record_id": record.id, "version": record.version,
            "action": action, "changes": changes, "redacted": False,
        }  # fmt: skip
        self.connection.execute(sa.insert(HISTORY), row)


def default_of(kind: type[Record], name: str) -> Any:
    """Give the value of an attribute that nobody filled in."""
    attribute = attributes_of(kind)[name]
    return {} if attribute.metadata["type"] == "detail" else attribute.default


def as_row(record: Record) -> dict[str, Any]:
    """Give a record's columns."""
    own = {name: getattr(record, name) for name in attributes_of(type(record))}
    about = ("id", "version", "created_at", "changed_at", "archived", "exercise")
    return {name: getattr(record, name) for name in about} | {
        name: list(value) if isinstance(value, tuple) else value for name, value in own.items()
    }


def plain(value: Any) -> Any:
    """Give a value as the history keeps it.

    >>> plain((date(2026, 5, 1), "a"))
    ['2026-05-01', 'a']
    """
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value
