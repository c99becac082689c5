"""Where names stand on a static map: the most important first, never one over another, small places beside their shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from views.geometry import GeometryPayload

Box = tuple[float, float, float, float]

_NARROW: Final = frozenset("ijlIft.,;:'|!()[]- ")
_WIDE: Final = frozenset("mwMWÄÖÜ%@")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate the width of a text in pixels; a little generous, so that nothing is cut.

    Examples
    --------
    >>> round(text_width("Güstrow", 15))
    56
    """
    ems = sum(0.3 if sign in _NARROW else 0.8 if sign in _WIDE else 0.6 if sign.isupper() else 0.51 for sign in text)
    return ems * size * (1.05 if bold else 1.0)


def path_points(path: str) -> npt.NDArray[np.int64]:
    """Read path data written by :func:`views.geometry.svg_path` back into absolute points.

    Examples
    --------
    >>> path_points("M10 0l0 5-10 0 0-5z").tolist()
    [[10, 0], [10, 5], [0, 5], [0, 0]]
    """
    rings = []
    for ring in path.split("M")[1:]:
        numbers = np.array(re.findall(r"-?\d+", ring), dtype=np.int64).reshape(-1, 2)
        rings.append(np.cumsum(numbers, axis=0))
    return np.vstack(rings) if rings else np.empty((0, 2), dtype=np.int64)


def outline_area(payload: GeometryPayload) -> shapely.Geometry:
    """Return the area inside the outline, in drawing units."""
    rings = [path_points(f"M{ring}") for ring in payload.outline.split("M")[1:]]
    polygons = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings if len(ring) > 2]
    return shapely.union_all(polygons)


@dataclass
class NamePlaces:
    """Finds free places in the part of a picture from ``top`` to ``height``, where one drawing unit is ``k`` pixels.

    Parameters
    ----------
    k, x, y : float
        Scale and shift from drawing units to pixels.
    taken : list[Box]
        What already stands in the picture, for instance the legend.
    """

    payload: GeometryPayload
    k: float
    x: float
    y: float
    width: float
    height: float
    top: float = 0
    taken: list[Box] = field(default_factory=list)
    area: shapely.Geometry = field(init=False)

    def __post_init__(self) -> None:
        self.area = outline_area(self.payload)
        shapely.prepare(self.area)

    def region(self, position: int, size: float, *, selected: bool) -> tuple[float, float] | None:
        """Find the middle of a region's name, or ``None`` where it finds no room."""
        name = self.payload.names[position]
        points = path_points(self.payload.paths[position]) * self.k + (self.x, self.y)
        left, top = points.min(axis=0) - (6, 0.7 * size)
        right, bottom = points.max(axis=0) - (-6, -0.7 * size)
        x, y = self.pixel(*self.payload.anchors[position])
        half = text_width(name, size, bold=selected) / 2 + 3
        around = [(left - half, y), (right + half, y), (x, top), (x, bottom)]
        beside = [spot for spot in around if self._outside(*spot, half)]
        roomy = right - left > 3.5 * half and bottom - top > 4 * size
        outside = [] if roomy else beside + around  # what is chosen stays free of words where it is small
        spots = outside if selected else beside if right - left - 12 < 2 * half else []
        near = [(x, y), (x, y - size), (x, y + size), (x - 0.6 * half, y), (x + 0.6 * half, y)]
        return self.free([*spots, *near], half, size)

    def neighbour(self, text: str, x: float, y: float, size: float) -> tuple[float, float] | None:
        """Find room for a name outside the regions, only at its own place."""
        spot = self.pixel(x, y)
        half = text_width(text, size) / 2 + 3
        return self.free([spot], half, size) if self._outside(*spot, half) else None

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Turn drawing units into pixels."""
        return x * self.k + self.x, y * self.k + self.y

    def free(self, spots: Sequence[tuple[float, float]], half: float, size: float) -> tuple[float, float] | None:
        """Take the first spot that collides with nothing and lies inside the picture."""
        tall = 0.62 * size
        for x, y in spots:
            box = (x - half, y - tall, x + half, y + tall)
            inside = box[0] > 4 and box[1] > self.top + 4 and box[2] < self.width - 4 and box[3] < self.height - 4
            if inside and not any(_overlap(box, other) for other in self.taken):
                self.taken.append(box)
                return x, y
        return None

    def _outside(self, x: float, y: float, half: float) -> bool:
        across = np.linspace(x - half, x + half, 5)
        return not shapely.contains_xy(self.area, (across - self.x) / self.k, np.full(5, (y - self.y) / self.k)).any()


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
