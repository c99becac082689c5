"""What an age picture shows: the structure of a place, what it is compared with, its axis, its words and its table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from data.schema import AGE_OPEN
from indicators.ages import DRAWN_TO, Band, phase_groups, words
from views.axis import round_end
from views.formats import number

if TYPE_CHECKING:
    from collections.abc import Mapping

Unit = Literal["heads", "share"]

UNIT_LABEL: Final[Mapping[Unit, str]] = {
    "heads": "Menschen je Altersjahr",
    "share": "Menschen je Altersjahr, je 1.000 Einwohner",
}


@dataclass(frozen=True)
class AgeStructure:
    """Who lives in a place, by age group.

    Attributes
    ----------
    name : str
        The place, as it shall be read.
    ages : tuple[Band, ...]
        Neighbouring groups from young to old; the last may be open.
    persons : tuple[float, ...]
        All people per group; NaN where the source has no number.
    female, male : tuple[float, ...]
        The same by sex; empty where the source has none.
    """

    name: str
    ages: tuple[Band, ...]
    persons: tuple[float, ...]
    female: tuple[float, ...] = ()
    male: tuple[float, ...] = ()

    @classmethod
    def by_sex(cls, name: str, ages: Sequence[Band], female: Sequence[float], male: Sequence[float]) -> AgeStructure:
        """Make a structure from women and men.

        Examples
        --------
        >>> AgeStructure.by_sex("Dorf", [(0, 20), (20, 200)], [10, 30], [12, 28]).persons
        (22, 58)
        """
        both = tuple(f + m for f, m in zip(female, male, strict=True))
        return cls(name, tuple(ages), both, tuple(female), tuple(male))

    @classmethod
    def from_facts(cls, name: str, facts: pd.DataFrame) -> AgeStructure:
        """Make a structure from rows of the fact table of one region and date (columns sex, age_from, age_to, value)."""
        groups = facts[(facts["age_from"] > 0) | (facts["age_to"] < AGE_OPEN)]
        wide = groups.pivot_table(
            index=["age_from", "age_to"], columns="sex", values="value", aggfunc="sum", min_count=1
        )
        ages = tuple((int(low), int(high)) for low, high in wide.index)
        sexes = {sex: tuple(float(v) for v in wide[sex]) for sex in ("t", "f", "m") if sex in wide}
        if "f" in sexes and "m" in sexes:
            return cls.by_sex(name, ages, sexes["f"], sexes["m"])
        return cls(name, ages, sexes.get("t", tuple(math.nan for _ in ages)))

    @property
    def has_sex(self) -> bool:
        """Whether women and men are known."""
        return bool(self.female) and bool(self.male)

    @property
    def total(self) -> float:
        """All people of the groups with a number."""
        return sum(v for v in self.persons if not math.isnan(v))

    def counts(self) -> dict[Band, float]:
        """Persons per group with a number."""
        return {band: v for band, v in zip(self.ages, self.persons, strict=True) if not math.isnan(v)}


@dataclass(frozen=True)
class Pyramid:
    """One picture of an age structure, with another to compare.

    ``unit`` "share" draws per 1.000 inhabitants; "heads" draws people, the comparison recalculated to as many inhabitants.
    """

    place: AgeStructure
    comparison: AgeStructure | None = None
    unit: Unit = "share"
    title: str = ""
    subtitle: str = ""
    source: str = ""

    @property
    def base(self) -> float:
        """What shares refer to: 1.000, or the place's own size when heads are drawn."""
        return 1000.0 if self.unit == "share" else self.place.total

    def density(self, structure: AgeStructure, values: Sequence[float]) -> list[float]:
        """Convert persons per group to the drawn length: persons per year of age."""
        if not structure.total:
            return [0.0 for _ in values]
        return [v / years(band) / structure.total * self.base for band, v in zip(structure.ages, values, strict=True)]

    def structures(self) -> list[AgeStructure]:
        """Give the place and, if there is one, the comparison."""
        return [self.place] + ([self.comparison] if self.comparison else [])


def years(band: Band) -> int:
    """Count the years of age of a group, an open one as far as it is drawn.

    Examples
    --------
    >>> years((20, 25)), years((75, 200)), years((95, 200))
    (5, 20, 5)
    """
    return top_of(band) - band[0]


