"""The SWOT on one or two pages A4: bullet points with receipts, the strongest five per panel, figures' and people's marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from indicators.catalogue import Catalogue
from indicators.evaluate import Evaluator
from indicators.evidence import Statement as Evidence
from indicators.evidence import by_quadrant
from views import receipt_words, svg, swot_people, swot_receipt
from views import swot_words as words
from views.formats import number
from views.sentences import BASE_NAMES, moment_text
from views.source_words import short_source
from views.swot_people import People, Told
from views.swot_people_cards import CHECK_WORDS, source_words
from workshop.records import QUADRANTS

MOST: Final = 5
LONGEST: Final = 220
NOTHING: Final = "Noch keine Aussage."
ORIGIN: Final = {True: "Menschen", False: "Zahlen"}


@dataclass(frozen=True)
class Point:
    """One bullet point: whose it is, what it says, and what it rests on; plain text."""

    people: bool
    title: str
    text: str
    receipt: str
    check: str = ""
    exercise: bool = False


@dataclass(frozen=True)
class Sheet:
    """The whole sheet in plain text; whoever writes it escapes it."""

    title: str
    subtitle: str
    points: dict[str, tuple[Point, ...]]
    left_out: dict[str, int]
    foot: str
    exercise: bool


def sheet(
    evaluator: Evaluator, catalogue: Catalogue, title: str, subtitle: str, found: Sequence[Evidence], people: People, newest: int,
    foot: str,
) -> Sheet:  # fmt: skip
    """Choose the strongest statements of each panel: figures by their strength, people's by dots, taking turns."""
    figures = by_quadrant(found, newest)
    points, left_out = {}, {}
    for quadrant in QUADRANTS:
        of_figures = [_of_figures(evaluator, s, newest) for s in figures.get(quadrant, [])]
        of_people = [_of_people(catalogue, t) for t in swot_people.dot_order(people.of(quadrant))]
        chosen = _in_turns(of_figures, of_people)
        points[quadrant] = tuple(chosen)
        left_out[quadrant] = len(of_figures) + len(of_people) - len(chosen)
    shown = any(point.exercise for chosen in points.values() for point in chosen)
    return Sheet(title, subtitle, points, left_out, foot, shown)


def _in_turns(figures: Sequence[Point], people: Sequence[Point]) -> list[Point]:
    """Take the first of each by turns until five are there, figures first in the list."""
    enough_people = min(len(people), max(MOST // 2, MOST - len(figures)))
    return [*figures[: MOST - enough_people], *people[:enough_people]]


def _of_figures(evaluator: Evaluator, s: Evidence, newest: int) -> Point:
    base = BASE_NAMES.get(s.moment.base, "")
    parts = (
        words.own_value(s),
        swot_receipt.counts(evaluator, s),
        ", ".join(part for part in (moment_text(s.moment), base) if part),
        short_source(evaluator.package.sources, s.source_ids),
        f"Beleg {s.rule.id}",
    )
    check = f"Beleg von {s.moment.year}: prüfen" if s.old(newest) else ""
    return Point(False, words.title(evaluator, s), words.text(evaluator, s), " · ".join(p for p in parts if p), check)


def _of_people(catalogue: Catalogue, told: Told) -> Point:
    s = told.statement
    parts = [source_words(told)]
    if s.receipt:
        kept = told.check.kept or s.receipt
        parts.append(f"{receipt_words.title(catalogue, kept)}: {receipt_words.line(catalogue, kept)}")
    if told.dots:
        parts.append(f"{number(told.dots)} {'Punkt' if told.dots == 1 else 'Punkte'}")
    for count, word in ((len(told.supports), "dafür"), (len(told.objections), "dagegen")):
        parts += [f"{number(count)} {word}"] if count else []
    check = CHECK_WORDS.get(told.check.why, "")
    return Point(True, _brief(s.title), _brief(s.text), " · ".join(parts), check, s.exercise)


def _brief(text: str) -> str:
    told = " ".join(svg.clean(text).split())
    return f"{told[:LONGEST].rstrip()}…" if len(told) > LONGEST else told


def sheet_html(one: Sheet, exercise_badge: str) -> str:
    """Write the sheet; all text is escaped here."""
    badge = f" {exercise_badge}" if one.exercise else ""
    panels = "".join(_panel(one, quadrant) for quadrant in QUADRANTS)
    return (
        f'<div class="kp-sheet"><header><h2>{escape(one.title)}{badge}</h2><p>{escape(one.subtitle)}</p></header>'
        f'<div class="fields">{panels}</div><footer>{escape(one.foot)}</footer></div>'
    )


def _panel(one: Sheet, quadrant: str) -> str:
    kind = "hindert" if quadrant in ("schwaeche", "risiko") else "hilft"
    items = "".join(_item(point) for point in one.points[quadrant]) or f"<li>{NOTHING}</li>"
    more = one.left_out[quadrant]
    rest = f'<p class="more">{number(more)} weitere in der ausführlichen Ansicht</p>' if more else ""
    return f'<section class="{kind}"><h3>{words.QUADRANT_NAMES[quadrant]}</h3><ul>{items}</ul>{rest}</section>'


def _item(point: Point) -> str:
    mark = "people" if point.people else "figures"
    check = f' <em class="check">{escape(point.check)}</em>' if point.check else ""
    text = f'<span class="text" dir="auto">{escape(svg.clean(point.text))}</span>' if point.text else ""
    return (
        f'<li><span class="mark {mark}">{ORIGIN[point.people]}</span> <strong dir="auto">{escape(svg.clean(point.title))}</strong>{check}'
        f'{text}<small dir="auto">{escape(svg.clean(point.receipt))}</small></li>'
    )
