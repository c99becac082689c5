"""The record on the page: what was said and decided, in a form to read, to complete and to take home."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

import streamlit as st

from views import event_made, event_words, saving, signed_in
from views.event_data import Evening
from views.event_record import Protocol, Section, protocol
from workshop import events
from workshop.records import Event

LONG_CELL: Final = 300
LONGEST_WORD: Final = 24


def show(evening: Evening, take_home: Callable[[Evening], None]) -> None:
    """Draw the record, and what was made of the ideas."""
    event, found = evening.event, protocol(evening)
    if event.state != events.FINISHED:
        st.html(
            '<p class="kp-hint" role="note">Der Abend ist noch nicht beendet. Das Protokoll zeigt den Stand von jetzt.</p>'
        )
    take_home(evening)
    _note(event)
    st.html(sections_html(found))
    if signed_in.may("statement") and evening.ideas:
        event_made.show(evening)
    else:
        event_made.made_html(evening)


def _note(event: Event) -> None:
    if not signed_in.may("event", "change"):
        return
    key = f"protokoll_absatz_{event.id}_{event.version}"
    with st.form(f"{key}_form", border=False):
        text = st.text_area("Das Ergebnis in einem Absatz", event.record_note, key=key, height=110, max_chars=5000)
        if st.form_submit_button("Speichern"):
            saving.save(lambda desk: desk.change(Event, event.id, event.version, {"record_note": text}))
            st.rerun()


def sections_html(found: Protocol) -> str:
    """Write the record as HTML; every text of people is escaped and broken where it must be."""
    facts = "".join(f"<dt>{escape(head)}</dt><dd dir='auto'>{escape(text)}</dd>" for head, text in found.facts)
    note = f'<p class="kp-say" dir="auto">{escape(found.note)}</p>' if found.note.strip() else ""
    return f'<dl class="kp-method">{facts}</dl>{note}{"".join(_section(one) for one in found.sections)}'


def _section(one: Section) -> str:
    title = escape(event_words.short(one.title, 200))
    rows = table(one, folded=True)
    wide = f'<div class="scroll" role="region" aria-label="{title}" tabindex="0">{rows}</div>' if rows else ""
    return (
        f'<section class="kp-protocol"><h2 class="kp-h2" dir="auto">{title}</h2><p class="kp-sub">{escape(one.said)}</p>'
        f"{wide}</section>"
    )


def table(one: Section, *, folded: bool = False) -> str:
    """Write a section's table; empty where it has no rows. On the page long texts are ``folded``, on paper they are not."""
    if not one.rows:
        return ""
    # A head stands over its numbers; a row may hold a blank or a word where there is no number.
    numbers = [any(isinstance(row[at], int) for row in one.rows) for at in range(len(one.heads))]
    heads = "".join(
        f'<th scope="col"{" class=n" if number else ""}>{escape(head)}</th>'
        for head, number in zip(one.heads, numbers, strict=True)
    )
    body = "".join(f"<tr>{''.join(_cell(cell, folded) for cell in row)}</tr>" for row in one.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: str | int, folded: bool) -> str:
    if isinstance(cell, int):
        return f'<td class="n">{cell}</td>'
    text = "<br>".join(escape(line) for line in cell.replace("\0", "").splitlines())
    if folded and len(cell) > LONG_CELL:
        text = f"<details><summary>{escape(event_words.short(cell, LONG_CELL))}</summary>{text}</details>"
    # Only where a word is too long for any column may words be broken: the others would be squeezed.
    whole = max((len(word) for word in cell.split()), default=0) <= LONGEST_WORD
    look = ' class="w"' if whole else ""
    return f'<td dir="auto"{look}>{text}</td>'
