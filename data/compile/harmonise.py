"""Bring figures of any territory date onto today's regions.

A merged municipality's figures are added to today's municipality; ``-`` at a key that did not exist at the time is no
figure at all; a sum with an unknown member is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from data.compile.report import Report
from data.schema import FACT_KEY, Level, Status

_GROUP: Final = ["table", "item", "region_id", *FACT_KEY[2:]]
_WEIGHT: Final = {
    Status.SECRET: 6,
    Status.UNRELIABLE: 5,
    Status.PENDING: 4,
    Status.NOT_APPLICABLE: 3,
    Status.MISSING: 2,
    Status.ESTIMATED: 1,
    Status.MEASURED: 0,
}
_STATUS_OF: Final = {weight: status.value for status, weight in _WEIGHT.items()}
CENSUS: Final = "population_census2011"
WITHOUT_NUMBER: Final = 2
"""From this weight on a status carries no number."""


def today_key(key: str) -> str:
    """Region key of a source's key: municipalities inside an association carry 10 or 11 digits in some tables.

    Examples
    --------
    >>> today_key("03352404008"), today_key("0713100090"), today_key("13072043"), today_key("DG")
    ('03352008', '07131090', '13072043', 'DG')
    """
    if len(key) == 11:
        return key[:5] + key[8:]
    return key[:5] + key[7:] if len(key) == 10 else key


def _today_keys(keys: pd.Series) -> pd.Series:
    return keys.map({key: today_key(key) for key in keys.unique()})


def which(texts: pd.Series, test: Callable[[str], bool]) -> pd.Series:
    """Return where a test holds; it is asked once per distinct text."""
    return texts.isin([text for text in texts.unique() if test(text)])


def additive(item: str) -> bool:
    """Whether values of an item may be added up over regions."""
    return not item.startswith(("rate_", "rent_")) and item != "turnout"


def harmonise(raw: pd.DataFrame, regions: pd.DataFrame, mergers: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return the raw facts with ``region_id`` of today's regions, merged municipalities added up.

    Parameters
    ----------
    raw : pd.DataFrame
        Raw facts of all readers.
    regions : pd.DataFrame
        Today's regions.
    mergers : pd.DataFrame
        Columns ``old_id, new_id, valid_from``.
    report : Report
        Takes the counts of what was dropped and summed.
    """
    today = set(regions["region_id"])
    successor = successors(mergers, today)
    facts = raw.assign(own_id=_today_keys(raw["key"]))
    facts = facts[~_not_existing(facts, regions, report)]
    merged = facts["own_id"].map(successor)
    facts["region_id"] = facts["own_id"].where(facts["own_id"].isin(today), merged)
    strangers = facts["region_id"].isna()
    report.count("Schlüssel früherer oder anderer Gebiete ohne heutige Entsprechung", facts.loc[strangers, "key"])
    facts = facts[~strangers]
    facts = _without_double_counts(facts, mergers, report)
    return _add_up(facts, report)


def successors(mergers: pd.DataFrame, today: set[str]) -> dict[str, str]:
    """Return today's key by old key, chains of mergers followed."""
    step = dict(zip(mergers["old_id"], mergers["new_id"], strict=True))
    successor = {}
    for old in step:
        new = step[old]
        for _ in range(len(step)):
            new = new if new in today else step.get(new, new)
        if new in today and old not in today:
            successor[old] = new
    return successor


