"""What people ask about their municipality most, each with the view that answers it on one screen.

The start page offers them as links; whoever has chosen a place is two clicks away from an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.regions import Regions
from views import compare_page, filterbar, forecast_page, monitoring_page, navigation, state
from views.similar_view import TITLE as SIMILAR
from views.wording import wording

INDICATOR: Final = filterbar.INDICATOR_KEY
PART: Final = "teil"


@dataclass(frozen=True)
class Question:
    """One question: a short name, its words, the page and the part of it that answers, and the indicator shown there."""

    id: str
    words: str
    url_path: str
    further: Mapping[str, str] = field(default_factory=dict)
    indicator: str = ""

    def parameters(self, catalogue: Catalogue) -> dict[str, str]:
        """Give the parameters of the address that open the answer."""
        labels = {i: label for label, i in state.indicator_labels(catalogue).items()}
        return dict(self.further) | ({INDICATOR: labels[self.indicator]} if self.indicator else {})


QUESTIONS: Final = (
    Question("kinder", "Haben wir überdurchschnittlich viele Kinder?", "karte", indicator="anteil_unter_16"),
    Question("junge", "Ziehen die Jungen weg?", "karte", indicator="bildungswanderung"),
    Question("aeltere", "Wie alt sind wir, verglichen mit den anderen?", "altersaufbau"),
    Question("zukunft", "Wie viele werden wir in 15 Jahren sein?", "prognose", {PART: forecast_page.TABS[0]}),
    Question(
        "kita",
        "Wie viele Kita-Kinder werden wir haben?",
        "prognose",
        {PART: "Tragfähigkeit", "alter": state.band_label((3, 6))},
    ),
    Question("schule", "Wie weit haben es die Kinder zur Grundschule?", "wege", {"ziel": "Grundschule"}),
    Question("leerstand", "Stehen bei uns viele Wohnungen leer?", "karte", indicator="leerstand"),
    Question("besser", "Wo stehen wir besser, wo schlechter da?", "vergleich", {PART: next(iter(compare_page.PARTS))}),
    Question("aehnlich", "Wer ist uns ähnlich?", "vergleich", {PART: SIMILAR}),
    Question("auffaellig", "Was fällt bei uns wirklich auf?", "sozialraum", {PART: monitoring_page.ALERTS}),
)


def show(regions: Regions, catalogue: Catalogue, region_id: str) -> None:
    """Offer the questions as links, for the chosen place."""
    where = wording(regions, region_id).of
    st.html(
        f'<div class="kp-entry"><h2>Oft gefragt</h2><p>Ein Klick zeigt die Antwort aus der Sicht {escape(where)}. '
        "Ein anderer Ort steht oben unter „Gebiet“.</p></div>"
    )
    with st.container(key="fragen"):
        for question in QUESTIONS:
            navigation.link(question.url_path, question.words, **question.parameters(catalogue))
