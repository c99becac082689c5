"""What phones see of a Zukunftswerkstatt right now, read once per change of the store and shared by all phones of the room."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, Generic, TypeVar

import sqlalchemy as sa

from workshop import stage
from workshop.reader import Reader
from workshop.records import Event, Scene
from workshop.store import Store
from workshop.tables import RECORDS

T = TypeVar("T")
#: What a phone shows: nothing yet, "look at the front", one of the three rounds, or the farewell.
WAITING, WATCHING, IDEAS, VOTING, QUESTION, OVER = "warten", "schauen", "ideen", "abstimmung", "frage", "ende"
ROUNDS: Final = frozenset({IDEAS, VOTING, QUESTION})
RUNNING, ENDED, HIDDEN, RELEASED = "laeuft", "beendet", "verborgen", "gezeigt"


@dataclass(frozen=True)
class Option:
    """Something to choose or to give dots to."""

    id: str
    label: str


@dataclass(frozen=True)
class Round:
    """What is going on in one event.

    Attributes
    ----------
    scene : Scene | None
        The one on stage, if any.
    screen : str
        What a phone shows, see above.
    options : tuple of Option
        To vote on or to answer with; empty for an open question.
    dots : int
        How many each person may give.
    field_ids : tuple of str
        The fields of action asked about; empty for all.
    """

    event: Event
    scene: Scene | None = None
    screen: str = WAITING
    options: tuple[Option, ...] = ()
    dots: int = 0
    field_ids: tuple[str, ...] = ()


def plain_code(typed: str) -> str:
    """Give a code as it is compared: people type small letters, spaces and dashes.

    Examples
    --------
    >>> plain_code(" k7m-4qx ")
    'K7M4QX'
    """
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def event_with(reader: Reader, code: str) -> Event | None:
    """Find the event that a code belongs to."""
    wanted = plain_code(code)
    return next((event for event in reader.find(Event) if wanted and plain_code(event.code) == wanted), None)


def now(reader: Reader, event: Event) -> Round:
    """Tell what is going on in an event."""
    if event.state != RUNNING:
        return Round(event, screen=OVER if event.state == ENDED else WAITING)
    at = stage.current(reader, event.id).scene_id
    known = reader.find(Scene, id=at) if at else []
    scene = known[0] if known and known[0].event_id == event.id else None
    if scene is None or scene.sort not in ROUNDS:
        return Round(event, scene, WATCHING)
    return Round(
        event, scene, scene.sort, options(reader, event, scene), dots_of(scene),
        tuple(_texts(scene.detail.get("field_ids"))),
    )  # fmt: skip


def dots_of(scene: Scene) -> int:
    """Tell how many dots a voting gives to each person; five where nobody decided."""
    found = scene.detail.get("dots")
    return max(1, int(found)) if isinstance(found, int | float) and not isinstance(found, bool) else 5


def options(reader: Reader, event: Event, scene: Scene) -> tuple[Option, ...]:
    """Give what a scene lets people choose from: what the host prepared, for a voting else all there is of its kind.

    What was hidden or archived meanwhile is not offered any more.
    """
    prepared = tuple(dict.fromkeys(_texts(scene.detail.get("options"))))
    if scene.sort != VOTING:
        return tuple(Option(text, text) for text in prepared)
    about = str(scene.detail.get("about") or "")
    known = _subjects(reader, event, about, prepared)
    if not prepared:
        return tuple(Option(i, label) for i, (label, shown) in known.items() if shown)
    offered = [(i, *known.get(i, (i, not ID.fullmatch(i)))) for i in prepared]
    return tuple(Option(i, label) for i, label, shown in offered if shown)


#: Something prepared that looks like this but is not known is a record of somewhere else, not a text to vote on.
ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: What can be voted on: the kind of record, its text, and how it is limited to this event.
SUBJECTS: Final = {
    "ideen": ("idea", "text"),
    "antworten": ("answer", "text"),
    "aussagen": ("statement", "title"),
    "felder": ("field", "title"),
}


def _subjects(reader: Reader, event: Event, about: str, prepared: tuple[str, ...]) -> dict[str, tuple[str, bool]]:
    """Give the text of what can be voted on and whether it may be shown, by id; only the prepared ones where there are any."""
    kind, text = SUBJECTS.get(about, SUBJECTS["ideen"])
    table = RECORDS[kind]
    shown: Any = table.c.archived.is_(False)
    if "state" in table.c:
        released = (RELEASED, "neu") if kind == "idea" and event.release_at_once else (RELEASED,)
        shown = sa.and_(shown, table.c.state.in_(released), table.c[text] != "")
    in_order = [sa.nulls_last(table.c.position)] if kind == "field" else []
    query = sa.select(table.c.id, table.c[text], shown).order_by(*in_order, table.c.created_at, table.c.id)
    if prepared:
        query = query.where(table.c.id.in_(prepared))
    elif kind == "statement":
        query = query.where(sa.or_(table.c.event_id == event.id, table.c.region_id == event.region_id))
    elif kind != "field":
        query = query.where(table.c.event_id == event.id, shown)
    return {row[0]: (row[1], bool(row[2])) for row in reader.connection.execute(query)}


def _texts(found: Any) -> Iterable[str]:
    return (text for text in found if isinstance(text, str) and text) if isinstance(found, list | tuple) else ()


@dataclass
class _Kept(Generic[T]):
    """What phones are told, as of a pulse; who holds ``turn`` asks the store for all."""

    told: tuple[Event, T]
    pulse: int
    asked: float
    turn: Lock = field(default_factory=Lock)


class Watch(Generic[T]):
    """Keeps what phones are told, by code, until anybody writes: fifty phones that ask every few seconds cost next to nothing.

    Parameters
    ----------
    store : Store
        Where it is read.
    make : callable
        Makes what phones are told about an event.
    fresh : float
        For so many seconds the store is not even asked whether anybody wrote.
    """

    def __init__(
        self, store: Store, make: Callable[[Reader, Event], T], fresh: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.store, self._make, self._fresh, self._clock = store, make, fresh, clock
        self._kept: dict[str, _Kept[T]] = {}

    def look(self, code: str) -> tuple[Event, T] | None:
        """Give the event of a code and what phones are told about it; nothing where no event has the code.

        One phone asks the store for all: who comes meanwhile gets at once what was told before, and the news with the next look.
        """
        wanted = plain_code(code)
        kept = self._kept.get(wanted)
        if kept is None:
            return self._first(wanted)
        if not self._is_fresh(kept) and kept.turn.acquire(blocking=False):
            try:
                if not self._again(wanted, kept):
                    return None
            finally:
                kept.turn.release()
        return kept.told

    def _first(self, wanted: str) -> tuple[Event, T] | None:
        asked = self._clock()
        with self.store.reading() as reader:
            event = event_with(reader, wanted)
            if event is None:  # not kept: there are more wrong codes than right ones
                return None
            kept = self._kept[wanted] = _Kept((event, self._make(reader, event)), reader.pulse(), asked)
        return kept.told

    def _again(self, wanted: str, kept: _Kept[T]) -> bool:
        """Ask the store whether anybody wrote, and if so, what is told now; false where the event is gone."""
        asked = self._clock()
        with self.store.reading() as reader:
            pulse = reader.pulse()
            if pulse != kept.pulse:
                event = event_with(reader, wanted)
                if event is None:
                    self._kept.pop(wanted, None)
                    return False
                kept.told, kept.pulse = (event, self._make(reader, event)), pulse
        kept.asked = asked
        return True

    def _is_fresh(self, kept: _Kept[T]) -> bool:
        return self._clock() - kept.asked < self._fresh

    def recent(self, code: str) -> tuple[Event, T] | None:
        """Give what :meth:`look` would give without asking the store; nothing where it would have to ask."""
        kept = self._kept.get(plain_code(code))
        return kept.told if kept and (self._is_fresh(kept) or kept.turn.locked()) else None

    def event(self, code: str) -> Event | None:
        """Give the event of a code as it was last seen; who writes checks its state again in the transaction."""
        kept = self._kept.get(plain_code(code))
        found = None if kept else self.look(code)
        return kept.told[0] if kept else found[0] if found else None
