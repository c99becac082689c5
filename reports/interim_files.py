"""The Zwischenbilanz to take home: one page that prints on A4 and needs nothing else."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Final

from reports import buttons
from reports.paper import page
from views import svg
from views.interim_html import style
from views.interim_page import Shown

HEAD: Final = "h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px } .below { color: #52606c; margin: 0 0 8px } @media print { h1 { font-size: 16pt } }"


def to_html(shown: Shown) -> bytes:
    """Return the state as a page; the texts of people are escaped, the body was written by us."""
    title, below = (escape(svg.clean(text)) for text in (shown.title, shown.subtitle))
    head = f'<h1>{title}</h1><p class="below">{below}</p>{f"<p>{shown.badges}</p>" if shown.badges else ""}'
    # What is folded on the screen cannot be unfolded on paper; only our own markup can hold this tag.
    body = shown.body.replace("<details>", "<details open>")
    return page(f"{shown.title} – {shown.subtitle}", HEAD + style(), head + body)


def offer(shown: Shown) -> None:
    """Show the button for the file."""
    files = [("Zwischenbilanz als Seite (HTML)", "html", "text/html", partial(to_html, shown))]
    buttons.offer(files, shown.stem, "interim")
