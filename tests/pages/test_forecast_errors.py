"""The page Wie gut sind solche Prognosen?: its numbers are those of the back-test, its sentences say what the numbers say."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from indicators.projection import backtest
from tests.pages.support import Opened
from views import forecast_errors_page, forecast_errors_tables, resources
from views import forecast_errors_words as words
from views.forecast_errors_picture import ErrorDot, errors_svg
from views.formats import number
from views.table import html_table

VILLAGE, MERGED = "Alt Sührkow", "Walkendorf"


@pytest.fixture(scope="module")
def tests():
    return {launch: forecast_errors_page.back_test(launch) for launch in backtest.LAUNCHES}


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).replace("\u00a0", " ")


class TestPage:
    def test_it_opens_with_the_finding_in_heads(self, tests):
        shown = plain(Opened("prognose-guete").markup)
        found = backtest.summaries(tests[2013])[0]
        assert f"lag diese Rechnung nach zehn Jahren im Mittel um {number(found.model.mape)} % daneben" in shown
        assert f"das sind {number(found.model.heads)} Menschen" in shown
        whole = backtest.summary(tests[2013])
        assert f"Von {whole.n} Gemeinden lagen {whole.covered} im angegebenen Bereich; versprochen waren 83." in shown

    def test_a_village_sees_what_was_said_and_what_came(self, tests):
        shown = plain(Opened("prognose-guete", ort=VILLAGE).markup)
        at = tests[2013].places.index("13072003")
        assert f"Gezählt wurden {number(tests[2013].actual[at])}: " in shown
        assert f"2013 gerechnet, 2023 gezählt: {VILLAGE}" in shown

    def test_the_launch_of_2015_says_plainly_that_it_was_worse(self):
        shown = plain(Opened("prognose-guete", rueckschau_ab="2015").markup)
        assert "nach acht Jahren" in shown
        assert "schlechter als die einfachste Regel" in shown
        assert "2015 war der Höhepunkt" in shown
        assert "darunter viele Geflüchtete" in shown

    def test_the_launch_of_2013_says_that_it_was_better(self, tests):
        assert "besser als die einfachste Regel" in words.verdict(tests[2013])

    def test_a_merged_municipality_is_told_so(self):
        assert "durch einen Zusammenschluss größer geworden" in plain(Opened("prognose-guete", ort=MERGED).markup)

    @pytest.mark.parametrize(
        ("tab", "said"),
        [
            ("Alle Gemeinden", "Am weitesten daneben lag die Rechnung in"),
            ("Altersaufbau", "von 100 Menschen in einer falschen Altersgruppe"),
            ("Was keine Rechnung wissen kann", "Unterkünfte für Geflüchtete"),
            ("Für Fachleute", "wurde mit Blick auf diese Rückschauen entwickelt"),
        ],
    )
    def test_every_part_opens_by_its_address(self, tab, said):
        assert said in plain(Opened("prognose-guete", rueckschau_teil=tab).markup)


class TestTables:
    def test_sizes_hold_all_three_ways(self, tests):
        made, numeric = forecast_errors_tables.sizes(tests[2013])
        last = made.iloc[-1]
        found = backtest.summary(tests[2013])
        assert (last["diese Rechnung %"], last["alles bleibt %"]) == (found.model.mape, found.unchanged.mape)
        assert last["Trend weiter %"] == found.linear.mape
        assert last["in der Spanne"] == f"{found.covered} von 104"
        assert html_table(made, "Fehler", numeric).count("<tr>") == len(made) + 1

    def test_every_municipality_stands_in_its_row(self, tests):
        names = resources.evaluator().regions.name
        made, _ = forecast_errors_tables.places(tests[2015], names)
        assert len(made) == 112
        row = made.set_index("Gemeinde").loc[VILLAGE]
        assert row["gezählt 2023"] == 388
        assert row["gerechnet 2023"] % 10 == 0

    def test_experts_see_every_class_and_way(self, tests):
        made, _ = forecast_errors_tables.experts(tests[2013])
        assert len(made) == 7 * 3
        assert set(made["Verfahren"]) == {"diese Rechnung", "alles bleibt", "Trend weiter"}

    def test_other_values_are_told_with_their_errors(self):
        found = {(2013, 0.7): backtest.Errors(6.5, 5.0, 14.0, -1.7, 90.0)}
        made, numeric = forecast_errors_tables.trials(found)
        assert "0,7" in html_table(made, "Proben", numeric)
        assert "6,50" in html_table(made, "Proben", numeric)


class TestSentences:
    def test_worse_and_better_follow_the_numbers(self, tests):
        """The words are not tied to a year: a better forecast of 2015 would be called better."""
        test = tests[2015]
        perfect = replace(test, expected=np.vstack([test.expected[:-1], test.actual]))
        assert "besser als die einfachste Regel" in words.verdict(perfect)
        same = replace(test, expected=np.vstack([test.expected[:-1], test.unchanged]))
        assert "so gut wie die einfachste Regel" in words.verdict(same)

    def test_the_county_error_has_its_direction(self, tests):
        assert "zu wenige erwartet" in words.county_sentence(tests[2013])
        assert "zu viele erwartet" in words.county_sentence(tests[2015]).split(";")[0]

    def test_the_worst_are_named_with_both_numbers(self, tests):
        test = tests[2013]
        names = {place: f"Ort {place}" for place in test.places}
        error = np.where(test.stable, np.abs(test.error()), 0)
        said = words.worst_sentence(test, names)
        assert f"Ort {test.places[int(error.argmax())]}" in said
        assert said.count("gezählt") == 3


class TestPicture:
    dots = (
        ErrorDot("a", "<b>Ort</b>", 200, 12.0, -10.0, 14.0),
        ErrorDot("b", "Stadt", 30000, -11.0, -9.0, 9.0),
        ErrorDot("c", "Dorf", 900, 0.01, -9.0, 9.0),
    )

    def test_inside_and_outside_differ_by_shape(self):
        drawn = errors_svg(self.dots)
        assert drawn.count('class="inside"') == 2
        assert drawn.count('class="outside"') == 1
        assert "&lt;b&gt;Ort" in drawn
        assert "<b>" not in drawn

    def test_the_chosen_place_is_named_once(self):
        drawn = errors_svg(self.dots, "b")
        assert drawn.count('class="selected"') == 1
        assert "Stadt: 11,0\u00a0% zu wenige erwartet" in drawn
        assert 'class="outside"' not in drawn

    def test_words_have_a_direction_or_none(self):
        assert self.dots[2].words == "Dorf: genau getroffen"
        assert self.dots[0].words.endswith("zu viele erwartet")

    def test_nothing_to_draw_is_refused(self):
        with pytest.raises(ValueError, match="keine Gemeinde"):
            errors_svg([])
