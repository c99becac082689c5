"""Two things people do with a whole page: print it, and pass on its link."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

SCRIPT_FILE: Final = Path(__file__).with_name("page_actions.js")
BUTTONS: Final = (
    '<p class="kp-actions kp-noprint"><button type="button" class="kp-button" data-kp="print">Drucken</button>'
    '<button type="button" class="kp-button" data-kp="link">Link kopieren</button>'
    '<span class="kp-said" role="status"></span></p>'
)


@st.cache_resource
def _script() -> str:
    return f"{BUTTONS}<script>{SCRIPT_FILE.read_text(encoding='utf-8')}</script>"


def show() -> None:
    """Offer "Drucken" and "Link kopieren"; the script is our own, fixed text, no user's words go into it."""
    st.html(_script(), unsafe_allow_javascript=True)
