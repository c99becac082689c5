"""The page Vergleich: up to eight regions or people's own groups side by side, one question each in six parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st

from data.schema import Level
from views import (
    block,
    compare_dots,
    compare_heat,
    compare_multiples,
    compare_scatter,
    compare_spine,
    compare_units,
    groups,
    layout,
    resources,
    similar_view,
)
from views.compare_sheet import Part, Sheet, table_html
from views.compare_units import Chosen
from views.compare_view import CompareView
from views.state import Selection

STYLE_FILE: Final = Path(__file__).with_name("compare.css")
BESIDE_KEY: Final = "orte"
TABS_KEY: Final = "teil"
TABLE_KEY: Final = "tabelle_offen"

TakeHome = Callable[[Sheet], None]
Show = Callable[[CompareView, Any], Part]
PARTS: Final[dict[str, Show]] = {
    "Wo stehen wir?": compare_spine.show,
    "Alles auf einen Blick": compare_heat.show,
    "Ist der Unterschied echt?": compare_dots.show,
    "Hängt das zusammen?": compare_scatter.show,
    "Wohin geht es?": compare_multiples.show,
    similar_view.TITLE: lambda view, bar: similar_view.show(view.selection, _beside),
}


def show(selection: Selection, take_home: TakeHome) -> None:
    """Draw the page; ``take_home`` offers the files of a picture (documents are made one floor up)."""
    st.html(f"<style>{_style()}</style>")
    bar = st.container(key="vergleich_wahl", horizontal=True, vertical_alignment="bottom")
    view = CompareView(selection, _choose(selection, bar), resources.catalogue())
    head = st.container()
    tabs = st.tabs(list(PARTS), key=TABS_KEY, on_change="rerun", bind="query-params")
    for tab, draw in zip(tabs, PARTS.values(), strict=True):
        if tab.open:
            with tab:
                part = draw(view, bar)
                _below(part, take_home)
            with head:
                layout.headline(part.finding, part.subtitle)
                for hint in (*view.chosen.notes, *part.hints):
                    layout.hint(hint)


def _beside(region_ids: Sequence[str]) -> None:
    """Put regions beside the one in focus and open the table of all; called before the page runs again."""
    labels = {region: label for label, region in compare_units.region_options(resources.evaluator().regions).items()}
    st.session_state[BESIDE_KEY] = [labels[r] for r in region_ids if r in labels][: compare_units.MOST - 1]
    st.session_state[TABS_KEY] = list(PARTS)[1]


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


def _choose(selection: Selection, bar: Any) -> Chosen:
    """Let people choose who stands beside the region of the filter bar."""
    regions = resources.evaluator().regions
    options = [*compare_units.set_labels(regions, similar=True), *compare_units.region_options(regions)]
    suggested = compare_units.choose(regions, selection.region_id, (), (), _people()).units[1:]
    hint = "Ort eintippen" if groups.wanted() else f"Vorschlag: {', '.join(unit.name for unit in suggested)}"
    with bar:
        picked = st.multiselect(
            "Daneben", options, key=BESIDE_KEY, bind="query-params", max_selections=compare_units.MOST - 1, width=430,
            placeholder=hint, select_all=False,
            help="Bis zu sieben weitere Gebiete, oder eine ganze Reihe auf einmal, zum Beispiel „alle Ämter“. "
            "Solange nichts gewählt ist, stehen hier Vorschläge.",
        )  # fmt: skip
        own = groups.choose(regions)
    return compare_units.choose(regions, selection.region_id, picked, own, _people(), similar_view.alike_in_county)


@st.cache_resource
def _people() -> dict[str, float]:
    """Give the number of inhabitants of every region at the newest time all municipalities are counted."""
    rows, indicator = resources.rows(), resources.catalogue()["einwohner"]
    regions = rows.evaluator.regions
    ids = list(dict.fromkeys(r for level in Level for r in regions.at_level(level)))
    for moment in reversed(rows.moments(indicator)):
        found = {r: float(rows.at(indicator, moment, r)["value"]) for r in ids}
        if not any(math.isnan(found[r]) for r in regions.municipalities):
            return {r: heads for r, heads in found.items() if not math.isnan(heads)}
    return {}


def _below(part: Part, take_home: TakeHome) -> None:
    """Offer all numbers and the files, one click away, then the sources."""
    if part.sheet is not None:
        table = st.expander("Alle Zahlen als Tabelle", key=TABLE_KEY, on_change="rerun")
        if table.open:
            with table:
                block.show(table_html(part.sheet.table(), part.sheet.title), "vergleich_tabelle")
        take_home(part.sheet)
    if part.source_ids:
        layout.sources_line(resources.package().sources, part.source_ids)
