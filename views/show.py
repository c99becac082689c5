"""Put a drawing or a table made by this house on the page.

``st.html`` keeps HTML only and drops every ``<svg>``; Markdown with HTML allowed keeps it. Our markup is escaped where it is built
(:mod:`views.svg`), so nothing a user or a file wrote can become markup here.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

_LINE_BREAKS: Final = ("\r\n", "\n", "\r", "\u2028", "\u2029")


def as_block(markup: str) -> str:
    r"""Write markup as one HTML block without line breaks, so that no part of it is read as Markdown.

    Examples
    --------
    >>> as_block("<title>Dorf\n\n# nie eine Überschrift</title>")
    '<div><title>Dorf&#10;&#10;# nie eine Überschrift</title></div>'
    """
    for mark in _LINE_BREAKS:
        markup = markup.replace(mark, "&#10;")
    return f"<div>{markup}</div>"


def show(markup: str) -> None:
    """Show SVG or HTML made by the views; never pass text that was not escaped."""
    st.markdown(as_block(markup), unsafe_allow_html=True)
