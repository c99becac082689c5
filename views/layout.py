"""The frame every page shares: style, headline, hints and the line of sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from indicators.catalogue import Indicator
from views import tokens
from views.formats import enumeration

TABLES: Final = "\0"
"""Where the tables are named in an attribution that several sources share."""
STYLE_FILE: Final = Path(__file__).with_name("style.css")
ICON: Final = str(Path(__file__).with_name("logo.svg"))


@st.cache_resource
def _style() -> str:
    css = STYLE_FILE.read_text(encoding="utf-8")
    names = {name.lower(): value for name, value in vars(tokens).items() if isinstance(value, str) and name.isupper()}
    variables = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in sorted(names.items()))
    return f"<style>:root{{{variables}}}{css}</style>"


def style() -> None:
    """Put the house's style on the page."""
    st.html(_style())


def brand(county: str) -> None:
    """Put the product's sign and name into the header; the style sheet writes the name beside the sign."""
    st.logo(ICON, size="medium")
    name = json.dumps(f"Demografie {county}", ensure_ascii=False).replace("<", "").replace("\\n", " ")
    st.html(f"<style>:root{{--product:{name}}}</style>")


def headline(finding: str, subtitle: str, *, note: str = "") -> None:
    """Write the finding as the page's headline and, below it, what exactly the figures are."""
    below = f'<p class="kp-note">{escape(note)}</p>' if note else ""
    st.html(
        f'<header class="kp-head"><h1>{escape(finding)}</h1><p class="kp-sub">{escape(subtitle)}</p>{below}</header>'
    )


def exercise_badge() -> str:
    """Give the badge, as HTML, that marks invented entries; it stands beside the title of whatever shows some."""
    return '<span class="kp-exercise">Übung – erfundene Einträge</span>'


def section(open_one: bool) -> None:
    """Mark the heading in the navigation under which the open page stands; Streamlit marks single pages only."""
    if open_one:
        st.html("<style>[data-testid=stTopNavSection]{background:var(--accent-light);font-weight:650}</style>")


def hint(text: str) -> None:
    """Say in one line that a filter narrows what is shown, or that one has no effect here."""
    st.html(f'<p class="kp-hint" role="note">{escape(text)}</p>')


def sources_line(sources: pd.DataFrame, source_ids: Iterable[str], *, boundaries: bool = False) -> None:
    """Name the sources and licences of everything on the page, with the licence's link."""
    st.html(f'<footer class="kp-sources">{sources_html(sources, source_ids, boundaries=boundaries)}</footer>')


def sources_html(sources: pd.DataFrame, source_ids: Iterable[str], *, boundaries: bool = False) -> str:
    """Write the sources as HTML: each attribution once, its licence linked."""
    wanted = set(source_ids)
    known = sources[
        sources["source_id"].isin(wanted) | (sources["source_id"].str.lower().str.startswith("vg250") & boundaries)
    ]
    parts = [_attribution(text, url) for text, url in _merged(known)]
    return "Quellen: " + " · ".join(dict.fromkeys(parts)) if parts else ""


def sources_text(sources: pd.DataFrame, source_ids: Iterable[str]) -> str:
    """Write the sources as plain text, for a picture that is taken home."""
    known = sources[sources["source_id"].isin(set(source_ids))]
    return " · ".join(dict.fromkeys(text for text, _ in _merged(known)))


def _merged(known: pd.DataFrame) -> list[tuple[str, str]]:
    """Join attributions that differ in nothing but the table's code, and give each with its licence's address."""
    codes: dict[tuple[str, str], list[str]] = {}
    for row in known.itertuples(index=False):
        code = str(getattr(row, "table_code", ""))
        text = str(row.attribution)
        named = bool(code) and f"Tabelle {code}" in text
        pattern = text.replace(f"Tabelle {code}", TABLES, 1) if named else text
        codes.setdefault((pattern, str(row.licence_url)), []).extend([code] if named else [])
    return [(pattern.replace(TABLES, _tables(found), 1), url) for (pattern, url), found in codes.items()]


def _tables(codes: Sequence[str]) -> str:
    return f"Tabelle{'n' if len(codes) > 1 else ''} {enumeration(list(codes))}"


def _attribution(attribution: str, url: str) -> str:
    text = escape(attribution)
    licence = "dl-de/by-2-0"
    if licence in attribution and url.startswith("https://"):
        text = text.replace(licence, f'<a href="{escape(url)}" target="_blank" rel="noopener">{licence}</a>', 1)
    return text


def small_title(finding: str, subtitle: str) -> None:
    """Write the title of one of two maps."""
    st.html(f'<h2 class="kp-h2">{escape(finding)}</h2><p class="kp-sub">{escape(subtitle)}</p>')


def method_html(indicator: Indicator, when: str) -> str:
    """Write definition, reference date and caveat of an indicator."""
    parts = [("Frage", indicator.question), ("Definition", indicator.definition), ("Stand", when)]
    if indicator.caveat:
        parts.append(("Zu beachten", indicator.caveat))
    if indicator.estimated:
        parts.append(("Geschätzt", "Der Wert ist aus veröffentlichten Zahlen geschätzt, nicht gezählt."))
    rows = "".join(f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in parts if text)
    return f'<dl class="kp-method">{rows}</dl>'
