"""The pages on which people write, signed in and full, on a laptop and on a phone: German, within their width, without barriers."""

from __future__ import annotations

import pytest

from tests.browser import checks
from tests.browser.visit import Visit, german_window, sign_in

PLAN, WORKSHOP = "werkstattplan", "werkstatt"
PAGES = {
    **{view: (PLAN, {"ansicht": view}) for view in ("Liste", "Tafel", "Zeitplan", "Karte", "Netz", "Verlauf", "Felder und Akteure")},
    "Weiße Flecken": (PLAN, {"ansicht": "Weiße Flecken", "fleck": "10-17|13072-sued-west"}),
    "überfällig": (PLAN, {"frage": "ueberfaellig"}),
    "Maßnahme": (PLAN, {"massnahme": "measure"}),
    "Werkstätten": (WORKSHOP, {}),
    "neue Werkstatt": (WORKSHOP, {"abend": "neu"}),
    **{part: (WORKSHOP, {"abend": "event", "teil": part}) for part in ("Vorbereiten", "Leiten", "Protokoll")},
    "Zwischenbilanz": ("zwischenbilanz", {}),
    "Verwaltung": ("verwaltung", {}),
    "SWOT": ("swot", {"ort": "Planungsregion Nord-Ost (vorläufig)"}),
}  # fmt: skip
#: What opens by a button: the page, and the button's words.
FORMS = {
    "Maßnahme bearbeiten": ("Maßnahme", "Bearbeiten"),
    "neue Maßnahme": ("Liste", "Neue Maßnahme"),
    "Aussage schreiben": ("SWOT", "Aussage schreiben"),
}


@pytest.fixture(scope="module", params=["desktop", "phone"])
def tab(request, browser, written):
    """A tab of somebody of the Verwaltung."""
    context = german_window(browser, request.param)
    visit = Visit(context, written.url)
    page = visit.page
    page.goto(f"{written.url}/anmelden")
    assert not found_on(visit)
    sign_in(page, written.url, "/werkstattplan")
    page.locator("h1").wait_for()
    visit.wait_until_ready()
    yield visit
    context.close()


def go(tab, written, name: str) -> None:
    path, query = PAGES[name]
    known = {"event": written.evening.event.id, "measure": written.measure}
    tab.open(path, **{key: known.get(value, value) for key, value in query.items()})


def found_on(tab) -> list[str]:
    """List what is wrong with what the tab shows."""
    looked = (checks.barriers, checks.overflowing, checks.english_words, checks.unnamed_pictures)
    return [wrong for look in looked for wrong in look(tab.page)]


@pytest.mark.parametrize("name", PAGES)
def test_a_full_page_holds_what_every_page_holds(tab, written, name):
    go(tab, written, name)
    wrong = found_on(tab)
    assert not wrong, "\n".join(wrong)
    assert not tab.trouble, "\n".join(tab.trouble)
    assert tab.page.evaluate("typeof hacked") == "undefined"


@pytest.mark.parametrize("name", FORMS)
def test_a_form_holds_it_too(tab, written, name):
    page, words = FORMS[name]
    go(tab, written, page)
    tab.page.get_by_text(words, exact=True).first.click()
    tab.wait_until_ready()
    wrong = found_on(tab)
    assert not wrong, "\n".join(wrong)
    tab.page.keyboard.press("Escape")


def test_the_calendar_speaks_german(tab, written):
    go(tab, written, "neue Werkstatt")
    tab.page.get_by_role("button", name="Tag wählen").click()
    tab.page.get_by_role("button", name="Nächster Monat").wait_for()
    assert not checks.english_words(tab.page)
    tab.page.keyboard.press("Escape")


def test_typing_somebody_new_speaks_german(tab, written):
    go(tab, written, "Liste")
    tab.page.get_by_text("Neue Maßnahme", exact=True).first.click()
    tab.wait_until_ready()
    tab.page.get_by_role("combobox", name="Verantwortlich").last.fill("Dorfverein Neu")
    tab.page.get_by_role("option", name="Neu: Dorfverein Neu").wait_for()
    assert not checks.english_words(tab.page)
    tab.page.keyboard.press("Escape")
