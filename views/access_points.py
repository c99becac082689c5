"""Facilities as points on the maps of the page Wege: what is there, what is new, what closes, what moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from indicators.access.plan import Close, Move, Open
from views import access_words, resources
from views.access_data import View
from views.geometry import drawing_units
from views.map_description import MapDescription
from views.map_points import MapPoint, PointRow

SIGN_WORDS: Final = {"neu": "neu", "ziel": "neuer Ort", "alt": "bisheriger Ort", "zu": "geschlossen"}
TARGET: Final = ">"
"""Ends the key of the new site of a facility that moves."""
Spot = tuple[str, float, float, str, str, str]
"""Key, longitude, latitude, sign, name and words of a point."""


def facility_key(point: str) -> str:
    """Give the facility that a clicked point stands for."""
    return point.removesuffix(TARGET)


def with_points(description: MapDescription, view: View, *, with_changes: bool) -> MapDescription:
    """Put the facilities on a map, with their rows in the legend.

    Parameters
    ----------
    description : MapDescription
        The map.
    view : View
        What the page shows.
    with_changes : bool
        Show what the changes do to them, too.
    """
    spots = _spots(view, with_changes=with_changes)
    places = drawing_units(resources.package().gemeinden, [s[1] for s in spots], [s[2] for s in spots])
    points = tuple(
        MapPoint(key, x, y, sign, name, text)
        for (key, _, _, sign, name, text), (x, y) in zip(spots, places, strict=True)
    )
    kind = view.asked.kind
    words = {"da": kind.plural if kind.gender else kind.name} | SIGN_WORDS
    counts = {sign: sum(point.sign == sign for point in points) for sign in words}
    rows = (PointRow(sign, first_upper(word), counts[sign]) for sign, word in words.items() if counts[sign])
    return replace(description, points=points, point_rows=tuple(rows))


def first_upper(text: str) -> str:
    """Begin a label with a capital letter."""
    return text[:1].upper() + text[1:]


def _spots(view: View, *, with_changes: bool) -> list[Spot]:
    changes = view.changes if with_changes else ()
    closed = {c.facility_id for c in changes if isinstance(c, Close)}
    moved = {c.facility_id: c.site for c in changes if isinstance(c, Move)}
    spots: list[Spot] = []
    for row in view.now.facilities.to_dict("records"):
        key, name, text = str(row["id"]), str(row["name"]), _about(view, row)
        sign = "zu" if key in closed else "alt" if key in moved else "da"
        word = f", {SIGN_WORDS[sign]}" if sign != "da" else ""
        spots.append((key, float(row["lon"]), float(row["lat"]), sign, name, text + word))
        if key in moved:
            there = f"{text}, {SIGN_WORDS['ziel']}"
            spots.append((key + TARGET, moved[key].lon, moved[key].lat, "ziel", name, there))
    new = first_upper(access_words.new_one(view.asked.kind))
    opened = [c for c in changes if isinstance(c, Open)]
    return [*spots, *((c.code, c.site.lon, c.site.lat, "neu", new, "nur angenommen") for c in opened)]


def _about(view: View, row: Mapping[Any, Any]) -> str:
    """Say what a point is: kind, year, and how well its place is known."""
    text = f"{first_upper(view.asked.kind.name)}, Stand {row['year']}"
    return f"{text}, gezeichnet in der Mitte der Gemeinde" if row["at_centre"] else text
