"""Open Excel workbooks of official registers: a cheap look at their words, and the rows of one sheet."""

from __future__ import annotations

import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from data.errors import SourceFileError

ZIP: Final = b"PK\x03\x04"
WORDS: Final = "xl/sharedStrings.xml"
SHEETS: Final = "xl/worksheets/sheet"
SHEET_START: Final = 20_000
REMEDY: Final = "Die Arbeitsmappe beim Herausgeber neu herunterladen und unverändert ablegen."

Cell = str | int | float | bool | time | date | datetime | timedelta


def words(path: Path) -> str:
    """Return a workbook's texts, still with mark-up, for sniffing; empty for anything that is no workbook.

    They stand in a table of their own, or in the cells: then the beginning of each sheet is enough.
    """
    with path.open("rb") as file:
        if file.read(4) != ZIP:
            return ""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.namelist()
            sheets = [name for name in inside if name.startswith(SHEETS)]
            parts = [(WORDS, -1)] if WORDS in inside else [(name, SHEET_START) for name in sheets]
            return "".join(_start(archive, name, size) for name, size in parts)
    except (zipfile.BadZipFile, EOFError, zlib.error):
        return ""


def _start(archive: zipfile.ZipFile, name: str, size: int) -> str:
    with archive.open(name) as stream:
        return stream.read(size).decode("utf-8", errors="ignore")


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets."""
    return _open(path).sheet_names


def rows(path: Path, sheet: str) -> list[list[Cell]]:
    """Return all rows of a sheet from its first line on; empty cells are empty texts."""
    try:
        return _open(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise SourceFileError(path, f"Das Blatt „{sheet}“ lässt sich nicht lesen.", REMEDY) from error


def _open(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as error:
        raise SourceFileError(path, "Die Arbeitsmappe ist beschädigt.", REMEDY) from error


def text(cell: Cell) -> str:
    """Return a cell as text without surrounding blanks; whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
