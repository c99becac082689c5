"""Read an edited workbook of the plan: what was edited in which row, and what cannot be read, named with sheet, row, column and remedy."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from reports.plan_cells import Column, from_cell
from reports.plan_files import ASIDE, KEY, NAMED, NAMES, VERSION, Sheet, names, sheets
from views import plan_words
from views.plan_data import Plan
from workshop import plan_changes
from workshop.errors import InvalidError, WorkshopError
from workshop.plan_changes import Given, Preview, Problem
from workshop.reader import Change
from workshop.records import Record
from workshop.store import same_id

MOST_ROWS: Final = 5_000
LARGEST: Final = 200_000_000
NOT_A_TABLE: Final = "Diese Datei ist keine lesbare Excel-Tabelle (.xlsx). Bitte die Tabelle unter „Mitnehmen“ neu laden, dort ändern und hier hochladen."
NEW_ROW: Final = "Für einen neuen Eintrag bitte Schlüssel und Version leer lassen."
FRESH: Final = "Bitte eine frische Tabelle laden."
SAYS_YES: Final = frozenset({"ja", "x", "j", "wahr", "true"})


class _Raw(ExcelReader):
    """Reads texts as they stand in the file; openpyxl itself drops a part of the escapes."""

    def read_strings(self) -> None:
        """Read the shared texts."""
        found = self.package.find(SHARED_STRINGS)
        if found is None:
            return
        with self.archive.open(found.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                    self.shared_strings.append(Text.from_tree(node).content)
                    node.clear()


@dataclass(frozen=True)
class Upload:
    """A workbook that was read: what it would change, and the columns that tell how to say it."""

    preview: Preview
    sheets: tuple[Sheet, ...]

    def column(self, sheet: str, name: str) -> Column:
        """Give a column by its sheet's title and its attribute."""
        made = next(s for s in self.sheets if s.title == sheet)
        return next(c for c in made.columns if c.name == name)


def read(
    content: bytes, plan: Plan, records: Mapping[str, Record], history: Callable[[str], Sequence[Change]]
) -> Upload:
    """Read a workbook and find out what it would change.

    Parameters
    ----------
    records : Mapping[str, Record]
        All records of the plan by id, those in the archive too.
    history : callable
        Gives the history of one record.

    Raises
    ------
    WorkshopError
        The file is no workbook.
    """
    book = _open(content)
    file_id, said, also = _names(book, plan, records)
    made = sheets(said, also)
    given: list[Given] = []
    problems: list[Problem] = []
    past: dict[str, Sequence[Change]] = {}
    for sheet in made:
        if sheet.title in book.sheetnames:
            reader = _Rows(sheet, file_id, records, history, past, problems)
            found = list(reader.rows(book[sheet.title]))
            _learn(sheet, found, said, also)
            given += found
    if not any(sheet.title in book.sheetnames for sheet in made):
        problems.append(
            Problem(
                "", 0, "", "In dieser Tabelle ist kein Blatt des Werkstattplans", "Bitte eine frische Tabelle laden."
            )
        )
    book.close()
    changes = [change for one in past.values() for change in one]
    return Upload(plan_changes.preview(given, records, changes, problems), made)


def _open(content: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > LARGEST:
                raise WorkshopError("Diese Datei ist ausgepackt zu groß. Bitte nur den Werkstattplan darin lassen.")
        reader = _Raw(io.BytesIO(content), read_only=True, keep_links=False)
        reader.read()
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
    ) as error:
        raise WorkshopError(NOT_A_TABLE) from error
    return reader.wb


