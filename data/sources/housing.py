"""Reader of the Zensus 2022 housing table per municipality (as published through the R package gerda).

The table gives shares; the dwellings behind them are reconstructed, so that they can be added up, and are estimates.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.errors import SourceFileError
from data.schema import AGE_OPEN, CensusBase, Sex, Status
from data.sources.register import RAW_COLUMNS
from data.sources.text import head, read_text

TABLE: Final = "Zensus2022-Wohnen"
CENSUS_DAY: Final = "2022-05-15"
REMEDY: Final = "Die Tabelle unverändert neu ablegen; Schlüssel sind Text und behalten ihre führende Null."
DWELLINGS: Final = "total_dwellings_census22"
VACANCY: Final = "vacancy_rate_census22"
OWNERS: Final = "share_owner_occupied_census22"
RENT: Final = "avg_rent_per_m2_census22"
NUMBERS: Final = (DWELLINGS, VACANCY, OWNERS, RENT)
LIMITS: Final = {VACANCY: 100.0, OWNERS: 100.0, RENT: 100.0}
"""Largest plausible value of a share in percent and of a rent in euro per square metre."""


def matches(path: Path) -> bool:
    """Tell whether a file has the table's header."""
    first = head(path).split("\n", 1)[0]
    return DWELLINGS in first and VACANCY in first


def read(path: Path, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Read dwellings, vacant and owner-occupied dwellings (estimated) and the rent (not additive) as raw facts."""
    frame = _table(path)
    if wanted is not None:
        frame = frame[[wanted(key) for key in frame["ags"]]]
    values = {name: _numbers(path, frame, name) for name in NUMBERS}
    vacant = (values[VACANCY] / 100 * values[DWELLINGS]).round()
    owned = (values[OWNERS] / 100 * (values[DWELLINGS] - vacant)).round()
    parts = [
        _facts(frame, "dwellings", DWELLINGS, values[DWELLINGS], Status.MEASURED),
        _facts(frame, "dwellings_vacant", VACANCY, vacant, Status.ESTIMATED),
        _facts(frame, "dwellings_owner_occupied", OWNERS, owned, Status.ESTIMATED),
        _facts(frame, "rent_per_m2", RENT, values[RENT], Status.MEASURED),
    ]
    return pd.concat(parts, ignore_index=True)


def _table(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(io.StringIO(read_text(path)), dtype=str, keep_default_na=False)
    missing = [name for name in ("ags", *NUMBERS) if name not in frame.columns]
    if missing:
        raise SourceFileError(path, f"Es fehlen die Spalten: {', '.join(missing)}.", REMEDY, 1)
    frame = frame.assign(line=range(2, len(frame) + 2))
    bad = frame[~frame["ags"].str.fullmatch(r"\d{8}")]
    if not bad.empty:
        key = bad["ags"].iloc[0]
        reason = "die führende Null fehlt" if key.isdigit() and len(key) == 7 else "erwartet sind 8 Ziffern"
        raise SourceFileError(
            path, f"Der Schlüssel „{key}“ ist ungültig: {reason}.", REMEDY, int(bad["line"].iloc[0]), "ags"
        )
    twice = frame[frame["ags"].duplicated()]
    if not twice.empty:
        problem = f"Der Schlüssel {twice['ags'].iloc[0]} kommt zweimal vor."
        raise SourceFileError(path, problem, REMEDY, int(twice["line"].iloc[0]), "ags")
    return frame


def _numbers(path: Path, frame: pd.DataFrame, name: str) -> pd.Series:
    values = pd.to_numeric(frame[name], errors="coerce").astype(float)
    limit = LIMITS.get(name, np.inf)
    bad = frame[(values.isna() & (frame[name] != "")) | (values < 0) | (values > limit)]
    if not bad.empty:
        problem = f"„{bad[name].iloc[0]}“ kann hier nicht stehen; die Spalten sind vertauscht."
        raise SourceFileError(path, problem, REMEDY, int(bad["line"].iloc[0]), name)
    return values


def _facts(frame: pd.DataFrame, item: str, column: str, values: pd.Series, status: Status) -> pd.DataFrame:
    """Return one variable's facts; an empty cell tells no reason and is simply missing."""
    facts = pd.DataFrame({"key": frame["ags"], "name": frame.get("municipality_name", ""), "value": values})
    facts["status"] = np.where(values.isna(), Status.MISSING.value, status.value)
    facts = facts.assign(sex=Sex.TOTAL.value, age_from=0, age_to=AGE_OPEN, item=item, period=CENSUS_DAY)
    facts = facts.assign(census_base=CensusBase.CENSUS_2022.value, line=frame["line"], column=column, table=TABLE)
    return facts[list(RAW_COLUMNS)]
