"""The records: what people write, from the statement in the SWOT to the frozen Zwischenbilanz.

One frozen dataclass per kind. Regions, indicators, age bands and personas stand here by their ids only ("von-bis" for a band, the
open end as "75-"); references to other records are ids as well. Labels are the words shown to people, in forms, history and files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Final

from workshop import attributes as a

QUADRANTS: Final = {"staerke": "Stärke", "schwaeche": "Schwäche", "chance": "Chance", "risiko": "Risiko"}
STATUSES: Final = {"idee": "Idee", "geplant": "geplant", "laeuft": "läuft", "stockt": "stockt", "fertig": "fertig"}
FUNDING: Final = {"offen": "offen", "beantragt": "beantragt", "gesichert": "gesichert"}
SOURCES: Final = {"zahl": "Zahl", "gespraech": "Gespräch", "werkstatt": "Werkstatt", "anderes": "andere Quelle"}
STANCES: Final = {"stuetzt": "stützt", "widerspricht": "widerspricht"}
SHOWN: Final = {"neu": "noch nicht gezeigt", "gezeigt": "gezeigt", "verborgen": "verborgen"}
CHANNELS: Final = {"telefon": "Telefon", "papier": "Karte aus Papier", "moderation": "Moderation"}
EVENT_STATES: Final = {"vorbereitet": "in Vorbereitung", "laeuft": "läuft", "beendet": "beendet"}
ACTOR_KINDS: Final = {
    "amt": "Verwaltung",
    "gemeinde": "Gemeinde",
    "verein": "Verein",
    "traeger": "Träger",
    "betrieb": "Betrieb",
    "gremium": "Beirat oder Gremium",
    "person": "Person",
}
SCENE_KINDS: Final = {
    "karte": "Karte",
    "pyramide": "Altersaufbau",
    "vergleich": "Vergleich",
    "frage": "Frage",
    "ideen": "Ideenrunde",
    "abstimmung": "Abstimmung",
    "notiz": "Text",
}
#: Whom to invite, after the bodies of the county's kick-off; stored as these words, further ones may be added.
INVITED: Final = (
    "Beirat für Migration und Integration",
    "Beirat für Menschen mit Behinderung",
    "Seniorenbeirat",
    "Jugendverbände",
    "Sportvereine",
    "Elternräte",
)
LANGUAGES: Final = {
    "de": "Deutsch",
    "de-einfach": "Einfaches Deutsch",
    "en": "English",
    "uk": "Українська",
    "ar": "العربية",
}


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every record has; ``id`` is empty and ``version`` 0 until it is stored.

    Attributes
    ----------
    version : int
        Counts the changes; whoever changes a record says which version was read.
    archived : bool
        Put aside; nothing is deleted.
    exercise : bool
        Belongs to the Übungsplan: invented, marked wherever it is shown.
    """

    KIND: ClassVar[str] = ""
    NAME: ClassVar[str] = ""

    id: str = ""
    version: int = 0
    created_at: datetime | None = None
    changed_at: datetime | None = None
    archived: bool = False
    exercise: bool = False


@dataclass(frozen=True, kw_only=True)
class Actor(Record):
    """An actor (Akteur): an office, a municipality, an association, a person who takes part or is responsible."""

    KIND = "actor"
    NAME = "Akteur"
    name: str = a.text("Name", required=True, personal=True)
    sort: str = a.choice("Art", ACTOR_KINDS, "verein")
    region_id: str = a.key("Gebiet")
    note: str = a.text("Bemerkung")


@dataclass(frozen=True, kw_only=True)
class ActionField(Record):
    """A field of action (Handlungsfeld), such as mobility or places to meet."""

    KIND = "field"
    NAME = "Handlungsfeld"
    title: str = a.text("Titel", required=True)
    description: str = a.text("Beschreibung")
    position: float | None = a.number("Reihenfolge")


@dataclass(frozen=True, kw_only=True)
class Goal(Record):
    """A goal within a field of action."""

    KIND = "goal"
    NAME = "Ziel"
    field_id: str = a.key("Handlungsfeld", required=True)
    title: str = a.text("Titel", required=True)
    description: str = a.text("Beschreibung")
    statement_ids: tuple[str, ...] = a.keys("Aussagen der SWOT, aus denen es folgt")


