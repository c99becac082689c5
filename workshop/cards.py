"""Paper both ways: codes for printed cards, and storing what came back on them.

A code is five letters and one that checks them; it is right for one event only. Entering a card twice stores it once.

>>> code = new_codes("some event", 1)[0]
>>> read_code("some event", code.lower()) == code
True
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from workshop.desk import Desk
from workshop.errors import InvalidError
from workshop.reader import Reader
from workshop.records import Event, Idea, Participant, Scene, Vote
from workshop.rounds import Draft, origin
from workshop.store import same_id

#: What nobody mixes up when copying by hand. Their number is a prime: one wrong letter, or two swapped ones, never go unnoticed.
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH, HALF = 6, 3
PAPER: Final = "papier"


def new_codes(event_id: str, count: int, pick: Callable[[str], str] = secrets.choice) -> list[str]:
    """Make codes for cards of an event, all different."""
    found: dict[str, None] = {}
    while len(found) < count:
        letters = "".join(pick(LETTERS) for _ in range(LENGTH - 1))
        found[_written(letters + _check_letter(event_id, letters))] = None
    return list(found)


def read_code(event_id: str, typed: str) -> str:
    """Give a code as it is printed, from what somebody typed.

    Raises
    ------
    InvalidError
        It is mistyped, or belongs to a card of another event.
    """
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    if not letters:
        raise InvalidError("Kartencode", "fehlt", "Er steht oben auf der Karte, zum Beispiel K7M-4QX.")
    if len(letters) != LENGTH:
        raise InvalidError(
            "Kartencode", f"„{typed[:20]}“ hat nicht {LENGTH} Zeichen", "Bitte noch einmal von der Karte ablesen."
        )
    if strange := [letter for letter in letters if letter not in LETTERS]:
        problem = f"das Zeichen „{strange[0]}“ gibt es auf Karten nicht"
        raise InvalidError("Kartencode", problem, "Bitte noch einmal ablesen; 0, 1, I, L und O kommen nicht vor.")
    if _check_letter(event_id, letters[:-1]) != letters[-1]:
        problem = f"„{_written(letters)}“ stimmt nicht"
        raise InvalidError(
            "Kartencode", problem, "Entweder ist er vertippt, oder die Karte gehört zu einer anderen Werkstatt."
        )
    return _written(letters)


def _written(letters: str) -> str:
    return f"{letters[:HALF]}-{letters[HALF:]}"


def _check_letter(event_id: str, letters: str) -> str:
    total = zlib.crc32(event_id.encode()) + sum(n * LETTERS.index(letter) for n, letter in enumerate(letters, 2))
    return LETTERS[-total % len(LETTERS)]


@dataclass(frozen=True)
class Entered:
    """What became of a card.

    Attributes
    ----------
    known : bool
        It had been entered before; ``idea`` is what was stored then.
    """

    idea: Idea
    known: bool


def card_id(event_id: str, code: str) -> str:
    """Give the id of the idea on a card."""
    return same_id("idea", event_id, PAPER, code)


def known_card(reader: Reader, event_id: str, code: str) -> Idea | None:
    """Give the idea of a card that was entered before."""
    return next(iter(reader.find(Idea, archived=True, id=card_id(event_id, code))), None)


def enter(desk: Desk, event: Event, draft: Draft) -> Entered:
    """Store what stands on a card; its code is the draft's ticket.

    Raises
    ------
    InvalidError
        The code is wrong or the card is empty; nothing was stored.
    """
    code = read_code(event.id, draft.ticket)
    if known := known_card(desk, event.id, code):
        return Entered(known, known=True)
    idea = Idea(
        id=card_id(event.id, code), event_id=event.id, scene_id=draft.scene_id, text=draft.text, field_id=draft.field_id,
        band=draft.band, region_id=draft.region_id, channel=PAPER, origin=origin(event, draft.table), ticket=code,
        state="gezeigt" if event.release_at_once else "neu", exercise=event.exercise,
    )  # fmt: skip
    return Entered(desk.add(idea), known=False)


def tally(desk: Desk, scene: Scene, event: Event, poster: str, dots: Mapping[str, int]) -> list[Vote]:
    """Store the dots counted on a paper poster; counted anew they replace what was."""
    own = same_id("participant", event.id, PAPER, poster.strip())
    table = desk.add(Participant(id=own, event_id=event.id, channel=PAPER, exercise=event.exercise))
    known = {vote.target_id: vote for vote in desk.find(Vote, scene_id=scene.id, participant_id=table.id)}
    stored = []
    for target, count in dots.items():
        if target in known:
            stored.append(desk.change(Vote, known[target].id, known[target].version, {"dots": count}))
        elif count:
            vote = Vote(
                id=same_id("vote", event.id, scene.id, table.id, target), event_id=event.id, scene_id=scene.id,
                participant_id=table.id, target_id=target, dots=count, exercise=event.exercise,
            )  # fmt: skip
            stored.append(desk.add(vote))
    return stored


def counted(reader: Reader, scene: Scene, event: Event, poster: str) -> dict[str, int]:
    """Give the dots of a poster as they were stored."""
    own = same_id("participant", event.id, PAPER, poster.strip())
    return {v.target_id: int(v.dots or 0) for v in reader.find(Vote, scene_id=scene.id, participant_id=own)}
