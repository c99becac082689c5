"""The words about an evening: when, where, how far, what came in."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from views import layout, resources
from views.event_data import Evening
from views.formats import literal, number
from views.state import region_label
from views.svg import clean
from workshop import events
from workshop.records import EVENT_STATES, SCENE_KINDS, Event, Scene

STATE_SIGNS: Final = {events.PREPARED: "○", events.RUNNING: "●", events.FINISHED: "✓"}
DAYS: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def count(number_of: int, one: str, many: str) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> count(1, "Idee", "Ideen"), count(0, "Idee", "Ideen"), count(12, "Idee", "Ideen")
    ('1 Idee', 'keine Ideen', '12 Ideen')
    """
    return f"{number(number_of) if number_of else 'keine'} {one if number_of == 1 else many}"


def people(number_of: int) -> str:
    """Say how many did something, up to the verb.

    Examples
    --------
    >>> people(0), people(1), people(12)
    ('Niemand hat', '1 Person hat', '12 Personen haben')
    """
    return count(number_of, "Person hat", "Personen haben") if number_of else "Niemand hat"


def voted(persons: int, posters: int, verb: str = "abgestimmt") -> str:
    """Say how many took part by phone, and how many posters were counted besides.

    Examples
    --------
    >>> voted(12, 0), voted(1, 2), voted(0, 1)
    ('12 Personen haben abgestimmt', '1 Person hat abgestimmt, dazu 2 Plakate', '1 Plakat ist ausgezählt')
    """
    if posters and not persons:
        return f"{count(posters, 'Plakat ist', 'Plakate sind')} ausgezählt"
    beside = f", dazu {count(posters, 'Plakat', 'Plakate')}" if posters else ""
    return f"{people(persons)} {verb}{beside}"


def when(event: Event) -> str:
    """Say when an evening is."""
    if event.held_on is None:
        return "Datum offen"
    day = f"{DAYS[event.held_on.weekday()]}, {event.held_on:%d.%m.%Y}"
    time = clean(event.starts_at).strip()
    return f"{day}, {time} Uhr" if re.fullmatch(r"\d{1,2}([:.]\d\d)?", time) else f"{day}{f', {time}' if time else ''}"


def region(event: Event) -> str:
    """Name an event's region; one that this package does not have keeps its key."""
    regions = resources.evaluator().regions
    return region_label(regions, event.region_id) if regions.exists(event.region_id) else event.region_id


def line(event: Event) -> str:
    """Say in one line when, where and for whom."""
    return " · ".join(part for part in (when(event), clean(event.place), region(event)) if part)


def state(event: Event) -> str:
    """Say how far an evening is, with its sign."""
    return f"{STATE_SIGNS[event.state]} {EVENT_STATES[event.state]}"


def short(text: str, longest: int = 90) -> str:
    """Cut a text of people for a line or a button.

    Examples
    --------
    >>> short("Ein Bus, der auch am Wochenende fährt", 16)
    'Ein Bus, der…'
    """
    words = " ".join(clean(text).split())
    return words if len(words) <= longest else (words[: longest - 1].rpartition(" ")[0] or words[: longest - 1]) + "…"


def label(text: str, longest: int = 90) -> str:
    """Write a text of people for a widget's label, where Markdown would be read: its signs are taken literally."""
    return literal(short(text, longest))


def minutes(scenes: tuple[Scene, ...]) -> str:
    """Say how long the agenda takes; scenes without minutes are named."""
    total, open_ones = sum(s.minutes or 0 for s in scenes), sum(s.minutes is None for s in scenes)
    told = (
        f"zusammen {number(total // 60)} Stunden {number(total % 60)} Minuten"
        if total >= 120
        else f"zusammen {number(total)} Minuten"
    )
    return told + (f", dazu {count(open_ones, 'Szene', 'Szenen')} ohne Zeit" if open_ones else "")


def kind(scene: Scene) -> str:
    """Name a scene's kind."""
    return SCENE_KINDS[scene.sort]


def head(event: Event, finding: str) -> str:
    """Write the head of an evening's page as HTML."""
    badge = layout.exercise_badge() if event.exercise else ""
    return (
        f'<header class="kp-head"><h1 dir="auto">{escape(short(event.title, 160))} {badge}</h1><p class="kp-sub">{escape(line(event))} · '
        f'<span class="kp-state">{escape(state(event))}</span></p><p class="kp-say">{escape(finding)}</p></header>'
    )


def finding(evening: Evening) -> str:
    """Say what an evening is at now."""
    event, ideas = evening.event, len(evening.ideas)
    if event.state == events.PREPARED:
        if not evening.scenes:
            return "Der Ablauf ist noch leer."
        return f"Vorbereitet: {count(len(evening.scenes), 'Szene', 'Szenen')}, {minutes(evening.scenes)}."
    if event.state == events.RUNNING:
        came = f"{count(ideas, 'Idee ist', 'Ideen sind')} da" if ideas else "Noch ist keine Idee da"
        return f"{came}, {count(evening.phones, 'Telefon macht', 'Telefone machen')} mit."
    came = f"{count(ideas, 'Idee kam', 'Ideen kamen')} zusammen" if ideas else "Es kam keine Idee zusammen"
    told = voted(*evening.voters())
    return f"{came}, {told[0].lower() + told[1:]}."
