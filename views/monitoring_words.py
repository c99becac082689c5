"""The words of Status × Dynamik: calm, about need and not about people, Berlin's and Hamburg's names beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from data.schema import Level
from indicators.monitoring.classes import DynamicClass, StatusClass
from indicators.monitoring.columns import Gap, Use
from indicators.monitoring.field import Field, Part, Place, Standing
from indicators.regions import LEVEL_NAMES, Regions
from views import figure_words, findings
from views.formats import number, period
from views.wording import Wording, wording

STATUS: Final = {
    StatusClass.HIGH: ("weniger Bedarf als üblich", "Status hoch"),
    StatusClass.MIDDLE: ("Bedarf wie üblich", "Status mittel"),
    StatusClass.LOW: ("mehr Bedarf als üblich", "Status niedrig"),
    StatusClass.VERY_LOW: ("deutlich mehr Bedarf als üblich", "Status sehr niedrig"),
}
STATUS_SHORT: Final = {
    StatusClass.HIGH: "weniger Bedarf",
    StatusClass.MIDDLE: "wie üblich",
    StatusClass.LOW: "mehr Bedarf",
    StatusClass.VERY_LOW: "deutlich mehr",
}
DYNAMIC_SHORT: Final = {
    DynamicClass.POSITIVE: "▼ günstiger",
    DynamicClass.STABLE: "● ähnlich",
    DynamicClass.NEGATIVE: "▲ ungünstiger",
}
DYNAMIC: Final = {
    DynamicClass.POSITIVE: ("günstiger als im Landkreis", "Dynamik positiv"),
    DynamicClass.STABLE: ("wie im Landkreis", "Dynamik stabil"),
    DynamicClass.NEGATIVE: ("ungünstiger als im Landkreis", "Dynamik negativ"),
}
"""Words for everybody, and the names planners know."""
NO_DYNAMIC: Final = ("nicht bestimmbar", "ohne Dynamik")
REMINDER: Final = (
    "Die Zahlen zeigen, wo es sich lohnt hinzusehen. Ob etwas fehlt und was zu tun ist, wissen nur die Menschen vor Ort. "
    "Eine Klasse sagt nichts über die Menschen, die dort leben, und nichts über ihre Arbeit."
)
WEIGHTS: Final = {1: "zählt einfach", 2: "zählt doppelt", 3: "zählt dreifach"}
GAPS: Final = {
    Gap.SMALL_PLACE: "unter 300 Einwohner",
    Gap.SMALL_FIGURE: "zu wenige Menschen für ein Urteil",
    Gap.SECRET: "Zahl geheim",
    Gap.UNSURE: "Zahl zu unsicher",
    Gap.NO_FIGURE: "keine Zahl",
    Gap.MOSTLY: "für mehr als die Hälfte der Gebiete keine Zahl, die man nennen darf",
    Gap.ONE_TIME: "nur ein Zeitpunkt auf derselben Zählbasis",
    Gap.CHANGE: "misst selbst eine Entwicklung und zählt dort",
}
LITTLE: Final = 0.25
"""Below so many standard deviations a figure is like the county's."""


def direction(value: int) -> str:
    """Say what a high figure means."""
    return "hoher Wert heißt: mehr Bedarf" if value > 0 else "hoher Wert heißt: weniger Bedarf"


def gap(standing: Standing) -> str:
    """Say why there is no class."""
    if standing.gap is None:
        return ""
    about = f"{standing.gap_use.indicator.short}: " if standing.gap_use else ""
    return about + GAPS[standing.gap]


