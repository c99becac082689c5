r"""The steps of the projection for a planner: words, formulas in the notation of TeX, and what the letters mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from indicators.projection.forecast import Forecasts
from views import forecast_method_facts as facts


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes
    ----------
    title, text : str
        What is done, in German.
    formulas : tuple[str, ...]
        In the notation of TeX.
    letters : str
        What the letters mean.
    here : Callable[[Forecasts], str]
        Writes what was computed for this county.
    """

    title: str
    text: str
    formulas: tuple[str, ...]
    letters: str
    here: Callable[[Forecasts], str]


STEPS: Final = (
    Step(
        "Ausgangsbevölkerung",
        "Für die Gemeinden gibt es keine aktuelle Zählung nach Geschlecht und Altersjahr. Die letzte wird in Altersjahre zerlegt (monotone kubische "
        "Kurve der kumulierten Gruppen; die offene Gruppe nach der Sterbetafel) und von Zählung zu Zählung fortgeschrieben. Was danach zur gezählten "
        "Einwohnerzahl fehlt, ist Wanderung und wird auf die Alter verteilt, in denen gewandert wird. Zum Schluss wird an alles angepasst, was gezählt ist: "
        "Einwohner und Geschlecht der Gemeinden, Altersgruppen des Zensus, Altersgruppen des Kreises (iterative proportionale Anpassung). Die Zählbasis "
        "wechselt nur mit dem Zensus; zwischen zwei Zählbasen wird nichts verrechnet.",
        (
            r"M_i = P_i^{\text{gezählt}} - P_i^{\text{ohne Wanderung}}",
            r"P_{i,s,x} \;\leftarrow\; P_{i,s,x}\cdot\frac{\text{Randsumme}}{\sum P}\quad\text{bis alle stimmen}",
        ),
        "P Menschen, M Wanderungssaldo, i Gemeinde, s Geschlecht, x Altersjahr.",
        facts.start,
    ),
    Step(
        "Ein Jahr weiter",
        "Wer lebt, wird ein Jahr älter oder stirbt. Wer zuzieht, lebt die Hälfte des Jahres schon hier: Die halbe Wanderung kommt zu Beginn dazu, die andere "
        "Hälfte am Ende. Geburten entstehen aus den Frauen zu Beginn und am Ende des Jahres.",
        (
            r"P_{x+1}(t+1) = \left(P_x(t)+\tfrac12 M_x\right) S_{x+1} + \tfrac12 M_{x+1}",
            r"B = \sum_x f_x\,\tfrac12\left[\left(W_x(t)+\tfrac12 M_x\right)+W_x(t+1)\right]",
        ),
        "S Überlebenswahrscheinlichkeit bis zum nächsten Alter, f Geburten je Frau, W Frauen, B Geburten.",
        facts.step,
    ),
    Step(
        "Sterblichkeit",
        "Geliehen von der neuesten Sterbetafel Deutschlands. Sie sinkt weiter wie im Mittel vieler vergangener Jahre. Kreis und Gemeinde weichen um einen Faktor ab: "
        "gemeldete geteilt durch erwartete Sterbefälle. Der Faktor einer Gemeinde wird zum Kreis hin geschrumpft, so weit der Zufall ihn erklärt.",
        (
            r"S_{i,x}(t) = \left(S^{\,D}_x\right)^{\,r\,\theta_i\,e^{\,b_x (t-t_0)}}",
            r"\hat\theta_i = \frac{O_i+\nu}{E_i+\nu}",
        ),
        "D Deutschland, r Faktor des Kreises je Geschlecht, b jährliche Änderung der logarithmierten Sterblichkeit (nie über 0), O gemeldete und E erwartete Fälle, "
        "ν Gewicht aus der Streuung der Gemeinden (Gamma-Verteilung, Momentenschätzer).",
        facts.mortality,
    ),
    Step(
        "Geburten",
        "Geliehen von Deutschland: Geburten je Frau nach Alter der Frau, mal dem Verhältnis des Kreises, mal dem geschrumpften Verhältnis der Gemeinde. Das Niveau bleibt "
        "wie heute, bis ein Szenario etwas anderes annimmt.",
        (r"f_{i,x} = f^{\,D}_x \cdot r_f \cdot \varphi_i", r"\mathrm{TFR}=\sum_x f_x"),
        "φ wie θ beim Sterben, TFR zusammengefasste Geburtenziffer.",
        facts.fertility,
    ),
    Step(
        "Wie viele in den Kreis ziehen",
        "Der Wanderungssaldo des Kreises folgt einem gedämpften linearen Trend: Er läuft erst weiter wie zuletzt und flacht dann ab. Wie schnell, wird an der Vergangenheit "
        "ausprobiert: für jedes frühere Jahr von Kreis, Land und Bund, so viele Jahre voraus, wie die Prognose reicht. Ein einzelnes Ausnahmejahr wird "
        "übergangen. Der Pfad verlässt nie, was in den letzten Jahren vorkam.",
        (
            r"\ell_t=\alpha m_t+(1-\alpha)(\ell_{t-1}+\varphi b_{t-1})",
            r"b_t=\beta(\ell_t-\ell_{t-1})+(1-\beta)\varphi b_{t-1}",
            r"\hat m_{t+h}=\ell_t+b_t\sum_{j=1}^{h}\varphi^{\,j}",
        ),
        "m Saldo je Einwohner, ℓ Niveau, b Trend, φ Dämpfung, h Jahre voraus.",
        facts.moves,
    ),
    Step(
        "Unterschiede zwischen den Gemeinden",
        "Was eine Gemeinde in wenigen Jahren mehr oder weniger gewinnt als der Kreis, ist meist Zufall. Getrennt wird beides über die Zeit: Was sich wiederholt, ist Neigung; was nur "
        "einmal vorkommt, ist Zufall, und der ist umso größer, je kleiner der Ort ist. Die Neigung jeder Gemeinde ist die beste lineare Vorhersage aus ihren letzten Jahren; "
        "sie verblasst Jahr für Jahr.",
        (
            r"m_i(t+h) = m(t+h) + \rho^{\,h}\,\hat d_i",
            r"\operatorname{Cov}(d_{i,t},d_{i,u})=\sigma^2\rho^{\,|t-u|}+\frac{\sigma_\varepsilon^2}{P_i}\,[t=u]",
        ),
        "d Unterschied zum Kreis, ρ Anteil, der nach einem Jahr noch da ist (Annahme), σ Streuung der Neigungen.",
        facts.differences,
    ),
    Step(
        "Wer zieht",
        "Zuzüge und Fortzüge bleiben getrennt: Fortzüge sind ein Anteil derer, die da sind, Zuzüge eine Zahl. Damit der Saldo stimmt, werden die einen mit k malgenommen und die "
        "anderen durch k geteilt; so wird nie etwas negativ. Das Altersprofil einer Gemeinde mischt das eigene mit dem ihres Typs. Altersgruppen werden entlang der "
        "Wanderungskurve von Rogers und Castro in Altersjahre zerlegt. Wer zuzieht, altert mit dem Land: Die Zuzüge einer Altersgruppe folgen ihrer Zahl in der "
        "15. koordinierten Bevölkerungsvorausberechnung für Deutschland (Variante 2).",
        (r"M = Z\,k - \frac{F}{k}", r"k=\frac{M+\sqrt{M^2+4ZF}}{2Z}"),
        "Z Zuzüge, F Fortzüge vor der Skalierung, M gewünschter Saldo.",
        facts.flows,
    ),
    Step(
        "Abgleich mit dem Kreis",
        "Der Kreis wird für sich gerechnet: Für ihn sind die Zahlen verlässlicher. Nach jedem Jahr werden die Gemeinden je Geschlecht und Alter so angepasst, dass ihre Summe der Kreis ist.",
        (r"P_{i,s,x}\;\leftarrow\;P_{i,s,x}\cdot\frac{K_{s,x}}{\sum_j P_{j,s,x}}",),
        "K Menschen im Kreis.",
        facts.control,
    ),
    Step(
        "Die Spanne",
        "Dasselbe Modell läuft viele Male. Zufällig sind: die Wanderung des Kreises (Fehler des gedämpften Trends), die Neigung jeder Gemeinde und gute und "
        "schlechte Jahre, einzelne Geburten, Todesfälle und Umzüge (Streuung nach Poisson), das Niveau von Geburten und Sterblichkeit (Irrfahrt). Die Spanne reicht vom 10. zum 90. von "
        "100 Läufen. Die Streuungen der Wanderung stammen aus der Zeit vor dem Start; ob die Spanne hält, zeigt die Seite „Wie gut sind solche Prognosen?“.",
        (
            r"m_{t}=\hat m_{t}+e_t,\quad e_t\sim N(0,\sigma_e^2)",
            r"d_{i,t+1}=\rho\,d_{i,t}+\sqrt{1-\rho^2}\,\sigma\,z,\quad z\sim N(0,1)",
        ),
        "σ mit Index e: Fehler ein Jahr voraus, der über Niveau und Trend weiterwirkt.",
        facts.simulation,
    ),
    Step(
        "Kleine Gemeinden",
        "Je kleiner der Ort, desto weniger trägt eine einzelne Zahl. Unter einer Grenze zeigt die Prognose weniger Jahre, gröbere Altersgruppen und runde Zahlen, wie es auch Bayern "
        "und Thüringen tun.",
        (),
        "",
        facts.small,
    ),
)

