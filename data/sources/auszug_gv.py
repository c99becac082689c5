"""Reader of the Gemeindeverzeichnis in its yearly edition as a workbook (Auszug GV, Statistisches Bundesamt)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd

from data.errors import SourceFileError
from data.schema import Status
from data.sources.markers import MARKERS
from data.sources.register import GEMEINDE, RECORDS, REGISTER_COLUMNS, UNINHABITED, population_facts, region_key
from data.sources.workbook import Cell, rows, sheet_names, text, words

TABLE: Final = "AuszugGV"
REMEDY: Final = "Gemeindeverzeichnis (Jahresausgabe) bei destatis.de neu herunterladen und unverändert ablegen."
DATE: Final = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
HEADINGS: Final = {
    "record": "satzart",
    "text_key": "textkennzeichen",
    "land": "land",
    "district": "rb",
    "county": "kreis",
    "verband": "vb",
    "gemeinde": "gem",
    "name": "gemeindename",
    "area": "flächekm2",
    "population": "insgesamt",
    "male": "männlich",
    "female": "weiblich",
    "lon": "längengrad",
    "lat": "breitengrad",
}
"""Columns by the beginning of their heading, letters only; the wording and the row of a heading differ by year."""

WIDTHS: Final = {"land": 2, "district": 1, "county": 2, "verband": 4, "gemeinde": 3}
KEY_PARTS: Final = {"10": 1, "40": 3, "50": 4, "60": 5}
NUMBERS: Final = ("area", "population", "male", "female", "lon", "lat")
TITLES: Final = {"district": "RB", "verband": "VB", "area": "Fläche km2", "record": "Satzart"}
FOOTNOTE: Final = r"\d+\)$"
HEADER_ROWS: Final = 12


def matches(path: Path) -> bool:
    """Tell whether a file is a workbook with the register's headings."""
    found = words(path)
    return "Satz" in found and "Gemeindename" in found and "Regionalschlüssel" in found


