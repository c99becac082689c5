"""The store of what people write, opened once and read once per change: all sessions share what was read."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any, Final, TypeVar

import streamlit as st

from workshop.reader import Change, Reader
from workshop.records import ActionField, Event, Measure, Record, Statement
from workshop.store import Store

R = TypeVar("R", bound=Record)
ROOT: Final = Path(__file__).parent.parent
#: Where the store is: a file's path or a database URL.
SETTING: Final = "KOMMUNALPROFIL_WERKSTATT"
DEFAULT: Final = ROOT / "werkstatt" / "werkstatt.sqlite"


def address() -> str:
    """Tell where the store is."""
    return os.environ.get(SETTING, "") or str(DEFAULT)


@st.cache_resource(show_spinner=False)
def _opened(where: str) -> tuple[Store, _Kept]:
    return Store.open(where), _Kept()


def store() -> Store:
    """Give the open store."""
    return _opened(address())[0]


class _Kept:
    """What was read at one pulse; thrown away as soon as anybody writes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pulse = -1
        self.known: dict[Any, Any] = {}

    def get(self, key: Any, reader: Reader, read: Any) -> Any:
        pulse = reader.pulse()
        with self.lock:
            if pulse == self.pulse and key in self.known:
                return self.known[key]
        found = read()
        with self.lock:
            if pulse > self.pulse:
                self.pulse, self.known = pulse, {}
            if pulse == self.pulse:
                self.known[key] = found
        return found


def all_of(kind: type[R], *, archived: bool = False) -> list[R]:
    """Give all records of a kind, oldest first; with those in the archive only when asked for. The list must not be changed."""
    own, kept = _opened(address())
    with own.reading() as reader:
        found: list[R] = kept.get((kind, archived), reader, lambda: reader.find(kind, archived=archived))
        return found


def by_id(kind: type[R], record_id: str) -> R | None:
    """Give one record, archived or not; nothing where there is none."""
    own, kept = _opened(address())
    with own.reading() as reader:
        known: dict[str, R] = kept.get(
            (kind, "by id"), reader, lambda: {r.id: r for r in reader.find(kind, archived=True)}
        )
        return known.get(record_id)


def history(*kinds: str, record_id: str = "", newest: int | None = None) -> list[Change]:
    """Give the history, oldest first: of some kinds (all if none is named), of one record, the newest rows only."""
    own, kept = _opened(address())
    with own.reading() as reader:
        found: list[Change] = kept.get(
            ("history", kinds, record_id, newest), reader,
            lambda: reader.history(record_id=record_id, kinds=kinds, newest=newest),
        )  # fmt: skip
        return found


def writer_names() -> dict[str, str]:
    """Give the names of everybody who wrote, by id."""
    own, kept = _opened(address())
    with own.reading() as reader:
        names: dict[str, str] = kept.get("names", reader, reader.names)
        return names


def exercise_shown() -> bool:
    """Tell whether any entry of the Übungsplan is there."""
    return any(record.exercise for kind in (Measure, Event, Statement, ActionField) for record in all_of(kind))
