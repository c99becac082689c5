"""The scene "Karte": the static map with a few names, the chosen places outlined, its legend in type for six metres."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from data.schema import Level
from indicators.catalogue import ALL_AGES
from indicators.regions import group_id
from indicators.rows import Row
from views import formats, layout, map_view, resources, sentences
from views.live.stage_parts import Drawn, gap
from views.map_description import LETTERS, LegendRow, MapDescription
from views.map_names import path_points
from views.map_svg import HATCHES, map_svg
from views.map_view import View
from views.state import Selection
from views.svg import Markup, join, key_of, rect, tag
from views.tokens import CONTROL, WHITE
from views.wording import wording

WIDTH, HEIGHT = 354, 326
"""Drawn small and shown 2.8 times as large, so that names of 15 px stand there with 42 px."""
MOST_NAMES: Final = 5
MOST_NAMES_NEAR: Final = 7
NEAREST: Final = 0.3
"""How much of the county's longer side stays in sight however small the place in focus is: a village with those around it."""
AROUND: Final = 0.06
"""What is left free around a region that the map is cut to, as a share of its longer side."""
MOST_PLACES: Final = 3
UNSURE: Final = "zu klein, unsicher"
BOUNDARIES: Final = "© GeoBasis-DE / BKG (2025)"


@dataclass(frozen=True)
class Content:
    """What a map scene shows: indicator, region in focus, level, places to be outlined besides, and whether it comes near the region."""

    indicator_id: str
    region_id: str
    level: Level
    place_ids: tuple[str, ...] = ()
    near: bool = False

    @classmethod
    def of(cls, detail: dict[str, Any]) -> Content | None:
        """Read a scene's content; nothing where it names what this package does not have."""
        regions, catalogue = resources.evaluator().regions, resources.catalogue()
        indicator, region = str(detail.get("indicator_id", "")), str(detail.get("region_id", ""))
        known = {str(level) for level in Level}
        if indicator not in catalogue.indicators or not regions.exists(region):
            return None
        level = str(detail.get("level", "")) or str(Level.GEMEINDE)
        places = tuple(p for p in map(str, detail.get("place_ids", ())) if regions.exists(p))[:MOST_PLACES]
        near = detail.get("near") is True and region != regions.county
        return cls(indicator, region, Level(level) if level in known else Level.GEMEINDE, places, near)


@lru_cache(maxsize=100)
def view_of(content: Content) -> View | None:
    """Make the map's figures, classes and words; nothing where the level has no figures."""
    indicator = resources.catalogue()[content.indicator_id]
    found = map_view.moments(indicator.id, content.level, indicator.band, "t")
    if not found:
        return None
    county = resources.evaluator().regions.county
    chosen = Selection(content.region_id, ALL_AGES, "t", county, indicator.id, content.level)
    return map_view.build(indicator, found[-1], chosen, next(iter(map_view.METHODS)), "", show_small=False)


@lru_cache(maxsize=100)
def draw(content: Content) -> Drawn:
    """Draw the scene."""
    view, indicator = view_of(content), resources.catalogue()[content.indicator_id]
    if view is None:
        return Drawn(gap(f"{indicator.short}: Für diese Ebene sind keine Zahlen veröffentlicht."))
    described = _outlined(view, content)
    payload = replace(resources.geometry(content.level), context_labels=(), box=frame_of(content))
    picture = map_svg(described, payload, WIDTH, HEIGHT, False, borders=False, context=False)
    key = legend(counted(described, content), indicator.short, indicator.unit)
    return Drawn(picture, key, source_of(view), said(view, content))


def frame_of(content: Content) -> tuple[int, int, int, int]:
    """Give what of the drawing board is in sight: all regions, or the region in focus with what lies around it.

    Returns
    -------
    tuple[int, int, int, int]
        Left, top, right and bottom in drawing units.
    """
    whole, municipalities = resources.geometry(content.level).box, resources.geometry(Level.GEMEINDE)
    inside = [municipalities.index[r] for r in resources.evaluator().regions.members(content.region_id)]
    if not (content.near and inside):
        return whole
    points = path_points("".join(municipalities.paths[at] for at in inside))
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    size, county = max(right - left, bottom - top), max(whole[2] - whole[0], whole[3] - whole[1])
    free = round(max(AROUND * size, (NEAREST * county - size) / 2))
    return left - free, top - free, right + free, bottom + free


def counted(described: MapDescription, content: Content) -> MapDescription:
    """Let the legend count what the map is about: the regions inside the line where it came near one, else those of the whole county."""
    if not content.near:
        return described
    index = resources.geometry(content.level).index
    codes = [described.codes[index[r]] for r in resources.evaluator().regions.members(content.region_id) if r in index]
    if not described.outlines or not codes:
        return replace(described, legend_regions=f"{described.legend_regions}\nim Kreis")
    count = Counter(code.lower() for code in codes) + Counter(E=sum(map(str.isupper, codes)))
    rows = tuple(replace(row, count=count[row.code]) for row in described.legend)
    return replace(described, legend=rows, legend_regions=f"{described.legend_regions},\numrandet")


