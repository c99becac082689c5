"""A whole evening without internet: prepared, shown, joined by phone and by paper, and what becomes of it.

With BILDER_DES_ABENDS set to a folder, a picture of every step is left there; those in ``docs/abend`` are made so.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

from tests.browser.server import ROOT
from tests.browser.test_questions import ON_SCREEN
from tests.browser.visit import Visit, german_window, is_outside, sign_in, visiting
from views.workshop_data import SETTING
from workshop.records import Answer, Idea, Measure, Snapshot, Statement, Vote
from workshop.store import Store

HOSTILE = "<img src=x onerror=alert(1)> ${7*7} =cmd()"
DOCS = ROOT / "docs"
STEPS = (
    "vorbereiten", "ablauf", "buehne-karte", "buehne-altersaufbau", "buehne-vergleich", "buehne-ideen", "telefon-idee", "telefon-ukrainisch",
    "telefon-punkte", "leiten", "buehne-punkte", "swot", "massnahme", "protokoll", "zwischenbilanz",
)  # fmt: skip


@pytest.fixture
def place():
    """Where the app stores what people write; nothing is there before this evening."""
    return Path(os.environ[SETTING])


class Evening:
    """The people of the evening: the host with laptop and projector, and phones; whatever goes wrong is noted."""

    def __init__(self, browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.contexts: list = []
        self.trouble: list[str] = []
        desk = self._context("desktop")
        self.host = Visit(desk, base)
        self.stage = self._watched(desk)
        self.stage.set_viewport_size({"width": 1920, "height": 1080})

    def _context(self, size: str):
        context = german_window(self.browser, size, 2 if size == "phone" else 1)
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        return context

    def _watched(self, context):
        page = context.new_page()
        page.on("request", lambda request: is_outside(request.url) and self.trouble.append(f"outside: {request.url}"))
        page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        page.on("console", lambda said: said.type == "error" and self.trouble.append(f"console: {said.text}"))
        return page

    def sign_in(self) -> None:
        sign_in(self.host.page, self.base, "/werkstattplan")
        self.host.page.wait_for_selector("h1")
        self.host.wait_until_ready()

    def press(self, name: str) -> None:
        """Press a button of the host's page and wait."""
        self.host.page.get_by_role("button", name=name).first.click()
        self.host.wait_until_ready()

    def pick(self, label: str, typed: str) -> None:
        """Type into the last chooser of a name and take the first hit; once more where a late run of the page closed the list."""
        page = self.host.page
        for _ in range(3):
            chooser = page.get_by_role("combobox", name=label).last
            chooser.fill("")
            chooser.fill(typed)
            page.wait_for_timeout(400)
            try:
                page.get_by_role("option").first.click(timeout=5_000)
            except TimeoutError:
                continue
            return
        raise AssertionError(f"{label} offers no {typed}")

    def phone(self, code: str, language: str):
        """Let a phone join in a language."""
        page = self._watched(self._context("phone"))
        page.goto(f"{self.base}/mit/{code}")
        page.get_by_role("button", name=language, exact=True).click()
        return page

    def keep(self, page, name: str) -> None:
        """Leave a picture of a step, where pictures are wanted."""
        assert name in STEPS
        if folder := os.environ.get("BILDER_DES_ABENDS"):
            page.screenshot(path=Path(folder) / f"{name}.png")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def read(place, kind):
    store = Store.open(str(place))
    try:
        with store.reading() as reader:
            return reader.find(kind)
    finally:
        store.close()


def prepare(evening: Evening) -> str:
    """Fields of action, the event, its agenda; gives the address of the event."""
    page, host = evening.host.page, evening.host
    evening.press("Übernehmen")
    host.open("werkstatt")
    evening.press("Erste Werkstatt vorbereiten")
    page.get_by_label("Titel").fill("Zukunftswerkstatt Süd-Ost")
    host.pick(page.get_by_label("Gebiet").last, re.compile("Süd-Ost"))
    page.get_by_label("Ort", exact=True).fill("Gnoien, Dorfgemeinschaftshaus")
    evening.keep(page, "vorbereiten")
    evening.press("Anlegen")
    evening.press("Ablauf vorschlagen")
    evening.keep(page, "ablauf")
    return page.url


