"""The page Steckbrief, driven without a browser on the shipped figures."""

from __future__ import annotations

import re

import pytest

from data.schema import Level
from tests.pages.support import Opened
from views import profile_head, profile_page, profile_rows, profile_table, resources, state
from views.state import Selection

PLACES = [
    "Penzin",
    "Güstrow",
    "Walkendorf",
    "Amt Mecklenburgische Schweiz",
    "Planungsregion Süd-Ost (vorläufig)",
    "Landkreis Rostock",
]


def chosen(name: str, band=(0, 200), sex: str = "t") -> Selection:
    regions = resources.evaluator().regions
    region = state.region_labels(regions)[name]
    benchmark = next(iter(state.benchmark_labels(regions, region).values()))
    return Selection(region, band, sex, benchmark, "", Level.GEMEINDE)


def rows_of(name: str, **choice) -> dict[str, profile_rows.ProfileRow]:
    found = profile_rows.blocks(resources.rows(), resources.catalogue(), chosen(name, **choice))
    return {row.indicator.id: row for block in found for row in block.rows}


def plain(markup: str) -> str:
    return re.sub(r"<[^>]+>", " ", markup).replace("\u00a0", " ")


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_a_complete_profile(place):
    page = Opened("steckbrief", ort=place).markup
    assert f"<h1>{place.removesuffix(' (vorläufig)')}</h1>" in page
    for part in ("Einwohner in zehn Jahren", "In fünf Sätzen", "Quellen:", "dl-de/by-2-0", "SWOT"):
        assert part in page
    for title in resources.catalogue().topics.values():
        assert f"<h3>{title}</h3>" in page
    assert "nan" not in plain(page).lower().split()


def test_three_merged_places_say_so():
    evaluator = resources.evaluator()
    region = chosen("Walkendorf").region_id
    note = profile_head.merger_note(evaluator.regions, evaluator.package.mergers, region)
    assert note == (
        "Heutiger Zuschnitt seit 2019: Walkendorf mit Boddin und Lühburg. Ältere Zahlen sind zusammengerechnet."
    )


def test_a_place_that_never_merged_has_no_note():
    evaluator = resources.evaluator()
    assert profile_head.merger_note(evaluator.regions, evaluator.package.mergers, chosen("Güstrow").region_id) == ""


def test_the_answer_comes_first():
    top = plain(profile_page.top_html(resources.evaluator(), chosen("Walkendorf")))
    for figure in ("922", "−40", "185"):
        assert figure in top
    assert "von 888 sind 67 oder älter" in top
    assert "68,67 km²" in top


def test_a_secret_number_is_called_secret_and_never_zero():
    row = rows_of("Walkendorf")["uebernachtungen"]
    assert not row.known
    assert "geheim" in profile_table.value_html(row)
    assert "0" not in plain(profile_table.value_html(row))


def test_what_only_the_county_knows_is_labelled_as_the_countys():
    evaluator, selection = resources.evaluator(), chosen("Walkendorf")
    found = profile_rows.blocks(resources.rows(), resources.catalogue(), selection)
    markup = plain(profile_page.table_html(evaluator, selection, found))
    assert re.search(r"Grundsicherung im Alter\s+\d{4}\s+nur für den Landkreis bekannt:\s+\d,\d %", markup)


def test_a_change_is_told_in_heads():
    row = rows_of("Walkendorf")["einwohner_10_jahre"]
    text = plain(profile_table.value_html(row))
    assert "−40 Menschen" in text
    assert "959 → 919 (−4,2 %)" in text


def test_a_small_place_is_not_judged():
    row = rows_of("Penzin")["anteil_67"]
    assert row.found.value == "zu klein zum Urteilen"


def test_a_safe_difference_is_named_in_words_and_shape():
    evaluator, selection = resources.evaluator(), chosen("Güstrow")
    frame = profile_table.TableFrame(evaluator, selection.region_id, selection.benchmark_id, 112)
    markup = plain(profile_table.verdict_html(frame, rows_of("Güstrow")["anteil_67"]))
    assert "▲ höher" in markup
    assert "Landkreis 22,6 %" in markup
    assert "Land 23," in markup


