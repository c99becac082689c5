"""What people say in the SWOT, driven without a browser: reading as a guest, writing as Mitwirkende, nothing runs that was typed."""

from __future__ import annotations

import pytest

from indicators.evaluate import Moment
from indicators.movement import receipt
from tests.pages.support import Opened
from views import resources, state, swot_people_forms
from views.swot_people import why_of
from workshop.records import ActionField, Event, Opinion, Statement, Vote
from workshop.roles import Role, Writer
from workshop.store import Store

HOSTILE = "<img src=x onerror=alert(1)> ${x} \x00\u202e\"'" + "lang" * 500
JOBLESS = "arbeitslose"
HOST = Writer("host", "Frau Beispiel", Role.VERWALTUNG)


@pytest.fixture(scope="module")
def places():
    return state.region_labels(resources.evaluator().regions)


@pytest.fixture(scope="module")
def store(tmp_path_factory, places):
    own = Store.open(str(tmp_path_factory.mktemp("swot") / "w.sqlite"))
    town, village, amt = places["Güstrow"], places["Penzin"], places["Amt Bützow-Land"]
    old = receipt(resources.rows(), resources.catalogue()[JOBLESS], town, Moment("2014", "zensus2011"))
    with own.writing(HOST) as desk:
        desk.add(ActionField(title="Mobilität"))
        bus = desk.add(
            Statement(region_id=town, quadrant="schwaeche", title="Abends fährt kein Bus", source_note="Tisch 3")
        )
        desk.add(
            Statement(region_id=town, quadrant="chance", title=HOSTILE, text=HOSTILE, band="65-", source_note=HOSTILE)
        )
        desk.add(
            Statement(region_id=town, quadrant="risiko", title="Zu viele suchen Arbeit", source="zahl", receipt=old)
        )
        desk.add(Statement(region_id=village, quadrant="staerke", title="Alle kennen sich"))
        desk.add(Statement(region_id=amt, quadrant="schwaeche", title="Kein Arzt nimmt neue Patienten"))
        desk.add(
            Opinion(statement_id=bus.id, stance="widerspricht", reason=f"Es gibt den Rufbus. {HOSTILE}", by=HOSTILE)
        )
        evening = desk.add(Event(title="Abend", region_id=town))
        for person in range(3):
            desk.add(Vote(event_id=evening.id, scene_id="s", participant_id=f"p{person}", target_id=bus.id, dots=2))
    yield own
    own.close()


def found(store, kind, **equal):
    with store.reading() as reader:
        return reader.find(kind, **equal)


def asked(page, do, about, record=None):
    page.app.session_state[swot_people_forms.ASKED] = {"do": do, "about": about, "record": record}
    return page.run()


def test_a_guest_reads_both_sides_and_is_led_to_the_login(store):
    page = Opened("swot", store=store, ort="Güstrow").markup
    assert 'class="kp-origin">aus Zahlen' in page
    assert 'class="kp-origin people">von Menschen' in page
    assert "<b>6</b><span>Punkte</span>" in page
    assert "1\u00a0dagegen" in page
    assert "prüfen: Zahl hat sich geändert" in page
    assert "10,8\u00a0je 100 (1.937 von" in page
    assert "9,0\u00a0je 100 (1.524 von" in page
    assert "/anmelden?zurueck=" in page
    assert "data-do" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_age_filter_acts_on_what_people_say(store):
    page = Opened("swot", store=store, ort="Güstrow", alter="Grundschulalter (6 bis 9)").markup
    assert "1 Aussage von Menschen fällt durch die Altersgruppe" in page
    assert "Abends fährt kein Bus" in page


def test_in_a_place_too_small_for_figures_people_write_support_and_change(store, places):
    page = Opened("swot", store=store, role="mitwirkende", ort="Penzin")
    assert "Was Menschen in Penzin sagen" in page.markup
    assert "gilt für: Amt Bützow-Land" in page.markup
    asked(page, "add", "chance")
    page.app.text_input(key="swot_neu_titel").set_value("Platz für Neues")
    page.app.button(key="swot_neu_speichern").click()
    page.run()
    (made,) = found(store, Statement, region_id=places["Penzin"], quadrant="chance")
    assert (made.title, made.source) == ("Platz für Neues", "werkstatt")
    assert "Platz für Neues" in page.markup
    asked(page, "opinion", made.id, made)
    page.app.text_area(key="swot_grund").set_value("Der alte Laden steht leer.")
    page.app.button(key="swot_meinung").click()
    page.run()
    assert [o.reason for o in found(store, Opinion, statement_id=made.id)] == ["Der alte Laden steht leer."]
    asked(page, "edit", made.id, made)
    page.app.text_input(key=f"swot_{made.id}_titel").set_value("Platz für neue Ideen")
    with store.writing(HOST) as desk:
        desk.change(Statement, made.id, 1, {"text": "Inzwischen"})
    page.app.button(key="swot_aendern").click()
    page.run()
    (kept,) = found(store, Statement, id=made.id)
    assert (kept.title, kept.text) == ("Platz für Neues", "Inzwischen")
    assert swot_people_forms.ASKED not in page.app.session_state


def test_a_figures_statement_is_adopted_with_receipt_and_rule_and_a_check_is_answered(store, places):
    page = Opened("swot", store=store, role="mitwirkende", ort="Güstrow")
    assert 'data-do="adopt" data-id="B-06"' in page.markup
    asked(page, "adopt", "B-06")
    page.app.button(key="swot_neu_speichern").click()
    page.run()
    (made,) = [s for s in found(store, Statement, source="zahl") if s.receipt.get("rule_id")]
    assert (made.receipt["rule_id"], made.receipt["count"], made.receipt["period"]) == ("B-06", 1524, "2021")
    assert "Als Aussage von Menschen übernommen." in page.markup
    (old,) = found(store, Statement, title="Zu viele suchen Arbeit")
    asked(page, "check", old.id, old)
    page.app.button(key="swot_gilt").click()
    page.run()
    (now,) = found(store, Statement, id=old.id)
    assert (now.checked_receipt["period"], now.receipt) == ("2021", old.receipt)
    assert "prüfen: Zahl hat sich geändert" not in page.markup


def test_the_sheet_marks_whose_a_point_is(store):
    page = Opened("swot", store=store, ort="Güstrow", ansicht="Blatt A4")
    assert 'class="mark figures">Zahlen' in page.markup
    assert 'class="mark people">Menschen' in page.markup
    assert "<img src=x" not in page.markup


def test_a_figure_without_interval_asks_for_a_check_as_soon_as_it_is_another_one():
    old = {"value": 20.0, "low": None, "high": None, "count": None, "total": None, "base": "ohne", "year": 2020}
    assert why_of(old, old | {"value": 21.0, "year": 2021}, 2022) == "changed"
    assert why_of(old, old | {"year": 2021}, 2022) == ""
