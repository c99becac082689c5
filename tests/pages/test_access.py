"""The page Wege, driven without a browser on the shipped figures."""

from __future__ import annotations

import io
import json
import re

import pytest
from openpyxl import load_workbook

from data.facilities import COLUMNS, empty
from data.facility_table import read_upload
from indicators.access import plan
from reports import access_files
from tests.pages.support import Opened
from views import (
    access_bars,
    access_data,
    access_gains,
    access_map,
    access_page,
    access_tables,
    access_upload,
    map_component,
    resources,
)
from views.access_page import WHAT_IF
from views.map_points import SIGNS

KITAS = (
    "art;name;gemeinde;lon;lat;jahr;quelle;plaetze\n"
    'Kita;"<img src=x onerror=alert(1)>";;12,2;53,8;2026;=cmd();40\n'
    "Kita;Kita Laage;Laage;;;2026;Jugendamt;\n"
)


def headline(page):
    return re.search(r"<h1>(.*?)</h1>", page.markup).group(1).replace("\u00a0", " ")


def heads(page):
    return int(re.search(r"wohnen ([\d.]+) von", headline(page)).group(1).replace(".", ""))


@pytest.fixture(scope="module")
def county():
    return Opened("wege")


def test_the_page_opens_with_pupils_and_primary_schools(county):
    assert (
        headline(county)
        == "Im Landkreis Rostock wohnen 1.199 von 8.559 Kindern von 6 bis 9 weiter als 5 km von einer Grundschule"
    )
    assert "Luftlinie ab Gemeindemitte · Grundschulen: Stand 2017 · Menschen: Zensus 15.05.2022" in county.markup
    assert "jenseits der Grenze kennt diese Karte nicht" in county.markup
    assert "Schulen: jedeschule.de, Stand 2017" in county.markup
    assert '<th scope="row">75 und älter</th>' in county.markup


def test_farther_is_fewer_and_a_detour_is_more(county):
    near = heads(county)
    county.app.number_input(key="km").set_value(8)
    assert heads(county.run()) < near
    county.app.number_input(key="km").set_value(5)
    county.choose("gemessen", "Luftlinie × 1,3 (Annahme)")
    assert heads(county) > near
    county.choose("gemessen", "Luftlinie")
    assert heads(county) == near


def test_ages_without_figures_give_way_to_a_wider_group_and_that_is_said():
    page = Opened("wege", ort="Penzin", ziel="Bahnhof", alter="Hochbetagte (80 und älter)")
    assert re.fullmatch(
        r"Von Penzin sind es 9,7 km zum nächsten Bahnhof; hier leben \d+ Menschen ab 75", headline(page)
    )
    assert "Gezählt ist die nächstgrößere Gruppe: 75 und älter." in page.markup
    assert "Bahnhof Bützow (Stand 2016)" in page.markup
    assert "zum Schutz der Menschen um wenige Personen verändert" in page.markup


def test_a_link_with_changes_reopens_them_and_they_can_be_taken_back(county):
    pool = access_data.pool()
    schools = pool.of(pool.kinds["grundschule"])
    gone = schools.loc[schools["name"] == "Grundschule Teterow", "id"].iloc[0]
    regions = resources.evaluator().regions
    new = next(m for m in regions.municipalities if regions.name(m) == "Prebberede")
    code = f"z-{gone}.n-grundschule-{new}.z-unbekannt"
    page = Opened("wege", wege=WHAT_IF, plan=code)
    assert headline(page) == (
        "Mit Ihren 2 Änderungen haben es im Landkreis Rostock 69 Kinder von 6 bis 9 näher zur nächsten Grundschule, 402 weiter"
    )
    assert "Neue Grundschule in Prebberede (Mitte der Gemeinde)" in page.markup
    assert "Grundschule Teterow: geschlossen" in page.markup
    assert "Eine Änderung aus dem Link gibt es mit diesen Einrichtungen nicht" in page.markup
    page.app.button(key="wege_zurueck_0").click()
    page.run()
    assert headline(page).startswith("Mit Ihrer Änderung haben es im Landkreis Rostock 69 Kinder")
    page.app.button(key="wege_reset").click()
    page.run()
    assert headline(page) == headline(county)


def test_a_change_is_entered_by_hand_and_the_county_stands_beside_a_small_region():
    page = Opened("wege", wege=WHAT_IF, ort="Prebberede")
    page.choose("aenderung_wohin", "Prebberede")
    page.app.button(key="aenderung_eintragen").click()
    page.run()
    assert (
        headline(page)
        == "Mit Ihrer Änderung haben es in Prebberede 39 Kinder von 6 bis 9 näher zur nächsten Grundschule"
    )
    assert "haben es im Landkreis Rostock 69 Kinder von 6 bis 9 näher zur nächsten Grundschule." in page.markup
    assert page.app.session_state["plan"].startswith("n-grundschule-")


def test_somebodys_own_table_is_checked_shown_as_text_and_counts():
    page = Opened("wege")
    page.app.session_state["wege_unten"] = access_page.OWN_TABLE
    page.run()
    page.app.file_uploader[0].set_value(("kitas.csv", KITAS.replace("12,2;53,8", "53,8;12,2").encode(), "text/csv"))
    assert "Nichts davon wurde übernommen" in page.run().markup
    page.app.file_uploader[0].set_value(("kitas.csv", KITAS.encode(), "text/csv"))
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.run().markup
    page.app.button(key="wege_verwenden").click()
    page.run().choose("ziel", "Kita")
    assert headline(page).endswith("Kindern unter 6 weiter als 5 km von einer Kita")
    assert "Eigene Angaben zu Kita: =cmd() (2026); Jugendamt (2026)" in page.markup
    assert "gezeichnet in der Mitte der Gemeinde" in page.markup
    page.app.button(key="wege_entfernen").click()
    assert headline(page.run()).endswith("von einer Grundschule")


