"""Signing in at our own address: the cookie, the way back, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from views import signed_in, workshop_data
from views.live import service_user, sign_in
from workshop import logins
from workshop.roles import GUEST, Role, Writer

CODE = "PROBE-CODE"


@pytest.fixture
def client(store, monkeypatch):
    """The routes on a fresh store, with one code for the Moderation."""
    monkeypatch.setenv(workshop_data.SETTING, str(store.engine.url.database))
    monkeypatch.setattr(sign_in, "_wrong", type(sign_in._wrong)())
    with store.writing(Writer("", "", Role.VERWALTUNG)) as desk:
        logins.make_code(desk, Role.MODERATION, "Probe", timedelta(hours=1), CODE)
    return TestClient(Starlette(routes=sign_in.routes()), base_url="http://localhost", follow_redirects=False)


def enter(client, code=CODE, back="/werkstattplan", **headers):
    return client.post("/anmelden", data={"code": code, "name": "Frau <b>X</b>", "zurueck": back}, headers=headers)


def test_in_and_out(client, store):
    answer = enter(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/werkstattplan")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower()
    token = client.cookies[signed_in.COOKIE]
    assert logins.writer_with(store, token).role == Role.MODERATION
    assert client.post("/abmelden").status_code == 303
    assert logins.writer_with(store, token) == GUEST


@pytest.mark.parametrize(
    "back", ["//fremd.example", "https://fremd.example", "/\\fremd.example", "javascript:alert(1)", "", "/a\nb"]
)
def test_the_way_back_stays_at_home(client, back):
    assert enter(client, back=back).headers["location"] == "/"
    assert "fremd" not in client.get("/anmelden", params={"zurueck": back}).text


def test_a_wrong_code_is_explained_and_nothing_typed_runs(client):
    answer = enter(client, code='"><script>alert(1)</script>')
    assert answer.status_code == 403
    assert "Diesen Code gibt es nicht" in answer.text
    assert "<script>alert" not in answer.text and "<b>X" not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_foreign_pages_and_guessing_are_refused(client):
    assert enter(client, origin="http://fremd.example").status_code == 403
    assert client.post("/abmelden", headers={"origin": "http://fremd.example"}).status_code == 403
    assert enter(client, host="fremd.example").status_code == 403
    for _ in range(sign_in.WRONG_CODES):
        enter(client, code="FALSCH")
    answer = enter(client)
    assert answer.status_code == 429 and "eine Minute warten" in answer.text


def test_files_are_only_those_beside_the_pages(client):
    assert client.get("/live/sign_in.css").status_code == 200
    assert client.get("/live/schrift.woff2").headers["content-type"] == "font/woff2"
    for name in ("page.py", "languages.toml", "..%2fstyle.css", "nichts.css"):
        assert client.get(f"/live/{name}").status_code == 404


def test_streamlits_own_cookie_is_read_only_when_it_is_signed():
    from starlette.requests import Request

    def asking(cookie: str) -> Request:
        headers = [(b"host", b"localhost"), (b"cookie", f"{service_user.USER_COOKIE_NAME}={cookie}".encode())]
        return Request({"type": "http", "headers": headers, "method": "GET", "path": "/"})

    assert service_user.claims(asking('{"is_logged_in": true, "sub": "x"}')) == {}
    assert service_user.claims(asking("")) == {}
