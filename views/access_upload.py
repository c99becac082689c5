"""A table of one's own facilities for this session: template, checks in plain words, a look before it counts, and away again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from data.errors import SourceFileError
from data.facility_table import Checked, read_upload
from views import access_data, access_panel, block, layout
from views.formats import number
from views.table import html_table

SHOWN_ROWS, SHOWN_PROBLEMS = 8, 15
FILE_KEY: Final = "wege_datei"
TEXT: Final = (
    "Kitas, Praxen, Läden, Treffpunkte: Was der Landkreis kennt, lässt sich hier als Tabelle hochladen. Sie gilt nur für Sie und nur, bis Sie "
    "die Seite schließen; gespeichert wird nichts. Eine Art, die schon da ist (zum Beispiel Grundschule), wird durch Ihre Tabelle ersetzt."
)
COLUMNS_TEXT: Final = (
    "Nötig sind: art, name, jahr, quelle und entweder gemeinde (Name oder Schlüssel) oder lon und lat (Länge und Breite in Grad). "
    "Möglich sind außerdem: id, von und bis (Alter), plaetze."
)

Template = Callable[[], None]


def show(template: Template) -> None:
    """Draw the section; ``template`` offers the empty tables to fill in (documents are made one floor up)."""
    st.html(f'<h3 class="kp-h3">Eigene Tabelle</h3><p class="kp-say kp-wide">{escape(TEXT)} {escape(COLUMNS_TEXT)}</p>')
    template()
    given = st.file_uploader("Tabelle hochladen (Excel oder CSV)", type=["xlsx", "csv"], key=FILE_KEY)
    if given is not None:
        _offer(str(given.name), given.getvalue())
    active = st.session_state.get(access_data.UPLOADED)
    if active is not None:
        layout.hint(f"In dieser Sitzung gelten {number(len(active))} Einrichtungen aus Ihrer Tabelle.")
        st.button("Eigene Tabelle entfernen", key="wege_entfernen", on_click=access_data.keep_upload, args=(None,))


def _offer(name: str, content: bytes) -> None:
    """Check the file; show what is wrong with it, or what it holds and a button to use it."""
    checked = read_upload(name, content, access_data.around())
    if checked.problems:
        block.show(problems_html(checked.problems), "wege_fehler")
        return
    if checked.facilities.empty:
        layout.hint(f"In „{name}“ steht unter dem Kopf keine Zeile. Es ändert sich nichts.")
        return
    block.show(preview_html(checked), "wege_vorschau")
    st.button(
        f"Diese {number(len(checked.facilities))} Einrichtungen verwenden", type="primary", key="wege_verwenden",
        on_click=access_data.keep_upload, args=(checked.facilities,),
    )  # fmt: skip


def problems_html(problems: Sequence[SourceFileError]) -> str:
    """Write what is wrong, row by row; nothing of the file is used then."""
    count = len(problems)
    head = "In der Datei steht ein Fehler" if count == 1 else f"In der Datei stehen {number(count)} Fehler"
    lines = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems[:SHOWN_PROBLEMS])
    more = f"<p>Und {number(count - SHOWN_PROBLEMS)} weitere.</p>" if count > SHOWN_PROBLEMS else ""
    return (
        f'<div class="kp-problems" role="alert"><p><b>{head}. Nichts davon wurde übernommen.</b></p><ul>{lines}</ul>{more}'
        "<p>Bitte in der Tabelle berichtigen und noch einmal hochladen.</p></div>"
    )


def preview_html(checked: Checked) -> str:
    """Write the first rows of a table, and what of it nobody reads."""
    found = checked.facilities
    rows = found.head(SHOWN_ROWS).to_dict("records")
    frame = pd.DataFrame(
        {
            "Name": [str(row["name"]) for row in rows],
            "Art": [str(row["kind_name"]) for row in rows],
            "Ort": [_where(row) for row in rows],
            "Stand": [str(row["year"]) for row in rows],
            "Quelle": [str(row["source"]) for row in rows],
        }
    )
    caption = f"So wird die Tabelle gelesen: {number(len(found))} Einrichtungen"
    if len(found) > SHOWN_ROWS:
        caption += f", hier die ersten {SHOWN_ROWS}"
    unused = (
        f'<p class="kp-sub">Nicht gelesen werden die Spalten: {escape(", ".join(checked.unused))}.</p>'
        if checked.unused
        else ""
    )
    return html_table(frame, caption, max_height=None) + unused


def _where(row: Mapping[Any, Any]) -> str:
    if row["at_centre"]:
        return f"{access_panel.where_text(str(row['region_id'])).removeprefix('in ')} (Mitte der Gemeinde)"
    return f"{float(str(row['lat'])):.4f}; {float(str(row['lon'])):.4f}".replace(".", ",")
