"""Reading records, the history and the names of writers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from workshop.errors import UnknownRecordError
from workshop.records import KINDS, Record, attributes_of
from workshop.tables import HISTORY, PERSON, PULSE, RECORDS

R = TypeVar("R", bound=Record)
LISTS = frozenset({"keys", "details"})


@dataclass(frozen=True)
class Change:
    """One row of the history.

    Attributes
    ----------
    number : int
        The order of the commits.
    action : str
        "add", "change", "archive", "restore", "merge" or "erase".
    changes : dict
        Attribute → [from, to], as plain values; for a new record from is None.
    """

    id: str
    number: int
    at: datetime
    writer_id: str
    role: str
    kind: str
    record_id: str
    version: int
    action: str
    changes: dict[str, list[Any]]
    redacted: bool = False


class Reader:
    """Reads one state of the store; get one by :meth:`workshop.store.Store.reading`."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def find(self, kind: type[R], *, archived: bool = False, **equal: Any) -> list[R]:
        """Give the records whose attributes equal the given ones, oldest first; archived ones only when asked for."""
        table = RECORDS[kind.KIND]
        query = sa.select(table).order_by(table.c.created_at, table.c.id)
        query = query.where(*[table.c[name] == value for name, value in equal.items()])
        if not archived:
            query = query.where(table.c.archived.is_(False))
        return [to_record(kind, row) for row in self.connection.execute(query).mappings()]

    def some(self, kind: type[R], record_ids: Iterable[str]) -> list[R]:
        """Give the records of these ids, archived or not."""
        table = RECORDS[kind.KIND]
        rows = self.connection.execute(sa.select(table).where(table.c.id.in_(list(record_ids)))).mappings()
        return [to_record(kind, row) for row in rows]

    def changed_since(self, after: int) -> dict[str, set[str]]:
        """Give the ids of what was written after a number of the history, by kind."""
        found: dict[str, set[str]] = {}
        rows = self.connection.execute(sa.select(HISTORY.c.kind, HISTORY.c.record_id).where(HISTORY.c.number > after))
        for row in rows:
            found.setdefault(row.kind, set()).add(row.record_id)
        return found

    def get(self, kind: type[R], record_id: str) -> R:
        """Give one record, archived or not.

        Raises
        ------
        UnknownRecordError
            There is none.
        """
        found = self.find(kind, archived=True, id=record_id)
        if not found:
            raise UnknownRecordError(f"{kind.NAME}: Diesen Eintrag gibt es nicht (mehr). Bitte die Seite neu laden.")
        return found[0]

    def count(self, kind: type[Record], **equal: Any) -> int:
        """Count records, archived ones included."""
        table = RECORDS[kind.KIND]
        query = sa.select(sa.func.count()).select_from(table)
        return int(self.connection.execute(query.where(*[table.c[n] == v for n, v in equal.items()])).scalar_one())

    def history(
        self, *, record_id: str = "", kinds: Iterable[str] = (), after: int = 0, newest: int | None = None
    ) -> list[Change]:
        """Give the history, oldest first: of one record, of some kinds, after a number; at most the ``newest`` ones."""
        query = sa.select(HISTORY).where(HISTORY.c.number > after)
        if record_id:
            query = query.where(HISTORY.c.record_id == record_id)
        if wanted := list(kinds):
            query = query.where(HISTORY.c.kind.in_(wanted))
        order = (HISTORY.c.number.desc(), HISTORY.c.version.desc(), HISTORY.c.id.desc())
        rows = self.connection.execute(query.order_by(*order).limit(newest)).mappings()
        return [Change(**row) for row in reversed(list(rows))]

    def names(self) -> dict[str, str]:
        """Give the names of everybody who ever wrote, by id."""
        return {str(row.id): str(row.name) for row in self.connection.execute(sa.select(PERSON.c.id, PERSON.c.name))}

    def pulse(self) -> int:
        """Count the commits up to this state."""
        return int(self.connection.execute(sa.select(PULSE.c.number)).scalar_one())


def to_record(kind: type[R], row: Any) -> R:
    """Make a record of a row."""
    values = dict(row)
    for name, attribute in attributes_of(kind).items():
        if attribute.metadata["type"] in LISTS:
            values[name] = tuple(values[name])
    return kind(**values)


def kind_named(name: str) -> type[Record]:
    """Give the kind of record that the history calls so."""
    return KINDS[name]
