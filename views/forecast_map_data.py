"""What the map of the coming years shows: which indicators can be projected, their figures in a year, and classes for all years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from data.schema import Level, Status
from indicators.catalogue import ALL_AGES, Catalogue, Indicator
from indicators.classes import MAX_CLASSES, Classification, ClassMethod, classification, tidy
from indicators.evaluate import Evaluator
from indicators.projection.forecast import SOURCE, Forecasts
from indicators.projection.results import ROUNDING, SMALL, SMALL_HORIZON, Band
from indicators.projection.scenario import TREND, Scenario
from indicators.reliability import Verdict
from views.forecast_words import rounded

Floats = npt.NDArray[np.float64]
PEOPLE: Final = frozenset({"population", "area_km2"})
"""What an indicator may be made of to be known for projected years: people by age and sex, and the area, which stays."""
PROJECTED_KINDS: Final = ("count", "share", "odds", "ratio", "mean_age", "median_age", "billeter")
CHANGES: Final = {"einwohner": "Einwohnerzahl", "personen_altersgruppe": "gewählten Altersgruppe"}
"""Counts whose change since the start makes a map of its own, with what changes (genitive)."""
CHANGE_PREFIX: Final = "seit_start_"
CROWDED: Final = 0.4
"""From such a share of places in an outer class of the catalogue on, one more class is parted off there."""


def projectable(catalogue: Catalogue, start_year: int) -> dict[str, Indicator]:
    """List what can be mapped for projected years, by id: changes since the start, then the catalogue in its order.

    Found by the formula alone: nothing but people by age and sex (and area) may enter, at a single time.
    """
    changes = [change_of(catalogue[name], what, start_year) for name, what in CHANGES.items()]
    plain = [i for i in catalogue.indicators.values() if i.kind in PROJECTED_KINDS and _variables(i) <= PEOPLE]
    return {i.id: i for i in (*changes, *(i for i in plain if "population" in _variables(i)))}


def _variables(indicator: Indicator) -> set[str]:
    return {v for term in (*indicator.numerator, *indicator.denominator) for v in term.variables}


def change_of(count: Indicator, what: str, start_year: int) -> Indicator:
    """Give the change of a count since the start as an indicator of its own."""
    return replace(
        count,
        id=f"{CHANGE_PREFIX}{count.id}",
        title=f"Veränderung der {what} seit {start_year}",
        short=f"Veränderung der {what}",
        kind="change",
        unit="%",
        decimals=1,
        factor=100.0,
        people="Menschen",
        definition=f"Menschen am 31. Dezember des Jahres minus Menschen am 31.12.{start_year}, geteilt durch die frühere Zahl.",
        breaks=(),
    )


@dataclass(frozen=True)
class Asked:
    """One map: indicator, filters, level and scenario; what changes with the year is left out."""

    indicator: Indicator
    band: Band
    sex: str
    level: Level
    scenario: Scenario


@st.cache_resource(show_spinner=False, max_entries=8)
def evaluator(_forecasts: Forecasts, scenario: Scenario, year: int) -> Evaluator:
    """Give the evaluator of one projected year; a few megabytes each, so only some are kept."""
    found = Evaluator(_forecasts.as_package(year, scenario))
    found.regions = _forecasts.regions  # the same register for all years: who belongs to whom is found once
    return found


@st.cache_resource(show_spinner=False, max_entries=600)
def figures(_forecasts: Forecasts, asked: Asked, year: int) -> pd.DataFrame:
    """Evaluate for all regions of the level and, in the last row, the county.

    Returns
    -------
    pd.DataFrame
        Columns of :data:`indicators.results.RESULT_COLUMNS`; a change has the difference in heads as numerator, the start as denominator.
    """
    regions = _forecasts.regions
    ids = [*regions.at_level(asked.level), regions.county]
    indicator = asked.indicator
    if indicator.kind == "change":
        return _change(_forecasts, asked, year, ids)
    return _evaluated(_forecasts, asked, indicator, year, ids)


def _evaluated(forecasts: Forecasts, asked: Asked, indicator: Indicator, year: int, ids: Sequence[str]) -> pd.DataFrame:
    own = evaluator(forecasts, asked.scenario, year)
    return own.evaluate(indicator, ids, own.moments(indicator), asked.band, asked.sex)


def _change(forecasts: Forecasts, asked: Asked, year: int, ids: Sequence[str]) -> pd.DataFrame:
    """Compare the counts of two years, in percent of the first."""
    count = replace(asked.indicator, kind="count", factor=1.0)
    first = _evaluated(forecasts, asked, count, start_year(forecasts), ids)
    frame = _evaluated(forecasts, asked, count, year, ids)
    before, after = first["value"].to_numpy(float), frame["value"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = (after - before) / before * 100
    known = np.isfinite(percent)
    status = np.where(known, frame["status"].astype(str), Status.NOT_APPLICABLE.value)
    return frame.assign(
        value=np.where(known, percent, np.nan), numerator=after - before, denominator=before, status=status
    )


def source(forecasts: Forecasts) -> str:
    """Name the source of all projected figures."""
    sources = evaluator(forecasts, TREND, start_year(forecasts)).package.sources
    return str(sources.loc[sources["source_id"] == SOURCE, "attribution"].iloc[0])


def start_year(forecasts: Forecasts) -> int:
    """Give the year at whose end the projection starts."""
    return forecasts.projection(TREND).years[0]


def last_year(forecasts: Forecasts) -> int:
    """Give the year at whose end the projection ends."""
    return forecasts.projection(TREND).years[-1]


def small_places(forecasts: Forecasts, level: Level) -> frozenset[str]:
    """Give the regions of a level that are too small for single figures and for the whole span of years."""
    start = _people_at_start(forecasts)
    regions = forecasts.regions
    return frozenset(r for r in regions.at_level(level) if sum(start.get(m, 0.0) for m in regions.members(r)) < SMALL)


def _people_at_start(forecasts: Forecasts) -> dict[str, float]:
    projection = forecasts.projection(TREND)
    return dict(zip(projection.places, projection.people[0].sum(axis=(1, 2)).tolist(), strict=True))


def shown(frame: pd.DataFrame, indicator: Indicator, small: frozenset[str], year: int, start: int) -> pd.DataFrame:
    """Write figures as they may be shown: heads rounded, small places no further than their horizon.

    Parameters
    ----------
    frame : pd.DataFrame
        From :func:`figures`, without the county.
    small : frozenset[str]
        Regions below 5,000 inhabitants.

    Returns
    -------
    pd.DataFrame
        The same; a region beyond its horizon has status "unreliable" and no value. A figure is not marked as estimated, for title,
        legend and every label say that it is computed ahead.
    """
    mine = frame["region_id"].isin(small).to_numpy()
    beyond = mine & (year > start + SMALL_HORIZON)
    known = np.isin(frame["status"].astype(str), (Status.MEASURED.value, Status.ESTIMATED.value))
    status = np.where(beyond, Status.UNRELIABLE.value, np.where(known, Status.MEASURED.value, frame["status"]))
    told = frame.assign(status=status)
    if year > start or by_age(indicator):
        told = told.assign(**_rounded_heads(frame, indicator, mine))
    return told.assign(value=told["value"].where(~beyond))


def by_age(indicator: Indicator) -> bool:
    """Tell whether ages enter, which are estimated even for today."""
    terms = (*indicator.numerator, *indicator.denominator)
    ages = any(t.band != ALL_AGES or t.sex not in ("t", "filter") for t in terms)
    return ages or indicator.kind in ("mean_age", "median_age", "billeter")


def _rounded_heads(frame: pd.DataFrame, indicator: Indicator, small: npt.NDArray[np.bool_]) -> dict[str, Floats]:
    """Round what is counted in heads: a count itself, both counts of a share, both ends of a change."""
    value, top, bottom = (frame[name].to_numpy(float) for name in ("value", "numerator", "denominator"))
    if indicator.kind == "count":
        return {"value": _rounded(value, small)}
    below = _rounded(bottom, small)
    if indicator.kind == "change":
        return {"numerator": _rounded(top + bottom, small) - below, "denominator": below}
    return {"numerator": _rounded(top, small), "denominator": below}


def _rounded(numbers: Floats, small: npt.NDArray[np.bool_]) -> Floats:
    """Round heads to ten in small places, as everywhere in the projection."""
    pairs = zip(numbers.tolist(), small.tolist(), strict=True)
    return np.array([rounded(n, ROUNDING if is_small else 1) if np.isfinite(n) else np.nan for n, is_small in pairs])


@st.cache_resource(show_spinner=False, max_entries=200)
def scale(_forecasts: Forecasts, asked: Asked) -> Classification:
    """Form the classes once for all years and all scenarios: the catalogue's, else from the years of the trend together.

    An indicator that is published for large regions only has no breaks made for municipalities. Where the catalogue's outer class would hold most places of a later year, one more class is parted off there.
    """
    indicator, trend = asked.indicator, replace(asked, scenario=TREND)
    frames = [figures(_forecasts, trend, year) for year in _sampled(_forecasts, indicator)]
    county = _forecasts.regions.county
    judged = [f[(f["region_id"] != county) & (f["verdict"] != Verdict.TOO_SMALL)] for f in frames]
    values = np.concatenate([f["value"].to_numpy(float) for f in judged])
    if indicator.breaks and not indicator.age_filter and not indicator.levels:
        return Classification(_extended(indicator.breaks, values, indicator.decimals))
    decimals = 0 if indicator.kind == "change" else indicator.decimals
    return classification(
        values, ClassMethod.QUANTILE, decimals=decimals, centre=0.0 if indicator.kind == "change" else None
    )


def _sampled(forecasts: Forecasts, indicator: Indicator) -> list[int]:
    """Choose the years that classes are formed from."""
    first, last = start_year(forecasts), last_year(forecasts)
    years = [first, (first + last) // 2, last]
    return years[1:] if indicator.kind == "change" else years


def _extended(breaks: tuple[float, ...], values: Floats, decimals: int) -> tuple[float, ...]:
    """Part an outer class in two where it is crowded, as long as the colours can be told apart.

    Examples
    --------
    >>> _extended((16.0, 19.0, 22.0, 26.0), np.array([20.0, 27.0, 28.0, 30.0, 31.0, 35.0]), 1)
    (16.0, 19.0, 22.0, 26.0, 30.0)
    """
    known = values[np.isfinite(values)]
    if not known.size or len(breaks) + 1 >= MAX_CLASSES:
        return breaks
    above, below = known[known >= breaks[-1]], known[known < breaks[0]]
    crowd = max(above, below, key=len)
    if len(crowd) < CROWDED * len(known):
        return breaks
    edge = [e for e in tidy([float(np.median(crowd))], crowd, decimals) if not breaks[0] <= e <= breaks[-1]]
    return tuple(sorted({*breaks, *edge}))
