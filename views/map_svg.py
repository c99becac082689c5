"""The same map as a static drawing: for reports, small multiples, locator maps and files to take home.

Widths of lines are computed instead of using ``vector-effect``, so that every SVG program draws them alike. All text is escaped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from views import formats, map_points, tokens
from views.geometry import GeometryPayload
from views.map_description import LETTERS, LegendRow, MapDescription
from views.map_names import NamePlaces, text_width

FONT: Final = "'Source Sans','Source Sans 3','Kommunalprofil Sans','Segoe UI',Arial,sans-serif"
SLANT: Final = "M-2 2L2-2M0 7L7 0M5 9L9 5"
BACKSLANT: Final = "M-2 5L2 9M0 0L7 7M5-2L9 2"
HATCHES: Final = {
    "n": (7, SLANT, tokens.HATCH, 1.2),
    "s": (7, SLANT + BACKSLANT, tokens.HATCH, 1.0),
    "k": (7, "M1.75 1.75h.01M5.25 5.25h.01", tokens.HATCH, 1.9),
    "x": (5, "M0 2.5H5", tokens.CONTROL, 1.1),
    "E": (7, BACKSLANT, tokens.WHITE, 1.5),
}
"""Tile size, path, colour and width of each hatch, the same as in the component."""

NAME_SIZE: Final = 15
LEGEND_ROW: Final = 25
LEGEND_PAD: Final = 14
POINT: Final = 5.0
"""Half the side of the square around a point where no name stands."""


@dataclass(frozen=True)
class _View:
    """Where the regions lie in the picture: pixels = units × k + shift."""

    k: float
    x: float
    y: float

    @classmethod
    def fit(cls, box: tuple[int, int, int, int], area: tuple[float, float, float, float], keep_left: float) -> _View:
        """Fit the regions into ``area``; they move aside for what stands at the left if they must."""
        left, top, right, bottom = area
        width, height = max(box[2] - box[0], 1), max(box[3] - box[1], 1)
        k = min((right - left) / width, (bottom - top) / height)
        x = left + (right - left - k * width) / 2
        if x < keep_left:
            k = min(k, (right - keep_left) / width)
            x = max(keep_left, min(x, right - k * width))
        return cls(k, x - k * box[0], top + (bottom - top - k * height) / 2 - k * box[1])

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Turn drawing units into pixels."""
        return x * self.k + self.x, y * self.k + self.y


def map_svg(
    description: MapDescription,
    payload: GeometryPayload,
    width: int = 960,
    height: int = 720,
    with_frame: bool = True,
    *,
    names: bool = True,
    borders: bool = True,
    context: bool = True,
    touch: bool = False,
) -> str:
    """Draw a map.

    Parameters
    ----------
    description, payload
        What to show, and its shapes.
    width, height : int
        Size of the picture in pixels.
    with_frame : bool
        With title, legend with counts, source and date; without it only the map.
    names, borders, context : bool
        Names of places, lines between Ämter, land around; switched off in small multiples.
    touch : bool
        Lay one invisible shape per region over the drawing, with its position in ``data-i``, for a page with a script.

    """
    mark = _mark(description, width, height)
    heading, top = _heading(description, width) if with_frame else ("", 0.0)
    footer, bottom = _footer(description, width, height) if with_frame else ("", float(height))
    legend_width = _legend_width(description) if with_frame else 0.0
    pad = 16 if with_frame else 4
    area = (pad, top + pad, width - pad, bottom - pad)
    view = _View.fit(payload.box, area, pad + legend_width + (16 if with_frame else 0))
    boxes = [(12.0, top + 12, 12 + legend_width, top + 12 + _legend_height(description))] if with_frame else []
    spots = [(point, *view.pixel(point.x, point.y)) for point in description.points]
    boxes += [(x - POINT, y - POINT, x + POINT, y + POINT) for _, x, y in spots]
    parts = [
        _hatches(mark, view.k, _fineness(width)),
        _shapes(description, payload, view, mark, _fineness(width), borders=borders, context=context),
        _touch(payload, view) if touch else "",
        map_points.points_svg(spots),
        _names(description, payload, view, (width, top, bottom), boxes) if names else "",
    ]
    if with_frame:
        # White strips instead of a clipping path, which costs a picture file seconds.
        frame = (
            f'<path d="M0 0H{width}V{top:.1f}H0zM0 {bottom:.1f}H{width}V{height}H0z" fill="#fff"/>'
            f'<rect x=".5" y="{top:.1f}" width="{width - 1}" height="{bottom - top:.1f}" fill="none" stroke="{tokens.RULE}"/>'
        )
        parts += [frame, heading, _legend(description, 12, top + 12, mark), footer]
    return _document(parts, width, height, mark, description.title, description.spoken())


