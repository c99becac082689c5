"""The Übungsplan: an invented plan to try everything out, clearly marked, added and removed in one go.

What it says stands in ``exercise.toml``. Regions are named there by rule ("region1", "amt1", "ort1", "kreis") and handed in, dates count
from today, and the figures behind statements and targets are handed in by who may read figures.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from workshop import events, roles
from workshop.desk import Desk
from workshop.errors import InvalidError
from workshop.reader import Reader
from workshop.records import (
    KINDS,
    ActionField,
    Answer,
    Event,
    Goal,
    Idea,
    Measure,
    Opinion,
    Participant,
    Record,
    Scene,
    Statement,
    Step,
    Vote,
    attributes_of,
)
from workshop.roles import Role
from workshop.store import new_id

NAMED: Final = re.compile(r"\{(\w+)\}")
FILE: Final = Path(__file__).with_suffix(".toml")
Figure = Callable[[str, str, bool], dict[str, Any]]
"""Gives the receipt of an indicator in a region – the newest, or the first one there is – or nothing where there is no figure."""
ORDER: Final = ("field", "actor", "event", "scene", "idea", "statement", "opinion", "goal", "measure", "step")
OWN_WORDS: Final = frozenset({"key", "target_shift", "receipt", "dots"})
#: Attributes that name another record of the plan.
REFERENCES: Final = frozenset({
    "field_id", "goal_id", "measure_id", "statement_id", "event_id", "scene_id", "responsible_id",
    "partner_ids", "statement_ids", "idea_ids", "field_ids",
})  # fmt: skip
PLACES: Final = frozenset({"region_id", "region_ids", "target_region_id", "benchmark_id"})
#: What is removed with what it belongs to, whoever added it.
BELONGING: Final[tuple[tuple[type[Record], str, type[Record]], ...]] = (
    (Step, "measure_id", Measure), (Opinion, "statement_id", Statement), (Goal, "field_id", ActionField),
    (Scene, "event_id", Event), (Participant, "event_id", Event), (Idea, "event_id", Event),
    (Vote, "event_id", Event), (Answer, "event_id", Event),
)  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Where the exercise takes place.

    Attributes
    ----------
    ids : mapping
        "kreis", "region1" …, "amt1" …, "ort1" … → region id; what is missing falls back to "kreis".
    names : mapping
        Names of the same, for texts.
    """

    ids: Mapping[str, str]
    names: Mapping[str, str]

    def place(self, word: str) -> str:
        """Give the region that a word stands for."""
        return self.ids.get(word) or self.ids["kreis"]

    def fill(self, text: str) -> str:
        """Put names into a text."""
        return NAMED.sub(lambda found: self.names.get(found.group(1)) or self.names["kreis"], text)


