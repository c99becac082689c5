"""The part "Ähnliche Gemeinden" of the page Vergleich: who is like us, why, and where do they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from data.schema import Level
from indicators.similarity import DEFAULT_WEIGHTS, Similarity
from views import block, filterbar, resources, similar_map, similar_sheet, similar_words
from views.compare_sheet import Part
from views.formats import count_word, number, sort_key
from views.similar_found import SHORT, Found
from views.similar_map import Place, StateOutline
from views.similar_words import GROUP_WORDS, WEIGHT_WORDS
from views.state import Selection
from views.wording import article_dative, wording

STYLE_FILE: Final = Path(__file__).with_name("similar.css")
WHERE_KEY: Final = "aehnlich_wo"
WEIGHT_KEY: Final = "zaehlt_"
CHOOSE_KEY: Final = "aehnlich_gemeinde"
EVERYWHERE: Final = "im ganzen Land"
TITLE: Final = "Wer ist uns ähnlich?"
"""Name of the part in the page, and so in links to it."""

Beside = Callable[[Sequence[str]], None]
"""Puts regions beside the chosen one in the page's comparison."""


def show(selection: Selection, beside: Beside | None = None) -> Part:
    """Draw the part.

    Parameters
    ----------
    selection : Selection
        The filter bar; only the region matters here.
    beside : callable, optional
        Called with the similar places of the county when people want to see them in the comparison; without it nothing is offered.

    Returns
    -------
    Part
        Headline, sources and files for the page.
    """
    regions = resources.evaluator().regions
    st.html(f"<style>{_style()}</style>")
    if regions.level(selection.region_id) != Level.GEMEINDE or selection.region_id not in model().features.ids:
        return _choose_one(selection)
    found = _found(selection)
    if not found.neighbours:
        st.html(f'<p class="kp-hint">{escape(_nothing(found))}</p>')
        return Part(found.finding, similar_sheet.subtitle(found))
    block.show(similar_sheet.html(found, outline(), centres()), "aehnliche_gemeinden")
    _offer(found, beside)
    with st.expander("So wird verglichen", key="aehnlich_methode"):
        for text in similar_words.method(found.model.features, regions.name(regions.state)):
            st.html(f'<p class="kp-say">{escape(text)}</p>')
    sheet = similar_sheet.sheet(found, outline(), centres())
    return Part(sheet.title, sheet.subtitle, found.source_ids(), sheet, tuple(found.hints()))


def alike_in_county(region_id: str) -> list[str]:
    """Give the municipalities of the county most like one, the most alike first; empty for larger regions."""
    if region_id not in model().features.ids:
        return []
    return [n.region_id for n in Found(resources.evaluator().regions, model(), region_id, county_only=True).neighbours]


@st.cache_resource(show_spinner="Die Gemeinden des Landes werden verglichen …")
def model() -> Similarity:
    """Give the distances between the municipalities of the state, prepared once for all sessions."""
    return Similarity.of(resources.evaluator(), resources.catalogue())


@st.cache_resource
def outline() -> StateOutline:
    """Give the state's outlines for the small map."""
    return similar_map.state_outline(resources.package())


@st.cache_resource
def centres() -> list[Place]:
    """Give the large towns for orientation."""
    return similar_sheet.centres_of(resources.package())


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


# -- controls ---------------------------------------------------------------------------------------------------------


def _found(selection: Selection) -> Found:
    """Draw the controls and search."""
    regions = resources.evaluator().regions
    county = f"nur {article_dative(regions, regions.county)}"
    only = EVERYWHERE
    if len(regions.municipalities) > 1:
        only = st.segmented_control(
            "Wo suchen?", [EVERYWHERE, county], default=EVERYWHERE, required=True, key=WHERE_KEY, bind="query-params"
        )
    weights = _weights()
    return Found(regions, model(), selection.region_id, weights, county_only=only == county)


