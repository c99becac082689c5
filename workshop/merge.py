"""Bring a file's records into a store: the laptop of the village hall back into the county's store, or a backup into an empty one.

Every change ever made has a row in the history with an id that no other store makes. So for each record the two sets of ids tell what
happened since both sides were the same: nothing, changes on one side (taken over as they are), or changes on both – a conflict, which
people decide attribute by attribute. Nothing is decided for them; what only one side changed is merely proposed. After a merge the
rows of both sides are there, and a row "merge" for each decided record says who decided and what was given up for what. Merging the same file again changes
nothing; merging back the other way makes both stores equal.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from workshop import roles
from workshop.desk import Desk, as_row
from workshop.errors import MergeError
from workshop.exchange import Content, Key, take
from workshop.reader import Change, Reader, kind_named
from workshop.records import Record, attributes_of, checked, label
from workshop.replay import in_order, state_after, values_of
from workshop.tables import HISTORY, PERSON, PULSE, RECORDS

MERGE: Final = "merge"
Side = Literal["ours", "theirs"]
Decisions = Mapping[Key, Mapping[str, Side]]
SIDES: Final[tuple[Side, Side]] = ("ours", "theirs")


@dataclass(frozen=True)
class Difference:
    """One attribute on which two sides differ.

    Attributes
    ----------
    common, ours, theirs : Any
        Plain values: when both were last the same (None where they never were), here, and in the file.
    proposed : str
        The side that alone changed it; empty where people must choose.
    ours_by, theirs_by : Change | None
        The row that last set it on each side since then.
    """

    name: str
    label: str
    common: Any
    ours: Any
    theirs: Any
    proposed: Side | Literal[""]
    ours_by: Change | None
    theirs_by: Change | None


@dataclass(frozen=True)
class Conflict:
    """A record that was changed on both sides.

    Attributes
    ----------
    differences : tuple of Difference
        Empty where both sides came to the same.
    equal : tuple of str
        Labels of what both sides changed to the same.
    """

    key: Key
    ours: Record
    theirs: Record
    ours_since: tuple[Change, ...]
    theirs_since: tuple[Change, ...]
    differences: tuple[Difference, ...]
    equal: tuple[str, ...]

    @property
    def proposed(self) -> dict[str, Side]:
        """Give what is proposed: attributes that one side alone changed."""
        return {d.name: d.proposed for d in self.differences if d.proposed}

    def undecided(self, decisions: Mapping[str, Side]) -> list[str]:
        """Name the attributes that nobody has decided yet."""
        return [d.name for d in self.differences if decisions.get(d.name) not in SIDES]


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do; nothing of it is done.

    Attributes
    ----------
    added, advanced, behind : tuple of Key
        New here; newer in the file; newer here (stays as it is).
    unchanged : int
        How many records are the same on both sides.
    people : int
        How many names of writers the file adds.
    """

    content: Content = field(repr=False)
    pulse: int
    empty: bool
    added: tuple[Key, ...]
    advanced: tuple[Key, ...]
    behind: tuple[Key, ...]
    conflicts: tuple[Conflict, ...]
    unchanged: int
    people: int
    blanked: tuple[str, ...]

    @property
    def nothing_new(self) -> bool:
        """Tell whether the file holds nothing that is not here already."""
        return not (self.added or self.advanced or self.conflicts or self.people or self.blanked)

    def undecided(self, decisions: Decisions) -> list[Conflict]:
        """Give the conflicts that are not fully decided."""
        return [c for c in self.conflicts if c.undecided(decisions.get(c.key, {}))]

    def same_as(self, other: MergePlan) -> bool:
        """Tell whether another plan would do exactly the same."""
        return self.content is other.content and replace(self, pulse=0) == replace(other, pulse=0)


@dataclass(frozen=True)
class Report:
    """What a merge did."""

    added: int
    advanced: int
    decided: int
    unchanged: int
    people: int


def plan(reader: Reader, content: Content) -> MergePlan:
    """Compare a file with the store; changes nothing."""
    here = take(reader, "", content.written_at)
    new: list[Key] = []
    newer: list[Key] = []
    older: list[Key] = []
    conflicts: list[Conflict] = []
    for key in content.records:
        ours_ids, theirs_ids = ({row.id for row in side.history.get(key, ())} for side in (here, content))
        if key not in here.records:
            new.append(key)
        elif ours_ids < theirs_ids:
            newer.append(key)
        elif theirs_ids < ours_ids:
            older.append(key)
        elif ours_ids != theirs_ids:
            conflicts.append(_conflict(key, here, content))
    same = len(content.records) - len(new) - len(newer) - len(older) - len(conflicts)
    return MergePlan(
        content, here.pulse, not here.history, tuple(new), tuple(newer), tuple(older), tuple(conflicts), same,
        len(content.people.keys() - here.people.keys()), tuple(_blanked_elsewhere(here, content)),
    )  # fmt: skip


