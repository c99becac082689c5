"""Suggestions for the message of a scene: the sentences the figures carry, found by the same rules as on the other pages."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from data.schema import Level
from indicators.reliability import Difference
from views import age_findings, filterbar, resources, sentences
from views.formats import enumeration
from views.live import stage_compare, stage_map, stage_pyramid
from views.wording import article_dative, wording
from workshop.events import Suggested
from workshop.records import Event

MOST: Final = 4
GOOD_LENGTH: Final = 70
ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "frage": ("Was hält Sie hier – und was fehlt Ihnen?", "Was fehlt Ihnen im Alltag am meisten?", "Was soll in zehn Jahren anders sein?"),
    "ideen": ("Was sollte es hier geben, was es heute nicht gibt?", "Was brauchen junge Menschen, um zu bleiben?", "Was packen wir selbst an?"),
    "abstimmung": ("Was ist Ihnen am wichtigsten?", "Womit fangen wir an?"),
    "notiz": ("Willkommen zur Zukunftswerkstatt", "Zehn Minuten Pause", "Danke – und so geht es weiter"),
}  # fmt: skip
_TAIL: Final = re.compile(r"\s\([^()]*\)\.?$")


def messages(sort: str, detail: Mapping[str, Any]) -> list[str]:
    """Suggest messages for a scene; nothing where its content is not chosen yet or carries no sentence."""
    if sort in ASKED:
        return list(ASKED[sort])
    found = SPEAKERS[sort](dict(detail))
    return list(dict.fromkeys(text.rstrip(".") for text in found if text))[:MOST]


def _map(detail: dict[str, Any]) -> list[str]:
    content = stage_map.Content.of(detail)
    view = stage_map.view_of(content) if content else None
    if content is None or view is None:
        return []
    regions = resources.evaluator().regions
    row = resources.rows().at(view.indicator, view.moment, content.region_id)
    own = "" if math.isnan(row["value"]) else _TAIL.sub("", sentences.value_sentence(regions, view.indicator, row))
    return [view.finding, own] if content.region_id == regions.county else [own, view.finding]


def _pyramid(detail: dict[str, Any]) -> list[str]:
    chosen = stage_pyramid.content(detail)
    picture = stage_pyramid.picture_of(*chosen) if chosen else None
    return [found.text for found in age_findings.findings(picture)] if picture else []


def _compared(detail: dict[str, Any]) -> list[str]:
    chosen = stage_compare.content(detail)
    line = stage_compare.line_of(*chosen) if chosen else None
    if line is None:
        return []
    regions = resources.evaluator().regions
    where, found = article_dative(regions, str(line.benchmark["region_id"])), []
    for side, word in ((Difference.HIGHER, "höher"), (Difference.LOWER, "niedriger")):
        names = [
            wording(regions, str(row["region_id"])).name for at, row in enumerate(line.cells) if line.found(at) is side
        ]
        if names:
            found.append(
                f"{line.label}: in {enumeration(names)} {word} als {where}"
                if _plain(names)
                else f"{line.label}: {enumeration(names)} {word} als {where}"
            )
    first = line.cells[0]
    if not math.isnan(first["value"]):
        found.append(_TAIL.sub("", sentences.value_sentence(regions, line.indicator, first)))
    return found or [f"{line.label}: kein sicherer Unterschied zum Landkreis"]


def _plain(names: Sequence[str]) -> bool:
    """Tell whether names stand behind "in" without an article."""
    return not any(name.startswith(("Planungsregion", "Amt ", "Landkreis", "Mittelbereich")) for name in names)


SPEAKERS: Final[Mapping[str, Callable[[dict[str, Any]], list[str]]]] = {
    "karte": _map,
    "pyramide": _pyramid,
    "vergleich": _compared,
}


# -- the usual evening -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=40)
def pictures(region_id: str) -> dict[str, Suggested]:
    """Suggest map, pyramid and comparison for an evening of a region, each with the first sentence it carries."""
    regions = resources.evaluator().regions
    indicator = filterbar.DEFAULT_INDICATOR
    contents: dict[str, dict[str, Any]] = {
        "karte": {
            "indicator_id": indicator,
            "region_id": region_id,
            "level": str(Level.GEMEINDE),
            "near": region_id != regions.county,
        },
        "pyramide": {"region_id": region_id, "benchmark_id": regions.county},
        "vergleich": {"indicator_id": telling(region_id), "region_ids": [region_id, *largest(region_id)]},
    }
    spoken = {sort: messages(sort, detail) for sort, detail in contents.items()}
    return {sort: Suggested(spoken[sort][0], detail) for sort, detail in contents.items() if spoken[sort]}


def largest(region_id: str, many: int = 4) -> list[str]:
    """List the largest municipalities of a region."""
    people, moments = resources.catalogue()["einwohner"], resources.rows().moments(resources.catalogue()["einwohner"])
    inside = [r for r in resources.evaluator().regions.members(region_id) if r != region_id]
    known = {r: resources.rows().at(people, moments[-1], r)["value"] for r in inside}
    return sorted((r for r in inside if not math.isnan(known[r])), key=lambda r: -known[r])[:many]


def telling(region_id: str) -> str:
    """Find an indicator in which a region surely differs from the county: the first of the profile besides the usual one."""
    catalogue = resources.catalogue()
    for indicator in catalogue.indicators.values():
        if indicator.profile and indicator.kind in ("share", "rate") and indicator.id != filterbar.DEFAULT_INDICATOR:
            line = stage_compare.line_of(indicator.id, (region_id,))
            if line is not None and line.found(0) in (Difference.HIGHER, Difference.LOWER):
                return indicator.id
    return filterbar.DEFAULT_INDICATOR


def where(event: Event) -> str:
    """Put an evening's region into a sentence."""
    regions = resources.evaluator().regions
    return wording(regions, event.region_id).where if regions.exists(event.region_id) else "bei uns"
