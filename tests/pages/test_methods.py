"""The page Daten & Methoden and its files, on the shipped figures."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from reports import open_data
from tests.pages.support import Opened
from views import access_statement, indicator_words, method_rules, methods_list, methods_page, privacy, resources
from views.source_words import short_source, span_words

GUESTROW, WALKENDORF = "13072043", "13072111"


@pytest.fixture(scope="module")
def entries():
    found = methods_list.entries(resources.rows(), resources.catalogue(), resources.package().sources)
    return {e.indicator.id: e for e in found}


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


class TestIndicators:
    def test_all_are_listed_with_definition_and_source(self, entries):
        catalogue = resources.catalogue()
        assert set(entries) == set(catalogue.indicators)
        for entry in entries.values():
            said = dict(methods_list.detail_rows(entry))
            assert said["Definition"]
            assert said["Rechnung"]
            assert said["Quelle"], entry.indicator.id

    def test_coverage_counts_secret_places_apart(self, entries):
        found = entries["uebernachtungen"].newest
        assert found.secret > 0
        assert found.known + found.secret + found.unsure + found.absent + found.unpublished == found.asked == 112
        assert "geheim" in indicator_words.coverage_words(found, entries["uebernachtungen"].indicator)

    def test_what_only_the_county_has_is_called_so(self, entries):
        assert entries["kinder_je_frau"].newest is None
        assert entries["kinder_je_frau"].county
        markup = methods_list.list_html([entries["kinder_je_frau"]], resources.catalogue())
        assert "nur Landkreis" in markup

    def test_dates_are_those_of_the_evaluation(self, entries):
        """The quick look at the tables finds the same dates as evaluating them all."""
        evaluator = resources.evaluator()
        for name in ("anteil_67", "wanderungssaldo", "leerstand", "arbeitslose", "sgb2"):
            indicator = resources.catalogue()[name]
            frame = evaluator.evaluate(indicator, [GUESTROW])
            known = set(frame.loc[frame["value"].notna() & ~frame["period"].str.contains("/"), "period"])
            assert {m.period for m in entries[name].places} == known, name

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("altenquotient", "Menschen ab 65 Jahren ÷ Menschen von 20 bis 64 Jahren × 100"),
            ("frauen_20_39", "Frauen von 20 bis 39 Jahren ÷ Menschen von 20 bis 39 Jahren × 100"),
            ("einwohner_10_jahre", "(Menschen heute − vor 10 Jahren) ÷ Menschen vor 10 Jahren × 100"),
            ("dichte", "Menschen ÷ Fläche in km²"),
            ("miete", "wie veröffentlicht, nicht selbst gerechnet"),
        ],
    )
    def test_formulas_in_words(self, name, words):
        assert indicator_words.formula(resources.catalogue()[name]).replace("\u00a0", " ") == words

    def test_no_formula_shows_a_name_of_the_data(self):
        assert not [i.id for i in resources.catalogue().indicators.values() if "_" in indicator_words.formula(i)]

    def test_searching_narrows_the_list(self):
        page = Opened("daten", suche="pendler").markup
        assert "Einpendler minus Auspendler" in page
        assert "Anteil der Waldfläche" not in page

    def test_finding_nothing_says_so(self):
        assert "Dazu gibt es keinen Indikator" in Opened("daten", suche="xyzzy").markup


class TestTabs:
    def test_sources_name_licence_and_changes(self):
        table = methods_page.sources_table(resources.package().sources)
        assert len(table) == len(resources.package().sources)
        assert all("https://" in cell for cell in table["Lizenz"] if "dl-de" in cell)
        assert (table["Was verändert ist"].str.len() > 0).all()
        withheld = table[table["Was verändert ist"].str.contains("Anzahlen von 1 oder 2 zeigen wir nicht")]
        assert set(withheld["Tabelle"].str[:5]) == {"13111", "13211", "INKAR"}

    def test_rules_speak_of_what_matters(self):
        text = method_rules.rules_html()
        for word in ("Zensus 2022", "300", "Zufallsspanne", "vorläufig", "Fortzüge", "Zusammengelegte", "§ 16"):
            assert word in text
        assert method_rules.kinds_html().count("<svg") == len(method_rules.KINDS)

    def test_mergers_and_planning_regions(self):
        mergers = methods_page.mergers_table().set_index("Frühere Gemeinde")["Heute"]
        assert mergers["Boddin"] == mergers["Lühburg"] == "Walkendorf"
        planning = methods_page.planning_table()
        assert planning["Planungsregion"].str.contains("vorläufig").all()
        assert planning["Gemeinden"].sum() == 112


class TestAccessibility:
    def test_a_missing_contact_is_said_plainly(self, monkeypatch):
        monkeypatch.delenv(access_statement.CONTACT_VARIABLE, raising=False)
        assert "Hier fehlt noch eine Adresse" in access_statement.statement_html("")

    def test_the_operators_contact_is_named_as_text(self, monkeypatch):
        monkeypatch.setenv(access_statement.CONTACT_VARIABLE, " <b>barrierefrei@example.org</b> ")
        markup = access_statement.statement_html(access_statement.contact())
        assert "&lt;b&gt;barrierefrei@example.org" in markup
        assert "fehlt noch" not in markup


class TestFiles:
    def test_the_catalogue_as_csv(self):
        rows = read(open_data.catalogue_csv(resources.catalogue()))
        assert tuple(rows[0]) == open_data.CATALOGUE_HEADS
        assert len(rows) == 1 + len(resources.catalogue().indicators)

    def test_the_figures_of_a_place_carry_sources_and_never_a_zero_for_unknown(self):
        rows = read(open_data.facts_csv(resources.evaluator(), WALKENDORF))
        heads = rows[0]
        value, kind, source = (heads.index(h) for h in ("Wert", "Art der Zahl", "Quelle"))
        assert len(rows) > 200
        assert all(row[source] for row in rows[1:])
        assert any(row[kind] == "geheim" for row in rows[1:])
        assert all(row[value] == "" for row in rows[1:] if row[kind] == "geheim")

    def test_what_is_withheld_on_the_pages_is_withheld_in_the_file(self):
        own, heads = resources.evaluator(), list(open_data.FACT_HEADS)
        withheld = own.protected.withheld
        place = str(withheld.loc[withheld["variable"] == "unemployed", "region_id"].iloc[0])
        file = [
            row for row in read(open_data.facts_csv(own, place))[1:] if row[heads.index("Art der Zahl")] == "geheim"
        ]
        assert {row[heads.index("Wert")] for row in file} == {""}
        assert "Arbeitslose" in {row[heads.index("Größe")] for row in file}

    def test_a_formula_in_a_name_stays_text(self):
        catalogue = resources.catalogue()
        hostile = replace(catalogue["einwohner"], title="=cmd()", question="+1")
        rows = read(open_data.catalogue_csv(replace(catalogue, indicators={"x": hostile})))
        assert rows[1][1] == "'=cmd()"


def test_sources_in_short():
    sources = resources.package().sources
    assert short_source(sources, ["12612-01-01-5-B"]) == "Regionaldatenbank 12612-01-01-5-B"
    assert short_source(sources, ["zensus2022-demografie"]) == "Zensus"
    assert short_source(sources, []) == ""
    assert span_words("2008-12-31/2015-12-31") == "31.12.2008 bis 31.12.2015"


def test_what_is_kept_about_people_is_said():
    text = privacy.statement_html("datenschutz@landkreis.example")
    assert "datenschutz@landkreis.example" in text
    assert f"{privacy.HOURS} Stunden" in text and "Kein Konto, kein Name" in text
