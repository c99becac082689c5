"""The plan as a workbook to edit: one sheet for each kind, with key and version, choices to pick from, nothing that can become a formula.

What is not edited comes back as it was: texts of any characters, names that were changed meanwhile (the workbook brings along, out of
sight, which name stood for what), and rows that others have changed since.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from indicators.catalogue import ALL_AGES
from reports.plan_cells import YES, Column, to_cell
from reports.takeaway import FORMULA_STARTS
from views import bands, plan_data, plan_words, resources, tokens
from views.plan_data import Plan
from views.state import preset_bands, region_labels
from workshop.records import ActionField, Actor, Goal, Measure, Record, Step
from workshop.store import new_id

KEY, VERSION, ASIDE = "Schlüssel", "Version", "ins Archiv"
LISTS, GUIDE, NAMES = "Listen", "So geht es", "Namen"
EMPTY_ROWS: Final = 60
NAMED: Final = ("actor", "field", "goal", "measure")
Said: TypeAlias = Mapping[str, Mapping[str, str]]
DATES, WHOLE = "DD.MM.YYYY", "#,##0"
HOW: Final = (
    ("Ändern", "Zellen einfach überschreiben. Auf den Blättern stehen Auswahllisten."),
    ("Neu", "Eine leere Zeile unten ausfüllen. Schlüssel und Version bleiben leer."),
    ("Weglegen", "In der letzten Spalte „ja“ wählen. Gelöscht wird nichts; eine fehlende Zeile ändert nichts."),
    ("Ziel", "Hat eine Maßnahme ein Ziel, gilt dessen Handlungsfeld."),
    ("Mehrere", "Mehrere Einträge in einer Zelle trennt ein Strichpunkt."),
    ("Zurückgeben", "Auf der Seite Werkstattplan unter „Mitnehmen“ hochladen. Vor dem Übernehmen ist zu sehen, was sich ändert."),
    ("Nicht ändern", "Schlüssel, Version und die grauen Spalten."),
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One sheet: what its rows are, and its columns."""

    title: str
    kind: type[Record]
    columns: tuple[Column, ...]

    @property
    def heads(self) -> list[str]:
        """The headings."""
        return [KEY, VERSION, *(column.head for column in self.columns), ASIDE]


def names(plan: Plan) -> dict[str, dict[str, str]]:
    """Give the words that stand for ids in the table, by what they are."""
    regions = {region: label for label, region in region_labels(resources.evaluator().regions).items()}
    used = [band for m in plan.measures.values() for band in m.bands]
    offered = [bands.band_id(band) for band in preset_bands().values() if band != ALL_AGES]
    return {
        "actor": plan_words.titles(plan.actors.values()),
        "field": plan_words.titles(plan.fields.values()),
        "goal": plan_words.titles(plan.goals.values()),
        "measure": plan_words.titles(plan.measures.values()),
        "region": regions | {r: plan_words.line(r) for m in plan.measures.values() for r in m.region_ids if r not in regions},
        "band": {band: plan_words.line(plan_words.age(band)) for band in dict.fromkeys([*offered, *used])},
        "persona": {p.id: plan_words.line(name) for name, p in resources.personas().items()},
        "indicator": {i.id: plan_words.line(i.title) for i in resources.catalogue().indicators.values()},
    }  # fmt: skip


def sheets(said: Said, also: Said | None = None) -> tuple[Sheet, ...]:
    """Give the sheets, in the order in which they are taken back: what others refer to comes first.

    Parameters
    ----------
    said : Mapping
        The words for ids, by what they are (see :func:`names`).
    also : Mapping | None
        Further words that are understood when a workbook is read.
    """
    more = also or {}

    def columns(kind: type[Record], *listed: tuple[str, int, str]) -> tuple[Column, ...]:
        return tuple(
            Column(kind, name, width, said.get(words, {}), name in LOCKED, more.get(words, {}))
            for name, width, words in listed
        )

    measure = columns(
        Measure, ("title", 38, ""), ("description", 40, ""), ("field_id", 22, "field"), ("goal_id", 30, "goal"), ("status", 12, ""),
        ("status_note", 28, ""), ("responsible_id", 26, "actor"), ("partner_ids", 28, "actor"), ("region_ids", 30, "region"),
        ("personas", 26, "persona"), ("bands", 24, "band"), ("starts_on", 12, ""), ("ends_on", 12, ""), ("budget", 14, ""),
        ("funding", 14, ""), ("funding_note", 26, ""), ("progress", 14, ""), ("indicator_id", 34, "indicator"),
        ("target_region_id", 26, "region"), ("target_value", 16, ""), ("target_on", 14, ""),
    )  # fmt: skip
    step = columns(
        Step,
        ("measure_id", 38, "measure"),
        ("title", 40, ""),
        ("responsible_id", 26, "actor"),
        ("due_on", 12, ""),
        ("done", 11, ""),
        ("done_on", 13, ""),
    )
    return (
        Sheet(
            "Handlungsfelder",
            ActionField,
            columns(ActionField, ("title", 34, ""), ("description", 60, ""), ("position", 14, "")),
        ),
        Sheet("Ziele", Goal, columns(Goal, ("field_id", 26, "field"), ("title", 44, ""), ("description", 60, ""))),
        Sheet(
            "Akteure",
            Actor,
            columns(Actor, ("name", 34, ""), ("sort", 20, ""), ("region_id", 28, "region"), ("note", 40, "")),
        ),
        Sheet("Maßnahmen", Measure, measure),
        Sheet("Schritte", Step, step),
    )


