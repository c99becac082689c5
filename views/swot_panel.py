"""The SWOT in four panels of statement cards, each with its receipt; and a short form for the Steckbrief."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from indicators.catalogue import Catalogue
from indicators.evaluate import Evaluator
from indicators.evidence import Statement, by_quadrant, strongest
from views import swot_words as words
from views.formats import number, period
from views.sentences import BASE_NAMES
from views.source_words import short_source
from views.swot_pictures import picture
from views.swot_receipt import receipt_html

STYLE_FILE: Final = Path(__file__).with_name("swot.css")
SHOWN: Final = 5
CENSUS_DAY: Final = "2022-05-15"
SHORT_SHOWN: Final = 2
HINDERS: Final = {"schwaeche": "hindert", "risiko": "hindert"}
FROM_FIGURES: Final = '<span class="kp-origin">aus Zahlen</span>'
NOTHING: Final = (
    "Keine Aussage: Die Zahlen weichen hier nicht sicher ab. Was Menschen vor Ort wissen, steht in keiner Statistik."
)


def style() -> str:
    """Give the panels' style sheet as an element on one line, so that it may stand inside any block."""
    lines = STYLE_FILE.read_text(encoding="utf-8").splitlines()
    return f"<style>{' '.join(line.strip() for line in lines)}</style>"


@dataclass(frozen=True)
class Beside:
    """What people add to a panel, as markup.

    Attributes
    ----------
    head : str
        Stands beside the panel's name.
    cards : str
        The people's cards.
    first : bool
        Whether they stand above the figures' cards.
    tool : callable
        Gives what is offered on a figure's card, by the statement's rule.
    """

    head: str = ""
    cards: str = ""
    first: bool = False
    tool: Callable[[str], str] = lambda rule_id: ""


def swot_html(
    evaluator: Evaluator,
    found: Sequence[Statement],
    region_id: str,
    newest: int,
    beside: Mapping[str, Beside] | None = None,
) -> str:
    """Write the four panels, the strongest statements first, the rest one click away.

    Parameters
    ----------
    evaluator : Evaluator
        Names the regions and sources.
    found : sequence of Statement
        What the rules found.
    region_id : str
        The place it is about.
    newest : int
        The package's newest year, which the age of a receipt is measured against.
    beside : mapping
        What people add, by quadrant.

    Returns
    -------
    str
        HTML for :func:`views.block.show`; everything from data is escaped.
    """
    panels = [
        _panel(evaluator, quadrant, statements, region_id, newest, (beside or {}).get(quadrant, Beside()))
        for quadrant, statements in by_quadrant(found, newest).items()
    ]
    return f'<div class="kp-swot">{"".join(panels)}</div>'


def _panel(
    evaluator: Evaluator, quadrant: str, found: Sequence[Statement], region_id: str, newest: int, beside: Beside
) -> str:
    name, below = words.QUADRANT_NAMES[quadrant], words.subtitle(evaluator.regions, quadrant, region_id)
    cards = [card(evaluator, s, newest, beside.tool(s.rule.id)) for s in found]
    rest = f'<details class="kp-more"><summary>{_more(len(cards) - SHOWN)}</summary>{"".join(cards[SHOWN:])}</details>'
    figures = "".join(cards[:SHOWN]) + (rest if len(cards) > SHOWN else "")
    figures = figures or f'<p class="kp-none">{NOTHING}</p>'
    body = beside.cards + figures if beside.first else figures + beside.cards
    kind = HINDERS.get(quadrant, "hilft")
    return (
        f'<section class="kp-field {kind}"><div class="head"><h2>{name}<small>{escape(below)}</small></h2>{beside.head}</div>'
        f"{body}</section>"
    )


def _more(count: int) -> str:
    return "Eine weitere Aussage" if count == 1 else f"{number(count)} weitere Aussagen"


def card(evaluator: Evaluator, s: Statement, newest: int, tool: str = "") -> str:
    """Write one statement: title, sentence, picture, and the receipt that opens on its code; ``tool`` is markup below it."""
    source = " · ".join(p for p in (short_source(evaluator.package.sources, s.source_ids), _when(s)) if p)
    drawn = picture(evaluator, s)
    return (
        f'<article class="kp-statement" id="{escape(s.rule.id)}">'
        f"<div><h3>{escape(words.title(evaluator, s))}</h3><p>{escape(words.text(evaluator, s))}</p></div>"
        f"{f'<div class=picture>{drawn}</div>' if drawn else '<span></span>'}"
        f'<details><summary><span class="chips">{FROM_FIGURES}{age_chip(s, newest)}</span><span>{escape(source)}</span>'
        f'<span class="code">Beleg {escape(s.rule.id)}</span></summary>{receipt_html(evaluator, s)}{tool}</details></article>'
    )


def _when(s: Statement) -> str:
    """Write the time as far as the chip beside it does not: a span of years, a date with its census base."""
    if s.rule.test in ("falls", "rises") or s.moment.years:
        return f"{s.moment.years[0] if s.moment.years else s.first_year} bis {s.moment.year}"
    if s.moment.period == CENSUS_DAY:
        return period(CENSUS_DAY)
    base = BASE_NAMES.get(s.moment.base, "")
    if s.indicator.kind == "change":
        return f"{s.first_year} bis {s.moment.year}, {base}"
    return ", ".join(p for p in (period(s.moment.period), base) if p) if "-" in s.moment.period else base


def age_chip(s: Statement, newest: int) -> str:
    """Write how old a receipt is; one older than five years asks to be checked, in words and with a dashed line."""
    if s.old(newest):
        return f'<span class="kp-receipt-age old">Beleg von {s.moment.year}: prüfen</span>'
    return f'<span class="kp-receipt-age">Beleg von {s.moment.year}</span>'


def swot_short_html(
    evaluator: Evaluator, catalogue: Catalogue, statements: Iterable[Statement], newest_year: int
) -> str:
    """Write the short form for the Steckbrief: two statements per panel at most, its style included.

    Parameters
    ----------
    evaluator, catalogue
        Package and indicators.
    statements : iterable of Statement
        What :func:`indicators.evidence.statements` found.
    newest_year : int
        The package's newest year.

    Returns
    -------
    str
        HTML; empty where there is no statement, so that the caller can say why.
    """
    shown = strongest([s for s in statements if s.rule.indicator in catalogue.indicators], newest_year, SHORT_SHOWN)
    if not shown:
        return ""
    return f'{style()}<div class="kp-swot-short">{"".join(_short(evaluator, s, newest_year) for s in shown)}</div>'


def _short(evaluator: Evaluator, s: Statement, newest: int) -> str:
    name = words.QUADRANT_SINGULAR[s.rule.quadrant]
    return (
        f'<article class="{HINDERS.get(s.rule.quadrant, "hilft")}"><small>{name}</small>'
        f"<h3>{escape(words.title(evaluator, s))}</h3><p>{escape(words.text(evaluator, s))}</p>{age_chip(s, newest)}</article>"
    )


def foot(found: Sequence[Statement], newest: int) -> str:
    """Count the statements and the receipts that ask to be checked."""
    if not found:
        return "Keine Aussage"
    old = sum(s.old(newest) for s in found)
    told = "1 Aussage" if len(found) == 1 else f"{number(len(found))} Aussagen"
    if not old:
        return f"{told} · alle Belege jünger als fünf Jahre"
    return f"{told} · {'1 Beleg ist' if old == 1 else f'{number(old)} Belege sind'} älter als fünf Jahre: bitte prüfen"
