"""The page Wege: how far it is to what people need, who lives far away, and who gains when something opens, moves or closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

import streamlit as st

from data.schema import Level
from indicators import ages
from indicators.access.plan import Change
from indicators.catalogue import ALL_AGES
from views import (
    access_bars,
    access_data,
    access_gains,
    access_map,
    access_methods,
    access_panel,
    access_plan,
    access_tables,
    access_upload,
    access_words,
    block,
    filterbar,
    layout,
    resources,
)  # fmt: skip
from views.access_data import METHODS, Asked, Pool, View
from views.forecast_words import people_words
from views.formats import number
from views.map_component import render_map
from views.map_description import MapDescription
from views.state import Selection

KIND_KEY, LIMIT_KEY, METHOD_KEY, PART_KEY, SHOWN_KEY = "ziel", "km", "gemessen", "wege", "wege_zeigen"
TODAY, WHAT_IF = "Heute", "Was wäre, wenn?"
OWN_TABLE: Final = "Einrichtungen, eigene Tabelle"
DIFFERENCE, AFTER, BEFORE = "Unterschied", "danach", "heute"
DEFAULT_KM, FARTHEST_KM = 5, 50
FOLLOWED: Final = "_wege_blick"
"""Whose eyes the page was last looked at with."""
MISSING: Final = "„{}“ kommt in diesen Daten nicht vor. Stammt der Link aus einer eigenen Tabelle, laden Sie diese bitte noch einmal hoch."
MAP_HEIGHT: Final = 600
STYLE_FILE: Final = Path(__file__).with_name("access.css")


@dataclass(frozen=True)
class TakeHome:
    """What offers files (documents are made one floor up).

    Attributes
    ----------
    files : callable
        Takes the view and the map that is shown.
    template : callable
        Offers the empty table of facilities.
    """

    files: Callable[[View, MapDescription], None]
    template: Callable[[], None]


def show(selection: Selection, take_home: TakeHome) -> None:
    """Draw the page."""
    st.html(f"<style>{_style()}</style>")
    facilities = access_data.pool()
    if not facilities.kinds or not access_data.ages_known():
        _nothing(take_home)
        return
    asked = _asked(selection, facilities)
    changes, lost = access_plan.changes(facilities)
    view = access_data.view(asked, facilities, changes, selection.region_id)
    head = st.container(key="wege_kopf")
    left, right = st.columns([2, 1], gap="large")
    with right:
        today, what_if = st.tabs([TODAY, WHAT_IF], key=PART_KEY, on_change="rerun", bind="query-params")
        if what_if.open:
            _what_if(what_if, view, changes, facilities)
        else:
            with today:
                block.show(access_panel.today_html(view), "wege_heute")
    changed = bool(what_if.open and view.changes)
    shown = _shown(view, changed=changed)
    description = _description(view, selection, shown, changed=changed, planning=bool(what_if.open))
    with head:
        layout.headline(description.title, description.subtitle)
        _hints(selection, view, facilities, lost)
    with left:
        _draw(description, view, facilities, planning=bool(what_if.open))
        if changed:
            _choice()
        block.show(access_bars.html(view if changed else _without(view)), "wege_balken")
    _below(view if changed else _without(view), description, facilities, take_home)
    _sources_line(view)


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


def _nothing(take_home: TakeHome) -> None:
    """Say plainly what is missing, and how it can be brought along."""
    if access_data.ages_known():
        layout.headline("Noch sind keine Einrichtungen eingetragen", "Wege")
        access_upload.show(take_home.template)
    else:
        layout.headline("Für diese Gemeinden sind keine Altersangaben veröffentlicht", "Wege")


def _without(view: View) -> View:
    """Give the view of today, without the changes."""
    return View(view.asked, view.region_id, view.members, view.people, view.now, view.now, ())


def _asked(selection: Selection, facilities: Pool) -> Asked:
    """Let the user choose where to, how far, and how it is measured."""
    names = {_label(kind.name): kind for kind in facilities.kinds.values()}
    first = _first(selection, facilities)
    _follow(selection, first)
    missing = st.query_params.get(KIND_KEY, first)
    if missing not in names:
        layout.hint(MISSING.format(missing))
    with filterbar.bar():
        name = st.selectbox(
            "Wohin?", list(names), index=list(names).index(first), key=KIND_KEY, bind="query-params", width=215
        )
        limit = st.number_input(
            "Weiter als (km)", 1, FARTHEST_KM, DEFAULT_KM, 1, key=LIMIT_KEY, bind="query-params", width=150
        )
        method = st.selectbox("Gemessen als", list(METHODS), key=METHOD_KEY, bind="query-params", width=215)
    kind = names[name]
    wanted = kind.band if selection.band == ALL_AGES else selection.band
    return Asked(kind, wanted, float(limit), method)


def _label(name: str) -> str:
    return name[:1].upper() + name[1:]


def _first(selection: Selection, facilities: Pool) -> str:
    """Choose what the page opens with: what a persona needs most, else the first kind."""
    wanted = selection.persona.services if selection.persona else ()
    key = next((service for service in wanted if service in facilities.kinds), next(iter(facilities.kinds)))
    return _label(facilities.kinds[key].name)


def _follow(selection: Selection, first: str) -> None:
    """Turn to what a persona needs most when somebody chooses another one; a link keeps what it names."""
    now = selection.persona.id if selection.persona else ""
    if now and st.session_state.get(FOLLOWED, now) != now:
        st.session_state[KIND_KEY] = first
    st.session_state[FOLLOWED] = now


def _what_if(tab: Any, view: View, changes: Sequence[Change], facilities: Pool) -> None:
    with tab:
        access_plan.controls(changes, facilities, view.asked.kind)
        if view.changes:
            block.show(access_gains.gains_html(view), "wege_gewinn")


def _shown(view: View, *, changed: bool) -> str:
    """Tell which map is wanted; without changes there is only one."""
    value = st.session_state.get(SHOWN_KEY) or st.query_params.get(SHOWN_KEY)
    return str(value) if changed and value in (AFTER, BEFORE) else DIFFERENCE if changed else BEFORE


def _choice() -> None:
    st.segmented_control(
        "Die Karte zeigt",
        [DIFFERENCE, AFTER, BEFORE],
        default=DIFFERENCE,
        key=SHOWN_KEY,
        bind="query-params",
        required=True,
    )


def _description(view: View, selection: Selection, shown: str, *, changed: bool, planning: bool) -> MapDescription:
    title = access_gains.headline(view) if changed else access_panel.headline(view)
    outlined = access_plan.target() if planning else None
    regions = resources.evaluator().regions
    if outlined is None and regions.level(selection.region_id) == Level.GEMEINDE:
        outlined = selection.region_id
    if shown == DIFFERENCE:
        return access_map.change_map(view, title, outlined)
    return access_map.ways_map(view, view.now if shown == BEFORE else view.then, title, outlined)


def _draw(description: MapDescription, view: View, facilities: Pool, *, planning: bool) -> None:
    regions = resources.evaluator().regions

    def chosen(region: str) -> None:
        if planning:
            access_plan.click_municipality(region)
        else:
            filterbar.select_region(regions, region)

    def pointed(point: str) -> None:
        access_plan.click_facility(point, facilities, view.asked.kind)

    render_map(
        description, resources.geometry(Level.GEMEINDE), "wege_karte", MAP_HEIGHT, on_select=chosen, on_point=pointed
    )


def _hints(selection: Selection, view: View, facilities: Pool, lost: int) -> None:
    """Say whose ways these are, which ages stand in for others, which table counts, and what a link brought in vain."""
    kind, counted = view.asked.kind, view.people
    if selection.band == ALL_AGES and kind.band != ALL_AGES:
        layout.hint(
            f"Gezählt sind {people_words(counted.band).many}, weil {kind.plural if kind.gender else kind.name} für sie da sind. "
            "Oben lässt sich eine andere Altersgruppe wählen."
        )
    if counted.band != counted.wanted:
        layout.hint(
            f"Für das Alter {ages.words(counted.wanted)} gibt es je Gemeinde keine Zahlen. Gezählt ist die nächstgrößere Gruppe: "
            f"{ages.words(counted.band)}."
        )
    if kind.key in facilities.replaced:
        new, old, whose = facilities.replaced[kind.key]
        layout.hint(f"{access_words.many(kind, new)} aus {whose} gelten statt der mitgelieferten {number(old)}.")
    if lost:
        word = "Eine Änderung" if lost == 1 else f"{number(lost)} Änderungen"
        layout.hint(
            f"{word} aus dem Link gibt es mit diesen Einrichtungen nicht; sie blieb{'en' if lost > 1 else ''} weg."
        )


def _below(view: View, description: MapDescription, facilities: Pool, take_home: TakeHome) -> None:
    """Tables, one's own facilities, method and files, one click away."""
    places, points, method, files = st.tabs(
        ["Gemeinden", OWN_TABLE, "So wird gerechnet", "Mitnehmen"],
        key="wege_unten",
        on_change="rerun",
    )
    if places.open:
        with places:
            block.show(access_tables.municipalities_html(view), "wege_gemeinden")
    if points.open:
        with points:
            block.show(access_tables.facilities_html(view), "wege_einrichtungen")
            access_upload.show(take_home.template)
    if method.open:
        with method:
            block.show(access_methods.html(view), "wege_methode")
    if files.open:
        with files:
            take_home.files(view, description)


def _sources_line(view: View) -> None:
    """Name the sources of everything on the page; those of somebody's own table as they were written there."""
    known = resources.package().sources
    used = access_map.facility_sources(view.now.facilities)
    shipped = known[known["attribution"].isin(used)]
    own = [source for source in used if source not in set(shipped["attribution"])]
    if own:
        st.html(f'<p class="kp-sub">Eigene Angaben zu {escape(view.asked.kind.name)}: {escape("; ".join(own))}.</p>')
    ages_from = {source for counted in access_data.age_groups() for source in counted.sources}
    layout.sources_line(known, {*shipped["source_id"], *view.people.sources, *ages_from}, boundaries=True)
