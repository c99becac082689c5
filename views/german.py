"""Streamlit's frame in German: the language of the page and the few words that Streamlit writes by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

SCRIPT_FILE: Final = Path(__file__).with_name("german.js")


@st.cache_resource
def _script() -> str:
    return f"<script>{SCRIPT_FILE.read_text(encoding='utf-8')}</script>"


def speak_german() -> None:
    """Mark the page as German and translate Streamlit's own labels; call it once per run, anywhere on the page.

    Streamlit offers neither a language nor translations (its page says ``lang="en"``), and a screen reader would
    read German with an English voice. The script is our own, fixed text; no user's words go into it.
    """
    st.html(_script(), unsafe_allow_javascript=True)
