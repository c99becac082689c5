"""The page Prognose, driven without a browser on the shipped figures."""

from __future__ import annotations

import re

import pytest

from tests.pages.support import Opened
from tests.pages.test_profile import chosen
from views import forecast_controls, resources
from views.forecast_page import TABS

OWN = forecast_controls.OWN


def headline(page: Opened) -> str:
    return re.search(r"<h1>(.*?)</h1>", page.markup).group(1)


def heads(page: Opened) -> float:
    """The expected number of the headline."""
    return float(re.search(r"etwa ([\d.]+) ", headline(page)).group(1).replace(".", ""))


@pytest.mark.parametrize(
    ("place", "year"),
    [
        ("Penzin", 2039),
        ("Güstrow", 2045),
        ("Amt Gnoien", 2045),
        ("Planungsregion Süd-Ost (vorläufig)", 2045),
        ("Landkreis Rostock", 2045),
    ],
)
def test_every_kind_of_place_has_a_headline_with_heads_and_range(place, year):
    page = Opened("prognose", ort=place)
    assert re.fullmatch(
        rf"{year} leben \S+ .*etwa [\d.]+ Menschen: vier von fünf Rechnungen liegen zwischen [\d.]+ und [\d.]+",
        headline(page),
    )
    assert "Vorausberechnung, keine Vorhersage" in page.markup
    assert "Start 31.12.2024, Zensus 2022" in page.markup


def test_a_small_place_is_shown_coarser_and_says_so():
    page = Opened("prognose", ort="Penzin", teil="Lebensphasen")
    assert "Unter 5.000 Einwohnern ändern wenige Umzüge viel. Darum nur bis 2039" in page.markup
    assert "Kinder vor der Schule" in page.markup
    assert "Kleinkinder" not in page.markup
    assert "2045" not in re.search(r"<table.*?</table>", page.markup).group()


def test_a_town_keeps_all_phases_of_life():
    page = Opened("prognose", ort="Güstrow", teil="Lebensphasen")
    rows = re.findall(r'<th scope="row"><b>(.*?)</b>', page.markup)
    assert rows[0] == "Hochbetagte"
    assert rows[-1] == "Kleinkinder"
    assert len(rows) == 11


def test_age_group_and_sex_narrow_everything_but_the_age_structure():
    page = Opened("prognose", ort="Güstrow", alter="Hochbetagte (80 und älter)", geschlecht="Frauen")
    assert "Frauen ab 80" in headline(page)
    assert "wurde hier nie genau so gezählt" in page.markup
    assert "Immer alle Menschen, auch wenn oben eine Gruppe gewählt ist." in page.markup


def test_two_scenarios_stand_side_by_side_and_a_sentence_says_what_differs():
    page = Opened("prognose", szenario="Trend", daneben="Zuzug")
    assert "Szenarien „Trend“ und „Zuzug“" in page.markup
    assert re.search(r"2045 sind es mit „Zuzug“ etwa [\d.]+ mehr als mit „Trend“", page.markup)


def test_twice_the_same_scenario_is_shown_once():
    page = Opened("prognose", szenario="Trend", daneben="Trend")
    assert "Zweimal dasselbe Szenario" in page.markup
    assert "Szenario „Trend“" in page.markup


def test_more_children_more_people():
    today = heads(Opened("prognose"))
    more = Opened("prognose", szenario=OWN, kinder="2,00")
    assert more.app.select_slider(key="kinder").value == "2,00"
    assert heads(more) > today
    assert re.search(r"mit „eigene Annahmen“ etwa [\d.]+ mehr als mit „Trend“", more.markup)


def test_untouched_sliders_are_the_trend():
    page = Opened("prognose", szenario=OWN)
    assert heads(page) == heads(Opened("prognose"))
    assert "Alle Regler stehen auf dem heutigen Wert" in page.markup


def test_a_housing_area_is_offered_to_municipalities_only():
    village = Opened(
        "prognose", ort="Walkendorf", szenario=OWN, wohnungen="50", einzug="2027", teil="Was angenommen ist"
    )
    assert "50 Wohnungen im Jahr 2027" in village.markup
    assert heads(village) > heads(Opened("prognose", ort="Walkendorf"))
    county = Opened("prognose", szenario=OWN)
    assert "wohnungen" not in [slider.key for slider in county.app.select_slider]


def test_moving_a_slider_changes_the_numbers():
    page = Opened("prognose", ort="Walkendorf", szenario=OWN)
    before = heads(page)
    page.app.select_slider(key="familien").set_value("−10")
    page.run()
    assert heads(page) < before


def test_nonsense_in_the_address_gives_the_usual_page():
    page = Opened(
        "prognose", ort="<b>", szenario="../..", daneben="${x}", kinder="99", leben="viel", familien="-", teil="nichts"
    )
    assert headline(page) == headline(Opened("prognose"))


def test_nonsense_for_the_sliders_leaves_them_at_today():
    page = Opened(
        "prognose",
        ort="Penzin",
        szenario=OWN,
        kinder="99",
        leben="viel",
        ruhestand="+5000",
        wohnungen="-3",
        einzug="1999",
    )
    assert heads(page) == heads(Opened("prognose", ort="Penzin"))


@pytest.mark.parametrize("part", TABS)
def test_every_part_opens(part):
    page = Opened("prognose", ort="Lohmen", teil=part)
    assert len(page.markup) > 10_000


def test_assumptions_carry_values_and_sources():
    page = Opened("prognose", teil="Was angenommen ist", daneben="ohne Wanderung")
    for words in (
        "Kinder je Frau",
        "1,44 wie heute im Landkreis",
        "Lebenserwartung",
        "Niemand zieht mehr zu oder fort.",
        "Sterbetafel",
    ):
        assert words in page.markup


def test_a_region_beyond_the_county_gets_friendly_words(monkeypatch):
    forecasts = resources.forecasts()

    def refuse(self, region_id):
        raise ValueError("Vorausberechnet werden nur die Gemeinden des Landkreises.")

    monkeypatch.setattr(type(forecasts), "members", refuse)
    page = Opened("prognose")
    assert "gibt es hier keine Vorausberechnung" in page.markup
    assert "Wählen Sie oben den Landkreis" in page.markup


def test_the_scenarios_of_the_control_are_those_of_the_projection():
    page = Opened("prognose", ort="Penzin")
    names = [scenario.name for scenario in resources.forecasts().scenarios]
    assert page.app.selectbox(key="szenario").options == [*names, OWN]
    assert chosen("Penzin").region_id in resources.forecasts().model.places
