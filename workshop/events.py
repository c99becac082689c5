"""An evening: its code, the agenda with its scenes, what came in and how it counts, and what is made of it.

>>> from workshop.records import Vote
>>> votes = [Vote(event_id="e", scene_id="s", participant_id=p, target_id=t, dots=d) for p, t, d in (("a", "x", 2), ("b", "y", 1), ("b", "x", 1))]
>>> [(count.target_id, count.dots, count.people) for count in tally(votes)]
[('x', 3, 2), ('y', 1, 1)]
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from workshop import stage
from workshop.desk import Desk
from workshop.errors import InvalidError
from workshop.reader import Reader
from workshop.records import Answer, Event, Idea, Measure, Scene, Statement, Vote
from workshop.roles import Role, need

LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ3479"
"""No vowels, so that no word comes out, and nothing that looks like something else from the back of a hall."""
CODE_LENGTH: Final = 5
PREPARED, RUNNING, FINISHED = "vorbereitet", "laeuft", "beendet"
NEW, SHOWN, HIDDEN = "neu", "gezeigt", "verborgen"
SHOWN_AT: Final = "gezeigt_um"
"""Where a scene's content notes when the room saw it first; for the record of the evening."""
COVERED: Final = "verdeckt"
"""Where a voting notes that its dots stay covered until the host uncovers them."""


# -- the event ---------------------------------------------------------------------------------------------------------


def new_code(taken: Collection[str], pick: Callable[[str], str] = secrets.choice) -> str:
    """Make a code that no event has yet.

    Examples
    --------
    >>> len(new_code(())), set(new_code(())) <= set(LETTERS)
    (5, True)
    """
    while True:
        code = "".join(pick(LETTERS) for _ in range(CODE_LENGTH))
        if code not in taken:
            return code


def prepare(desk: Desk, event: Event) -> Event:
    """Store a new event with a code of its own."""
    taken = {known.code for known in desk.find(Event, archived=True)}
    return desk.add(replace(event, code=new_code(taken)))


def begin(desk: Desk, event_id: str) -> Event:
    """Let the evening begin: from now on phones may join, and the record notes which scenes were shown."""
    return _set(desk, event_id, state=RUNNING)


def finish(desk: Desk, event_id: str, record_note: str | None = None) -> Event:
    """End the evening: phones hand in nothing more."""
    return _set(desk, event_id, state=FINISHED, **({} if record_note is None else {"record_note": record_note}))


def _set(desk: Desk, event_id: str, **values: Any) -> Event:
    event = desk.get(Event, event_id)
    return desk.change(Event, event.id, event.version, values)


# -- the agenda --------------------------------------------------------------------------------------------------------


def in_order(scenes: Iterable[Scene]) -> list[Scene]:
    """Order scenes as they come in the evening."""
    return sorted(scenes, key=lambda scene: (scene.position is None, scene.position or 0.0, scene.id))


def scenes_of(reader: Reader, event_id: str) -> list[Scene]:
    """Give the agenda of an event."""
    return in_order(reader.find(Scene, event_id=event_id))


def add_scene(desk: Desk, scene: Scene) -> Scene:
    """Put a scene at the end of the agenda."""
    last = max((s.position or 0.0 for s in desk.find(Scene, event_id=scene.event_id)), default=0.0)
    return desk.add(replace(scene, position=last + 1))


def add_agenda(desk: Desk, scenes: Iterable[Scene]) -> list[Scene]:
    """Put several scenes at the end of the agenda, in order."""
    return [add_scene(desk, scene) for scene in scenes]


def move(desk: Desk, scene_id: str, by: int) -> None:
    """Move a scene up (−1) or down (+1); at the end of the agenda nothing happens."""
    scenes = scenes_of(desk, desk.get(Scene, scene_id).event_id)
    at = next(i for i, scene in enumerate(scenes) if scene.id == scene_id)
    to = min(max(at + by, 0), len(scenes) - 1)
    scenes.insert(to, scenes.pop(at))
    for position, scene in enumerate(scenes, 1):
        if scene.position != position:
            desk.change(Scene, scene.id, scene.version, {"position": position})


