"""The Zwischenbilanz as markup, written from its content alone: the page, a frozen state and the file to take home are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from views import interim_line, plan_status, svg
from views import interim_words as words
from views.formats import with_unit

STYLE_FILE: Final = Path(__file__).with_name("interim.css")
EXERCISE: Final = '<span class="tag exercise">Übung</span>'
MOST_CHANGES: Final = 12
MOST_DATES: Final = 40
MOST_MEASURES: Final = 30
MOST_FIGURES: Final = 18
OPEN: Final = "offen"
NOBODY: Final = "noch niemand"

Part = Mapping[str, Any]


def style() -> str:
    """Give the style on one line."""
    return " ".join(line.strip() for line in STYLE_FILE.read_text(encoding="utf-8").splitlines())


def safe(text: object) -> str:
    """Write what people typed as HTML text."""
    return escape(svg.clean(text))


def html(made: Part) -> str:
    """Write the whole Zwischenbilanz below its headline.

    Parameters
    ----------
    made : mapping
        As :func:`views.interim_data.content` gives it, or as it was frozen; all text in it counts as foreign.
    """
    parts = (
        _section("Was versprochen wurde – und was daraus wurde", promised(made)),
        _section("Was sich bewegt hat", moved(made["moved"])),
        _section("Was als Nächstes kommt", coming(made["next"], made["missing"])),
        _section("Was die Werkstätten gebracht haben", evenings(made["evenings"])),
    )
    sources = f'<footer class="sources">Quellen: {safe(made["sources"])}</footer>' if made.get("sources") else ""
    return f'<div class="kp-interim">{"".join(parts)}{sources}</div>'


def _section(title: str, inner: str) -> str:
    return f"<section><h2>{title}</h2>{inner}</section>"


def nothing(text: str) -> str:
    """Say that there is nothing, and why."""
    return f'<p class="none">{escape(text)}</p>'


def exercise(one: Part) -> str:
    """Mark an invented entry."""
    return EXERCISE if one.get("exercise") else ""


# -- promised and done -------------------------------------------------------------------------------------------------


def promised(made: Part) -> str:
    """Write the measures, each with what was promised and what is done."""
    every = [_measure(m) for m in made["promised"]]
    rows = _first(every, MOST_MEASURES, ("weitere Maßnahme", "weitere Maßnahmen"), "measures")
    rows = rows or nothing("Für dieses Gebiet und diese Zeit steht noch keine Maßnahme im Werkstattplan.")
    return f"{rows}{_more('Noch Ideen, nichts versprochen', made['ideas'])}{_wide(made['wide'])}"


def _first(parts: Sequence[str], most: int, words_of_rest: tuple[str, str], kind: str) -> str:
    """Show the first parts, the rest one click away; empty where there are none."""
    if not parts:
        return ""
    rest = parts[most:]
    shown = f'<div class="{kind}">{"".join(parts[:most])}</div>'
    if not rest:
        return shown
    told = words.counted(len(rest), *words_of_rest)
    return f'{shown}<details><summary>{told}</summary><div class="{kind}">{"".join(rest)}</div></details>'


def _measure(m: Part) -> str:
    who = safe(m["responsible"]) if m["responsible"] else f'<span class="open">{NOBODY}</span>'
    money = f'<span class="open">{OPEN}</span>' if m["budget"] == OPEN else safe(m["budget"])
    facts = [
        ("verantwortlich", who),
        ("Zeitraum", safe(m["period"]) + (' <span class="open">überfällig</span>' if m["overdue"] else "")),
        ("Budget", f"{money} · Finanzierung: {safe(m['funding'])}"),
        ("Gebiet", safe(m["where"] or "ohne Angabe")),
    ]
    terms = "".join(f"<div><dt>{name}</dt><dd dir=auto>{text}</dd></div>" for name, text in facts)
    note = f'<p class="note" dir="auto">{safe(m["note"])}</p>' if m["note"].strip() else ""
    return (
        f'<article><div class="name"><h3 dir="auto">{safe(m["title"])}</h3>{exercise(m)}<p class="sub" dir="auto">{safe(m["field"])}</p></div>'
        f'<dl>{terms}</dl><div class="state">{plan_status.told(m["status"])}{_progress(m)}{note}{_changes(m["changes"])}</div></article>'
    )


def _progress(m: Part) -> str:
    """Write how far a measure is: percent with a bar, steps done; nothing where nobody said."""
    parts = []
    if m["progress"] is not None:
        share = min(max(float(m["progress"]), 0.0), 100.0)
        parts.append(f'<span class="bar"><i style="width:{svg.num(share)}%"></i></span>{with_unit(share, "%")}')
    if m["steps"]:
        parts.append(f"{m['steps_done']} von {words.counted(m['steps'], 'Schritt', 'Schritten')} erledigt")
    return f'<p class="progress">{" · ".join(parts)}</p>' if parts else ""


def _changes(changes: Sequence[str]) -> str:
    if not changes:
        return '<p class="sub">in dieser Zeit nichts geändert</p>'
    items = "".join(f"<li dir=auto>{safe(change)}</li>" for change in changes[:MOST_CHANGES])
    rest = len(changes) - MOST_CHANGES
    return f"<ul>{items}</ul>" + (
        f'<p class="sub">und {words.counted(rest, "weitere Änderung", "weitere Änderungen")}</p>' if rest > 0 else ""
    )


def _more(title: str, ideas: Sequence[Part]) -> str:
    if not ideas:
        return ""
    items = "".join(f"<li dir=auto>{safe(one['title'])} {exercise(one)}</li>" for one in ideas)
    return f"<details><summary>{escape(title)}: {words.counted(len(ideas), 'Idee', 'Ideen')}</summary><ul>{items}</ul></details>"


def _wide(wide: Sequence[Part]) -> str:
    """Offer the measures of larger regions, named."""
    if not wide:
        return ""
    items = "".join(
        f"<li dir=auto>{safe(one['title'])} ({safe(plan_status.word(one['status']))}, gilt für {safe(one['where'])})</li>"
        for one in wide
    )
    told = words.counted(len(wide), "Maßnahme", "Maßnahmen")
    return f"<details><summary>Für größere Gebiete gelten auch hier: {told}</summary><ul>{items}</ul></details>"


# -- moved -------------------------------------------------------------------------------------------------------------


def moved(figures: Sequence[Part]) -> str:
    """Write what the target figures did, each with its line, its counts and why."""
    if not figures:
        return nothing(
            "Noch hat keine Maßnahme eine Zielzahl. Sie lässt sich im Werkstattplan bei der Maßnahme festlegen."
        )
    every = [_figure(one) for one in figures]
    return _first(every, MOST_FIGURES, ("weitere Zielzahl", "weitere Zielzahlen"), "figures")


def _figure(one: Part) -> str:
    rows = [
        ("Ausgangswert", one["before"]),
        ("jetzt", one["after"] or "keine neuere Zahl aus derselben Zählung"),
        ("Änderung", one.get("change", "")),
        (
            "angestrebt",
            " bis ".join(part for part in (one.get("aimed", ""), words.day(one.get("target_on", ""))) if part),
        ),
    ]
    terms = "".join(f"<dt>{name}</dt><dd>{safe(text)}</dd>" for name, text in rows if text)
    sort = {"hin": "towards", "weg": "away"}.get(one["aim"], "plain")
    return (
        f'<article><p class="sub" dir="auto">{safe(one["measure"])} {exercise(one)}</p><h3>{safe(one["title"])}, {safe(one["where"])}</h3>'
        f'<p class="verdict {sort}"><b aria-hidden="true">{safe(one["symbol"])}</b> {safe(one["words"])}</p>'
        f'<div class="drawn">{interim_line.picture(one)}</div><dl>{terms}</dl></article>'
    )


# -- next and evenings -------------------------------------------------------------------------------------------------


def coming(dates: Part, missing: Sequence[Part]) -> str:
    """Write what is late, what comes within half a year, and what is missing."""
    late, soon = dates["overdue"], dates["coming"]
    lacks = "".join(
        f'<li dir="auto"><strong>{safe(m["measure"])}</strong> {exercise(m)}: {safe(", ".join(m["lacks"]))}</li>'
        for m in missing
    )
    return (
        f'<div class="columns"><div><h3>Überfällig ({len(late)})</h3>{_dates(late, "Nichts ist überfällig.", late=True)}</div>'
        f"<div><h3>In den nächsten sechs Monaten ({len(soon)})</h3>{_dates(soon, 'Keine Termine eingetragen.')}</div>"
        f"<div><h3>Was noch fehlt ({len(missing)})</h3>{f'<ul>{lacks}</ul>' if lacks else nothing('Nichts fehlt.')}</div></div>"
    )


def _dates(dates: Sequence[Part], empty: str, *, late: bool = False) -> str:
    if not dates:
        return nothing(empty)
    items = []
    for one in dates[:MOST_DATES]:
        who = safe(one["who"]) if one["who"] else f'<span class="open">{NOBODY}</span>'
        when = f'<span class="open">{safe(one["when"])}</span>' if late else safe(one["when"])
        items.append(
            f'<li dir="auto"><strong>{words.day(one["on"])}</strong> {safe(one["what"])} – {safe(one["measure"])} {exercise(one)}'
            f"<small>{when} · {who}</small></li>"
        )
    rest = len(dates) - MOST_DATES
    more = f'<p class="sub">und {words.counted(rest, "weiterer Termin", "weitere Termine")}</p>' if rest > 0 else ""
    return f"<ul>{''.join(items)}</ul>{more}"


def evenings(found: Sequence[Part]) -> str:
    """Write what the events brought."""
    if not found:
        return nothing("In dieser Zeit gab es hier keine Werkstatt.")
    items = "".join(_evening(one) for one in found)
    return f'<div class="columns">{items}</div>'


def _evening(one: Part) -> str:
    counted = (
        (one["people"], "Telefon oder Tisch", "Telefone und Tische"),
        (one["ideas"], "Idee", "Ideen"),
        (one["dots"], "Punkt vergeben", "Punkte vergeben"),
        (one["statements"], "Aussage in der SWOT", "Aussagen in der SWOT"),
    )
    counts = [words.counted(*each) for each in counted if each[0]] or ["Noch ist nichts eingetragen."]
    when = " · ".join(part for part in (words.day(one["on"]), safe(one["place"]), safe(one["where"])) if part)
    note = f'<p class="note" dir="auto">{safe(one["note"])}</p>' if one["note"].strip() else ""
    return (
        f'<div><h3 dir="auto">{safe(one["title"])} {exercise(one)}</h3><p class="sub" dir="auto">{when}</p>'
        f"<p>{' · '.join(counts)}</p>{note}</div>"
    )
