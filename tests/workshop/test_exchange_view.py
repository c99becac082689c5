"""Saving, restoring and merging on the page: a preview first, the button only when all is decided, hostile text as text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.pages.support import Opened
from tests.workshop.samples import HOSTILE
from views import exchange_html
from workshop import exchange
from workshop.records import KINDS, Actor, Idea, Measure
from workshop.roles import Role, Writer

HEAD = Writer("h", "<i>Amt</i>", Role.VERWALTUNG)
AT = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
SCRIPT = HOSTILE["script"]


def file_of(store) -> bytes:
    with store.reading() as reader:
        return exchange.write(reader, AT)


@pytest.fixture
def two(new_store):
    """The county's store and a laptop's, with one measure changed on both and one new idea."""
    from tests.workshop.test_merge import begun

    pair = begun(new_store(), new_store())
    with pair.hall.writing(HEAD) as desk:
        desk.add(Idea(text="Bus"))
        actor = desk.add(Actor(name="Verein"))
    pair.change(pair.county, title=SCRIPT, description="hier")
    pair.change(pair.hall, title="Bank am See", responsible_id=actor.id)
    return pair


def upload(page: Opened, name: str, data: bytes) -> Opened:
    page.app.file_uploader[0].set_value((name, data, "application/gzip"))
    return page.run()


def button(page: Opened):
    return page.app.button(key="sicherung_uebernehmen")


def test_merging_on_the_page(two):
    page = Opened("verwaltung", role="verwaltung", store=two.county)
    upload(page, "dorf<b>.werkstatt", file_of(two.hall))
    shown = page.markup
    assert (
        "dorf&lt;b&gt;.werkstatt" in shown and "01.05.2026, 12:00 Uhr" in shown and "aus einer anderen Ablage" in shown
    )
    assert "Verein" in shown and "Noch eine Angabe ist zu entscheiden." in shown
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert button(page).disabled
    questions = [radio for radio in page.app.radio if "Was gilt?" in radio.label]
    assert [radio.value for radio in questions] == [None, "ours", "theirs"]
    questions[0].set_value("theirs")
    page.run()
    assert not button(page).disabled
    with page.at_home():
        button(page).click()
    page.run()
    assert "1 wie entschieden" in page.markup and "2 neu" in page.markup
    with two.county.reading() as reader:
        merged = reader.get(Measure, two.measure.id)
        assert (merged.title, merged.description) == ("Bank am See", "hier")
        assert reader.history(record_id=merged.id)[-1].writer_id == "probe-verwaltung"
    upload(page, "dorf.werkstatt", file_of(two.hall))
    assert "nichts, was hier nicht schon steht" in page.markup


def test_a_wrong_file_is_told_and_others_are_sent_to_sign_in(store):
    page = Opened("verwaltung", role="verwaltung", store=store)
    upload(page, "brief.werkstatt", b"Sehr geehrte Damen und Herren")
    assert "keine Sicherung einer Werkstatt" in page.markup and 'role="alert"' in page.markup
    guest = Opened("verwaltung", role="moderation", store=store)
    assert not guest.app.file_uploader and "Zusammenführen" not in guest.markup


def test_every_kind_has_its_word():
    assert exchange_html.PLURALS.keys() == KINDS.keys()
