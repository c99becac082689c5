"""Words beneath a development chart: why a line is broken at a new census, and what readers know about a kink.

Shared by the screen and the paper version. What people wrote comes from :mod:`views.remarks`; whoever has notes hands them in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from views import svg
from views.axis import spread
from views.trend_plan import BREAK_WORDS, Note, Plan, Series

RADIUS: Final = 9.0
"""Of a note's mark, in px."""
STEP: Final = 19.0
"""Distance of two lines of words, in px."""
INDENT: Final = 24.0
ROOM: Final = 0.93
"""Part of the width the words may fill: other fonts run wider than the one they are measured with."""
MOST_LINES: Final = 4
"""A longer note ends with an ellipsis."""


@dataclass(frozen=True)
class Mark:
    """A small numbered mark at a kink; ``year`` and ``value`` say what it points at, ``x`` and ``y`` where it stands."""

    number: int
    year: float
    value: float
    x: float
    y: float


@dataclass(frozen=True)
class Words:
    """One line beneath the picture; ``number`` where a note begins, ``indent`` how far it is set in."""

    text: str
    indent: float = 0.0
    number: int = 0


def in_order(notes: Sequence[Note], plan: Plan) -> list[Note]:
    """Give the notes of the drawn years, oldest first: their order is their number."""
    first, last = plan.years
    return sorted((note for note in notes if first <= note.year <= last), key=lambda note: note.year)


def marks(notes: Sequence[Note], series: Sequence[Series], plan: Plan) -> list[Mark]:
    """Place the marks above the line they speak of, none on another."""
    known = in_order(notes, plan)
    lead = next((one for one in series if one.role == "place" and one.parts), None) or next(
        (one for one in series if one.parts), None
    )
    if not known or lead is None:
        return []
    values = [_value(lead, note.year) for note in known]
    places = spread([plan.x(note.year) for note in known], 2 * RADIUS + 2, plan.left, plan.right)
    heights = [max(plan.y(value) - 2 * RADIUS, plan.top + RADIUS) for value in values]
    numbered = zip(known, values, places, heights, strict=True)
    return [Mark(number, note.year, value, x, y) for number, (note, value, x, y) in enumerate(numbered, 1)]


def _value(one: Series, year: float) -> float:
    """Give a line's value at the point nearest to a year."""
    return min((point for part in one.parts for point in part), key=lambda point: abs(point[0] - year))[1]


def words_beneath(notes: Sequence[Note], plan: Plan, *, explain: bool) -> list[Words]:
    """Write what stands beneath the picture, line by line.

    Parameters
    ----------
    notes : sequence of Note
        What readers know.
    plan : Plan
        The picture; it knows its breaks and its width.
    explain : bool
        Whether the break is explained here, or elsewhere for several pictures at once.
    """
    room = plan.width * ROOM
    lines = [Words(line) for line in svg.wrap(break_reason(plan), room)] if explain and plan.breaks else []
    for number, note in enumerate(in_order(notes, plan), 1):
        told = svg.wrap(note_words(note), room - INDENT)
        if len(told) > MOST_LINES:
            told = [*told[: MOST_LINES - 1], svg.shorten(f"{told[MOST_LINES - 1]}…", room - INDENT)]
        lines += [Words(line, INDENT, number if i == 0 else 0) for i, line in enumerate(told)]
    return lines


def note_words(note: Note) -> str:
    """Write a note: when, what, who says so.

    Examples
    --------
    >>> note_words(Note(2015, "Unterkunft für Geflüchtete eröffnet", "Gemeinde"))
    '2015: Unterkunft für Geflüchtete eröffnet (Gemeinde)'
    """
    who = f" ({note.who.strip()})" if note.who.strip() else ""
    return f"{note.year:.0f}: {' '.join(note.text.split())}{who}"


def break_reason(plan: Plan) -> str:
    """Say why a line is broken."""
    censuses = [words.removeprefix(BREAK_WORDS).strip(" ()") for _, words in plan.breaks]
    line = "Senkrechte Linien" if len(censuses) > 1 else "Senkrechte Linie"
    if all(censuses):
        counted = f"Mit dem {' und dem '.join(censuses)} wurde neu gezählt."
    else:
        counted = "Hier beginnt eine neue Zählung."
    return f"{line}: {counted} Ein Sprung dort kommt vom Zählen, nicht von den Menschen."


def spoken(notes: Sequence[Note], plan: Plan, *, explain: bool) -> str:
    """Say for people who cannot see the picture what stands beneath it."""
    reason = [break_reason(plan)] if explain and plan.breaks else []
    told = [f"Anmerkung {number}, {note_words(note)}." for number, note in enumerate(in_order(notes, plan), 1)]
    return " ".join([*reason, *told])
