"""The board of the SWOT: the four panels as markup, with buttons in the cards that open a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import streamlit as st

SCRIPT_FILE: Final = Path(__file__).with_name("swot_board.js")


_mount = st.components.v2.component(
    "kommunalprofil_swot_board",
    html='<div class="kp-block"></div>',
    js=SCRIPT_FILE.read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(markup: str, key: str, on_asked: Callable[[str, str], None]) -> None:
    """Show markup that this package wrote.

    Parameters
    ----------
    markup : str
        All text from data or people in it must be escaped already.
    key : str
        Unique on the page.
    on_asked : callable
        Called with what a pressed button asks for and what it is about, before the run that follows.
    """

    def pressed() -> None:
        state = st.session_state.get(key)
        asked = state.get("asked") if isinstance(state, Mapping) else None
        if isinstance(asked, Mapping) and isinstance(asked.get("do"), str) and isinstance(asked.get("id"), str):
            on_asked(asked["do"], asked["id"])

    _mount(key=key, data={"markup": markup}, height="content", on_asked_change=pressed)
