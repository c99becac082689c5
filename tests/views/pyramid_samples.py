"""A projected age structure for tests: a village of 304 and a town of 29,012 that grow older."""

from __future__ import annotations

import numpy as np

from indicators.projection.results import RegionForecast
from views.pyramid_year import MovingPyramid

BANDS = (
    *[(0, 3), (3, 6), (6, 10), (10, 16), (16, 18), (18, 25)],
    *[(low, low + 5) for low in range(25, 90, 5)],
    (90, 200),
)
COARSE = ((0, 6), (6, 16), (16, 25), (25, 50), (50, 65), (65, 80), (80, 200))
_AGES = [0, 5, 18, 22, 30, 40, 52, 62, 72, 80, 90, 100]
_SHAPE = [0.8, 0.9, 0.95, 0.5, 0.9, 1.1, 1.9, 1.9, 1.2, 0.9, 0.25, 0.01]


def forecast(total, years, runs=60, small=False):
    """People grow a year older every year, some die, some are born; the runs scatter more each year."""
    ages, rng = np.arange(101), np.random.default_rng(7)
    start = np.tile(np.interp(ages, _AGES, _SHAPE), (2, 1))
    expected = np.zeros((years, 2, 101))
    expected[0] = start / start.sum() * total
    survive = 1 - np.minimum(0.0005 * np.exp(0.085 * (ages - 20)), 0.6)
    for t in range(1, years):
        expected[t, :, 1:] = expected[t - 1, :, :-1] * survive[:-1]
        expected[t, :, 0] = expected[t - 1, 0, 20:40].sum() * 0.0275
    scatter = np.sqrt(np.arange(years))[None, :, None, None]
    noise = rng.normal(size=(runs, 1, 2, 101)) * 0.04 + rng.normal(size=(runs, 1, 1, 1)) * 0.01
    everyone = expected[None] * np.maximum(1 + noise * scatter, 0)
    born = expected[1:, :, 0].sum(axis=1)
    return RegionForecast(
        "dorf", tuple(range(2024, 2024 + years)), expected, everyone, born, born, born * 0, everyone[:, 1:, :, 0].sum(axis=2), small
    )  # fmt: skip


def town():
    """A town of 29,012 through 22 years in 20 age groups."""
    return MovingPyramid.of("Güstrow", forecast(29012, 22), BANDS)


def village():
    """A village of 304 through 16 years in coarse groups, rounded to ten."""
    return MovingPyramid.of("Penzin", forecast(304, 22, small=True), COARSE, 10)
