"""The questions asked of a Werkstattplan: what is late, whose it is, who pays, what is next, and where there is nothing at all.

Pure functions on records. "Today", the municipalities of every region and the ages of the personas are handed in, so that an answer
depends on nothing but what is given. Archived records are the caller's to leave out; a measure or step is *open* until it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal, TypeAlias

from workshop.reader import Change
from workshop.records import STATUSES, Actor, Goal, Measure, Statement, Step

Members: TypeAlias = Mapping[str, frozenset[str]]
"""The municipalities of every region, a municipality's own being itself alone."""
Ages: TypeAlias = Mapping[str, str]
"""The age band of every persona that has one, as "von-bis"."""

DONE: Final = "fertig"
IDEA: Final = "idee"
ACTIVE: Final = ("laeuft", "stockt", "geplant")
"""What counts as running or planned: an idea is not yet, a finished measure no longer."""
NEEDING: Final = ("schwaeche", "risiko")
"""The quadrants whose statements name a need."""
OLDEST: Final = 200


@dataclass(frozen=True)
class Due:
    """One date of the plan.

    Attributes
    ----------
    what : str
        "schritt", "beginn", "ende" or "zielzahl".
    step : Step | None
        Set for a step only.
    """

    on: date
    measure: Measure
    what: Literal["schritt", "beginn", "ende", "zielzahl"]
    step: Step | None = None

    def days(self, today: date) -> int:
        """Count the days from today: negative when it is past."""
        return (self.on - today).days


@dataclass(frozen=True)
class Load:
    """What one actor carries among the measures that were handed in."""

    actor: Actor
    responsible: tuple[Measure, ...]
    partner: tuple[Measure, ...]

    @property
    def count(self) -> int:
        """Count the measures, each once."""
        return len({m.id for m in (*self.responsible, *self.partner)})


def is_open(measure: Measure) -> bool:
    """Tell whether a measure is not finished yet (an idea is open)."""
    return measure.status != DONE


def is_overdue(measure: Measure, today: date) -> bool:
    """Tell whether a measure should have ended before today and is not finished; ending today is in time."""
    return is_open(measure) and measure.ends_on is not None and measure.ends_on < today


def step_overdue(step: Step, today: date) -> bool:
    """Tell whether a step was due before today and is not done."""
    return not step.done and step.due_on is not None and step.due_on < today


def overdue(measures: Sequence[Measure], steps: Iterable[Step], today: date) -> list[Due]:
    """List what is late, the oldest first: open measures past their end, and undone steps past their date.

    Steps of a finished measure are not late any more; steps of measures that were not handed in are passed over.
    """
    own = {m.id: m for m in measures if is_open(m)}
    late = [Due(m.ends_on, m, "ende") for m in own.values() if m.ends_on and m.ends_on < today]
    for step in steps:
        if step.measure_id in own and step.due_on and step_overdue(step, today):
            late.append(Due(step.due_on, own[step.measure_id], "schritt", step))
    return sorted(late, key=_order)


def next_dates(measures: Sequence[Measure], steps: Iterable[Step], today: date, days: int | None = None) -> list[Due]:
    """List the dates from today on (of the next ``days`` days only, if given): steps, beginnings, ends, target figures."""
    own = {m.id: m for m in measures if is_open(m)}
    found: list[Due] = []
    for m in own.values():
        named: tuple[tuple[date | None, Literal["beginn", "ende", "zielzahl"]], ...] = (
            (m.starts_on, "beginn"), (m.ends_on, "ende"), (m.target_on, "zielzahl"),
        )  # fmt: skip
        found += [Due(on, m, what) for on, what in named if on]
    found += [
        Due(s.due_on, own[s.measure_id], "schritt", s) for s in steps if s.measure_id in own and s.due_on and not s.done
    ]
    last = today + timedelta(days) if days is not None else date.max
    return sorted((due for due in found if today <= due.on <= last), key=_order)


def _order(due: Due) -> tuple[date, str, str]:
    return due.on, due.measure.title, due.step.title if due.step else ""


def ownerless(measures: Iterable[Measure]) -> list[Measure]:
    """Give the open measures for which nobody is responsible."""
    return [m for m in measures if is_open(m) and not m.responsible_id]


def unfunded(measures: Iterable[Measure]) -> list[Measure]:
    """Give the open measures whose budget is unknown or whose funding is open; a budget of 0 needs no funding."""
    return [m for m in measures if is_open(m) and (m.budget is None or (m.budget > 0 and m.funding == "offen"))]


