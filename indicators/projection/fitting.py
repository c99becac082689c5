"""Make a population by municipality, sex and single age agree with what was counted in coarser groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.projection.known import Floats
from indicators.projection.raking import Margin, rake
from indicators.projection.results import Band

ROUNDS: Final = 60
CLOSE_ENOUGH: Final = 1e-9
SEED: Final = 1e-4
"""People put into every cell first, so that a counted group can be filled where none was expected."""


@dataclass(frozen=True)
class Counted:
    """What a count says.

    Attributes
    ----------
    places : Floats | None
        Inhabitants of each municipality, shape (places,).
    places_sex : Floats | None
        By sex, shape (places, 2); NaN where only the total is known.
    places_bands : Floats | None
        By age group, both sexes, shape (places, bands).
    county_bands : Floats | None
        The county by sex and age group, shape (2, bands).
    bands : tuple[Band, ...]
        Age groups of ``places_bands`` and ``places_sex_bands``.
    county_groups : tuple[Band, ...]
        Age groups of ``county_bands``.
    places_sex_bands : Floats | None
        By sex and age group, shape (places, 2, bands); holds exactly, whatever the county's ages say.
    """

    places: Floats
    places_sex: Floats | None = None
    places_bands: Floats | None = None
    bands: tuple[Band, ...] = ()
    county_bands: Floats | None = None
    county_groups: tuple[Band, ...] = ()
    places_sex_bands: Floats | None = None


def fitted(people: Floats, counted: Counted) -> Floats:
    """Scale people until they agree with every count (iterative proportional fitting, Deming and Stephan 1940).

    Parameters
    ----------
    people : Floats
        Expected people, shape (places, 2, ages).
    counted : Counted
        What they have to agree with. Age groups are first scaled to the totals of sexes and municipalities, because
        published parts need not add up to their total; the totals win.

    Returns
    -------
    Floats
        People with exactly the counted totals, and age groups as close as the totals allow.
    """
    totals = counted.places
    sexes = _both_sexes(counted, people)
    margins: list[Margin] = []
    if counted.county_bands is not None:
        county = _to_sum(counted.county_bands, sexes.sum(axis=0))
        margins.append(((1, 2), county, _starts(counted.county_groups)))
    if counted.places_bands is not None:
        margins.append(((0, 2), _to_sum(counted.places_bands, totals), _starts(counted.bands)))
    last: Margin = ((0, 1), sexes)
    if counted.places_sex_bands is not None:
        last = ((0, 1, 2), counted.places_sex_bands, _starts(counted.bands))
    return rake(people + SEED, [*margins, last], CLOSE_ENOUGH, ROUNDS, last_wins=True)


def _both_sexes(counted: Counted, people: Floats) -> Floats:
    """Totals by sex; where only the total is known the expected share of women holds."""
    share = people.sum(axis=-1) / np.maximum(people.sum(axis=(1, 2)), 1e-9)[:, None]
    expected = share * counted.places[:, None]
    if counted.places_sex is None:
        return np.asarray(expected)
    given = np.where(np.isfinite(counted.places_sex), counted.places_sex, expected)
    return _to_sum(given, counted.places)


def _to_sum(parts: Floats, totals: Floats) -> Floats:
    """Scale rows to their totals."""
    return np.asarray(parts * _factor(totals, parts.sum(axis=-1))[:, None])


def _factor(wanted: Floats, found: Floats) -> Floats:
    return np.asarray(np.divide(wanted, found, out=np.zeros_like(wanted, dtype=float), where=found > 0))


def _starts(bands: Sequence[Band]) -> tuple[int, ...]:
    return tuple(low for low, _ in bands)
