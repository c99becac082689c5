"""Find today's keys of municipalities and counties that a county reform has given new keys.

A reform of the counties gives every municipality a new key; tables of the time before it list the old ones. No published
table of both keys is at hand, but both sides carry names. So an old municipality is the one of the same state with the
same name in the earliest register, if neither side has that name twice; names that come more than once are told apart by
their county, once the unique ones have shown which counties today's are made of. What is not unique is left out, and so
is a match whose number of people is far from the register's: then the territory is another one.

The table of the census of 2011 has the figures of two municipalities of one name at each other's key. Such a pair shows:
neither county is the sum of its municipalities, and both are once the two are exchanged.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import pandas as pd

from data.compile.harmonise import CENSUS
from data.compile.regions import clean_name
from data.compile.report import Report
from data.schema import AGE_OPEN, Sex
from data.sources.register import GEMEINDE, KREIS

TRANSLATED: Final = (CENSUS, "county_moves_net")
"""Variables whose old keys are translated; all others keep to the keys of their time."""

FAR: Final = 0.25
"""Difference of a municipality's people from the earliest register's above which its territory must be another one."""

SHARE: Final = 0.1
"""Part of an old county's municipalities below which a county of today is no successor of it but shares a name."""

_TOWN: Final = re.compile(r"^(Kreisfreie Stadt|Stadtkreis) ")


@dataclass(frozen=True)
class Predecessors:
    """What became of the keys of the time before a reform.

    Attributes
    ----------
    municipalities : dict[str, str]
        Old key to the key in the earliest register (or in the table of mergers).
    counties : dict[str, str]
        Old county or town to the county of today that took it in whole; a county that was divided has no entry, nor have
        those that its parts were put together with.
    unmatched : dict[str, str]
        Old key to name, of municipalities without a unique counterpart on the same territory.
    exchanged : tuple[tuple[str, str], ...]
        Pairs of old keys whose figures the table has at each other's place.
    """

    municipalities: dict[str, str] = field(default_factory=dict)
    counties: dict[str, str] = field(default_factory=dict)
    unmatched: dict[str, str] = field(default_factory=dict)
    exchanged: tuple[tuple[str, str], ...] = ()


def find(raw: pd.DataFrame, editions: pd.DataFrame, mergers: pd.DataFrame) -> Predecessors:
    """Match old keys to those of the earliest register.

    Parameters
    ----------
    raw : pd.DataFrame
        Raw facts with ``key``, ``name`` and ``nil``; keys of counties that no register knows are old.
    editions : pd.DataFrame
        Registers of several dates, one below the other.
    mergers : pd.DataFrame
        Listed mergers, ``old_id`` and ``old_name``: a municipality may have disappeared before the earliest register.
    """
    old = _old_names(raw, editions)
    new = _new_names(editions, mergers)
    new = new[new.index.str[:2].isin(set(old.index.str[:2]))]
    matched = _unique(old, new)
    heirs = _heirs(matched)
    matched = {key: found for key, found in matched.items() if found[:5] in heirs[key[:5]]}
    rest = old.drop(list(matched))
    for county, names in rest.groupby(rest.index.str[:5]):
        open_keys = new.drop(list(matched.values()))
        matched |= _unique(names, open_keys[open_keys.index.str[:5].isin(heirs.get(str(county), set()))])
    people = _people(raw)
    pairs = _exchanged(old[list(matched)], people)
    matched |= {key: matched[other] for pair in pairs for key, other in (pair, pair[::-1])}
    same = _same_territory(matched, people, editions, mergers)
    unmatched = {str(key): str(name) for key, name in old.drop(list(same)).items()}
    return Predecessors(same, _whole_counties(heirs), unmatched, pairs)


def translate(raw: pd.DataFrame, known: Predecessors, report: Report) -> pd.DataFrame:
    """Return raw facts with old keys of :data:`TRANSLATED` variables replaced.

    The empty rows that such a table already has at the new keys are left out: they say nothing about the time.

    Parameters
    ----------
    raw : pd.DataFrame
        Raw facts.
    known : Predecessors
        As :func:`find` returns it.
    report : Report
        Takes what was matched and what was not.
    """
    if not known.counties and not known.municipalities:
        return raw
    concerned = raw["item"].isin(TRANSLATED)
    old = set(known.municipalities) | set(known.counties)
    reformed = {found[:5] for found in (*known.municipalities.values(), *known.counties.values())}
    empty = concerned & raw["nil"] & raw["key"].str[:5].isin(reformed) & ~raw["key"].isin(old)
    places = raw[concerned & raw["key"].isin(known.municipalities)]
    places = places.assign(key=places["key"].map(known.municipalities))
    counties = _complete(raw[concerned & raw["key"].isin(known.counties)], known.counties)
    _tell(known, report)
    return pd.concat([raw[~empty & ~(concerned & raw["key"].isin(old))], places, counties], ignore_index=True)


def _complete(rows: pd.DataFrame, counties: dict[str, str]) -> pd.DataFrame:
    """Return the figures of old counties at the key of today's, wherever a table has all parts of it for a period."""
    silent = rows["nil"].groupby([rows[name] for name in ("table", "item", "period", "key")]).transform("all")
    rows = rows[~silent].assign(today=rows["key"].map(counties))
    parts = rows.groupby(["table", "item", "period", "today"])["key"].transform("nunique")
    full = parts == rows["today"].map(Counter(counties.values()))
    return rows[full].assign(key=rows["today"]).drop(columns="today")


