"""What a record must look like, told from its history alone: how a half record, a damaged file or an edited file is found out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from workshop.desk import default_of, plain
from workshop.reader import Change, Reader
from workshop.records import KINDS, Record, attributes_of

#: What the history notes besides what people fill in.
STATE: Final = ("archived", "exercise")


def in_order(rows: Iterable[Change]) -> list[Change]:
    """Put one record's rows in order: a row that knew of another one carries the higher version, on whatever computer it was written."""
    return sorted(rows, key=lambda row: (row.version, row.at, row.id))


def state_after(kind: type[Record], rows: Iterable[Change]) -> dict[str, Any]:
    """Give a record's plain values after some rows of its history."""
    state = {name: plain(default_of(kind, name)) for name in attributes_of(kind)} | dict.fromkeys(STATE, False)
    for row in in_order(rows):
        state |= {name: after for name, (_, after) in row.changes.items()}
    return state


def values_of(record: Record) -> dict[str, Any]:
    """Give a record's plain values, as the history would tell them."""
    return {name: plain(getattr(record, name)) for name in (*attributes_of(type(record)), *STATE)}


def fits(record: Record, rows: Sequence[Change]) -> bool:
    """Tell whether a record is what its history says; a blanked name (on request of its bearer) is no contradiction."""
    state, values = state_after(type(record), rows), values_of(record)
    blanked = any(row.redacted for row in rows)
    own = attributes_of(type(record))
    open_to_blanking = {name for name in own if blanked and own[name].metadata.get("personal")}
    return record.version == len(rows) and all(
        state.get(name) == value for name, value in values.items() if name not in open_to_blanking
    )


def by_record(rows: Iterable[Change]) -> dict[tuple[str, str], list[Change]]:
    """Sort rows by the record they belong to: (kind, id)."""
    sorted_rows: dict[tuple[str, str], list[Change]] = {}
    for row in rows:
        sorted_rows.setdefault((row.kind, row.record_id), []).append(row)
    return sorted_rows


def misfits(records: Mapping[tuple[str, str], Record], rows: Mapping[tuple[str, str], Sequence[Change]]) -> list[str]:
    """Name the records that are not what their history says, and histories without a record."""
    halves = [f"{kind} {record_id}" for kind, record_id in rows if (kind, record_id) not in records]
    return halves + [f"{key[0]} {key[1]}" for key, record in records.items() if not fits(record, rows.get(key, ()))]


def check(reader: Reader) -> list[str]:
    """Check a whole store: every record against its history; an empty list is good news."""
    records: dict[tuple[str, str], Record] = {
        (name, record.id): record for name, kind in KINDS.items() for record in reader.find(kind, archived=True)
    }
    return misfits(records, by_record(reader.history()))
