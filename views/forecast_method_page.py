"""The page So rechnet die Prognose: five sentences, then steps with formulas, values, assumptions, sources, literature."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from indicators.projection.forecast import Forecasts
from views import forecast_method_facts as facts
from views import layout, navigation, resources
from views.forecast_method_steps import LITERATURE, NOT_MODELLED, STEPS
from views.formats import number
from views.methods_page import sources_table
from views.table import html_table

STYLE_FILE: Final = Path(__file__).with_name("forecast_method.css")
TABS_KEY: Final = "methodik_teil"
TABS: Final = (
    "Schritt für Schritt",
    "Werte dieses Kreises",
    "Annahmen",
    "Was nicht gerechnet wird",
    "Quellen",
    "Literatur",
)


def show() -> None:
    """Draw the page."""
    st.html(f"<style>{_style()}</style>")
    layout.headline(
        "So rechnet die Prognose", "In fünf Sätzen; darunter jeder Schritt mit Formel, Werten, Annahmen und Quellen."
    )
    try:
        found = resources.forecasts()
    except ValueError as problem:
        layout.hint(str(problem))
        return
    sentences = "".join(f"<li>{escape(text)}</li>" for text in facts.five_sentences(found))
    st.html(f'<ol class="kp-fm-five">{sentences}</ol>')
    with st.container(horizontal=True):
        navigation.link("prognose", "Zur Prognose")
        navigation.link("prognose-guete", "Wie gut sind solche Prognosen?")
    _below(found)
    package = resources.package()
    layout.sources_line(package.sources, facts.source_ids(package))


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


def _below(found: Forecasts) -> None:
    steps, values, assumptions, missing, sources, literature = st.tabs(
        TABS, key=TABS_KEY, on_change="rerun", bind="query-params"
    )
    with steps:
        if steps.open:
            _steps(found)
    with values:
        if values.open:
            _values(found)
    with assumptions:
        if assumptions.open:
            _assumptions()
    with missing:
        if missing.open:
            _list(NOT_MODELLED)
    with sources:
        if sources.open:
            _sources()
    with literature:
        if literature.open:
            _list(LITERATURE)


def _steps(found: Forecasts) -> None:
    for at, step in enumerate(STEPS, 1):
        st.html(
            f'<section class="kp-fm-step"><h2>{number(at)}. {escape(step.title)}</h2><p>{escape(step.text)}</p></section>'
        )
        for formula in step.formulas:
            st.latex(formula, width="content")
        letters = f'<p class="kp-sub kp-fm-letters">{escape(step.letters)}</p>' if step.letters else ""
        st.html(f'{letters}<p class="kp-fm-here"><b>In diesem Kreis</b> {escape(step.here(found))}</p>')


def _values(found: Forecasts) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.html(html_table(facts.values(found), "Kreis: Werte, mit denen gerechnet wird", ["Wert"], max_height=620))
    with right:
        decimals = {"Sterbefälle": 2, "Geburten": 2, "Wanderung": 1}
        caption = (
            "Gemeinden: Typ, Verhältnis zum Kreis nach Schrumpfung, Neigung der Wanderung je 1.000 Einwohner und Jahr"
        )
        st.html(html_table(facts.types(found), caption, decimals, signed=("Wanderung",), max_height=620))


def _assumptions() -> None:
    table = assumptions_table(resources.package().assumptions)
    st.html(html_table(table, "Annahmen der Prognose", ["Wert"], max_height=None))
    layout.hint(
        "Der Landkreis kann jeden Wert ändern: in der Tabelle annahmen.csv im Ordner data/tables, Spalte wert, Dezimalzeichen Punkt. Nach dem Neustart "
        "rechnet die Prognose damit. Bitte auch die Spalte quelle ändern, damit jeder sieht, woher der Wert kommt."
    )


def assumptions_table(table: pd.DataFrame) -> pd.DataFrame:
    """Give the assumptions as a table for people: values with as many decimals as they have."""
    return pd.DataFrame(
        {
            "Annahme": table["was"],
            "Wert": [_value(float(value)) for value in table["wert"]],
            "Einheit": table["einheit"],
            "Woher": table["quelle"],
            "Zeile": table["id"],
        }
    )


def _value(value: float) -> str:
    """Write a number with as many decimals as it has, at most four."""
    return number(value, next((d for d in range(4) if abs(round(value, d) - value) < 1e-9), 4))


def _sources() -> None:
    package = resources.package()
    own = package.sources[package.sources["source_id"].isin(facts.source_ids(package))]
    st.html(html_table(sources_table(own), "Quellen der Prognose mit Stand, Lizenz und Veränderungen", max_height=None))


def _list(items: Sequence[str]) -> None:
    st.html(f'<ul class="kp-fm-list">{"".join(f"<li>{escape(text)}</li>" for text in items)}</ul>')
