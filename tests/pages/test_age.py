"""The page Altersaufbau, driven without a browser on the shipped figures."""

from __future__ import annotations

import pytest

from reports import age_files
from tests.pages.support import Opened
from tests.pages.test_profile import chosen
from views import age_data, age_many, resources
from views.age_structure import AgeStructure


def moments(name: str):
    evaluator = resources.evaluator()
    region = chosen(name).region_id
    return age_data.moment_names(evaluator, region, age_data.age_moments(evaluator, resources.catalogue(), region))


def test_a_municipality_has_two_dates_and_begins_with_women_and_men():
    assert list(moments("Walkendorf")) == ["15.05.2022 (Zensus)", "31.12.2015"]
    page = Opened("altersaufbau", ort="Walkendorf")
    assert page.app.selectbox(key="stichtag").value == "31.12.2015"
    assert "Neuere Altersangaben gibt es vom 15.05.2022, aber nicht nach Frauen und Männern getrennt" in page.markup


def test_the_county_begins_with_its_newest_date():
    assert Opened("altersaufbau").app.selectbox(key="stichtag").value == "31.12.2025"


def test_the_finding_of_2015_is_the_headline():
    page = Opened("altersaufbau", stichtag="31.12.2015")
    assert "Auf einen Menschen Anfang 20 kommen fast vier Anfang 50" in page.markup
    assert "5.531 Menschen von 20 bis 24, 21.666 von 50 bis 54" in page.markup


def test_a_date_the_place_lacks_gives_way_to_the_nearest_and_says_so():
    page = Opened("altersaufbau", ort="Penzin", stichtag="31.12.2025")
    assert page.app.selectbox(key="stichtag").value == "15.05.2022 (Zensus)"
    assert "Für Penzin gibt es zum Stichtag 31.12.2025 keine Altersangaben" in page.markup


def test_the_chosen_people_are_counted():
    page = Opened("altersaufbau", alter="Kita-Alter (3 bis 5)", stichtag="31.12.2015")
    assert "Ihre Auswahl „Menschen, Kita-Alter (3 bis 5)“: 5.675 von 213.473 Menschen (2,7\u00a0%)" in page.markup


def test_women_of_an_age_the_census_does_not_part_by_sex_have_no_number():
    page = Opened(
        "altersaufbau", ort="Penzin", stichtag="15.05.2022 (Zensus)", geschlecht="Frauen", alter="Kita-Alter (3 bis 5)"
    )
    assert "keine Zahl zu diesem Stichtag" in page.markup


def test_choosing_the_unit_draws_people():
    page = Opened("altersaufbau").choose("einheit", "Menschen")
    assert "auf 218.123 Menschen umgerechnet" in page.markup


def test_all_aemter_stand_on_one_axis_and_select_themselves():
    evaluator = resources.evaluator()
    moment = moments("Walkendorf")["31.12.2015"]
    groups = age_many.small_multiples(evaluator, moment)
    assert [len(pictures) for _, pictures in groups] == [4, 23]
    page = Opened("altersaufbau", ort="Walkendorf")
    amt = chosen("Amt Gnoien").region_id
    page.app.button(key=f"gebiet_{amt}").click()
    page.run()
    assert page.app.selectbox(key="ort").value == "Amt Gnoien"


def test_the_county_has_a_course_and_a_village_shows_the_countys():
    evaluator, catalogue = resources.evaluator(), resources.catalogue()
    assert len(age_many.courses(evaluator, catalogue, evaluator.regions.county)) == len(age_many.COURSES)
    assert age_many.courses(evaluator, catalogue, chosen("Penzin").region_id) == []
    assert "Für Penzin gibt es nur einzelne Stichtage" in Opened("altersaufbau", ort="Penzin").markup


def test_the_comparison_stands_in_the_places_own_groups():
    evaluator = resources.evaluator()
    selection = chosen("Walkendorf")
    view = age_data.age_view(
        evaluator, selection.region_id, selection.benchmark_id, moments("Walkendorf")["31.12.2015"]
    )
    assert view.comparison.ages == view.place.ages
    assert view.comparison.total == pytest.approx(213473)


def test_census_groups_that_do_not_add_up_are_explained():
    village = AgeStructure("Dorf", ((0, 20), (20, 200)), (30.0, 72.0))
    assert "ergeben zusammen 102, gezählt sind 100" in age_data.sum_note(village, 100)
    assert age_data.sum_note(village, 102) == ""


def test_files_carry_title_date_and_source():
    evaluator, selection = resources.evaluator(), chosen("Walkendorf")
    view = age_data.age_view(
        evaluator, selection.region_id, selection.benchmark_id, moments("Walkendorf")["31.12.2015"]
    )
    picture = view.pyramid("share", "=Titel", "31.12.2015", "Statistische Ämter, dl-de/by-2-0")
    table = age_files.to_csv(picture).decode("utf-8-sig")
    assert table.startswith("# Titel;'=Titel")
    assert "20 bis 24;6;15;21;22,67818575" in table
    assert "dl-de/by-2-0" in age_files.to_svg(picture).decode()
    assert age_files.to_png(picture)[:4] == b"\x89PNG"
    assert age_files.to_xlsx(picture)[:2] == b"PK"
