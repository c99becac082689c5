"""The field of twelve: Status in rows, Dynamik in columns, each with the number of places and of the people who live there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from data.schema import Level
from indicators.monitoring.classes import DynamicClass, StatusClass
from indicators.monitoring.field import Field, Place
from indicators.regions import LEVEL_NAMES, Regions
from views import monitoring_words as words
from views.formats import number, sort_key

Key = tuple[int, int | None]


@dataclass(frozen=True)
class Box:
    """One field: the places in it, their people, and how many of them are classed surely on both scales."""

    key: Key
    places: tuple[Place, ...]

    @property
    def people(self) -> float:
        """Count the people who live in these places."""
        return sum(p.people for p in self.places)

    @property
    def sure(self) -> int:
        """Count the places that are classed surely; a stable development claims nothing and need not be sure."""
        return sum(
            p.status.sure and (p.dynamic.sure or p.dynamic.code in (None, DynamicClass.STABLE)) for p in self.places
        )

    @property
    def name(self) -> str:
        """Name the field as planners do: "Status niedrig, Dynamik stabil"."""
        status = words.STATUS[StatusClass(self.key[0])][1]
        dynamic = words.NO_DYNAMIC[1] if self.key[1] is None else words.DYNAMIC[DynamicClass(self.key[1])][1]
        return f"{status}, {dynamic}"


def boxes(found: Field, regions: Regions) -> dict[Key, Box]:
    """Sort the places into the twelve fields, and those without a Dynamik into a thirteenth column; names in alphabetical order."""
    keys: list[Key] = [(s, d) for s in StatusClass for d in (*DynamicClass, None)]
    ordered = sorted(found.places.values(), key=lambda p: sort_key(regions.name(p.region_id)))
    sorted_in = {
        key: tuple(p for p in ordered if p.status.code is not None and (p.status.code, p.dynamic.code) == key)
        for key in keys
    }
    return {key: Box(key, places) for key, places in sorted_in.items()}


def columns(found: Mapping[Key, Box]) -> list[int | None]:
    """List the columns that are shown: the three of the Dynamik, and the one without where it is needed."""
    without = any(box.places for key, box in found.items() if key[1] is None)
    known = any(box.places for key, box in found.items() if key[1] is not None)
    return [*(DynamicClass if known or not without else ()), *([None] if without else [])]


def grid_html(found: Field, regions: Regions, chosen: Place | None) -> str:
    """Write the field as a table; on a phone its rows become lists."""
    made = boxes(found, regions)
    shown = columns(made)
    heads = "".join(f'<th scope="col">{_head(code)}</th>' for code in shown)
    rows = "".join(
        f'<tr><th scope="row" class="s{int(status)}">{_two((words.STATUS_SHORT[status], words.STATUS[status][1]))}</th>'
        f"{''.join(_cell(made[status, code], regions, chosen) for code in shown)}</tr>"
        for status in StatusClass
    )
    caption = f"{escape(found.index.title)}: Bedarf heute (Zeilen), Entwicklung gegenüber dem Landkreis (Spalten). Anzahl der {escape(_many(found.level))}, darunter die Menschen"
    return (
        f'<table class="kp-mo-grid"><caption>{caption}</caption><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="kp-small">{escape(without_class(found))}</p>'
    )


def _head(code: int | None) -> str:
    if code is None:
        return _two(words.NO_DYNAMIC)
    return _two((words.DYNAMIC_SHORT[DynamicClass(code)], words.DYNAMIC[DynamicClass(code)][1]))


def _two(pair: tuple[str, str]) -> str:
    return f"<b>{escape(pair[0])}</b><span>{escape(pair[1])}</span>"


def _cell(box: Box, regions: Regions, chosen: Place | None) -> str:
    """Write one field: number of places, people, how many unsure, and the chosen place by name."""
    label = "" if box.key[1] is None else words.DYNAMIC[DynamicClass(box.key[1])][1]
    if not box.places:
        return f'<td class="none" data-l="{escape(label or words.NO_DYNAMIC[1])}"><span>–</span></td>'
    unsure = len(box.places) - box.sure
    told = f"<b>{number(len(box.places))}</b><span>{number(box.people)} Menschen</span>"
    told += f"<span>{number(unsure)} unsicher</span>" if unsure else ""
    here = chosen is not None and any(p.region_id == chosen.region_id for p in box.places)
    told += f"<em>{escape(regions.name(chosen.region_id))}</em>" if here and chosen is not None else ""
    return f'<td class="{"here" if here else ""}" data-l="{escape(label or words.NO_DYNAMIC[1])}">{told}</td>'


def _many(level: Level) -> str:
    return LEVEL_NAMES[level][1]


def without_class(found: Field) -> str:
    """Count the places without a class, by reason."""
    reasons: dict[str, int] = {}
    for place in found.places.values():
        if place.status.code is None:
            reasons[words.gap(place.status)] = reasons.get(words.gap(place.status), 0) + 1
    total = sum(reasons.values())
    if not total:
        return "Alle Gebiete haben eine Klasse."
    told = "; ".join(
        f"{number(count)} × {reason}" for reason, count in sorted(reasons.items(), key=lambda pair: -pair[1])
    )
    return f"Ohne Klasse: {number(total)} von {number(len(found.places))} ({told})."
