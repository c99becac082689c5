"""The matrix age group × walk of life to take home: a drawing of all fields and a table of all figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indicators.monitoring.situations import Cell, Figure, written
from indicators.regions import Regions
from views import figure_words
from views import monitoring_matrix_words as cell_words
from views import monitoring_words as words
from views.compare_sheet import Cell as TableCell
from views.compare_sheet import Drawn, Sheet, Table
from views.compare_sheet import Figure as Number
from views.formats import sort_key
from views.monitoring_drawing import DrawnCell, Line, draw_table
from views.monitoring_method import MATRIX_METHOD, method_notes
from views.state import Selection
from views.wording import article_dative

SIZE: Final = 13.0
HEADS: Final = (
    "Altersgruppe", "Lebenslage", "Zahl", "Wert", "Einheit", "Anzahl", "Vergleichswert", "Unterschied", "Stand", "Frage für vor Ort",
)  # fmt: skip


def matrix_sheet(
    cells: Sequence[Cell], regions: Regions, selection: Selection, title: str, subtitle: str, source: str
) -> Sheet:
    """Make the sheet of a place's matrix."""
    where = article_dative(regions, selection.benchmark_id)
    name = "".join(
        sign for sign in sort_key(regions.name(selection.region_id)).replace(" ", "_") if sign.isalnum() or sign in "_-"
    )
    notes = (words.REMINDER, *method_notes(MATRIX_METHOD))
    return Sheet(
        title, subtitle, notes, source, f"lebenslagen_{name}", lambda width: _draw(cells, regions, where, width),
        lambda: _table(cells, regions, where),
    )  # fmt: skip


def _draw(cells: Sequence[Cell], regions: Regions, where: str, width: float) -> Drawn:
    matrix = written()
    rows = [
        (f"{age.title}: {age.words}", [_drawn(c, regions, where) for c in cells if c.age.id == age.id])
        for age in matrix.ages
    ]
    return draw_table(list(matrix.walks.values()), rows, width, SIZE, first=0.12)


def _drawn(cell: Cell, regions: Regions, where: str) -> DrawnCell:
    if cell.white:
        return DrawnCell((Line(cell.question),), white=True)
    first = cell.figures[0]
    small = tuple(Line(text) for text in cell_words.below(first, where))
    return DrawnCell((Line(cell_words.told(first, regions), True), *small))


def _table(cells: Sequence[Cell], regions: Regions, where: str) -> Table:
    rows: list[tuple[TableCell, ...]] = []
    for cell in cells:
        start = (f"{cell.age.title}, {cell.age.words}", written().walks[cell.walk])
        if cell.white:
            rows.append((*start, cell_words.WHITE, "", "", "", "", "", "", cell.question))
        rows += [(*start, *_figures(f, regions, where), cell.question) for f in cell.figures]
    return Table(HEADS, tuple(rows))


def _figures(figure: Figure, regions: Regions, where: str) -> tuple[TableCell, ...]:
    entry, value, mark = figure.entry, float(figure.row["value"]), float(figure.mark["value"])
    title = entry.title if figure.asked.band is None else f"{entry.title}: {cell_words.told(figure, regions)}"
    return (
        title,
        Number(value, entry.decimals, entry.signed) if figure.known else cell_words.told(figure, regions),
        entry.unit,
        figure_words.count_text(entry, figure.row) if figure.known else "",
        Number(mark, entry.decimals, entry.signed) if mark == mark else "keine Zahl",
        cell_words.compared(figure, where),
        figure_words.when(figure.row),
    )
