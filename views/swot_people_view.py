"""The four panels with figures and people side by side: order, what is hidden, the sheet to print, and the forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from indicators.evidence import Statement as Evidence
from views import (
    layout,
    resources,
    signed_in,
    swot_board,
    swot_panel,
    swot_people,
    swot_people_cards,
    swot_people_forms,
    swot_sheet_view,
    swot_words,
)
from views.formats import number
from views.state import Selection
from views.swot_panel import Beside
from views.swot_people import People
from views.swot_sheet import Sheet
from views.wording import wording

BY_FIGURES: Final = "Stärke der Zahl"
BY_DOTS: Final = "Punkte"
CARDS: Final = "Karten"
SHEET: Final = "Blatt A4"
ORDER_KEY: Final = "ordnung"
VIEW_KEY: Final = "ansicht"
CLOSED: Final = "Was Menschen sagen, ist hier nur nach Anmeldung zu lesen."


def show(selection: Selection, found: Sequence[Evidence], newest: int) -> Sheet | None:
    """Draw figures and people together; gives the sheet where that is shown."""
    by_dots, sheet = _choices()
    people = _people(selection, by_dots=by_dots)
    _say(people)
    if sheet:
        return swot_sheet_view.show(selection, found, people, newest)
    evaluator = resources.evaluator()
    markup = swot_panel.swot_html(
        evaluator, found, selection.region_id, newest, _beside(selection, people, by_dots=by_dots)
    )
    swot_board.show(markup, "swot_panels", swot_people_forms.ask)
    foot = " · ".join(part for part in (f"Aus Zahlen: {swot_panel.foot(found, newest)}", _foot(people)) if part)
    st.html(f'<p class="kp-swot-foot">{escape(foot)}</p>')
    swot_people_forms.show(selection, found)
    return None


def show_alone(selection: Selection) -> Sheet | None:
    """Draw what people say of a place that is too small for figures; gives the sheet where that is shown."""
    sheet = _choices(ordered=False)[1]
    people = _people(selection, by_dots=True)
    regions = resources.evaluator().regions
    where = wording(regions, selection.region_id).where
    st.html(f'<h2 class="kp-h2">Was Menschen {escape(where)} sagen</h2>')
    _say(people)
    if sheet:
        return swot_sheet_view.show(selection, (), people, 0)
    beside = _beside(selection, people, by_dots=True)
    inner = {q: (one.head, swot_people_cards.nobody(people.of(q)) + one.cards) for q, one in beside.items()}
    markup = swot_people_cards.panels_html(regions, selection.region_id, inner)
    swot_board.show(markup, "swot_panels", swot_people_forms.ask)
    st.html(f'<p class="kp-swot-foot">{escape(_foot(people))}</p>')
    swot_people_forms.show(selection, ())
    return None


def _choices(*, ordered: bool = True) -> tuple[bool, bool]:
    """Let the reader choose the order and the sheet; gives whether dots order and whether the sheet is shown."""
    order: str | None = BY_FIGURES
    with st.container(horizontal=True, vertical_alignment="bottom", key="swot_wahl"):
        if ordered:
            order = st.segmented_control(
                "Ordnen nach", [BY_FIGURES, BY_DOTS], default=BY_FIGURES, key=ORDER_KEY, bind="query-params"
            )
        view = st.segmented_control("Ansicht", [CARDS, SHEET], default=CARDS, key=VIEW_KEY, bind="query-params")
    return order == BY_DOTS, view == SHEET


def _people(selection: Selection, *, by_dots: bool) -> People:
    if signed_in.reading_closed():
        signed_in.hint(CLOSED)
        return People()
    return swot_people.gather(selection, by_dots=by_dots)


def _say(people: People) -> None:
    """Say what the filter hides."""
    if people.hidden:
        one = people.hidden == 1
        told = "Aussage von Menschen fällt" if one else "Aussagen von Menschen fallen"
        layout.hint(f"{number(people.hidden)} {told} durch die Altersgruppe oder den Blickwinkel weg.")


def _foot(people: People) -> str:
    """Count what people said: "Von Menschen: 4 Aussagen, 1 zu prüfen"."""
    if signed_in.reading_closed():
        return ""
    if not people.own:
        return "Von Menschen: noch keine Aussage"
    count = "1 Aussage" if len(people.own) == 1 else f"{number(len(people.own))} Aussagen"
    check = f", {number(people.to_check)} zu prüfen" if people.to_check else ""
    return f"Von Menschen: {count}{check}"


def _beside(selection: Selection, people: People, *, by_dots: bool) -> dict[str, Beside]:
    """Give what people add to each panel."""
    regions, catalogue = resources.evaluator().regions, resources.catalogue()
    writing, readable = signed_in.may("statement"), not signed_in.reading_closed()
    made = {}
    for quadrant in swot_words.QUADRANT_NAMES:
        own, larger = people.of(quadrant), people.of(quadrant, larger=True)
        cards = swot_people_cards.cards(regions, catalogue, own, larger, writing=writing)
        tool = partial(_adopt, people.adopted) if writing else Beside().tool
        made[quadrant] = Beside(_head(quadrant, writing=writing) if readable else "", cards, by_dots, tool)
    return made


def _head(quadrant: str, *, writing: bool) -> str:
    """Offer to write a statement; a guest is led to the login."""
    label = "Aussage schreiben"
    if writing:
        return swot_people_cards.button("add", quadrant, label, "kp-write kp-noprint")
    address = escape(signed_in.address("/swot"))
    return f'<a class="kp-write kp-noprint" href="{address}" target="_self" title="Dafür bitte anmelden">{label}</a>'


def _adopt(adopted: frozenset[str], rule_id: str) -> str:
    """Offer to make a figure's statement one's own."""
    if rule_id in adopted:
        return '<p class="kp-sub">Als Aussage von Menschen übernommen.</p>'
    return f'<p class="kp-do kp-noprint">{swot_people_cards.button("adopt", rule_id, "Als Aussage übernehmen")}</p>'
