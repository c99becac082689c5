"""Reader of the Regionaldatenbank's CSV tables, whatever their number of header rows and wherever the years stand.

What the labels of a table mean is written in ``genesis_tables.toml``; a label that is not written there is an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.errors import SourceFileError
from data.schema import AGE_OPEN, CensusBase, Sex, Status
from data.sources.genesis_layout import KEY, Layout, parse_age, parse_period, read_layout, table_code
from data.sources.markers import parse_cells

_TABLES: Final = Path(__file__).with_name("genesis_tables.toml")
_SEXES: Final = {"männlich": Sex.MALE, "weiblich": Sex.FEMALE}
_TOTAL: Final = "Insgesamt"
_CENSUS_2011: Final = "2011-05-09"
_CENSUS_2022: Final = "2022-05-15"
_DOWNLOAD: Final = "Die Tabelle unverändert neu herunterladen; Schlüssel sind Text und behalten ihre führende Null."
COLUMNS: Final = (
    "key", "name", "period", "sex", "age_from", "age_to", "item", "value", "status", "nil",
    "census_base", "line", "column", "table",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """What is known about one table: its title, census base and the meaning of its labels."""

    code: str
    title: str
    base: str
    ages: bool
    adds_up: bool
    tolerance: float
    variables: dict[str, str]
    headings: frozenset[str]


@dataclass(frozen=True)
class Meaning:
    """What one column (or row label) stands for."""

    path: tuple[str, ...]
    period: str
    sex: Sex
    ages: tuple[int, int]


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    """All known tables by code."""
    described = tomllib.loads(_TABLES.read_text(encoding="utf-8"))
    headings = frozenset(described["headings"])
    return {
        code: Table(
            code=code,
            title=entry["title"],
            base=entry["base"],
            ages=entry.get("ages", True),
            adds_up=entry.get("adds_up", False),
            tolerance=entry.get("tolerance", 0.5),
            variables=entry["variables"],
            headings=headings,
        )
        for code, entry in described["tables"].items()
    }


def matches(path: Path) -> bool:
    """Whether the file is a table of the Regionaldatenbank that this project knows."""
    return table_code(path) in tables()


def municipalities_only(path: Path) -> bool:
    """Whether the table lists municipalities but no counties, states and nation."""
    return table_code(path).endswith("-B")


def read(path: Path, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Raw facts of one table.

    Parameters
    ----------
    path : Path
        CSV file of the Regionaldatenbank.
    wanted : Callable[[str], bool] | None
        Keeps only rows whose region key it accepts; the whole file is checked nevertheless.

    Returns
    -------
    pd.DataFrame
        Columns ``COLUMNS``; ``nil`` is True where the cell was ``-``.

    Raises
    ------
    SourceFileError
        With file, line, column and remedy.
    """
    layout = read_layout(path)
    table = tables()[layout.code]
    _check_keys(layout)
    meanings = [_column_meaning(layout, table, column) for column in range(layout.first_value, len(layout.rows[0]))]
    at = layout.key_column
    chosen = {key for key in {row[at].strip() for row in layout.rows} if wanted is None or wanted(key)}
    picked = [n for n, row in enumerate(layout.rows) if row[at].strip() in chosen]
    facts = _long(layout, table, meanings, picked)
    if table.adds_up:
        _check_sums(path, facts, table.tolerance)
    return facts


def _check_keys(layout: Layout) -> None:
    seen: dict[tuple[str, ...], int] = {}
    fine: set[str] = set()
    at, end = layout.key_column, layout.first_value
    for line, row in enumerate(layout.rows, start=layout.first_line):
        key = row[at].strip()
        if key not in fine:
            _check_key(layout, key, line)
            fine.add(key)
        identity = (*row[:at], key, *row[at + 2 : end])
        if (earlier := seen.setdefault(identity, line)) != line:
            raise SourceFileError(
                layout.path,
                f"Der Regionalschlüssel „{key}“ steht zweimal da (zuerst in Zeile {earlier}).",
                "Eine der beiden Zeilen ist zu viel; die Tabelle unverändert neu herunterladen.",
                line,
                at + 1,
            )


