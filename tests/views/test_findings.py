"""The sentence above a map: right grammar, right counts, nothing beyond the numbers."""

from __future__ import annotations

import pytest

from data.schema import Level
from indicators.catalogue import load_catalogue
from views import findings, resources
from views.map_view import subtitle
from views.state import Selection

CATALOGUE = load_catalogue()


@pytest.fixture(scope="module")
def evaluator():
    return resources.evaluator()


def finding(evaluator, indicator, period=None, level=Level.GEMEINDE):
    entry = CATALOGUE[indicator]
    moments = [m for m in evaluator.moments_at(entry, level) if period in (None, m.period)]
    frame = evaluator.evaluate(entry, evaluator.regions.at_level(level), moments[-1:])
    return findings.map_finding(entry, frame, evaluator.regions, level)


def test_a_share_is_told_in_words_of_every_day(evaluator):
    told = finding(evaluator, "anteil_65", "2015-12-31")
    assert told == "Graal-Müritz, Rerik und Kühlungsborn: Fast ein Drittel ist 65 oder älter"


def test_growth_counts_the_smallest_places_too(evaluator):
    """77 of the county's 112 municipalities had more inhabitants in 2023 than in 2013 (census base 2011)."""
    assert finding(evaluator, "einwohner_10_jahre") == "77 von 112 Gemeinden haben Menschen dazugewonnen"


def test_many_secret_figures_are_the_finding(evaluator):
    assert "In 36 von 112 Gemeinden bleibt die Zahl geheim" in finding(evaluator, "uebernachtungen")


@pytest.mark.parametrize("level", [Level.GEMEINDE, Level.AMT, Level.PLANUNGSREGION, Level.MITTELBEREICH])
def test_every_indicator_has_a_sentence_without_holes(evaluator, level):
    for indicator in CATALOGUE.indicators.values():
        for moment in evaluator.moments_at(indicator, level)[-1:]:
            frame = evaluator.evaluate(indicator, evaluator.regions.at_level(level), [moment])
            told = findings.map_finding(indicator, frame, evaluator.regions, level)
            assert told
            assert not any(hole in told for hole in (" nan", "(nan", "keine Zahl", "  ", "−0 ", "+0 ", "()", "None")), (
                told
            )


def test_the_subtitle_never_says_in_je(evaluator):
    for indicator in CATALOGUE.indicators.values():
        chosen = Selection("13072", (0, 200), "t", "13", indicator.id, Level.GEMEINDE)
        for moment in evaluator.moments(indicator)[-1:]:
            assert ", in je " not in subtitle(indicator, moment, chosen, Level.GEMEINDE)
