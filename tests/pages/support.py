"""Open one page without a browser: the filter bar and the page below it, as ``app.py`` puts them together.

Streamlit's test harness knows only the first page of a navigation, so the page is run by its file; the navigation itself is
covered by the browser tests.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from views import signed_in, workshop_data
from workshop.roles import GUEST, Role, Writer
from workshop.store import Store

SECONDS = 90


def _body(url_path: str) -> None:
    import runpy

    import streamlit as st

    from views import filterbar, layout, navigation, resources, saving, who

    entry = next(e for e in navigation.ENTRIES if e.url_path == url_path)
    layout.style()
    st.session_state[navigation.SELECTION_KEY] = filterbar.show(
        resources.evaluator().regions, resources.catalogue(), entry.controls, resources.personas()
    )
    if who.let_in(entry):
        runpy.run_path(str(navigation.ROOT / "pages" / entry.file))
    saving.messages()


class Opened:
    """A page opened by its address and the parameters of the address.

    ``role`` opens it as somebody signed in with that role, ``store`` on a store of one's own.
    """

    def __init__(self, url_path: str, *, role: str = "", store: Store | None = None, **query: str) -> None:
        self.writer = Writer(f"probe-{role}", "Frau Probe", Role[role.upper()]) if role else GUEST
        self.address = store.engine.url.render_as_string(hide_password=False) if store else ""
        self.app = AppTest.from_function(_body, default_timeout=SECONDS, args=(url_path,))
        for name, value in query.items():
            self.app.query_params[name] = value
        self.run()

    def run(self) -> Opened:
        """Run the page again, as after a click; fail on any exception."""
        with self.at_home():
            self.app.run()
        assert not self.app.exception, [e.value for e in self.app.exception]
        return self

    @contextmanager
    def at_home(self) -> Iterator[None]:
        """Be who opened the page, on the store it was opened on."""
        own = {workshop_data.SETTING: self.address} if self.address else {}
        with patch.object(signed_in, "writer", lambda: self.writer), patch.dict(os.environ, own):
            yield

    def choose(self, key: str, value: Any) -> Opened:
        """Choose an option of a select box and run."""
        self.app.selectbox(key=key).set_value(value)
        return self.run()

    @property
    def markup(self) -> str:
        """Everything the page wrote as HTML: plain blocks and our own components."""
        parts = []
        for element in self.app.main:
            proto = getattr(element, "proto", None)
            parts.append(str(getattr(proto, "body", "")))
            sent = json.loads(getattr(proto, "json", "") or "{}")
            parts.append(sent.get("markup") or json.dumps(sent, ensure_ascii=False))
        return " ".join(parts)