def present(desk: Desk, event_id: str, scene_id: str) -> stage.Stage:
    """Put a scene on stage; while the evening runs, note when the room saw it first.

    Raises
    ------
    InvalidError
        The scene belongs to another event, or is archived.
    """
    scene = next((s for s in desk.find(Scene, event_id=event_id) if s.id == scene_id), None)
    if scene is None:
        raise InvalidError("Szene", "gehört nicht zu dieser Werkstatt", "Bitte eine Szene aus dem Ablauf wählen.")
    if desk.get(Event, event_id).state == RUNNING and SHOWN_AT not in scene.detail:
        stamp = datetime.now(UTC).isoformat(timespec="seconds")
        desk.change(Scene, scene.id, scene.version, {"detail": {**scene.detail, SHOWN_AT: stamp}})
    return stage.show(desk, event_id, scene_id=scene_id)


@dataclass(frozen=True)
class Suggested:
    """A message for a scene, and the content it speaks of; views find them in the figures."""

    message: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def template(event: Event, where: str, pictures: Mapping[str, Suggested], field_ids: Sequence[str]) -> list[Scene]:
    """Make the agenda of a usual evening.

    Parameters
    ----------
    where : str
        The place in a sentence: "in der Planungsregion Süd-Ost".
    pictures : Mapping[str, Suggested]
        By kind of scene, for those kinds the figures have something to say about.
    field_ids : Sequence[str]
        Fields of action that ideas can be given.
    """
    welcome = Suggested(f"Willkommen zur Zukunftswerkstatt {where}")
    question = Suggested("Was hält Sie hier – und was fehlt Ihnen?")
    ideas = Suggested("Was sollte es hier geben, was es heute nicht gibt?", {"field_ids": list(field_ids)})
    voting = Suggested("Was ist Ihnen am wichtigsten?", {"about": "ideen", "options": [], "dots": 3, COVERED: True})
    last = Suggested("Danke – und so geht es weiter")
    plan: list[tuple[str, Suggested | None, str, int]] = [
        ("notiz", welcome, event.welcome or "Heute sammeln wir Ideen. Jede Stimme zählt.", 10),
        ("karte", pictures.get("karte"), "", 10),
        ("pyramide", pictures.get("pyramide"), "", 10),
        ("vergleich", pictures.get("vergleich"), "", 10),
        ("frage", Suggested(question.message, {"options": []}), "", 10),
        ("ideen", ideas, "", 30),
        ("abstimmung", voting, "", 15),
        ("notiz", last, "Alles steht im Protokoll. Was daraus wird, steht im Werkstattplan.", 5),
    ]
    return [
        Scene(event_id=event.id, sort=sort, message=one.message, text=text, minutes=minutes, detail=dict(one.detail))
        for sort, one, text, minutes in plan
        if one is not None
    ]


# -- what came in ------------------------------------------------------------------------------------------------------


def is_shown(event: Event, given: Idea | Answer) -> bool:
    """Tell whether the room may see an idea or an answer."""
    at_once = event.release_at_once and isinstance(given, Idea)
    return not given.archived and (given.state == SHOWN or (at_once and given.state == NEW))


def set_shown(desk: Desk, given: Iterable[Idea | Answer], state: str) -> int:
    """Release or hide ideas and answers, whatever else was changed about them meanwhile; count those that were not so before."""
    need(desk.writer, Role.MODERATION, "Beiträge zeigen oder verbergen")
    done = 0
    for one in given:
        now = desk.get(type(one), one.id)
        done += now.state != state
        desk.change(type(now), now.id, now.version, {"state": state})
    return done


def count_by(ideas: Iterable[Idea], attribute: str) -> dict[str, int]:
    """Count ideas by "field_id", "band", "region_id", "channel" or "origin", the most frequent first; "" is not said."""
    return dict(Counter(str(getattr(idea, attribute)) for idea in ideas).most_common())