@dataclass
class _Seed:
    """One seeding: the words of the file become records."""

    desk: Desk
    places: Places
    figure: Figure
    today: date
    ids: dict[str, str] = field(default_factory=dict)

    def values(self, kind: type[Record], entry: Mapping[str, Any]) -> dict[str, Any]:
        """Give an entry's attributes as they are stored."""
        sorts = {name: attribute.metadata["type"] for name, attribute in attributes_of(kind).items()}
        return {n: self._value(n, sorts[n], value) for n, value in entry.items() if n not in OWN_WORDS}

    def _value(self, name: str, sort: str, value: Any) -> Any:
        if sort == "day":
            return self.today + timedelta(days=value)
        if sort == "text":
            return self.places.fill(value)
        if sort == "detail":
            return {n: self._word(n, v) for n, v in value.items()}
        if sort == "details":
            return tuple(link | {"ref": self.ids[link["ref"]]} for link in value)
        return self._word(name, value)

    def _word(self, name: str, value: Any) -> Any:
        """Put ids for the words that stand for records and regions."""
        if isinstance(value, list):
            return [self._word(name, one) for one in value]
        if name in PLACES:
            return self.places.place(value)
        return self.ids[value] if name in REFERENCES or (name == "options" and value in self.ids) else value

    def figures(self, kind: type[Record], entry: Mapping[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        """Give the figure behind a statement, or a measure's target; without a figure there is no target."""
        if kind is Statement and "receipt" in entry:
            asked = entry["receipt"]
            return {"receipt": self.figure(asked["indicator"], values["region_id"], bool(asked.get("first")))}
        if kind is not Measure or "indicator_id" not in entry:
            return {}
        receipt = self.figure(entry["indicator_id"], values["target_region_id"], False)
        if receipt.get("value") is None:
            return {"indicator_id": "", "target_region_id": "", "target_on": None}
        return {"baseline": receipt, "target_value": round(receipt["value"] + entry["target_shift"], 1)}

    def add(self, kind: type[Record], entry: Mapping[str, Any]) -> Record:
        """Store one entry."""
        values = self.values(kind, entry)
        values |= self.figures(kind, entry, values)
        if kind is Event:
            values["code"] = events.new_code({known.code for known in self.desk.find(Event, archived=True)})
        self.desk.now += timedelta(microseconds=1)  # records are listed by age: in the file's order
        return self.desk.add(kind(**values, id=self.ids.get(entry.get("key", ""), ""), exercise=True))


@cache
def _plan() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def seed(desk: Desk, places: Places, figure: Figure, today: date) -> int:
    """Add the exercise; give how many records it has.

    Raises
    ------
    NotAllowedError
        The writer is neither Moderation nor Verwaltung.
    InvalidError
        There already is one.
    """
    roles.need(desk.writer, Role.MODERATION, "Übungsplan anlegen")
    if there(desk):
        raise InvalidError("Übungsplan", "ist schon da", "Bitte erst „Übung entfernen“ drücken.")
    plan = _plan()
    made = _Seed(desk, places, figure, today)
    made.ids.update({entry["key"]: new_id() for kind in ORDER for entry in plan[kind] if "key" in entry})
    count = 0
    for name in ORDER:
        for entry in plan[name]:
            made.add(KINDS[name], _shown(entry, plan, today) if name == "scene" else entry)
            count += 1
    return count + sum(1 for _ in _crowd(made, plan))


def _shown(scene: Mapping[str, Any], plan: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Note for the scenes of the past evening when the room saw them."""
    event = next(e for e in plan["event"] if e["key"] == scene["event_id"])
    if event["state"] != events.FINISHED:
        return dict(scene)
    evening = datetime.combine(today + timedelta(days=event["held_on"]), time(17), UTC)
    shown = evening + timedelta(minutes=15 * scene["position"])
    return dict(scene) | {"detail": scene["detail"] | {events.SHOWN_AT: shown.isoformat(timespec="seconds")}}


def _crowd(made: _Seed, plan: Mapping[str, Any]) -> Iterator[Record]:
    """Let the phones and tables of the past evening vote and answer, taking turns."""
    crowd, desk = plan["crowd"], made.desk
    event_id = made.ids[crowd["event"]]
    people: list[str] = []
    for number in range(crowd["phones"] + crowd["tables"]):
        channel = "telefon" if number < crowd["phones"] else "papier"
        joined = desk.add(Participant(event_id=event_id, token_hash=new_id(), channel=channel, exercise=True))
        people.append(joined.id)
        yield joined
    turn = cycle(people)
    for idea in plan["idea"]:
        for _ in range(idea["dots"]):
            yield desk.add(Vote(
                event_id=event_id, scene_id=made.ids[crowd["votes"]], participant_id=next(turn),
                target_id=made.ids[idea["key"]], dots=1, exercise=True,
            ))  # fmt: skip
    for choice, count in crowd["answers"].items():
        for _ in range(count):
            yield desk.add(Answer(
                event_id=event_id, scene_id=made.ids[crowd["question"]], participant_id=next(turn),
                choice=choice, exercise=True,
            ))  # fmt: skip


def there(reader: Reader) -> bool:
    """Tell whether any entry of the exercise is there, outside the archive."""
    return any(reader.find(kind, exercise=True) for kind in KINDS.values())


def remove(desk: Desk) -> int:
    """Put the exercise aside, with everything that belongs to its events, measures and statements; give how many records went.

    What people wrote besides it stays; a measure of theirs in an invented field of action then has a field in the archive.

    Raises
    ------
    NotAllowedError
        The writer is neither Moderation nor Verwaltung.
    """
    roles.need(desk.writer, Role.MODERATION, "Übung entfernen")
    gone: dict[str, Record] = {r.id: r for kind in KINDS.values() for r in desk.find(kind, exercise=True)}
    for kind, name, owner in BELONGING:
        owners = {r.id for r in gone.values() if isinstance(r, owner)}
        gone |= {r.id: r for r in desk.find(kind) if getattr(r, name) in owners}
    for record in gone.values():
        desk.archive(type(record), record.id, record.version)
    return len(gone)
