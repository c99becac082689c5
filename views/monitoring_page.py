"""The page; its parts follow."""

from __future__ import annotations

from views import layout
from views.state import Selection


def show(selection: Selection) -> None:
    """Draw the page."""
    layout.headline("monitoring", "")
