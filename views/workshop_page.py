"""The page Zukunftswerkstatt: all evenings; one of them prepared, led or recorded."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from views import (
    event_data,
    event_form,
    event_page,
    event_ways,
    event_words,
    exercise_view,
    layout,
    saving,
    signed_in,
    workshop_data,
)
from views.event_data import Evening
from views.state import Selection
from workshop import events
from workshop.records import Event

EVENT_KEY, PART_KEY = event_ways.EVENT_KEY, event_ways.PART_KEY
NEW: Final = "neu"
STYLE_FILE: Final = Path(__file__).with_name("event.css")
TakeHome = Callable[[Evening], None]


def show(selection: Selection, take_home: TakeHome) -> None:
    """Draw the page; ``take_home`` offers the record as files (documents are made one floor up)."""
    st.html(f"<style>{_style()}</style>")
    wanted = st.query_params.get(EVENT_KEY, "")
    if wanted == NEW and signed_in.may("event"):
        event_form.new(selection)
        return
    evening = event_data.evening(wanted) if wanted and wanted != NEW else None
    if evening is not None:
        event_page.show(evening, take_home)
        return
    if wanted and wanted != NEW:
        layout.hint("Diese Werkstatt gibt es nicht, oder sie liegt im Archiv.")
    _all()


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


def _all() -> None:
    found = sorted(workshop_data.all_of(Event), key=_order)
    if not found:
        _empty()
        return
    ahead = [event for event in found if event.state != events.FINISHED]
    exercise_view.banner()
    layout.headline(_finding(found, ahead), "Zukunftswerkstatt: Ideen sammeln, gewichten, festhalten")
    _new_button()
    for event in found:
        evening = event_data.evening(event.id)
        if evening is not None:
            _card(evening)
    _archive()


def _order(event: Event) -> tuple[int, float]:
    """Order evenings: running, then what lies ahead by date, then what is over, the latest first."""
    day = event.held_on.toordinal() if event.held_on else 10**7
    rank = {events.RUNNING: 0, events.PREPARED: 1, events.FINISHED: 2}[event.state]
    return rank, -day if rank == 2 else day


def _finding(found: list[Event], ahead: list[Event]) -> str:
    running = [event for event in ahead if event.state == events.RUNNING]
    if running:
        return f"„{event_words.short(running[0].title, 80)}“ läuft gerade"
    if ahead:
        return f"Als Nächstes: {event_words.short(ahead[0].title, 80)}"
    return "Eine Werkstatt hat stattgefunden" if len(found) == 1 else f"{len(found)} Werkstätten haben stattgefunden"


def _empty() -> None:
    """Invite to prepare the first evening, or to try everything out."""
    layout.headline(
        "Die erste Zukunftswerkstatt vorbereiten", "Ein Abend, an dem aus Zahlen Ideen werden – und aus Ideen ein Plan"
    )
    steps = (
        (
            "Vorbereiten",
            "Gebiet, Tag und Ort festlegen. Den Ablauf schlägt das Programm vor: Karte, Altersaufbau, Fragen, Ideen, Abstimmung.",
        ),
        (
            "Leiten",
            "Auf der Leinwand steht eine Botschaft nach der anderen. Ideen kommen vom Telefon oder auf Karten aus Papier.",
        ),
        ("Festhalten", "Aus Ideen werden Aussagen der SWOT und Maßnahmen. Das Protokoll schreibt sich mit."),
    )
    cards = "".join(f"<li><b>{escape(head)}</b><span>{escape(text)}</span></li>" for head, text in steps)
    st.html(f'<ol class="kp-evsteps">{cards}</ol>')
    _new_button("Erste Werkstatt vorbereiten")
    exercise_view.offer()
    _archive()


def _new_button(words: str = "Neue Werkstatt vorbereiten") -> None:
    if signed_in.may("event"):
        st.button(
            words,
            type="primary",
            icon=":material/add:",
            key="werkstatt_neu",
            on_click=event_ways.open_event,
            args=(NEW,),
        )
    else:
        signed_in.hint("Eine Werkstatt bereitet die Moderation vor.")


def _card(evening: Evening) -> None:
    event = evening.event
    badge = layout.exercise_badge() if event.exercise else ""
    with st.container(key=f"abend_{event.id}", border=True):
        st.html(
            f'<h2 class="kp-h2" dir="auto">{escape(event_words.short(event.title, 140))} {badge}</h2>'
            f'<p class="kp-sub">{escape(event_words.line(event))} · <span class="kp-state">{escape(event_words.state(event))}</span></p>'
            f'<p class="kp-say">{escape(event_words.finding(evening))}</p>'
        )
        with st.container(horizontal=True):
            event_ways.part_buttons(event, event_ways.first_part(event), f"teil_{event.id}")


def _archive() -> None:
    """Bring back what was put aside."""
    old = [event for event in workshop_data.all_of(Event, archived=True) if event.archived]
    if not old or not signed_in.may("event", "restore"):
        return
    with st.expander(f"Im Archiv ({len(old)})", icon=":material/inventory_2:"):
        for event in old:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(
                    f'<p class="kp-say" dir="auto">{escape(event_words.short(event.title, 120))} · {escape(event_words.when(event))}</p>'
                )
                st.button("Zurückholen", key=f"zurueck_{event.id}", on_click=_restore, args=(event,))


def _restore(event: Event) -> None:
    saving.save(lambda desk: desk.restore(Event, event.id, event.version), "Die Werkstatt ist wieder da.")
