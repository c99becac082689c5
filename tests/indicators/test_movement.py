"""Receipts of figures, and the words bewegt, nicht bewegt, nicht zu sagen – against cases computed by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest

from data.schema import AGE_OPEN
from indicators.catalogue import load_catalogue
from indicators.evaluate import Evaluator, Moment
from indicators.movement import changed_beyond_interval, indicator_of, judged, movement, receipt
from indicators.reliability import wilson
from indicators.rows import Rows
from tests.indicators.small_package import AMT, A, B, fact, package

CATALOGUE = load_catalogue()


def people(year, count, *, base="zensus2011", region=A, old=None):
    facts = [
        fact("population", region, f"{year}-12-31", count, base=base),
        fact("population", region, f"{year}-12-31", count * 0.6, base=base, ages=(15, 65)),
    ]
    return facts + ([fact("population", region, f"{year}-12-31", old, base=base, ages=(65, AGE_OPEN))] if old else [])


def unemployed(year, count, region=A, status="measured"):
    return [fact("unemployed", region, str(year), count, base="ohne", status=status)]


def rows_of(*series):
    return Rows(Evaluator(package([one for facts in series for one in facts])))


def at(year, base="zensus2011"):
    return Moment(str(year), base)


JOBLESS = CATALOGUE["arbeitslose"]
TWO_YEARS = (people(2015, 2000), unemployed(2015, 100), people(2020, 2000), unemployed(2020, 60))


def test_a_receipt_holds_everything_as_plain_values():
    kept = receipt(rows_of(*TWO_YEARS), JOBLESS, A, at(2015))
    assert json.loads(json.dumps(kept, allow_nan=False)) == kept
    assert (kept["count"], kept["total"], kept["period"], kept["year"]) == (100, 1200, "2015", 2015)
    assert kept["value"] == pytest.approx(100 / 12)
    # Wilson, by hand: centre (1/12 + 1.9208/1200) / 1.0032 = 8.466, half width 1.567
    assert (kept["low"], kept["high"]) == (pytest.approx(6.899, abs=0.001), pytest.approx(10.033, abs=0.001))
    assert (kept["base"], kept["status"], kept["verdict"]) == ("zensus2011", "measured", "sicher")
    assert kept["source_ids"] == ["T-population", "T-unemployed"]


def test_the_newest_figure_is_taken_and_a_missing_one_is_said_not_filled():
    rows = rows_of(*TWO_YEARS, people(2015, 500, region=B), unemployed(2015, float("nan"), B, "secret"))
    assert receipt(rows, JOBLESS, A)["period"] == "2020"
    hidden = receipt(rows, JOBLESS, B)
    assert (hidden["value"], hidden["count"], hidden["status"], hidden["period"]) == (None, None, "secret", "2015")
    nothing = receipt(rows, CATALOGUE["leerstand"], A)
    assert (nothing["value"], nothing["status"], nothing["period"]) == (None, "missing", "")


def test_the_interval_of_the_change_is_newcombes_published_one():
    """Newcombe (1998), table II: 56 of 70 against 48 of 80 gives 0.0524 to 0.3339."""
    small = {"count": None, "total": None, "verdict": "sicher", "population": 9999, "base": "ohne"}
    ends = [
        tuple(100 * float(end[0]) for end in wilson(np.array([n]), np.array([d])))
        for n, d in ((48.0, 80.0), (56.0, 70.0))
    ]
    before = small | {"value": 60.0, "low": ends[0][0], "high": ends[0][1], "year": 2015, "period": "2015"}
    after = small | {"value": 80.0, "low": ends[1][0], "high": ends[1][1], "year": 2016, "period": "2016"}
    found = judged(JOBLESS, before, after, target_value=50.0)
    assert (found.low, found.high) == (pytest.approx(5.24, abs=0.01), pytest.approx(33.39, abs=0.01))
    assert (found.word, found.direction, found.aim, found.reached) == ("bewegt", 1, "weg", False)


def test_a_fall_beyond_chance_towards_the_aim():
    rows = rows_of(*TWO_YEARS)
    found = movement(rows, CATALOGUE, receipt(rows, JOBLESS, A, at(2015)), target_value=4.0)
    assert (found.word, found.direction, found.aim, found.reached) == ("bewegt", -1, "hin", False)
    assert found.change == pytest.approx(-100 * 40 / 1200)
    assert found.high < 0
    assert found.after["count"] == 60
    assert json.loads(json.dumps(found.plain())) == found.plain()
    assert movement(rows, CATALOGUE, found.before, target_value=5.0).reached
    assert movement(rows, CATALOGUE, found.before, target_value=found.before["value"]).aim == "weg"


def test_ten_fewer_of_a_hundred_can_be_chance():
    rows = rows_of(people(2015, 2000), unemployed(2015, 100), people(2016, 2000), unemployed(2016, 90))
    found = movement(rows, CATALOGUE, receipt(rows, JOBLESS, A, at(2015)), target_value=4.0)
    assert (found.word, found.direction, found.aim) == ("nicht bewegt", 0, "")
    assert found.low < 0 < found.high
    kept = movement(rows, CATALOGUE, found.before, target_value=found.before["value"])
    assert kept.aim == "gehalten"


def test_nothing_is_told_across_a_census():
    rows = rows_of(people(2020, 2000, old=400), people(2024, 2000, base="zensus2022", old=600))
    before = receipt(rows, CATALOGUE["anteil_65"], A, Moment("2020-12-31", "zensus2011"))
    found = movement(rows, CATALOGUE, before)
    assert (found.word, found.reason, found.change, dict(found.after)) == ("nicht zu sagen", "census_break", None, {})


def test_why_nothing_can_be_told():
    secret = unemployed(2021, float("nan"), A, "secret")
    rows = rows_of(*TWO_YEARS, people(2021, 2000), secret, people(2015, 200, region=B), people(2020, 200, region=B),
                   unemployed(2015, 40, B), unemployed(2020, 4, B))  # fmt: skip
    newest, hidden, village = (
        receipt(rows, JOBLESS, A, at(2021)),
        receipt(rows, JOBLESS, A, at(2020)),
        receipt(rows, JOBLESS, B, at(2015)),
    )
    known = hidden | {"period": "2022", "year": 2022}
    reasons = [movement(rows, CATALOGUE, kept).reason for kept in (newest, hidden, village, known)]
    assert reasons == ["no_value", "withheld", "too_small", "no_newer"]
    assert movement(rows, CATALOGUE, known | {"indicator_id": "gone"}).reason == "unknown"
    assert all(movement(rows, CATALOGUE, kept).word == "nicht zu sagen" for kept in (newest, hidden, village, known))


def test_a_full_count_carries_poisson_chance_and_amounts_none():
    heads = CATALOGUE["einwohner"]
    rows = rows_of(people(2015, 2000), people(2016, 2050), people(2017, 2300))
    # By hand: the half widths of 2000 and 2300 are about 1.96 √2000 = 88 and 1.96 √2300 = 94, together 129.
    found = movement(rows, CATALOGUE, receipt(rows, heads, A, Moment("2015-12-31", "zensus2011")))
    assert (found.word, found.change) == ("bewegt", 300)
    assert (found.low, found.high) == (pytest.approx(171, abs=3), pytest.approx(429, abs=3))
    nearly = rows_of(people(2015, 2000), people(2016, 2050))
    assert (
        movement(nearly, CATALOGUE, receipt(nearly, heads, A, Moment("2015-12-31", "zensus2011"))).word
        == "nicht bewegt"
    )
    amount = {"value": 500.0, "low": None, "high": None, "count": 1e6, "total": 2000.0, "year": 2015, "base": "ohne"}
    assert judged(CATALOGUE["steuereinnahmen"], amount, amount | {"value": 700.0, "year": 2016}).reason == "no_chance"
    assert judged(CATALOGUE["weg_schule"], amount, amount | {"value": 400.0, "year": 2016}, 300.0).aim == "hin"


def test_means_that_share_years_tell_nothing():
    mean = {"value": 10.0, "low": 9.0, "high": 11.0, "years": ["2011", "2012", "2013", "2014", "2015"], "year": 2015}
    births = CATALOGUE["geburtenrate"]
    assert (
        judged(births, mean, mean | {"value": 20.0, "low": 19.0, "high": 21.0, "year": 2018}).reason == "shared_years"
    )
    assert judged(births, mean, mean | {"value": 20.0, "low": 19.0, "high": 21.0, "year": 2020}).word == "bewegt"


def test_ages_and_sex_of_a_receipt_come_back():
    chosen = CATALOGUE["anteil_altersgruppe"].of((18, 25), "f")
    kept = receipt(rows_of(*TWO_YEARS), chosen, AMT)
    assert (kept["band"], kept["sex"]) == ([18, 25], "f")
    assert indicator_of(CATALOGUE, kept) == chosen


def test_a_check_is_asked_only_outside_the_old_interval_and_on_the_same_base():
    old = {"value": 20.0, "low": 18.0, "high": 22.0, "base": "zensus2011", "count": 20.0, "total": 100.0}
    assert not changed_beyond_interval(old, old | {"value": 21.9})
    assert changed_beyond_interval(old, old | {"value": 17.9})
    assert not changed_beyond_interval(old, old | {"value": 50.0, "base": "zensus2022"})
    assert not changed_beyond_interval(old, old | {"value": None})
    assert changed_beyond_interval(old | {"low": None, "high": None}, old | {"value": 20.1})
