"""Read a tidy CSV table: one header row, one row per figure, every complaint with line and column."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from data.errors import SourceFileError


def titles(content: str) -> set[str]:
    """Return the column titles in a text's first line, whatever separates them."""
    return {title.strip().strip('"') for title in content.split("\n", 1)[0].replace(";", ",").split(",")}


def table(path: Path, content: str, remedy: str) -> pd.DataFrame:
    """Return all rows as texts, with their line numbers in ``line``.

    Parameters
    ----------
    path : Path
        File the text comes from, for the error.
    content : str
        Text of the file; columns separated by comma or semicolon.
    remedy : str
        German sentence for the error.

    Raises
    ------
    SourceFileError
        If a row does not have as many cells as the header.
    """
    first = content.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    rows = list(csv.reader(io.StringIO(content), delimiter=separator))
    heads = [title.strip() for title in rows[0]]
    for line, row in enumerate(rows[1:], start=2):
        if row and len(row) != len(heads):
            problem = f"Die Zeile hat {len(row)} statt {len(heads)} Spalten; die Datei ist abgeschnitten."
            raise SourceFileError(path, problem, remedy, line, len(row))
    lines = [line for line, row in enumerate(rows[1:], start=2) if row]
    return pd.DataFrame([row for row in rows[1:] if row], columns=heads).assign(line=lines)


def numbers(path: Path, frame: pd.DataFrame, column: str, remedy: str) -> pd.Series:
    """Return a column as numbers; decimals follow a point or a comma.

    Raises
    ------
    SourceFileError
        At the first cell that is no number; a marker is none either, as nothing may be missing in such a table.
    """
    texts = frame[column].str.strip().str.replace(",", ".")
    plain = texts.str.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?")
    if not plain.all():
        cell, line = frame.loc[~plain, [column, "line"]].iloc[0]
        raise SourceFileError(path, f"„{cell}“ ist keine Zahl.", remedy, int(line), column)
    return texts.astype(float)


def refuse(
    path: Path, frame: pd.DataFrame, wrong: pd.Series, problem: str, remedy: str, column: str, place: int | None = None
) -> None:
    """Raise at the first row where ``wrong`` is True.

    Parameters
    ----------
    path : Path
        File, for the error.
    frame : pd.DataFrame
        Rows with their ``line``.
    wrong : pd.Series
        Bool per row.
    problem, remedy : str
        German sentences; ``{0}`` in ``problem`` becomes the cell of ``column``.
    column : str
        Column that is to blame.
    place : int | None
        Its number counted from 1, where the file itself gives it no title.

    Raises
    ------
    SourceFileError
        If any row is wrong.
    """
    if wrong.any():
        raise error(path, frame[wrong], problem, remedy, column, place)


def error(
    path: Path, rows: pd.DataFrame, problem: str, remedy: str, column: str, place: int | None = None
) -> SourceFileError:
    """Return the error about the first of some rows; arguments as for :func:`refuse`."""
    row = rows.iloc[0]
    return SourceFileError(path, problem.format(row.get(column, "")), remedy, int(row["line"]), place or column)
