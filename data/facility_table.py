"""Tables of facilities as files: the county's own beside the package, and one that somebody brings along, as CSV or as a workbook."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl import load_workbook

from data.errors import SourceFileError
from data.facilities import COLUMNS, FACILITY_COLUMNS, NEEDED, REMEDY, SYNONYMS, Surroundings, empty
from data.facility_rows import WHERE, read_row
from data.sources import workbook
from data.sources.text import read_text

MOST_ROWS, MOST_COLUMNS = 2_000, 60
MOST_BYTES: Final = 60_000_000
"""How large a workbook may become when it is unpacked."""
WORKBOOKS: Final = (".xlsx", ".xlsm")
SAVE: Final = "Die Tabelle als Excel-Arbeitsmappe (.xlsx) oder als CSV mit dem Zeichensatz UTF-8 speichern."
COMMAS: Final = "Zahlen mit Komma in Anführungszeichen setzen oder die Spalten mit Semikolon trennen."

Cells = list[tuple[int, dict[str, str]]]
"""Line number and cells of every row that is not empty."""


@dataclass(frozen=True)
class Checked:
    """What a table holds: its facilities, what is wrong with it, and which columns nobody reads.

    ``facilities`` is empty if there is any problem: all or nothing.
    """

    facilities: pd.DataFrame
    problems: tuple[SourceFileError, ...]
    unused: tuple[str, ...]
    rows: int


def read_facilities(path: Path, around: Surroundings) -> pd.DataFrame:
    """Read the county's own table.

    Parameters
    ----------
    path : Path
        ``einrichtungen.csv``; commas or semicolons, as spreadsheets write it.
    around : Surroundings
        Where facilities may lie.

    Returns
    -------
    DataFrame
        ``FACILITY_COLUMNS`` in the table's order; empty if there is no such file.

    Raises
    ------
    SourceFileError
        In German, with file, line, column and remedy, if any row cannot be used: all or nothing.
    """
    if not path.is_file():
        return empty()
    found = checked(path, *table_cells(path), around)
    if found.problems:
        first, more = found.problems[0], len(found.problems) - 1
        also = f" (Weitere Zeilen mit Fehlern: {more}.)" if more else ""
        raise SourceFileError(path, first.problem + also, first.remedy, first.line, first.column)
    return found.facilities


def read_upload(name: str, content: bytes, around: Surroundings) -> Checked:
    """Read a table that somebody brings along, as CSV or as a workbook.

    Parameters
    ----------
    name : str
        The file's name; its ending tells a workbook from text.
    content : bytes
        The file.
    around : Surroundings
        Where facilities may lie.
    """
    ending = Path(name).suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (re.sub(r"[^\w. ()-]+", "_", Path(name).name)[-80:] or "tabelle.csv")
        path.write_bytes(content)
        try:
            read = workbook_cells(path) if ending in WORKBOOKS else table_cells(path)
        except SourceFileError as error:
            return Checked(empty(), (error,), (), 0)
        return checked(path, *read, around)


def table_cells(path: Path) -> tuple[Cells, tuple[str, ...]]:
    """Read a CSV table; return its cells and the columns nobody reads.

    Raises
    ------
    SourceFileError
        If it is no table, or a column is missing.
    """
    try:
        text = read_text(path)
    except SourceFileError as error:
        raise SourceFileError(path, error.problem, SAVE, error.line) from error
    separator = ";" if ";" in text.partition("\n")[0] else ","
    try:
        head, *rows = list(_lines(path, text, separator))
    except csv.Error as error:
        raise SourceFileError(path, "Die Tabelle lässt sich nicht in Zellen teilen.", SAVE) from error
    return _cells(path, head[1], rows)


def _lines(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells; a line with more cells than the first is refused, for then a comma parted a number.

    Between commas even empty cells count: that of a number may have taken the place of an empty one.
    """
    reader, width = csv.reader(io.StringIO(text), delimiter=separator), 0
    for row in reader:
        width = width or len(row)
        if any(cell.strip() for cell in row[width if separator == ";" or len(row) <= width else 0 :]):
            problem = "Die Zeile hat mehr Zellen als der Kopf der Tabelle Spalten."
            raise SourceFileError(path, problem, COMMAS if separator == "," else REMEDY, reader.line_num)
        yield reader.line_num, row


