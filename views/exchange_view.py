"""Backup and merging, a part of the page Verwaltung: one file with everything, and a preview before anything of a file is taken over."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from views import exchange_html, saving, signed_in, workshop_data
from views.formats import number
from workshop import exchange, merge
from workshop.errors import FileError
from workshop.exchange import Key
from workshop.merge import Conflict, Difference, MergePlan, Report, Side
from workshop.roles import Role

FILE: Final = "sicherung_datei"
KEPT: Final = "_sicherung_gelesen"
DECIDED: Final = "_sicherung_entschieden"
TURN: Final = "_sicherung_nummer"
REPORT: Final = "_sicherung_ergebnis"
#: So many conflicts are drawn at once; more are turned over like pages.
AT_ONCE: Final = 20
QUESTION_WIDTH: Final = 330
SIDE_WORDS: Final[dict[Side, str]] = {"ours": "wie hier", "theirs": "wie in der Datei"}
STATES: Final = "sicherung_seite"


def show() -> None:
    """Draw both parts for the Verwaltung; others are told whose business it is."""
    if signed_in.writer().role < Role.VERWALTUNG:
        signed_in.hint("Sichern und zusammenführen ist Sache der Verwaltung.")
        return
    st.html(f"<style>{exchange_html.STYLE}</style>")
    _back_up()
    _bring_in()


def _back_up() -> None:
    st.html(
        '<h3 class="kp-h3">Sichern</h3><p class="kp-sub">Eine Datei mit allem: Einträge, Verlauf und Namen der Schreibenden. '
        "Sie gehört an einen sicheren Ort, denn darin stehen auch Ideen, die noch nicht gezeigt wurden. Codes und Anmeldungen stehen nicht darin.</p>"
    )
    st.download_button(
        "Alles sichern", _file, f"werkstatt-{datetime.now(saving.HERE):%Y-%m-%d}.{exchange.ENDING}", "application/gzip",
        icon=":material/download:", on_click="ignore", key="sicherung_laden",
    )  # fmt: skip


def _file() -> bytes:
    """Write the file when somebody asks for it, not before."""
    with workshop_data.store().reading() as reader:
        return exchange.write(reader, datetime.now(UTC).replace(microsecond=0))


def _bring_in() -> None:
    st.html(
        '<h3 class="kp-h3">Zurückholen oder zusammenführen</h3><p class="kp-sub">Zum Beispiel die Datei vom Laptop aus dem '
        "Dorfgemeinschaftshaus. Erst kommt eine Vorschau; ohne Ihr Ja ändert sich nichts.</p>"
    )
    if report := st.session_state.get(REPORT):
        st.html(exchange_html.report(*report))
    turn = st.session_state.setdefault(TURN, 0)
    given = st.file_uploader("Gesicherte Datei wählen", type=[exchange.ENDING], key=f"{FILE}_{turn}")
    if given is None:
        st.session_state.pop(KEPT, None)
        return
    st.session_state.pop(REPORT, None)
    try:
        plan = _plan(str(given.name), given.getvalue())
    except FileError as error:
        st.html(f'<div class="kp-problems" role="alert"><p>{exchange_html.safe(str(error))}</p></div>')
        return
    _preview(plan)


def _plan(name: str, data: bytes) -> MergePlan:
    """Read the file once, and compare it anew whenever somebody wrote meanwhile."""
    mark = hashlib.sha256(data).hexdigest()
    kept: dict[str, Any] = st.session_state.get(KEPT) or {}
    if kept.get("mark") != mark:
        kept = {"mark": mark, "content": exchange.read(data, name)}
        st.session_state[DECIDED] = {}
    store = workshop_data.store()
    if kept.get("pulse") != store.pulse():
        with store.reading() as reader:
            kept["plan"] = merge.plan(reader, kept["content"])
        kept["pulse"] = kept["plan"].pulse
        known = {(c.key, d.name, repr(d)) for c in kept["plan"].conflicts for d in c.differences}
        # What was decided about something that changed meanwhile is asked again.
        kept["asked"], before = known, kept.get("asked", set())
        _forget({(key, name) for key, name, _ in before - known})
    st.session_state[KEPT] = kept
    plan: MergePlan = kept["plan"]
    return plan


def _forget(questions: set[tuple[Key, str]]) -> None:
    for key, name in questions:
        _decisions().get(key, {}).pop(name, None)
        st.session_state.pop(_widget(key, name), None)


def _decisions() -> dict[Key, dict[str, Side]]:
    decided: dict[Key, dict[str, Side]] = st.session_state.setdefault(DECIDED, {})
    return decided


def _preview(plan: MergePlan) -> None:
    """Say what would happen, ask about every conflict, and offer the button."""
    own = plan.content.store_id == workshop_data.store().store_id
    st.html(exchange_html.summary(plan, own=own))
    if plan.nothing_new:
        return
    open_conflicts = [c for c in plan.conflicts if c.differences]
    for conflict in open_conflicts:
        _decisions().setdefault(conflict.key, dict(conflict.proposed))
    if same := [c for c in plan.conflicts if not c.differences]:
        st.html(exchange_html.agreed(same))
    for conflict in _page(open_conflicts):
        _conflict(plan, conflict)
    missing = sum(len(c.undecided(_decisions().get(c.key, {}))) for c in open_conflicts)
    if missing:
        st.html(f'<p class="kp-hint" role="status">{_still(missing)}</p>')
    st.button(
        "Zurückholen" if plan.empty else "Zusammenführen", type="primary", disabled=missing > 0, key="sicherung_uebernehmen",
        icon=":material/merge:", on_click=_apply, args=(plan,),
    )  # fmt: skip


def _still(missing: int) -> str:
    return (
        "Noch eine Angabe ist zu entscheiden."
        if missing == 1
        else f"Noch {number(missing)} Angaben sind zu entscheiden."
    )


def _page(conflicts: list[Conflict]) -> list[Conflict]:
    """Give the conflicts of the open page."""
    if len(conflicts) <= AT_ONCE:
        return conflicts
    pages = -(-len(conflicts) // AT_ONCE)
    names = {n: f"Einträge {n * AT_ONCE + 1} bis {min((n + 1) * AT_ONCE, len(conflicts))}" for n in range(pages)}
    at = st.selectbox("Welche Einträge?", list(names), format_func=lambda n: names[n], key=STATES) or 0
    return conflicts[at * AT_ONCE : (at + 1) * AT_ONCE]


def _conflict(plan: MergePlan, conflict: Conflict) -> None:
    """Show one record that was changed on both sides, and ask which value holds."""
    with st.container(border=True):
        st.html(exchange_html.conflict(plan, conflict, workshop_data.writer_names()))
        with st.container(horizontal=True, gap="medium"):
            for difference in conflict.differences:
                if not difference.settled:
                    _question(conflict.key, difference)


def _widget(key: Key, name: str) -> str:
    return f"sicherung_{key[0]}_{key[1]}_{name}"


def _question(key: Key, difference: Difference) -> None:
    decided = _decisions()[key].get(difference.name)
    sides: tuple[Side, ...] = tuple(SIDE_WORDS)
    widget = _widget(key, difference.name)
    proposed = " (nur eine Seite hat geändert)" if difference.proposed else ""
    st.radio(
        f"{difference.label}: Was gilt?{proposed}", sides, index=sides.index(decided) if decided else None,
        format_func=lambda side: SIDE_WORDS[side], horizontal=True, key=widget, on_change=_decide,
        args=(key, difference.name, widget), width=QUESTION_WIDTH,
    )  # fmt: skip


def _decide(key: Key, name: str, widget: str) -> None:
    """Keep a decision beside the widget: a page that is turned over forgets its widgets."""
    if side := st.session_state.get(widget):
        _decisions().setdefault(key, {})[name] = side


def _apply(plan: MergePlan) -> None:
    """Take over what was shown and decided."""
    report: Report | None = saving.save(lambda desk: merge.apply(desk, plan, _decisions()), done="")
    if report is None:
        return
    st.session_state[REPORT] = (report, plan.content.name)
    st.session_state[TURN] += 1
    for kept in (KEPT, DECIDED, STATES):
        st.session_state.pop(kept, None)
