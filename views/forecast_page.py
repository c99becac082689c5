"""The page Prognose: how many there will be, as a range; scenarios to choose and sliders to move; ages, phases of life, sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from indicators.catalogue import ALL_AGES
from indicators.projection.forecast import Forecasts
from indicators.projection.results import SMALL
from indicators.projection.scenario import TREND, Scenario
from views import (
    block,
    forecast_assumptions,
    forecast_controls,
    forecast_map,
    forecast_parts,
    forecast_thresholds,
    layout,
    navigation,
    resources,
)
from views.forecast_view import ForecastView, compared_with, view_of
from views.forecast_words import small_place_note
from views.moving_pyramid import render_pyramid
from views.state import Selection
from views.wording import wording

STYLE_FILE: Final = Path(__file__).with_name("forecast.css")
PYRAMID_HEIGHT: Final = 560
TABS_KEY: Final = "teil"
TABS: Final = (
    "Altersaufbau",
    "Lebensphasen",
    "Tragfähigkeit",
    "Karte",
    "Tabelle, Mitnehmen",
    "Was angenommen ist",
)


@dataclass(frozen=True)
class TakeHome:
    """What offers the files under each part of the page (documents are made one floor up).

    Attributes
    ----------
    forecast : callable
        Takes the view, its sentences, its assumptions and its sources.
    map : callable
        Takes the map's view and the selection.
    thresholds : callable | None
        Takes what the section Tragfähigkeit shows.
    """

    forecast: Callable[[ForecastView, list[str], list[forecast_assumptions.Assumption], str], None]
    map: forecast_map.TakeHome
    thresholds: forecast_thresholds.TakeHome | None = None


def show(selection: Selection, take_home: TakeHome) -> None:
    """Draw the page; ``take_home`` offers the files (documents are made one floor up)."""
    st.html(f"<style>{_style()}</style>")
    forecasts = resources.forecasts()
    first, second = forecast_controls.choose(forecasts)
    try:
        forecasts.members(selection.region_id)
    except ValueError as error:
        _nothing(selection, str(error))
        return
    _body(selection, first, second, take_home)


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


def _nothing(selection: Selection, reason: str) -> None:
    words = wording(resources.evaluator().regions, selection.region_id)
    layout.headline(f"Für {words.name} gibt es hier keine Vorausberechnung", reason)
    layout.hint("Wählen Sie oben den Landkreis, eine Planungsregion, ein Amt oder eine Gemeinde.")


@st.fragment
def _body(selection: Selection, first: str, second: str, take_home: TakeHome) -> None:
    """Draw everything a slider changes; only this runs again when one moves."""
    forecasts = resources.forecasts()
    own_wanted = forecast_controls.OWN in (first, second)
    head = st.container()
    with st.container(key="prognose_daneben" if own_wanted else "prognose_bild"):
        left, right = st.columns([4, 7] if own_wanted else [7, 3], gap="large")
    own, result = None, head
    if own_wanted:
        with left, st.container(key="prognose_eigene"):
            st.html("<h2>Eigene Annahmen</h2>")
            result = st.container(key="prognose_ergebnis")
            own = forecast_controls.own_scenario(forecasts, selection.region_id)
    view = _view(forecasts, selection, first, second, own)
    told = forecast_parts.sentences(view, compared_with(forecasts, view, selection.region_id, TREND))
    with head:
        _head(view, first, second)
    if own_wanted:
        with result:
            st.html(f'<p class="kp-fc-result">{escape(forecast_parts.result(view))}</p>')
    with right if own_wanted else left:
        block.show(forecast_parts.fan_html(view, told), "prognose_faecher")
    with right:
        block.show(forecast_parts.numbers_html(view), "prognose_zahlen")
    _below(forecasts, selection, view, told, take_home)


def _view(forecasts: Forecasts, selection: Selection, first: str, second: str, own: Scenario | None) -> ForecastView:
    scenario = forecast_controls.named(forecasts, first, own)
    other = None
    if second not in (first, forecast_controls.NO_SECOND):
        other = forecast_controls.named(forecasts, second, own)
    return view_of(resources.evaluator(), resources.catalogue(), forecasts, selection, scenario, other)


def _head(view: ForecastView, first: str, second: str) -> None:
    note = small_place_note(SMALL, view.last_year) if view.forecast.small else ""
    layout.headline(forecast_parts.headline(view), forecast_parts.subtitle(view), note=note)
    if first == second:
        layout.hint("Zweimal dasselbe Szenario: Wählen Sie unter „Daneben“ ein anderes.")
    elif first == forecast_controls.OWN and not forecast_controls.changed(view.scenario):
        layout.hint("Alle Regler stehen auf dem heutigen Wert: Die Rechnung ist die des Trends.")


def _below(
    forecasts: Forecasts, selection: Selection, view: ForecastView, told: list[str], take_home: TakeHome
) -> None:
    """Everything else, one click away; only the open part is computed, so that sliders answer at once."""
    ages, phases, needs, areas, files, basis = st.tabs(TABS, key=TABS_KEY, on_change="rerun", bind="query-params")
    if ages.open:
        with ages:
            _pyramid(view)
    if phases.open:
        with phases:
            block.show(forecast_parts.phases_html(view), "prognose_phasen")
    if needs.open:
        with needs:
            forecast_thresholds.show(selection, forecasts, view.scenario, view.other, take_home.thresholds)
    if areas.open:
        with areas:
            forecast_map.show(selection, forecasts, view.scenario, take_home.map)
    assumed = forecast_assumptions.assumptions(forecasts, view)
    package, sources = resources.package(), _sources(selection.region_id) | view.history_sources
    if files.open:
        with files:
            block.show(forecast_parts.years_html(view), "prognose_tabelle")
            take_home.forecast(view, told, assumed, layout.sources_text(package.sources, sources))
    if basis.open:
        with basis:
            block.show(forecast_assumptions.assumptions_html(assumed), "prognose_annahmen")
    with st.container(key="prognose_weiter", horizontal=True):
        navigation.link("prognose-guete", "Wie gut sind solche Prognosen?")
        navigation.link("prognose-methodik", "So rechnet die Prognose")
    layout.sources_line(package.sources, sources, boundaries=bool(areas.open))


@st.cache_resource(max_entries=200)
def _sources(region_id: str) -> frozenset[str]:
    """Give the sources of the projection of a region: its own figures, its municipalities', the county's and the rates borrowed."""
    regions = resources.evaluator().regions
    return forecast_assumptions.source_ids(
        resources.package(), {region_id, regions.county, *regions.members(region_id)}
    )


def _pyramid(view: ForecastView) -> None:
    """Show the age structure that moves; it shows everybody, whatever age group is chosen."""
    coarse = " In groben Altersgruppen, weil der Ort klein ist." if view.forecast.small else ""
    narrowed = (
        " Immer alle Menschen, auch wenn oben eine Gruppe gewählt ist."
        if view.band != ALL_AGES or view.sex != "t"
        else ""
    )
    st.html(
        f'<h2 class="kp-fc-h2">Der Altersaufbau bis {view.last_year}</h2>'
        f'<p class="kp-sub">Szenario „{view.scenario.name}“. Weiche Enden der Balken: die Spanne.{coarse}{narrowed}</p>'
    )
    render_pyramid(view.pyramid(), "prognose_altersaufbau", PYRAMID_HEIGHT)
