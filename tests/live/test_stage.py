"""The stage: what the room sees, who steers, and what never gets there."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.live.evenings import HOST, LONG, Prepared
from views import signed_in, workshop_data
from views.live import page, stage
from workshop import events, logins
from workshop import stage as on_stage
from workshop.records import Event, Idea, Scene
from workshop.roles import Role, Writer


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Prepared:
    """One evening for all tests that only look."""
    from workshop.store import Store

    return Prepared(Store.open(str(tmp_path_factory.mktemp("stage") / "w.sqlite")))


def client_of(prepared: Prepared, role: Role | None = None) -> TestClient:
    """A browser before the stage, signed in if a role is given."""
    client = TestClient(Starlette(routes=stage.routes()), base_url="http://localhost")
    if role is not None:
        code = f"PROBE-{role.name[:4]}"
        with prepared.store.writing(Writer("", "", Role.VERWALTUNG)) as desk:
            logins.make_code(desk, role, "Probe", timedelta(hours=1), code)
        client.cookies.set(signed_in.COOKIE, logins.sign_in(prepared.store, code, "Frau Probe"))
    return client


@pytest.fixture
def prepared(store, monkeypatch) -> Prepared:
    """An evening of one's own."""
    monkeypatch.setenv(workshop_data.SETTING, str(store.engine.url.database))
    return Prepared(store)


@pytest.fixture
def look(shared, monkeypatch) -> TestClient:
    """A guest before the shared stage."""
    monkeypatch.setenv(workshop_data.SETTING, str(shared.store.engine.url.database))
    return client_of(shared)


def scene_of(markup: str, scene: Scene) -> str:
    """Cut one scene out of the page."""
    return re.search(rf'<section[^>]*id="s-{scene.id}".*?</section>', markup, re.S)[0]


def state_of(markup: str) -> dict:
    return json.loads(unescape(re.search(r'<data id="state" value="([^"]*)"', markup)[1]))


def test_every_scene_is_there_at_once_and_nothing_runs(look, shared):
    answer = look.get(f"/buehne/{shared.event.id}")
    assert answer.status_code == 200 and answer.headers["content-security-policy"] == page.POLICY
    markup = answer.text
    assert len(re.findall(r'<section [^>]*class="scene', markup)) == len(shared.scenes) + 1
    assert "<img" not in markup and "\0" not in markup and "\u202e" not in markup and "&lt;img src=x" in markup
    assert "<style" not in markup and " style=" not in markup and not re.search(r"\son[a-z]+=", unescape_tags(markup))
    assert not re.search(r'(?:src|href)="(?!/)[^#"]', markup.replace('xmlns="http', ""))
    assert state_of(markup)["steers"] is False


def unescape_tags(markup: str) -> str:
    """Keep only the tags, where an attribute could run something."""
    return " ".join(re.findall(r"<[a-z][^>]*>", markup))


def test_pictures_are_honest(look, shared):
    markup = look.get(f"/buehne/{shared.event.id}").text
    village, comparison = scene_of(markup, shared.scenes["dorf"]), scene_of(markup, shared.scenes["vergleich"])
    assert "zu klein, unsicher" in village and "Zensus 15.05.2022" in village and "GeoBasis-DE" in village
    assert len(re.findall(r'font-size="15" font-weight', village)) <= 5
    assert (
        "25 von 140 Menschen" in comparison
        and "○ zu klein zum Urteilen" in comparison
        and "▲ höher als im Landkreis" in comparison
    )
    assert comparison.count("<tr") == 4 and comparison.count('class="own"') + comparison.count('class="same"') == 2
    assert "Frauen" in scene_of(markup, shared.scenes["pyramide"])
    assert "Zu dieser Szene fehlt noch der Inhalt" in scene_of(markup, shared.scenes["fehlt"])


def test_the_room_sees_only_what_was_released(look, shared):
    markup = look.get(f"/buehne/{shared.event.id}").text
    ideas = scene_of(markup, shared.scenes["ideen"])
    assert (
        "&lt;img src=x" in ideas
        and "1+1" not in ideas
        and "versteckt" not in ideas
        and "<b>3</b> Ideen bisher" in ideas
    )
    assert LONG.strip() not in ideas and re.search("(lang|sehr)…", ideas)
    assert "weil Bus" in scene_of(markup, shared.scenes["offen"]) and "weil Arzt" not in scene_of(
        markup, shared.scenes["offen"]
    )
    question = scene_of(markup, shared.scenes["frage"])
    assert [re.search(rf"{o}</p>.*?<b[^>]*>(\d+)</b>", question, re.S)[1] for o in ("Bus", "Arzt", "Laden")] == [
        "2",
        "1",
        "0",
    ]
    assert "<b>3</b> Personen haben abgestimmt" in scene_of(markup, shared.scenes["abstimmung"]).replace(
        '<b aria-hidden="true">', "<b>"
    )
    covered = scene_of(markup, shared.scenes["verdeckt"])
    assert "bleibt verdeckt" in covered and 'class="bar"' not in covered


def test_a_preview_shows_one_scene_and_steers_nothing(look, shared):
    only = shared.scenes["frage"].id
    markup = look.get(f"/buehne/{shared.event.id}", params={"szene": only}).text
    assert state_of(markup)["preview"] == only and markup.count("<section") == 1
    assert look.get(f"/buehne/{shared.event.id}", params={"szene": "fremd"}).status_code == 404
    assert look.get("/buehne/gibtesnicht").status_code == 404


