"""The Übungsplan on the page Werkstattplan: offered on an empty store, drawn by every picture, gone with one click."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs

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


def a_white_field_has_an_address_of_its_own(page, store):
    """Follow the address of a field without measures: what stands in it is there at once."""
    said = "Hier läuft nichts, und nichts ist geplant."
    addresses = [parse_qs(found) for found in re.findall(r'href="\?([^"]*fleck=[^"]*)"', unescape(page.markup))]
    assert len(addresses) == 24 and said not in page.markup
    field = next(address for address in addresses if address["fleck"][0].startswith("18-"))
    assert said in Opened("werkstattplan", store=store, **{name: value for name, (value,) in field.items()}).markup
    assert (
        said
        not in Opened("werkstattplan", store=store, **{n: v for n, (v,) in field.items()} | {"fleck": "x|<b>"}).markup
    )


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
        if view == "Weiße Flecken":
            a_white_field_has_an_address_of_its_own(page, store)
    page.app.session_state["ansicht"] = "Liste"

    press(page.run(), "uebung_entfernen")
    assert "Bürgerbus" not in page.markup
    assert [b.key for b in page.app.button if b.key == "uebung_anlegen"]
