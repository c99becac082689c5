"""One evening: its head, and the three parts Vorbereiten, Leiten, Protokoll."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from views import event_agenda, event_form, event_host, event_result, event_ways, event_words, signed_in
from views.event_data import Evening
from views.event_ways import LEAD, PART_KEY, PARTS, PREPARE


def show(evening: Evening, take_home: Callable[[Evening], None]) -> None:
    """Draw one evening."""
    event = evening.event
    wanted = st.query_params.get(PART_KEY, "")
    part = wanted if wanted in PARTS else event_ways.first_part(event)
    st.html(event_words.head(event, event_words.finding(evening)))
    with st.container(horizontal=True, key="abendzeile", vertical_alignment="center"):
        st.button(
            "Alle Werkstätten",
            icon=":material/arrow_back:",
            key="abend_zurueck",
            type="tertiary",
            on_click=event_ways.open_event,
            args=("",),
        )
        event_ways.part_buttons(event, part, "teil")
        st.link_button("Bühne öffnen", event_ways.stage_address(event), icon=":material/open_in_new:")
    if part == PREPARE:
        _prepare(evening)
    elif part == LEAD:
        event_host.show(evening)
    else:
        event_result.show(evening, take_home)


def _prepare(evening: Evening) -> None:
    if not signed_in.may("scene"):
        signed_in.hint("Den Ablauf ändert die Moderation.")
    event_agenda.show(evening)
    event_form.edit(evening)
