"""Reader of the Gemeindeverzeichnis in its fixed-width edition GV100AD (Statistisches Bundesamt)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pandas as pd

from data.errors import SourceFileError
from data.schema import Status
from data.sources.register import GEMEINDE, RECORDS, REGISTER_COLUMNS, population_facts, region_key
from data.sources.text import head, read_text

TABLE: Final = "GV100AD"
MEASURED: Final = Status.MEASURED.value
RECORD_LENGTH: Final = 220
KNOWN_RECORDS: Final = frozenset({"10", "20", "30", "40", "50", "60"})

FIELDS: Final = {
    "record": (0, 2),
    "territory": (2, 10),
    "land": (10, 12),
    "district": (12, 13),
    "county": (13, 15),
    "gemeinde": (15, 18),
    "verband": (18, 22),
    "name": (22, 72),
    "seat": (72, 122),
    "text_key": (122, 124),
    "area_ha": (128, 139),
    "population": (139, 150),
    "male": (150, 161),
    "postcode": (165, 170),
}
"""Start and end of each field, counted from 0; messages count from 1."""

KEY_PARTS: Final = {
    "10": ("land",),
    "40": ("land", "district", "county"),
    "50": ("land", "district", "county", "verband"),
    "60": ("land", "district", "county", "verband", "gemeinde"),
}
NUMBERS: Final = ("area_ha", "population", "male")
REMEDY: Final = "Datei GV100AD bei destatis.de (Gemeindeverzeichnis) neu herunterladen und unverändert ablegen."
FIRST_LINE: Final = re.compile(r"^10\d{8}\d{2} {10}\S")


def matches(path: Path) -> bool:
    """Tell whether a file looks like GV100AD: its first line is a state's record with a date."""
    return bool(FIRST_LINE.match(head(path, 200)))


def read(path: Path, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Read the population by sex of all municipalities as raw facts; counties, states and nation as their sums."""
    return facts(read_regions(path), wanted)


def facts(register: pd.DataFrame, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Return the population of a register that :func:`read_regions` read as raw facts."""
    return population_facts(register, TABLE, wanted)


def read_regions(path: Path) -> pd.DataFrame:
    """Read the register: states, counties, Verbände and municipalities of the whole file.

    Returns
    -------
    pandas.DataFrame
        ``REGISTER_COLUMNS``; the file holds no centre points, so ``lon`` and ``lat`` are empty.
    """
    rows = [_row(path, number, line) for number, line in _lines(path) if line[:2] in RECORDS]
    register = pd.DataFrame(rows, columns=list(REGISTER_COLUMNS))
    _refuse_duplicates(path, register)
    if not (register["record"] == GEMEINDE).any():
        raise SourceFileError(path, "Die Datei enthält keine Gemeinden (Satzart 60).", REMEDY)
    return register


def population_date(territory: str) -> str:
    """Return the date of the population in an edition, given its territory date (``YYYYMMDD``).

    The file does not name it: the population of 31 December appears with the August edition of the next year.

    Examples
    --------
    >>> population_date("20250831")
    '2024-12-31'
    >>> population_date("20250331")
    '2023-12-31'
    """
    year, month = int(territory[:4]), int(territory[4:6])
    return f"{year - 1 if month >= 8 else year - 2}-12-31"


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    lines = read_text(path).split("\n")
    padded = any(line.endswith(" ") for line in lines)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(line) > RECORD_LENGTH or (padded and len(line) < RECORD_LENGTH):
            problem = f"Die Zeile hat {len(line)} statt {RECORD_LENGTH} Zeichen; die Datei ist abgeschnitten."
            raise SourceFileError(path, problem, REMEDY, number, min(len(line), RECORD_LENGTH) + 1)
        if line[:2] not in KNOWN_RECORDS:
            raise SourceFileError(path, f"Unbekannte Satzart „{line[:2]}“.", REMEDY, number, 1)
        yield number, line.ljust(RECORD_LENGTH)


def _field(line: str, name: str) -> str:
    start, end = FIELDS[name]
    return line[start:end].strip()


def _digits(path: Path, number: int, line: str, name: str) -> str:
    start, end = FIELDS[name]
    text = line[start:end]
    if not (text.isascii() and text.isdigit()):
        problem = f"An Stelle {start + 1} bis {end} stehen keine Ziffern, sondern „{text}“."
        raise SourceFileError(path, problem, REMEDY, number, start + 1)
    return text


def _row(path: Path, number: int, line: str) -> dict[str, object]:
    record = line[:2]
    part = {name: _digits(path, number, line, name) for name in KEY_PARTS[record]}
    key_parts = [part.get(name, "") for name in ("land", "district", "county", "verband", "gemeinde")]
    key = region_key(record, *key_parts)
    territory = _digits(path, number, line, "territory")
    row: dict[str, object] = {
        "key": key,
        "record": record,
        "text_key": _field(line, "text_key"),
        "ars": "".join(key_parts),
        "ags": key if record == GEMEINDE else "",
        "amt_id": "".join(key_parts[:4]) if record == GEMEINDE else "",
        "name_official": _field(line, "name"),
        "seat": _field(line, "seat"),
        "territory_date": f"{territory[:4]}-{territory[4:6]}-{territory[6:]}",
        "population_date": population_date(territory),
        "line": number,
    }
    return row | (_counts(path, number, line) if record == GEMEINDE else {})


def _counts(path: Path, number: int, line: str) -> dict[str, float | str]:
    area, population, male = (int(_digits(path, number, line, name)) for name in NUMBERS)
    if male > population:
        problem = f"Mehr Männer ({male}) als Menschen ({population}); die Spalten sind verschoben."
        raise SourceFileError(path, problem, REMEDY, number, FIELDS["male"][0] + 1)
    return {"area_km2": area / 100, "population": float(population), "male": float(male), "status": MEASURED}


def _refuse_duplicates(path: Path, register: pd.DataFrame) -> None:
    twice = register[register.duplicated(["record", "key"])]
    if not twice.empty:
        row = twice.iloc[0]
        raise SourceFileError(path, f"Der Schlüssel {row['key']} kommt zweimal vor.", REMEDY, int(row["line"]), 11)