def show(evening: Evening) -> None:
    """Three scenes on the projector, the host leading beside it."""
    page, stage = evening.host.page, evening.stage
    address = page.get_by_role("link", name="Bühne öffnen").get_attribute("href")
    page.get_by_text("Leiten", exact=True).first.click()
    evening.host.wait_until_ready()
    evening.press("Werkstatt beginnen")
    stage.goto(evening.base + address if address.startswith("/") else address)
    evening.press("Erste Szene zeigen")
    for name in ("karte", "altersaufbau", "vergleich"):
        stage.bring_to_front()
        stage.keyboard.press("ArrowRight")
        stage.wait_for_timeout(700)
        evening.keep(stage, f"buehne-{name}")
    evening.host.page.bring_to_front()


def onto_stage(evening: Evening, kind: str) -> None:
    """Put the first scene of a kind on stage from the host's list."""
    page = evening.host.page
    page.bring_to_front()
    row = page.get_by_role("button", name=re.compile(kind))
    if not row.first.is_visible():
        page.get_by_text("Alle Szenen").click()
    row.first.click()
    evening.host.wait_until_ready()


def hand_in(evening: Evening, code: str) -> list:
    """Ideas from two phones, in two languages; the host shows them to the room."""
    onto_stage(evening, "Ideenrunde")
    german = evening.phone(code, "Deutsch")
    german.locator("#text").fill("Ein Treffpunkt für Jugendliche im alten Gemeindebüro")
    german.locator("details summary").first.click()
    german.locator("#choose-band").select_option(index=2)
    evening.keep(german, "telefon-idee")
    german.locator("button.main").click()
    german.get_by_text("angekommen").first.wait_for()
    ukrainian = evening.phone(code, "Українська")
    ukrainian.locator("#text").fill("Мовне кафе з дитячим куточком")
    evening.keep(ukrainian, "telefon-ukrainisch")
    ukrainian.locator("button.main").click()
    page = evening.host.page
    page.bring_to_front()
    page.get_by_role("button", name="Alle zeigen (2)").click()
    hostile = evening.phone(code, "English")
    hostile.locator("#text").fill(HOSTILE)
    hostile.locator("button.main").click()
    page.get_by_text("onerror").first.wait_for()
    page.get_by_role("button", name="Verbergen").first.click()
    evening.stage.bring_to_front()
    evening.stage.get_by_text("Treffpunkt für Jugendliche").first.wait_for()
    assert "onerror" not in evening.stage.locator("body").inner_text()
    evening.keep(evening.stage, "buehne-ideen")
    return [german, ukrainian]


def vote(evening: Evening, phones: list) -> None:
    """Dots from both phones; the host sees the sum."""
    onto_stage(evening, "Abstimmung")
    for phone in phones:
        phone.bring_to_front()
        plus = phone.locator("button.step[id$='+']").first
        plus.wait_for()
        plus.click()
        phone.locator("button.step[id$='+']").first.click()
        phone.wait_for_timeout(900)
    evening.keep(phones[0], "telefon-punkte")
    evening.host.page.bring_to_front()
    evening.host.page.wait_for_timeout(2500)
    evening.host.page.get_by_text("Auf der Leinwand").first.scroll_into_view_if_needed()
    evening.keep(evening.host.page, "leiten")
    evening.stage.bring_to_front()
    evening.stage.wait_for_timeout(1200)
    evening.keep(evening.stage, "buehne-punkte")
    evening.host.page.bring_to_front()


def make(evening: Evening, idea: str, button: str) -> None:
    """Make a statement or a measure of an idea."""
    evening.pick("Ideen", idea)
    evening.host.page.keyboard.press("Escape")
    evening.host.wait_until_ready()
    evening.press(button)


def complete(evening: Evening) -> None:
    """Give the measure a status and a target figure."""
    page, host = evening.host.page, evening.host
    page.get_by_role("link", name="im Werkstattplan öffnen").click()
    page.wait_for_selector(".kp-planhead.measure")
    host.wait_until_ready()
    evening.press("Bearbeiten")
    page.get_by_label("Bemerkung zum Stand").wait_for()
    evening.pick("Stand", "geplant")
    page.get_by_role("button", name="Speichern").first.click()
    host.wait_until_ready()
    page.get_by_text("Zielzahl festlegen").click()
    evening.pick("Woran soll man sehen, dass es wirkt?", "unter 16")
    host.wait_until_ready()
    page.get_by_label(re.compile("^Angestrebter Wert")).fill("16")
    page.keyboard.press("Tab")
    host.wait_until_ready()
    page.get_by_role("button", name="Speichern").last.click()
    host.wait_until_ready()
    evening.keep(page, "massnahme")