def locator_svg(
    payload: GeometryPayload,
    selected_ids: Collection[str],
    amt_ids: Collection[str] = (),
    *,
    width: int = 200,
    height: int = 190,
    label: str = "",
) -> str:
    """Draw where a place lies: all regions pale, its Amt light, the place itself strong.

    Parameters
    ----------
    selected_ids : Collection[str]
        The region, or the members of a group of regions.
    amt_ids : Collection[str]
        Regions of the same Amt; ids of whole groups are understood as well.
    label : str
        Text alternative; by default the names of the selected regions.
    """
    view = _View.fit(payload.box, (5, 5, width - 5, height - 5), 0)
    chosen = [at for at, region in enumerate(payload.ids) if region in selected_ids]
    groups = payload.groups or ("",) * len(payload.ids)
    amt = [at for at, region in enumerate(payload.ids) if region in amt_ids or groups[at] in amt_ids]
    every = range(len(payload.ids))
    white = _stroke(tokens.WHITE, 0.6, view.k)
    strong = "".join(payload.paths[at] for at in chosen)
    parts = [
        f'<g transform="{_transform(view)}" stroke-linejoin="round">',
        _path(payload.paths, every, f'fill="#E3E8EC" {white}'),
        _path(payload.paths, amt, f'fill="{tokens.AMT_LIGHT}" {white}'),
        f'<path d="{payload.outline}" fill="none" {_stroke(tokens.MUTED, 1, view.k)}/>',
        f'<path d="{strong}" fill="none" {_stroke(tokens.WHITE, 5, view.k)}/>' if chosen else "",
        f'<path d="{strong}" fill="{tokens.ACCENT}" {_stroke(tokens.SELECTION, 2, view.k)}/>' if chosen else "",
        "</g>",
    ]
    words = label or "Lage: " + (formats.enumeration([payload.names[at] for at in chosen]) or "ohne Auswahl")
    mark = "l" + hashlib.sha256(f"{payload.key}{sorted(selected_ids)}{width}".encode()).hexdigest()[:6]
    return _document(parts, width, height, mark, words, words)


def _mark(description: MapDescription, width: int, height: int) -> str:
    """Return a prefix for ids, so that several drawings can stand in one page."""
    seed = f"{description.geometry_key}{description.codes}{description.colours}{width}x{height}"
    return "m" + hashlib.sha256(seed.encode()).hexdigest()[:6]


def _document(parts: Iterable[str], width: int, height: int, mark: str, title: str, spoken: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{mark}t {mark}d" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONT}" fill="{tokens.TEXT}">'
        f'<title id="{mark}t">{escape(title)}</title><desc id="{mark}d">{escape(spoken)}</desc>{"".join(parts)}</svg>'
    )


def _transform(view: _View) -> str:
    return f"translate({view.x:.2f} {view.y:.2f}) scale({view.k:.6f})"


def _stroke(colour: str, pixels: float, k: float) -> str:
    return f'stroke="{colour}" stroke-width="{pixels / k:.1f}"'


def _path(paths: Sequence[str], positions: Iterable[int], style: str) -> str:
    data = "".join(paths[at] for at in positions)
    return f'<path d="{data}" {style}/>' if data else ""


def _fineness(width: int) -> float:
    """Draw finer lines and hatches in a small picture."""
    return min(1.0, max(0.5, width / 560))


def _touch(payload: GeometryPayload, view: _View) -> str:
    shapes = "".join(f'<path data-i="{at}" d="{path}"/>' for at, path in enumerate(payload.paths))
    return f'<g class="touch" transform="{_transform(view)}" fill="#fff" fill-opacity="0">{shapes}</g>'


def _hatches(mark: str, k: float, fine: float) -> str:
    """Define the hatches twice: for the shapes, undoing their scale, and for the legend."""
    tiles = []
    for letter, (size, path, colour, line) in HATCHES.items():
        ground = "" if letter == "E" else f'<rect width="{size}" height="{size}" fill="#fff"/>'
        cap = "round" if letter == "k" else "butt"
        ink = f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{line}" stroke-linecap="{cap}"/>'
        for name, scale in ((f"{mark}{letter}", fine / k), (f"{mark}l{letter}", 1.0)):
            tiles.append(
                f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse" '
                f'patternTransform="scale({scale:.4f})">{ground}{ink}</pattern>'
            )
    return f"<defs>{''.join(tiles)}</defs>"