def stalled(measures: Iterable[Measure]) -> list[Measure]:
    """Give the measures that stall."""
    return [m for m in measures if m.status == "stockt"]


def stalled_since(measures: Iterable[Measure], history: Iterable[Change]) -> dict[str, datetime]:
    """Tell since when each stalled measure has stalled, by id: the last time its status was set to "stockt".

    A measure whose history does not tell (it was brought in from another store) is left out.
    """
    wanted = {m.id for m in stalled(measures)}
    since: dict[str, datetime] = {}
    for change in sorted(history, key=lambda c: c.number):
        new = change.changes.get("status")
        if change.record_id in wanted and new and new[-1] == "stockt":
            since[change.record_id] = change.at
    return since


def by_status(measures: Iterable[Measure]) -> dict[str, int]:
    """Count the measures of every status, in the order of :data:`workshop.records.STATUSES`, with zeros."""
    found = [m.status for m in measures]
    return {status: found.count(status) for status in STATUSES}


def loads(actors: Iterable[Actor], measures: Sequence[Measure]) -> list[Load]:
    """Tell which measures each actor is responsible for or takes part in; the busiest first, then by name."""
    made = [
        Load(
            actor,
            tuple(m for m in measures if m.responsible_id == actor.id),
            tuple(m for m in measures if actor.id in m.partner_ids and m.responsible_id != actor.id),
        )
        for actor in actors
    ]
    return sorted(made, key=lambda load: (-load.count, -len(load.responsible), load.actor.name, load.actor.id))


# -- ages and places ---------------------------------------------------------------------------------------------------


def span(band: str) -> tuple[int, int]:
    """Read an age band "von-bis" (both years included) as the first and the last year of age.

    >>> span("0-17"), span("65-")
    ((0, 17), (65, 200))
    """
    low, _, high = band.partition("-")
    return int(low) if low.isdigit() else 0, int(high) if high.isdigit() else OLDEST


def share_years(band: str, other: str) -> bool:
    """Tell whether two age bands have at least one year of age in common.

    >>> share_years("16-24", "18-29"), share_years("10-17", "18-29")
    (True, False)
    """
    (low, high), (other_low, other_high) = span(band), span(other)
    return low <= other_high and other_low <= high


def mostly_shares(band: str, other: str) -> bool:
    """Tell whether two age bands share at least half the years of the shorter one.

    >>> mostly_shares("15-64", "18-29"), mostly_shares("15-64", "10-17")
    (True, False)
    """
    (low, high), (other_low, other_high) = span(band), span(other)
    shared = min(high, other_high) - max(low, other_low) + 1
    return 2 * shared >= min(high - low, other_high - other_low) + 1


def bands_of(measure: Measure, ages: Ages | None = None) -> tuple[str, ...]:
    """Give the age bands a measure is aimed at, those of its personas included; none means: it is for everybody."""
    personas = [(ages or {}).get(persona, "") for persona in measure.personas]
    named = [band for band in (*measure.bands, *personas) if band]
    return () if any(span(band)[0] == 0 and span(band)[1] >= OLDEST for band in named) else tuple(dict.fromkeys(named))


def aimed_at(measure: Measure, band: str, ages: Ages | None = None) -> bool:
    """Tell whether a measure is aimed at people of a band: one year in common suffices; "" asks for those for everybody."""
    own = bands_of(measure, ages)
    return any(share_years(mine, band) for mine in own) if band else not own


Tie: TypeAlias = Literal["own", "wide", ""]


def place_tie(region_ids: Iterable[str], region_id: str, members: Members) -> Tie:
    """Tell how places relate to a region: "own" if one lies in it or cuts it, "wide" if one only contains it, or "" if none does.

    So a measure of one village counts in its planning region as "own", one of the whole county counts there as "wide" – and is
    never multiplied.
    """
    there = members.get(region_id, frozenset())
    wide = False
    for own in (members.get(r, frozenset()) for r in region_ids):
        if own & there and not own > there:
            return "own"
        wide = wide or bool(own & there)
    return "wide" if wide else ""


@dataclass(frozen=True)
class Planned:
    """What is planned for people of an age in a region: aimed at them there, aimed at them farther around, or for everybody there."""

    here: tuple[Measure, ...]
    around: tuple[Measure, ...]
    everybody: tuple[Measure, ...]


