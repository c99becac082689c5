"""What a cell of an official table says: a number, or one of the markers that stand in its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.errors import SourceFileError
from data.schema import Status

NIL: Final = "-"
"""Nothing or not existing: zero in a living municipality, no fact at a merged one. :func:`parse_cells` says where it stood."""

MARKERS: Final[dict[str, tuple[float, Status]]] = {
    NIL: (0.0, Status.MEASURED),
    "–": (0.0, Status.MEASURED),
    ".": (float("nan"), Status.SECRET),
    "/": (float("nan"), Status.UNRELIABLE),
    "x": (float("nan"), Status.NOT_APPLICABLE),
    "X": (float("nan"), Status.NOT_APPLICABLE),
    "...": (float("nan"), Status.PENDING),
    "…": (float("nan"), Status.PENDING),
}

_NUMBER: Final = re.compile(r"[-−+]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")


def parse_cell(cell: str) -> tuple[float, Status]:
    """Value and status of one cell.

    Parameters
    ----------
    cell : str
        Text of the cell, with German decimal comma and optional thousands points.

    Returns
    -------
    tuple[float, Status]
        ``nan`` with every status that carries no number.

    Raises
    ------
    ValueError
        If the cell is neither a number nor a known marker.

    Examples
    --------
    >>> parse_cell("1.234,5")
    (1234.5, <Status.MEASURED: 'measured'>)
    >>> parse_cell(".")
    (nan, <Status.SECRET: 'secret'>)
    """
    text = cell.strip()
    if text in MARKERS:
        return MARKERS[text]
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(f"„{text}“ ist weder Zahl noch Zeichen")
    return float(text.replace(".", "").replace(",", ".").replace("−", "-")), Status.MEASURED


def parse_cells(
    path: Path, cells: pd.Series, lines: pd.Series, columns: pd.Series, blank: Status | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, statuses and the "-" marks of many cells at once.

    Parameters
    ----------
    path : Path
        File they come from, for the error.
    cells, lines, columns : pd.Series
        Texts and their places, counted from 1.
    blank : Status | None
        What an empty cell means; an error where the publisher leaves no cell empty.

    Returns
    -------
    tuple[np.ndarray, np.ndarray, np.ndarray]
        float values, status texts, and a bool array that is True where the cell was ``-``.

    Raises
    ------
    SourceFileError
        At the first cell that is neither a number nor a known marker.
    """
    codes, distinct = pd.factorize(cells.to_numpy(dtype=object))
    values = np.empty(len(distinct))
    statuses = np.empty(len(distinct), dtype=object)
    nils = np.empty(len(distinct), dtype=bool)
    for number, cell in enumerate(distinct):
        try:
            empty = blank is not None and not cell.strip()
            values[number], status = (float("nan"), blank) if empty else parse_cell(cell)
        except ValueError:
            first = int(np.flatnonzero(codes == number)[0])
            raise _bad_cell(path, cell, int(lines.iloc[first]), columns.iloc[first]) from None
        statuses[number] = str(status)
        nils[number] = cell.strip() == NIL
    return values[codes], statuses[codes], nils[codes]


def _bad_cell(path: Path, cell: str, line: int, column: int) -> SourceFileError:
    shown = cell.strip()[:40]
    problem = f"„{shown}“ ist weder eine Zahl noch ein Zeichen der amtlichen Statistik." if shown else "Der Wert fehlt."
    remedy = "Die Stelle mit der Veröffentlichung vergleichen; die Datei unverändert neu herunterladen."
    return SourceFileError(path, problem, remedy, line, int(column))
