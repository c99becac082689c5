"""The page Vergleich, driven without a browser on the shipped figures."""

from __future__ import annotations

import re

import pytest

from tests.pages.support import Opened
from views import compare_page, compare_units

PARTS = list(compare_page.PARTS)
SPINE, HEAT, DOTS, SCATTER, COURSE = PARTS[:5]


@pytest.fixture(scope="module")
def guestrow():
    return Opened("vergleich", ort="Güstrow")


def turn(page: Opened, part: str, **controls) -> Opened:
    """Open another part, with other values in its controls."""
    page.app.session_state[compare_page.TABS_KEY] = part
    for key, value in controls.items():
        page.app.session_state[key] = value
    return page.run()


def headline(page: Opened) -> str:
    return re.search(r"<h1>(.*?)</h1>", page.markup).group(1)


def test_nobody_has_to_choose_before_there_is_something_to_see(guestrow):
    assert re.fullmatch(
        r"In Güstrow sind \d+ von \d+ Zahlen sicher anders als im Landkreis, am deutlichsten: .+", headline(guestrow)
    )
    assert "Vorschlag: " in guestrow.app.multiselect(key=compare_page.BESIDE_KEY).placeholder
    assert guestrow.markup.count('<td class="s"><svg') > 25


@pytest.mark.parametrize(
    ("part", "says"),
    [
        (HEAT, "Am weitesten auseinander bei"),
        (DOTS, "nicht sicher vom Landkreis unterscheiden"),
        (SCATTER, "ist „Haushalte mit Kindern“"),
        (COURSE, "„Einwohner“ 20"),
    ],
)
def test_every_part_answers_its_question_in_the_headline(guestrow, part, says):
    page = turn(guestrow, part)
    assert says in headline(page)
    assert "Quellen: " in page.markup
    assert next(button.label for button in page.app.get("download_button")) == "Bild (PNG)"
    table = turn(page, part, **{compare_page.TABLE_KEY: True})
    assert '<table class="kp-table">' in table.markup
    turn(table, part, **{compare_page.TABLE_KEY: False})


def test_a_place_too_small_is_told_so_and_not_judged():
    page = Opened("vergleich", ort="Penzin")
    assert headline(page) == "Penzin ist zu klein für ein Urteil: Jede Zahl kann von wenigen Menschen abhängen"
    rows = re.findall(r'<tr><th scope="row"><b>(.*?)</b>.*?</tr>', page.markup)
    judged = re.findall(r'<tr><th scope="row"><b>([^<]*)</b>(?:(?!</tr>).)*?<b>[▲▼●] ', page.markup)
    assert page.markup.count("<b>○ zu klein zum Urteilen") > 20
    assert len(rows) > 25
    assert {name.split()[0] for name in judged} <= {
        "Einwohnerdichte",
        "Weg",
    }  # lengths and areas are no matter of chance
    assert "25 von 140 Menschen" in page.markup


def test_a_link_reopens_groups_places_and_part():
    page = Opened(
        "vergleich", ort="Laage", orte=["alle Ämter", "Güstrow"], gruppe1=["Lohmen", "Zehna"], gruppenname1="<b>Am See",
        teil=HEAT, thema="Wohnen",
    )  # fmt: skip
    heads = re.findall(r'scope="col"><b>(.*?)</b>', page.markup)
    assert heads[0] == "Laage"
    assert len(heads) == 1 + 13 + 1 + 1 + 1
    assert heads[-2:] == ["&lt;b&gt;Am See", "Landkreis Rostock"]
    assert "Leer stehende Wohnungen" in page.markup
    assert "Menschen ab 67 Jahren" not in page.markup


def test_what_only_the_benchmark_knows_is_no_row_of_the_table():
    page = Opened("vergleich", ort="Lohmen", orte=["Güstrow"], teil=HEAT, thema="Soziale Lage")
    assert '<th scope="row"><b>Grundsicherung im Alter' not in page.markup
    assert re.search(r"Für keines dieser Gebiete veröffentlicht: [^<]*Grundsicherung im Alter", page.markup)


def test_nonsense_in_the_address_gives_the_usual_page(guestrow):
    page = Opened(
        "vergleich", ort="Güstrow", orte=["<script>", "../.."], gruppe1=["nirgends"], gruppenname1="x" * 300, gruppe3=["Lohmen"],
        teil="nichts", thema="-", wer="niemand", verlauf="${x}", indikator="!", zweite="?", reihe="0",
    )  # fmt: skip
    assert headline(page) == headline(turn(guestrow, SPINE))
    assert "Eine Gruppe braucht mindestens zwei Gemeinden" in page.markup
    assert "<script>" not in page.markup


def test_filters_act_where_they_can_and_a_line_says_where_not(guestrow):
    page = Opened("vergleich", ort="Güstrow", alter="Ausbildung (18 bis 24)", geschlecht="Frauen", teil=SPINE)
    assert "Ihre Auswahl: Frauen, Ausbildung (18 bis 24)" in page.markup
    assert "haben hier keinen Einfluss" in turn(page, DOTS).markup


def test_the_county_stands_beside_its_planning_regions_and_is_seen_against_the_state():
    page = Opened("vergleich", teil=SPINE)
    assert "Land, in der Mitte" in page.markup or "Mecklenburg-Vorpommern" in page.markup
    heat = turn(page, HEAT)
    assert heat.markup.count("(vorläufig)") >= 4


def test_one_may_choose_whose_rows_are_drawn_and_nobody_is_compared_with_himself(guestrow):
    page = turn(guestrow, SPINE, wer="Landkreis Rostock")
    assert "lässt sich nicht mit sich selbst vergleichen" in page.markup
    assert compare_units.MOST == 8


def test_similar_places_can_be_put_beside(guestrow):
    page = turn(guestrow, PARTS[5], aehnlich_wo="nur im Landkreis")
    page.app.button(key="aehnlich_zeigen").click()
    page.run()
    assert page.app.session_state[compare_page.TABS_KEY] == HEAT
    picked = page.app.multiselect(key=compare_page.BESIDE_KEY).value
    assert len(re.findall(r'scope="col"><b>', page.markup)) == len(picked) + 2 > 2
