"""What municipalities are compared by when the question is "who is like us?": figures of the whole state, put on common scales.

Every figure is a catalogue indicator at the newest time for which nearly all municipalities of the state have a number, or a distance or
kind of place from :mod:`indicators.settlement`. For the *distance* between places

- sizes, densities and kilometres are taken on a compressed scale (logarithm, square root): twice as many is the same step everywhere;
- shares and changes of small places are drawn towards the middle municipality of the state, by their reliability
  ``r = τ² / (τ² + σ²)`` (empirical Bayes; τ² is the spread between places, σ² the chance variation expected at this size);
- one unit is the span in which nine of ten municipalities lie (5th to 95th percentile), so a few extreme places do not set the scale.

What is *shown* is always the published figure with its counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.schema import Level
from indicators import settlement
from indicators.catalogue import Band, Catalogue, Indicator
from indicators.evaluate import Evaluator, Moment

Floats = npt.NDArray[np.float64]
Scale = Literal["log", "root", "plain"]
NEARLY_ALL: Final = 0.9
"""A time counts when so large a part of the municipalities asked has a number then."""
ASKED: Final = 48
"""So many municipalities of the state are asked, to find the newest time."""
TURNOVER: Final = 1.7
"""Births, deaths, arrivals and departures per inhabitant in ten years (Mecklenburg-Vorpommern 2015: 0.167 in the year)."""
INNER: Final = (5.0, 95.0)
"""Percentiles between which nine of ten municipalities lie."""
CENTRE_GROUP: Final = "lage"
TYPE: Final = "art"


@dataclass(frozen=True)
class Rule:
    """How one feature is made: group it belongs to, catalogue indicator, ages, scale, and what makes it vary by chance."""

    id: str
    group: str
    indicator: str
    scale: Scale = "plain"
    band: Band | None = None
    noise: Literal["", "share", "turnover"] = ""


RULES: Final = (
    Rule("groesse", "groesse", "einwohner", "log"),
    Rule("dichte", "dichte", "dichte", "log"),
    Rule("kinder", "alter", "anteil_unter_16", noise="share"),
    Rule("jugend", "alter", "anteil_altersgruppe", band=(16, 25), noise="share"),
    Rule("aeltere", "alter", "anteil_67", noise="share"),
    Rule("allein", "haushalte", "einpersonenhaushalte", noise="share"),
    Rule("einwanderung", "einwanderung", "einwanderungsgeschichte", noise="share"),
    Rule("entwicklung", "entwicklung", "einwohner_10_jahre", noise="turnover"),
)
GROUPS: Final = ("groesse", "dichte", "alter", "haushalte", "entwicklung", CENTRE_GROUP, TYPE, "einwanderung")
"""Groups of features in the order in which they are offered."""


@dataclass(frozen=True)
class Feature:
    """One feature of all municipalities; arrays go with :attr:`Features.ids`.

    Attributes
    ----------
    id, group : str
        Its names.
    value : Floats
        As published, in the unit people read (inhabitants, per km², %, km); NaN where there is no number.
    numerator, denominator : Floats
        The counts behind it; NaN where there are none.
    reliability : Floats
        Between 0 and 1: how much of the published value counts for the distance; 1 where chance plays no part.
    position : Floats
        Place on the common scale, in spans of nine of ten municipalities; NaN where there is no number.
    indicator : Indicator | None
        The catalogue entry; ``None`` for kilometres.
    moment : Moment | None
        The time it speaks of.
    names : tuple[str, ...]
        For kilometres: the centre they lead to.
    source_ids : frozenset[str]
        Sources of the figures.
    """

    id: str
    group: str
    value: Floats
    numerator: Floats
    denominator: Floats
    reliability: Floats
    position: Floats
    indicator: Indicator | None = None
    moment: Moment | None = None
    names: tuple[str, ...] = ()
    source_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Features:
    """All features of the municipalities of a state.

    Attributes
    ----------
    ids : tuple[str, ...]
        Keys of the municipalities, in order.
    features : tuple[Feature, ...]
        What they are compared by.
    types : tuple[SettlementType, ...]
        Derived kind of each place.
    missing : tuple[str, ...]
        Groups that this package has no figures for.
    points : Floats
        Centre points as (lon, lat) in degrees, shape (places, 2).
    """

    ids: tuple[str, ...]
    features: tuple[Feature, ...]
    types: tuple[settlement.SettlementType, ...]
    missing: tuple[str, ...]
    points: Floats

    def __getitem__(self, feature_id: str) -> Feature:
        return next(f for f in self.features if f.id == feature_id)


def features_of(evaluator: Evaluator, catalogue: Catalogue) -> Features:
    """Collect the features of all municipalities of the package's state."""
    table = evaluator.package.regions
    places = table[table["level"] == Level.GEMEINDE.value].sort_index()
    ids = [str(key) for key in places.index]
    counted = _counted(evaluator, ids)
    found = [_from_catalogue(evaluator, catalogue[rule.indicator], rule, ids, counted) for rule in RULES]
    points, centres = places[["lon", "lat"]].to_numpy(dtype=float), evaluator.package.centres
    kilometres, high = _ways(points, centres)
    level_of = dict(zip(centres["region_id"], centres["level"], strict=True))
    types = tuple(
        settlement.settlement_type(str(name), str(level_of.get(key, "")), km)
        for key, name, km in zip(ids, places["name_official"], high, strict=True)
    )
    known = tuple(f for f in (*found, *kilometres) if f is not None)
    missing = tuple(group for group in GROUPS if group != TYPE and group not in {f.group for f in known})
    return Features(tuple(ids), known, types, missing, points)


