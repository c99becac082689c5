"""Arrivals and departures meet a net number without becoming negative; small places borrow from their type."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.projection import migration
from indicators.projection.migration import STARTS, Flows, balance
from indicators.projection.results import AGES

AMOUNT = st.floats(0.01, 1e6)


@given(AMOUNT, AMOUNT, st.floats(-1e6, 1e6))
def test_the_scaled_flows_make_the_net_number(arrivals, departures, net):
    k = float(balance(np.array(arrivals), np.array(departures), np.array(net)))
    assert k > 0
    assert arrivals * k - departures / k == pytest.approx(net, rel=1e-9, abs=1e-9 * (arrivals + departures))


@pytest.mark.parametrize("net", [-1e9, -1e6, 1e6, 1e9])
def test_extreme_numbers_lose_no_digits(net):
    """The textbook's root would subtract nearly equal numbers here."""
    k = float(balance(np.array(1e-3), np.array(1e-3), np.array(net)))
    assert k > 0
    assert 1e-3 * k - 1e-3 / k == pytest.approx(net, rel=1e-12)


@given(st.integers(0, 2**32 - 1), st.floats(-60, 60))
def test_flows_by_age_add_up_to_the_net_number(seed, net):
    random = np.random.default_rng(seed)
    flows = Flows(random.uniform(0.01, 1, (3, 2, AGES)), random.uniform(0.001, 0.2, (3, 2, AGES)))
    people = random.uniform(0, 30, (3, 2, AGES))
    wanted = np.array([net, 0.0, -net])
    found = flows.net(people, flows.scale(people, wanted))
    assert found.sum(axis=(1, 2)) == pytest.approx(wanted, abs=1e-8)


def test_county_flows_are_the_registered_moves(known, model):
    years = ("2016", "2017", "2018")
    for way, found in (("in", model.start.county_flows.arrivals), ("out", None)):
        registered = np.mean(
            [known.by_age(f"county_moves_{way}", y, "ohne", migration.BREAKS, [known.county])[0] for y in years], axis=0
        )
        if found is None:
            people = model.start.carried.at(2018).sum(axis=0)
            found = model.start.county_flows.departures * people
        assert np.add.reduceat(found, STARTS, axis=-1) == pytest.approx(registered)


def test_a_municipality_keeps_its_number_of_arrivals(known, model):
    arrived = np.nan_to_num(known.by_age("moves_in", "2015", "ohne", migration.BREAKS, known.places))
    expected = np.maximum(arrived.sum(axis=(1, 2)), 1.0)
    assert model.start.place_flows.arrivals.sum(axis=(1, 2)) == pytest.approx(expected)


def test_many_moves_keep_their_own_ages_and_few_take_those_of_the_type(known, model):
    arrived = np.nan_to_num(known.by_age("moves_in", "2015", "ohne", migration.BREAKS, known.places)).sum(axis=1)
    types, flows = np.array(model.start.types), model.start.place_flows.arrivals
    found = np.add.reduceat(flows.sum(axis=1), STARTS, axis=-1)
    of_type = np.stack([arrived[types == t].sum(axis=0) for t in types])
    own, type_share, mixed = (x / x.sum(axis=1, keepdims=True) for x in (arrived + 1e-9, of_type, found))
    distance = np.abs(own - type_share).sum(axis=1)
    kept = np.abs(mixed - type_share).sum(axis=1) / distance
    moves = arrived.sum(axis=1)
    assert kept == pytest.approx(moves / (moves + known.assumed.prior_moves), abs=0.02)


def test_nobody_leaves_more_than_once(model):
    for flows in (model.start.county_flows, model.start.place_flows):
        assert (flows.departures >= 0).all() and (flows.departures <= migration.LARGEST_RATE).all()
        assert (flows.arrivals >= 0).all()
