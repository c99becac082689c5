"""The page So rechnet die Prognose: its numbers are the model's, its formulas hold, its table of assumptions is the package's."""

from __future__ import annotations

import re

import numpy as np
import pytest

from indicators.projection import migration
from indicators.projection.drift import Damped
from indicators.projection.known import VARIABLES
from tests.pages.support import Opened
from views import forecast_method_facts as facts
from views import forecast_method_page as page
from views import resources
from views.forecast_method_steps import LITERATURE, STEPS
from views.formats import number


@pytest.fixture(scope="module")
def found():
    return resources.forecasts()


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).replace("\u00a0", " ")


class TestPage:
    def test_five_sentences_come_first_then_every_step(self, found):
        opened = Opened("prognose-methodik")
        shown = plain(opened.markup)
        sentences = facts.five_sentences(found)
        assert len(sentences) == 5
        for sentence in sentences:
            assert sentence.count(".") - len(re.findall(r"\d\.", sentence)) == 1, sentence
        places = [shown.index(text) for text in (*sentences, *(step.title for step in STEPS))]
        assert places[:5] == sorted(places[:5])
        assert max(places[:5]) < shown.index("1. Ausgangsbevölkerung")
        shown_formulas = [element.value.strip("$\n ") for element in opened.app.latex]
        assert shown_formulas == [formula for step in STEPS for formula in step.formulas]

    @pytest.mark.parametrize(
        ("tab", "said"),
        [
            ("Werte dieses Kreises", "Wanderungssaldo"),
            ("Annahmen", "Der Landkreis kann jeden Wert ändern"),
            ("Was nicht gerechnet wird", "Haushalte, Familien, Wohnungen."),
            ("Quellen", "Sterbetafeln für Deutschland"),
            ("Literatur", "Demographic Research 46:32"),
        ],
    )
    def test_every_part_opens_by_its_address(self, tab, said):
        assert said in plain(Opened("prognose-methodik", methodik_teil=tab).markup)

    def test_every_method_has_its_reference(self):
        named = ("Preston", "Rogers", "Wilson", "Gardner", "Clayton", "Rayer", "Baker")
        assert all(any(text.startswith(name) for text in LITERATURE) for name in named)


class TestFacts:
    def test_children_and_life_expectancy_are_the_models(self, found):
        model = found.model
        assert f"Kinder je Frau im Kreis: {number(model.children_per_woman(), 2)};" in facts.fertility(found)
        women, men = model.life_expectancy(model.first_year - model.start.rates.year)
        assert f"Frauen {number(women, 1)}, Männer {number(men, 1)} Jahre" in facts.mortality(found)

    def test_migration_path_is_the_models(self, found):
        table = facts.values(found)
        path = table[table["Größe"] == "Wanderungssaldo"].set_index("Jahr")["Wert"]
        drift, people = found.model.county_drift, found.model.start.people.sum()
        assert len(path) == len(found.model.years) - 1
        assert path["2045"] == number(drift.path[-1] * people, signed=True)
        assert f"φ = {number(drift.rule.damping, 1)}" in facts.moves(found)

    def test_types_add_up_to_all_municipalities(self, found):
        counts = [int(n) for n in re.findall(r"(\d+) (?:an der|Städte|im Umland|ländlich)", facts.flows(found))]
        assert sum(counts) == len(found.model.places) == len(facts.types(found))

    def test_names_of_types_stand_in_the_order_of_the_places(self, found):
        """A municipality keeps its own row: the towns are those with at least so many people as the table of assumptions says."""
        table = facts.types(found).set_index("Gemeinde")
        assert table.loc["Güstrow", "Typ"] == "Städte"
        assert table.loc["Graal-Müritz", "Typ"] == "an der Küste"
        at = found.model.places.index("13072043")
        assert table.loc["Güstrow", "Sterbefälle"] == found.model.start.rates.place_deaths[at]

    def test_every_step_says_something_of_this_county(self, found):
        for step in STEPS:
            said = step.here(found)
            assert re.search(r"\d", said), step.title
            assert "nan" not in said
            assert "keine Zahl" not in said

    def test_sources_are_those_of_the_variables(self, found):
        ids = facts.source_ids(resources.package())
        own = resources.package().facts
        assert set(own.loc[own["variable"].isin(VARIABLES), "source_id"].astype(str)) <= set(ids)
        assert "sterbetafel" in ids
        assert set(ids) <= set(resources.package().sources["source_id"])


class TestAssumptions:
    def test_every_row_is_shown_with_value_and_source(self):
        table = resources.package().assumptions
        made = page.assumptions_table(table)
        assert list(made["Zeile"]) == list(table["id"])
        assert made.set_index("Zeile").loc["place_persistence", "Wert"] == "0,8"
        assert made.set_index("Zeile").loc["fertility_step", "Wert"] == "0,03"
        assert (made["Woher"] != "").all()


class TestFormulas:
    """The formulas written down are those that are computed."""

    def test_the_factor_of_arrivals_and_departures(self):
        z, f, m = 120.0, 90.0, -20.0
        k = (m + np.sqrt(m**2 + 4 * z * f)) / (2 * z)
        assert float(migration.balance(np.array(z), np.array(f), np.array(m))) == pytest.approx(k)
        assert z * k - f / k == pytest.approx(m)

    def test_the_damped_trend(self):
        series, alpha, beta, phi = [3.0, 5.0, 4.0, 8.0], 0.7, 0.4, 0.6
        level, trend = series[0], 0.0
        for value in series[1:]:
            new = alpha * value + (1 - alpha) * (level + phi * trend)
            trend = beta * (new - level) + (1 - beta) * phi * trend
            level = new
        expected = [level + trend * sum(phi**j for j in range(1, h + 1)) for h in (1, 2, 3)]
        assert Damped(alpha, beta, phi).forecast(np.array(series), 3) == pytest.approx(expected)
