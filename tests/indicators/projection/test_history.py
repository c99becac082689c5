"""Net migration of the past: registered, left open by births and deaths, implied by a published projection."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data.schema import PROJECTION_COLUMNS
from indicators.projection import history, life_table, vital
from indicators.projection.known import Known
from indicators.projection.results import AGES


def published(known, rate, years=range(2024, 2046)):
    """A projection of the state in which every year moves the given share of the inhabitants, none of them newborn."""
    probability, _, middle = vital.probabilities(known, known.year)
    survival = life_table.survival(life_table.from_probabilities(probability))
    people, rows = np.full((2, AGES), 8000.0), []
    for year in years:
        if year > years[0]:
            alive = survival ** np.exp(vital.improvement(known) * max(year - middle, 0))
            after = np.empty_like(people)
            after[:, 1:] = people[:, :-1] * alive[:, 1:]
            after[:, -1] += people[:, -1] * alive[:, -1]
            after[:, 0] = 7000.0
            after[:, 20:40] += rate * people.sum() / 40
            people = after
        for (sex, age), persons in np.ndenumerate(people):
            rows.append((f"{year}-12-31", "fm"[sex], age, 200 if age == AGES - 1 else age + 1, persons))
    table = pd.DataFrame(rows, columns=["date", "sex", "age_from", "age_to", "persons"])
    fixed = {"region_id": known.package.state, "round": "", "variant": "G2L2W2", "unit_rounding": 1, "source_id": "T"}
    return table.assign(**{name: fixed.get(name, "") for name in PROJECTION_COLUMNS if name not in table})


def test_the_net_migration_of_a_published_projection_is_found_again(shipped, known, model):
    rates = (-0.004, 0.003)
    paths = []
    for rate in rates:
        package = replace(shipped, projections=published(known, rate))
        other = Known(package, known.date)
        implied = history._implied(other)
        assert np.array(list(implied.values())) == pytest.approx(rate, abs=1e-9)
        paths.append(history.state_path(other, model.start, model.years))
    passed = model.years_passed
    assert paths[0][:passed] == pytest.approx(paths[1][:passed])
    assert paths[1][passed:] - paths[0][passed:] == pytest.approx(rates[1] - rates[0], abs=1e-9)


def test_without_a_published_projection_it_says_so_in_german(shipped, known, model):
    other = Known(replace(shipped, projections=shipped.projections[:0]), known.date)
    assert not history.has_state_path(other) and history.has_state_path(known)
    with pytest.raises(ValueError, match="keine Vorausberechnung des Landes"):
        history.state_path(other, model.start, model.years)


def test_registered_years_are_taken_as_registered(known, model):
    """County net moves 2013 to 2018, Regionalstatistik."""
    inhabitants = float(model.start.people.sum())
    rates = history.county_rates(known, model.start, inhabitants)
    for year in range(2013, 2019):
        registered = known.totals("county_moves_net", str(year), "ohne", "t", [known.county])[0]
        assert rates[year] * inhabitants == pytest.approx(registered)
    assert max(rates) == history.known_until(known) == 2025


def test_what_births_and_deaths_leave_open_is_near_what_was_registered(shipped, known, model):
    """For years with both: the county's net moves of 2016 to 2018 as if they had not been registered."""
    facts = shipped.facts
    late = (facts["variable"] == "county_moves_net") & facts["period"].astype(str).isin(["2016", "2017", "2018"])
    other = Known(replace(shipped, facts=facts[~late]), known.date)
    inhabitants = float(model.start.people.sum())
    found, registered = (history.county_rates(k, model.start, inhabitants) for k in (other, known))
    for year in (2016, 2017, 2018):
        assert found[year] == pytest.approx(registered[year], abs=0.002)


def test_spans_do_not_cross_a_census(known, model):
    spans = history._by_totals(known, model.start)
    census = -history.years_between("2022-05-15", model.start.date)
    assert len(spans) >= 5
    assert all(span.begins < span.ends <= 0 for span in spans)
    on_old = [s for s in spans if s.begins < census - 0.01]
    assert on_old and all(np.abs(s.rates).mean() < 0.05 for s in spans)
