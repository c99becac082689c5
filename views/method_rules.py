"""The rules of counting and judging, in plain German, and the signs of "no number"."""

from __future__ import annotations

from html import escape
from typing import Final

from indicators.reliability import FEW_CASES, SMALL_DENOMINATOR, SMALL_NUMERATOR, SMALL_POPULATION
from indicators.trend_line import FEWEST_FOR_SCATTER, LEVEL
from views import svg
from views.formats import number
from views.tokens import CONTROL, HATCH, SEQUENTIAL, WHITE

RULES: Final = (
    (
        "Zählbasis: zwei Zählungen, ein Bruch",
        "Bis 2023 schreibt die Statistik den Zensus 2011 fort, danach den Zensus 2022. Beim Wechsel springt die Zahl, "
        "ohne dass jemand umgezogen ist. Deshalb steht bei jeder Zahl ihre Zählbasis. Linien werden am Wechsel unterbrochen, "
        "und über den Wechsel hinweg wird keine Veränderung gerechnet.",
    ),
    (
        "Kleine Orte: erst die Köpfe, dann das Urteil",
        f"Unter {number(SMALL_POPULATION)} Einwohnern, unter {number(SMALL_DENOMINATOR)} Menschen im Nenner oder bei ein bis "
        f"{number(SMALL_NUMERATOR - 1)} Fällen urteilen wir nicht: Die Anzahl steht da, das Wort heißt „zu klein zum Urteilen“. "
        "Die Grenze 300 kommt aus dem Hamburger Sozialmonitoring, die Grenzen 100 und 3 aus den SGB-II-Karten des Statistischen Bundesamts. "
        "Ranglisten unter Dörfern zeigen wir nicht: Sie wären fast nur Zufall.",
    ),
    (
        "Zufallsspanne: wie weit eine Zahl trägt",
        "Gezählt sind alle, nicht eine Stichprobe. Trotzdem schwanken kleine Zahlen von Jahr zu Jahr. Die Zufallsspanne sagt, "
        "wo der Wert bei gleichen Verhältnissen in 95 von 100 Jahren läge: für Anteile nach Wilson (bei höchstens "
        f"{number(FEW_CASES)} Fällen weiter, nach Clopper und Pearson), für Raten nach Byar, für Salden aus der Zahl der Zu- und Abgänge, für "
        "Durchschnitts- und Medianalter aus der Streuung der Altersgruppen. Ist sie breiter als ein Viertel des Werts nach jeder Seite, heißt das Urteil „vorsichtig“.",
    ),
    (
        "Höher, niedriger, kein sicherer Unterschied",
        "▲ höher und ▼ niedriger stehen nur da, wo auch die Zufallsspanne ganz über oder unter dem Vergleichswert liegt. "
        "Sonst steht dort ● kein sicherer Unterschied, bei kleinen Orten ○ zu klein zum Urteilen. Das ist kein Lob und kein Tadel.",
    ),
    (
        "Steigend, fallend, keine gesicherte Änderung",
        "Beurteilt werden nur Zahlen derselben Zählbasis. Durch alle Stichtage wird eine gerade Linie gelegt. „Steigend“ oder „fallend“ steht "
        "nur da, wo sie steiler ist als der Zufall beim Zählen und steiler als das übliche Auf und Ab des Ortes; wo sich nichts ändert, "
        f"steht so ein Wort in höchstens {number(100 * LEVEL)} von 100 Fällen (Test nach Cochran und Armitage und gewichtete Regression, ohne Anzahlen "
        f"nach Mann und Kendall). Unter {number(FEWEST_FOR_SCATTER)} Stichtagen lässt sich das Auf und Ab nicht messen; dann wird nur mit dem "
        "Zufall beim Zählen verglichen. Die Zufallsspanne einer Änderung passt dazu: Sie gilt für "
        f"{number(100 * (1 - LEVEL))} von 100 Fällen. Bei kleinen Orten, ein oder zwei Fällen oder geheimen Zahlen heißt es „nicht bestimmbar“.",
    ),
    (
        "Zu klein: das größere Gebiet daneben",
        "Wo eine Zahl zu klein zum Urteilen ist, steht sie trotzdem da. Dazu nennen wir die Zahl des nächstgrößeren Gebiets, das groß genug "
        "ist: Amt, Planungsregion, Landkreis – immer mit seinem Namen, nie anstelle der eigenen.",
    ),
    (
        "Größere Gebiete: erst zählen, dann teilen",
        "Für Amt, Planungsregion und Landkreis werden die Anzahlen der Gemeinden addiert und dann geteilt. Nie wird ein Mittel aus "
        "Anteilen gebildet. Nennt die Quelle eine der Zahlen nicht, ist auch die Summe unbekannt.",
    ),
    (
        "Ein oder zwei Menschen: Zahlen, die wir nicht zeigen",
        "Bei Arbeitslosen, Beschäftigten und Grundsicherung (SGB II) verlangt die Statistik, dass Anzahlen von 1 oder 2 nicht gezeigt werden: "
        "Im Dorf wüsste sonst jeder, wer gemeint ist (§ 16 Bundesstatistikgesetz). Dort steht „geheim“, ebenso bei Anteilen, hinter denen nur ein "
        "oder zwei Menschen stehen; eine Null bleibt eine Null. Damit niemand die Zahl ausrechnen kann – etwa Amt minus Nachbargemeinden –, "
        "ist manchmal eine zweite, möglichst kleine Zahl im selben Amt auch geheim. So bleiben die Summen der meisten Ämter, der Planungsregionen "
        "und des Landkreises stehen; für selbst gewählte Gruppen mit einer geheimen Zahl gibt es keine Summe. Melderegister und Baustatistik "
        "verlangen das nicht, und der Zensus verändert kleine Zahlen selbst.",
    ),
    (
        "Altersgruppen: genau oder geschätzt",
        "Eine Altersgruppe wird genau gebildet, wenn ihre Grenzen zu denen der Quelle passen. Wo es nur knapp daneben liegt, wird anteilig "
        "geschätzt, und dann steht „geschätzt“ dabei. Sonst gibt es keine Zahl. Für Gemeinden endet die Statistik bei 75 Jahren.",
    ),
    (
        "Zuzüge und Fortzüge lassen sich nicht addieren",
        "Wer von einem Dorf des Amtes ins nächste zieht, zählt in beiden Dörfern. Die Summe der Zuzüge eines Amtes wäre deshalb zu hoch. "
        "Der Unterschied aus Zuzügen und Fortzügen stimmt dagegen auch für größere Gebiete.",
    ),
    (
        "Zensus 2022: Teile ergeben nicht immer das Ganze",
        "Der Zensus verändert kleine Zahlen zum Schutz der Menschen ein wenig. Deshalb ergeben die Teile nicht immer "
        "genau die Summe. Das ist Absicht und wird hier nicht „repariert“.",
    ),
    (
        "Zusammengelegte Gemeinden",
        "Alle Zahlen gelten für den heutigen Zuschnitt. Hat sich eine Gemeinde mit einer anderen zusammengeschlossen, sind die "
        "früheren Zahlen beider addiert. Ein Strich in der alten Tabelle heißt dort „gibt es nicht“, nicht null.",
    ),
    (
        "Planungsregionen sind vorläufig",
        "Welches Amt zu welcher Planungsregion gehört, ist nicht amtlich veröffentlicht. Die Zuordnung ist eine Annahme; "
        "der Landkreis kann sie in einer Tabelle ändern. Überall steht „vorläufig“ dabei.",
    ),
    (
        "SWOT: Aussagen nach Regeln",
        "Eine Aussage erscheint nur, wenn ihre geschriebene Regel erfüllt ist, und jede zeigt ihren Beleg mit Wert, Anzahl, Vergleich und Regel. "
        "Vorn steht, was die meisten Menschen je Einwohner betrifft; Belege, die älter als fünf Jahre sind, zählen halb und sind gekennzeichnet.",
    ),
)
KINDS: Final = (
    (
        "geheim",
        "Die Zahl beträfe zu wenige Menschen oder Betriebe: Die Quelle nennt sie nicht (Zeichen „.“) oder verlangt, dass wir sie nicht zeigen.",
    ),
    (
        "zu klein oder unsicher",
        "Die Zahl ist da, aber zu klein zum Urteilen; oder die Quelle hält sie für zu unsicher (Zeichen „/“).",
    ),
    ("keine Angabe", "Nicht oder noch nicht veröffentlicht (Zeichen „...“ oder leer)."),
    (
        "gibt es hier nicht",
        "Die Zahl hat hier keinen Sinn oder die Gemeinde gab es noch nicht (Zeichen „x“, „-“ bei früheren Gemeinden).",
    ),
    ("geschätzt", "Zurückgerechnet oder anteilig gebildet; in der Karte die Farbe der Klasse mit weißen Streifen."),
)
SWATCH_WIDTH, SWATCH_HEIGHT = 56, 32


