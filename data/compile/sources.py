"""Where every figure comes from: table to source, and the list of sources that is shipped."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

_REGISTER: Final = Path(__file__).parents[1] / "sources_register.toml"
COLUMNS: Final = (
    "source_id",
    "publisher",
    "table_code",
    "title",
    "reference_period",
    "licence",
    "licence_url",
    "attribution",
    "url",
    "changes",
    "withhold_below",
    "withhold_of",
)


@lru_cache(maxsize=1)
def register() -> list[dict[str, Any]]:
    """All sources this project knows."""
    return list(tomllib.loads(_REGISTER.read_text(encoding="utf-8"))["source"])


def source_of(table: str) -> str:
    """Source id of a table's name; the longest registered code that the name begins with.

    Examples
    --------
    >>> source_of("12411-02-03-5"), source_of("AuszugGV-2017")
    ('12411-02-03-5', 'auszug-gv')
    """
    fitting = [entry for entry in register() if table.startswith(entry["table_code"])]
    if not fitting:
        raise LookupError(f"Tabelle {table} fehlt im Verzeichnis der Quellen.")
    return str(max(fitting, key=lambda entry: len(entry["table_code"]))["source_id"])


def used_sources(facts: pd.DataFrame, others: dict[str, str]) -> pd.DataFrame:
    """Table ``sources.csv`` of the sources that the package's files draw on.

    Parameters
    ----------
    facts : pd.DataFrame
        Facts with ``source_id`` and ``period``.
    others : dict[str, str]
        Source id to reference period of what is used besides facts (boundaries, places).
    """
    spans = facts.groupby("source_id", observed=True)["period"].agg(["min", "max"])
    periods = {str(key): _span(str(low), str(high)) for key, low, high in spans.itertuples()} | others
    rows = [
        entry | {"reference_period": periods[entry["source_id"]]} | _withholding(entry)
        for entry in register()
        if entry["source_id"] in periods
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _withholding(entry: dict[str, Any]) -> dict[str, str]:
    """Write what a source demands to be withheld as texts; a list of variables is parted by blanks."""
    return {
        "withhold_below": str(entry.get("withhold_below", "")),
        "withhold_of": " ".join(entry.get("withhold_of", ())),
    }


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low}/{high}"