def _blanked_elsewhere(here: Content, content: Content) -> Iterable[str]:
    """Name what was deleted there for a person's sake and still stands here: rows of the history, people."""
    known = {row.id for rows in here.history.values() for row in rows if not row.redacted}
    yield from (row.id for rows in content.history.values() for row in rows if row.redacted and row.id in known)
    yield from (
        p.id for p in content.people.values() if p.erased and p.id in here.people and not here.people[p.id].erased
    )


def _conflict(key: Key, here: Content, there: Content) -> Conflict:
    kind = kind_named(key[0])
    ours, theirs = here.records[key], there.records[key]
    ours_rows, theirs_rows = here.history[key], there.history[key]
    shared = {row.id for row in ours_rows} & {row.id for row in theirs_rows}
    common = state_after(kind, [row for row in ours_rows if row.id in shared]) if shared else {}
    since = [tuple(in_order(row for row in rows if row.id not in shared)) for rows in (ours_rows, theirs_rows)]
    values = values_of(ours), values_of(theirs)
    differing = [name for name in values[0] if values[0][name] != values[1][name]]
    touched = [{name for row in rows for name in row.changes} for rows in since]
    equal = [label(kind, name) for name in values[0] if name not in differing and name in touched[0] & touched[1]]
    differences = tuple(_difference(kind, name, common, values, since) for name in differing)
    return Conflict(key, ours, theirs, since[0], since[1], _without_hasty(differences, common, since), tuple(equal))


def _difference(
    kind: type[Record],
    name: str,
    common: dict[str, Any],
    values: tuple[dict[str, Any], ...],
    since: list[tuple[Change, ...]],
) -> Difference:
    ours, theirs = values[0][name], values[1][name]
    proposed: Side | Literal[""] = ""
    if name in common:
        proposed = "theirs" if ours == common[name] else "ours" if theirs == common[name] else ""
    last = [next((row for row in reversed(rows) if name in row.changes), None) for rows in since]
    return Difference(name, label(kind, name), common.get(name), ours, theirs, proposed, last[0], last[1])


def _without_hasty(
    differences: tuple[Difference, ...], common: dict[str, Any], since: list[tuple[Change, ...]]
) -> tuple[Difference, ...]:
    """Propose nothing about the archive: one side put aside what the other still worked on."""
    return tuple(replace(d, proposed="") if d.name == "archived" else d for d in differences)


def apply(desk: Desk, wanted: MergePlan, decisions: Decisions) -> Report:
    """Do what a plan says, in the desk's one transaction.

    Parameters
    ----------
    desk : Desk
        Of somebody of the Verwaltung.
    wanted : MergePlan
        What was shown.
    decisions : mapping
        For each conflict (by its key) and each of its differences the side whose value holds: "ours" or "theirs".

    Raises
    ------
    NotAllowedError
        The writer is not of the Verwaltung.
    MergeError
        A conflict is not decided, or the store changed since the plan was shown. Nothing was stored.
    """
    roles.need(desk.writer, roles.Role.VERWALTUNG, "Dateien zurückholen oder zusammenführen")
    if undecided := wanted.undecided(decisions):
        raise MergeError(f"Noch nicht entschieden: {len(undecided)} Einträge. Bitte bei jeder Angabe wählen, was gilt.")
    # This transaction has counted itself already; whoever else wrote must not have changed what was shown.
    if desk.pulse() != wanted.pulse + 1 and not wanted.same_as(plan(desk, wanted.content)):
        raise MergeError("Die Ablage wurde inzwischen geändert. Bitte die Vorschau neu ansehen und noch einmal wählen.")
    try:
        return _Merging(desk, wanted).done(decisions)
    except DBAPIError as error:
        raise MergeError(
            f"Die Datei „{wanted.content.name}“ lässt sich nicht übernehmen. Bitte noch einmal sichern und hochladen. "
            "Gespeichert wurde nichts."
        ) from error


