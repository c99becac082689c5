"""The catalogue: the only place where an indicator is defined."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from data.schema import AGE_OPEN

CATALOGUE_FILE: Final = Path(__file__).with_name("catalogue.toml")
Kind = Literal[
    "count",
    "share",
    "rate",
    "odds",
    "balance",
    "ratio",
    "change",
    "mean_age",
    "median_age",
    "billeter",
    "tfr",
    "published",
]
Band = tuple[int, int]
ALL_AGES: Final[Band] = (0, AGE_OPEN)


class CatalogueError(Exception):
    """The catalogue contradicts itself; the message names the entry."""


@dataclass(frozen=True)
class Term:
    """One addend of a numerator or denominator.

    ``variables`` are alternatives: the first one that a region has facts for is used. ``band`` and ``sex`` may be ``"filter"``.
    """

    variables: tuple[str, ...]
    factor: float = 1.0
    band: Band | Literal["filter"] = ALL_AGES
    sex: str = "t"

    def of_sex(self, sex: str) -> Term:
        """Fix the sex where it was left open."""
        return replace(self, sex=sex) if self.sex == "filter" else self


@dataclass(frozen=True)
class Indicator:
    """One indicator with its formula and all that is said about it.

    ``window`` is the number of years a multi-year mean spans (0: none); ``years_back`` the reach of a change;
    ``additive`` tells whether municipalities may be summed to larger regions; ``judged`` whether an interval makes sense.
    ``firm`` marks what chance does not move however small a place is (areas, distances): sentences never call it too small.
    ``subject``, ``crowd`` and ``say`` are the words of its sentences, explained at the head of the catalogue.
    """

    id: str
    title: str
    short: str
    question: str
    topic: str
    kind: Kind
    unit: str
    decimals: int
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    factor: float = 1.0
    people: str = ""
    counted: str = ""
    definition: str = ""
    caveat: str = ""
    polarity: int = 0
    band: Band = ALL_AGES
    window: int = 0
    years_back: int = 0
    additive: bool = True
    breaks: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()
    estimated: bool = False
    zero_label: str = ""
    profile: bool = False
    firm: bool = False
    subject: str = ""
    crowd: str = ""
    say: str = ""

    @property
    def age_filter(self) -> bool:
        """Tell whether the user's age band enters the formula."""
        return any(t.band == "filter" for t in (*self.numerator, *self.denominator))

    @property
    def sex_filter(self) -> bool:
        """Tell whether the user's choice of sex enters the formula."""
        return any(t.sex == "filter" for t in (*self.numerator, *self.denominator))

    @property
    def signed(self) -> bool:
        """Tell whether zero parts good from bad news: balances and changes are drawn diverging, with a sign."""
        return self.kind in ("balance", "change") or self.id in SIGNED_RATIOS

    def of(self, band: Band, sex: str) -> Indicator:
        """Fix the indicator to an age band and a sex, where it listens to them.

        Examples
        --------
        >>> women = load_catalogue()["anteil_altersgruppe"].of((18, 25), "f")
        >>> women.band, women.numerator[0].sex, women.sex_filter
        ((18, 25), 'f', False)
        """
        return replace(
            self,
            band=band if self.age_filter else self.band,
            numerator=tuple(t.of_sex(sex) for t in self.numerator),
            denominator=tuple(t.of_sex(sex) for t in self.denominator),
        )


SIGNED_RATIOS: Final = frozenset({"pendlersaldo", "billeter"})


@dataclass(frozen=True)
class Catalogue:
    """All indicators by id, the topics (*Lebenslagen*) in their order, and the forms of nouns that follow a number.

    ``singular`` gives a noun's form after "1" by its plural, ``dative`` the form after "von 1" by the plural of the dative.
    """

    indicators: Mapping[str, Indicator]
    topics: Mapping[str, str] = field(default_factory=dict)
    singular: Mapping[str, str] = field(default_factory=dict)
    dative: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, indicator_id: str) -> Indicator:
        return self.indicators[indicator_id]

    def of_topic(self, topic: str) -> list[Indicator]:
        """List one topic's indicators in catalogue order."""
        return [i for i in self.indicators.values() if i.topic == topic]


@lru_cache(maxsize=4)
def load_catalogue(path: Path = CATALOGUE_FILE) -> Catalogue:
    """Read the catalogue.

    Raises
    ------
    CatalogueError
        If an entry lacks a field, names an unknown topic or appears twice.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    topics: dict[str, str] = raw["topics"]
    indicators: dict[str, Indicator] = {}
    for entry in raw["indicator"]:
        indicator = _indicator(entry)
        if indicator.id in indicators:
            raise CatalogueError(f"Eintrag „{indicator.id}“ steht zweimal im Katalog.")
        if indicator.topic not in topics:
            raise CatalogueError(f"Eintrag „{indicator.id}“: Thema „{indicator.topic}“ gibt es nicht.")
        indicators[indicator.id] = indicator
    return Catalogue(indicators, topics, raw.get("singular", {}), raw.get("dative", {}))


def _indicator(entry: dict[str, Any]) -> Indicator:
    known = {k: v for k, v in entry.items() if k not in ("numerator", "denominator", "band", "breaks", "levels")}
    try:
        return Indicator(
            numerator=tuple(_term(t) for t in entry["numerator"]),
            denominator=tuple(_term(t) for t in entry.get("denominator", [])),
            band=_band(entry["band"]) if "band" in entry else ALL_AGES,
            breaks=tuple(float(b) for b in entry.get("breaks", [])),
            levels=tuple(entry.get("levels", [])),
            **known,
        )
    except (KeyError, TypeError) as error:
        raise CatalogueError(f"Eintrag „{entry.get('id', '?')}“ im Katalog ist unvollständig: {error}") from error


def _term(raw: dict[str, Any]) -> Term:
    variables = raw["v"] if isinstance(raw["v"], list) else [raw["v"]]
    age = raw.get("age", list(ALL_AGES))
    band: Band | Literal["filter"] = "filter" if age == "filter" else _band(age)
    return Term(tuple(variables), float(raw.get("x", 1)), band, raw.get("sex", "t"))


def _band(raw: list[int]) -> Band:
    return (raw[0], AGE_OPEN if len(raw) == 1 else raw[1])
