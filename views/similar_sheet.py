"""The similar places as HTML cards with a table, and as a picture to take home."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd

from data.package import Package
from indicators.settlement import HIGH
from indicators.similarity import Alike, Neighbour
from views import similar_map, similar_words, svg
from views.compare_sheet import Drawn, Sheet, Table
from views.compare_view import sources, stem
from views.formats import number
from views.similar_found import UNSURE, UNSURE_NOTE, Found
from views.similar_map import Place, StateOutline
from views.wording import article_genitive

MARKS: Final = {Alike.VERY: 3, Alike.ALIKE: 2, Alike.FAR: 1}
"""Filled dots beside the word."""
LONG_NAME: Final = 24
NARROW_BELOW: Final = 760.0


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
        f'<section class="kp-sim"><div class="kp-sim-cards">{cards}</div>'
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
    x, y = (similar_map.WIDTH + 30, 16.0) if beside else (0.0, outline.height + 30)
    parts: list[svg.Markup] = [similar_map.body(outline, places(found), centres)]
    for neighbour in found.neighbours:
        pair = found.pair(neighbour)
        lines = (
            (f"{pair.name} – {neighbour.alike.value}", True),
            (found.line(neighbour), False),
            (f"Ähnlich: {similar_words.why(pair, neighbour, found.weights)}", False),
            (f"Anders: {similar_words.differences(pair, neighbour, found.weights)}", False),
        )
        for text, bold in lines:
            drawn, y = svg.paragraph(text, x, y, width - x, size=15, bold=bold)
            parts.append(drawn)
        y += 10
    return Drawn(svg.join(parts), max(y, outline.height), spoken(found))


def table(found: Found) -> Table:
    """Give all figures as a table: one row per place, value and count in columns of their own."""
    rows = found.rows()
    heads = ["Gemeinde", "Gehört zu", "Ähnlichkeit"]
    for head, note, _ in rows:
        when = note.removesuffix(" · zählt hier nicht")
        heads += [f"{head} ({when})", f"{head}: Anzahl"]
    classes = ["", *(n.alike.value for n in found.neighbours)]
    lines = [
        (found.name(r), found.where(r), classes[i], *(text for _, _, cells in rows for text in cells[i]))
        for i, r in enumerate(found.ids)
    ]
    frame = pd.DataFrame(lines, columns=heads)
    kept = [c for c in heads if (frame[c] != "").any()]
    return Table(tuple(kept), tuple(tuple(row) for row in frame[kept].itertuples(index=False, name=None)))
