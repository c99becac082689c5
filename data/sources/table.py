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
