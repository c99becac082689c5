"""Life tables give the published figures and keep their identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.projection import life_table
from indicators.projection.life_table import AxRule
from tests.indicators.projection import published_mortality as published
from tests.indicators.projection import published_projection

AUSTRIA = published.AUSTRIA_1992
AUSTRIA_WIDTH = np.append(np.diff(AUSTRIA[:, 0]), np.inf)


def austria(ax):
    return life_table.from_counts(AUSTRIA[:, 1], AUSTRIA[:, 2], AUSTRIA_WIDTH, ax)


def test_austria_1992_as_in_the_textbook():
    given_ax = AUSTRIA[:, 3].copy()
    given_ax[-1] = np.nan
    table = austria(given_ax)
    assert round(float(table.ex[0]), 3) == 72.889
    assert np.abs(table.lx - published.AUSTRIA_1992_LX).max() < 1.1e-5
    assert np.abs(table.Tx - published.AUSTRIA_1992_TX).max() < 2.5e-4
    assert round(float(table.ax[-1]), 3) == AUSTRIA[-1, 3]


def test_first_years_of_life_as_in_the_textbook():
    """Box 3.1 took the first two values from the same rule."""
    assert austria(AxRule.WEST_MALE).ax[:3].round(3).tolist() == [0.068, 1.626, 2.5]


@pytest.mark.parametrize(
    ("probabilities", "expected"), [(published.QX_2020_22_MEN, 78.33), (published.QX_2020_22_WOMEN, 83.18)]
)
def test_life_expectancy_of_germany(probabilities, expected):
    assert round(float(life_table.from_probabilities(probabilities).ex[0]), 2) == expected


@pytest.mark.parametrize(
    ("probabilities", "survivors"),
    [
        (published.QX_2023_25_MEN, published.LX_2023_25_MEN),
        (published.QX_2023_25_WOMEN, published.LX_2023_25_WOMEN),
    ],
)
def test_survivors_of_germany(probabilities, survivors):
    table = life_table.from_probabilities(probabilities, radix=100_000)
    assert np.array_equal(table.lx.round(), survivors)


def test_survival_of_swedish_women_in_five_year_groups():
    """L(x) of box 6.1, put in as a table, give S(85+) = L(85+) / (L(80) + L(85+))."""
    lived = published_projection.LIVED
    zeros = np.zeros(lived.size)
    width = np.append(np.full(lived.size - 1, 5.0), np.inf)
    alive = np.full(lived.size, 100_000.0)
    table = life_table.LifeTable(zeros, width, zeros, zeros, zeros, alive, zeros, lived, zeros, zeros)
    shares = life_table.survival(table)
    assert shares[0] == pytest.approx(497487 / 500000)
    assert shares[5] == pytest.approx(495168 / 495902)
    assert shares[-1] == pytest.approx(291707 / (291707 + 271512))


def test_rates_and_probabilities_describe_the_same_table():
    by_rate = life_table.from_rates(AUSTRIA[:, 1] / AUSTRIA[:, 2], AUSTRIA_WIDTH, AxRule.WEST_MALE)
    width = np.append(AUSTRIA_WIDTH[:-1], 5.0)
    back = life_table.from_probabilities(by_rate.qx, width, AxRule.WEST_MALE, open_ax=by_rate.ax[-1])
    assert back.mx == pytest.approx(by_rate.mx)
    assert back.ex == pytest.approx(by_rate.ex)


def test_both_sexes_at_once():
    rates = np.stack([published.QX_2020_22_WOMEN, published.QX_2020_22_MEN])
    together = life_table.from_rates(rates, ax=AxRule.WEST)
    for index, rule in enumerate((AxRule.WEST_FEMALE, AxRule.WEST_MALE)):
        alone = life_table.from_rates(rates[index], ax=rule)
        assert np.array_equal(together.ex[index], alone.ex)
    assert together.ax[0, 0] != together.ax[1, 0]


@pytest.mark.parametrize(
    ("build", "hint"),
    [
        (lambda: life_table.from_rates([0.1, -0.1, 0.2]), "negativ"),
        (lambda: life_table.from_rates([0.1, np.nan, 0.2]), "fehlt"),
        (lambda: life_table.from_rates([0.1, 0.1, 0.0]), "offenen obersten"),
        (lambda: life_table.from_rates([3.0, 0.1, 0.2]), "passen nicht"),
        (lambda: life_table.from_rates([0.1, 0.1, 0.2], ax=[0.5, np.nan, 4]), "fehlt"),
        (lambda: life_table.from_rates([0.1, 0.1, 0.2], ax=AxRule.WEST), "Geschlechtern"),
        (lambda: life_table.from_rates([0.1]), "mindestens zwei"),
        (lambda: life_table.from_probabilities([0.1, 1.2]), "zwischen 0 und 1"),
        (lambda: life_table.from_probabilities([0.1, 0.0]), "letzte"),
        (lambda: life_table.from_counts([1, 1], [0, 10]), "niemand"),
        (lambda: life_table.survival(austria(AxRule.HALF)), "gleich breit"),
    ],
)
def test_impossible_tables_are_refused(build, hint):
    with pytest.raises(ValueError, match=hint):
        build()


RATES = arrays.arrays(np.float64, st.tuples(st.integers(1, 3), st.integers(3, 40)), elements=st.floats(1e-6, 1.5))


@given(RATES, st.sampled_from([1.0, 100_000.0]))
def test_identities(rates, radix):
    table = life_table.from_rates(rates, radix=radix)
    assert np.all(table.lx[..., 0] == radix)
    assert table.dx.sum(axis=-1) == pytest.approx(np.full(len(rates), radix))
    assert np.all(np.diff(table.lx, axis=-1) <= 0)
    lived = table.Lx[..., :-1]
    assert np.all((lived <= table.lx[..., :-1] * (1 + 1e-12)) & (lived >= table.lx[..., 1:] * (1 - 1e-12)))
    assert table.ex[..., 0] == pytest.approx(table.Tx[..., 0] / radix)
    assert table.mx == pytest.approx(rates)
    shares = life_table.survival(table)
    assert np.all((shares > 0) & (shares <= 1 + 1e-12))
    people = np.concatenate([table.Lx[..., :1], table.Lx[..., :-1] * shares[..., 1:]], axis=-1)
    assert people[..., :-1] == pytest.approx(table.Lx[..., :-1])


@given(RATES)
def test_dying_more_never_lengthens_life(rates):
    assert np.all(life_table.from_rates(rates * 1.1).ex[..., 0] <= life_table.from_rates(rates).ex[..., 0])
