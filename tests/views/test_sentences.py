"""Every sentence the app can say about the county's regions, made and read by rules; and single ones as people would write them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from data.schema import Level, Status
from indicators.climb import Climb, climb
from indicators.regions import group_id
from indicators.trend import Direction, Trend, trend
from tests.views.sentence_lints import found, found_easy, found_in
from views import change_words, easy_language, profile_head, resources, sentences, state, summary
from views.wording import wording

KINDS = ("value", "chance", "comparison", "change", "climb")
BANDS = ((0, 3), (6, 7), (18, 25), (65, 200))


@dataclass(frozen=True)
class Told:
    """One sentence with what it is about."""

    region: str
    indicator: str
    kind: str
    text: str


@pytest.fixture(scope="module")
def rows():
    return resources.rows()


@pytest.fixture(scope="module")
def regions(rows):
    return rows.evaluator.regions


@pytest.fixture(scope="module")
def places(regions):
    """All regions of the county, and a group somebody picked."""
    levels = (Level.GEMEINDE, Level.AMT, Level.PLANUNGSREGION, Level.MITTELBEREICH, Level.LANDKREIS)
    found = dict.fromkeys(r for level in levels for r in regions.at_level(level))
    return [*found, group_id(regions.municipalities[:2])]


@pytest.fixture(scope="module")
def benchmarks(regions, places):
    return {r: next(iter(state.benchmark_labels(regions, r).values())) for r in places}


def everything(rows, indicator, region, benchmark):
    """Make all kinds of sentences about one indicator of one region."""
    regions, row = rows.evaluator.regions, sentences.newest(rows, indicator, region)
    moment = sentences.moment_of(rows, indicator, row)
    mark = float(rows.at(indicator, moment, benchmark)["value"])
    yield "value", sentences.about(regions, indicator, row)
    yield "chance", sentences.chance(indicator, row)
    yield "comparison", sentences.comparison(rows.evaluator, indicator, row, benchmark, mark)
    yield "change", change_words.change_sentence(regions, indicator, trend(rows, indicator, region))
    yield "climb", sentences.climb_sentence(regions, indicator, climb(rows, indicator, moment, region))


@pytest.fixture(scope="module")
def told(rows, places, benchmarks):
    """All regions × all indicators × all kinds of sentences."""
    return [
        Told(region, indicator.id, kind, text)
        for indicator in resources.catalogue().indicators.values()
        for region in places
        for kind, text in everything(rows, indicator, region, benchmarks[region])
    ]


def test_every_region_and_indicator_has_every_kind_of_sentence(told, places):
    wanted = {(r, i, k) for r in places for i in resources.catalogue().indicators for k in KINDS}
    assert {(one.region, one.indicator, one.kind) for one in told if one.text} == wanted


def test_no_sentence_is_wrong(told):
    texts = dict.fromkeys(one.text for one in told)
    wrong = found_in(texts)
    assert not wrong, f"{len(wrong)} of {len(texts)}: {list(wrong.items())[:12]}"


def test_a_gap_says_which_kind_it_is(told, rows):
    gaps = [one for one in told if one.kind == "value" and (" geheim " in one.text or "zu unsicher" in one.text)]
    assert gaps
    assert all("heißt nicht null" in one.text for one in gaps)


def test_differences_of_shares_are_percentage_points(told):
    shares = {i.id for i in resources.catalogue().indicators.values() if i.unit == "%"}
    changes = [one.text for one in told if one.indicator in shares and ", also um " in one.text]
    assert len(changes) > 10
    assert all("Prozentpunkte" in text for text in changes)


def test_small_places_are_told_in_heads(rows, regions, told):
    small = [r for r in regions.municipalities if rows.at(*_old(rows), r)["population"] < 300]
    texts = [one.text for one in told if one.region in small and one.kind == "value" and one.indicator == "anteil_67"]
    assert len(texts) == len(small) > 5
    assert not [text for text in texts if "%" in text]


def _old(rows):
    indicator = resources.catalogue()["anteil_67"]
    return indicator, next(m for m in rows.moments(indicator) if m.period == "2022-05-15")


def chosen(rows, indicator, regions, sex):
    """Evaluate an indicator for a few regions and age bands of the user's own, at its newest time."""
    moment = sentences.moment_of(rows, indicator, sentences.newest(rows, indicator, regions[0]))
    for band in BANDS if indicator.age_filter else (indicator.band,):
        frame = rows.evaluator.evaluate(indicator.of(band, sex), regions, [moment])
        yield from ((band, row) for _, row in frame.iterrows())


@pytest.mark.parametrize("sex", ["f", "m"])
def test_chosen_ages_and_sexes_stand_in_the_sentences(rows, regions, places, sex):
    filtered = [i for i in resources.catalogue().indicators.values() if i.age_filter or i.sex_filter]
    assert len(filtered) > 10
    for indicator in filtered:
        nothing = Trend(indicator.id, places[0], reason="no_data")
        for band, row in chosen(rows, indicator, [places[0], places[-1], regions.county], sex):
            text = sentences.about(regions, indicator, row, band, sex)
            change = change_words.change_sentence(regions, indicator, nothing, band, sex)
            assert found_in([text, change]) == {}
            assert "Mensch" not in text or not indicator.sex_filter or math.isnan(row["value"])


# -- one by one ------------------------------------------------------------------------------------------------------------


def named(regions, name):
    return state.region_labels(regions)[name]


def value(rows, regions, indicator_id, name):
    indicator = resources.catalogue()[indicator_id]
    row = sentences.newest(rows, indicator, named(regions, name))
    return sentences.about(regions, indicator, row).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("indicator", "place", "text"),
    [
        (
            "anteil_67",
            "Walkendorf",
            "In Walkendorf sind 185 von 888 Menschen 67 oder älter (20,8 %; Zensus 15.05.2022).",
        ),
        ("anteil_67", "Penzin", "In Penzin sind 25 von 140 Menschen 67 oder älter (Zensus 15.05.2022)."),
        ("einwohner", "Penzin", "In Penzin leben 140 Menschen (31.12.2024, Zensus-2022-Basis)."),
        (
            "einwohner_10_jahre",
            "Walkendorf",
            "In Walkendorf ist die Zahl der Menschen von 2013 bis 2023 um 40 gesunken: von 959 auf 919 (−4,2 %; Zensus-2011-Basis).",
        ),
        (
            "grundsicherung_alter",
            "Penzin",
            "Zahlen zu „Grundsicherung im Alter“ gibt es nur für den Landkreis, das Land und Deutschland, nicht für Penzin.",
        ),
        (
            "uebernachtungen",
            "Walkendorf",
            "Die Zahl zu „Übernachtungen je Einwohner“ ist für Walkendorf geheim (2015, Zensus-2011-Basis): "
            "Sie oder eine benachbarte Zahl beträfe so wenige, dass man Einzelne erkennen könnte. Geheim heißt nicht null.",
        ),
    ],
)
def test_a_value_is_told_with_count_and_time(rows, regions, indicator, place, text):
    assert value(rows, regions, indicator, place) == text


def test_the_interval_is_told_in_heads_and_in_the_unit(rows, regions):
    indicator = resources.catalogue()["anteil_67"]
    row = sentences.newest(rows, indicator, named(regions, "Walkendorf"))
    told = sentences.chance(indicator, row).replace("\u00a0", " ")
    assert told == "Rechnet man den Zufall ein, könnten es auch 162 bis 210 sein (18,3 bis 23,6 %)."


def test_a_place_too_small_climbs_and_says_so(rows, regions):
    indicator, moment = _old(rows)
    made = climb(rows, indicator, moment, named(regions, "Penzin"))
    text = sentences.climb_sentence(regions, indicator, made)
    assert text.startswith("Penzin ist zu klein zum Urteilen. Im Amt Bützow-Land sind ")
    nowhere = Climb(made.own, None, "", (*made.passed, regions.county))
    text = sentences.climb_sentence(regions, indicator, nowhere)
    assert text == "Penzin ist zu klein zum Urteilen. Auch für die größeren Gebiete gibt es hierzu keine sichere Zahl."
    higher = Climb(made.own, rows.at(indicator, moment, regions.county), regions.county, (*made.passed, made.region_id))
    text = sentences.climb_sentence(regions, indicator, higher)
    assert "zu klein zum Urteilen. Auch für das Amt Bützow-Land lässt sich nichts Sicheres sagen. Im Landkreis" in text


CHANGE = Trend(
    "anteil_67", "", Direction.FALLING, "zensus2011", value_first=27.6, value_last=25.7, value_change=-1.94,
    value_low=-3.6, value_high=-0.3, count_first=212, count_last=197, change=-15, low=-28, high=-2, years=5,
)  # fmt: skip


def change(rows, regions, **other):
    moments = [m for m in rows.moments(resources.catalogue()["einwohner"]) if m.base == "zensus2011"]
    given = {
        **CHANGE.__dict__,
        "first": moments[0],
        "last": moments[-1],
        "region_id": named(regions, "Lohmen"),
        **other,
    }
    return change_words.change_sentence(regions, resources.catalogue()["anteil_67"], Trend(**given)).replace(
        "\u00a0", " "
    )


def test_a_change_is_told_with_its_range_in_points_and_in_heads(rows, regions):
    assert change(rows, regions) == (
        "Von 2011 bis 2023 ist in Lohmen der Anteil der Menschen ab 67 Jahren gesunken: von 27,6 auf 25,7 %, also um 1,9 "
        "Prozentpunkte (Zufallsspanne 0,3 bis 3,6; Zensus-2011-Basis). "
        "Die Zahl der Menschen ab 67 Jahren ging von 212 auf 197, das sind 15 weniger (Zufallsspanne 2 bis 28)."
    )


def test_an_unsure_change_is_called_unsure(rows, regions):
    text = change(rows, regions, direction=Direction.NONE, value_low=-3.6, value_high=0.2, low=-28, high=5)
    assert text == (
        "Von 2011 bis 2023 ging in Lohmen der Anteil der Menschen ab 67 Jahren von 27,6 auf 25,7 %. Eine gesicherte Änderung ist das "
        "nicht (Zufallsspanne 3,6 weniger bis 0,2 Prozentpunkte mehr; Zensus-2011-Basis). Die Zahl der Menschen ab 67 Jahren "
        "ging von 212 auf 197, das sind 15 weniger (Zufallsspanne 28 weniger bis 5 mehr)."
    )


def test_no_range_loses_more_than_there_was(rows, regions):
    text = change(rows, regions, direction=Direction.NONE, count_first=3, count_last=1, change=-2, low=-22, high=16)
    assert text.endswith("ging von 3 auf 1, das sind 2 weniger (Zufallsspanne 3 weniger bis 16 mehr).")


def test_nobody_there_at_either_end_is_told_once(rows, regions):
    text = change(rows, regions, direction=Direction.NONE, count_first=0, count_last=0, change=0)
    assert text == (
        "Die Zahl der Menschen ab 67 Jahren lag in Lohmen am Anfang wie am Ende bei 0 (von 2011 bis 2023; Zensus-2011-Basis)."
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("few_years", "Es gibt nur fünf Zahlen aus derselben Zählung"),
        (
            "too_small",
            "Dafür sind die Zahlen zu klein. Von 2011 bis 2023 ging die Zahl der Menschen ab 67 Jahren von 212 auf 197",
        ),
        ("withheld", "Einzelne Jahre hält die Statistik geheim."),
        ("no_count", "Der Wert ist selbst schon eine Veränderung"),
        ("no_data", "Es gibt dazu keine Zahl."),
    ],
)
def test_a_direction_not_known_says_why(rows, regions, reason, words):
    text = change(rows, regions, direction=Direction.UNKNOWN, reason=reason)
    assert "ist nicht bestimmbar: " in text
    assert words in text


def test_a_trend_word_has_a_shape_of_its_own_and_its_years(rows):
    moments = rows.moments(resources.catalogue()["einwohner"])
    known = [
        change_words.trend_html(Trend("einwohner", "", d, first=moments[0], last=moments[-1], years=3))
        for d in (Direction.RISING, Direction.FALLING, Direction.NONE)
    ]
    assert len({markup.partition("<b>")[0] for markup in known}) == 3
    assert all(f"{moments[0].year}–{moments[-1].year}" in markup for markup in known)
    unknown = change_words.trend_html(Trend("einwohner", "", reason="withheld"))
    assert "nicht bestimmbar<small>(einzelne Jahre geheim)</small>" in unknown


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.MEASURED, Status.ESTIMATED)])
def test_every_kind_of_gap_has_words(rows, regions, status):
    indicator, moment = _old(rows)
    row = {**rows.at(indicator, moment, regions.county), "value": math.nan, "status": status}
    text = sentences.about(regions, indicator, row)
    assert found(text) == []
    assert "Landkreis" in text


# -- a place as a whole --------------------------------------------------------------------------------------------------


def test_every_region_has_five_sentences(rows, places, benchmarks):
    for region in places:
        five = ["".join(p) for p in summary.five_sentences(rows, resources.catalogue(), region, benchmarks[region])]
        assert len(five) == 5, five
        assert not [(text, found(text)) for text in five if found(text)]


def test_a_tiny_place_lends_a_larger_region(rows, regions):
    made = summary.five_sentences(rows, resources.catalogue(), named(regions, "Penzin"), regions.county)
    assert "".join(made[2]).endswith("das sind zu wenige für ein Urteil.")
    assert "".join(made[4]).startswith("Für Vergleiche ist Penzin zu klein; im Amt Bützow-Land sind ")


def test_every_region_is_told_in_leichte_sprache(rows, regions, places, benchmarks):
    for region in places:
        parts = easy_language.easy_text(rows, resources.catalogue(), region, benchmarks[region])
        lines = [line for part in parts for line in part.lines]
        own = {easy_language.easy_wording(regions, r).name for r in (region, benchmarks[region], *regions.path(region))}
        names = sorted({rest for name in own for rest in (name, name.partition(" ")[2]) if rest}, key=len, reverse=True)
        wrong = [(line, found_easy(line, names)) for line in lines if line not in easy_language.WRITER]
        assert not [one for one in wrong if one[1]]
        assert len(parts) == 6
        assert lines[-1] == "Menschen mit Lern-Schwierigkeiten haben diesen Text noch nicht geprüft."


def test_the_word_for_rounding_is_explained_only_where_it_stands(rows, regions):
    def told(name):
        parts = easy_language.easy_text(rows, resources.catalogue(), named(regions, name), regions.county)
        return easy_language.plain_text(name, parts)

    assert easy_language.ABOUT[0] in told("Güstrow")
    for name in ("Güstrow", "Penzin"):
        assert ("etwa " in told(name).replace(easy_language.ABOUT[0], "").lower()) == (
            easy_language.ABOUT[0] in told(name)
        )


def test_hostile_words_stay_text():
    hostile = "<img src=x onerror=alert(1)>"
    shown = profile_head.easy_html(hostile, [easy_language.Part(hostile, (hostile,))])
    shown += profile_head.sentences_html([[hostile, hostile]])
    assert "<img" not in shown
    assert shown.count("&lt;img") == 5


def test_articles_of_regions(regions):
    names = {
        "Lohmen": "für Lohmen",
        "Amt Gnoien": "für das Amt Gnoien",
        "Landkreis Rostock": "für den Landkreis Rostock",
        "Planungsregion Süd-Ost (vorläufig)": "für die Planungsregion Süd-Ost",
    }
    assert {name: f"für {wording(regions, named(regions, name)).whom}" for name in names} == names
