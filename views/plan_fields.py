"""Fields of action, goals and actors: edited in tables, in the order in which they are shown."""

from __future__ import annotations

from html import escape
from typing import Final, TypeVar

import streamlit as st

from views import plan_edit, plan_words, resources, saving, signed_in, workshop_data
from views.plan_data import Plan
from views.plan_edit import Column
from views.state import region_labels
from views.svg import tag
from workshop.records import ACTOR_KINDS, ActionField, Actor, Goal, Record

R = TypeVar("R", bound=Record)

NAMES_HINT: Final = "Stellen, Vereine und Gremien, keine Privatpersonen – es sei denn, die Person ist einverstanden. Auf Wunsch wird ein Name gelöscht."


def show(plan: Plan) -> None:
    """Draw the three tables; who may not write sees them to read."""
    may = signed_in.may("field", "change")
    _heading("Handlungsfelder", "Die Zahl bestimmt die Reihenfolge.")
    if may:
        _table(
            ActionField,
            list(plan.fields.values()),
            (Column("position", width="small"), Column("title"), Column("description", width="large")),
        )
    else:
        _read([(f.title, f.description) for f in plan.fields.values()], "Noch kein Handlungsfeld.")
        signed_in.hint("Handlungsfelder und Ziele ändert die Moderation.")
    fields = plan_words.titles(plan.fields.values())
    _heading("Ziele", "Jedes Ziel gehört zu einem Handlungsfeld.")
    if may and fields:
        fresh = Goal(field_id=next(iter(fields)))
        _table(
            Goal,
            list(plan.goals.values()),
            (Column("field_id", fields), Column("title", width="large"), Column("description")),
            fresh,
        )
    else:
        _read([(g.title, fields.get(g.field_id, "")) for g in plan.goals.values()], "Noch kein Ziel.")
    _heading("Akteure", NAMES_HINT)
    if signed_in.may("actor", "change"):
        places = {region: label for label, region in region_labels(resources.evaluator().regions).items()}
        columns = (
            Column("name", width="medium"),
            Column("sort", ACTOR_KINDS),
            Column("region_id", places),
            Column("note"),
        )
        _table(Actor, list(plan.actors.values()), columns)
    else:
        _read([(a.name, ACTOR_KINDS[a.sort]) for a in plan.actors.values()], "Noch kein Akteur.")
    _archive()


def _heading(text: str, below: str) -> None:
    st.html(f'<h2 class="kp-planh2">{escape(text)}</h2><p class="kp-sub">{escape(below)}</p>')


def _table(kind: type[R], records: list[R], columns: tuple[Column, ...], fresh: R | None = None) -> None:
    aside = signed_in.may(kind.KIND, "archive")
    plan_edit.table(kind, records, columns, f"plan_{kind.KIND}", fresh=fresh or kind(), aside=aside)


def _read(rows: list[tuple[str, str]], empty: str) -> None:
    items = [
        tag("li", tag("b", name, dir="auto"), tag("span", f" {more}" if more else "", dir="auto"))
        for name, more in rows
    ]
    st.html(tag("ul", *items, class_="kp-planlist") if items else tag("p", empty, class_="kp-sub"))


def _archive() -> None:
    """List what was put aside, to be brought back."""
    for kind in (ActionField, Goal, Actor):
        aside: list[Record] = [r for r in workshop_data.all_of(kind, archived=True) if r.archived]
        if aside:
            with st.expander(f"Im Archiv: {kind.NAME} ({len(aside)})"):
                restore_list(aside)


def restore_list(aside: list[Record]) -> None:
    """Draw archived records, each with a button that brings it back."""
    for record in aside:
        with st.container(horizontal=True, vertical_alignment="center"):
            name = str(getattr(record, "title", "") or getattr(record, "name", ""))
            st.html(f'<p class="kp-clamp" dir="auto">{escape(plan_words.line(name, 160))}</p>')
            if signed_in.may(record.KIND, "restore"):
                st.button("Zurückholen", key=f"zurueck_{record.id}", on_click=_restore, args=(record,), width="content")


def _restore(record: Record) -> None:
    saving.save(lambda desk: desk.restore(type(record), record.id, record.version), "Ist wieder da.")
