"""The statement of accessibility: what was tested, what is limited, whom to tell."""

from __future__ import annotations

import os
from html import escape
from typing import Final

import streamlit as st

CONTACT_VARIABLE: Final = "KOMMUNALPROFIL_KONTAKT"
CONTACT_SECRET: Final = "kontakt"  # noqa: S105 - the name of an entry, no secret
TESTED: Final = (
    "Die Prüfungen, die zu diesem Programm gehören, öffnen jede Seite in der Größe von Schreibtisch, Leinwand und Telefon und suchen mit axe-core nach Hürden (WCAG 2.1, Stufen A und AA).",
    "Alle Farben sind auf Kontrast gerechnet: Text mindestens 4,5 zu 1, Bedienelemente und Linien mit Bedeutung mindestens 3 zu 1.",
    "Keine Aussage hängt nur an der Farbe: Überall stehen Wort, Zahl, Form oder Schraffur daneben.",
    "Die Karte lässt sich mit der Tastatur bedienen und nennt jeden Ort mit seiner Zahl; zu jedem Bild gibt es eine Beschreibung oder eine Tabelle.",
)
LIMITS: Final = (
    "Automatische Prüfungen finden nur einen Teil der Hürden. Ein Test mit Menschen, die Hilfsmittel nutzen, steht noch aus.",
    "Auswahlfelder, Menü und Kopfzeile stammen aus der Bibliothek Streamlit. Ihr Verhalten mit Vorleseprogrammen liegt nicht in unserer Hand; einzelne Beschriftungen können dort knapp ausfallen.",
    "Eine Fassung in Leichter Sprache und in Gebärdensprache gibt es noch nicht.",
)


def contact() -> str:
    """Give the contact the operator has set: the environment first, then the secrets file; empty if neither."""
    chosen = os.environ.get(CONTACT_VARIABLE, "").strip()
    if chosen or not st.secrets.load_if_toml_exists():
        return chosen
    return str(st.secrets.get(CONTACT_SECRET, "")).strip()


def statement_html(who: str) -> str:
    """Write the statement; ``who`` is the contact for feedback, or empty."""
    tested = "".join(f"<li>{escape(t)}</li>" for t in TESTED)
    limits = "".join(f"<li>{escape(t)}</li>" for t in LIMITS)
    return (
        '<div class="kp-statement-text">'
        "<p>Diese Anwendung soll für alle benutzbar sein. Maßstab ist die Barrierefreie-Informationstechnik-Verordnung "
        "Mecklenburg-Vorpommern (BITVO M-V), die auf EN 301 549 und WCAG 2.1 AA verweist.</p>"
        f"<h2>Was geprüft ist</h2><ul>{tested}</ul><h2>Was noch eingeschränkt ist</h2><ul>{limits}</ul>"
        f"<h2>Hürde gefunden?</h2>{feedback_html(who)}</div>"
    )


def feedback_html(who: str) -> str:
    """Say whom to write to; without a contact, that the operator has to name one."""
    if who:
        return f"<p>Bitte schreiben Sie an <strong>{escape(who)}</strong>. Nennen Sie die Seite und was nicht ging.</p>"
    return (
        '<p class="kp-missing-contact"><strong>Hier fehlt noch eine Adresse.</strong> Wer diese Anwendung öffentlich betreibt, muss einen Weg für '
        "Rückmeldungen nennen; das ist Pflicht öffentlicher Stellen. Der Betreiber trägt die Adresse in der Datei "
        f'<code>.streamlit/secrets.toml</code> ein (<code>{CONTACT_SECRET} = "…"</code>) oder setzt die Umgebungsvariable '
        f"<code>{CONTACT_VARIABLE}</code>.</p>"
    )
