"""The cards of what people say, beside those of the figures: origin in words, dots, opinions, receipt, and the state "prüfen"."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from indicators.catalogue import Catalogue
from indicators.regions import Regions
from views import bands, receipt_words, svg
from views import swot_words as words
from views.formats import NBSP, number
from views.state import region_label
from views.swot_people import Check, Told
from workshop.records import SOURCES, Opinion

STYLE_FILE: Final = Path(__file__).with_name("swot_people.css")
FROM_PEOPLE: Final = '<span class="kp-origin people">von Menschen</span>'
SHOWN: Final = 8
LONG: Final = 180
CHECK_WORDS: Final = {"changed": "prüfen: Zahl hat sich geändert", "old": "prüfen: Zahl ist älter als fünf Jahre"}
NOBODY_YET: Final = "Noch keine Aussage von Menschen."


def style() -> str:
    """Give the cards' style sheet as an element on one line."""
    lines = STYLE_FILE.read_text(encoding="utf-8").splitlines()
    return f"<style>{' '.join(line.strip() for line in lines)}</style>"


def safe(text: object) -> str:
    """Write what people typed as HTML text."""
    return escape(svg.clean(text))


def cards(
    regions: Regions, catalogue: Catalogue, told: Sequence[Told], larger: Sequence[Told], *, writing: bool
) -> str:
    """Write the people's cards of one panel; those for larger regions are offered one click away, named.

    Parameters
    ----------
    told, larger : sequence of Told
        The place's own statements and those of the regions it lies in, in the order they are shown.
    writing : bool
        Whether buttons for writing are offered.
    """
    own = [card(regions, catalogue, t, writing=writing) for t in told]
    more = _folded(f"{_count(len(own) - SHOWN, 'weitere Aussage')} von Menschen", own[SHOWN:])
    above = [card(regions, catalogue, t, writing=writing, named=True) for t in larger]
    for_larger = _folded(f"{_count(len(above), 'Aussage')} von Menschen für größere Gebiete", above)
    return "".join(own[:SHOWN]) + more + for_larger


def _folded(title: str, inner: Sequence[str]) -> str:
    return f'<details class="kp-more"><summary>{title}</summary>{"".join(inner)}</details>' if inner else ""


def _count(many: int, word: str) -> str:
    """Count statements in words: "eine weitere Aussage", "3 Aussagen"."""
    one = word.replace("weitere ", "weitere ")
    return f"Eine {one}" if many == 1 else f"{number(many)} {word}n"


def card(regions: Regions, catalogue: Catalogue, told: Told, *, writing: bool, named: bool = False) -> str:
    """Write one statement of people; everything they typed is escaped."""
    s = told.statement
    text = f'<p class="clamp" dir="auto">{safe(s.text)}</p>' if s.text.strip() else ""
    where = f'<p class="kp-for">gilt für: {escape(region_label(regions, s.region_id))}</p>' if named else ""
    facts = " · ".join(part for part in (told.field_title, band_words(s.band), source_words(told)) if part)
    return (
        f'<article class="kp-statement people{" check" if told.check.why else ""}" id="a-{escape(s.id)}">'
        f'<div><h3 class="clamp" dir="auto">{safe(s.title)}</h3>{text}{where}</div>{dots_html(told.dots)}'
        f"{check_html(catalogue, told.check)}"
        f'<details><summary><span class="chips">{FROM_PEOPLE}{exercise_chip(told)}{check_chip(told.check)}</span>'
        f'<span class="facts" dir="auto">{safe(facts)}</span><span class="code">{opinions_brief(told)}</span></summary>'
        f"{inside(catalogue, told)}{buttons(told) if writing else ''}</details></article>"
    )


def exercise_chip(told: Told) -> str:
    """Mark an invented entry."""
    return '<span class="kp-origin exercise">Übung</span>' if told.statement.exercise else ""


def dots_html(dots: float) -> str:
    """Write the dots of all votings; nothing where nobody voted."""
    if not dots:
        return "<span></span>"
    word = "Punkt" if dots == 1 else "Punkte"
    return f'<div class="kp-dots"><b>{number(dots)}</b><span>{word}</span></div>'


def band_words(band: str) -> str:
    """Name the age group a statement is about."""
    return f"Alter {bands.label(band)}" if band else ""


def source_words(told: Told) -> str:
    """Say where a statement comes from: "Werkstatt: Tisch 3", "Zahl"."""
    s = told.statement
    note = " ".join(s.source_note.split())
    brief = f"{note[:60]}…" if len(note) > 60 else note
    return f"{SOURCES[s.source]}: {brief}" if brief else SOURCES[s.source]


