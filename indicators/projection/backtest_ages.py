"""How well the ages are estimated: counts of ages are hidden from the model, which then has to find them by itself.

Between two counts of the municipalities' ages the model carries people forward. Here a count that exists is taken out of the
package, the model estimates the ages of that day, and both are compared. The measure is the share of people who stand in a wrong
group of sex and age (index of dissimilarity, Duncan and Duncan 1955): half the sum of the absolute differences of the shares. Totals
do not enter it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from data.package import Package
from data.schema import AGE_OPEN, CensusBase
from indicators.projection.backtest import BackTest, class_of
from indicators.projection.known import SEXES, Floats, Known
from indicators.projection.model import Model
from indicators.projection.results import AGES, Band
from indicators.projection.scenario import TREND
from indicators.projection.start import Start, start, structure, years_between

PHASES: Final[tuple[Band, ...]] = ((0, 6), (6, 18), (18, 30), (30, 50), (50, 65), (65, 80), (80, AGE_OPEN))
"""Phases of life in which a past projection of the county is told."""


@dataclass(frozen=True)
class AgeError:
    """Estimated ages held against a count that was hidden.

    Attributes
    ----------
    date : str
        Day of the count.
    carried_from : str
        Day of the last count of the municipalities' ages the estimate could use.
    whole_county : bool
        Whether the county is compared as a whole; else each municipality.
    county_known : bool
        Whether counts of the county's ages since ``carried_from`` could be used.
    sexes : bool
        Whether women and men are told apart.
    bands : tuple[Band, ...]
        Age groups compared.
    wrong : Floats
        Percent of the people in a wrong group, shape (regions,).
    unchanged : Floats
        The same for whoever keeps the shares of ``carried_from``.
    size : npt.NDArray[np.intp]
        Index of each region's class in :data:`backtest.SIZES`, by the inhabitants counted.
    """

    date: str
    carried_from: str
    whole_county: bool
    county_known: bool
    sexes: bool
    bands: tuple[Band, ...]
    wrong: Floats
    unchanged: Floats
    size: npt.NDArray[np.intp]

    @property
    def years(self) -> float:
        """Years the ages were carried forward."""
        return years_between(self.carried_from, self.date)

    def mean(self, size: int | None = None) -> tuple[int, float, float]:
        """Give the number of regions of a size class, or of all, and the means of ``wrong`` and ``unchanged``."""
        own = np.ones(len(self.wrong), dtype=bool) if size is None else self.size == size
        if not own.any():
            return 0, float("nan"), float("nan")
        return int(own.sum()), float(self.wrong[own].mean()), float(self.unchanged[own].mean())


@dataclass(frozen=True)
class PhaseError:
    """People of a phase of life in the county: what a past projection said and what was counted."""

    band: Band
    launch: float
    said: float
    counted: float

    @property
    def error(self) -> float:
        """Projected less counted, in percent of the count."""
        return (self.said / self.counted - 1.0) * 100.0

    @property
    def unchanged_error(self) -> float:
        """The same for whoever kept the number of the launch."""
        return (self.launch / self.counted - 1.0) * 100.0


def dissimilarity(estimated: Floats, counted: Floats) -> Floats:
    """Give the percent of people that stand in a wrong group.

    Parameters
    ----------
    estimated, counted : Floats
        People, shape (regions, ...).

    Returns
    -------
    Floats
        Shape (regions,).

    Examples
    --------
    >>> dissimilarity(np.array([[50.0, 50.0]]), np.array([[60.0, 40.0]])).round(6).tolist()
    [10.0]
    """
    axes = tuple(range(1, estimated.ndim))
    shares = estimated / estimated.sum(axis=axes, keepdims=True), counted / counted.sum(axis=axes, keepdims=True)
    return np.asarray(50.0 * np.abs(shares[0] - shares[1]).sum(axis=axes))


def hidden(package: Package, regions: Sequence[str], after: str = "", day: str = "") -> Package:
    """Give the package without the people by age of some regions on a day, or on all days after one; totals stay.

    Examples
    --------
    >>> from data.package import load
    >>> package = load()
    >>> less = hidden(package, [package.county], after="2015-12-31")
    >>> len(less.facts) < len(package.facts)
    True
    """
    facts = package.facts
    period = facts["period"].astype(str)
    of_ages = (facts["age_from"] != 0) | (facts["age_to"] != AGE_OPEN)
    when = period == day if day else period > after
    mask = (facts["variable"] == "population") & facts["region_id"].isin(list(regions)) & of_ages & when
    return replace(package, facts=facts[~mask])


def age_errors(package: Package) -> tuple[AgeError, ...]:
    """Hide every count of ages the package has and compare it with the estimate.

    Returns
    -------
    tuple[AgeError, ...]
        First the municipalities: their newest count by sex and age, estimated from the one before it, with and without the
        county's ages of the day; then the newest count by age alone. After them the county, on each day with ages after the
        municipalities' newest count on the same census base.

    Raises
    ------
    ValueError
        If the package has no age structure of the municipalities.
    """
    everything = Known(package, "9999-12-31")
    newest = structure(everything)
    found = [_places(package, newest.period, newest.base, SEXES, county_known=known) for known in (True, False)]
    census = _day_of_ages(everything, newest.period)
    if census:
        found.append(_places(package, *census, ("t",), county_known=True))
    counts = [(newest.period, newest.base)] + ([census] if census else [])
    of_county = [error for after, base in counts for error in _county(package, after, base)]
    return tuple([error for error in found if error is not None] + of_county)


def phase_errors(test: BackTest, package: Package) -> tuple[int, tuple[PhaseError, ...]]:
    """Hold the county's people by phase of life, as projected at the launch, against the last count that shows them.

    Returns
    -------
    tuple[int, tuple[PhaseError, ...]]
        The year of that count and the phases; empty if the county's ages were not counted finely enough after the launch.
    """
    known = Known(package, f"{test.target}-12-31")
    starts = [low for low, _ in PHASES]
    for year in reversed(test.years[1:]):
        bands = known.groups("population", f"{year}-12-31", test.base, test.county)
        if not set(starts) <= {low for low, _ in bands}:
            continue
        counted = known.by_age("population", f"{year}-12-31", test.base, bands, [test.county])[0].sum(axis=0)
        position = [[low for low, _ in bands].index(low) for low in starts]
        sums = np.add.reduceat(counted, position)
        said, launch = (np.add.reduceat(test.county_ages[i].sum(axis=0), starts) for i in (test.years.index(year), 0))
        rows = zip(PHASES, launch, said, sums, strict=True)
        return year, tuple(PhaseError(band, float(a), float(b), float(c)) for band, a, b, c in rows)
    return test.target, ()


def _day_of_ages(known: Known, after: str) -> tuple[str, str] | None:
    """Newest day after another, and its base, with the municipalities' ages without sex."""
    place = known.places[0]
    days = [
        (day, base.value)
        for base in CensusBase
        for day in known.periods("population", base.value, place)
        if day > after and known.groups("population", day, base.value, place, "t")
    ]
    return max(days, default=None)


