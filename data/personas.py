"""The personas of the workshops: whose eyes the figures are looked at with; a table kept by hand.

Columns: ``id`` (short name, part of links), ``name``, ``augen`` (the name after "mit den Augen von", in the dative), ``von`` and ``bis`` (ages,
both included; an empty ``bis`` is "and older"), ``indikatoren`` and ``dienste`` (ids separated by blanks: what matters to these people, and
which kinds of places they need), ``frage`` (what they would ask), ``hinweis`` (what the figures do not tell) and ``herkunft`` (verfahren:
given by the method of the workshops; annahme: ours).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.errors import SourceFileError
from data.schema import AGE_OPEN
from data.sources.table import hand_kept_rows

TABLE: Final = "personas.csv"
COLUMNS: Final = ("id", "name", "augen", "von", "bis", "indikatoren", "dienste", "frage", "hinweis", "herkunft")
PERSONA_COLUMNS: Final = (
    "id", "name", "dative", "age_from", "age_to", "indicators", "services", "question", "note", "assumed", "line",
)  # fmt: skip
ORIGINS: Final = {"verfahren": False, "annahme": True}
OLDEST: Final = 120
REMEDY: Final = "Die Tabelle der Blickwinkel berichtigen (Muster: die mitgelieferte personas.csv)."


def empty() -> pd.DataFrame:
    """Give the table of a package without personas."""
    return pd.DataFrame(columns=list(PERSONA_COLUMNS))


def read_personas(path: Path) -> pd.DataFrame:
    """Read the table.

    Parameters
    ----------
    path : Path
        ``personas.csv``; commas or semicolons, as spreadsheets write it.

    Returns
    -------
    pd.DataFrame
        ``PERSONA_COLUMNS`` in the table's order: ages ``[age_from, age_to)`` in years, ``indicators`` and ``services`` as tuples of ids,
        ``assumed`` whether the persona is ours and not the method's, ``line`` its line in the file. Empty if there is no such file.

    Raises
    ------
    SourceFileError
        In German, with file, line, column and remedy, if a row cannot be used.
    """
    if not path.is_file():
        return empty()
    rows: list[dict[str, Any]] = []
    for line, cells in hand_kept_rows(path, COLUMNS, REMEDY):
        rows.append(_row(path, line, cells, {row["id"]: row["line"] for row in rows}))
    return pd.DataFrame(rows, columns=list(PERSONA_COLUMNS))


def _row(path: Path, line: int, cells: dict[str, str], seen: dict[str, int]) -> dict[str, Any]:
    """Check one row and put it into the columns of the package."""

    def refuse(problem: str, column: str) -> SourceFileError:
        return SourceFileError(path, problem, REMEDY, line, column)

    key = cells["id"]
    if not re.fullmatch(r"[a-z0-9_]{1,30}", key):
        raise refuse(f"„{key}“ ist kein kurzer Name: erlaubt sind Kleinbuchstaben ohne Umlaute und Ziffern.", "id")
    if key in seen:
        raise refuse(f"Der Name „{key}“ steht schon in Zeile {seen[key]}.", "id")
    for column in ("name", "augen", "indikatoren", "frage"):
        if not cells[column]:
            raise refuse("Hier fehlt eine Angabe.", column)
    if cells["herkunft"].lower() not in ORIGINS:
        raise refuse(
            f"„{cells['herkunft']}“ ist hier nicht vorgesehen, möglich sind: {', '.join(ORIGINS)}.", "herkunft"
        )
    for column in ("von", "bis"):
        text = cells[column]
        if text and not (text.isascii() and text.isdigit() and int(text) <= OLDEST):
            raise refuse(f"„{text}“ ist kein Alter von 0 bis {OLDEST}.", column)
    low, high = int(cells["von"] or 0), int(cells["bis"]) + 1 if cells["bis"] else AGE_OPEN
    if high <= low:
        raise refuse(
            f"Das Alter „von {low} bis {high - 1}“ gibt es nicht: „bis“ darf nicht kleiner sein als „von“.", "bis"
        )
    return {
        "id": key, "name": cells["name"], "dative": cells["augen"], "age_from": low, "age_to": high,
        "indicators": tuple(cells["indikatoren"].split()), "services": tuple(cells["dienste"].split()),
        "question": cells["frage"], "note": cells["hinweis"], "assumed": ORIGINS[cells["herkunft"].lower()], "line": line,
    }  # fmt: skip
