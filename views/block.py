"""Put our own markup on the page, drawings included.

``st.html`` passes its text through a filter that drops every SVG drawing. This component sets markup as it stands – so only markup
that this package wrote may go in, with every name and number escaped by the function that wrote it.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

SCRIPT: Final = """export default ({ parentElement, data }) => {
  const host = parentElement.querySelector(".kp-block");
  if (host._shown !== data.markup) { host.innerHTML = data.markup; host._shown = data.markup; }
}"""

_mount = st.components.v2.component(
    "kommunalprofil_block", html='<div class="kp-block"></div>', js=SCRIPT, isolate_styles=False
)


def show(markup: str, key: str) -> None:
    """Show markup that this package wrote.

    Parameters
    ----------
    markup : str
        HTML and SVG; all text from data or people in it must be escaped already.
    key : str
        Unique on the page; the block is then updated in place, without flicker.
    """
    _mount(key=key, data={"markup": markup}, height="content")
