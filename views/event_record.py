"""The record of an evening as words and tables; the page shows it, documents are made of it. It names no phones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from views import event_made, event_words, resources
from views.bands import label as band_words
from views.compare_words import first_big
from views.event_counts import counted
from views.event_data import WITHOUT_FIELD, Evening
from views.formats import NBSP
from views.saving import HERE
from views.svg import clean
from workshop import events
from workshop.records import CHANNELS, EVENT_STATES, QUADRANTS, STATUSES, Idea, Scene

Cell = str | int


@dataclass(frozen=True)
class Section:
    """A part of the record: a title, a sentence, and a table (without rows only the sentence)."""

    title: str
    said: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Protocol:
    """The whole record.

    Attributes
    ----------
    facts : tuple of (str, str)
        What, when, where, for whom.
    exercise : bool
        Whether all of it is invented; every document says so beside its title.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    note: str
    sections: tuple[Section, ...]
    exercise: bool = False


def protocol(evening: Evening) -> Protocol:
    """Write the record of an evening as it stands."""
    event = evening.event
    sections = [_agenda(evening), _ideas(evening), _summary(evening)]
    sections += [_question(evening, scene) for scene in evening.scenes if scene.sort == "frage"]
    sections += [_voting(evening, scene) for scene in evening.scenes if scene.sort == "abstimmung"]
    sections += [_statements(evening), _measures(evening)]
    return Protocol(clean(event.title), _facts(evening), event.record_note, tuple(sections), event.exercise)


def _facts(evening: Evening) -> tuple[tuple[str, str], ...]:
    event = evening.event
    found = (
        ("Wann", event_words.when(event)),
        ("Wo", clean(event.place)),
        ("Gebiet", event_words.region(event)),
        ("Eingeladen", ", ".join(clean(name) for name in event.invited)),
        ("Teilgenommen", event_words.count(evening.phones, "Telefon", "Telefone").replace("keine", "ohne")),
        ("Stand", EVENT_STATES[event.state]),
    )
    return tuple((head, text) for head, text in found if text)


def _agenda(evening: Evening) -> Section:
    rows = [
        (
            evening.number(s.id),
            event_words.kind(s),
            clean(s.message),
            "offen" if s.minutes is None else int(s.minutes),
            _shown(s),
        )
        for s in evening.scenes
    ]
    shown = sum(events.SHOWN_AT in s.detail for s in evening.scenes)
    said = (
        f"{first_big(event_words.count(len(rows), 'Szene', 'Szenen'))}, {shown or 'keine'} davon gezeigt."
        if rows
        else "Der Ablauf ist leer."
    )
    return Section("Ablauf", said, ("Nr.", "Art", "Botschaft", "Minuten", "gezeigt um"), tuple(rows))


def _shown(scene: Scene) -> str:
    try:
        moment = datetime.fromisoformat(str(scene.detail[events.SHOWN_AT]))
    except (KeyError, ValueError):
        return "nicht gezeigt"
    return f"{moment.astimezone(HERE):%H:%M}{NBSP}Uhr"


def open_ideas(evening: Evening) -> list[Idea]:
    """List the ideas that the record holds: all but those the host has hidden."""
    return [idea for idea in evening.ideas if idea.state != events.HIDDEN]


def _ideas(evening: Evening) -> Section:
    known = open_ideas(evening)
    groups = events.grouped(known, [one.id for one in evening.fields])
    rows = [
        (
            evening.field_name(name) if name else WITHOUT_FIELD,
            idea.text,
            band_words(idea.band) if idea.band else "",
            _place(idea),
            clean(idea.origin),
            CHANNELS[idea.channel],
        )
        for name, ideas in groups.items()
        for idea in ideas
    ]
    hidden = len(evening.ideas) - len(known)
    said = first_big(event_words.count(len(rows), "Idee", "Ideen")) + "."
    said += f" {event_words.count(hidden, 'weitere hat', 'weitere hat')} die Moderation verborgen." if hidden else ""
    return Section("Ideen", said, ("Handlungsfeld", "Idee", "für wen", "Ort", "Herkunft", "Weg"), tuple(rows))


def _summary(evening: Evening) -> Section:
    """Count the ideas by field, age and place; what was not said is named as such."""
    known = open_ideas(evening)
    regions = resources.evaluator().regions
    words: tuple[tuple[str, str, Callable[[str], str]], ...] = (
        ("Handlungsfeld", "field_id", evening.field_name),
        ("für wen", "band", band_words),
        ("Ort", "region_id", lambda region: regions.name(region) if regions.exists(region) else region),
    )
    rows = [
        (head, say(value) if value else "nicht angegeben", count)
        for head, attribute, say in words
        for value, count in events.count_by(known, attribute).items()
    ]
    return Section(
        "Ideen gezählt",
        "Nach Handlungsfeld, Altersgruppe und Ort." if rows else "Noch keine.",
        ("Wonach", "Was", "Ideen"),
        tuple(rows),
    )


def _place(idea: Idea) -> str:
    regions = resources.evaluator().regions
    return regions.name(idea.region_id) if idea.region_id and regions.exists(idea.region_id) else ""


def _covered(evening: Evening, scene: Scene) -> bool:
    """Tell whether a result has to wait for the end of the evening."""
    return bool(scene.detail.get(events.COVERED)) and evening.event.state != events.FINISHED


def _question(evening: Evening, scene: Scene) -> Section:
    answers = evening.answers_to(scene)
    title = f"Frage: {clean(scene.message)}"
    said = first_big(event_words.count(len(answers), "Antwort", "Antworten")) + "."
    if not events.options_of(scene):
        open_ones = [a for a in answers if a.state != events.HIDDEN and a.text.strip()]
        return Section(title, said, ("Antwort",), tuple((a.text,) for a in open_ones))
    if _covered(evening, scene):
        return Section(title, f"{said} Das Ergebnis ist noch verdeckt.")
    rows: Sequence[tuple[Cell, ...]] = counted(evening, scene)[0]
    return Section(title, said, ("Antwort", "Stimmen"), tuple(rows) if answers else ())


def _voting(evening: Evening, scene: Scene) -> Section:
    rows, took_part, _ = counted(evening, scene)
    title = f"Abstimmung: {clean(scene.message)}"
    said = f"{event_words.voted(*took_part)}."
    if _covered(evening, scene):
        return Section(title, f"{said} Das Ergebnis ist noch verdeckt.")
    return Section(title, said, ("Wofür", "Punkte"), tuple(rows) if any(took_part) else ())


def _statements(evening: Evening) -> Section:
    rows = tuple((QUADRANTS[one.quadrant], one.title, one.text) for one in event_made.statements_of(evening))
    said = f"Aus diesem Abend: {event_words.count(len(rows), 'Aussage', 'Aussagen')}."
    return Section("Aussagen der SWOT", said, ("Feld", "Aussage", "Erläuterung"), rows)


def _measures(evening: Evening) -> Section:
    found = event_made.measures_of(evening)
    rows = tuple(
        (one.title, STATUSES[one.status], f"{one.ends_on:%d.%m.%Y}" if one.ends_on else "offen") for one in found
    )
    said = f"Aus diesem Abend: {event_words.count(len(rows), 'Maßnahme', 'Maßnahmen')}."
    return Section("Maßnahmen", said, ("Maßnahme", "Stand", "Ende"), rows)
