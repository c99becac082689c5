"""The form of an evening: region, day, place, who is invited, languages, welcome."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from views import event_ways, layout, resources, saving, signed_in
from views.event_data import Evening
from views.state import Selection, region_labels
from workshop import events
from workshop.records import INVITED, LANGUAGES, Event

USUAL_LANGUAGES: Final = ("de", "de-einfach", "en", "uk", "ar")


def new(selection: Selection) -> None:
    """Ask for a new evening."""
    layout.headline("Eine Zukunftswerkstatt vorbereiten", "Alles lässt sich später noch ändern.")
    regions = resources.evaluator().regions
    start = Event(
        title="", region_id=selection.region_id or regions.county, languages=USUAL_LANGUAGES, starts_at="18:00"
    )
    with st.form("werkstatt_neu_form", border=False):
        values = _ask(start, "neu")
        with st.container(horizontal=True):
            wanted = st.form_submit_button("Anlegen", type="primary", icon=":material/check:")
            left = st.form_submit_button("Abbrechen", type="tertiary")
    if left:
        event_ways.open_event("")
        st.rerun()
    if wanted:
        made = saving.save(lambda desk: events.prepare(desk, replace(start, **values)), "Die Werkstatt ist angelegt.")
        if made is not None:
            event_ways.open_event(made.id, event_ways.PREPARE)
            st.rerun()
        saving.messages()


def edit(evening: Evening) -> None:
    """Let the Moderation change an evening; others read it."""
    event = evening.event
    if not signed_in.may("event", "change"):
        return
    with st.expander("Angaben zur Werkstatt ändern", icon=":material/edit_calendar:"):
        with st.form(f"werkstatt_form_{event.id}_{event.version}", border=False):
            values = _ask(event, event.id)
            wanted = st.form_submit_button("Speichern", type="primary")
        if wanted:
            saving.save(lambda desk: desk.change(Event, event.id, event.version, values), "Gespeichert.")
            st.rerun()
        st.button(
            "Diese Werkstatt ins Archiv legen",
            key="werkstatt_archiv",
            icon=":material/inventory_2:",
            on_click=_archive,
            args=(event,),
        )


def _archive(event: Event) -> None:
    if saving.save(lambda desk: desk.archive(Event, event.id, event.version), "Die Werkstatt liegt im Archiv."):
        event_ways.open_event("")


def _ask(event: Event, key: str) -> dict[str, Any]:
    """Draw the fields and give what stands in them."""
    labels = region_labels(resources.evaluator().regions)
    names, ids = list(labels), list(labels.values())
    title = st.text_input(
        "Titel", event.title, key=f"ev_titel_{key}", placeholder="Zukunftswerkstatt Süd-Ost", max_chars=300
    )
    at = ids.index(event.region_id) if event.region_id in ids else 0
    region = st.selectbox("Gebiet", names, index=at, key=f"ev_gebiet_{key}")
    left, middle, right = st.columns([1, 1, 2])
    day = left.date_input("Datum", event.held_on, format="DD.MM.YYYY", key=f"ev_tag_{key}")
    time = middle.text_input("Beginn", event.starts_at, key=f"ev_zeit_{key}", placeholder="18:00", max_chars=40)
    place = right.text_input("Ort", event.place, key=f"ev_ort_{key}", placeholder="Gnoien, Sportlerheim", max_chars=300)
    invited = _invited(event, key)
    languages = st.pills(
        "Sprachen auf dem Telefon", list(LANGUAGES), default=[x for x in event.languages if x in LANGUAGES],
        format_func=LANGUAGES.__getitem__, selection_mode="multi", key=f"ev_sprachen_{key}",
    )  # fmt: skip
    welcome = st.text_area(
        "Begrüßung auf der Leinwand", event.welcome, key=f"ev_gruss_{key}", height=100, max_chars=2000
    )
    at_once = st.checkbox(
        "Ideen sofort zeigen, ohne dass die Moderation sie freigibt", event.release_at_once, key=f"ev_sofort_{key}"
    )
    return {
        "title": title, "region_id": labels[region], "held_on": day, "starts_at": time, "place": place, "invited": invited,
        "languages": tuple(languages or ("de",)), "welcome": welcome, "release_at_once": at_once,
    }  # fmt: skip


def _invited(event: Event, key: str) -> tuple[str, ...]:
    """Tick who is invited; whoever is missing in the list is typed, one per line."""
    ticked = st.pills(
        "Eingeladen", list(INVITED), default=[x for x in event.invited if x in INVITED], selection_mode="multi", key=f"ev_gremien_{key}"
    )  # fmt: skip
    own = [x for x in event.invited if x not in INVITED]
    typed = st.text_area(
        "Außerdem eingeladen (je Zeile eine)", "\n".join(own), key=f"ev_weitere_{key}", height=80, placeholder="Freiwillige Feuerwehr Gnoien"
    )  # fmt: skip
    return (*ticked, *(text.strip() for text in typed.splitlines() if text.strip()))
