"""The page Steckbrief: one place on one page, from the answer down to the sources."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from data.schema import Level
from indicators import evidence
from indicators.catalogue import ALL_AGES
from indicators.evaluate import Evaluator
from indicators.reliability import SMALL_POPULATION
from views import (
    age_data,
    block,
    easy_language,
    layout,
    navigation,
    page_actions,
    profile_head,
    remarks,
    resources,
    sentences,
    similar_view,
    summary,
    swot_panel,
)
from views.age_findings import findings
from views.age_structure import note
from views.formats import number
from views.profile_rows import Block, blocks, chosen_words, peers_of
from views.profile_table import TableFrame, rows_html
from views.pyramid import pyramid_svg
from views.state import Selection
from views.swot_panel import swot_short_html
from views.wording import wording

STYLE_FILE: Final = Path(__file__).with_name("profile.css")
PYRAMID_WIDTH, PYRAMID_HEIGHT = 520, 400
PLAIN, EASY = "Einfache Sprache", "Leichte Sprache"
LANGUAGES: Final = (PLAIN, EASY)
KEPT: Final = 160
"""So many views are kept, a little more than the county has regions."""


def show(selection: Selection) -> None:
    """Draw the Steckbrief of the chosen place, the answer first; each part is kept per package and choice."""
    evaluator, sources = resources.evaluator(), resources.package().sources
    package, kept = str(evaluator.package.folder), replace(selection, indicator_id="", level=Level.GEMEINDE)
    st.html(f"<style>{_style()}</style>")
    block.show(_top(evaluator, package, kept), "steckbrief_kopf")
    _in_words(evaluator, package, kept)
    if chosen_words(selection):
        layout.hint(
            f"Ihre Auswahl „{chosen_words(selection)}“ steht als eigener Block über den Themen; alle anderen Zeilen zeigen alle Menschen."
        )
    rows, read = _rows(evaluator, package, kept)
    block.show(rows, "steckbrief_zeilen")
    if known := remarks.of(selection.region_id):
        st.html(remarks.list_html(known, named=True))
    figures, read_too = _figures(evaluator, package, kept)
    block.show(figures, "steckbrief_bilder")
    with st.container(key="steckbrief_weiter", horizontal=True):
        navigation.link("swot", "Alle Aussagen der SWOT mit Belegen")
        navigation.link("altersaufbau", "Altersaufbau groß, mit Tabelle")
        if evaluator.regions.level(selection.region_id) == Level.GEMEINDE:
            navigation.link("vergleich", "Mehr ähnliche Gemeinden, mit Unterschieden", teil=similar_view.TITLE)
    layout.sources_line(sources, read | read_too, boundaries=True)


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _top(_evaluator: Evaluator, package: str, selection: Selection) -> str:
    return top_html(_evaluator, selection)


def _in_words(evaluator: Evaluator, package: str, selection: Selection) -> None:
    """Offer the summary in plain German or in Leichte Sprache, the choice in the address; the text can be taken home."""
    with st.container(key="steckbrief_sprache", horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            "Sprache",
            LANGUAGES,
            default=PLAIN,
            key="sprache",
            bind="query-params",
            required=True,
            label_visibility="collapsed",
        )
        easy = chosen == EASY
        markup, text = _words(evaluator, package, selection, easy=easy)
        name = f"{'leichte_sprache' if easy else 'in_saetzen'}_{selection.region_id.replace(':', '_').replace(',', '_')[:60]}.txt"
        st.download_button("Text mitnehmen", text, name, "text/plain", on_click="ignore", key="steckbrief_text")
        page_actions.show()
    block.show(markup, "steckbrief_saetze")


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _words(_evaluator: Evaluator, package: str, selection: Selection, *, easy: bool) -> tuple[str, str]:
    return words_html(_evaluator, selection, easy=easy)


@st.cache_data(max_entries=KEPT, show_spinner="Die Zahlen werden zusammengestellt …")
def _rows(_evaluator: Evaluator, package: str, selection: Selection) -> tuple[str, frozenset[str]]:
    found = blocks(resources.rows(), resources.catalogue(), selection)
    return table_html(_evaluator, selection, found), frozenset({s for block in found for s in block.source_ids})


@st.cache_data(max_entries=KEPT, show_spinner="Altersaufbau und SWOT werden gezeichnet …")
def _figures(_evaluator: Evaluator, package: str, selection: Selection) -> tuple[str, frozenset[str]]:
    pyramid, ages = pyramid_html(_evaluator, selection)
    swot, receipts = swot_html(_evaluator, selection)
    alike, known = similar_view.short_html(selection.region_id)
    return f'<div class="kp-two"><div>{pyramid}{alike}</div>{swot}</div>', ages | receipts | known


def top_html(evaluator: Evaluator, selection: Selection) -> str:
    """Write name, locator and three numbers."""
    catalogue, region = resources.catalogue(), selection.region_id
    locator = profile_head.locator(evaluator, resources.geometry, region)
    return profile_head.head_html(resources.rows(), catalogue, evaluator.package.mergers, region, locator)


def words_html(evaluator: Evaluator, selection: Selection, *, easy: bool = False) -> tuple[str, str]:
    """Write the sentences to read aloud, as markup and as a text to take home.

    Parameters
    ----------
    easy : bool
        In Leichte Sprache instead of five sentences of plain German.
    """
    rows, catalogue, region = resources.rows(), resources.catalogue(), selection.region_id
    name = profile_head.title(evaluator.regions, region)
    if easy:
        parts = easy_language.easy_text(rows, catalogue, region, selection.benchmark_id)
        title = f"{name} in Leichter Sprache"
        return profile_head.easy_html(title, parts), easy_language.plain_text(title, parts)
    five = summary.five_sentences(rows, catalogue, region, selection.benchmark_id)
    lines = ["".join(pieces) for pieces in five]
    return profile_head.sentences_html(five), "\n".join((name, "", *lines)) + "\n"


def table_html(evaluator: Evaluator, selection: Selection, found: list[Block]) -> str:
    """Write the rows by topic."""
    peers = len(peers_of(evaluator.regions, selection.region_id))
    frame = TableFrame(evaluator, selection.region_id, selection.benchmark_id, peers)
    return f'<section class="kp-profile"><h2>Zahlen nach Themen</h2>{rows_html(frame, found)}</section>'


def pyramid_html(evaluator: Evaluator, selection: Selection) -> tuple[str, frozenset[str]]:
    """Draw the ages beside the comparison's, its finding as the title."""
    region = selection.region_id
    known = age_data.age_moments(evaluator, resources.catalogue(), region)
    if not known:
        text = f"Für {wording(evaluator.regions, region).name} sind keine Altersangaben veröffentlicht."
        return (
            f'<section class="kp-pyramid"><h2>Altersaufbau</h2><p class="kp-sub">{escape(text)}</p></section>',
            frozenset(),
        )
    moment = age_data.preferred(evaluator, region, known)
    view = age_data.age_view(evaluator, region, selection.benchmark_id, moment)
    assert view is not None  # noqa: S101 - only times with ages are offered
    picture = view.pyramid()
    found = findings(picture)
    title = f"{moment.year}: {found[0].text}" if found else "Altersaufbau"
    line = f"schwarze Linie: {view.comparison.name}" if view.comparison else "ohne Vergleich: keine Altersangaben"
    return (
        f'<section class="kp-pyramid"><h2>{escape(title)}</h2>'
        f'<p class="kp-sub">Menschen je Altersjahr, je 1.000 Einwohner · {escape(sentences.moment_with_base(moment))} · <strong>{escape(line)}</strong></p>'
        f'{pyramid_svg(picture, PYRAMID_WIDTH, PYRAMID_HEIGHT, compact=True)}<p class="kp-small">{escape(note(picture))}</p></section>'
    ), view.source_ids


