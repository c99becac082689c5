"""Build the shipped boundaries: the county's municipalities and, quietly around them, the neighbours."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.errors import SourceFileError
from data.sources import boundaries as source

GRID: Final = 1e-5
"""Width of the coordinate grid in degrees (five decimals, about one metre)."""

MARGIN_KM: Final = 90.0
KM_PER_DEGREE: Final = 111.2
MAX_BYTES: Final = 250_000
MAX_CONTEXT_BYTES: Final = 120_000
TOWN: Final = "kreisfreie_stadt"
FIRST_TOLERANCE: Final = 2e-4
REMEDY: Final = (
    "Eine Datei mit allen Gemeinden des Kreises zum Gebietsstand des Gemeindeverzeichnisses ablegen (VG250)."
)


@dataclass(frozen=True)
class _Candidate:
    file: Path
    shapes: gpd.GeoDataFrame

    @property
    def municipalities(self) -> gpd.GeoDataFrame:
        return self.shapes[self.shapes["region_id"].str.len() == 8]

    def of_county(self, county: str) -> gpd.GeoDataFrame:
        return self.municipalities[self.municipalities["region_id"].str[:5] == county]


def build_boundaries(
    files: list[Path], county: str, municipalities: Sequence[str], names: Mapping[str, str] | None = None
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Build the shapes of a county's municipalities and of its surroundings.

    Parameters
    ----------
    files : list of Path
        Boundary files; the best one that covers all municipalities is used.
    county : str
        Key of the county.
    municipalities : Sequence[str]
        Keys of its municipalities.
    names : Mapping[str, str], optional
        Clean names by key, of municipalities and of all counties; else the files' own names are used.

    Returns
    -------
    tuple of GeoDataFrame
        ``region_id, name, geometry`` of the municipalities; ``region_id, name, kind, geometry`` of the neighbouring
        counties, and of the county's gemeindefreie Gebiete, clipped to the county's surroundings.
    """
    names = names or {}
    candidates = [_Candidate(file, source.read(file)) for file in sorted(files)]
    best = _best(candidates, county, municipalities, names)
    whole = best.of_county(county)
    whole = _within(_on_grid(best.file, whole), MAX_BYTES)
    own = whole["region_id"].isin(set(municipalities))
    gemeinden = whole[own].reset_index(drop=True)
    own_names = zip(gemeinden["region_id"], gemeinden["name"], strict=True)
    gemeinden["name"] = [names.get(key, name) for key, name in own_names]
    context = _context(candidates, best, county, whole, names)
    free = whole[~own].assign(kind="gemeindefreies_gebiet")
    context = pd.concat([context, free], ignore_index=True).sort_values("region_id", ignore_index=True)
    return gemeinden[["region_id", "name", "geometry"]], context[["region_id", "name", "kind", "geometry"]]


def geojson_text(frame: gpd.GeoDataFrame) -> str:
    """Return a frame as compact GeoJSON with five decimals, the same text for the same shapes."""
    shapes = [shapely.get_geometry(s, 0) if shapely.get_num_geometries(s) == 1 else s for s in frame.geometry]
    properties = frame.drop(columns=frame.geometry.name).to_dict("records")
    features = [
        {"type": "Feature", "properties": own, "geometry": _rounded(json.loads(shapely.to_geojson(shape)))}
        for own, shape in zip(properties, shapes, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n"


def _rounded(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _rounded(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_rounded(value) for value in part]
    return round(part, 5) if isinstance(part, float) else part


def _best(
    candidates: list[_Candidate], county: str, municipalities: Sequence[str], names: Mapping[str, str]
) -> _Candidate:
    """Choose the file with all municipalities, the fewest other keys in the county, and the most detail."""
    wanted = set(municipalities)
    with_some = [c for c in candidates if not c.of_county(county).empty]
    if not with_some:
        raise SourceFileError("Grenzen", f"Keine Datei enthält Gemeindegrenzen des Kreises {county}.", REMEDY)
    gaps = {c.file: wanted - set(c.of_county(county)["region_id"]) for c in with_some}
    complete = [c for c in with_some if not gaps[c.file]]
    if not complete:
        nearest = min(with_some, key=lambda c: len(gaps[c.file]))
        missing = ", ".join(f"{names.get(key, key)} ({key})" for key in sorted(gaps[nearest.file]))
        raise SourceFileError(nearest.file, f"Es fehlen die Grenzen von: {missing}.", REMEDY)
    return min(complete, key=lambda c: (len(c.of_county(county)), -_detail(c.of_county(county)), -len(c.shapes)))


def _detail(frame: gpd.GeoDataFrame) -> int:
    return int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum())


def _within(frame: gpd.GeoDataFrame, limit: int, simplify_boundary: bool = True) -> gpd.GeoDataFrame:
    """Generalise a coverage, shared edges kept, until it fits into a number of bytes."""
    tolerance, result = FIRST_TOLERANCE, frame
    while len(geojson_text(result).encode()) > limit and tolerance < 0.1:
        shapes = shapely.coverage_simplify(frame.geometry.to_numpy(), tolerance, simplify_boundary=simplify_boundary)
        result = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=source.CRS))
        tolerance *= 1.5
    return result


