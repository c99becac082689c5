"""Making more of ideas: a statement of the SWOT or a measure, with one click; and what was made already."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import quote

import streamlit as st

from views import event_words, resources, saving, signed_in, workshop_data
from views.event_data import Evening
from views.filterbar import REGION_KEY
from views.state import region_labels
from workshop import events
from workshop.records import QUADRANTS, Idea, Measure, Statement

CHOSEN: Final = "ideen_gewaehlt"
TITLE: Final = "ideen_titel"
QUADRANT: Final = "ideen_feld"
LONGEST_TITLE: Final = 160


def show(evening: Evening) -> None:
    """Offer to make statements and measures of ideas; everybody sees what was made."""
    st.html('<h2 class="kp-h2">Aus Ideen wird mehr</h2>')
    if evening.ideas and signed_in.may("statement") and signed_in.may("measure"):
        _ask(evening)
    elif not evening.ideas:
        st.html('<p class="kp-sub">Sobald Ideen da sind, werden daraus hier Aussagen und Maßnahmen.</p>')
    made_html(evening)


def _ask(evening: Evening) -> None:
    ideas = {idea.id: idea for idea in evening.ideas if idea.state != events.HIDDEN}
    chosen = st.multiselect(
        "Ideen", list(ideas), format_func=lambda name: event_words.short(ideas[name].text, 90), key=CHOSEN, placeholder="Eine oder mehrere Ideen wählen",
    )  # fmt: skip
    picked = tuple(ideas[name] for name in chosen)
    start = event_words.short(picked[0].text, LONGEST_TITLE) if picked else ""
    title = st.text_input(
        "Titel", start, key=f"{TITLE}_{chosen[0] if chosen else ''}", max_chars=300, placeholder="Worum geht es?"
    )
    quadrant = st.segmented_control(
        "Als Aussage in",
        list(QUADRANTS),
        default="chance",
        format_func=QUADRANTS.__getitem__,
        key=QUADRANT,
        required=True,
    )
    with st.container(horizontal=True):
        st.button(
            f"{QUADRANTS[str(quadrant)]} in die SWOT", icon=":material/add_notes:", key="aus_ideen_aussage", disabled=not picked, on_click=_statement,
            args=(evening, picked, title, str(quadrant)),
        )  # fmt: skip
        st.button(
            "Maßnahme in den Werkstattplan", icon=":material/add_task:", key="aus_ideen_massnahme", type="primary", disabled=not picked,
            on_click=_measure, args=(evening, picked, title),
        )  # fmt: skip


def _statement(evening: Evening, ideas: Sequence[Idea], title: str, quadrant: str) -> None:
    made = events.statement_from(evening.event, ideas, title or ideas[0].text[:LONGEST_TITLE], quadrant)
    if saving.save(lambda desk: desk.add(made), "Die Aussage steht in der SWOT."):
        st.session_state[CHOSEN] = []


def _measure(evening: Evening, ideas: Sequence[Idea], title: str) -> None:
    made = events.measure_from(evening.event, ideas, title or ideas[0].text[:LONGEST_TITLE])
    if saving.save(lambda desk: desk.add(made), "Die Maßnahme steht im Werkstattplan."):
        st.session_state[CHOSEN] = []


def statements_of(evening: Evening) -> list[Statement]:
    """List the statements that came out of an evening."""
    return [one for one in workshop_data.all_of(Statement) if one.event_id == evening.event.id]


def measures_of(evening: Evening) -> list[Measure]:
    """List the measures that came out of an evening's ideas or statements."""
    sources = {idea.id for idea in evening.ideas} | {one.id for one in statements_of(evening)}
    return [one for one in workshop_data.all_of(Measure) if any(link.get("ref") in sources for link in one.links)]


def made_html(evening: Evening) -> None:
    """List what was made, each with the way to its page."""
    statements, measures = statements_of(evening), measures_of(evening)
    if not statements and not measures:
        return
    rows = [
        _row(f"{QUADRANTS[one.quadrant]}: {one.title}", swot_address(one.region_id), "in der SWOT ansehen")
        for one in statements
    ]
    rows += [
        _row(f"Maßnahme: {one.title}", f"/werkstattplan?massnahme={quote(one.id)}", "im Werkstattplan öffnen")
        for one in measures
    ]
    st.html(f'<ul class="kp-made">{"".join(rows)}</ul>')


def swot_address(region_id: str) -> str:
    """Give the address of a region's SWOT; the filter bar knows regions by their label."""
    names = {region: label for label, region in region_labels(resources.evaluator().regions).items()}
    return f"/swot?{REGION_KEY}={quote(names[region_id])}" if region_id in names else "/swot"


def _row(words: str, address: str, link: str) -> str:
    return f'<li><span dir="auto">{escape(event_words.short(words, 200))}</span> <a class="kp-link" href="{escape(address)}" target="_self">{link}</a></li>'
