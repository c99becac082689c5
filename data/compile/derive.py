"""Counts that no table publishes but that follow from published ones; all of them are estimates."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.compile.harmonise import sum_statuses
from data.schema import AGE_OPEN, CensusBase, Level, Sex, Status
from data.sources import inkar, places

_CELL: Final = ["key", "period", "table"]
_POSTAL_GAP: Final = 0.98
"""Municipal votes below this part of the county's: the postal votes are missing."""


def votes_cast(raw: pd.DataFrame) -> pd.DataFrame:
    """Replace the turnout in percent by the number of people who voted.

    Turnout cannot be added up over municipalities, votes can: turnout × people entitled to vote, rounded.
    """
    turnout = raw[raw["item"] == "turnout"]
    eligible = raw.loc[raw["item"] == "voters_eligible", [*_CELL, "value"]]
    votes = turnout.merge(eligible, on=_CELL, how="left", suffixes=("", "_eligible"))
    votes["value"] = (votes["value"] * votes.pop("value_eligible") / 100).round()
    known = votes["value"].notna() & ~votes["nil"]
    votes["status"] = votes["status"].where(~known, Status.ESTIMATED.value)
    return pd.concat([raw[raw["item"] != "turnout"], votes.assign(item="votes_cast")], ignore_index=True)


def with_totals(raw: pd.DataFrame) -> pd.DataFrame:
    """Add counties, states and the nation to a table that lists municipalities only.

    Every municipality of the file counts, whatever its later fate; associations and city districts, which the file
    lists beside their municipalities or cities, do not.
    """
    associations = {key[:length] for key in set(raw["key"]) if len(key) > 8 for length in (7, 8)}
    places = raw[(raw["key"].str.len() >= 8) & ~raw["key"].isin(associations)]
    county = places["key"].str[:5]
    names = {"DG": "Deutschland"}
    parts = [raw]
    for keys in (county, county.str[:2], pd.Series("DG", index=places.index)):
        silent = places["nil"].groupby([keys, places["period"]]).transform("all")
        members = places.assign(key=keys)[~silent]
        sums = sum_statuses(members, [*_CELL, "item", "sex", "age_from", "age_to", "census_base"])
        parts.append(sums.assign(name=sums["key"].map(names).fillna(""), nil=False, line=0, column=0))
    return pd.concat(parts, ignore_index=True)


def polling_station_votes(facts: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Rename municipal votes that lack the postal ones.

    In several states postal votes are counted for the county only: municipalities then show far fewer valid votes than
    their county. Such figures are kept as votes at the polling station (``votes_cast_urn``, ``votes_valid_urn``), so
    that nobody compares them with totals that include postal votes.

    Parameters
    ----------
    facts : pd.DataFrame
        Harmonised facts with ``item`` and ``region_id``.
    regions : pd.DataFrame
        Today's regions.
    """
    valid = facts[facts["item"] == "votes_valid"]
    counties = valid["region_id"].map(regions.set_index("region_id")["landkreis_id"])
    municipal = valid["region_id"].str.len() == 8
    sums = valid[municipal].groupby([counties[municipal], valid["period"]])["value"].sum()
    published = valid[valid["region_id"].str.len() == 5].groupby(["region_id", "period"])["value"].sum()
    short = sums < _POSTAL_GAP * published.reindex(sums.index)
    without_postal = set(short[short].index)
    votes = facts["item"].isin(("votes_cast", "votes_valid")) & (facts["region_id"].str.len() == 8)
    pairs = zip(facts.loc[votes, "region_id"].str[:5], facts.loc[votes, "period"], strict=True)
    short_of = pd.Series([pair in without_postal for pair in pairs], index=facts.index[votes], dtype=bool)
    renamed = short_of.reindex(facts.index, fill_value=False)
    return facts.assign(item=facts["item"].where(~renamed, facts["item"] + "_urn"))


def population_of_municipalities(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the population of all ages and both sexes at the end of each year, on the base of the 2011 census."""
    rows = (
        (facts["item"] == "population")
        & (facts["sex"] == Sex.TOTAL.value)
        & (facts["age_from"] == 0)
        & (facts["age_to"] == AGE_OPEN)
        & (facts["census_base"] == CensusBase.CENSUS_2011.value)
        & facts["period"].str.endswith("-12-31")
    )
    found = facts.loc[rows, ["region_id", "period", "value"]]
    return found.assign(key=found["region_id"])


def counts_behind_rates(rates: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Estimate the counts behind rates (doctors, people on SGB II, people of early years) with the population of today's regions.

    Parameters
    ----------
    rates : pd.DataFrame
        Raw facts of rates.
    population : pd.DataFrame
        As :func:`population_of_municipalities` returns it.
    """
    counts = pd.concat([inkar.reconstruct(rates, population), inkar.people_from_density(rates, population)])
    return counts[counts["key"].isin(set(population["key"]))].assign(region_id=lambda rows: rows["key"])


def ways(spots: pd.DataFrame, regions: pd.DataFrame, population: pd.DataFrame, county: str) -> pd.DataFrame:
    """Estimate inhabitants × kilometres to the nearest school and station of the county.

    Parameters
    ----------
    spots : pd.DataFrame
        Schools and stations of the county.
    regions : pd.DataFrame
        Today's regions with centre points.
    population : pd.DataFrame
        As :func:`population_of_municipalities` returns it.
    county : str
        Key of the county.
    """
    mine = regions[(regions["level"] == Level.GEMEINDE.value) & (regions["landkreis_id"] == county)]
    facts = places.person_km(population, mine, spots)
    return facts.assign(region_id=facts["key"])
