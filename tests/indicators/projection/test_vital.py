"""Births and deaths: the nation's published rates, adjusted to the county, shrunk for small places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.projection import life_table, vital
from indicators.projection.known import Known

CASES = st.lists(st.tuples(st.integers(0, 500), st.floats(0.5, 400)), min_size=2, max_size=30)


def test_the_nations_life_expectancy_is_the_published_one(shipped):
    """Destatis, life table 2020/22: women 83.18, men 78.33 years."""
    probability, period, year = vital.probabilities(Known(shipped, "2022-12-31"), 2021)
    assert (period, year) == ("2020/22", 2021)
    assert life_table.from_probabilities(probability).ex[:, 0].round(2).tolist() == [83.18, 78.33]


def test_the_newest_life_table_is_taken(model):
    assert model.start.rates.life_table_period == "2023/25"
    assert model.start.rates.year == 2024


def test_the_countys_children_per_woman_by_hand(known, model):
    """Births of 2013 to 2015 against those expected of the women of 2015 in their age groups."""
    day, base = "2015-12-31", "zensus2011"
    bands = known.groups("population", day, base, known.county)
    women = known.by_age("population", day, base, bands, [known.county], ("f",))[0, 0]
    births = sum(known.totals("births", str(y), "ohne", "t", [known.county])[0] for y in (2013, 2014, 2015))
    table = vital.schedules(known)
    expected = 0.0
    for year in (2013, 2014, 2015):
        rates = vital.schedule_of(table, year)
        expected += sum(n * rates[low:high].mean() for n, (low, high) in zip(women, bands, strict=True) if low < 60)
    assert births / expected == pytest.approx(model.start.rates.county_births, rel=0.03)
    newest = vital.schedule_of(table, 9999).sum()
    assert model.children_per_woman() == pytest.approx(newest * births / expected, rel=0.03)
    assert 1.3 < model.children_per_woman() < 1.6


@given(CASES)
def test_shrunk_ratios_lie_between_their_own_and_the_common_one(rows):
    cases, expected = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    if cases.sum() == 0:
        return
    found = vital.shrunk_ratio(cases, expected)
    own = cases / expected / (cases.sum() / expected.sum())
    assert (found >= np.minimum(own, 1.0) - 1e-9).all() and (found <= np.maximum(own, 1.0) + 1e-9).all()


def test_many_cases_keep_their_ratio_and_few_lose_it():
    expected = np.array([1e6, 1e6, 1e-3, 50.0])
    found = vital.shrunk_ratio(np.array([1.5e6, 0.5e6, 0.0, 75.0]), expected)
    assert found[:2] == pytest.approx([1.5, 0.5], rel=1e-3)
    assert found[2] == pytest.approx(1.0, abs=0.01)
    assert 1.3 < found[3] < 1.5


def test_what_chance_explains_is_no_difference():
    assert vital.shrunk_ratio(np.array([9.0, 11.0, 10.0]), np.array([10.0, 10.0, 10.0])).tolist() == [1.0, 1.0, 1.0]


def test_mortality_never_rises(model):
    rates = model.start.rates
    assert (rates.improvement <= 0).all() and (rates.improvement >= -model.known.assumed.largest_improvement).all()
    expectancy = np.array([rates.life_expectancy(years) for years in range(0, 40, 5)])
    assert (np.diff(expectancy, axis=0) > 0).all()
    assert (rates.survival_after(20) >= rates.survival).all()
    assert (np.diff([rates.life_expectancy(20, speed).mean() for speed in (-1, 0, 1, 2)]) > 0).all()


def test_mortality_that_rose_in_the_past_is_held(shipped):
    """With life tables turned around in time nothing improves and nothing gets worse."""
    table = shipped.schedules
    turned = table.assign(value=table["value"].where(table["measure"] != "qx", 0.0))
    qx = table[table["measure"] == "qx"]
    order = sorted(qx["period"].astype(str).unique())
    other = dict(zip(order, reversed(order), strict=True))
    values = qx.assign(period=qx["period"].astype(str)).set_index(["period", "sex", "age"])["value"]
    keys = [(other[p], s, a) for p, s, a in zip(qx["period"].astype(str), qx["sex"], qx["age"], strict=True)]
    turned.loc[qx.index, "value"] = values.reindex(keys).fillna(0.5).to_numpy()
    found = vital.improvement(Known(replace(shipped, schedules=turned), "9999-12-31"))
    assert (found[:, 40:90] == 0).all()


def test_survival_is_a_share_and_small_places_stay_near_the_county(model):
    rates = model.start.rates
    for survival in (rates.survival, rates.places_survival(rates.survival)):
        assert (survival > 0).all() and (survival <= 1).all()
    people = model.start.people.sum(axis=(1, 2))
    small = people < 500
    for ratio in (rates.place_births, rates.place_deaths):
        assert (ratio > 0.5).all() and (ratio < 2).all()
        assert ratio @ people / people.sum() == pytest.approx(1.0, abs=0.03)
    assert np.abs(rates.place_births[small] - 1).mean() < 0.15


def test_the_dead_of_an_age_are_those_who_do_not_reach_the_next_one(known):
    probability = vital.probabilities(known, 2024)[0]
    found = vital.dying(probability)
    assert found.shape == probability.shape
    assert (found[:, 40:99] > probability[:, 40:99]).all() and (found[:, 40:99] < probability[:, 41:100]).all()


def test_registered_deaths_of_the_county_are_reproduced(known, model):
    years = (2013, 2014, 2015)
    registered = np.sum([known.by_sex("deaths", str(y), "ohne", [known.county])[0] for y in years], axis=0)
    expected = sum(
        (model.start.carried.at(y) * vital.dying(vital.probabilities(known, y)[0])).sum(axis=(0, 2))
        * model.start.rates.county_deaths
        for y in years
    )
    assert expected == pytest.approx(registered)


def test_without_the_nations_rates_it_says_so_in_german(shipped):
    for measure, words in (("qx", "Sterbetafel"), ("fertility", "Geburtenziffern")):
        table = shipped.schedules[shipped.schedules["measure"] != measure]
        known = Known(replace(shipped, schedules=table), "9999-12-31")
        with pytest.raises(ValueError, match=words):
            vital.probabilities(known, 2024) if measure == "qx" else vital.schedules(known)
