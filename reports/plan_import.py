"""Take an edited workbook of the plan back: a preview of exactly what would change, then all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from reports import plan_upload
from reports.plan_upload import Upload
from views import plan_data, plan_page, plan_words, record_words, saving, signed_in, workshop_data
from views.formats import number
from views.table import html_table
from workshop import plan_changes
from workshop.errors import WorkshopError
from workshop.plan_changes import ASIDE, CHANGED, NEW, Part, Row
from workshop.records import ActionField, Actor, Goal, Measure, Record, Step

KEPT: Final = "_plan_hochgeladen"
"""The workbook that is looked at, as it was previewed: exactly that is taken over, or nothing."""
WANTED: Final = "_plan_hochladen"
NOTHING: Final = "Diese Tabelle ändert nichts."
MOST_SHOWN: Final = 300
LONG: Final = 200
EMPTY: Final = "(leer)"


def offer() -> None:
    """Offer to give an edited workbook back."""
    if signed_in.may("measure", "change"):
        st.button(
            "Bearbeitete Tabelle hochladen",
            key="plan_hochladen",
            icon=":material/upload:",
            width="stretch",
            on_click=_open,
        )
    else:
        signed_in.hint("Eine bearbeitete Tabelle hochladen können alle, die mitwirken.")
    if st.session_state.pop(WANTED, False):
        _dialog()


def _open() -> None:
    """Open the dialogue in the next run, and let the box with the button close."""
    st.session_state[WANTED] = True
    st.session_state[plan_page.TURN_KEY] = int(st.session_state.get(plan_page.TURN_KEY, 0)) + 1
    st.session_state.pop(KEPT, None)


@st.dialog("Bearbeitete Tabelle hochladen", width="large")
def _dialog() -> None:
    file = st.file_uploader("Tabelle des Werkstattplans (.xlsx)", type="xlsx", key="plan_datei")
    if file is None:
        st.html('<p class="kp-sub">Erst kommt eine Vorschau. Ohne Ihr Ja ändert sich nichts.</p>')
        return
    try:
        upload = _previewed(file.getvalue())
    except WorkshopError as error:
        st.error(str(error), icon=":material/error:")
        return
    show(upload)


def _previewed(content: bytes) -> Upload:
    """Read a workbook once; what is shown is what will be taken over."""
    key = hashlib.sha256(content).hexdigest()
    known = st.session_state.get(KEPT)
    if known is None or known[0] != key:
        known = st.session_state[KEPT] = (key, read(content))
    upload: Upload = known[1]
    return upload


def read(content: bytes) -> Upload:
    """Read a workbook against the plan as it is now.

    Raises
    ------
    WorkshopError
        The file is no workbook.
    """
    kinds: tuple[type[Record], ...] = (ActionField, Goal, Actor, Measure, Step)
    records = {r.id: r for kind in kinds for r in workshop_data.all_of(kind, archived=True)}
    return plan_upload.read(content, plan_data.load(), records, lambda key: workshop_data.history(record_id=key))


def show(upload: Upload) -> None:
    """Draw the preview, and the button that takes it over."""
    found = upload.preview
    if found.problems:
        _problems([str(problem) for problem in found.problems])
        return
    if found.empty:
        st.html(f'<p class="kp-hint" role="note">{NOTHING}</p>')
        return
    st.html(f'<p class="kp-h3" role="status">{escape(summary(upload))}</p>')
    take = _conflicts(upload)
    table = changes(upload)
    if len(table):
        st.html(html_table(table.head(MOST_SHOWN), "Das wird geändert", max_height=420))
    if len(table) > MOST_SHOWN:
        st.html(f'<p class="kp-sub">Gezeigt sind die ersten {number(MOST_SHOWN)} von {number(len(table))} Angaben.</p>')
    if st.button("Alles übernehmen", type="primary", key="plan_uebernehmen", icon=":material/check:"):
        saving.save(lambda desk: plan_changes.apply(desk, found, take), "Die Änderungen stehen im Plan.")
        st.session_state.pop(KEPT, None)
        st.rerun()


def summary(upload: Upload) -> str:
    """Say in one line what would happen."""
    found = upload.preview
    words = (
        (len(found.of(NEW)), "neu"),
        (len(found.of(CHANGED)), "geändert"),
        (len(found.of(ASIDE)), "ins Archiv"),
        (len(found.conflicts), "auf beiden Seiten geändert"),
        (len([row for row in found.of(plan_changes.SAME) if not row.conflicts]), "unverändert"),
    )
    return "Einträge: " + " · ".join(f"{number(count)} {word}" for count, word in words if count)


def _problems(texts: Sequence[str]) -> None:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts[:50])
    more = f"<p>… und {number(len(texts) - 50)} weitere.</p>" if len(texts) > 50 else ""
    st.html(
        '<p class="kp-h3">Bitte erst berichtigen – es wurde nichts geändert</p>'
        f'<ul class="kp-planlist">{items}</ul>{more}'
    )


def changes(upload: Upload) -> pd.DataFrame:
    """List every attribute that would change: where, what, from, to."""
    rows = []
    for row in upload.preview.rows:
        what = _name(row)
        for part in row.parts:
            head = upload.column(row.given.sheet, part.name).head
            before = "" if row.record is None else words(upload, row, part, part.now)
            rows.append((what, row.given.sheet, head, before, words(upload, row, part, part.wanted)))
        if row.action == ASIDE:
            rows.append((what, row.given.sheet, "Archiv", "im Plan", "im Archiv"))
        elif row.record is None and not row.parts:
            rows.append((what, row.given.sheet, "", "", "neu"))
    return pd.DataFrame(rows, columns=["Eintrag", "Blatt", "Angabe", "bisher", "neu"])


def _name(row: Row) -> str:
    named = {part.name: part.wanted for part in row.parts}
    own = record_words.title(row.record) if row.record else named.get("title", named.get("name", ""))
    return plan_words.line(str(own), 60) + (" (neu)" if row.record is None else "")


def words(upload: Upload, row: Row, part: Part, value: Any) -> str:
    """Write a value as the table has it, long ones shortened."""
    shown = upload.column(row.given.sheet, part.name).shown(value)
    if shown is None:
        return EMPTY
    if isinstance(shown, str):
        return plan_words.line(shown, LONG) or EMPTY
    return (
        number(shown, 0 if float(shown).is_integer() else 2) if isinstance(shown, int | float) else f"{shown:%d.%m.%Y}"
    )


def _conflicts(upload: Upload) -> set[tuple[str, str]]:
    """Show what was changed on both sides; the table's value stands only where somebody says so."""
    take: set[tuple[str, str]] = set()
    if upload.preview.conflicts:
        st.html('<p class="kp-h3">Inzwischen auch von anderen geändert</p>')
    for row in upload.preview.conflicts:
        for part in row.conflicts:
            head = upload.column(row.given.sheet, part.name).head
            now, wanted = words(upload, row, part, part.now), words(upload, row, part, part.wanted)
            st.html(
                f'<p class="kp-hint" dir="auto"><b>{escape(_name(row))}</b>, {escape(head)}: jetzt „{escape(now)}“, in Ihrer Tabelle „{escape(wanted)}“</p>'
            )
            own = st.checkbox("Den Wert aus der Tabelle nehmen", key=f"konflikt_{row.given.record_id}_{part.name}")
            if own:
                take.add((row.given.record_id, part.name))
    return take
