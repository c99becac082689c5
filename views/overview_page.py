"""The page Überblick: one sentence, three numbers, three ways in, one map whose places open their Steckbrief."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

import streamlit as st

from data.schema import Level
from indicators.catalogue import ALL_AGES
from indicators.evaluate import Evaluator, Moment
from indicators.regions import Regions
from views import data_status, filterbar, layout, map_view, navigation, questions, resources
from views.formats import number
from views.map_component import render_map
from views.sentences import latest, moment_with_base
from views.state import Selection, region_label
from views.wording import article_dative, wording

STYLE_FILE: Final = Path(__file__).with_name("overview.css")
MAP_INDICATOR: Final = "einwohner_10_jahre"
MAP_HEIGHT: Final = 590
SEARCH_KEY: Final = "meine_gemeinde"
CHOSEN_KEY: Final = "_zum_steckbrief"
FIXED: Final = next(iter(map_view.METHODS))
WHAT: Final = (
    "Amtliche Zahlen zu jeder Gemeinde {where}: wer hier lebt, was sich ändert und wie sicher das ist – "
    "damit alle über dasselbe reden, wenn sie die Zukunft ihres Ortes planen."
)


def show(selection: Selection) -> None:
    """Draw the start page."""
    evaluator = resources.evaluator()
    if st.session_state.pop(CHOSEN_KEY, False):
        navigation.go("steckbrief")
    st.html(f"<style>{_style()}</style>")
    left, right = st.columns(2, gap="medium")
    with left:
        st.html(_head_html(evaluator, selection.region_id))
        _entries(evaluator.regions)
    with right:
        _map(selection)
    questions.show(evaluator.regions, resources.catalogue(), selection.region_id)
    _status()
    layout.sources_line(evaluator.package.sources, _used_sources(selection), boundaries=True)


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


# -- head ------------------------------------------------------------------------------------------------------------------


def _head_html(evaluator: Evaluator, region_id: str) -> str:
    regions = evaluator.regions
    where = article_dative(regions, regions.county)
    below = "" if region_id == regions.county else f'<p class="kp-sub">{escape(_lies_in(regions, region_id))}</p>'
    return (
        f'<header class="kp-head"><h1>{escape(headline(evaluator, region_id))}</h1>{below}'
        f'<p class="kp-what">{escape(WHAT.format(where=where))}</p>{numbers_html(evaluator, region_id)}</header>'
    )


def headline(evaluator: Evaluator, region_id: str) -> str:
    """Say in one line who lives there: "218.123 Menschen leben im Landkreis Rostock, in 112 Gemeinden"."""
    regions = evaluator.regions
    row = latest(evaluator, resources.catalogue()["einwohner"], region_id)
    words = wording(regions, region_id)
    members = len(regions.members(region_id))
    parts = f", in {number(members)} Gemeinden" if members > 1 else ""
    if row is None:
        return f"{words.name}{parts}"
    return f"{number(row['value'])} Menschen leben {words.where}{parts}"


def _lies_in(regions: Regions, region_id: str) -> str:
    return " › ".join(region_label(regions, r) for r in regions.path(region_id))


def numbers_html(evaluator: Evaluator, region_id: str) -> str:
    """Write the three big numbers: inhabitants, their change in ten years, people of 67 and more."""
    cells = (_people(evaluator, region_id), _decade(evaluator, region_id), _old(evaluator, region_id))
    return f'<dl class="kp-numbers">{"".join(cells)}</dl>'


def _big(value: str, label: str, when: str) -> str:
    return f"<div><dd>{escape(value)}</dd><dt><b>{escape(label)}</b><span>{escape(when)}</span></dt></div>"


def _people(evaluator: Evaluator, region_id: str) -> str:
    row = latest(evaluator, resources.catalogue()["einwohner"], region_id)
    if row is None:
        return ""
    return _big(number(row["value"]), "Menschen", moment_with_base(Moment(row["period"], row["census_base"])))


def _decade(evaluator: Evaluator, region_id: str) -> str:
    row = latest(evaluator, resources.catalogue()[MAP_INDICATOR], region_id)
    if row is None:
        return ""
    base = moment_with_base(Moment(row["period"], row["census_base"])).partition(" · ")[2]
    when = f"{row['year'] - 10} bis {row['year']}" + (f" · {base}" if base else "")
    return _big(number(row["numerator"], signed=True), "Menschen in zehn Jahren", when)


def _old(evaluator: Evaluator, region_id: str) -> str:
    row = latest(evaluator, resources.catalogue()["anteil_67"], region_id)
    if row is None:
        return ""
    label = f"von {number(row['denominator'])} sind 67 oder älter"
    return _big(number(row["numerator"]), label, moment_with_base(Moment(row["period"], row["census_base"])))


# -- ways in ---------------------------------------------------------------------------------------------------------------


def _entries(regions: Regions) -> None:
    """Draw the three ways in: planners, mayors, facilitators."""
    county = "den Landkreis" if wording(regions, regions.county).short == "Landkreis" else regions.name(regions.county)
    with _card("einstieg_planen"):
        _say(f"Ich plane für {county}", "Alle Gemeinden auf einer Karte – und wie es bis 2045 weitergehen kann.")
        with st.container(horizontal=True):
            navigation.link("karte", "Karte", icon=":material/map:")
            navigation.link("sozialraum", "Sozialraum", icon=":material/diversity_3:")
            navigation.link("prognose", "Prognose", icon=":material/trending_up:")
    with st.container(border=True, key="einstieg_gemeinde"):
        _say("Ich will meine Gemeinde sehen", "Das Wichtigste auf einer Seite, auch zum Ausdrucken.")
        _search(regions)
    with _card("einstieg_werkstatt"):
        _say(
            "Ich leite eine Zukunftswerkstatt", "Den Abend vorbereiten, vorführen, mitschreiben – und was daraus wird."
        )
        with st.container(horizontal=True):
            navigation.link("werkstatt", "Werkstatt", icon=":material/co_present:")
            navigation.link("swot", "SWOT", icon=":material/grid_view:")
            navigation.link("werkstattplan", "Werkstattplan", icon=":material/checklist:")


def _card(key: str) -> Any:
    """Draw a card: words, the links below them."""
    return st.container(border=True, key=key)


def _say(who: str, what: str) -> None:
    st.html(_entry_html(who, what), width="stretch")


def _entry_html(who: str, what: str) -> str:
    return f'<div class="kp-entry"><h2>{escape(who)}</h2><p>{escape(what)}</p></div>'


def _search(regions: Regions) -> None:
    names = {region_label(regions, m): m for m in sorted(regions.municipalities, key=regions.name)}

    def chosen() -> None:
        name = st.session_state.get(SEARCH_KEY)
        if name in names:
            filterbar.select_region(regions, names[name])
            st.session_state[CHOSEN_KEY] = True

    st.selectbox(
        "Name der Gemeinde", list(names), index=None, key=SEARCH_KEY, on_change=chosen,
        placeholder="Die ersten Buchstaben eintippen",
    )  # fmt: skip


# -- map -------------------------------------------------------------------------------------------------------------------


def _view(selection: Selection) -> map_view.View | None:
    indicator = resources.catalogue()[MAP_INDICATOR]
    found = map_view.moments(indicator.id, Level.GEMEINDE, ALL_AGES, "t")
    if not found:
        return None
    plain = replace(selection, indicator_id=indicator.id, level=Level.GEMEINDE, band=ALL_AGES, sex="t")
    return map_view.build(indicator, found[-1], plain, FIXED, "", show_small=False)


def _map(selection: Selection) -> None:
    view = _view(selection)
    if view is None:
        return
    regions = resources.evaluator().regions
    st.html(
        f'<div class="kp-map-title"><h2>{escape(view.finding)}</h2><p>{escape(view.description.subtitle)} · '
        "Ein Klick auf eine Gemeinde öffnet ihren Steckbrief.</p></div>"
    )

    def chosen(region: str) -> None:
        filterbar.select_region(regions, region)
        st.session_state[CHOSEN_KEY] = True

    render_map(view.description, resources.geometry(Level.GEMEINDE), "ueberblick_karte", MAP_HEIGHT, on_select=chosen)


# -- status ----------------------------------------------------------------------------------------------------------------


@st.cache_data(show_spinner=False)
def _status_words() -> list[tuple[str, str]]:
    return data_status.status_words(resources.rows(), resources.catalogue())


def _status() -> None:
    parts = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in _status_words())
    st.html(
        f'<dl class="kp-status" aria-label="So neu sind die Zahlen der Gemeinden"><div><dt><b>Stand der Zahlen</b></dt><dd></dd></div>{parts}</dl>'
    )
    navigation.link("daten", "Alle Quellen, Stände und Regeln")


def _used_sources(selection: Selection) -> set[str]:
    evaluator, catalogue = resources.evaluator(), resources.catalogue()
    used: set[str] = set()
    for indicator_id in ("einwohner", MAP_INDICATOR, "anteil_67"):
        row = latest(evaluator, catalogue[indicator_id], selection.region_id)
        used |= set() if row is None else set(row["source_ids"])
    view = _view(selection)
    return used if view is None else used | resources.sources_of(view.frame)
