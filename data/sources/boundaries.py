"""Reader of administrative boundaries (VG250 and its kin) as GeoJSON, GeoPackage or Shapefile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from data.errors import SourceFileError

TABLE: Final = "VG250"
CRS: Final = "EPSG:4326"
COLUMNS: Final = ("region_id", "name", "kind", "geometry")
GERMANY: Final = (5.0, 47.0, 16.0, 56.0)
"""Western, southern, eastern and northern limit of plausible coordinates in degrees."""

WATER_CODES: Final = frozenset({1, 2})
"""Values of VG250's ``GF`` for water; 3 and 4 are land, 9 (VG5000) does not distinguish."""

KEY: Final = re.compile(r"\d{2}|\d{5}|\d{8}")
REMEDY: Final = "VG250 bei bkg.bund.de (GeoBasis-DE) neu herunterladen und unverändert ablegen."
GEOPACKAGE: Final = (b"SQLite format 3\x00", b"GPKG")
POLYGON: Final = re.compile(rb'"type"\s*:\s*"(Multi)?Polygon"')
SHAPEFILE: Final = b"\x00\x00\x27\x0a"


def matches(path: Path) -> bool:
    """Tell whether a file holds polygons in one of the three layouts."""
    with path.open("rb") as file:
        head = file.read(65536)
    if head.startswith(SHAPEFILE):
        return path.suffix.lower() == ".shp"  # its index .shx begins with the same bytes
    if head.startswith(GEOPACKAGE[0]):
        return head[68:72] == GEOPACKAGE[1]
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and bool(POLYGON.search(head))


def read(path: Path) -> gpd.GeoDataFrame:
    """Read the land areas of a file, one row per region.

    Returns
    -------
    GeoDataFrame
        ``region_id`` (AGS of 2, 5 or 8 digits), ``name``, ``kind`` (the publisher's BEZ), ``geometry`` in EPSG:4326,
        sorted by ``region_id``; damaged shapes are mended.
    """
    frame = _open(path)
    keys = _column(path, frame, "AGS")
    _check_keys(path, keys)
    land = _land(frame)
    result = gpd.GeoDataFrame(
        {
            "region_id": keys[land].astype(str),
            "name": _optional(frame, "GEN")[land],
            "kind": _optional(frame, "BEZ")[land],
        },
        geometry=frame.geometry[land],
        crs=frame.crs,
    )
    result = _to_degrees(path, result)
    result.geometry = _mended(path, result)
    return _one_row_each(result)


def _open(path: Path) -> gpd.GeoDataFrame:
    try:
        frame = gpd.read_file(path)
    except (DataSourceError, DataLayerError, UnicodeDecodeError, ValueError) as error:
        raise SourceFileError(path, "Die Grenzen lassen sich nicht lesen; die Datei ist beschädigt.", REMEDY) from error
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty or frame.geometry.isna().all():
        raise SourceFileError(path, "Die Datei enthält keine Flächen.", REMEDY)
    return frame[frame.geometry.notna()]


def _column(path: Path, frame: gpd.GeoDataFrame, name: str) -> pd.Series:
    if name not in frame.columns:
        found = ", ".join(str(c) for c in frame.columns if c != frame.geometry.name) or "keine"
        problem = f"Die Spalte {name} (amtlicher Gemeindeschlüssel) fehlt; vorhanden: {found}."
        raise SourceFileError(path, problem, REMEDY, column=name)
    return frame[name]


def _optional(frame: gpd.GeoDataFrame, name: str) -> pd.Series:
    return frame[name].fillna("") if name in frame.columns else pd.Series("", index=frame.index)


def _check_keys(path: Path, keys: pd.Series) -> None:
    texts = keys.astype(str)
    bad = texts[~texts.str.fullmatch(KEY)]
    if bad.empty:
        return
    value = bad.iloc[0]
    lost = value.isdigit() and len(value) in (1, 4, 7)
    reason = "die führende Null fehlt" if lost else "erwartet sind 2, 5 oder 8 Ziffern"
    position = list(texts.index).index(bad.index[0]) + 1
    raise SourceFileError(path, f"Der Schlüssel „{value}“ ist ungültig: {reason}.", REMEDY, position, "AGS")


def _land(frame: gpd.GeoDataFrame) -> pd.Series:
    land = pd.Series(True, index=frame.index)
    if "gf_wasser" in frame.columns:
        land &= ~frame["gf_wasser"].astype(bool)
    if "GF" in frame.columns:
        land &= ~pd.to_numeric(frame["GF"]).isin(WATER_CODES)
    return land


def _to_degrees(path: Path, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if frame.crs is None:
        problem = "Das Koordinatensystem ist nicht angegeben (bei Shapefiles fehlt die Datei .prj)."
        raise SourceFileError(path, problem, REMEDY)
    frame = frame.to_crs(CRS)
    west, south, east, north = frame.total_bounds
    if not (GERMANY[0] <= west and GERMANY[1] <= south and east <= GERMANY[2] and north <= GERMANY[3]):
        problem = (
            f"Die Koordinaten ({west:.2f} bis {east:.2f}, {south:.2f} bis {north:.2f}) liegen nicht in Deutschland."
        )
        raise SourceFileError(path, problem, "Das Koordinatensystem der Datei prüfen (EPSG:4326 oder EPSG:25832).")
    return frame


def _mended(path: Path, frame: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return valid polygons; what is left without an area is refused."""
    shapes = frame.geometry
    broken = ~shapes.is_valid
    shapes = shapes.where(~broken, gpd.GeoSeries([polygons(s) for s in shapes.make_valid()], shapes.index, CRS))
    empty = shapes.is_empty | shapes.isna() | ~shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    if empty.any():
        key = frame.loc[empty, "region_id"].iloc[0]
        raise SourceFileError(path, f"Die Fläche von {key} ist unbrauchbar (ohne Inhalt).", REMEDY)
    return shapes


def polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Return only the areas of a shape, without stray lines and points."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(parts)


def _one_row_each(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if frame["region_id"].duplicated().any():
        frame = frame.dissolve("region_id", as_index=False, aggfunc="first")
    return frame.sort_values("region_id").reset_index(drop=True)[list(COLUMNS)]
