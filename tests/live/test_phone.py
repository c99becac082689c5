"""The phone's addresses: what they send, what they take, what they refuse; five complete languages; cards to print."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from tests.workshop.test_rounds import HOST, TOKEN, Evening
from views import lan, paper_cards, qr, signed_in, workshop_data
from views.live import page, phone, phone_told, phone_words
from workshop import cards, rounds
from workshop.records import LANGUAGES, Event, Idea, Vote
from workshop.roles import GUEST

HOSTILE = '<img src=x onerror=alert(1)>"${a}'
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "uk": r"[\u0400-\u04ff]"}


@pytest.fixture
def evening(store, monkeypatch):
    """An evening on a fresh store, with names that would run if they could."""
    monkeypatch.setenv(workshop_data.SETTING, str(store.engine.url.database))
    monkeypatch.setattr(phone, "door", phone.Door())
    monkeypatch.setattr(phone, "FRESH", 0.0)
    made = Evening(store)
    with store.writing(HOST) as desk:
        now = desk.get(Event, made.event.id)
        made.event = desk.change(Event, now.id, now.version, {"title": HOSTILE})
    return made


@pytest.fixture
def client(evening):
    """A phone beside that evening."""
    return TestClient(Starlette(routes=phone.routes()), base_url="http://localhost", follow_redirects=False)


def send(client, evening, path, **sent):
    return client.post(f"/mit/{evening.event.code}/{path}", json={"token": TOKEN, **sent})


def told(client, evening):
    return client.get(f"/mit/{evening.event.code}/stand").json()


def test_an_evening_by_phone(client, evening):
    assert (
        client.get("/mit", params={"code": f" {evening.event.code.lower()} "}).headers["location"]
        == f"/mit/{evening.event.code}"
    )
    assert told(client, evening)["screen"] == "schauen"
    assert send(client, evening, "idee", ticket="t-1234", text="zu früh").json()["reason"] == "unbekannt"
    assert send(client, evening, "dabei", language="ar").json() == {"arrived": True}
    evening.present("ideen")
    now = told(client, evening)
    assert (now["screen"], len(now["fields"])) == ("ideen", 3)
    for _ in range(2):
        kept = send(
            client,
            evening,
            "idee",
            ticket="t-1234",
            text=HOSTILE,
            field=now["fields"][0][0],
            place="nowhere",
            table="3",
            scene=now["scene"],
        )
        assert kept.status_code == 200
    assert [(i.text, i.region_id, i.language) for i in evening.all(Idea)] == [(HOSTILE, "", "ar")]
    fast = send(client, evening, "idee", ticket="t-5678", text="gleich noch eine")
    assert (fast.status_code, fast.json()["reason"]) == (429, "zu-schnell")
    evening.present("abstimmung")
    now = told(client, evening)
    assert (now["screen"], now["dots"]) == ("abstimmung", 3)
    assert send(client, evening, "punkte", scene=now["scene"], dots={now["options"][0][0]: 3}).status_code == 200
    assert send(client, evening, "punkte", scene=now["scene"], dots={now["options"][0][0]: 4}).status_code == 429
    assert [v.dots for v in evening.all(Vote)] == [3]
    evening.present("wahl")
    now = told(client, evening)
    assert send(client, evening, "antwort", scene=now["scene"], choice="Rad").status_code == 200
    assert send(client, evening, "antwort", scene="elsewhere", choice="Rad").json()["reason"] == "nicht-dran"


def test_the_page_lets_nothing_run_and_is_small(client, evening):
    answer = client.get(f"/mit/{evening.event.code}")
    assert "<img" not in answer.text and "&lt;img" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert not re.search(
        r"<script(?![^>]* src=)|<style|style=|\son\w+=[^&]", answer.text.replace("&lt;img src=x onerror=", "")
    )
    assert "set-cookie" not in answer.headers
    sizes = [len(answer.content), len((page.HERE / "phone.css").read_bytes())]
    sizes += [len((page.HERE / name).read_bytes()) for name in phone_told.SCRIPTS]
    assert sum(sizes) <= 30_000
    for name in phone_told.SCRIPTS:
        code = (page.HERE / name).read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|=>|\bconst\b|\blet\b|`", code), (
            "old browsers, no markup"
        )


def test_asking_again_costs_a_number(client, evening):
    address = f"/mit/{evening.event.code}/stand"
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    places = client.get(f"/mit/{evening.event.code}/orte").json()
    assert len(places) == len(phone_told.places_of("r")) and all(path.startswith("M") for _, _, path in places)


def test_strangers_and_nonsense_are_refused(client, evening):
    address = f"/mit/{evening.event.code}/dabei"
    whole = {"token": TOKEN, "language": "de"}
    assert client.post(address, json=whole, headers={"origin": "http://fremd.example"}).status_code == 403
    assert client.post(address, json=whole, headers={"host": "fremd.example"}).status_code == 403
    for body in (b"", b"no json", b"[]", b'{"text": "' + b"x" * phone.LARGEST + b'"}'):
        assert client.post(address, content=body).status_code == 400
    for sent in ({}, {"token": 5}, {"token": TOKEN, "language": "klingonisch"}, {"token": ["x"], "language": "de"}):
        assert client.post(address, json=sent).status_code == 409
    assert evening.all(Idea) == []


def test_codes_cannot_be_guessed(client, evening):
    answer = client.get("/mit/XXXXX")
    assert answer.status_code == 404 and "Diesen Code gibt es nicht" in answer.text
    assert "<b>" not in client.get("/mit/%3Cb%3E").text
    inside = f"/mit/{evening.event.code}/stand"
    assert client.get(inside).status_code == 200
    for n in range(phone.WRONG_CODES):
        client.get(f"/mit/X{n}")
    assert "zwei Minuten" in client.get("/mit/YYYYY").text and client.get("/mit/YYYYY/stand").status_code == 429
    assert client.get(inside).status_code == 200, "who was in stays in"
    clock = SimpleNamespace(now=0.0)
    door = phone.Door(lambda: clock.now)
    for _ in range(phone.WRONG_CODES):
        door.note("a", "X", right=False)
    assert door.closed("a", "Y") and not door.closed("b", "Y")
    clock.now = phone.WRONG_SECONDS + 1
    assert not door.closed("a", "Y")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_complete(language):
    own, german = phone_words.words()[language], phone_words.words()["de"]
    assert own.keys() == german.keys() and own["bands"].keys() == german["bands"].keys()
    assert own["reasons"].keys() == german["reasons"].keys() == rounds.REASONS.keys()
    flat = {k: v for k, v in own.items() if isinstance(v, str)} | own["bands"] | own["reasons"]
    for name, text in flat.items():
        assert text.strip() == text != ""
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", str(german.get(name, ""))))
        if language in SCRIPTS and name != "dir":
            assert re.search(SCRIPTS[language], text) and not re.search("[A-Za-z]", re.sub(r"{\w+}", "", text))
    assert (own["dir"] == "rtl") == (language == "ar")
    used = re.findall(
        r'word\("(\w+)"', "".join((page.HERE / n).read_text(encoding="utf-8") for n in phone_told.SCRIPTS)
    )
    assert {*used, "plus", "minus", "another", "write"} <= own.keys()


def test_simple_german_is_simple():
    own = phone_words.words()["de-einfach"]
    texts = [v for v in own.values() if isinstance(v, str)] + list(own["reasons"].values())
    sentences = [s for text in texts for s in re.split(r"[.!?:]\s*", text) if s]
    assert max(len(s.split()) for s in sentences) <= 9
    assert max(len(word) for s in sentences for word in re.split(r"[\s-]", s)) <= 12
    assert not [s for s in sentences if re.search(r"\b(wurde|werden|würde|sobald|indem)\b", s)]


def test_words_are_fetched_once(client):
    answer = client.get("/mit/worte/ar")
    assert json.loads(answer.content)["send"] == "إرسال" and "immutable" in answer.headers["cache-control"]
    assert client.get("/mit/worte/xx").status_code == 404


def test_cards_have_codes_of_their_own(evening, monkeypatch, client):
    assert client.get(f"/mit/{evening.event.code}/karten").status_code == 403
    assert paper_cards.answer(evening.event, {}, GUEST).status_code == 403
    monkeypatch.setattr(signed_in, "writer_of", lambda request: HOST)
    text = client.get(
        f"/mit/{evening.event.code}/karten", params={"seiten": "4", "sprache": "uk", "frage": HOSTILE}
    ).text
    codes = re.findall(r"<strong>(\w{3}-\w{3})</strong>", text)
    assert len(codes) == len(set(codes)) == 24 and all(
        cards.read_code(evening.event.id, code) == code for code in codes
    )
    assert "<img" not in text and "Моя ідея" in text and text.count('class="sheet"') == 4


def test_addresses_for_phones(monkeypatch):
    assert all(not a.startswith(("127.", "169.254.")) for a in lan.lan_addresses())
    assert lan.in_order([("w", "169.254.3.4"), ("vpn", "8.8.8.8"), ("wlan0", "10.0.0.7")]) == [
        "10.0.0.7",
        "8.8.8.8",
    ]
    assert qr.join_address("K7M4Q", "werkstatt.example/") == "http://werkstatt.example/mit/K7M4Q"
    monkeypatch.setenv(qr.SETTING, "https://werkstatt.example")
    assert qr.join_address("K7M4Q") == "https://werkstatt.example/mit/K7M4Q" and qr.phones_can_reach()
    drawing = qr.qr_svg("https://werkstatt.example/mit/K7M4Q", label='<b>"')
    assert drawing.startswith("<svg") and "<b>" not in drawing and "viewBox" in drawing


def _entry() -> None:
    from views import paper_entry, workshop_data
    from workshop.records import Event

    paper_entry.show(workshop_data.all_of(Event)[0])


def test_paper_is_entered_by_the_moderation(evening, monkeypatch):
    monkeypatch.setattr(signed_in, "writer", lambda: GUEST)
    shown = AppTest.from_function(_entry, default_timeout=60).run()
    assert not shown.text_input and "anmelden" in shown.html[0].value
    monkeypatch.setattr(signed_in, "writer", lambda: HOST)
    code = cards.new_codes(evening.event.id, 1)[0]

    def enter(code, text):
        shown.text_input(key="papier_code").input(code)
        shown.text_area(key="papier_text").input(text)
        shown.text_input(key="papier_tisch").input("3")
        shown.button[0].click().run()
        assert not shown.exception
        return " ".join(block.value for block in shown.html)

    shown.run()
    assert f"Karte {code} gespeichert" in enter(code.lower(), HOSTILE)
    assert shown.text_input(key="papier_code").value == "" and shown.text_input(key="papier_tisch").value == "3"
    again = enter(code, "noch einmal")
    assert "schon" in again and "&lt;img" in again and "<img" not in again
    assert "stimmt nicht" in enter(code[:-1] + ("2" if code[-1] != "2" else "3"), "vertippt")
    assert [(i.text, i.scene_id) for i in evening.all(Idea)] == [(HOSTILE, evening.scene["ideen"].id)]
    shown.text_input(key="papier_plakat").input("Tisch 3").run()
    shown.number_input[0].set_value(12)
    shown.button[1].click().run()
    assert [(v.scene_id, v.dots) for v in evening.all(Vote)] == [(evening.scene["abstimmung"].id, 12)]