def _shapes(
    description: MapDescription,
    payload: GeometryPayload,
    view: _View,
    mark: str,
    fine: float,
    *,
    borders: bool,
    context: bool,
) -> str:
    """Land, classes, hatches, borders, selection – one path per class, for the static drawing has no single regions to point at."""
    k, codes = view.k / fine, description.codes
    parts = [f'<g transform="{_transform(view)}" stroke-linejoin="round">']
    if context:  # a line in the land's colour hides slivers between boundaries of different sources
        parts.append(_path(payload.context, range(len(payload.context)), f'fill="{tokens.LAND}"'))
        parts.append(f'<path d="{payload.outline}" fill="none" {_stroke(tokens.LAND, 5, k)}/>')
    for letter in dict.fromkeys(codes.lower()):
        fill = description.colour(letter) or f"url(#{mark}{letter})"
        at = [position for position, code in enumerate(codes) if code.lower() == letter]
        line = _stroke(tokens.WHITE, 0.8, k) if letter in LETTERS else _stroke(tokens.HATCH, 1, k)
        parts.append(_path(payload.paths, at, f'fill="{fill}" {line}'))
    estimated = [position for position, code in enumerate(codes) if code.isupper()]
    parts.append(_path(payload.paths, estimated, f'fill="url(#{mark}E)"'))
    if borders and payload.borders:
        parts += [
            f'<path d="{payload.borders}" fill="none" {_stroke(colour, pixels, k)}/>'
            for colour, pixels in ((tokens.WHITE, 3), (tokens.MUTED, 1.1))
        ]
    parts.append(f'<path d="{payload.outline}" fill="none" {_stroke(tokens.MUTED, 1.2, k)}/>')
    chosen = "".join((*description.outlines, *(payload.paths[at] for at in _chosen(description))))
    if chosen:
        parts += [
            f'<path d="{chosen}" fill="none" {_stroke(colour, pixels, k)}/>'
            for colour, pixels in ((tokens.WHITE, 6.8), (tokens.SELECTION, 2.6))
        ]
    return "".join(parts) + "</g>"


def _chosen(description: MapDescription) -> tuple[int, ...]:
    """Return the positions of all regions that are outlined."""
    return description.marked if description.selected is None else (*description.marked, description.selected)


def _names(
    description: MapDescription,
    payload: GeometryPayload,
    view: _View,
    size: tuple[float, float, float],
    boxes: list[tuple[float, float, float, float]],
) -> str:
    width, top, bottom = size
    places = NamePlaces(payload, view.k, view.x, view.y, width, bottom, top, taken=boxes)
    words = []
    for position in description.label_order:
        picked = position in _chosen(description)
        spot = places.region(position, NAME_SIZE, selected=picked)
        if spot:
            words.append(_halo_text(payload.names[position], *spot, NAME_SIZE, bold=picked))
    for text, x, y, kind in payload.context_labels:
        spot = places.neighbour(text, x, y, NAME_SIZE - 1)
        if spot:
            slant = ' font-style="italic" letter-spacing="1.5"' if kind == "sea" else ""
            words.append(
                f'<text x="{spot[0]:.1f}" y="{spot[1] + 5:.1f}" font-size="{NAME_SIZE - 1}" text-anchor="middle" fill="{tokens.MUTED}"{slant}>{escape(text)}</text>'
            )
    return "".join(words)


def _halo_text(text: str, x: float, y: float, size: float, *, bold: bool) -> str:
    return (
        f'<text x="{x:.1f}" y="{y + 0.35 * size:.1f}" font-size="{size}" font-weight="{700 if bold else 600}" text-anchor="middle" '
        f'stroke="#fff" stroke-width="{size / 4}" stroke-linejoin="round" paint-order="stroke">{escape(text)}</text>'
    )


def _heading(description: MapDescription, width: int) -> tuple[str, float]:
    lines = wrap(description.title, width - 4, 26, bold=True)[:3]
    words = [
        f'<text x="2" y="{28 + 31 * at}" font-size="26" font-weight="700">{escape(line)}</text>'
        for at, line in enumerate(lines)
    ]
    y = 28 + 31 * len(lines) - 6
    for line in wrap(description.subtitle, width - 4, 16)[:2]:
        words.append(f'<text x="2" y="{y}" font-size="16" fill="{tokens.MUTED}">{escape(line)}</text>')
        y += 21
    return "".join(words), float(y - 4)