def _ways(points: Floats, centres: pd.DataFrame) -> tuple[list[Feature], Floats]:
    """Give the features of the distances, and the kilometres to the next Oberzentrum; no feature without central places."""
    found: list[Feature] = []
    high = np.full(len(points), np.nan)
    for key, levels in (("zentrum", (settlement.HIGH, settlement.MIDDLE)), ("oberzentrum", (settlement.HIGH,))):
        km, names = settlement.nearest(points, centres, levels)
        high = km if levels == (settlement.HIGH,) else high
        if np.isfinite(km).any():
            blank, full = np.full(len(km), np.nan), np.ones(len(km))
            found.append(
                Feature(key, CENTRE_GROUP, km, blank, blank, full, positions(km, "root", full), names=tuple(names))
            )
    return found, high


def _from_catalogue(
    evaluator: Evaluator, indicator: Indicator, rule: Rule, ids: Sequence[str], counted: Sequence[str]
) -> Feature | None:
    """Evaluate one indicator for all municipalities; ``None`` if there is no time at which nearly all have a number."""
    moment = _newest(evaluator, indicator, rule, counted)
    if moment is None:
        return None
    rows = evaluator.evaluate(indicator, counted, [moment], rule.band).set_index("region_id").reindex(list(ids))
    value, top, bottom = (rows[name].to_numpy(dtype=float) for name in ("value", "numerator", "denominator"))
    chance = _chance(rule, value / indicator.factor, bottom) * indicator.factor**2
    trust = reliabilities(value, chance)
    sources = frozenset(str(s) for each in rows["source_ids"].dropna() for s in each)
    return Feature(
        rule.id, rule.group, value, top, bottom, trust, positions(value, rule.scale, trust),
        indicator, moment, source_ids=sources,
    )  # fmt: skip


def _newest(evaluator: Evaluator, indicator: Indicator, rule: Rule, counted: Sequence[str]) -> Moment | None:
    """Find the newest time at which nearly all of a few municipalities, evenly spaced by key, have a number."""
    asked = counted[:: max(len(counted) // ASKED, 1)]
    for moment in reversed([m for m in evaluator.moments(indicator) if not m.years]):
        value = evaluator.evaluate(indicator, asked, [moment], rule.band)["value"].to_numpy(dtype=float)
        if np.isfinite(value).mean() >= NEARLY_ALL:
            return moment
    return None


def _counted(evaluator: Evaluator, ids: Sequence[str]) -> list[str]:
    """Keep the places whose inhabitants are known at any time; the others would only be searched for, time after time."""
    facts = evaluator.package.facts
    known = set(facts.loc[facts["variable"] == "population", "region_id"].astype(str))
    return [key for key in ids if key in known]


def _chance(rule: Rule, share: Floats, people: Floats) -> Floats:
    """Variance that chance alone would give a place of this size: p (1 − p) / n for a share, turnover / n for a change."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if rule.noise == "share":
            middle = float(np.nanmedian(share))
            return middle * (1 - middle) / people
        if rule.noise == "turnover":
            return TURNOVER / people
    return np.zeros(len(share))


def reliabilities(value: Floats, chance: Floats) -> Floats:
    """How much of each published value is more than chance: τ² / (τ² + σ²).

    Parameters
    ----------
    value : Floats
        Published values; NaN where unknown.
    chance : Floats
        σ²: the variance that chance gives each of them, in squared units of the value.

    Returns
    -------
    Floats
        Between 0 and 1. τ² is the mean squared distance to the median less the mean of σ², at least a hundredth of the former
        (method of moments, James–Stein type estimator).

    Examples
    --------
    >>> reliabilities(np.array([1.0, 2.0, 3.0]), np.zeros(3)).tolist()
    [1.0, 1.0, 1.0]
    """
    known = np.isfinite(value) & np.isfinite(chance)
    if not known.any():
        return np.full(len(value), np.nan)
    spread = float(np.mean((value[known] - np.median(value[known])) ** 2))
    between = max(spread - float(np.mean(chance[known])), spread / 100)
    if between == 0:
        return np.ones(len(value))
    return between / (between + chance)


def positions(value: Floats, scale: Scale, reliability: Floats) -> Floats:
    """Put values on the common scale, in spans of nine of ten municipalities.

    Examples
    --------
    >>> positions(np.arange(0.0, 101.0), "plain", np.ones(101))[[0, 90]].tolist()
    [0.0, 1.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.log(value) if scale == "log" else np.sqrt(value) if scale == "root" else value
    moved = np.where(np.isfinite(moved), moved, np.nan)
    if not np.isfinite(moved).any():
        return np.asarray(moved)
    middle = np.nanmedian(moved)
    drawn = middle + np.where(np.isfinite(reliability), reliability, 1.0) * (moved - middle)
    low, high = np.nanpercentile(drawn, INNER)
    return np.asarray(drawn / (high - low) if high > low else drawn * 0.0)
