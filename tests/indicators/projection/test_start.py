"""The starting population agrees with every count that is known."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from indicators.projection import start as starting
from indicators.projection.known import Known
from indicators.projection.model import Model

DAY, BASE = "2024-12-31", "zensus2022"


def test_the_start_has_the_newest_totals_by_sex(known, model):
    assert (model.start.date, model.start.base) == (DAY, BASE)
    assert model.start.people.sum(axis=-1) == pytest.approx(known.by_sex("population", DAY, BASE), abs=1e-6)
    assert model.start.people.sum() == pytest.approx(218_721)  # Gemeindeverzeichnis, 31 December 2024
    assert (model.start.people >= 0).all()


def test_the_start_has_the_countys_ages(known, model):
    bands, counted = starting.county_ages(known, DAY, BASE)
    found = np.add.reduceat(model.start.people.sum(axis=0), [low for low, _ in bands], axis=-1)
    counted = counted * (model.start.people.sum(axis=(0, 2)) / counted.sum(axis=-1))[:, None]
    assert found == pytest.approx(counted, rel=1e-3)


def test_ages_between_two_counts_lie_between_them(known):
    bands, middle = starting.county_ages(known, DAY, BASE)
    before, after = (starting.county_ages(known, day, BASE)[1] for day in ("2023-12-31", "2025-12-31"))
    assert middle == pytest.approx((before + after) / 2, rel=2e-3)
    assert len(bands) == middle.shape[-1]
    assert starting.county_ages(known, "2021-12-31", BASE) == ((), None)


def test_single_ages_keep_the_counted_groups(known):
    found = starting.structure(known)
    assert (found.period, found.base) == ("2015-12-31", "zensus2011")
    ages = starting.single_ages(known, found)
    counted = known.by_age(found.variable, found.period, found.base, found.bands, known.places)
    groups = np.add.reduceat(ages, [low for low, _ in found.bands], axis=-1)
    assert (ages >= 0).all()
    assert groups.sum(axis=1) == pytest.approx(counted.sum(axis=1), rel=1e-3, abs=0.01)
    # Single ages of the county move a few of each sex from one municipality's group to the next.
    assert groups == pytest.approx(counted, abs=1e-3)


def test_every_count_on_the_way_is_met(known, model):
    carried = model.start.carried.people
    for day, people in carried.items():
        base = BASE if day >= "2022-05-15" else "zensus2011"
        assert people.sum(axis=(1, 2)) == pytest.approx(known.totals("population", day, base), rel=1e-6)
    assert model.start.ages_counted == "2022-05-15"


def test_the_census_gives_its_age_groups(known, model):
    """Zensus 2022, ages of the municipalities: met as closely as cells changed by chance allow."""
    day = "2022-05-15"
    bands = known.groups("population", day, BASE, known.places[0], "t")
    counted = known.by_age("population", day, BASE, bands, known.places, ("t",))[:, 0]
    people = model.start.carried.people[day].sum(axis=1)
    found = np.add.reduceat(people, [low for low, _ in bands], axis=-1)
    counted = counted * (found.sum(axis=1) / counted.sum(axis=1))[:, None]
    assert found == pytest.approx(counted, rel=0.02, abs=0.5)


def test_people_get_older_on_the_way(model):
    """Those of 2015 are found again nine years older: no cohort of adults changes by more than moves explain."""
    first, last = model.start.carried.people["2015-12-31"], model.start.people
    before, after = first.sum(axis=(0, 1))[40:60], last.sum(axis=(0, 1))[49:69]
    assert after / before == pytest.approx(np.ones(20), abs=0.13)
    shape = np.corrcoef(before, after)[0, 1]
    assert shape > 0.95


def test_the_year_before_and_the_nearest_date(model):
    carried = model.start.carried
    assert carried.at(2013) is carried.people["2015-12-31"]
    assert (
        carried.at(2018)
        is carried.people[min(carried.people, key=lambda d: abs(starting.years_between(d, "2018-12-31")))]
    )
    assert carried.at(2030) is carried.people[DAY]


def test_years_between_dates():
    assert starting.years_between("2011-12-31", "2015-12-31") == pytest.approx(4.0, abs=0.001)
    assert starting.years_between("2022-05-15", "2021-12-31") == pytest.approx(-135 / 365.25)


def test_a_launch_of_2013_starts_from_the_census_of_2011(launched_2013, shipped):
    begun = launched_2013.start
    assert (begun.structure.period, begun.structure.variable) == ("2011-05-09", "population_census2011")
    assert (begun.date, begun.base) == ("2013-12-31", "zensus2011")
    known = Known(shipped, "2013-12-31")
    assert begun.people.sum(axis=(1, 2)) == pytest.approx(known.totals("population", begun.date, begun.base))


def without(package, mask):
    return replace(package, facts=package.facts[~mask])


def test_what_is_missing_is_named_in_german(shipped, known):
    facts = shipped.facts
    ages = facts["variable"].isin(["population", "population_census2011"]) & facts["region_id"].isin(known.places)
    ages &= facts["sex"].isin(["f", "m"]) & (facts["age_to"] < 200)
    moves = facts["variable"].isin(["county_moves_in", "county_moves_out"])
    rates = replace(shipped, schedules=shipped.schedules[:0])
    for package, words in (
        (without(shipped, ages), "Gemeinden nach Geschlecht und Altersgruppen"),
        (without(shipped, moves), "Zu- und Fortzüge über die Kreisgrenze"),
        (rates, "Sterbetafel"),
    ):
        with pytest.raises(ValueError, match=words):
            Model(Known(package, "9999-12-31"), 2030)


def test_bases_are_passed_from_old_to_new():
    assert list(itertools.chain(starting.fitting_bases("zensus2011"))) == ["zensus2022"]
    assert starting.fitting_bases("zensus2022") == []
