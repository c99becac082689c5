"""The dates of the plan for a calendar: ends, due steps, target dates and events, as an ICS file that can be read in again and again.

Every date has the same UID in every file, so that a calendar updates what it knows instead of showing it twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Calendar
from icalendar import Event as Entry

from views import plan_data, plan_status, plan_words
from views.plan_data import Plan
from views.svg import clean
from workshop.records import Event, Measure, Record

MEDIA: Final = "text/calendar"
SENDER: Final = "-//Kommunalprofil//Werkstattplan//DE"
CLOCK: Final = re.compile(r"^\s*(\d{1,2})[:.](\d{2})")
HOURS: Final = 3
LONGEST: Final = 4000


def measure_entries(plan: Plan, measure: Measure) -> list[Entry]:
    """Give the dates of one measure: its end, its open steps, the date of its target figure."""
    told = _about(plan, measure)
    made = []
    if measure.ends_on:
        made.append(_day(measure, "ende", measure.ends_on, f"Ende: {measure.title}", told))
    if measure.target_on:
        made.append(_day(measure, "zielzahl", measure.target_on, f"Zielzahl prüfen: {measure.title}", told))
    for step in plan.steps_of(measure.id):
        if step.due_on and not step.done:
            made.append(
                _day(step, "schritt", step.due_on, f"Fällig: {step.title}", f"Maßnahme: {measure.title}\n{told}")
            )
    return made


def _about(plan: Plan, measure: Measure) -> str:
    who = plan.responsible(measure) or plan_data.NOBODY
    return f"Verantwortlich: {who}\nStand: {plan_status.word(measure.status)}\nFür: {plan_words.for_whom(measure)}"


def event_entry(event: Event) -> Entry | None:
    """Give an event; with its hour where that can be read, else as a whole day."""
    if event.held_on is None:
        return None
    entry = _day(event, "werkstatt", event.held_on, event.title, event.welcome)
    clock = CLOCK.match(event.starts_at)
    if clock and int(clock[1]) < 24 and int(clock[2]) < 60:
        # Without a time zone: the hour on the wall, wherever the calendar is.
        start = datetime(event.held_on.year, event.held_on.month, event.held_on.day, int(clock[1]), int(clock[2]))
        del entry["DTSTART"], entry["DTEND"]
        entry.add("dtstart", start)
        if start < datetime.max - timedelta(hours=HOURS):
            entry.add("dtend", start + timedelta(hours=HOURS))
    if event.place:
        entry.add("location", _text(event.place))
    return entry


def _day(record: Record, what: str, on: date, title: str, told: str) -> Entry:
    entry = Entry()
    entry.add("uid", f"{record.id}-{what}@kommunalprofil")
    entry.add("dtstamp", record.changed_at or datetime(2000, 1, 1, tzinfo=UTC))
    entry.add("last-modified", record.changed_at or datetime(2000, 1, 1, tzinfo=UTC))
    entry.add("sequence", max(record.version - 1, 0))
    entry.add("dtstart", on)
    # The end of a whole day is the day after it; the last day that a calendar knows ends with itself.
    entry.add("dtend", on + timedelta(1) if on < date.max else on)
    mark = "Übung: " if record.exercise else ""
    entry.add("summary", _text(mark + title))
    entry.add("description", _text(told))
    entry.add("transp", "TRANSPARENT")
    return entry


def _text(text: str) -> str:
    """Give a text that a calendar can hold: no control characters, not endless."""
    short = clean(text)
    return short if len(short) <= LONGEST else f"{short[:LONGEST]}…"


def to_ics(entries: Iterable[Entry | None]) -> bytes:
    """Write a calendar."""
    calendar = Calendar()
    calendar.add("prodid", SENDER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Werkstattplan")
    for entry in entries:
        if entry is not None:
            calendar.add_component(entry)
    return bytes(calendar.to_ical())


def plan_ics(plan: Plan, measures: Sequence[Measure], events: Sequence[Event]) -> bytes:
    """Write all dates of the given measures and events."""
    return to_ics([entry for m in measures for entry in measure_entries(plan, m)] + [event_entry(e) for e in events])
