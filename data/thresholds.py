"""The county's thresholds for Tragfähigkeit: how many people something needs, or holds; a table kept by hand.

Columns: ``id`` (short name, part of links), ``bezeichnung``, ``von`` and ``bis`` (ages, both included; an empty ``bis`` is "and older"),
``geschlecht`` (alle, frauen, maenner), ``quelle`` (bestand: people of these ages; geburten: births in a year), ``noetig`` (the number),
``art`` (mindestens: so many are needed; hoechstens: there is room for so many) and ``hinweis`` (where the number comes from).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.errors import SourceFileError
from data.schema import AGE_OPEN
from data.sources.table import hand_kept_rows

TABLE: Final = "schwellen.csv"
COLUMNS: Final = ("id", "bezeichnung", "von", "bis", "geschlecht", "quelle", "noetig", "art", "hinweis")
THRESHOLD_COLUMNS: Final = ("id", "label", "age_from", "age_to", "sex", "source", "needed", "kind", "note")
LARGEST: Final = 1_000_000
OLDEST: Final = 120
_REMEDY: Final = "Die Tabelle der Schwellen berichtigen (Muster: die mitgelieferte schwellen.csv)."
_SEXES: Final = {"alle": "t", "": "t", "frauen": "f", "maenner": "m", "männer": "m"}
_SOURCES: Final = {"bestand": "heads", "": "heads", "geburten": "births"}
_KINDS: Final = {"mindestens": "at_least", "": "at_least", "hoechstens": "at_most", "höchstens": "at_most"}


def empty() -> pd.DataFrame:
    """Give the table of a package without thresholds."""
    return pd.DataFrame(columns=list(THRESHOLD_COLUMNS))


def read_thresholds(path: Path) -> pd.DataFrame:
    """Read the table.

    Parameters
    ----------
    path : Path
        ``schwellen.csv``; commas or semicolons, as spreadsheets write it.

    Returns
    -------
    pd.DataFrame
        ``THRESHOLD_COLUMNS``, one row per threshold in the table's order: ages ``[age_from, age_to)`` in years, ``sex`` "t", "f" or "m",
        ``source`` "heads" or "births", ``needed`` in people, ``kind`` "at_least" or "at_most". Empty if there is no such file.

    Raises
    ------
    SourceFileError
        In German, with file, line, column and remedy, if a row cannot be used.
    """
    if not path.is_file():
        return empty()
    raws = hand_kept_rows(path, COLUMNS, _REMEDY)
    rows = [_row(path, line, raw) for line, raw in raws]
    seen: dict[str, int] = {}
    for (line, _), row in zip(raws, rows, strict=True):
        if row["id"] in seen:
            problem = f"Der Name „{row['id']}“ steht schon in Zeile {seen[row['id']]}."
            raise SourceFileError(path, problem, _REMEDY, line, "id")
        seen[row["id"]] = line
    return pd.DataFrame(rows, columns=list(THRESHOLD_COLUMNS))


def _row(path: Path, line: int, raw: dict[str, str]) -> dict[str, Any]:
    """Check one row and put it into the columns of the package."""
    if not re.fullmatch(r"[a-z0-9_]{1,30}", raw["id"]):
        problem = (
            f"„{raw['id']}“ ist kein kurzer Name: erlaubt sind Kleinbuchstaben ohne Umlaute, Ziffern und Unterstrich."
        )
        raise SourceFileError(path, problem, _REMEDY, line, "id")
    if not raw["bezeichnung"]:
        raise SourceFileError(path, "Die Bezeichnung der Schwelle fehlt.", _REMEDY, line, "bezeichnung")
    source = _choice(path, line, raw, "quelle", _SOURCES)
    low, high = (0, 1) if source == "births" else _ages(path, line, raw)
    return {
        "id": raw["id"],
        "label": raw["bezeichnung"],
        "age_from": low,
        "age_to": high,
        "sex": _choice(path, line, raw, "geschlecht", _SEXES),
        "source": source,
        "needed": float(_whole(path, line, raw, "noetig", 1, LARGEST)),
        "kind": _choice(path, line, raw, "art", _KINDS),
        "note": raw["hinweis"],
    }


def _ages(path: Path, line: int, raw: dict[str, str]) -> tuple[int, int]:
    """Give the ages as ``[from, to)``."""
    low = _whole(path, line, raw, "von", 0, OLDEST)
    if not raw["bis"]:
        return low, AGE_OPEN
    high = _whole(path, line, raw, "bis", 0, OLDEST)
    if high < low:
        problem = f"Das Alter „von {low} bis {high}“ gibt es nicht: „bis“ darf nicht kleiner sein als „von“."
        raise SourceFileError(path, problem, _REMEDY, line, "bis")
    return low, high + 1


def _whole(path: Path, line: int, raw: dict[str, str], column: str, least: int, most: int) -> int:
    """Read a whole number within bounds."""
    text = raw[column]
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        problem = f"„{text}“ ist keine ganze Zahl von {least} bis {most}."
        raise SourceFileError(path, problem, _REMEDY, line, column)
    return int(text)


def _choice(path: Path, line: int, raw: dict[str, str], column: str, known: Mapping[str, str]) -> str:
    """Translate a word of the table."""
    found = known.get(raw[column].lower())
    if found is None:
        words = ", ".join(word for word in known if word and word.isascii())
        raise SourceFileError(
            path, f"„{raw[column]}“ ist hier nicht vorgesehen, möglich sind: {words}.", _REMEDY, line, column
        )
    return found
