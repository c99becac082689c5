"""The page Sozialraum, driven without a browser on the shipped figures."""

from __future__ import annotations

import re

from tests.pages.support import Opened

REMINDER = "wissen nur die Menschen vor Ort"


def test_status_of_a_town_and_of_its_own_index():
    page = Opened("sozialraum", ort="Güstrow")
    assert page.markup.count("<h1>") == 1
    assert "Soziale Lage in Güstrow: deutlich mehr Bedarf als üblich" in page.markup
    assert REMINDER in page.markup
    assert "Status sehr niedrig" in page.markup and "Dynamik stabil" in page.markup
    assert "1.524 von 16.938 Menschen von 15 bis 64" in page.markup
    page.choose("feld", "Status sehr niedrig, Dynamik stabil")
    assert re.search(r"Status sehr niedrig, Dynamik stabil: \d+ Gebiete, nach dem Alphabet", page.markup)
    page.choose("index", "eigener Index")
    assert "Wählen Sie bis zu sechs Zahlen" in page.markup
    page.app.multiselect(key="zahlen").set_value(
        ["Arbeit · Arbeitslose je 100 Menschen", "Soziale Lage · Menschen mit Grundsicherung (SGB II)"]
    )
    page.run()
    assert "Eigener Index in Güstrow: deutlich mehr Bedarf als üblich" in page.markup


def test_a_village_too_small_has_no_class_and_names_its_amt():
    page = Opened("sozialraum", ort="Penzin").markup
    assert "Soziale Lage in Penzin: zu klein für eine Einordnung" in page
    assert "Amt Bützow-Land im Ganzen: " in page


def test_amt_level_outlines_the_amt_of_a_municipality():
    page = Opened("sozialraum", ort="Lohmen", raumebene="Ämter und amtsfreie Gemeinden (23)", index="Alterung").markup
    assert "Alterung im Amt Güstrow-Land" in page
    assert "Lohmen ist auf dieser Ebene ein Teil von: Amt Güstrow-Land" in page
    assert "nur Entwicklung" in page


def test_matrix_shows_people_white_spots_and_the_chosen_field():
    page = Opened("sozialraum", teil="Wen betrifft was?", ort="Güstrow")
    assert "1.348 Kinder unter 6" in page.markup
    assert page.markup.count("keine Zahl – vor Ort fragen") == 15
    assert "Landkreis: 56,3" in page.markup
    page.choose("was", "Wohnen")
    assert "Wo spielen die Kleinen?" in page.markup
    assert 'class="pale"' in Opened("sozialraum", teil="Wen betrifft was?", alter="65 und älter").markup


def test_findings_of_the_county_of_a_town_and_of_a_village():
    page = Opened("sozialraum", teil="Was fällt auf?")
    assert re.search(
        r"Im Landkreis Rostock fallen \d+ Unterschiede auf, die auch unter Gemeinden ungewöhnlich sind", page.markup
    )
    assert "Graal-Müritz – Menschen ab 67 Jahren: ▲ höherer Anteil als im übrigen Landkreis" in page.markup
    assert REMINDER in page.markup and "Vergleiche waren nicht möglich" in page.markup
    usual = page.markup.count('class="kp-mo-card"')
    page.app.toggle(key="streng").set_value(True)
    assert 0 < page.run().markup.count('class="kp-mo-card"') < usual
    changed = Opened("sozialraum", teil="Was fällt auf?", gezeigt="Veränderungen", ort="Graal-Müritz").markup
    assert "In Graal-Müritz fällt eine Veränderung auf: Menschen mit Grundsicherung (SGB II): ▲ gestiegen" in changed
    assert "In Penzin ist kein Vergleich möglich" in Opened("sozialraum", teil="Was fällt auf?", ort="Penzin").markup
