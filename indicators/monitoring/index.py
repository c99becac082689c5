"""What an index for Status × Dynamik is made of, read from ``indices.toml`` or chosen by the user."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from indicators.catalogue import Catalogue, CatalogueError, Indicator

INDICES_FILE: Final = Path(__file__).with_name("indices.toml")
LARGEST_WEIGHT: Final = 3
MOST_MEMBERS: Final = 6
_MORE: Final = {"need": 1, "less": -1}
CHANGES: Final = ("change", "balance")
"""Kinds that measure a movement themselves: they enter the Dynamik as they are."""


@dataclass(frozen=True)
class Member:
    """One figure of an index.

    Attributes
    ----------
    indicator_id : str
        Entry of the catalogue.
    weight : int
        1 to 3.
    direction : int
        +1 where a high figure means more need, −1 where it means less.
    """

    indicator_id: str
    weight: int = 1
    direction: int = 1


@dataclass(frozen=True)
class Index:
    """Figures put together to one number: positive means more need than in the county as a whole."""

    id: str
    title: str
    members: tuple[Member, ...]
    question: str = ""
    note: str = ""


@dataclass(frozen=True)
class Indices:
    """The written indices by id, and how many people stand behind published shares."""

    presets: Mapping[str, Index]
    people_behind: Mapping[str, str]


@lru_cache(maxsize=2)
def written(path: Path = INDICES_FILE) -> Indices:
    """Read the written indices.

    Raises
    ------
    CatalogueError
        In German, if a weight or a direction cannot be used, an index stands twice or has too many members.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    presets: dict[str, Index] = {}
    for entry in raw["index"]:
        index = _index(path, entry)
        if index.id in presets:
            raise CatalogueError(f"{path.name}: Der Index „{index.id}“ steht zweimal.")
        presets[index.id] = index
    return Indices(presets, raw.get("people_behind", {}))


def _index(path: Path, entry: dict[str, Any]) -> Index:
    members = tuple(_member(path, entry["id"], raw) for raw in entry["members"])
    names = [m.indicator_id for m in members]
    if not 1 <= len(set(names)) == len(names) <= MOST_MEMBERS:
        problem = f"Der Index „{entry['id']}“ braucht 1 bis {MOST_MEMBERS} verschiedene Indikatoren."
        raise CatalogueError(f"{path.name}: {problem}")
    return Index(entry["id"], entry["title"], members, entry.get("question", ""), entry.get("note", ""))


def _member(path: Path, index: str, raw: dict[str, Any]) -> Member:
    if raw["more"] not in _MORE or raw["weight"] not in range(1, LARGEST_WEIGHT + 1):
        problem = (
            f"Index „{index}“, {raw['indicator']}: weight ist 1 bis {LARGEST_WEIGHT}, more ist „need“ oder „less“."
        )
        raise CatalogueError(f"{path.name}: {problem}")
    return Member(raw["indicator"], raw["weight"], _MORE[raw["more"]])


def presets(catalogue: Catalogue) -> dict[str, Index]:
    """Give the written indices whose indicators the catalogue knows, by id."""
    known = written().presets.values()
    return {i.id: i for i in known if all(m.indicator_id in catalogue.indicators for m in i.members)}


def usual_direction(indicator: Indicator) -> int:
    """Say which direction an indicator has unless the user chooses otherwise: the catalogue's polarity where one is agreed, else +1."""
    return -1 if indicator.polarity > 0 else 1
