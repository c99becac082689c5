"""What is kept about people who write, and how it goes away; every sentence holds for the program as it is."""

from __future__ import annotations

from html import escape
from typing import Final

from views import access_statement
from workshop import logins

HOURS: Final = int(logins.LOGIN_LASTS.total_seconds() // 3600)
IDLE_HOURS: Final = int(logins.IDLE_LASTS.total_seconds() // 3600)
PARTS: Final = {
    "Wer nur liest": (
        "Wir speichern nichts über Sie. Es gibt keine Zählung von Besuchen und keinen Abruf von fremden Rechnern.",
    ),
    "Wer mit dem Telefon mitmacht": (
        "Kein Konto, kein Name. Ihr Telefon merkt sich eine zufällige Kennung, damit nichts doppelt ankommt; wir speichern davon nur eine Prüfsumme.",
        "Ihre Ideen, Punkte und Antworten gehören zum Abend und bleiben gespeichert. Bitte schreiben Sie keine Namen hinein.",
    ),
    "Wer sich anmeldet": (
        "Wir speichern den Namen, den Sie angeben (ein Kürzel genügt), Ihre Rolle und was Sie wann geändert haben. Das steht im Verlauf, denn der Plan ist verbindlich.",
        f"Ein Cookie hält die Anmeldung {HOURS} Stunden, ohne Bewegung {IDLE_HOURS} Stunden. Codes und Kennungen liegen nur als Prüfsumme vor, nie im Klartext.",
        "Kommt die Anmeldung vom Konto der Verwaltung, speichern wir davon nur den Namen und eine Prüfsumme der Kennung.",
    ),
    "Name löschen": (
        "Die Verwaltung löscht Ihren Namen auf Wunsch überall: in Einträgen, im Verlauf und in eingefrorenen Ständen. Der Eintrag selbst bleibt.",
        "In Sicherungen, die vorher gezogen wurden, und in mitgenommenen Dateien steht er weiter; dafür ist zuständig, wer sie aufbewahrt.",
    ),
}  # fmt: skip


def statement_html(who: str) -> str:
    """Write the statement; ``who`` is the contact, or empty."""
    parts = "".join(
        f"<h2>{escape(head)}</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        for head, lines in PARTS.items()
    )
    return f'<div class="kp-statement-text">{parts}<h2>An wen wende ich mich?</h2>{access_statement.feedback_html(who)}</div>'
