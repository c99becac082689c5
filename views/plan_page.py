"""The page Werkstattplan: the finding, what is asked most, and the plan as list, board, time, map, network, white spots, changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from views import (
    exercise_view,
    filterbar,
    layout,
    page_actions,
    plan_board,
    plan_data,
    plan_edit,
    plan_feed,
    plan_fields,
    plan_filters,
    plan_form,
    plan_gantt,
    plan_glance,
    plan_links,
    plan_list,
    plan_map,
    plan_matrix,
    plan_network,
    plan_start,
    plan_words,
    resources,
    signed_in,
)
from views.plan_data import Plan
from views.plan_filters import Shown
from views.plan_list import MEASURE_KEY
from views.saving import when
from views.state import Selection
from workshop.reader import Change
from workshop.records import STATUSES, Measure

VIEW_KEY: Final = "ansicht"
LIST, BOARD, TIME, MAP, NET, SPOTS, FEED, FIELDS = (
    "Liste", "Tafel", "Zeitplan", "Karte", "Netz", "Weiße Flecken", "Verlauf", "Felder und Akteure",
)  # fmt: skip
VIEWS: Final = (LIST, BOARD, TIME, MAP, NET, SPOTS, FEED, FIELDS)
PICTURES: Final = {TIME: plan_gantt.show, MAP: plan_map.show, NET: plan_network.show, SPOTS: plan_matrix.show}
EDIT_KEY: Final = "plan_bearbeiten"
TURN_KEY: Final = "_plan_mitnehmen"
STYLE_FILE: Final = Path(__file__).with_name("plan.css")


@dataclass(frozen=True)
class TakeHome:
    """What offers files (documents are made one floor up).

    Attributes
    ----------
    plan : callable
        Offers the plan as files, and takes an edited workbook back.
    measure : callable
        Offers the dates of one measure.
    feed : callable
        Offers the changes that are shown.
    """

    plan: Callable[[Plan, list[Measure]], None]
    measure: Callable[[Plan, Measure], None]
    feed: Callable[[list[Change]], None]


def show(selection: Selection, take_home: TakeHome) -> None:
    """Draw the page."""
    st.html(f"<style>{_style()}</style>")
    plan = plan_data.load()
    wanted = st.query_params.get(MEASURE_KEY, "")
    if wanted:
        _keep_asked(plan)
        plan_form.show(plan, wanted, take_home.measure)
    elif not plan.measures and not plan.fields:
        plan_start.show(take_home.plan)
    else:
        _show_plan(plan, selection, take_home)


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


def _show_plan(plan: Plan, selection: Selection, take_home: TakeHome) -> None:
    exercise_view.banner()
    asked = plan_filters.ask(plan)
    today = plan_data.today()
    shown = plan_filters.select(plan, asked, selection, today)
    _head(plan, shown)
    view = _tools(plan, shown, take_home)
    if view not in (FEED, FIELDS):
        plan_links.show(plan_glance.html(plan, shown, asked.question, today), "plan_blick", go)
        _say(plan, shown)
    if view == LIST:
        _list(plan, shown, selection, today)
    elif view == BOARD:
        plan_board.show(plan, shown.measures)
    elif view == FEED:
        take_home.feed(plan_feed.show(plan))
    elif view == FIELDS:
        plan_fields.show(plan)
    else:
        PICTURES[view](shown.measures, selection)


def _keep_asked(plan: Plan) -> None:
    """Keep view and filters in the address while one measure is open, unseen: controls that are not drawn would leave it."""
    hidden = ", ".join(
        f".st-key-{key}" for key in (plan_filters.FIELD_KEY, plan_filters.STATUS_KEY, plan_filters.OWNER_KEY, VIEW_KEY)
    )
    st.html(f"<style>{hidden} {{ display: none }}</style>")
    plan_filters.ask(plan)
    _choose_view()


def _choose_view() -> str:
    view = st.segmented_control(
        "Ansicht", VIEWS, default=LIST, key=VIEW_KEY, bind="query-params", required=True, label_visibility="collapsed"
    )
    return str(view or LIST)


def _head(plan: Plan, shown: Shown) -> None:
    finding = plan_words.headline(shown.measures) if shown.measures else "Dazu steht noch nichts im Plan"
    if not plan.measures:
        finding = "Im Plan stehen noch keine Maßnahmen"
    badge = layout.exercise_badge() if plan.invented else ""
    changed = [m.changed_at for m in (*plan.measures.values(), *plan.steps) if m.changed_at]
    last = f" · zuletzt geändert am {when(max(changed))}" if changed else ""
    feed = plan_links.link("ansicht:Verlauf", "Verlauf der Änderungen", address={VIEW_KEY: FEED})
    plan_links.show(
        f'<header class="kp-planhead"><h1>{escape(finding)}</h1>{badge}<p class="kp-sub">Werkstattplan · '
        f"{escape(plan_words.measures_word(len(plan.measures)))}{escape(last)} · {feed}</p></header>",
        "plan_kopf",
        go,
    )


def _tools(plan: Plan, shown: Shown, take_home: TakeHome) -> str:
    """Draw the choice of the view, and the buttons beside it."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="plan_zeile"
    ):
        view = _choose_view()
        with st.container(horizontal=True, width="content", key="plan_knoepfe"):
            if view == LIST and shown.measures and signed_in.may("measure", "change"):
                st.toggle("Bearbeiten", key=EDIT_KEY)
            with st.popover("Mitnehmen", icon=":material/download:", key=f"plan_mitnehmen_{_turns()}"):
                take_home.plan(plan, shown.measures)
                page_actions.show()
            if signed_in.may("measure"):
                st.button(
                    "Neue Maßnahme",
                    icon=":material/add:",
                    type="primary",
                    key="plan_neu",
                    on_click=go,
                    args=(MEASURE_KEY, plan_form.NEW),
                )
    return view


