"""What a projection says of one region: expected numbers through the years and the range that holds four times in five."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Band = tuple[int, int]

AGES: Final = 101
"""Single years of age 0 to 99, and 100 and older."""
RANGE: Final = (10.0, 90.0)
"""Percentiles between which four of five runs lie."""
SMALL: Final = 5000
"""Below so many inhabitants the horizon is shorter, the bands coarser and the figures rounded to ten (as Bavaria and Thuringia do)."""
SMALL_HORIZON: Final = 15
ROUNDING: Final = 10
BLUR: Final = 1e-5
"""Relative width below which a range of runs is none: they are kept with some seven digits."""


@dataclass(frozen=True)
class Fan:
    """One number through the years.

    Attributes
    ----------
    years : tuple[int, ...]
        Ends of the years (31 December); the first one is the start, where all three agree.
    expected, low, high : Floats
        People (or births, deaths in the year); ``low`` and ``high`` bound the middle 80 % of the simulated runs.
    """

    years: tuple[int, ...]
    expected: Floats
    low: Floats
    high: Floats

    def at(self, year: int) -> tuple[float, float, float]:
        """Give the expected, low and high of one year."""
        i = self.years.index(year)
        return float(self.expected[i]), float(self.low[i]), float(self.high[i])

    def until(self, year: int) -> Fan:
        """Give the same up to a year."""
        n = sum(y <= year for y in self.years)
        return Fan(self.years[:n], self.expected[:n], self.low[:n], self.high[:n])


@dataclass(frozen=True)
class PyramidFan:
    """The age structure of one year by sex in groups, with the range of each bar.

    Attributes
    ----------
    year : int
        31 December of that year.
    bands : tuple[Band, ...]
        Age groups ``[from, to)``; the last one is open (``to`` = 200).
    expected, low, high : Floats
        People, shape (2, bands): women first.
    """

    year: int
    bands: tuple[Band, ...]
    expected: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class RegionForecast:
    """The projection of one region under one scenario.

    Attributes
    ----------
    region_id : str
        The region.
    years : tuple[int, ...]
        31 December of each year, the first one is the start.
    expected : Floats
        People, shape (years, 2, ages).
    runs : Floats
        Simulated runs, shape (runs, years, 2, ages); all equal at the start.
    births, deaths, moves : Floats
        Expected births, deaths and net moves in the year that ends with ``years[1:]``.
    births_runs : Floats
        Births of each run, shape (runs, years - 1).
    small : bool
        Whether the region is too small for single figures: shorter horizon, coarser bands, rounded to ten.
    """

    region_id: str
    years: tuple[int, ...]
    expected: Floats
    runs: Floats
    births: Floats
    deaths: Floats
    moves: Floats
    births_runs: Floats
    small: bool

    @property
    def start_year(self) -> int:
        """The year at whose end the projection starts."""
        return self.years[0]

    @property
    def last_year(self) -> int:
        """The last year that may be shown for a region of this size."""
        return min(self.years[-1], self.years[0] + SMALL_HORIZON) if self.small else self.years[-1]

    @cached_property
    def shown_years(self) -> tuple[int, ...]:
        """The years that may be shown."""
        return tuple(y for y in self.years if y <= self.last_year)

    def heads(self, band: Band = (0, 200), sex: str = "t") -> Fan:
        """People of an age band ``[from, to)`` and sex ("t", "f", "m") through the years that may be shown."""
        sexes, ages = _sexes(sex), slice(band[0], min(band[1], AGES))
        n = len(self.shown_years)
        runs = self.runs[:, :n, sexes, ages].sum(axis=(2, 3))
        return fan(self.shown_years, self.expected[:n, sexes, ages].sum(axis=(1, 2)), runs)

    def births_fan(self) -> Fan:
        """Births in each year after the start that may be shown."""
        n = len(self.shown_years) - 1
        return fan(self.shown_years[1:], self.births[:n], self.births_runs[:, :n])

    def pyramid(self, year: int, bands: tuple[Band, ...]) -> PyramidFan:
        """Give the age structure at the end of ``year`` in the given groups."""
        i = self.years.index(year)
        edges = [band[0] for band in bands]
        expected = np.add.reduceat(self.expected[i], edges, axis=-1)
        runs = np.add.reduceat(self.runs[:, i], edges, axis=-1)
        low, high = np.percentile(runs, RANGE, axis=0)
        return PyramidFan(year, bands, expected, np.minimum(low, expected), np.maximum(high, expected))


def fan(years: tuple[int, ...], expected: Floats, runs: Floats) -> Fan:
    """Give expected values with the middle 80 % of the runs, which never leaves the expected value outside.

    Examples
    --------
    >>> found = fan((2024, 2025), np.array([10.0, 12.0]), np.array([[10.0, 11.0], [10.0, 13.0], [10.0, 12.0]]))
    >>> [round(float(x), 1) for x in found.low], [round(float(x), 1) for x in found.high]
    ([10.0, 11.2], [10.0, 12.8])
    """
    low, high = np.percentile(runs, RANGE, axis=0)
    # What the runs' short numbers blur (140.00003 of 140 people counted) is no range.
    same = high - low <= BLUR * np.abs(expected)
    low, high = np.where(same, expected, low), np.where(same, expected, high)
    return Fan(years, expected, np.minimum(low, expected), np.maximum(high, expected))


def _sexes(sex: str) -> slice:
    return {"f": slice(0, 1), "m": slice(1, 2)}.get(sex, slice(0, 2))
