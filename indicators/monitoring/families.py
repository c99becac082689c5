"""Families of indicators that tell the same thing, read from ``families.toml``: one comparison per family."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from data.schema import AGE_OPEN
from indicators.catalogue import ALL_AGES, Band, Catalogue, CatalogueError, Indicator

FAMILIES_FILE: Final = Path(__file__).with_name("families.toml")


@dataclass(frozen=True)
class Family:
    """Indicators that tell the same thing; the first that municipalities have figures for speaks for all.

    Attributes
    ----------
    id, title : str
        Short name and what it is about.
    ages : Band
        Whom it is about; all ages for everybody.
    indicators : tuple[str, ...]
        Ids of the catalogue, the preferred one first.
    """

    id: str
    title: str
    ages: Band
    indicators: tuple[str, ...]

    def about(self, band: Band) -> bool:
        """Tell whether it is about people of these ages, or about everybody."""
        return self.ages == ALL_AGES or (band[0] < self.ages[1] and self.ages[0] < band[1])


@lru_cache(maxsize=2)
def written_families(path: Path = FAMILIES_FILE) -> tuple[Family, ...]:
    """Read the families as they are written.

    Raises
    ------
    CatalogueError
        If an indicator stands in two families, or a family twice.
    """
    found = tuple(_family(entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["family"])
    for what, names in (
        ("Familie", [f.id for f in found]),
        ("Indikator", [i for f in found for i in f.indicators]),
    ):
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise CatalogueError(f"{path.name}: {what} „{twice}“ steht zweimal.")
    return found


def _family(entry: dict[str, Any]) -> Family:
    low, *rest = entry.get("ages", list(ALL_AGES))
    return Family(entry["id"], entry["title"], (low, rest[0] if rest else AGE_OPEN), tuple(entry["indicators"]))


def families(catalogue: Catalogue) -> list[Family]:
    """Give the families of a catalogue: the written ones, then each remaining indicator on its own.

    Indicators that listen to the age filter are left out: what they say depends on the filter, and others say the same for fixed ages.
    """
    known = [
        Family(f.id, f.title, f.ages, tuple(i for i in f.indicators if i in catalogue.indicators))
        for f in written_families()
    ]
    grouped = {i for f in known for i in f.indicators}
    alone = [i for i in catalogue.indicators.values() if i.id not in grouped and not _filtered(i)]
    return [*(f for f in known if f.indicators), *(Family(i.id, i.short, ALL_AGES, (i.id,)) for i in alone)]


def _filtered(indicator: Indicator) -> bool:
    return indicator.age_filter
