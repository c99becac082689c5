"""What the pictures of the plan share: their style, headings with the mark of invented entries, links to measures and actors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from views import layout, plan_data, plan_links, plan_status, plan_words
from views.formats import number
from views.plan_data import Plan
from views.plan_list import MEASURE_KEY
from views.svg import Markup, join, tag
from views.table import html_table
from workshop.records import Measure

MOST_LINES: Final = 7
STYLE_FILE: Final = Path(__file__).with_name("plan_pictures.css")


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


def style() -> None:
    """Put the style of the pictures on the page."""
    st.html(f"<style>{_style()}</style>")


def heading(finding: str, below: str, measures: Sequence[Measure], badge: bool = True) -> Markup:
    """Write the sentence above a picture, and mark it where invented entries are in it."""
    invented = badge and any(m.exercise for m in measures)
    mark = Markup(f" {layout.exercise_badge()}") if invented else Markup("")
    return tag(
        "header", tag("h2", finding, class_="kp-planh2"), mark, tag("p", below, class_="kp-sub"), class_="kp-pichead"
    )


def drawing(document: Markup) -> Markup:
    """Let a drawing's links be reached: what is one picture to a screen reader hides them."""
    return Markup(document.replace(' role="img"', ' role="group"', 1))


def measure_link(measure: Measure, *children: object, **attributes: object) -> Markup:
    """Link to a measure; its title if nothing else is said."""
    shown = children or (plan_words.line(measure.title),)
    return plan_links.link(
        f"{MEASURE_KEY}:{measure.id}", *shown, address={MEASURE_KEY: measure.id}, dir="auto", **attributes
    )


def measure_line(plan: Plan, measure: Measure, said: str = "") -> Markup:
    """Write a measure as one line of a list: shape, title, how it stands, and what is said of it."""
    who = plan_words.line(plan.responsible(measure), 60)
    owner = tag("span", who) if who else tag("b", plan_data.NOBODY, class_="kp-warn")
    told = [
        tag("span", plan_status.word(measure.status)),
        owner,
        *([tag("span", said, class_="kp-warn")] if said else []),
    ]
    parts: list[object] = []
    for part in told:
        parts += [" · ", part] if parts else [part]
    return tag(
        "li", plan_status.sign(measure.status, 18), tag("div", measure_link(measure), tag("small", *parts, dir="auto")),
    )  # fmt: skip


def measure_list(plan: Plan, measures: Sequence[Measure]) -> Markup:
    """Write measures as a list."""
    return lines([measure_line(plan, m) for m in measures])


def lines(made: Sequence[Markup]) -> Markup:
    """Write lines as a list; of a long one the rest is a click away."""
    first, rest = (made, ()) if len(made) <= MOST_LINES + 2 else (made[:MOST_LINES], made[MOST_LINES:])
    shown = tag("ul", *first, class_="kp-measures")
    if not rest:
        return shown
    more = tag(
        "details",
        tag("summary", f"{number(len(rest))} weitere"),
        tag("ul", *rest, class_="kp-measures"),
        class_="kp-more",
    )
    return join([shown, more])


def legend() -> Markup:
    """Explain the shapes of the statuses."""
    return tag("div", *(plan_status.told(status, 16) for status in plan_status.ORDER), class_="kp-legend")


def opened(where: str, what: str) -> None:
    """Follow a click on a measure."""
    if where == MEASURE_KEY:
        st.query_params[MEASURE_KEY] = what


def as_table(data: pd.DataFrame, caption: str, key: str, numeric: Sequence[str] = ()) -> None:
    """Offer a picture as a table, one click away."""
    from views import block

    with st.expander("Als Tabelle", key=f"{key}_tabelle", on_change="rerun") as table:
        if table.open:
            block.show(html_table(data, caption, numeric), f"{key}_zahlen")


def nothing() -> None:
    """Say that there is no measure to draw."""
    layout.hint("Hierzu steht keine Maßnahme im Plan.")