def planned_for(
    measures: Sequence[Measure], band: str, region_id: str, members: Members, ages: Ages | None = None
) -> Planned:
    """Answer "what is planned for young people in Süd-Ost?": running and planned measures, no ideas, nothing finished.

    A measure without an age group is for everybody; one without a place answers no question about a place.
    """
    active = [(m, place_tie(m.region_ids, region_id, members)) for m in measures if m.status in ACTIVE]
    aimed = [(m, tie) for m, tie in active if tie and aimed_at(m, band, ages)] if band else []
    return Planned(
        tuple(m for m, tie in aimed if tie == "own"),
        tuple(m for m, tie in aimed if tie == "wide"),
        tuple(m for m, tie in active if tie and aimed_at(m, "", ages)),
    )


# -- white spots -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Axis:
    """Rows or columns of the matrix: age bands ("" is: for everybody), region ids, or ids of fields of action ("" is: without)."""

    sort: Literal["age", "region", "field"]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """What one field of the matrix holds.

    Attributes
    ----------
    own, wide : tuple of Measure
        Running or planned measures of this field itself, and of a larger region that contains it.
    ideas : tuple of Measure
        Ideas of this field; they do not fill it.
    """

    own: tuple[Measure, ...] = ()
    wide: tuple[Measure, ...] = ()
    ideas: tuple[Measure, ...] = ()

    @property
    def white(self) -> bool:
        """Tell whether nothing runs or is planned here."""
        return not self.own and not self.wide


@dataclass(frozen=True)
class Need:
    """Something that names a need: a weakness or risk, of people or of the figures."""

    region_id: str
    band: str
    field_id: str
    text: str
    by_people: bool = True


def white_spots(
    measures: Sequence[Measure],
    rows: Axis,
    columns: Axis,
    members: Members,
    ages: Ages | None = None,
    field_of: Mapping[str, str] | None = None,
) -> dict[tuple[str, str], Cell]:
    """Sort the measures into a matrix; a measure stands in every field it is about, and a field without any is a white spot.

    Parameters
    ----------
    field_of : mapping
        The field of action of every measure by its id, where it is not the measure's own (see :func:`fields_of`).
    """
    made: dict[tuple[str, str], Cell] = {}
    for row in rows.keys:
        for column in columns.keys:
            ties = [
                (m, _both(_tie(m, rows.sort, row, members, ages, field_of), _tie(m, columns.sort, column, members, ages, field_of)))
                for m in measures
            ]  # fmt: skip
            made[row, column] = Cell(
                tuple(m for m, tie in ties if tie == "own" and m.status in ACTIVE),
                tuple(m for m, tie in ties if tie == "wide" and m.status in ACTIVE),
                tuple(m for m, tie in ties if tie and m.status == IDEA),
            )
    return made


def _tie(
    measure: Measure, sort: str, key: str, members: Members, ages: Ages | None, field_of: Mapping[str, str] | None
) -> Tie:
    if sort == "region":
        return place_tie(measure.region_ids, key, members)
    if sort == "age":
        return "own" if aimed_at(measure, key, ages) else ""
    return "own" if (field_of or {}).get(measure.id, measure.field_id) == key else ""


def _both(one: Tie, other: Tie) -> Tie:
    return "" if not one or not other else "wide" if "wide" in (one, other) else "own"


def fields_of(measures: Iterable[Measure], goals: Iterable[Goal]) -> dict[str, str]:
    """Give the field of action of every measure by id: its goal's, or its own where it has no goal."""
    by_goal = {goal.id: goal.field_id for goal in goals}
    return {m.id: by_goal.get(m.goal_id, m.field_id) for m in measures}


def needs_of(statements: Iterable[Statement]) -> list[Need]:
    """Give the needs that people named: their weaknesses and risks."""
    return [Need(s.region_id, s.band, s.field_id, s.title) for s in statements if s.quadrant in NEEDING]


def needs_in(needs: Iterable[Need], rows: Axis, columns: Axis, members: Members) -> dict[tuple[str, str], list[Need]]:
    """Sort needs into the matrix: each into the fields it names on both axes.

    What names no age belongs to no age, and an age group has a need where :func:`mostly_shares` holds: a statement about everybody
    of working age says little about pupils.
    """
    known = list(needs)
    return {
        (row, column): [
            n for n in known if _named(n, rows.sort, row, members) and _named(n, columns.sort, column, members)
        ]
        for row in rows.keys
        for column in columns.keys
    }


def _named(need: Need, sort: str, key: str, members: Members) -> bool:
    if sort == "region":
        return bool(place_tie([need.region_id], key, members))
    if sort == "age":
        return bool(key and need.band) and mostly_shares(need.band, key)
    return bool(key) and need.field_id == key
