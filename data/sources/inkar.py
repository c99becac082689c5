"""Reader of INKAR's long tables (BBSR): ready rates, and the counts behind some of them.

Rates are kept as published. For doctors and for people on SGB II the count behind a rate is reconstructed with
the population, so that it can be added up; such counts are estimates.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from data.errors import SourceFileError
from data.schema import AGE_OPEN, CensusBase, Sex, Status
from data.sources.register import NATION, RAW_COLUMNS
from data.sources.text import head, read_text

TABLE: Final = "INKAR"
RATE: Final = "inkar_rate:"
"""Start of the item of a rate that :func:`reconstruct` turns into a count."""

REMEDY: Final = "Die Tabelle bei inkar.de neu herunterladen und unverändert ablegen."
RATES_HEADER: Final = ("raumbezug", "kennziffer", "name", "zeitbezug", "kuerzel", "wert")
COUNTS_HEADER: Final = ("ags", "name", "indicator", "year", "value")
COUNTS: Final = {"unemployed": "unemployed", "pop_15_64": "population_15_65"}
KEY_DIGITS: Final = {"Gemeinden": 8, "Kreise": 8, "Bundesländer": 2, "Bund": 3}
FIRST_YEAR_CENSUS_2011: Final = 2011
AREA: Final = "area"
"""Entry of ``per`` for people per square kilometre."""

_INDICATORS: Final = Path(__file__).with_name("inkar_indicators.toml")


@lru_cache(maxsize=1)
def indicators() -> dict[str, dict[str, Any]]:
    """Return what is known about each indicator, by its Kürzel."""
    return tomllib.loads(_INDICATORS.read_text(encoding="utf-8"))


def matches(path: Path) -> bool:
    """Tell whether a file is a long table of rates or of municipal counts."""
    return _layout(head(path)) is not None


def read(path: Path, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Read the rates and counts this project uses as raw facts.

    A rate with a count behind it comes twice: as ready rate, and with the item ``inkar_rate:<Kürzel>`` for
    :func:`reconstruct`.
    """
    content = read_text(path)
    header = _layout(content)
    if header is None:
        raise SourceFileError(path, "Die Kopfzeile passt zu keiner bekannten Tabelle.", REMEDY, 1)
    frame = pd.read_csv(io.StringIO(content), sep=_separator(content), dtype=str, keep_default_na=False)
    frame = frame.assign(line=range(2, len(frame) + 2))
    facts = _rates(path, frame, wanted) if header == RATES_HEADER else _counts(path, frame, wanted)
    twice = facts[facts.duplicated(["key", "item", "period", "sex"])]
    if not twice.empty:
        row = twice.iloc[0]
        problem = f"{row['item'].removeprefix(RATE)} für {row['key']} ({row['period']}) kommt zweimal vor."
        raise SourceFileError(path, problem, REMEDY, int(row["line"]))
    return facts


