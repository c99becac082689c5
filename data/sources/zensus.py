"""Reader of the regional tables (Regionaltabellen) of the 2022 census.

Which column means what is written in ``zensus_columns.toml``. The figures carry cell-key noise: parts need not add up
to their total, and nothing here repairs them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.errors import SourceFileError
from data.schema import AGE_OPEN, CensusBase, Sex, Status
from data.sources.genesis import COLUMNS
from data.sources.markers import parse_cells
from data.sources.text import head, read_text

_TOPICS: Final = Path(__file__).with_name("zensus_columns.toml")
_LEVELS: Final = ("Regionalebene", "Reg_Ebene")
_LENGTHS: Final = {2, 3, 5, 9, 12}
_DAY: Final = re.compile(r"\d{8}")
_DOWNLOAD: Final = "Die Regionaltabelle bei zensus2022.de neu herunterladen und unverändert als CSV ablegen."


@lru_cache(maxsize=1)
def topics() -> dict[str, dict[str, Any]]:
    """Known topics with title, columns and ignored columns."""
    return tomllib.loads(_TOPICS.read_text(encoding="utf-8"))


def topic(path: Path) -> str:
    """Topic of a regional table, empty if the file is none or the topic is not used."""
    columns = set(head(path).split("\n", 1)[0].strip().split(";"))
    if not {"Berichtszeitpunkt", "_RS"} <= columns:
        return ""
    return next((name for name, entry in topics().items() if entry["mark"] in columns), "")


def matches(path: Path) -> bool:
    """Whether the file is a regional table with a topic that this project uses."""
    return topic(path) != ""


def region_key(rs: str) -> str:
    """Return the key used elsewhere for a Regionalschlüssel of 2, 5, 9 or 12 digits.

    Examples
    --------
    >>> region_key("130725258003"), region_key("00"), region_key("13072")
    ('13072003', 'DG', '13072')
    """
    if rs == "00":
        return "DG"
    return rs[:5] + rs[9:12] if len(rs) == 12 else rs


def read(path: Path, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Raw facts of one regional table.

    Parameters
    ----------
    path : Path
        CSV file with byte order mark or without.
    wanted : Callable[[str], bool] | None
        Keeps only rows whose key (municipality key, not Regionalschlüssel) it accepts.

    Returns
    -------
    pd.DataFrame
        Columns as of every reader; ``nil`` is False throughout, since the en dash is a plain zero here.
    """
    name = topic(path)
    lines = read_text(path).split("\n")
    header = lines[0].split(";")
    level = next((header.index(column) for column in _LEVELS if column in header), None)
    if level is None:
        raise SourceFileError(path, "Die Spalte mit der Regionalebene fehlt.", _DOWNLOAD, 1, len(header))
    rows = _rows(path, lines, header)
    used = _used_columns(path, header, level, name)
    picked = [(line, cells) for line, cells in rows if wanted is None or wanted(region_key(cells[1]))]
    return _long(path, picked, used, name)


def _rows(path: Path, lines: list[str], header: list[str]) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip(";\t "):
            continue
        cells = line.split(";")
        _check_row(path, number, cells, len(header))
        if (earlier := seen.setdefault(cells[1], number)) != number:
            problem = f"Der Regionalschlüssel „{cells[1]}“ steht zweimal da (zuerst in Zeile {earlier})."
            raise SourceFileError(path, problem, _DOWNLOAD, number, 2)
        rows.append((number, cells))
    if not rows:
        raise SourceFileError(path, "Unter der Kopfzeile steht keine einzige Zeile.", _DOWNLOAD, 2, 1)
    return rows


def _check_row(path: Path, number: int, cells: list[str], width: int) -> None:
    if len(cells) != width:
        cut = "ist abgeschnitten" if len(cells) < width else "ist zu lang"
        problem = f"Die Zeile {cut}: {len(cells)} Spalten statt {width}."
        raise SourceFileError(path, problem, _DOWNLOAD, number, min(len(cells), width))
    if _DAY.fullmatch(cells[0]) is None:
        raise SourceFileError(path, f"„{cells[0]}“ ist kein Berichtszeitpunkt (JJJJMMTT).", _DOWNLOAD, number, 1)
    key = cells[1]
    if not key.isascii() or not key.isdigit() or len(key) not in _LENGTHS or not 0 <= int(key[:2]) <= 16:
        hint = " Vermutlich fehlt die führende Null." if key.isdigit() and len(key) in {1, 2, 4, 8, 11} else ""
        raise SourceFileError(path, f"„{key}“ ist kein Regionalschlüssel.{hint}", _DOWNLOAD, number, 2)


def _used_columns(path: Path, header: list[str], level: int, name: str) -> dict[int, tuple[str, str, int, int]]:
    entry = topics()[name]
    used = {}
    for position, column in enumerate(header):
        meaning = entry["columns"].get(column)
        if meaning is not None:
            plain = isinstance(meaning, str)
            used[position] = (meaning, Sex.TOTAL.value, 0, AGE_OPEN) if plain else tuple(meaning)
        elif position > level and not column.startswith(tuple(entry["ignored"])):
            problem = f"Die Spalte „{column}“ gehört nicht in die Regionaltabelle „{name}“."
            raise SourceFileError(path, problem, _DOWNLOAD, 1, position + 1)
    missing = sorted(set(entry["columns"]) - set(header))
    if missing:
        raise SourceFileError(path, f"Die Spalte „{missing[0]}“ fehlt.", _DOWNLOAD, 1, missing[0])
    return used


def _long(
    path: Path, rows: list[tuple[int, list[str]]], used: dict[int, tuple[str, str, int, int]], name: str
) -> pd.DataFrame:
    stub = pd.DataFrame(
        {
            "key": [region_key(cells[1]) for _, cells in rows],
            "name": [cells[2] for _, cells in rows],
            "period": [f"{cells[0][:4]}-{cells[0][4:6]}-{cells[0][6:]}" for _, cells in rows],
            "line": [number for number, _ in rows],
        }
    )
    parts = [
        stub.assign(
            item=item, sex=sex, age_from=low, age_to=high, column=position + 1, cell=[c[position] for _, c in rows]
        )
        for position, (item, sex, low, high) in used.items()
    ]
    facts = pd.concat(parts, ignore_index=True)
    values, statuses, _ = parse_cells(path, facts.pop("cell"), facts["line"], facts["column"], blank=Status.MISSING)
    facts = facts.assign(value=values, status=statuses, nil=False, table=f"Zensus2022-{name}")
    facts["census_base"] = CensusBase.CENSUS_2022.value
    return facts[list(COLUMNS)]
