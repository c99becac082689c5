"""Reader of the BBSR's reference files: assignment of municipalities to Mittelbereiche, and key changes by year."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd

from data.errors import SourceFileError
from data.schema import Sex, Status
from data.sources.register import GEMEINDE, RAW_COLUMNS, population_facts
from data.sources.text import head, read_text
from data.sources.workbook import Cell, rows, sheet_names, text, words

TABLE: Final = "BBSR-Referenz"
REMEDY: Final = "Referenzdatei bei bbsr.bund.de (Raumbeobachtung, Downloads) neu herunterladen und unverändert ablegen."
ASSIGNMENT: Final = {
    "Gemeinden Kennziffer": "ags",
    "Gemeindeverbände Kennziffer": "verband_key",
    "Gemeindeverbände Name": "verband",
    "BBSR-Mittelbereiche Kennziffer": "mittelbereich_id",
    "BBSR-Mittelbereiche Name": "mittelbereich",
}
MITTELBEREICH_DIGITS: Final = 6
POPULATION: Final = re.compile(r"Bevölkerung am (\d{2})\.(\d{2})\.(\d{4})$")
KEYS: Final = re.compile(r"Gemeinden (\d{2}\.\d{2}\.\d{4})$")
NAMES: Final = re.compile(r"Gemeindename \d{4}$")


def matches(path: Path) -> bool:
    """Tell whether a file is one of the two layouts."""
    return _is_assignment(path) or ("schlüssel" in (found := words(path)) and "proportionaler" in found)


def read(path: Path, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Read the population in persons, both sexes together, as raw facts.

    Sheets that give the population in hundreds are passed over: rounded figures are no counts. A file that only
    assigns municipalities has no facts.
    """
    if _is_assignment(path):
        return pd.DataFrame(columns=list(RAW_COLUMNS))
    registers = [_register(path, sheet) for sheet in sheet_names(path)]
    facts = [population_facts(register, TABLE, wanted) for register in registers if register is not None]
    if not facts:
        return pd.DataFrame(columns=list(RAW_COLUMNS))
    together = pd.concat(facts, ignore_index=True)
    return together[together["sex"] == Sex.TOTAL.value].reset_index(drop=True)


def read_assignment(path: Path) -> pd.DataFrame | None:
    """Read which Mittelbereich each municipality belongs to.

    Returns
    -------
    pandas.DataFrame or None
        Columns ``ags``, ``verband_key``, ``verband``, ``mittelbereich_id`` ("MB" and the BBSR's key) and
        ``mittelbereich``; ``None`` for a file of the other layout.
    """
    if not _is_assignment(path):
        return None
    content = read_text(path)
    frame = pd.read_csv(io.StringIO(content), sep=_separator(content), dtype=str, keep_default_na=False)
    missing = [title for title in ASSIGNMENT if title not in frame.columns]
    if missing:
        raise SourceFileError(path, f"Es fehlen die Spalten: {', '.join(missing)}.", REMEDY, 1)
    result = frame[list(ASSIGNMENT)].rename(columns=ASSIGNMENT)
    result["ags"] = [_padded(path, number, key, 8) for number, key in enumerate(result["ags"], start=2)]
    result["mittelbereich_id"] = _mittelbereich_ids(path, result["mittelbereich_id"].tolist())
    twice = result["ags"].duplicated().to_numpy().nonzero()[0]
    if len(twice):
        key = str(result["ags"].iloc[twice[0]])
        raise SourceFileError(path, f"Der Schlüssel {key} kommt zweimal vor.", REMEDY, int(twice[0]) + 2, 1)
    return result


def _mittelbereich_ids(path: Path, keys: list[str]) -> list[str]:
    return [f"MB{_padded(path, line, key, MITTELBEREICH_DIGITS)}" for line, key in enumerate(keys, start=2)]


def _is_assignment(path: Path) -> bool:
    first = head(path).split("\n", 1)[0]
    return "Gemeinden Kennziffer" in first and "Mittelbereiche" in first


def _separator(content: str) -> str:
    first = content.split("\n", 1)[0]
    return ";" if len(next(csv.reader([first], delimiter=";"))) > 1 else ","


def _padded(path: Path, line: int, key: str, digits: int) -> str:
    """Give a key its leading zero back: the BBSR stores keys as numbers."""
    if key.isdigit() and digits - 1 <= len(key) <= digits:
        return key.zfill(digits)
    raise SourceFileError(path, f"„{key}“ ist kein Schlüssel mit {digits} Ziffern.", REMEDY, line, 1)


def _register(path: Path, sheet: str) -> pd.DataFrame | None:
    """Return a sheet's municipalities as a register, or ``None`` if its population is not in persons."""
    content = rows(path, sheet)
    titles = [re.sub(r"\s+", " ", text(cell)) for cell in content[0]] if content else []
    places = {name: _position(titles, pattern) for name, pattern in (("n", POPULATION), ("k", KEYS), ("t", NAMES))}
    if places["n"] is None:
        return None
    if places["k"] is None or places["t"] is None:
        raise SourceFileError(path, f"Im Blatt „{sheet}“ fehlen Schlüssel oder Namen der Gemeinden.", REMEDY, 1)
    day, month, year = POPULATION.fullmatch(titles[places["n"]]).groups()  # type: ignore[union-attr]
    register = pd.DataFrame(
        [
            _row(path, line, row, places["k"], places["t"], places["n"])
            for line, row in enumerate(content[1:], start=2)
            if text(row[0])
        ]
    )
    register = register.assign(record=GEMEINDE, population_date=f"{year}-{month}-{day}", status=Status.MEASURED.value)
    return register.drop_duplicates(["key", "population"]).assign(male=float("nan"))


def _position(titles: list[str], pattern: re.Pattern[str]) -> int | None:
    return next((i for i, title in enumerate(titles) if pattern.fullmatch(title)), None)


def _row(path: Path, line: int, row: list[Cell], key: int, name: int, population: int) -> dict[str, object]:
    count = row[population]
    if not isinstance(count, int | float) or count != int(count):
        raise SourceFileError(path, f"„{text(count)}“ ist keine ganze Zahl.", REMEDY, line, population + 1)
    ags = _padded(path, line, text(row[key]), 8)
    return {"key": ags, "ags": ags, "name_official": text(row[name]), "population": float(count), "line": line}
