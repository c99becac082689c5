"""Who is like us: the nearest municipalities of the state on weighted groups of features, and what makes them alike or different.

Two places differ on a feature by Δ, measured in the span in which nine of ten municipalities lie (see
:mod:`indicators.similarity_features`). A group counts with the mean of its features' Δ², so that three age groups weigh no more than one
size. The distance is the weighted quadratic mean over the groups,

    d = sqrt( Σ w · mean(Δ²) / Σ w ),

a Euclidean distance on standardised features, in the way of Gower (Biometrics 27, 1971) open to a category: the kind of place differs by
0, ½ or 1. A feature that one of the two lacks is left out of its group's mean. A group that nobody has figures for is left out and the
weights of the rest are scaled up; a group that only this pair lacks counts with the Δ² usual in the state (the median of all pairs), for
scaling the rest up would let what is unknown make two places alike. The distance is symmetric and 0 for equal figures; a weight of 0 takes
a group out. Nothing is drawn at random.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators import settlement
from indicators.catalogue import Catalogue
from indicators.evaluate import Evaluator
from indicators.similarity_features import GROUPS, TYPE, Features, features_of

Floats = npt.NDArray[np.float64]
Halves = npt.NDArray[np.float32]
Seen = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Weights = Mapping[str, float]
DEFAULT_WEIGHTS: Final[Weights] = dict.fromkeys(GROUPS, 1.0) | {"groesse": 3.0, "einwanderung": 0.0}
"""Size counts most, everything else alike; immigration only if somebody asks for it."""
CLOSE_PAIRS, NEAR_PAIRS = 0.01, 0.05
"""Parts of all pairs of the state that are "sehr ähnlich", and that are at least "ähnlich"."""
KNOWN_ENOUGH: Final = 0.5
"""Two places are compared if figures for so large a part of the weights are known for both."""
MOST_PAIRS_OF: Final = 800
"""In states with more municipalities the pairs of so many of them, evenly spaced by key, stand for all pairs."""


class Alike(StrEnum):
    """How alike two places are, against all pairs of municipalities of the state with the same weights."""

    VERY = "sehr ähnlich"
    ALIKE = "ähnlich"
    FAR = "entfernt ähnlich"


@dataclass(frozen=True)
class Trait:
    """One feature of a pair of places.

    Attributes
    ----------
    feature, group : str
        Names of the feature and its group.
    gap : float
        |Δ| in spans of nine of ten municipalities; for the kind of place 0, ½ or 1.
    usual : float
        Median of the gaps between the asked place and every other municipality on this feature.
    part : float
        Part of the squared distance that comes from this feature, between 0 and 1.
    """

    feature: str
    group: str
    gap: float
    usual: float
    part: float

    @property
    def closeness(self) -> float:
        """Gap as a multiple of the usual one: 0 is equal, 1 as different as any place taken at random."""
        return self.gap / self.usual if self.usual > 0 else (0.0 if self.gap == 0 else 2.0)


@dataclass(frozen=True)
class Neighbour:
    """One similar place: how far, how alike, feature by feature; ``skipped`` names the groups one of the two has no figures for."""

    region_id: str
    distance: float
    alike: Alike
    traits: tuple[Trait, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class Similarity:
    """Distances between the municipalities of a state.

    Examples
    --------
    ``Similarity.of(Evaluator(load()), load_catalogue()).neighbours("13072043")`` gives the places most like Güstrow.
    """

    features: Features
    _cutoffs: dict[tuple[tuple[str, float], ...], tuple[float, float]] = field(default_factory=dict, repr=False)
    _known_pairs: dict[str, tuple[Halves, Seen, float]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, evaluator: Evaluator, catalogue: Catalogue) -> Similarity:
        """Collect the features and build the model."""
        return cls(features_of(evaluator, catalogue))

    @cached_property
    def _at(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self.features.ids)}

    def at(self, region_id: str) -> int:
        """Give the position of a municipality in ``features.ids``; a ``KeyError`` if it is none of the state."""
        return self._at[region_id]

    @cached_property
    def _groups(self) -> tuple[str, ...]:
        """Groups there are figures for, in their order."""
        return tuple(g for g in GROUPS if g not in self.features.missing)

    @cached_property
    def _kinds(self) -> tuple[npt.NDArray[np.intp], Floats]:
        """Kind of each place as a number, and how far the kinds differ."""
        order = list(settlement.SettlementType)
        gaps = np.array([[settlement.type_gap(a, b) for b in order] for a in order])
        return np.array([order.index(t) for t in self.features.types], dtype=np.intp), gaps

    # -- distances -----------------------------------------------------------------------------------------------------

    def _members(self, group: str) -> tuple[str, ...]:
        return (TYPE,) if group == TYPE else tuple(f.id for f in self.features.features if f.group == group)

    def _gaps(self, member: str, here: Rows, there: Rows) -> tuple[Floats, Seen]:
        """|Δ| of pairs of places, and for which of them both have a figure; other gaps mean nothing."""
        if member == TYPE:
            kind, gaps = self._kinds
            return gaps[kind[here], kind[there]], np.ones(len(there), dtype=bool)
        position = self.features[member].position
        known = np.isfinite(position)
        filled = np.where(known, position, 0.0)
        both = np.ones(len(there), dtype=bool) if known.all() else known[here] & known[there]
        return np.abs(filled[here] - filled[there]), both

    def _square(self, group: str, here: Rows, there: Rows) -> tuple[Floats, Seen]:
        """Mean of Δ² over the features of a group that both places have, and for which pairs there is one."""
        total, seen = np.zeros(len(there)), np.zeros(len(there))
        for member in self._members(group):
            gaps, both = self._gaps(member, here, there)
            total += gaps * gaps * both
            seen += both
        return total / np.maximum(seen, 1), seen > 0

    def _of_all_pairs(self, group: str) -> tuple[Halves, Seen, float]:
        """Mean of Δ² of all pairs, which of them have one, and the usual one (their median); kept, in half the digits."""
        if group not in self._known_pairs:
            square, seen = self._square(group, *self._pairs)
            usual = float(np.median(square[seen])) if seen.any() else 0.0
            self._known_pairs[group] = np.where(seen, square, usual).astype(np.float32), seen, usual
        return self._known_pairs[group]

    @cached_property
    def _pairs(self) -> tuple[Rows, Rows]:
        """All pairs of different places, each once; in a large state those of a part that stands for all."""
        size = len(self.features.ids)
        chosen = np.unique(np.linspace(0, size - 1, min(size, MOST_PAIRS_OF)).astype(np.intp))
        one, other = np.triu_indices(len(chosen), 1)
        return chosen[one], chosen[other]

    def _distances(self, squares: Mapping[str, tuple[Floats | Halves, Seen]], weights: Weights) -> Floats:
        """Weighted quadratic mean over the groups; NaN where too little is known for both places."""
        used = self._used(weights)
        whole = max(sum(used.values()), 1e-12)
        total = sum((weight * squares[group][0] for group, weight in used.items()), np.zeros(1))
        known = sum((weight * squares[group][1] for group, weight in used.items()), np.zeros(1))
        return np.where(known >= KNOWN_ENOUGH * whole, np.sqrt(total / whole), np.nan)

    def _used(self, weights: Weights) -> dict[str, float]:
        """Keep the weights that count here; refuse what is no weight."""
        wrong = [g for g, w in weights.items() if g not in GROUPS or not np.isfinite(w) or w < 0]
        if wrong:
            raise ValueError(f"Kein Gewicht: {wrong[0]}={weights[wrong[0]]}")
        return {g: float(weights[g]) for g in self._groups if weights.get(g, 0) > 0}

    def distances(self, region_id: str, weights: Weights = DEFAULT_WEIGHTS) -> Floats:
        """Distances from one municipality to all, in the order of ``features.ids``; NaN where too little is known.

        Raises
        ------
        KeyError
            If the region is no municipality of the state.
        ValueError
            If a weight is negative, no number, or for no known group.
        """
        here, every = self._against_all(self._at[region_id])
        squares = {}
        for group in self._used(weights):
            square, seen = self._square(group, here, every)
            squares[group] = np.where(seen, square, self._of_all_pairs(group)[2]), seen
        return np.asarray(np.broadcast_to(self._distances(squares, weights), every.shape))

    def _against_all(self, here: int) -> tuple[Rows, Rows]:
        every = np.arange(len(self.features.ids))
        return np.full_like(every, here), every

    def cutoffs(self, weights: Weights = DEFAULT_WEIGHTS) -> tuple[float, float]:
        """Distances up to which two places are "sehr ähnlich" and "ähnlich": quantiles of the distances of all pairs."""
        key = tuple(sorted(self._used(weights).items()))
        if key not in self._cutoffs:
            found = self.pair_distances(weights)
            close, near = np.quantile(found, (CLOSE_PAIRS, NEAR_PAIRS)) if len(found) else (np.nan, np.nan)
            self._cutoffs[key] = (float(close), float(near))
        return self._cutoffs[key]

    def pair_distances(self, weights: Weights = DEFAULT_WEIGHTS) -> Floats:
        """Known distances of all pairs of different municipalities, each pair once."""
        found = self._distances({group: self._of_all_pairs(group)[:2] for group in self._used(weights)}, weights)
        return found[np.isfinite(found)]

    # -- neighbours ----------------------------------------------------------------------------------------------------

    def neighbours(
        self,
        region_id: str,
        weights: Weights = DEFAULT_WEIGHTS,
        count: int = 8,
        within: Collection[str] | None = None,
    ) -> list[Neighbour]:
        """Find the most similar municipalities, nearest first; equal distances in the order of the keys.

        Parameters
        ----------
        region_id : str
            A municipality of the state.
        weights : Weights
            Weight of each group of ``GROUPS``, 0 or more; what is not named counts 0.
        count : int
            How many.
        within : Collection[str] | None
            Only these municipalities; all of the state if ``None``.

        Returns
        -------
        list[Neighbour]
            Empty if all weights are 0 or nothing is known of the place.

        Raises
        ------
        KeyError, ValueError
            As :meth:`distances`.
        """
        distances = self.distances(region_id, weights)
        if not self._used(weights):
            return []
        here = self._at[region_id]
        order = np.argsort(np.round(distances, 12), kind="stable")
        allowed = [
            int(i)
            for i in order
            if i != here and np.isfinite(distances[i]) and (within is None or self.features.ids[i] in within)
        ]
        gaps = self._from(here)
        return [self._neighbour(gaps, i, float(distances[i]), weights) for i in allowed[:count]]

    def _neighbour(
        self, gaps: dict[str, tuple[Floats, float]], there: int, distance: float, weights: Weights
    ) -> Neighbour:
        traits, skipped = self._traits(gaps, there, weights)
        close, near = self.cutoffs(weights)
        alike = Alike.VERY if distance <= close else Alike.ALIKE if distance <= near else Alike.FAR
        return Neighbour(self.features.ids[there], distance, alike, traits, skipped)

    def _traits(
        self, gaps: dict[str, tuple[Floats, float]], there: int, weights: Weights
    ) -> tuple[tuple[Trait, ...], tuple[str, ...]]:
        """Take the distance of a pair apart; features of groups that do not count are told as well, with a part of 0."""
        known = {
            group: {m: float(gaps[m][0][there]) for m in self._members(group) if np.isfinite(gaps[m][0][there])}
            for group in self._groups
        }
        squares = {
            (group, member): weights.get(group, 0.0) * gap**2 / len(found)
            for group, found in known.items()
            for member, gap in found.items()
        }
        whole = sum(squares.values()) or 1.0
        traits = tuple(Trait(m, g, known[g][m], gaps[m][1], part / whole) for (g, m), part in squares.items())
        return traits, tuple(g for g in self._groups if not known[g])

    def _from(self, here: int) -> dict[str, tuple[Floats, float]]:
        """Gaps of every feature between one place and all others, NaN where unknown, with their median."""
        found: dict[str, tuple[Floats, float]] = {}
        for member in (m for g in self._groups for m in self._members(g)):
            gaps, both = self._gaps(member, *self._against_all(here))
            gaps = np.where(both, gaps, np.nan)
            others = np.delete(gaps, here)
            others = others[np.isfinite(others)]
            found[member] = (gaps, float(np.median(others)) if len(others) else np.nan)
        return found
