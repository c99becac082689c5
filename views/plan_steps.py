"""The steps of a measure: ticked off where they stand, added in one line, edited in a table."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from views import plan_data, plan_edit, plan_inputs, plan_words, saving, signed_in
from views.plan_data import Plan
from views.plan_edit import Column
from workshop import plan_questions
from workshop.records import Measure, Step


def show(plan: Plan, measure: Measure) -> None:
    """Draw the steps of a measure."""
    steps, today = plan.steps_of(measure.id), plan_data.today()
    done = sum(step.done for step in steps)
    told = f'<span class="kp-sub"> {done} von {len(steps)} erledigt</span>' if steps else ""
    st.html(f'<h2 class="kp-planh2">Schritte{told}</h2>')
    may = signed_in.may("step", "change") and not measure.archived
    if may and steps and st.toggle("Schritte bearbeiten", key=f"schritte_{measure.id}"):
        _table(plan, measure, steps)
        return
    plan_edit.close(f"plan_schritte_{measure.id}")
    for number, step in enumerate(steps, 1):
        _row(plan, step, number, today, may=may)
    if not steps:
        st.html('<p class="kp-sub">Noch keine Schritte.</p>')
    if may:
        _add(plan, measure)


def words(plan: Plan, step: Step, today: date) -> str:
    """Say when a step is due and whose it is.

    The text is plain; whoever shows it escapes it.
    """
    who = plan_words.line(plan.responsible(step), 60)
    if step.done:
        when = f"erledigt am {plan_words.day(step.done_on)}" if step.done_on else "erledigt"
    elif step.due_on:
        late = plan_questions.step_overdue(step, today)
        how = (
            f"überfällig {plan_words.ago((today - step.due_on).days)}"
            if late
            else plan_words.until((step.due_on - today).days)
        )
        when = f"fällig am {plan_words.day(step.due_on)} ({how})"
    else:
        when = "ohne Termin"
    return " · ".join(part for part in (when, who) if part)


def _row(plan: Plan, step: Step, number: int, today: date, *, may: bool) -> None:
    late = plan_questions.step_overdue(step, today)
    told = words(plan, step, today)
    sign = "" if may else ("erledigt: " if step.done else "offen: ")
    text = (
        f'<p class="kp-step{" late" if late else ""}{" done" if step.done else ""}"><b dir="auto">{escape(sign + step.title)}</b>'
        f"<span>{escape(told)}</span></p>"
    )
    if not may:
        st.html(text)
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"schritt_zeile_{step.id}"):
        key = f"schritt_{step.id}_{step.version}"
        st.checkbox(
            f"Schritt {number} erledigt", value=step.done, key=key,
            label_visibility="collapsed", width="content", on_change=_tick, args=(step,),
        )  # fmt: skip
        st.html(text)


def _tick(step: Step) -> None:
    values = {"done": not step.done, "done_on": None if step.done else plan_data.today()}
    said = "Wieder offen." if step.done else "Erledigt."
    saving.save(lambda desk: desk.change(Step, step.id, step.version, values), said)


def _table(plan: Plan, measure: Measure, steps: list[Step]) -> None:
    columns = (
        Column("title", width="large"),
        Column("due_on"),
        Column("responsible_id", plan_words.titles(plan.actors.values())),
        Column("done"),
        Column("done_on"),
    )
    plan_edit.table(
        Step, steps, columns, f"plan_schritte_{measure.id}",
        fresh=Step(measure_id=measure.id), aside=signed_in.may("step", "archive"),
    )  # fmt: skip


def _add(plan: Plan, measure: Measure) -> None:
    labels = {label: key for key, label in plan_words.titles(plan.actors.values()).items()}
    with st.form(f"schritt_neu_{measure.id}", clear_on_submit=True, border=False):
        title = st.text_input("Nächster Schritt", placeholder="zum Beispiel: Gespräch mit dem Bauamt")
        middle, right, last = st.columns([1.2, 1.5, 1], vertical_alignment="bottom")
        with middle:
            due = plan_inputs.day("fällig", None)
        who = right.selectbox("verantwortlich", list(labels), index=None, placeholder="wählen")
        sent = last.form_submit_button("Hinzufügen", width="stretch")
    if sent and title.strip():
        step = Step(measure_id=measure.id, title=title, due_on=due, responsible_id=labels.get(who or "", ""))
        saving.save(lambda desk: desk.add(step), "Der Schritt steht im Plan.")
        st.rerun()
