"""Editing a table of records in place: every changed cell is stored at once, with the version that was read.

The table keeps what it showed when editing began; so a cell that somebody else changed meanwhile is never overwritten unseen, and
the table does not jump while one works in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Generic, TypeVar

import pandas as pd
import streamlit as st

from views import plan_data, plan_words, resources, saving, workshop_data
from views.plan_data import Plan
from workshop.desk import Desk
from workshop.records import FUNDING, STATUSES, Goal, Measure, Record, attributes_of, label

R = TypeVar("R", bound=Record)
ROW_HEIGHT: Final = 44
WHOLE: Final = 30
"""Up to so many rows a table is shown whole."""
UNSAVED: Final = object()


@dataclass(frozen=True)
class Column:
    """One column: the attribute, what may be chosen (stored word → shown word), and its width."""

    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    width: Any = None

    def shown(self, value: Any) -> Any:
        """Give a stored value as the table shows it."""
        if isinstance(value, tuple):
            return [self.options[v] for v in value if v in self.options]
        if self.options:
            return self.options.get(value)
        return value

    def stored(self, kind: type[Record], value: Any) -> Any:
        """Give what was typed as the record stores it."""
        sort = attributes_of(kind)[self.name].metadata["type"]
        if sort == "keys":
            back = {shown: key for key, shown in self.options.items()}
            return tuple(back[v] for v in value or () if v in back)
        if self.options:
            empty = "" if sort == "key" else None
            return next((key for key, shown in self.options.items() if shown == value), empty)
        if sort == "text":
            return "" if value is None else str(value)
        return str(value)[:10] if sort == "day" and value else value


@dataclass
class Kept(Generic[R]):
    """What the table showed when editing began, and what was stored since."""

    records: list[R]
    rows: list[dict[str, Any]]
    number: int = 0
    stored: dict[tuple[str, int, str], Any] = field(default_factory=dict)
    added: dict[int, tuple[str, int]] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    stale: bool = False

    def open_for(self, now: Sequence[Record]) -> bool:
        """Tell whether it may go on as it is: it shows the records that are wanted, and newer ones only while nothing was edited yet."""
        own = {r.id: r.version for at, r in enumerate(self.records) if at not in self.removed}
        added = {key for key, _ in self.added.values()}
        wanted = {r.id: r.version for r in now if r.id not in added}
        return not self.stale and wanted.keys() == own.keys() and (bool(self.stored) or wanted == own)


def table(
    kind: type[R],
    records: Sequence[R],
    columns: Sequence[Column],
    key: str,
    *,
    fresh: R | None = None,
    aside: bool = False,
) -> None:
    """Draw a table to edit.

    Parameters
    ----------
    kind : type
        What the records are.
    columns : Sequence[Column]
        What can be edited.
    key : str
        Unique on the page.
    fresh : Record | None
        What a new row begins with; without it no row can be added.
    aside : bool
        Whether rows can be put into the archive.
    """  # fmt: skip
    kept = _kept(records, columns, key)
    frame = pd.DataFrame(kept.rows, columns=[c.name for c in columns])
    for column in columns:
        if attributes_of(kind)[column.name].metadata["type"] == "day":
            frame[column.name] = pd.to_datetime(frame[column.name]).dt.date if len(frame) else frame[column.name]
    rows_may = {(True, True): "dynamic", (True, False): "add", (False, True): "delete"}
    widget = f"{key}_{kept.number}"
    st.data_editor(
        frame,
        key=widget,
        hide_index=True,
        row_height=ROW_HEIGHT,
        height="content" if len(frame) <= WHOLE else "auto",
        num_rows=rows_may.get((fresh is not None, aside), "fixed"),  # type: ignore[call-overload]
        column_config={c.name: _config(kind, c) for c in columns},
        on_change=_changed,
        args=(kind, columns, key, widget, fresh),
    )


def _kept(records: Sequence[R], columns: Sequence[Column], key: str) -> Kept[R]:
    kept: Kept[R] | None = st.session_state.get(f"{key}_kept")
    if kept is None or not kept.open_for(records):
        rows = [{c.name: c.shown(getattr(r, c.name)) for c in columns} for r in records]
        kept = Kept(list(records), rows, kept.number + 1 if kept else 0)
        st.session_state[f"{key}_kept"] = kept
    return kept


def close(key: str) -> None:
    """Forget what a table showed, so that it opens anew."""
    st.session_state.pop(f"{key}_kept", None)


def _config(kind: type[Record], column: Column) -> Any:
    attribute = attributes_of(kind)[column.name]
    name, sort = label(kind, column.name), attribute.metadata["type"]
    name = name[:1].upper() + name[1:]
    make = st.column_config
    if sort == "keys":
        return make.MultiselectColumn(name, options=list(column.options.values()), width=column.width)
    if column.options:
        required = sort == "choice"
        return make.SelectboxColumn(name, options=list(column.options.values()), required=required, width=column.width)
    if sort == "day":
        return make.DateColumn(name, format="DD.MM.YYYY", width=column.width)
    if sort == "flag":
        return make.CheckboxColumn(name, width=column.width)
    if sort == "number":
        low, high = attribute.metadata["low"], attribute.metadata["high"]
        return make.NumberColumn(name, min_value=low, max_value=high, width=column.width)
    return make.TextColumn(name, required=bool(attribute.metadata["required"]), width=column.width)


def _changed(kind: type[R], columns: Sequence[Column], key: str, widget: str, fresh: R | None) -> None:
    """Store what was just changed; the page runs again afterwards."""
    kept: Kept[R] = st.session_state[f"{key}_kept"]
    state = st.session_state[widget]
    by_name = {c.name: c for c in columns}
    for row, cells in state["edited_rows"].items():
        at = int(row)
        values = _fresh_cells(kept, by_name, kind, "edited", at, cells)
        if values and not _store(kept, kind, at, values):
            return _again(key)
    for at, cells in enumerate(state["added_rows"]):
        if fresh is not None and not _add(kept, kind, by_name, at, cells, fresh):
            return _again(key)
    for at in state["deleted_rows"]:
        if at not in kept.removed and not _put_aside(kept, kind, at):
            return _again(key)
    return None


def _again(key: str) -> None:
    """Show what is really stored: something could not be."""
    kept: Kept[Any] = st.session_state[f"{key}_kept"]
    kept.stale = True


def _fresh_cells(
    kept: Kept[R], columns: Mapping[str, Column], kind: type[R], where: str, at: int, cells: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the cells that were not stored yet, as the record stores them."""
    fresh = {
        name: value
        for name, value in cells.items()
        if name in columns and kept.stored.get((where, at, name), UNSAVED) != value
    }
    for name, value in fresh.items():
        kept.stored[where, at, name] = value
    return {name: columns[name].stored(kind, value) for name, value in fresh.items()}


