"""Shapes of a map, made once and sent to the browser once.

Polygons in degrees become compact paths in whole numbers on a flat drawing board, for any level: an Amt, a planning region or a county is the
union of its municipalities, so an edited membership table takes effect at once. Shared edges stay exactly shared.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from data.schema import Level

BOARD: Final = 10_000
"""Longer side of the regions' bounding box in drawing units."""

MANY: Final = 1_500
"""Above this number of shapes the cheap label point is taken and the component paints on a canvas."""

CONTEXT_MARGIN: Final = 1.6
"""How far around the regions context is kept, in lengths of their longer side (a wide screen shows a lot of it)."""

CONTEXT_REACH: Final = 2.0
"""How many degrees land goes on beyond the given context."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ContextLabel:
    """A name outside the regions: a neighbour ("land") or the sea ("sea"); place in degrees."""

    text: str
    lon: float
    lat: float
    kind: str = "land"


@dataclass(frozen=True)
class GeometryPayload:
    """What the drawing needs to know about shapes; in drawing units, y downwards.

    ``ids``, ``names``, ``paths`` and ``anchors`` go together. ``box`` is the regions' bounding box. ``borders`` are the lines between Ämter
    (or whatever ``group_of`` named), ``outline`` the line around all regions. ``context_labels`` are (text, x, y, kind).
    """

    key: str
    level: str
    box: tuple[int, int, int, int]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    paths: tuple[str, ...]
    anchors: tuple[tuple[int, int], ...]
    groups: tuple[str, ...] = ()
    borders: str = ""
    outline: str = ""
    context: tuple[str, ...] = ()
    context_labels: tuple[tuple[str, int, int, str], ...] = ()
    index: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def to_json(self) -> bytes:
        """Return the file the browser fetches once; the group of a region stays on the server."""
        content = {
            "ids": self.ids, "names": self.names, "paths": self.paths, "anchors": self.anchors, "box": self.box,
            "borders": self.borders, "outline": self.outline, "context": self.context, "contextLabels": self.context_labels,
        }  # fmt: skip
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class _Board:
    """The flat drawing board: degrees → metres of the zone → whole drawing units."""

    transformer: Transformer
    left: float
    top: float
    unit: float

    @classmethod
    def around(cls, shapes: gpd.GeoSeries) -> _Board:
        west, south, east, north = shapes.total_bounds
        transformer = Transformer.from_crs(4326, utm_zone(west, east), always_xy=True)
        left, bottom, right, top = transformer.transform_bounds(west, south, east, north)
        return cls(transformer, left, top, max(right - left, top - bottom) / BOARD)

    def flatten(self, geometries: Any) -> Any:
        """Project and round; two shapes that share a corner in degrees share it here."""
        return shapely.transform(geometries, self._place)

    def point(self, lon: float, lat: float) -> tuple[int, int]:
        x, y = self._place(np.array([[lon, lat]]))[0]
        return int(x), int(y)

    def _place(self, degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x, y = self.transformer.transform(degrees[:, 0], degrees[:, 1])
        placed = np.column_stack([(np.asarray(x) - self.left) / self.unit, (self.top - np.asarray(y)) / self.unit])
        return np.round(placed).astype(np.float64)


def drawing_units(
    gemeinden: gpd.GeoDataFrame, lon: Sequence[float], lat: Sequence[float]
) -> tuple[tuple[int, int], ...]:
    """Place points in degrees on the drawing board of all municipalities, the one :func:`build_geometry` uses for each level."""
    board = _Board.around(gemeinden.geometry)
    placed = board.flatten(shapely.points(np.column_stack([lon, lat]))) if len(lon) else ()
    return tuple((int(x), int(y)) for x, y in shapely.get_coordinates(placed).tolist())


def utm_zone(west: float, east: float) -> int:
    """Return the EPSG code of the UTM zone (ETRS89) for a span of longitudes; nationwide spans take zone 32.

    Examples
    --------
    >>> utm_zone(11.5, 12.9), utm_zone(8.4, 9.2), utm_zone(5.8, 15.1)
    (25833, 25832, 25832)
    """
    if east - west > 5:
        return 25832
    return 25800 + min(max(int(((west + east) / 2 + 180) // 6) + 1, 28), 38)


def level_shapes(
    gemeinden: gpd.GeoDataFrame, membership: Mapping[str, str] | None, names: Mapping[str, str] | None = None
) -> gpd.GeoDataFrame:
    """Unite municipalities into the regions of a level.

    Parameters
    ----------
    gemeinden : gpd.GeoDataFrame
        Columns ``region_id``, ``name``, ``geometry`` (EPSG:4326).
    membership : Mapping[str, str] | None
        Region of the level for each municipality; ``None`` keeps the municipalities. Municipalities that are not in it are left out.
    names : Mapping[str, str] | None
        Names of the level's regions.
    """
    if membership is None:
        return gemeinden[["region_id", "name", "geometry"]].reset_index(drop=True)
    parents = gemeinden["region_id"].map(dict(membership))
    united = {
        parent: shapely.union_all(shapely.make_valid(gemeinden.geometry[parents == parent].to_numpy()))
        for parent in sorted(parents.dropna().unique())
    }
    table = {"region_id": list(united), "name": [(names or {}).get(parent, parent) for parent in united]}
    return gpd.GeoDataFrame(table, geometry=list(united.values()), crs=gemeinden.crs)


def build_geometry(
    gemeinden: gpd.GeoDataFrame,
    *,
    level: str = Level.GEMEINDE,
    membership: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    group_of: Mapping[str, str] | None = None,
    context: gpd.GeoDataFrame | None = None,
    context_labels: Sequence[ContextLabel] = (),
) -> GeometryPayload:
    """Make the drawing of one level; costs about a second, so the caller keeps it.

    Parameters
    ----------
    gemeinden, membership, names
        See :func:`level_shapes`.
    level : str
        Name of the level, kept for the reader.
    group_of : Mapping[str, str] | None
        The Amt of each *municipality*: lines between Ämter are drawn stronger.
    context : gpd.GeoDataFrame | None
        Land around the regions, with a column ``name``; what is not covered is sea or unknown.
    context_labels : Sequence[ContextLabel]
        Further names, for instance of the sea.
    """
    shapes = level_shapes(gemeinden, membership, names)
    board = _Board.around(shapes.geometry)
    flat = shapely.make_valid(board.flatten(shapes.geometry.to_numpy()))
    small = board.flatten(gemeinden.geometry.to_numpy())
    owner = [(group_of or {}).get(region, region) for region in gemeinden["region_id"]]
    borders, outline = _lines(small, owner, with_borders=bool(group_of))
    land, land_labels = _context(context, board, shapes.geometry, shapely.box(*shapely.total_bounds(flat)))
    placed = [(label.text, *board.point(label.lon, label.lat), label.kind) for label in context_labels]
    left, top, right, bottom = (int(edge) for edge in shapely.total_bounds(flat))
    parts: dict[str, Any] = {
        "level": str(level),
        "box": (left, top, right, bottom),
        "ids": tuple(shapes["region_id"].astype(str)),
        "names": tuple(shapes["name"].astype(str)),
        "paths": tuple(svg_path(shape) for shape in flat),
        "anchors": _anchors(flat),
        "groups": tuple((group_of or {}).get(region, "") for region in shapes["region_id"]),
        "borders": borders,
        "outline": outline,
        "context": land,
        "context_labels": (*placed, *land_labels),
    }
    key = hashlib.sha256(repr(sorted(parts.items())).encode()).hexdigest()[:16]
    return GeometryPayload(key=key, index={region: at for at, region in enumerate(parts["ids"])}, **parts)


def svg_path(shape: Any) -> str:
    """Write a polygon as SVG path data with steps relative to the point before.

    Examples
    --------
    >>> svg_path(shapely.box(0, 0, 10, 5))
    'M10 0l0 5-10 0 0-5z'
    """
    return "".join(
        _steps(np.asarray(ring.coords)[:, :2].astype(np.int64)) + "z"
        for polygon in _polygons(shape)
        for ring in (polygon.exterior, *polygon.interiors)
    )


def _polygons(shape: Any) -> Iterable[Any]:
    return [
        part
        for part in shapely.get_parts(shape, return_index=False)
        if part.geom_type == "Polygon" and not part.is_empty
    ]


def _steps(points: Ints) -> str:
    """Drop the closing point and points that fell together; a minus sign parts numbers as well as a blank does."""
    moves = np.diff(points, axis=0)
    moves = moves[np.any(moves != 0, axis=1)]
    if len(moves) and np.array_equal(points[0], points[-1]):
        moves = moves[:-1]
    text = " ".join(f"{x} {y}" for x, y in moves.tolist()).replace(" -", "-")
    return f"M{points[0, 0]} {points[0, 1]}l{text}"


def _anchors(flat: Any) -> tuple[tuple[int, int], ...]:
    """Return a point well inside each shape: the centre of its largest circle, or any inner point where there are thousands."""
    if len(flat) > MANY:
        points = shapely.point_on_surface(flat)
    else:
        largest = [max(_polygons(shape), key=lambda part: part.area) for shape in flat]
        points = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=BOARD / 500), 0)
    return tuple((int(x), int(y)) for x, y in shapely.get_coordinates(points))


def _lines(flat: Any, owner: Sequence[str], *, with_borders: bool) -> tuple[str, str]:
    """Find the lines between different owners and the outline from the segments themselves: shared segments have two sides."""
    parts, part_of = shapely.get_parts(flat, return_index=True)  # get_rings passes over multipolygons
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    coordinates, ring_of = shapely.get_coordinates(rings, return_index=True)
    inside = ring_of[:-1] == ring_of[1:]
    pairs = np.hstack([coordinates[:-1], coordinates[1:]])[inside].astype(np.int64)
    shape_of = part_of[ring_part[ring_of[:-1][inside]]]
    swap = (pairs[:, 0] > pairs[:, 2]) | ((pairs[:, 0] == pairs[:, 2]) & (pairs[:, 1] > pairs[:, 3]))
    pairs[swap] = pairs[swap][:, [2, 3, 0, 1]]
    sides = [(tuple(pair), owner[at]) for pair, at in zip(pairs.tolist(), shape_of, strict=True)]
    times = Counter(pair for pair, _ in sides)
    outline = [pair for pair, count in times.items() if count == 1]
    owners = Counter(pair for pair, _ in set(sides)) if with_borders else Counter()
    # Thousands of shapes are never cut perfectly: leave out the slivers between them, they are no outline
    least = BOARD / 60 if len(flat) > MANY else 0
    return _merged([pair for pair, count in owners.items() if count > 1]), _merged(outline, least)


def _merged(segments: Sequence[tuple[Any, ...]], least: float = 0) -> str:
    """Join loose segments into as few lines as possible; lines shorter than ``least`` are left out."""
    lines = [shapely.LineString([pair[:2], pair[2:]]) for pair in segments if pair[:2] != pair[2:]]
    if not lines:
        return ""
    joined = shapely.line_merge(shapely.union_all(lines) if len(lines) == 1 else shapely.MultiLineString(lines))
    parts = [part for part in shapely.get_parts(joined) if part.length >= least]
    return "".join(
        _steps(points := np.asarray(part.coords).astype(np.int64))
        + ("z" if np.array_equal(points[0], points[-1]) else "")
        for part in parts
    )


def _context(
    context: gpd.GeoDataFrame | None, board: _Board, regions: gpd.GeoSeries, box: Any
) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """Clip the land around to what a wide screen can show, and place each neighbour's name in its part near the regions."""
    if context is None or context.empty:
        return (), ()
    degrees = context.geometry.to_numpy()
    land = shapely.make_valid(board.flatten(np.append(degrees, _continued(degrees, regions.total_bounds))))
    window = box.buffer(BOARD * CONTEXT_MARGIN, join_style="mitre")
    land = shapely.simplify(shapely.intersection(land, window), 12)
    near = shapely.intersection(land, box.buffer(BOARD * 0.35, join_style="mitre"))
    placed = []
    for name, part in zip(context["name"].fillna("").astype(str), near, strict=False):  # the continuation has no name
        polygons = list(_polygons(part))
        if polygons and name:
            circle = shapely.maximum_inscribed_circle(max(polygons, key=lambda one: one.area), tolerance=BOARD / 200)
            x, y = shapely.get_coordinates(circle)[0]
            placed.append((name, int(x), int(y), "land"))
    rounded = shapely.transform(land, np.round)
    return tuple(path for path in map(svg_path, rounded) if path), tuple(placed)


def _continued(land: Any, regions: Sequence[float]) -> Any:
    """Let the land go on where the given context was cut off, for a cut must not look like a coast on a wide screen."""
    west, south, east, north = shapely.total_bounds(land)
    reach, thin = CONTEXT_REACH, (east - west) / 1000
    whole = shapely.union_all(shapely.make_valid(land))
    sides = (
        (west < regions[0], shapely.box(west, south, west + thin, north), (-reach, 0, 0, 0)),
        (east > regions[2], shapely.box(east - thin, south, east, north), (0, 0, reach, 0)),
        (south < regions[1], shapely.box(west, south, east, south + thin), (0, -reach, 0, 0)),
        (north > regions[3], shapely.box(west, north - thin, east, north), (0, 0, 0, reach)),
    )
    strips = []
    for is_cut, edge, (left, down, right, up) in sides:
        for part in _polygons(shapely.intersection(whole, edge)) if is_cut else ():
            x0, y0, x1, y1 = part.bounds
            if left or right:  # at a corner the strip takes the corner along
                down, up = (-reach if y0 <= south + thin else 0), (reach if y1 >= north - thin else 0)
            strips.append(shapely.box(x0 + left, y0 + down, x1 + right, y1 + up))
    return shapely.union_all(strips)