def test_a_package_without_facilities_offers_the_empty_table(monkeypatch):
    monkeypatch.setattr(access_data, "pool", lambda: access_data.Pool(empty(), {}, {}))
    page = Opened("wege")
    assert headline(page) == "Noch sind keine Einrichtungen eingetragen"
    assert len(page.app.file_uploader) == 1


def test_a_persona_turns_where_to_go():
    page = Opened("wege", blick="Jugendliche")
    assert "weiter als 5 km von einer weiterführenden Schule" in headline(page)
    page.choose("blick", "Ältere")
    assert "von einem Bahnhof" in headline(page)
    assert Opened("wege", blick="Jugendliche", ziel="Bahnhof").app.session_state["ziel"] == "Bahnhof"


def test_a_link_to_somebodys_own_kind_says_what_is_missing():
    assert "„Tafel“ kommt in diesen Daten nicht vor" in Opened("wege", ziel="Tafel").markup


def test_errors_name_row_and_remedy_and_nothing_counts():
    bad = KITAS.replace("12,2;53,8", "53,8;12,2") + "Kita;C;Nirgends;;;2026;J;\n"
    found = read_upload("kitas.csv", bad.encode(), access_data.around())
    told = access_upload.problems_html(found.problems)
    assert "In der Datei stehen 2 Fehler. Nichts davon wurde übernommen." in told
    assert "Zeile 2, Spalte lon: Länge und Breite sind vertauscht" in told
    assert "Zeile 4, Spalte gemeinde" in told


def changed_view():
    pool = access_data.pool()
    kind = pool.kinds["grundschule"]
    target = resources.evaluator().regions.municipalities[60]
    changes = [
        plan.Close(pool.of(kind)["id"].iloc[3]), plan.Move(pool.of(kind)["id"].iloc[9], plan.Site(12.3, 53.9)),
        plan.Open("grundschule", plan.Site(*access_data.around().centres[target], target)),
    ]  # fmt: skip
    asked = access_data.Asked(kind, (6, 10), 5.0, access_data.STRAIGHT)
    return access_data.view(asked, pool, changes, resources.evaluator().regions.county)


def test_the_map_of_changes_tells_before_and_after_and_stays_small():
    view = changed_view()
    shown = access_map.change_map(view, "Titel", None)
    assert {point.sign for point in shown.points} == {"da", "zu", "alt", "ziel", "neu"}
    assert sum(row.count for row in shown.legend) == 112
    at = next(i for i, code in enumerate(shown.codes) if code == "a")
    assert re.fullmatch(r"−[\d,]+\skm · [\d,]+ statt [\d,]+\skm · Kinder von 6 bis 9: \d+", shown.text(at))
    sent = json.dumps(map_component.message(shown, height=600), ensure_ascii=False).encode()
    assert len(sent) < 14_000


def test_when_everything_closes_nobody_has_a_way_and_no_number_is_made_up():
    view = changed_view()
    few = access_data.Pool(view.now.facilities.head(2), {view.asked.kind.key: view.asked.kind}, {})
    gone = [plan.Close(key) for key in few.table["id"]]
    region = resources.evaluator().regions.municipalities[0]
    for where in (region, view.region_id):
        closed = access_data.view(view.asked, few, gone, where)
        shown = access_map.change_map(closed, "Titel", None)
        assert set(shown.codes) == {"x"}
        assert shown.text(0) == access_map.NO_WAY
        written = access_bars.html(closed) + access_gains.gains_html(closed) + access_tables.municipalities_html(closed)
        assert access_map.NO_WAY in written
        assert "kein Weg" in written
        assert not re.search(r"\b(nan|inf)\b", written)


def test_files_hold_title_changes_sources_and_texts_that_stay_texts():
    view = changed_view()
    shown = access_map.change_map(view, "=Titel", None)
    csv = access_files.to_csv(view, shown).decode("utf-8-sig")
    assert csv.startswith("# Titel;'=Titel\r\n")
    assert "# Annahme;Neue Grundschule in" in csv
    assert "Schulen: jedeschule.de, Stand 2017" in csv
    book = load_workbook(io.BytesIO(access_files.to_xlsx(view, shown)))
    assert book.sheetnames == ["Gemeinden", "Einrichtungen", "Angaben"]
    assert book["Gemeinden"].max_row == 113
    assert book["Angaben"]["B2"].data_type == "s"
    assert SIGNS["neu"].path in access_files.to_svg(view, shown).decode()


def test_the_template_can_be_filled_in_and_read_back():
    for name, content in (("v.xlsx", access_files.template_xlsx()), ("v.csv", access_files.template_csv())):
        found = read_upload(name, content, access_data.around())
        assert (found.problems, found.rows, found.unused) == ((), 0, ())
    assert tuple(access_files.GUIDE) == COLUMNS


def test_the_table_of_municipalities_adds_up():
    table = access_tables.municipalities(changed_view())
    assert (table["km danach"] - table["km heute"] - table["Unterschied"]).abs().max() < 0.02
    assert table["Kinder von 6 bis 9"].sum() == 8559
