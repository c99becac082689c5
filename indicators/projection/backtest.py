"""How good the projection is: the same model put back to an earlier year, held against what was counted since.

Only figures that refer to a time up to the launch enter (:class:`Known`). The counts of the target year stand on the same census
base as those of the launch. Beside the model stand two rules anybody can apply: nothing changes, and the change of the last two
years goes on for ever.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.package import Package
from indicators.projection import history, simulate
from indicators.projection.known import Floats, Known
from indicators.projection.model import Model
from indicators.projection.results import Fan, fan
from indicators.projection.scenario import TREND

LAUNCHES: Final = (2013, 2015)
TARGET: Final = 2023
"""The last year counted on the base of the census of 2011."""
RUNS: Final = 1000
TREND_YEARS: Final = 2
SIZES: Final = ((0, 500), (500, 1000), (1000, 2000), (2000, 5000), (5000, 10**9))
"""Size classes by inhabitants at the launch ``[from, to)``."""
METHODS: Final = ("model", "unchanged", "linear")


@dataclass(frozen=True)
class BackTest:
    """A projection launched in the past and what was counted later.

    Attributes
    ----------
    launch, target : int
        31 December of these years.
    base : str
        Census base of all counts.
    county : str
        Key of the county.
    places : tuple[str, ...]
        Keys of the municipalities.
    stable : npt.NDArray[np.bool_]
        Whether no other municipality was merged into it since 2011, shape (places,).
    years : tuple[int, ...]
        31 December of each year of the projection; the first one is the launch.
    expected : Floats
        Projected inhabitants, shape (years, places).
    runs : npt.NDArray[np.floating]
        Simulated inhabitants, shape (runs, years, places).
    county_runs : npt.NDArray[np.floating]
        Simulated inhabitants of the county, shape (runs, years).
    county_ages : Floats
        The county's projected people, shape (years, 2, ages).
    counted : dict[int, Floats]
        Counted inhabitants by year, as far as they were published on the base, shape (places,) each.
    moves_known, moves_expected, moves_registered : dict[int, float]
        Net moves over the county's border by year: known at the launch, expected then, registered since.
    """

    launch: int
    target: int
    base: str
    county: str
    places: tuple[str, ...]
    stable: npt.NDArray[np.bool_]
    years: tuple[int, ...]
    expected: Floats
    runs: npt.NDArray[np.floating]
    county_runs: npt.NDArray[np.floating]
    county_ages: Floats
    counted: dict[int, Floats]
    moves_known: dict[int, float]
    moves_expected: dict[int, float]
    moves_registered: dict[int, float]

    @property
    def actual(self) -> Floats:
        """Counted inhabitants of the target year."""
        return self.counted[self.target]

    @property
    def model(self) -> Floats:
        """Projected inhabitants of the target year."""
        return np.asarray(self.expected[-1])

    @property
    def unchanged(self) -> Floats:
        """Inhabitants of the target year if nothing had changed since the launch."""
        return self.counted[self.launch]

    @property
    def linear(self) -> Floats:
        """Inhabitants of the target year had the change of the last two years gone on; never below zero."""
        now, before = self.counted[self.launch], self.counted[self.launch - TREND_YEARS]
        return np.maximum(now + (now - before) / TREND_YEARS * (self.target - self.launch), 0.0)

    @cached_property
    def fans(self) -> Fan:
        """All municipalities at once: expected, low and high have the shape (years, places)."""
        return fan(self.years, self.expected, self.runs)

    @property
    def covered(self) -> npt.NDArray[np.bool_]:
        """Whether the count of the target year lies in the range of each municipality."""
        return np.asarray((self.fans.low[-1] <= self.actual) & (self.actual <= self.fans.high[-1]))

    @property
    def size(self) -> npt.NDArray[np.intp]:
        """Index of each municipality's class in :data:`SIZES`."""
        return class_of(self.unchanged)

    def forecast(self, method: str) -> Floats:
        """Inhabitants of the target year by one of :data:`METHODS`."""
        return {"model": self.model, "unchanged": self.unchanged, "linear": self.linear}[method]

    def error(self, method: str = "model") -> Floats:
        """Forecast less count in percent of the count, shape (places,)."""
        return np.asarray((self.forecast(method) / self.actual - 1.0) * 100.0)

    def county_error(self, method: str = "model") -> float:
        """Give the same of the county's total."""
        return float((self.forecast(method).sum() / self.actual.sum() - 1.0) * 100.0)

    def region(self, members: Sequence[str]) -> Fan:
        """Give the projected inhabitants of some municipalities together, with the range; all of them are the county."""
        own = [self.places.index(m) for m in members]
        whole = len(own) == len(self.places)
        runs = self.county_runs if whole else self.runs[:, :, own].sum(axis=2)
        return fan(self.years, self.expected[:, own].sum(axis=1), runs)

    def counted_in(self, members: Sequence[str]) -> dict[int, float]:
        """Give the counted inhabitants of some municipalities together, by year."""
        own = [self.places.index(m) for m in members]
        return {year: float(found[own].sum()) for year, found in self.counted.items()}


