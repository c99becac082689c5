"""What bringing a file into a store would do, record by record: nothing of it is done here.

Every change ever made has a row in the history with an id that no other store makes. So for each record the two sets of ids tell what
happened since both sides were the same: nothing, changes on one side, or changes on both – a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from workshop.erasure import ERASE
from workshop.exchange import Content, Key, take
from workshop.reader import Change, Reader, kind_named
from workshop.records import Record, label
from workshop.replay import in_order, state_after, values_of

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
    settled : bool
        One side deleted a name here on request of its bearer and the other changed nothing: that holds, whatever is decided.
    """

    name: str
    label: str
    common: Any
    ours: Any
    theirs: Any
    proposed: Side | Literal[""]
    ours_by: Change | None
    theirs_by: Change | None
    settled: bool = False

    def chosen(self, decisions: Mapping[str, Side]) -> Side | Literal[""]:
        """Give the side whose value holds."""
        return self.proposed if self.settled else decisions.get(self.name, "")


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
        return [d.name for d in self.differences if d.chosen(decisions) not in SIDES]


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
    return Conflict(key, ours, theirs, since[0], since[1], differences, tuple(equal))


def _difference(
    kind: type[Record],
    name: str,
    common: dict[str, Any],
    values: tuple[dict[str, Any], ...],
    since: list[tuple[Change, ...]],
) -> Difference:
    ours, theirs = values[0][name], values[1][name]
    last = [next((row for row in reversed(rows) if name in row.changes), None) for rows in since]
    proposed: Side | Literal[""] = ""
    # Nothing is proposed about the archive: one side put aside what the other still worked on.
    if name in common and name != "archived":
        proposed = "theirs" if ours == common[name] else "ours" if theirs == common[name] else ""
    by = {"ours": last[0], "theirs": last[1]}
    settled = [side for side in SIDES if _erased(by[side]) and by[SIDES[side == "ours"]] is None]
    return Difference(
        name, label(kind, name), common.get(name), ours, theirs, settled[0] if settled else proposed, last[0], last[1],
        bool(settled),
    )  # fmt: skip


def _erased(row: Change | None) -> bool:
    return row is not None and row.action == ERASE
