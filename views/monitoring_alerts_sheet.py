"""The Auffälligkeiten to take home: a drawing of the first, a table of all."""

from __future__ import annotations

import pandas as pd

from indicators.regions import Regions
from views import figure_words, resources
from views import monitoring_words as words
from views.compare_sheet import Cell, Drawn, Figure, Sheet, Table
from views.formats import number
from views.monitoring_alert_words import chance, direction, sentence, title
from views.monitoring_drawing import DrawnCell, Line, draw_table
from views.monitoring_method import ALERT_METHOD, method_notes

SIZE, DRAWN = 15.0, 25
HEADS = (
    "Schlüssel", "Ort", "Thema", "Zahl", "Richtung", "Wert", "Einheit", "Anzahl", "übriger Landkreis", "dort wären es", "Zufall",
    "ungewöhnlich unter Gemeinden", "Stand", "Satz",
)  # fmt: skip


def alerts_sheet(found: pd.DataFrame, regions: Regions, headline: str, subtitle: str, source: str) -> Sheet:
    """Make the sheet of the findings that are shown."""
    notes = (words.REMINDER, *method_notes(ALERT_METHOD))
    return Sheet(
        headline,
        subtitle,
        notes,
        source,
        "auffaelligkeiten",
        lambda width: _draw(found, regions, width),
        lambda: _table(found, regions),
    )


def _draw(found: pd.DataFrame, regions: Regions, width: float) -> Drawn:
    rows = [
        (
            regions.name(str(row["region_id"])),
            [DrawnCell((Line(title(row), True), Line(sentence(row, regions))))],
        )
        for _, row in found.head(DRAWN).iterrows()
    ]
    rest = len(found) - len(rows)
    head = "Was auffällt" + (f" ({number(rest)} weitere in der Tabelle)" if rest > 0 else "")
    return draw_table([head], rows, width, SIZE, first=0.2)


def _table(found: pd.DataFrame, regions: Regions) -> Table:
    return Table(HEADS, tuple(_line(row, regions) for _, row in found.iterrows()))


def _line(row: pd.Series, regions: Regions) -> tuple[Cell, ...]:
    catalogue = resources.catalogue()
    indicator = catalogue[row["indicator"]]
    return (
        str(row["region_id"]), regions.name(str(row["region_id"])), catalogue.topics[indicator.topic], indicator.title,
        direction(row, indicator), Figure(row["value"], indicator.decimals, indicator.signed), indicator.unit,
        figure_words.count_text(indicator, row), Figure(row["rest"], indicator.decimals, indicator.signed),
        Figure(row["expected"], 0, indicator.signed), chance(float(row["p_rest"])), "ja" if row["unusual"] else "nein",
        figure_words.when(row), sentence(row, regions),
    )  # fmt: skip
