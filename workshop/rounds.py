"""What phones write during a Zukunftswerkstatt: joining, ideas, dots and answers – each stored once, however often it is sent.

A phone keeps a random token and makes a ticket for every idea. Ids are made of these, so a phone that got no answer simply sends again.
All limits are checked inside the transaction that writes; transactions follow one another, so nobody slips past a limit.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from workshop import round_state
from workshop.desk import Desk
from workshop.errors import TooManyError, WorkshopError
from workshop.reader import Reader
from workshop.records import LANGUAGES, Answer, Event, Idea, Participant, Scene, Vote
from workshop.roles import Role, Writer
from workshop.store import Store, same_id
from workshop.tables import RECORDS


@dataclass(frozen=True)
class Limits:
    """How much may come from phones; generous for people, narrow for machines.

    Attributes
    ----------
    seconds_between : float
        From one idea of a phone to its next.
    changes : int
        How often one person may change one vote or answer.
    joining_per_minute : int
        New phones of one event within a minute.
    """

    ideas: int = 60
    seconds_between: float = 3.0
    length: int = 2_000
    changes: int = 200
    participants: int = 300
    joining_per_minute: int = 120
    options: int = 100


LIMITS: Final = Limits()
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,80}")
TICKET: Final = re.compile(r"[A-Za-z0-9_-]{4,80}")
BAND: Final = re.compile(r"(\d{1,3}-(\d{1,3})?)?")
LONGEST_KEY, LONGEST_ORIGIN = 80, 300
#: Why something was not taken; the phone says the same in its own language.
REASONS: Final = {
    "wartet": "Die Werkstatt hat noch nicht begonnen. Gleich geht es los.",
    "beendet": "Die Werkstatt ist beendet. Bitte sagen Sie es der Moderation.",
    "nicht-dran": "Das ist gerade nicht dran. Bitte schauen Sie nach vorn.",
    "unbekannt": "Dieses Telefon ist noch nicht dabei. Bitte die Seite neu laden.",
    "gesperrt": "Von diesem Telefon wird nichts mehr angenommen. Bitte nehmen Sie eine Karte aus Papier.",
    "voll": "Es sind schon sehr viele Telefone dabei. Bitte nehmen Sie eine Karte aus Papier.",
    "andrang": "Gerade kommen viele auf einmal. Bitte einen Moment warten.",
    "zu-schnell": "Das ging sehr schnell. Bitte einen Moment warten.",
    "zu-viele": "Von diesem Telefon kam schon sehr viel. Bitte nehmen Sie eine Karte aus Papier.",
    "zu-lang": "Der Text ist zu lang. Bitte kürzen.",
    "zu-viele-punkte": "So viele Punkte gibt es nicht. Bitte nehmen Sie erst einen weg.",
    "leer": "Da steht noch nichts. Bitte etwas schreiben.",
    "falsch": "Das passt nicht zu dem, was gerade gefragt ist.",
}
#: Phones of this process queue here; waiting for SQLite's lock instead would mean sleeping in ever longer steps.
_TURN: Final = threading.Lock()


class NotTakenError(WorkshopError):
    """Something does not fit or is not asked for now; ``reason`` is a key of :data:`REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(REASONS[reason])
        self.reason, self.seconds = reason, 0.0


class LimitError(TooManyError):
    """A limit is reached; ``seconds`` tells when it is worth trying again, 0 means never."""

    def __init__(self, reason: str, seconds: float = 0.0) -> None:
        super().__init__(REASONS[reason])
        self.reason, self.seconds = reason, seconds


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An idea as a phone sends it; ``table`` is what the person typed, ``scene_id`` the round it was written in."""

    ticket: str
    text: str
    field_id: str = ""
    band: str = ""
    region_id: str = ""
    table: str = ""
    scene_id: str = ""


def origin(event: Event, table: str = "") -> str:
    """Say where something comes from.

    Examples
    --------
    >>> origin(Event(title="Werkstatt Süd-Ost", region_id=""), "3")
    'Werkstatt Süd-Ost, Tisch 3'
    """
    table = table.strip()
    named = f"Tisch {table}" if table.isdigit() else table
    return f"{event.title}, {named}" if named else event.title


def participant_id(event_id: str, token: str) -> str:
    """Give the id of the phone that has a token."""
    return same_id("participant", event_id, token)


def joined(reader: Reader, event_id: str, token: str) -> Participant:
    """Give the participant of a phone.

    Raises
    ------
    NotTakenError
        It has not joined this event, or the host blocked it by putting it into the archive.
    """
    found = (
        reader.find(Participant, archived=True, id=participant_id(event_id, token)) if TOKEN.fullmatch(token) else []
    )
    if not found or found[0].archived:
        raise NotTakenError("gesperrt" if found else "unbekannt")
    return found[0]


def join(store: Store, event_id: str, token: str, language: str, limits: Limits = LIMITS) -> Participant:
    """Let a phone join a running event; one that joined before comes back as it was, perhaps in another language.

    Raises
    ------
    NotTakenError, LimitError
        The event does not run, the phone is blocked, or too many came.
    """
    own = participant_id(event_id, token)
    if not TOKEN.fullmatch(token) or language not in LANGUAGES:
        raise NotTakenError("falsch")
    with _writing(store, event_id, own) as (desk, event):
        known = desk.find(Participant, archived=True, id=own)
        if not known:
            _room_for_one_more(desk, event_id, limits)
            secret = hashlib.sha256(token.encode()).hexdigest()
            made = Participant(id=own, event_id=event_id, token_hash=secret, language=language, exercise=event.exercise)
            return desk.add(made)
        if known[0].archived:
            raise NotTakenError("gesperrt")
        if known[0].version > limits.changes:
            return known[0]
        return desk.change(Participant, own, known[0].version, {"language": language})


def hand_in_idea(store: Store, participant: Participant, draft: Draft, limits: Limits = LIMITS) -> Idea:
    """Store an idea; the same ticket again gives back what was stored.

    Raises
    ------
    NotTakenError, LimitError
        Nothing was stored; a ticket that was stored before is confirmed even when no more is taken.
    """
    own = same_id("idea", participant.event_id, participant.id, draft.ticket)
    with store.reading() as reader:
        if known := reader.find(Idea, archived=True, id=own):
            return known[0]
    _check(draft, limits)
    with _writing(store, participant.event_id, participant.id) as (desk, event):
        _not_too_many_ideas(desk, participant, own, limits)
        return desk.add(_idea(desk, event, participant, draft, own))


def _idea(desk: Desk, event: Event, participant: Participant, draft: Draft, own: str) -> Idea:
    scene = desk.find(Scene, id=draft.scene_id, event_id=event.id) if draft.scene_id else []
    return Idea(
        id=own, event_id=event.id, scene_id=scene[0].id if scene else "", text=draft.text, field_id=draft.field_id,
        band=draft.band, region_id=draft.region_id, participant_id=participant.id, channel="telefon",
        origin=origin(event, draft.table), language=participant.language, ticket=draft.ticket,
        state=round_state.RELEASED if event.release_at_once else "neu", exercise=event.exercise,
    )  # fmt: skip


def give_dots(
    store: Store, participant: Participant, scene_id: str, dots: Mapping[str, int], limits: Limits = LIMITS
) -> list[Vote]:
    """Store how one person spreads the dots of a voting; given anew it replaces what was, so dots can be moved.

    Raises
    ------
    NotTakenError, LimitError
        The voting is not on stage, something in it is not to be voted on, or there are more dots than given; nothing was stored.
    """
    if not all(type(n) is int and n >= 0 for n in dots.values()) or len(dots) > limits.options:
        raise NotTakenError("falsch")
    with _writing(store, participant.event_id, participant.id) as (desk, event):
        going_on = _on_stage(desk, event, scene_id, round_state.VOTING)
        if sum(dots.values()) > going_on.dots:
            raise LimitError("zu-viele-punkte")
        known = {v.target_id: v for v in desk.find(Vote, scene_id=scene_id, participant_id=participant.id)}
        if not {t for t, n in dots.items() if n} <= {option.id for option in going_on.options}:
            raise NotTakenError("falsch")
        wanted = dict.fromkeys(known, 0) | {t: n for t, n in dots.items() if n or t in known}
        return [_vote(desk, participant, scene_id, t, n, known.get(t), limits) for t, n in wanted.items()]


def _vote(
    desk: Desk, participant: Participant, scene_id: str, target: str, dots: int, known: Vote | None, limits: Limits
) -> Vote:
    if known is None:
        own = same_id("vote", participant.event_id, scene_id, participant.id, target)
        return desk.add(
            Vote(
                id=own, event_id=participant.event_id, scene_id=scene_id, participant_id=participant.id,
                target_id=target, dots=dots, exercise=participant.exercise,
            )
        )  # fmt: skip
    if known.dots == dots:
        return known
    if known.version > limits.changes:
        raise LimitError("zu-viele")
    return desk.change(Vote, known.id, known.version, {"dots": dots})


def answer(
    store: Store, participant: Participant, scene_id: str, choice: str = "", text: str = "", limits: Limits = LIMITS
) -> Answer:
    """Store one person's answer to the question on stage; given anew it replaces what was.

    Raises
    ------
    NotTakenError, LimitError
        The question is not on stage, or the answer is none of its options; nothing was stored.
    """
    if len(text) > limits.length:
        raise NotTakenError("zu-lang")
    own = same_id("answer", participant.event_id, scene_id, participant.id)
    with _writing(store, participant.event_id, participant.id) as (desk, event):
        offered = {option.id for option in _on_stage(desk, event, scene_id, round_state.QUESTION).options}
        if choice not in offered if offered else bool(choice):
            raise NotTakenError("falsch")
        if not offered and not text.strip():
            raise NotTakenError("leer")
        text = "" if offered else text
        known = desk.find(Answer, archived=True, id=own)
        if not known:
            return desk.add(
                Answer(
                    id=own, event_id=event.id, scene_id=scene_id, participant_id=participant.id, choice=choice,
                    text=text, exercise=event.exercise,
                )
            )  # fmt: skip
        if known[0].version > limits.changes:
            raise LimitError("zu-viele")
        return desk.change(Answer, own, known[0].version, _changed(known[0], choice, text))


def _changed(known: Answer, choice: str, text: str) -> dict[str, str]:
    """Say what becomes of an answer given anew: another text has to be released anew."""
    if known.text == text:
        return {"choice": choice}
    state = round_state.HIDDEN if known.state == round_state.HIDDEN else "neu"
    return {"choice": choice, "text": text, "state": state}


@contextmanager
def _writing(store: Store, event_id: str, person: str) -> Iterator[tuple[Desk, Event]]:
    """Write as a phone of an event that runs."""
    with _TURN, store.writing(Writer(person, "Telefon", Role.GAST, event_id)) as desk:
        event = next(iter(desk.find(Event, id=event_id)), None)
        if event is None or event.state == round_state.ENDED:
            raise NotTakenError("beendet")
        if event.state != round_state.RUNNING:
            raise NotTakenError("wartet")
        yield desk, event


def _on_stage(desk: Desk, event: Event, scene_id: str, sort: str) -> round_state.Round:
    going_on = round_state.now(desk, event)
    if going_on.screen != sort or going_on.scene is None or going_on.scene.id != scene_id:
        raise NotTakenError("nicht-dran")
    return going_on


def _check(draft: Draft, limits: Limits) -> None:
    if len(draft.text) > limits.length:
        raise NotTakenError("zu-lang")
    if not draft.text.strip():
        raise NotTakenError("leer")
    short = all(len(key) <= LONGEST_KEY for key in (draft.field_id, draft.region_id, draft.scene_id))
    fits = TICKET.fullmatch(draft.ticket) and BAND.fullmatch(draft.band) and len(draft.table) <= LONGEST_ORIGIN
    if not (short and fits):
        raise NotTakenError("falsch")


def _not_too_many_ideas(desk: Desk, participant: Participant, idea_id: str, limits: Limits) -> None:
    """Check the limits, unless this very idea was stored a moment ago."""
    table = RECORDS["idea"]
    own = sa.and_(table.c.event_id == participant.event_id, table.c.participant_id == participant.id)
    this = sa.func.max(sa.case((table.c.id == idea_id, 1), else_=0))
    counting = sa.select(sa.func.count(), sa.func.max(table.c.created_at), this).where(own)
    count, newest, known = desk.connection.execute(counting).one()
    if known:
        return
    if count >= limits.ideas:
        raise LimitError("zu-viele")
    left = limits.seconds_between - (desk.now - newest).total_seconds() if newest else 0.0
    if left > 0:
        raise LimitError("zu-schnell", left)


def _room_for_one_more(desk: Desk, event_id: str, limits: Limits) -> None:
    table = RECORDS["participant"]
    recent = sa.func.sum(sa.case((table.c.created_at > desk.now - timedelta(minutes=1), 1), else_=0))
    here = sa.and_(table.c.event_id == event_id, table.c.channel == "telefon")
    count, lately = desk.connection.execute(sa.select(sa.func.count(), recent).where(here)).one()
    if count >= limits.participants:
        raise LimitError("voll")
    if (lately or 0) >= limits.joining_per_minute:
        raise LimitError("andrang", 10.0)
