"""How the page Wege computes, in plain words."""

from __future__ import annotations

from html import escape

from indicators.access.distance import ROAD_FACTOR
from views import access_data, access_map, access_words, sentences
from views.access_data import STRAIGHT, View
from views.formats import number


def html(view: View) -> str:
    """Write question, measure, people, facilities, and what to beware of."""
    rows = "".join(f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in parts(view))
    return f'<dl class="kp-method">{rows}</dl>'


def parts(view: View) -> list[tuple[str, str]]:
    """Give heads and texts; the files to take home carry them, too."""
    kind = view.asked.kind
    found = [
        (
            "Frage",
            f"Wer wohnt weit weg {access_words.from_one(kind)}, und wer hätte es näher oder weiter, wenn sich etwas ändert?",
        ),
        ("Weg", _way(view)),
        ("Menschen", _people(view)),
        ("Einrichtungen", _facilities(view)),
        ("Zu beachten", _beware(view)),
    ]
    if view.changes:
        found.append(("Was wäre, wenn", "Angenommen wird, dass alle zur nächsten Einrichtung gehen. Ändert sich ein Weg um weniger als einen halben Kilometer, gilt er als gleich: Genauer ist die Rechnung von der Mitte der Gemeinde aus nicht. Plätze, Einzugsgebiete, Fahrpläne und Wünsche zählen nicht mit."))  # fmt: skip
    return found


def _way(view: View) -> str:
    line = "Luftlinie (die gerade Linie auf der Erdkugel) von der Mitte der Gemeinde, wie sie im Gemeindeverzeichnis steht, zur nächsten Einrichtung."
    if view.asked.method == STRAIGHT:
        return f"{line} Der Weg auf der Straße ist länger."
    return (
        f"{line} Sie ist mit {number(ROAD_FACTOR, 1)} malgenommen, weil Straßen Umwege machen. Der Faktor ist eine Annahme aus der Planungspraxis, "
        "keine Messung in diesem Landkreis."
    )  # fmt: skip


def _people(view: View) -> str:
    counted = view.people
    text = (
        f"Alle Menschen einer Gemeinde zählen an ihrer Mitte. Das ist grob: In großen Gemeinden wohnen manche viel näher, andere viel weiter. "
        f"Zahlen: {sentences.moment_with_base(counted.moment)}."
    )
    if counted.estimated:
        text += " Die Altersgruppe ist aus den veröffentlichten Gruppen geschätzt."
    newest = access_data.age_groups()[0].moment
    if newest != counted.moment:
        text += f" Die Tabelle nach Alter hat den Stand {sentences.moment_with_base(newest)}, weil es neuere Altersangaben je Gemeinde nicht gibt."
    return f"{text} Zum Schutz der Menschen verändert der Zensus kleine Zahlen ein wenig; die Summe der Gemeinden weicht deshalb etwas vom Kreiswert ab."


def _facilities(view: View) -> str:
    kind = view.asked.kind
    text = f"{access_words.many(kind, len(view.now.facilities))}, Stand {access_map.stand(view)}. "
    if kind.key.endswith("schule"):
        text += "Schulen für Kinder mit Förderbedarf und berufliche Schulen sind nicht dabei. "
    return text + f"Quelle: {'; '.join(access_map.facility_sources(view.now.facilities))}."


def _beware(view: View) -> str:
    text = "Was seit diesem Stand geschlossen, verlegt oder eröffnet wurde, fehlt; unter „Was wäre, wenn?“ oder mit einer eigenen Tabelle lässt es sich nachtragen. "  # fmt: skip
    if access_data.only_inside(view.now):
        text += "Einrichtungen jenseits der Kreisgrenze kennt diese Karte nicht. "
    return text + "Ob ein Platz frei ist, ein Bus fährt oder die Tür ohne Stufe ist, sagt der Weg nicht."