def workbook_cells(path: Path) -> tuple[Cells, tuple[str, ...]]:
    """Read the first sheet of a workbook; return its cells and the columns nobody reads.

    Raises
    ------
    SourceFileError
        If it is no workbook, is too large, or a column is missing.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceFileError(
            path, "Die Datei ist keine Excel-Arbeitsmappe.", "Als .xlsx oder .csv speichern."
        ) from error
    if size > MOST_BYTES:
        raise SourceFileError(path, "Die Arbeitsmappe ist zu groß.", "Nur das Blatt mit den Einrichtungen speichern.")
    try:  # streamed and cut off, for a cell far down would otherwise claim all memory
        book = load_workbook(path, read_only=True, data_only=True)
        rows = [
            [workbook.text("" if cell is None else cell) for cell in row]
            for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        ]
        book.close()
    except Exception as error:  # the library raises whatever the broken part of a file leads to
        raise SourceFileError(path, "Die Arbeitsmappe ist beschädigt.", SAVE) from error
    if not rows:
        raise SourceFileError(path, "Das erste Blatt der Arbeitsmappe ist leer.", REMEDY, 1)
    return _cells(path, rows[0], list(enumerate(rows[1:], 2)))


def _cells(path: Path, head: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[Cells, tuple[str, ...]]:
    names = [SYNONYMS.get(name.strip().casefold(), name.strip().casefold()) for name in head]
    for column in NEEDED:
        if column not in names:
            raise SourceFileError(path, f"Die Spalte „{column}“ fehlt.", REMEDY, 1, column)
    if "gemeinde" not in names and not {"lon", "lat"} <= set(names):
        raise SourceFileError(path, "Es fehlt, wo die Einrichtungen liegen.", WHERE, 1, "gemeinde")
    if len(rows) > MOST_ROWS:
        problem = f"Die Tabelle hat mehr als {MOST_ROWS} Zeilen."
        raise SourceFileError(path, problem, "In mehrere Tabellen teilen, je Art eine.", MOST_ROWS + 2)
    twice = {name for name in names if name in COLUMNS and names.count(name) > 1}
    if twice:
        raise SourceFileError(path, f"Die Spalte „{min(twice)}“ steht zweimal da.", REMEDY, 1, min(twice))
    unused = tuple(name for name, known in zip(head, names, strict=True) if known not in COLUMNS and name.strip())
    found = [(line, _row_cells(names, row)) for line, row in rows]
    return [(line, cells) for line, cells in found if any(cells.values())], unused


def _row_cells(names: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    given = {name: str(cell).strip() for name, cell in zip(names, row, strict=False)}
    return {name: given.get(name, "") for name in COLUMNS}


def checked(path: Path, cells: Cells, unused: tuple[str, ...], around: Surroundings) -> Checked:
    """Check all rows; every problem is told, and with any problem there are no facilities.

    Parameters
    ----------
    path : Path
        The file, for messages.
    cells, unused
        See :func:`table_cells`.
    around : Surroundings
        Where facilities may lie.
    """
    rows: list[dict[str, Any]] = []
    problems: list[SourceFileError] = []
    lines: dict[str, int] = {}
    ages: dict[str, tuple[str, int]] = {}
    for line, raw in cells:
        try:
            row = read_row(path, line, raw, around)
            _refuse_twice(path, line, row, lines)
            _refuse_other_ages(path, line, row, ages)
        except SourceFileError as problem:
            problems.append(problem)
        else:
            rows.append(row)
    frame = pd.DataFrame([] if problems else rows, columns=list(FACILITY_COLUMNS))
    return Checked(frame, tuple(problems), unused, len(cells))


def _refuse_twice(path: Path, line: int, row: dict[str, Any], lines: dict[str, int]) -> None:
    first = lines.setdefault(row["id"], line)
    if first != line:
        problem = f"„{row['name']}“ mit dem Kurznamen „{row['id']}“ steht schon in Zeile {first}."
        raise SourceFileError(path, problem, "Eine der beiden Zeilen streichen oder anders benennen.", line, "id")


def _refuse_other_ages(path: Path, line: int, row: dict[str, Any], ages: dict[str, tuple[str, int]]) -> None:
    """Refuse ages that differ within one kind."""
    own = f"{row['age_from']} {row['age_to']}"
    given, first = ages.setdefault(row["kind"], (own, line))
    if given != own:
        problem = f"Für „{row['kind_name']}“ stehen hier andere Alter als in Zeile {first}."
        raise SourceFileError(path, problem, "Für eine Art überall dieselben Alter eintragen.", line, "von")
