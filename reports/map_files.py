"""The files of a map to take home, made only when somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from reports import takeaway
from views import map_view, resources
from views.geometry import GeometryPayload
from views.map_description import MapDescription
from views.map_view import View
from views.state import Selection

Maker = Callable[[MapDescription, GeometryPayload], bytes]
FILES: Final[tuple[tuple[str, str, str, Maker], ...]] = (
    ("Bild (PNG)", "png", "image/png", takeaway.to_png),
    ("Zeichnung (SVG)", "svg", "image/svg+xml", takeaway.to_svg),
    ("Karte zum Öffnen ohne Internet (HTML)", "html", "text/html", takeaway.to_html),
    ("Tabelle (Excel)", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", takeaway.to_xlsx),
    ("Tabelle (CSV)", "csv", "text/csv", takeaway.to_csv),
)


def offer(view: View, selection: Selection) -> None:
    """Show one button per file; title, legend, source and date are in each."""
    payload = resources.geometry(selection.level)
    stem = map_view.file_stem(view)

    def maker(make: Maker) -> Callable[[], bytes]:
        return lambda: make(view.description, payload)

    with st.container(horizontal=True):
        for label, ending, mime, make in FILES:
            st.download_button(
                label,
                data=maker(make),
                file_name=f"{stem}.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"datei_{ending}",
            )
