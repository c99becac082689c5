"""Where things stand in a table of the Regionaldatenbank: title, header rows, stub columns, body and footer."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import SourceFileError
from data.schema import AGE_OPEN
from data.sources.text import head, read_text

KEY: Final = re.compile(r"DG|\d{1,12}")
_PERIOD: Final = re.compile(r"(?:Jahr:\s*)?(?:(\d{2})\.(\d{2})\.)?((?:19|20)\d{2})")
_CODE: Final = re.compile(r"GENESIS-Tabelle:\s*([0-9]{5}(?:-[0-9A-Z]+)+)")
_AGE_BAND: Final = re.compile(r"(\d+) bis (?:unter )?(\d+) Jahren?")
_AGE_BELOW: Final = re.compile(r"unter (\d+) Jahr(?:en?)?")
_AGE_ABOVE: Final = re.compile(r"(\d+) Jahre und (?:mehr|älter)")
_UNITS: Final = frozenset({"Anzahl", "Prozent", "%", "ha", "Tsd. EUR", "EUR", "1000 qm", "qm", "qkm", "1000"})
_FOOTER: Final = ("__________", "Stand:")
_DOWNLOAD: Final = "Die Tabelle in der Regionaldatenbank noch einmal als CSV herunterladen und unverändert ablegen."


@dataclass(frozen=True)
class Layout:
    """One file, taken apart but not yet understood.

    Attributes
    ----------
    path : Path
        The file.
    code : str
        Table code such as ``12411-02-03-5``.
    preamble : tuple[str, ...]
        Title lines and a period standing alone.
    headers : tuple[tuple[int, tuple[str, ...]], ...]
        Line number and cells of each header row; units are left out.
    period : str
        Period standing alone above the header, or empty.
    has_period_column, labels : bool, int
        Whether rows begin with their period; how many label columns follow the name.
    rows : list[list[str]]
        Cells of every body row.
    first_line : int
        Line number of the first body row.
    notes : str
        Footer text.
    """

    path: Path
    code: str
    preamble: tuple[str, ...]
    headers: tuple[tuple[int, tuple[str, ...]], ...]
    period: str
    has_period_column: bool
    labels: int
    rows: list[list[str]]
    first_line: int
    notes: str

    @property
    def key_column(self) -> int:
        """Position of the region key in a row."""
        return int(self.has_period_column)

    @property
    def first_value(self) -> int:
        """Position of the first value in a row."""
        return self.key_column + 2 + self.labels


def table_code(path: Path) -> str:
    """Code of the table in the file's first lines; empty if it is no table of the Regionaldatenbank."""
    found = _CODE.search("\n".join(head(path, 2048).splitlines()[:5]))
    return found.group(1) if found else ""


def parse_period(text: str) -> str:
    """ISO date or bare year of a period as the publisher writes it; empty if it is none.

    Examples
    --------
    >>> parse_period("31.12.2015"), parse_period("Jahr: 2016"), parse_period("Insgesamt")
    ('2015-12-31', '2016', '')
    """
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        return ""
    day, month, year = found.groups()
    return f"{year}-{month}-{day}" if day else year


def parse_age(text: str) -> tuple[int, int] | None:
    """Age band of a label, ``None`` if it is no age.

    Examples
    --------
    >>> parse_age("3 bis unter 6 Jahre"), parse_age("75 Jahre und mehr"), parse_age("unter 1 Jahr")
    ((3, 6), (75, 200), (0, 1))
    """
    if found := _AGE_BAND.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := _AGE_BELOW.fullmatch(text):
        return 0, int(found[1])
    if found := _AGE_ABOVE.fullmatch(text):
        return int(found[1]), AGE_OPEN
    return None


