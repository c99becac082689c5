"""From the start page into a municipality's Steckbrief: by its name, and by a click on the map."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.visit import visiting


def test_typing_a_name_opens_the_profile(app, browser):
    with visiting(browser, app.url, "desktop") as tab:
        page = tab.open("")
        page.get_by_label("Name der Gemeinde").click()
        page.keyboard.type("Walkend")
        page.get_by_role("option", name="Walkendorf").click()
        expect(page.locator("h1")).to_have_text("Walkendorf")
        expect(page).to_have_url(re.compile(r"/steckbrief\?ort=Walkendorf"))
        assert not tab.trouble, "\n".join(tab.trouble)


def test_a_click_on_the_map_opens_the_profile(app, browser):
    with visiting(browser, app.url, "desktop") as tab:
        page = tab.open("")
        place = page.locator(".st-key-ueberblick_karte [role=img], .st-key-ueberblick_karte svg").first
        place.wait_for()
        box = page.locator(".st-key-ueberblick_karte").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] * 0.66, box["y"] + box["height"] * 0.66)
        expect(page).to_have_url(re.compile(r"/steckbrief\?ort="))
        expect(page.locator("h1")).not_to_have_text(re.compile("Menschen leben"))
        assert not tab.trouble, "\n".join(tab.trouble)


def test_a_receipt_opens_without_leaving_the_page(app, browser):
    with visiting(browser, app.url, "phone") as tab:
        page = tab.open("swot")
        receipt = page.locator(".kp-statement details").first
        receipt.locator("summary").click()
        expect(receipt.locator("dl")).to_contain_text("Regel")
        assert not tab.trouble, "\n".join(tab.trouble)