@dataclass(frozen=True)
class Errors:
    """How far one way of forecasting missed, over some municipalities.

    Attributes
    ----------
    mape, median, p90 : float
        Mean, median and 90th percentile of the errors without sign, in percent of the count.
    bias : float
        Mean of the errors with sign, in percent: positive if too many people were expected.
    heads : float
        Mean error without sign in people.
    """

    mape: float
    median: float
    p90: float
    bias: float
    heads: float


@dataclass(frozen=True)
class Summary:
    """Errors of some municipalities.

    Attributes
    ----------
    size : tuple[int, int] | None
        Size class; ``None`` for all.
    n : int
        Municipalities.
    model, unchanged, linear : Errors
        The three ways of forecasting.
    covered : int
        Municipalities whose count lies in the 80 % range.
    closer : int
        Municipalities to which the model came closer than "nothing changes".
    """

    size: tuple[int, int] | None
    n: int
    model: Errors
    unchanged: Errors
    linear: Errors
    covered: int
    closer: int

    @property
    def coverage(self) -> float:
        """Share inside the range, in percent."""
        return 100.0 * self.covered / self.n


def backtest(package: Package, launch: int, target: int = TARGET, runs: int = RUNS) -> BackTest:
    """Launch the projection in an earlier year and collect what was counted later.

    Parameters
    ----------
    package : Package
        The compiled package; of it, only what refers to a time up to the launch is projected from.
    launch, target : int
        31 December of these years.
    runs : int
        How often the range is simulated.

    Raises
    ------
    ValueError
        If the municipalities' inhabitants of the launch, two years before it, or of the target are not known on one census base.
    """
    model = launched(package, launch, target)
    projection = model.project(TREND)
    unit = simulate.unit_of(model, projection, list(range(len(model.places))))
    county = simulate.county_unit(model, projection)
    return BackTest(
        launch=launch,
        target=target,
        base=model.start.base,
        county=package.county,
        places=model.places,
        stable=stable(package, model.places),
        years=projection.years,
        expected=projection.people.sum(axis=(2, 3)),
        runs=simulate.runs_of(model, unit, runs, lambda people: people.sum(axis=(-1, -2))),
        county_runs=simulate.runs_of(model, county, runs, lambda people: people.sum(axis=(1, 2, 3))),
        county_ages=projection.people.sum(axis=1),
        counted=_counts(package, model.start.base, launch, target),
        **_moves(package, model, target),
    )


def class_of(people: Floats) -> npt.NDArray[np.intp]:
    """Give the class in :data:`SIZES` of numbers of inhabitants.

    Examples
    --------
    >>> class_of(np.array([140.0, 500.0, 4999.0, 30000.0])).tolist()
    [0, 1, 3, 4]
    """
    return np.searchsorted([low for low, _ in SIZES], people, side="right") - 1


def _moves(package: Package, model: Model, target: int) -> dict[str, dict[int, float]]:
    """Give the county's net moves: those known at the launch, those expected then, those registered up to the target."""
    drift, people = model.county_drift, float(model.start.people.sum())
    later = Known(package, f"{target}-12-31")
    years = [int(period) for period in later.periods(history.NET, region=later.county)]
    net = {y: float(later.totals(history.NET, str(y), "ohne", "t", [later.county])[0]) for y in years}
    return {
        "moves_known": {drift.first_year + i: float(rate) * people for i, rate in enumerate(drift.series)},
        "moves_expected": dict(zip(model.years[1:], (drift.path * people).tolist(), strict=True)),
        "moves_registered": {year: number for year, number in net.items() if year > model.first_year},
    }


def launched(package: Package, launch: int, target: int) -> Model:
    """Give the model that knows nothing later than the launch.

    Raises
    ------
    ValueError
        If the municipalities' inhabitants of the launch were not published.
    """
    model = Model(Known(package, f"{launch}-12-31"), target)
    if model.start.date != f"{launch}-12-31":
        raise ValueError(f"Zum 31.12.{launch} sind die Einwohner der Gemeinden nicht bekannt.")
    return model


