"""Tables of cells as text: the package's own and those kept by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.errors import SourceFileError
from data.sources.text import read_text


def read_table(path: Path, needed: Sequence[str], remedy: str, separator: str = ",") -> pd.DataFrame:
    """Read a CSV table with all cells as text; empty lines stay, so that row i is line i + 2.

    Parameters
    ----------
    path : Path
        The file.
    needed : Sequence[str]
        Columns it must have.
    remedy : str
        What to do about a broken table, in German.
    separator : str, optional
        What stands between the cells.

    Raises
    ------
    SourceFileError
        In German, with line or column, if the file is no text, a row is too long or a column is missing.
    """
    read_text(path)
    try:
        frame = pd.read_csv(
            path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False
        )
    except (pd.errors.ParserError, UnicodeDecodeError) as broken:
        found = re.search(r"line (\d+)", str(broken))
        line = int(found.group(1)) if found else None
        raise SourceFileError(path, "Eine Zeile hat zu viele Spalten.", remedy, line) from broken
    for column in needed:
        if column not in frame.columns:
            raise SourceFileError(path, f"Die Spalte „{column}“ fehlt.", remedy, 1, column)
    return frame


def hand_kept_rows(path: Path, columns: Sequence[str], remedy: str) -> list[tuple[int, dict[str, str]]]:
    """Read a table kept by hand, with commas or semicolons as spreadsheets write it.

    Parameters
    ----------
    path : Path
        The file.
    columns : Sequence[str]
        Columns it must have.
    remedy : str
        What to do about a broken table, in German.

    Returns
    -------
    list[tuple[int, dict[str, str]]]
        Line number and cells, without blanks around them, of every row that is not empty.

    Raises
    ------
    SourceFileError
        As :func:`read_table`.
    """
    separator = ";" if ";" in read_text(path).partition("\n")[0] else ","
    frame = read_table(path, columns, remedy, separator)
    cells = [{name: str(row[name]).strip() for name in columns} for row in frame.to_dict("records")]
    return [(line, row) for line, row in enumerate(cells, 2) if any(row.values())]
