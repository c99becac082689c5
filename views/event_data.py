"""One evening as everybody who looks at it sees it: read once per change of the store, shared by stage, host and pages."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar, cast

from views import workshop_data
from workshop import events, round_state, stage
from workshop.reader import Reader
from workshop.records import ActionField, Answer, Event, Idea, Participant, Record, Scene, Statement, Vote
from workshop.stage import Stage

R = TypeVar("R", bound=Record)
KEPT: Final = 20
WITHOUT_FIELD: Final = "Ohne Handlungsfeld"


@dataclass(frozen=True)
class Evening:
    """An event with all that belongs to it, at one moment."""

    event: Event
    scenes: tuple[Scene, ...]
    ideas: tuple[Idea, ...]
    votes: tuple[Vote, ...]
    answers: tuple[Answer, ...]
    phones: int
    posters: frozenset[str]
    stage: Stage
    fields: tuple[ActionField, ...]
    options: Mapping[str, Mapping[str, str]]
    statements: tuple[Statement, ...]

    def scene(self, scene_id: str) -> Scene | None:
        """Give a scene of the agenda."""
        return next((scene for scene in self.scenes if scene.id == scene_id), None)

    @property
    def current(self) -> Scene | None:
        """The scene on stage."""
        return self.scene(self.stage.scene_id)

    def beside(self, by: int) -> Scene | None:
        """Give the next scene (1) or the one before (−1); before anything was shown, the first one is next."""
        at = self.number(self.stage.scene_id) - 1 + by
        return self.scenes[at] if 0 <= at < len(self.scenes) else None

    def number(self, scene_id: str) -> int:
        """Give a scene's place in the agenda, from 1; 0 where it has none."""
        return next((at for at, scene in enumerate(self.scenes, 1) if scene.id == scene_id), 0)

    @cached_property
    def shown_ideas(self) -> tuple[Idea, ...]:
        """The ideas that the room may see."""
        return tuple(idea for idea in self.ideas if events.is_shown(self.event, idea))

    def ideas_of(self, scene: Scene) -> tuple[Idea, ...]:
        """Give the released ideas of one round; those that came in without a round belong to all."""
        return tuple(idea for idea in self.shown_ideas if idea.scene_id in (scene.id, ""))

    def answers_to(self, scene: Scene) -> tuple[Answer, ...]:
        """Give all answers to a question, released or not."""
        return tuple(answer for answer in self.answers if answer.scene_id == scene.id)

    def votes_in(self, scene: Scene) -> tuple[Vote, ...]:
        """Give the dots of one voting."""
        return tuple(vote for vote in self.votes if vote.scene_id == scene.id)

    def voters(self, scene: Scene | None = None) -> tuple[int, int]:
        """Count the people who gave dots, and the posters that were counted: in one voting, or in all of them."""
        return events.voters(self.votes if scene is None else self.votes_in(scene), self.posters)

    def field_name(self, field_id: str) -> str:
        """Name a field of action."""
        return next((one.title for one in self.fields if one.id == field_id), WITHOUT_FIELD)

    def targets(self, scene: Scene) -> Mapping[str, str]:
        """Give what a voting is about: words by id, exactly what the phones offer."""
        return self.options.get(scene.id, {})


#: What pours in during an evening: kept from one look to the next, only what was written since is read again.
POURING: Final[tuple[type[Record], ...]] = (Idea, Vote, Answer, Participant)


class _Kept:
    """One evening as it was last read, and the records it is made of."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pulse = -1
        self.evening: Evening | None = None
        self.known: dict[type[Record], dict[str, Record]] = {}

    def at(self, reader: Reader, event_id: str) -> Evening | None:
        """Give the evening as the reader sees it."""
        with self.lock:
            pulse = reader.pulse()
            if pulse > self.pulse:
                self._follow(reader, event_id)
                self.evening, self.pulse = self._made(reader, event_id), pulse
            return self.evening

    def _follow(self, reader: Reader, event_id: str) -> None:
        if self.pulse < 0:
            self.known = {kind: {r.id: r for r in reader.find(kind, event_id=event_id)} for kind in POURING}
            return
        written = reader.changed_since(self.pulse)
        for kind in POURING:
            for record in reader.some(kind, written.get(kind.KIND, ())) if kind.KIND in written else ():
                self.known[kind].pop(record.id, None)
                if getattr(record, "event_id", "") == event_id and not record.archived:
                    self.known[kind][record.id] = record

    def _all(self, kind: type[R]) -> tuple[R, ...]:
        """Give the records of a kind, oldest first."""
        return tuple(sorted(cast("dict[str, R]", self.known[kind]).values(), key=lambda r: (str(r.created_at), r.id)))

    def _made(self, reader: Reader, event_id: str) -> Evening | None:
        known = reader.find(Event, id=event_id)
        if not known:
            return None
        event, scenes, people = known[0], tuple(events.scenes_of(reader, event_id)), self._all(Participant)
        return Evening(
            event, scenes, self._all(Idea), self._all(Vote), self._all(Answer),
            sum(p.channel == "telefon" for p in people), frozenset(p.id for p in people if p.channel == "papier"),
            stage.current(reader, event_id),
            tuple(sorted(reader.find(ActionField), key=lambda f: (f.position is None, f.position or 0.0, f.title))),
            {s.id: _options(reader, event, s) for s in scenes if s.sort == round_state.VOTING},
            tuple(s for s in reader.find(Statement) if event.id == s.event_id or event.region_id == s.region_id),
        )  # fmt: skip


_kept: dict[tuple[str, str], _Kept] = {}


def evening(event_id: str) -> Evening | None:
    """Give an evening as it stands now; nothing where there is no such event, or it is archived."""
    key = (workshop_data.address(), event_id)
    kept = _kept.setdefault(key, _Kept())
    while len(_kept) > KEPT:
        _kept.pop(next(iter(_kept)), None)
    with workshop_data.store().reading() as reader:
        return kept.at(reader, event_id)


def _options(reader: Reader, event: Event, scene: Scene) -> dict[str, str]:
    return {option.id: option.label for option in round_state.options(reader, event, scene)}