def test_steering_is_followed(prepared):
    host, hall = client_of(prepared, Role.MODERATION), client_of(prepared)
    base, scene = f"/buehne/{prepared.event.id}", prepared.scenes["ideen"]
    assert state_of(host.get(base).text)["steers"] is True
    assert host.post(f"{base}/steuern", json={"szene": scene.id}).json() == {"number": 1}
    seen = hall.get(f"{base}/stand", params={"szene": scene.id}).json()
    assert (seen["scene"], seen["black"], seen["number"], seen["left"]) == (
        scene.id,
        False,
        1,
        None,
    ) and "Ideen bisher" in seen["live"]
    assert "live" not in hall.get(f"{base}/stand", params={"szene": scene.id, "marke": seen["mark"]}).json()
    with prepared.store.writing(HOST) as desk:
        events.set_shown(desk, [prepared.ideas[1]], events.SHOWN)
    assert "=1+1" in hall.get(f"{base}/stand", params={"szene": scene.id, "marke": seen["mark"]}).json()["live"]
    for order in ({"schwarz": True}, {"zeit": "start", "sekunden": -61}):
        host.post(f"{base}/steuern", json=order)
    seen = hall.get(f"{base}/stand").json()
    assert seen["black"] and seen["runs"] and -70 < seen["left"] <= -61
    host.post(f"{base}/steuern", json={"zeit": "halt"})
    assert hall.get(f"{base}/stand").json()["runs"] is False
    host.post(f"{base}/steuern", json={"zeit": "weg"})
    assert hall.get(f"{base}/stand").json()["left"] is None
    with prepared.store.reading() as reader:
        assert events.SHOWN_AT in reader.get(Scene, scene.id).detail


def test_an_altered_agenda_is_told(prepared):
    hall, base = client_of(prepared), f"/buehne/{prepared.event.id}"
    before = hall.get(f"{base}/stand").json()["agenda"]
    with prepared.store.writing(HOST) as desk:
        events.present(desk, prepared.event.id, prepared.scenes["karte"].id)
    assert hall.get(f"{base}/stand").json()["agenda"] == before
    with prepared.store.writing(HOST) as desk:
        events.move(desk, prepared.scenes["notiz"].id, 1)
    assert hall.get(f"{base}/stand").json()["agenda"] != before
    assert "Botschaft karte" in hall.get(f"{base}/szenen").text


@pytest.mark.parametrize("role", [None, Role.MITWIRKENDE])
def test_others_only_follow(prepared, role):
    browser, base = client_of(prepared, role), f"/buehne/{prepared.event.id}"
    for order in ({"szene": prepared.scenes["karte"].id}, {"schwarz": True}, {"zeit": "start"}):
        answer = browser.post(f"{base}/steuern", json=order)
        assert answer.status_code == 403 and "Moderation" in answer.json()["trouble"]
    with prepared.store.reading() as reader:
        assert on_stage.current(reader, prepared.event.id).number == 0


def test_nonsense_and_foreign_pages_are_refused(prepared):
    host, base = client_of(prepared, Role.MODERATION), f"/buehne/{prepared.event.id}"
    assert (
        host.post(f"{base}/steuern", json={"schwarz": True}, headers={"origin": "http://fremd.example"}).status_code
        == 403
    )
    assert host.post(f"{base}/steuern", content=b"{").status_code == 400
    assert host.post(f"{base}/steuern", json=[1]).status_code == 400
    assert host.post(f"{base}/steuern", content=b" " * 3000).status_code == 413
    assert host.post(f"{base}/steuern", json={"szene": "fremd"}).status_code == 400
    assert host.post(f"{base}/steuern", json={"zeit": "start", "sekunden": "viel"}).status_code == 200


def test_closed_reading_closes_the_stage(prepared, monkeypatch):
    monkeypatch.setenv(signed_in.READING, signed_in.CLOSED)
    guest, base = client_of(prepared), f"/buehne/{prepared.event.id}"
    assert (
        guest.get(base).status_code == 404
        and "Angemeldete" in guest.get(base).text
        and "Botschaft" not in guest.get(base).text
    )
    assert guest.get(f"{base}/stand").status_code == 404 and guest.get(f"{base}/szenen").status_code == 404
    assert client_of(prepared, Role.MODERATION).get(base).status_code == 200


def test_hidden_ideas_leave_the_stage_and_archived_events_too(prepared):
    hall, base = client_of(prepared), f"/buehne/{prepared.event.id}"
    with prepared.store.writing(HOST) as desk:
        events.set_shown(desk, desk.find(Idea), events.HIDDEN)
        now = desk.get(Event, prepared.event.id)
        desk.change(Event, now.id, now.version, {"release_at_once": True})
    markup = hall.get(base).text
    assert "sobald die Moderation sie zeigt" in scene_of(markup, prepared.scenes["ideen"]) and "sehr lang" not in markup
    with prepared.store.writing(HOST) as desk:
        now = desk.get(Event, prepared.event.id)
        desk.archive(Event, now.id, now.version)
    assert hall.get(f"{base}/stand").status_code == 404
