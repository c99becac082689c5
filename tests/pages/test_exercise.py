"""The Übungsplan on the page Werkstattplan: offered on an empty store, drawn by every picture, gone with one click."""

from __future__ import annotations

import pytest

from tests.pages.support import Opened
from workshop.roles import Role, Writer
from workshop.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    own = Store.open(str(tmp_path_factory.mktemp("uebung") / "werkstatt.sqlite"))
    yield own
    own.close()


def press(page: Opened, key: str) -> Opened:
    page.app.button(key=key).click()
    return page.run()


def test_it_comes_and_goes_with_one_click(store):
    page = Opened("werkstattplan", store=store)
    assert not [b for b in page.app.button if b.key == "uebung_anlegen"]
    assert "Dafür bitte" in page.markup

    page.writer = Writer("p1", "Frau Probe", Role.MODERATION)
    press(page.run(), "uebung_anlegen")
    assert "Niemand hat sie beschlossen" in page.markup
    assert "Bürgerbus an zwei Nachmittagen" in page.markup

    for view, said in {
        "Zeitplan": "sollten schon fertig sein",
        "Karte": "In jeder Planungsregion steht etwas im Plan",
        "Netz": "liegen die meisten Fäden",
        "Weiße Flecken": "Für 18- bis 29-Jährige läuft nirgends etwas",
    }.items():
        page.app.session_state["ansicht"] = view
        assert said in page.run().markup, view
    page.app.session_state["ansicht"] = "Liste"

    press(page.run(), "uebung_entfernen")
    assert "Bürgerbus" not in page.markup
    assert [b.key for b in page.app.button if b.key == "uebung_anlegen"]
