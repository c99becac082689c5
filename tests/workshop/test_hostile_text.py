"""Whatever people type comes back as they typed it: from both databases, from the history, and from the one file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workshop.samples import HOSTILE, filled
from workshop import exchange, merge, replay
from workshop.attributes import LONGEST_TEXT
from workshop.columns import Plain, from_stored, to_stored
from workshop.errors import InvalidError, UnknownRecordError
from workshop.records import KINDS, Actor, Event, Measure, Statement
from workshop.roles import Role, Writer

HEAD = Writer("h", "Amt", Role.VERWALTUNG)
AT = datetime(2026, 5, 1, tzinfo=UTC)
ANY_TEXT = st.text(st.characters(exclude_categories=()))
WRONG = {
    "text": [3, None, "x" * (LONGEST_TEXT + 1)],
    "key": [3, None, "x" * (LONGEST_TEXT + 1)],
    "choice": ["x", "", None, [], {}, 3, "x" * 9_000],
    "keys": ["x", [3], None, ["x" * (LONGEST_TEXT + 1)], [str(n) for n in range(3_000)]],
    "day": ["gestern", "2026-13-01", 3, AT],
    "number": ["3", float("nan"), float("inf"), True, 10**13],
    "flag": ["ja", 1, None],
    "detail": [[], "x", {"a": object()}, {"a": float("nan")}, {"a": b"x"}, None],
    "details": ["x", ["x"], [{"a": object()}], None],
}


def write_everything(store) -> dict:
    """Store every hostile text in every attribute of every kind, first as a new record, then as a change."""
    typed = {}
    with store.writing(HEAD) as desk:
        for kind in KINDS.values():
            for name, text in HOSTILE.items():
                made = desk.add(filled(kind, text, id=f"{kind.KIND}-{list(HOSTILE).index(name)}"))
                typed[kind, made.id] = filled(kind, text)
                if kind in {Measure, Event}:  # between them they have every sort of attribute
                    before = desk.add(filled(kind, "vorher"))
                    own = {n: getattr(typed[kind, made.id], n) for n in replay.values_of(made) if n not in replay.STATE}
                    typed[kind, before.id] = filled(kind, text)
                    desk.change(kind, before.id, 1, own)
    return typed


def check(reader, typed) -> None:
    """Hold every record and its history against what was typed."""
    assert replay.check(reader) == []
    rows = replay.by_record(reader.history())
    for (kind, record_id), wanted in typed.items():
        record = reader.get(kind, record_id)
        own = {name: getattr(wanted, name) for name in replay.values_of(wanted) if name not in replay.STATE}
        assert record == replace(record, **own)
        assert replay.state_after(kind, rows[kind.KIND, record_id]) == replay.values_of(wanted)


@pytest.mark.parametrize("there", [("sqlite", "postgresql"), ("postgresql", "sqlite")], ids=" to ".join)
def test_texts_come_back_as_typed(stores, there):
    first, second = (stores[kind] for kind in there)
    typed = write_everything(first)
    with first.reading() as reader:
        check(reader, typed)
        for text in HOSTILE.values():
            assert reader.find(Statement, region_id=text), "what was typed is found by it"
        data = exchange.write(reader, AT)
    with second.writing(HEAD) as desk:
        merge.apply(desk, merge.plan(desk, exchange.read(data, "a.werkstatt")), {})
    with second.reading() as reader:
        check(reader, typed)
        again = exchange.read(exchange.write(reader, AT), "b.werkstatt")
    assert again.records == exchange.read(data, "a.werkstatt").records


@given(ANY_TEXT)
def test_any_text_is_kept_by_any_database(text):
    stored = to_stored(text)
    assert from_stored(stored) == text
    assert "\0" not in stored
    assert stored.encode().decode() == stored


@settings(max_examples=40)
@given(
    st.recursive(
        ANY_TEXT | st.none() | st.booleans() | st.integers(-(2**60), 2**60),
        lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
    )
)
def test_any_structure_is_kept_by_any_database(value):
    column = Plain()
    stored = column.process_bind_param({"a": value}, None)
    assert column.process_result_value(stored, None) == {"a": value}
    assert stored is not None and "\0" not in stored and stored.encode()


@given(ANY_TEXT)
def test_any_text_survives_the_file(text):
    written = json.dumps(exchange._each_text({text: [text]}, to_stored), ensure_ascii=False).encode()
    assert exchange._each_text(json.loads(written), from_stored) == {text: [text]}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_asking_for_a_strange_id_finds_nothing(any_store, text):
    with any_store.reading() as reader:
        with pytest.raises(UnknownRecordError):
            reader.get(Measure, text)
        assert reader.history(record_id=text) == []


@pytest.mark.parametrize("strange", [t for t in HOSTILE.values() if t != "a"], ids=[n for n in HOSTILE if n != "a"])
def test_nobody_chooses_a_strange_id(store, strange):
    with pytest.raises(InvalidError, match="Kennung"), store.writing(HEAD) as desk:
        desk.add(Actor(id=strange, name="x"))


def test_what_does_not_fit_is_refused_in_german_and_not_stored(store):
    for kind in KINDS.values():
        good = filled(kind, "Text")
        for name, field in kind.__dataclass_fields__.items():
            for wrong in WRONG.get(field.metadata.get("type", ""), []):
                with pytest.raises(InvalidError) as caught, store.writing(HEAD) as desk:
                    desk.add(replace(good, **{name: wrong}))
                assert str(caught.value).startswith(f"{field.metadata['label']}: ") and len(str(caught.value)) < 500
    assert store.pulse() == 0
