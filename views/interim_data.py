"""What a Zwischenbilanz shows, as plain values with all words in them: made once for the page, and kept as it is where it is frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from indicators import movement as moves
from indicators.movement import Movement
from views import interim_words as words
from views import layout, plan_data, plan_words, receipt_words, record_words, resources, workshop_data
from views.formats import enumeration, number
from views.plan_data import Plan
from views.state import region_label
from views.wording import wording
from workshop import interim, plan_questions
from workshop.interim import Story
from workshop.plan_questions import Due
from workshop.reader import Change
from workshop.records import STATUSES, Event, Idea, Measure, Participant, Statement, Step, Vote

FORM: Final = 1
"""Of the content's shape; a frozen state of an older one is still read."""
DAYS_AHEAD: Final = 183
MOST_POINTS: Final = 40

Content = dict[str, Any]


def content(region_id: str, since: date, today: date) -> Content:
    """Gather everything for a region and the time from ``since`` to today."""
    regions = resources.evaluator().regions
    plan, members = plan_data.load(), plan_data.members()
    own, wide = interim.in_question(
        plan.measures.values(), region_id, members, since, today, county=region_id == regions.county
    )
    promised = [m for m in own if m.status != interim.IDEA]
    moved = [_moved(m) for m in promised if m.indicator_id]
    made: Content = {
        "form": FORM, "region_id": region_id, "region": region_label(regions, region_id), "where": wording(regions, region_id).where,
        "since": since.isoformat(), "until": today.isoformat(),
        "promised": _promised(plan, promised, since, today),
        "ideas": [{"id": m.id, "title": m.title, "exercise": m.exercise} for m in own if m.status == interim.IDEA],
        "wide": [{"id": m.id, "title": m.title, "status": m.status, "where": plan_words.places(m)} for m in wide if m.status != interim.IDEA],
        "moved": moved,
        "next": _next(plan, promised, today),
        "missing": _missing(promised),
        "evenings": _evenings(region_id, members, since, today),
        "sources": _sources(moved),
    }  # fmt: skip
    made["exercise"] = any(m.exercise for m in (*own, *wide)) or any(e["exercise"] for e in made["evenings"])
    made["headline"] = words.headline(made)
    return made


# -- what was promised, and what is done -------------------------------------------------------------------------------


def _promised(plan: Plan, measures: Sequence[Measure], since: date, today: date) -> list[Content]:
    histories: dict[str, list[Change]] = defaultdict(list)
    for change in workshop_data.history("measure"):
        histories[change.record_id].append(change)
    steps: dict[str, list[Step]] = defaultdict(list)
    for step in plan.steps:
        steps[step.measure_id].append(step)
    made = [
        _measure(plan, m, steps[m.id], interim.story(m, steps[m.id], histories[m.id], since, today), today)
        for m in measures
    ]
    order = list(STATUSES)[::-1]
    return sorted(made, key=lambda m: (order.index(m["status"]), m["title"].casefold()))


def _measure(plan: Plan, m: Measure, steps: Sequence[Step], told: Story, today: date) -> Content:
    return {
        "id": m.id, "title": m.title, "field": plan.field_title(m), "where": plan_words.places(m), "for": plan_words.for_whom(m),
        "responsible": _name(plan, m.responsible_id), "partners": enumeration([_name(plan, a) for a in m.partner_ids]),
        "period": plan_words.period(m), "budget": plan_words.money(m), "funding": plan_words.funding(m),
        "status": m.status, "note": m.status_note, "progress": m.progress,
        "steps": len(steps), "steps_done": sum(s.done for s in steps),
        "overdue": plan_questions.is_overdue(m, today), "exercise": m.exercise, "changes": _changes(told),
    }  # fmt: skip


def _name(plan: Plan, actor_id: str) -> str:
    """Name an actor; the archive is only asked where the plan does not know it."""
    known = plan.actors.get(actor_id)
    return known.name if known else plan_data.actor_name(actor_id)


def _changes(told: Story) -> list[str]:
    """Word what happened to a measure: "Stand: geplant → läuft (01.03.2026)"."""
    made = [f"neu im Plan ({told.new_on:%d.%m.%Y})"] if told.new_on else []
    for shift in told.shifts:
        before, after = (record_words.value_words(Measure, shift.name, one) for one in (shift.before, shift.after))
        made.append(f"{words.attribute(shift.name)}: {before} → {after} ({shift.on:%d.%m.%Y})")
    return made + [f"Schritt erledigt: {s.title} ({s.done_on:%d.%m.%Y})" for s in told.steps_done]


# -- what moved --------------------------------------------------------------------------------------------------------


