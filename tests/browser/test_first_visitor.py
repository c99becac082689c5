"""Whoever comes first after a start, by a link somebody sent, sees what the link promises."""

from __future__ import annotations

from tests.browser.server import ROOT, serving
from tests.browser.visit import visiting


def test_first_visitor_may_come_by_a_deep_link(browser):
    """Streamlit's own handling of a folder called ``pages`` beside the app would say "Page not found" here."""
    with serving(ROOT / "app.py") as server, visiting(browser, server.url) as tab:
        page = tab.open("karte")
        assert not page.get_by_role("dialog").count()
        assert page.url.startswith(f"{server.url}/karte")
        assert not tab.trouble, "\n".join(tab.trouble)
