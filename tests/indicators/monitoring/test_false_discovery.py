"""False alarms are kept down: the published example, and simulated counties in which nothing differs or a few places do."""

from __future__ import annotations

import numpy as np
import pytest

from indicators.monitoring.comparisons import Counts, judge
from indicators.monitoring.false_discovery import LEVEL, Procedure, adjusted
from indicators.monitoring.fisher import shares_p
from indicators.monitoring.spread import of_shares, spread

#: Benjamini and Hochberg (1995), section 4.1: fifteen tests of one clinical trial.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip
#: Inhabitants as unequal as in a county of villages and towns.
PEOPLE = np.concatenate([np.geomspace(300, 3000, 90), np.geomspace(3000, 30000, 14)]).round()


def county(rng, true_shares):
    """Draw counts of every place and put them against everybody else."""
    part = rng.binomial(PEOPLE.astype(int), true_shares).astype(float)
    none = np.zeros_like(part)
    return Counts("share", part, PEOPLE, part.sum() - part, PEOPLE.sum() - PEOPLE, none, none)


def false_share(p_values, truly_different):
    """Give the share of false alarms among the reported, and how many of the true differences were found."""
    found = adjusted(p_values) <= LEVEL
    return (found & ~truly_different).sum() / max(found.sum(), 1), (found & truly_different).sum()


class TestProcedure:
    def test_the_published_example_reports_four(self):
        assert (adjusted(np.array(PUBLISHED)) <= 0.05).tolist() == [True] * 4 + [False] * 11

    def test_the_strict_procedure_reports_the_first_three(self):
        """The fourth fails: 0.0095 > 0.05 · 4/15 / (1 + 1/2 + … + 1/15)."""
        assert (adjusted(np.array(PUBLISHED), Procedure.STRICT) <= 0.05).sum() == 3

    def test_order_does_not_matter_and_what_was_not_compared_does_not_count(self):
        mixed = np.array([np.nan, *PUBLISHED[::-1], np.nan])
        assert np.allclose(adjusted(mixed)[1:-1][::-1], adjusted(np.array(PUBLISHED)))
        assert np.isnan(adjusted(mixed)[[0, -1]]).all()
        assert adjusted(np.array([np.nan])).size == 1


class TestExactTests:
    def test_the_lady_tasting_tea(self):
        assert shares_p(*(np.array([float(x)]) for x in (3, 4, 1, 4)))[0] == pytest.approx(34 / 70)

    @pytest.mark.parametrize("rate", [0.003, 0.03, 0.2])
    def test_shares_stay_below_their_level(self, rate):
        rng, times = np.random.default_rng(1), 700
        people, others = np.full(times, 400.0), np.full(times, 40_000.0)
        share = shares_p(rng.binomial(400, rate, times), people, rng.binomial(40_000, rate, times), others)
        assert (share <= 0.05).mean() <= 0.07

    def test_far_out_it_does_not_promise_too_much(self):
        """Expected: one in a thousand below 0.1 %; the score test of small counts has more than twice as many on the upper side."""
        rng, times = np.random.default_rng(8), 1_500
        people = np.full(times, 400.0)
        p_values = shares_p(rng.binomial(400, 0.015, times), people, np.full(times, 600.0), np.full(times, 40_000.0))
        assert (p_values <= 0.002).mean() <= 0.004


class TestCounties:
    def test_where_nothing_differs_hardly_anything_is_reported(self):
        """All false discoveries are false alarms here: any report in at most one county of twenty."""
        rng = np.random.default_rng(3)
        counties = [judge(county(rng, 0.2)) for _ in range(80)]
        for p_values in ([c.p_rest for c in counties], [c.p_unusual for c in counties]):
            any_report = np.mean([(adjusted(p) <= LEVEL).any() for p in p_values])
            assert any_report <= LEVEL + 2 * np.sqrt(LEVEL * (1 - LEVEL) / 80)

    def test_planted_differences_are_found_and_false_alarms_stay_below_the_level(self):
        rng = np.random.default_rng(4)
        different = np.arange(len(PEOPLE)) % 5 == 0
        outcomes = []
        for _ in range(50):
            counts = county(rng, 0.2)
            rest = np.full(len(PEOPLE), 0.2 * 200_000)  # the rest of the county is known, and it does not change
            part = rng.binomial(PEOPLE.astype(int), np.where(different, 0.3, 0.2)).astype(float)
            planted = Counts(
                "share", part, PEOPLE, rest, np.full(len(PEOPLE), 200_000.0), counts.moves, counts.rest_moves
            )
            outcomes.append(false_share(judge(planted).p_rest, different))
        false_alarms, found = np.mean(outcomes, axis=0)
        assert false_alarms <= LEVEL
        assert found > 0.8 * different.sum()

    def test_usual_spread_is_not_unusual_though_surely_different(self):
        """Places that all differ a little: nearly all differ from the rest beyond chance, hardly one is unusual."""
        rng = np.random.default_rng(5)
        reports = []
        for _ in range(50):
            true = np.sin(np.arcsin(np.sqrt(0.2)) + rng.normal(0, 0.08, len(PEOPLE))) ** 2
            outcome = judge(county(rng, true))
            reports.append(((adjusted(outcome.p_rest) <= LEVEL).mean(), (adjusted(outcome.p_unusual) <= LEVEL).any()))
        different, unusual = np.mean(reports, axis=0)
        assert different > 0.4
        assert unusual <= LEVEL + 2 * np.sqrt(LEVEL * (1 - LEVEL) / 50)

    def test_one_place_far_outside_the_usual_spread_is_found(self):
        rng = np.random.default_rng(6)
        true = np.sin(np.arcsin(np.sqrt(0.2)) + rng.normal(0, 0.05, len(PEOPLE))) ** 2
        true[50] = 0.5
        reported = adjusted(judge(county(rng, true)).p_unusual) <= LEVEL
        assert np.flatnonzero(reported).tolist() == [50]

    @pytest.mark.parametrize("tau", [0.0, 0.02, 0.06])
    def test_the_usual_spread_is_estimated_without_bias(self, tau):
        rng = np.random.default_rng(7)
        found = []
        for _ in range(25):
            true = np.sin(np.arcsin(np.sqrt(0.2)) + rng.normal(0, tau, len(PEOPLE))) ** 2
            found.append(spread(*of_shares(rng.binomial(PEOPLE.astype(int), true), PEOPLE)).tau)
        assert np.mean(found) == pytest.approx(tau, abs=0.006)

    def test_few_places_have_no_usual_spread(self):
        assert np.isnan(spread(np.zeros(9), np.ones(9)).tau)
