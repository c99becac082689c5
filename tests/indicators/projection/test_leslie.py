"""The projection as a matrix gives the published growth, structures and values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.projection import leslie, step
from tests.indicators.projection import published_projection as published
from tests.indicators.projection.test_step import SURVIVAL


def swedish():
    return leslie.leslie_matrix(SURVIVAL, published.FERTILITY, width=5)


def test_swedish_women_in_the_long_run():
    """Box 6.1: growth factor of five years and stable population."""
    result = leslie.growth(swedish())
    assert round(result.rate, 8) == 1.00111253
    assert round(np.log(result.rate) / 5, 9) == 0.000222383
    assert np.abs(result.stable - published.STABLE).max() < 1e-9


def test_matrix_and_step_agree():
    assert np.array_equal((swedish() @ published.WOMEN_1993).round(), published.WOMEN_1998)


def test_killer_whales():
    result = leslie.growth(published.WHALE)
    assert round(result.rate, 6) == 1.025441
    assert result.stable == pytest.approx(published.WHALE_STABLE, abs=1e-10)
    assert result.reproductive == pytest.approx(published.WHALE_VALUE, abs=1e-10)


def test_teasel():
    """Stages, not ages: rate and vectors belong to the matrix, and the population itself comes to grow at that rate."""
    result = leslie.growth(published.TEASEL)
    assert published.TEASEL @ result.stable == pytest.approx(result.rate * result.stable)
    assert result.reproductive @ published.TEASEL == pytest.approx(result.rate * result.reproductive)
    start = np.ones(6)
    for _ in range(200):
        start = published.TEASEL @ start / start.sum()
    assert start.sum() == pytest.approx(result.rate)
    assert start / start.sum() == pytest.approx(result.stable)


SHARES = arrays.arrays(float, 6, elements=st.floats(0.05, 1))


@given(SHARES, arrays.arrays(float, 5, elements=st.floats(0.01, 0.5)), st.sampled_from([1.0, 5.0]))
def test_matrix_carries_people_as_the_step_does(survival, births, width):
    fertility = np.append(0.0, births)
    matrix = leslie.leslie_matrix(survival, fertility, width)
    women = np.array([5.0, 4.0, 3.0, 3.0, 2.0, 1.0])
    assert matrix @ women == pytest.approx(step.advance(women[None], survival, fertility, width=width).population[0])
    result = leslie.growth(matrix)
    assert matrix @ result.stable == pytest.approx(result.rate * result.stable)
    assert result.stable.sum() == pytest.approx(1.0)
    assert result.reproductive[0] == 1.0


@pytest.mark.parametrize(
    ("build", "hint"),
    [
        (lambda: leslie.leslie_matrix([1.0, 0.5], [0.0, 0.1, 0.0]), "dieselben Altersgruppen"),
        (lambda: leslie.leslie_matrix([1.0, 0.5], [0.1, 0.1]), "ersten Altersgruppe"),
        (lambda: leslie.growth(np.ones((2, 3))), "quadratisch"),
        (lambda: leslie.growth([[0.0, -1.0], [1.0, 0.0]]), "negativ"),
        (lambda: leslie.growth(leslie.leslie_matrix([1.0, 0.9, 0.5], [0.0, 0.0, 0.0])), "Ohne Geburten"),
    ],
)
def test_impossible_matrices_are_refused(build, hint):
    with pytest.raises(ValueError, match=hint):
        build()
