"""Entering what came back on paper: cards one after the other by keyboard, and the dots counted on a poster."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from views import paper_cards, resources, saving, signed_in, workshop_data
from views.formats import sort_key
from views.live import phone_told, phone_words
from workshop import cards, round_state
from workshop.errors import InvalidError
from workshop.events import in_order
from workshop.records import ActionField, Event, Idea, Scene
from workshop.rounds import Draft

STYLE_FILE: Final = Path(__file__).with_suffix(".css")
CODE, TEXT, FIELD, BAND, PLACE, TABLE, ROUND = (
    f"papier_{name}" for name in ("code", "text", "feld", "alter", "ort", "tisch", "runde")
)
SAID, TURN = "papier_meldung", "papier_zug"
CLEARED: Final = {CODE: "", TEXT: "", FIELD: "", BAND: "", PLACE: ""}
NEWEST: Final = 5
LONGEST_SHOWN: Final = 160
#: After a card the cursor goes back to the code of the next one.
FOCUS: Final = """export default ({ parentElement, data }) => {
  if (!data.turn || parentElement._turn === data.turn) return;
  parentElement._turn = data.turn;
  setTimeout(() => { const next = document.querySelector(data.target); if (next) next.focus(); }, 80);
}"""
_focus = st.components.v2.component("kommunalprofil_focus", html="<i></i>", js=FOCUS, isolate_styles=False)


def show(event: Event) -> None:
    """Show the entry of cards and posters of one event; only for those who may."""
    if not signed_in.may("vote"):
        signed_in.hint("Karten und Plakate trägt die Moderation ein.")
        return
    st.html(STYLE_FILE)
    st.html(
        f'<p>Noch keine Karten? <a href="{escape(paper_cards.address(event))}" target="_blank">Karten drucken</a>. '
        "Eingeben mit der Tastatur: Tabulator führt zum nächsten Feld, die Eingabetaste beim Tisch speichert die Karte.</p>"
    )
    _card_form(event)
    _message()
    _newest(event)
    _poster(event)


def _card_form(event: Event) -> None:
    fields = {f.id: f.title for f in workshop_data.all_of(ActionField)}
    places = _places(event)
    bands: dict[str, str] = dict(phone_words.words()["de"]["bands"])
    with st.form("papier_karte", border=False):
        _round_choice(event)
        st.text_input("Code auf der Karte", key=CODE, placeholder="K7M-4QX", max_chars=20, autocomplete="off")
        st.text_area("Idee", key=TEXT, height=110)
        left, middle, right, last = st.columns(4)
        with left:
            _choice("Handlungsfeld", FIELD, fields)
        with middle:
            _choice("Altersgruppe", BAND, bands)
        with right:
            _choice("Ort", PLACE, places)
        last.text_input("Tisch (bleibt stehen)", key=TABLE, max_chars=80)
        st.form_submit_button("Karte speichern", type="primary", on_click=_take, args=(event,))
    turn = st.session_state.get(TURN, 0)
    _focus(key="papier_focus", data={"turn": turn, "target": f".st-key-{CODE} input"}, height="content")


def _choice(label: str, key: str, options: dict[str, str]) -> None:
    st.selectbox(label, ["", *options], key=key, format_func=lambda one: options.get(one, "keine Angabe"))


def _places(event: Event) -> dict[str, str]:
    regions = resources.evaluator().regions
    own = {place: regions.name(place) for place in phone_told.places_of(event.region_id)}
    return dict(sorted(own.items(), key=lambda pair: sort_key(pair[1])))


def _scenes(event: Event, sort: str) -> dict[str, Scene]:
    return {s.id: s for s in in_order(workshop_data.all_of(Scene)) if s.event_id == event.id and s.sort == sort}


def _round_choice(event: Event) -> None:
    """Ask which round of ideas the cards belong to, where there are several."""
    rounds = _scenes(event, round_state.IDEAS)
    if len(rounds) > 1:
        st.selectbox("Zur Frage", list(rounds), key=ROUND, format_func=lambda one: rounds[one].message)


def _take(event: Event) -> None:
    state = st.session_state
    rounds = _scenes(event, round_state.IDEAS)
    draft = Draft(
        ticket=state[CODE], text=state[TEXT], field_id=state[FIELD] or "", band=state[BAND] or "",
        region_id=state[PLACE] or "", table=state[TABLE], scene_id=state.get(ROUND) or next(iter(rounds), ""),
    )  # fmt: skip
    try:
        _check(event, draft)
    except InvalidError as error:
        state[SAID] = ("error", str(error))
        return
    entered = saving.save(lambda desk: cards.enter(desk, event, draft), done="")
    if entered is None:
        return
    state[SAID] = _said(entered)
    state[TURN] = state.get(TURN, 0) + 1
    if not entered.known:  # what was typed for a card that was known stays, in case it is another card after all
        state.update(CLEARED)


def _check(event: Event, draft: Draft) -> None:
    cards.read_code(event.id, draft.ticket)
    if not draft.text.strip():
        raise InvalidError("Idee", "fehlt", "Bitte abschreiben, was auf der Karte steht.")


def _said(entered: cards.Entered) -> tuple[str, str]:
    idea = entered.idea
    if not entered.known:
        return "good", f"Karte {idea.ticket} gespeichert ({idea.origin})."
    when = f" am {saving.when(idea.created_at)}" if idea.created_at else ""
    return "known", f"Die Karte {idea.ticket} ist schon{when} eingetragen: „{_short(idea.text)}“. Sie zählt nur einmal."


def _message() -> None:
    """Say what became of the last card; texts of people are escaped."""
    kind, said = st.session_state.pop(SAID, ("", ""))
    if kind:
        role = "status" if kind == "good" else "alert"
        st.html(f'<p class="kp-paper {kind}" role="{role}" dir="auto">{escape(said)}</p>')


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + " …"


def _newest(event: Event) -> None:
    """List the cards entered last, so that nobody loses the thread."""
    with workshop_data.store().reading() as reader:  # few among hundreds of ideas by phone
        own = reader.find(Idea, event_id=event.id, channel=cards.PAPER)
    if not own:
        return
    rows = "".join(
        f'<li><strong>{escape(i.ticket)}</strong> <span dir="auto">{escape(_short(i.text))}</span> '
        f'<small dir="auto">{escape(i.origin)}</small></li>'
        for i in reversed(own[-NEWEST:])
    )
    known = "1 Karte eingetragen" if len(own) == 1 else f"{len(own)} Karten eingetragen"
    st.html(f'<p class="kp-paper-count"><strong>{known}.</strong> Zuletzt:</p><ul class="kp-paper-list">{rows}</ul>')


def _poster(event: Event) -> None:
    votings = _scenes(event, round_state.VOTING)
    if not votings:
        return
    with st.expander("Punkte von einem Plakat zählen"):
        chosen = st.selectbox("Abstimmung", list(votings), format_func=lambda one: votings[one].message)
        poster = st.text_input("Welches Plakat?", placeholder="Tisch 3", max_chars=80, key="papier_plakat")
        if chosen and poster.strip():
            _count(event, votings[chosen], poster.strip())


def _count(event: Event, scene: Scene, poster: str) -> None:
    with workshop_data.store().reading() as reader:
        options = round_state.options(reader, event, scene)
        known = cards.counted(reader, scene, event, poster)
    if not options:
        st.html("<p>In dieser Abstimmung gibt es noch nichts, das Punkte bekommen kann.</p>")
        return
    with st.form(f"papier_plakat_{scene.id}_{poster}", border=False):
        keys = {option.id: f"papier_{scene.id}_{poster}_{option.id}" for option in options}
        for option in options:
            st.html(f'<p class="kp-paper-option" dir="auto">{escape(_short(option.label))}</p>')
            st.number_input("Punkte", 0, 100, known.get(option.id, 0), key=keys[option.id])
        st.form_submit_button("Punkte speichern", type="primary", on_click=_tally, args=(event, scene, poster, keys))


def _tally(event: Event, scene: Scene, poster: str, keys: Mapping[str, str]) -> None:
    """Store the counted dots of a poster."""
    count = {target: int(st.session_state[key]) for target, key in keys.items()}
    saving.save(lambda desk: cards.tally(desk, scene, event, poster, count), "Die Punkte sind gespeichert.")
