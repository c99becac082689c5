"""The pages as data, in the order of the programme's steps; those of the Kommunalprofil under one heading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from views.state import Selection

ROOT: Final = Path(__file__).parent.parent
ALL_CONTROLS: Final = ("ort", "blick", "alter", "geschlecht", "vergleich")
SELECTION_KEY: Final = "_auswahl"


@dataclass(frozen=True)
class Entry:
    """One page of the app.

    Attributes
    ----------
    controls : tuple of str
        The filters that act on it.
    hidden : bool
        Reached by links only.
    section : str
        The heading it stands under in the navigation.
    written : bool
        Shows nothing but what people wrote: closed to guests where the setting says so.
    """

    file: str
    title: str
    url_path: str
    controls: tuple[str, ...]
    default: bool = False
    hidden: bool = False
    section: str = ""
    written: bool = False


PROFILE: Final = "Kommunalprofil"
ENTRIES: Final = (
    Entry("overview.py", "Überblick", "", ("ort", "blick"), default=True),
    Entry("map.py", "Karte", "karte", ("indikator", "ebene", *ALL_CONTROLS), section=PROFILE),
    Entry("age.py", "Altersaufbau", "altersaufbau", ALL_CONTROLS, section=PROFILE),
    Entry("profile.py", "Steckbrief", "steckbrief", ALL_CONTROLS, section=PROFILE),
    Entry("compare.py", "Vergleich", "vergleich", ALL_CONTROLS, section=PROFILE),
    Entry("forecast.py", "Prognose", "prognose", ("ort", "blick", "alter", "geschlecht"), section=PROFILE),
    Entry("forecast_errors.py", "Wie gut sind solche Prognosen?", "prognose-guete", ("ort",), hidden=True),
    Entry("forecast_method.py", "So rechnet die Prognose", "prognose-methodik", ("ort",), hidden=True),
    Entry("monitoring.py", "Sozialraum", "sozialraum", ("ort", "blick", "alter"), section=PROFILE),
    Entry("access.py", "Wege", "wege", ("ort", "blick", "alter"), section=PROFILE),
    Entry("swot.py", "SWOT", "swot", ("ort", "blick", "alter", "vergleich"), section=PROFILE),
    Entry("workshop.py", "Zukunftswerkstatt", "werkstatt", ("ort",), written=True),
    Entry("plan.py", "Werkstattplan", "werkstattplan", ("ort", "blick", "alter"), written=True),
    Entry("interim.py", "Zwischenbilanz", "zwischenbilanz", ("ort",), written=True),
    Entry("admin.py", "Wer darf was?", "verwaltung", (), hidden=True),
    Entry("methods.py", "Daten & Methoden", "daten", ("ort", "blick")),
)


def _page(entry: Entry) -> Any:
    return st.Page(
        ROOT / "pages" / entry.file,
        title=entry.title,
        url_path=entry.url_path or None,
        default=entry.default,
        visibility="hidden" if entry.hidden else "visible",
    )


def choose() -> tuple[Any, Entry]:
    """Draw the navigation and tell which page is open."""
    pages: dict[str, list[Any]] = {}
    for entry in ENTRIES:
        pages.setdefault(entry.section, []).append(_page(entry))
    chosen = st.navigation(pages, position="top")
    return chosen, next(e for e in ENTRIES if e.title == chosen.title)


def run(page: Any, selection: Selection) -> None:
    """Run the open page with the user's selection."""
    st.session_state[SELECTION_KEY] = selection
    page.run()


def selection() -> Selection:
    """Give the view the user chose in the filter bar; for pages."""
    chosen: Selection = st.session_state[SELECTION_KEY]
    return chosen


def link(url_path: str, label: str, icon: str | None = None, **further: str) -> None:
    """Link to another page, keeping the filters (the address carries them); ``further`` parameters open a part of it."""
    entry = next(e for e in ENTRIES if e.url_path == url_path)
    here = {name: st.query_params.get_all(name) for name in st.query_params}
    st.page_link(
        _page(entry), label=label, icon=icon, query_params=here | {name: [text] for name, text in further.items()}
    )


def go(url_path: str) -> None:
    """Leave for another page; the filters write themselves into its address. The page that calls this is drawn no further."""
    # An empty mapping, because Streamlit refuses to clear or to write parameters that are bound to widgets.
    st.switch_page(_page(next(e for e in ENTRIES if e.url_path == url_path)), query_params={})
