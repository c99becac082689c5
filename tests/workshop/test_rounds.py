"""What phones write: stored once however often it is sent, never beyond a limit, only while it is asked for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest

from workshop import cards, events, round_state, rounds
from workshop.errors import InvalidError, NotAllowedError, StoreError
from workshop.records import ActionField, Answer, Event, Idea, Participant, Scene, Vote
from workshop.roles import Role, Writer
from workshop.store import Store

HOST = Writer("host", "Frau Probe", Role.MODERATION)
HURRIED = replace(rounds.LIMITS, seconds_between=0.0)
TOKEN = "phone-token-0123456789"  # noqa: S105 - made up


class Evening:
    """A running event with one scene of each round."""

    def __init__(self, store, *, fields=3, dots=3):
        self.store = store
        with store.writing(HOST) as desk:
            self.fields = [desk.add(ActionField(title=f"Feld {n}")).id for n in range(fields)]
            self.event = events.prepare(desk, Event(title="Werkstatt Süd-Ost", region_id="r"))
            rows = {
                "ideen": {},
                "wahl": {"options": ["Bus", "Rad"]},
                "offen": {},
                "abstimmung": {"about": "felder", "dots": dots},
            }
            self.scene = {
                name: events.add_scene(
                    desk,
                    Scene(
                        event_id=self.event.id, sort=name.replace("wahl", "frage").replace("offen", "frage"),
                        message=name, detail=detail,
                    ),
                )
                for name, detail in rows.items()
            }  # fmt: skip
            events.begin(desk, self.event.id)

    def present(self, name):
        with self.store.writing(HOST) as desk:
            events.present(desk, self.event.id, self.scene[name].id)
        return self.scene[name].id

    def join(self, token=TOKEN, language="de", **limits):
        return rounds.join(self.store, self.event.id, token, language, **limits)

    def all(self, kind):
        with self.store.reading() as reader:
            return reader.find(kind, event_id=self.event.id)


def idea(number=1, text="Ein Rufbus", **more):
    return rounds.Draft(ticket=f"ticket-{number}", text=text, **more)


def reason_of(error):
    return error.value.reason


def test_fifty_phones_lose_nothing_double_nothing_and_keep_the_limits(store):
    """Every tenth thing is sent twice, as over a bad network."""
    phones = 50
    evening = Evening(store, fields=31, dots=30)
    scene = evening.present("abstimmung")

    def phone(number):
        own = evening.join(f"token-of-phone-number-{number}", language="uk")
        for n in range(10):
            for _ in range(2 if n == 5 else 1):
                rounds.hand_in_idea(evening.store, own, idea(n, f"Idee {n} von {number}"), HURRIED)
        for given in (10, 20, 30):
            rounds.give_dots(evening.store, own, scene, dict.fromkeys(evening.fields[:given], 1))
        with pytest.raises(rounds.LimitError):
            rounds.give_dots(evening.store, own, scene, dict.fromkeys(evening.fields, 1))
        return own.id

    with ThreadPoolExecutor(8) as pool:
        people = list(pool.map(phone, range(phones)))
    ideas, votes = evening.all(Idea), evening.all(Vote)
    assert {i.text for i in ideas} == {f"Idee {n} von {number}" for n in range(10) for number in range(phones)}
    assert len(ideas) == 10 * phones and {i.language for i in ideas} == {"uk"}
    assert len(votes) == 30 * phones
    given = {person: sum(v.dots for v in votes if v.participant_id == person) for person in people}
    assert set(given.values()) == {30}


def test_many_hands_on_one_phone_never_give_more_dots_than_there_are(any_store):
    evening = Evening(any_store)
    scene, own = evening.present("abstimmung"), evening.join()

    def give(field):
        rounds.give_dots(evening.store, own, scene, {field: 3})

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(give, evening.fields))
    assert sum(v.dots for v in evening.all(Vote)) == 3
    with pytest.raises(rounds.LimitError) as error:
        rounds.give_dots(evening.store, own, scene, {evening.fields[0]: 2, evening.fields[1]: 2})
    assert reason_of(error) == "zu-viele-punkte"
    for wrong in ({"strange": 1}, {evening.fields[0]: -1}, {evening.fields[0]: True}, {evening.fields[0]: 1.5}):
        with pytest.raises(rounds.NotTakenError):
            rounds.give_dots(evening.store, own, scene, wrong)
    assert sum(v.dots for v in evening.all(Vote)) == 3


def test_an_idea_keeps_what_was_said_and_hostile_text_comes_back_as_typed(store):
    evening = Evening(store)
    own, text = evening.join(language="ar"), "<script>x</script> ${a} =cmd() \u202e\0 😀"
    told = idea(
        text=text,
        field_id=evening.fields[0],
        band="16-24",
        region_id="r1",
        table="3",
        scene_id=evening.scene["ideen"].id,
    )
    first = rounds.hand_in_idea(store, own, told)
    again = rounds.hand_in_idea(store, own, replace(told, text="anders"))
    assert first == again == evening.all(Idea)[0]
    assert (first.text, first.origin, first.language) == (text, "Werkstatt Süd-Ost, Tisch 3", "ar")
    assert (first.channel, first.state, first.band) == ("telefon", "neu", "16-24")
    assert (first.participant_id, first.scene_id) == (own.id, evening.scene["ideen"].id)


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (idea(text=" \n"), "leer"),
        (idea(text="x" * 2_001), "zu-lang"),
        (idea(band="alle"), "falsch"),
        (idea(field_id="x" * 81), "falsch"),
        (rounds.Draft(ticket="", text="x"), "falsch"),
        (idea(table="x" * 301), "falsch"),
    ],
)
def test_what_does_not_fit_is_refused(store, draft, reason):
    evening = Evening(store)
    with pytest.raises(rounds.NotTakenError) as error:
        rounds.hand_in_idea(store, evening.join(), draft)
    assert reason_of(error) == reason and evening.all(Idea) == []


def test_limits_against_flooding(store):
    evening = Evening(store)
    own, few = evening.join(), replace(rounds.LIMITS, ideas=2, participants=3, joining_per_minute=2, changes=3)
    rounds.hand_in_idea(store, own, idea(1))
    with pytest.raises(rounds.LimitError) as error:
        rounds.hand_in_idea(store, own, idea(2))
    assert reason_of(error) == "zu-schnell" and 0 < error.value.seconds <= 3
    hurried = replace(few, seconds_between=0.0)
    rounds.hand_in_idea(store, own, idea(2), hurried)
    with pytest.raises(rounds.LimitError) as error:
        rounds.hand_in_idea(store, own, idea(3), hurried)
    assert reason_of(error) == "zu-viele" and error.value.seconds == 0
    assert rounds.hand_in_idea(store, own, idea(2), hurried).ticket == "ticket-2", "sent again it is confirmed"
    evening.join("second-phone-0123456", limits=few)
    with pytest.raises(rounds.LimitError) as error:
        evening.join("third-phone-01234567", limits=few)
    assert reason_of(error) == "andrang"
    with pytest.raises(rounds.LimitError) as error:
        evening.join("third-phone-01234567", limits=replace(few, participants=2))
    assert reason_of(error) == "voll"
    scene = evening.present("wahl")
    for n in range(3):
        rounds.answer(store, own, scene, "Bus" if n % 2 else "Rad", limits=few)
    rounds.answer(store, own, scene, "Bus", limits=few)
    with pytest.raises(rounds.LimitError):
        rounds.answer(store, own, scene, "Rad", limits=few)


def test_only_what_is_on_stage_is_answered(store):
    evening = Evening(store)
    own, choice, open_question = evening.join(), evening.present("wahl"), evening.scene["offen"].id
    with pytest.raises(rounds.NotTakenError) as error:
        rounds.answer(store, own, open_question, text="Ruhe")
    assert reason_of(error) == "nicht-dran"
    with pytest.raises(rounds.NotTakenError) as error:
        rounds.give_dots(store, own, evening.scene["abstimmung"].id, {evening.fields[0]: 1})
    assert reason_of(error) == "nicht-dran"
    with pytest.raises(rounds.NotTakenError) as error:
        rounds.answer(store, own, choice, "Flugzeug")
    assert reason_of(error) == "falsch"
    rounds.answer(store, own, choice, "Bus")
    rounds.answer(store, own, choice, "Rad")
    evening.present("offen")
    rounds.answer(store, own, open_question, text="Ruhe")
    with store.writing(HOST) as desk:
        events.set_shown(desk, desk.find(Answer, scene_id=open_question), "gezeigt")
    changed = rounds.answer(store, own, open_question, text="Ruhe und Weite")
    assert changed.state == "neu", "a new text is released anew"
    assert [(a.choice, a.text) for a in evening.all(Answer)] == [("Rad", ""), ("", "Ruhe und Weite")]


def test_before_after_and_blocked(store):
    evening = Evening(store)
    own = evening.join()
    assert evening.join(language="en").language == "en" and len(evening.all(Participant)) == 1
    assert TOKEN not in str(evening.all(Participant)[0])
    with store.writing(HOST) as desk:
        archived = desk.get(Participant, own.id)
        desk.archive(Participant, own.id, archived.version)
    with store.reading() as reader:
        for token, reason in ((TOKEN, "gesperrt"), ("nobody-0123456789", "unbekannt"), ("short", "unbekannt")):
            with pytest.raises(rounds.NotTakenError) as error:
                rounds.joined(reader, evening.event.id, token)
            assert reason_of(error) == reason
    with pytest.raises(rounds.NotTakenError):
        evening.join()
    for state, reason in (("vorbereitet", "wartet"), ("beendet", "beendet")):
        with store.writing(HOST) as desk:
            now = desk.get(Event, evening.event.id)
            desk.change(Event, now.id, now.version, {"state": state})
        with pytest.raises(rounds.NotTakenError) as error:
            rounds.hand_in_idea(store, own, idea())
        assert reason_of(error) == reason


def test_a_phone_reaches_no_other_event(store):
    here, there = Evening(store), Evening(store)
    own = here.join()
    with pytest.raises(NotAllowedError), store.writing(Writer(own.id, "Telefon", Role.GAST, here.event.id)) as desk:
        desk.add(Idea(text="fremd", event_id=there.event.id, participant_id=own.id))
    foreign = there.present("abstimmung")
    with pytest.raises(rounds.NotTakenError):
        rounds.give_dots(store, own, foreign, {there.fields[0]: 1})


def test_phones_ask_cheaply_and_see_what_was_released(store):
    evening = Evening(store)
    own, made = evening.join(), []
    watch = round_state.Watch(store, lambda reader, event: made.append(1) or round_state.now(reader, event))
    code = f" {evening.event.code.lower()} "
    assert watch.look(code)[1].screen == "schauen" and watch.look(code) == watch.look(code) and len(made) == 1
    assert watch.look("WRONG") is None and watch.look("") is None
    shown, hidden = (rounds.hand_in_idea(store, own, idea(n, f"Idee {n}"), HURRIED) for n in (1, 2))
    with store.writing(HOST) as desk:
        events.set_shown(desk, [shown], "gezeigt")
        voting = desk.add(Scene(event_id=evening.event.id, sort="abstimmung", message="?", detail={"about": "ideen"}))
        events.present(desk, evening.event.id, voting.id)
    assert [o.label for o in watch.look(code)[1].options] == ["Idee 1"]
    with store.writing(HOST) as desk:
        prepared = {"about": "ideen", "options": [hidden.id, shown.id, "Etwas anderes", own.id]}
        desk.change(Scene, voting.id, desk.get(Scene, voting.id).version, {"detail": prepared})
    assert [o.label for o in watch.look(code)[1].options] == ["Idee 1", "Etwas anderes"]
    assert watch.look(code)[1].dots == 5
    clock, seen = SimpleNamespace(now=0.0), len(made)
    lazy = round_state.Watch(store, lambda reader, event: made.append(1), 0.5, lambda: clock.now)
    for clock.now, made_since in ((0.0, 1), (0.4, 1), (0.6, 2)):
        with store.writing(HOST):
            pass
        lazy.look(code)
        assert len(made) - seen == made_since
    assert lazy.event(code).id == evening.event.id and lazy.event("WRONG") is None


def test_one_phone_asks_for_all_and_nobody_waits_for_it(store):
    evening = Evening(store)
    asking, answer, made = threading.Event(), threading.Event(), []

    def make(reader, event):
        if made:
            asking.set()
            assert answer.wait(20)
        made.append(len(made))
        return len(made)

    watch = round_state.Watch(store, make)
    code = evening.event.code
    assert watch.look(code)[1] == 1 and watch.recent(code) is None
    with store.writing(HOST):
        pass
    with ThreadPoolExecutor(1) as first:
        slow = first.submit(watch.look, code)
        assert asking.wait(20)
        assert [watch.look(code)[1] for _ in range(3)] == [1, 1, 1] and watch.recent(code)[1] == 1
        answer.set()
        assert slow.result()[1] == 2
    assert watch.look(code)[1] == 2 and made == [0, 1]


def test_a_phone_that_could_not_ask_lets_the_next_one_ask(store, monkeypatch):
    evening = Evening(store)
    watch = round_state.Watch(store, lambda reader, event: reader.pulse())
    code, seen = evening.event.code, watch.look(evening.event.code)[1]
    with store.writing(HOST):
        pass

    def away(_: Store) -> None:
        raise StoreError("weg")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "reading", away)
        with pytest.raises(StoreError):
            watch.look(code)
    assert watch.look(code)[1] > seen


def test_cards_are_entered_once_and_wrong_codes_are_told(store):
    evening = Evening(store)
    code, other = cards.new_codes(evening.event.id, 2)
    with store.writing(HOST) as desk:
        first = cards.enter(
            desk, evening.event, rounds.Draft(ticket=code.lower().replace("-", " "), text="Bänke", table="3")
        )
        again = cards.enter(desk, evening.event, rounds.Draft(ticket=code, text="anders"))
    assert (first.known, again.known, again.idea) == (False, True, first.idea)
    assert (first.idea.channel, first.idea.origin) == ("papier", "Werkstatt Süd-Ost, Tisch 3")
    letters = other.replace("-", "")
    slips = {letters[:n] + x + letters[n + 1 :] for n in range(6) for x in cards.LETTERS} - {letters}
    slips |= {letters[:n] + letters[n + 1] + letters[n] + letters[n + 2 :] for n in range(5)} - {letters}
    for slip in [*slips, "", "K7M", "O00-III", "😀😀😀😀😀😀"]:
        with pytest.raises(InvalidError):
            cards.read_code(evening.event.id, slip)
    assert all(len(set(cards.new_codes("e", 200))) == 200 for _ in range(2))


def test_a_poster_counted_anew_replaces_what_was(store):
    evening = Evening(store)
    one, two, _ = evening.fields
    with store.writing(HOST) as desk:
        cards.tally(desk, evening.scene["abstimmung"], evening.event, "Tisch 3", {one: 12, two: 0})
        cards.tally(desk, evening.scene["abstimmung"], evening.event, " Tisch 3 ", {one: 0, two: 7})
        assert cards.counted(desk, evening.scene["abstimmung"], evening.event, "Tisch 3") == {one: 0, two: 7}
    assert [p.channel for p in evening.all(Participant)] == ["papier"]
