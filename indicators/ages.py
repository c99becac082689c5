"""Ages: life phases, and what a source's age groups can say about an age band.

An age band ``(low, high)`` includes ``low`` and excludes ``high``; an open band ends at :data:`data.schema.AGE_OPEN`.
A band that does not fall on the breaks of the source is estimated – and called so – or refused, never quietly rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from data.schema import AGE_OPEN

Band: TypeAlias = tuple[int, int]

DRAWN_TO: Final = 95
"""Age to which an open group is drawn and counted when groups are compared by their width."""

MOST_ESTIMATED: Final = 1 / 3
"""Largest share of a band's persons that may come from a split group."""


@dataclass(frozen=True)
class Phase:
    """A phase of life with its German name."""

    key: str
    name: str
    low: int
    high: int

    @property
    def band(self) -> Band:
        """The phase as an age band."""
        return self.low, self.high


LIFE_PHASES: Final = (
    Phase("kleinkinder", "Kleinkinder", 0, 3),
    Phase("kita", "Kita-Alter", 3, 6),
    Phase("grundschule", "Grundschulalter", 6, 10),
    Phase("schule", "Schulalter", 10, 16),
    Phase("jugend", "Jugendliche", 16, 18),
    Phase("ausbildung", "Ausbildung", 18, 25),
    Phase("berufsstart", "Berufsstart", 25, 30),
    Phase("familie", "Familienphase", 30, 50),
    Phase("spaete-berufsjahre", "Späte Berufsjahre", 50, 65),
    Phase("junger-ruhestand", "Junger Ruhestand", 65, 80),
    Phase("hochbetagte", "Hochbetagte", 80, AGE_OPEN),
)
"""The functional age groups, without gaps from birth to the oldest."""

_ADAPTED_NAMES: Final[Mapping[Band, str]] = {
    (0, 5): "Kleinkinder, Kita-Alter",
    (5, 10): "Vorschule, Grundschule",
    (25, 40): "Berufsstart, Familie",
    (40, 60): "Mittlere Jahre",
    (60, 67): "Letzte Berufsjahre",
    (65, 75): "Ruhestand",
    (67, 75): "Ruhestand",
    (75, AGE_OPEN): "Hohes Alter",
}


class Fit(StrEnum):
    """How well a band can be formed from the groups of a source."""

    EXACT = "exact"
    ESTIMATED = "estimated"
    REFUSED = "refused"


@dataclass(frozen=True)
class Coverage:
    """What a source's groups can say about a band.

    Attributes
    ----------
    band : Band
        The band asked for.
    fit : Fit
        Exact, estimated or refused.
    weights : Mapping[Band, float]
        Share of each source group that counts; all 1 when exact, empty when refused.
    estimated_share : float
        Share of the band's persons that comes from split groups.
    reason : str
        A German sentence when estimated or refused, otherwise empty.
    """

    band: Band
    fit: Fit
    weights: Mapping[Band, float] = field(default_factory=dict)
    estimated_share: float = 0.0
    reason: str = ""

    def count(self, persons: Mapping[Band, float]) -> float | None:
        """Add up the persons of the band; ``None`` when refused or when a needed group has no number."""
        if self.fit is Fit.REFUSED or any(band not in persons for band in self.weights):
            return None
        return sum(weight * persons[band] for band, weight in self.weights.items())


def words(band: Band) -> str:
    """Name a band inside a sentence.

    Examples
    --------
    >>> words((16, 18)), words((75, 200)), words((0, 3)), words((0, 200)), words((6, 7))
    ('16 bis 17', '75 und älter', '0 bis 2', 'alle', '6')
    """
    low, high = band
    if low <= 0 and high >= AGE_OPEN:
        return "alle"
    if high >= AGE_OPEN:
        return f"{low} und älter"
    return str(low) if high - low == 1 else f"{low} bis {high - 1}"


def fit(band: Band, available: Iterable[Band], persons: Mapping[Band, float] | None = None) -> Coverage:
    """Say how a band can be formed from the age groups a source offers.

    Parameters
    ----------
    band : Band
        The band asked for.
    available : iterable of Band
        The groups of the source; they may overlap (a published total beside its parts).
    persons : Mapping[Band, float] | None
        Persons per group, to weigh how much would be estimated; without them the years of age decide.

    Returns
    -------
    Coverage
        Exact when the band falls on the breaks; estimated by the share of years inside a group, when at most
        :data:`MOST_ESTIMATED` of the persons would be; refused otherwise, and always inside an open group.

    Examples
    --------
    >>> groups = [(0, 3), (3, 6), (6, 10), (10, 15), (15, 18), (18, 65), (65, 75), (75, 200)]
    >>> fit((0, 6), groups).weights
    {(0, 3): 1.0, (3, 6): 1.0}
    >>> found = fit((10, 16), groups)
    >>> found.fit.value, found.reason
    ('estimated', 'Geschätzt: Aus der Gruppe „15 bis 17“ ist der Anteil nach Altersjahren genommen.')
    >>> fit((80, 200), groups).reason
    'Die Altersgruppen dieser Quelle enden bei 75: Wer älter ist, steht gemeinsam in „75 und älter“.'
    """
    groups = sorted(set(available))
    tiling = _tiling(band, groups)
    if tiling is not None:
        return Coverage(band, Fit.EXACT, dict.fromkeys(tiling, 1.0))
    parts = finest(groups)
    reason = _outside(band, parts) or _in_open_group(band, parts)
    if reason:
        return Coverage(band, Fit.REFUSED, reason=reason)
    weights = {g: w for g in parts if (w := _overlap(band, g) / (g[1] - g[0])) > 0}
    return _estimate(band, weights, persons)