def _turns() -> int:
    """Count how often the take-home box was closed from within: under a new key it opens closed."""
    return int(st.session_state.get(TURN_KEY, 0))


def _say(plan: Plan, shown: Shown) -> None:
    said = plan_filters.say(shown, len(plan.measures))
    if said:
        with st.container(horizontal=True, vertical_alignment="center", key="plan_gefiltert"):
            layout.hint(said)
            st.button("Alle zeigen", key="plan_alle", on_click=plan_filters.everything, width="content")


def _list(plan: Plan, shown: Shown, selection: Selection, today: date) -> None:
    if st.session_state.get(EDIT_KEY) and shown.measures and signed_in.may("measure", "change"):
        plan_edit.show(plan, shown.measures)
        return
    plan_edit.close("plan_tabelle")
    if shown.measures:
        plan_links.show(plan_list.html(plan, shown.measures, today), "plan_liste", go)
    _below(plan, shown, selection, today)
    plan_form.archive_list()
    if not signed_in.may("measure"):
        signed_in.hint("Maßnahmen eintragen und ändern können alle, die mitwirken.")


def _below(plan: Plan, shown: Shown, selection: Selection, today: date) -> None:
    """Draw what the list does not tell: where there is nothing, how many stand how, what is next."""
    left, middle, right = st.columns([2.1, 0.75, 1.15], gap="large")
    with middle:
        st.html('<h2 class="kp-planh2">Stand</h2>')
        plan_links.show(plan_list.status_counts(shown.measures), "plan_stand", go)
    with right:
        st.html('<h2 class="kp-planh2">Als Nächstes</h2>')
        plan_links.show(plan_glance.next_html(plan, shown.measures, today), "plan_naechstes", go)
    with left:
        plan_matrix.brief(shown.measures, selection)


def go(where: str, what: str) -> None:
    """Follow a click: to a measure, a view, a quick question, or the young people of a region."""
    if where == MEASURE_KEY:
        st.query_params[MEASURE_KEY] = what
    elif where == VIEW_KEY and what in VIEWS:
        st.session_state[VIEW_KEY] = what
    elif where == "frage" and what in plan_filters.QUESTIONS:
        plan_filters.turn(what)
    elif where == "stand" and what in STATUSES:
        st.session_state[plan_filters.STATUS_KEY] = STATUSES[what]
    elif where == "jung":
        filterbar.select_region(resources.evaluator().regions, what)
        st.query_params[plan_filters.QUESTION_KEY] = plan_filters.FOR_YOUNG
