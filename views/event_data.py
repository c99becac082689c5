"""One evening as everybody who looks at it sees it: read once per change of the store, shared by stage, host and pages."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from views import workshop_data
from workshop import events, round_state, stage
from workshop.reader import Reader
from workshop.records import ActionField, Answer, Event, Idea, Participant, Scene, Statement, Vote
from workshop.stage import Stage

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


class _Kept:
    """The evenings read at one pulse of the store."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: dict[tuple[str, str], tuple[int, Evening | None]] = {}


_kept = _Kept()


def evening(event_id: str) -> Evening | None:
    """Give an evening as it stands now; nothing where there is no such event, or it is archived."""
    store, key = workshop_data.store(), (workshop_data.address(), event_id)
    with store.reading() as reader:
        pulse = reader.pulse()
        with _kept.lock:
            if key in _kept.known and _kept.known[key][0] == pulse:
                return _kept.known[key][1]
        found = _read(reader, event_id)
    with _kept.lock:
        if key not in _kept.known or _kept.known[key][0] < pulse:
            _kept.known.pop(key, None)
            _kept.known[key] = (pulse, found)
            while len(_kept.known) > KEPT:
                _kept.known.pop(next(iter(_kept.known)))
    return found


def _read(reader: Reader, event_id: str) -> Evening | None:
    known = reader.find(Event, id=event_id)
    if not known:
        return None
    event, scenes = known[0], tuple(events.scenes_of(reader, event_id))
    people = reader.find(Participant, event_id=event_id)
    return Evening(
        event, scenes, tuple(reader.find(Idea, event_id=event_id)),
        tuple(reader.find(Vote, event_id=event_id)), tuple(reader.find(Answer, event_id=event_id)),
        sum(p.channel == "telefon" for p in people), frozenset(p.id for p in people if p.channel == "papier"),
        stage.current(reader, event_id),
        tuple(sorted(reader.find(ActionField), key=lambda f: (f.position is None, f.position or 0.0, f.title))),
        {s.id: _options(reader, event, s) for s in scenes if s.sort == round_state.VOTING},
        tuple(s for s in reader.find(Statement) if event.id == s.event_id or event.region_id == s.region_id),
    )  # fmt: skip


def _options(reader: Reader, event: Event, scene: Scene) -> dict[str, str]:
    return {option.id: option.label for option in round_state.options(reader, event, scene)}
