"""Reading closed by the setting: guests see the figures, and of what people wrote that there is something."""

from __future__ import annotations

import pytest

from tests.pages.support import Opened
from views import signed_in
from views.navigation import ENTRIES

WRITTEN = [entry.url_path for entry in ENTRIES if entry.written]


def test_the_pages_of_what_people_wrote_are_known():
    assert WRITTEN == ["werkstatt", "werkstattplan", "zwischenbilanz"]


@pytest.mark.parametrize("page", WRITTEN)
def test_guests_stay_outside_and_the_signed_in_read(page, monkeypatch):
    monkeypatch.setenv(signed_in.READING, signed_in.CLOSED)
    outside = Opened(page).markup
    assert "Hier lesen nur Angemeldete" in outside and "/anmelden" in outside
    assert "Hier lesen nur Angemeldete" not in Opened(page, role="mitwirkende").markup


def test_the_figures_stay_open(monkeypatch):
    monkeypatch.setenv(signed_in.READING, signed_in.CLOSED)
    markup = Opened("swot", ort="Penzin").markup
    assert "zu klein, um aus Zahlen zu urteilen" in markup
    assert "nur nach Anmeldung zu lesen" in markup
