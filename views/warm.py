"""Get ready before the first visitor asks: modules, figures, shapes, the maps of all indicators, the Steckbriefe, the projection."""

from __future__ import annotations

import logging
import time
from typing import Final

from streamlit.runtime import Runtime

from data.schema import Level
from indicators.catalogue import ALL_AGES

LOG: Final = logging.getLogger("kommunalprofil")
#: Streamlit notes at every cached call that no visitor is there; for this one purpose that is as it should be.
PAUSE: Final = 0.05
NO_VISITOR: Final = "streamlit.runtime.scriptrunner_utils.script_run_context"


def warm() -> None:
    """Fill the caches that all visitors share; a failure here is only logged, for the page itself will explain it."""
    try:
        _fill()
    except Exception:
        LOG.exception("Getting ready failed")


def _fill() -> None:
    from views import map_page, map_view, resources, similar_view

    while not Runtime.exists():
        time.sleep(PAUSE)
    logging.getLogger(NO_VISITOR).setLevel(logging.ERROR)
    resources.evaluator()
    resources.geometry(Level.GEMEINDE)
    for indicator in resources.catalogue().indicators.values():
        time.sleep(PAUSE)  # a visitor who is already there goes first
        found = map_view.moments(indicator.id, Level.GEMEINDE, indicator.band, "t")
        if found:
            map_view.basis(indicator.id, found[-1], indicator.band, "t", Level.GEMEINDE, map_page.FIXED, "")
    _fill_figures()
    _fill_panels()
    _fill_monitoring()
    similar_view.model().cutoffs()
    forecasts = resources.forecasts()
    forecasts.region(forecasts.regions.county)


def _fill_figures() -> None:
    """Keep the figures of all places: computed for the whole county at once, the first page is as fast as the second."""
    from views import resources

    rows = resources.rows()
    for indicator in sorted(resources.catalogue().indicators.values(), key=lambda i: not i.profile):
        time.sleep(PAUSE)
        for moment in rows.moments(indicator):
            rows.at(indicator, moment, rows.evaluator.regions.county)


def _fill_panels() -> None:
    """Write the right side of the map for the county, which is what everybody sees first."""
    from views import map_view, place_view, resources, state

    regions = resources.evaluator().regions
    benchmark = next(iter(state.benchmark_labels(regions, regions.county).values()))
    for indicator in resources.catalogue().indicators.values():
        found = map_view.moments(indicator.id, Level.GEMEINDE, indicator.band, "t")
        if found:
            time.sleep(PAUSE)
            shown = state.Selection(regions.county, ALL_AGES, "t", benchmark, indicator.id, Level.GEMEINDE)
            place_view.html(shown, found[-1])
            place_view.sources(shown, found[-1])


def _fill_monitoring() -> None:
    """Keep what the page Sozialraum opens with: the first index, and all comparisons."""
    from indicators.monitoring import index
    from views import monitoring_data, resources

    for first in list(index.presets(resources.catalogue()).values())[:1]:
        monitoring_data.field(first, Level.GEMEINDE)
    usual = monitoring_data.procedure(strict=False)
    monitoring_data.compared(usual)
    monitoring_data.changed(usual)
