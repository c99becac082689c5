"""Stage and phones in Chromium: every key a presenter or a remote control sends, a second screen, and a network that goes away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visit import german_window, sign_in
from workshop import stage as stages
from workshop.records import Idea
from workshop.store import Store

SEEN = ".scene.on"


class Hall:
    """A hall with an evening: what the store says, and screens on its network."""

    def __init__(self, browser, url: str, place: str, event_id: str, code: str) -> None:
        self.browser, self.url, self.place, self.event_id, self.code = browser, url, place, event_id, code
        self.contexts: list = []

    def window(self, size: str = "projector"):
        """Open a browser that was never here."""
        context = german_window(self.browser, size)
        self.contexts.append(context)
        return context.new_page()

    def stage(self, *, steers: bool):
        """Open the stage, signed in as who steers it or as a second screen."""
        page = self.window()
        path = f"/buehne/{self.event_id}"
        if steers:
            sign_in(page, self.url, path)
        else:
            page.goto(self.url + path)
        page.locator(SEEN).wait_for()
        return page

    def read(self, ask):
        """Look into the store the app writes to."""
        store = Store.open(self.place)
        try:
            with store.reading() as reader:
                return ask(reader)
        finally:
            store.close()


@pytest.fixture
def hall(browser, written):
    event = written.evening.event
    made = Hall(browser, written.url, written.place, event.id, event.code)
    yield made
    for context in made.contexts:
        context.close()


@pytest.fixture
def scenes(written):
    """The ids of the scenes in the order of the agenda."""
    return [scene.id for scene in written.evening.scenes.values()]


def on_screen(page, scene_id: str) -> None:
    """Expect a scene, and nothing else, on a screen."""
    expect(page.locator(SEEN)).to_have_attribute("data-scene", scene_id)
    assert page.locator(SEEN).count() == 1


def test_every_key_leads_where_it_says_and_the_second_screen_follows(hall, scenes):
    front, second = hall.stage(steers=True), hall.stage(steers=False)
    front.keyboard.press("Home")
    on_screen(front, scenes[0])
    at = 0
    for key, by in (
        ("ArrowRight", 1), ("ArrowDown", 1), ("Space", 1), ("PageDown", 1), ("ArrowLeft", -1), ("ArrowUp", -1), ("PageUp", -1),
    ):  # fmt: skip
        front.keyboard.press(key)
        at += by
        on_screen(front, scenes[at])
    on_screen(second, scenes[at])
    front.keyboard.press("End")
    front.keyboard.press("ArrowRight")
    on_screen(front, scenes[-1])
    on_screen(second, scenes[-1])
    assert hall.read(lambda reader: stages.current(reader, hall.event_id)).scene_id == scenes[-1]


@pytest.mark.parametrize("key", ["b", "."])
def test_black_is_black_on_every_screen_until_the_key_comes_again(hall, key):
    front, second = hall.stage(steers=True), hall.stage(steers=False)
    front.keyboard.press("Home")
    front.keyboard.press(key)
    for page in (front, second):
        expect(page.locator("#black")).to_be_visible()
        assert page.locator("#black").bounding_box() == {"x": 0, "y": 0, "width": 1920, "height": 1080}
    front.keyboard.press(key)
    for page in (front, second):
        expect(page.locator("#black")).to_be_hidden()


def test_the_timer_runs_and_is_held(hall, scenes):
    front, second = hall.stage(steers=True), hall.stage(steers=False)
    front.keyboard.press("Home")
    front.keyboard.press("ArrowRight")
    on_screen(second, scenes[1])
    front.keyboard.press("t")
    for page in (front, second):
        expect(page.locator("#timer")).to_have_text(re.compile("^4:5[0-8]$"), timeout=15_000)
    front.keyboard.press("t")
    for page in (front, second):
        expect(page.locator("#timer.held")).to_be_visible()
    left = hall.read(lambda reader: stages.current(reader, hall.event_id)).timer_left
    assert left is not None and 200 < left < 300
    front.keyboard.press("ArrowRight")
    expect(second.locator("#timer")).to_be_hidden()


def test_help_opens_and_closes_by_key(hall):
    front = hall.stage(steers=True)
    front.keyboard.press("h")
    expect(front.locator("#help")).to_contain_text("Sie steuern")
    front.keyboard.press("Escape")
    expect(front.locator("#help")).to_be_hidden()


def test_who_is_not_signed_in_steers_nothing_and_is_told_so(hall, scenes):
    hall.stage(steers=True).keyboard.press("Home")
    guest = hall.stage(steers=False)
    on_screen(guest, scenes[0])
    for key in ("ArrowRight", "b", "t"):
        guest.keyboard.press(key)
        expect(guest.locator("#notice")).to_have_text("Diese Anzeige folgt der Moderation.")
    on_screen(guest, scenes[0])
    assert hall.read(lambda reader: stages.current(reader, hall.event_id)).scene_id == scenes[0]


def test_the_evening_goes_on_without_network_and_the_others_catch_up(hall, scenes):
    front, second = hall.stage(steers=True), hall.stage(steers=False)
    front.keyboard.press("Home")
    on_screen(second, scenes[0])
    front.context.set_offline(True)
    for at in (1, 2, 3):
        front.keyboard.press("ArrowRight")
        on_screen(front, scenes[at])
    expect(front.locator("#notice")).to_contain_text("Verbindung ist unterbrochen", timeout=15_000)
    front.keyboard.press("ArrowRight")
    on_screen(front, scenes[4])
    on_screen(second, scenes[0])
    front.context.set_offline(False)
    on_screen(second, scenes[4])
    expect(front.locator("#notice")).to_be_hidden()


def test_an_idea_written_without_network_arrives_once(hall, scenes, written):
    front = hall.stage(steers=True)
    front.keyboard.press("Home")
    for _ in range(scenes.index(written.evening.scenes["ideen"].id)):
        front.keyboard.press("ArrowRight")
    phone = hall.window("phone")
    phone.goto(f"{hall.url}/mit/{hall.code}")
    phone.get_by_role("button", name="Deutsch", exact=True).click()
    phone.locator("#text").fill("Eine Bank am Dorfteich")
    phone.context.set_offline(True)
    phone.locator("button.main").click()
    expect(phone.locator("body")).not_to_contain_text("angekommen")
    phone.context.set_offline(False)
    phone.get_by_text("angekommen").first.wait_for()
    ideas = hall.read(lambda reader: reader.find(Idea))
    assert [idea.text for idea in ideas].count("Eine Bank am Dorfteich") == 1


def test_nothing_is_cut_off_on_a_projector(hall, scenes):
    front = hall.stage(steers=True)
    front.keyboard.press("Home")
    for at, scene in enumerate(scenes):
        on_screen(front, scene)
        front.wait_for_timeout(100)
        wide, high = front.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert (wide, high) == (1920, 1080), scene
        assert not front.evaluate("tooTall(shown().querySelector('.side'))"), scene
        if at + 1 < len(scenes):
            front.keyboard.press("ArrowRight")