def _check_key(layout: Layout, key: str, line: int) -> None:
    place = line, layout.key_column + 1
    if KEY.fullmatch(key) is None:
        raise SourceFileError(layout.path, f"„{key}“ ist kein Regionalschlüssel.", _DOWNLOAD, *place)
    if lost_zero(key):
        problem = f"Dem Regionalschlüssel „{key}“ fehlt die führende Null."
        raise SourceFileError(layout.path, problem, _DOWNLOAD, *place)


def lost_zero(key: str) -> bool:
    """Whether a region key has lost its leading zero (on the way through a spreadsheet, as a rule).

    Keys of associations of municipalities have 7, 9, 10 or 11 digits in some states; those of 1, 4 or 6 digits do not
    exist, and a first pair of digits above 16 is no state.

    Examples
    --------
    >>> lost_zero("1001000"), lost_zero("0713103"), lost_zero("13072"), lost_zero("1001")
    (True, False, False, True)
    """
    if key == "DG":
        return False
    return len(key) in (1, 4, 6) or (len(key) == 7 and key[0] != "0") or not 0 <= int(key[:2]) <= 16


def _column_meaning(layout: Layout, table: Table, column: int) -> Meaning:
    labels = [(line, cells[column]) for line, cells in layout.headers if cells[column]]
    return _meaning(layout, table, labels, column)


def _meaning(layout: Layout, table: Table, labels: list[tuple[int, str]], column: int) -> Meaning:
    path: list[str] = []
    period, sex, ages = layout.period, Sex.TOTAL, (0, AGE_OPEN)
    for _, label in labels:
        band = parse_age(label) if table.ages else None
        if label == _TOTAL or label in table.headings:
            continue
        if label in _SEXES:
            sex = _SEXES[label]
        elif band is not None:
            ages = band
        elif found := parse_period(label):
            period = found
        else:
            path.append(label)
    return Meaning(tuple(path), period, sex, ages)


def _variable(layout: Layout, table: Table, path: tuple[str, ...], line: int, column: int) -> str:
    variable = table.variables.get(" | ".join(path))
    if variable is None:
        raise SourceFileError(
            layout.path,
            f"Die Beschriftung „{' – '.join(path) or _TOTAL}“ gehört nicht in Tabelle {table.code}.",
            "Prüfen, ob Spalten vertauscht sind oder der Herausgeber den Aufbau geändert hat; neu herunterladen.",
            line,
            column + 1,
        )
    return variable


def _long(layout: Layout, table: Table, meanings: list[Meaning], picked: list[int]) -> pd.DataFrame:
    """Every wanted cell as one row, the row's own labels and period taken in."""
    stubs = _stubs(layout, table, picked)
    parts = []
    for offset, meaning in enumerate(meanings):
        column = layout.first_value + offset
        parts.append(_one_column(layout, table, meaning, column, picked, stubs))
    facts = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    values, statuses, nils = parse_cells(layout.path, facts.pop("cell"), facts["line"], facts["column"])
    facts = facts.assign(value=values, status=statuses, nil=nils, table=table.code)
    facts["census_base"] = census_bases(table, facts["period"], layout)
    return facts[list(COLUMNS)]


def _stubs(layout: Layout, table: Table, picked: list[int]) -> pd.DataFrame:
    """Key, name, period and the meaning of the label columns of every wanted row."""
    at = layout.key_column
    rows = [layout.rows[n] for n in picked]
    known: dict[tuple[str, ...], Meaning] = {}
    meanings = []
    end = layout.first_value
    for n, row in zip(picked, rows, strict=True):
        labels = tuple(label.strip() for label in row[at + 2 : end])
        if labels not in known:
            line = layout.first_line + n
            known[labels] = _meaning(layout, table, [(line, label) for label in labels if label], at + 2)
        meanings.append(known[labels])
    return pd.DataFrame(
        {
            "key": [row[at].strip() for row in rows],
            "name": [row[at + 1].strip() for row in rows],
            "row_period": _row_periods(layout, rows),
            "row_path": pd.Series([meaning.path for meaning in meanings], dtype=object),
            "row_sex": [meaning.sex.value for meaning in meanings],
            "row_from": [meaning.ages[0] for meaning in meanings],
            "row_to": [meaning.ages[1] for meaning in meanings],
            "line": [layout.first_line + n for n in picked],
        }
    )


def _row_periods(layout: Layout, rows: list[list[str]]) -> list[str]:
    if not layout.has_period_column:
        return [""] * len(rows)
    periods = {text: parse_period(text) for text in {row[0] for row in rows}}
    return [periods[row[0]] for row in rows]


