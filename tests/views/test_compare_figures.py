"""At which time places are compared, and what their differences are called."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from data.schema import Level
from indicators.catalogue import load_catalogue
from indicators.evaluate import Moment
from indicators.reliability import Difference
from tests.pages.test_profile import chosen
from views import resources
from views.compare_figures import Figures, Line, against, apart_from, judged, label, line, topics
from views.compare_units import unit_of

ANY = load_catalogue()["anteil_65"]


@dataclass
class Known:
    """Figures that are known or not, by time and region; everything counts 10."""

    times: dict[Moment, set[str]]
    evaluator: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(regions=SimpleNamespace(level=lambda _: Level.GEMEINDE))
    )

    def moments(self, _):
        return list(self.times)

    def at(self, _, moment, region):
        return {"value": 10.0 if region in self.times[moment] else math.nan}


def moment_for(times, ids=("a", "b", "c")):
    return Figures(Known(times), chosen("Lohmen")).moment(ANY, ids)


def at(year: str) -> Moment:
    return Moment(f"{year}-12-31", "zensus2011")


def test_the_newest_time_known_for_all_is_taken():
    assert moment_for({at("2013"): {"a", "b", "c"}, at("2014"): {"a", "b", "c"}, at("2015"): {"a"}}) == at("2014")


def test_a_much_older_time_is_not_taken_if_most_are_known_later():
    assert moment_for({at("2005"): {"a", "b", "c"}, at("2015"): {"a", "b"}}) == at("2015")
    assert moment_for({at("2005"): {"a", "b", "c"}, at("2015"): {"a"}}) == at("2005")


def test_a_multi_year_mean_goes_first_and_nothing_known_is_nothing():
    mean = Moment("2011/2015", "zensus2011", ("2011", "2012", "2013", "2014", "2015"))
    assert moment_for({at("2015"): {"a", "b", "c"}, mean: {"a", "b", "c"}}) == mean
    assert moment_for({at("2015"): set()}) is None


def row(value, *, low=math.nan, high=math.nan, verdict="sicher", region="a"):
    return {"value": value, "low": low, "high": high, "verdict": verdict, "region_id": region}


def found(cell, mark):
    return Line(ANY, "x", at("2015"), (cell,), mark).found(0)


def test_a_benchmark_too_small_judges_nobody_and_nobody_is_compared_with_itself():
    mark = row(20.0, region="m")
    assert found(row(25.0, low=23, high=27), mark) is Difference.HIGHER
    assert found(row(25.0, low=23, high=27), mark | {"verdict": "zu_klein"}) is Difference.TOO_SMALL
    assert found(row(20.0, low=18, high=22, region="m"), mark) is Difference.UNKNOWN


def test_good_and_bad_stand_only_where_the_direction_is_agreed():
    catalogue = load_catalogue()
    assert judged(catalogue["arbeitslose"], Difference.HIGHER) == "ungünstiger"
    assert judged(catalogue["arbeitslose"], Difference.LOWER) == "günstiger"
    assert judged(catalogue["arbeitslose"], Difference.NONE) == ""
    assert judged(catalogue["anteil_65"], Difference.HIGHER) == ""


@pytest.fixture(scope="module")
def regions():
    return resources.evaluator().regions


def figures(name="Lohmen", **choice):
    return Figures(resources.rows(), chosen(name, **choice))


def test_all_cells_of_a_line_speak_of_one_time_and_one_base(regions):
    own = figures()
    units = [unit_of(regions, r) for r in (*regions.municipalities[:5], regions.county)]
    for topic in topics(own, resources.catalogue(), units, regions.county):
        for one in topic.lines:
            assert {(r["period"], r["census_base"]) for r in (*one.cells, one.benchmark)} == {
                (one.moment.period, one.moment.base)
            }


def test_the_filters_narrow_what_listens_to_them_and_say_so(regions):
    own = figures(band=(18, 25), sex="f")
    catalogue = resources.catalogue()
    unit = unit_of(regions, regions.county)
    narrowed = line(own, catalogue["anteil_altersgruppe"], [unit], regions.county)
    assert narrowed.label == "Anteil der Altersgruppe: Frauen, Ausbildung (18 bis 24)"
    assert narrowed.indicator.people == "Frauen"
    plain = line(figures(), catalogue["anteil_altersgruppe"], [unit], regions.county)
    assert narrowed.cells[0]["denominator"] < plain.cells[0]["denominator"]
    assert label(own, catalogue["leerstand"]) == catalogue["leerstand"].short
    assert topics(own, catalogue, [unit], regions.county)[0].title.startswith("Ihre Auswahl: ")


def test_what_only_the_county_knows_is_named_as_missing_for_a_village(regions):
    village = [unit_of(regions, regions.municipalities[0])]
    missing = [
        name for topic in topics(figures(), resources.catalogue(), village, regions.county) for name in topic.unknown
    ]
    assert "Grundsicherung im Alter" in missing


def test_two_villages_side_by_side_are_less_sure_than_one_against_its_county(regions):
    own, mark = row(25.0, low=21, high=29), row(20.0, low=16, high=24, region="m")
    beside = Line(ANY, "x", at("2015"), (own,), mark, None, frozenset({0}))
    assert found(own, mark) is Difference.HIGHER
    assert beside.found(0) is Difference.NONE
    wide = against(own, mark)
    assert wide["low"] < 20 < own["low"]
    assert against(own, row(20.0)) == own
    some = regions.municipalities[:2]
    assert apart_from(regions, some, regions.county) == apart_from(regions, some, regions.state) == frozenset()
    assert apart_from(regions, some, some[1]) == {0}
