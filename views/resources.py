"""What all sessions share: the package, the evaluator and the geometry, each loaded once per process."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from data.package import Package, load
from data.schema import Level
from indicators import evidence
from indicators import personas as indicator_personas
from indicators.catalogue import Catalogue, load_catalogue
from indicators.evaluate import Evaluator
from indicators.personas import Persona
from indicators.projection.forecast import Forecasts
from indicators.rows import Rows
from views import state
from views.geometry import ContextLabel, GeometryPayload, build_geometry, level_shapes


@st.cache_resource(show_spinner="Die Zahlen werden geladen …")
def evaluator() -> Evaluator:
    """Give the evaluator of the package the app shows."""
    return Evaluator(load())


def package() -> Package:
    """Give the package the app shows."""
    return evaluator().package


def catalogue() -> Catalogue:
    """Give the catalogue of indicators."""
    return load_catalogue()


@st.cache_resource
def personas() -> dict[str, Persona]:
    """Give the personas by name."""
    return indicator_personas.personas(package(), catalogue())


@st.cache_resource(show_spinner="Die Karte wird gezeichnet …")
def geometry(level: str) -> GeometryPayload:
    """Give the shapes of one level of regions; united from the municipalities, so an edited table of regions takes effect."""
    own = evaluator()
    regions, pack = own.regions, own.package
    members = {m: parent for parent in regions.at_level(Level(level)) for m in regions.members(parent)}
    names = {r: state.region_label(regions, r) for r in regions.at_level(Level(level))}
    amts = regions.table.loc[list(pack.gemeinden["region_id"]), "amt_id"].astype(str).to_dict()
    return build_geometry(
        pack.gemeinden,
        level=level,
        membership=None if level == Level.GEMEINDE else members,
        names=names,
        group_of=amts,
        context=pack.context,
        context_labels=[ContextLabel(*row) for row in pack.labels.itertuples(index=False)],
    )


@st.cache_resource(show_spinner="Die Vorausberechnung wird vorbereitet …")
def forecasts() -> Forecasts:
    """Give the projection of the package the app shows; building it takes a second or two."""
    return Forecasts(package())


@st.cache_resource
def rows() -> Rows:
    """Give the figures kept for all regions."""
    return Rows(evaluator())


@st.cache_resource(max_entries=500, show_spinner="Die Aussagen werden geprüft …")
def statements(region_id: str, benchmark_id: str) -> list[evidence.Statement]:
    """Give the SWOT statements of a place, found once for all sessions; they depend on nothing but the package."""
    return evidence.statements(evaluator(), catalogue(), region_id, benchmark_id, rows=rows())


@st.cache_resource
def shapes(level: str) -> gpd.GeoDataFrame:
    """Give the areas of one level as polygons, for the map over an online background."""
    own = evaluator()
    members = {m: parent for parent in own.regions.at_level(Level(level)) for m in own.regions.members(parent)}
    names = {r: state.region_label(own.regions, r) for r in own.regions.at_level(Level(level))}
    return level_shapes(own.package.gemeinden, None if level == Level.GEMEINDE else members, names)


def sources_of(frame: pd.DataFrame) -> set[str]:
    """Collect the source ids of evaluated rows."""
    return {source for ids in frame["source_ids"] for source in ids}
