"""Cells of a workbook that give back exactly what was written: any text, German words for choices, real dates and numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from views import plan_words
from workshop.errors import InvalidError
from workshop.records import Record, attributes_of, label

#: What a workbook cannot hold is written as _xHHHH_, as the format has it; what looks like that already gets its underscore written so.
HELD_BACK: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
WRITTEN: Final = re.compile("_x([0-9A-Fa-f]{4})_")
LONGEST_CELL: Final = 32_000
KEPT: Final = 1_000
CUT: Final = "… [gekürzt: der ganze Text steht im Programm]"
YES, NO = "ja", "nein"
SEPARATOR: Final = "; "
GERMAN_DATE: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
GERMAN_NUMBER: Final = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")
ENGLISH_NUMBER: Final = re.compile(r"[+-]?\d+\.\d{1,2}")

Words = Mapping[str, str]
"""What stands for an id in the table."""


def to_cell(text: str) -> str:
    """Write a text for a cell.

    Examples
    --------
    >>> to_cell("a" + chr(0) + "_x0041_")
    'a_x0000__x005F_x0041_'
    """
    return HELD_BACK.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def from_cell(text: str) -> str:
    """Read a text back that :func:`to_cell` (or a spreadsheet) wrote.

    Examples
    --------
    >>> from_cell("a_x005F_x0041_")
    'a_x0041_'
    """
    return WRITTEN.sub(lambda found: chr(int(found.group(1), 16)), text)


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    words : Mapping[str, str]
        For references, ages and personas: what stands for an id.
    locked : bool
        Only to read; a change is refused.
    also : Mapping[str, str]
        Further words that are understood, with what they stand for.
    """

    kind: type[Record]
    name: str
    width: int = 18
    words: Words = field(default_factory=dict)
    locked: bool = False
    also: Words = field(default_factory=dict)

    @property
    def sort(self) -> str:
        """What the attribute holds."""
        return str(attributes_of(self.kind)[self.name].metadata["type"])

    @property
    def head(self) -> str:
        """The heading."""
        name = label(self.kind, self.name)
        return name[:1].upper() + name[1:]

    @property
    def options(self) -> Words:
        """What may be chosen, if there is a choice: the word by what is stored."""
        own: Words = attributes_of(self.kind)[self.name].metadata.get("options", {})
        return {"ja": YES, "nein": NO} if self.sort == "flag" else own or self.words

    def shown(self, value: Any) -> str | float | date | None:
        """Give a value as it stands in the cell; texts are not escaped yet."""
        if self.sort == "flag":
            return YES if value else NO
        if self.sort in ("choice", "key"):
            return self.options.get(value, value) or None
        if self.sort == "keys":
            return SEPARATOR.join(self.words.get(v, plan_words.line(v)) for v in value) or None
        if self.sort == "text":
            whole = len(to_cell(value)) <= LONGEST_CELL
            return (value if whole else value[:KEPT] + CUT) or None
        return value if isinstance(value, date | float | int) else None

    def same(self, cell: Any, value: Any) -> bool:
        """Tell whether a cell still says what was written for a value."""
        shown = self.shown(value)
        if isinstance(cell, datetime):
            cell = cell.date()
        if isinstance(shown, float | int) and isinstance(cell, float | int) and not isinstance(cell, bool):
            return float(shown) == float(cell)
        return (cell if cell not in ("", None) else None) == (shown if shown not in ("", None) else None)

    def read(self, cell: Any) -> Any:
        """Read what somebody typed.

        Raises
        ------
        InvalidError
            It cannot be read; the German text says what helps.
        """
        return READERS[self.sort](self, cell)

    def wrong(self, problem: str, remedy: str) -> InvalidError:
        """Make the error that names this column."""
        return InvalidError(self.head, problem, remedy)


def _read_text(column: Column, cell: Any) -> str:
    if isinstance(cell, str) and cell.endswith(CUT):
        raise column.wrong("ist ein gekürzter Text", "Lange Texte bitte im Programm ändern.")
    if isinstance(cell, datetime | date):
        return f"{cell:%d.%m.%Y}"
    return "" if cell is None else f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _read_choice(column: Column, cell: Any) -> str:
    back = {word.casefold(): stored for stored, word in column.options.items()}
    found = back.get(str(cell or "").strip().casefold())
    if found is None:
        raise column.wrong(f"„{_quoted(cell)}“ gibt es nicht", f"Möglich sind: {', '.join(column.options.values())}.")
    return found


def _read_flag(column: Column, cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    return cell is not None and _read_choice(column, cell) == YES


def _read_key(column: Column, cell: Any) -> str:
    text = str(cell or "").strip()
    return _found(column, text) if text else ""


def _read_keys(column: Column, cell: Any) -> tuple[str, ...]:
    parts = [part.strip() for part in str(cell or "").split(";")]
    return tuple(_found(column, part) for part in parts if part)


def _found(column: Column, text: str) -> str:
    back = {**column.also, **{word: stored for stored, word in column.words.items()}}
    loose = {word.casefold(): stored for word, stored in back.items()}
    found = back.get(text) or loose.get(text.casefold())
    if found is None:
        raise column.wrong(
            f"„{_quoted(text)}“ gibt es nicht", "Bitte aus der Liste wählen; mehrere durch Strichpunkt trennen."
        )
    return found


def _read_day(column: Column, cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date) or cell is None:
        return cell
    text = str(cell).strip()
    german = GERMAN_DATE.fullmatch(text)
    try:
        if german:
            return date(int(german[3]), int(german[2]), int(german[1]))
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise column.wrong(f"„{_quoted(text)}“ ist kein Datum", "Bitte so schreiben: 31.12.2027.") from None


def _read_number(column: Column, cell: Any) -> float | None:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return float(cell)
    text = str(cell or "").replace("\u00a0", "").removesuffix("€").strip()
    if not text or text.casefold() == "offen":
        return None
    if GERMAN_NUMBER.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if ENGLISH_NUMBER.fullmatch(text):
        return float(text)
    raise column.wrong(f"„{_quoted(text)}“ ist keine Zahl", "Bitte nur die Zahl eintragen oder das Feld leer lassen.")


def _quoted(cell: Any) -> str:
    return plan_words.line(str(cell), 60)


READERS: Final = {
    "text": _read_text,
    "choice": _read_choice,
    "flag": _read_flag,
    "key": _read_key,
    "keys": _read_keys,
    "day": _read_day,
    "number": _read_number,
}
