"""Raking meets the sums, keeps the structure and refuses the impossible."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.projection import raking
from tests.indicators.projection.published import numbers

#: The 4 x 4 example of the literature: start, sums of rows and columns, and the result to six decimals.
SEED = numbers("40 30 20 10 35 50 100 75 30 80 70 120 20 30 40 50").reshape(4, 4)
ROWS, COLUMNS = (150, 300, 400, 150), (200, 300, 400, 100)
FITTED = numbers(
    """
64.558510 46.232460 35.384298 3.824732
49.967919 68.159354 156.498546 25.374180
56.721944 144.428226 145.082481 53.767349
28.751627 41.179961 63.034674 17.033738
"""
).reshape(4, 4)


def test_published_example():
    fitted = raking.rake(SEED, [(0, ROWS), (1, COLUMNS)])
    assert np.array_equal(fitted.round(6), FITTED)


def test_structure_is_kept():
    fitted = raking.rake(SEED, [(0, ROWS), (1, COLUMNS)])
    before = SEED[0, 0] * SEED[1, 1] / SEED[0, 1] / SEED[1, 0]
    assert fitted[0, 0] * fitted[1, 1] / fitted[0, 1] / fitted[1, 0] == pytest.approx(before)


def test_order_of_axes_is_that_of_the_target():
    rng = np.random.default_rng(1)
    seed, truth = rng.uniform(1, 2, (3, 4, 5)), rng.uniform(1, 9, (3, 4, 5))
    margins = [((2, 0), truth.sum(axis=1).T), ((0, 1), truth.sum(axis=2)), (1, truth.sum(axis=(0, 2)))]
    fitted = raking.rake(seed, margins)
    assert fitted.sum(axis=1) == pytest.approx(truth.sum(axis=1))
    assert fitted.sum(axis=2) == pytest.approx(truth.sum(axis=2))


def test_many_places_at_once():
    rng = np.random.default_rng(2)
    seeds, truths = rng.uniform(0, 2, (2, 6, 4, 4)), rng.uniform(0, 9, (2, 6, 4, 4))
    margins = [(0, truths.sum(axis=-1)), (1, truths.sum(axis=-2))]
    together = raking.rake(seeds, margins, batch=2)
    alone = raking.rake(seeds[1, 3], [(0, truths[1, 3].sum(axis=-1)), (1, truths[1, 3].sum(axis=-2))])
    assert together[1, 3] == pytest.approx(alone, abs=1e-6)
    common = raking.rake(seeds, [(0, ROWS), (1, COLUMNS)], batch=2)
    assert common.sum(axis=-1) == pytest.approx(np.broadcast_to(ROWS, (2, 6, 4)))


def test_groups_of_single_ages():
    """Sex by single age to totals of sexes and of age groups, as a census gives them."""
    rng = np.random.default_rng(3)
    seed = rng.uniform(1, 9, (5, 2, 12))
    starts = (0, 3, 4, 10)
    truth = rng.uniform(1, 9, (5, 2, 12))
    by_group = np.add.reduceat(truth, starts, axis=-1)
    fitted = raking.rake(seed, [((0, 1), by_group, starts), (1, truth.sum(axis=1))], batch=1)
    assert np.add.reduceat(fitted, starts, axis=-1) == pytest.approx(by_group, abs=1e-5)
    assert fitted.sum(axis=1) == pytest.approx(truth.sum(axis=1), abs=1e-5)
    single = raking.rake(seed, [(1, by_group.sum(axis=1), starts)], batch=1)
    assert single[..., 1] / single[..., 0] == pytest.approx(seed[..., 1] / seed[..., 0])


@st.composite
def tables(draw):
    """Draw a table with the same zeros as a start."""
    shape = (draw(st.integers(2, 4)), draw(st.integers(2, 4)), draw(st.integers(2, 3)))
    filled = draw(arrays.arrays(bool, shape, elements=st.booleans()))
    # Numbers of like size: fitting a table with many zeros and very different numbers takes tens of thousands of rounds.
    numbers_of = arrays.arrays(float, shape, elements=st.floats(1, 10))
    return draw(numbers_of) * filled, draw(numbers_of) * filled


@given(tables())
@settings(deadline=None)
def test_zeros_stay_and_sums_are_met(pair):
    seed, truth = pair
    fitted = raking.rake(seed, [(0, truth.sum(axis=(1, 2))), ((1, 2), truth.sum(axis=0))], tolerance=1e-7, limit=20_000)
    assert not fitted[seed == 0].any()
    slack = 1e-6 * max(truth.sum(), 1e-9)
    assert fitted.sum(axis=(1, 2)) == pytest.approx(truth.sum(axis=(1, 2)), abs=slack)
    assert fitted.sum(axis=0) == pytest.approx(truth.sum(axis=0), abs=slack)
    assert np.all(fitted >= 0)


@pytest.mark.parametrize(
    ("build", "hint"),
    [
        (lambda: raking.rake(SEED, []), "nichts anzupassen"),
        (lambda: raking.rake(SEED, [(0, ROWS), (1, (200, 300, 400, 101))]), "widersprechen"),
        (lambda: raking.rake(np.diag([1.0, 1, 1, 0]), [(0, ROWS), (1, COLUMNS)]), "alle ihre Zellen"),
        (lambda: raking.rake(np.eye(4), [(0, ROWS), (1, COLUMNS)], limit=50), "Nullen"),
        (lambda: raking.rake(-SEED, [(0, ROWS)]), "negativ"),
        (lambda: raking.rake(SEED, [(0, (1, 2, 3))]), "so viele Werte"),
        (lambda: raking.rake(SEED, [(2, ROWS)]), "Achse"),
        (lambda: raking.rake(SEED, [((0, 0), SEED)]), "Achse"),
        (lambda: raking.rake(SEED, [(0, (1, 2), (1, 2))]), "bei 0 beginnen"),
        (lambda: raking.controlled([[1.0], [-1.0]], [2.0]), "negativ"),
        (lambda: raking.controlled([[0.0], [0.0]], [2.0], weights=0.0), "nicht aufteilen"),
    ],
)
def test_the_impossible_is_refused(build, hint):
    with pytest.raises(ValueError, match=hint):
        build()


@given(
    arrays.arrays(float, (4, 2, 6), elements=st.floats(0.01, 1e4) | st.just(0.0)),
    arrays.arrays(float, (2, 6), elements=st.floats(0, 1e5)),
)
def test_parts_add_up_after_control(parts, total):
    scaled = raking.controlled(parts, total)
    assert scaled.sum(axis=0) == pytest.approx(total, abs=1e-9)
    somebody = parts.sum(axis=0) > 0
    assert not scaled[(parts == 0) & somebody].any()
    assert scaled[:, ~somebody] == pytest.approx(np.broadcast_to(total[~somebody] / 4, scaled[:, ~somebody].shape))


def test_control_along_any_axis():
    rng = np.random.default_rng(4)
    parts, total = rng.uniform(0, 9, (3, 5, 2, 4)), rng.uniform(1, 99, (3, 2, 4))
    assert raking.controlled(parts, total, axis=1).sum(axis=1) == pytest.approx(total)
    assert raking.controlled(parts, total[0], axis=-3).sum(axis=1) == pytest.approx(
        np.broadcast_to(total[0], (3, 2, 4))
    )
    empty = raking.controlled(np.zeros((5, 2)), [10.0, 20.0], weights=[[1], [1], [2], [0], [1]])
    assert empty[:, 1].tolist() == [4.0, 4.0, 8.0, 0.0, 4.0]
