"""Births and deaths of a county and its municipalities: borrowed from the nation, adjusted to the county, shrunk for small places.

Mortality is the nation's newest life table with its own improvement of up to twenty years, times the county's ratio of
registered to expected deaths; fertility is the nation's newest schedule times the county's ratio of births. A municipality
keeps of its own ratio what its number of cases carries (empirical Bayes: Poisson counts with a gamma-distributed ratio, after
Clayton and Kaldor, Biometrics 43, 1987).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from indicators.projection import life_table
from indicators.projection.known import SEXES, Floats, Known
from indicators.projection.results import AGES

SMOOTHING: Final = 5
"""Ages to each side over which the improvement is averaged."""


@dataclass(frozen=True)
class Vital:
    """Rates of one county at the launch of a projection.

    Attributes
    ----------
    year : int
        Year the rates stand for.
    survival : Floats
        The county's survival by sex and age, shape (2, ages), in the convention of the step.
    probability : Floats
        The nation's probabilities of dying, shape (2, ages).
    improvement : Floats
        Yearly change of the logarithm of mortality, shape (2, ages), not above 0.
    fertility : Floats
        The county's births per woman and year by age, shape (ages,).
    county_deaths : Floats
        Registered over expected deaths of the county by sex, shape (2,).
    county_births : float
        The county's births over those expected at the nation's rates.
    place_deaths, place_births : Floats
        Shrunk ratios of the municipalities to the county, shape (places,).
    life_table_period, fertility_year : str
        What the nation's rates refer to.
    """

    year: int
    survival: Floats
    probability: Floats
    improvement: Floats
    fertility: Floats
    county_deaths: Floats
    county_births: float
    place_deaths: Floats
    place_births: Floats
    life_table_period: str
    fertility_year: str

    def survival_after(self, years: float, faster: float = 1.0) -> Floats:
        """Give the county's survival some years on; ``faster`` multiplies the yearly improvement."""
        return self.survival ** np.exp(self.improvement * (years * faster))

    def places_survival(self, county: Floats) -> Floats:
        """Survival of each municipality, shape (places, 2, ages): proportional hazards."""
        return county[None] ** self.place_deaths[:, None, None]

    def life_expectancy(self, years: float = 0.0, faster: float = 1.0) -> Floats:
        """Life expectancy at birth of women and men in the county some years on."""
        hazard = self.county_deaths[:, None] * np.exp(self.improvement * (years * faster))
        return life_table.from_probabilities(_less_mortal(self.probability, hazard)).ex[..., 0]


def of(known: Known, people: Callable[[int], Floats]) -> Vital:
    """Estimate the rates at the date of ``known``.

    Parameters
    ----------
    known : Known
        What was known.
    people : Callable[[int], Floats]
        The population at the end of a year, or of the nearest one there is, shape (places, 2, ages).

    Returns
    -------
    Vital
        The rates.
    """
    probability, period, year = probabilities(known, known.year)
    deaths = _ratio_of_deaths(known, people)
    births, fertility, fertility_year = _births(known, people)
    expected_deaths = _expected(known, "deaths", lambda y: _deaths_at(known, people, y, deaths))
    schedule = schedules(known)
    expected_births = _expected(known, "births", lambda y: _births_at(schedule, people, y))
    return Vital(
        year=year,
        survival=life_table.survival(life_table.from_probabilities(probability)) ** deaths[:, None],
        probability=probability,
        improvement=improvement(known),
        fertility=fertility * births,
        county_deaths=deaths,
        county_births=births,
        place_deaths=shrunk_ratio(*expected_deaths),
        place_births=shrunk_ratio(*expected_births),
        life_table_period=period,
        fertility_year=fertility_year,
    )


def probabilities(known: Known, year: int) -> tuple[Floats, str, int]:
    """Give the nation's probabilities of dying closest to a year, shape (2, ages), their period and its middle year.

    Raises
    ------
    ValueError
        If no life table up to age 100 was known.
    """
    table = known.schedule("qx")
    table = table[table.groupby("period")["age"].transform("max") >= AGES - 1]
    if table.empty:
        raise ValueError("Für die Vorausberechnung fehlt im Zahlenpaket eine Sterbetafel des Bundes bis zum Alter 100.")
    middle = (table["year_from"] + table["year_to"]) // 2
    best = (middle - year).abs()
    rows = table[best == best.min()]
    period = str(rows["period"].iloc[0])
    wide = rows[rows["period"] == period].pivot(index="sex", columns="age", values="value")
    return wide.loc[list(SEXES), list(range(AGES))].to_numpy(float), period, int(middle[best == best.min()].iloc[0])


def dying(probability: Floats) -> Floats:
    """Give the share of those at each age in completed years who die within a year, shape as given.

    People of one age are half a year older on average than at their birthday, so this is more than the probability of dying
    between two birthdays.
    """
    survival = life_table.survival(life_table.from_probabilities(probability))
    return np.asarray(1.0 - np.concatenate([survival[..., 1:], survival[..., -1:]], axis=-1))


