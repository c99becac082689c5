"""Reader of the coordinated population projections: the 14th for a state, the 15th for Germany.

Both publish thousands; the package carries people, with the unit they were rounded to beside them.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Final

import pandas as pd

from data.errors import SourceFileError
from data.schema import AGE_OPEN, Sex
from data.sources.register import NATION
from data.sources.text import head, read_text
from data.sources.tidy import error, numbers, refuse, table, titles

REMEDY: Final = "Die Tabelle der Vorausberechnung unverändert neu herunterladen und ablegen."
STATE_TABLE: Final = "12421-0004"
STATE_ROUND: Final = "14. kBV"
NATION_TABLE: Final = "Bevoelkerungspyramide-15kBV"
NATION_ROUND: Final = "15. kBV"
UNIT: Final = 1000
FIRST_YEAR: Final = 2021
"""The nation's file begins in 1950; from here on its figures are the projection's base and the projection."""

VARIANTS: Final = {
    "0": ("ist", "Bevölkerung am Jahresende, Ausgangsbestand der Vorausberechnung"),
    "1": ("G2L2W1", "Geburten und Lebenserwartung moderat, Wanderungssaldo niedrig"),
    "2": ("G2L2W2", "Geburten, Lebenserwartung und Wanderungssaldo moderat"),
    "3": ("G2L2W3", "Geburten und Lebenserwartung moderat, Wanderungssaldo hoch"),
}
"""Variants of the 15th projection that are used, by their number in the file; it numbers them 0 to 27 without names."""

RAW_COLUMNS: Final = (
    "region", "round", "variant", "variant_name", "date", "sex", "age_from", "age_to", "persons", "table", "line",
)  # fmt: skip
_LABELS: Final = ("region", "code", "label", "sex", "age")
_SEXES: Final = {"männlich": Sex.MALE.value, "weiblich": Sex.FEMALE.value, "Insgesamt": Sex.TOTAL.value}
_LETTERS: Final = {"m": Sex.MALE.value, "w": Sex.FEMALE.value}
_FIRST: Final = re.compile(r";{5}\d{2}\.\d{2}\.20\d{2};")
_DATE: Final = re.compile(r"(\d{2})\.(\d{2})\.(20\d{2})")
_NAME: Final = re.compile(r"(.+) \((G\dL\dW\d)\)")
_AGE: Final = re.compile(r"(\d+)-Jährige")
_BAND: Final = re.compile(r"Bev_(\d+)_(\d+)")
_BESIDES: Final = {"Variante", "Simulationsjahr", "mw", "Bev"}
_SHORT: Final = {"LE": "Lebenserwartung", "WS": "Wanderungssaldo"}
_ROUNDING: Final = 2.0
"""Thousands by which two published parts and their published whole may differ, each rounded for itself."""


def matches(path: Path) -> bool:
    """Tell whether a file is one of the projections."""
    start = head(path)
    return _is_state(start) or titles(start) >= _BESIDES


def read(path: Path) -> pd.DataFrame:
    """Read a projection.

    Returns
    -------
    pd.DataFrame
        ``RAW_COLUMNS``; ``region`` is the state's name, or the nation's id; ``persons`` are people.

    Raises
    ------
    SourceFileError
        If a label is unknown, a cell is no number, an age is missing, or parts do not make the whole.
    """
    content = read_text(path)
    rows = _state(path, content) if _is_state(content) else _nation(path, content)
    by = ["region", "variant", "date", "sex", "age_from", "age_to"]
    refuse(path, rows, rows.duplicated(by), "Die Angabe für {0} steht zweimal da.", REMEDY, "date")
    rows["persons"] = (rows["thousands"] * UNIT).astype("int64")
    return rows[list(RAW_COLUMNS)]


def _is_state(content: str) -> bool:
    first, _, rest = content.partition("\n")
    return _FIRST.match(first) is not None and "BEV-VARIANTE-" in rest


def _state(path: Path, content: str) -> pd.DataFrame:
    """Read the table of a state: variant, sex and age in the rows, one column per date, no titles above the labels."""
    width = len(_LABELS)
    dates = next(csv.reader(io.StringIO(content), delimiter=";"))[width:]
    frame = table(path, ";".join([*_LABELS, *dates]) + "\n" + content.partition("\n")[2], REMEDY)
    days = {date: _iso(path, date, width + number) for number, date in enumerate(dates, start=1)}
    names = {label: _variant(path, frame, label) for label in frame["label"].unique()}
    refuse(path, frame, ~frame["sex"].isin(_SEXES), "„{0}“ ist kein Geschlecht.", REMEDY, "sex", _place("sex"))
    ages = {label: _age(path, frame, label) for label in frame["age"].unique()}
    parts = [frame.assign(date=day, thousands=numbers(path, frame, date, REMEDY)) for date, day in days.items()]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.assign(
        variant=rows["label"].map({label: name[0] for label, name in names.items()}),
        variant_name=rows["label"].map({label: name[1] for label, name in names.items()}),
        sex=rows["sex"].map(_SEXES),
        age_from=rows["age"].map({label: band[0] for label, band in ages.items()}),
        age_to=rows["age"].map({label: band[1] for label, band in ages.items()}),
    )
    _check_ages(path, rows)
    _check_sexes(path, rows)
    return rows.assign(round=STATE_ROUND, table=STATE_TABLE)


def _place(label: str) -> int:
    return _LABELS.index(label) + 1


def _iso(path: Path, date: str, column: int) -> str:
    found = _DATE.fullmatch(date.strip())
    if found is None:
        raise SourceFileError(path, f"„{date}“ ist kein Stichtag.", REMEDY, 1, column)
    return f"{found[3]}-{found[2]}-{found[1]}"


def _variant(path: Path, frame: pd.DataFrame, label: str) -> tuple[str, str]:
    """Return a variant's short sign and its name with abbreviations written out."""
    found = _NAME.fullmatch(label.strip())
    if found is None:
        rows = frame[frame["label"] == label]
        raise error(path, rows, "„{0}“ nennt keine Variante wie (G2L2W2).", REMEDY, "label", _place("label"))
    words = re.sub(r"\b(LE|WS)\b", lambda short: _SHORT[short[0]], found[1])
    return found[2], words