def _not_existing(facts: pd.DataFrame, regions: pd.DataFrame, report: Report) -> pd.Series:
    """Find rows of nothing but ``-`` at keys that did not exist at the time.

    Such a row is zero only at a municipality of today that had people at the time, in a table that never writes zero
    as ``0`` and speaks about other municipalities of the same county; and only if the table does not name the
    municipality a second time under another key of its own. A table of a census's people has no such zero: who had none
    did not exist.
    """
    by = ["table", "period", "key"]
    silent = facts["nil"] & facts["nil"].groupby([facts[column] for column in by]).transform("all")
    rows = facts.loc[silent, [*by, "own_id"]].drop_duplicates()
    living = set(regions.loc[regions["level"] == Level.GEMEINDE.value, "region_id"])
    places = facts[facts["own_id"].str.len() == 8]
    dashes_are_zero = set(facts["table"]) - set(places.loc[(places["value"] == 0) & ~places["nil"], "table"])
    spoken = places.loc[~silent, ["table", "period", "own_id"]].drop_duplicates()
    speaking = set(spoken.itertuples(index=False, name=None))
    counties = {(table, period, own[:5]) for table, period, own in speaking}
    census = set(facts.loc[facts["item"] == CENSUS, "table"])
    unborn = _without_population(facts)
    zero = [
        own in living
        and table in dashes_are_zero
        and table not in census
        and (table, period, own) not in speaking
        and (table, period, own[:5]) in counties
        and not (own in unborn and _latest(unborn[own], period[:4]))
        for table, period, _, own in rows.itertuples(index=False, name=None)
    ]
    dropped = rows[~np.array(zero, dtype=bool)]
    report.count("Zeilen mit „-“: Gebiet bestand damals nicht", dropped["key"])
    gone = pd.MultiIndex.from_frame(dropped[by])
    return pd.Series(pd.MultiIndex.from_frame(facts[by]).isin(gone), index=facts.index) & silent


def _without_population(facts: pd.DataFrame) -> dict[str, dict[str, bool]]:
    """Per key and year of a municipal population table: whether the key had no population (``-``)."""
    totals = facts[(facts["item"] == "population") & (facts["sex"] == "t") & (facts["own_id"].str.len() == 8)]
    totals = totals[(totals["age_from"] == 0) & (totals["age_to"] == totals["age_to"].max())]
    found: dict[str, dict[str, bool]] = {}
    for own, period, nil in zip(totals["own_id"], totals["period"], totals["nil"], strict=True):
        found.setdefault(own, {})[period[:4]] = bool(nil)
    return {own: years for own, years in found.items() if any(years.values())}


def _latest(years: dict[str, bool], year: str) -> bool:
    """Return what held in the latest known year up to ``year``."""
    known = [known_year for known_year in years if known_year <= year]
    return years[max(known)] if known else years[min(years)]


def _without_double_counts(facts: pd.DataFrame, mergers: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Leave out an old key's figure for a time after its merger if today's key has one of its own."""
    valid_from = dict(zip(mergers["old_id"], mergers["valid_from"], strict=True))
    starts = facts["own_id"].map(valid_from).fillna("")
    first_day = facts["period"].where(facts["period"].str.len() > 4, facts["period"] + "-01-01")
    late = (starts != "") & (first_day >= starts)
    if not late.any():
        return facts
    new = facts[facts["own_id"] == facts["region_id"]]
    own = pd.MultiIndex.from_frame(new[_GROUP])
    double = late & pd.MultiIndex.from_frame(facts[_GROUP]).isin(own)
    report.count("Werte alter Schlüssel, die im neuen schon enthalten sind", facts.loc[double, "key"])
    return facts[~double]


def _add_up(facts: pd.DataFrame, report: Report) -> pd.DataFrame:
    several = facts.duplicated(_GROUP, keep=False)
    alone, together = facts[~several], facts[several]
    ready = ~which(together["item"], additive)
    report.count("Verhältniszahlen zusammengelegter Gemeinden (nicht summierbar)", together.loc[ready, "key"])
    together = together[~ready]
    if together.empty:
        return alone
    sums = sum_statuses(together, _GROUP)
    report.count("auf heutige Gemeinden summierte Werte", together["own_id"])
    first = together.drop_duplicates(_GROUP).drop(columns=["value", "status"]).merge(sums, on=_GROUP)
    return pd.concat([alone, first], ignore_index=True)


def sum_statuses(facts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Add up per group; a group with a member without number has none, and the gravest status of its members.

    Parameters
    ----------
    facts : pd.DataFrame
        Columns ``value``, ``status`` and those of ``by``.
    by : list[str]
        Columns that make a group.

    Returns
    -------
    pd.DataFrame
        One row per group with ``value`` and ``status``.
    """
    weights = facts["status"].map({status.value: weight for status, weight in _WEIGHT.items()}).astype(int)
    grouped = facts.assign(weight=weights).groupby(by, sort=False, as_index=False)
    sums = grouped.agg(value=("value", "sum"), weight=("weight", "max"))
    sums["value"] = sums["value"].where(sums["weight"] < WITHOUT_NUMBER)
    sums["status"] = sums.pop("weight").map(_STATUS_OF)
    return sums
