"""Only what was known at a date enters a projection launched then."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.projection.known import Known, partition
from indicators.projection.model import Model
from indicators.projection.scenario import TREND

LAUNCH = "2013-12-31"


def from_another_future(package):
    """The package with every later figure three times as large, every later rate twice as high, other official projections."""
    facts, rates = package.facts, package.schedules
    periods = facts["period"].astype(str)
    ends = periods.where(periods.str.len() > 4, periods + "-12-31")
    later = rates["year_to"] > int(LAUNCH[:4])
    return replace(
        package,
        facts=facts.assign(value=facts["value"].where(ends <= LAUNCH, facts["value"] * 3)),
        schedules=rates.assign(value=rates["value"].where(~later, rates["value"] * 2)),
        projections=package.projections.assign(persons=package.projections["persons"][::-1].to_numpy()),
    )


def test_nothing_of_the_future_reaches_the_model(shipped, launched_2013):
    other = Model(Known(from_another_future(shipped), LAUNCH), launched_2013.years[-1])
    assert np.array_equal(other.start.people, launched_2013.start.people)
    assert np.array_equal(other.county_drift.path, launched_2013.county_drift.path)
    assert np.array_equal(other.place_drift.rate, launched_2013.place_drift.rate)
    assert other.place_drift.lasting == launched_2013.place_drift.lasting
    assert np.array_equal(other.project(TREND).people, launched_2013.project(TREND).people)


def test_the_other_future_is_another_one(shipped):
    """The test above could fail: a launch two years later sees the change."""
    day, place = "2015-12-31", Known(shipped, LAUNCH).places[:1]
    before, after = (
        Known(package, day).totals("population", day, "zensus2011", "t", place)
        for package in (shipped, from_another_future(shipped))
    )
    assert after == 3 * before


def test_figures_of_later_years_are_not_there(shipped):
    known = Known(shipped, LAUNCH)
    assert known.year == 2013
    assert max(known.periods("population")) == LAUNCH
    assert max(known.periods("births", region=known.county)) == "2013"
    assert known.schedule("qx")["year_to"].max() == 2013
    assert np.isnan(known.totals("population", "2015-12-31", "zensus2011")).all()
    assert known.groups("population", "2015-12-31", "zensus2011", known.places[0]) == ()


def test_a_day_within_a_year_does_not_know_the_year(shipped):
    assert max(Known(shipped, "2013-12-30").periods("deaths")) == "2012"
    assert max(Known(shipped, "2013-12-30").periods("population")) < "2013"


def test_sexes_and_age_groups_add_up_to_the_totals(known):
    """Regionalstatistik publishes consistent parts (dl-de/by-2-0, 12411-02-03-5 of 31 December 2015)."""
    day, base = "2015-12-31", "zensus2011"
    bands = known.groups("population", day, base, known.places[0])
    ages = known.by_age("population", day, base, bands, known.places)
    assert ages.shape == (len(known.places), 2, len(bands)) and len(bands) == 17
    assert np.array_equal(ages.sum(axis=-1), known.by_sex("population", day, base))
    assert np.array_equal(ages.sum(axis=(1, 2)), known.totals("population", day, base))


def test_a_region_without_a_figure_has_no_number(known):
    bands = known.groups("population", "2015-12-31", "zensus2011", known.places[0])
    found = known.by_age("population", "2015-12-31", "zensus2011", bands, [known.places[0], "nirgends"])
    assert np.isfinite(found[0]).all() and np.isnan(found[1]).all()


@given(st.lists(st.integers(1, 100), min_size=1, max_size=20, unique=True), st.data())
def test_a_partition_is_found_among_other_groups(breaks, data):
    edges = [0, *sorted(breaks), 200]
    bands = list(itertools.pairwise(edges))
    wider = [(a, edges[min(i + 2, len(edges) - 1)]) for i, a in enumerate(edges[:-1])]
    mixed = data.draw(st.permutations([*bands, *wider, (0, 200)]))
    assert partition(mixed) == tuple(bands)


def test_a_gap_leaves_no_partition():
    assert partition([(0, 18), (20, 200)]) == ()
    assert partition([(0, 18), (18, 65)]) == ()
    assert partition([(0, 200)]) == ()