@dataclass(frozen=True, kw_only=True)
class Measure(Record):
    """A measure (Maßnahme): what is done, by whom, for whom, until when, with what money, and by which figure it is judged.

    Attributes
    ----------
    budget : float | None
        Euros; None is open.
    links : tuple of dict
        ``{"kind": "measure"|"statement"|"idea"|"address", "ref": id or address, "label": text}``.
    indicator_id, target_region_id, baseline, target_value, target_on
        The target figure: ``baseline`` is the receipt of the figure at the start (see `views` receipts: value, low, high,
        count, total, period, base, status, source_ids); ``target_value`` what is aimed at, in the indicator's unit.
    """

    KIND = "measure"
    NAME = "Maßnahme"
    title: str = a.text("Titel", required=True)
    description: str = a.text("Beschreibung")
    field_id: str = a.key("Handlungsfeld")
    goal_id: str = a.key("Ziel")
    region_ids: tuple[str, ...] = a.keys("Gebiete")
    responsible_id: str = a.key("verantwortlich")
    partner_ids: tuple[str, ...] = a.keys("Partner")
    bands: tuple[str, ...] = a.keys("Altersgruppen")
    personas: tuple[str, ...] = a.keys("für wen")
    starts_on: date | None = a.day("Beginn")
    ends_on: date | None = a.day("Ende")
    budget: float | None = a.number("Budget (Euro)", low=0)
    funding: str = a.choice("Finanzierung", FUNDING, "offen")
    funding_note: str = a.text("Mittel aus")
    status: str = a.choice("Stand", STATUSES, "idee")
    status_note: str = a.text("Bemerkung zum Stand")
    progress: float | None = a.number("Fortschritt (%)", low=0, high=100)
    links: tuple[dict[str, Any], ...] = a.details("Verweise")
    indicator_id: str = a.key("Zielzahl")
    target_region_id: str = a.key("Gebiet der Zielzahl")
    baseline: dict[str, Any] = a.detail("Ausgangswert")
    target_value: float | None = a.number("angestrebter Wert")
    target_on: date | None = a.day("zu erreichen bis")


@dataclass(frozen=True, kw_only=True)
class Step(Record):
    """A step of a measure."""

    KIND = "step"
    NAME = "Schritt"
    measure_id: str = a.key("Maßnahme", required=True)
    title: str = a.text("Titel", required=True)
    responsible_id: str = a.key("verantwortlich")
    due_on: date | None = a.day("fällig")
    done: bool = a.flag("erledigt")
    done_on: date | None = a.day("erledigt am")


@dataclass(frozen=True, kw_only=True)
class Statement(Record):
    """A statement of people in the SWOT of a region.

    Attributes
    ----------
    receipt : dict
        Where a figure stands behind it: the figure as it was, with its interval, so that a later change can be seen.
    checked_receipt : dict
        The figure as it was when somebody last answered "prüfen"; empty before.
    """

    KIND = "statement"
    NAME = "Aussage"
    region_id: str = a.key("Gebiet", required=True)
    quadrant: str = a.choice("Feld der SWOT", QUADRANTS, "staerke")
    title: str = a.text("Aussage", required=True)
    text: str = a.text("Erläuterung")
    field_id: str = a.key("Handlungsfeld")
    band: str = a.key("Altersgruppe")
    source: str = a.choice("Quelle", SOURCES, "werkstatt")
    source_note: str = a.text("Wer, wo, wann")
    receipt: dict[str, Any] = a.detail("Beleg")
    checked_receipt: dict[str, Any] = a.detail("zuletzt geprüft an")
    event_id: str = a.key("Werkstatt")
    idea_ids: tuple[str, ...] = a.keys("Ideen")


@dataclass(frozen=True, kw_only=True)
class Opinion(Record):
    """Support of a statement or an objection to it, always with a reason."""

    KIND = "opinion"
    NAME = "Rückmeldung"
    statement_id: str = a.key("Aussage", required=True)
    stance: str = a.choice("Haltung", STANCES, "stuetzt")
    reason: str = a.text("Begründung", required=True)
    by: str = a.text("Name (freiwillig)", personal=True)


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """A Zukunftswerkstatt: one evening in one place.

    Attributes
    ----------
    code : str
        What a phone types or scans to join; given by the store, unique.
    """

    KIND = "event"
    NAME = "Werkstatt"
    title: str = a.text("Titel", required=True)
    region_id: str = a.key("Gebiet", required=True)
    held_on: date | None = a.day("Datum")
    starts_at: str = a.text("Uhrzeit")
    place: str = a.text("Ort")
    invited: tuple[str, ...] = a.keys("eingeladen")
    languages: tuple[str, ...] = a.keys("Sprachen auf dem Telefon")
    state: str = a.choice("Zustand", EVENT_STATES, "vorbereitet")
    code: str = a.text("Code für Telefone")
    welcome: str = a.text("Begrüßung")
    record_note: str = a.text("Ergebnis in einem Absatz")
    release_at_once: bool = a.flag("Ideen ohne Freigabe zeigen")


@dataclass(frozen=True, kw_only=True)
class Scene(Record):
    """A scene of the agenda: one message for the room.

    Attributes
    ----------
    detail : dict
        What the kind needs. karte: ``indicator_id, region_id, level``; pyramide: ``region_id, benchmark_id``; vergleich:
        ``indicator_id, region_ids``; frage: ``options`` (list of texts; empty for an open question); ideen: ``field_ids``;
        abstimmung: ``about`` ("ideen", "aussagen", "felder", "antworten"), ``options`` (ids or texts), ``dots`` (per person).
    """

    KIND = "scene"
    NAME = "Szene"
    event_id: str = a.key("Werkstatt", required=True)
    position: float | None = a.number("Reihenfolge")
    sort: str = a.choice("Art", SCENE_KINDS, "notiz")
    message: str = a.text("Botschaft", required=True)
    text: str = a.text("Text darunter")
    minutes: float | None = a.number("Minuten", low=0, high=600)
    detail: dict[str, Any] = a.detail("Inhalt")


