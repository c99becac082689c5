"""From the selection to the map: evaluate, classify, describe; kept so that a repeated view costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pandas as pd
import streamlit as st

from data.schema import Level
from indicators.catalogue import Band, Indicator
from indicators.classes import Classification, ClassMethod, classification
from indicators.evaluate import Moment
from indicators.regions import LEVEL_NAMES
from views import findings, formats, resources, sentences
from views.map_description import MapDescription, describe_map
from views.state import SEX_LABELS, Selection, band_label
from views.trend_plan import Role, Series
from views.wording import wording

METHODS: Final = {
    "fest (über alle Jahre gleich)": ClassMethod.FIXED,
    "gleich viele Gebiete je Klasse": ClassMethod.QUANTILE,
    "natürliche Grenzen": ClassMethod.NATURAL,
    "gleich breite Klassen": ClassMethod.EQUAL,
    "eigene Grenzen": ClassMethod.OWN,
    "Abstand zum Landkreis": None,
}
"""German names of the ways to form classes; the last parts the scale at the county's value."""
FILTER_BREAK_CLASSES: Final = 5


@dataclass(frozen=True)
class View:
    """One map with everything the page says about it."""

    indicator: Indicator
    moment: Moment
    frame: pd.DataFrame
    description: MapDescription
    finding: str


@st.cache_data(show_spinner=False, max_entries=400)
def moments(indicator_id: str, level: str, band: Band, sex: str) -> list[Moment]:
    """List the times a level has numbers for, oldest first, multi-year means last."""
    indicator = resources.catalogue()[indicator_id]
    return resources.evaluator().moments_at(indicator, Level(level), band, sex)


@st.cache_data(show_spinner=False, max_entries=400)
def rows(indicator_id: str, region_ids: tuple[str, ...], moment: Moment, band: Band, sex: str) -> pd.DataFrame:
    """Evaluate once and keep it; the same for every session."""
    return resources.evaluator().evaluate(resources.catalogue()[indicator_id], region_ids, [moment], band, sex)


def evaluated(indicator: Indicator, selection: Selection, moment: Moment, region_ids: Sequence[str]) -> pd.DataFrame:
    """Evaluate for some regions with the user's filters."""
    return rows(indicator.id, tuple(region_ids), moment, selection.band_for(indicator), selection.sex_for(indicator))


def scale_for(
    indicator: Indicator, frame: pd.DataFrame, county: float, method: str, own_text: str = ""
) -> Classification:
    """Form the classes in the way the user chose.

    Raises
    ------
    indicators.classes.ClassBreakError
        When own breaks cannot be read; the message is German.
    """
    values = frame.loc[frame["verdict"] != "zu_klein", "value"]
    centre = 0.0 if indicator.signed else None
    wanted = METHODS[method]
    if wanted is None:
        return classification(values, ClassMethod.QUANTILE, decimals=indicator.decimals, centre=county)
    given = () if indicator.age_filter else indicator.breaks
    if wanted is ClassMethod.FIXED and not given:
        wanted = ClassMethod.QUANTILE
    zero = bool(indicator.zero_label)
    return classification(
        values, wanted, classes=FILTER_BREAK_CLASSES, decimals=indicator.decimals, given=given, own_text=own_text,
        centre=centre, zero_class=zero,
    )  # fmt: skip


def subtitle(indicator: Indicator, moment: Moment, selection: Selection, level: Level) -> str:
    """Say exactly what the figures are: indicator, unit, level, time, census base, and the filters in force."""
    parts = [indicator.title + _in_unit(indicator.unit)]
    if indicator.age_filter:
        band = selection.band_for(indicator)
        parts.append(f"Altersgruppe {band_label(band)}")
    if selection.sex_for(indicator) != "t":
        parts.append(f"nur {SEX_LABELS[selection.sex]}")
    parts += [LEVEL_NAMES[level][1], sentences.moment_with_base(moment)]
    return " · ".join(parts)


def _in_unit(unit: str) -> str:
    """Say the unit in words where the title does not: "je 1.000" and people are in it already."""
    words = {"%": "Prozent", "€": "Euro"}.get(unit, unit)
    return f", in {words}" if words and not words.startswith("je ") and words != "Menschen" else ""


