"""The Zwischenbilanz, driven without a browser: empty, with a plan, frozen and reopened, and nothing runs that was typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from indicators.evaluate import Moment
from indicators.movement import receipt
from reports import interim_files
from tests.pages.support import Opened
from views import interim_html, resources, state
from views.interim_page import Shown
from workshop.records import ActionField, Actor, Event, Idea, Measure, Snapshot, Step
from workshop.roles import Role, Writer
from workshop.store import Store

HOSTILE = "<script>alert(1)</script>${x}\x00\u202e=cmd()" + "lang" * 300
HOST = Writer("host", "Frau Beispiel", Role.VERWALTUNG)
TODAY = date.today()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    own = Store.open(str(tmp_path_factory.mktemp("interim") / "w.sqlite"))
    town = state.region_labels(resources.evaluator().regions)["Güstrow"]
    old = receipt(resources.rows(), resources.catalogue()["arbeitslose"], town, Moment("2014", "zensus2011"))
    with own.writing(HOST) as desk:
        field = desk.add(ActionField(title="Mobilität"))
        rebus = desk.add(Actor(name="rebus"))
        bus = desk.add(Measure(
            title="Rufbus bis 22 Uhr", field_id=field.id, region_ids=(town,), responsible_id=rebus.id, budget=48000, funding="gesichert",
            status="geplant", starts_on=TODAY - timedelta(200), ends_on=TODAY + timedelta(400), indicator_id="arbeitslose",
            target_region_id=town, baseline=old, target_value=5.0,
        ))  # fmt: skip
        desk.add(Step(measure_id=bus.id, title="Haltestellen", due_on=TODAY - timedelta(10)))
        desk.add(
            Measure(
                title=HOSTILE,
                description=HOSTILE,
                status_note=HOSTILE,
                region_ids=(town,),
                status="stockt",
                exercise=True,
            )
        )
        desk.add(Measure(title="nur eine Idee", region_ids=(town,), status="idee"))
        evening = desk.add(
            Event(title="Abend", region_id=town, held_on=TODAY - timedelta(30), state="beendet", record_note=HOSTILE)
        )
        desk.add(Idea(event_id=evening.id, text="x"))
    with own.writing(HOST) as desk:
        desk.change(Measure, bus.id, 1, {"status": "laeuft"})
    yield own
    own.close()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [(f"{TODAY.year - 2}-03-01", f"01.03.{TODAY.year - 2} bis {TODAY:%d.%m.%Y}"), *((odd, f" bis {TODAY:%d.%m.%Y}") for odd in ("unsinn", "1066-01-01", "2999-01-01", "<script>"))],
)  # fmt: skip
def test_the_address_keeps_the_day_it_begins_with(store, typed, shown):
    page = Opened("zwischenbilanz", store=store, zeitraum="seit einem Tag …", seit=typed)
    assert shown in page.markup and not page.app.exception


def test_a_place_without_a_plan_says_so(store):
    page = Opened("zwischenbilanz", store=store, ort="Penzin").markup
    assert "In Penzin ist noch nichts versprochen" in page
    assert "steht noch keine Maßnahme im Werkstattplan" in page
    assert "Nichts ist überfällig" in page


def test_promised_done_moved_next_and_what_the_evening_brought(store):
    page = Opened("zwischenbilanz", store=store, ort="Güstrow").markup
    assert "In Güstrow läuft eine von zwei Maßnahmen\u00a0– die Zielzahl bewegt sich auf das Ziel zu" in page
    assert "48.000\u00a0€ · Finanzierung: gesichert" in page
    assert "<b>läuft</b>" in page
    assert "Haltestellen – Rufbus bis 22 Uhr" in page
    assert "bewegt auf das Ziel zu" in page
    assert "10,8\u00a0je 100 · 1.937 von 17.864" in page
    assert "−1,8 (Zufallsspanne −2,5 bis −1,2)" in page
    assert "niemand verantwortlich, Geld offen" in page
    assert "1 Idee</summary>" in page
    assert "Hier stehen erfundene Einträge" in page
    assert "anmelden" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_frozen_state_reopens_exactly_whatever_changes_later(store):
    page = Opened("zwischenbilanz", store=store, role="moderation", ort="Güstrow")
    page.app.button(key="interim_frieren").click()
    page.run()
    with store.reading() as reader:
        (kept,) = reader.find(Snapshot)
        (bus,) = reader.find(Measure, title="Rufbus bis 22 Uhr")
    assert kept.code.startswith("ZB-")
    body = interim_html.html(kept.content)
    frozen = Opened("zwischenbilanz", store=store, stand=kept.code.lower().replace("-", " "))
    assert body in frozen.markup
    assert f"eingefroren am {TODAY:%d.%m.%Y} · {kept.code}" in frozen.markup
    with store.writing(HOST) as desk:
        desk.change(Measure, bus.id, bus.version, {"title": "Ganz anders", "status": "fertig", "baseline": {}})
        desk.archive(Snapshot, kept.id, kept.version)
    again = Opened("zwischenbilanz", store=store, stand=kept.code)
    assert body in again.markup
    assert "Ganz anders" not in again.markup
    assert "Seither bei den Maßnahmen: 1 fertig geworden" in again.markup
    assert "Ganz anders" in Opened("zwischenbilanz", store=store, ort="Güstrow").markup


def test_an_unknown_code_is_said_plainly(store):
    page = Opened("zwischenbilanz", store=store, stand="<b>ZB-0000")
    assert "Diesen Stand gibt es nicht" in page.markup
    assert "<b>ZB" not in page.markup


def test_the_file_holds_the_text_as_text():
    made = interim_files.to_html(Shown(HOSTILE, HOSTILE, "<p>von uns</p>", "", "stand")).decode()
    assert "<script" not in made
    assert "&lt;script&gt;alert" in made
    assert "<p>von uns</p>" in made
