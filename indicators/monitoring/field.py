"""Status × Dynamik: where each place of a level stands in the field of twelve, why, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from data.schema import Level
from indicators.catalogue import Catalogue
from indicators.monitoring import classes
from indicators.monitoring.classes import DYNAMIC_LIMITS, STATUS_LIMITS, SURE, Scale
from indicators.monitoring.columns import Column, Gap, Use, column, dynamic_use, status_use
from indicators.monitoring.index import Index, written
from indicators.monitoring.known import Known
from indicators.reliability import SMALL_POPULATION
from indicators.rows import Row

Array = npt.NDArray[np.float64]
PEOPLE: Final = "einwohner"
FEWEST_PLACES: Final = 10
"""With fewer places that have all figures there is no scale to class them by."""
MOST_MISSING: Final = 0.5
"""A member that more than half of a level's regions have no figure for is left out at that level."""


@dataclass(frozen=True)
class Part:
    """What one member brings to the index of a place.

    Attributes
    ----------
    use : Use
        Indicator and times.
    row, county : Row
        Figures of the place and of the county.
    before, county_before : Row | None
        The earlier figures of a change.
    score : float
        Standard deviations from the county, positive for more need.
    contribution : float
        What it adds to the index; all contributions add up to it.
    """

    use: Use
    row: Row
    county: Row
    before: Row | None
    county_before: Row | None
    score: float
    contribution: float


@dataclass(frozen=True)
class Standing:
    """Where a place stands on one of the two scales; without a class there is a gap.

    Attributes
    ----------
    value, error : float
        Index in standard deviations of the municipalities, and its standard error.
    code : int | None
        Class, as in :mod:`indicators.monitoring.classes`.
    chances : tuple of float
        Probability of each class if chance played once more.
    gap, gap_use : Gap | None, Use | None
        Why there is no class, and which member it is about.
    """

    value: float = math.nan
    error: float = math.nan
    code: int | None = None
    chances: tuple[float, ...] = ()
    gap: Gap | None = None
    gap_use: Use | None = None
    parts: tuple[Part, ...] = ()

    @property
    def sure(self) -> bool:
        """Tell whether chance would give the same class in four of five cases."""
        return self.code is not None and self.chances[self.code] >= SURE


@dataclass(frozen=True)
class Place:
    """One region with both standings; ``people`` are its newest inhabitants."""

    region_id: str
    people: float
    status: Standing
    dynamic: Standing


@dataclass(frozen=True)
class Field:
    """All regions of a level, and how each member took part."""

    index: Index
    level: Level
    places: Mapping[str, Place]
    status_uses: tuple[Use, ...]
    dynamic_uses: tuple[Use, ...]
    source_ids: frozenset[str] = field(default_factory=frozenset)

    @property
    def has_status(self) -> bool:
        """Tell whether any place has a status class."""
        return any(p.status.code is not None for p in self.places.values())

    @property
    def has_dynamic(self) -> bool:
        """Tell whether any place has a class of the Dynamik."""
        return any(p.dynamic.code is not None for p in self.places.values())


def measure(known: Known, catalogue: Catalogue, index: Index, level: Level = Level.GEMEINDE) -> Field:
    """Class all regions of a level.

    The scale is always that of the municipalities, so that a class means the same at every level: an Amt stands out only as far as a
    municipality would have to.
    """
    ids = known.rows.evaluator.regions.at_level(level)
    moment = known.newest(catalogue[PEOPLE])
    people = [float(known.rows.at(catalogue[PEOPLE], moment, r)["value"]) if moment else math.nan for r in ids]
    axes = []
    for find, limits in ((status_use, STATUS_LIMITS), (dynamic_use, DYNAMIC_LIMITS)):
        uses = [find(known, catalogue, member) for member in index.members]
        axes.append(_axis(known, catalogue, uses, ids, limits))
    (status, status_uses), (dynamic, dynamic_uses) = axes
    places = {
        r: Place(r, people[at], _small(status[at], people[at]), _small(dynamic[at], people[at]))
        for at, r in enumerate(ids)
    }
    return Field(index, level, places, status_uses, dynamic_uses, _sources((*status, *dynamic)))


def _small(standing: Standing, people: float) -> Standing:
    """Take the class from a place below 300 inhabitants, whatever its figures."""
    return Standing(gap=Gap.SMALL_PLACE) if people < SMALL_POPULATION else standing


def _sources(standings: Sequence[Standing]) -> frozenset[str]:
    rows = [row for s in standings for p in s.parts for row in (p.row, p.before) if row is not None]
    return frozenset(source for row in rows for source in row["source_ids"])


