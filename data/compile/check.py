"""Check a package: shape, keys, statuses, and that municipalities make their county."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from data.compile import rates, sums
from data.compile.report import Report
from data.errors import SourceFileError
from data.package import load
from data.schema import FACT_COLUMNS, FACT_KEY, REGION_COLUMNS, CensusBase, Level, Sex, Status

_NUMBERS: Final = {Status.MEASURED.value, Status.ESTIMATED.value}


def problems(facts: pd.DataFrame, regions: pd.DataFrame) -> list[str]:
    """Return what is wrong with a package's tables, in German; empty if nothing is.

    Parameters
    ----------
    facts, regions : pd.DataFrame
        Tables as written.
    """
    found = [*_columns(facts, FACT_COLUMNS, "facts"), *_columns(regions, REGION_COLUMNS, "regions")]
    if found:
        return found
    return [*_region_problems(regions), *_fact_problems(facts, regions)]


def _columns(frame: pd.DataFrame, expected: tuple[str, ...], name: str) -> list[str]:
    missing = [column for column in expected if column not in frame.columns]
    return [f"In der Tabelle {name} fehlt die Spalte {column}." for column in missing]


def _region_problems(regions: pd.DataFrame) -> list[str]:
    found = []
    twice = regions.loc[regions["region_id"].duplicated(), "region_id"]
    if len(twice):
        found.append(f"Die Region {twice.iloc[0]} steht zweimal in der Tabelle der Regionen.")
    unknown = sorted(set(regions["level"]) - {level.value for level in Level})
    found += [f"Unbekannte Ebene „{level}“." for level in unknown]
    return found


def _fact_problems(facts: pd.DataFrame, regions: pd.DataFrame) -> list[str]:
    found = []
    twice = facts[facts.duplicated(list(FACT_KEY))]
    if len(twice):
        row = twice.iloc[0]
        found.append(f"Der Wert {row['variable']} für {row['region_id']}, {row['period']} steht zweimal da.")
    strangers = sorted(set(facts["region_id"]) - set(regions["region_id"]))
    found += [f"Für die Region {key} gibt es Werte, aber keinen Eintrag." for key in strangers[:5]]
    for column, kind in (("status", Status), ("census_base", CensusBase), ("sex", Sex)):
        unknown = sorted(set(facts[column]) - {member.value for member in kind})
        found += [f"Unbekannter Eintrag „{entry}“ in {column}." for entry in unknown]
    numbered = facts["status"].isin(_NUMBERS)
    if (numbered & facts["value"].isna()).any() or (~numbered & facts["value"].notna()).any():
        row = facts[numbered == facts["value"].isna()].iloc[0]
        found.append(f"Status und Wert widersprechen sich: {row['variable']} für {row['region_id']}, {row['period']}.")
    if (facts["age_from"] >= facts["age_to"]).any():
        found.append("Eine Altersgruppe endet vor ihrem Anfang.")
    return found


def check_package(folder: Path) -> str:
    """Check a compiled package and tell the result in German.

    Raises
    ------
    SourceFileError
        If something is wrong.
    """
    package = load(folder)
    regions = package.regions.reset_index(drop=True)
    found = problems(package.facts, regions)
    if found:
        raise SourceFileError(folder / "tables/facts.parquet", " ".join(found), "Das Zahlenpaket neu bauen.")
    found = rates.problems(package.schedules, package.projections, regions)
    if found:
        raise SourceFileError(folder / "tables", " ".join(found), "Das Zahlenpaket neu bauen.")
    report = Report()
    report.say("Paket", f"{len(package.facts)} Werte für {len(regions)} Regionen, Kreis {package.county}.")
    beside = f"{len(package.schedules)} Ziffern nach Alter, {len(package.projections)} Werte der Vorausberechnungen."
    report.say("Paket", beside)
    sums.report_differences(sums.compare(package.facts, regions, package.county), report)
    return report.text()
