"""Where the similar places lie: the state with its counties, the asked place and its neighbours as points with names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from data.package import Package
from data.schema import Level
from views import svg
from views.tokens import ACCENT, AMT_LIGHT, CONTROL, LAND, MUTED, SELECTION, SURFACE, WHITE

WIDTH: Final = 400.0
MARGIN: Final = 8.0
NAME_SIZE: Final = 14.0
FINE, COARSE = 0.005, 0.02
"""Degrees below which corners of an outline are left out: about a pixel in the state, three around it."""
RINGS: Final = (9.0, 24.0, 40.0)
"""How far from its point a name may stand, in pixels; the farther ones get a line."""
AROUND: Final = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.7), (-0.8, -0.7), (0.8, 0.7), (-0.8, 0.7))

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class StateOutline:
    """The counties of a state as paths on the drawing, and how degrees become pixels.

    ``around`` is the land of other states and ``land`` the state's own, both going on beyond the shipped outlines; ``borders`` are the
    counties' lines, ``own`` is the package's county. ``west``, ``north`` and ``scale`` place a point, ``squeeze`` is the cosine of the middle latitude.
    """

    west: float
    north: float
    squeeze: float
    scale: float
    height: float
    around: str = ""
    land: str = ""
    borders: str = ""
    own: str = ""

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Give the pixels of a point in degrees."""
        return MARGIN + (lon - self.west) * self.squeeze * self.scale, MARGIN + (self.north - lat) * self.scale


@dataclass(frozen=True)
class Place:
    """A point with a name; ``main`` for the asked place."""

    name: str
    lon: float
    lat: float
    main: bool = False


def state_outline(package: Package) -> StateOutline:
    """Prepare the outlines of the state's counties; equirectangular projection, true along the middle latitude."""
    context, table = package.context, package.regions
    inside = context["region_id"].astype(str).str.startswith(package.state)
    own = shapely.union_all(package.gemeinden.geometry.to_numpy())
    points = table[(table["level"] == Level.GEMEINDE.value) & (table["land_id"] == package.state)]
    shapes = [*context.geometry[inside], own, shapely.MultiPoint(points[["lon", "lat"]].to_numpy(dtype=float))]
    west, south, east, north = shapely.total_bounds(shapes)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, 1e-6)
    flat = StateOutline(west, north, squeeze, scale, 2 * MARGIN + (north - south) * scale)
    beyond, cut = _beyond([*context.geometry, own])
    state = [*context.geometry[inside], own]
    up, aside = MARGIN / scale, MARGIN / scale / squeeze
    frame = shapely.box(west - aside, south - up, east + aside, north + up)
    return replace(
        flat,
        around="".join(
            _path(flat, shape.intersection(frame), COARSE) for shape in (*context.geometry[~inside], *beyond)
        ),
        land="".join(_path(flat, shape) for shape in state),
        borders="".join(_lines(flat, shape.boundary.difference(cut)) for shape in state),
        own=_path(flat, own),
    )


def _beyond(land: Sequence[BaseGeometry]) -> tuple[list[BaseGeometry], BaseGeometry]:
    """Let the land go on where the shipped outlines were cut off, and give the cut: it must not look like a coast."""
    west, south, east, north = shapely.total_bounds(land)
    thin = (east - west) / 1000
    edges = (
        (shapely.box(west, south, west + thin, north), -1.0, 0.0),
        (shapely.box(east - thin, south, east, north), 1.0, 0.0),
        (shapely.box(west, south, east, south + thin), 0.0, -1.0),
    )
    whole = shapely.union_all(shapely.make_valid(list(land)))
    strips = []
    for edge, aside, up in edges:
        for part in getattr(touched := whole.intersection(edge), "geoms", [touched]):
            if not part.is_empty:
                x0, y0, x1, y1 = part.bounds
                strips.append(
                    shapely.box(x0 + min(aside, -thin), y0 + min(up, 0), x1 + max(aside, thin), y1 + max(up, 0))
                )
    return strips, shapely.union_all([edge for edge, _, _ in edges])


def _path(flat: StateOutline, shape: BaseGeometry, fine: float = FINE) -> str:
    """Write the outer rings of an area as a path."""
    simple = shape.simplify(fine)
    parts = getattr(simple, "geoms", [simple])
    rings = [part.exterior for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    return "".join(f"{_steps(flat, ring)}Z" for ring in rings)


def _lines(flat: StateOutline, shape: BaseGeometry) -> str:
    """Write lines as a path."""
    simple = shape.simplify(FINE)
    parts = [part for part in getattr(simple, "geoms", [simple]) if not part.is_empty]
    return "".join(_steps(flat, part) for part in parts)


def _steps(flat: StateOutline, line: BaseGeometry) -> str:
    """Write the points of a line, to a tenth of a pixel."""
    points = [flat.place(x, y) for x, y, *_ in line.coords]
    return "M" + "L".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in points)