LOCKED: Final = frozenset({"indicator_id", "target_region_id"})
"""The target figure brings its baseline from the figures; it is chosen in the program."""


def to_xlsx(plan: Plan) -> bytes:
    """Write the workbook."""
    said = names(plan)
    book = Workbook()
    guide: Worksheet = book.worksheets[0]
    _guide(guide)
    lists = book.create_sheet(LISTS)
    ranges: dict[tuple[str, ...], str] = {}
    rows: dict[type[Record], Iterable[Record]] = {
        ActionField: plan.fields.values(), Goal: plan.goals.values(), Actor: plan.actors.values(),
        Measure: plan.measures.values(), Step: plan.steps,
    }  # fmt: skip
    for sheet in sheets(said):
        _sheet(book.create_sheet(sheet.title), sheet, list(rows[sheet.kind]), lists, ranges)
    _names(book.create_sheet(NAMES), said)
    book.move_sheet(LISTS, len(book.sheetnames))
    lists.sheet_state = "hidden"
    book.active = book.sheetnames.index("Maßnahmen")
    guide.sheet_view.tabSelected = False
    book.properties.title, book.properties.creator = "Werkstattplan", "Kommunalprofil"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _guide(sheet: Worksheet) -> None:
    sheet.title = GUIDE
    write(sheet, 1, 1, f"Werkstattplan, Stand {plan_data.today():%d.%m.%Y}", Font(bold=True, size=14))
    for line, (head, text) in enumerate(HOW, 3):
        write(sheet, line, 1, head, Font(bold=True))
        write(sheet, line, 2, text)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 110


def _names(sheet: Worksheet, said: Said) -> None:
    """Bring along which name stood for what, and an id of this file; out of sight."""
    write(sheet, 1, 1, "Datei")
    write(sheet, 1, 2, new_id())
    line = 2
    for sort in NAMED:
        for key, word in said[sort].items():
            for column, text in enumerate((sort, key, word), 1):
                write(sheet, line, column, text)
            line += 1
    sheet.sheet_state = "hidden"


def _sheet(
    sheet: Worksheet, made: Sheet, records: Sequence[Record], lists: Worksheet, ranges: dict[tuple[str, ...], str]
) -> None:
    last = len(records) + 1 + EMPTY_ROWS
    for at, head in enumerate(made.heads, 1):
        cell = write(sheet, 1, at, head, Font(bold=True))
        cell.fill = PatternFill("solid", fgColor=tokens.ACCENT_LIGHT[1:])
    grey = PatternFill("solid", fgColor=tokens.SURFACE[1:])
    for line, record in enumerate(records, 2):
        write(sheet, line, 1, record.id).fill = grey
        sheet.cell(line, 2, record.version).fill = grey
        for at, column in enumerate(made.columns, 3):
            _value(sheet, line, at, column, getattr(record, column.name), grey)
    for at, column in enumerate(made.columns, 3):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
        _choices(
            sheet,
            at,
            last,
            list(column.options.values()) if column.sort != "keys" and not column.locked else [],
            lists,
            ranges,
        )
    _choices(sheet, len(made.columns) + 3, last, [YES], lists, ranges)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 12, 8
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(made.heads))}{len(records) + 1}"


def _value(sheet: Worksheet, line: int, at: int, column: Column, value: Any, grey: PatternFill) -> None:
    shown = column.shown(value)
    if isinstance(shown, str):
        cell = write(sheet, line, at, shown)
    else:
        cell = sheet.cell(line, at, _in_calendar(shown))
        cell.number_format = (
            DATES if column.sort == "day" else WHOLE if isinstance(shown, float) and shown.is_integer() else "General"
        )
        cell.alignment = Alignment(vertical="top")
    if column.locked:
        cell.fill = grey


def _in_calendar(value: float | date | None) -> Any:
    """Give a date as text where the calendar of spreadsheets has not begun yet (1 March 1900) – a number would be read wrongly."""
    early = isinstance(value, date) and value < date(1900, 3, 1)
    return f"{value.day:02}.{value.month:02}.{value.year:04}" if isinstance(value, date) and early else value


def _choices(
    sheet: Worksheet, at: int, last: int, words: list[str], lists: Worksheet, ranges: dict[tuple[str, ...], str]
) -> None:
    """Let a column be chosen from a list; the lists stand on a sheet of their own, for they may be long and hold any sign."""
    if not words:
        return
    known = tuple(words)
    if known not in ranges:
        column = len(ranges) + 1
        for line, word in enumerate(words, 1):
            write(lists, line, column, word)
        letter = get_column_letter(column)
        ranges[known] = f"'{LISTS}'!${letter}$1:${letter}${len(words)}"
    rule = DataValidation(type="list", formula1=ranges[known], allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "Bitte wählen", "Dieser Eintrag steht nicht in der Liste."
    letter = get_column_letter(at)
    rule.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(rule)


def write(sheet: Worksheet, line: int, column: int, text: str, font: Font | None = None) -> Any:
    """Write a text cell that stays a text, whatever it begins with, and comes back as it was."""
    cell = sheet.cell(line, column)
    written = to_cell(text)
    cell.value = written
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    if font:
        cell.font = font
    cell.protection = Protection(locked=False)
    cell.alignment = Alignment(vertical="top", wrap_text="\n" in text)
    return cell