def stable(package: Package, places: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Tell which municipalities no other one was merged into, so that their figures are counted, not summed."""
    merged = set(package.mergers["new_id"])
    return np.array([place not in merged for place in places])


def summary(test: BackTest, size: tuple[int, int] | None = None, *, only_stable: bool = True) -> Summary | None:
    """Sum up the errors of a size class, or of all municipalities; ``None`` if there are none.

    Parameters
    ----------
    test : BackTest
        The back-test.
    size : tuple[int, int] | None
        One of :data:`SIZES`; ``None`` for all.
    only_stable : bool
        Whether municipalities with mergers are left out.
    """
    own = test.stable.copy() if only_stable else np.ones(len(test.places), dtype=bool)
    if size is not None:
        own &= test.size == SIZES.index(size)
    if not own.any():
        return None
    model, unchanged, linear = (errors(test.forecast(method), test.actual, own) for method in METHODS)
    nearer = np.abs(test.error("model")) < np.abs(test.error("unchanged"))
    return Summary(size, int(own.sum()), model, unchanged, linear, int(test.covered[own].sum()), int(nearer[own].sum()))


def summaries(test: BackTest, *, only_stable: bool = True) -> tuple[Summary, ...]:
    """Sum up each size class that occurs, then all municipalities."""
    found = (summary(test, size, only_stable=only_stable) for size in (*SIZES, None))
    return tuple(one for one in found if one is not None)


def sensitivity(
    package: Package, assumption: str, values: Sequence[float], launches: Sequence[int] = LAUNCHES, target: int = TARGET
) -> dict[tuple[int, float], Errors]:
    """Give the errors over the stable municipalities had one row of the table of assumptions another value.

    Parameters
    ----------
    package : Package
        The compiled package; it stays as it is.
    assumption : str
        The ``id`` of a row, like ``place_persistence``.
    values : Sequence[float]
        What to try.
    launches : Sequence[int]
        Launches to try it on.
    target : int
        The year to compare.

    Returns
    -------
    dict[tuple[int, float], Errors]
        Errors of the model by launch and value.

    Raises
    ------
    ValueError
        If there is no such row.
    """
    own = package.assumptions["id"] == assumption
    if not own.any():
        raise ValueError(f"In der Tabelle der Annahmen gibt es keine Zeile „{assumption}“.")
    result = {}
    for launch, value in itertools.product(launches, values):
        assumed = package.assumptions.assign(wert=package.assumptions["wert"].mask(own, value))
        model = launched(replace(package, assumptions=assumed), launch, target)
        reached = model.project(TREND).people[-1].sum(axis=(1, 2))
        actual = _counts(package, model.start.base, launch, target)[target]
        result[launch, value] = errors(reached, actual, stable(package, model.places))
    return result


def table(test: BackTest) -> pd.DataFrame:
    """Give one row for each municipality: counts, forecasts, range, and errors in percent of the count."""
    return pd.DataFrame(
        {
            "region_id": test.places,
            "size": test.size,
            "stable": test.stable,
            "actual": test.actual,
            "model": test.model,
            "low": test.fans.low[-1],
            "high": test.fans.high[-1],
            "unchanged": test.unchanged,
            "linear": test.linear,
            **{f"{method}_error": test.error(method) for method in METHODS},
        }
    )


def errors(forecast: Floats, actual: Floats, own: npt.NDArray[np.bool_]) -> Errors:
    """Sum up how far a forecast missed the counts of some municipalities, given as a mask.

    Examples
    --------
    >>> found = errors(np.array([110.0, 190.0]), np.array([100.0, 200.0]), np.array([True, True]))
    >>> round(found.mape, 6), round(found.bias, 6), found.heads
    (7.5, 2.5, 10.0)
    """
    signed = (forecast[own] / actual[own] - 1.0) * 100.0
    missed = np.abs(signed)
    heads = np.abs(forecast - actual)[own]
    return Errors(
        mape=float(missed.mean()),
        median=float(np.median(missed)),
        p90=float(np.percentile(missed, 90)),
        bias=float(signed.mean()),
        heads=float(heads.mean()),
    )


def _counts(package: Package, base: str, launch: int, target: int) -> dict[int, Floats]:
    """Give the counts on one base from two years before the launch to the target, where all municipalities are known."""
    known = Known(package, f"{target}-12-31")
    years = range(launch - TREND_YEARS, target + 1)
    found = {year: known.totals("population", f"{year}-12-31", base) for year in years}
    complete = {year: totals for year, totals in found.items() if np.isfinite(totals).all() and (totals > 0).all()}
    missing = [year for year in (launch - TREND_YEARS, launch, target) if year not in complete]
    if missing:
        names = ", ".join(f"31.12.{year}" for year in missing)
        raise ValueError(f"Für den Rückblick fehlen die Einwohner der Gemeinden auf derselben Zählbasis: {names}.")
    return complete
