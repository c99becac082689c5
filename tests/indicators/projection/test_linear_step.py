"""The step multiplied out does what the step does, births, open age and holding to the county included."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.projection import step
from indicators.projection.linear_step import LinearStep

SHAPE = (3, 2, 7)


@given(st.integers(0, 2**32 - 1), st.floats(0.8, 1.3))
@settings(deadline=None)
def test_it_is_the_step_multiplied_out(seed, boys):
    random = np.random.default_rng(seed)
    people, survival, arrivals = random.uniform(0, 500, SHAPE), random.uniform(0, 1, SHAPE), random.uniform(0, 9, SHAPE)
    leaving, spread, control = (
        random.uniform(0, 0.4, SHAPE),
        random.uniform(0, 1, SHAPE),
        random.uniform(0.8, 1.2, SHAPE),
    )
    fertility = random.uniform(0, 0.3, (3, 7))
    fertility[:, 0] = 0.0
    surplus = random.normal(0, 20, 3)
    migrants = arrivals + spread * surplus[:, None, None] - leaving * people
    wanted = step.advance(people, survival, fertility, migrants, boys).population * control
    found = people.copy()
    linear = LinearStep.of(survival, fertility, arrivals, leaving, spread, control, boys)
    linear.advance(found, surplus, np.empty(SHAPE))
    assert np.allclose(found, wanted, rtol=1e-12, atol=1e-9)