def _estimate(band: Band, weights: dict[Band, float], persons: Mapping[Band, float] | None) -> Coverage:
    """Accept an estimate, or refuse it when too much of it would be guessed."""
    known = persons is not None and all(g in persons for g in weights)
    size = {g: persons[g] if known and persons else min(g[1], DRAWN_TO) - g[0] for g in weights}
    total = sum(w * size[g] for g, w in weights.items())
    split = [g for g, w in weights.items() if w < 1]
    share = sum(weights[g] * size[g] for g in split) / total if total else 1.0
    named = " und ".join(f"„{words(g)}“" for g in split)
    many = len(split) > 1
    if share > MOST_ESTIMATED:
        reason = f"Diese Quelle kennt nur die {'Gruppen' if many else 'Gruppe'} {named}; „{words(band)}“ lässt sich daraus nicht sicher bilden."
        return Coverage(band, Fit.REFUSED, estimated_share=share, reason=reason)
    reason = (
        f"Geschätzt: Aus {'den Gruppen' if many else 'der Gruppe'} {named} ist der Anteil nach Altersjahren genommen."
    )
    return Coverage(band, Fit.ESTIMATED, weights, share, reason)


def _tiling(band: Band, groups: Sequence[Band]) -> list[Band] | None:
    """Cover a band exactly by neighbouring groups, with as few groups as possible."""
    low, high = band
    shortest: dict[int, list[Band]] = {low: []}
    for start in sorted({g[0] for g in groups if low <= g[0] < high}):
        if start not in shortest:
            continue
        for group in (g for g in groups if g[0] == start and g[1] <= high):
            way = [*shortest[start], group]
            if group[1] not in shortest or len(way) < len(shortest[group[1]]):
                shortest[group[1]] = way
    return shortest.get(high) if high > low else None


def finest(available: Iterable[Band]) -> list[Band]:
    """Drop the groups that contain a smaller one, so that the finest breaks remain, young to old."""
    groups = sorted(set(available))
    return [g for g in groups if not any(o != g and g[0] <= o[0] and o[1] <= g[1] for o in groups)]


def _overlap(band: Band, group: Band) -> int:
    """Count the years of age two bands share."""
    return max(0, min(band[1], group[1]) - max(band[0], group[0]))


def _outside(band: Band, groups: Sequence[Band]) -> str:
    """Say in German that a source does not reach a band, or nothing if it does."""
    if not groups:
        return "Diese Quelle hat keine Altersangaben."
    if band[0] < groups[0][0]:
        return f"Diese Quelle beginnt erst bei {groups[0][0]} Jahren."
    if band[1] > groups[-1][1]:
        return f"Diese Quelle endet bei {groups[-1][1] - 1} Jahren."
    years = sum(_overlap(band, group) for group in groups)
    return "" if years == band[1] - band[0] else f"Für „{words(band)}“ fehlen in dieser Quelle Altersgruppen."


def _in_open_group(band: Band, groups: Sequence[Band]) -> str:
    """Say in German that a band ends or begins inside the open group, or nothing if it does not."""
    top = next((g for g in groups if g[1] >= AGE_OPEN and _overlap(band, g) not in {0, g[1] - g[0]}), None)
    if top is None:
        return ""
    if top[0] <= 0:
        return "Diese Quelle unterscheidet kein Alter."
    return f"Die Altersgruppen dieser Quelle enden bei {top[0]}: Wer älter ist, steht gemeinsam in „{words(top)}“."


def nearest_band(band: Band, available: Iterable[Band]) -> Band | None:
    """Give the band nearest to the one asked for that the source can answer exactly.

    Examples
    --------
    >>> census = [(0, 3), (3, 6), (6, 10), (10, 16), (16, 19), (19, 25), (25, 40), (40, 60), (60, 67), (67, 75), (75, 200)]
    >>> nearest_band((65, 200), census), nearest_band((0, 18), census), nearest_band((80, 200), census)
    ((67, 200), (0, 19), (75, 200))
    """
    groups = sorted(set(available))
    ends = sorted({g[1] for g in groups})
    candidates = [(low, high) for low in sorted({g[0] for g in groups}) for high in ends if low < high]
    candidates.sort(key=lambda found: (_distance(found, band), found))
    return next((found for found in candidates if _tiling(found, groups) is not None), None)


