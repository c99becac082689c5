"""The files of a map to take home, made only when somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from reports import buttons, takeaway
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
    files = [(label, ending, mime, partial(make, view.description, payload)) for label, ending, mime, make in FILES]
    buttons.offer(files, map_view.file_stem(view), "datei")
