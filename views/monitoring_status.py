"""The part Status × Dynamik: where there is more need, and where it grows."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

import streamlit as st

from data.schema import Level
from indicators.monitoring.field import Field, Place
from indicators.regions import Regions
from views import (
    block,
    filterbar,
    layout,
    monitoring_data,
    monitoring_grid,
    monitoring_index,
    monitoring_map,
    monitoring_place,
    resources,
)  # fmt: skip
from views import monitoring_words as words
from views.compare_sheet import Sheet
from views.map_component import render_map
from views.map_description import MapDescription
from views.monitoring_method import STATUS_METHOD, method_html
from views.monitoring_tables import places_html, status_sheet
from views.state import Selection, level_labels, region_label
from views.wording import wording

LEVEL_KEY, BOX_KEY = "raumebene", "feld"
MAP_HEIGHT: Final = 560
NO_BOX: Final = "Feld wählen"

TakeHome = Callable[[Sheet, MapDescription], None]


def show(selection: Selection, head: st.delta_generator.DeltaGenerator, take_home: TakeHome) -> frozenset[str]:
    """Draw the part.

    Parameters
    ----------
    selection : Selection
        The chosen region is outlined and explained.
    head : DeltaGenerator
        Where the headline goes.
    take_home : callable
        Offers the files (documents are made one floor up).

    Returns
    -------
    frozenset of str
        Sources of everything shown.
    """
    regions = resources.evaluator().regions
    with st.container(horizontal=True, vertical_alignment="bottom", key="sozial_wahl"):
        title = monitoring_index.choose()
        levels = level_labels(regions)
        level = levels[st.selectbox("Ebene", list(levels), key=LEVEL_KEY, bind="query-params", width=260)]
    index = monitoring_index.index_of(title)
    if index is None:
        with head:
            layout.headline(
                "Eigener Index", "Wählen Sie bis zu sechs Zahlen; Gewicht und Richtung bestimmen Sie selbst."
            )
        return frozenset()
    found = monitoring_data.field(index, level)
    place = chosen_place(found, regions, selection.region_id)
    _head(found, regions, place, head)
    _body(found, regions, place, selection, take_home)
    return found.source_ids


def chosen_place(found: Field, regions: Regions, region_id: str) -> Place | None:
    """Find the place of the level that the chosen region is or lies in."""
    if region_id in found.places:
        return found.places[region_id]
    above = regions.parent(region_id, found.level)
    return found.places.get(above or "")


def subtitle(found: Field) -> str:
    """Say what the classes are made of, for which level, and how they are meant."""
    times = sorted({u.moment.year for u in found.status_uses if u.moment is not None and u.gap is None})
    when = f"{times[0]} bis {times[-1]}" if len(times) > 1 else str(times[0]) if times else "ohne Stand"
    return f"Status × Dynamik · {found.index.question or found.index.title} · {monitoring_map.level_words(found)} · Zahlen von {when}"


def _head(found: Field, regions: Regions, place: Place | None, head: st.delta_generator.DeltaGenerator) -> None:
    with head:
        layout.headline(words.headline(found, regions, place), subtitle(found), note=words.REMINDER)


def _body(found: Field, regions: Regions, place: Place | None, selection: Selection, take_home: TakeHome) -> None:
    st.html(monitoring_place.chips_html(found))
    payload = resources.geometry(found.level)
    source = layout.sources_text(resources.package().sources, found.source_ids)
    description = monitoring_map.describe(
        found, payload, title=words.headline(found, regions, None), subtitle=subtitle(found), source=source,
        selected=place.region_id if place else None,
    )  # fmt: skip
    left, right = st.columns(2, gap="medium")
    with left:
        _map(description, regions)
    with right:
        block.show(monitoring_grid.grid_html(found, regions, place), "sozial_felder")
        if place is not None:
            _nearby(found, regions, place, selection)
    if place is not None:
        block.show(monitoring_place.place_html(found, place, regions), "sozial_ort")
    else:
        layout.hint("Wählen Sie oben oder auf der Karte einen Ort: Dann steht hier, wie seine Klasse zustande kommt.")
    _places(found, regions)
    _below(found, regions, description, source, take_home)


def _map(description: MapDescription, regions: Regions) -> None:
    def chosen(region: str) -> None:
        # A town without an Amt is a unit of the level of the Ämter, but is chosen as the municipality it is.
        filterbar.select_region(regions, regions.members(region)[0] if regions.amtsfrei(region) else region)

    payload = resources.geometry(description.level)
    render_map(description, payload, "sozial_karte", MAP_HEIGHT, on_select=chosen, on_point=chosen)


def _nearby(found: Field, regions: Regions, place: Place, selection: Selection) -> None:
    """Say which larger region stands for a place, or offer one where the place has no class."""
    if place.region_id != selection.region_id and regions.members(place.region_id) != regions.members(
        selection.region_id
    ):
        name, larger = wording(regions, selection.region_id).name, region_label(regions, place.region_id)
        layout.hint(f"{name} ist auf dieser Ebene ein Teil von: {larger}.")
    amt = regions.parent(place.region_id, Level.AMT)
    if place.status.code is None and found.level == Level.GEMEINDE and amt and len(regions.members(amt)) > 1:
        above = monitoring_data.field(found.index, Level.AMT).places.get(amt)
        if above is not None and above.status.code is not None:
            layout.hint(f"{region_label(regions, amt)} im Ganzen: {words.place_words(above)}.")


def _places(found: Field, regions: Regions) -> None:
    """List the places of one field, chosen below the grid."""
    filled = [box for box in monitoring_grid.boxes(found, regions).values() if box.places]
    labels = {box.name: box for box in filled}
    if st.session_state.get(BOX_KEY) not in (None, NO_BOX, *labels):
        st.session_state.pop(BOX_KEY)
    picked = st.selectbox(
        "Welche Orte stehen in einem Feld?", [NO_BOX, *labels], key=BOX_KEY, bind="query-params", width=420
    )
    if picked in labels:
        block.show(places_html(found, labels[picked], regions), "sozial_orte")


def _below(found: Field, regions: Regions, description: MapDescription, source: str, take_home: TakeHome) -> None:
    """Members, method and files, one click away."""
    with st.expander("So wird gerechnet", key="sozial_methode", on_change="rerun") as method:
        if method.open:
            note = f'<p class="kp-sub">{escape(found.index.note)}</p>' if found.index.note else ""
            block.show(monitoring_place.members_html(found) + note + method_html(STATUS_METHOD), "sozial_rechnung")
    with st.expander("Tabelle und Mitnehmen", key="sozial_mitnehmen", on_change="rerun") as files:
        if files.open:
            sheet = status_sheet(found, regions, words.headline(found, regions, None), subtitle(found), source)
            block.show(places_html(found, None, regions), "sozial_tabelle")
            take_home(sheet, description)
