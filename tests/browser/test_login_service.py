"""Signing in by a login service (OpenID Connect), from the page to the role and out to our own addresses."""

from __future__ import annotations

import pytest

from tests.browser import login_service
from tests.browser.server import ROOT, free_port, serving
from tests.browser.visit import visiting
from views import signed_in

SECRETS = """[auth]
redirect_uri = "{app}/oauth2callback"
cookie_secret = "nur-fuer-diesen-test-0123456789abcdef"
client_id = "{client}"
client_secret = "geheim"
server_metadata_url = "{service}/.well-known/openid-configuration"
"""


@pytest.fixture
def served(tmp_path):
    """The app with a login service; one person is named as Verwaltung in the settings."""
    port = free_port()
    with login_service.running() as service:
        secrets = tmp_path / "secrets.toml"
        app = f"http://localhost:{port}"
        secrets.write_text(SECRETS.format(app=app, client=login_service.CLIENT, service=service.url), encoding="utf-8")
        extra = {
            signed_in.ADMINISTRATORS: "chefin@landkreis.example",
            "KOMMUNALPROFIL_WERKSTATT": str(tmp_path / "werkstatt.sqlite"),
        }
        options = ["--secrets.files", str(secrets)]
        with serving(ROOT / "app.py", extra, options, port=port) as server:
            yield server, service


def test_the_service_says_who_and_the_settings_say_what(served, browser):
    server, service = served
    for mail, role in (("chefin@landkreis.example", "Verwaltung"), ("gast@landkreis.example", "Gast")):
        service.person = {"sub": mail, "email": mail, "email_verified": True, "name": f"Konto {role}"}
        with visiting(browser, server.url) as visit:
            page = visit.open("verwaltung")
            page.get_by_role("button", name="Mit dem Konto der Verwaltung anmelden").click()
            page.get_by_text(f"Konto {role}").wait_for()
            visit.wait_until_ready()
            assert page.locator(".kp-who summary span").inner_text() == role
            visit.open("verwaltung")
            assert page.get_by_role("heading", name="Namen löschen").count() == (role == "Verwaltung")
            assert not visit.trouble, "\n".join(visit.trouble)
