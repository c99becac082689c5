"""What comes in during an evening: ideas and answers, to be released or hidden one by one or all at once."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from views import event_data, event_words, resources, saving
from views.bands import label as band_words
from views.event_data import Evening
from views.formats import number
from workshop import events
from workshop.records import CHANNELS, SHOWN, Answer, Idea

EVERY: Final = 2.0
AT_ONCE: Final = 8
"""Entries with buttons on one page; more would make the page slow while ideas pour in."""
ORDER: Final = (events.NEW, events.SHOWN, events.HIDDEN)
Given = Idea | Answer


@st.fragment(run_every=EVERY)
def live(event_id: str, leads: bool) -> None:
    """Draw what came in, anew every two seconds; guests see what the room may see."""
    evening = event_data.evening(event_id)
    if evening is None:
        return
    everything: list[Given] = [*evening.ideas, *(a for a in evening.answers if a.text.strip())]
    if not leads:
        everything = [one for one in everything if events.is_shown(evening.event, one)]
    st.html(f'<h2 class="kp-h2">Was hereinkommt</h2><p class="kp-sub">{escape(_sum(evening))}</p>')
    if not everything:
        st.html('<p class="kp-say">Noch ist nichts da. Ideen erscheinen hier von selbst.</p>')
        return
    if leads:
        _sorted(evening, everything)
    else:
        _page(evening, everything, leads=False)


def _sum(evening: Evening) -> str:
    told = [
        event_words.count(evening.phones, "Telefon", "Telefone"),
        event_words.count(len(evening.ideas), "Idee", "Ideen"),
    ]
    paper = sum(idea.channel == "papier" for idea in evening.ideas)
    return " · ".join([*told, *([f"{number(paper)} davon auf Papier"] if paper else [])])


def _sorted(evening: Evening, everything: Sequence[Given]) -> None:
    """Part what came in by what was decided about it."""
    groups = {state: [one for one in everything if one.state == state] for state in ORDER}
    wanted = st.segmented_control(
        "Zeigen", ORDER, default=events.NEW, key="eingang_stand", label_visibility="collapsed", required=True,
        format_func=lambda state: f"{SHOWN[state]} ({len(groups[state])})",
    )  # fmt: skip
    group = groups[str(wanted)]
    if wanted == events.NEW and group:
        st.button(
            f"Alle zeigen ({len(group)})", key="alle_zeigen", icon=":material/done_all:", type="primary", on_click=_set, args=(tuple(group), events.SHOWN)
        )  # fmt: skip
    if not group:
        st.html(f'<p class="kp-sub">{"Alles gesichtet." if wanted == events.NEW else "Nichts davon."}</p>')
        return
    _page(evening, group, leads=True)


def _page(evening: Evening, group: Sequence[Given], *, leads: bool) -> None:
    """Show the newest entries, and say how many more there are."""
    newest = sorted(group, key=lambda one: (one.created_at is None, one.created_at), reverse=True)
    pages = (len(newest) + AT_ONCE - 1) // AT_ONCE
    at = min(int(st.session_state.get("eingang_seite", 0)), pages - 1)
    for one in newest[at * AT_ONCE : (at + 1) * AT_ONCE]:
        _entry(evening, one, leads=leads)
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Neuere", key="eingang_neuer", disabled=at == 0, on_click=_turn, args=(at - 1,))
            st.html(f'<p class="kp-sub">Seite {at + 1} von {pages}</p>', width="content")
            st.button("Ältere", key="eingang_aelter", disabled=at == pages - 1, on_click=_turn, args=(at + 1,))


def _turn(page: int) -> None:
    st.session_state["eingang_seite"] = page


def _entry(evening: Evening, one: Given, *, leads: bool) -> None:
    with st.container(key=f"eingang_{one.id}", gap=None):
        st.html(entry_html(evening, one))
        if leads:
            with st.container(horizontal=True, gap="small"):
                if one.state != events.SHOWN:
                    st.button(
                        "Zeigen",
                        key=f"zeig_{one.id}",
                        icon=":material/visibility:",
                        on_click=_set,
                        args=((one,), events.SHOWN),
                    )
                if one.state != events.HIDDEN:
                    st.button(
                        "Verbergen",
                        key=f"verb_{one.id}",
                        icon=":material/visibility_off:",
                        type="tertiary",
                        on_click=_set,
                        args=((one,), events.HIDDEN),
                    )


def entry_html(evening: Evening, one: Given) -> str:
    """Write an idea or an answer with where it comes from; long ones unfold."""
    text = escape(event_words.short(one.text, 220))
    more = ""
    if len(" ".join(one.text.split())) > 220:
        more = (
            f'<details><summary>ganz lesen</summary><p dir="auto">{escape(one.text.replace(chr(0), ""))}</p></details>'
        )
    return f'<div class="kp-given"><p dir="auto">{text}</p>{more}<small dir="auto">{escape(about(evening, one))}</small></div>'


def about(evening: Evening, one: Given) -> str:
    """Say what is known about an idea or an answer: field, age, place, way, origin."""
    if isinstance(one, Answer):
        scene = evening.scene(one.scene_id)
        return f"Antwort auf „{event_words.short(scene.message, 60)}“" if scene else "Antwort"
    regions = resources.evaluator().regions
    parts = [
        evening.field_name(one.field_id) if one.field_id else "",
        band_words(one.band) if one.band else "",
        regions.name(one.region_id) if one.region_id and regions.exists(one.region_id) else "",
        "" if one.channel == "telefon" else CHANNELS[one.channel],
        event_words.short(one.origin.removeprefix(evening.event.title).strip(" ,"), 60),
    ]
    return " · ".join(part for part in parts if part) or "ohne weitere Angaben"


def _set(given: Sequence[Given], state: str) -> None:
    saving.save(lambda desk: events.set_shown(desk, given, state), "")