def test_peers_are_the_places_of_the_same_level():
    regions = resources.evaluator().regions
    assert len(profile_rows.peers_of(regions, chosen("Penzin").region_id)) == 112
    assert len(profile_rows.peers_of(regions, chosen("Planungsregion Süd-Ost (vorläufig)").region_id)) == 4
    assert chosen("Landkreis Rostock").region_id in profile_rows.peers_of(regions, regions.county)


def test_the_series_keeps_its_census_bases_apart():
    bases = {base for _, _, base in rows_of("Walkendorf")["einwohner"].series}
    assert {"zensus2011", "zensus2022"} <= bases


def test_the_chosen_ages_stand_on_top_and_count_only_them():
    page = Opened("steckbrief", ort="Güstrow", alter="Kita-Alter (3 bis 5)", geschlecht="Frauen").markup
    assert "Ihre Auswahl: Frauen, Kita-Alter (3 bis 5)" in page
    row = rows_of("Güstrow", band=(3, 6), sex="f")["anteil_altersgruppe"]
    assert row.now["numerator"] < 1000
    assert row.indicator.people == "Frauen"


def test_hostile_names_stay_text():
    evaluator, selection = resources.evaluator(), chosen("Penzin")
    frame = profile_table.TableFrame(evaluator, selection.region_id, selection.benchmark_id, 112)
    block = profile_rows.Block("<img src=x onerror=alert(1)>", tuple(rows_of("Penzin").values())[:1])
    assert "<img" not in profile_table.rows_html(frame, [block])


def test_a_turn_within_the_decade_is_told():
    markup, text = profile_page.words_html(resources.evaluator(), chosen("Walkendorf"))
    told = "40 weniger geworden; seit 2019 steigt die Zahl wieder: von 888 auf 919 (Zensus-2011-Basis)."
    assert told in " ".join(plain(markup).split())
    assert told in text


def test_leichte_sprache_is_one_choice_in_the_address():
    page = Opened("steckbrief", ort="Penzin", sprache="Leichte Sprache").markup
    assert "Penzin in Leichter Sprache" in page
    assert "<p>In Penzin leben 140 Menschen.</p>" in page
    assert "nicht von einer Prüfgruppe aus Menschen mit Lernschwierigkeiten geprüft" in page
    assert "In fünf Sätzen" not in page


def shown(name: str, indicator: str) -> str:
    evaluator, selection = resources.evaluator(), chosen(name)
    frame = profile_table.TableFrame(evaluator, selection.region_id, selection.benchmark_id, 112)
    block = profile_rows.Block("Thema", (rows_of(name)[indicator],))
    return " ".join(plain(profile_table.rows_html(frame, [block]).partition("<tbody>")[2]).split())


def test_a_row_says_where_a_figure_is_heading():
    assert "fallend 2011–2021" in shown("Kuchelmiß", "arbeitslose")
    assert "nicht bestimmbar (zu kleine Zahlen)" in shown("Penzin", "geburtenrate")
    assert "nur ein Stichtag" in shown("Penzin", "haushalte_mit_kindern")


def test_a_row_too_small_names_the_larger_region():
    assert "zu klein zum Urteilen Landkreis 22,6 % · Land 23,5 % im Amt Bützow-Land 23,4 %" in shown(
        "Penzin", "anteil_67"
    )
    assert "im Amt" not in shown("Walkendorf", "anteil_67")
    assert "im Amt" not in shown("Penzin", "weg_bahnhof"), "a distance is never too small"


def test_the_chosen_people_have_a_trend_of_their_own():
    row = rows_of("Güstrow", sex="f")["einwohner"]
    women = profile_rows.chosen_block(resources.evaluator(), resources.catalogue(), chosen("Güstrow", sex="f")).rows[0]
    assert women.trend.count_last == women.now["numerator"] < row.now["numerator"]