def reconstruct(rates: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Return the counts behind rates: rate × population ÷ reference number, rounded to the publisher's steps.

    People come in whole numbers, doctors in quarters of a post.

    Parameters
    ----------
    rates : DataFrame
        Raw facts; only those whose item begins with ``inkar_rate:`` are used.
    population : DataFrame
        Population of all ages and both sexes on 31 December: columns ``key``, ``period``, ``value``, of one census
        base. Between two known years it is interpolated; rounding takes up the difference.

    Returns
    -------
    DataFrame
        Raw facts with status ``estimated``; where the rate carries no number its status is kept, where the
        population is unknown there is no row.
    """
    rows = rates[rates["item"].str.startswith(RATE) & ~_dense(rates["item"])].copy()
    short = rows["item"].str.removeprefix(RATE)
    rows["item"] = _told(short, _about("count"), "")
    per = short.map(_about("per")).astype(float)
    people = _yearly(population)
    years = rows["period"].str[:4].astype(int)
    inhabitants = np.array([people.get(place, np.nan) for place in zip(rows["key"], years, strict=True)], dtype=float)
    step = short.map(_about("step")).astype(float).fillna(1.0)
    rows["value"] = (rows["value"] * inhabitants / per / step).round() * step
    measured = rows["status"] == Status.MEASURED
    rows["status"] = rows["status"].where(~measured, Status.ESTIMATED.value)
    return rows[~measured | rows["value"].notna()].reset_index(drop=True)


def people_from_density(rates: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Return the population of years before the first known one: density × area.

    The publisher recalculates old densities onto today's territory, but divides by the area of its time. That area is read
    off the first year that has both: known population ÷ density.

    Parameters
    ----------
    rates : DataFrame
        Raw facts; only densities of municipalities are used, people per square kilometre with two decimals.
    population : DataFrame
        As for :func:`reconstruct`.

    Returns
    -------
    DataFrame
        Raw facts with status ``estimated``, in whole people; none where no year has both.
    """
    rows = rates[_dense(rates["item"]) & (rates["key"].str.len() == KEY_DIGITS["Gemeinden"]) & (rates["value"] > 0)]
    known = population[["key", "period", "value"]].rename(columns={"value": "people"})
    both = rows.merge(known, on=["key", "period"]).sort_values("period").drop_duplicates("key").set_index("key")
    first = rows["key"].map(both["period"])
    rows = rows[first.notna() & (rows["period"] < first)].astype({"value": float})
    area = rows["key"].map(both["people"].astype(float) / both["value"].astype(float)).astype(float)
    early = rows["period"].str[:4].astype(int) < FIRST_YEAR_CENSUS_2011
    base = np.where(early, CensusBase.BEFORE_2011.value, CensusBase.CENSUS_2011.value)
    items = _told(rows["item"].str.removeprefix(RATE), _about("count"), "")
    return rows.assign(
        item=items, value=(rows["value"] * area).round(), status=Status.ESTIMATED.value, census_base=base
    ).reset_index(drop=True)


def _dense(items: pd.Series) -> pd.Series:
    """Return which items are densities."""
    return items.isin([RATE + short for short, per in _about("per").items() if per == AREA])


def _yearly(population: pd.DataFrame) -> dict[tuple[str, int], float]:
    """Return the population by place and year, years in between interpolated."""
    known = population[population["value"] > 0].assign(year=lambda rows: rows["period"].str[:4].astype(int))
    result: dict[tuple[str, int], float] = {}
    for key, rows in known.sort_values("year").groupby("key", sort=True):
        years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
        values = np.interp(years, rows["year"].to_numpy(float), rows["value"].to_numpy(float))
        result |= {(str(key), year): float(value) for year, value in zip(years, values, strict=True)}
    return result


def _layout(content: str) -> tuple[str, ...] | None:
    titles = [title.strip().strip('"').lower() for title in content.split("\n", 1)[0].replace(";", ",").split(",")]
    return next((known for known in (RATES_HEADER, COUNTS_HEADER) if set(known) <= set(titles)), None)


def _separator(content: str) -> str:
    first = content.split("\n", 1)[0]
    return ";" if len(next(csv.reader([first], delimiter=";"))) > 1 else ","


def _rates(path: Path, frame: pd.DataFrame, wanted: Callable[[str], bool] | None) -> pd.DataFrame:
    rows = frame[frame["kuerzel"].isin(indicators())]
    rows = rows.assign(
        key=[_key(path, *row) for row in rows[["raumbezug", "kennziffer", "line"]].itertuples(index=False)]
    )
    rows = _only(rows[rows["key"] != ""], wanted)
    values = _values(path, rows, "wert")
    withheld = rows["kuerzel"].isin(_about("zero"))
    held_back = (values == 0) & (rows["key"].str.len() >= 8) & withheld
    facts = _facts(rows, rows["kuerzel"], values.mask(held_back))
    facts["status"] = np.where(held_back, Status.UNRELIABLE.value, facts["status"])
    facts["sex"] = _told(rows["kuerzel"], _about("sex"), Sex.TOTAL.value)
    facts["period"] = _years(path, rows, "zeitbezug")
    ready = facts.assign(item=_told(rows["kuerzel"], _about("item"), ""))
    ready = ready[ready["item"] != ""]
    behind = facts[facts["item"].isin(_about("count"))]
    stock = behind["item"].isin(_about("stock"))
    behind = behind.assign(period=behind["period"].where(~stock, behind["period"] + "-12-31"))
    return pd.concat([ready, behind.assign(item=RATE + behind["item"])], ignore_index=True)[list(RAW_COLUMNS)]


def _about(word: str) -> dict[str, Any]:
    """Return what is written under a word, for the indicators that have it."""
    return {short: entry[word] for short, entry in indicators().items() if word in entry}


def _told(short: pd.Series, meaning: dict[str, Any], otherwise: str) -> list[str]:
    return [str(meaning.get(key, otherwise)) for key in short]


def _counts(path: Path, frame: pd.DataFrame, wanted: Callable[[str], bool] | None) -> pd.DataFrame:
    rows = frame[frame["indicator"].isin(COUNTS)]
    rows = rows.assign(key=[_key(path, "Gemeinden", *row) for row in rows[["ags", "line"]].itertuples(index=False)])
    rows = _only(rows, wanted)
    facts = _facts(rows, rows["indicator"].map(COUNTS), _values(path, rows, "value"))
    years = _years(path, rows, "year")
    people = rows["indicator"] == "pop_15_64"
    base = np.where(years.astype(int) < FIRST_YEAR_CENSUS_2011, CensusBase.BEFORE_2011, CensusBase.CENSUS_2011)
    facts["census_base"] = np.where(people, base, CensusBase.NONE)
    facts["period"] = years.where(~people, years + "-12-31").to_numpy()
    return facts[list(RAW_COLUMNS)].reset_index(drop=True)


def _facts(rows: pd.DataFrame, items: pd.Series, values: pd.Series) -> pd.DataFrame:
    facts = pd.DataFrame({"key": rows["key"], "name": rows["name"], "item": items, "value": values})
    facts["status"] = np.where(values.isna(), Status.MISSING.value, Status.MEASURED.value)
    facts = facts.assign(sex=Sex.TOTAL.value, age_from=0, age_to=AGE_OPEN, census_base=CensusBase.NONE.value)
    return facts.assign(line=rows["line"], column="wert", table=TABLE, period="")


def _only(rows: pd.DataFrame, wanted: Callable[[str], bool] | None) -> pd.DataFrame:
    return rows if wanted is None else rows[[wanted(key) for key in rows["key"]]]


def _key(path: Path, level: str, key: str, line: int) -> str:
    """Return a region's key as this project writes it; empty for levels it does not know.

    A Verband that comes with the nine digits of its Regionalschlüssel keeps them.
    """
    if level.startswith("Gemeindeverbände"):
        return key if len(key) == 9 and key.isdigit() else ""
    digits = KEY_DIGITS.get(level)
    if digits is None:
        return ""
    if not (key.isdigit() and len(key) == digits):
        reason = (
            "die führende Null fehlt" if key.isdigit() and len(key) == digits - 1 else f"erwartet: {digits} Ziffern"
        )
        raise SourceFileError(path, f"Der Schlüssel „{key}“ ist ungültig: {reason}.", REMEDY, line, "kennziffer")
    return {"Kreise": key[:5], "Bund": NATION}.get(level, key)


def _values(path: Path, rows: pd.DataFrame, column: str) -> pd.Series:
    texts = rows[column].str.strip().str.replace(",", ".")
    values = pd.to_numeric(texts, errors="coerce").astype(float)
    bad = rows[values.isna() & (texts != "")]
    if not bad.empty:
        problem = f"„{bad[column].iloc[0]}“ ist keine Zahl."
        raise SourceFileError(path, problem, REMEDY, int(bad["line"].iloc[0]), column)
    return values


def _years(path: Path, rows: pd.DataFrame, column: str) -> pd.Series:
    bad = rows[~rows[column].str.fullmatch(r"(19|20)\d{2}")]
    if not bad.empty:
        problem = f"„{bad[column].iloc[0]}“ ist kein Jahr; die Spalten sind vertauscht."
        raise SourceFileError(path, problem, REMEDY, int(bad["line"].iloc[0]), column)
    return rows[column]
