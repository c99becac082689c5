"""Reader of Germany's life tables: probabilities of dying by sex and single year of age."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.errors import SourceFileError
from data.schema import Sex
from data.sources.register import NATION
from data.sources.text import head, read_text
from data.sources.tidy import numbers, refuse, table, titles

REMEDY: Final = "Die Sterbetafel unverändert neu ablegen."
MEASURE: Final = "qx"
SERIES: Final = "12621-0001"
SERIES_HEADER: Final = {"period", "sex", "age", "qx"}
SINGLE: Final = "Sterbetafel"
SINGLE_HEADER: Final = {"age", "qx_m", "qx_f", "lx_m", "lx_f"}
RAW_COLUMNS: Final = ("measure", "region_id", "period", "year_from", "year_to", "sex", "age", "value", "table", "line")
"""Columns of the rates that readers of schedules return."""

_SEXES: Final = (Sex.MALE.value, Sex.FEMALE.value)
_PERIOD: Final = re.compile(r"((?:19|20)\d{2})/(\d{2})")
_YEARS: Final = re.compile(r"((?:19|20)\d{2})[_-]((?:19|20)\d{2})")
_STEP: Final = 1.0
"""Survivors are published in whole people: their steps may be off by one."""


def matches(path: Path) -> bool:
    """Tell whether a file is a life table or a series of them."""
    found = titles(head(path))
    return found >= SERIES_HEADER or found >= SINGLE_HEADER


def read(path: Path) -> pd.DataFrame:
    """Read the probabilities of dying between two birthdays.

    Returns
    -------
    pd.DataFrame
        ``RAW_COLUMNS``, ages without a gap from 0 to the last published one.

    Raises
    ------
    SourceFileError
        If a probability is none, an age is missing or twice, or the survivors do not follow from the probabilities.
    """
    content = read_text(path)
    frame = table(path, content, REMEDY)
    rows = _series(path, frame) if titles(content) >= SERIES_HEADER else _single(path, frame)
    refuse(path, rows, ~rows["value"].between(0, 1), "Die Sterbewahrscheinlichkeit liegt nicht zwischen 0 und 1.",
           REMEDY, "qx")  # fmt: skip
    check_ages(path, rows, REMEDY, first=0)
    return rows[list(RAW_COLUMNS)]


def years_of(period: str) -> tuple[int, int]:
    """Return the first and last year of a life table's period.

    Raises
    ------
    ValueError
        If the text is no period.

    Examples
    --------
    >>> years_of("2020/22"), years_of("1998/00")
    ((2020, 2022), (1998, 2000))
    """
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(f"„{period}“ ist kein Zeitraum einer Sterbetafel wie 2020/22.")
    first, short = int(found[1]), int(found[2])
    last = first // 100 * 100 + short
    return first, last if last >= first else last + 100


def check_ages(path: Path, rows: pd.DataFrame, remedy: str, first: int) -> None:
    """Refuse a table with an age that is missing or comes twice.

    Parameters
    ----------
    path : Path
        File, for the error.
    rows : pd.DataFrame
        Columns ``period, sex, age, line``.
    remedy : str
        German sentence.
    first : int
        Age every table begins with.

    Raises
    ------
    SourceFileError
        At the first row whose age does not follow the one before.
    """
    ordered = rows.sort_values(["period", "sex", "age"], kind="stable")
    step = ordered.groupby(["period", "sex"])["age"].diff().fillna(ordered["age"] - first + 1)
    refuse(path, ordered, step != 1, "Vor dem Alter {0} fehlt ein Altersjahr, oder es steht zweimal da.", remedy, "age")


def _series(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    refuse(path, frame, ~frame["sex"].isin(_SEXES), "„{0}“ ist kein Geschlecht (m oder f).", REMEDY, "sex")
    fits = frame["period"].str.fullmatch(_PERIOD.pattern)
    refuse(path, frame, ~fits, "„{0}“ ist kein Zeitraum wie 2020/22; die Spalten sind vertauscht.", REMEDY, "period")
    years = [years_of(period) for period in frame["period"]]
    rows = frame.assign(age=numbers(path, frame, "age", REMEDY).astype(int), value=numbers(path, frame, "qx", REMEDY))
    rows = rows.assign(year_from=[low for low, _ in years], year_to=[high for _, high in years])
    return rows.assign(measure=MEASURE, region_id=NATION, table=SERIES)


def _single(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """One life table with men and women side by side; its years stand in the file's name only."""
    found = _YEARS.search(path.stem)
    if found is None:
        remedy = "Die Datei so benennen, dass beide Jahre darin stehen, zum Beispiel sterbetafel_2023_2025.csv."
        raise SourceFileError(path, "Der Zeitraum der Sterbetafel steht nicht im Dateinamen.", remedy, 1)
    frame = frame.assign(age=numbers(path, frame, "age", REMEDY).astype(int))
    parts = []
    for sex in _SEXES:
        part = frame.assign(sex=sex, value=numbers(path, frame, f"qx_{sex}", REMEDY))
        _check_survivors(path, part, numbers(path, frame, f"lx_{sex}", REMEDY), sex)
        parts.append(part)
    period = f"{found[1]}/{found[2][2:]}"
    rows = pd.concat(parts, ignore_index=True).assign(period=period, year_from=int(found[1]), year_to=int(found[2]))
    return rows.assign(measure=MEASURE, region_id=NATION, table=SINGLE)


def _check_survivors(path: Path, rows: pd.DataFrame, survivors: pd.Series, sex: str) -> None:
    """Survivors of the next age are those of this one who did not die: l(x+1) = l(x) · (1 - q(x))."""
    expected = (survivors * (1 - rows["value"])).shift(1)
    off = (survivors - expected).abs().gt(_STEP) & np.isfinite(expected)
    problem = "Die Überlebenden folgen nicht aus der Sterbewahrscheinlichkeit; die Spalten sind vertauscht."
    refuse(path, rows, off, problem, REMEDY, f"lx_{sex}")
