"""Where the measures are: how many in each place, and where there is none. What is for a larger region is told there, not multiplied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import pandas as pd
import streamlit as st

from data.schema import Level
from indicators.classes import Classification
from indicators.regions import LEVEL_NAMES, Regions
from views import layout, plan_data, plan_links, plan_pictures, plan_words, resources
from views.formats import enumeration, number, sort_key
from views.geometry import GeometryPayload
from views.map_component import render_map
from views.map_description import MapDescription, describe_map
from views.plan_data import Plan
from views.state import Selection
from views.svg import Markup, join, key_of, tag
from views.wording import wording
from workshop.plan_questions import Members
from workshop.records import Measure

LEVEL_KEY: Final = "plankarte"
PLACE_KEY: Final = "planort"
HEIGHT: Final = 560
LEVELS: Final = (Level.PLANUNGSREGION, Level.AMT, Level.GEMEINDE)
MOST_NAMES: Final = 14
MOST_PLACES: Final = 8
EDGES: Final = ((6, (2, 3, 5)), (15, (2, 5, 10)), (10**9, (5, 10, 20)))
"""Up to which largest number of measures the next classes begin where."""


@dataclass(frozen=True)
class Count:
    """Which measures are where on one level.

    Attributes
    ----------
    here : mapping
        Measures of every region of the level: named there, or in a place within it.
    wider : mapping
        Measures for a region larger than those of the level, by that region; counted there once.
    placeless : tuple of Measure
        Measures without a place.
    """

    here: Mapping[str, tuple[Measure, ...]]
    wider: Mapping[str, tuple[Measure, ...]]
    placeless: tuple[Measure, ...]


def count(measures: Sequence[Measure], region_ids: Sequence[str], members: Members) -> Count:
    """Sort measures by place.

    A measure of several places stands in each of them. One of a region that contains a region of the level stands in none of
    these, but under ``wider``.
    """
    here: dict[str, list[Measure]] = {region: [] for region in region_ids}
    wider: dict[str, list[Measure]] = {}
    placeless = [m for m in measures if not any(members.get(r) for r in m.region_ids)]
    for measure in measures:
        for own in measure.region_ids:
            towns = members.get(own, frozenset())
            if any(towns > members[region] for region in region_ids if members.get(region)):
                wider.setdefault(own, []).append(measure)
                continue
            for region in region_ids:
                if towns & members.get(region, frozenset()) and measure not in here[region]:
                    here[region].append(measure)
    return Count({r: tuple(m) for r, m in here.items()}, {r: tuple(m) for r, m in wider.items()}, tuple(placeless))


def show(measures: Sequence[Measure], selection: Selection) -> None:
    """Draw the map with the list of measures beside it."""
    if not measures:
        plan_pictures.nothing()
        return
    plan, regions = plan_data.load(), resources.evaluator().regions
    plan_pictures.style()
    level = _level(regions)
    found = count(measures, regions.at_level(level), plan_data.members())
    chosen = _chosen(regions, level)
    head = plan_pictures.heading(finding(found, regions, level), below(found, regions, level), measures)
    plan_links.show(head, "plan_karte_kopf", plan_pictures.opened)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        payload = named(resources.geometry(level), found)
        description = describe(found, payload, regions, level, chosen)
        render_map(description, payload, "plan_karte", HEIGHT, on_select=_choose)
    with right:
        plan_links.show(list_html(plan, found, regions, level, chosen), "plan_orte", _go)
    plan_pictures.as_table(table(found, regions, level), "Maßnahmen je Gebiet", "plan_karte", ["Maßnahmen"])
    layout.sources_line(resources.package().sources, (), boundaries=True)


def _level(regions: Regions) -> Level:
    names = {LEVEL_NAMES[level][1]: level for level in LEVELS if len(regions.at_level(level)) > 1}
    if not names:
        return Level.GEMEINDE
    wanted = st.segmented_control(
        "Gebiete", list(names), default=next(iter(names)), key=LEVEL_KEY, bind="query-params", required=True
    )
    return names.get(str(wanted), next(iter(names.values())))


def _chosen(regions: Regions, level: Level) -> str:
    wanted = str(st.query_params.get(PLACE_KEY, ""))
    return wanted if wanted in regions.at_level(level) else ""


def _choose(region_id: str) -> None:
    plan_links.toggle(PLACE_KEY, region_id)


def _go(where: str, what: str) -> None:
    if where == PLACE_KEY:
        _choose(what)
    else:
        plan_pictures.opened(where, what)


# -- words -------------------------------------------------------------------------------------------------------------


def finding(found: Count, regions: Regions, level: Level) -> str:
    """Say how many places have measures, and name those without where they are few."""
    without = [r for r, own in found.here.items() if not own]
    one, many = LEVEL_NAMES[level][0], _many(level)
    if not without:
        return (
            f"In jeder {one} steht etwas im Plan"
            if one.endswith(("e", "ion"))
            else f"In jedem {one} steht etwas im Plan"
        )
    if len(without) == len(found.here):
        return "Noch hat keine Maßnahme einen Ort" if not found.wider else "Alle Maßnahmen gelten für größere Gebiete"
    if len(without) <= 2:
        names = enumeration([short(regions, r) for r in without])
        return f"In {names} steht noch nichts im Plan"
    return f"{number(len(found.here) - len(without))} von {number(len(found.here))} {many} haben Maßnahmen, {number(len(without))} keine"


def below(found: Count, regions: Regions, level: Level) -> str:
    """Say what the map does not show."""
    told = [f"Zahl der Maßnahmen je Gebiet ({_many(level)})"]
    wider = {m.id for own in found.wider.values() for m in own}
    if wider:
        known = [wording(regions, r).whom for r in found.wider if regions.exists(r)]
        whom = enumeration(known) if 0 < len(known) < 3 else "größere Gebiete"
        verb = "steht" if len(wider) == 1 else "stehen"
        told.append(f"{plan_words.measures_word(len(wider))} für {whom} {verb} in der Liste")
    if found.placeless:
        told.append(f"{plan_words.measures_word(len(found.placeless))} ohne Gebiet")
    if level == Level.PLANUNGSREGION:
        told.append("Planungsregionen vorläufig")
    return " · ".join(told)


def _many(level: Level) -> str:
    return "Ämtern und amtsfreien Gemeinden" if level == Level.AMT else LEVEL_NAMES[level][1]


def short(regions: Regions, region_id: str) -> str:
    """Name a region as short as possible."""
    return wording(regions, region_id).name.removeprefix("Planungsregion ") if regions.exists(region_id) else region_id


# -- the map -----------------------------------------------------------------------------------------------------------


def named(payload: GeometryPayload, found: Count) -> GeometryPayload:
    """Put the number of measures behind the names, so that the map says it in words too."""
    names = tuple(
        f"{name.removeprefix('Planungsregion ').removesuffix(' (vorläufig)')}: {number(len(found.here[region])) if found.here.get(region) else 'keine'}"
        for region, name in zip(payload.ids, payload.names, strict=True)
    )
    return replace(payload, names=names, key=f"{payload.key}{key_of(names)}")


def describe(found: Count, payload: GeometryPayload, regions: Regions, level: Level, chosen: str) -> MapDescription:
    """Describe the map: a class per number of measures, those without pale, the chosen one outlined."""
    sizes = {r: len(own) for r, own in found.here.items()}
    frame = pd.DataFrame({"region_id": list(sizes), "value": [float(size) for size in sizes.values()]})
    most = max(sizes.values(), default=0)
    edges = next(edges for largest, edges in EDGES if most <= largest)
    breaks = tuple(float(edge) for edge in edges if edge <= most)
    made = describe_map(
        frame, payload, Classification(breaks, zero_class=True), title=finding(found, regions, level), subtitle=below(found, regions, level),
        unit="Maßnahmen", selected_id=chosen or None,
        legend_unit="Maßnahmen", legend_regions="Gemeinden" if level == Level.GEMEINDE else "Gebiete",
    )  # fmt: skip
    words = ("keine", *class_words([int(edge) for edge in breaks]))
    legend = tuple(replace(row, label=label) for row, label in zip(made.legend, words, strict=True))
    named_ones = [at for at, r in enumerate(payload.ids) if sizes[r] or len(sizes) <= MOST_NAMES or r == chosen]
    labels = tuple(sorted(named_ones, key=lambda at: (payload.ids[at] != chosen, -sizes[payload.ids[at]]))[:MOST_NAMES])
    return replace(made, legend=legend, label_order=labels)


def class_words(edges: Sequence[int]) -> list[str]:
    """Name classes of whole numbers that begin at one and at each edge.

    Examples
    --------
    >>> class_words([2, 3, 5]), class_words([])
    (['1', '2', '3 bis 4', '5 und mehr'], ['1'])
    """
    starts = [1, *edges]
    closed = [str(low) if high - low == 1 else f"{low} bis {high - 1}" for low, high in pairwise(starts)]
    return [*closed, f"{starts[-1]} und mehr" if edges else "1"]


def list_html(plan: Plan, found: Count, regions: Regions, level: Level, chosen: str) -> Markup:
    """List the measures of the chosen place, or all places with theirs."""
    if chosen:
        return _place_html(plan, found, regions, chosen)
    order = sorted(found.here, key=lambda r: (-len(found.here[r]), sort_key(regions.name(r))))
    rows = [tag("li", _place_link(regions, r), tag("b", number(len(found.here[r])))) for r in order if found.here[r]]
    without = [r for r in order if not found.here[r]]
    parts = [tag("h3", "Maßnahmen je Gebiet"), tag("ul", *rows[:MOST_PLACES], class_="kp-placelist")]
    if rows[MOST_PLACES:]:
        rest = tag("ul", *rows[MOST_PLACES:], class_="kp-placelist")
        parts.append(tag("details", tag("summary", f"{number(len(rows) - MOST_PLACES)} weitere Gebiete"), rest))
    if without:
        names = join(tag("li", _place_link(regions, r)) for r in without)
        parts.append(
            tag(
                "details",
                tag("summary", f"Ohne Maßnahme ({number(len(without))})"),
                tag("ul", names, class_="kp-idle"),
                open="" if len(without) <= 4 else None,
            )
        )
    return tag("div", *parts, *_wider_html(plan, found, regions), class_="kp-places")


def _place_html(plan: Plan, found: Count, regions: Regions, chosen: str) -> Markup:
    own = found.here.get(chosen, ())
    inside = plan_data.members()
    wider = {
        m.id: m
        for r, ms in found.wider.items()
        if inside.get(chosen, frozenset()) <= inside.get(r, frozenset())
        for m in ms
    }
    parts: list[object] = [tag("h3", short(regions, chosen)), _back()]
    parts.append(
        plan_pictures.measure_list(plan, own) if own else tag("p", "Hier steht noch nichts im Plan.", class_="kp-warn")
    )
    if wider:
        parts += [tag("h4", "Für ein größeres Gebiet"), plan_pictures.measure_list(plan, list(wider.values()))]
    return tag("div", *parts, class_="kp-places", aria_live="polite")


def _back() -> Markup:
    return tag(
        "p", plan_links.link(f"{PLACE_KEY}:", "Alle Gebiete zeigen", address={"ansicht": "Karte"}), class_="kp-back"
    )


def _place_link(regions: Regions, region_id: str) -> Markup:
    return plan_links.link(
        f"{PLACE_KEY}:{region_id}", short(regions, region_id), address={"ansicht": "Karte", PLACE_KEY: region_id}
    )


def _wider_html(plan: Plan, found: Count, regions: Regions) -> list[Markup]:
    parts: list[Markup] = []
    for region in sorted(found.wider, key=lambda r: (-len(plan_data.members().get(r, ())), short(regions, r))):
        own = found.wider[region]
        parts += [
            tag("h4", f"Für {wording(regions, region).whom}" if regions.exists(region) else region),
            plan_pictures.measure_list(plan, own),
        ]
    if found.placeless:
        parts += [tag("h4", "Ohne Gebiet"), plan_pictures.measure_list(plan, found.placeless)]
    return parts


def table(found: Count, regions: Regions, level: Level) -> pd.DataFrame:
    """Give the map as a table, larger regions last."""
    rows = [(plan_data.region_name(r), own) for r, own in found.here.items()]
    rows += [(f"{plan_data.region_name(r)} (größeres Gebiet)", own) for r, own in found.wider.items()]
    rows += [("ohne Gebiet", found.placeless)] if found.placeless else []
    return pd.DataFrame([
        {"Gebiet": name, "Maßnahmen": len(own), "welche": "; ".join(plan_words.line(m.title, 60) for m in own) or "keine"}
        for name, own in rows
    ])  # fmt: skip