def top_of(band: Band) -> int:
    """Give the age to which a group is drawn."""
    return band[1] if band[1] < AGE_OPEN else max(DRAWN_TO, band[0] + 5)


def axis_max(pyramids: Iterable[Pyramid]) -> float:
    """Give the one round axis end for all pyramids that shall be compared.

    Examples
    --------
    >>> dorf = AgeStructure.by_sex("Dorf", [(0, 20), (20, 60), (60, 200)], [10, 30, 12], [12, 28, 8])
    >>> axis_max([Pyramid(dorf), Pyramid(dorf, unit="share")])
    8.0
    """
    longest = 0.0
    for p in pyramids:
        for one in p.structures():
            for values in (one.female, one.male) if one.has_sex and p.place.has_sex else (one.persons,):
                longest = max([longest, *(v for v in p.density(one, values) if not math.isnan(v))])
    return round_end(longest * 1.01)


def note(p: Pyramid) -> str:
    """Explain what a reader could misread: unequal groups and the open group."""
    widths = {years(band) for band in p.place.ages[:-1]}
    parts = (
        ["Die Altersgruppen sind ungleich breit; die Balken zeigen die Menschen je Altersjahr."]
        if len(widths) > 1
        else []
    )
    last = p.place.ages[-1] if p.place.ages else (0, 0)
    if last[1] >= AGE_OPEN:
        parts.append(f"Ab {last[0]} Jahren offen, gleichmäßig bis {top_of(last)} gezeichnet (schraffiert).")
    if p.comparison and p.unit == "heads":
        parts.append(f"Linie: {p.comparison.name}, auf {number(p.place.total)} Menschen umgerechnet.")
    return " ".join(parts)


def describe(p: Pyramid) -> str:
    """Describe the picture in German for people who cannot see it.

    Examples
    --------
    >>> dorf = AgeStructure.by_sex("Dorf", [(0, 20), (20, 60), (60, 200)], [10, 30, 12], [12, 28, 8])
    >>> print(describe(Pyramid(dorf)))
    Altersaufbau Dorf, 100 Menschen: 22 sind 0 bis 19, 58 sind 20 bis 59, 20 sind 60 und älter. Frauen 52, Männer 48.
    """
    place = p.place
    counted = place.counts()
    by_phase = [
        (phase, [c for b, c in counted.items() if phase.low <= b[0] and b[1] <= phase.high])
        for phase in phase_groups(place.ages)
    ]
    listed = ", ".join(f"{number(sum(heads))} sind {words(phase.band)}" for phase, heads in by_phase if heads)
    sentences = [f"Altersaufbau {place.name}, {number(place.total)} Menschen: {listed}."]
    if place.has_sex and not any(math.isnan(v) for v in place.persons):
        sentences.append(f"Frauen {number(sum(place.female))}, Männer {number(sum(place.male))}.")
    if p.comparison:
        sentences.append(f"Zum Vergleich als Linie: {p.comparison.name}.")
    return " ".join(sentences)


def pyramid_table(p: Pyramid) -> pd.DataFrame:
    """Give the figures of the picture as a table with German column names, from old to young.

    Examples
    --------
    >>> dorf = AgeStructure.by_sex("Dorf", [(0, 20), (20, 60), (60, 200)], [10, 30, 12], [12, 28, 8])
    >>> list(pyramid_table(Pyramid(dorf)).columns)
    ['Alter', 'Frauen', 'Männer', 'zusammen', 'je 1.000 Einwohner']
    """
    place = p.place
    columns: dict[str, Sequence[object]] = {"Alter": [words(band) for band in place.ages]}
    if place.has_sex:
        columns |= {"Frauen": place.female, "Männer": place.male}
    columns["zusammen"] = place.persons
    columns["je 1.000 Einwohner"] = [v / place.total * 1000 if place.total else math.nan for v in place.persons]
    other = p.comparison
    if other and other.total:
        rates = {b: v / other.total * 1000 for b, v in zip(other.ages, other.persons, strict=True)}
        columns[f"{other.name} je 1.000"] = [rates.get(band, math.nan) for band in place.ages]
    return pd.DataFrame(columns).iloc[::-1].reset_index(drop=True)
