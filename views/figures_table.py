"""The table behind a map: every region with value, count, interval, verdict and status in words."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.schema import Status
from indicators.catalogue import Indicator
from indicators.regions import Regions
from indicators.reliability import Verdict
from views import sentences
from views.formats import number, sort_key
from views.gaps import GAPS
from views.table import html_table

VERDICT_WORDS: Final = {
    Verdict.SAFE: "sicher",
    Verdict.CAUTIOUS: "vorsichtig",
    Verdict.TOO_SMALL: "zu klein zum Urteilen",
    Verdict.NONE: "",
}


def figures(indicator: Indicator, frame: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """Write the evaluated rows as a German table, ordered by name."""
    rows = [_row(indicator, row, regions) for _, row in frame.iterrows()]
    return pd.DataFrame(rows).sort_values("Gebiet", key=lambda names: names.map(sort_key))


def _row(indicator: Indicator, row: pd.Series, regions: Regions) -> dict[str, str]:
    status = Status(row["status"])
    word = "" if status in (Status.MEASURED, Status.ESTIMATED) else GAPS[status].word
    spread = (
        ""
        if pd.isna(row["low"])
        else f"{number(row['low'], indicator.decimals)} bis {number(row['high'], indicator.decimals)}"
    )
    return {
        "Gebiet": regions.name(str(row["region_id"])),
        f"Wert ({indicator.unit})" if indicator.unit else "Wert": word
        or number(row["value"], indicator.decimals, signed=indicator.signed),
        "Anzahl": sentences.count_text(indicator, row),
        "Zufallsschwankung": spread,
        "Urteil": VERDICT_WORDS[Verdict(row["verdict"])] + (" (geschätzt)" if status == Status.ESTIMATED else ""),
    }


def figures_html(indicator: Indicator, frame: pd.DataFrame, regions: Regions, *, caption: str) -> str:
    """Write the table as accessible HTML."""
    table = figures(indicator, frame, regions)
    return html_table(table, caption, numeric_columns=[table.columns[1], "Zufallsschwankung"])
