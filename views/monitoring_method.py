"""How the page Sozialraum computes, in plain German: heads and texts for the page and for files."""

from __future__ import annotations

from html import escape
from typing import Final

from indicators.monitoring.columns import FEWEST_YEARS
from indicators.reliability import SMALL_POPULATION

Method = tuple[tuple[str, str], ...]

STATUS_METHOD: Final[Method] = (
    (
        "Woher das Verfahren kommt",
        "Vier Klassen für den Status, drei für die Entwicklung: so ordnen Berlin (Monitoring Soziale Stadtentwicklung) und Hamburg "
        "(Sozialmonitoring) ihre Gebiete ein. Unsere Grenzen lehnen sich daran an: eine und anderthalb Standardabweichungen vom üblichen Wert.",
    ),
    (
        "Was eine Standardabweichung ist",
        "Das übliche Maß dafür, wie weit Gemeinden auseinanderliegen. Etwa zwei von drei Gemeinden liegen näher als eine "
        "Standardabweichung beim Landkreis.",
    ),
    (
        "Wie der Index entsteht",
        "Jede Zahl wird mit dem Wert des Landkreises verglichen und durch ihre Standardabweichung geteilt; dann werden die Zahlen nach ihrem "
        "Gewicht gemittelt. Plus heißt mehr Bedarf, minus weniger. Mehr als drei Standardabweichungen zählen wie drei, damit ein einzelner "
        "Ort nicht das Maß für alle verschiebt. Jede Gemeinde zählt dabei gleich, ob groß oder klein.",
    ),
    (
        "Ämter und Planungsregionen",
        "Sie werden mit dem Maß der Gemeinden gemessen: Eine Klasse bedeutet auf jeder Ebene dasselbe. Große Gebiete gleichen sich aus "
        "und liegen darum meist in der Mitte.",
    ),
    (
        "Wie die Entwicklung gerechnet wird",
        "Aus der Veränderung zwischen zwei Zeitpunkten auf derselben Zählbasis, verglichen mit der Veränderung im Landkreis. Genommen wird "
        f"der neueste Stand und der letzte davor, der mindestens {FEWEST_YEARS} Jahre zurückliegt; ist die Reihe kürzer, ihr Anfang. "
        "Zahlen, die selbst eine Veränderung messen (Zuzug, Einwohner in zehn Jahren), gehen so ein, wie sie sind. Über den Wechsel vom "
        "Zensus 2011 zum Zensus 2022 wird nie gerechnet.",
    ),
    (
        "Wann eine Klasse unsicher heißt",
        "Kleine Zahlen schwanken. Aus der Zufallsspanne jeder Zahl folgt, wie oft dieselbe Klasse herauskäme. Sind es weniger als vier von "
        "fünf Fällen, heißt die Klasse unsicher. Gerechnet wird vorsichtig: als schwankten alle Zahlen eines Ortes gemeinsam. Für Luftlinien "
        "und Praxen gibt es keine Zufallsspanne.",
    ),
    (
        "Wer keine Klasse bekommt",
        f"Orte unter {SMALL_POPULATION} Einwohnern, und Orte, für die eine der Zahlen geheim, unsicher oder zu klein ist. Geheim heißt nicht null.",
    ),
)  # fmt: skip

MATRIX_METHOD: Final[Method] = (
    (
        "Was hier steht",
        "Zeilen sind Altersgruppen, Spalten Lebenslagen. In jedem Feld steht die Zahl, die am meisten über diese Menschen sagt. Welche das "
        "ist, legt eine Tabelle fest, die der Landkreis ändern kann (indicators/monitoring/lebenslagen.toml).",
    ),
    (
        "Weiße Flecken",
        "Wo keine Statistik etwas sagt, steht ein weißer Fleck mit einer Frage für das Gespräch vor Ort. Er heißt nicht, dass es dort kein "
        "Problem gibt.",
    ),
    (
        "Höher und niedriger",
        "steht nur da, wo der Abstand größer ist als der Zufall. Unter 300 Einwohnern, bei weniger als 100 Menschen dahinter oder nur ein bis "
        "zwei Fällen wird nicht geurteilt; die Köpfe stehen trotzdem da.",
    ),
    (
        "Zahlen eines größeren Gebiets",
        "Manches ist nur für das Amt oder den Landkreis bekannt. Dann steht dessen Zahl da und sein Name dabei.",
    ),
)  # fmt: skip

ALERT_METHOD: Final[Method] = (
    (
        "Was verglichen wird",
        "Jede Gemeinde mit dem übrigen Landkreis (alle anderen zusammen), bei jeder Zahl zum neuesten Stand. Zahlen, die dasselbe "
        "erzählen, bilden eine Familie; aus jeder wird nur eine verglichen, und zwar die zuerst genannte in einer festen Liste "
        "(indicators/monitoring/families.toml). So zählen „ab 65“, „ab 67“ und „ab 75“ nicht dreimal.",
    ),
    (
        "Sicherer Unterschied",
        "heißt: Zufall allein brächte einen so großen Abstand fast nie. Für Anteile rechnet der exakte Test von Fisher, für Ereignisse der "
        "exakte Test zweier Häufigkeiten, für Salden eine Näherung. Bei großen Orten ist fast jeder Unterschied sicher, auch ein kleiner.",
    ),
    (
        "Ungewöhnlich",
        "heißt mehr: Der Ort liegt auch außerhalb der üblichen Streuung der Gemeinden untereinander. Keine zwei Gemeinden sind gleich; wie "
        "weit sie üblicherweise auseinanderliegen, wird geschätzt, ohne dass die auffälligsten Orte das Maß bestimmen "
        "(Spiegelhalter 2005, Trichterdiagramm mit Zufallseffekten).",
    ),
    (
        "Falsche Alarme",
        "Wer tausendmal vergleicht, findet durch Zufall immer etwas. Darum begrenzt das Verfahren von Benjamini und Hochberg (1995) den Anteil: "
        "Von 100 gemeldeten Unterschieden sind im Mittel höchstens 5 bloßer Zufall. Das gilt, wenn die Vergleiche unabhängig sind oder in "
        "dieselbe Richtung zusammenhängen. „Streng“ (Benjamini und Yekutieli 2001) gilt immer, findet aber weniger.",
    ),
    (
        "Veränderungen",
        "Verglichen wird, wie sich eine Zahl zwischen zwei Zeitpunkten auf derselben Zählbasis verändert hat: in der Gemeinde und im übrigen "
        "Landkreis. Gerechnet wird vorsichtig, als wären es beim zweiten Mal andere Menschen. Nur wenige Zahlen sind für Gemeinden zweimal bekannt.",
    ),
    (
        "Nicht verglichen",
        "wird, was zu klein, geheim oder unsicher ist, und was keine Zahl von Menschen oder Ereignissen hat, an der man den Zufall messen "
        "könnte (Luftlinien, Einkommen, Übernachtungen). Anzahlen, die aus einem veröffentlichten Anteil zurückgerechnet sind, gehen ein. "
        "Der Zensus 2022 verändert kleine Zahlen leicht, damit niemand erkannt wird; das kann einen Vergleich kleiner Zahlen stören.",
    ),
)  # fmt: skip


def method_notes(method: Method) -> tuple[str, ...]:
    """Write the same as paragraphs, for files: a text that begins small goes on where its head ends."""
    return tuple(f"{head} {text}" if text[0].islower() else f"{head}: {text}" for head, text in method)


def method_html(method: Method) -> str:
    """Write the texts of a part."""
    rows = "".join(f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in method)
    return f'<dl class="kp-method kp-mo-method">{rows}</dl>'
