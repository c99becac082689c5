"""Everything in one file: the backup, and what travels from the village hall back to the county.

The file (named ``….werkstatt``) is JSON in UTF-8, compressed with gzip:

``format``, ``version``
    :data:`FORMAT` and :data:`VERSION`. A change of the records' attributes that older programs cannot read raises the version;
    attributes a file does not have yet are taken as empty.
``written_at``, ``store_id``, ``pulse``
    When it was written, by which store, at which of its commits.
``people``
    ``id``, ``name``, ``created_at``, ``erased`` of everybody who ever wrote – never codes, logins, roles or what a login service
    calls somebody: whoever holds the file can sign in nowhere.
``records``
    By kind, each record with all its columns; days and points in time in ISO 8601.
``history``
    All rows; ``changes`` maps an attribute to [from, to].

A character that UTF-8 does not have (half of a pair) stands behind a mark, as in the database. The same store written for the
same moment gives the same bytes. Importing is :mod:`workshop.merge`: into an empty store it restores the backup as it was.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from workshop import replay
from workshop.attributes import CHECKS
from workshop.columns import from_stored, to_stored
from workshop.desk import as_row, plain
from workshop.errors import FileError, InvalidError
from workshop.reader import Change, Reader
from workshop.records import KINDS, Record, attributes_of
from workshop.tables import ABOUT, PERSON

FORMAT: Final = "kommunalprofil-werkstatt"
VERSION: Final = 1
ENDING: Final = "werkstatt"
#: Far above any county's plan; a file that grows beyond it while being unpacked was made to do harm.
LARGEST: Final = 300_000_000
LONGEST_ID: Final = 36
GZIP: Final = b"\x1f\x8b"
ABOUT_RECORD: Final = ("id", "version", "created_at", "changed_at", "archived", "exercise")
BROKEN: Final = "ist beschädigt oder von Hand verändert"
FETCH_ANEW: Final = "Bitte die Datei noch einmal sichern und unverändert hochladen. Gespeichert wurde nichts."
PARTS: Final = frozenset({"format", "version", "written_at", "store_id", "pulse", "people", "records", "history"})
Key = tuple[str, str]


@dataclass(frozen=True)
class Name:
    """Somebody who wrote, by the name that he or she gave."""

    id: str
    name: str
    created_at: datetime
    erased: bool


@dataclass(frozen=True)
class Content:
    """All that a file holds, checked; ``Key`` is (kind, id of the record).

    Attributes
    ----------
    name : str
        The file as people know it.
    """

    name: str
    store_id: str
    written_at: datetime
    pulse: int
    people: dict[str, Name]
    records: dict[Key, Record]
    history: dict[Key, list[Change]]


def take(reader: Reader, name: str, at: datetime) -> Content:
    """Take everything out of a store, as a file would hold it."""
    store_id = reader.connection.execute(sa.select(ABOUT.c.value).where(ABOUT.c.name == "store_id")).scalar_one()
    people = reader.connection.execute(sa.select(*[PERSON.c[f.name] for f in fields(Name)]).order_by(PERSON.c.id))
    records = {(kind, r.id): r for kind, cls in KINDS.items() for r in reader.find(cls, archived=True)}
    history = replay.by_record(reader.history())
    known = {row.id: Name(**row._mapping) for row in people}
    return Content(name, store_id, at, reader.pulse(), known, records, history)


def write(reader: Reader, at: datetime) -> bytes:
    """Write everything into one file; ``at`` is the time that the file says it was written."""
    everything = take(reader, "", at)
    rows = [row for rows in everything.history.values() for row in rows]
    document = {
        "format": FORMAT,
        "version": VERSION,
        "written_at": at.isoformat(),
        "store_id": everything.store_id,
        "pulse": everything.pulse,
        "people": [_plain(asdict(name)) for name in everything.people.values()],
        "records": {
            kind: [_plain(as_row(r)) for (k, _), r in everything.records.items() if k == kind] for kind in KINDS
        },
        "history": [_plain(vars(row)) for row in sorted(rows, key=lambda row: (row.number, row.version, row.id))],
    }
    text = json.dumps(_each_text(document, to_stored), ensure_ascii=False, sort_keys=True, allow_nan=False)
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)


def read(data: bytes, name: str) -> Content:
    """Read a file and check all of it.

    Raises
    ------
    FileError
        It is damaged, was edited, is of another kind or of a newer version, or grows beyond all measure when unpacked.
    """
    document = _document(data, name)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _foreign(name)
    if not isinstance(document.get("version"), int) or document["version"] > VERSION:
        raise _newer(name)
    try:
        content = _content(document, name)
    except (InvalidError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise FileError(name, BROKEN, FETCH_ANEW) from error
    if wrong := replay.misfits(content.records, content.history):
        raise FileError(name, f"{BROKEN}: {len(wrong)} Einträge passen nicht zu ihrer eigenen Geschichte", FETCH_ANEW)
    return content


def _foreign(name: str) -> FileError:
    return FileError(
        name, "ist keine Sicherung einer Werkstatt", f"Bitte eine Datei wählen, deren Name auf .{ENDING} endet."
    )


def _newer(name: str) -> FileError:
    return FileError(
        name, "stammt aus einer neueren Version dieses Programms", "Bitte zuerst das Programm aktualisieren."
    )


def _document(data: bytes, name: str) -> Any:
    """Unpack and parse, but never more than a sane file holds."""
    if not data.startswith(GZIP):
        raise _foreign(name)
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(LARGEST + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise FileError(name, BROKEN, FETCH_ANEW) from error
    if len(unpacked) > LARGEST:
        limit = f"{LARGEST // 1_000_000} Megabyte"
        raise FileError(name, f"ist ausgepackt größer als {limit}", "Eine Sicherung wird nie so groß. Bitte prüfen.")
    try:
        return _each_text(json.loads(unpacked.decode(), parse_constant=_refuse), from_stored)
    except (ValueError, RecursionError) as error:
        raise FileError(name, BROKEN, FETCH_ANEW) from error


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _each_text(value: Any, change: Any) -> Any:
    """Change every text in a structure, names of entries included."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_text(entry, change) for entry in value]
    if isinstance(value, dict):
        return {change(name): _each_text(entry, change) for name, entry in value.items()}
    return value


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items()}


