"""What net migration was: of the county year by year, of its municipalities between counts, of the state in a published projection."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Final

import numpy as np

from data.schema import CensusBase
from indicators.projection import drift, life_table, vital
from indicators.projection.known import ALL, SEXES, Floats, Known
from indicators.projection.results import AGES
from indicators.projection.start import Start, years_between

DENSITY: Final = "population_from_density"
NET: Final = "county_moves_net"


def county(known: Known, begun: Start, steps: int) -> drift.CountyDrift:
    """Carry on the county's net migration per inhabitant at the launch; years known already are not forecast.

    Raises
    ------
    ValueError
        If years are missing.
    """
    inhabitants = float(begun.people.sum())
    rates = county_rates(known, begun, inhabitants)
    first, last = min(rates), max(rates)
    # The figures of 2001 as published repeat those of 2000 and are left out; a missing year takes the middle of its neighbours.
    series = np.interp(np.arange(first, last + 1), list(rates), list(rates.values()))
    launch = int(begun.date[:4])
    others = [_series(known, region) for region in (known.package.state, "DG")]
    others = [s for s in others if len(s) > drift.FIRST_FORECAST + 3]
    found = drift.county_drift(series, others, first, steps, known.assumed)
    ahead = found.path
    passed = np.array([rates[year] for year in range(launch + 1, last + 1)])
    path = np.concatenate([passed, ahead])[:steps]
    return drift.CountyDrift(first, series, path, found.rule, found.step_error, found.low, found.high)


def county_rates(known: Known, begun: Start, inhabitants: float) -> dict[int, float]:
    """Give the county's net moves by year per inhabitant at the launch: as registered, else what births and deaths leave open."""
    launch = int(begun.date[:4])
    periods = known.periods(NET, region=known.county)
    rates = {int(p): float(known.totals(NET, p, "ohne", "t", [known.county])[0]) for p in periods}
    first = max(rates) + 1 if rates else int(begun.structure.period[:4]) + 1
    spans = _county_spans(known, begun)
    for year in range(first, known_until(known) + 1):
        # Of all spans that a year's middle lies in the shortest knows most of it.
        own = [s for s in spans if s.begins <= year - launch - 0.5 <= s.ends]
        if own:
            rates[year] = float(min(own, key=lambda s: s.years).rates[0]) * inhabitants
    return {year: number / inhabitants for year, number in sorted(rates.items())}


def known_until(known: Known) -> int:
    """Last year at whose end the county's inhabitants are known."""
    days = [d for b in CensusBase for d in known.periods("population", b.value, known.county) if d.endswith("12-31")]
    return int(max(days)[:4])


def _county_spans(known: Known, begun: Start) -> list[drift.Span]:
    """Give what births and deaths leave open of the county's change between two counts on one census base."""
    found = []
    for base in CensusBase:
        days = [d for d in known.periods("population", base.value, known.county) if d >= begun.structure.period]
        totals = {d: _inhabitants(known, d, base.value) for d in days}
        for begins, ends in itertools.pairwise(d for d in days if totals[d] is not None):
            people = begun.carried.at(int(ends[:4]) - 1)
            born, died = (f(known, begun, people, int(ends[:4])).sum() for f in (_expected_births, _expected_deaths))
            length = years_between(begins, ends)
            before, after = float(totals[begins] or 0.0), float(totals[ends] or 0.0)
            net = (after - before) / before / length - float(born - died) / people.sum()
            found.append(
                drift.Span(np.array([net]), -years_between(begins, begun.date), -years_between(ends, begun.date))
            )
    return found


def _inhabitants(known: Known, day: str, base: str) -> float | None:
    total = float(known.totals("population", day, base, "t", [known.county])[0])
    if np.isfinite(total):
        return total
    bands = known.groups("population", day, base, known.county)
    return float(known.by_age("population", day, base, bands, [known.county]).sum()) if bands else None


def _series(known: Known, region: str) -> Floats:
    """Give registered net moves of a region year by year."""
    found = {int(p): known.totals(NET, p, "ohne", "t", [region])[0] for p in known.periods(NET, region=region)}
    if not found:
        return np.array([])
    return np.interp(np.arange(min(found), max(found) + 1), list(found), list(found.values()))


def places(known: Known, begun: Start) -> drift.PlaceDrift:
    """Separate the municipalities' lasting differences in net migration from chance."""
    spans = [*_by_density(known, begun), *_by_totals(known, begun)]
    recent = [span for span in spans if span.begins >= -known.assumed.place_years - 0.1]
    older = [span for span in spans if span.begins >= -known.assumed.guard_years - 0.1]
    inhabitants = begun.people.sum(axis=(1, 2))
    return replace(
        drift.place_drift(recent, inhabitants, known.assumed.place_persistence),
        lasting=drift.lasting(older, inhabitants, known.assumed.lasting_years),
    )


def _by_totals(known: Known, begun: Start) -> list[drift.Span]:
    """Net migration between two counts on one census base."""
    found = []
    for base in CensusBase:
        days = [d for d in known.periods("population", base.value, known.places[0]) if d <= begun.date]
        days = [d for d in days if np.isfinite(known.totals("population", d, base.value)).all()]
        found += [_span(known, begun, "population", base.value, *pair) for pair in itertools.pairwise(days)]
    return [span for span in found if np.isfinite(span.rates).all()]


