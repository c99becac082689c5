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
from views.svg import Markup, tag
from views.wording import wording
from workshop import plan_questions
from workshop.plan_questions import Due
from workshop.records import Measure

NAMED: Final = 2
MOST_NEXT: Final = 5
DAYS_AHEAD: Final = 120
WHAT: Final = {"beginn": "Beginn", "ende": "Ende", "zielzahl": "Zielzahl prüfen"}
SEEKS: Final = "sucht eine verantwortliche Stelle."


def html(plan: Plan, shown: Shown, asked: str, today: date) -> Markup:
    """Write the five questions with their counts among the measures that the other filters leave."""
    cells = [_cell(plan, shown, question, asked, today) for question in QUESTIONS]
    return tag("div", *cells, class_="kp-glance", role="group", aria_label="Auf einen Blick")


def _cell(plan: Plan, shown: Shown, question: str, asked: str, today: date) -> Markup:
    found = plan_filters.answer(question, plan, shown.base, today)
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
    young = question == FOR_YOUNG
    places = [_young_places(plan_filters.answer(question, plan, shown.everywhere, today))] if young else []
    return tag("div", head, *places, _names(plan, question, found, today), class_="on" if pressed else None)


def _names(plan: Plan, question: str, found: Sequence[Measure], today: date) -> Markup:
    """Name the first ones and who is responsible, what is late longest first."""
    late = {d.measure.id: d for d in reversed(plan_questions.overdue(found, plan.steps, today))}
    order = sorted(found, key=lambda m: late[m.id].on) if question == LATE else list(found)
    most = 1 if question == FOR_YOUNG else NAMED
    named = order if len(order) <= most else order[: NAMED - 1]
    lines = [tag("li", _measure_link(m), _whose(plan, m, late.get(m.id), question)) for m in named]
    if len(order) > len(named):
        more = f"und {len(order) - len(named)} weitere"
        if question == FOR_YOUNG:
            lines[-1] = tag("li", _measure_link(named[-1]), f" {more}")
        else:
            lines.append(tag("li", more))
    return tag("ul", *lines, class_="names")


def _whose(plan: Plan, measure: Measure, late: Due | None, question: str) -> str:
    if question == ALONE:
        return ""
    step = late.step if late and question == LATE else None
    who = (plan.responsible(step) if step else "") or plan.responsible(measure) or plan_data.NOBODY
    return f" · {plan_words.line(who, 40)}"


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
    """Write what comes next, one card for each measure: what is late or stalls, the next dates, what nobody is responsible for."""
    said: dict[str, list[str]] = {}
    urgent = _stalled(measures, today)
    for due in plan_questions.overdue(measures, plan.steps, today):
        urgent.setdefault(due.measure.id, []).append(_late_words(plan, due, today))
    soon = plan_questions.next_dates(measures, plan.steps, today, DAYS_AHEAD)
    alone = [m.id for m in plan_questions.ownerless(measures)]
    for key in dict.fromkeys([*urgent, *(due.measure.id for due in soon), *alone]):
        dates = [_due_words(plan, due, today) for due in soon if due.measure.id == key]
        said[key] = [*urgent.get(key, [])[:2], *dates[:1], *([SEEKS] if key in alone else [])]
    own = {m.id: m for m in measures}
    cards = [_card(own[key], said[key], "late" if key in urgent else "alone" if key in alone else "") for key in said]
    if not cards:
        return tag("p", f"In den nächsten {DAYS_AHEAD // 30} Monaten steht kein Termin an.", class_="kp-sub")
    return tag("div", *cards[:MOST_NEXT], class_="kp-next")


def _stalled(measures: Sequence[Measure], today: date) -> dict[str, list[str]]:
    since = plan_questions.stalled_since(measures, workshop_data.history("measure"))
    return {m.id: [_stalled_words(m, since, today)] for m in plan_questions.stalled(measures)}


def _stalled_words(measure: Measure, since: Mapping[str, datetime], today: date) -> str:
    begun = since.get(measure.id)
    days = (today - begun.astimezone(HERE).date()).days if begun else 0
    said = f"stockt {plan_words.ago(days)}" if days > 0 else "stockt"
    note = plan_words.line(measure.status_note, 120).rstrip(".")
    return f"{said}: {note}." if note else f"{said}."


def _late_words(plan: Plan, due: Due, today: date) -> str:
    what = plan_words.line(due.step.title, 100) if due.step else "Ende"
    return f"{what}: war fällig am {plan_words.day(due.on)} ({plan_words.ago(-due.days(today))}){_by(plan, due)}."


def _due_words(plan: Plan, due: Due, today: date) -> str:
    what = plan_words.line(due.step.title, 100) if due.step else WHAT[due.what]
    return f"{what} am {plan_words.day(due.on)}, {plan_words.until(due.days(today))}{_by(plan, due)}."


def _by(plan: Plan, due: Due) -> str:
    who = (plan.responsible(due.step) if due.step else "") or plan.responsible(due.measure)
    return f" – {plan_words.line(who, 50)}" if who else ""


def _card(measure: Measure, lines: Sequence[str], sort: str) -> Markup:
    return plan_links.link(
        f"{MEASURE_KEY}:{measure.id}",
        tag("b", plan_words.line(measure.title, 80), dir="auto"),
        *(tag("span", text, dir="auto") for text in lines),
        address={MEASURE_KEY: measure.id},
        class_=sort or None,
    )
