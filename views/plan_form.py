"""The page of one measure: to read first, then a form for everything about it, its target figure and steps, and the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from typing import Any, Final

import streamlit as st

from views import (
    layout,
    plan_data,
    plan_fields,
    plan_inputs,
    plan_links,
    plan_measure,
    plan_steps,
    plan_target,
    saving,
    signed_in,
    workshop_data,
)
from views.plan_data import Plan
from views.plan_list import MEASURE_KEY
from views.saving import when
from workshop.records import Measure
from workshop.store import new_id

NEW: Final = "neu"
OPEN_KEY: Final = "_massnahme_form"
"""What the form shows while it is open: the measure as it was when the form was opened."""


def show(plan: Plan, wanted: str, offer_dates: Callable[[Plan, Measure], None]) -> None:
    """Draw one measure, or the form of a new one."""
    if wanted == NEW:
        _new(plan)
        return
    measure = workshop_data.by_id(Measure, wanted)
    if measure is None:
        layout.headline("Diese Maßnahme gibt es nicht", "Vielleicht ist der Link unvollständig.")
        st.button("Zum Plan", on_click=leave, icon=":material/arrow_back:")
        return
    kept = st.session_state.get(OPEN_KEY)
    plan_links.show(plan_measure.head_html(measure, plan_data.today()), "massnahme_kopf", go)
    if isinstance(kept, Measure) and kept.id == measure.id:
        _form(plan, kept)
        return
    _read(plan, measure, offer_dates)


def _read(plan: Plan, measure: Measure, offer_dates: Callable[[Plan, Measure], None]) -> None:
    _actions(plan, measure, offer_dates)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        plan_links.show(plan_measure.html(plan, measure), "massnahme_angaben", go)
    with right:
        st.html('<h2 class="kp-planh2">Zielzahl</h2>')
        st.html(plan_target.html(measure))
        if not measure.archived:
            plan_target.edit(measure)
        plan_steps.show(plan, measure)
    with st.expander("Was geändert wurde", icon=":material/history:"):
        st.html(plan_measure.history_html(measure))
    changed = f"Zuletzt geändert am {when(measure.changed_at)}. " if measure.changed_at else ""
    st.html(f'<p class="kp-sub">{escape(changed)}Diese Seite hat ihren eigenen Link: die Adresse oben im Browser.</p>')


def _actions(plan: Plan, measure: Measure, offer_dates: Callable[[Plan, Measure], None]) -> None:
    with st.container(horizontal=True, key="massnahme_knoepfe"):
        if signed_in.may("measure", "change") and not measure.archived:
            st.button(
                "Bearbeiten",
                icon=":material/edit:",
                type="primary",
                key="massnahme_bearbeiten",
                on_click=_open,
                args=(measure,),
            )
        offer_dates(plan, measure)
        if measure.archived and signed_in.may("measure", "restore"):
            st.button(
                "Zurückholen", icon=":material/unarchive:", key="massnahme_zurueck", on_click=_restore, args=(measure,)
            )
        elif not measure.archived and signed_in.may("measure", "archive"):
            st.button(
                "Ins Archiv", icon=":material/archive:", key="massnahme_archiv", on_click=_archive, args=(measure,)
            )
    if not signed_in.may("measure", "change"):
        signed_in.hint("Ändern können alle, die mitwirken.")


def _new(plan: Plan) -> None:
    back = plan_links.link("zurueck:plan", "← Zurück zum Plan", address={}, class_="kp-back")
    plan_links.show(f'<header class="kp-planhead measure">{back}<h1>Neue Maßnahme</h1></header>', "massnahme_kopf", go)
    if not signed_in.may("measure"):
        signed_in.hint("Maßnahmen eintragen können alle, die mitwirken.")
        return
    kept = st.session_state.get(OPEN_KEY)
    if not isinstance(kept, Measure) or kept.version:
        # The id is made now, so that sending the form twice stores one measure.
        kept = st.session_state[OPEN_KEY] = Measure(id=new_id())
    _form(plan, kept)


def _form(plan: Plan, kept: Measure) -> None:
    values, sent = plan_inputs.form(plan, kept)
    st.button("Abbrechen", key="massnahme_abbrechen", on_click=_close if kept.version else leave)
    if not sent:
        return
    made = save(kept, values)
    if made is not None:
        st.session_state.pop(OPEN_KEY, None)
        st.query_params[MEASURE_KEY] = made.id
    st.rerun()


def save(kept: Measure, values: Mapping[str, Any]) -> Measure | None:
    """Store what was filled in: a new measure, or only what differs from what the form showed."""
    named = plan_inputs.with_new_actors(values, kept.id)
    if named is None:
        return None
    if not kept.version:
        made = replace(kept, **named)
        return saving.save(lambda desk: desk.add(made), "Die Maßnahme steht im Plan.")
    changed = {name: value for name, value in named.items() if value != getattr(kept, name)}
    version = plan_data.version_for(kept, changed)
    return saving.save(lambda desk: desk.change(Measure, kept.id, version, changed))


def _open(measure: Measure) -> None:
    st.session_state[OPEN_KEY] = measure


def _close() -> None:
    st.session_state.pop(OPEN_KEY, None)


def leave() -> None:
    """Go back to the plan; for clicks."""
    _close()
    if MEASURE_KEY in st.query_params:
        del st.query_params[MEASURE_KEY]


def _archive(measure: Measure) -> None:
    version = plan_data.version_for(measure, ())
    saving.save(lambda desk: desk.archive(Measure, measure.id, version), "Die Maßnahme liegt jetzt im Archiv.")


def _restore(measure: Measure) -> None:
    version = plan_data.version_for(measure, ())
    saving.save(lambda desk: desk.restore(Measure, measure.id, version), "Die Maßnahme ist wieder im Plan.")


def go(where: str, what: str) -> None:
    """Follow a click on the page of a measure."""
    _close()
    if where == MEASURE_KEY:
        st.query_params[MEASURE_KEY] = what
    elif where == "zurueck":
        leave()


def archive_list() -> None:
    """List the measures in the archive, to read or to bring back."""
    aside = [m for m in workshop_data.all_of(Measure, archived=True) if m.archived]
    if aside:
        with st.expander(f"Im Archiv ({len(aside)})", icon=":material/archive:"):
            plan_fields.restore_list(list(aside))
