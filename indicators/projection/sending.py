"""How the country that arrivals come from ages: more older people elsewhere mean more older people who may move here.

Arrivals are counted in one year; those of later years are larger or smaller, sex by sex and age group by age group, as the
nation's people of that age are (Wilson, Demographic Research 46:32, 2022, draws arrivals from the rest of the country). The
nation's future is a published projection, as far as one was known.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from indicators.projection.known import SEXES, Floats, Known
from indicators.projection.migration import BREAKS, GROUP_OF_AGE
from indicators.projection.results import AGES

NATION: Final = "DG"
COUNTED: Final = "ist"
MIDDLE: Final = "G2L2W2"
"""Variant of the published projection with moderate births, life expectancy and migration."""


def growth(known: Known, since: int, years: tuple[int, ...]) -> Floats:
    """Give the nation's people of each sex and age against those of a year, by the age groups of the migration statistics.

    Parameters
    ----------
    known : Known
        What was known.
    since : int
        Year the arrivals were counted in.
    years : tuple[int, ...]
        Years to give the ratio for.

    Returns
    -------
    Floats
        Shape (years, 2, ages); 1 everywhere if no projection of the nation was known or the year was not counted.
    """
    then, later = _counted(known, since), _projected(known)
    if then is None or not later:
        return np.ones((len(years), len(SEXES), AGES))
    last = max(later)
    ratios = np.array([later[min(max(year, min(later)), last)] / then for year in years])
    return ratios[..., GROUP_OF_AGE]


def _counted(known: Known, year: int) -> Floats | None:
    """Give the nation's people by sex and age group at the end of a year, on whatever census base it was counted."""
    for base in ("zensus2011", "zensus2022"):
        period = f"{year}-12-31"
        bands = known.groups("population", period, base, NATION)
        if bands and {low for low, _ in BREAKS} <= {low for low, _ in bands}:
            people = known.by_age("population", period, base, bands, [NATION])[0]
            return _grouped(people, [low for low, _ in bands])
    return None


def _projected(known: Known) -> dict[int, Floats]:
    """Give the same by year from the published projection, if its first year was over at the date of what was known."""
    table = known.package.projections
    rows = table[(table["region_id"] == NATION) & table["variant"].isin([COUNTED, MIDDLE]) & table["sex"].isin(SEXES)]
    rows = rows[(rows["age_to"] - rows["age_from"] == 1) | (rows["age_from"] == AGES - 1)]
    rows = rows.astype({"date": str, "sex": str})
    if rows.empty or min(rows["date"]) > known.date:
        return {}
    wide = rows.pivot_table(index="date", columns=["sex", "age_from"], values="persons", aggfunc="sum")
    people = np.stack([wide[sex].to_numpy(float) for sex in SEXES], axis=1)
    starts = [int(age) for age in wide[SEXES[0]].columns]
    return {int(str(day)[:4]): _grouped(people[i], starts) for i, day in enumerate(wide.index)}


def _grouped(people: Floats, starts: list[int]) -> Floats:
    """Sum the last axis, whose groups begin at ``starts``, to the age groups of the migration statistics."""
    return np.add.reduceat(people, [starts.index(low) for low, _ in BREAKS], axis=-1)