def _tell(known: Predecessors, report: Report) -> None:
    report.say("Frühere Schlüssel", f"{len(known.municipalities)} Gemeinden über den Namen zugeordnet.")
    for one, other in known.exchanged:
        report.say("Frühere Schlüssel", f"{one} und {other} vertauscht: erst so ergeben die Gemeinden ihre Kreise.")
    for county, today in sorted(known.counties.items()):
        report.say("Frühere Schlüssel", f"Kreis {county} ist ganz in {today} aufgegangen.")
    for key, name in sorted(known.unmatched.items()):
        report.say("Frühere Schlüssel", f"ohne eindeutige Entsprechung, weggelassen: {name} ({key})")


def _old_names(raw: pd.DataFrame, editions: pd.DataFrame) -> pd.Series:
    """Return names by old key of municipalities that had people, towns that were their own county among them."""
    counties = set(editions.loc[editions["record"] == KREIS, "key"])
    rows = raw[raw["item"].isin(TRANSLATED) & ~raw["nil"] & raw["key"].str.len().isin((5, 8))]
    rows = rows[~rows["key"].str[:5].isin(counties)].drop_duplicates("key")
    towns = rows["name"].str.strip().str.match(_TOWN)
    rows = rows[(rows["key"].str.len() == 8) | towns]
    return pd.Series(rows["name"].map(_plain).to_numpy(), index=rows["key"].to_numpy(), dtype=object)


def _new_names(editions: pd.DataFrame, mergers: pd.DataFrame) -> pd.Series:
    first = editions[editions["territory_date"] == editions["territory_date"].min()]
    places = first[first["record"] == GEMEINDE]
    listed = dict(zip(mergers["old_id"], mergers["old_name"], strict=True))
    names = listed | dict(zip(places["ags"], places["name_official"], strict=True))
    return pd.Series({key: _plain(name) for key, name in names.items()}, dtype=object)


def _plain(name: str) -> str:
    """Return a name for comparing: without titles, blanks and capitals."""
    return clean_name(_TOWN.sub("", name.strip())).replace(" ", "").lower()


def _unique(old: pd.Series, new: pd.Series) -> dict[str, str]:
    """Return old key to new key where a name comes exactly once on either side, state by state."""
    own = [(str(key)[:2], name) for key, name in old.items()]
    other = [(str(key)[:2], name) for key, name in new.items()]
    counts, others = Counter(own), Counter(other)
    found = dict(zip(other, new.index, strict=True))
    return {
        str(key): str(found[name])
        for key, name in zip(old.index, own, strict=True)
        if counts[name] == 1 and others[name] == 1
    }


def _people(raw: pd.DataFrame) -> pd.Series:
    """Return the published numbers of people by key, as the table lists them."""
    rows = raw[(raw["item"] == CENSUS) & (raw["sex"] == Sex.TOTAL.value)]
    rows = rows[(rows["age_from"] == 0) & (rows["age_to"] == AGE_OPEN)]
    return rows.drop_duplicates("key").set_index("key")["value"].astype(float)


def _exchanged(names: pd.Series, people: pd.Series) -> tuple[tuple[str, str], ...]:
    """Return pairs of one name whose exchange makes both their counties the sum of their municipalities."""
    places = people[people.index.str.len() == 8]
    gaps = (places.groupby(places.index.str[:5]).sum() - people.reindex(places.index.str[:5].unique())).round()
    off = gaps[gaps != 0].dropna()
    gap_of = {str(county): float(gap) for county, gap in off.items()}
    found = []
    for _, keys in names[names.index.str[:5].isin(off.index)].groupby(names):
        for one, other in combinations(sorted(str(key) for key in keys.index), 2):
            more = people[one] - people[other]
            if more and (gap_of[one[:5]], gap_of[other[:5]]) == (more, -more):
                found.append((one, other))
    return tuple(found)


def _same_territory(
    matched: dict[str, str], people: pd.Series, editions: pd.DataFrame, mergers: pd.DataFrame
) -> dict[str, str]:
    """Keep matches whose people are near those of the earliest register; matches without such a number stay.

    A municipality that had been merged before that register counts with the one it went into.
    """
    first = editions[editions["territory_date"] == editions["territory_date"].min()]
    places = first[first["record"] == GEMEINDE]
    then = dict(zip(places["ags"], places["population"].astype(float), strict=True))
    gone = {old: new for old, new in zip(mergers["old_id"], mergers["new_id"], strict=True) if old not in then}
    whole = {old: gone.get(new, new) for old, new in matched.items()}
    now = people.reindex(list(matched)).groupby(list(whole.values())).sum(min_count=1).to_dict()
    far = {new for new, number in now.items() if abs(number / (then.get(new) or math.nan) - 1) > FAR}
    return {old: new for old, new in matched.items() if whole[old] not in far}


def _heirs(matched: dict[str, str]) -> dict[str, set[str]]:
    """Return old county to the counties that a fair part of its municipalities belongs to."""
    pairs = Counter((old[:5], new[:5]) for old, new in matched.items())
    sizes = Counter(old[:5] for old in matched)
    heirs: dict[str, set[str]] = {old: set() for old in sizes}
    for (old, new), number in pairs.items():
        if number >= SHARE * sizes[old]:
            heirs[old].add(new)
    return heirs


def _whole_counties(heirs: dict[str, set[str]]) -> dict[str, str]:
    """Return old counties and towns that went into one of today's whole, where today's is made of such ones only."""
    whole = {old: next(iter(new)) for old, new in heirs.items() if len(new) == 1}
    divided = {new for old, found in heirs.items() if old not in whole for new in found}
    return {old: new for old, new in whole.items() if new not in divided}
