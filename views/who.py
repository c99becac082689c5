"""Who is signed in, at the right end of the header."""

from __future__ import annotations

from html import escape

import streamlit as st

from views import block, layout, signed_in
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


def closed() -> None:
    """Say that what people wrote is shown to those only who are signed in."""
    layout.headline(
        "Hier lesen nur Angemeldete", "Die Zahlen stehen allen offen. Was in den Werkstätten geschrieben wurde, nicht."
    )
    signed_in.hint("Sie haben einen Code oder ein Konto?")
