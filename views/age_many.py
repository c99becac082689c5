"""Many age pictures at once: all Ämter and planning regions on one axis, and the course of each phase of life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from data.schema import Level, Status
from indicators.ages import Band
from indicators.catalogue import Catalogue
from indicators.evaluate import Evaluator, Moment
from indicators.regions import LEVEL_NAMES
from views.age_data import age_view
from views.age_structure import Pyramid, axis_max
from views.pyramid import pyramid_svg
from views.state import region_label
from views.trend import Series

WIDTH, HEIGHT = 250, 220
COURSES: Final[tuple[tuple[str, Band], ...]] = (
    ("Kinder unter 10", (0, 10)),
    ("Jugendliche, 10 bis 19", (10, 20)),
    ("Junge Erwachsene, 20 bis 29", (20, 30)),
    ("Mittlere Jahre, 30 bis 49", (30, 50)),
    ("Späte Berufsjahre, 50 bis 64", (50, 65)),
    ("Ruhestand, 65 bis 74", (65, 75)),
    ("Hohes Alter, 75 und älter", (75, 200)),
)
FEWEST_DATES: Final = 4
"""A course needs at least so many dates; fewer are stations, not a course."""


@dataclass(frozen=True)
class Small:
    """One small picture with the region it stands for."""

    region_id: str
    level: str
    name: str
    drawing: str


def small_multiples(evaluator: Evaluator, moment: Moment) -> list[tuple[str, list[Small]]]:
    """Draw all planning regions and all Ämter at a time on one common axis; levels without ages are left out."""
    return _small_multiples(evaluator, str(evaluator.package.folder), moment)


@st.cache_data(max_entries=16, show_spinner=False)
def _small_multiples(_evaluator: Evaluator, package: str, moment: Moment) -> list[tuple[str, list[Small]]]:
    levels = (Level.PLANUNGSREGION, Level.AMT)
    pictures = {level: _pictures(_evaluator, level, moment) for level in levels}
    every = [picture for found in pictures.values() for picture in found.values()]
    if not every:
        return []
    end = axis_max(every)
    return [
        (LEVEL_NAMES[level][1], [_small(_evaluator, level, region, p, end) for region, p in found.items()])
        for level, found in pictures.items()
        if found
    ]


def _pictures(evaluator: Evaluator, level: Level, moment: Moment) -> dict[str, Pyramid]:
    regions = evaluator.regions
    wanted = [r for r in regions.at_level(level) if len(regions.members(r)) > 1 or level == Level.AMT]
    views = {r: age_view(evaluator, r, regions.county, moment) for r in sorted(wanted, key=regions.name)}
    return {region: view.pyramid() for region, view in views.items() if view is not None}


def _small(evaluator: Evaluator, level: Level, region_id: str, picture: Pyramid, end: float) -> Small:
    regions = evaluator.regions
    free = level == Level.AMT and regions.amtsfrei(region_id)
    selected = regions.members(region_id)[0] if free else region_id
    drawing = pyramid_svg(picture, WIDTH, HEIGHT, end, compact=True)
    return Small(selected, level, region_label(regions, region_id).removesuffix(" (vorläufig)"), drawing)


def courses(evaluator: Evaluator, catalogue: Catalogue, region_id: str) -> list[tuple[str, Series]]:
    """Give the number of people of each phase of life over the years; empty where there are too few dates."""
    found = []
    for name, band in COURSES:
        frame = evaluator.evaluate(catalogue["personen_altersgruppe"], [region_id], None, band)
        frame = frame[(frame["status"] == Status.MEASURED) & frame["period"].str.endswith("-12-31")]
        points = tuple(zip(frame["year"].tolist(), frame["value"].tolist(), frame["census_base"].tolist(), strict=True))
        if len(points) >= FEWEST_DATES:
            found.append((name, Series("", points)))
    return found
