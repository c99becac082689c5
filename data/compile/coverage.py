"""Choose which figures are shipped: everything of the county, and of the others what comparing needs."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from data.compile.harmonise import additive, which
from data.compile.report import Report
from data.schema import AGE_OPEN, FACT_KEY, Level

ELSEWHERE: Final = re.compile(
    r"population|population_census2011|births|deaths|moves_in|moves_out|foreigners|germans|immigra\w+|descendants|households\w*|marital_\w+"
)
"""Variables shipped for municipalities of the state outside the county."""

ALL_AGES_ELSEWHERE: Final = ("moves_in", "moves_out", "deaths")
"""Of these only the totals over all ages are shipped there."""

ONLY_INSIDE: Final = {Level.AMT.value, Level.MITTELBEREICH.value, Level.PLANUNGSREGION.value}

PRIORITY: Final = (
    r"\d{5}-\d\d-\d\d-5(-B)?",
    r"\d{5}-\d\d-\d\d-4",
    r"Zensus2022-.*",
    r"GV100AD",
    r"AuszugGV.*",
    r"\d{5}.*",
    r"INKAR.*",
)
"""Tables by rank where two publish the same figure."""

_KEY: Final = ["item", "region_id", *FACT_KEY[2:]]


def with_towns(facts: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Give a town that is its own county the county's figures at municipality level too.

    The Regionaldatenbank lists such towns with five digits only.
    """
    places = regions[regions["level"] == Level.GEMEINDE.value]
    alone = places[~places["landkreis_id"].duplicated(keep=False)]
    town = dict(zip(alone["landkreis_id"], alone["region_id"], strict=True))
    copies = facts[facts["region_id"].isin(town) & which(facts["item"], additive)]
    copies = copies.assign(region_id=copies["region_id"].map(town))
    together = pd.concat([facts, copies], ignore_index=True)
    return together.drop_duplicates(["table", *_KEY], keep="first")


def restrict(facts: pd.DataFrame, regions: pd.DataFrame, county: str, first_year: int, report: Report) -> pd.DataFrame:
    """Leave out what is not shipped.

    Parameters
    ----------
    facts : pd.DataFrame
        Harmonised facts.
    regions : pd.DataFrame
        Today's regions.
    county : str
        Key of the county the package is about.
    first_year : int
        Earlier population figures by age are left out.
    report : Report
        Takes the number of facts left out.
    """
    level = facts["region_id"].map(regions.set_index("region_id")["level"])
    inside = facts["region_id"].map(regions.set_index("region_id")["landkreis_id"]) == county
    here = (level == Level.GEMEINDE.value) & ~inside
    variable = facts["item"].str.fullmatch(ELSEWHERE.pattern)
    total = (facts["age_from"] == 0) & (facts["age_to"] == AGE_OPEN)
    aged = facts["item"].isin(ALL_AGES_ELSEWHERE) & ~total
    kept = ~here | (variable & ~aged)
    kept &= ~(level.isin(ONLY_INSIDE) & ~inside & (level != Level.MITTELBEREICH.value))
    kept &= (facts["period"].str[:4].astype(int) >= first_year) | ~facts["item"].str.fullmatch(ELSEWHERE.pattern)
    report.say(
        "Angepasst", f"nicht in den Bestand übernommene Werte fremder Gemeinden und früher Jahre: {(~kept).sum()}"
    )
    return facts[kept]


def resolve_overlaps(facts: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Keep one figure where several tables publish the same one: a number before a marker, then by rank of the table."""
    rank = _ranks(facts["table"])
    ordered = facts.assign(blank=facts["value"].isna(), rank=rank).sort_values(
        [*_KEY, "blank", "rank", "table"], kind="stable"
    )
    again = ordered.duplicated(_KEY, keep="first")
    chosen = ordered[~again]
    _report_differences(ordered[again], chosen, report)
    return chosen.drop(columns=["blank", "rank"])


def _ranks(tables: pd.Series) -> pd.Series:
    ranks = {
        table: next((n for n, pattern in enumerate(PRIORITY) if re.fullmatch(pattern, table)), len(PRIORITY))
        for table in tables.unique()
    }
    return tables.map(ranks)


def _report_differences(again: pd.DataFrame, chosen: pd.DataFrame, report: Report) -> None:
    both = again.merge(chosen, on=_KEY, suffixes=("", "_kept"))
    both = both[both["value"].notna() & both["value_kept"].notna()]
    differing = both[(both["value"] - both["value_kept"]).abs() > 0.5]
    report.counts["doppelt veröffentlichte Werte, gleich"] = len(both) - len(differing)
    report.counts["doppelt veröffentlichte Werte, verschieden"] = len(differing)
    report.say("Doppelt veröffentlicht", f"{len(both) - len(differing)} Werte stimmen überein.")
    pairs = differing.groupby(["item", "table_kept", "table"])
    for (item, kept, other), rows in pairs:
        text = f"{item}: {len(rows)} Werte aus {kept} übernommen, {other} weicht ab"
        example = rows.iloc[0]
        place = f"{example['region_id']}, {example['period']}: {example['value_kept']:g} statt {example['value']:g}"
        report.say("Doppelt veröffentlicht", f"{text} (z. B. {place}).")