def check_chip(check: Check) -> str:
    """Ask for a check, in words and with a dashed line."""
    return f'<span class="kp-receipt-age old">{CHECK_WORDS[check.why]}</span>' if check.why else ""


def check_html(catalogue: Catalogue, check: Check) -> str:
    """Show the old and the new figure of a statement that asks to be checked."""
    if not check.why:
        return ""
    old = f"<dt>damals</dt><dd>{escape(receipt_words.short(catalogue, check.kept))}</dd>"
    if check.newest:
        return f'<dl class="kp-check">{old}<dt>jetzt</dt><dd>{escape(receipt_words.short(catalogue, check.newest))}</dd></dl>'
    return f'<dl class="kp-check">{old}<dt>jetzt</dt><dd>keine neuere Zahl aus derselben Zählung</dd></dl>'


def opinions_brief(told: Told) -> str:
    """Count the opinions: "2 dafür · 1 dagegen"; an invitation where there are none."""
    parts = [f"{number(len(told.supports))}{NBSP}dafür"] * bool(told.supports)
    parts += [f"{number(len(told.objections))}{NBSP}dagegen"] * bool(told.objections)
    return " · ".join(parts) or "mehr"


def inside(catalogue: Catalogue, told: Told) -> str:
    """Write what the card holds when unfolded: the whole text, the source, the receipt, the opinions."""
    s = told.statement
    long = s.title if len(s.title) > LONG else ""
    rows = [
        ("Aussage", long),
        ("Erläuterung", s.text if len(s.text) > LONG else ""),
        ("Quelle", f"{SOURCES[s.source]}{': ' if s.source_note.strip() else ''}{s.source_note.strip()}"),
        ("Beleg", figure_words(catalogue, told) if s.receipt else ""),
        ("Regel", f"Beleg {s.receipt['rule_id']}" if s.receipt.get("rule_id") else ""),
    ]
    terms = "".join(f'<dt>{name}</dt><dd dir="auto">{safe(text)}</dd>' for name, text in rows if text)
    return f'<dl class="kp-receipt">{terms}</dl>{opinions_html("Dafür", told.supports)}{opinions_html("Dagegen", told.objections)}'


def figure_words(catalogue: Catalogue, told: Told) -> str:
    """Write the figure a statement rests on."""
    kept = told.check.kept or told.statement.receipt
    return f"{receipt_words.title(catalogue, kept)}: {receipt_words.line(catalogue, kept)}"


def opinions_html(title: str, opinions: Sequence[Opinion]) -> str:
    """Write opinions with their reasons."""
    if not opinions:
        return ""
    items = "".join(f'<li dir="auto">{safe(o.reason)}{_by(o)}</li>' for o in opinions)
    return f'<div class="kp-opinions"><h4>{title} ({number(len(opinions))})</h4><ul>{items}</ul></div>'


def _by(opinion: Opinion) -> str:
    return f' <small dir="auto">({safe(opinion.by.strip())})</small>' if opinion.by.strip() else ""


def buttons(told: Told) -> str:
    """Offer what may be done with a statement."""
    own = (("check", "Geprüft …"),) if told.check.why else ()
    offered = (*own, ("opinion", "Dafür oder dagegen"), ("edit", "Ändern"))
    return f'<p class="kp-do kp-noprint">{"".join(button(do, told.statement.id, label) for do, label in offered)}</p>'


def button(do: str, about: str, label: str, kind: str = "kp-button") -> str:
    """Write one button; the board hands ``do`` and ``about`` to the page."""
    return f'<button type="button" class="{kind}" data-do="{escape(do)}" data-id="{escape(about)}">{escape(label)}</button>'


def panels_html(regions: Regions, region_id: str, inner: dict[str, tuple[str, str]]) -> str:
    """Write the four panels with people's cards only, for a place too small for figures; ``inner`` gives head and cards."""
    made = []
    for quadrant, name in words.QUADRANT_NAMES.items():
        head, own = inner[quadrant]
        kind = "hindert" if quadrant in ("schwaeche", "risiko") else "hilft"
        below = escape(words.subtitle(regions, quadrant, region_id))
        made.append(
            f'<section class="kp-field {kind}"><div class="head"><h3 class="name">{name}<small>{below}</small></h3>{head}</div>{own}</section>'
        )
    return f'<div class="kp-swot">{"".join(made)}</div>'


def nobody(told: Sequence[Told]) -> str:
    """Say that nobody has said anything yet; empty where somebody has."""
    return "" if told else f'<p class="kp-none">{NOBODY_YET}</p>'
