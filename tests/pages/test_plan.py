"""The page Werkstattplan, driven without a browser: the first screen answers, filters, writing by role, nothing runs that was typed."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from tests.pages.support import Opened
from views import plan_board, plan_data, plan_edit, plan_form, plan_glance, plan_target, resources, state
from workshop.records import ActionField, Actor, Measure, Step
from workshop.roles import Role, Writer
from workshop.store import Store

HOSTILE = "<img src=x onerror=alert(1)> ${x} \x00\u202e\"'" + "lang" * 2000
HOST = Writer("host", "Frau Beispiel", Role.VERWALTUNG)
TODAY = plan_data.today()


@pytest.fixture(scope="module")
def places():
    return state.region_labels(resources.evaluator().regions)


@pytest.fixture
def store(tmp_path, places):
    own = Store.open(str(tmp_path / "w.sqlite"))
    south_east = next(region for label, region in places.items() if "Süd-Ost" in label)
    with own.writing(HOST) as desk:
        field = desk.add(ActionField(id="f", title="Treffpunkte"))
        office = desk.add(Actor(id="o", name="Gemeinde B", sort="gemeinde"))
        common = {"field_id": field.id, "responsible_id": office.id}
        desk.add(
            Measure(
                id="jugend", title="Jugendtreff", status="stockt", region_ids=(south_east,), bands=("10-17",),
                ends_on=TODAY - timedelta(12), budget=24_000, funding="gesichert", **common,
            )
        )  # fmt: skip
        desk.add(
            Measure(
                id="kreis",
                title="Sprachcafé",
                status="laeuft",
                region_ids=(places["Landkreis Rostock"],),
                budget=1,
                **common,
            )
        )
        desk.add(Measure(id="idee", title="Rückkehr-Tag", bands=("18-29",), region_ids=(places["Güstrow"],)))
        desk.add(Measure(id="boese", starts_on=date.min, ends_on=date.max, target_on=date.min, title=HOSTILE, description=HOSTILE, status_note=HOSTILE, status="geplant", links=(
            {"kind": "address", "ref": "javascript:alert(1)", "label": "x"}, {"kind": "address", "ref": "https://a.example/", "label": HOSTILE + "\n\u2028x"},
        ), **common))  # fmt: skip
        desk.add(
            Step(
                id="s", measure_id="jugend", title="Mietvertrag", due_on=TODAY + timedelta(10), responsible_id=office.id
            )
        )
    return own


def glance(page):
    """Read the counts of the first screen."""
    return {name: int(count) for count, name in re.findall(r"<b>(\d+)</b><span>([^<]+)</span></a>", page.markup)}


def test_the_first_screen_answers_what_a_new_officer_asks(store):
    page = Opened("werkstattplan", store=store)
    assert "<h1>Eine Maßnahme läuft, eine stockt, eine hat noch niemanden</h1>" in page.markup
    assert glance(page) | {} == {
        "überfällig": 1, "stockt": 1, "ohne Verantwortliche": 1, "ohne Geld": 3, "für junge Menschen": 2
    }  # fmt: skip
    assert re.search(r'data-go="massnahme:jugend">Jugendtreff</a> · Gemeinde B', page.markup)
    assert "Süd-Ost: 1" in page.markup
    assert "stockt seit" not in page.markup.split("Als Nächstes")[0]
    assert f"Mietvertrag am {TODAY + timedelta(10):%d.%m.%Y}, in 10 Tagen – Gemeinde B." in page.markup
    assert "Sprachcafé" in page.markup and "noch niemand" in page.markup
    assert "<img" not in page.markup and "\x00" not in page.markup
    assert not page.app.button, "a guest reads"


def young_places(page):
    """Read what the first screen says about young people, region by region."""
    return re.findall(r">([^<>]+: (?:\d+|keine))</a>", page.markup)


def test_young_people_in_sued_ost_by_address_and_filters_say_what_they_do(store):
    everywhere = young_places(Opened("werkstattplan", store=store))
    assert "Süd-Ost: 1" in everywhere and len(everywhere) == 4
    page = Opened("werkstattplan", store=store, ort="Planungsregion Süd-Ost (vorläufig)", frage="jung")
    assert ">Jugendtreff</a>" in page.markup
    listed = page.markup.split('class="kp-plan"')[1].split("</table>")[0]
    assert "Sprachcafé" not in listed and "Rückkehr-Tag" not in listed
    assert "Gezeigt: 1 von 4 – Planungsregion Süd-Ost (vorläufig), für junge Menschen." in page.markup
    assert young_places(page) == everywhere, "a chosen region must not empty the others"
    page.app.button(key="plan_alle").click()
    page.run()
    assert "Gezeigt:" not in page.markup
    page.choose("verantwortlich", "noch niemand")
    assert "<h1>Eine Maßnahme ist eine Idee, eine hat noch niemanden</h1>" in page.markup


def test_the_page_of_a_measure_reads_and_only_web_addresses_are_links(store):
    page = Opened("werkstattplan", store=store, massnahme="boese")
    assert "<img" not in page.markup
    assert page.markup.count("javascript:alert(1)") == 1 and 'href="javascript' not in page.markup
    assert 'href="https://a.example/"' in page.markup
    assert not page.app.button and "anmelden" in page.markup
    open_form = Opened("werkstattplan", store=store, role="mitwirkende", massnahme="boese")
    open_form.app.button(key="massnahme_bearbeiten").click()
    open_form.run()
    next(b for b in open_form.app.button if b.label == "Speichern").click()
    open_form.run()
    with store.reading() as reader:
        assert reader.get(Measure, "boese").version == 1, "a form that nobody edited must change nothing"
    assert "Diese Maßnahme gibt es nicht" in Opened("werkstattplan", store=store, massnahme="weg").markup


def test_a_measure_is_changed_by_the_form_and_what_was_changed_meanwhile_is_not_lost(store):
    page = Opened("werkstattplan", store=store, role="mitwirkende", massnahme="jugend")
    page.app.button(key="massnahme_bearbeiten").click()
    page.run()
    with store.writing(HOST) as desk:
        desk.change(Measure, "jugend", 1, {"status_note": "neu"})
    key = "mf_jugend_1"
    page.app.text_input(key=f"{key}_title").set_value("Jugendtreff neu")
    page.app.selectbox(key=f"{key}_status").set_value("läuft")
    next(b for b in page.app.button if b.label == "Speichern").click()
    page.run()
    with store.reading() as reader:
        now = reader.get(Measure, "jugend")
    assert (now.title, now.status, now.status_note, now.version) == ("Jugendtreff neu", "laeuft", "neu", 3)
    assert ">Jugendtreff neu</h1>" in page.markup


def test_a_new_measure_brings_a_new_actor_along_and_is_stored_once(store):
    page = Opened("werkstattplan", store=store, role="mitwirkende", massnahme="neu")
    begun = page.app.session_state[plan_form.OPEN_KEY]
    values = {"title": "Fahrdienst", "responsible_id": "neu:Amt Neu", "partner_ids": ("o", "neu:Amt Neu")}
    with page.at_home():
        for _ in range(2):
            made = plan_form.save(begun, values)
        assert plan_form.save(Measure(id="leer"), values | {"title": " "}) is None
    with store.reading() as reader:
        actor = reader.get(Actor, made.responsible_id)
        assert len([m for m in reader.find(Measure) if m.title == "Fahrdienst"]) == 1
        assert len(reader.find(Actor)) == 2
    assert (actor.name, actor.sort, made.partner_ids) == ("Amt Neu", "amt", ("o", actor.id))


def test_the_board_moves_a_card_and_shows_who_was_faster(store):
    page = Opened("werkstattplan", store=store, role="mitwirkende", ansicht="Tafel")
    shown = next(
        json.loads(e.proto.json) for e in page.app.main if '"columns"' in getattr(getattr(e, "proto", None), "json", "")
    )
    card = next(c for column in shown["columns"] for c in column["cards"] if c["id"] == "jugend")
    assert (card["version"], card["late"], card["note"]) == (1, True, "überfällig seit 12 Tagen")
    with page.at_home():
        plan_board.move({"moved": {"id": "jugend", "version": 1, "status": "laeuft"}})
        plan_board.move({"moved": {"id": "jugend", "version": 1, "status": "fertig"}})
        plan_board.move({"moved": {"id": "jugend", "version": 2, "status": "weg"}})
        plan_board.move({"moved": "x"})
    with store.reading() as reader:
        now = reader.get(Measure, "jugend")
    assert (now.status, now.version) == ("laeuft", 2)


def test_a_table_stores_each_changed_cell_once(store, monkeypatch):
    page = Opened("werkstattplan", store=store, role="moderation")
    with page.at_home():
        field = plan_data.load().fields["f"]
        columns = (plan_edit.Column("title"), plan_edit.Column("position"))
        state = {
            "t_kept": plan_edit.Kept([field], []),
            "w": {"edited_rows": {"0": {"title": "A"}}, "added_rows": [{"title": "Neu"}], "deleted_rows": []},
        }
        monkeypatch.setattr(plan_edit.st, "session_state", state)
        for position in (3, 3):
            plan_edit._changed(ActionField, columns, "t", "w", ActionField())
            state["w"]["edited_rows"]["0"]["position"] = position
        state["w"]["added_rows"][0]["position"] = 2
        plan_edit._changed(ActionField, columns, "t", "w", ActionField())
    with store.reading() as reader:
        found = {f.title: (f.position, f.version) for f in reader.find(ActionField)}
    assert found == {"A": (3, 3), "Neu": (2, 2)}


def test_an_empty_plan_offers_ways_to_begin(tmp_path):
    empty = Store.open(str(tmp_path / "leer.sqlite"))
    page = Opened("werkstattplan", store=empty, role="moderation")
    page.app.button(key="plan_felder_neu").click()
    page.run()
    assert "<h1>Im Plan stehen noch keine Maßnahmen</h1>" in page.markup
    with empty.reading() as reader:
        assert len(reader.find(ActionField)) == 6


def test_a_target_figure_too_small_to_tell_suggests_a_larger_region(places):
    indicator = resources.catalogue()["anteil_67"]
    told = plan_target.advice(places["Penzin"], indicator)
    assert told.startswith("Penzin ist so klein") and "Amt Bützow-Land" in told
    assert plan_target.advice(places["Landkreis Rostock"], indicator) == ""


def test_dates_far_away_break_nothing():
    measures = [Measure(id="a", title="x", starts_on=date.min, ends_on=date.max), Measure(id="b", ends_on=date.min)]
    plan = plan_data.Plan({}, {}, {m.id: m for m in measures}, [], {})
    assert "seit" in plan_glance._late_words(plan, plan_glance.plan_questions.overdue(measures, [], TODAY)[0], TODAY)