def _names(
    book: Any, plan: Plan, records: Mapping[str, Record]
) -> tuple[str, dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Read which name stood for what when the workbook was made; names of today are understood as well."""
    now = names(plan)
    said = {sort: {} if sort in NAMED else dict(words) for sort, words in now.items()}
    also = {sort: {word: key for key, word in now[sort].items()} for sort in NAMED}
    file_id = ""
    for row in (
        book[NAMES].iter_rows(max_row=20 * MOST_ROWS, max_col=3, values_only=True) if NAMES in book.sheetnames else ()
    ):
        sort, key, word = (from_cell(str(cell or "")) for cell in (*row, "", "", "")[:3])
        if sort == "Datei":
            file_id = key
        elif sort in NAMED and key in records and sort == records[key].KIND:
            said[sort][key] = word
    for sort in NAMED:
        said[sort] |= {key: word for key, word in now[sort].items() if key not in said[sort]}
    return file_id, said, also


def _learn(
    sheet: Sheet, found: Sequence[Given], said: dict[str, dict[str, str]], also: dict[str, dict[str, str]]
) -> None:
    """Let later sheets refer to what this one adds or renames."""
    sort = sheet.kind.KIND
    if sort not in NAMED:
        return
    for one in found:
        name = one.values.get("title", one.values.get("name"))
        if isinstance(name, str) and name.strip():
            also[sort].setdefault(plan_words.line(name), one.record_id)
            said[sort].setdefault(one.record_id, plan_words.line(name))


@dataclass
class _Rows:
    """Reads the rows of one sheet."""

    sheet: Sheet
    file_id: str
    records: Mapping[str, Record]
    history: Callable[[str], Sequence[Change]]
    past: dict[str, Sequence[Change]]
    problems: list[Problem]

    def rows(self, cells: Any) -> Iterator[Given]:
        """Read all rows; what cannot be read is noted as a problem."""
        lines = enumerate(cells.iter_rows(max_row=MOST_ROWS + 1), 1)
        _, first = next(lines, (1, ()))
        heads = {from_cell(str(cell.value or "")).strip(): at for at, cell in enumerate(first)}
        missing = [head for head in (KEY, VERSION) if head not in heads]
        if missing:
            return self._note(1, missing[0], "diese Spalte fehlt", FRESH)
        for number, row in lines:
            if any(cell.value not in (None, "") for cell in row):
                one = self._row(number, {head: row[at] for head, at in heads.items() if at < len(row)})
                if one is not None:
                    yield one
        return None

    def _note(self, row: int, column: str, problem: str, remedy: str) -> None:
        self.problems.append(Problem(self.sheet.title, row, column, problem, remedy))

    def _row(self, number: int, cells: Mapping[str, Any]) -> Given | None:
        key = str(_plain(cells.get(KEY)) or "").strip()
        if not key:
            return self._fresh(number, cells)
        record = self.records.get(key)
        if record is None or record.KIND != self.sheet.kind.KIND:
            self._note(number, KEY, f"„{plan_words.line(key, 40)}“ gibt es hier nicht", NEW_ROW)
            return None
        version = _plain(cells.get(VERSION))
        if not isinstance(version, int | float) or not float(version).is_integer() or version < 1:
            self._note(number, VERSION, "ist keine Versionsnummer", FRESH)
            return None
        shown = self._shown(record, int(version))
        values = {name: value for name, value in self._values(number, cells, shown) if value != getattr(shown, name)}
        return Given(self.sheet.kind, key, int(version), self.sheet.title, number, values, self._aside(cells))

    def _shown(self, record: Record, version: int) -> Record:
        """Give the record as the workbook showed it."""
        if version >= record.version:
            return record
        self.past[record.id] = self.history(record.id)
        return plan_changes.as_of(record, self.past[record.id], version)

    def _fresh(self, number: int, cells: Mapping[str, Any]) -> Given | None:
        before = len(self.problems)
        values = dict(self._values(number, cells, None))
        if len(self.problems) > before or (not values and not self._aside(cells)):
            return None
        own = str(values.get("title", values.get("name", "")))
        # The same row of the same file read twice is the same record.
        key = same_id("plan", self.file_id, self.sheet.title, str(number), own)
        return Given(self.sheet.kind, key, 0, self.sheet.title, number, values)

    def _aside(self, cells: Mapping[str, Any]) -> bool:
        return str(_plain(cells.get(ASIDE)) or "").strip().casefold() in SAYS_YES

    def _values(self, number: int, cells: Mapping[str, Any], shown: Record | None) -> Iterator[tuple[str, Any]]:
        """Give the edited cells; of a new row those that are filled in."""
        for column in self.sheet.columns:
            cell = cells.get(column.head)
            if cell is None and column.head not in cells:
                continue
            value = _plain(cell)
            if value in (None, "") if shown is None else column.same(value, getattr(shown, column.name)):
                continue
            try:
                yield column.name, _readable(column, cell, value)
            except InvalidError as error:
                self._note(number, error.label, error.problem, error.remedy)


def _plain(cell: Any) -> Any:
    """Give what a cell holds, texts as they were typed."""
    value = getattr(cell, "value", None)
    return from_cell(value) if isinstance(value, str) else value


def _readable(column: Column, cell: Any, value: Any) -> Any:
    sort = getattr(cell, "data_type", "s")
    if sort == "f":
        raise column.wrong("enthält eine Formel", "Bitte den Wert selbst eintragen.")
    if sort == "e":
        raise column.wrong(f"enthält den Fehler {value}", "Bitte den Wert selbst eintragen.")
    if column.locked:
        raise column.wrong("ist nur zum Lesen", "Die Zielzahl bitte auf der Seite der Maßnahme wählen.")
    return column.read(value)