def _outlined(view: View, content: Content) -> MapDescription:
    """Outline what is spoken of, and name a few places: those outlined, then the largest of the region or, around a single place, in sight."""
    regions, described = resources.evaluator().regions, view.description
    index = resources.geometry(content.level).index
    wanted = [*content.place_ids, content.region_id]
    marked = tuple(dict.fromkeys(index[r] for r in wanted if r in index))
    around = [r for r in wanted if r not in index and r != regions.county and regions.members(r)]
    people = dict(zip(view.frame["region_id"], view.frame["population"], strict=True))
    known = set(regions.members(content.region_id))
    if len(known) < 2:
        known = _in_sight(content)
    near = sorted((r for r in index if r in known), key=lambda r: -_people(people.get(r)))
    names = dict.fromkeys([*marked, *(index[r] for r in near)])
    return replace(
        described, selected=None, marked=marked, outlines=tuple(filter(None, map(area_path, around))),
        label_order=tuple(names)[: MOST_NAMES_NEAR if content.near else MOST_NAMES],
    )  # fmt: skip


def _in_sight(content: Content) -> set[str]:
    """Find the regions whose middle lies in the part of the map that is shown."""
    payload, (left, top, right, bottom) = resources.geometry(content.level), frame_of(content)
    middles = zip(payload.ids, payload.anchors, strict=True)
    return {region for region, (x, y) in middles if left <= x <= right and top <= y <= bottom}


def _people(count: Any) -> float:
    return 0.0 if count is None or math.isnan(float(count)) else float(count)


def area_path(region_id: str) -> str:
    """Give the outline of a larger area on the board that all levels share; empty where it has none of its own."""
    regions = resources.evaluator().regions
    level = regions.level(region_id)
    if region_id not in regions.at_level(level):
        return ""
    payload = resources.geometry(level)
    return payload.paths[payload.index[region_id]] if region_id in payload.index else ""


def source_of(view: View) -> str:
    """Say date, census base and where the figures come from."""
    return f"{sentences.moment_with_base(view.moment)} · {layout.sources_text(resources.package().sources, resources.sources_of(view.frame))} · {BOUNDARIES}"


def said(view: View, content: Content) -> str:
    """Say the figure of the places outlined, together, and of the county; heads alone where it is too small."""
    regions, indicator, rows = resources.evaluator().regions, view.indicator, resources.rows()
    lines = []
    if places := _places(content):
        one = places[0] if len(places) == 1 else group_id(places)
        name = formats.enumeration([wording(regions, r).name for r in places])
        lines.append(_figure(name, rows.at(indicator, view.moment, one), view))
    county = rows.at(indicator, view.moment, regions.county)
    if indicator.kind != "count" and not math.isnan(county["value"]):
        lines.append(_figure("Im ganzen Landkreis", county, view))
    return "\n".join(lines)


def _places(content: Content) -> list[str]:
    """List what is spoken of: the places chosen besides, else the region in focus; the county is said anyway."""
    regions = resources.evaluator().regions
    return [r for r in content.place_ids or (content.region_id,) if r != regions.county and regions.members(r)]


def _figure(name: str, row: Row, view: View) -> str:
    if math.isnan(row["value"]):
        return f"{name}: {sentences.GAPS[row['status']].word}."
    count = sentences.count_text(view.indicator, row)
    if sentences.is_small(view.indicator, row):
        return f"{name}: {count or sentences.value_text(view.indicator, row['value'])} – zu klein zum Urteilen."
    value = sentences.value_phrase(view.indicator, row["value"])
    return f"{name}: {value}{f' ({count})' if count else ''}."


# -- the legend --------------------------------------------------------------------------------------------------------


def legend(described: MapDescription, title: str, unit: str) -> Markup:
    """Write the legend: swatch, class, number of regions."""
    sign = "\u00a0%" if unit == "%" else ""
    named = f"{title}, {unit}" if unit and not sign and unit not in title else title
    head = tag("tr", tag("th", named, scope="col", colspan="2"), tag("th", described.legend_regions, scope="col"))
    rows = [_row(described, row, sign) for row in described.legend]
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="legend")


def _row(described: MapDescription, row: LegendRow, sign: str) -> Markup:
    label = UNSURE if row.code == "k" else row.label
    words = label + (sign if row.code in LETTERS and any(c.isdigit() for c in label) else "")
    edge = "edge" if row.code == described.edge_before else None
    return tag(
        "tr", tag("td", _swatch(described, row.code), class_="swatch"), tag("th", words, scope="row"),
        tag("td", formats.number(row.count), class_="count"), class_=edge,
    )  # fmt: skip


def _swatch(described: MapDescription, code: str) -> Markup:
    """Draw the box of a legend's row, with the hatch of its kind of "no number"."""
    plain = described.colours[-2] if len(described.colours) > 1 else described.colours[0]
    fill = plain if code == "E" else described.colour(code)
    box: dict[str, Any] = {"stroke": CONTROL, "stroke_width": 1}
    parts: Sequence[Markup] = [rect(0.5, 0.5, 33, 21, fill=fill or WHITE, **box)]
    if code not in LETTERS:
        key = key_of(described.geometry_key, described.codes, code)
        parts = [tag("defs", _pattern(key, code)), *parts, rect(0.5, 0.5, 33, 21, fill=f"url(#{key})", **box)]
    return tag("svg", join(parts), viewBox="0 0 34 22", width="34", height="22", aria_hidden="true")


def _pattern(key: str, code: str) -> Markup:
    size, path, colour, line = HATCHES[code]
    cap = "round" if code == "k" else "butt"
    ink = tag("path", d=path, fill="none", stroke=colour, stroke_width=line, stroke_linecap=cap)
    return tag("pattern", ink, id=key, width=size, height=size, patternUnits="userSpaceOnUse")
