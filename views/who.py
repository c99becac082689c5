"""Who is signed in, at the right end of the header."""

from __future__ import annotations

from html import escape

import streamlit as st

from views import block, layout, signed_in
from views.navigation import Entry
from workshop.roles import GUEST, Role, Writer


def show(writer: Writer, back: str) -> None:
    """Draw the link for signing in, or the name with its role and the way out."""
    with st.container(key="angemeldet"):
        block.show(_guest(back) if writer == GUEST else _known(writer), key="angemeldet_block")


def _guest(back: str) -> str:
    return f'<a class="kp-signin" href="{escape(signed_in.address(back))}" target="_self">Anmelden</a>'


def _known(writer: Writer) -> str:
    admin = (
        '<p><a href="/verwaltung" target="_self">Codes, Personen, Sicherung</a></p>'
        if writer.role >= Role.MODERATION
        else ""
    )
    return (
        f'<details class="kp-who"><summary><b>{escape(writer.name)}</b><span>{writer.role.label}</span></summary>'
        f"<div>{admin}"
        '<form method="post" action="/abmelden"><button type="submit">Abmelden</button></form></div></details>'
    )


def let_in(entry: Entry) -> bool:
    """Tell whether this session may read a page; where the setting closes it, the page says so instead."""
    if not (entry.written and signed_in.reading_closed()):
        return True
    layout.headline(
        "Hier lesen nur Angemeldete", "Die Zahlen stehen allen offen. Was in den Werkstätten geschrieben wurde, nicht."
    )
    signed_in.hint("Sie haben einen Code oder ein Konto?")
    return False
