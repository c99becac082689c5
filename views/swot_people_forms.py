"""The forms of the SWOT: writing and changing a statement, supporting or objecting, answering "prüfen"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

import streamlit as st

from indicators.evidence import Statement as Evidence
from indicators.movement import receipt
from views import (
    bands,
    plan_data,
    receipt_words,
    resources,
    saving,
    signed_in,
    state,
    swot_people,
    swot_words,
    workshop_data,
)
from views.state import Selection, region_label
from views.swot_people import Check
from workshop.desk import Desk
from workshop.records import QUADRANTS, SOURCES, STANCES, ActionField, Event, Opinion, Statement

ASKED: Final = "_swot_gefragt"
NONE: Final = "keines"
EVERYBODY: Final = "alle"
SHORT_ENOUGH: Final = 300
TITLES: Final = {
    "add": "Aussage schreiben",
    "adopt": "Als Aussage übernehmen",
    "edit": "Aussage ändern",
    "opinion": "Dafür oder dagegen",
    "check": "Gilt die Aussage noch?",
}


def ask(do: str, about: str) -> None:
    """Remember what a pressed button asks for; the run that follows opens the form."""
    if do in TITLES:
        record = workshop_data.by_id(Statement, about) if do in ("edit", "opinion", "check") else None
        # The record is kept as it was read now: whoever saves says which version was seen.
        st.session_state[ASKED] = {"do": do, "about": about, "record": record}


def forget() -> None:
    """Close the form."""
    st.session_state.pop(ASKED, None)


def show(selection: Selection, found: Sequence[Evidence]) -> None:
    """Open the form that was asked for, if any."""
    asked = st.session_state.get(ASKED)
    if not asked or saving.CONFLICT in st.session_state:
        return
    if asked["do"] in ("edit", "opinion", "check") and asked["record"] is None:
        forget()
        return
    st.dialog(TITLES[asked["do"]], width="large", on_dismiss=forget)(_body)(asked, selection, found)


def _body(asked: Mapping[str, Any], selection: Selection, found: Sequence[Evidence]) -> None:
    """Draw the form within the dialogue."""
    do, about = asked["do"], asked["about"]
    if not signed_in.may("opinion" if do == "opinion" else "statement"):
        signed_in.hint("Aussagen schreiben die Mitwirkenden.")
    elif do == "opinion":
        _opinion(asked["record"])
    elif do == "check":
        _check(asked["record"])
    elif do == "edit":
        _edit(asked["record"], renew=bool(asked.get("renew")))
    else:
        _add(_proposal(do, about, selection, found))


def _proposal(do: str, about: str, selection: Selection, found: Sequence[Evidence]) -> Statement:
    """Give the statement a new form begins with."""
    if do == "adopt" and (rule := next((s for s in found if s.rule.id == about), None)):
        evaluator = resources.evaluator()
        return Statement(
            region_id=rule.region_id, quadrant=rule.rule.quadrant, title=swot_words.title(evaluator, rule),
            text=swot_words.text(evaluator, rule), source="zahl", receipt=swot_people.receipt_of(resources.rows(), rule),
        )  # fmt: skip
    quadrant = about if about in QUADRANTS else next(iter(QUADRANTS))
    return Statement(region_id=selection.region_id, quadrant=quadrant, title="", source="werkstatt")


def _store(work: Callable[[Desk], Any], done: str) -> None:
    """Save, and close the form where it is stored or where somebody else was faster."""
    if saving.save(work, done) is not None or saving.CONFLICT in st.session_state:
        forget()
        st.rerun()


# -- a statement -------------------------------------------------------------------------------------------------------


def _add(proposal: Statement) -> None:
    values = _fields(proposal, "swot_neu")
    if st.button("Aussage speichern", type="primary", key="swot_neu_speichern"):
        made = Statement(region_id=proposal.region_id, **values)
        _store(lambda desk: desk.add(made), "Die Aussage steht jetzt in der SWOT.")


def _edit(record: Statement, *, renew: bool) -> None:
    values = _fields(record, f"swot_{record.id}")
    if renew and values["receipt"]:
        values["checked_receipt"] = checked_now(swot_people.check_of(record))
    left, right = st.columns(2)
    if left.button("Änderung speichern", type="primary", key="swot_aendern", width="stretch"):
        _store(lambda desk: desk.change(Statement, record.id, record.version, values), "Gespeichert.")
    if signed_in.may("statement", "archive") and right.button("Ins Archiv", key="swot_archiv", width="stretch"):
        _archive(record)


def _archive(record: Statement) -> None:
    _store(lambda desk: desk.archive(Statement, record.id, record.version), "Die Aussage liegt im Archiv.")


def _fields(record: Statement, key: str) -> dict[str, Any]:
    """Draw the fields of a statement and give what they hold."""
    regions = resources.evaluator().regions
    st.html(f'<p class="kp-sub">Gebiet: {escape(region_label(regions, record.region_id))}</p>')
    quadrant = st.selectbox(
        "Feld der SWOT", list(QUADRANTS), index=list(QUADRANTS).index(record.quadrant), key=f"{key}_feld",
        format_func=lambda one: swot_words.QUADRANT_NAMES[one],
    )  # fmt: skip
    title = st.text_input("Aussage in einem Satz", record.title, key=f"{key}_titel")
    text = st.text_area("Erläuterung (freiwillig)", record.text, key=f"{key}_text", height=90)
    left, right = st.columns(2)
    with left:
        field_id = _field_of_action(record.field_id, f"{key}_handlungsfeld")
    with right:
        band = _band(record.band, f"{key}_alter")
    return {"quadrant": quadrant, "title": title, "text": text, "field_id": field_id, "band": band} | _source(
        record, key
    )


def _field_of_action(chosen: str, key: str) -> str:
    titles = {f.id: f.title for f in workshop_data.all_of(ActionField)}
    options = ["", *titles]
    at = options.index(chosen) if chosen in options else 0
    return str(
        st.selectbox("Handlungsfeld", options, index=at, key=key, format_func=lambda one: titles.get(one, NONE)[:120])
    )


def _band(chosen: str, key: str) -> str:
    labels = {bands.band_id(band): label for label, band in state.preset_bands().items()}
    labels = {"": EVERYBODY} | {k: v for k, v in labels.items() if v != state.ALL_AGES_LABEL}
    labels |= {chosen: bands.label(chosen)} if chosen not in labels else {}
    at = list(labels).index(chosen)
    return str(st.selectbox("Altersgruppe", list(labels), index=at, key=key, format_func=lambda one: labels[one]))


def _source(record: Statement, key: str) -> dict[str, Any]:
    """Ask where the statement comes from; a figure brings its receipt along."""
    sources = list(SOURCES)
    source = st.segmented_control(
        "Quelle", sources, default=record.source, key=f"{key}_quelle", format_func=lambda one: SOURCES[one]
    ) or record.source  # fmt: skip
    values: dict[str, Any] = {"source": source, "receipt": dict(record.receipt), "event_id": record.event_id}
    if source == "zahl":
        values["receipt"] = _figure(record, key)
    elif record.source == "zahl":
        # Nobody rests on the figure any more, so nobody is asked to check it.
        values |= {"receipt": {}, "checked_receipt": {}}
    if source == "werkstatt":
        values["event_id"] = _event(record.event_id, f"{key}_werkstatt")
    values["source_note"] = st.text_input(
        "Wer, wo, wann (freiwillig)", record.source_note, key=f"{key}_wer", placeholder="Werkstatt Süd-Ost, Tisch 3"
    )
    return values


def _figure(record: Statement, key: str) -> dict[str, Any]:
    """Show the receipt a statement has, or let a figure be chosen: its newest value becomes the receipt."""
    catalogue, rows = resources.catalogue(), resources.rows()
    kept = dict(record.receipt)
    if not kept:
        labels = state.indicator_labels(catalogue)
        chosen = st.selectbox("Welche Zahl?", list(labels), key=f"{key}_zahl")
        kept = receipt(rows, catalogue[labels[chosen]], record.region_id)
    words = f"{receipt_words.title(catalogue, kept)}: {receipt_words.line(catalogue, kept)}"
    st.html(f'<p class="kp-hint">Beleg – {escape(words)}</p>')
    return kept


def _event(chosen: str, key: str) -> str:
    known = {e.id: e for e in reversed(workshop_data.all_of(Event))}
    options = ["", *known]
    at = options.index(chosen) if chosen in options else 0

    def name(one: str) -> str:
        event = known.get(one)
        return (
            "keine bestimmte"
            if event is None
            else f"{event.title[:80]}{f', {event.held_on:%d.%m.%Y}' if event.held_on else ''}"
        )

    return str(st.selectbox("Welche Werkstatt?", options, index=at, key=key, format_func=name))


# -- opinions and checks -----------------------------------------------------------------------------------------------


def _about(record: Statement) -> None:
    """Say which statement a form is about."""
    title = f"{record.title[:SHORT_ENOUGH]}…" if len(record.title) > SHORT_ENOUGH else record.title
    st.html(f'<p dir="auto" style="overflow-wrap:anywhere"><strong>{escape(title)}</strong></p>')


def _opinion(record: Statement) -> None:
    _about(record)
    stance = st.segmented_control(
        "Ihre Haltung", list(STANCES), default="stuetzt", key="swot_haltung",
        format_func=lambda one: {"stuetzt": "dafür", "widerspricht": "dagegen"}[one],
    )  # fmt: skip
    reason = st.text_area("Warum?", key="swot_grund", height=90)
    by = st.text_input("Ihr Name (freiwillig)", key="swot_name")
    if st.button("Speichern", type="primary", key="swot_meinung"):
        made = Opinion(
            statement_id=record.id, stance=stance or "stuetzt", reason=reason, by=by, exercise=record.exercise
        )
        _store(lambda desk: desk.add(made), "Danke, das steht jetzt bei der Aussage.")


def checked_now(check: Check) -> dict[str, Any]:
    """Give the figure as it was seen now: the newest one, or the old one looked at again."""
    return {**(check.newest or check.kept), "checked_year": plan_data.today().year}


def _check(record: Statement) -> None:
    _about(record)
    catalogue, found = resources.catalogue(), swot_people.check_of(record)
    newest = receipt_words.line(catalogue, found.newest) if found.newest else "keine neuere Zahl aus derselben Zählung"
    rows = (
        ("Zahl", receipt_words.title(catalogue, found.kept)),
        ("damals", receipt_words.line(catalogue, found.kept)),
        ("jetzt", newest),
    )
    st.html(f'<dl class="kp-receipt">{"".join(f"<dt>{k}</dt><dd>{escape(v)}</dd>" for k, v in rows)}</dl>')
    keep, adapt, away = st.columns(3)
    if keep.button("Geprüft: gilt weiter", type="primary", key="swot_gilt", width="stretch"):
        values = {"checked_receipt": checked_now(found)}
        _store(
            lambda desk: desk.change(Statement, record.id, record.version, values), "Geprüft: Die Aussage gilt weiter."
        )
    if adapt.button("Anpassen", key="swot_anpassen", width="stretch"):
        st.session_state[ASKED] = {"do": "edit", "about": record.id, "record": record, "renew": True}
        st.rerun()
    if signed_in.may("statement", "archive"):
        if away.button("Ins Archiv", key="swot_ins_archiv", width="stretch"):
            _archive(record)
    else:
        away.html('<p class="kp-sub">Ins Archiv legt die Moderation.</p>')
