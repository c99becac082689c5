"""The Zwischenbilanz: what a plan promised, what changed since when, what the evenings brought – and the frozen state with its code.

Pure questions on records, like those of :mod:`workshop.plan_questions`; the figures and all words are the caller's.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from workshop.desk import Desk, plain
from workshop.plan_questions import Members, place_tie
from workshop.reader import Change, Reader
from workshop.records import Event, Idea, Measure, Participant, Snapshot, Statement, Step, Vote

PREFIX: Final = "ZB-"
LETTERS: Final = "ABCDEFGHKLMNPRSTUVWXYZ23456789"
"""Without what is easily confused when read from paper or told by telephone."""
LENGTH: Final = 4
TOLD: Final = ("status", "progress", "starts_on", "ends_on", "budget", "funding", "responsible_id", "target_value")
"""What of a measure's changes belongs into a review."""
IDEA: Final = "idee"
HIDDEN: Final = "verborgen"


@dataclass(frozen=True)
class Shift:
    """What became of one attribute of a measure in the period: from what to what, last changed on which day."""

    name: str
    before: Any
    after: Any
    on: date


@dataclass(frozen=True)
class Story:
    """What happened to a measure in the period.

    Attributes
    ----------
    new_on : date | None
        When it was put into the plan, if that was in the period.
    shifts : tuple of Shift
        Only what is different now, in the order of :data:`TOLD`.
    steps_done : tuple of Step
        Steps finished in the period.
    """

    new_on: date | None = None
    shifts: tuple[Shift, ...] = ()
    steps_done: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Evening:
    """What one event brought."""

    event: Event
    ideas: int
    dots: int
    people: int
    statements: int


def in_question(
    measures: Iterable[Measure], region_id: str, members: Members, since: date, until: date, *, county: bool
) -> tuple[list[Measure], list[Measure]]:
    """Give the measures of a region and those of larger regions that contain it, as far as the period touches them.

    Parameters
    ----------
    county : bool
        Whether the region is the whole county: a measure without a place belongs there.
    """
    own: list[Measure] = []
    wide: list[Measure] = []
    for m in measures:
        if (m.starts_on and m.starts_on > until and m.status == IDEA) or _over(m, since):
            continue
        tie = place_tie(m.region_ids, region_id, members) if m.region_ids else "own" if county else ""
        if tie:
            (own if tie == "own" else wide).append(m)
    return own, wide


def _over(measure: Measure, since: date) -> bool:
    """Tell whether a measure was finished before the period began."""
    return measure.status == "fertig" and measure.ends_on is not None and measure.ends_on < since


def story(measure: Measure, steps: Iterable[Step], history: Iterable[Change], since: date, until: date) -> Story:
    """Tell what happened to a measure in the period, from the history; what went back and forth is left out."""
    own = [c for c in history if c.record_id == measure.id and since <= c.at.date() <= until]
    own.sort(key=lambda c: (c.number, c.version))
    new_on = next((c.at.date() for c in own if c.action == "add"), None)
    shifts = []
    for name in TOLD:
        changed = [c for c in own if name in c.changes and c.action != "add"]
        if not changed:
            continue
        before, after = changed[0].changes[name][0], changed[-1].changes[name][1]
        if before != after:
            shifts.append(Shift(name, before, after, changed[-1].at.date()))
    done = [s for s in steps if s.measure_id == measure.id and s.done and s.done_on and since <= s.done_on <= until]
    return Story(new_on, tuple(shifts), tuple(sorted(done, key=lambda s: (s.done_on or date.min, s.title))))


def evenings(
    events: Iterable[Event], ideas: Iterable[Idea], votes: Iterable[Vote], people: Iterable[Participant], statements: Iterable[Statement],
    region_id: str, members: Members, since: date, until: date,
) -> list[Evening]:  # fmt: skip
    """Tell what the events of a region brought in the period, the oldest first; hidden ideas do not count."""
    kept = [
        e
        for e in events
        if e.state != "vorbereitet"
        and (e.held_on is None or since <= e.held_on <= until)
        and place_tie((e.region_id,), region_id, members) == "own"
    ]
    all_ideas, all_votes, all_people, all_said = list(ideas), list(votes), list(people), list(statements)
    found = [
        Evening(
            event,
            sum(i.event_id == event.id and i.state != HIDDEN for i in all_ideas),
            int(sum(v.dots or 0 for v in all_votes if v.event_id == event.id)),
            sum(p.event_id == event.id for p in all_people),
            sum(s.event_id == event.id for s in all_said),
        )
        for event in kept
    ]
    return sorted(found, key=lambda one: (one.event.held_on or date.max, one.event.title))


# -- frozen states -----------------------------------------------------------------------------------------------------


def new_code(taken: Collection[str], pick: Callable[[str], str] = secrets.choice) -> str:
    """Make a code that no frozen state has yet.

    Examples
    --------
    >>> code = new_code(())
    >>> code.startswith("ZB-"), len(code), set(code[3:]) <= set(LETTERS)
    (True, 7, True)
    """
    while True:
        code = PREFIX + "".join(pick(LETTERS) for _ in range(LENGTH))
        if code not in taken:
            return code


def clean_code(typed: str) -> str:
    """Read a code as people type it.

    Examples
    --------
    >>> [clean_code(text) for text in (" zb 7kq4 ", "ZB-7KQ4", "7kq4", "ZB7KQ4")]
    ['ZB-7KQ4', 'ZB-7KQ4', 'ZB-7KQ4', 'ZB-7KQ4']
    """
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())[:20]
    return PREFIX + (signs[2:] if len(signs) > LENGTH else signs)


def freeze(desk: Desk, title: str, region_id: str, as_of: date, content: Mapping[str, Any]) -> Snapshot:
    """Store a state that never changes, under a code of its own."""
    taken = {known.code for known in desk.find(Snapshot, archived=True)}
    return desk.add(
        Snapshot(code=new_code(taken), title=title, region_id=region_id, as_of=as_of, content=dict(content))
    )


def find(reader: Reader, typed: str) -> Snapshot | None:
    """Give the frozen state of a code, in the archive too: what was printed once must reopen."""
    found = reader.find(Snapshot, archived=True, code=clean_code(typed))
    return found[0] if found else None


def plain_day(day: date | None) -> str:
    """Write a day as content keeps it; empty where there is none."""
    return str(plain(day)) if day else ""


def since_then(old: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Compare the measures of a frozen state with those of today: how many are new, finished, gone since.

    Examples
    --------
    >>> since_then([{"id": "a", "status": "laeuft"}, {"id": "b", "status": "idee"}], [{"id": "a", "status": "fertig"}, {"id": "c", "status": "idee"}])
    {'neu': 1, 'fertig': 1, 'nicht mehr dabei': 1}
    """
    before, after = ({m["id"]: m.get("status") for m in one} for one in (old, now))
    finished = sum(before.get(key) != "fertig" and status == "fertig" for key, status in after.items() if key in before)
    return {
        "neu": len(after.keys() - before.keys()),
        "fertig": finished,
        "nicht mehr dabei": len(before.keys() - after.keys()),
    }