def record(evening: Evening, address: str) -> str:
    """End the evening and take the record home; gives what the file says."""
    page, host = evening.host.page, evening.host
    page.goto(address.split("&teil")[0])
    host.wait_until_ready()
    page.get_by_text("Leiten", exact=True).first.click()
    host.wait_until_ready()
    evening.press("Werkstatt beenden")
    evening.press("Ja, beenden und zum Protokoll")
    evening.keep(page, "protokoll")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Protokoll.*(HTML|Seite|drucken)", re.I)).first.click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def balance(evening: Evening) -> None:
    """The Zwischenbilanz shows the measure with its target figure, and is frozen."""
    page, host = evening.host.page, evening.host
    host.open("zwischenbilanz", ort="Planungsregion Süd-Ost (vorläufig)")
    main = page.locator("[data-testid=stMain]").inner_text()
    assert "Treffpunkt für Jugendliche" in main
    assert "nicht zu sagen" in main
    evening.keep(page, "zwischenbilanz")
    evening.press("Diesen Stand einfrieren")
    page.get_by_text("eingefroren am").first.wait_for()


def test_a_new_officer_finds_what_is_late_whose_it_is_and_what_is_for_the_young(browser, app):
    """On the exercise, which comes and goes with one click; all three on the first screen, the place one click further."""
    evening = Evening(browser, app.url)
    try:
        evening.sign_in()
        evening.press("Übungsplan ausprobieren")
        with visiting(browser, app.url) as guest:
            page = guest.open("werkstattplan")
            seen = re.sub(r"\s+", " ", page.evaluate(ON_SCREEN))
            assert "Übung – erfundene Einträge" in seen
            assert re.search(r"4 überfällig .*Handwerksbetrieb J", seen), seen
            assert re.search(r"2 ohne Verantwortliche", seen)
            page.get_by_role("link", name=re.compile("^Süd-Ost: 1$")).click()
            guest.wait_until_ready()
            found = page.locator("table.kp-plan").inner_text()
            assert "Praktika bei Betrieben" in found and "Handwerksbetrieb J" in found
            assert "Bürgerbus" not in found
            assert not guest.trouble
        evening.press("Übung entfernen")
        assert "Hier entsteht der Werkstattplan" in evening.host.page.locator("h1").inner_text()
    finally:
        evening.close()


def test_an_evening_from_the_first_scene_to_the_zwischenbilanz(browser, app, place):
    evening = Evening(browser, app.url)
    try:
        evening.sign_in()
        address = prepare(evening)
        code = re.search(r"Code ([A-Z0-9]{5})", evening.host.page.content())
        show(evening)
        code = code or re.search(r"Code ([A-Z0-9]{5})", evening.host.page.content())
        phones = hand_in(evening, code.group(1))
        vote(evening, phones)
        make(evening, "Treffpunkt", "Chance in die SWOT")
        make(evening, "Мовне", "Chance in die SWOT")
        make(evening, "Treffpunkt", "Maßnahme in den Werkstattplan")
        complete(evening)
        evening.host.open("swot", ort="Planungsregion Süd-Ost (vorläufig)")
        said = evening.host.page.get_by_text("Ein Treffpunkt für Jugendliche").first
        said.scroll_into_view_if_needed()
        evening.keep(evening.host.page, "swot")
        file = record(evening, address)
        assert "Treffpunkt für Jugendliche" in file
        assert "<img src=x" not in file
        balance(evening)
        assert not evening.trouble + evening.host.trouble
    finally:
        evening.close()
    counts = {kind: len(read(place, kind)) for kind in (Idea, Statement, Measure, Snapshot)}
    assert counts == {Idea: 3, Statement: 2, Measure: 1, Snapshot: 1}
    assert sum(vote.dots for vote in read(place, Vote)) == 4
    assert read(place, Measure)[0].baseline["value"] and not read(place, Answer)


def test_every_step_is_told_with_a_picture():
    told = (DOCS / "abend.md").read_text(encoding="utf-8")
    for step in STEPS:
        assert f"abend/{step}.png" in told
        assert (DOCS / "abend" / f"{step}.png").is_file()
