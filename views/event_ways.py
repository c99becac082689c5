"""The ways between the parts of an evening: what the address says, and the address of the stage."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode

import streamlit as st

from workshop import events
from workshop.records import Event

EVENT_KEY, PART_KEY = "abend", "teil"
PREPARE, LEAD, RECORD = "Vorbereiten", "Leiten", "Protokoll"
PARTS: Final = (PREPARE, LEAD, RECORD)
FIRST: Final = {events.PREPARED: PREPARE, events.RUNNING: LEAD, events.FINISHED: RECORD}


def first_part(event: Event) -> str:
    """Tell which part an evening opens with."""
    return FIRST[event.state]


def open_event(event_id: str, part: str = "") -> None:
    """Open an evening, or the list where no id is given; the address carries it."""
    for key, value in ((EVENT_KEY, event_id), (PART_KEY, part)):
        if value:
            st.query_params[key] = value
        elif key in st.query_params:
            del st.query_params[key]


def part_buttons(event: Event, chosen: str, key: str) -> None:
    """Offer the three parts as buttons; the address decides which is open.

    A chooser would keep a state of its own, and the page of leading asks by itself every few seconds: an answer on its way with the
    old state would then lead back.
    """
    for part in PARTS:
        st.button(
            part, key=f"{key}_{part}", type="primary" if part == chosen else "secondary", on_click=open_event, args=(event.id, part)
        )  # fmt: skip


def stage_address(event: Event, **further: str) -> str:
    """Give the address of the stage."""
    query = urlencode(further)
    return f"/buehne/{quote(event.id, safe='')}{f'?{query}' if query else ''}"
