"""The files of the page Sozialraum: tables and pictures of each part, and the map of Status × Dynamik."""

from __future__ import annotations

from functools import partial

from reports import buttons, compare_files, takeaway
from views import resources
from views.compare_sheet import Sheet
from views.map_description import MapDescription


def offer_sheet(sheet: Sheet) -> None:
    """Show one button per file of a part: picture, drawing and tables."""
    files = [(label, ending, mime, partial(make, sheet)) for label, ending, mime, make in compare_files.FILES]
    buttons.offer(files, sheet.stem, "sozialraum")


def offer_field(sheet: Sheet, description: MapDescription) -> None:
    """Show the files of the field of twelve, and below the map as picture and drawing."""
    offer_sheet(sheet)
    payload = resources.geometry(description.level)
    makers = (
        ("Karte (PNG)", "png", "image/png", takeaway.to_png),
        ("Karte (SVG)", "svg", "image/svg+xml", takeaway.to_svg),
    )
    files = [(label, ending, mime, partial(make, description, payload)) for label, ending, mime, make in makers]
    buttons.offer(files, f"{sheet.stem}_karte", "sozialraum_karte")
