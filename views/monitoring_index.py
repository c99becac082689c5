"""The controls of an index: a written one, or one's own from up to six figures with weights and directions; all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from indicators.catalogue import Indicator
from indicators.monitoring.columns import FEWEST_YEARS, status_use
from indicators.monitoring.index import LARGEST_WEIGHT, MOST_MEMBERS, Index, Member, presets, usual_direction
from views import monitoring_data, resources

INDEX_KEY, MEMBERS_KEY = "index", "zahlen"
WEIGHT_KEY, DIRECTION_KEY = "gewicht_", "richtung_"
OWN: Final = "eigener Index"
MORE, LESS = "mehr Bedarf", "weniger Bedarf"
WITHOUT_UNIT: Final = ("count",)
"""Kinds that cannot enter: a number of people is larger in a larger place."""


def choose() -> str:
    """Draw the choice of the index and give its title."""
    return st.selectbox("Index", [*_written(), OWN], key=INDEX_KEY, bind="query-params", width=260)


@st.cache_resource
def _written() -> dict[str, Index]:
    """Give the written indices the package has figures for, by title."""
    catalogue, known = resources.catalogue(), monitoring_data.known()
    found = presets(catalogue).values()
    return {i.title: i for i in found if any(status_use(known, catalogue, m).gap is None for m in i.members)}


def index_of(title: str) -> Index | None:
    """Give the index of a title; one's own asks for its figures, and is ``None`` as long as there are none."""
    return _written()[title] if title != OWN else _own()


@st.cache_resource
def offered() -> dict[str, str]:
    """Give what an index can be made of: indicator id by label, those municipalities have figures for."""
    catalogue, known = resources.catalogue(), monitoring_data.known()
    fitting = [
        i for i in catalogue.indicators.values() if i.kind not in WITHOUT_UNIT and not i.age_filter and known.newest(i)
    ]
    return {_label(i, catalogue.topics): i.id for i in fitting}


def _label(indicator: Indicator, topics: Mapping[str, str]) -> str:
    return f"{topics[indicator.topic]} · {indicator.short}"


def _own() -> Index | None:
    labels = offered()
    chosen = st.multiselect(
        "Welche Zahlen sollen eingehen?", list(labels), key=MEMBERS_KEY, bind="query-params",
        max_selections=MOST_MEMBERS, placeholder="bis zu sechs Zahlen wählen",
    )  # fmt: skip
    with st.container(horizontal=True, key="sozial_gewichte"):
        members = tuple(_member(labels[label]) for label in chosen)
    return Index("eigener", "Eigener Index", members, "Was Sie selbst zusammenstellen", OWN_NOTE) if members else None


OWN_NOTE: Final = (
    "Was wie viel zählt und was mehr Bedarf heißt, ist Ihre Entscheidung: Ein Index rechnet nur zusammen, was man ihm gibt. "
    f"Die Entwicklung vergleicht den neuesten Stand mit dem vor mindestens {FEWEST_YEARS} Jahren, wo die Reihe so weit reicht."
)


def _member(indicator_id: str) -> Member:
    """Ask for weight and direction of one figure."""
    indicator = resources.catalogue()[indicator_id]
    with st.container(border=True, width=330, key=f"zahl_{indicator_id}"):
        weight = st.segmented_control(
            f"**{indicator.short}**: Gewicht", [str(w) for w in range(1, LARGEST_WEIGHT + 1)], default="1", required=True,
            key=f"{WEIGHT_KEY}{indicator_id}", bind="query-params",
        )  # fmt: skip
        usual = MORE if usual_direction(indicator) > 0 else LESS
        direction = st.segmented_control(
            "Hoher Wert heißt", [MORE, LESS], default=usual, required=True, key=f"{DIRECTION_KEY}{indicator_id}",
            bind="query-params",
        )  # fmt: skip
    return Member(indicator_id, int(weight or 1), 1 if direction == MORE else -1)