def read_layout(path: Path) -> Layout:
    """Take a file apart and refuse it if it is cut off or its rows do not fit its header.

    Raises
    ------
    SourceFileError
        With file, line, column and remedy.
    """
    lines = read_text(path).split("\n")
    end = _footer(path, lines)
    first = _first_body_line(path, lines, end)
    rows = [_split(line) for line in lines[first:end]]
    headers = _headers(path, lines, first)
    stub = min(next((i for i, cell in enumerate(cells) if cell), len(cells)) for _, cells in headers)
    has_period = bool(parse_period(rows[0][0])) and KEY.fullmatch(rows[0][1].strip()) is not None
    _check_widths(path, rows, first, len(headers[0][1]))
    return Layout(
        path=path,
        code=table_code(path),
        preamble=tuple(lines[:first]),
        headers=tuple((n, cells) for n, cells in headers if not _is_units(cells)),
        period=_period_above(lines[:first]),
        has_period_column=has_period,
        labels=stub - 2 - int(has_period),
        rows=rows,
        first_line=first + 1,
        notes="\n".join(lines[end:]),
    )


def _split(line: str) -> list[str]:
    return next(csv.reader([line], delimiter=";")) if '"' in line else line.split(";")


def _footer(path: Path, lines: list[str]) -> int:
    for number, line in enumerate(lines):
        if line.startswith(_FOOTER):
            return number
    last = len(lines) - (not lines[-1])
    raise SourceFileError(
        path,
        "Die Datei ist abgeschnitten: die Fußzeile („__________“ und „Stand: …“) fehlt.",
        _DOWNLOAD,
        line=last,
        column=lines[last - 1].count(";") + 1,
    )


def _first_body_line(path: Path, lines: list[str], end: int) -> int:
    for number, line in enumerate(lines[:end]):
        cells = line.split(";", 3)
        if len(cells) > 2 and _is_body(cells):
            return number
    raise _no_body(path, lines, end)


def _is_body(cells: list[str]) -> bool:
    if parse_period(cells[0]) and KEY.fullmatch(cells[1].strip()):
        return bool(cells[2].strip())
    return KEY.fullmatch(cells[0].strip()) is not None and bool(cells[1].strip())


def _no_body(path: Path, lines: list[str], end: int) -> SourceFileError:
    for number, line in enumerate(lines[:end], start=1):
        cells = line.split(";", 4)
        if any(cell.strip() in ("DG", "01") for cell in cells[1:3]):
            return SourceFileError(
                path,
                "Der Regionalschlüssel steht nicht in der Spalte, in die er gehört; Spalten sind vertauscht.",
                _DOWNLOAD,
                line=number,
                column=1,
            )
    return SourceFileError(path, "Die Tabelle enthält keine Zeile mit einem Regionalschlüssel.", _DOWNLOAD, line=end)


def _headers(path: Path, lines: list[str], first: int) -> list[tuple[int, tuple[str, ...]]]:
    rows = [(n + 1, tuple(cell.strip() for cell in _split(line))) for n, line in enumerate(lines[:first])]
    headers = [(n, cells) for n, cells in rows if len(cells) > 2 and not cells[0] and any(cells)]
    if not headers:
        raise SourceFileError(path, "Die Kopfzeilen mit den Spaltennamen fehlen.", _DOWNLOAD, line=first, column=1)
    width = len(lines[first].split(";"))
    for number, cells in headers:
        if len(cells) != len(headers[0][1]):
            raise SourceFileError(
                path,
                f"Die Kopfzeile hat {len(cells)} Spalten, die Daten haben {width}.",
                _DOWNLOAD,
                line=number,
                column=min(len(cells), width),
            )
    return headers


def _is_units(cells: tuple[str, ...]) -> bool:
    return {cell for cell in cells if cell} <= _UNITS


def _period_above(lines: list[str]) -> str:
    periods: Iterator[str] = (parse_period(line.rstrip(";")) for line in lines)
    return next((period for period in periods if period), "")


def _check_widths(path: Path, rows: list[list[str]], first: int, width: int) -> None:
    for offset, cells in enumerate(rows):
        if len(cells) != width:
            cut = "Die Datei ist abgeschnitten: " if offset == len(rows) - 1 and len(cells) < width else ""
            raise SourceFileError(
                path,
                f"{cut}die Zeile hat {len(cells)} Spalten statt {width}.",
                _DOWNLOAD,
                line=first + offset + 1,
                column=min(len(cells), width),
            )