def _one_column(
    layout: Layout, table: Table, meaning: Meaning, column: int, picked: list[int], stubs: pd.DataFrame
) -> pd.DataFrame:
    header_line = layout.headers[0][0]
    items = {
        row_path: _variable(layout, table, (*row_path, *meaning.path), header_line, column)
        for row_path in (set(stubs["row_path"]) or {()})
    }
    facts = stubs.assign(
        item=[items[row_path] for row_path in stubs["row_path"]],
        cell=[layout.rows[n][column] for n in picked],
        column=column + 1,
        period=stubs["row_period"].where(stubs["row_period"] != "", meaning.period),
        sex=stubs["row_sex"] if meaning.sex is Sex.TOTAL else meaning.sex.value,
        age_from=stubs["row_from"] if meaning.ages == (0, AGE_OPEN) else meaning.ages[0],
        age_to=stubs["row_to"] if meaning.ages == (0, AGE_OPEN) else meaning.ages[1],
    )
    _check_period(layout, facts)
    return facts[facts["item"] != ""].drop(columns=["row_period", "row_path", "row_sex", "row_from", "row_to"])


def _check_period(layout: Layout, facts: pd.DataFrame) -> None:
    missing = facts["period"] == ""
    if missing.any():
        raise SourceFileError(
            layout.path,
            "Es fehlt die Angabe, für welches Jahr oder welchen Stichtag die Werte gelten.",
            "Die Tabelle unverändert neu herunterladen.",
            int(facts.loc[missing, "line"].iloc[0]),
            1,
        )


def census_bases(table: Table, periods: pd.Series, layout: Layout) -> pd.Series:
    """Census base of every figure: by date for population carried forward, none for everything else.

    Figures for 2022 and 2023 were first issued on the 2011 base; where the table's own text names the 2022 census
    the later base holds from census day on.
    """
    if table.base == "none":
        return pd.Series(CensusBase.NONE.value, index=periods.index)
    text = " ".join((*layout.preamble, layout.notes))
    later = _CENSUS_2022 if "Zensus 2022" in text else "2024-01-01"
    bases = np.select(
        [periods < _CENSUS_2011, periods < later],
        [CensusBase.BEFORE_2011.value, CensusBase.CENSUS_2011.value],
        CensusBase.CENSUS_2022.value,
    )
    return pd.Series(bases, index=periods.index)


def _check_sums(path: Path, facts: pd.DataFrame, tolerance: float) -> None:
    """Men and women, and the age bands, must make the published total wherever all of them are known."""
    measured = facts[facts["status"] == Status.MEASURED.value]
    by = ["key", "item", "period", "age_from", "age_to"]
    wide = measured.pivot_table(index=by, columns="sex", values="value", aggfunc="first", observed=True)
    if {"m", "f", "t"} <= set(wide.columns):
        wrong = wide[(wide["m"] + wide["f"] - wide["t"]).abs() > tolerance]
        if len(wrong):
            raise _not_adding_up(path, facts, dict(zip(by, wrong.index[0], strict=True)), "männlich und weiblich")
    by = ["key", "item", "period", "sex"]
    bands = facts[(facts["age_from"] != 0) | (facts["age_to"] != AGE_OPEN)]
    known = bands["value"].notna().groupby([bands[column] for column in by]).all()
    sums = bands.groupby(by)["value"].sum()[known]
    totals = facts[(facts["age_from"] == 0) & (facts["age_to"] == AGE_OPEN)].set_index(by)["value"]
    both = (sums - totals).dropna()
    if (both.abs() > tolerance).any():
        raise _not_adding_up(
            path, facts, dict(zip(by, both[both.abs() > tolerance].index[0], strict=True)), "die Altersgruppen"
        )


def _not_adding_up(path: Path, facts: pd.DataFrame, where: dict[str, object], parts: str) -> SourceFileError:
    found = facts[np.logical_and.reduce([facts[column] == value for column, value in where.items()])].iloc[0]
    return SourceFileError(
        path,
        f"Bei {found['name']} ({found['key']}) ergeben {parts} zusammen nicht den Gesamtwert.",
        "Prüfen, ob Spalten vertauscht sind; die Tabelle unverändert neu herunterladen.",
        int(found["line"]),
        int(found["column"]),
    )
