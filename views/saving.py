"""Saving from a page: errors in German, and the dialogue "inzwischen geändert" where somebody else was faster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from views import record_words, signed_in, workshop_data
from views.formats import literal
from views.table import html_table
from workshop.desk import Desk, plain
from workshop.errors import OutdatedError, WorkshopError
from workshop.records import Record, label

T = TypeVar("T")
HERE: Final = ZoneInfo("Europe/Berlin")
CONFLICT: Final = "_inzwischen_geaendert"
DONE: Final = "_gespeichert"


def save(work: Callable[[Desk], T], done: str = "Gespeichert.") -> T | None:
    """Do some writing in one transaction, as whoever uses this session.

    Parameters
    ----------
    work : callable
        Gets the desk; all it stores is kept together or not at all.
    done : str
        Said when it is stored; empty for silence.

    Returns
    -------
    T | None
        What the work gave; None where nothing was stored, and the page has said why.
    """
    try:
        with workshop_data.store().writing(signed_in.writer()) as desk:
            result = work(desk)
    except OutdatedError as error:
        st.session_state[CONFLICT] = error
        return None
    except WorkshopError as error:
        st.toast(literal(str(error)), icon=":material/error:", duration="long")
        st.session_state[DONE] = ""
        return None
    if done:
        st.session_state[DONE] = done
    return result


def messages() -> None:
    """Say what was saved, and open the dialogue where somebody else was faster; drawn once per run, by the app."""
    if said := st.session_state.pop(DONE, ""):
        st.toast(literal(said), icon=":material/check:")
    if CONFLICT in st.session_state:
        _conflict(st.session_state[CONFLICT])


def when(moment: datetime) -> str:
    """Write a point in time as people here say it.

    Examples
    --------
    >>> from datetime import UTC
    >>> when(datetime(2026, 7, 1, 16, 5, tzinfo=UTC))
    '01.07.2026, 18:05 Uhr'
    """
    return f"{moment.astimezone(HERE):%d.%m.%Y, %H:%M} Uhr"


def _forget() -> None:
    st.session_state.pop(CONFLICT, None)


@st.dialog("Inzwischen geändert", width="large", on_dismiss=_forget)
def _conflict(error: OutdatedError) -> None:
    """Show what was changed by whom, beside the own input; nothing is stored before the choice."""
    current: Record = error.current
    kind = type(current)
    people = workshop_data.writer_names()
    for change in error.since:
        who = escape(people.get(change.writer_id, "jemand"))
        names = ", ".join(escape(label(kind, name)) for name in change.changes)
        st.html(f"<p><strong>{who}</strong> hat am {when(change.at)} geändert: {names}.</p>")
    both = [n for n in error.wanted if n in {name for change in error.since for name in change.changes}]
    st.html(_comparison(current, error.wanted))
    if both:
        st.html(
            '<p class="kp-hint">Beide haben dieselbe Angabe geändert. Bitte gemeinsam entscheiden, welche gilt.</p>'
        )
    left, right = st.columns(2)
    if left.button("Meine Eingabe übernehmen", type="primary", width="stretch"):
        _forget()
        save(lambda desk: _store(desk, current, error.wanted))
        st.rerun()
    if right.button("So lassen, wie es jetzt ist", width="stretch"):
        _forget()
        st.rerun()


def _comparison(current: Record, wanted: Mapping[str, Any]) -> str:
    """Write what stands there now beside what the writer wanted."""
    kind = type(current)
    rows = [
        (label(kind, n), record_words.value_words(kind, n, plain(getattr(current, n))), record_words.value_words(kind, n, plain(v)))
        for n, v in wanted.items()
        if plain(getattr(current, n)) != plain(v)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["Angabe", "steht jetzt da", "Ihre Eingabe"])
    return html_table(frame, "Ihre Eingabe neben dem, was jetzt dasteht")


def _store(desk: Desk, current: Record, wanted: Mapping[str, Any]) -> Record:
    if set(wanted) == {"archived"}:
        move = desk.archive if wanted["archived"] else desk.restore
        return move(type(current), current.id, current.version)
    return desk.change(type(current), current.id, current.version, wanted)
