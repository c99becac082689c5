"""The population a projection starts with: the newest municipal ages carried forward, year by year, to the newest totals.

Between two counts people age, die, are born and move; the difference to the counted total of a municipality is its net
migration, spread over ages as movers are. Wherever ages of the county or of a census are known the result is made to agree.
Nothing crosses from one census base to the other but the age structure: the census's own totals replace the old ones.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from data.schema import CensusBase
from indicators.projection import graduation, life_table, migration, place_types, vital
from indicators.projection.fitting import Counted, fitted
from indicators.projection.known import Floats, Known
from indicators.projection.results import AGES, Band
from indicators.projection.step import advance

YEAR_DAYS: Final = 365.25
NEAR_YEARS: Final = 1.5
"""Ages of the county are interpolated between two counts not farther away than this."""
STRUCTURES: Final = (
    ("population", CensusBase.CENSUS_2022),
    ("population", CensusBase.CENSUS_2011),
    ("population_census2011", CensusBase.CENSUS_2011),
)


@dataclass(frozen=True)
class Structure:
    """Counted age and sex of every municipality: where the carrying forward begins."""

    variable: str
    period: str
    base: str
    bands: tuple[Band, ...]


@dataclass
class Carried:
    """People at the counts that were passed, shape (places, 2, ages) by date, and the census base of the newest."""

    people: dict[str, Floats] = field(default_factory=dict)
    base: str = ""

    def at(self, year: int) -> Floats:
        """People at the end of a year, or at the nearest date there is."""
        end = f"{year}-12-31"
        return self.people[min(self.people, key=lambda d: abs(years_between(d, end)))]


@dataclass(frozen=True)
class Start:
    """Population at the launch and what was learned on the way.

    Attributes
    ----------
    date, base : str
        Launch date and census base.
    structure : Structure
        The count the ages come from.
    ages_counted : str
        Date of the newest count of the municipalities' age groups that the result agrees with.
    people : Floats
        Estimated people by municipality, sex and single age, shape (places, 2, ages).
    carried : Carried
        People between structure and launch.
    rates : Vital
        Births and deaths.
    county_flows, place_flows : Flows
        Migration by age.
    types : tuple[PlaceType, ...]
        Type of each municipality.
    """

    date: str
    base: str
    structure: Structure
    ages_counted: str
    people: Floats
    carried: Carried
    rates: vital.Vital
    county_flows: migration.Flows
    place_flows: migration.Flows
    types: tuple[place_types.PlaceType, ...]


def years_between(begins: str, ends: str) -> float:
    """Years from one ISO date to another."""
    return (dt.date.fromisoformat(ends) - dt.date.fromisoformat(begins)).days / YEAR_DAYS


def start(known: Known) -> Start:
    """Estimate the population by sex and single age at the newest municipal totals.

    Raises
    ------
    ValueError
        If no municipal age structure by sex is known.
    """
    found = structure(known)
    first = single_ages(known, found)
    rates = vital.of(known, lambda _year: first)
    totals = known.totals("population", _nearest_total(known, found), found.base)
    types = place_types.place_types(known.package, known.places, np.nan_to_num(totals), known.assumed)
    county = migration.county_flows(known, first.sum(axis=0))
    places = migration.place_flows(known, first, place_types.membership(types), county)
    carried = _Carrier(known, rates, places).carry(found, first)
    newest = max(carried.people)
    people = carried.people[newest]
    final = vital.of(known, carried.at)
    county_now = migration.Flows(
        county.arrivals, migration.county_flows(known, carried.at(_last_move(known)).sum(axis=0)).departures
    )
    return Start(
        newest, carried.base, found, _ages_counted(known, found), people, carried, final, county_now, places, types
    )


def structure(known: Known) -> Structure:
    """Find the newest count of the municipalities by sex and age group."""
    found = []
    for variable, base in STRUCTURES:
        for period in known.periods(variable, base.value, known.places[0]):
            bands = known.groups(variable, period, base.value, known.places[0])
            if bands:
                found.append(Structure(variable, period, base.value, bands))
    if not found:
        raise ValueError("Für die Vorausberechnung fehlt eine Tabelle der Gemeinden nach Geschlecht und Altersgruppen.")
    return max(found, key=lambda s: s.period)


def single_ages(known: Known, found: Structure) -> Floats:
    """Spread the counted age groups over single ages, shape (places, 2, ages); the open group by the life table's shape."""
    groups = known.by_age(found.variable, found.period, found.base, found.bands, known.places)
    table = life_table.from_probabilities(vital.probabilities(known, int(found.period[:4]))[0])
    opening = found.bands[-1][0]
    edges = np.array([low for low, _ in found.bands] + [AGES])
    closed = graduation.monotone(np.nan_to_num(groups[..., :-1]), np.diff(edges[:-1]))
    oldest = graduation.split_open(np.nan_to_num(groups[..., -1]), table.Lx[:, opening:])
    people = np.concatenate([closed, oldest], axis=-1)
    counted = counted_at(known, found.period, found.base)
    if counted is None:
        return people
    return fitted(
        people, replace(counted, places_bands=None, places_sex_bands=np.nan_to_num(groups), bands=found.bands)
    )


