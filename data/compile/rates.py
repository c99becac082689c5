"""Tables beside the facts: rates by age, and the official projections."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np
import pandas as pd

from data.compile import scan
from data.compile.report import Report
from data.compile.sources import source_of
from data.errors import SourceFileError
from data.schema import (
    AGE_OPEN,
    PROJECTION_COLUMNS,
    PROJECTION_KEY,
    SCHEDULE_COLUMNS,
    SCHEDULE_KEY,
    Level,
    Sex,
)
from data.sources import official_projections

SCHEDULE_TYPES: Final = {"year_from": "int16", "year_to": "int16", "age": "int16", "value": "float64"}
PROJECTION_TYPES: Final = {"age_from": "int16", "age_to": "int16", "persons": "int64", "unit_rounding": "int16"}
_QX: Final = "qx"
_SEXES: Final = {sex.value for sex in Sex}


def schedules(inventory: scan.Inventory, report: Report) -> pd.DataFrame:
    """Return the rates of all files, each once.

    Parameters
    ----------
    inventory : scan.Inventory
        Files by reader.
    report : Report
        Takes what was read, and how often two files agree.

    Returns
    -------
    pd.DataFrame
        ``SCHEDULE_COLUMNS``, sorted by key; empty without such files.

    Raises
    ------
    SourceFileError
        If a file is bad, or two files give different values for the same rate.
    """
    rates = _all(inventory, scan.SCHEDULES)
    if rates.empty:
        report.say("Fehlt", "Sterbetafeln und Geburtenziffern nach Alter liegen nicht vor (12621-0001, 12612-0008)")
        return pd.DataFrame(columns=list(SCHEDULE_COLUMNS)).astype(SCHEDULE_TYPES)
    key = list(SCHEDULE_KEY)
    differing = rates[rates.groupby(key)["value"].transform("nunique") > 1]
    if not differing.empty:
        row = differing.iloc[-1]
        problem = f"Der Wert für {row['period']}, Alter {row['age']}, ist ein anderer als in einer zweiten Datei."
        raise SourceFileError(Path(row["file"]), problem, "Eine der beiden Dateien entfernen.", int(row["line"]))
    again = rates.duplicated(key)
    if again.any():
        report.say("Doppelt veröffentlicht", f"{int(again.sum())} Ziffern nach Alter stehen in zwei Dateien gleich.")
    rates = rates[~again]
    for measure, rows in rates.groupby("measure"):
        report.say("Ziffern nach Alter", f"{measure}: {rows['period'].min()} bis {rows['period'].max()}")
    rates = rates.assign(source_id=rates["table"].map({table: source_of(table) for table in rates["table"].unique()}))
    return rates[list(SCHEDULE_COLUMNS)].sort_values(key, ignore_index=True).astype(SCHEDULE_TYPES)


def projections(inventory: scan.Inventory, regions: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return the official projections of the package's state and of Germany.

    Parameters
    ----------
    inventory : scan.Inventory
        Files by reader.
    regions : pd.DataFrame
        Regions of the package; a state is found by its name.
    report : Report
        Takes what is used.

    Returns
    -------
    pd.DataFrame
        ``PROJECTION_COLUMNS``, sorted by key; empty without such files.

    Raises
    ------
    SourceFileError
        If a file is bad, or a projection is offered twice.
    """
    rows = _all(inventory, (official_projections,))
    if rows.empty:
        report.say("Fehlt", "Die Vorausberechnungen von Bund und Ländern liegen nicht vor")
        return pd.DataFrame(columns=list(PROJECTION_COLUMNS)).astype(PROJECTION_TYPES)
    large = regions[regions["level"].isin([Level.LAND.value, Level.BUND.value])]
    known = dict(zip(large["name"], large["region_id"], strict=True)) | {key: key for key in large["region_id"]}
    rows = rows.assign(region_id=rows["region"].map(known), unit_rounding=official_projections.UNIT)
    rows = rows.dropna(subset="region_id")
    twice = rows[rows.duplicated(list(PROJECTION_KEY))]
    if not twice.empty:
        row = twice.iloc[0]
        problem = f"Die {row['round']} für {row['region']} liegt zweimal vor."
        raise SourceFileError(Path(row["file"]), problem, "Eine der beiden Dateien entfernen.", int(row["line"]))
    for (region, name), part in rows.groupby(["region_id", "round"]):
        variants = ", ".join(sorted(set(part["variant"])))
        report.say("Vorausberechnungen", f"{name} für {region}: {variants}, bis {part['date'].max()}")
    rows = rows.assign(source_id=rows["table"].map({table: source_of(table) for table in rows["table"].unique()}))
    rows = rows[list(PROJECTION_COLUMNS)].sort_values(list(PROJECTION_KEY), ignore_index=True)
    return rows.astype(PROJECTION_TYPES)