class _Merging:
    """One merge on its way."""

    def __init__(self, desk: Desk, wanted: MergePlan) -> None:
        self.desk, self.wanted, self.content = desk, wanted, wanted.content

    def done(self, decisions: Decisions) -> Report:
        """Store everything and count it."""
        wanted = self.wanted
        self._people()
        self._rows()
        self._blank()
        for key in wanted.added:
            self._put(self.content.records[key], new=True)
        for key in wanted.advanced:
            self._put(self.content.records[key])
        for conflict in wanted.conflicts:
            self._settle(conflict, decisions.get(conflict.key, {}))
        return Report(
            len(wanted.added),
            len(wanted.advanced),
            len(wanted.conflicts),
            wanted.unchanged + len(wanted.behind),
            wanted.people,
        )

    def _people(self) -> None:
        known = self.desk.names()
        new = [
            {**vars(name), "role": roles.Role.GAST.name.lower(), "subject": ""}
            for name in self.content.people.values()
            if name.id not in known
        ]
        if new:
            self.desk.connection.execute(sa.insert(PERSON), new)

    def _rows(self) -> None:
        """Add the rows that are missing here, in their order, as commits of this store."""
        concerned = {*self.wanted.added, *self.wanted.advanced, *(c.key for c in self.wanted.conflicts)}
        known = set(self.desk.connection.execute(sa.select(HISTORY.c.id)).scalars())
        rows = [row for key in concerned for row in self.content.history[key] if row.id not in known]
        first = 0 if self.wanted.empty else self.desk.pulse()
        numbers = sorted({row.number for row in rows})
        # An empty store takes the numbers as they are; elsewhere they continue what is there.
        place = {n: n if self.wanted.empty else first + i for i, n in enumerate(numbers)}
        if rows:
            self.desk.connection.execute(
                sa.insert(HISTORY), [{**vars(row), "number": place[row.number]} for row in rows]
            )
            last = max(self.desk.pulse(), self.content.pulse if self.wanted.empty else 0, *place.values())
            self.desk.connection.execute(sa.update(PULSE).values(number=last))

    def _blank(self) -> None:
        """Delete here as well what was deleted there on a person's request."""
        wanted = set(self.wanted.blanked)
        rows = [row for rows in self.content.history.values() for row in rows if row.id in wanted]
        for row in rows:
            values = {"changes": row.changes, "redacted": True}
            self.desk.connection.execute(sa.update(HISTORY).where(HISTORY.c.id == row.id).values(**values))
        for name in self.content.people.values():
            if name.id in wanted:
                self.desk.connection.execute(
                    sa.update(PERSON).where(PERSON.c.id == name.id).values(name=name.name, subject="", erased=True)
                )

    def _put(self, record: Record, *, new: bool = False) -> None:
        table = RECORDS[record.KIND]
        row = as_row(record)
        query = sa.insert(table) if new else sa.update(table).where(table.c.id == record.id)
        self.desk.connection.execute(query.values(**row))

    def _settle(self, conflict: Conflict, decided: Mapping[str, Side]) -> None:
        """Store what was decided, with a row that says what was given up for what."""
        ours, theirs = conflict.ours, conflict.theirs
        chosen = {d.name: (d.ours if decided[d.name] == "ours" else d.theirs) for d in conflict.differences}
        changes = {
            d.name: [d.theirs if decided[d.name] == "ours" else d.ours, chosen[d.name]] for d in conflict.differences
        }
        rows = {row.id for key in (conflict.key,) for row in self.content.history[key]} | self._ours(conflict)
        times = [time for record in (ours, theirs) for time in (record.created_at, record.changed_at) if time]
        made = replace(
            ours, **_typed(type(ours), chosen), version=len(rows) + bool(changes), created_at=min(times),
            changed_at=self.desk.now if changes else max(times),
        )  # fmt: skip
        self._put(made)
        if changes:
            self._note(made, changes)

    def _ours(self, conflict: Conflict) -> set[str]:
        return {row.id for row in self.desk.history(record_id=conflict.key[1]) if row.kind == conflict.key[0]}

    def _note(self, record: Record, changes: dict[str, list[Any]]) -> None:
        self.desk.connection.execute(
            sa.insert(HISTORY).values(
                id=str(uuid.uuid4()), number=self.desk.pulse(), at=self.desk.now, writer_id=self.desk.writer.person_id,
                role=self.desk.writer.role.name.lower(), kind=record.KIND, record_id=record.id, version=record.version,
                action=MERGE, changes=changes, redacted=False,
            )
        )  # fmt: skip


def _typed(kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn plain values back into what a record holds."""
    own = {name: value for name, value in values.items() if name in attributes_of(kind)}
    return checked(kind, own) | {name: bool(value) for name, value in values.items() if name not in own}
