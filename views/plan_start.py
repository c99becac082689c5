"""The plan before anything stands in it: what it is for, and three ways to begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

import streamlit as st

from views import exercise_view, layout, saving, signed_in
from views.plan_list import MEASURE_KEY
from workshop.desk import Desk
from workshop.records import ActionField
from workshop.store import same_id

SUGGESTED: Final = (
    ("Mobilität", "Auch ohne eigenes Auto ans Ziel kommen."),
    ("Treffpunkte", "Orte, an denen man sich begegnet."),
    ("Junge Menschen", "Angebote, Mitreden, Bleiben und Zurückkommen."),
    ("Teilhabe im Alter", "Im eigenen Dorf alt werden und dabei sein."),
    ("Ankommen", "Sprache, Arbeit und Anschluss für Zugezogene."),
    ("Wohnen", "Passende Wohnungen, belebte Ortskerne."),
)
"""Needs named at the regional conferences of the programme, as a beginning; every one can be left out, renamed and reordered."""


def show(offer: Callable[..., Any]) -> None:
    """Draw the empty plan."""
    layout.headline(
        "Hier entsteht der Werkstattplan",
        "Wer macht was, bis wann, für wen und mit welchem Geld – verbindlich und für alle sichtbar.",
    )
    if signed_in.may("field"):
        _suggest()
    if signed_in.may("measure"):
        st.html('<h2 class="kp-planh2">Gleich mit einer Maßnahme beginnen</h2>')
        st.button("Erste Maßnahme eintragen", icon=":material/add:", key="plan_erste", on_click=_first)
    else:
        signed_in.hint("Eintragen können alle, die mitwirken.")
    st.html('<h2 class="kp-planh2">Erst einmal ansehen</h2>')
    exercise_view.offer()


def _suggest() -> None:
    words = "".join(f"<li><b>{escape(title)}</b> – {escape(text)}</li>" for title, text in SUGGESTED)
    st.html(
        '<h2 class="kp-planh2">Mit Handlungsfeldern beginnen</h2><p class="kp-sub">Diese Themen werden in Werkstätten oft genannt. '
        f'Was nicht passt, lassen Sie weg; umbenennen und ergänzen geht jederzeit.</p><ul class="kp-planlist">{words}</ul>'
    )
    titles = [title for title, _ in SUGGESTED]
    chosen = st.pills(
        "Handlungsfelder",
        titles,
        selection_mode="multi",
        default=titles,
        key="plan_felder",
        label_visibility="collapsed",
    )
    st.button("Übernehmen", type="primary", key="plan_felder_neu", disabled=not chosen, on_click=_add, args=(chosen,))


def _add(chosen: Sequence[str]) -> None:
    def work(desk: Desk) -> None:
        for position, (title, text) in enumerate(SUGGESTED, 1):
            if title in chosen:
                desk.add(ActionField(id=same_id("field", title), title=title, description=text, position=position))

    saving.save(work, "Die Handlungsfelder stehen im Plan.")


def _first() -> None:
    st.query_params[MEASURE_KEY] = "neu"