def _distance(one: Band, other: Band) -> int:
    """Measure how far the ends of two bands lie apart; open ends count as the age they are drawn to."""
    closed = [min(end, DRAWN_TO + 5) for end in (one[1], other[1])]
    return abs(one[0] - other[0]) + abs(closed[0] - closed[1])


def phase_groups(available: Iterable[Band]) -> list[Phase]:
    """Adapt the life phases to the groups of a source: groups inside one phase are joined, all others stand alone.

    Examples
    --------
    >>> census = [(0, 3), (3, 6), (6, 10), (10, 16), (16, 19), (19, 25), (25, 40), (40, 60), (60, 67), (67, 75), (75, 200)]
    >>> [f"{p.name} {words(p.band)}" for p in phase_groups(census)][-3:]
    ['Letzte Berufsjahre 60 bis 66', 'Ruhestand 67 bis 74', 'Hohes Alter 75 und älter']
    """
    joined: list[tuple[Band, Phase | None]] = []
    for group in finest(sorted(set(available))):
        home = next((p for p in LIFE_PHASES if p.low <= group[0] and group[1] <= p.high), None)
        if joined and home and joined[-1][1] is home and joined[-1][0][1] == group[0]:
            joined[-1] = ((joined[-1][0][0], group[1]), home)
        else:
            joined.append((group, home))
    return _named([band for band, _ in joined])


def _named(bands: Sequence[Band]) -> list[Phase]:
    """Name adapted phases, no name twice."""
    phases: list[Phase] = []
    for band in bands:
        name = _ADAPTED_NAMES.get(band) or max(LIFE_PHASES, key=lambda p: _overlap(_closed(band), _closed(p.band))).name
        if any(name == phase.name for phase in phases):
            name = f"{name}, {words(band)}"
        phases.append(Phase(f"{band[0]}-{band[1]}", name, *band))
    return phases


def _closed(band: Band) -> Band:
    """Give an open band an end that can be measured."""
    return band[0], min(band[1], max(DRAWN_TO, band[0] + 1))


OPEN_CLASS_MEAN: Final[Mapping[int, float]] = {65: 75.8, 75: 83.2, 80: 85.6, 85: 89.1, 90: 93.4, 95: 97.2}
"""Mean age inside an open class, by the age it begins at.

Class means of Mecklenburg-Vorpommern's five-year groups at the end of 2023 (table 12411-09-01-4), the class 95+ set to 97.2.
"""


def mean_age(persons: Mapping[Band, float]) -> float | None:
    """Compute the mean age: Σ(class mean × E class) / E.

    A class ``(a, b)`` counts with its middle, an open class with :data:`OPEN_CLASS_MEAN` (or seven years after it begins).

    Examples
    --------
    >>> mean_age({(0, 20): 10, (20, 60): 20, (60, 75): 10})
    39.375
    >>> mean_age({}) is None
    True
    """
    total = sum(persons.values())
    if not total:
        return None
    return sum(_class_mean(band) * count for band, count in persons.items()) / total


def _class_mean(band: Band) -> float:
    """Give the mean age of the people of a class."""
    low, high = band
    return OPEN_CLASS_MEAN.get(low, low + 7.0) if high >= AGE_OPEN else (low + high) / 2


def median_age(persons: Mapping[Band, float]) -> float | None:
    """Compute the grouped median L + ((N/2 − F) / f) · h; ``None`` when it falls into an open class.

    Examples
    --------
    >>> median_age({(0, 20): 10, (20, 40): 20, (40, 200): 10})
    30.0
    """
    half, below = sum(persons.values()) / 2, 0.0
    for (low, high), count in sorted(persons.items()):
        if count > 0 and below + count >= half:
            return None if high >= AGE_OPEN else low + (half - below) / count * (high - low)
        below += count
    return None


def billeter(persons: Mapping[Band, float]) -> float | None:
    """Compute Billeter's J = (E0–14 − E50+) / E15–49; ``None`` where the groups do not end at 15 and 50.

    Examples
    --------
    >>> billeter({(0, 15): 10, (15, 50): 40, (50, 200): 30})
    -0.5
    """
    parts = [fit(band, persons, persons) for band in ((0, 15), (15, 50), (50, AGE_OPEN))]
    if any(part.fit is not Fit.EXACT for part in parts):
        return None
    children, middle, old = (part.count(persons) or 0.0 for part in parts)
    return (children - old) / middle if middle else None