def _store(kept: Kept[R], kind: type[R], at: int, values: dict[str, Any]) -> bool:
    record = kept.records[at]
    values = values | _without_goal(record, values)
    version = plan_data.version_for(record, values)
    made = saving.save(lambda desk: desk.change(kind, record.id, version, values))
    if made is not None:
        kept.records[at] = replace(record, **{name: getattr(made, name) for name in values}, version=made.version)
    return made is not None


def _without_goal(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Let a measure leave its goal when it moves to another field of action: a goal belongs to one field."""
    if not isinstance(record, Measure) or "field_id" not in values or not record.goal_id:
        return {}
    goal = workshop_data.by_id(Goal, record.goal_id)
    return {"goal_id": ""} if goal and goal.field_id != values["field_id"] else {}


def _add(
    kept: Kept[R], kind: type[R], columns: Mapping[str, Column], at: int, cells: Mapping[str, Any], fresh: R
) -> bool:
    values = _fresh_cells(kept, columns, kind, "added", at, cells)
    if not values:
        return True

    def work(desk: Desk) -> R:
        if at in kept.added:
            return desk.change(kind, *kept.added[at], values)
        own = {name: getattr(fresh, name) for name in attributes_of(kind)}
        return desk.add(kind(**own | values))

    made = saving.save(work)
    if made is not None:
        kept.added[at] = (made.id, made.version)
    return made is not None


def _put_aside(kept: Kept[R], kind: type[R], at: int) -> bool:
    record = kept.records[at]
    version = plan_data.version_for(record, ())
    made = saving.save(lambda desk: desk.archive(kind, record.id, version), "Liegt jetzt im Archiv.")
    if made is not None:
        kept.removed.add(at)
    return made is not None


def show(plan: Plan, measures: Sequence[Measure]) -> None:
    """Draw the list of measures to edit."""
    actors = plan_words.titles(plan.actors.values())
    columns = (
        Column("title", width="large"),
        Column("field_id", plan_words.titles(plan.fields.values())),
        Column("status", STATUSES),
        Column("status_note"),
        Column("responsible_id", actors),
        Column("personas", personas()),
        Column("starts_on"),
        Column("ends_on"),
        Column("budget"),
        Column("funding", FUNDING),
        Column("progress"),
    )
    st.html(
        '<p class="kp-sub">Was Sie ändern, ist sofort gespeichert. Alles Weitere steht auf der Seite der Maßnahme.</p>'
    )
    shown = [replace(m, field_id=plan.fields_of.get(m.id, m.field_id)) for m in measures]
    table(Measure, shown, columns, "plan_tabelle")


def personas() -> dict[str, str]:
    """Give the personas that can be chosen: name by id."""
    return {p.id: name for name, p in resources.personas().items()}
