"""Reader of county series as tidy CSV: five tables of the official statistics, told apart by their header."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import pandas as pd

from data.errors import SourceFileError
from data.schema import AGE_OPEN, CensusBase, Sex, Status
from data.sources.genesis_layout import parse_age
from data.sources.markers import parse_cells
from data.sources.register import NATION, RAW_COLUMNS
from data.sources.text import head, read_text
from data.sources.tidy import table, titles

REMEDY: Final = "Die Tabelle unverändert neu ablegen; Schlüssel sind Text und behalten ihre führende Null."
SEXES: Final = {"männlich": Sex.MALE.value, "weiblich": Sex.FEMALE.value, "m": Sex.MALE.value, "f": Sex.FEMALE.value}
TOTAL_LABEL: Final = "Insgesamt"
KEY_LENGTHS: Final = (2, 5)
FIRST_YEAR: Final = 2011
"""Series begin where the census of 2011 does: no figure of an earlier base is mixed in."""

FROM_THE_START: Final = ("county_moves_net",)
"""Flows and balances that are kept for all years: they count from no census."""

COPY: Final = 10
"""Number of cells from which on two equal years cannot be chance."""

_POPULATION: Final = {t: ("population", s) for t, s in (("total", "t"), ("male", "m"), ("female", "f"))}
_WAYS: Final = ("county_moves_in", "county_moves_out", "county_moves_net")
_MOVES: Final = {
    f"{way}_{column}": (f"county_moves_{way}", sex)
    for way in ("in", "out")
    for column, sex in (("total", "t"), ("m", "m"), ("f", "f"))
}


@dataclass(frozen=True)
class Layout:
    """How one of the tables is laid out.

    Parameters
    ----------
    table : str
        Table code, marked as a series where a cross-section of the same code exists.
    key, time, age : str
        Columns of region, date or year, and age label (``age_from`` where ages are two columns).
    values : dict
        Column of figures to variable and sex; the sex is empty where it stands in a column of its own.
    whole_state : bool
        Whether the table is issued with all counties of a state but without the state.
    """

    table: str
    key: str
    time: str
    age: str
    values: dict[str, tuple[str, str]]
    whole_state: bool = False

    @property
    def header(self) -> set[str]:
        """Columns by which the table is recognised."""
        return {self.key, self.time, self.age, *self.values} | ({"sex"} if self.sex_column else set())

    @property
    def sex_column(self) -> bool:
        """Whether the sexes stand below each other, without a total."""
        return any(sex == "" for _, sex in self.values.values())


LAYOUTS: Final = (
    Layout("12411-09-01-4", "region_id", "date", "age_from", {"persons": ("population", "")}, whole_state=True),
    Layout("12411-0018", "ags", "date", "age_group", {"value": ("population", "")}),
    Layout("12411-02-03-4-Reihe", "ags", "year", "age_group", _POPULATION),
    Layout("12411-04-02-4-Reihe", "ags", "date", "age", _POPULATION),
    Layout("12711-04-02-4-Reihe", "ags", "year", "age_group", _MOVES),
)


def matches(path: Path) -> bool:
    """Tell whether a file is one of the tables."""
    return _layout(head(path)) is not None


def read(path: Path, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Read a table as raw facts.

    Where only men and women are given, their sum and the sum of all ages are added; where a table is issued with all
    counties of a state but without the state, the state is their sum. To moves in and out their balance is added, which
    reaches further back than they do: moves between two counties that are one today cancel out in it.
    """
    content = read_text(path)
    layout = _layout(content)
    if layout is None:
        raise SourceFileError(path, "Die Kopfzeile passt zu keiner bekannten Tabelle.", REMEDY, 1)
    frame = table(path, content, REMEDY)
    facts = _long(path, frame, layout)
    facts = pd.concat([facts, _without_copies(_balances(facts))], ignore_index=True)
    late = facts["period"].str[:4].astype(int) >= FIRST_YEAR
    facts = facts[late | facts["item"].isin(FROM_THE_START)]
    _refuse_duplicates(path, facts)
    facts = _with_sums(facts, layout) if layout.sex_column else facts
    _check_sexes(path, facts)
    if wanted is not None:
        facts = facts[[wanted(key) for key in facts["key"]]]
    return facts.reset_index(drop=True)