def grouped(ideas: Iterable[Idea], field_ids: Sequence[str] = ()) -> dict[str, list[Idea]]:
    """Group ideas by field in the given order, then by further fields, those without one last."""
    found: dict[str, list[Idea]] = {name: [] for name in field_ids}
    for idea in ideas:
        found.setdefault(idea.field_id, []).append(idea)
    without = found.pop("", [])
    return {name: group for name, group in [*found.items(), ("", without)] if group}


@dataclass(frozen=True)
class Count:
    """What one target got: dots, and from how many phones and posters."""

    target_id: str
    dots: int
    people: int


def tally(votes: Iterable[Vote], targets: Sequence[str] = ()) -> list[Count]:
    """Count dots per target, the most first; targets nobody chose come last, in their own order."""
    dots: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for vote in votes:
        if vote.dots and not vote.archived:
            dots[vote.target_id] += int(vote.dots)
            people[vote.target_id] += 1
    order = [*targets, *(target for target in dots if target not in targets)]
    counted = [Count(target, dots[target], people[target]) for target in order]
    return sorted(counted, key=lambda one: -one.dots)


def voters(votes: Iterable[Vote], posters: Collection[str] = ()) -> tuple[int, int]:
    """Count the people who gave at least one dot on their phone, and the paper posters whose dots were counted.

    A poster holds the dots of nobody knows how many people, so it is no person.
    """
    gave = {vote.participant_id for vote in votes if vote.dots and not vote.archived}
    return len(gave - set(posters)), len(gave & set(posters))


def chosen(scene: Scene, answers: Iterable[Answer]) -> dict[str, int]:
    """Count answers per option of a question, in the question's order; what is no option (any more) is left out."""
    counts = Counter(answer.choice for answer in answers if not answer.archived)
    return {option: counts[option] for option in options_of(scene)}


def options_of(scene: Scene) -> list[str]:
    """Give the options of a question or a voting; empty for an open question."""
    return [str(option) for option in scene.detail.get("options", ())]


# -- what is made of it ------------------------------------------------------------------------------------------------


def origin(event: Event) -> str:
    """Say where something comes from: "Zukunftswerkstatt Süd-Ost, 12.05.2026".

    Examples
    --------
    >>> origin(Event(title="Werkstatt Gnoien", region_id="x"))
    'Werkstatt Gnoien'
    """
    return f"{event.title}, {event.held_on:%d.%m.%Y}" if event.held_on else event.title


def statement_from(event: Event, ideas: Sequence[Idea], title: str, quadrant: str, region_id: str = "") -> Statement:
    """Make a statement of the SWOT out of ideas; field and age group are taken over where all ideas agree."""
    return Statement(
        region_id=region_id or _agreed(ideas, "region_id") or event.region_id, quadrant=quadrant, title=title,
        text=_joined(ideas, title), field_id=_agreed(ideas, "field_id"), band=_agreed(ideas, "band"), source="werkstatt",
        source_note=origin(event), event_id=event.id, idea_ids=tuple(idea.id for idea in ideas), exercise=event.exercise,
    )  # fmt: skip


def measure_from(event: Event, ideas: Sequence[Idea], title: str) -> Measure:
    """Make a measure of the Werkstattplan out of ideas; it begins as an idea, with everything else open."""
    band, places = _agreed(ideas, "band"), tuple(dict.fromkeys(i.region_id for i in ideas if i.region_id))
    return Measure(
        title=title, description=_joined(ideas, title), field_id=_agreed(ideas, "field_id"),
        region_ids=places or (event.region_id,), bands=(band,) if band else (),
        links=tuple({"kind": "idea", "ref": idea.id, "label": idea.text[:120]} for idea in ideas), exercise=event.exercise,
    )  # fmt: skip


def _agreed(ideas: Sequence[Idea], attribute: str) -> str:
    found = {str(getattr(idea, attribute)) for idea in ideas}
    return found.pop() if len(found) == 1 else ""


def _joined(ideas: Sequence[Idea], title: str) -> str:
    """Keep the words of the ideas, unless the one idea is the title already."""
    texts = [idea.text for idea in ideas]
    return "" if texts == [title] else "\n".join(texts)[:20_000]
