"""The sheet A4 on the page: to look at, to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from indicators.evidence import Statement as Evidence
from views import layout, page_actions, plan_data, resources, swot_words
from views.state import Selection, region_label
from views.swot_people import People
from views.swot_sheet import Sheet, sheet, sheet_html
from views.wording import article_genitive, wording

STYLE_FILE: Final = Path(__file__).with_name("swot_sheet.css")
HIDE_REST: Final = "@media print{[data-testid=stExpander],.kp-head,.kp-sources,.kp-hint,.st-key-swot_wahl,.kp-persona{display:none!important}}"


def style() -> str:
    """Give the sheet's style as one line."""
    return " ".join(line.strip() for line in STYLE_FILE.read_text(encoding="utf-8").splitlines())


def make(selection: Selection, found: Sequence[Evidence], people: People, newest: int) -> Sheet:
    """Make the sheet of the chosen place."""
    evaluator = resources.evaluator()
    regions = evaluator.regions
    name = region_label(regions, selection.region_id)
    finding = (
        swot_words.headline(regions, selection.region_id, found, newest)
        if found
        else f"SWOT {wording(regions, selection.region_id).of}"
    )
    versus = f"verglichen mit den Werten {article_genitive(regions, selection.benchmark_id)}"
    subtitle = " · ".join(
        (f"SWOT: {name}", versus if found else "nur Aussagen von Menschen", f"Stand {plan_data.today():%d.%m.%Y}")
    )
    used = {source for s in found for source in s.source_ids}
    used |= {str(source) for t in people.own for source in t.statement.receipt.get("source_ids", ())}
    sources = layout.sources_text(evaluator.package.sources, used)
    foot = "„Zahlen“: aus der Statistik, mit Beleg. „Menschen“: von Menschen gesagt, nach Punkten geordnet."
    return sheet(
        evaluator, resources.catalogue(), finding, subtitle, found, people, newest, f"{foot} Quellen: {sources}" if sources else foot
    )  # fmt: skip


def show(selection: Selection, found: Sequence[Evidence], people: People, newest: int) -> Sheet:
    """Draw the sheet with the button to print it, and give it, so that the page can offer it to take home."""
    one = make(selection, found, people, newest)
    page_actions.show()
    st.html(f"<style>{style()}{HIDE_REST}</style>{sheet_html(one, layout.exercise_badge())}")
    return one