def unsure(standing: Standing, axis: Mapping[Any, tuple[str, str]]) -> str:
    """Say which other class chance would bring, and how often; empty where the class is sure.

    Examples
    --------
    >>> unsure(Standing(0.9, 0.5, 1, (0.0, 0.58, 0.3, 0.12)), STATUS)
    'Klasse unsicher: Spielte der Zufall noch einmal, käme in 5 von 10 Fällen dieselbe Klasse heraus, in 3 von 10 „mehr Bedarf als üblich“.'
    """
    if standing.code is None or standing.sure:
        return ""
    names = [words[0] for words in axis.values()]
    other = max((at for at in range(len(names)) if at != standing.code), key=lambda at: standing.chances[at])
    same, next_best = (
        number(max(1, int(10 * standing.chances[standing.code]))),
        number(max(1, round(10 * standing.chances[other]))),
    )
    return (
        f"Klasse unsicher: Spielte der Zufall noch einmal, käme in {same} von 10 Fällen dieselbe Klasse heraus, "
        f"in {next_best} von 10 „{names[other]}“."
    )


def headline(found: Field, regions: Regions, place: Place | None) -> str:
    """Say the finding: of the chosen place, else of all places."""
    if place is None:
        return f"{found.index.title}: {_how_many(found)}"
    words = wording(regions, place.region_id)
    return f"{found.index.title} {words.where}: {place_words(place)}"


def place_words(place: Place) -> str:
    """Say a place's class in few words; an unsure one is told as a possibility."""
    status = place.status
    if status.code is None:
        return "keine Einordnung" if status.gap != Gap.SMALL_PLACE else "zu klein für eine Einordnung"
    told = STATUS[StatusClass(status.code)][0]
    perhaps = "wohl" if status.code == StatusClass.MIDDLE else "vielleicht"
    return told if status.sure else f"{perhaps} {told} – sicher ist das nicht"


def _how_many(found: Field) -> str:
    known = [p for p in found.places.values() if p.status.code is not None]
    if not known:
        return "keine Einordnung möglich"
    more = sum(p.status.code in (StatusClass.LOW, StatusClass.VERY_LOW) for p in known)
    none = "keinem" if found.level in (Level.AMT, Level.MITTELBEREICH) else "keiner"
    where = findings.dative(LEVEL_NAMES[found.level][1])
    return f"in {number(more) if more else none} von {number(len(known))} {where} mehr Bedarf als üblich"


def sentences(place: Place, words: Wording) -> list[str]:
    """Explain a place's class in sentences: class, what drives it, development, how sure."""
    if place.status.code is None:
        small = place.status.gap in (Gap.SMALL_PLACE, Gap.SMALL_FIGURE)
        why = " Wenige Menschen mehr oder weniger würden alles ändern." if small else ""
        return [f"{words.name} bekommt keine Klasse – {gap(place.status)}.{why}"]
    told = [f"{words.name}: {STATUS[StatusClass(place.status.code)][0]}."]
    told += [drivers(place.status.parts), unsure(place.status, STATUS), development(place.dynamic)]
    return [t for t in told if t]


def drivers(parts: tuple[Part, ...]) -> str:
    """Name the figures that raise and lower the index."""
    up = [p.use.indicator.short for p in parts if p.score > LITTLE]
    down = [p.use.indicator.short for p in parts if p.score < -LITTLE]
    told = [
        f"auf {word} Bedarf deuten: {', '.join(names)}" for word, names in (("mehr", up), ("weniger", down)) if names
    ]
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}." if told else "Alle Zahlen liegen nahe beim Landkreis."


def development(standing: Standing) -> str:
    """Say how a place develops, or why that cannot be told."""
    if standing.code is None:
        return f"Entwicklung nicht bestimmbar – {gap(standing)}." if standing.gap else ""
    told = f"Entwicklung {DYNAMIC[DynamicClass(standing.code)][0]}."
    return f"{told} {unsure(standing, DYNAMIC)}".strip()


def span(use: Use) -> str:
    """Write the time of a figure, or the two of a change."""
    if use.moment is None:
        return ""
    last = figure_words.moment_text(use.moment)
    return f"{period(use.first.period)} bis {last}" if use.first else last


def effect(score: float) -> str:
    """Say in words what a figure does to the need."""
    if abs(score) < LITTLE:
        return "wie im Landkreis"
    strength = "viel " if abs(score) > 1 else ""
    return f"{strength}{'mehr' if score > 0 else 'weniger'} Bedarf"
