"""What all scenes on stage are made of: one message, a text under it, a picture, and the line at the foot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final

from views.svg import Markup, clean, tag
from views.swot_words import unbroken

_FIGURE: Final = r"[+−]?\d[\d.]*(?:,\d+)?"
_STRONG: Final = re.compile(
    rf"{_FIGURE}\u00a0%|{_FIGURE} → {_FIGURE}|{_FIGURE} von \d[\d.]*(?= [A-ZÄÖÜ])|{_FIGURE}(?= (?:Mensch|Frau|M[aä]nn|Kind|Gemeinde))"
)
LONGEST_MESSAGE, LONGEST_TEXT, LONGEST_CARD = 400, 900, 420
"""Characters of people's texts that a room can read at all; the rest stands in the record."""


@dataclass(frozen=True)
class Drawn:
    """A scene without its message.

    Attributes
    ----------
    picture : str
        HTML: what is shown large.
    beside : str
        HTML under message and text: legend, joining address, small remarks.
    source : str
        Plain text: date, census base, source.
    text : str
        Plain text said under the message where the host wrote none.
    wide : bool
        Whether the message stands above the picture, over the whole width, instead of beside it.
    """

    picture: str = ""
    beside: str = ""
    source: str = ""
    text: str = ""
    wide: bool = False


def shortened(text: str, longest: int) -> str:
    """Cut a very long text at a word, with an ellipsis.

    Examples
    --------
    >>> shortened("ein langer Satz mit Wörtern", 18)
    'ein langer Satz…'
    """
    text = clean(text).strip()
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:-") + "…"


def strong_numbers(text: str) -> Markup:
    r"""Escape a text and set in bold how many they are, not how old.

    Examples
    --------
    >>> strong_numbers("Dort <sind> 33 von 100 Menschen von 20 bis 24")
    'Dort &lt;sind&gt; <b>33 von 100</b> Menschen von 20 bis 24'
    """
    pieces, last = [], 0
    for found in _STRONG.finditer(text):
        pieces += [escape(text[last : found.start()]), f"<b>{escape(found.group())}</b>"]
        last = found.end()
    return Markup("".join([*pieces, escape(text[last:])]))


def paragraphs(text: str, *, strong: bool = False) -> Markup:
    """Write a text of people: one paragraph per line, each in the direction of its own script."""
    lines = [line for line in shortened(text, LONGEST_TEXT).splitlines() if line.strip()]
    return Markup("".join(tag("p", strong_numbers(line) if strong else line, dir="auto") for line in lines))


def message(text: str) -> Markup:
    """Write the one message of a scene."""
    return tag("h1", unbroken(shortened(text, LONGEST_MESSAGE)), dir="auto")


def section(scene_id: str, sort: str, head: str, text: str, drawn: Drawn, place: tuple[int, int]) -> Markup:
    """Put a scene together; ``place`` is its number and the number of all."""
    said = paragraphs(text) if text.strip() else paragraphs(drawn.text, strong=True)
    side = tag(
        "div", message(head), tag("div", said, class_="said"), tag("div", Markup(drawn.beside), class_="beside"), class_="side"
    )  # fmt: skip
    picture = tag("div", Markup(drawn.picture), class_="picture")
    number = tag("p", tag("b", str(place[0])), f" von {place[1]}", class_="place")
    foot = tag("footer", tag("p", drawn.source, class_="source"), number)
    look = f"scene {sort} {'wide' if drawn.wide else 'two'}{'' if drawn.picture else ' bare'}"
    return tag(
        "section",
        side,
        picture,
        foot,
        class_=look,
        id=f"s-{scene_id}",
        data_scene=scene_id,
        aria_label=f"Szene {place[0]}",
    )


def card(text: str, note: str = "", key: str = "") -> Markup:
    """Write one idea or answer; long ones are cut, and the style clamps what is still too tall."""
    small = tag("small", note, dir="auto") if note else Markup("")
    return tag("li", tag("p", shortened(text, LONGEST_CARD), dir="auto"), small, data_key=key or None)


def bar(share: float, label: str, *, look: str = "own") -> Markup:
    """Draw a bar of a share of the width, in percent; it needs no size of its own."""
    width = f"{min(max(share, 0.0), 1.0) * 100:.2f}%"
    return tag(
        "svg", tag("rect", x="0", y="0", width=width, height="100%", class_=look), class_="bar", role="img", aria_label=label
    )  # fmt: skip


def gap(words: str) -> Markup:
    """Say what is not known, where a picture would stand."""
    return tag("p", words, class_="gap")