def _places(package: Package, day: str, base: str, sexes: Sequence[str], *, county_known: bool) -> AgeError | None:
    """Compare the municipalities on a day whose ages the model does not see; ``None`` if there is no count before it."""
    truth = Known(package, day)
    less = hidden(package, truth.places, day=day)
    before = Known(less, day)
    if not _has_structure(before):
        return None
    if not county_known:
        less = hidden(less, [package.county], after=structure(before).period)
    begun = start(Known(less, day))
    bands = truth.groups("population", day, base, truth.places[0], sexes[0])
    counted = truth.by_age("population", day, base, bands, truth.places, sexes)
    pair = [_grouped(people, bands, sexes) for people in (begun.carried.people[day], _first(begun))]
    wrong, unchanged = (dissimilarity(people, counted) for people in pair)
    size = class_of(counted.sum(axis=(1, 2)))
    both = len(sexes) > 1
    return AgeError(day, begun.ages_counted, False, county_known, both, bands, wrong, unchanged, size)


def _county(package: Package, after: str, base: str) -> list[AgeError]:
    """Compare the county on all days with ages after the municipalities' count ``after`` on the same base."""
    truth = Known(package, "9999-12-31")
    periods = truth.periods("population", base, truth.county)
    days = [d for d in periods if d > after and truth.groups("population", d, base, truth.county)]
    if not days:
        return []
    people = _course(hidden(package, [truth.county], after=after), days[-1])
    result = []
    for day in days:
        bands = truth.groups("population", day, base, truth.county)
        counted = truth.by_age("population", day, base, bands, [truth.county])
        pair = [_grouped(p.sum(axis=0, keepdims=True), bands, SEXES) for p in (_on(people, day), people[after])]
        wrong, unchanged = (dissimilarity(one, counted) for one in pair)
        size = class_of(counted.sum(axis=(1, 2)))
        result.append(AgeError(day, after, True, False, True, bands, wrong, unchanged, size))
    return result


def _course(package: Package, day: str) -> dict[str, Floats]:
    """Give people on every day the model passes up to a day: carried forward, then projected."""
    model = Model(Known(package, day), int(day[:4]))
    people = dict(model.start.carried.people)
    if model.steps:
        projected = model.project(TREND)
        people |= {f"{year}-12-31": projected.people[i] for i, year in enumerate(projected.years) if i}
    return people


def _on(people: Mapping[str, Floats], day: str) -> Floats:
    """Give people on a day, if need be between the two days around it."""
    if day in people:
        return people[day]
    before, after = next(pair for pair in itertools.pairwise(sorted(people)) if pair[0] < day < pair[1])
    part = years_between(before, day) / years_between(before, after)
    return np.asarray(people[before] + (people[after] - people[before]) * part)


def _first(begun: Start) -> Floats:
    """People on the day of the municipalities' last count by sex and age."""
    return begun.carried.people[begun.structure.period]


def _grouped(people: Floats, bands: Sequence[Band], sexes: Sequence[str]) -> Floats:
    """Sum single ages to groups, and the sexes if they are not told apart, shape (regions, sexes, bands)."""
    groups = np.add.reduceat(people, [low for low, _ in bands if low < AGES], axis=-1)
    return groups if len(sexes) > 1 else groups.sum(axis=1, keepdims=True)


def _has_structure(known: Known) -> bool:
    try:
        structure(known)
    except ValueError:
        return False
    return True
