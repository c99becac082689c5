"""The filter bar under the navigation: region, age group, sex and comparison, bound to the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from data.schema import AGE_OPEN, Level
from indicators.catalogue import ALL_AGES, Band, Catalogue
from indicators.personas import Persona
from indicators.regions import Regions
from views import state
from views.state import Selection

REGION_KEY: Final = "ort"
BAND_KEY: Final = "alter"
OWN_BAND_KEY: Final = "von_bis"
SEX_KEY: Final = "geschlecht"
BENCHMARK_KEY: Final = "vergleich"
INDICATOR_KEY: Final = "indikator"
LEVEL_KEY: Final = "ebene"
PERSONA_KEY: Final = "blick"
EVERYBODY: Final = "alle"
LATER_KEY: Final = "_ort_danach"
BAR_KEY: Final = "_filterzeile"
DEFAULT_INDICATOR: Final = "anteil_67"
SLIDER_END: Final = 100


def show(
    regions: Regions, catalogue: Catalogue, controls: Sequence[str], personas: Mapping[str, Persona] | None = None
) -> Selection:
    """Draw the bar and give the view the user chose.

    Parameters
    ----------
    regions : Regions
        The register.
    catalogue : Catalogue
        The indicators.
    controls : Sequence[str]
        Which of "indikator", "ebene", "ort", "blick", "alter", "geschlecht" and "vergleich" have an effect on this page; the others
        keep their value.
    personas : Mapping[str, Persona] | None
        With whose eyes the figures can be looked at, by name.
    """
    known = personas or {}
    if LATER_KEY in st.session_state:
        select_region(regions, st.session_state.pop(LATER_KEY))
    labels = state.region_labels(regions)
    bar = st.container(key="filter", horizontal=True, vertical_alignment="bottom")
    st.session_state[BAR_KEY] = bar
    persona = known.get(_kept(PERSONA_KEY, [EVERYBODY, *known])) if "blick" in controls else None
    _open_with(catalogue, persona)
    with bar:
        indicator = _indicator(catalogue, persona) if "indikator" in controls else DEFAULT_INDICATOR
        level = _level(regions, catalogue[indicator].levels) if "ebene" in controls else Level.GEMEINDE
        region = labels[_region(list(labels))] if "ort" in controls else labels[_kept(REGION_KEY, list(labels))]
        if "blick" in controls and known:
            persona = _persona(catalogue, known)
        band = _band([p.band for p in known.values()]) if "alter" in controls else ALL_AGES
        sex = _sex() if "geschlecht" in controls else "t"
        benchmarks = state.benchmark_labels(regions, region)
        benchmark = _benchmark(benchmarks) if "vergleich" in controls else next(iter(benchmarks.values()))
    return Selection(region, band, sex, benchmark, indicator, level, persona)


def _open_with(catalogue: Catalogue, persona: Persona | None) -> None:
    """Let a link that names a persona, but no ages or no indicator, open with the persona's own."""
    if persona is None:
        return
    own = {BAND_KEY: state.band_label(persona.band), INDICATOR_KEY: _label(catalogue, persona)}
    for key, value in own.items():
        if key not in st.session_state and key not in st.query_params:
            st.session_state[key] = value


def _label(catalogue: Catalogue, persona: Persona) -> str:
    """Give the label of what matters most to a persona."""
    return next(iter(state.indicator_labels(catalogue, persona.indicators)))


def _persona(catalogue: Catalogue, personas: Mapping[str, Persona]) -> Persona | None:
    """Choose a persona; that turns the ages and the indicator of the whole app, which may then be changed on their own."""

    def turn() -> None:
        chosen = personas.get(st.session_state[PERSONA_KEY])
        st.session_state[BAND_KEY] = state.band_label(chosen.band if chosen else ALL_AGES)
        if chosen:
            st.session_state[INDICATOR_KEY] = _label(catalogue, chosen)

    name = st.selectbox(
        "Blickwinkel", [EVERYBODY, *personas], key=PERSONA_KEY, bind="query-params", on_change=turn, width=150,
        help="Mit wessen Augen? Altersgruppe, Indikator und Texte richten sich danach.",
    )  # fmt: skip
    return personas.get(name)


def bar() -> Any:
    """Give the filter bar of this run, so that a page can put a control of its own beside the shared ones."""
    return st.session_state[BAR_KEY]


def select_region(regions: Regions, region_id: str) -> None:
    """Make a region the one in focus, for the whole app (used by clicks on maps and lists before the page runs again)."""
    labels = {r: label for label, r in state.region_labels(regions).items()}
    if region_id in labels:
        st.session_state[REGION_KEY] = labels[region_id]


def select_region_later(region_id: str) -> None:
    """Choose a region from the middle of a run: remembered, then the page runs again and the bar takes it up."""
    st.session_state[LATER_KEY] = region_id
    st.rerun()


def _indicator(catalogue: Catalogue, persona: Persona | None) -> str:
    labels = state.indicator_labels(catalogue, persona.indicators if persona else ())
    options = list(labels)
    start = list(labels.values()).index(DEFAULT_INDICATOR)
    return labels[st.selectbox("Indikator", options, index=start, key=INDICATOR_KEY, bind="query-params", width=270)]


def _level(regions: Regions, allowed: Sequence[str]) -> Level:
    labels = state.level_labels(regions, allowed) or state.level_labels(regions)
    return labels[st.selectbox("Ebene", list(labels), key=LEVEL_KEY, bind="query-params", width=165)]


def _kept(key: str, options: Sequence[str]) -> str:
    value = st.session_state.get(key) or st.query_params.get(key)
    return str(value) if value in options else options[0]


def _region(options: list[str]) -> str:
    return st.selectbox(
        "Gebiet", options, key=REGION_KEY, bind="query-params", width=210, placeholder="Ort eintippen",
        help="Tippen Sie die ersten Buchstaben. Oben stehen Landkreis, Planungsregionen und Ämter, darunter alle Gemeinden.",
    )  # fmt: skip


def _band(more: Sequence[Band]) -> Band:
    presets = state.preset_bands(more)
    choice = st.selectbox(
        "Altersgruppe", [*presets, state.OWN_BAND_LABEL], key=BAND_KEY, bind="query-params", width=165
    )
    if choice != state.OWN_BAND_LABEL:
        return presets[choice]
    low, high = st.slider(
        "von … bis unter … Jahre", 0, SLIDER_END, (18, 60), key=OWN_BAND_KEY, bind="query-params", width=220
    )
    return (low, AGE_OPEN if high >= SLIDER_END else max(high, low + 1))


def _sex() -> str:
    names = {label: sex for sex, label in state.SEX_LABELS.items()}
    return names[st.selectbox("Geschlecht", list(names), key=SEX_KEY, bind="query-params", width=95)]


def _benchmark(benchmarks: dict[str, str]) -> str:
    options = list(benchmarks)
    return benchmarks[st.selectbox("Verglichen mit", options, key=BENCHMARK_KEY, bind="query-params", width=190)]
