"""The page "Wer darf was?": codes for an evening, people and their roles, deleting names, backup and merging."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from views import exchange_view, layout, record_words, saving, signed_in, workshop_data
from views.table import html_table
from workshop import erasure, logins
from workshop.records import KINDS
from workshop.roles import Role, Writer

LASTS: Final = {
    "für diesen Abend (6 Stunden)": timedelta(hours=6),
    "einen Tag": timedelta(days=1),
    "eine Woche": timedelta(days=7),
    "drei Monate": timedelta(days=92),
}
RIGHTS: Final = (
    ("Gast", "lesen; am Telefon in einer Werkstatt mitmachen"),
    ("Mitwirkende", "Aussagen und Maßnahmen eintragen und ändern, Rückmeldungen geben"),
    ("Moderation", "Werkstätten vorbereiten und leiten, Handlungsfelder und Ziele, ins Archiv legen, Zwischenbilanz einfrieren"),
    ("Verwaltung", "Rollen vergeben, sichern und zusammenführen, Namen löschen"),
)  # fmt: skip
MADE: Final = "_neuer_code"


def show() -> None:
    """Draw the page for whoever uses this session."""
    writer = signed_in.writer()
    layout.headline(
        "Wer darf was?",
        "Lesen können alle. Wer mitschreibt, meldet sich mit einem Code oder dem Konto der Verwaltung an.",
    )
    if writer.role < Role.MODERATION:
        signed_in.hint("Codes, Personen und Sicherung sind Sache der Moderation und der Verwaltung.")
        _service_button()
    st.html(
        html_table(
            pd.DataFrame(RIGHTS, columns=["Rolle", "darf"]), "Die vier Rollen; jede darf auch, was die vor ihr dürfen"
        )
    )
    if writer.role >= Role.MODERATION:
        _codes(writer)
    if writer.role >= Role.VERWALTUNG:
        _people()
        _erase()
        st.html('<h2 class="kp-h2">Sichern und zusammenführen</h2>')
        exchange_view.show()


def _service_button() -> None:
    """Offer the login service where one is set up."""
    if (
        signed_in.service_offered()
        and not st.user.is_logged_in
        and st.button("Mit dem Konto der Verwaltung anmelden", type="primary")
    ):
        st.login()


def _codes(writer: Writer) -> None:
    """Make codes and take them back."""
    st.html(
        '<h2 class="kp-h2">Codes</h2><p class="kp-sub">Ein Code gibt allen, die ihn kennen, dieselbe Rolle – zum Beispiel am Laptop im Dorfgemeinschaftshaus.</p>'
    )
    with st.form("neuer_code", border=False):
        role_at, lasts_at, label_at, go_at = st.columns([1, 1.2, 1.6, 1], vertical_alignment="bottom")
        given = [r for r in (Role.MITWIRKENDE, Role.MODERATION, Role.VERWALTUNG) if r <= writer.role]
        role = role_at.selectbox("Rolle", given, format_func=lambda r: r.label, key="code_rolle")
        lasts = lasts_at.selectbox("gilt", list(LASTS), key="code_dauer")
        label = label_at.text_input(
            "wofür", placeholder="Werkstatt Süd-Ost", max_chars=logins.LONGEST_NAME, key="code_wofuer"
        )
        if go_at.form_submit_button("Code ausgeben", type="primary", width="stretch"):
            st.session_state[MADE] = saving.save(
                lambda desk: logins.make_code(desk, role, label, LASTS[lasts]), done=""
            )
    if made := st.session_state.get(MADE):
        st.html(
            f'<p class="kp-code" role="status">{escape(made)}<small>Bitte jetzt zeigen oder notieren: Später lässt sich der Code nicht mehr nachsehen.</small></p>'
        )
    with workshop_data.store().reading() as reader:
        held = logins.codes(reader)
    for code in held:
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.html(
            f"<p><b>{escape(code.label or 'ohne Angabe')}</b> · {code.role.label} · gilt bis {saving.when(code.expires_at)}</p>"
        )
        if code.role <= writer.role and button.button("zurückziehen", key=f"code_{code.id}", width="stretch"):
            saving.save(partial(logins.revoke_code, code_id=code.id), done="Der Code gilt nicht mehr.")
            st.rerun()


def _people() -> None:
    """List who wrote or may write, and give roles to those whom the login service vouches for."""
    with workshop_data.store().reading() as reader:
        known = logins.people(reader)
    by_service = [p for p in known if p.by_service]
    st.html('<h2 class="kp-h2">Personen</h2><p class="kp-sub">Wir speichern nur den Namen, den jemand angibt.</p>')
    rows = [(p.name, p.role.label, "Konto" if p.by_service else "Code") for p in known if not p.erased]
    with st.expander(f"{len(rows)} Namen im Verlauf"):
        st.html(
            html_table(
                pd.DataFrame(rows, columns=["Name", "Rolle", "angemeldet mit"]), "Wer mitgeschrieben hat oder darf"
            )
        )
    if by_service:
        person_at, role_at, go_at = st.columns([2, 1, 1], vertical_alignment="bottom")
        person = person_at.selectbox(
            "Person mit Konto", by_service, format_func=lambda p: f"{p.name} ({p.role.label})", key="rolle_wer"
        )
        role = role_at.selectbox("Rolle geben", list(Role), format_func=lambda r: r.label, key="rolle_welche")
        if go_at.button("Rolle geben", width="stretch"):
            saving.save(partial(logins.give_role, person_id=person.id, role=role or Role.GAST))
            st.rerun()


def _erase() -> None:
    """Delete a name everywhere, after showing where it stands."""
    st.html(
        '<h2 class="kp-h2">Namen löschen</h2><p class="kp-sub">Wer seinen Namen gelöscht haben möchte: Er wird überall durch „gelöscht“ ersetzt – in Einträgen, im Verlauf und in eingefrorenen Ständen. Das lässt sich nicht zurücknehmen.</p>'
    )
    name = st.text_input("Name, genau wie er geschrieben wurde", key="loeschen_name", max_chars=logins.LONGEST_NAME)
    if len(name.strip()) < erasure.SHORTEST:
        return
    with workshop_data.store().reading() as reader:
        found = erasure.mentions(reader, name)
        writers = sum(p.name == name for p in logins.people(reader))
    rows = [(KINDS[m.kind].NAME, _title(m), m.label, "ja" if m.alone else "im Text") for m in found]
    st.html(f"<p>Steht in {len(found)} Angaben und bei {writers} Personen im Verlauf.</p>")
    if rows:
        st.html(
            html_table(pd.DataFrame(rows, columns=["Art", "Eintrag", "Angabe", "nur der Name"]), "Wo der Name steht")
        )
    sure = st.checkbox("Ja, diesen Namen endgültig löschen", key="loeschen_sicher")
    if st.button("Namen löschen", disabled=not sure, type="primary"):
        count = saving.save(lambda desk: erasure.erase_name(desk, name), done="Der Name ist gelöscht.")
        if count is not None:
            st.rerun()


def _title(mention: erasure.Mention) -> str:
    record = workshop_data.by_id(KINDS[mention.kind], mention.record_id)
    return record_words.title(record)[:80] if record else ""
