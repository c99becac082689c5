"""The one file: holds everything but secrets, is the same for the same store, and is refused in German when it is not whole."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from workshop import exchange, exercise, logins, merge, replay
from workshop.errors import FileError, NotAllowedError
from workshop.records import Measure, Snapshot
from workshop.roles import Role, Writer
from workshop.store import Store
from workshop.tables import ABOUT, CODE, LOGIN, METADATA, PERSON

HEAD = Writer("h", "Amt", Role.VERWALTUNG)
AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
PLACES = exercise.Places({"kreis": "k"}, {"kreis": "Kreis"})


def fill(store) -> None:
    """A store after an evening: the whole exercise, somebody signed in, something changed and put aside."""
    with store.writing(HEAD) as desk:
        exercise.seed(desk, PLACES, lambda *_: {}, date(2026, 5, 1))
        desk.add(Snapshot(code="ABC", title="Stand", content={"a": [1, None, {"b": 0.1}]}))
        code = logins.make_code(desk, Role.MODERATION, "Tisch", timedelta(hours=1))
    writer = logins.writer_with(store, logins.sign_in(store, code, "Frau Beispiel"))
    with store.writing(writer) as desk:
        measure = desk.find(Measure)[0]
        desk.change(Measure, measure.id, 1, {"title": "anders", "budget": 1_234.56})
    with store.writing(writer) as desk:
        desk.archive(Measure, measure.id, 2)
    logins.writer_of_service(store, "jemand@example", "Herr Muster", Role.VERWALTUNG)


def file_of(store, at=AT) -> bytes:
    with store.reading() as reader:
        return exchange.write(reader, at)


def tables_of(store, *without) -> dict:
    """Give everything that stands in a store."""
    with store.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table)).all()))
            for table in METADATA.sorted_tables
            if table not in without
        }


@pytest.fixture(scope="module")
def full(sqlite_template, fast_folder):
    """A full store that these tests only read."""
    store = Store.open(str(shutil.copyfile(sqlite_template, fast_folder / "voll.sqlite")))
    fill(store)
    yield store
    store.close()


def test_an_empty_store_restores_everything(full, new_store):
    data = file_of(full)
    for kind in ("sqlite", "postgresql"):
        fresh = new_store(kind)
        with fresh.writing(HEAD) as desk:
            plan = merge.plan(desk, exchange.read(data, "a.werkstatt"))
            report = merge.apply(desk, plan, {})
        assert report.added == len(plan.content.records) > 100 and not plan.conflicts
        secrets = (PERSON, CODE, LOGIN, ABOUT)
        assert tables_of(fresh, *secrets) == tables_of(full, *secrets)
        with fresh.reading() as reader, full.reading() as first:
            assert reader.names() == first.names() != {}
            assert reader.pulse() == first.pulse()
            assert replay.check(reader) == []
        assert tables_of(fresh)["code"] == tables_of(fresh)["login"] == []
        assert fresh.store_id != full.store_id


def test_the_file_is_the_same_for_the_same_store_and_moment(full, new_store):
    assert file_of(full) == file_of(full) != file_of(full, AT + timedelta(seconds=1))
    document = json.loads(gzip.decompress(file_of(full)))
    assert document["store_id"] == full.store_id
    assert document["written_at"] == "2026-05-01T12:00:00+00:00"
    assert set(document) == exchange.PARTS


def test_nobody_signs_in_with_what_the_file_holds(full):
    text = gzip.decompress(file_of(full)).decode()
    with full.engine.connect() as connection:
        hidden = [
            *connection.execute(sa.select(CODE.c.code_hash)).scalars(),
            *connection.execute(sa.select(LOGIN.c.token_hash)).scalars(),
            *filter(None, connection.execute(sa.select(PERSON.c.subject)).scalars()),
            full.about("secret"),
        ]
    assert len(hidden) == 4
    assert not [secret for secret in hidden if secret in text]
    assert "Frau Beispiel" in text


def test_who_comes_with_a_file_has_no_rights(full, new_store):
    fresh = new_store()
    with fresh.reading() as reader:
        plan = merge.plan(reader, exchange.read(file_of(full), "a.werkstatt"))
    with fresh.writing(HEAD) as desk:
        merge.apply(desk, plan, {})
    with fresh.reading() as reader:
        assert {person.role for person in logins.people(reader)} == {Role.GAST}
    assert logins.writer_of_service(fresh, "jemand@example", "Herr Muster", Role.GAST).role is Role.GAST


def edited(data: bytes, edit) -> bytes:
    document = json.loads(gzip.decompress(data))
    edit(document)
    return gzip.compress(json.dumps(document).encode())


def measure(document) -> dict:
    return document["records"]["measure"][0]


DAMAGES = {
    "cut off": lambda data: data[: len(data) // 2],
    "one byte": lambda data: data[:500] + bytes([data[500] ^ 1]) + data[501:],
    "no JSON": lambda data: gzip.compress(b"{"),
    "not UTF-8": lambda data: gzip.compress(b"\xff\xfe{}"),
    "very deep": lambda data: gzip.compress(b"[" * 100_000),
    "long number": lambda data: gzip.compress(b'{"format": ' + b"9" * 5_000 + b"}"),
    "a value was edited": lambda data: edited(data, lambda d: measure(d).update(title="gefälscht")),
    "history is missing": lambda data: edited(data, lambda d: d["history"].pop()),
    "a record is missing": lambda data: edited(data, lambda d: d["records"]["measure"].pop()),
    "a record twice": lambda data: edited(data, lambda d: d["records"]["measure"].append(measure(d))),
    "a row twice": lambda data: edited(data, lambda d: d["history"].append(d["history"][0])),
    "no id": lambda data: edited(data, lambda d: measure(d).update(id="")),
    "a strange id": lambda data: edited(data, lambda d: measure(d).update(id="x" * 99)),
    "a number as text": lambda data: edited(data, lambda d: measure(d).update(version="1")),
    "no version": lambda data: edited(data, lambda d: measure(d).pop("version")),
    "no zone": lambda data: edited(data, lambda d: d.update(written_at="2026-05-01")),
    "records as list": lambda data: edited(data, lambda d: d.update(records=[])),
    "changes as list": lambda data: edited(data, lambda d: d["history"][0].update(changes=[])),
    "not a number": lambda data: edited(data, lambda d: measure(d).update(budget=float("nan"))),
    "another status": lambda data: edited(data, lambda d: measure(d).update(status="x")),
    "people as numbers": lambda data: edited(data, lambda d: d.update(people=[1])),
}  # fmt: skip
FOREIGN = {
    "empty": b"",
    "a letter": b"Sehr geehrte Damen und Herren",
    "a workbook": b"PK\x03\x04" + b"\0" * 100,
    "other JSON": gzip.compress(b'{"format": "x"}'),
    "a list": gzip.compress(b"[]"),
}
NEWER = {
    "version": lambda d: d.update(version=exchange.VERSION + 1),
    "kind": lambda d: d["records"].update(wish=[]),
    "attribute": lambda d: measure(d).update(colour="x"),
    "history": lambda d: d["history"][0]["changes"].update(colour=[None, "x"]),
    "part": lambda d: d.update(pictures=[]),
}


def refused(data: bytes) -> str:
    """Give what is said about a file."""
    with pytest.raises(FileError) as caught:
        exchange.read(data, "Süd-Ost.werkstatt")
    assert str(caught.value).startswith("Datei „Süd-Ost.werkstatt“: ")
    return str(caught.value)


def test_a_file_that_is_not_whole_is_refused(full):
    data = file_of(full)
    for name, damage in DAMAGES.items():
        assert "beschädigt" in refused(damage(data)) and "Bitte" in refused(damage(data)), name
    for name, other in FOREIGN.items():
        assert "keine Sicherung" in refused(other) and ".werkstatt" in refused(other), name
    for name, edit in NEWER.items():
        assert "neueren Version" in refused(edited(data, edit)), name


def test_a_file_without_a_later_attribute_is_read(full):
    data = edited(file_of(full), lambda d: [entry.pop("note") for entry in d["records"]["actor"] if not entry["note"]])
    assert exchange.read(data, "a").records == exchange.read(file_of(full), "a").records


def test_a_file_that_grows_without_end_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(exchange, "LARGEST", 5_000_000)
    bomb = gzip.compress(b"0" * 20_000_000)
    assert len(bomb) < 100_000
    assert "5 Megabyte" in refused(bomb)


def test_only_the_administration_brings_files_in(full, new_store):
    fresh = new_store()
    with fresh.reading() as reader:
        plan = merge.plan(reader, exchange.read(file_of(full), "a.werkstatt"))
    for role in (Role.GAST, Role.MITWIRKENDE, Role.MODERATION):
        with pytest.raises(NotAllowedError, match="Verwaltung"), fresh.writing(replace(HEAD, role=role)) as desk:
            merge.apply(desk, plan, {})
    assert fresh.pulse() == 0
