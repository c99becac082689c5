"""Which measures are shown: the shared filters, the plan's own, and the quick questions; all of them stand in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from indicators.catalogue import ALL_AGES
from views import bands, filterbar, plan_data, plan_links, plan_words, resources
from views.formats import enumeration
from views.plan_data import Plan
from views.state import Selection, band_label
from workshop import plan_questions
from workshop.records import STATUSES, Measure

FIELD_KEY, STATUS_KEY, OWNER_KEY, QUESTION_KEY = "handlungsfeld", "stand", "verantwortlich", "frage"
ALL: Final = "alle"
YOUNG: Final = "14-26"
"""The Achtes Sozialgesetzbuch calls people of 14 to 26 young people and young grown-ups."""
LATE, STALLED, ALONE, UNPAID, FOR_YOUNG = "ueberfaellig", "stockt", "niemand", "geld", "jung"
QUESTIONS: Final = {
    LATE: "überfällig",
    STALLED: "stockt",
    ALONE: "ohne Verantwortliche",
    UNPAID: "ohne Geld",
    FOR_YOUNG: "für junge Menschen",
}


@dataclass(frozen=True)
class Asked:
    """What the plan's own filters ask for; empty is everything, :data:`views.plan_data.NOBODY` those without anybody."""

    field_id: str = ""
    status: str = ""
    responsible_id: str = ""
    question: str = ""


@dataclass(frozen=True)
class Shown:
    """What is left of the plan.

    Attributes
    ----------
    measures : list of Measure
        After all filters.
    base : list of Measure
        After all filters but the quick question: what the counts are of.
    everywhere : list of Measure
        The same, in all places: what places are compared by.
    words : list of str
        The filters that act, in German.
    aside : list of str
        What else one should know of, in German.
    """

    measures: list[Measure]
    base: list[Measure]
    everywhere: list[Measure]
    words: list[str]
    aside: list[str]


def ask(plan: Plan) -> Asked:
    """Draw the plan's own filters beside the shared ones and give what is asked."""
    used = {m.responsible_id for m in plan.measures.values()}
    owners = {key: label for key, label in plan_words.titles(plan.actors.values()).items() if key in used}
    with filterbar.bar():
        field = _choose("Handlungsfeld", plan_words.titles(plan.fields.values()), FIELD_KEY, 190)
        status = _choose("Stand", STATUSES, STATUS_KEY, 125)
        owner = _choose("Verantwortlich", {plan_data.NOBODY: plan_data.NOBODY} | owners, OWNER_KEY, 190)
    question = st.query_params.get(QUESTION_KEY, "")
    return Asked(field, status, owner, question if question in QUESTIONS else "")


def _choose(label: str, options: Mapping[str, str], key: str, width: int) -> str:
    names = {text: found for found, text in options.items()}
    chosen = st.selectbox(label, [ALL, *names], key=key, bind="query-params", width=width)
    return names.get(chosen, "")


def turn(question: str) -> None:
    """Ask a quick question, or no longer if it was asked already; for clicks."""
    plan_links.toggle(QUESTION_KEY, question)


def everything() -> None:
    """Take all filters back; for clicks."""
    for key in (FIELD_KEY, STATUS_KEY, OWNER_KEY):
        st.session_state[key] = ALL
    st.session_state[filterbar.BAND_KEY] = band_label(ALL_AGES)
    st.session_state[filterbar.PERSONA_KEY] = filterbar.EVERYBODY
    regions = resources.evaluator().regions
    filterbar.select_region(regions, regions.county)
    if QUESTION_KEY in st.query_params:
        del st.query_params[QUESTION_KEY]


def select(plan: Plan, asked: Asked, selection: Selection, today: date) -> Shown:
    """Choose the measures that all filters leave."""
    words: list[str] = []
    left = list(plan.measures.values())
    for said, keep in _own(plan, asked):
        words.append(said)
        left = [m for m in left if keep(m)]
    left, whom, more = _for_people(left, selection)
    everywhere = left
    left, where, aside = _in_place(left, selection)
    base = left
    if asked.question:
        left = answer(asked.question, plan, left, today)
        words.append(QUESTIONS[asked.question])
    return Shown(left, base, everywhere, [*where, *whom, *words], [*aside, *more])


def _own(plan: Plan, asked: Asked) -> list[tuple[str, Callable[[Measure], bool]]]:
    found: list[tuple[str, Callable[[Measure], bool]]] = []
    if asked.field_id:
        title = plan.fields[asked.field_id].title
        found.append((plan_words.line(title, 50), lambda m: plan.fields_of[m.id] == asked.field_id))
    if asked.status:
        found.append((STATUSES[asked.status], lambda m: m.status == asked.status))
    if asked.responsible_id == plan_data.NOBODY:
        found.append((plan_data.NOBODY, lambda m: not m.responsible_id))
    elif asked.responsible_id:
        name = plan_words.line(plan_data.actor_name(asked.responsible_id), 50)
        found.append((f"verantwortlich: {name}", lambda m: m.responsible_id == asked.responsible_id))
    return found


def _in_place(measures: list[Measure], selection: Selection) -> tuple[list[Measure], list[str], list[str]]:
    """Keep what lies in the chosen region, or covers it with a larger one; the whole county narrows nothing."""
    regions = resources.evaluator().regions
    if selection.region_id == regions.county:
        return measures, [], []
    known = plan_data.members()
    kept = [m for m in measures if plan_questions.place_tie(m.region_ids, selection.region_id, known)]
    nowhere = sum(not m.region_ids for m in measures)
    aside = [f"{plan_words.measures_word(nowhere)} ohne Ort"] if nowhere else []
    return kept, [plan_data.region_name(selection.region_id)], aside


def _for_people(measures: list[Measure], selection: Selection) -> tuple[list[Measure], list[str], list[str]]:
    """Keep what is aimed at the chosen ages or persona; what is for everybody is counted, not shown."""
    persona, ages = selection.persona, plan_data.ages()
    if persona is None and selection.band == ALL_AGES:
        return measures, [], []
    band = "" if selection.band == ALL_AGES else bands.band_id(selection.band)
    own = persona.id if persona and (not persona.aged or persona.band == selection.band) else ""
    kept = [
        m
        for m in measures
        if (own and own in m.personas) or (band and plan_questions.aimed_at(m, band, ages))
    ]  # fmt: skip
    everybody = sum(plan_questions.aimed_at(m, "", ages) and m not in kept for m in measures)
    words = persona.name if persona and own else band_label(selection.band)
    return kept, [f"für: {words}"], [f"{plan_words.measures_word(everybody)} für alle"] if everybody else []


def answer(question: str, plan: Plan, measures: Sequence[Measure], today: date) -> list[Measure]:
    """Give the measures that a quick question asks for."""
    if question == LATE:
        late = {due.measure.id for due in plan_questions.overdue(measures, plan.steps, today)}
        return [m for m in measures if m.id in late]
    if question == FOR_YOUNG:
        ages = plan_data.ages()
        return [m for m in measures if plan_questions.is_open(m) and plan_questions.aimed_at(m, YOUNG, ages)]
    simple = {STALLED: plan_questions.stalled, ALONE: plan_questions.ownerless, UNPAID: plan_questions.unfunded}
    return simple[question](measures)


def say(shown: Shown, total: int) -> str:
    """Say in one line that filters narrow what is shown; empty where none does."""
    if not shown.words:
        return ""
    more = f" Nicht dabei: {enumeration(shown.aside)}." if shown.aside else ""
    return f"Gezeigt: {len(shown.measures)} von {total} – {', '.join(shown.words)}.{more}"