def _age(path: Path, frame: pd.DataFrame, label: str) -> tuple[int, int]:
    fixed = {"unter 1 Jahr": (0, 1), "100 Jahre und mehr": (100, AGE_OPEN), "Insgesamt": (0, AGE_OPEN)}
    if label in fixed:
        return fixed[label]
    found = _AGE.fullmatch(label)
    if found is None:
        raise error(path, frame[frame["age"] == label], "„{0}“ ist kein Altersjahr.", REMEDY, "age", _place("age"))
    return int(found[1]), int(found[1]) + 1


def _check_ages(path: Path, rows: pd.DataFrame) -> None:
    """Refuse a table where a variant and sex lacks an age that another one has."""
    by = ["region", "variant", "sex", "date"]
    missing = rows.groupby(by)["age"].transform("nunique") != rows["age"].nunique()
    refuse(
        path,
        rows,
        missing,
        "Bei „{0}“ fehlen Altersjahre; die Datei ist abgeschnitten.",
        REMEDY,
        "label",
        _place("label"),
    )


def _check_sexes(path: Path, rows: pd.DataFrame) -> None:
    by = ["region", "variant", "date", "age_from", "age_to"]
    wide = rows.pivot_table(index=by, columns="sex", values="thousands", aggfunc="first").reindex(
        columns=["m", "f", "t"]
    )
    off = (wide["m"] + wide["f"] - wide["t"]).abs() > _ROUNDING
    if off.any():
        wrong = pd.Series(pd.MultiIndex.from_frame(rows[by]).isin(off[off].index), index=rows.index)
        problem = "Männer und Frauen ergeben bei „{0}“ nicht die Summe; die Zeilen sind vertauscht."
        refuse(path, rows, wrong, problem, REMEDY, "age", _place("age"))


def _nation(path: Path, content: str) -> pd.DataFrame:
    """Read the file of the interactive pyramid: variant, year and sex in the rows, one column per age below 100."""
    frame = table(path, content, REMEDY)
    bands = {title: _band(path, title) for title in frame.columns if title not in {*_BESIDES, "line"}}
    refuse(path, frame, ~frame["mw"].isin(_LETTERS), "„{0}“ ist kein Geschlecht (m oder w).", REMEDY, "mw")
    years = numbers(path, frame, "Simulationsjahr", REMEDY)
    frame = frame[frame["Variante"].isin(VARIANTS) & (years >= FIRST_YEAR)]
    columns = {title: numbers(path, frame, title, REMEDY) for title in ("Bev", *bands)}
    _check_total(path, frame, columns)
    parts = [
        frame.assign(age_from=low, age_to=high, thousands=columns[title])
        for title, (low, high) in ({"Bev": (0, AGE_OPEN)} | bands).items()
    ]
    rows = pd.concat(parts, ignore_index=True)
    named = {number: name for number, (_, name) in VARIANTS.items()}
    signs = {number: sign for number, (sign, _) in VARIANTS.items()}
    rows = rows.assign(variant=rows["Variante"].map(signs), variant_name=rows["Variante"].map(named))
    rows = rows.assign(date=rows["Simulationsjahr"] + "-12-31", sex=rows["mw"].map(_LETTERS), region=NATION)
    return rows.assign(round=NATION_ROUND, table=NATION_TABLE)[[*RAW_COLUMNS[:-3], "table", "line", "thousands"]]


def _band(path: Path, title: str) -> tuple[int, int]:
    found = _BAND.fullmatch(title)
    if found is None:
        raise SourceFileError(path, f"„{title}“ ist keine Altersspalte wie Bev_0_1.", REMEDY, 1, title)
    return int(found[1]), int(found[2])


def _check_total(path: Path, frame: pd.DataFrame, columns: dict[str, pd.Series]) -> None:
    """Refuse rows whose ages do not make the total, but for rounding and the few aged 100 and older, who are missing."""
    ages = sum(values for title, values in columns.items() if title != "Bev")
    off = (columns["Bev"] - ages).abs() > len(columns) / 2 + 0.01 * columns["Bev"]
    refuse(path, frame, off, "Die Altersjahre ergeben nicht die Bevölkerung {0}.", REMEDY, "Bev")
