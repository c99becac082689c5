"""Scenarios: phases of life cover every age once, newcomers keep their number."""

from __future__ import annotations

import numpy as np
import pytest

from indicators.projection.results import AGES
from indicators.projection.scenario import (
    NAMED,
    PHASE_BANDS,
    Housing,
    Migration,
    Phase,
    Scenario,
    housing_profile,
    phase_profile,
)

ARRIVALS = np.random.default_rng(1).uniform(0.1, 9, (2, AGES))


def test_phases_cover_every_age_once():
    ages = np.zeros(AGES, dtype=int)
    for bands in PHASE_BANDS.values():
        for low, high in bands:
            ages[low:high] += 1
    assert (ages == 1).all()


@pytest.mark.parametrize("phase", Phase)
def test_one_migrant_of_a_phase_falls_on_its_ages_as_arrivals_do(phase):
    profile = phase_profile(phase, ARRIVALS)
    inside = np.zeros(AGES, dtype=bool)
    for low, high in PHASE_BANDS[phase]:
        inside[low:high] = True
    assert profile.sum() == pytest.approx(1.0)
    assert (profile[:, ~inside] == 0).all()
    assert np.ptp(profile[:, inside] / ARRIVALS[:, inside]) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("families", [0.0, 0.4, 1.0])
def test_newcomers_to_a_housing_area_are_families_first(families):
    profile = housing_profile(ARRIVALS, families)
    inside = [*range(18), *range(30, 50)]
    usual = ARRIVALS[:, inside].sum() / ARRIVALS.sum()
    assert profile.sum() == pytest.approx(1.0)
    assert profile[:, inside].sum() == pytest.approx(families + (1 - families) * usual)


def test_the_flows_of_a_scenario_keep_only_its_migration():
    scenario = Scenario("x", Migration.HIGH, 1.9, 2.0, ((Phase.SENIORS, 5.0),), "a", Housing("a", 3, 2030))
    flows = scenario.flows
    assert (flows.migration, flows.children, flows.life_gain, flows.moves, flows.housing) == (
        Migration.HIGH, None, None, (), None,
    )  # fmt: skip


def test_named_scenarios_have_different_names_and_paths():
    assert len({s.name for s in NAMED}) == len({s.migration for s in NAMED}) == len(Migration)