def _on_grid(file: Path, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Round to five decimals; neighbours that shared their edges must still do so."""
    before = frame.geometry.to_numpy()
    after = shapely.set_precision(before, GRID)
    if shapely.coverage_is_valid(before) and not shapely.coverage_is_valid(after):
        after = shapely.transform(before, lambda points: np.round(points, 5))
    if shapely.is_empty(after).any() or not shapely.is_valid(after).all():
        bad = frame["region_id"].to_numpy()[shapely.is_empty(after) | ~shapely.is_valid(after)][0]
        raise SourceFileError(file, f"Die Fläche von {bad} ist zu klein oder zu zackig für die Karte.", REMEDY)
    return frame.set_geometry(gpd.GeoSeries(shapely.normalize(after), index=frame.index, crs=source.CRS))


def _surroundings(county: gpd.GeoDataFrame) -> shapely.Geometry:
    west, south, east, north = county.total_bounds
    up = MARGIN_KM / KM_PER_DEGREE
    aside = up / np.cos(np.radians((south + north) / 2))
    return shapely.box(west - aside, south - up, east + aside, north + up)


def _context(
    candidates: list[_Candidate], best: _Candidate, county: str, own: gpd.GeoDataFrame, names: Mapping[str, str]
) -> gpd.GeoDataFrame:
    """Choose the file with most neighbours around, the municipalities' own file first, and clip their outlines."""
    box = _surroundings(own)
    outlines = {c.file: _outlines(c, county, box) for c in candidates}
    order = sorted(candidates, key=lambda c: (-len(outlines[c.file]), c.file != best.file, str(c.file)))
    chosen = outlines[order[0].file]
    clipped = chosen.set_geometry(chosen.geometry.intersection(box).map(source.polygons))
    clipped = clipped[~clipped.geometry.is_empty]
    if clipped.empty:
        return clipped
    small = _on_grid(order[0].file, clipped)
    small = _within(_within(small, MAX_CONTEXT_BYTES, simplify_boundary=False), MAX_CONTEXT_BYTES)
    known = _names_in(candidates) | dict(names)
    rows = zip(small["region_id"], small["name"], small["kind"], strict=True)
    named = [known.get(key, own if kind == TOWN else "") for key, own, kind in rows]
    return small.assign(name=[name.removesuffix(" (Stadt)") for name in named])


def _outlines(candidate: _Candidate, county: str, box: shapely.Geometry) -> gpd.GeoDataFrame:
    """Return the outlines of the other counties that a box touches."""
    shapes = candidate.shapes[candidate.shapes.geometry.intersects(box)]
    keys = shapes["region_id"]
    shapes = shapes[(keys.str.len() >= 5) & (keys.str[:5] != county) & ~keys.str.endswith("999")]
    near = sorted(set(shapes["region_id"].str[:5]))
    parts = candidate.shapes[candidate.shapes["region_id"].str[:5].isin(near)]
    merged = parts.assign(region_id=parts["region_id"].str[:5], town=parts["region_id"].str[5:] == "000")
    merged = merged.dissolve("region_id", as_index=False, aggfunc="first")
    is_town = merged["town"] | merged["kind"].isin(["Kreisfreie Stadt", "Stadtkreis"])
    return merged.assign(kind=np.where(is_town, TOWN, "landkreis"))


def _names_in(candidates: list[_Candidate]) -> dict[str, str]:
    """Return the names of counties that the files themselves know."""
    return {
        key: name
        for candidate in candidates
        for key, name in zip(candidate.shapes["region_id"], candidate.shapes["name"], strict=True)
        if len(key) == 5 and name
    }
