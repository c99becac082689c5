"""The SWOT to take home: one page that prints on one or two sheets A4 and needs nothing else."""

from __future__ import annotations

from functools import partial
from typing import Final

from reports import buttons
from reports.paper import page
from views import layout
from views.swot_sheet import Sheet, sheet_html
from views.swot_sheet_view import style

STEM: Final = "swot"


def to_html(one: Sheet) -> bytes:
    """Return the sheet as a page; everything people typed is escaped."""
    return page(one.title, style(), sheet_html(one, layout.exercise_badge()))


def offer(one: Sheet) -> None:
    """Show the button for the file."""
    buttons.offer([("SWOT auf einem Blatt (HTML)", "html", "text/html", partial(to_html, one))], STEM, "swot")
