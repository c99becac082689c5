"""Central places: the towns that serve their surroundings, as the states' spatial plans name them; a table kept by hand.

Columns: ``land_id`` (key of the state for whose municipalities the row counts, two digits), ``ags`` (key of the municipality, eight
digits), ``name``, ``stufe`` (Oberzentrum or Mittelzentrum), ``lon`` and ``lat`` (degrees; empty where the package knows the
municipality), ``quelle`` (the plan that says so). A state without rows has no central places: what needs them does without.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.errors import SourceFileError
from data.sources.table import hand_kept_rows

TABLE: Final = "zentren.csv"
COLUMNS: Final = ("land_id", "ags", "name", "stufe", "lon", "lat", "quelle")
CENTRE_COLUMNS: Final = ("region_id", "name", "level", "lon", "lat", "source")
LEVELS: Final = {"oberzentrum": "Oberzentrum", "mittelzentrum": "Mittelzentrum"}
EAST_WEST, NORTH_SOUTH = (5.0, 16.0), (47.0, 56.0)
"""Degrees between which Germany lies: figures outside were typed wrongly, most often lon and lat exchanged."""
REMEDY: Final = "Die Tabelle der zentralen Orte berichtigen (Muster: die mitgelieferte zentren.csv)."


def empty() -> pd.DataFrame:
    """Give the table of a state without central places."""
    return pd.DataFrame(columns=list(CENTRE_COLUMNS))


def read_centres(path: Path, regions: pd.DataFrame, state: str) -> pd.DataFrame:
    """Read the table as far as it counts for one state.

    Parameters
    ----------
    path : Path
        ``zentren.csv``; commas or semicolons, as spreadsheets write it.
    regions : pd.DataFrame
        The package's regions, indexed by ``region_id``: they lend the centre points of the municipalities they know.
    state : str
        Key of the state, two digits.

    Returns
    -------
    pd.DataFrame
        ``CENTRE_COLUMNS`` in the table's order, ``level`` "Oberzentrum" or "Mittelzentrum", degrees in EPSG:4326. Empty if there is
        no such file or no row for the state.

    Raises
    ------
    SourceFileError
        In German, with file, line, column and remedy, if a row cannot be used.
    """
    if not path.is_file():
        return empty()
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in hand_kept_rows(path, COLUMNS, REMEDY):
        _check(path, line, cells, seen)
        if cells["land_id"] == state:
            rows.append(_row(path, line, cells, regions))
    return pd.DataFrame(rows, columns=list(CENTRE_COLUMNS)) if rows else empty()


def _check(path: Path, line: int, cells: Mapping[str, str], seen: dict[tuple[str, str], int]) -> None:
    """Refuse a row whose keys, name, level or source cannot be used, for whatever state it counts."""
    for column, digits in (("land_id", 2), ("ags", 8)):
        text = cells[column]
        if not (text.isascii() and text.isdigit() and len(text) == digits):
            problem = f"„{text}“ ist kein Schlüssel mit {digits} Ziffern (die führende Null gehört dazu)."
            raise SourceFileError(path, problem, REMEDY, line, column)
    if cells["stufe"].lower() not in LEVELS:
        problem = f"„{cells['stufe']}“ ist keine Stufe, möglich sind: {', '.join(LEVELS.values())}."
        raise SourceFileError(path, problem, REMEDY, line, "stufe")
    for column, what in (("name", "Der Name"), ("quelle", "Die Quelle")):
        if not cells[column]:
            raise SourceFileError(path, f"{what} des zentralen Ortes fehlt.", REMEDY, line, column)
    key = (cells["land_id"], cells["ags"])
    if key in seen:
        problem = f"Der Schlüssel {cells['ags']} steht schon in Zeile {seen[key]}."
        raise SourceFileError(path, problem, REMEDY, line, "ags")
    seen[key] = line


def _row(path: Path, line: int, cells: Mapping[str, str], regions: pd.DataFrame) -> dict[str, Any]:
    """Give one central place with its point: the table's own, else that of the register."""
    lon, lat = _degrees(path, line, cells, "lon", EAST_WEST), _degrees(path, line, cells, "lat", NORTH_SOUTH)
    key = cells["ags"]
    if math.isnan(lon) != math.isnan(lat):
        missing = "lon" if math.isnan(lon) else "lat"
        raise SourceFileError(path, "Länge und Breite stehen nur zusammen da.", REMEDY, line, missing)
    if math.isnan(lon):
        if key not in regions.index:
            problem = f"Die Gemeinde {key} steht nicht im Zahlenpaket; dann gehören Länge und Breite in die Tabelle."
            raise SourceFileError(path, problem, REMEDY, line, "lon")
        lon, lat = (float(value) for value in regions.loc[key, ["lon", "lat"]].to_numpy(dtype=float))
    level = LEVELS[cells["stufe"].lower()]
    return {"region_id": key, "name": cells["name"], "level": level, "lon": lon, "lat": lat, "source": cells["quelle"]}


def _degrees(path: Path, line: int, cells: Mapping[str, str], column: str, within: tuple[float, float]) -> float:
    """Read degrees with point or comma; NaN where the cell is empty."""
    text = cells[column].replace(",", ".")
    if not text:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not within[0] <= value <= within[1]:
        problem = f"„{cells[column]}“ liegt nicht zwischen {within[0]:.0f} und {within[1]:.0f} Grad."
        raise SourceFileError(path, problem, REMEDY, line, column)
    return value
