"""Errors about given files, worded for the person who has the file in hand."""

from __future__ import annotations

from pathlib import Path


class SourceFileError(Exception):
    """A source file cannot be used; nothing has been written.

    Parameters
    ----------
    file : Path | str
        The file the person offered.
    problem : str
        German sentence: what is wrong.
    remedy : str
        German sentence: what to do about it.
    line, column : int | str | None
        Place in the file, both counted from 1; ``column`` may be a column's name.
    """

    def __init__(
        self, file: Path | str, problem: str, remedy: str, line: int | None = None, column: int | str | None = None
    ) -> None:
        self.file, self.problem, self.remedy, self.line, self.column = Path(file), problem, remedy, line, column
        super().__init__(str(self))

    def __str__(self) -> str:
        place = [f"Datei „{self.file.name}“"]
        if self.line is not None:
            place.append(f"Zeile {self.line}")
        if self.column is not None:
            place.append(f"Spalte {self.column}")
        return f"{', '.join(place)}: {self.problem} Abhilfe: {self.remedy}"