def census_base(day: str) -> CensusBase:
    """Return the base of a county's age table: from the end of 2023 on they count from the census of 2022."""
    return CensusBase.CENSUS_2022 if day >= "2023-12-31" else CensusBase.CENSUS_2011


def _layout(content: str) -> Layout | None:
    return next((layout for layout in LAYOUTS if layout.header <= titles(content)), None)


def _long(path: Path, frame: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    _check_keys(path, frame, layout.key)
    ages = [_ages(path, row, layout) for row in frame.to_dict("records")]
    base = pd.DataFrame(
        {
            "key": frame[layout.key],
            "name": frame.get("name", ""),
            "age_from": [low for low, _ in ages],
            "age_to": [high for _, high in ages],
            "line": frame["line"],
            "table": layout.table,
        }
    )
    parts = [_column(path, frame, base, layout, title, item, sex) for title, (item, sex) in layout.values.items()]
    return pd.concat(parts, ignore_index=True)


def _column(
    path: Path, frame: pd.DataFrame, base: pd.DataFrame, layout: Layout, title: str, item: str, sex: str
) -> pd.DataFrame:
    position = pd.Series(list(frame.columns).index(title) + 1, index=frame.index)
    values, statuses, nils = parse_cells(path, frame[title], frame["line"], position)
    stock = item == "population"
    times = frame[layout.time]
    periods = times if layout.time == "date" else times + "-12-31" if stock else times
    _check_periods(path, frame, periods, layout.time)
    bases = periods.map(lambda day: census_base(day).value) if stock else CensusBase.NONE.value
    sexes = frame["sex"].map(SEXES) if layout.sex_column else sex
    part = base.assign(period=periods, sex=sexes, item=item, census_base=bases, value=values, status=statuses)
    return part.assign(column=title, nil=nils)[[*RAW_COLUMNS, "nil"]]


def _ages(path: Path, row: Mapping[Hashable, object], layout: Layout) -> tuple[int, int]:
    """Return the age band ``[from, to)``; an upper age that is given as a number is included in the publisher's band."""
    label = str(row[layout.age]).strip()
    if "age_to" in row and label.isdigit():
        upper = str(row["age_to"]).strip()
        return int(label), int(upper) + 1 if upper else AGE_OPEN
    band = (0, AGE_OPEN) if label == TOTAL_LABEL else parse_age(label)
    if band is None:
        problem = f"„{label}“ ist keine Altersgruppe; die Spalten sind vertauscht."
        raise SourceFileError(path, problem, REMEDY, int(str(row["line"])), layout.age)
    return band


def _check_keys(path: Path, frame: pd.DataFrame, column: str) -> None:
    keys = frame[column]
    bad = frame[~((keys == NATION) | (keys.str.isdigit() & keys.str.len().isin(KEY_LENGTHS)))]
    if not bad.empty:
        key = bad[column].iloc[0]
        lost = key.isdigit() and len(key) + 1 in KEY_LENGTHS
        reason = "die führende Null fehlt" if lost else "erwartet sind 2 oder 5 Ziffern"
        raise SourceFileError(
            path, f"Der Schlüssel „{key}“ ist ungültig: {reason}.", REMEDY, int(bad["line"].iloc[0]), column
        )


def _check_periods(path: Path, frame: pd.DataFrame, periods: pd.Series, column: str) -> None:
    bad = frame[~periods.str.fullmatch(r"(19|20)\d{2}(-\d{2}-\d{2})?")]
    if not bad.empty:
        problem = f"„{bad[column].iloc[0]}“ ist kein Datum; die Spalten sind vertauscht."
        raise SourceFileError(path, problem, REMEDY, int(bad["line"].iloc[0]), column)


def _refuse_duplicates(path: Path, facts: pd.DataFrame) -> None:
    twice = facts[facts.duplicated(["key", "item", "period", "sex", "age_from", "age_to"])]
    if not twice.empty:
        row = twice.iloc[0]
        problem = f"Die Angabe für {row['key']} ({row['period']}) kommt zweimal vor."
        raise SourceFileError(path, problem, REMEDY, int(row["line"]))


def _with_sums(facts: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """Add both sexes, all ages, and the state from its counties."""
    if layout.whole_state:
        facts = pd.concat([facts, _states(facts)], ignore_index=True)
    both = _summed(facts, "sex", Sex.TOTAL.value)
    facts = pd.concat([facts, both], ignore_index=True)
    all_ages = _summed(facts.assign(age_to=AGE_OPEN), "age_from", 0)
    return pd.concat([facts, all_ages], ignore_index=True)[[*RAW_COLUMNS, "nil"]]


def _balances(facts: pd.DataFrame) -> pd.DataFrame:
    """Return moves in minus moves out, cell by cell; unknown where one of the two is."""
    come, gone, balance = _WAYS
    cell = ["key", "period", "sex", "age_from", "age_to"]
    out = facts.loc[facts["item"] == gone, [*cell, "value", "status", "nil"]]
    both = facts[facts["item"] == come].merge(out, on=cell, suffixes=("", "_out"))
    known = both["status"] == Status.MEASURED.value
    both = both.assign(
        item=balance,
        value=both["value"] - both["value_out"],
        status=both["status"].where(~known, both["status_out"]),
        nil=both["nil"] & both["nil_out"],
    )
    return both[[*RAW_COLUMNS, "nil"]]


def _without_copies(balances: pd.DataFrame) -> pd.DataFrame:
    """Leave out years that repeat the year before in every cell: the publisher has issued the same figures twice."""
    cells = balances.pivot_table(
        index=["key", "sex", "age_from", "age_to"], columns="period", values="value", aggfunc="first", sort=True
    )
    copies = []
    for before, year in pairwise(cells.columns):
        both = cells[[before, year]].dropna(how="all")
        if len(both) >= COPY and both[before].equals(both[year].rename(before)):
            copies.append(year)
    return balances[~balances["period"].isin(copies)]


def _states(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of all counties of each state that the table itself leaves out."""
    counties = facts[facts["key"].str.len() == 5]
    members = counties[~counties["key"].str[:2].isin(facts["key"])]
    return _summed(members.assign(key=members["key"].str[:2]), "name", "")


def _summed(facts: pd.DataFrame, column: str, value: str | int) -> pd.DataFrame:
    """Add up over one column; unknown where a member is unknown."""
    by = ["key", "period", "sex", "age_from", "age_to", "item", "census_base", "table", "column"]
    facts = facts.copy()
    facts[column] = value
    sums = facts.groupby(by, sort=False, as_index=False).agg(
        value=("value", lambda members: members.sum(skipna=False)),
        status=("status", "first"),
        unknown=("status", lambda members: next((s for s in members if s != Status.MEASURED), "")),
        line=("line", "first"),
        name=("name", "first"),
    )
    sums["status"] = sums["status"].where(sums["unknown"] == "", sums["unknown"])
    return sums.drop(columns="unknown").assign(nil=False)


def _check_sexes(path: Path, facts: pd.DataFrame) -> None:
    """Refuse a table whose men and women do not make its totals: its columns are swapped."""
    by = ["key", "item", "period", "age_from", "age_to"]
    wide = facts.pivot_table(index=by, columns="sex", values="value", aggfunc="first")
    wide = wide.reindex(columns=[sex.value for sex in Sex]).dropna()
    off = wide[wide["t"] != wide["m"] + wide["f"]]
    if off.empty:
        return
    key, item, period, low, high = off.index[0]
    same = (facts[by] == [key, item, period, low, high]).all(axis=1)
    problem = f"Männer und Frauen ergeben bei {key} ({period}) nicht die Summe; die Spalten sind vertauscht."
    raise SourceFileError(path, problem, REMEDY, int(facts.loc[same, "line"].iloc[0]))