def _moved(m: Measure) -> Content:
    """Say what became of a measure's target figure, with what is needed to draw it."""
    catalogue, rows = resources.catalogue(), resources.rows()
    kept: Mapping[str, Any] = m.baseline or _nothing(m)
    found = moves.movement(rows, catalogue, kept, m.target_value)
    indicator = moves.indicator_of(catalogue, kept)
    about = {
        "measure": m.title, "measure_id": m.id, "exercise": m.exercise, "word": found.word, "aim": found.aim, "reached": found.reached,
        "reason": found.reason, "words": receipt_words.moved_words(found), "symbol": receipt_words.symbol(found),
        "title": receipt_words.title(catalogue, kept), "where": plan_data.region_name(str(kept.get("region_id", ""))),
        "before": receipt_words.line(catalogue, kept), "after": receipt_words.line(catalogue, found.after) if found.after else "",
        "source_ids": list(kept.get("source_ids") or ()), "target": m.target_value, "target_on": interim.plain_day(m.target_on),
    }  # fmt: skip
    if indicator is None:
        return about
    drawn = {
        "unit": indicator.unit, "decimals": indicator.decimals, "signed": indicator.signed,
        "aimed": receipt_words.aimed(indicator, m.target_value), "change": receipt_words.change(indicator, found),
    }  # fmt: skip
    return about | drawn | {"from": _point(kept), "to": _point(found.after), "between": _between(found)}


def _nothing(m: Measure) -> Content:
    return {"indicator_id": m.indicator_id, "region_id": m.target_region_id, "value": None, "status": "missing"}


def _point(kept: Mapping[str, Any]) -> Content:
    """Give a figure as the drawing needs it: year, value and the ends of its interval."""
    if not kept or kept.get("value") is None:
        return {}
    ends = moves.interval(kept) or (None, None)
    return {"year": kept["year"], "value": kept["value"], "low": ends[0], "high": ends[1]}


def _between(found: Movement) -> list[list[float]]:
    """Give the figures of the same base from the first to the last time, as years and values."""
    rows, catalogue = resources.rows(), resources.catalogue()
    indicator = moves.indicator_of(catalogue, found.before)
    if indicator is None or not found.after or found.after.get("value") is None or found.before.get("years"):
        return []
    first, last, region = found.before["year"], found.after["year"], str(found.before["region_id"])
    same = [m for m in rows.moments(indicator) if m.base == found.before["base"] and not m.years]
    known = [(m.year, float(rows.at(indicator, m, region)["value"])) for m in same if first <= m.year <= last]
    return [[year, value] for year, value in known if value == value][:MOST_POINTS]


# -- what is next, what is missing, what the evenings brought ----------------------------------------------------------


def _next(plan: Plan, measures: Sequence[Measure], today: date) -> Content:
    late = plan_questions.overdue(measures, plan.steps, today)
    coming = plan_questions.next_dates(measures, plan.steps, today, DAYS_AHEAD)
    return {"overdue": [_due(plan, d, today) for d in late], "coming": [_due(plan, d, today) for d in coming]}


def _due(plan: Plan, due: Due, today: date) -> Content:
    who = _name(plan, due.step.responsible_id if due.step else "") or _name(plan, due.measure.responsible_id)
    what = due.step.title if due.step else words.DUE_WORDS[due.what]
    days = due.days(today)
    when = plan_words.until(days) if days >= 0 else plan_words.ago(-days)
    return {
        "on": due.on.isoformat(), "what": what, "measure": due.measure.title, "who": who, "when": when, "exercise": due.measure.exercise,
    }  # fmt: skip


def _missing(measures: Sequence[Measure]) -> list[Content]:
    """List what the open measures lack."""
    nobody = {m.id for m in plan_questions.ownerless(measures)}
    unpaid = {m.id for m in plan_questions.unfunded(measures)}
    made = []
    for m in measures:
        lacks = [word for word, those in (("niemand verantwortlich", nobody), ("Geld offen", unpaid)) if m.id in those]
        if plan_questions.is_open(m) and m.ends_on is None:
            lacks.append("ohne Ende")
        if lacks:
            made.append({"measure": m.title, "lacks": lacks, "exercise": m.exercise})
    return made


def _evenings(region_id: str, members: plan_questions.Members, since: date, today: date) -> list[Content]:
    found = interim.evenings(
        workshop_data.all_of(Event), workshop_data.all_of(Idea), workshop_data.all_of(Vote), workshop_data.all_of(Participant),
        workshop_data.all_of(Statement), region_id, members, since, today,
    )  # fmt: skip
    return [
        {
            "title": one.event.title, "on": interim.plain_day(one.event.held_on), "place": one.event.place, "ideas": one.ideas,
            "dots": one.dots, "people": one.people, "statements": one.statements, "note": one.event.record_note,
            "exercise": one.event.exercise, "where": plan_data.region_name(one.event.region_id),
        }
        for one in found
    ]  # fmt: skip


def _sources(moved: Sequence[Mapping[str, Any]]) -> str:
    used = {str(source) for one in moved for source in one["source_ids"]}
    return layout.sources_text(resources.evaluator().package.sources, used) if used else ""


def brief(made: Mapping[str, Any]) -> str:
    """Count what a content holds, for lists of frozen states."""
    return f"{number(len(made.get('promised', ())))} Maßnahmen, {number(len(made.get('moved', ())))} Zielzahlen"