def swot_html(evaluator: Evaluator, selection: Selection) -> tuple[str, frozenset[str]]:
    """Write what the figures suggest, two statements per field at most."""
    every = resources.statements(selection.region_id, selection.benchmark_id)
    found = every if selection.band == ALL_AGES else evidence.about_ages(every, selection.band)
    receipts = frozenset(source for statement in found for source in statement.source_ids)
    cards = swot_short_html(evaluator, resources.catalogue(), found, evidence.newest_year(evaluator))
    nothing = f'<p class="kp-sub">{escape(no_statement(evaluator, selection.region_id))}</p>'
    return (
        '<section class="kp-profile-swot"><h2>SWOT: was die Zahlen nahelegen</h2>'
        '<p class="kp-sub">Vorschläge aus den Daten. Das Urteil gehört denen, die den Ort kennen.</p>'
        f"{cards or nothing}</section>"
    ), receipts


def no_statement(evaluator: Evaluator, region_id: str) -> str:
    """Say why there is no statement: too few people, or no safe difference."""
    people = sentences.latest(evaluator, resources.catalogue()["einwohner"], region_id)
    if people is not None and people["value"] < SMALL_POPULATION:
        return (
            f"Keine Aussage: {number(people['value'])} Menschen sind zu wenige, um Zufall und Unterschied zu trennen. "
            "Die Zahlen oben gelten trotzdem – als Köpfe, nicht als Urteil."
        )
    return swot_panel.NOTHING
