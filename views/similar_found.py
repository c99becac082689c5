"""The places like one that were found, with all that cards, table, map and files say of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from data.schema import Level
from indicators.regions import Regions
from indicators.reliability import SMALL_POPULATION
from indicators.settlement import kilometres
from indicators.similarity import DEFAULT_WEIGHTS, Neighbour, Similarity, Weights
from indicators.similarity_features import CENTRE_GROUP, TYPE, Feature
from views import similar_words
from views.formats import NBSP, NO_NUMBER, number, with_unit
from views.profile_table import date_text
from views.similar_words import Pair
from views.wording import article_dative

SHOWN: Final = 6
SHORT: Final = 3
HEADS: Final = {
    "groesse": "Einwohner",
    "dichte": "Menschen je km²",
    "kinder": "Kinder unter 16",
    "jugend": "16 bis 24 Jahre",
    "aeltere": "67 Jahre und älter",
    "allein": "Haushalte mit nur einer Person",
    "einwanderung": "Mit Einwanderungsgeschichte",
    "entwicklung": "Entwicklung in zehn Jahren",
    "zentrum": "Zum nächsten größeren Zentrum",
    "oberzentrum": "Zum nächsten Oberzentrum",
}
MISSING: Final = "liegt nicht vor"
UNSURE: Final = "*"
UNSURE_NOTE: Final = "* Schwankt stark: So wenige Menschen, dass einige mehr oder weniger den Wert deutlich ändern."


@dataclass(frozen=True)
class Found:
    """The asked municipality and those like it.

    Attributes
    ----------
    regions : Regions
        The register.
    model : Similarity
        Distances between the municipalities of the state.
    region_id : str
        The asked municipality.
    weights : Weights
        What counts how much.
    county_only : bool
        Whether only the own county was searched.
    """

    regions: Regions
    model: Similarity
    region_id: str
    weights: Weights = field(default_factory=lambda: DEFAULT_WEIGHTS)
    county_only: bool = False

    @cached_property
    def neighbours(self) -> list[Neighbour]:
        """Find the most similar places, nearest first."""
        within = self.regions.municipalities if self.county_only else None
        return self.model.neighbours(self.region_id, self.weights, SHOWN, within)

    @cached_property
    def ids(self) -> list[str]:
        """List the asked place, then those like it."""
        return [self.region_id, *(n.region_id for n in self.neighbours)]

    def name(self, region_id: str) -> str:
        """Give a clean name."""
        return self.regions.name(region_id)

    @property
    def names(self) -> list[str]:
        """Name the similar places."""
        return [self.name(n.region_id) for n in self.neighbours]

    @property
    def finding(self) -> str:
        """Write the headline."""
        return similar_words.finding(self.names, self.neighbours, self.name(self.region_id))

    def in_county(self, region_id: str) -> bool:
        """Tell whether a place lies in the package's county."""
        return self.regions.parent(region_id, Level.LANDKREIS) == self.regions.county

    def where(self, region_id: str) -> str:
        """Say where a place belongs: its Amt for one of the county, else its county."""
        if self.in_county(region_id):
            here = f"hier {article_dative(self.regions, self.regions.county)}"
            amt = self.regions.parent(region_id, Level.AMT)
            own = amt is None or amt not in self.regions.table.index or self.regions.amtsfrei(region_id)
            return here if own else f"{self.regions.name(str(amt))}, {here}"
        county = self.regions.parent(region_id, Level.LANDKREIS)
        if county is None or len(self.regions.members(county)) == 1:
            return "kreisfreie Stadt"
        return self.regions.name(county)

    def at(self, region_id: str) -> int:
        """Give the position of a place among the features."""
        return self.model.at(region_id)

    def people(self, region_id: str) -> float:
        """Give the number of inhabitants."""
        return float(self.model.features["groesse"].value[self.at(region_id)])

    def away(self, region_id: str) -> float:
        """Give the kilometres from the asked place, as the crow flies."""
        points = self.model.features.points
        here, there = self.at(self.region_id), self.at(region_id)
        return float(kilometres(points[[here]], points[[there]])[0, 0])

    def pair(self, neighbour: Neighbour) -> Pair:
        """Put the asked place and a similar one side by side."""
        return Pair.of(self.model, self.region_id, neighbour, self.name(neighbour.region_id))

    def line(self, neighbour: Neighbour) -> str:
        """Write county, inhabitants and way of a similar place."""
        key = neighbour.region_id
        return (
            f"{self.where(key)} · {number(self.people(key))} Menschen · "
            f"{with_unit(self.away(key), 'km')} von {self.name(self.region_id)}"
        )

    # -- the table -----------------------------------------------------------------------------------------------------

    def rows(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Give the table: what, when or how it counts, and for each place value and count."""
        found = []
        for feature in self.model.features.features:
            note = "" if self.weights.get(feature.group, 0) > 0 else " · zählt hier nicht"
            found.append((HEADS[feature.id], f"{self.when(feature)}{note}", [self._cell(feature, r) for r in self.ids]))
        note = "abgeleitet" if self.weights.get(TYPE, 0) > 0 else "abgeleitet · zählt hier nicht"
        kinds = [(self.model.features.types[self.at(r)].value, "") for r in self.ids]
        return [*found, ("Art des Ortes", note, kinds)]

    def when(self, feature: Feature) -> str:
        """Write the date of a feature's figures, or how its kilometres are measured."""
        if feature.moment is None or feature.indicator is None:
            return "Luftlinie"
        return date_text(feature.indicator, feature.moment)

    def _cell(self, feature: Feature, region_id: str) -> tuple[str, str]:
        """Write value and count of one place; what is unknown says so, what is shaky too."""
        i = self.at(region_id)
        value = float(feature.value[i])
        if not np.isfinite(value):
            return NO_NUMBER, MISSING
        if feature.group == CENTRE_GROUP:
            return ("selbst Zentrum", "") if value == 0 else (with_unit(value, "km"), f"bis {feature.names[i]}")
        if feature.id in similar_words.SURE:
            return number(value), ""
        signed = feature.id == "entwicklung"
        top, bottom = float(feature.numerator[i]), float(feature.denominator[i])
        count = f"{number(bottom)} → {number(bottom + top)}" if signed else f"{number(top)} von{NBSP}{number(bottom)}"
        shaky = feature.reliability[i] < similar_words.TRUSTED or self.people(region_id) < SMALL_POPULATION
        return with_unit(value, "%", 1, signed=signed), f"{count}{NBSP}{UNSURE}" if shaky else count

    # -- what has to be said about it ----------------------------------------------------------------------------------

    def hints(self) -> list[str]:
        """Say what limits the comparison: a tiny place, missing figures, missing central places."""
        name, people = self.name(self.region_id), self.people(self.region_id)
        found = []
        if people < SMALL_POPULATION:
            found.append(
                f"{name} hat {number(people)} Menschen. Anteile schwanken bei so wenigen stark: Sie zählen deshalb nur zum Teil und "
                "stehen in keinem der Sätze."
            )
        if CENTRE_GROUP in self.model.features.missing:
            found.append(
                "Wege zu den Zentren zählen nicht mit: Für dieses Land fehlt die Tabelle der Ober- und Mittelzentren (zentren.csv)."
            )
        return found

    def source_ids(self) -> frozenset[str]:
        """Give the sources of all figures and outlines."""
        return frozenset({"vg250"}.union(*(f.source_ids for f in self.model.features.features)))
