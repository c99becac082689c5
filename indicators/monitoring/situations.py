"""The matrix age group × walk of life: which figures say something about whom, read from ``lebenslagen.toml``, and what they are for a place."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from data.schema import AGE_OPEN
from indicators.catalogue import ALL_AGES, Band, Catalogue, CatalogueError, Indicator
from indicators.climb import carries, climb
from indicators.evaluate import Moment
from indicators.monitoring.known import Known
from indicators.reliability import Difference, difference
from indicators.rows import Row

SITUATIONS_FILE: Final = Path(__file__).with_name("lebenslagen.toml")


@dataclass(frozen=True)
class AgeGroup:
    """One row of the matrix."""

    id: str
    title: str
    words: str
    band: Band


@dataclass(frozen=True)
class Asked:
    """One figure of a cell: the indicator, its ages where it has an age filter, its words, and whom it counts."""

    indicator_id: str
    say: str
    band: Band | None = None
    about: str = ""


@dataclass(frozen=True)
class Matrix:
    """Rows, columns (title by id), and by row and column the figures asked for and the question for people on the spot."""

    ages: tuple[AgeGroup, ...]
    walks: Mapping[str, str]
    asked: Mapping[tuple[str, str], tuple[Asked, ...]]
    questions: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Figure:
    """One figure of a place, and whom it is compared with.

    Attributes
    ----------
    asked, entry, moment : Asked, Indicator, Moment
        What it is: the catalogue's entry, evaluated with the ages of ``asked``.
    indicator : Indicator
        The entry with the cell's ages and few words.
    row : Row
        The place's own figures, though they may be missing.
    mark : Row
        The comparison's figures.
    found : Difference
        Outcome of the comparison.
    larger : Row | None
        Where the place has no figure of its own or is too small: that of the first larger region that carries one.
    """

    asked: Asked
    entry: Indicator
    indicator: Indicator
    moment: Moment
    row: Row
    mark: Row
    found: Difference
    larger: Row | None

    @property
    def known(self) -> bool:
        """Tell whether the place itself has a number."""
        return not math.isnan(self.row["value"])


@dataclass(frozen=True)
class Cell:
    """One cell for a place; without figures it is a white spot."""

    age: AgeGroup
    walk: str
    figures: tuple[Figure, ...]
    question: str

    @property
    def white(self) -> bool:
        """Tell whether no figure says anything here, not even for a larger region."""
        return not self.figures


@lru_cache(maxsize=2)
def written(path: Path = SITUATIONS_FILE) -> Matrix:
    """Read the matrix.

    Raises
    ------
    CatalogueError
        In German, if a cell names a row or column that does not exist, or stands twice.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    ages = tuple(AgeGroup(a["id"], a["title"], a["words"], _band(a["band"])) for a in raw["age"])
    walks = {w["id"]: w["title"] for w in raw["walk"]}
    asked: dict[tuple[str, str], tuple[Asked, ...]] = {}
    questions: dict[tuple[str, str], str] = {}
    for entry in raw["cell"]:
        key = (entry["age"], entry["walk"])
        if key[0] not in {a.id for a in ages} or key[1] not in walks:
            raise CatalogueError(
                f"{path.name}: Das Feld „{key[0]} / {key[1]}“ nennt eine Zeile oder Spalte, die es nicht gibt."
            )
        if key in asked:
            raise CatalogueError(f"{path.name}: Das Feld „{key[0]} / {key[1]}“ steht zweimal.")
        asked[key] = tuple(_asked(f) for f in entry.get("figures", []))
        questions[key] = entry.get("ask", "")
    return Matrix(ages, walks, asked, questions)


def _band(raw: list[int]) -> Band:
    return (raw[0], raw[1] if len(raw) > 1 else AGE_OPEN)


def _asked(raw: dict[str, Any]) -> Asked:
    band = _band(raw["band"]) if "band" in raw else None
    return Asked(raw["indicator"], raw["say"], band, raw.get("about", ""))


def of_ages(indicator: Indicator, band: Band) -> Indicator:
    """Fix an indicator's age filter."""
    terms = [
        tuple(replace(t, band=band) if t.band == "filter" else t for t in part)
        for part in (indicator.numerator, indicator.denominator)
    ]
    return replace(indicator, numerator=terms[0], denominator=terms[1], band=band)


def cells(
    known: Known, catalogue: Catalogue, region_id: str, benchmark_id: str, matrix: Matrix | None = None
) -> list[Cell]:
    """Fill the matrix for a place, row by row.

    Parameters
    ----------
    known, catalogue
        Figures and indicators.
    region_id, benchmark_id : str
        Whom it is about and whom it is compared with.
    matrix : Matrix | None
        What is asked; the written matrix if ``None``.
    """
    wanted = matrix or written()
    found = []
    for age in wanted.ages:
        for walk in wanted.walks:
            key = (age.id, walk)
            figures = [_figure(known, catalogue, one, region_id, benchmark_id) for one in wanted.asked.get(key, ())]
            found.append(Cell(age, walk, tuple(f for f in figures if f is not None), wanted.questions.get(key, "")))
    return found


def _figure(known: Known, catalogue: Catalogue, asked: Asked, region_id: str, benchmark_id: str) -> Figure | None:
    """Evaluate one figure; ``None`` where neither the place nor any region above it has one."""
    if asked.indicator_id not in catalogue.indicators:
        return None
    indicator = replace(catalogue[asked.indicator_id], say=asked.say)
    if asked.band is not None:
        indicator = of_ages(indicator, asked.band)
    moment = known.newest(indicator) or _newest_above(known, indicator, region_id)
    if moment is None:
        return None
    row, mark = (known.rows.at(indicator, moment, r) for r in (region_id, benchmark_id))
    larger = None if carries(row) else climb(known.rows, indicator, moment, region_id).carried
    found = Difference.UNKNOWN  # a number of people is no higher or lower than that of a larger region
    if indicator.kind != "count":
        found = difference(row["value"], row["low"], row["high"], row["verdict"], float(mark["value"]))
    return Figure(asked, catalogue[asked.indicator_id], indicator, moment, row, mark, found, larger)


def _newest_above(known: Known, indicator: Indicator, region_id: str) -> Moment | None:
    """Give the newest time for which the place or its county has a number, where municipalities never have one."""
    county = known.rows.evaluator.regions.county
    for moment in reversed(known.rows.moments(indicator)):
        if any(not math.isnan(known.rows.at(indicator, moment, r)["value"]) for r in (region_id, county)):
            return moment
    return None


def about_ages(cell: Cell, band: Band) -> bool:
    """Tell whether a cell is about people of these ages; the row of everybody always is."""
    low, high = cell.age.band
    return cell.age.band == ALL_AGES or band == ALL_AGES or (band[0] < high and low < band[1])