def map_svg(outline: StateOutline, places: Sequence[Place], centres: Sequence[Place], spoken: str) -> svg.Markup:
    """Draw the map.

    Parameters
    ----------
    outline : StateOutline
        From :func:`state_outline`.
    places : Sequence[Place]
        The asked place and those like it.
    centres : Sequence[Place]
        Large towns for orientation; left out where their names would lie on others.
    spoken : str
        Text alternative.
    """
    return svg.document(WIDTH, outline.height, "Lage der ähnlichen Gemeinden", spoken, body(outline, places, centres))


def body(outline: StateOutline, places: Sequence[Place], centres: Sequence[Place]) -> svg.Markup:
    """Draw the map without its frame."""
    parts = [
        svg.tag("path", d=outline.around, fill=SURFACE),
        svg.tag("path", d=outline.land, fill=LAND),
        svg.tag("path", d=outline.own, fill=AMT_LIGHT),
        svg.tag("path", d=outline.borders, fill="none", stroke=CONTROL, stroke_width=0.7, stroke_linejoin="round"),
    ]
    known = {(p.lon, p.lat) for p in places}
    towns = [c for c in centres if (c.lon, c.lat) not in known]
    ordered = sorted(places, key=lambda p: not p.main)
    taken = [_around(*outline.place(p.lon, p.lat), 6) for p in (*ordered, *towns)]
    parts += [_square(*outline.place(c.lon, c.lat)) for c in towns]
    names = [_name(outline, place, taken, must=True) for place in ordered]
    names += [_name(outline, town, taken, must=False, town=True) for town in towns]
    dots = [_dot(*outline.place(p.lon, p.lat), main=p.main) for p in reversed(ordered)]
    return svg.join([*parts, *names, *dots])


def _square(x: float, y: float) -> svg.Markup:
    return svg.rect(x - 2.5, y - 2.5, 5, 5, fill=MUTED)


def _dot(x: float, y: float, *, main: bool) -> svg.Markup:
    return svg.dot(x, y, 6.5 if main else 5.5, fill=SELECTION if main else ACCENT, stroke=WHITE, stroke_width=2)


def _around(x: float, y: float, reach: float) -> Box:
    return x - reach, y - reach, x + reach, y + reach


def _name(outline: StateOutline, place: Place, taken: list[Box], *, must: bool, town: bool = False) -> svg.Markup:
    """Write a name where it is free, beside its point or at the end of a line; one that must stand takes the least bad spot."""
    x, y = outline.place(place.lon, place.lat)
    size = NAME_SIZE - town
    wide = svg.text_width(place.name, size, bold=not town)
    spots = [(r, x + r * dx, y + r * dy, dx) for r in (RINGS if must else RINGS[:1]) for dx, dy in AROUND]
    best, least = spots[0], math.inf
    for spot in spots:
        room = _box(spot[1], spot[2], spot[3], wide, size)
        crowd = round(_crowd(outline, room, _between(x, y, spot[1], spot[2]), taken))
        if crowd < least:
            best, least = spot, crowd
        if not least:
            break
    if least and not must:
        return svg.Markup("")
    ring, px, py, dx = best
    box = _box(px, py, dx, wide, size)
    taken.append(box)
    name = svg.text(
        place.name, px, (box[1] + box[3]) / 2 + size * 0.35, halo=3.5, font_size=size,
        text_anchor="start" if dx > 0 else "end" if dx < 0 else "middle",
        font_weight=400 if town else 700 if place.main else 600, fill=MUTED if town else None,
    )  # fmt: skip
    return svg.join([svg.line(x, y, px, py, stroke=CONTROL, stroke_width=1), name]) if ring > RINGS[0] else name


def _box(x: float, y: float, aside: float, wide: float, size: float) -> Box:
    """Give the room a name takes at the end of its way from the point: beside, above or below it."""
    left = x if aside > 0 else x - wide if aside < 0 else x - wide / 2
    return left - 2, y - size * 0.6, left + wide + 2, y + size * 0.6


def _crowd(outline: StateOutline, room: Box, way: Sequence[Box], taken: Sequence[Box]) -> float:
    """Give the area that a name and the line to it would share with what stands already, and far more where it leaves the drawing."""
    shared = sum(_cover(each, other) for other in taken for each in (room, *way))
    return shared + 1e4 * _outside(room, outline)


def _between(x: float, y: float, px: float, py: float) -> list[Box]:
    """Give small boxes along the line from a point to its name, beyond the point itself."""
    length = math.hypot(px - x, py - y)
    steps = int((length - RINGS[0]) / 4)
    return [_around(x + (px - x) * t, y + (py - y) * t, 1.5) for t in ((12 + 4 * i) / length for i in range(steps))]


def _cover(one: Box, other: Box) -> float:
    """Give the area two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0.0) * max(down, 0.0)


def _outside(box: Box, outline: StateOutline) -> float:
    """Give how far a box leaves the drawing, in pixels."""
    return max(-box[0], 0) + max(box[2] - WIDTH, 0) + max(-box[1], 0) + max(box[3] - outline.height, 0)