def counted_at(known: Known, day: str, base: str) -> Counted | None:
    """Give what is known of a date on a census base; ``None`` if not every municipality's total is."""
    totals = known.totals("population", day, base)
    if not np.isfinite(totals).all():
        return None
    bands = known.groups("population", day, base, known.places[0], "t")
    ages = known.by_age("population", day, base, bands, known.places, ("t",))[:, 0] if bands else None
    county_groups, county = county_ages(known, day, base)
    return Counted(
        places=totals,
        places_sex=known.by_sex("population", day, base),
        places_bands=None if ages is None or not np.isfinite(ages).all() else ages,
        bands=bands,
        county_bands=county,
        county_groups=county_groups,
    )


def county_ages(known: Known, day: str, base: str) -> tuple[tuple[Band, ...], Floats | None]:
    """Give the county by sex and age group at a date, if need be between two counts on the same base."""
    days = [
        d for d in known.periods("population", base, known.county) if known.groups("population", d, base, known.county)
    ]
    near = [d for d in days if abs(years_between(d, day)) <= NEAR_YEARS]
    before, after = [d for d in near if d <= day][-1:], [d for d in near if d >= day][:1]
    if not before or not after:
        return (), None
    bands = known.groups("population", before[0], base, known.county)
    if bands != known.groups("population", after[0], base, known.county):
        return (), None
    first, last = (known.by_age("population", d, base, bands, [known.county])[0] for d in (before[0], after[0]))
    length = years_between(before[0], after[0])
    return bands, first if not length else first + (last - first) * (years_between(before[0], day) / length)


@dataclass(frozen=True)
class _Carrier:
    """Carries people from count to count."""

    known: Known
    rates: vital.Vital
    flows: migration.Flows

    def carry(self, found: Structure, first: Floats) -> Carried:
        """Carry the structure forward, first on its own census base, then on the newer one."""
        carried = Carried({found.period: first}, base=found.base)
        own = self._days(found.base, found.period)
        self._along(carried, first, [found.period, *own], found.base)
        for base in fitting_bases(found.base):
            days = self._days(base, found.period)
            if days:
                people = self._to_census(carried, days[0], base)
                later = [d for d in carried.people if d >= days[0]]
                for day in later:
                    del carried.people[day]
                carried.people[days[0]] = people
                carried.base = base
                self._along(carried, people, days, base)
        return carried

    def _days(self, base: str, after: str) -> list[str]:
        """Dates after a date at which every municipality's total is known."""
        days = [d for d in self.known.periods("population", base, self.known.places[0]) if d > after]
        return [d for d in days if np.isfinite(self.known.totals("population", d, base)).all()]

    def _along(self, carried: Carried, people: Floats, days: Sequence[str], base: str) -> None:
        for begins, ends in itertools.pairwise(days):
            counted = counted_at(self.known, ends, base)
            if counted is None:
                continue
            people = self._to_count(people, begins, ends, counted)
            carried.people[ends] = people

    def _to_census(self, carried: Carried, day: str, base: str) -> Floats:
        """Give the age structure at a census: carried from the last count before it and made to agree with the census."""
        last = max(d for d in carried.people if d <= day)
        counted = counted_at(self.known, day, base)
        people = self._aged(carried.people[last], last, day)
        return people if counted is None else fitted(people, counted)

    def _to_count(self, people: Floats, begins: str, ends: str, counted: Counted) -> Floats:
        """People at the next count: aged, with the migrants that are missing to the municipalities' totals."""
        aged = self._aged(people, begins, ends)
        scale = self.flows.scale(people, counted.places - aged.sum(axis=(1, 2)))
        return fitted(np.maximum(aged + self.flows.net(people, scale), 0.0), counted)

    def _aged(self, people: Floats, begins: str, ends: str) -> Floats:
        """People without migration some years on; parts of years by mixing."""
        left = years_between(begins, ends)
        while left > 1e-2:
            part = min(left, 1.0) if left < 1.01 else 1.0
            year = int(ends[:4]) - round(left)
            survival = self.rates.places_survival(self._survival(year))
            fertility = self._fertility(year) * self.rates.place_births[:, None]
            after = advance(people, survival, fertility, sex_ratio=self.known.assumed.boys_per_girl).population
            people = people + (after - people) * part
            left -= part
        return people

    def _survival(self, year: int) -> Floats:
        probability = vital.probabilities(self.known, year)[0]
        survival = life_table.survival(life_table.from_probabilities(probability))
        return np.asarray(survival ** self.rates.county_deaths[:, None])

    def _fertility(self, year: int) -> Floats:
        return vital.schedule_of(vital.schedules(self.known), year) * self.rates.county_births


def _ages_counted(known: Known, found: Structure) -> str:
    """Newest date with age groups of the municipalities, be it without sex."""
    place = known.places[0]
    days = [d for b in CensusBase for d in known.periods("population", b.value, place)]
    return max(
        [
            found.period,
            *(d for d in days if any(known.groups("population", d, b.value, place, "t") for b in CensusBase)),
        ]
    )


def fitting_bases(base: str) -> list[str]:
    """Census bases newer than a base, oldest first."""
    order = [CensusBase.CENSUS_2011.value, CensusBase.CENSUS_2022.value]
    return order[order.index(base) + 1 :]


def _nearest_total(known: Known, found: Structure) -> str:
    days = known.periods("population", found.base, known.places[0])
    return min(days, key=lambda d: abs(years_between(d, found.period)))


def _last_move(known: Known) -> int:
    return int(known.periods("county_moves_in", region=known.county)[-1])