def read(path: Path, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Read the population by sex of all municipalities as raw facts; counties, states and nation as their sums."""
    return facts(read_regions(path), wanted)


def facts(register: pd.DataFrame, wanted: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """Return the population of a register that :func:`read_regions` read as raw facts."""
    year = register["population_date"].iloc[0][:4]
    return population_facts(register, f"{TABLE}-{year}", wanted)


def read_regions(path: Path) -> pd.DataFrame:
    """Read the register with areas and centre points.

    Returns
    -------
    pandas.DataFrame
        ``REGISTER_COLUMNS``; a population that the publisher holds back (``/``) is empty, its ``status`` says so.
    """
    sheet = rows(path, _data_sheet(path))
    columns = _columns(path, sheet)
    cells = pd.DataFrame({name: [text(row[i]) for row in sheet] for name, i in columns.items()})
    cells = cells.assign(line=range(1, len(cells) + 1))[cells["record"].isin(RECORDS)]
    if not (cells["record"] == GEMEINDE).any():
        raise SourceFileError(path, "Die Arbeitsmappe enthält keine Gemeinden (Satzart 60).", REMEDY)
    _check_keys(path, cells)
    register = pd.concat([_keys(cells), _counts(path, cells)], axis=1)
    day = _date(path, sheet)
    register = register.assign(seat="", territory_date=day, population_date=day, line=cells["line"])
    register = _without_repeats(path, register)
    return register[list(REGISTER_COLUMNS)].reset_index(drop=True)


def _data_sheet(path: Path) -> str:
    names = [name for name in sheet_names(path) if name.lower() not in {"inhalt", "deckblatt", "impressum"}]
    if not names:
        raise SourceFileError(path, "Die Arbeitsmappe enthält kein Blatt mit Gemeinden.", REMEDY)
    return names[0]


def _columns(path: Path, sheet: list[list[Cell]]) -> dict[str, int]:
    """Find each column by its heading, wherever in the header rows it stands."""
    columns: dict[str, int] = {}
    for row in sheet[:HEADER_ROWS]:
        for position, cell in enumerate(row):
            heading = re.sub(r"[^a-zäöü0-9]", "", str(cell).lower())
            for name, start in HEADINGS.items():
                exact = len(start) <= 5
                if name not in columns and (heading == start if exact else heading.startswith(start)):
                    columns[name] = position
    missing = [name for name in HEADINGS if name not in columns]
    if missing:
        titles = ", ".join(_title(name) for name in missing)
        raise SourceFileError(path, f"Es fehlen die Spalten: {titles}.", REMEDY, 3)
    return columns


def _title(name: str) -> str:
    return TITLES.get(name, HEADINGS[name].capitalize())


def _date(path: Path, sheet: list[list[Cell]]) -> str:
    for row in sheet[:2]:
        found = DATE.search(" ".join(str(cell) for cell in row))
        if found:
            return f"{found[3]}-{found[2]}-{found[1]}"
    raise SourceFileError(path, "Das Datum („am 31.12.…“) fehlt in der Überschrift.", REMEDY, 1, 1)


def _check_keys(path: Path, cells: pd.DataFrame) -> None:
    """Refuse key parts that are not digits of the right number, such as those whose leading zero is lost."""
    for order, (name, width) in enumerate(WIDTHS.items(), start=1):
        due = cells[cells["record"].map(KEY_PARTS) >= order]
        bad = due[~due[name].str.fullmatch(rf"\d{{{width}}}")]
        if bad.empty:
            continue
        part, line = bad[name].iloc[0], int(bad["line"].iloc[0])
        lost = part.isdigit() and len(part) < width
        reason = "die führende Null fehlt" if lost else f"erwartet sind {width} Ziffern"
        raise SourceFileError(path, f"Schlüsselteil „{part}“: {reason}.", REMEDY, line, _title(name))


def _keys(cells: pd.DataFrame) -> pd.DataFrame:
    parts = cells[list(WIDTHS)].itertuples(index=False)
    keys = [region_key(record, *part) for record, part in zip(cells["record"], parts, strict=True)]
    is_gemeinde = cells["record"] == GEMEINDE
    key = pd.Series(keys, index=cells.index)
    verband = cells["land"] + cells["district"] + cells["county"] + cells["verband"]
    return pd.DataFrame(
        {
            "key": key,
            "record": cells["record"],
            "text_key": cells["text_key"],
            "ars": verband + cells["gemeinde"],
            "ags": key.where(is_gemeinde, ""),
            "amt_id": verband.where(is_gemeinde, ""),
            "name_official": cells["name"].str.replace(FOOTNOTE, "", regex=True),
        }
    )


def _counts(path: Path, cells: pd.DataFrame) -> pd.DataFrame:
    places = cells[cells["record"] == GEMEINDE]
    values = pd.DataFrame({name: _numbers(path, places, name) for name in NUMBERS})
    off = values["population"].notna() & (values["population"] != values["male"] + values["female"])
    if off.any():
        total, male, female = values.loc[off, ["population", "male", "female"]].iloc[0]
        problem = f"{male:.0f} Männer und {female:.0f} Frauen ergeben nicht {total:.0f}; die Spalten sind vertauscht."
        raise SourceFileError(path, problem, REMEDY, int(places.loc[off, "line"].iloc[0]), _title("population"))
    markers = {mark: status.value for mark, (_, status) in MARKERS.items()} | {"": Status.MISSING.value}
    status = places["population"].map(markers).fillna(Status.MEASURED.value)
    counts = values.rename(columns={"area": "area_km2"}).drop(columns="female").assign(status=status)
    return counts.reindex(cells.index)


def _numbers(path: Path, places: pd.DataFrame, name: str) -> pd.Series:
    """Return a column as numbers; markers and empty cells become empty, anything else is refused."""
    texts = places[name].str.replace(",", ".")
    numbers = pd.to_numeric(texts, errors="coerce").astype(float).mask(texts == "-", 0.0)
    bad = places[numbers.isna() & ~places[name].isin([*MARKERS, ""])]
    if not bad.empty:
        problem = f"„{bad[name].iloc[0]}“ ist keine Zahl."
        raise SourceFileError(path, problem, REMEDY, int(bad["line"].iloc[0]), _title(name))
    return numbers


def _without_repeats(path: Path, register: pd.DataFrame) -> pd.DataFrame:
    """Drop the rows of uninhabited areas that the publisher repeats word for word; refuse every other repetition."""
    repeated = register.drop(columns="line").duplicated() & (register["text_key"] == UNINHABITED)
    register = register[~repeated]
    twice = register[register.duplicated(["record", "key"])]
    if not twice.empty:
        key, line = twice["key"].iloc[0], int(twice["line"].iloc[0])
        raise SourceFileError(path, f"Der Schlüssel {key} kommt zweimal vor.", REMEDY, line, _title("gemeinde"))
    return register