def rules_html() -> str:
    """Write the rules as sections with headings."""
    rules = "".join(f"<section><h2>{escape(title)}</h2><p>{escape(text)}</p></section>" for title, text in RULES)
    return f'<div class="kp-rules">{rules}</div>'


def kinds_html() -> str:
    """Write the kinds of "no number" beside their hatches."""
    rows = "".join(
        f"<div><dt>{swatch(name)}<b>{escape(name)}</b></dt><dd>{escape(text)}</dd></div>" for name, text in KINDS
    )
    return f'<dl class="kp-kinds">{rows}</dl>'


def swatch(kind: str) -> str:
    """Draw a small field in the hatch of a kind of "no number"."""
    key = svg.key_of("swatch", kind)
    size, marks, under = {
        "geheim": (7, [("M0 0L7 7M7 0L0 7", HATCH, 1.0)], WHITE),
        "zu klein oder unsicher": (7, [], WHITE),
        "keine Angabe": (7, [("M-1 8L8 -1", HATCH, 1.2)], WHITE),
        "gibt es hier nicht": (5, [("M0 2.5L5 2.5", CONTROL, 1.2)], WHITE),
        "geschätzt": (7, [("M-1 -1L8 8", WHITE, 2.2)], SEQUENTIAL[2]),
    }[kind]
    lines = [svg.tag("path", d=d, stroke=colour, stroke_width=width, fill="none") for d, colour, width in marks]
    dots = [svg.dot(1.8, 1.8, 1.1, fill=HATCH), svg.dot(5.3, 5.3, 1.1, fill=HATCH)] if not marks else []
    pattern = svg.tag(
        "pattern",
        svg.rect(0, 0, size, size, fill=under),
        *lines,
        *dots,
        id=key,
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
    )
    field = svg.rect(0.5, 0.5, SWATCH_WIDTH - 1, SWATCH_HEIGHT - 1, fill=f"url(#{key})", stroke=CONTROL)
    return svg.document(SWATCH_WIDTH, SWATCH_HEIGHT, f"Muster: {kind}", kind, pattern, field)
