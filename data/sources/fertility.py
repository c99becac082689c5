"""Reader of Germany's births per 1,000 women by single year of age (table 12612-0008), as issued or as a long table."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Final

import pandas as pd

from data.errors import SourceFileError
from data.schema import Sex
from data.sources.life_tables import RAW_COLUMNS, check_ages
from data.sources.register import NATION
from data.sources.text import head, read_text
from data.sources.tidy import numbers, refuse, table, titles

TABLE: Final = "12612-0008"
MEASURE: Final = "fertility"
REMEDY: Final = "Die Tabelle 12612-0008 unverändert neu herunterladen und ablegen."
LONG_HEADER: Final = {"year", "age", "births_per_1000_women"}
FIRST_AGE: Final = 15
"""Younger mothers are counted with those of this age."""

HIGHEST: Final = 1000.0
"""Births per 1,000 women of one age in a year cannot be more."""

_CODE: Final = re.compile(r"(Tabelle|Table):\s*12612-0008\b")
_AGE: Final = re.compile(r"(\d+)(?: years|-Jährige)")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")


def matches(path: Path) -> bool:
    """Tell whether a file is the table, in one form or the other."""
    start = head(path)
    return titles(start) >= LONG_HEADER or _CODE.match(start.split("\n", 1)[0]) is not None


def read(path: Path) -> pd.DataFrame:
    """Read the births per 1,000 women.

    Returns
    -------
    pd.DataFrame
        Columns as :data:`data.sources.life_tables.RAW_COLUMNS`; ages without a gap.

    Raises
    ------
    SourceFileError
        If a rate is none, or an age is missing or twice.
    """
    content = read_text(path)
    frame = table(path, content, REMEDY) if titles(content) >= LONG_HEADER else _as_issued(path, content)
    fits = frame["year"].str.fullmatch(_YEAR.pattern)
    refuse(path, frame, ~fits, "„{0}“ ist kein Jahr; die Spalten sind vertauscht.", REMEDY, "year")
    rows = frame.assign(
        age=numbers(path, frame, "age", REMEDY).astype(int), value=numbers(path, frame, "births_per_1000_women", REMEDY)
    )
    wrong = ~rows["value"].between(0, HIGHEST)
    refuse(path, rows, wrong, "{0} Geburten je 1000 Frauen sind nicht möglich.", REMEDY, "births_per_1000_women")
    rows = rows.assign(period=rows["year"], year_from=rows["year"].astype(int), year_to=rows["year"].astype(int))
    rows = rows.assign(measure=MEASURE, region_id=NATION, sex=Sex.FEMALE.value, table=TABLE)
    check_ages(path, rows, REMEDY, FIRST_AGE)
    return rows[list(RAW_COLUMNS)]


def _as_issued(path: Path, content: str) -> pd.DataFrame:
    """Take the publisher's wide table apart: a column per year, each followed by a column of quality marks."""
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    above = next((number for number, row in enumerate(rows) if len(row) > 1 and _YEAR.fullmatch(row[1].strip())), None)
    if above is None:
        raise SourceFileError(path, "Die Zeile mit den Jahren fehlt.", REMEDY, 1)
    years = {column: cell.strip() for column, cell in enumerate(rows[above]) if cell.strip()}
    long = []
    for line, row in enumerate(rows[above + 1 :], start=above + 2):
        found = _AGE.fullmatch(row[0].strip()) if row else None
        if found is None:
            break
        if len(row) <= max(years):
            raise SourceFileError(path, "Die Zeile ist abgeschnitten.", REMEDY, line, len(row))
        long += [(year, found[1], row[column], line) for column, year in years.items()]
    if not long:
        raise SourceFileError(path, "Unter den Jahren steht kein Altersjahr.", REMEDY, above + 2, 1)
    return pd.DataFrame(long, columns=["year", "age", "births_per_1000_women", "line"])
