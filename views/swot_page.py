"""The page SWOT: finding, four panels, all receipts – or, where a place is too small to tell, what cannot be told and why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from indicators import evidence, reliability
from indicators.catalogue import ALL_AGES
from indicators.evaluate import Evaluator
from indicators.evidence import Statement
from indicators.regions import Regions
from views import (
    exercise_view,
    filterbar,
    layout,
    resources,
    swot_panel,
    swot_people_cards,
    swot_people_view,
    swot_receipt,
    swot_words,
)
from views.formats import number
from views.sentences import latest
from views.state import Selection, band_label, region_label
from views.swot_sheet import Sheet
from views.table import html_table
from views.wording import article_genitive, wording

SUBTITLE: Final = "Vorschläge aus den Zahlen, jeder mit Beleg – und daneben, was Menschen sagen, die den Ort kennen."


def show(selection: Selection) -> Sheet | None:
    """Draw the SWOT of the chosen place: what the figures carry, and beside it what people say; gives the sheet if that is shown."""
    evaluator = resources.evaluator()
    newest = evidence.newest_year(evaluator)
    everything = resources.statements(selection.region_id, selection.benchmark_id)
    found = concerning(everything, selection)
    people = inhabitants(evaluator, selection.region_id)
    st.html(swot_panel.style() + swot_people_cards.style())
    exercise_view.banner()
    if not everything and people < reliability.SMALL_POPULATION:
        _show_too_small(evaluator, selection, people)
        return swot_people_view.show_alone(selection)
    name = region_label(evaluator.regions, selection.region_id)
    versus = article_genitive(evaluator.regions, selection.benchmark_id)
    finding = swot_words.headline(evaluator.regions, selection.region_id, found, newest)
    layout.headline(swot_words.unbroken(finding), f"{name}, verglichen mit den Werten {versus} · {SUBTITLE}")
    _say_what_the_filter_does(selection, len(found), len(everything) - len(found))
    sheet = swot_people_view.show(selection, found, newest)
    _show_receipts(evaluator, found)
    used = {source for s in found for source in s.source_ids}
    layout.sources_line(evaluator.package.sources, used)
    return sheet


def inhabitants(evaluator: Evaluator, region_id: str) -> int:
    """Give the newest number of inhabitants; zero where none is known."""
    row = latest(evaluator, resources.catalogue()["einwohner"], region_id)
    return 0 if row is None else int(row["value"])


def concerning(everything: Sequence[Statement], selection: Selection) -> list[Statement]:
    """Keep what concerns the chosen ages, or – for a persona of no particular age – what matters to that persona."""
    persona = selection.persona
    if persona is not None and not persona.aged:
        return [s for s in everything if s.indicator.id in persona.indicators]
    return list(everything) if selection.band == ALL_AGES else evidence.about_ages(everything, selection.band)


def _say_what_the_filter_does(selection: Selection, shown: int, hidden: int) -> None:
    left_out = (
        "keine Aussage fällt dadurch weg"
        if not hidden
        else f"{number(hidden)} {'Aussage fällt' if hidden == 1 else 'Aussagen fallen'} dadurch weg"
    )
    persona = selection.persona
    if persona is not None and not persona.aged:
        nothing = (
            f" Dass hier nichts steht, heißt nicht, dass es nichts zu sagen gibt. {persona.note}" if not shown else ""
        )
        layout.hint(f"Blickwinkel {persona.name}: Gezeigt wird, was für sie besonders zählt; {left_out}.{nothing}")
    elif selection.band != ALL_AGES:
        layout.hint(
            f"Altersgruppe {band_label(selection.band)}: Gezeigt wird, was diese Menschen oder alle betrifft; {left_out}."
        )


def _show_receipts(evaluator: Evaluator, found: Sequence[Statement]) -> None:
    if not found:
        return
    with st.expander("Alle Belege als Tabelle"):
        table = swot_receipt.receipts_table(evaluator, found)
        st.html(html_table(table, "Belege: Wert, Anzahl, Vergleich und Quelle jeder Aussage"))


def _show_too_small(evaluator: Evaluator, selection: Selection, people: int) -> None:
    """Say what cannot be told and why, and offer the next larger region – as an offer, never as a silent swap."""
    regions = evaluator.regions
    words = wording(regions, selection.region_id)
    layout.headline(
        f"{words.name} ist zu klein, um aus Zahlen zu urteilen",
        f"{number(people)} Menschen leben {words.where}. Eine SWOT aus Zahlen gibt es hier nicht – Ihr Wissen vor Ort zählt mehr.",
    )
    larger = swot_words.amt_of(regions, selection.region_id)
    st.html(_untold_html(evaluator, selection.region_id, people, larger))
    if larger:
        name = region_label(regions, larger)
        st.button(
            f"Stattdessen {name} zeigen", key="swot_amt", type="primary", icon=":material/arrow_forward:",
            on_click=filterbar.select_region, args=(regions, larger),
        )  # fmt: skip


def _untold_html(evaluator: Evaluator, region_id: str, people: int, larger: str | None) -> str:
    reasons = "".join(f"<li>{r}</li>" for r in untold_reasons(evaluator.regions, region_id, people))
    offers = "".join(f"<li>{o}</li>" for o in offers_instead(evaluator.regions, region_id, larger))
    return (
        f'<div class="kp-untold"><section class="box"><h2>Was sich nicht sagen lässt – und warum</h2><ul>{reasons}</ul></section>'
        f'<section class="box"><h2>Was stattdessen hilft</h2><ul>{offers}</ul></section></div>'
    )


def untold_reasons(regions: Regions, region_id: str, people: int) -> list[str]:
    """Say in plain sentences what a place this small cannot be told, with its own numbers; the sentences are HTML."""
    one = number(100 / people, 1) if people else "viele"
    where = escape(wording(regions, region_id).where)
    return [
        f"<strong>Anteile schwanken:</strong> Eine einzige Person macht {where} schon {one}&nbsp;Prozent aus. "
        "Zieht eine Familie weg, kippt jeder Vergleich.",
        "<strong>Geburten und Sterbefälle sind Einzelfälle:</strong> Ob es mehr oder weniger werden, zeigt sich hier auch in fünf Jahren nicht sicher.",
        "<strong>Vieles ist geheim:</strong> Zahlen über ein oder zwei Menschen werden nicht veröffentlicht, damit niemand erkannt wird. "
        "Geheim heißt nicht null.",
        f"<strong>Unsere Grenze:</strong> Unter {number(reliability.SMALL_POPULATION)} Einwohnern leiten wir keine Stärken und Schwächen ab.",
    ]


def offers_instead(regions: Regions, region_id: str, larger: str | None) -> list[str]:
    """Say where to look instead; the sentences are HTML."""
    name = escape(wording(regions, region_id).name)
    offers = [
        f"Der <strong>Steckbrief</strong> zeigt auch für {name} die Köpfe: wie viele Menschen, wie alt, wie viele Haushalte."
    ]
    if larger:
        count = number(len(regions.members(larger)))
        offers.append(
            f"<strong>{escape(region_label(regions, larger))}</strong> ist groß genug: {count} Gemeinden zusammen."
        )
    return [
        *offers,
        "Unten steht, was Menschen selbst sagen: was gut ist und was fehlt. Dort lässt sich Neues dazuschreiben.",
    ]