def _content(document: dict[str, Any], name: str) -> Content:
    if set(document) - PARTS:
        raise _newer(name)
    people = [_name(entry) for entry in document["people"]]
    records = dict(_records(document["records"], name))
    rows = [_change(entry, name) for entry in document["history"]]
    if len({row.id for row in rows}) != len(rows):
        raise ValueError("the same row twice")
    return Content(
        name, _id(document["store_id"]), _moment(document["written_at"]), _whole(document["pulse"]),
        {person.id: person for person in people}, records, replay.by_record(rows),
    )  # fmt: skip


def _records(by_kind: dict[str, list[dict[str, Any]]], name: str) -> Iterator[tuple[Key, Record]]:
    seen: set[Key] = set()
    for kind, entries in by_kind.items():
        if kind not in KINDS:
            raise _newer(name)
        for entry in entries:
            record = _record(KINDS[kind], entry, name)
            if (kind, record.id) in seen:
                raise ValueError("the same record twice")
            seen.add((kind, record.id))
            yield (kind, record.id), record


def _record(kind: type[Record], entry: dict[str, Any], name: str) -> Record:
    known = attributes_of(kind)
    if set(entry) - set(known) - set(ABOUT_RECORD):
        raise _newer(name)
    values = {}
    for attribute, value in entry.items():
        if attribute in known:
            rules = {**known[attribute].metadata, "required": False}  # a deleted name may be empty
            values[attribute] = CHECKS[rules["type"]](rules, rules["label"], value)
            if rules["type"] == "keys":  # two deleted names look alike, and both stay
                values[attribute] = tuple(value)
    return kind(
        id=_id(entry["id"]), version=_whole(entry["version"]), created_at=_moment(entry["created_at"]),
        changed_at=_moment(entry["changed_at"]), archived=_flag(entry["archived"]), exercise=_flag(entry["exercise"]),
        **values,
    )  # fmt: skip


def _change(entry: dict[str, Any], name: str) -> Change:
    row = Change(**(entry | {"at": _moment(entry["at"])}))
    for text in (row.id, row.record_id, row.writer_id):
        _id(text, empty=text == row.writer_id)
    if row.kind not in KINDS:
        raise _newer(name)
    _whole(row.number), _whole(row.version), _flag(row.redacted), _word(row.role), _word(row.action)
    known = {*attributes_of(KINDS[row.kind]), *replay.STATE}
    if set(row.changes) - known:
        raise _newer(name)
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in row.changes.values()):
        raise ValueError("not from and to")
    return row


def _name(entry: dict[str, Any]) -> Name:
    person = Name(**(entry | {"created_at": _moment(entry["created_at"])}))
    _id(person.id), _flag(person.erased)
    if not isinstance(person.name, str):
        raise TypeError("not a name")
    return person


def _id(value: Any, *, empty: bool = False) -> str:
    if not isinstance(value, str) or not (value or empty) or len(value) > LONGEST_ID or not value.isascii():
        raise ValueError("not an id")
    if not value.isprintable():
        raise ValueError("not an id")
    return value


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value.isascii() or not 0 < len(value) <= 20 or not value.isprintable():
        raise ValueError("not a word")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise ValueError("not a count")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither yes nor no")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment
