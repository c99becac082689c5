"""The SWOT's evidence on the shipped figures: every statement of every region is true, worded well and ordered."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from data.schema import Level
from indicators import evidence
from indicators.catalogue import load_catalogue
from indicators.reliability import SMALL_POPULATION
from indicators.swot_rules import QUADRANTS, load_rules
from views import resources, swot_panel, swot_receipt, swot_words

CATALOGUE = load_catalogue()
COUNTY, GUESTROW, PENZIN = "13072", "13072043", "13072078"
LEVELS = (Level.LANDKREIS, Level.PLANUNGSREGION, Level.MITTELBEREICH, Level.AMT, Level.GEMEINDE)
WRONG = {
    "no number": re.compile(r"\bnan\b|\binf\b|None|keine Zahl"),
    "signed zero": re.compile(r"(?<!\d)[-−+]0(?![\d,])"),
    "doubled sign": re.compile(r"[-−+][-−+]"),
    "unfilled placeholder": re.compile(r"[{}]"),
    "double blank": re.compile(r"\s\s"),
    "wrong singular": re.compile(r"\b1 (?:Menschen|Arbeitslose|Sterbefälle|Geburten|Haushalten|Wohnungen|Frauen|Gemeinden|mehr|neue)\b"),
    "zero of something": re.compile(r"(?<![\d.,])0 (?:von|Menschen|Arbeitslose|Geburten|Sterbefälle|mehr|neue)\b"),
    "English": re.compile(r"\b(?:higher|lower|at_least|members)\b"),
}  # fmt: skip


@pytest.fixture(scope="module")
def evaluator():
    return resources.evaluator()


@pytest.fixture(scope="module")
def rows():
    return resources.rows()  # the figures other tests have evaluated already


@pytest.fixture(scope="module")
def everything(evaluator, rows):
    """All statements of all regions, compared with the county, the county with its state."""
    regions = evaluator.regions
    places = [r for level in LEVELS for r in regions.at_level(level)]
    benchmark = {COUNTY: regions.state}
    return {
        r: evidence.statements(evaluator, CATALOGUE, r, benchmark.get(r, COUNTY), rows=rows)
        for r in dict.fromkeys(places)
    }


@pytest.fixture(scope="module")
def newest(evaluator):
    return evidence.newest_year(evaluator)


def told(evaluator, statement):
    return f"{swot_words.title(evaluator, statement)} | {swot_words.text(evaluator, statement)}"


def one(found, rule):
    return next(s for s in found if s.rule.id == rule)


class TestWording:
    @pytest.mark.parametrize("fault", WRONG)
    def test_no_statement_anywhere_is_worded_wrongly(self, evaluator, everything, fault):
        sentences = {told(evaluator, s) for found in everything.values() for s in found}
        assert len(sentences) > 1000
        assert not [s for s in sentences if WRONG[fault].search(s)]

    @pytest.mark.parametrize("fault", WRONG)
    def test_no_headline_is_worded_wrongly(self, evaluator, everything, newest, fault):
        headlines = [swot_words.headline(evaluator.regions, r, found, newest) for r, found in everything.items()]
        assert not [h for h in headlines if WRONG[fault].search(h) or len(h) > 160 or not h[0].isupper()]

    def test_no_receipt_is_worded_wrongly(self, evaluator, everything):
        receipts = [
            f"{label}: {text}"
            for region in (COUNTY, GUESTROW, "13072-sued-ost")
            for s in everything[region]
            for label, text in swot_receipt.receipt_rows(evaluator, s)
        ]
        for fault, pattern in WRONG.items():
            if fault != "zero of something":
                assert not [r for r in receipts if pattern.search(r)], fault

    def test_a_single_noun_takes_the_verb_in_its_number(self, evaluator, everything, newest):
        regions = evaluator.regions
        work = one(everything[COUNTY], "B-03")
        families = one(everything[COUNTY], "B-22")
        assert swot_words.headline(regions, GUESTROW, [work], newest) == "Arbeit stärkt Güstrow"
        assert swot_words.headline(regions, COUNTY, [families], newest) == "Familien stärken den Landkreis"

    @pytest.mark.parametrize(
        ("region", "words"),
        [
            (COUNTY, "den Landkreis"), (GUESTROW, "Güstrow"), ("13072-sued-ost", "die Planungsregion Süd-Ost"),
            ("130725258", "das Amt Mecklenburgische Schweiz"),
        ],
    )  # fmt: skip
    def test_places_stand_in_the_accusative(self, evaluator, region, words):
        assert swot_words.whom(evaluator.regions, region) == words

    def test_evidence_both_ways_stays_out_of_the_headline(self, evaluator, everything, newest):
        found = everything["13072-sued-ost"]
        assert {"B-03", "B-06"} <= {s.rule.id for s in found}
        words = swot_words.headline(evaluator.regions, "13072-sued-ost", found, newest)
        assert "Arbeit" not in words


class TestTruth:
    def test_deaths_and_births_of_the_county(self, evaluator, everything):
        text = swot_words.text(evaluator, one(everything[COUNTY], "B-07"))
        assert text == "12.255 Sterbefälle, 8.170 Geburten in den Jahren 2011 bis 2015"

    def test_small_municipalities_of_the_county(self, evaluator, everything):
        text = swot_words.text(evaluator, one(everything[COUNTY], "B-02"))
        assert text == "28 von 112 Gemeinden haben unter 500 Einwohner"

    def test_unemployed_of_the_county(self, evaluator, everything):
        text = swot_words.text(evaluator, one(everything[COUNTY], "B-03"))
        assert text == "20.592 Arbeitslose im Jahr 2001, 6.077 im Jahr 2021"

    def test_growing_municipalities_of_the_county(self, evaluator, everything):
        text = swot_words.text(evaluator, one(everything[COUNTY], "B-40"))
        assert text == "77 von 112 Gemeinden haben 2023 mehr Einwohner als 2013"

    def test_young_adults_leave(self, evaluator, everything):
        text = swot_words.text(evaluator, one(everything[COUNTY], "B-11"))
        assert text == "18 bis 24 Jahre: 616 mehr Fortzüge als Zuzüge im Jahr 2018"

    def test_people_of_50_to_64_in_2015(self, evaluator):
        heads = CATALOGUE["personen_altersgruppe"]
        moment = next(m for m in evaluator.moments(heads) if m.period == "2015-12-31" and m.base == "zensus2011")
        assert evaluator.evaluate(heads, [COUNTY], [moment], (50, 65)).iloc[0]["value"] == 59_599

    def test_differences_exceed_chance(self, everything):
        for found in everything.values():
            for s in found:
                if s.rule.test == "higher" and not math.isnan(s.low):
                    assert s.low > s.benchmark
                if s.rule.test == "lower" and not math.isnan(s.high):
                    assert s.high < s.benchmark
                if s.rule.test in ("positive", "negative"):
                    assert s.low > 0 or s.high < 0
                    assert s.gains - s.losses == pytest.approx(s.count)

    def test_nothing_is_said_about_places_too_small_to_tell(self, evaluator, rows, everything):
        people = CATALOGUE["einwohner"]
        moment = next(m for m in reversed(rows.moments(people)) if not math.isnan(rows.at(people, m, PENZIN)["value"]))
        small = [
            m for m in evaluator.regions.municipalities if rows.at(people, moment, m)["value"] < SMALL_POPULATION - 50
        ]
        assert PENZIN in small
        assert everything[PENZIN] == []
        assert not any(everything[m] for m in small)

    def test_moves_of_an_amt_are_told_as_a_balance_only(self, evaluator, everything):
        moves = [s for s in everything["13072-sued-ost"] if s.rule.id == "B-36"]
        assert moves
        for s in moves:
            assert "Zuzüge und Fortzüge selbst lassen sich nicht addieren" in swot_receipt.counts(evaluator, s)


class TestOrder:
    def test_the_strongest_stands_first_and_no_indicator_twice_in_front(self, everything, newest):
        for found in everything.values():
            for panel in evidence.by_quadrant(found, newest).values():
                front = list({s.indicator.id for s in panel})
                leading = panel[: len(front)]
                assert len({s.indicator.id for s in leading}) == len(leading)
                strengths = [s.strength(newest) for s in leading]
                assert strengths == sorted(strengths, reverse=True)

    def test_an_old_receipt_counts_half(self, everything):
        s = one(everything[COUNTY], "B-07")
        assert s.moment.year == 2015
        assert s.old(2025)
        assert not s.old(2020)
        assert s.strength(2025) == pytest.approx(s.strength(2020) / 2)

    def test_strengths_are_finite_and_positive(self, everything, newest):
        values = [s.strength(newest) for found in everything.values() for s in found]
        assert all(math.isfinite(v) and v >= 0 for v in values)

    def test_every_quadrant_has_its_panel(self, everything, newest):
        assert tuple(evidence.by_quadrant([], newest)) == QUADRANTS
        assert all(evidence.by_quadrant(everything[GUESTROW], newest).values())


class TestAges:
    def test_the_filter_keeps_the_concerned_and_those_about_everybody(self, everything):
        kept = evidence.about_ages(everything[COUNTY], (18, 25))
        assert "B-11" in {s.rule.id for s in kept}
        assert "B-12" not in {s.rule.id for s in kept}
        assert {s.rule.id for s in everything[COUNTY] if s.rule.age is None} <= {s.rule.id for s in kept}


class TestRules:
    def test_rules_are_sound(self):
        rules = load_rules()
        assert len(rules) >= 40
        assert {r.quadrant for r in rules} == set(QUADRANTS)
        assert all(r.indicator in CATALOGUE.indicators for r in rules)

    @pytest.mark.parametrize(
        "fault",
        ['quadrant = "mitte"', 'test = "vielleicht"', 'quadrant = "risiko"\nnoun = "Arbeit"'],
        ids=["field", "test", "words"],
    )
    def test_a_faulty_rule_is_refused(self, tmp_path, fault):
        name, _, _ = fault.partition(" ")
        fields = {"quadrant": '"risiko"', "test": '"higher"'} | {name: None}
        given = "\n".join(f"{k} = {v}" for k, v in fields.items() if v)
        path = tmp_path / "rules.toml"
        path.write_text(
            f'[[rule]]\nid = "B-99"\nindicator = "sgb2"\ntitle = "T"\ntext = "T"\n{given}\n{fault}\n', encoding="utf-8"
        )
        with pytest.raises(ValueError, match="B-99"):
            load_rules(path)

    def test_a_rule_twice_is_refused(self, tmp_path):
        entry = (
            '[[rule]]\nid = "B-99"\nquadrant = "risiko"\nindicator = "sgb2"\ntest = "higher"\ntitle = "T"\ntext = "T"\n'
        )
        path = tmp_path / "rules.toml"
        path.write_text(entry * 2, encoding="utf-8")
        with pytest.raises(ValueError, match="zweimal"):
            load_rules(path)

    @pytest.mark.parametrize("rule", load_rules(), ids=lambda r: r.id)
    def test_every_rule_is_told_in_words(self, rule):
        indicator = CATALOGUE[rule.indicator]
        words = swot_words.rule_words(rule, indicator.unit, indicator.decimals)
        assert words.endswith(".")
        assert not WRONG["no number"].search(words)


class TestPanel:
    def test_hostile_words_stay_text(self, evaluator, everything, newest):
        s = one(everything[COUNTY], "B-02")
        hostile = replace(s, rule=replace(s.rule, title="<img src=x onerror=alert(1)>", text="<script>"))
        markup = swot_panel.card(evaluator, hostile, newest)
        assert "<img" not in markup
        assert "<script" not in markup

    def test_old_receipts_ask_to_be_checked_in_words(self, everything, newest):
        assert "Beleg von 2015: prüfen" in swot_panel.age_chip(one(everything[COUNTY], "B-07"), newest)
        assert "prüfen" not in swot_panel.age_chip(one(everything[COUNTY], "B-03"), newest)

    def test_more_than_five_statements_are_one_click_away(self, evaluator, everything, newest):
        markup = swot_panel.swot_html(evaluator, everything[COUNTY], COUNTY, newest)
        assert markup.count("<article") == len(everything[COUNTY])
        assert re.search(r"<summary>\d+ weitere Aussagen</summary>", markup)

    def test_the_short_form_shows_two_per_panel_at_most(self, evaluator, everything, newest):
        markup = swot_panel.swot_short_html(evaluator, CATALOGUE, everything[GUESTROW], newest)
        assert 4 <= markup.count("<article") <= 8
        assert swot_panel.swot_short_html(evaluator, CATALOGUE, [], newest) == ""

    def test_every_statement_has_its_receipt(self, evaluator, everything):
        for s in everything[COUNTY]:
            labels = dict(swot_receipt.receipt_rows(evaluator, s))
            assert {
                "Indikator",
                "Wert",
                "Anzahl",
                "Stichtag",
                "Zählbasis",
                "Quelle",
                "Definition",
                "Regel",
            } <= labels.keys()

    def test_the_foot_counts(self, everything, newest):
        assert swot_panel.foot([], newest) == "Keine Aussage"
        one_old = [one(everything[COUNTY], "B-07")]
        assert swot_panel.foot(one_old, newest) == "1 Aussage · 1 Beleg ist älter als fünf Jahre: bitte prüfen"
