"""The map on screen: a thin component that gets shapes and script once by URL and one letter per region per change.

Streamlit sends a component's inline script with every message. So the inline script is only a loader; the drawing itself
(``map_component.js``) and the shapes are files of Streamlit's media store, whose addresses are hashes of their content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit import runtime

from views import map_points
from views.geometry import MANY, GeometryPayload
from views.map_description import MapDescription

SCRIPT: Final = Path(__file__).with_suffix(".js")
POINTS_SCRIPT: Final = SCRIPT.with_name("map_points.js")
STYLE: Final = Path(__file__).with_suffix(".css")

LOADER: Final = """export default async (c) => {
const s = [...document.scripts].find((x) => x.src.includes("/static/js/")), b = s ? s.src.split("static/js/")[0] : document.baseURI;
(await import(new URL(c.data.module, b))).draw(c, b);
}"""
"""Finds the app's own base address from its main script, so that it also works under a path; loads the drawing from there."""

_mount = st.components.v2.component("kommunalprofil_map", js=LOADER)


def render_map(
    description: MapDescription,
    payload: GeometryPayload,
    key: str,
    height: int = 560,
    on_select: Callable[[str], None] | None = None,
    *,
    scale: float = 1.0,
    borders: bool = True,
    on_point: Callable[[str], None] | None = None,
) -> str | None:
    """Draw the map and report a click.

    Parameters
    ----------
    description : MapDescription
        What to show.
    payload : GeometryPayload
        The shapes it belongs to.
    key : str
        Unique on the page; keeps the drawing alive from run to run.
    height : int
        Height of the drawing in pixels; on a phone it follows the width.
    on_select : Callable[[str], None] | None
        Called with the region's id before the run that follows a click, so that it may set session state.
    scale : float
        Size of words; 2 or more for a projector.
    borders : bool
        Draw the lines between Ämter.
    on_point : Callable[[str], None] | None
        Called with a point's key before the run that follows a click on it.

    Returns
    -------
    str | None
        Id of the region clicked just now, else ``None``.
    """
    if description.geometry_key != payload.key:
        raise ValueError("The description was made for other shapes")

    def clicked() -> None:
        region = _clicked_id(st.session_state.get(key), payload)
        if region is not None and on_select is not None:
            on_select(region)

    data = message(description, height=height, scale=scale, borders=borders) | _addresses(description, payload, key)

    def pointed() -> None:
        point = _clicked_point(st.session_state.get(key), description)
        if point is not None and on_point is not None:
            on_point(point)

    more: dict[str, Any] = {"on_point_change": pointed} if description.points else {}
    result = _mount(key=key, data=data, height="content", on_selected_change=clicked, **more)
    return _clicked_id(result, payload)


def message(description: MapDescription, *, height: int, scale: float = 1.0, borders: bool = True) -> dict[str, Any]:
    """Return what is sent on every change, without the addresses; a few kilobytes for a county.

    The figures of more than a thousand regions are left out: the browser fetches them when somebody points at the map.
    """
    places: dict[str, list[int]] = {}
    for at, note in description.notes.items():
        places.setdefault(note, []).append(at)
    content: dict[str, Any] = {
        "height": height,
        "scale": scale,
        "borders": borders,
        "codes": description.codes,
        "pattern": description.pattern,
        "short": description.pattern.find(" · {") if " · {" in description.pattern else len(description.pattern),
        "colours": description.colours,
        "legend": [[row.code, row.label, row.count] for row in description.legend],
        "unit": description.legend_unit,
        "regions": description.legend_regions,
        "edge": [description.edge_before, description.edge_label] if description.edge_before else None,
        "labels": description.label_order,
        "selected": description.selected,
        "spoken": description.spoken(),
        "notes": list(places.items()),
    }
    if len(description.codes) <= MANY:
        content["values"] = "\n".join(description.fields)
    return content | map_points.message(description.points, description.point_rows)


def _clicked_id(state: Any, payload: GeometryPayload) -> str | None:
    """Read the click from the component's state; whatever is not one of our regions is ignored."""
    region = state.get("selected") if isinstance(state, Mapping) else None
    return region if isinstance(region, str) and region in payload.index else None


def _clicked_point(state: Any, description: MapDescription) -> str | None:
    """Read a click on a point; whatever is not one of the map's points is ignored."""
    key = state.get("point") if isinstance(state, Mapping) else None
    return key if isinstance(key, str) and any(point.key == key for point in description.points) else None


def _addresses(description: MapDescription, payload: GeometryPayload, key: str) -> dict[str, str]:
    """Put script and shapes into the media store and return their addresses, relative to the app's base."""
    addresses = {
        "module": _media(_script(), "text/javascript", f"{key}-script"),
        "geometry": _media(_shapes(payload), "application/json", f"{key}-shapes"),
    }
    if len(description.codes) > MANY:
        figures = "\n".join(description.fields).encode()
        addresses["valuesUrl"] = _media(figures, "text/plain", f"{key}-figures")
    return addresses


def _media(content: bytes, mimetype: str, coordinates: str) -> str:
    # Asked for again in every run: the store forgets files that no running session refers to.
    return runtime.get_instance().media_file_mgr.add(content, mimetype, coordinates).lstrip("/")


@cache
def _script() -> bytes:
    style = json.dumps(STYLE.read_text(encoding="utf-8"))
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (POINTS_SCRIPT, SCRIPT))
    return f"const STYLE = {style};\n{scripts}".encode()


_shapes_by_key: dict[str, bytes] = {}


def _shapes(payload: GeometryPayload) -> bytes:
    """Write each payload once; there are only a few per installation (one per level)."""
    if payload.key not in _shapes_by_key:
        _shapes_by_key[payload.key] = payload.to_json()
    return _shapes_by_key[payload.key]
