"""Our own markup whose links work within the session: a click is told to the page instead of loading it anew.

Every link keeps its real address, so that it can be opened in a new tab, copied, and works without the script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from views.svg import Markup, tag

SCRIPT: Final = """export default ({ parentElement, data, setTriggerValue }) => {
  const host = parentElement.querySelector(".kp-links");
  if (host._shown !== data.markup) { host.innerHTML = data.markup; host._shown = data.markup; }
  host.onclick = (event) => {
    const link = event.target.closest("[data-go]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("go", link.dataset.go);
  };
}"""

_mount = st.components.v2.component(
    "kommunalprofil_links", html='<div class="kp-links"></div>', js=SCRIPT, isolate_styles=False
)


def link(target: str, *children: object, address: dict[str, str], **attributes: object) -> Markup:
    """Write a link.

    Parameters
    ----------
    target : str
        What the page is told: one word, a colon, and what it is about ("massnahme:…").
    address : dict
        The parameters of the address that show the same.
    """
    return tag("a", *children, href=f"?{urlencode(address)}", target="_self", data_go=target, **attributes)


def toggle(name: str, value: str) -> None:
    """Put a value into the address, or take it out where it stands there already; for clicks."""
    if not value or st.query_params.get(name) == value:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def show(markup: str, key: str, on_go: Callable[[str, str], None]) -> None:
    """Show markup with links.

    Parameters
    ----------
    markup : str
        HTML and SVG; all text from people in it must be escaped already.
    key : str
        Unique on the page.
    on_go : callable
        Told what was clicked, as two words, before the page runs again.
    """

    def gone() -> None:
        told = st.session_state.get(key)
        target = told.get("go") if isinstance(told, Mapping) else None
        if isinstance(target, str) and ":" in target:
            on_go(*target.split(":", 1))

    _mount(key=key, data={"markup": markup}, height="content", on_go_change=gone)
