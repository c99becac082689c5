"""The map on an online background. Only drawn when a person switches it on, for only then may anything be fetched from elsewhere.

Folium runs HTML in tooltips and JavaScript template literals (``${…}``); so every name is turned into harmless text first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any, Final

import geopandas as gpd
import shapely

from views import tokens
from views.map_description import LETTERS, MapDescription

ATTRIBUTION: Final = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>-Mitwirkende'
TILES: Final = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"


def harmless(text: str) -> str:
    """Make a text safe for folium: no HTML, no template literals, no way out of a string.

    Examples
    --------
    >>> harmless("<b>${alert(1)}</b>`")
    '&lt;b&gt;&#36;&#123;alert(1)&#125;&lt;/b&gt;&#96;'
    """
    text = escape(text, quote=True)
    for sign in "${}`\\":
        text = text.replace(sign, f"&#{ord(sign)};")
    return text


def features(description: MapDescription, shapes: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the shapes with colour and words as GeoJSON; all words are harmless.

    Parameters
    ----------
    description : MapDescription
        What to show.
    shapes : gpd.GeoDataFrame
        The level's shapes in EPSG:4326 with ``region_id`` and ``name``, see :func:`views.geometry.level_shapes`.
    """
    positions = {region: at for at, region in enumerate(description.region_ids)}
    collected = []
    for region, name, shape in zip(shapes["region_id"], shapes["name"], shapes.geometry, strict=True):
        if region not in positions:
            continue
        at = positions[region]
        code = description.codes[at]
        properties = {
            "id": harmless(str(region)),
            "name": harmless(str(name)),
            "text": harmless(description.text(at)),
            "class": harmless(description.row(code).label),
            "fill": description.colour(code) or tokens.WHITE,
            "known": code.lower() in LETTERS,
            "selected": at == description.selected,
        }
        collected.append(
            {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
        )
    return {"type": "FeatureCollection", "features": collected}


def style(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Return colours and lines of one shape: figures are see-through, "no number" is white with a dashed edge."""
    properties = feature["properties"]
    known, selected = properties["known"], properties["selected"]
    return {
        "fillColor": properties["fill"],
        "fillOpacity": 0.72 if known else 0.45,
        "color": tokens.SELECTION if selected else tokens.WHITE if known else tokens.HATCH,
        "weight": 3 if selected else 1,
        "dashArray": None if known or selected else "4 4",
    }


def render_online_map(description: MapDescription, shapes: gpd.GeoDataFrame, key: str, height: int = 560) -> str | None:
    """Draw the map over OpenStreetMap and return the id of the region clicked last, if any.

    Parameters
    ----------
    description, shapes
        See :func:`features`.
    key : str
        Unique on the page.
    height : int
        Height in pixels.
    """
    from streamlit_folium import st_folium

    state = st_folium(
        online_map(description, shapes),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
    )
    clicked = (state or {}).get("last_active_drawing") or {}
    region = (clicked.get("properties") or {}).get("id")
    return region if region in description.region_ids else None


def online_map(description: MapDescription, shapes: gpd.GeoDataFrame) -> Any:
    """Build the folium map."""
    import folium

    west, south, east, north = shapes.total_bounds
    picture = folium.Map(tiles=None, control_scale=True, zoom_control=True, attribution_control=True)
    folium.TileLayer(TILES, attr=ATTRIBUTION, name="OpenStreetMap", max_zoom=17, control=False).add_to(picture)
    tooltip = folium.GeoJsonTooltip(fields=["name", "text", "class"], labels=False, sticky=True)
    folium.GeoJson(
        features(description, shapes),
        style_function=style,
        highlight_function=lambda _: {"weight": 3, "color": tokens.TEXT},
        tooltip=tooltip,
    ).add_to(picture)
    picture.fit_bounds([[south, west], [north, east]])
    root: Any = picture.get_root()
    root.html.add_child(folium.Element(_legend(description)))
    return picture


def _legend(description: MapDescription) -> str:
    rows = "".join(
        f'<div><i style="background:{description.colour(row.code) or tokens.WHITE};border:1px solid {tokens.CONTROL};display:inline-block;'
        f'width:24px;height:14px;margin-right:8px;vertical-align:-2px"></i>{harmless(row.label)} <b>{row.count}</b></div>'
        for row in description.legend
        if row.code != "E"
    )
    box = (
        "position:absolute;left:12px;bottom:28px;z-index:1000;background:#fff;padding:8px 12px;border-radius:8px;"
        f"border:1px solid {tokens.RULE};font:15px/1.6 {escape(tokens.FONT)};color:{tokens.TEXT}"
    )
    return f'<div style="{box}"><div style="color:{tokens.MUTED}">{harmless(description.legend_unit)}</div>{rows}</div>'
