"""The similar places as HTML cards with a table, and as a picture to take home."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Final

from data.package import Package
from indicators.settlement import HIGH
from indicators.similarity import Alike, Neighbour
from indicators.similarity_features import CENTRE_GROUP, Feature
from views import similar_map, similar_words, svg
from views.compare_sheet import Cell, Drawn, Figure, Sheet, Table
from views.compare_view import sources, stem
from views.formats import number
from views.similar_found import HEADS, MISSING, UNSURE, UNSURE_NOTE, Found
from views.similar_map import Place, StateOutline
from views.wording import article_genitive

MARKS: Final = {Alike.VERY: 3, Alike.ALIKE: 2, Alike.FAR: 1}
"""Filled dots beside the word."""
LONG_NAME: Final = 24
NARROW_BELOW: Final = 760.0
SAFE: Final = 0.93
"""Part of a line that text may fill by estimate, for other fonts run wider."""


def subtitle(found: Found) -> str:
    """Say where was searched, and among how many."""
    features = found.model.features
    known = int((features["groesse"].value > 0).sum())
    if found.county_only:
        known = len(found.regions.municipalities)
        return f"Gesucht unter den {number(known)} Gemeinden {article_genitive(found.regions, found.regions.county)}"
    return f"Gesucht unter {number(known)} Gemeinden in {found.regions.name(found.regions.state)}"


# -- cards and table --------------------------------------------------------------------------------------------------


def html(found: Found, outline: StateOutline, centres: Sequence[Place]) -> str:
    """Write cards, map and table."""
    cards = "".join(_card(found, n) for n in found.neighbours)
    drawn = similar_map.map_svg(outline, places(found), centres, spoken(found))
    return (
        f'<section class="kp-sim"><h2 class="kp-sim-unseen">Die ähnlichsten Gemeinden</h2><div class="kp-sim-cards">{cards}</div>'
        f'<figure class="kp-sim-map">{drawn}<figcaption>Schwarz: {escape(found.name(found.region_id))}. Blau: die ähnlichen Gemeinden. '
        "Quadrate: Oberzentren.</figcaption></figure></section>"
        f'<section class="kp-sim-all"><h2>Zahlen nebeneinander</h2>{_table(found)}</section>'
    )


def _card(found: Found, neighbour: Neighbour) -> str:
    pair = found.pair(neighbour)
    why, other = (
        f"<p><b>{head}:</b> {escape(text)}</p>"
        for head, text in (
            ("Ähnlich", similar_words.why(pair, neighbour, found.weights)),
            ("Anders", similar_words.differences(pair, neighbour, found.weights)),
        )
    )
    missing = similar_words.left_out(neighbour, found.weights)
    skipped = f'<p class="kp-sim-quiet">{escape(missing)}</p>' if missing else ""
    return (
        f"<article><header><h3>{escape(pair.name)}</h3>{_class_html(neighbour.alike)}</header>"
        f'<p class="kp-sim-quiet">{escape(found.line(neighbour))}</p>{why}{other}{skipped}</article>'
    )


def _class_html(alike: Alike) -> str:
    full = MARKS[alike]
    dots = "●" * full + "○" * (3 - full)
    return f'<span class="kp-sim-class"><i aria-hidden="true">{dots}</i> {escape(alike.value)}</span>'


def _table(found: Found) -> str:
    """Write the figures of all places side by side; the head and the first column stay in sight."""
    name = found.name(found.region_id)
    heads = "".join(
        f'<th scope="col"{" class=here" if r == found.region_id else ""}>{escape(found.name(r))}</th>'
        for r in found.ids
    )
    rows = found.rows()
    shaky = any(count.endswith(UNSURE) for _, _, cells in rows for _, count in cells)
    note = f'<p class="kp-sub">{escape(UNSURE_NOTE)}</p>' if shaky else ""
    body = "".join(
        f'<tr><th scope="row"><b>{escape(head)}</b><span>{escape(when)}</span></th>'
        + "".join(
            f"<td{' class=here' if i == 0 else ''}><b>{escape(value)}</b><span>{escape(count)}</span></td>"
            for i, (value, count) in enumerate(cells)
        )
        + "</tr>"
        for head, when, cells in rows
    )
    caption = f"{name} und ähnliche Gemeinden: Werte und Anzahlen"
    return (
        f'<div class="kp-sim-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f'<caption class="kp-sim-unseen">{escape(caption)}</caption><thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table></div>{note}'
    )


# -- the map ----------------------------------------------------------------------------------------------------------


def places(found: Found) -> list[Place]:
    """Give the places for the map."""
    points = found.model.features.points[[found.at(r) for r in found.ids]]
    return [
        Place(map_name(found.name(r)), float(lon), float(lat), main=r == found.region_id)
        for r, (lon, lat) in zip(found.ids, points, strict=True)
    ]


def map_name(name: str) -> str:
    """Leave a long addition out of a name on the map.

    Examples
    --------
    >>> map_name("Weitenhagen (Vorpommern-Greifswald)"), map_name("Waren (Müritz)")
    ('Weitenhagen', 'Waren (Müritz)')
    """
    return name if len(name) <= LONG_NAME else name.split(" (")[0]


def centres_of(package: Package) -> list[Place]:
    """Give the Oberzentren of the state, for orientation."""
    known = package.centres
    inside = known[(known["level"] == HIGH) & known["region_id"].isin(package.regions.index)]
    columns = (inside["name"].astype(str), inside["lon"].astype(float), inside["lat"].astype(float))
    return [Place(name, lon, lat) for name, lon, lat in zip(*columns, strict=True)]


def spoken(found: Found) -> str:
    """Describe the map to those who cannot see it."""
    lines = [f"{found.name(n.region_id)}, {found.line(n)}" for n in found.neighbours]
    return f"Karte des Landes mit {found.name(found.region_id)} und den ähnlichen Gemeinden: {'; '.join(lines)}."


# -- to take home -----------------------------------------------------------------------------------------------------


def sheet(found: Found, outline: StateOutline, centres: Sequence[Place]) -> Sheet:
    """Make the picture and the table to take home."""
    return Sheet(
        found.finding,
        subtitle(found),
        (similar_words.weights_line(found.weights, found.model.features.missing), similar_words.classes_line()),
        sources(found.source_ids()),
        stem("aehnliche-gemeinden", found.name(found.region_id)),
        lambda width: _draw(found, outline, centres, width),
        lambda: table(found),
    )


def _draw(found: Found, outline: StateOutline, centres: Sequence[Place], width: float) -> Drawn:
    """Lay out the map beside the places, or above them in a narrow picture."""
    beside = width >= NARROW_BELOW
    shrunk = min(1.0, width / similar_map.WIDTH)
    x, y = (similar_map.WIDTH + 30, 16.0) if beside else (0.0, outline.height * shrunk + 30)
    drawing = similar_map.body(outline, places(found), centres)
    parts: list[svg.Markup] = [svg.group(drawing, transform=f"scale({svg.num(shrunk)})")]
    for neighbour in found.neighbours:
        pair = found.pair(neighbour)
        lines = (
            (f"{pair.name} – {neighbour.alike.value}", True),
            (found.line(neighbour), False),
            (f"Ähnlich: {similar_words.why(pair, neighbour, found.weights)}", False),
            (f"Anders: {similar_words.differences(pair, neighbour, found.weights)}", False),
        )
        for text, bold in lines:
            drawn, y = svg.paragraph(text, x, y, (width - x) * SAFE, size=15, bold=bold)
            parts.append(drawn)
        y += 10
    return Drawn(svg.join(parts), max(y, outline.height), spoken(found))


def table(found: Found) -> Table:
    """Give all figures as a table: one row per place; numbers as numbers, their counts in columns of their own."""
    classes = ["", *(n.alike.value for n in found.neighbours)]
    columns: dict[str, list[Cell]] = {
        "Gemeinde": [found.name(r) for r in found.ids],
        "Gehört zu": [found.where(r) for r in found.ids],
        "Ähnlichkeit": list(classes),
    }
    for feature in found.model.features.features:
        columns |= _columns(found, feature)
    columns["Art des Ortes (abgeleitet)"] = [found.model.features.types[found.at(r)].value for r in found.ids]
    return Table(tuple(columns), tuple(zip(*columns.values(), strict=True)))


def _columns(found: Found, feature: Feature) -> dict[str, list[Cell]]:
    """Give the columns of one feature: value, and what stands behind it."""
    places, head = [found.at(r) for r in found.ids], HEADS[feature.id]
    signed, centre = feature.id == "entwicklung", feature.group == CENTRE_GROUP
    decimals = 0 if feature.id in ("groesse", "dichte") else 1
    unit = "km" if centre else "" if decimals == 0 else "%"
    first = f"{head} ({', '.join(part for part in (unit, found.when(feature)) if part)})"
    columns = {first: _figures([float(feature.value[i]) for i in places], decimals, signed=signed)}
    if centre:
        return columns | {f"{head}: nach": [feature.names[i] for i in places]}
    if decimals == 0:
        return columns
    top, bottom = ([float(counts[i]) for i in places] for counts in (feature.numerator, feature.denominator))
    if signed:
        now = [a + b for a, b in zip(top, bottom, strict=True)]
        return columns | {f"{head}: vorher": _figures(bottom), f"{head}: nachher": _figures(now)}
    return columns | {f"{head}: Anzahl": _figures(top), f"{head}: von": _figures(bottom)}


def _figures(values: Sequence[float], decimals: int = 0, *, signed: bool = False) -> list[Cell]:
    return [MISSING if math.isnan(v) else Figure(v, decimals, signed) for v in values]
