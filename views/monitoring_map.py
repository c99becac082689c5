"""The map of Status × Dynamik: four colours for the Status, a triangle where the need grows or shrinks against the county."""

from __future__ import annotations

from collections import Counter
from typing import Final

from data.schema import Level
from indicators.monitoring.classes import DynamicClass, StatusClass
from indicators.monitoring.columns import Gap
from indicators.monitoring.field import Field, Place
from indicators.regions import LEVEL_NAMES
from views import monitoring_words as words
from views import tokens
from views.formats import number
from views.geometry import GeometryPayload
from views.map_description import LETTERS, LegendRow, MapDescription
from views.map_points import MapPoint, PointRow

COLOURS: Final = tuple(tokens.SEQUENTIAL[at] for at in (0, 1, 3, 4))
GAP_LETTERS: Final = {Gap.SMALL_PLACE: "k", Gap.SMALL_FIGURE: "k", Gap.UNSURE: "k", Gap.SECRET: "s"}
GAP_WORDS: Final = {"k": "zu klein oder unsicher", "s": "geheim", "n": "keine Angabe"}
SIGNS: Final = {
    "auf": "entwickelt sich ungünstiger",
    "auf_offen": "ungünstiger, unsicher",
    "ab": "entwickelt sich günstiger",
    "ab_offen": "günstiger, unsicher",
}
NAMES: Final = 12


def describe(
    found: Field, payload: GeometryPayload, *, title: str, subtitle: str, source: str, selected: str | None
) -> MapDescription:
    """Describe the map.

    Parameters
    ----------
    found : Field
        All regions of the payload's level.
    payload : GeometryPayload
        Their shapes.
    title, subtitle, source : str
        What stands above and below.
    selected : str | None
        The region that is outlined.
    """
    places = [found.places[region] for region in payload.ids]
    codes = "".join(letter(place) for place in places)
    points = tuple(p for at, place in enumerate(places) if (p := _point(place, payload, at)) is not None)
    return MapDescription(
        geometry_key=payload.key, level=payload.level, region_ids=payload.ids, codes=codes,
        fields=tuple("" if p.status.code is None else number(p.status.value, 1, signed=True) for p in places),
        pattern="Index {0}", colours=COLOURS, legend=_legend(codes), title=title, subtitle=subtitle, source=source,
        legend_unit="Bedarf", legend_regions="Gemeinden" if found.level == Level.GEMEINDE else "Gebiete",
        label_order=_names(places, payload, selected), selected=payload.index.get(selected or ""),
        notes={at: note(place) for at, place in enumerate(places)}, points=points, point_rows=_rows(points),
    )  # fmt: skip


def letter(place: Place) -> str:
    """Give a place's letter: the Status class, or the kind of gap."""
    if place.status.code is not None:
        return LETTERS[place.status.code]
    return GAP_LETTERS.get(place.status.gap, "n") if place.status.gap else "n"


def note(place: Place) -> str:
    """Write what the map says of a place: class, how sure, development."""
    status = place.status
    if status.code is None:
        return f"keine Klasse – {words.gap(status)}"
    told, name = words.STATUS[StatusClass(status.code)]
    parts = [f"{told} ({name})" + ("" if status.sure else ", Klasse unsicher")]
    if place.dynamic.code is not None:
        how, dynamic = words.DYNAMIC[DynamicClass(place.dynamic.code)]
        parts.append(f"Entwicklung {how} ({dynamic})" + ("" if place.dynamic.sure else ", unsicher"))
    return " · ".join(parts)


def sign(place: Place) -> str:
    """Name the sign of a place's development; none where it is stable or not known, or where there is no class."""
    code = place.dynamic.code
    if place.status.code is None or code is None or code == DynamicClass.STABLE:
        return ""
    return ("auf" if code == DynamicClass.NEGATIVE else "ab") + ("" if place.dynamic.sure else "_offen")


def _point(place: Place, payload: GeometryPayload, at: int) -> MapPoint | None:
    drawn = sign(place)
    return MapPoint(place.region_id, *payload.anchors[at], drawn, payload.names[at], note(place)) if drawn else None


def _rows(points: tuple[MapPoint, ...]) -> tuple[PointRow, ...]:
    counts = Counter(p.sign for p in points)
    return tuple(PointRow(code, label, counts[code]) for code, label in SIGNS.items() if counts[code])


def _legend(codes: str) -> tuple[LegendRow, ...]:
    counts = Counter(codes)
    rows = [LegendRow(LETTERS[code], label, counts[LETTERS[code]]) for code, (label, _) in words.STATUS.items()]
    return (*rows, *(LegendRow(code, label, counts[code]) for code, label in GAP_WORDS.items() if counts[code]))


def _names(places: list[Place], payload: GeometryPayload, selected: str | None) -> tuple[int, ...]:
    """Name the chosen place and the largest ones."""
    by_people = sorted(range(len(places)), key=lambda at: -places[at].people)
    chosen = payload.index.get(selected or "")
    return tuple(dict.fromkeys([*([] if chosen is None else [chosen]), *by_people]))[:NAMES]


def level_words(found: Field) -> str:
    """Name the level for the line below the title."""
    return LEVEL_NAMES[found.level][1]
