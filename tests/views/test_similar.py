"""Ähnliche Gemeinden: what is said of every municipality, the small map, hostile names, and the part in its page."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from indicators.regions import Regions
from indicators.settlement import HIGH
from indicators.similarity import DEFAULT_WEIGHTS, Alike
from indicators.similarity_features import GROUPS
from tests.pages.support import Opened
from views import resources, similar_map, similar_sheet, similar_view, similar_words
from views.compare_sheet import Figure
from views.similar_found import MISSING, Found
from views.similar_map import Place

WRONG = re.compile(
    r"−0(,0+)?(?!,?\d)|\+0(,0+)?(?!,?\d)|\bnan\b|None|  |\b1 (Menschen|Kinder|Haushalte)\b|\( |;\)|\.\.|[({[]\)|keine Zahl"
)
HOSTILE = '<img src=x onerror="alert(1)">${7*7}'


@cache
def found_of(name: str, *, county_only: bool = False) -> Found:
    regions = resources.evaluator().regions
    return Found(regions, similar_view.model(), key_of(name), county_only=county_only)


@cache
def key_of(name: str) -> str:
    regions = resources.evaluator().regions
    return next(r for r in similar_view.model().features.ids if regions.name(r) == name)


def said(found: Found) -> list[str]:
    weights = found.weights
    lines = [found.finding, similar_sheet.subtitle(found), *found.hints()]
    for n in found.neighbours:
        pair = found.pair(n)
        lines += [similar_words.why(pair, n, weights), similar_words.differences(pair, n, weights), found.line(n)]
    return lines


def test_nothing_wrong_is_said_of_any_municipality_of_the_county():
    regions, model = resources.evaluator().regions, similar_view.model()
    for at, region in enumerate(regions.municipalities):
        for only in (False,) if at % 5 else (False, True):
            found = Found(regions, model, region, county_only=only)
            for line in said(found):
                assert not WRONG.search(line.replace("\u00a0", " ")), (regions.name(region), line)
                assert (
                    line.endswith(".")
                    or line in (found.finding, similar_sheet.subtitle(found))
                    or " km von " in (line.replace("\u00a0", " "))
                )


def test_a_sentence_names_heads_and_both_values():
    found = found_of("Lohmen")
    first = found.neighbours[0]
    why = similar_words.why(found.pair(first), first, found.weights).replace("\u00a0", " ")
    other = similar_words.differences(found.pair(first), first, found.weights).replace("\u00a0", " ")
    assert found.name(first.region_id) == "Südmüritz"
    assert "groß (814 und 757 Menschen)" in why
    assert "anteilig fast gleich viele Menschen ab 67 (je 23 %; 184 und 182)" in why
    assert other == (
        "Südmüritz ist dünner besiedelt (11 statt 23 Menschen je km²) "
        "und hat anteilig weniger Haushalte mit nur einer Person (35 % statt 40 %; 135 statt 136)."
    )
    assert similar_words.left_out(first, found.weights).endswith("fehlt: Wachsen und Schrumpfen.")


def test_no_share_of_a_tiny_place_is_told_but_a_note():
    found = found_of("Penzin")
    assert found.hints()[0].startswith("Penzin hat 140 Menschen.")
    assert len(found.neighbours) == 6
    for n in found.neighbours:
        assert "%" not in similar_words.why(found.pair(n), n, found.weights)
    cell = next(cells[0] for head, _, cells in found.rows() if head == "Kinder unter 16")
    assert cell == ("12,1\u00a0%", "17 von\u00a0140\u00a0*")


def test_what_does_not_count_is_not_told():
    found = replace(found_of("Güstrow"), weights={"groesse": 1.0, "lage": 1.0})
    told = " ".join(similar_words.why(found.pair(n), n, found.weights) for n in found.neighbours)
    assert "%" not in told
    assert "Mittelzentrum" not in told
    assert "zählt hier nicht" in similar_sheet.html(found, similar_view.outline(), similar_view.centres())


def test_the_headline_owns_up_when_nobody_is_alike():
    assert found_of("Bad Doberan").finding == (
        "Wirklich ähnlich ist Bad Doberan keine Gemeinde; am nächsten kommen Hagenow, Parchim und Ribnitz-Damgarten"
    )
    assert found_of("Teterow").finding.startswith("Teterow am ähnlichsten: Grevesmühlen")
    assert similar_words.finding([], [], "X") == "Für X lässt sich keine ähnliche Gemeinde nennen"


def test_other_counties_are_named_and_kilometres_too():
    found = found_of("Graal-Müritz")
    lines = {found.name(n.region_id): found.line(n).replace("\u00a0", " ") for n in found.neighbours}
    assert lines["Karlshagen"] == "Landkreis Vorpommern-Greifswald · 2.832 Menschen · 105 km von Graal-Müritz"
    assert lines["Kühlungsborn"].startswith("hier im Landkreis · ")
    assert found.where(key_of("Schwerin")) == "kreisfreie Stadt"
    assert found.where(key_of("Lohmen")) == "Amt Güstrow-Land, hier im Landkreis"
    assert all(found.in_county(n.region_id) for n in found_of("Graal-Müritz", county_only=True).neighbours)


def test_the_words_of_weights_classes_and_method():
    missing = similar_view.model().features.missing
    line = similar_words.weights_line(DEFAULT_WEIGHTS, missing)
    assert line.startswith("sehr wichtig: Einwohnerzahl · wichtig: Dichte, ")
    assert line.endswith(" · egal: Einwanderung")
    assert "99 weiter auseinander" in similar_words.classes_line()
    assert all(alike.value in similar_words.classes_line() for alike in Alike)
    features = similar_view.model().features
    assert any("Luftlinien" in text for text in similar_words.method(features, "X"))
    without = similar_words.method(replace(features, missing=("lage",)), "X")
    assert "zentren.csv" in without[-1]


def test_hostile_names_stay_text():
    regions = resources.evaluator().regions
    key = key_of("Güstrow")
    names = {key: HOSTILE, found_of("Güstrow").neighbours[0].region_id: HOSTILE}
    table = regions.table.assign(
        name=regions.table["name"].astype(object).mask(regions.table.index.isin(names), HOSTILE)
    )
    found = Found(Regions(table, regions.county, regions.state), similar_view.model(), key)
    page = similar_sheet.html(found, similar_view.outline(), similar_view.centres())
    drawn = similar_sheet.sheet(found, similar_view.outline(), similar_view.centres()).draw(1300)
    assert "<img" not in page + drawn.body
    assert page.count("&lt;img") >= 4


def test_names_on_the_map_stay_inside_and_apart():
    outline, centres = similar_view.outline(), similar_view.centres()
    assert len(centres) == 5
    for place in ("Graal-Müritz", "Kritzmow", "Penzin"):
        shown = similar_sheet.places(found_of(place))
        drawn = similar_map.body(outline, shown, centres)
        taken = [similar_map._around(*outline.place(p.lon, p.lat), 6) for p in shown]
        for one in sorted(shown, key=lambda p: not p.main):
            similar_map._name(outline, one, taken, must=True)
            assert f">{one.name}<" in drawn
        boxes = taken[len(shown) :]
        assert all(similar_map._outside(box, outline) == 0 for box in boxes)
        overlaps = [similar_map._cover(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
        assert max(overlaps) < 20
    assert "Rostock" in similar_map.map_svg(outline, [Place("Adorf", 13.5, 53.3, main=True)], centres, "Karte")


def test_the_table_to_take_home_has_numbers_and_says_what_is_missing():
    table = similar_sheet.table(found_of("Lohmen"))
    row = dict(zip(table.heads, table.rows[1], strict=True))
    assert row["Gemeinde"] == "Südmüritz"
    assert row["67 Jahre und älter: Anzahl"] == Figure(182.0)
    assert row["Entwicklung in zehn Jahren: vorher"] == MISSING
    assert len(table.rows) == 7


def test_the_oberzentren_of_the_state_are_shown_for_orientation():
    found = resources.package().centres
    assert {p.name for p in similar_view.centres()} == set(
        found.loc[(found["level"] == HIGH) & found["region_id"].str.startswith(resources.package().state), "name"]
    )


def test_the_steckbrief_gets_three_and_larger_regions_none():
    markup, sources = similar_view.short_html(key_of("Lohmen"))
    assert markup.count("<li>") == 3
    assert "Südmüritz" in markup
    assert "vg250" in sources
    assert similar_view.short_html(resources.evaluator().regions.county) == ("", frozenset())
    assert similar_view.alike_in_county(resources.evaluator().regions.county) == []
    assert len(similar_view.alike_in_county(key_of("Lohmen"))) == 6


def test_the_part_opens_by_its_address_and_offers_a_municipality_for_an_amt():
    page = Opened(
        "vergleich",
        ort="Penzin",
        teil=similar_view.TITLE,
        aehnlich_wo="nur im Landkreis",
        zaehlt_einwanderung="wichtig",
    )
    markup = page.markup
    assert "Gesucht unter den 112 Gemeinden des Landkreises" in markup
    assert "Penzin hat 140 Menschen." in markup
    assert "Einwanderung</p>" in markup  # counts, so it stands at the end of what is "wichtig"
    assert "Landkreis Mecklenburgische Seenplatte" not in markup
    page.choose("ort", "Amt Gnoien")
    assert "Ähnliche Orte lassen sich nur für einzelne Gemeinden suchen" in page.markup
    page.choose(similar_view.CHOOSE_KEY, "Walkendorf")
    assert "Walkendorf am ähnlichsten" in page.markup


def test_every_group_has_a_name():
    assert set(similar_words.GROUP_WORDS) == set(GROUPS)