NOT_MODELLED: Final = (
    "Pläne: Baugebiete, Unterkünfte, Pflegeheime, Betriebe – außer, Sie geben sie im Szenario an.",
    "Woher jemand kommt: Wanderung zwischen zwei bestimmten Gemeinden, Nationalität, Aufenthaltsstatus.",
    "Haushalte, Familien, Wohnungen.",
    "Warum Menschen ziehen: Arbeitsmarkt, Mieten, Verkehr, Klima.",
    "Ein Umschwung bei Geburten oder Lebenserwartung. Als Spanne ist enthalten, wie stark beides früher schwankte.",
    "Künftige Zusammenschlüsse von Gemeinden. Gerechnet wird im heutigen Zuschnitt.",
    "Fehler der Ausgangszahlen selbst, außer denen der geschätzten Altersjahre.",
)

LITERATURE: Final = (
    "Preston, Heuveline, Guillot: Demography. Measuring and Modeling Population Processes. Blackwell 2001, Kapitel 6 (Schritt und Geburten).",
    "Wilson: Preparing local area population forecasts using a bi-regional cohort-component model without the need for local migration data. Demographic Research 46:32, "
    "2022 (geliehene Raten, Zu- und Fortzüge getrennt).",
    "Rogers, Castro: Model Migration Schedules. IIASA RR-81-30, 1981 (Wanderung nach Alter).",
    "Gardner, McKenzie: Forecasting Trends in Time Series. Management Science 31, 1985 (gedämpfter Trend).",
    "Clayton, Kaldor: Empirical Bayes Estimates of Age-Standardized Relative Risks for Use in Disease Mapping. Biometrics 43, 1987 (Schrumpfung).",
    "Deming, Stephan: On a Least Squares Adjustment of a Sampled Frequency Table When the Expected Marginal Totals Are Known. Annals of Mathematical Statistics 11, 1940 (Anpassung an Randsummen).",
    "Hampel: The Influence Curve and Its Role in Robust Estimation. Journal of the American Statistical Association 69, 1974 (Ausnahmejahre).",
    "Rayer, Smith, Tayman: Empirical Prediction Intervals for County Population Forecasts. Population Research and Policy Review 28, 2009 (Spannen aus früheren Fehlern).",
    "Baker, Swanson, Tayman: The Accuracy of Hamilton–Perry Population Projections for Census Tracts in the United States. Population Research and Policy Review, 2020 "
    "(Altersgruppen an Gesamtzahlen abgleichen).",
    "Duncan, Duncan: A Methodological Analysis of Segregation Indexes. American Sociological Review 20, 1955 (Maß der Altersfehler).",
)