def _all(inventory: scan.Inventory, readers: tuple[ModuleType, ...]) -> pd.DataFrame:
    frames = [reader.read(path).assign(file=str(path)) for reader in readers for path in inventory.of(reader)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def problems(schedules: pd.DataFrame, projections: pd.DataFrame, regions: pd.DataFrame) -> list[str]:
    """Return what is wrong with the two tables, in German; empty if nothing is.

    Parameters
    ----------
    schedules, projections, regions : pd.DataFrame
        Tables as written.
    """
    found = [*_schedule_problems(schedules), *_projection_problems(projections)]
    strangers = (set(schedules["region_id"]) | set(projections["region_id"])) - set(regions["region_id"])
    return [*found, *(f"Für die Region {key} gibt es Ziffern, aber keinen Eintrag." for key in sorted(strangers))]


def _schedule_problems(rates: pd.DataFrame) -> list[str]:
    found = []
    if rates.duplicated(list(SCHEDULE_KEY)).any():
        row = rates[rates.duplicated(list(SCHEDULE_KEY))].iloc[0]
        found.append(f"Die Ziffer {row['measure']} für {row['period']}, Alter {row['age']}, steht zweimal da.")
    chance = rates["measure"] == _QX
    if not rates.loc[chance, "value"].between(0, 1).all():
        found.append("Eine Sterbewahrscheinlichkeit liegt nicht zwischen 0 und 1.")
    if rates["value"].isna().any() or (rates["value"] < 0).any():
        found.append("Eine Ziffer nach Alter fehlt oder ist negativ.")
    if not set(rates["sex"]) <= _SEXES:
        found.append("Unbekannter Eintrag in sex bei den Ziffern nach Alter.")
    ages = rates.groupby(["measure", "region_id", "period", "sex"], observed=True)["age"].agg(["min", "max", "size"])
    gaps = ages[ages["max"] - ages["min"] + 1 != ages["size"]]
    if len(gaps):
        found.append(f"Bei {gaps.index[0][0]} für {gaps.index[0][2]} fehlen Altersjahre.")
    return found


def _projection_problems(rows: pd.DataFrame) -> list[str]:
    found = []
    if rows.duplicated(list(PROJECTION_KEY)).any():
        row = rows[rows.duplicated(list(PROJECTION_KEY))].iloc[0]
        found.append(f"Die {row['round']} für {row['region_id']}, {row['date']}, steht zweimal da.")
    if (rows["persons"] < 0).any() or not set(rows["sex"]) <= _SEXES:
        found.append("Eine Vorausberechnung enthält einen unmöglichen Wert.")
    single = rows[(rows["age_from"] != 0) | (rows["age_to"] != AGE_OPEN)]
    by = ["region_id", "round", "variant", "date", "sex"]
    counted = single.groupby(by, observed=True)["age_from"].agg(["min", "max", "size"])
    gaps = (counted["min"] != 0) | (counted["max"] + 1 != counted["size"])
    if np.any(gaps):
        found.append(f"In der {counted.index[gaps][0][1]} für {counted.index[gaps][0][0]} fehlen Altersjahre.")
    return found