def _footer(description: MapDescription, width: int, height: int) -> tuple[str, float]:
    text = description.source + (f" · Stand der Zahlen: {description.date}" if description.date else "")
    lines = wrap(text, width - 4, 13)[:4]
    top = height - 18 * len(lines) - 6
    words = [
        f'<text x="2" y="{top + 20 + 18 * at}" font-size="13" fill="{tokens.MUTED}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    ]
    return "".join(words), float(top)


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit even in a wider fallback font; a single word that is too long is cut with an ellipsis.

    Examples
    --------
    >>> wrap("Anteil der Menschen ab 65 Jahren", 120, 15)
    ['Anteil der', 'Menschen ab 65', 'Jahren']
    """
    width /= 1.1
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
            continue
        while text_width(word, size, bold=bold) > width and len(word) > 2:
            word = word[:-2] + "…"
        lines.append(word)
    return lines


def _legend_width(description: MapDescription) -> float:
    labels = [row.label for row in description.legend] + [row.label for row in description.point_rows]
    longest = max(text_width(label, NAME_SIZE) for label in labels)
    heads = text_width(description.legend_unit, 14) + text_width(description.legend_regions, 14) - 60
    return min(28 + 10 + max(longest, heads) + 50 + 2 * LEGEND_PAD, 380)


def _rules(description: MapDescription) -> tuple[int, ...]:
    """Return the rows before which a line parts classes from the kinds of "no number"."""
    rows = description.legend
    return tuple(at for at in range(1, len(rows)) if rows[at].code not in LETTERS and rows[at - 1].code in LETTERS)


def _legend_height(description: MapDescription) -> float:
    return (
        38
        + LEGEND_ROW * len(description.legend)
        + 10 * len(_rules(description))
        + (14 if description.edge_before else 0)
        + (10 + LEGEND_ROW * len(description.point_rows) if description.point_rows else 0)
    )


def _legend(description: MapDescription, x: float, y: float, mark: str) -> str:
    width, height = _legend_width(description), _legend_height(description)
    right = x + width - LEGEND_PAD
    left = x + LEGEND_PAD
    parts = [
        f'<rect x="{x}" y="{y}" width="{width:.0f}" height="{height:.0f}" rx="8" fill="#fff" stroke="{tokens.RULE}"/>',
        f'<text x="{left}" y="{y + 24}" font-size="14" fill="{tokens.MUTED}">{escape(description.legend_unit)}</text>',
        f'<text x="{right:.0f}" y="{y + 24}" font-size="14" fill="{tokens.MUTED}" text-anchor="end">{escape(description.legend_regions)}</text>',
    ]
    rules, at = _rules(description), y + 33
    for position, row in enumerate(description.legend):
        if position in rules:
            parts.append(f'<path d="M{left} {at + 4:.0f}H{right:.0f}" stroke="{tokens.RULE}"/>')
            at += 10
        if row.code == description.edge_before:
            parts.append(
                f'<path d="M{left - 4} {at + 6:.0f}h36" stroke="#000" stroke-width="2"/><text x="{left + 38}" y="{at + 10.5:.1f}" font-size="13" font-weight="600">{escape(description.edge_label)}</text>'
            )
            at += 14
        parts.append(_legend_row(description, row, left, right, at, mark))
        at += LEGEND_ROW
    if description.point_rows:
        parts.append(f'<path d="M{left} {at + 4:.0f}H{right:.0f}" stroke="{tokens.RULE}"/>')
        parts.append(map_points.rows_svg(description.point_rows, left, right, at + 10, NAME_SIZE, LEGEND_ROW))
    return "".join(parts)


def _legend_row(description: MapDescription, row: LegendRow, left: float, right: float, y: float, mark: str) -> str:
    box = f'<rect x="{left + 0.5}" y="{y + 3.5:.1f}" width="27" height="17" stroke="{tokens.CONTROL}"'
    plain = description.colours[-2] if len(description.colours) > 1 else description.colours[0]
    fill = plain if row.code == "E" else description.colour(row.code) or f"url(#{mark}l{row.code})"
    stripes = f'{box} fill="url(#{mark}lE)"/>' if row.code == "E" else ""
    return (
        f'{box} fill="{fill}"/>{stripes}'
        f'<text x="{left + 38}" y="{y + 17:.1f}" font-size="{NAME_SIZE}">{escape(row.label)}</text>'
        f'<text x="{right:.0f}" y="{y + 17:.1f}" font-size="{NAME_SIZE}" font-weight="600" text-anchor="end">{formats.number(row.count)}</text>'
    )
