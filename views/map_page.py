"""The page Karte: finding, map, time, the chosen place, how it is drawn and computed, and what can be taken home."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from data.schema import Level
from indicators.catalogue import ALL_AGES, Indicator
from indicators.classes import ClassBreakError
from indicators.evaluate import Moment
from views import block, figures_table, filterbar, layout, map_view, place_view, remarks, resources, sentences, trend
from views.map_component import render_map
from views.map_view import View
from views.number_style import NumberStyle
from views.state import Selection, band_label

MAP_HEIGHT = 600
FIXED = next(iter(map_view.METHODS))
CHART_WIDTH, CHART_HEIGHT = 1300, 340
ONLINE_PICK = "_online_gewaehlt"


TakeHome = Callable[[View, Selection], None]


def show(selection: Selection, take_home: TakeHome) -> None:
    """Draw the page; ``take_home`` offers the files (documents are made one floor up)."""
    indicator = resources.catalogue()[selection.indicator_id]
    found = map_view.moments(indicator.id, selection.level, selection.band_for(indicator), selection.sex_for(indicator))
    if not found:
        _nothing(indicator, selection)
        return
    labels = map_view.moment_labels(found)
    chosen = labels[_kept_moment(list(labels))]
    view = _view(indicator, chosen, selection)
    layout.headline(view.finding, view.description.subtitle)
    _hints(indicator, selection)
    left, right = st.columns([2, 1], gap="large")
    with left:
        _draw(view, selection)
        _moment_control(list(labels))
    with right:
        told = remarks.notes(selection.region_id, indicator.id)
        block.show(place_view.html(selection, view.moment, told), "ort_feld")
    _below(view, selection, take_home)
    st.html(place_view.sources(selection, view.moment))


def _nothing(indicator: Indicator, selection: Selection) -> None:
    """Say plainly that this choice has no numbers, and what to choose instead."""
    band = band_label(selection.band_for(indicator))
    layout.headline(
        indicator.short, f"{indicator.title} · Altersgruppe {band}" if indicator.age_filter else indicator.title
    )
    if indicator.levels and Level.GEMEINDE not in indicator.levels:
        text = (
            "Diese Zahl ist nur für Landkreis, Land und Bund veröffentlicht. Sie steht im Steckbrief des Landkreises."
        )
    elif indicator.age_filter:
        text = "Für diese Altersgruppe und Ebene gibt es keine veröffentlichten Zahlen. Wählen Sie oben eine andere Altersgruppe oder Ebene."
    else:
        text = "Für diese Ebene gibt es hierzu keine veröffentlichten Zahlen. Wählen Sie oben eine andere Ebene oder einen anderen Indikator."
    layout.hint(text)


def _kept_moment(options: Sequence[str]) -> str:
    """Give the time in the address if this indicator has it, else the newest."""
    value = st.session_state.get("jahr") or st.query_params.get("jahr")
    return str(value) if value in options else options[-1]


def _moment_control(options: list[str]) -> None:
    if len(options) == 1:
        st.html(f'<p class="kp-sub">Zeit: <strong>{options[0]}</strong> – nur dieser Stichtag ist bekannt.</p>')
        return
    if st.session_state.get("jahr") not in options:
        st.session_state.pop("jahr", None)
    if len(options) <= 8:
        st.segmented_control("Jahr", options, default=options[-1], key="jahr", bind="query-params", required=True)
    else:
        st.select_slider("Jahr", options, value=options[-1], key="jahr", bind="query-params")


def _hints(indicator: Indicator, selection: Selection) -> None:
    """Say which filters narrow the view, and which have no effect here."""
    idle = []
    about_them = selection.persona is not None and indicator.id in selection.persona.indicators
    if selection.band != ALL_AGES and not indicator.age_filter and not about_them:
        idle.append("die Altersgruppe")
    if selection.sex != "t" and not indicator.sex_filter:
        idle.append("das Geschlecht")
    if idle:
        verb = "haben" if len(idle) > 1 else "hat"
        both = " und ".join(idle)
        layout.hint(
            f"{both[0].upper()}{both[1:]} {verb} auf diesen Indikator keinen Einfluss: Die Zahlen gibt es nur für alle."
        )


def _view(indicator: Indicator, moment: Moment, selection: Selection) -> View:
    method = st.session_state.get("klassen", FIXED)
    own = st.session_state.get("grenzen", "")
    small = bool(st.session_state.get("kleine", False))
    try:
        return map_view.build(indicator, moment, selection, method, own, show_small=small)
    except ClassBreakError as error:
        st.session_state["_grenzen_fehler"] = str(error)
        return map_view.build(indicator, moment, selection, FIXED, "", show_small=small)


def _draw(view: View, selection: Selection) -> None:
    regions = resources.evaluator().regions

    def chosen(region: str) -> None:
        filterbar.select_region(regions, region)

    if st.session_state.get("hintergrund"):
        from views import map_online  # folium is only loaded when somebody asks for it

        picked = map_online.render_online_map(
            view.description, resources.shapes(selection.level), key="karte_online", height=MAP_HEIGHT
        )
        if picked and picked != st.session_state.get(ONLINE_PICK):
            st.session_state[ONLINE_PICK] = picked
            filterbar.select_region_later(picked)
        return
    other = _second(selection)
    if other is None:
        render_map(view.description, resources.geometry(selection.level), "karte", MAP_HEIGHT, on_select=chosen)
        return
    for column, one, key in zip(st.columns(2), (view, other), ("karte", "karte2"), strict=True):
        with column:
            layout.small_title(one.finding, one.description.subtitle)
            render_map(one.description, resources.geometry(selection.level), key, MAP_HEIGHT - 120, on_select=chosen)


def _second(selection: Selection) -> View | None:
    """Make the second map if the user asked for two."""
    if not st.session_state.get("zwei"):
        return None
    catalogue = resources.catalogue()
    labels = {i.short: i.id for i in catalogue.indicators.values()}
    wanted = st.selectbox("Zweite Karte zeigt", list(labels), key="indikator2", bind="query-params", width=380)
    indicator = catalogue[labels[wanted]]
    found = map_view.moments(indicator.id, selection.level, selection.band_for(indicator), selection.sex_for(indicator))
    return _view(indicator, found[-1], selection) if found else None


def _below(view: View, selection: Selection, take_home: TakeHome) -> None:
    """Table, method, drawing options and files, one click away."""
    method, course, tables, drawing, files = st.tabs(
        ["So wird gerechnet", "Verlauf", "Tabelle", "Darstellung", "Mitnehmen"], key="unten", on_change="rerun"
    )
    with course:
        if course.open:
            _chart(view, selection)
    with tables:
        if tables.open:  # a hundred rows are only sent to those who look at them
            block.show(_table(view), "tabelle")
    with method:
        block.show(_method(view.indicator, view), "methode")
    with drawing:
        _drawing_options()
    with files:
        if files.open:
            take_home(view, selection)


def _chart(view: View, selection: Selection) -> None:
    """Show the development large, with every number under the pointer."""
    from views import trend_chart  # plotly is only loaded when somebody asks for it

    series, indicator = place_view.course(selection), view.indicator
    if not series:
        layout.hint("Hierzu ist nur ein Stichtag bekannt; einen Verlauf gibt es deshalb nicht.")
        return
    figure = trend_chart.trend_figure(
        series, indicator.unit, indicator.decimals, signed=indicator.signed, title=indicator.short,
        width=CHART_WIDTH, height=CHART_HEIGHT, notes=remarks.notes(selection.region_id, indicator.id),
    )  # fmt: skip
    st.plotly_chart(figure, config=trend_chart.CONFIG, theme=None, key="verlauf_gross")
    style = NumberStyle(indicator.unit, indicator.decimals, indicator.signed)
    st.html(f'<p class="kp-sub">{escape(trend.describe(series, style, indicator.short))}</p>')
    remarks.show(selection.region_id, indicator.id, series)


def _table(view: View) -> str:
    regions = resources.evaluator().regions
    return figures_table.figures_html(view.indicator, view.frame, regions, caption=view.description.subtitle)


def _method(indicator: Indicator, view: View) -> str:
    return layout.method_html(indicator, sentences.moment_with_base(view.moment))


def _drawing_options() -> None:
    first, second = st.columns(2)
    with first:
        method = st.selectbox("Klassen", list(map_view.METHODS), key="klassen", bind="query-params")
        if method == "eigene Grenzen":
            st.text_input(
                "Grenzen, mit Semikolon getrennt", key="grenzen", bind="query-params", placeholder="15; 18; 21,5"
            )
            error = st.session_state.pop("_grenzen_fehler", "")
            if error:
                st.error(error)
    with second:
        st.toggle("Auch zu kleine Orte einfärben", key="kleine", bind="query-params")
        st.toggle("Zwei Karten nebeneinander", key="zwei", bind="query-params")
        st.toggle("Hintergrundkarte aus dem Internet (OpenStreetMap)", key="hintergrund")
        st.html('<p class="kp-sub">Nur mit diesem Schalter fragt die Seite einen fremden Rechner, sonst nie.</p>')
