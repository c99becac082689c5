"""How to join, as the room sees it: the code to scan, the address to type."""

from __future__ import annotations

from views.event_data import Evening
from views.svg import Markup, tag
from workshop import events


def joining(evening: Evening) -> Markup:
    """Show how to join with a phone; before and after the evening, say so."""
    if evening.event.state == events.FINISHED:
        return tag("p", "Die Werkstatt ist beendet.", class_="remark")
    return tag("div", class_="join")
