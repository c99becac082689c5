"""Words and controls that the parts of the page Vergleich share: a figure in two lines, a verdict with its sign, topic and indicator."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from data.schema import Status
from indicators.catalogue import ALL_AGES, Catalogue, Indicator
from indicators.reliability import Difference
from views import filterbar, sentences
from views.compare_view import CompareView
from views.figure_words import THOUSAND_EUROS, Row, count_text, euros, one_or_many, value_text
from views.formats import enumeration, number
from views.gaps import GAPS
from views.profile_table import DISTANCE_WORDS
from views.state import indicator_labels

TOPIC_KEY: Final = "thema"
ALL_TOPICS: Final = "alle Themen"
NUMBER_KEY: Final = "indikator"
"""The same key as on the map, so that the indicator chosen there is shown here, too."""


def missing_words(row: Row) -> str:
    """Say which kind of "no number" it is: "geheim", "zu unsicher", "gibt es hier nicht" …; empty where there is one."""
    return GAPS[Status(row["status"])].word if math.isnan(row["value"]) else ""


def cell_texts(indicator: Indicator, row: Row) -> tuple[str, str]:
    """Write a figure and the heads behind it; gains and losses of people begin with the heads.

    Returns
    -------
    tuple[str, str]
        What is read first and what stands below it.
    """
    if math.isnan(row["value"]):
        gap = GAPS[Status(row["status"])]
        return gap.word, gap.brief
    value, count = value_text(indicator, row["value"]), count_text(indicator, row)
    if indicator.kind == "change":
        first, last = number(row["denominator"]), number(row["denominator"] + row["numerator"])
        return _people(row["numerator"]), f"{first} → {last} ({value})"
    if indicator.kind == "balance":
        return _people(row["numerator"]), f"{_span(row)}{value}"
    if indicator.kind in ("rate", "ratio") and row["numerator"] == 0 and not indicator.signed:
        return indicator.zero_label or f"0 {indicator.counted}", count.partition(indicator.counted)[2].strip()
    if indicator.unit == "km":
        return value, "Luftlinie ab Gemeindemitte"
    return value, count


def _people(count: float) -> str:
    return f"{number(count, signed=True)} {one_or_many(count, 'Menschen')}"


def _span(row: Row) -> str:
    """Say over how many years a multi-year figure runs."""
    first, _, last = str(row["period"]).partition("/")
    return f"in {int(last) - int(first) + 1} Jahren, " if last else ""


def verdict_words(indicator: Indicator, found: Difference, row: Row, mark: float) -> str:
    """Write the outcome of a comparison with its sign; empty where nothing can be compared."""
    if found is Difference.UNKNOWN:
        return ""
    return f"{sentences.SYMBOLS[found]} {outcome_word(indicator, found, row, mark)}"


def outcome_word(indicator: Indicator, found: Difference, row: Row, mark: float) -> str:
    """Word an outcome: distances are "weiter", gains where the other loses go "gegen den Trend"."""
    if found is Difference.NONE and math.isnan(row["low"]):
        return "gleichauf"
    if found in (Difference.HIGHER, Difference.LOWER):
        if indicator.kind in ("change", "balance") and row["value"] * mark < 0:
            return "gegen den Trend"
        if indicator.unit == "km":
            return DISTANCE_WORDS[found]
    return found.value


def topic_control(catalogue: Catalogue) -> str:
    """Let people narrow the rows to one topic; gives its id, empty for all."""
    names = {title: topic for topic, title in catalogue.topics.items()}
    chosen = st.selectbox("Thema", [ALL_TOPICS, *names], key=TOPIC_KEY, bind="query-params", width=230)
    return names.get(chosen, "")


def indicator_control(
    catalogue: Catalogue, title: str, key: str, start: str, fits: Callable[[Indicator], bool], width: int = 340
) -> Indicator:
    """Choose one indicator of those that fit; typing finds topic and name."""
    labels = {label: i for label, i in indicator_labels(catalogue).items() if fits(catalogue[i])}
    options: Sequence[str] = list(labels)
    if st.session_state.get(key) not in labels:
        st.session_state.pop(key, None)
    at = list(labels.values()).index(start) if start in labels.values() else 0
    return catalogue[labels[st.selectbox(title, options, index=at, key=key, bind="query-params", width=width)]]


def first_big(words: str) -> str:
    """Begin a sentence with a capital.

    Examples
    --------
    >>> first_big("im Amt Gnoien")
    'Im Amt Gnoien'
    """
    return words[:1].upper() + words[1:]


DEFAULT_NUMBER: Final = filterbar.DEFAULT_INDICATOR


def short_count(indicator: Indicator, row: Row) -> str:
    """Write the heads behind a figure as short as a narrow column needs it: "197 von 768", "+40"; the noun stands in the tooltip."""
    top, bottom = row["numerator"], row["denominator"]
    if math.isnan(top) or indicator.kind in ("count", "published") or indicator.unit == "km":
        return ""
    if indicator.kind in ("change", "balance") or indicator.signed:
        return number(top, signed=True)
    if indicator.kind == "share":
        return f"{number(top)} von {number(bottom)}"
    return euros(top) if indicator.counted == THOUSAND_EUROS else number(top)


def named_few(names: Sequence[str], most: int = 5) -> str:
    """Name the first of many, and say how many more there are; a single further one is named, too.

    Examples
    --------
    >>> named_few(["Alt Bukow", "Zehna"]), named_few(list("abcdefg"), 3)
    ('Alt Bukow und Zehna', 'a, b, c und 4 weitere')
    """
    shown = [*names[:most], f"{len(names) - most} weitere"] if len(names) > most + 1 else list(names)
    return enumeration(shown)


def from_words(where: str) -> str:
    """Turn "im Landkreis" into "vom Landkreis".

    Examples
    --------
    >>> from_words("im Landkreis"), from_words("in der Planungsregion Süd"), from_words("in Lohmen")
    ('vom Landkreis', 'von der Planungsregion Süd', 'von Lohmen')
    """
    return f"vom {where[3:]}" if where.startswith("im ") else f"von {where[3:]}"


def idle_filters(view: CompareView, indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """Say which filters have no effect on what is shown."""
    idle = []
    if view.selection.band != ALL_AGES and not any(i.age_filter for i in indicators):
        idle.append("die Altersgruppe")
    if view.selection.sex != "t" and not any(i.sex_filter for i in indicators):
        idle.append("das Geschlecht")
    if not idle:
        return ()
    verb = "haben" if len(idle) > 1 else "hat"
    return (f"{first_big(' und '.join(idle))} {verb} hier keinen Einfluss: Die Zahlen gibt es nur für alle.",)
