"""The page Sozialraum: where the need is, for whom in which walk of life, and what stands out – always with the people on the spot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from views import layout, monitoring_alerts, monitoring_matrix, monitoring_status, resources
from views.compare_sheet import Sheet
from views.map_description import MapDescription
from views.state import Selection

STYLE_FILE: Final = Path(__file__).with_name("monitoring.css")
TABS_KEY: Final = "teil"
STATUS, MATRIX, ALERTS = "Wo ist mehr Bedarf?", "Wen betrifft was?", "Was fällt auf?"


@dataclass(frozen=True)
class TakeHome:
    """What offers the files of the parts (documents are made one floor up).

    Attributes
    ----------
    field : callable
        Takes the sheet of the field of twelve and the map's description.
    sheet : callable
        Takes the sheet of one of the other parts.
    """

    field: Callable[[Sheet, MapDescription], None]
    sheet: Callable[[Sheet], None]


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


def show(selection: Selection, take_home: TakeHome) -> None:
    """Draw the page; only the open part is computed."""
    st.html(f"<style>{_style()}</style>")
    head = st.container()
    status, matrix, alerts = st.tabs([STATUS, MATRIX, ALERTS], key=TABS_KEY, on_change="rerun", bind="query-params")
    sources: frozenset[str] = frozenset()
    if status.open:
        with status:
            sources = monitoring_status.show(selection, head, take_home.field)
    if matrix.open:
        with matrix:
            sources = monitoring_matrix.show(selection, head, take_home.sheet)
    if alerts.open:
        with alerts:
            sources = monitoring_alerts.show(selection, head, take_home.sheet)
    layout.sources_line(resources.package().sources, sources, boundaries=bool(status.open))