def improvement(known: Known) -> Floats:
    """Mean yearly change of the logarithm of mortality by sex and age over up to twenty years, smoothed; never above 0."""
    newest, _, last = probabilities(known, known.year)
    oldest, _, first = probabilities(known, last - int(known.assumed.improvement_years))
    yearly = np.log(newest / oldest) / max(last - first, 1)
    window = np.ones(2 * SMOOTHING + 1) / (2 * SMOOTHING + 1)
    padded = np.pad(yearly, ((0, 0), (SMOOTHING, SMOOTHING)), mode="edge")
    smooth = np.stack([np.convolve(row, window, "valid") for row in padded])
    return np.clip(smooth, -known.assumed.largest_improvement, 0.0)


def shrunk_ratio(cases: Floats, expected: Floats) -> Floats:
    """Ratios of cases to expected cases, drawn towards their common ratio as far as chance explains them; mean 1.

    Clayton and Kaldor (1987), with the moment estimator of the gamma prior.

    Examples
    --------
    >>> shrunk_ratio(np.array([8.0, 100.0]), np.array([4.0, 104.0])).round(2).tolist()
    [1.0, 1.0]
    >>> bool(shrunk_ratio(np.array([80.0, 100.0, 20.0]), np.array([40.0, 104.0, 56.0]))[0] > 1.5)
    True
    """
    common = cases.sum() / expected.sum()
    mean = expected * common
    variance = ((cases - mean) ** 2 - mean).sum() / (expected**2).sum()
    if variance <= 0:
        return np.ones_like(cases)
    weight = common**2 / variance
    return (cases + weight) / (expected + weight / common) / common


def _less_mortal(probability: Floats, hazard: Floats) -> Floats:
    return np.where(probability >= 1, 1.0, 1.0 - (1.0 - np.minimum(probability, 1.0 - 1e-9)) ** hazard)


def _case_years(known: Known, variable: str) -> list[int]:
    """Years with registered cases of the county, oldest first."""
    years = [int(p) for p in known.periods(variable, region=known.county) if len(p) == 4]
    return [y for y in years if np.isfinite(_county_cases(known, variable, y)).all()]


def _county_cases(known: Known, variable: str, year: int) -> Floats:
    return known.by_sex(variable, str(year), "ohne", [known.county])[0]


def _ratio_of_deaths(known: Known, people: Callable[[int], Floats]) -> Floats:
    years = _case_years(known, "deaths")[-int(known.assumed.case_years) :]
    if not years:
        return np.ones(2)
    cases = np.sum([_county_cases(known, "deaths", y) for y in years], axis=0)
    expected = np.sum([_deaths_at(known, people, y, np.ones(2)).sum(axis=0) for y in years], axis=0)
    return np.asarray(cases / expected)


def _deaths_at(known: Known, people: Callable[[int], Floats], year: int, ratio: Floats) -> Floats:
    """Give expected deaths of a year by municipality and sex."""
    return np.asarray((people(year) * dying(probabilities(known, year)[0])).sum(axis=-1) * ratio)


def schedules(known: Known) -> pd.DataFrame:
    """Give the nation's fertility by year (rows) and single age (columns), births per woman.

    Raises
    ------
    ValueError
        If none was known.
    """
    table = known.schedule("fertility")
    if table.empty:
        raise ValueError("Für die Vorausberechnung fehlen im Zahlenpaket die Geburtenziffern des Bundes nach Alter.")
    wide = table.pivot(index="year_to", columns="age", values="value") / 1000.0
    return wide.reindex(columns=range(AGES)).fillna(0.0)


def schedule_of(table: pd.DataFrame, year: int) -> Floats:
    """Give the nation's fertility of a year, or of the nearest one known."""
    nearest = min(table.index, key=lambda y: abs(int(y) - year))
    return table.loc[nearest].to_numpy(float)


def _births_at(table: pd.DataFrame, people: Callable[[int], Floats], year: int) -> Floats:
    """Give expected births of a year by municipality at the nation's rates, shape (places, 1)."""
    return np.asarray((people(year)[:, 0] * schedule_of(table, year)).sum(axis=-1, keepdims=True))


def _births(known: Known, people: Callable[[int], Floats]) -> tuple[float, Floats, str]:
    """Give the county's ratio of births, the nation's newest schedule and its year."""
    found = schedules(known)
    newest = int(found.index.max())
    years = _case_years(known, "births")[-int(known.assumed.case_years) :]
    cases = sum(float(known.totals("births", str(y), "ohne", "t", [known.county])[0]) for y in years)
    expected = sum(float(_births_at(found, people, y).sum()) for y in years)
    return cases / expected if years else 1.0, schedule_of(found, newest), str(newest)


def _expected(known: Known, variable: str, expected: Callable[[int], Floats]) -> tuple[Floats, Floats]:
    """Give registered and expected cases of the municipalities over all years known, scaled to the same sum."""
    cases = np.zeros(len(known.places))
    mean = np.full(len(known.places), 1e-9)
    for period in (p for p in known.periods(variable, region=known.places[0]) if len(p) == 4):
        registered = known.totals(variable, period, "ohne")
        there = np.isfinite(registered)
        cases += np.where(there, registered, 0.0)
        mean += np.where(there, expected(int(period)).sum(axis=-1), 0.0)
    return cases, mean * (cases.sum() / mean.sum() if cases.sum() else 1.0)
