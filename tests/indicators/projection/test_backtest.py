"""The projection put back to 2013 and 2015: what it would have said then against what was counted by 2023."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from indicators.projection import backtest, backtest_ages
from indicators.projection.known import Known
from views import forecast_errors_page, resources


@pytest.fixture(scope="module")
def package():
    return resources.package()


@pytest.fixture(scope="module")
def from_2013():
    return forecast_errors_page.back_test(2013)  # the one the page shows: computed once for its tests and these


@pytest.fixture(scope="module")
def from_2015():
    return forecast_errors_page.back_test(2015)


def tampered(package, launch):
    """Change every figure of a time after the launch: facts, rates of the nation, projections of the state."""
    facts, schedules = package.facts, package.schedules
    period = facts["period"].astype(str)
    end = period.where(period.str.len() > 4, period + "-12-31")
    later = end > f"{launch}-12-31"
    noise = np.random.default_rng(5).uniform(1.5, 3.0, len(facts))
    rates = schedules.assign(value=schedules["value"].mask(schedules["year_to"] > launch, schedules["value"] * 0.5))
    official = package.projections.assign(persons=package.projections["persons"] * 2)
    changed = facts.assign(value=facts["value"].mask(later, facts["value"] * noise + 7))
    return replace(package, facts=changed, schedules=rates, projections=official)


class TestOnlyWhatWasKnown:
    @pytest.mark.parametrize("launch", backtest.LAUNCHES)
    def test_later_figures_change_nothing(self, package, launch):
        """Whatever happened after the launch: the projection of then stays the same to the last run."""
        honest = forecast_errors_page.back_test(launch)
        other = backtest.backtest(tampered(package, launch), launch, honest.target, runs=len(honest.runs))
        assert (honest.actual != other.actual).all()
        np.testing.assert_array_equal(honest.expected, other.expected)
        np.testing.assert_array_equal(honest.runs, other.runs)
        np.testing.assert_array_equal(honest.county_runs, other.county_runs)

    def test_one_earlier_figure_changes_the_projection(self, package, launched_2013):
        """The comparison above can see a change at all."""
        facts = package.facts
        own = (facts["variable"] == "county_moves_net") & (facts["period"].astype(str) == "2012")
        assert own.any()
        other = replace(package, facts=facts.assign(value=facts["value"].mask(own, facts["value"] + 500)))
        assert not np.allclose(backtest.launched(other, 2013, 2023).county_drift.path, launched_2013.county_drift.path)


class TestCriteria2013:
    """What the projection promises, on the municipalities without mergers."""

    def test_all_municipalities(self, from_2013):
        found = backtest.summary(from_2013)
        assert found.n == 104
        assert found.model.mape <= 6.5
        assert found.model.median <= 5.0
        assert abs(found.model.bias) <= 2.0
        assert 72 <= found.coverage <= 88
        assert found.unchanged.mape == pytest.approx(7.17, abs=0.01)

    def test_no_class_is_worse_than_nothing_changes(self, from_2013):
        checked = 0
        for found in backtest.summaries(from_2013):
            if found.n >= 15:
                checked += 1
                assert found.model.mape <= found.unchanged.mape + 0.3, found.size
        assert checked >= 5

    def test_county(self, from_2013):
        assert abs(from_2013.county_error()) <= 4.0
        expected, low, high = from_2013.region(from_2013.places).at(2023)
        assert low < from_2013.actual.sum() < high
        assert expected == pytest.approx(from_2013.model.sum())

    def test_counts_are_the_published_ones(self, from_2013):
        """The county on the base of the census of 2011, and one village, as published."""
        assert (from_2013.base, from_2013.target, len(from_2013.runs)) == ("zensus2011", 2023, 1000)
        assert from_2013.actual.sum() == 221431
        at = from_2013.places.index("13072001")
        assert (from_2013.unchanged[at], from_2013.actual[at]) == (2799, 2871)


class TestLaunch2015:
    def test_height_of_arrivals_makes_it_worse_than_nothing_changes(self, from_2015):
        """The page says so; should this change, its sentences change by themselves and this test tells."""
        found = backtest.summary(from_2015)
        assert found.unchanged.mape + 0.25 < found.model.mape < 7.0
        assert found.unchanged.mape == pytest.approx(6.05, abs=0.01)
        assert 2 < found.model.bias < 4
        assert 72 <= found.coverage <= 88


class TestArithmetic:
    def test_all_hundred_and_twelve(self, from_2013):
        found = backtest.summary(from_2013, only_stable=False)
        assert found.n == 112
        classes = [s.n for s in backtest.summaries(from_2013, only_stable=False) if s.size]
        assert sum(classes) == 112

    def test_merged_municipalities_are_left_out(self, package, from_2013):
        merged = {place for place, own in zip(from_2013.places, from_2013.stable, strict=True) if not own}
        assert merged <= set(package.mergers["new_id"])
        assert len(merged) == 8

    def test_linear_goes_on_as_in_the_last_two_years(self, from_2013):
        at = from_2013.places.index("13072001")
        two_years_before = from_2013.counted[2011][at]
        assert two_years_before == 2807
        assert from_2013.linear[at] == pytest.approx(2799 + (2799 - 2807) / 2 * 10)
        assert (from_2013.linear >= 0).all()

    def test_table_agrees_with_the_summary(self, from_2013):
        rows = backtest.table(from_2013)
        own = rows[rows["stable"]]
        found = backtest.summary(from_2013)
        assert own["model_error"].abs().mean() == pytest.approx(found.model.mape)
        assert ((own["low"] <= own["actual"]) & (own["actual"] <= own["high"])).sum() == found.covered
        nearer = (own["model"] - own["actual"]).abs() < (own["unchanged"] - own["actual"]).abs()
        assert nearer.sum() == found.closer
        assert (rows["low"] <= rows["model"]).all()
        assert (rows["model"] <= rows["high"]).all()

    def test_a_region_is_the_sum_of_its_members(self, from_2013):
        two = from_2013.places[:2]
        found = from_2013.region(two)
        assert found.at(2023)[0] == pytest.approx(from_2013.model[:2].sum())
        assert found.at(2013)[1:] == pytest.approx((from_2013.unchanged[:2].sum(),) * 2)
        assert from_2013.counted_in(two)[2023] == from_2013.actual[:2].sum()

    def test_errors_by_hand(self):
        found = backtest.errors(
            np.array([90.0, 220.0, 5.0]), np.array([100.0, 200.0, 1.0]), np.array([True, True, False])
        )
        assert (found.mape, found.median, found.bias, found.heads) == pytest.approx((10, 10, 0, 15))

    def test_what_is_missing_is_said_in_german(self, package):
        facts = package.facts
        gone = (facts["variable"] == "population") & (facts["period"].astype(str) == "2011-12-31")
        with pytest.raises(ValueError, match=r"fehlen die Einwohner der Gemeinden.*31\.12\.2011"):
            backtest.backtest(replace(package, facts=facts[~gone]), 2013, 2023, runs=2)
        with pytest.raises(ValueError, match=r"31\.12\.2020 sind die Einwohner der Gemeinden nicht bekannt"):
            backtest.launched(package, 2020, 2023)


class TestSensitivity:
    def test_the_shipped_value_gives_the_same_errors(self, package, from_2013):
        shipped = float(package.assumptions.set_index("id").loc["place_persistence", "wert"])
        found = forecast_errors_page.tried()  # tries the shipped value among others
        assert found[2013, shipped].mape == pytest.approx(backtest.summary(from_2013).model.mape)
        assert found[2013, 0.7].mape != pytest.approx(found[2013, shipped].mape, abs=0.01)

    def test_an_unknown_row_is_refused(self, package):
        with pytest.raises(ValueError, match="keine Zeile „gibt es nicht“"):
            backtest.sensitivity(package, "gibt es nicht", (0.5,))


@pytest.fixture(scope="module")
def ages():
    return forecast_errors_page.age_errors()


class TestAges:
    def test_carrying_forward_beats_keeping_the_shares(self, ages):
        assert len(ages) == 10
        for found in ages:
            assert (found.mean()[1]) < found.mean()[2], found.date

    def test_municipalities_of_2015_from_the_census_of_2011(self, ages):
        """With the county's ages of the day, as today: one person in twelve stands in a wrong one of 34 groups."""
        with_county, without = ages[:2]
        assert (with_county.date, with_county.carried_from, len(with_county.bands)) == ("2015-12-31", "2011-05-09", 17)
        assert with_county.mean()[1] == pytest.approx(8.2, abs=0.3)
        assert without.mean()[1] > with_county.mean()[1]
        by_size = [with_county.mean(size)[1] for size in range(5)]
        assert by_size == sorted(by_size, reverse=True)

    def test_county_single_ages_of_2020(self, ages):
        found = next(e for e in ages if e.whole_county and e.date == "2020-12-31")
        assert len(found.bands) == 79
        assert found.mean()[1] < 2.5

    def test_the_hidden_count_does_not_enter(self, package, ages):
        """Another truth on the hidden day: the estimate stays, so its error becomes large."""
        facts = package.facts
        day = (facts["variable"] == "population") & (facts["period"].astype(str) == "2025-12-31")
        own = day & (facts["region_id"] == package.county) & (facts["age_from"] == 0) & (facts["age_to"] == 5)
        assert own.any()
        other = replace(package, facts=facts.assign(value=facts["value"].mask(own, facts["value"] * 3)))
        (honest,) = (e for e in ages if e.whole_county and e.date == "2025-12-31")
        assert honest.carried_from == "2022-05-15"
        found = next(e for e in backtest_ages._county(other, "2022-05-15", "zensus2022") if e.date == honest.date)
        assert found.wrong[0] > honest.wrong[0] + 3

    def test_dissimilarity_by_hand(self):
        estimated = np.array([[[10.0, 20.0], [30.0, 40.0]]])
        counted = np.array([[[20.0, 10.0], [30.0, 40.0]]])
        assert backtest_ages.dissimilarity(estimated, counted) == pytest.approx([10.0])
        assert backtest_ages.dissimilarity(estimated * 3, estimated) == pytest.approx([0.0])

    def test_totals_stay_when_ages_are_hidden(self, package):
        known = Known(backtest_ages.hidden(package, [package.county], after="2011-12-31"), "2020-12-31")
        assert not known.groups("population", "2015-12-31", "zensus2011", package.county)
        assert np.isfinite(known.totals("population", "2015-12-31", "zensus2011", "t", [package.county])).all()

    def test_phases_of_life_add_up(self, package, from_2013):
        year, rows = backtest_ages.phase_errors(from_2013, package)
        assert year == 2020
        assert sum(row.said for row in rows) == pytest.approx(from_2013.county_ages[7].sum())
        total = Known(package, "2020-12-31").totals("population", "2020-12-31", "zensus2011", "t", [package.county])
        assert sum(row.counted for row in rows) == pytest.approx(total[0])
        assert rows[0].error < 0