@dataclass(frozen=True)
class Basis:
    """What a map shows whoever looks at it: figures, classes, finding, sources. Kept, for many people ask for the same."""

    frame: pd.DataFrame
    scale: Classification
    finding: str
    source: str


@st.cache_resource(show_spinner=False, max_entries=400)
def basis(indicator_id: str, moment: Moment, band: Band, sex: str, level: str, method: str, own_text: str) -> Basis:
    """Evaluate and classify one map.

    Raises
    ------
    indicators.classes.ClassBreakError
        When own breaks cannot be read.
    """
    regions, indicator = resources.evaluator().regions, resources.catalogue()[indicator_id]
    frame = rows(indicator_id, tuple(regions.at_level(Level(level))), moment, band, sex)
    county = float(rows(indicator_id, (regions.county,), moment, band, sex).iloc[0]["value"])
    scale = scale_for(indicator, frame, county, method, own_text)
    finding = findings.map_finding(indicator, frame, regions, Level(level))
    sources = resources.package().sources
    attributions = sources[sources["source_id"].isin(resources.sources_of(frame))]["attribution"].drop_duplicates()
    return Basis(frame, scale, finding, " · ".join(attributions))


@lru_cache(maxsize=500)
def build(
    indicator: Indicator, moment: Moment, selection: Selection, method: str, own_text: str, *, show_small: bool
) -> View:
    """Make the map of the user's selection."""
    regions, level = resources.evaluator().regions, selection.level
    band, sex = selection.band_for(indicator), selection.sex_for(indicator)
    kept = basis(indicator.id, moment, band, sex, level, method, own_text)
    frame, scale, finding = kept.frame, kept.scale, kept.finding
    description = describe_map(
        frame, resources.geometry(level), scale,
        title=finding, subtitle=subtitle(indicator, moment, selection, level),
        unit=indicator.unit, decimals=indicator.decimals, signed=indicator.signed,
        source=kept.source, date=sentences.moment_text(moment),
        selected_id=_shown(selection, level), label_weights=dict(zip(frame["region_id"], frame["population"], strict=True)),
        zero_label=f"0 – {indicator.zero_label}" if indicator.zero_label else "0",
        legend_regions="Gemeinden" if level == Level.GEMEINDE else "Gebiete",
        heads=None if indicator.kind == "share" else "",
        edge_label=wording(regions, regions.county).short if METHODS[method] is None else "",
        show_too_small=show_small,
    )  # fmt: skip
    return View(indicator, moment, frame, description, finding)


def _shown(selection: Selection, level: Level) -> str | None:
    """Give the region to outline: the one in focus, or the one of this level that contains it."""
    regions = resources.evaluator().regions
    if selection.region_id in (regions.county, regions.state):
        return None
    if regions.level(selection.region_id) == level:
        return selection.region_id
    return regions.parent(selection.region_id, level)


@st.cache_data(show_spinner=False, max_entries=400)
def course(indicator_id: str, places: tuple[tuple[str, Role], ...], band: Band, sex: str) -> list[Series]:
    """Give the developments of the place, the county and the state (ids with their roles), single years only."""
    evaluator = resources.evaluator()
    indicator = resources.catalogue()[indicator_id]
    found = []
    for region, role in places:
        frame = evaluator.evaluate(indicator, [region], None, band, sex)
        frame = frame[frame["value"].notna() & ~frame["period"].str.contains("/")]
        points = tuple(zip(frame["year"].astype(int), frame["value"], frame["census_base"], strict=True))
        if points:
            name = "Land" if role == "state" else wording(evaluator.regions, region).short
            found.append(Series(name, points, role))
    return found


def moment_labels(found: Sequence[Moment]) -> dict[str, Moment]:
    """Name the times for the user; where one date was counted twice, the base makes the difference."""
    labels: dict[str, Moment] = {}
    for moment in found:
        label = sentences.moment_text(moment)
        twice = [m for m in found if m.period == moment.period]
        if len(twice) > 1:
            label = f"{label} ({sentences.BASE_NAMES[moment.base]})"
        labels[label] = moment
    return labels


def file_stem(view: View) -> str:
    """Make a file name that tells what is inside, without umlauts."""
    return f"karte_{view.indicator.id}_{formats.years(view.moment.period).replace(' ', '_').replace('.', '-')}"
