"""Find out what each file of a folder is, and read what this project needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Final

import pandas as pd

from data.compile.derive import with_totals
from data.compile.harmonise import which
from data.errors import SourceFileError
from data.sources import (
    auszug_gv,
    bbsr_reference,
    boundaries,
    county_tables,
    fertility,
    genesis,
    gv100ad,
    housing,
    inkar,
    life_tables,
    official_projections,
    places,
    zensus,
)
from data.sources.text import read_text

REGISTERS: Final[tuple[ModuleType, ...]] = (gv100ad, auszug_gv)
FACTS: Final[tuple[ModuleType, ...]] = (
    genesis, zensus, gv100ad, auszug_gv, bbsr_reference, inkar, county_tables, housing,
)  # fmt: skip
SCHEDULES: Final[tuple[ModuleType, ...]] = (life_tables, fertility)
READERS: Final[tuple[ModuleType, ...]] = (*FACTS, *SCHEDULES, official_projections, places, boundaries)
_TEXTS: Final = {".csv", ".txt", ".tsv"}
_TWICE: Final = ["table", "key", "item", "period", "census_base", "sex", "age_from", "age_to"]


@dataclass
class Inventory:
    """Files of a folder by the reader that understands them.

    Attributes
    ----------
    files : dict[str, list[Path]]
        Reader's name to its files, sorted.
    unused : list[Path]
        Files that no reader needs.
    """

    files: dict[str, list[Path]] = field(default_factory=dict)
    unused: list[Path] = field(default_factory=list)

    def of(self, reader: ModuleType) -> list[Path]:
        """Files that belong to one reader."""
        return self.files.get(_name(reader), [])


@dataclass(frozen=True)
class Register:
    """One edition of the Gemeindeverzeichnis, and the reader that knows its population."""

    reader: ModuleType
    table: pd.DataFrame

    def facts(self, wanted: Callable[[str], bool]) -> pd.DataFrame:
        """Return the population as raw facts."""
        found: pd.DataFrame = self.reader.facts(self.table, wanted)
        return found


Registers = dict[Path, Register]


def _name(reader: ModuleType) -> str:
    return reader.__name__.rsplit(".", 1)[-1]


def scan(folder: Path) -> Inventory:
    """Look at every file of a folder and its subfolders.

    Raises
    ------
    SourceFileError
        If the folder is missing or holds no file, or a text file is broken (empty, an error page, wrong encoding).
    """
    if not folder.is_dir():
        raise SourceFileError(folder, "Diesen Ordner gibt es nicht.", "Den Pfad des Ordners mit den Dateien prüfen.")
    inventory = Inventory()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        reader = next((reader for reader in READERS if reader.matches(path)), None)
        if reader is not None:
            inventory.files.setdefault(_name(reader), []).append(path)
            continue
        if path.suffix.lower() in _TEXTS:
            read_text(path)
        inventory.unused.append(path)
    return inventory


def read_facts(inventory: Inventory, registers: Registers, wanted: Callable[[str], bool]) -> pd.DataFrame:
    """Raw facts of all files, with the file each came from.

    Raises
    ------
    SourceFileError
        If a file is bad, or the same table and period are offered in two files.
    """
    frames = [
        (registers[path].facts if path in registers else _read(reader, path))(wanted).assign(file=str(path))
        for reader in FACTS
        for path in inventory.of(reader)
    ]
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        raise SourceFileError("Ordner", "Keine Datei enthält Zahlen zu diesem Kreis.", "Andere Dateien bereitlegen.")
    for frame in frames:
        if "nil" not in frame:
            frame["nil"] = False
    raw = pd.concat(frames, ignore_index=True)
    _refuse_twice(raw)
    return raw


def _read(reader: ModuleType, path: Path) -> Callable[[Callable[[str], bool]], pd.DataFrame]:
    """Return how to read one file; a table of municipalities only gets its counties, states and nation as sums."""
    if reader is genesis and genesis.municipalities_only(path):
        return partial(_with_totals, path)
    return partial(reader.read, path)


def _with_totals(path: Path, wanted: Callable[[str], bool]) -> pd.DataFrame:
    facts = with_totals(genesis.read(path))
    return facts[which(facts["key"], wanted)]


def _refuse_twice(raw: pd.DataFrame) -> None:
    files = raw.groupby("table")["file"].nunique()
    several = raw[raw["table"].isin(files[files > 1].index)]
    twice = several[several.duplicated(_TWICE, keep="first")]
    if twice.empty:
        return
    again = twice.iloc[0]
    same = several[(several[_TWICE] == again[_TWICE]).all(axis=1)]
    first = Path(same["file"].iloc[0])
    raise SourceFileError(
        Path(again["file"]),
        f"Tabelle {again['table']} für {again['period']} liegt zweimal vor, auch in „{first.parent.name}/{first.name}“.",
        "Eine der beiden Dateien aus dem Ordner nehmen.",
        int(again["line"]),
        again["column"],
    )


def read_registers(inventory: Inventory) -> Registers:
    """Read all editions of the Gemeindeverzeichnis.

    Raises
    ------
    SourceFileError
        If there is none.
    """
    registers = {
        path: Register(reader, reader.read_regions(path)) for reader in REGISTERS for path in inventory.of(reader)
    }
    if not registers:
        raise SourceFileError(
            "Gemeindeverzeichnis",
            "Im Ordner liegt kein Gemeindeverzeichnis (GV100AD oder Auszug GV).",
            "Das Gemeindeverzeichnis bei destatis.de herunterladen und in den Ordner legen.",
        )
    return registers


def read_places(inventory: Inventory, county: str) -> pd.DataFrame:
    """Schools and stations of the county; an empty table if no file tells them."""
    found = [places.read(path) for path in inventory.of(places)]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(places.COLUMNS))
    mine = table[table["ags"].str.startswith(county)] if len(table) else table
    return mine.sort_values(list(places.COLUMNS), ignore_index=True)
