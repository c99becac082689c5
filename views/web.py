"""Our own addresses beside Streamlit's pages."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from starlette.routing import BaseRoute

from views.live import sign_in


def routes() -> list[BaseRoute]:
    """Give all of them."""
    found: list[BaseRoute] = [*sign_in.routes()]
    for name in ("phone", "stage"):
        if find_spec(f"views.live.{name}"):
            found += import_module(f"views.live.{name}").routes()
    return found
