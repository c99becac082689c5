"""The words of the Zwischenbilanz: the finding as headline, counts, dates – from the content alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from views.formats import count_word, number
from workshop.records import Measure, label

DUE_WORDS: Final = {"beginn": "Beginn", "ende": "Ende", "zielzahl": "Zielzahl soll erreicht sein", "schritt": "Schritt"}
FINISHED: Final = "fertig"
RUNNING: Final = "laeuft"
NOTHING: Final = "ist noch nichts versprochen"


def headline(made: Mapping[str, Any]) -> str:
    """Say how far a region has come: what is done of what was promised, and whether the target figures have moved."""
    promised, where = made["promised"], str(made["where"])
    place = where[:1].upper() + where[1:]
    if not promised:
        ideas = len(made["ideas"])
        told = f", {count_word(ideas, feminine=True)} Idee{'n' if ideas > 1 else ''} gibt es schon" if ideas else ""
        return f"{place} {NOTHING}{told}"
    done = f"{place} {_states(promised)}"
    figures = _figures(made["moved"])
    return f"{done}\u00a0– {figures}" if figures else done


def _states(promised: Any) -> str:
    """Say how many measures are done and running.

    Examples
    --------
    >>> _states([{"status": "fertig"}, {"status": "laeuft"}, {"status": "laeuft"}, {"status": "stockt"}])
    'ist eine von vier Maßnahmen fertig, zwei laufen'
    >>> _states([{"status": "geplant"}])
    'ist die eine Maßnahme noch nicht begonnen'
    """
    count, known = len(promised), Counter(m["status"] for m in promised)
    done, running, stalled = known[FINISHED], known[RUNNING], known["stockt"]
    every = "der einen Maßnahme" if count == 1 else f"{count_word(count)} Maßnahmen"
    if count == 1:
        words = {
            FINISHED: "ist die eine Maßnahme fertig",
            RUNNING: "läuft die eine Maßnahme",
            "stockt": "stockt die eine Maßnahme",
        }
        return words.get(promised[0]["status"], "ist die eine Maßnahme noch nicht begonnen")
    parts = [f"{'ist' if done == 1 else 'sind'} {_some(done)} von {every} fertig"] if done else []
    if running:
        parts.append(f"{_some(running)} {'läuft' if running == 1 else 'laufen'}" if parts else _running(running, every))
    if stalled and not parts:
        parts.append(f"{'stockt' if stalled == 1 else 'stocken'} {_some(stalled)} von {every}")
    return ", ".join(parts) or f"sind {count_word(count)} Maßnahmen geplant, noch läuft keine"


def _running(running: int, every: str) -> str:
    return f"{'läuft' if running == 1 else 'laufen'} {_some(running)} von {every}"


def _some(count: int) -> str:
    return count_word(count, feminine=True)


def _figures(moved: Any) -> str:
    """Say what the target figures do.

    Examples
    --------
    >>> _figures([{"word": "bewegt", "aim": "hin"}, {"word": "nicht zu sagen", "aim": ""}])
    'eine von zwei Zielzahlen bewegt sich auf das Ziel zu'
    >>> _figures([{"word": "nicht zu sagen", "aim": ""}])
    'ob sich die Zielzahl bewegt, ist noch nicht zu sagen'
    """
    if not moved:
        return ""
    count, towards = len(moved), sum(m["aim"] == "hin" for m in moved)
    away, still = sum(m["aim"] == "weg" for m in moved), sum(m["word"] == "nicht bewegt" for m in moved)
    if towards:
        return f"{_of(towards, count)} {_move(towards)} sich auf das Ziel zu"
    if away:
        return f"{_of(away, count)} {_move(away)} sich vom Ziel weg"
    if still:
        return f"{_of(still, count)} {'hat' if still == 1 else 'haben'} sich nicht bewegt"
    if any(m["word"] == "bewegt" for m in moved):
        return "die Zielzahlen haben sich bewegt, ein angestrebter Wert fehlt"
    return f"ob sich die {'Zielzahl' if count == 1 else 'Zielzahlen'} {_move(count)}, ist noch nicht zu sagen"


def _of(some: int, count: int) -> str:
    """Say how many of the target figures: "die Zielzahl", "eine von zwei Zielzahlen"."""
    return "die Zielzahl" if count == 1 else f"{_some(some)} von {count_word(count)} Zielzahlen"


def _move(count: int) -> str:
    return "bewegt" if count == 1 else "bewegen"


def attribute(name: str) -> str:
    """Name an attribute of a measure."""
    return label(Measure, name)


def day(text: str) -> str:
    """Write a day as content keeps it.

    Examples
    --------
    >>> day("2026-03-01"), day("")
    ('01.03.2026', '')
    """
    return f"{date.fromisoformat(text):%d.%m.%Y}" if text else ""


def span(made: Mapping[str, Any]) -> str:
    """Write the period."""
    return f"{day(made['since'])} bis {day(made['until'])}"


def counted(count: int, one: str, many: str) -> str:
    """Count things.

    Examples
    --------
    >>> counted(1, "Idee", "Ideen"), counted(1200, "Idee", "Ideen")
    ('1 Idee', '1.200 Ideen')
    """
    return f"{number(count)} {one if count == 1 else many}"


def since_words(changes: Mapping[str, int]) -> str:
    """Say what is different since a frozen state: "Seither bei den Maßnahmen: 2 neu, 1 fertig geworden"."""
    verbs = {"fertig": "fertig geworden"}
    parts = [f"{number(n)} {verbs.get(word, word)}" for word, n in changes.items() if n]
    return (
        f"Seither bei den Maßnahmen: {', '.join(parts)}."
        if parts
        else "Seither ist keine Maßnahme dazugekommen oder fertig geworden."
    )
