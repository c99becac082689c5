"""What an edited table would change, before anything is changed: new, changed, put aside, unchanged, and in conflict.

A row of the table names the record and the version that the table showed. Where the record was changed since, the row is measured
against the state it showed, so that only what a person changed in the table counts; where both changed the same, that is a conflict
and nothing happens to it until somebody decides. Pure functions; reading files and asking people is done elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from workshop.desk import Desk
from workshop.errors import InvalidError, OutdatedError, WorkshopError
from workshop.reader import LISTS, Change
from workshop.records import Record, attributes_of, checked

NEW, CHANGED, ASIDE, SAME = "neu", "geändert", "ins Archiv", "unverändert"
MEANWHILE: Final = "Inzwischen hat jemand etwas geändert. Es wurde nichts übernommen; bitte die neue Vorschau ansehen."


@dataclass(frozen=True)
class Problem:
    """What cannot be read: where it stands, what is wrong, what helps."""

    sheet: str
    row: int
    column: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """Write it as people are told."""
        where = ", ".join(
            part
            for part in (
                f"Blatt {self.sheet}" if self.sheet else "",
                f"Zeile {self.row}" if self.row else "",
                f"Spalte „{self.column}“" if self.column else "",
            )
            if part
        )
        return f"{where}: {self.problem}. {self.remedy}" if where else f"{self.problem}. {self.remedy}"


@dataclass(frozen=True)
class Given:
    """One row of a table.

    Attributes
    ----------
    version : int
        The version that the table showed; 0 for a new row.
    values : dict
        The attributes whose cells differ from what the table showed (of a new row: all that are filled in).
    aside : bool
        Marked to be put into the archive.
    """

    kind: type[Record]
    record_id: str
    version: int
    sheet: str
    row: int
    values: Mapping[str, Any]
    aside: bool = False


@dataclass(frozen=True)
class Part:
    """One attribute: what the table showed, what stands there now, what the table wants."""

    name: str
    shown: Any
    now: Any
    wanted: Any


@dataclass(frozen=True)
class Row:
    """What one row would do."""

    given: Given
    action: str
    record: Record | None = None
    parts: tuple[Part, ...] = ()
    conflicts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a whole table would do; with problems nothing can be applied."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    def of(self, action: str) -> list[Row]:
        """Give the rows with one action."""
        return [row for row in self.rows if row.action == action]

    @property
    def conflicts(self) -> list[Row]:
        """Give the rows in which something was changed on both sides."""
        return [row for row in self.rows if row.conflicts]

    @property
    def empty(self) -> bool:
        """Tell whether nothing would change."""
        return all(row.action == SAME and not row.conflicts for row in self.rows)


def as_of(record: Record, history: Iterable[Change], version: int) -> Record:
    """Give a record as it was at a version, by taking later changes back."""
    kind = type(record)
    values: dict[str, Any] = {}
    for change in sorted(history, key=lambda c: c.version, reverse=True):
        if change.record_id == record.id and change.version > version:
            values |= {name: typed(kind, name, pair[0]) for name, pair in change.changes.items()}
    known = {field.name for field in fields(kind)}
    return replace(record, **{name: value for name, value in values.items() if name in known}, version=version)


def typed(kind: type[Record], name: str, value: Any) -> Any:
    """Give a plain value of the history as the record holds it."""
    attribute = attributes_of(kind).get(name)
    if attribute is None:
        return value
    if value is None and attribute.metadata["type"] in {"text", "key"}:
        return ""
    if attribute.metadata["type"] in LISTS:
        return tuple(value or ())
    return checked(kind, {name: value})[name]


def preview(
    given: Sequence[Given], records: Mapping[str, Record], history: Sequence[Change], problems: Sequence[Problem] = ()
) -> Preview:
    """Find out what rows would change.

    Parameters
    ----------
    records : Mapping[str, Record]
        The records as they are now, those in the archive too, by id.
    history : Sequence[Change]
        Their history, as far back as the table's versions.
    problems : Sequence[Problem]
        What could not be read.
    """
    rows: list[Row] = []
    found = list(problems) + _twice(given)
    for one in given:
        try:
            rows.append(_row(one, records.get(one.record_id), history))
        except InvalidError as error:
            found.append(Problem(one.sheet, one.row, error.label, error.problem, error.remedy))
    return Preview(tuple(rows), tuple(found))


def _twice(given: Sequence[Given]) -> list[Problem]:
    seen: dict[str, Given] = {}
    found = []
    for one in given:
        first = seen.setdefault(one.record_id, one)
        if first is not one:
            found.append(Problem(
                one.sheet, one.row, "Schlüssel", f"steht schon in Zeile {first.row}",
                "Für einen neuen Eintrag bitte Schlüssel und Version leer lassen.",
            ))  # fmt: skip
    return found


def _row(one: Given, record: Record | None, history: Sequence[Change]) -> Row:
    if record is None:
        return _new(one)
    values = checked(one.kind, one.values)
    if not one.version:
        return _known_already(one, record, values)
    shown = record if one.version == record.version else as_of(record, history, one.version)
    parts: list[Part] = []
    conflicts: list[Part] = []
    for name, wanted in values.items():
        part = Part(name, getattr(shown, name), getattr(record, name), wanted)
        if wanted != part.now:
            (parts if part.shown == part.now else conflicts).append(part)
    aside = one.aside and not record.archived
    action = ASIDE if aside else CHANGED if parts else SAME
    return Row(one, action, record, tuple(parts), tuple(conflicts))


def _new(one: Given) -> Row:
    made = one.kind()
    values = checked(one.kind, {name: getattr(made, name) for name in attributes_of(one.kind)} | dict(one.values))
    parts = tuple(Part(name, None, None, values[name]) for name in one.values if values[name] != getattr(made, name))
    return Row(one, NEW, None, parts)


def _known_already(one: Given, record: Record, values: Mapping[str, Any]) -> Row:
    """Pass over a new row that was taken over before: the same table was read twice."""
    if all(getattr(record, name) == value for name, value in values.items()):
        return Row(one, SAME, record)
    raise InvalidError(
        "Schlüssel",
        "fehlt, aber diese Zeile wurde schon einmal übernommen",
        "Bitte eine frische Tabelle laden und dort ändern.",
    )


def apply(desk: Desk, found: Preview, take: Collection[tuple[str, str]] = ()) -> int:
    """Store what a preview shows, in the desk's transaction; give how many records were written.

    Parameters
    ----------
    take : Collection[tuple[str, str]]
        The conflicts (record id, attribute) in which the table's value shall stand.

    Raises
    ------
    WorkshopError
        There are problems, or somebody changed a record since the preview; nothing is stored.
    """
    if found.problems:
        raise WorkshopError("Die Tabelle enthält Fehler. Es wurde nichts übernommen.")
    try:
        return sum(_apply(desk, row, take) for row in found.rows)
    except OutdatedError as error:
        raise WorkshopError(MEANWHILE) from error


def _apply(desk: Desk, row: Row, take: Collection[tuple[str, str]]) -> bool:
    one = row.given
    if row.record is None:
        desk.add(one.kind(id=one.record_id, **{part.name: part.wanted for part in row.parts}))
        return True
    chosen = [part for part in row.conflicts if (one.record_id, part.name) in take]
    values = {part.name: part.wanted for part in (*row.parts, *chosen)}
    version = row.record.version
    if values:
        version = desk.change(one.kind, one.record_id, version, values).version
    if row.action == ASIDE:
        desk.archive(one.kind, one.record_id, version)
    return bool(values) or row.action == ASIDE
