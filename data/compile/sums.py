"""Add up: counties and states that no table publishes, and the check of those it does."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.compile.harmonise import additive, sum_statuses, which
from data.compile.report import Report
from data.schema import FACT_KEY, Level, Status

NOT_OVER_REGIONS: Final = (
    "moves_in",
    "moves_out",
    "county_moves_in",
    "county_moves_out",
    "commuters_in",
    "commuters_out",
)
"""Moves and commuting over borders: inside a larger region they cancel out, so municipalities do not add up."""

_ROUNDED: Final = "Der Herausgeber rundet jede Gemeinde für sich auf volle Einheiten."
_REASONS: Final = {
    "zensus2022": "Zensus 2022: Geheimhaltung mit kleinen Zufallswerten (Cell-Key); Teile ergeben nicht genau das Ganze.",
    "inkar": (
        "INKAR: Gemeindewerte sind aus gerundeten Raten zurückgerechnet oder anders abgegrenzt als der Kreiswert; "
        "für den Kreis gilt der Kreiswert."
    ),
    "13211": "Jahresmittel aus zwölf Monaten, für jede Gemeinde einzeln gerundet.",
    "33111": f"{_ROUNDED} Gemeindefreie Gebiete zählen zum Kreis, aber zu keiner Gemeinde.",
    "71231": _ROUNDED,
    "73111": _ROUNDED,
}
"""Why municipalities of a source need not make exactly their county."""

_NUMBERS: Final = (Status.MEASURED.value, Status.ESTIMATED.value)
_FACT: Final = ["variable", *FACT_KEY[2:]]


def adds_up(variable: str) -> bool:
    """Whether the municipalities' figures of a variable make their county's."""
    return additive(variable) and variable not in NOT_OVER_REGIONS


def fill_parents(facts: pd.DataFrame, regions: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Add sums of municipalities for counties and the state where nothing is published for them.

    A sum is made only if every municipality has a number.
    """
    parts = [facts]
    for level, column in ((Level.LANDKREIS, "landkreis_id"), (Level.LAND, "land_id")):
        parts.append(_sums_for(facts, regions, level, column, report))
    return pd.concat(parts, ignore_index=True)


def municipal_sums(facts: pd.DataFrame, regions: pd.DataFrame, column: str) -> pd.DataFrame:
    """Add up all municipalities per parent region, only where every one of them has a fact.

    Parameters
    ----------
    facts : pd.DataFrame
        Facts in the package's columns.
    regions : pd.DataFrame
        Today's regions.
    column : str
        Column of ``regions`` with the parent's id.
    """
    places = regions[regions["level"] == Level.GEMEINDE.value].set_index("region_id")[column]
    members = facts[facts["region_id"].isin(places.index) & which(facts["variable"], adds_up)]
    members = members.assign(region_id=members["region_id"].map(places))
    by = ["region_id", *_FACT]
    sums = sum_statuses(members, by)
    about = members.groupby(by, sort=False, as_index=False).agg(
        members=("value", "size"), source_id=("source_id", "first"), sources=("source_id", "nunique")
    )
    sums = sums.merge(about, on=by)
    return sums[sums["members"] == sums["region_id"].map(places.value_counts())]


def _sums_for(facts: pd.DataFrame, regions: pd.DataFrame, level: Level, column: str, report: Report) -> pd.DataFrame:
    sums = municipal_sums(facts, regions, column)
    sums = sums[sums["status"].isin(_NUMBERS)]
    known = pd.MultiIndex.from_frame(facts[["region_id", *_FACT]])
    new = sums[~pd.MultiIndex.from_frame(sums[["region_id", *_FACT]]).isin(known)]
    for variable, rows in new.groupby("variable"):
        periods = f"{rows['period'].min()} bis {rows['period'].max()}"
        report.say("Aus Gemeinden summiert", f"{variable} für {rows['region_id'].nunique()} × {level.value}, {periods}")
    return new[[column for column in facts.columns if column in new.columns]]


def compare(facts: pd.DataFrame, regions: pd.DataFrame, county: str) -> pd.DataFrame:
    """Put published county figures beside the sums of the municipalities.

    Returns
    -------
    pd.DataFrame
        Key columns, ``value`` (sum), ``published`` and ``difference``, only where both have a number.
    """
    mine = regions[(regions["level"] == Level.GEMEINDE.value) & (regions["landkreis_id"] == county)]
    sums = municipal_sums(facts, mine, "landkreis_id")
    published = facts.loc[facts["region_id"] == county, [*_FACT, "value", "source_id"]]
    both = sums.merge(published, on=_FACT, suffixes=("", "_published"))
    both = both.rename(columns={"value_published": "published"}).dropna(subset=["value", "published"])
    return both.assign(difference=both["value"] - both["published"])


def report_differences(compared: pd.DataFrame, report: Report) -> None:
    """Tell where municipalities do not make the county, and why."""
    report.say("Summen", f"{len(compared)} Summen mit dem veröffentlichten Kreiswert verglichen.")
    off = compared[compared["difference"].abs() > 0.5]
    report.counts["Summen ungleich Kreiswert"] = len(off)
    for source, rows in off.groupby("source_id", observed=True):
        worst = rows.iloc[int(rows["difference"].abs().to_numpy().argmax())]
        what = f"{len(rows)} Abweichungen, die größte bei {worst['variable']} ({worst['difference']:+.0f} von {worst['published']:.0f})"
        report.say("Summen", f"{source}: {what}. {explanation(str(source), str(worst['status'])) or 'Ohne Erklärung!'}")


def explanation(source_id: str, status: str) -> str:
    """Reason why a sum differs from the published value; empty if there is no good one.

    Examples
    --------
    >>> explanation("12411-01-01-5", "measured")
    ''
    """
    if status == Status.ESTIMATED.value and source_id != "inkar":
        return "Gemeindewerte sind aus gerundeten Verhältniszahlen zurückgerechnet."
    return next((reason for start, reason in _REASONS.items() if source_id.startswith(start)), "")