def _axis(
    known: Known, catalogue: Catalogue, uses: Sequence[Use], ids: Sequence[str], limits: tuple[float, ...]
) -> tuple[list[Standing], tuple[Use, ...]]:
    """Compute the standings on one scale, and say which members took part."""
    regions = known.rows.evaluator.regions
    behind = _behind(known, catalogue, ids)
    found: list[Use] = []
    columns: list[Column] = []
    for use in uses:
        made = column(known, use, ids, behind) if use.gap is None else None
        if made is not None and sum(gap is None for gap in made.gaps) >= (1 - MOST_MISSING) * len(ids):
            columns.append(made)
            found.append(use)
        else:
            found.append(use if made is None else Use(use.member, use.indicator, gap=Gap.MOSTLY))
    if not columns:
        return [Standing(gap=Gap.NO_FIGURE) for _ in ids], tuple(found)
    places = regions.municipalities
    municipal = [column(known, c.use, places, {}) for c in columns]
    county = [column(known, c.use, [regions.county], {}) for c in columns]
    scales = [_scale(m, c) for m, c in zip(municipal, county, strict=True)]
    return _standings(columns, municipal, county, scales, limits), tuple(found)


def _behind(known: Known, catalogue: Catalogue, ids: Sequence[str]) -> dict[str, Array]:
    """Count the people behind published shares."""
    found: dict[str, Array] = {}
    for share, counted in written().people_behind.items():
        moment = known.newest(catalogue[counted])
        if moment is not None:
            rows = [known.rows.at(catalogue[counted], moment, r) for r in ids]
            found[share] = np.array([float(row["numerator"]) for row in rows])
    return found


def _usable(made: Column) -> Array:
    """Give the values that may be used, NaN elsewhere."""
    return np.where([gap is None for gap in made.gaps], made.values, np.nan)


def _scale(municipal: Column, county: Column) -> Scale:
    return classes.scale(_usable(municipal), float(county.values[0]))


def _index(columns: Sequence[Column], scales: Sequence[Scale]) -> tuple[Array, list[Array]]:
    """Give the weighted mean of the scores, NaN where one is missing, and the scores of each member."""
    scores = [c.use.member.direction * s.standardised(_usable(c)) for c, s in zip(columns, scales, strict=True)]
    weights = [c.use.member.weight for c in columns]
    total = np.sum([w * z for w, z in zip(weights, scores, strict=True)], axis=0) / sum(weights)
    return np.asarray(total), scores


def _standings(
    columns: Sequence[Column], municipal: Sequence[Column], county: Sequence[Column], scales: Sequence[Scale], limits: tuple[float, ...]
) -> list[Standing]:  # fmt: skip
    """Standardise the index by the municipalities and class every region."""
    own = _index(municipal, scales)[0]
    if (~np.isnan(own)).sum() < FEWEST_PLACES:
        return [Standing(gap=Gap.NO_FIGURE) for _ in columns[0].rows]
    unit = classes.scale(own, 0.0).deviation or 1.0
    index, scores = _index(columns, scales)
    weights = np.array([c.use.member.weight for c in columns], dtype=float)
    shares = weights / weights.sum() / unit
    errors = [np.where(s.deviation, c.errors / (s.deviation or 1.0), 0.0) for c, s in zip(columns, scales, strict=True)]
    # Members of an index are often about the same people: their errors are added as if all swung together, which is cautious.
    error = np.sum([share * e for share, e in zip(shares, errors, strict=True)], axis=0)
    found = []
    for at in range(len(index)):
        parts = tuple(
            Part(c.use, c.rows[at], whole.rows[0], c.before[at], whole.before[0], float(z[at]), float(share * z[at]))
            for c, whole, z, share in zip(columns, county, scores, shares, strict=True)
        )
        missing = next(((c.gaps[at], c.use) for c in columns if c.gaps[at] is not None), (None, None))
        found.append(_standing(float(index[at] / unit), float(error[at]), limits, parts, missing))
    return found


def _standing(
    value: float, error: float, limits: tuple[float, ...], parts: tuple[Part, ...], missing: tuple[Gap | None, Use | None]
) -> Standing:  # fmt: skip
    gap, use = missing
    if gap is not None or math.isnan(value):
        return Standing(gap=gap or Gap.NO_FIGURE, gap_use=use, parts=parts)
    code = classes.status_class(value) if limits == STATUS_LIMITS else classes.dynamic_class(value)
    return Standing(value, error, int(code), classes.chances(value, error, limits), None, None, parts)
