"""Where net migration is heading: a damped trend for the county, a shrunk difference for each municipality.

The county's net moves follow Holt's linear trend, damped (Gardner and McKenzie, Management Science 31, 1985). How fast level and
trend follow the data and how soon the trend fades is chosen by forecasting the past: on every earlier year of the known series of
county, state and nation, as many years ahead as the projection goes. A single year that stands out from its neighbours on both
sides (as 2022, when people fled to Germany from Ukraine) tells of an event and is passed over. No forecast leaves the range of the
last fifteen years.

A municipality's difference from the county is mostly noise: it keeps what is repeated in its own recent past, and even that
fades (see `place_drift`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.projection.assumptions import Assumptions
from indicators.projection.known import Floats

LEVELS: Final = (0.3, 0.5, 0.7, 0.9, 1.0)
TRENDS: Final = (0.2, 0.4, 0.6, 0.8)
DAMPINGS: Final = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9)
FIRST_FORECAST: Final = 5
"""Years of a series that go before the first trial forecast."""


@dataclass(frozen=True)
class Damped:
    """A damped trend: weights of the newest level and the newest trend, share of the trend that is left after a year."""

    level: float
    trend: float
    damping: float

    def state(self, series: Floats) -> tuple[float, float]:
        """Level and trend at the end of a series."""
        level, trend = float(series[0]), 0.0
        for value in series[1:]:
            before = level
            level = self.level * float(value) + (1 - self.level) * (level + self.damping * trend)
            trend = self.trend * (level - before) + (1 - self.trend) * self.damping * trend
        return level, trend

    def forecast(self, series: Floats, years: int) -> Floats:
        """Give expected values of the next years.

        Examples
        --------
        >>> Damped(1.0, 1.0, 0.5).forecast(np.array([0.0, 2.0, 4.0]), 3).tolist()
        [5.0, 5.5, 5.75]
        """
        level, trend = self.state(series)
        return level + trend * np.cumsum(self.damping ** np.arange(1, years + 1))


@dataclass(frozen=True)
class CountyDrift:
    """The county's net migration in the years after the launch.

    Attributes
    ----------
    first_year : int
        Year of the first value of ``series``.
    series : Floats
        Known net moves per inhabitant and year.
    path : Floats
        Expected ones after the launch.
    rule : Damped
        The trend that was chosen.
    step_error : float
        Standard deviation of the forecasts one year ahead.
    low, high : float
        Range of the last fifteen years, which the path does not leave.
    """

    first_year: int
    series: Floats
    path: Floats
    rule: Damped
    step_error: float
    low: float
    high: float


def county_drift(
    series: Floats, others: Sequence[Floats], first_year: int, years: int, assumed: Assumptions
) -> CountyDrift:
    """Choose the damped trend and carry the county's series on.

    Parameters
    ----------
    series : Floats
        The county's net moves per inhabitant, year by year without a gap.
    others : Sequence[Floats]
        Series of larger regions to try the trends on as well.
    first_year : int
        Year of the first value.
    years : int
        How many years to carry on.
    assumed : Assumptions
        When a year counts as an event, and how many years bound the path.

    Raises
    ------
    ValueError
        If the county's series is shorter than eight years or has gaps.
    """
    if len(series) < FIRST_FORECAST + 3 or not np.isfinite(series).all():
        raise ValueError(
            "Für den Wanderungstrend fehlen Jahre: nötig sind acht aufeinander folgende Jahre des Kreises."
        )
    series = without_events(series, assumed.event_distance)
    rule = chosen([series, *others], years)
    recent = series[-int(assumed.guard_years) :]
    low, high = float(recent.min()), float(recent.max())
    errors = [series[t] - rule.forecast(series[:t], 1)[0] for t in range(FIRST_FORECAST, len(series))]
    path = np.clip(rule.forecast(series, years), low, high)
    return CountyDrift(first_year, series, path, rule, float(np.std(errors)), low, high)


def without_events(series: Floats, distance: float = 3.0) -> Floats:
    """Replace years that stand out from two neighbours on each side by the mean of the next ones (Hampel 1974).

    Parameters
    ----------
    series : Floats
        A value per year.
    distance : float, optional
        Scaled median deviations from the median of five years beyond which a year is an event.

    Examples
    --------
    >>> without_events(np.array([1.0, 2.0, 1.0, 9.0, 2.0, 1.0, 2.0])).tolist()
    [1.0, 2.0, 1.0, 1.5, 2.0, 1.0, 2.0]
    """
    result = series.copy()
    for i in range(2, len(series) - 2):
        window = series[i - 2 : i + 3]
        middle = np.median(window)
        scale = 1.4826 * np.median(np.abs(window - middle))
        if abs(series[i] - middle) > distance * scale:
            result[i] = (series[i - 1] + series[i + 1]) / 2
    return result


def chosen(series: Sequence[Floats], years: int) -> Damped:
    """Give the damped trend that would have forecast the given series best so many years ahead, in units of their yearly changes."""
    rules = [Damped(*values) for values in itertools.product(LEVELS, TRENDS, DAMPINGS)]
    return min(rules, key=lambda rule: float(np.mean([_trial(rule, one, years) for one in series])))


def _trial(rule: Damped, series: Floats, years: int) -> float:
    """Mean absolute error of the cumulated forecasts from every earlier year, per year, in units of the yearly changes."""
    unit = float(np.std(np.diff(series))) or 1.0
    errors = []
    for now in range(FIRST_FORECAST, len(series) - 2):
        ahead = min(years, len(series) - now)
        missed = np.cumsum(rule.forecast(series[:now], ahead) - series[now : now + ahead])
        errors.append(np.abs(missed / np.arange(1, ahead + 1)).mean() / unit)
    return float(np.mean(errors)) if errors else 0.0


@dataclass(frozen=True)
class PlaceDrift:
    """Net migration of municipalities as a difference from the county, per inhabitant and year.

    Attributes
    ----------
    rate : Floats
        Expected difference at the launch, shape (places,).
    error : Floats
        Standard deviation of that expectation, shape (places,).
    signal : float
        Standard deviation between municipalities of what persists.
    noise : float
        Standard deviation of a single year, times the root of the inhabitants.
    lasting : float
        Standard deviation between municipalities of what is still there after eight years and more. It is too uncertain for
        the expected course, but belongs to the range.
    """

    rate: Floats
    error: Floats
    signal: float
    noise: float
    lasting: float = 0.0


@dataclass(frozen=True)
class Span:
    """Net migration of the municipalities between two counts.

    Attributes
    ----------
    rates : Floats
        Net moves per inhabitant and year, shape (places,).
    begins, ends : float
        Dates as years before the launch, both negative or zero.
    """

    rates: Floats
    begins: float
    ends: float

    @property
    def years(self) -> float:
        """Length in years."""
        return self.ends - self.begins

    @property
    def middle(self) -> float:
        """Middle, in years before the launch."""
        return (self.begins + self.ends) / 2


def place_drift(spans: Sequence[Span], people: Floats, persistence: float) -> PlaceDrift:
    """Separate what persists in the municipalities' net migration from what comes and goes.

    Each difference from the county is taken as a tendency that fades by the same share every year and is renewed as much
    (autoregression of first order), plus the noise of single years, which falls with the number of inhabitants. The size of the
    tendency is read off the products of two different spans, which noise does not touch; a municipality's tendency is then its
    best linear prediction from all of its spans.

    Parameters
    ----------
    spans : Sequence[Span]
        What was observed; fewer than two spans tell nothing.
    people : Floats
        Inhabitants at the launch, shape (places,).
    persistence : float
        Share of a tendency that is left after a year.

    Returns
    -------
    PlaceDrift
        The predicted differences.
    """
    if len(spans) < 2:
        none = np.zeros_like(people)
        return PlaceDrift(none, none, 0.0, 0.0)
    whole = _differences(np.array([span.rates for span in spans]), people)
    relative = _without_events(whole)
    years = np.array([span.years for span in spans])
    middle = np.array([span.middle for span in spans])
    variance = _tendency(relative, years, middle, people, persistence)
    excess = (whole**2 - variance) * people * years[:, None]
    noise = max(float(excess.mean()), 0.0)
    rate, error = _predicted(relative, middle, people * years[:, None], variance, noise, persistence)
    return PlaceDrift(rate, error, float(np.sqrt(variance)), float(np.sqrt(noise)))


def lasting(spans: Sequence[Span], people: Floats, apart: float) -> float:
    """Give the standard deviation of differences that last: from the products of spans far apart.

    Parameters
    ----------
    spans : Sequence[Span]
        Spans of the last years.
    people : Floats
        Inhabitants at the launch, shape (places,).
    apart : float
        Years between the middles of two spans from which on they count.
    """
    pairs = [(a, b) for a, b in itertools.combinations(spans, 2) if abs(a.middle - b.middle) >= apart]
    if not pairs:
        return 0.0
    importance = np.sqrt(people) / np.sqrt(people).sum()
    weights = np.array([a.years * b.years for a, b in pairs])
    relative = {id(s): _without_events(_differences(s.rates[None], people))[0] for s in spans}
    products = np.array([(relative[id(a)] * relative[id(b)] * importance).sum() for a, b in pairs])
    return float(np.sqrt(max((products * weights).sum() / weights.sum(), 0.0)))


def _differences(rates: Floats, people: Floats) -> Floats:
    """Give the differences from the county's rate."""
    return np.asarray(rates - (rates * people).sum(axis=1, keepdims=True) / people.sum())


