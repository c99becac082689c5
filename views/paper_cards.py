"""Cards to print: six on a page of A4, each with a code of its own, in German and a second language."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from views import workshop_data
from views.live import page, phone_words
from workshop import cards
from workshop.records import LANGUAGES, ActionField, Event, Scene
from workshop.roles import Role, Writer

PER_PAGE: Final = 6
PAGES: Final = (1, 2, 4, 6, 10, 20)
#: More boxes to tick than this find no room on a card.
MOST_FIELDS: Final = 6
LONGEST_QUESTION: Final = 140


def address(event: Event) -> str:
    """Give the address of an event's cards."""
    return f"/mit/{quote(event.code)}/karten"


def answer(event: Event, query: Mapping[str, str], writer: Writer) -> Response:
    """Give the page to print; only for the Moderation, since every card counts as a voice."""
    if writer.role < Role.MODERATION:
        back = quote(address(event))
        return page.page(
            "Karten aus Papier",
            '<main class="say"><h1>Karten aus Papier</h1><p>Karten druckt die Moderation. '
            f'<a href="/anmelden?zurueck={back}">Bitte anmelden.</a></p></main>',
            style="paper_cards.css", status=403,
        )  # fmt: skip
    pages = int(query["seiten"]) if query.get("seiten") in {str(n) for n in PAGES} else PAGES[1]
    second = query.get("sprache", "")
    second = second if second in LANGUAGES and second != "de" else ""
    question = query.get("frage", _question(event))[:LONGEST_QUESTION]
    codes = cards.new_codes(event.id, pages * PER_PAGE)
    sheets = "".join(
        f'<section class="sheet">{"".join(card(event, code, question, second) for code in codes[at : at + PER_PAGE])}</section>'
        for at in range(0, len(codes), PER_PAGE)
    )
    return page.page(
        f"Karten · {event.title}", _bar(event, pages, second, question) + sheets,
        style="paper_cards.css", script="paper_cards.js",
    )  # fmt: skip


def _question(event: Event) -> str:
    """Take the question of the first round of ideas."""
    scenes = [s for s in workshop_data.all_of(Scene) if s.event_id == event.id and s.sort == "ideen"]
    return min(scenes, key=lambda s: s.position or 0.0).message if scenes else "Was sollte es hier geben?"


def _bar(event: Event, pages: int, second: str, question: str) -> str:
    """Write the line above the cards, which is not printed."""
    sizes = "".join(
        f'<option value="{n}"{" selected" if n == pages else ""}>{n * PER_PAGE} Karten</option>' for n in PAGES
    )
    choices = {"": "nur Deutsch"} | {name: word for name, word in LANGUAGES.items() if name != "de"}
    languages = "".join(
        f'<option value="{name}"{" selected" if name == second else ""}>{escape(word)}</option>'
        for name, word in choices.items()
    )
    return (
        f'<form class="bar" action="{escape(address(event))}" method="get"><h1>Karten aus Papier</h1>'
        f'<label>Wie viele<select name="seiten">{sizes}</select></label>'
        f'<label>Zweite Sprache<select name="sprache">{languages}</select></label>'
        f'<label class="wide">Frage<input name="frage" maxlength="{LONGEST_QUESTION}" value="{escape(question)}"></label>'
        '<button type="submit">Anzeigen</button><button type="button" id="print" class="main">Drucken</button>'
        "<p>Jede Karte hat einen eigenen Code. Bitte nicht kopieren, sondern neu drucken: Zwei Karten mit demselben Code zählen als eine.</p></form>"
    )


def card(event: Event, code: str, question: str, second: str) -> str:
    """Write one card.

    Parameters
    ----------
    second : str
        The second language; "" for German only.
    """
    fields = [f.title for f in workshop_data.all_of(ActionField)][:MOST_FIELDS]
    boxes = "".join(f"<li>{escape(title)}</li>" for title in fields)
    ticked = f'<ul class="boxes">{boxes}</ul>' if boxes else '<p class="line"></p>'
    return (
        f'<article class="card"><header><strong>{code}</strong><span>{escape(event.title)}</span></header>'
        f'<h2 dir="auto">{escape(question)}</h2>{_label("card", second)}'
        '<div class="lines"><p class="line"></p><p class="line"></p><p class="line"></p><p class="line"></p></div>'
        f'{_label("field", second)}{ticked}<div class="row">'
        f'<div>{_label("card_age", second)}<p class="line"></p></div><div>{_label("place", second)}<p class="line"></p></div>'
        f'<div class="table">{_label("card_table", second)}<p class="line"></p></div></div></article>'
    )


def _label(word: str, second: str) -> str:
    words = phone_words.words()
    german = escape(words["de"][word])
    if not second:
        return f'<p class="label">{german}</p>'
    other = words[second]
    tag = phone_words.TAGS.get(second, second)
    return f'<p class="label">{german} · <span lang="{tag}" dir="{other["dir"]}">{escape(other[word])}</span></p>'
