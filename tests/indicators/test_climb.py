"""The labelled climb: own figure, Amt, Planungsregion, Landkreis – never blank, never a silent swap."""

from __future__ import annotations

import math

import pytest

from data.schema import Level
from indicators.catalogue import load_catalogue
from indicators.climb import carries, climb
from indicators.evaluate import Evaluator, Moment
from indicators.regions import group_id
from indicators.rows import Rows
from tests.indicators.small_package import AMT, COUNTY, A, B, C, fact, package
from views import resources

CATALOGUE = load_catalogue()
CENSUS = Moment("2015-12-31", "zensus2011")


def people(region, total, old):
    return [
        fact("population", region, CENSUS.period, total),
        fact("population", region, CENSUS.period, old, ages=(65, 200)),
    ]


def climbed(facts, region, indicator="anteil_65"):
    return climb(Rows(Evaluator(package(facts))), CATALOGUE[indicator], CENSUS, region)


def test_a_figure_that_carries_stays():
    found = climbed(people(A, 1000, 200), A)
    assert (found.region_id, found.passed, found.climbed) == (A, (), False)
    assert found.carried is found.own


def test_a_small_place_climbs_to_its_amt_and_keeps_its_own_figure():
    found = climbed(people(A, 200, 40) + people(B, 800, 100), A)
    assert (found.region_id, found.passed, found.climbed) == (AMT, (A,), True)
    assert (found.own["numerator"], found.carried["numerator"]) == (40, 140)


def test_the_climb_goes_on_where_the_amt_is_too_small_as_well():
    found = climbed(people(A, 100, 20) + people(B, 100, 30) + people(C, 5000, 900), A)
    assert (found.region_id, found.passed) == (COUNTY, (A, AMT))


def test_the_amt_of_an_amtsfreie_municipality_is_not_tried_twice():
    found = climbed(people(A, 900, 20) + people(B, 900, 30) + people(C, 200, 40), C)
    assert (found.region_id, found.passed) == (COUNTY, (C,))


def test_where_nothing_carries_that_is_said():
    found = climbed(people(A, 50, 20), A)
    assert found.carried is None
    assert (found.region_id, found.passed, found.climbed) == ("", (A, AMT, COUNTY), False)
    assert found.own["value"] == pytest.approx(40)


def test_a_secret_figure_climbs_only_to_a_region_with_a_figure():
    secret = [fact("unemployed", r, "2015", math.nan, base="ohne", status="secret") for r in (A, B)]
    secret += [*people(A, 1000, 200), fact("unemployed", C, "2015", 100, base="ohne")]
    county = [*people(COUNTY, 9000, 2000), fact("unemployed", COUNTY, "2015", 400, base="ohne")]
    county += [fact("population", r, CENSUS.period, 600, ages=(15, 65)) for r in (A, B, C, COUNTY)]
    rows = Rows(Evaluator(package(secret + county)))
    found = climb(rows, CATALOGUE["arbeitslose"], Moment("2015", "zensus2011"), A)
    assert math.isnan(found.own["value"])
    assert (found.region_id, found.passed) == (COUNTY, (A, AMT))


def test_in_the_county_every_climb_ends_at_a_region_that_contains_the_place():
    rows = resources.rows()
    regions, indicator = rows.evaluator.regions, CATALOGUE["anteil_75"]
    moment = next(m for m in rows.moments(indicator) if m.base == "zensus2022")
    small = [r for r in regions.municipalities if not carries(rows.at(indicator, moment, r))]
    assert small
    for place in small:
        found = climb(rows, indicator, moment, place)
        assert found.carried is not None
        assert carries(found.carried)
        assert {place} < set(regions.members(found.region_id))
    assert climb(rows, indicator, moment, group_id(small[:2])).own["numerator"] == sum(
        rows.at(indicator, moment, r)["numerator"] for r in small[:2]
    )
    assert climb(rows, indicator, moment, regions.at_level(Level.LANDKREIS)[0]).passed == ()