def _without_events(relative: Floats) -> Floats:
    """Clip what is far out in a span: it tells of an event, not of a tendency (Tukey's outer fences)."""
    lower, upper = np.percentile(relative, [25, 75], axis=1)
    reach = 3.0 * (upper - lower)
    return np.clip(relative, (lower - reach)[:, None], (upper + reach)[:, None])


def _tendency(relative: Floats, years: Floats, middle: Floats, people: Floats, persistence: float) -> float:
    """Variance of the tendency, fitted to the mean products of all pairs of spans."""
    importance = np.sqrt(people) / np.sqrt(people).sum()
    pairs = list(itertools.combinations(range(len(relative)), 2))
    products = np.array([(relative[i] * relative[j] * importance).sum() for i, j in pairs])
    weights = np.array([years[i] * years[j] for i, j in pairs])
    shape = persistence ** np.array([abs(middle[i] - middle[j]) for i, j in pairs])
    told = float((weights * shape**2).sum())
    return max(float((weights * shape * products).sum()) / told, 0.0) if told > 0 else 0.0


def _predicted(
    relative: Floats, middle: Floats, exposed: Floats, variance: float, noise: float, persistence: float
) -> tuple[Floats, Floats]:
    """Give the best linear prediction of each municipality's tendency at the launch, and its standard deviation.

    ``exposed`` are person-years, shape (spans, places).
    """
    if variance == 0:
        none = np.zeros(relative.shape[1])
        return none, none
    common = variance * persistence ** np.abs(middle[:, None] - middle[None])
    single = noise / exposed.T
    observed = common[None] + np.eye(len(middle))[None] * single[:, :, None]
    with_launch = variance * persistence ** np.abs(middle)
    weights = np.linalg.solve(observed, np.broadcast_to(with_launch, single.shape)[..., None])[..., 0]
    left = variance - weights @ with_launch
    return (weights * relative.T).sum(axis=1), np.sqrt(np.maximum(left, 0.0))
