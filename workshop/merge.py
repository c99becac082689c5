"""Bring a file's records into a store: the laptop of the village hall back into the county's store, or a backup into an empty one.

:func:`plan` shows what would happen (see :mod:`workshop.merge_plan`). What only one side changed is taken over as it is; records
changed on both sides are decided by people, attribute by attribute – never silently, and what only one side changed is merely proposed.
After a merge the rows of both sides are there, and a row "merge" for each decided record says who decided and what was given up for
what. Merging the same file again changes nothing; merging back the other way makes both stores equal.

A name deleted on its bearer's request stays deleted: here it is deleted as well, and no old row brings it back. Only where the other
side wrote the name anew it returns, as if it was written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from workshop import roles
from workshop.desk import Desk, as_row
from workshop.erasure import ERASE, ERASING
from workshop.errors import MergeError
from workshop.exchange import Key
from workshop.merge_plan import Conflict, Decisions, Difference, MergePlan, Side, plan
from workshop.reader import Change, kind_named
from workshop.records import Record, attributes_of, checked
from workshop.replay import by_record, state_after
from workshop.tables import ABOUT, HISTORY, PERSON, PULSE, RECORDS

__all__ = ["Conflict", "Decisions", "Difference", "MergePlan", "Report", "Side", "apply", "plan"]
MERGE: Final = "merge"


@dataclass(frozen=True)
class Report:
    """What a merge did."""

    added: int
    advanced: int
    decided: int
    unchanged: int
    people: int


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
        self._blank()
        self._rows()
        for key in wanted.added:
            self.desk.connection.execute(sa.insert(RECORDS[key[0]]), as_row(self.content.records[key]))
        for key in wanted.advanced:
            self._put(self.content.records[key])
        for conflict in wanted.conflicts:
            self._settle(conflict, decisions.get(conflict.key, {}))
        same = wanted.unchanged + len(wanted.behind)
        return Report(len(wanted.added), len(wanted.advanced), len(wanted.conflicts), same, wanted.people)

    def _people(self) -> None:
        known = self.desk.names()
        nobody = {"role": roles.Role.GAST.name.lower(), "subject": ""}
        new = [{**vars(name), **nobody} for name in self.content.people.values() if name.id not in known]
        if new:
            self.desk.connection.execute(sa.insert(PERSON), new)

    def _blank(self) -> None:
        """Delete here as well what was deleted there on a person's request."""
        wanted = set(self.wanted.blanked)
        for row in (row for rows in self.content.history.values() for row in rows if row.id in wanted):
            values = {"changes": row.changes, "redacted": True}
            self.desk.connection.execute(sa.update(HISTORY).where(HISTORY.c.id == row.id).values(**values))
        for name in (name for name in self.content.people.values() if name.id in wanted):
            values = {"name": name.name, "subject": "", "erased": True}
            self.desk.connection.execute(sa.update(PERSON).where(PERSON.c.id == name.id).values(**values))

    def _rows(self) -> None:
        """Add the rows that are missing here, in their order, as commits of this store."""
        rows = list(self._missing())
        if not rows:
            return
        empty, pulse = self.wanted.empty, self.desk.pulse()
        numbers = sorted({row.number for row in rows})
        # An empty store takes the numbers as they are; elsewhere they continue what is there.
        place = {number: number if empty else pulse + i for i, number in enumerate(numbers)}
        self.desk.connection.execute(sa.insert(HISTORY), [{**vars(r), "number": place[r.number]} for r in rows])
        last = max(pulse, self.content.pulse if empty else 0, *place.values())
        self.desk.connection.execute(sa.update(PULSE).values(number=last))
        self.desk.number = last

    def _missing(self) -> Iterator[Change]:
        here = by_record(self.desk.history())
        for key in (*self.wanted.added, *self.wanted.advanced, *(c.key for c in self.wanted.conflicts)):
            yield from _cleaned(key, self.content.history[key], {row.id: row for row in here.get(key, ())})

    def _put(self, record: Record) -> None:
        """Store a record that is here already; a frozen state changes only where a name was deleted in it."""
        table, connection = RECORDS[record.KIND], self.desk.connection
        deleting = any(row.action == ERASE for row in self.content.history[record.KIND, record.id])
        if deleting:
            connection.execute(sa.insert(ABOUT).values(**ERASING))
        connection.execute(sa.update(table).where(table.c.id == record.id).values(**as_row(record)))
        if deleting:
            connection.execute(sa.delete(ABOUT).where(ABOUT.c.name == ERASING["name"]))

    def _settle(self, conflict: Conflict, decided: Mapping[str, Side]) -> None:
        """Store what was decided, with a row that says what was given up for what."""
        ours, theirs = conflict.ours, conflict.theirs
        changes = {d.name: _given_up_for(d, decided) for d in conflict.differences}
        count = len(self.desk.history(record_id=ours.id, kinds=[ours.KIND]))
        times = [time for record in (ours, theirs) for time in (record.created_at, record.changed_at) if time]
        made = replace(
            ours, **_typed(type(ours), {name: kept for name, (_, kept) in changes.items()}), version=count + bool(changes),
            created_at=min(times), changed_at=self.desk.now if changes else max(times),
        )  # fmt: skip
        self._put(made)
        if changes:
            self.desk.note(made, MERGE, changes)


def _given_up_for(difference: Difference, decided: Mapping[str, Side]) -> list[Any]:
    """Give [the value given up, the one that holds]; a deleted name is not written down once more."""
    ours, theirs = difference.ours, difference.theirs
    kept, left = (ours, theirs) if difference.chosen(decided) == "ours" else (theirs, ours)
    return [kept if difference.settled else left, kept]


def _cleaned(key: Key, theirs: Iterable[Change], known: Mapping[str, Change]) -> Iterator[Change]:
    """Give the rows that are not known here; a name deleted here does not come back as the "from" of a later row."""
    kind, rows = kind_named(key[0]), list(theirs)
    told = state_after(kind, [row for row in rows if row.id in known])
    kept = state_after(kind, [known[row.id] for row in rows if row.id in known])
    deleted = {name for name in told if told[name] != kept[name]}
    for row in (row for row in rows if row.id not in known):
        again = {name for name in deleted & row.changes.keys() if row.changes[name][0] == told[name]}
        changes = row.changes | {name: [kept[name], row.changes[name][1]] for name in again}
        yield replace(row, changes=changes, redacted=True) if again else row


def _typed(kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn plain values back into what a record holds."""
    own = {name: value for name, value in values.items() if name in attributes_of(kind)}
    return checked(kind, own) | {name: bool(value) for name, value in values.items() if name not in own}
