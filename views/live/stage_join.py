"""How to join, as the room sees it: the code to scan, the address to type."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from views import qr
from views.event_data import Evening
from views.svg import Markup, tag
from workshop import events


@lru_cache(maxsize=50)
def picture(address: str) -> Markup:
    """Draw the code to scan."""
    return Markup(qr.qr_svg(address, label="Zum Mitmachen mit dem Telefon"))


WITHOUT_PHONES: Final = {
    "ideen": "Bitte auf die Karten schreiben und vorn abgeben.",
    "frage": "Bitte auf die Karten schreiben und vorn abgeben.",
    "abstimmung": "Bitte die Punkte auf das Plakat kleben.",
}


def joining(evening: Evening, sort: str) -> Markup:
    """Show how to join with a phone; where no phone reaches this machine, point to cards and poster."""
    event = evening.event
    if event.state == events.FINISHED:
        return tag("p", "Die Werkstatt ist beendet.", class_="remark")
    if not qr.phones_can_reach():
        return tag("p", WITHOUT_PHONES[sort], class_="counted")
    address = qr.join_address(event.code)
    typed = qr.spoken_address(address).removesuffix(f"/{event.code}")
    code = tag("p", tag("span", "Code"), tag("b", event.code, class_="code"), class_="typed")
    words = tag("div", tag("p", "Mit dem Telefon mitmachen", class_="how"), code, class_="words")
    return tag(
        "div",
        picture(address),
        words,
        tag("p", tag("span", "oder eintippen: "), tag("b", typed), class_="typed"),
        class_="join",
    )