def _weights() -> dict[str, float]:
    """Let people say what counts; gives the weight of each group there are figures for."""
    words = {value: word for word, value in WEIGHT_WORDS.items()}
    missing = model().features.missing
    starts = {group: words[DEFAULT_WEIGHTS[group]] for group in GROUP_WORDS if group not in missing}
    changed = any(_given(group) not in (None, start) for group, start in starts.items())
    panel = st.expander("Was soll zählen?", key="aehnlich_zaehlt", expanded=changed)
    with panel, st.container(horizontal=True, key="aehnlich_gewichte"):
        chosen = {
            group: st.segmented_control(
                GROUP_WORDS[group], list(WEIGHT_WORDS), default=start, required=True, key=f"{WEIGHT_KEY}{group}",
                bind="query-params",
            )
            for group, start in starts.items()
        }  # fmt: skip
    weights = {group: WEIGHT_WORDS[str(word)] for group, word in chosen.items()}
    st.html(f'<p class="kp-sub">Es zählt – {escape(similar_words.weights_line(weights, missing))}</p>')
    return weights


def _given(group: str) -> str | None:
    key = f"{WEIGHT_KEY}{group}"
    return st.session_state.get(key) or st.query_params.get(key)


def _nothing(found: Found) -> str:
    """Say why there is no similar place."""
    if not any(found.weights.values()):
        return "Alles steht auf „egal“. Stellen Sie unter „Was soll zählen?“ mindestens ein Merkmal auf „wichtig“."
    return f"Für {found.name(found.region_id)} sind zu wenige Zahlen veröffentlicht, um ähnliche Gemeinden zu suchen."


def _offer(found: Found, beside: Beside | None) -> None:
    """Offer to see the similar places of the county in the comparison; others have too few figures here."""
    own = [n.region_id for n in found.neighbours if found.in_county(n.region_id)]
    if beside is None or not own:
        return
    everyone = len(own) == len(found.neighbours)
    what = (
        "Diese" if everyone else f"Die {count_word(len(own))} aus dem Landkreis" if len(own) > 1 else found.name(own[0])
    )
    st.button(f"{what} im Vergleich zeigen", key="aehnlich_zeigen", on_click=beside, args=(own,))


def _choose_one(selection: Selection) -> Part:
    """Say that only municipalities have similar ones, and offer those of the region."""
    regions = resources.evaluator().regions
    words = wording(regions, selection.region_id)
    members = sorted(regions.members(selection.region_id), key=lambda r: sort_key(regions.name(r)))
    names = {regions.name(r): r for r in members if r in model().features.ids}
    st.html(
        '<p class="kp-say">Ähnliche Orte lassen sich nur für einzelne Gemeinden suchen. Wählen Sie eine aus – hier oder oben bei „Gebiet“.</p>'
    )
    picked = st.selectbox(
        f"Gemeinde {words.where}", list(names), index=None, key=CHOOSE_KEY, placeholder="Ort eintippen", width=320
    )
    if picked:
        filterbar.select_region_later(names[picked])
    return Part(TITLE, f"{words.name} besteht aus mehreren Gemeinden")


# -- the short list of the Steckbrief ---------------------------------------------------------------------------------


def short_html(region_id: str) -> tuple[str, frozenset[str]]:
    """Write three similar places for the Steckbrief, and the sources; nothing for larger regions or where none is known."""
    if region_id not in model().features.ids:
        return "", frozenset()
    found = Found(resources.evaluator().regions, model(), region_id)
    neighbours = found.neighbours[:SHORT]
    if not neighbours:
        return "", frozenset()
    items = "".join(
        f"<li><b>{escape(found.name(n.region_id))}</b> <span>{escape(found.where(n.region_id))} · "
        f"{number(found.people(n.region_id))} Menschen · {escape(n.alike.value)}</span><br>"
        f"{escape(similar_words.why(found.pair(n), n, found.weights))}</li>"
        for n in neighbours
    )
    return (
        f'<style>{_style()}</style><section class="kp-sim-short"><h2>Ähnliche Gemeinden – Nachfragen lohnt sich</h2>'
        f'<p class="kp-sub">{escape(similar_sheet.subtitle(found))}</p><ul>{items}</ul></section>'
    ), found.source_ids()
