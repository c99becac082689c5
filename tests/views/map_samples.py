"""A land of six square municipalities in two rows, with names nobody would give a village."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from indicators.classes import Classification
from views.geometry import ContextLabel, build_geometry
from views.map_description import describe_map

HOSTILE = (
    '<img src=x onerror="window.hacked=1">',
    "${window.hacked=1}",
    '=cmd("x")',
    "Ä" * 300,
    "\u202everkehrt",
    "Güstrow & Söhne",
)
IDS = tuple(f"99999{number:03d}" for number in range(1, 7))
AMT = dict(zip(IDS, ("A", "A", "B", "A", "B", "B"), strict=True))


def gemeinden(names=HOSTILE):
    squares = [
        shapely.box(12 + x * 0.1, 54 + y * 0.06, 12.1 + x * 0.1, 54.06 + y * 0.06) for y in (0, 1) for x in (0, 1, 2)
    ]
    return gpd.GeoDataFrame({"region_id": IDS, "name": names}, geometry=squares, crs=4326)


def payload(names=HOSTILE, **more):
    land = gpd.GeoDataFrame({"name": ["Nachbar"]}, geometry=[shapely.box(11.5, 53.7, 12, 54.3)], crs=4326)
    return build_geometry(
        gemeinden(names), group_of=AMT, context=land, context_labels=[ContextLabel("Ostsee", 12.4, 54.1, "sea")], **more
    )


def frame():
    """A class each, one secret, one too small, one estimated."""
    return pd.DataFrame(
        {
            "region_id": IDS,
            "value": [12.0, 16.5, 30.0, np.nan, 25.65, 19.0],
            "numerator": [12.0, 33.0, 300.0, np.nan, 3.0, 19.0],
            "denominator": [100.0, 200.0, 1000.0, np.nan, 12.0, 100.0],
            "verdict": ["sicher", "sicher", "sicher", "", "zu_klein", "vorsichtig"],
            "status": ["measured", "measured", "measured", "secret", "measured", "estimated"],
            "note": [""] * 6,
        }
    )


def description(shapes=None, data=None, **more):
    words = {
        "title": "Anteil ab 65",
        "subtitle": "in Prozent · 31.12.2015",
        "unit": "%",
        "decimals": 1,
        "source": "Amt <b>x</b>",
        "date": "31.12.2015",
    }
    return describe_map(
        frame() if data is None else data, shapes or payload(), Classification((15, 18, 21, 25)), **(words | more)
    )
