"""Sozialraum in words and pictures: every sentence of every place, hostile names, and files that carry everything."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from data.schema import Level
from indicators.monitoring.classes import DynamicClass, StatusClass
from indicators.monitoring.false_discovery import Procedure
from indicators.monitoring.field import Place, Standing
from indicators.monitoring.index import presets
from reports import compare_files
from tests.views.map_samples import HOSTILE
from views import (
    monitoring_alert_words,
    monitoring_alerts,
    monitoring_changes,
    monitoring_data,
    monitoring_grid,
    monitoring_map,
    monitoring_matrix_words,
    monitoring_place,
    monitoring_words,
    resources,
)
from views.monitoring_alerts_sheet import alerts_sheet
from views.monitoring_matrix import detail_html, matrix_html
from views.monitoring_matrix_sheet import matrix_sheet
from views.monitoring_tables import places_html, status_sheet
from views.state import Selection
from views.wording import wording

COUNTY, GUESTROW, PENZIN, DAHMEN = "13072", "13072043", "13072078", "13072023"
WRONG = {
    "no number": re.compile(r"\bnan\b|\binf\b|None|keine Zahl"),
    "signed zero": re.compile(r"(?<!\d)[-−+]0(?![\d,])"),
    "doubled sign": re.compile(r"[-−+][-−+]"),
    "unfilled words": re.compile(r"[{}\[\]|]"),
    "wrong blanks or points": re.compile(r"\s\s|\.\.|,\.| ,|\( "),
    "wrong singular": re.compile(r"(?<![\d.,])1 (?:Menschen|Arbeitslose|Geburten|Haushalten|Wohnungen|Kinder|Beschäftigte|Gemeinden)\b"),
    "English": re.compile(r"\b(?:status_|low|high|unsure|secret)\b"),
}  # fmt: skip


@pytest.fixture(scope="module")
def regions():
    return resources.evaluator().regions


@pytest.fixture(scope="module")
def fields():
    return [
        monitoring_data.field(i, lv)
        for i in presets(resources.catalogue()).values()
        for lv in (Level.GEMEINDE, Level.AMT)
    ]


@pytest.fixture(scope="module")
def findings():
    table = monitoring_data.compared(Procedure.USUAL)
    return table[table["different"]]


def selection(region):
    return Selection(region, (0, 200), "t", COUNTY, "anteil_67", Level.GEMEINDE)


def wrong(texts):
    found = list(texts)
    assert len(found) > 100
    return [(fault, text) for text in found for fault, pattern in WRONG.items() if pattern.search(text)]


class TestEverySentence:
    def test_of_status_and_dynamic(self, fields, regions):
        texts = [monitoring_words.headline(f, regions, None) for f in fields]
        for found in fields:
            for place in found.places.values():
                texts += [monitoring_words.headline(found, regions, place), monitoring_map.note(place)]
                texts += monitoring_words.sentences(place, wording(regions, place.region_id))
        assert not [w for w in wrong(texts) if "Zahl" not in w[1]]

    def test_of_all_findings(self, findings, regions):
        rows = [row for _, row in findings.iterrows()]
        assert len(rows) > 1000
        assert not wrong(monitoring_alert_words.title(row) for row in rows)
        assert not wrong(monitoring_alert_words.sentence(row, regions) for row in rows)

    def test_of_all_changes(self, regions):
        table = monitoring_changes.table_of(strict=False)
        rows = [row for _, row in table[table["left"] == ""].iterrows()]
        assert not wrong(
            f"{monitoring_changes.title(row)}. {monitoring_changes.sentence(row, regions)}" for row in rows
        )

    def test_of_the_matrix_of_every_other_place(self, regions):
        figures = [
            figure
            for region in (*regions.municipalities[::2], *regions.at_level(Level.AMT))
            for cell in monitoring_data.cells(region, COUNTY)
            for figure in cell.figures
        ]
        assert not wrong(monitoring_matrix_words.told(f, regions) for f in figures)
        assert not wrong(" ".join(monitoring_matrix_words.below(f, "im Landkreis")) for f in figures)


class TestClasses:
    def test_an_unsure_class_is_told_as_a_possibility(self):
        unsure = Place(GUESTROW, 700.0, Standing(1.6, 0.8, StatusClass.VERY_LOW, (0.0, 0.23, 0.22, 0.55)), Standing())
        assert (
            monitoring_words.place_words(unsure) == "vielleicht deutlich mehr Bedarf als üblich – sicher ist das nicht"
        )
        assert "in 2 von 10 „Bedarf wie üblich“" in monitoring_words.unsure(unsure.status, monitoring_words.STATUS)

    def test_a_village_too_small_gets_words_and_no_figures(self, fields, regions):
        place = fields[0].places[PENZIN]
        told = monitoring_words.sentences(place, wording(regions, PENZIN))
        assert told == [
            "Penzin bekommt keine Klasse – unter 300 Einwohner. Wenige Menschen mehr oder weniger würden alles ändern."
        ]
        assert "<table" not in monitoring_place.place_html(fields[0], place, regions)

    def test_the_field_counts_every_place_with_a_class_once(self, fields, regions):
        for found in fields:
            made = monitoring_grid.boxes(found, regions).values()
            classed = [p for p in found.places.values() if p.status.code is not None]
            assert sum(len(box.places) for box in made) == len(classed)
            assert sum(box.people for box in made) == sum(p.people for p in classed)

    def test_map_letters_signs_and_legend_agree_with_the_classes(self, fields, regions):
        found = fields[0]
        drawn = monitoring_map.describe(
            found, resources.geometry(Level.GEMEINDE), title="T", subtitle="S", source="Q", selected=GUESTROW
        )
        assert drawn.codes.count("d") == next(r.count for r in drawn.legend if r.code == "d")
        places = [found.places[r] for r in drawn.region_ids]
        moving = [
            p
            for p in places
            if p.status.code is not None and p.dynamic.code in (DynamicClass.POSITIVE, DynamicClass.NEGATIVE)
        ]
        assert {p.key for p in drawn.points} == {p.region_id for p in moving}
        assert sum(row.count for row in drawn.point_rows) == len(moving)
        assert "unter 300 Einwohner" in drawn.text(drawn.region_ids.index(PENZIN))

    def test_places_of_a_field_stand_in_the_order_of_the_alphabet(self, fields, regions):
        box = max(monitoring_grid.boxes(fields[0], regions).values(), key=lambda b: len(b.places))
        names = re.findall(r'<th scope="row">([^<]+)', places_html(fields[0], box, regions))
        assert len(names) == len(box.places)
        assert names[0].startswith(("A", "B"))

    def test_contributions_show_value_count_and_county(self, fields, regions):
        html = monitoring_place.place_html(fields[0], fields[0].places[GUESTROW], regions)
        assert re.search(r"[\d.]+ von [\d.]+ Menschen von 15 bis 64", html)
        assert "zählt einfach" in html and "hoher Wert heißt: mehr Bedarf" in html


class TestHostileNames:
    @pytest.fixture
    def hostile(self, regions, monkeypatch):
        """Give every region a name that would run as markup."""
        monkeypatch.setitem(regions._columns, "name", dict.fromkeys(regions._column("name"), HOSTILE[0]))
        return regions

    def test_stay_text(self, hostile, fields, findings):
        found = fields[0]
        place = found.places[GUESTROW]
        cells = monitoring_data.cells(GUESTROW, COUNTY)
        pages = [
            monitoring_grid.grid_html(found, hostile, place),
            monitoring_place.place_html(found, place, hostile),
            places_html(found, None, hostile),
            matrix_html(cells, hostile, selection(GUESTROW)),
            "".join(detail_html(cell, selection(GUESTROW)) for cell in cells),
            monitoring_alerts.list_html(findings.head(5), hostile, COUNTY),
        ]
        assert all("<img" not in page for page in pages)
        assert "&lt;img" in pages[0] and "&lt;img" in pages[5]


class TestFiles:
    def test_carry_title_reminder_source_and_every_place(self, fields, regions, findings):
        cells = monitoring_data.cells(GUESTROW, COUNTY)
        sheets = [
            status_sheet(fields[0], regions, "Titel", "Angaben", "Quelle Z"),
            matrix_sheet(cells, regions, selection(GUESTROW), "Titel", "Angaben", "Quelle Z"),
            alerts_sheet(findings.head(40), regions, "Titel", "Angaben", "Quelle Z"),
        ]
        for sheet, lines in zip(sheets, (112, 49, 40), strict=True):
            book = load_workbook(io.BytesIO(compare_files.to_xlsx(sheet)))
            assert book["Tabelle"].max_row > lines
            drawing = compare_files.to_svg(sheet).decode()
            assert "Titel" in drawing and "Quelle Z" in drawing and "nur die Menschen vor Ort" in drawing

    def test_no_finding_makes_an_empty_table_and_no_error(self, findings, regions):
        sheet = alerts_sheet(findings.head(0), regions, "Titel", "Angaben", "Quelle")
        assert compare_files.to_csv(sheet) and compare_files.to_svg(sheet)


def test_expected_false_alarms_are_counted_over_the_whole_list(findings):
    table = monitoring_data.compared(Procedure.USUAL)
    assert f"{len(findings):,}".replace(",", ".") in monitoring_alerts.subtitle(table, "different")
    assert "weniger als eine" in monitoring_alerts.subtitle(table, "unusual")


def test_the_age_filter_keeps_what_is_about_these_people(regions):
    table = monitoring_data.compared(Procedure.USUAL)
    old = replace(selection(COUNTY), band=(75, 200))
    kept = set(monitoring_alerts.narrowed(table, regions, old, monitoring_alerts.ALL_TOPICS)["family"])
    assert "aeltere" in kept and "leerstand" in kept and "kinder" not in kept
