"""Remarks on a number: why a course has a kink, told by somebody who knows the place; shown at the kink of the chart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from views import record_words, resources, saving, signed_in, svg, workshop_data
from views.formats import number
from views.svg import Markup
from views.trend_plan import Note, Series
from workshop.records import Remark

LONGEST_IN_LIST: Final = 400


def of(region_id: str, indicator_id: str = "") -> list[Remark]:
    """Give the remarks on a place's figures, on one of them only if it is named; the oldest year first."""
    if signed_in.reading_closed():
        return []
    found = [r for r in workshop_data.all_of(Remark) if r.region_id == region_id and r.year is not None]
    return sorted((r for r in found if indicator_id in ("", r.indicator_id)), key=lambda r: (r.year or 0, r.id))


def notes(region_id: str, indicator_id: str) -> tuple[Note, ...]:
    """Give the remarks as a chart wants them."""
    return tuple(Note(r.year or 0.0, svg.clean(r.text), svg.clean(r.by)) for r in of(region_id, indicator_id))


def show(region_id: str, indicator_id: str, series: Sequence[Series]) -> None:
    """Draw the remarks below a chart, with the form to write one."""
    known = of(region_id, indicator_id)
    if known:
        st.html(list_html(known, named=False))
    if signed_in.may("remark"):
        with st.expander("Anmerkung zu einer Zahl schreiben", icon=":material/add_comment:"):
            _form(region_id, indicator_id, years(series))
    elif not signed_in.reading_closed():
        signed_in.hint("Sie wissen, warum die Linie einen Knick hat? Schreiben Sie es dazu.")
    if known and signed_in.may("remark", "archive"):
        _archive(known)


def years(series: Sequence[Series]) -> list[int]:
    """Give the years the place's own line spans, newest first; things also happen in years without a figure."""
    own = [int(point[0]) for one in series if one.role == "place" for part in one.parts for point in part]
    return list(range(max(own), min(own) - 1, -1)) if own else []


def _form(region_id: str, indicator_id: str, known: Sequence[int]) -> None:
    key = f"anmerkung_{region_id}_{indicator_id}"
    with st.form(key, clear_on_submit=True, border=False):
        year = st.selectbox("Jahr", list(known), key=f"{key}_jahr", width=140)
        text = st.text_area("Was ist da geschehen?", key=f"{key}_text", height=90)
        by = st.text_input("Ihr Name (freiwillig)", key=f"{key}_name")
        if st.form_submit_button("Anmerkung speichern", type="primary"):
            made = Remark(region_id=region_id, indicator_id=indicator_id, year=float(year or 0), text=text, by=by)
            if saving.save(lambda desk: desk.add(made), "Die Anmerkung steht jetzt am Bild.") is not None:
                st.rerun()


def _archive(known: Sequence[Remark]) -> None:
    names = {r.id: f"{r.year:.0f}: {record_words.title(r)[:60]}" for r in known}
    with st.expander("Anmerkung ins Archiv legen", icon=":material/archive:"):
        chosen = st.selectbox("Welche?", list(names), format_func=lambda one: names[one], key="anmerkung_archiv_wahl")
        if st.button("Ins Archiv", key="anmerkung_archiv"):
            record = next(r for r in known if r.id == chosen)
            done = "Die Anmerkung liegt im Archiv."
            if saving.save(lambda desk: desk.archive(Remark, record.id, record.version), done) is not None:
                st.rerun()


def list_html(known: Sequence[Remark], *, named: bool) -> Markup:
    """Write remarks as a list; ``named`` puts the figure's name before each."""
    if not known:
        return Markup("")
    items = "".join(_item(r, named=named) for r in known)
    title = f"Anmerkungen zu Zahlen ({number(len(known))})"
    return Markup(f'<section class="kp-remarks"><h3 class="kp-h3">{title}</h3><ul>{items}</ul></section>')


def _item(remark: Remark, *, named: bool) -> str:
    indicator = resources.catalogue().indicators.get(remark.indicator_id)
    what = f"{escape(indicator.short)}, " if named and indicator else ""
    text = " ".join(svg.clean(remark.text).split())
    brief = f"{text[:LONGEST_IN_LIST]}…" if len(text) > LONGEST_IN_LIST else text
    who = f" <small>({escape(svg.clean(remark.by.strip()))})</small>" if remark.by.strip() else ""
    return f'<li dir="auto" style="overflow-wrap:anywhere">{what}<strong>{remark.year:.0f}:</strong> {escape(brief)}{who}</li>'
