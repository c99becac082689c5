"""The page Zukunftswerkstatt: invitation, preparing, leading, record – as Moderation and as guest."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest

from reports import event_files
from tests.live.evenings import HOST, HOSTILE, Prepared
from tests.pages.support import Opened
from tests.workshop.conftest import fast_folder, new_address, new_store, sqlite_template, store
from views import event_data, event_suggest, workshop_data
from views.event_record import protocol
from workshop import events, stage
from workshop.records import Event, Idea, Measure, Scene, Statement

__all__ = ["fast_folder", "new_address", "new_store", "sqlite_template", "store"]


@pytest.fixture
def prepared(store, monkeypatch) -> Prepared:
    monkeypatch.setenv(workshop_data.SETTING, str(store.engine.url.database))
    return Prepared(store)


def opened(prepared: Prepared, part: str, role: str = "moderation") -> Opened:
    return Opened("werkstatt", role=role, store=prepared.store, abend=prepared.event.id, teil=part)


def press(page: Opened, key: str) -> Opened:
    page.app.button(key=key).click()
    return page.run()


def keys(page: Opened) -> set[str]:
    return {button.key for button in page.app.button}


def test_an_empty_page_invites(store):
    page = Opened("werkstatt", role="moderation", store=store)
    assert "Die erste Zukunftswerkstatt vorbereiten" in page.markup and {"werkstatt_neu", "uebung_anlegen"} <= keys(
        page
    )
    guest = Opened("werkstatt", store=store)
    assert "werkstatt_neu" not in keys(guest) and "anmelden" in guest.markup


def test_an_evening_is_prepared_with_the_suggested_agenda(store):
    page = press(Opened("werkstatt", role="moderation", store=store, ort="Güstrow"), "werkstatt_neu")
    page.app.text_input(key="ev_titel_neu").input("Werkstatt Güstrow")
    next(b for b in page.app.button if b.label == "Anlegen").click()
    press(page.run(), "ablauf_vorschlag")
    with store.reading() as reader:
        event = reader.find(Event)[0]
        scenes = events.scenes_of(reader, event.id)
    assert event.title == "Werkstatt Güstrow" and len(event.code) == events.CODE_LENGTH
    assert [s.sort for s in scenes] == [
        "notiz",
        "karte",
        "pyramide",
        "vergleich",
        "frage",
        "ideen",
        "abstimmung",
        "notiz",
    ]
    assert scenes[1].message == "In Güstrow sind 7.254 von 28.623 Menschen 67 oder älter"
    press(page, f"sz_-1_{scenes[1].id}")
    press(page, f"sz_vor_{scenes[1].id}_0")
    press(page, f"sz_speichern_{scenes[1].id}")
    with store.reading() as reader:
        after = events.scenes_of(reader, event.id)
    assert after[0].id == scenes[1].id and after[0].message != scenes[1].message and after[1].id == scenes[0].id


def test_a_map_scene_comes_near_or_shows_the_whole_county(prepared):
    scene = prepared.scenes["dorf"]
    page = press(opened(prepared, "Vorbereiten"), f"sz_auf_{scene.id}")
    near = page.app.segmented_control(key=f"sz_nah_{scene.id}")
    assert near.value is False
    near.set_value(True)
    press(page.run(), f"sz_speichern_{scene.id}")
    with prepared.store.reading() as reader:
        assert reader.get(Scene, scene.id).detail["near"] is True


def test_the_host_leads(prepared):
    page = opened(prepared, "Leiten")
    press(page, "schritt_True")
    press(page, "schwarz")
    press(page, "zeit_start")
    with prepared.store.reading() as reader:
        now = stage.current(reader, prepared.event.id)
    assert now.scene_id == prepared.scenes["notiz"].id and now.black and now.timer_ends_at is not None
    assert "Die Leinwand ist schwarz" in page.markup and "Danach" in page.markup and "4:" in page.markup
    press(page, "alle_zeigen")
    with prepared.store.reading() as reader:
        assert sorted(i.state for i in reader.find(Idea)) == ["gezeigt"] * 3 + ["verborgen"]
    assert "<img src" not in page.markup


def test_the_end_leads_to_the_record_and_the_address_decides_what_is_open(prepared):
    page = opened(prepared, "Leiten")
    assert not [one for one in page.app.segmented_control if one.label == "Teil"]
    press(page, "werkstatt_ende")
    with prepared.store.reading() as reader:
        assert reader.get(Event, prepared.event.id).state == events.FINISHED
    assert page.app.query_params["teil"] == "Protokoll" and "3 Ideen" in page.markup
    press(page, "teil_Vorbereiten")
    assert page.app.query_params["teil"] == "Vorbereiten" and "werkstatt_ende" not in keys(page)


def test_an_idea_becomes_statement_and_measure(prepared):
    page = opened(prepared, "Leiten")
    for key, kind in (("aus_ideen_aussage", Statement), ("aus_ideen_massnahme", Measure)):
        page.app.multiselect(key="ideen_gewaehlt").set_value([prepared.ideas[0].id])
        press(page.run(), key)
        with prepared.store.reading() as reader:
            assert len(reader.find(kind)) == 1
    with prepared.store.reading() as reader:
        assert (
            reader.find(Statement)[0].quadrant == "chance"
            and reader.find(Measure)[0].links[0]["ref"] == prepared.ideas[0].id
        )
    assert "in der SWOT ansehen" in page.markup and "im Werkstattplan öffnen" in page.markup


def test_guests_read_what_the_room_may_see(prepared):
    page = opened(prepared, "Leiten", role="")
    assert not {"schritt_True", "alle_zeigen", "aus_ideen_massnahme"} & keys(page)
    assert "&lt;img" in page.markup and "versteckt" not in page.markup and "1+1" not in page.markup
    preparing = opened(prepared, "Vorbereiten", role="mitwirkende")
    assert not [k for k in keys(preparing) if str(k).startswith(("sz_speichern", "sz_1_", "neue_"))]
    assert "Botschaft karte" in str([b.label for b in preparing.app.button])


def test_the_record_on_the_page_and_as_files(prepared):
    page = opened(prepared, "Protokoll", role="")
    assert "noch nicht beendet" in page.markup and "3 Ideen" in page.markup and "versteckt" not in page.markup
    with prepared.store.writing(HOST) as desk:
        desk.add(events.measure_from(prepared.event, prepared.ideas[:1], f"=Bank {HOSTILE}"))
        events.finish(desk, prepared.event.id, "Es war gut.\n@Ende")
    evening = event_data.evening(prepared.event.id)
    assert evening is not None
    found = protocol(evening)
    written = event_files.to_html(found).decode()
    assert (
        "<img" not in written
        and "<script" not in written
        and "\0" not in written
        and not re.search(r'(?:src|href)="', written)
    )
    assert "geheim" not in written and "Es war gut." in written and "Das Ergebnis ist noch verdeckt" not in written
    book = openpyxl.load_workbook(io.BytesIO(event_files.to_xlsx(found)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [str(cell.value) for cell in cells]
    assert "=1+1" in texts and "versteckt" not in " ".join(texts) and any(text.startswith("=Bank") for text in texts)
    assert ["Bus", "2"] in [[str(c.value) for c in row[:2]] for row in rows_of(book)]


def rows_of(book) -> Iterator:
    for sheet in book:
        yield from sheet.iter_rows(min_col=1, max_col=2)


def test_suggestions_are_the_sentences_of_the_figures(prepared):
    for name in ("karte", "dorf", "pyramide", "vergleich"):
        scene: Scene = prepared.scenes[name]
        found = event_suggest.messages(scene.sort, scene.detail)
        assert found and len(set(found)) == len(found) and not any(text.endswith(".") for text in found)
    assert "25 von 140" in event_suggest.messages("karte", prepared.scenes["dorf"].detail)[0]
    assert event_suggest.messages("karte", {}) == event_suggest.messages("vergleich", {}) == []