def _by_density(known: Known, begun: Start) -> list[drift.Span]:
    """Give the same from inhabitants per square kilometre, for the years before the first count."""
    first = min(d for b in CensusBase for d in known.periods("population", b.value, known.places[0]))
    base = CensusBase.BEFORE_2011.value
    days = [d for d in known.periods(DENSITY, base) if d < first]
    found = [_span(known, begun, DENSITY, base, *pair) for pair in itertools.pairwise(days)]
    return [span for span in found if np.isfinite(span.rates).all()]


def _span(known: Known, begun: Start, variable: str, base: str, begins: str, ends: str) -> drift.Span:
    before, after = (known.totals(variable, day, base) for day in (begins, ends))
    growth = np.log(after / before) / years_between(begins, ends)
    rates = growth - _natural_rate(known, begun, begins, ends)
    return drift.Span(rates, -years_between(begins, begun.date), -years_between(ends, begun.date))


def _natural_rate(known: Known, begun: Start, begins: str, ends: str) -> Floats:
    """Births less deaths per inhabitant and year: as registered in the years between two dates, else as expected."""
    people = begun.carried.at(int(begins[:4]))
    expected = _expected_births(known, begun, people, int(ends[:4])) - _expected_deaths(
        known, begun, people, int(ends[:4])
    )
    years = range(int(begins[:4]) + 1, int(ends[:4]) + 1)
    registered = [known.totals("births", str(y), "ohne") - known.totals("deaths", str(y), "ohne") for y in years]
    change = np.mean(registered, axis=0) if registered else np.full(len(expected), np.nan)
    return np.asarray(np.where(np.isfinite(change), change, expected) / people.sum(axis=(1, 2)))


def _expected_births(known: Known, begun: Start, people: Floats, year: int) -> Floats:
    """Give expected births of a year by municipality."""
    fertility = vital.schedule_of(vital.schedules(known), year) * begun.rates.county_births
    return np.asarray((people[:, 0] * fertility).sum(axis=-1) * begun.rates.place_births)


def _expected_deaths(known: Known, begun: Start, people: Floats, year: int) -> Floats:
    """Give expected deaths of a year by municipality."""
    risk = vital.dying(vital.probabilities(known, year)[0]) * begun.rates.county_deaths[:, None]
    return np.asarray((people * risk).sum(axis=(1, 2)) * begun.rates.place_deaths)


def has_state_path(known: Known) -> bool:
    """Whether a published projection of the state is in the package."""
    table = known.package.projections
    dates = table.loc[table["region_id"] == known.package.state, "date"].astype(str)
    return bool(len(dates)) and min(dates) <= known.date


def state_path(known: Known, begun: Start, years: tuple[int, ...]) -> Floats:
    """Give the net migration per inhabitant as in the state's published projection, plus the county's lead over the state.

    The published figures are rounded to thousands, so five years are averaged; beyond their end the last ones hold.

    Raises
    ------
    ValueError
        If the package has no projection of the state.
    """
    if not has_state_path(known):
        raise ValueError("Im Zahlenpaket liegt keine Vorausberechnung des Landes.")
    implied = _implied(known)
    own = county_rates(known, begun, float(begun.people.sum()))
    ahead = _lead(known, own)
    last = max(implied)
    return np.array([own[y] if y in own else implied[min(y, last)] + ahead for y in years[1:]])


def _lead(known: Known, own: dict[int, float]) -> float:
    """Give how much the county's net migration exceeded the state's: median of the newest years registered for both."""
    state = known.package.state
    days = [d for b in CensusBase for d in known.periods("population", b.value, state) if d.endswith("12-31")]
    totals = [known.totals("population", d, b.value, "t", [state])[0] for b in CensusBase for d in days]
    inhabitants = [t for t in totals if np.isfinite(t)][-1]
    years = [int(p) for p in known.periods(NET, region=state)][-int(known.assumed.official_years) :]
    both = [own[y] - known.totals(NET, str(y), "ohne", "t", [state])[0] / inhabitants for y in years if y in own]
    return float(np.median(both)) if both else 0.0


def _implied(known: Known) -> dict[int, float]:
    """Net migration per inhabitant that the state's published projection implies, by year, averaged over five years."""
    table = known.package.projections
    rows = table[
        (table["region_id"] == known.package.state) & (table["variant"] == "G2L2W2") & table["sex"].isin(SEXES)
    ]
    single = rows[~((rows["age_from"] == ALL[0]) & (rows["age_to"] == ALL[1]))]
    wide = single.pivot_table(index="date", columns=["sex", "age_from"], values="persons", aggfunc="sum")
    days = list(wide.index)
    people = wide.to_numpy(float).reshape(len(days), len(SEXES), -1)[..., :AGES]
    probability, _, year = vital.probabilities(known, known.year)
    today = life_table.survival(life_table.from_probabilities(probability))
    ahead = np.array([int(day[:4]) - year for day in days[1:]])[:, None, None]
    survival = today ** np.exp(vital.improvement(known) * np.maximum(ahead, 0))
    alive = (people[:-1, :, :-1] * survival[..., 1:]).sum(axis=(1, 2))
    alive += (people[:-1, :, -1] * survival[..., -1]).sum(axis=1) + people[1:, :, 0].sum(axis=1)
    rate = (people[1:].sum(axis=(1, 2)) - alive) / people[:-1].sum(axis=(1, 2))
    half = int(known.assumed.official_years) // 2
    smooth = np.convolve(np.pad(rate, half, mode="edge"), np.ones(2 * half + 1) / (2 * half + 1), "valid")
    return {int(day[:4]): float(value) for day, value in zip(days[1:], smooth, strict=True)}
