"""At a glance: the questions asked most, each with its count and a click that shows the answer; and what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from data.schema import Level
from views import plan_data, plan_filters, plan_links, plan_words, resources, workshop_data
from views.formats import number
from views.plan_data import Plan
from views.plan_filters import ALONE, FOR_YOUNG, LATE, QUESTION_KEY, QUESTIONS, Shown
from views.plan_list import MEASURE_KEY
from views.saving import HERE
from views.svg import Markup, join, tag
from views.wording import wording
from workshop import plan_questions
from workshop.plan_questions import Due
from workshop.records import Measure

NAMED: Final = 2
MOST_NEXT: Final = 5
DAYS_AHEAD: Final = 120
WHAT: Final = {"schritt": "", "beginn": "beginnt", "ende": "soll fertig sein", "zielzahl": "Zielzahl prüfen"}


def html(plan: Plan, shown: Shown, asked: str, today: date) -> Markup:
    """Write the five questions with their counts among the measures that the other filters leave."""
    cells = [_cell(plan, shown.base, question, asked, today) for question in QUESTIONS]
    return tag("div", *cells, class_="kp-glance", role="group", aria_label="Auf einen Blick")


def _cell(plan: Plan, base: Sequence[Measure], question: str, asked: str, today: date) -> Markup:
    found = plan_filters.answer(question, plan, base, today)
    pressed = question == asked
    head = plan_links.link(
        f"frage:{question}",
        tag("b", number(len(found))),
        tag("span", QUESTIONS[question]),
        address={} if pressed else {QUESTION_KEY: question},
        class_="q" if found else "q none",
        role="button",
        aria_pressed="true" if pressed else "false",
    )
    below = _young_places(found) if question == FOR_YOUNG else _names(plan, question, found, today)
    return tag("div", head, below, class_="on" if pressed else None)


def _names(plan: Plan, question: str, found: Sequence[Measure], today: date) -> Markup:
    """Name the first ones and who is responsible."""
    if not found:
        return tag("small", "keine", class_="names")
    late = {d.measure.id: d for d in reversed(plan_questions.overdue(found, plan.steps, today))}
    parts: list[object] = []
    for m in found[:NAMED]:
        parts += [_measure_link(m), _whose(plan, m, late.get(m.id) if question == LATE else None, question), " · "]
    more = f"{len(found) - NAMED} weitere" if len(found) > NAMED else ""
    return tag("small", *(parts if more else parts[:-1]), more, class_="names")


def _whose(plan: Plan, measure: Measure, late: Due | None, question: str) -> str:
    who = plan.responsible(late.step if late and late.step else measure) or plan.responsible(measure)
    return "" if question == ALONE else f" ({plan_words.line(who or plan_data.NOBODY, 40)})"


def _measure_link(measure: Measure) -> Markup:
    return plan_links.link(
        f"{MEASURE_KEY}:{measure.id}", plan_words.line(measure.title, 40), address={MEASURE_KEY: measure.id}
    )


def _young_places(found: Sequence[Measure]) -> Markup:
    """Tell for every planning region how many measures for young people there are, those of the whole county included."""
    regions, known = resources.evaluator().regions, plan_data.members()
    links = []
    for region in regions.at_level(Level.PLANUNGSREGION):
        count = sum(bool(plan_questions.place_tie(m.region_ids, region, known)) for m in found)
        name = wording(regions, region).name.removeprefix("Planungsregion ")
        text = f"{name}: {number(count) if count else 'keine'}"
        address = {QUESTION_KEY: FOR_YOUNG, "ort": plan_data.region_name(region)}
        links.append(plan_links.link(f"jung:{region}", text, address=address, class_=None if count else "kp-warn"))
    return tag("div", *links, class_="places")


def next_html(plan: Plan, measures: Sequence[Measure], today: date) -> Markup:
    """Write what comes next: what stalls, what nobody is responsible for, what is late, and the next dates; few of them."""
    stalled = _stalled_cards(plan, measures, today)
    late = [_due_card(plan, d, today) for d in plan_questions.overdue(measures, plan.steps, today)]
    soon = [_due_card(plan, d, today) for d in plan_questions.next_dates(measures, plan.steps, today, DAYS_AHEAD)]
    alone = [
        _card(m, "sucht eine verantwortliche Stelle.", "alone")
        for m in plan_questions.ownerless(measures)
        if m.status != "stockt"
    ]
    cards = [*late[:2], *stalled[:2], *soon[:2], *alone[:2]]
    if not cards:
        return tag("p", f"In den nächsten {DAYS_AHEAD // 30} Monaten steht kein Termin an.", class_="kp-sub")
    return tag("div", *cards[:MOST_NEXT], class_="kp-next")


def _stalled_cards(plan: Plan, measures: Sequence[Measure], today: date) -> list[Markup]:
    since = plan_questions.stalled_since(measures, workshop_data.history("measure"))
    return [_card(m, _stalled_words(m, since, today), "late") for m in plan_questions.stalled(measures)]


def _stalled_words(measure: Measure, since: Mapping[str, datetime], today: date) -> str:
    begun = since.get(measure.id)
    days = (today - begun.astimezone(HERE).date()).days if begun else 0
    said = f"stockt {plan_words.ago(days)}" if days > 0 else "stockt"
    note = plan_words.line(measure.status_note, 120)
    return f"{said}: {note}" if note else f"{said}."


def _due_card(plan: Plan, due: Due, today: date) -> Markup:
    days = due.days(today)
    what = plan_words.line(due.step.title, 120) if due.step else WHAT[due.what]
    who = plan.responsible(due.step or due.measure) or plan.responsible(due.measure) or plan_data.NOBODY
    if days < 0:
        told = f"{what or 'Schritt'} – war fällig am {plan_words.day(due.on)}, {plan_words.ago(-days)}. {plan_words.line(who, 60)}"
        return _card(due.measure, told, "late")
    return _card(
        due.measure, f"{what} am {plan_words.day(due.on)}, {plan_words.until(days)}. {plan_words.line(who, 60)}", ""
    )


def _card(measure: Measure, text: str, sort: str) -> Markup:
    return plan_links.link(
        f"{MEASURE_KEY}:{measure.id}",
        join([tag("b", plan_words.line(measure.title, 80), dir="auto"), tag("span", text, dir="auto")]),
        address={MEASURE_KEY: measure.id},
        class_=sort or None,
    )
