"""The scene "Altersaufbau": the pyramid of a place, large, with the comparison as a line."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from views import age_data, age_findings, layout, resources, sentences
from views.age_data import AgeView
from views.age_structure import Pyramid, Unit, note
from views.formats import number
from views.live.stage_parts import Drawn, gap
from views.pyramid import pyramid_svg
from views.svg import Markup, tag
from views.wording import wording

WIDTH, HEIGHT = 360, 326
"""Drawn small and shown 2.8 times as large, so that ages of 15 px stand there with 42 px."""
OWN_STYLE: Final = ' style="max-width:100%;height:auto;display:block"'
"""The drawing's own style, which the stage's policy forbids; its style sheet does the same."""


def content(detail: dict[str, Any]) -> tuple[str, str] | None:
    """Read place and comparison; nothing where the package does not have the place."""
    regions = resources.evaluator().regions
    region, other = str(detail.get("region_id", "")), str(detail.get("benchmark_id", ""))
    if not regions.exists(region):
        return None
    return region, other if regions.exists(other) else regions.county


@lru_cache(maxsize=100)
def view_of(region_id: str, benchmark_id: str) -> AgeView | None:
    """Give the newest ages with women and men, as the page Altersaufbau opens with them; nothing where none are published."""
    evaluator = resources.evaluator()
    known = age_data.age_moments(evaluator, resources.catalogue(), region_id)
    if not known:
        return None
    return age_data.age_view(evaluator, region_id, benchmark_id, age_data.preferred(evaluator, region_id, known))


def picture_of(region_id: str, benchmark_id: str) -> Pyramid | None:
    """Describe the picture: heads where few people live, else per 1.000; a place is not compared with itself."""
    view = view_of(region_id, benchmark_id)
    if view is None:
        return None
    unit: Unit = "heads" if view.place.total < age_findings.SMALL_PLACE else "share"
    return Pyramid(view.place, None if region_id == benchmark_id else view.comparison, unit)


@lru_cache(maxsize=100)
def draw(region_id: str, benchmark_id: str) -> Drawn:
    """Draw the scene."""
    view, picture = view_of(region_id, benchmark_id), picture_of(region_id, benchmark_id)
    place = wording(resources.evaluator().regions, region_id)
    if view is None or picture is None:
        return Drawn(gap(f"Für {place.whom} sind keine Altersangaben veröffentlicht."))
    found = age_findings.findings(picture)
    drawn = pyramid_svg(picture, WIDTH, HEIGHT, highlight=found[0].bands if found else ())
    source = f"{sentences.moment_with_base(view.moment)} · {layout.sources_text(resources.package().sources, view.source_ids)}"
    return Drawn(drawn.replace(OWN_STYLE, "", 1), _remark(picture), source, said(picture, place.name))


def said(picture: Pyramid, name: str) -> str:
    """Say how many people they are, and the heads behind the most striking finding."""
    found = age_findings.findings(picture)
    lines = [f"{name}: {number(picture.place.total)} Menschen."]
    if found and found[0].detail:
        lines.append(f"{found[0].detail}.")
    return "\n".join(lines)


def _remark(picture: Pyramid) -> Markup:
    return tag("p", note(picture), class_="remark")