@dataclass(frozen=True, kw_only=True)
class Participant(Record):
    """A phone that joined (or a table that sent cards); never a name."""

    KIND = "participant"
    NAME = "Teilnahme"
    event_id: str = a.key("Werkstatt", required=True)
    token_hash: str = a.text("Kennung")
    language: str = a.choice("Sprache", LANGUAGES, "de")
    channel: str = a.choice("Weg", CHANNELS, "telefon")


@dataclass(frozen=True, kw_only=True)
class Idea(Record):
    """An idea from a phone, a card or the host.

    Attributes
    ----------
    origin : str
        Where it comes from, as said: "Werkstatt Süd-Ost, Tisch 3".
    ticket : str
        Made by the phone (or the code on a card), unique within the event: sending it twice stores it once.
    """

    KIND = "idea"
    NAME = "Idee"
    event_id: str = a.key("Werkstatt")
    scene_id: str = a.key("Szene")
    text: str = a.text("Idee", required=True)
    field_id: str = a.key("Handlungsfeld")
    band: str = a.key("Altersgruppe")
    region_id: str = a.key("Ort")
    participant_id: str = a.key("Teilnahme")
    channel: str = a.choice("Weg", CHANNELS, "telefon")
    origin: str = a.text("Herkunft")
    language: str = a.choice("Sprache", LANGUAGES, "de")
    state: str = a.choice("Anzeige", SHOWN, "neu")
    ticket: str = a.text("Kartencode")


@dataclass(frozen=True, kw_only=True)
class Vote(Record):
    """How many dots one participant gave one thing in one voting; given anew it replaces what was."""

    KIND = "vote"
    NAME = "Stimme"
    event_id: str = a.key("Werkstatt", required=True)
    scene_id: str = a.key("Szene", required=True)
    participant_id: str = a.key("Teilnahme", required=True)
    target_id: str = a.key("wofür", required=True)
    dots: float | None = a.number("Punkte", low=0, high=100)


@dataclass(frozen=True, kw_only=True)
class Answer(Record):
    """One participant's answer to one question; given anew it replaces what was."""

    KIND = "answer"
    NAME = "Antwort"
    event_id: str = a.key("Werkstatt", required=True)
    scene_id: str = a.key("Szene", required=True)
    participant_id: str = a.key("Teilnahme", required=True)
    choice: str = a.text("Auswahl")
    text: str = a.text("Antwort")
    state: str = a.choice("Anzeige", SHOWN, "neu")


@dataclass(frozen=True, kw_only=True)
class Snapshot(Record):
    """A frozen Zwischenbilanz: its content never changes, its code reopens exactly that state."""

    KIND = "snapshot"
    NAME = "Zwischenbilanz"
    code: str = a.text("Code", required=True)
    title: str = a.text("Titel", required=True)
    region_id: str = a.key("Gebiet")
    as_of: date | None = a.day("Stand")
    content: dict[str, Any] = a.detail("Inhalt")


@dataclass(frozen=True, kw_only=True)
class Remark(Record):
    """A note on a number: why a course has a kink, told by somebody who knows the place."""

    KIND = "remark"
    NAME = "Anmerkung"
    region_id: str = a.key("Gebiet", required=True)
    indicator_id: str = a.key("Indikator", required=True)
    year: float | None = a.number("Jahr", low=1900, high=2100)
    text: str = a.text("Anmerkung", required=True)
    by: str = a.text("Name (freiwillig)", personal=True)


KINDS: Final[dict[str, type[Record]]] = {
    cls.KIND: cls
    for cls in (
        Actor, ActionField, Goal, Measure, Step, Statement, Opinion, Event, Scene, Participant, Idea, Vote, Answer, Snapshot,
        Remark,
    )
}  # fmt: skip


_ATTRIBUTES: Final[dict[type[Record], dict[str, Field[Any]]]] = {
    kind: {f.name: f for f in fields(kind) if "label" in f.metadata} for kind in KINDS.values()
}


def attributes_of(kind: type[Record]) -> dict[str, Field[Any]]:
    """Give what people fill in of a kind, by name, in order; without id, version and the like. Not to be changed."""
    return _ATTRIBUTES[kind]


def label(kind: type[Record], name: str) -> str:
    """Give the German word for an attribute."""
    own = {"archived": "im Archiv", "exercise": "Übung"}
    return own[name] if name in own else str(attributes_of(kind)[name].metadata["label"])


def checked(kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as they are stored.

    Raises
    ------
    InvalidError
        A value does not fit, or an attribute is not known.
    """
    known = attributes_of(kind)
    unknown = [name for name in values if name not in known]
    if unknown:
        raise a.InvalidError(kind.NAME, f"kennt „{unknown[0]}“ nicht", "Bitte die Angabe weglassen.")
    return {name: a.check(known[name], value) for name, value in values.items()}
