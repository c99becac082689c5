"""Thresholds as the user sets them: the county's own with numbers to change, and one of the user's; kept in the address."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from data.schema import AGE_OPEN
from indicators.projection.crossing import Kind, Threshold, thresholds_of

LARGEST: Final = 100_000
OLDEST: Final = 100
OWN_NAME, OWN_FROM, OWN_TO, OWN_NUMBER, OWN_KIND = (
    "schwelle", "schwelle_von", "schwelle_bis", "schwelle_zahl", "schwelle_art",
)  # fmt: skip
KINDS: Final[dict[str, Kind]] = {"mindestens so viele nötig": "at_least", "höchstens so viele haben Platz": "at_most"}
CHANGED: Final = "Annahme: von Ihnen eingetragen"
MARKS: Final[dict[str, str]] = {"at_least": "nötig", "at_most": "Platz für"}


def thresholds(table: pd.DataFrame) -> tuple[Threshold, ...]:
    """Draw the fields and give the thresholds in force; what cannot be used is said on the page and left out.

    Parameters
    ----------
    table : pd.DataFrame
        The county's thresholds, ``Package.thresholds``.
    """
    named = bool(st.session_state.get(OWN_NAME) or st.query_params.get(OWN_NAME))
    with st.expander("Eigene Zahlen und eine eigene Schwelle eintragen", key="schwellen_felder", expanded=named):
        with st.container(horizontal=True, key="schwellen_zahlen"):
            known = [_with_number(one) for one in thresholds_of(table)]
        st.html('<h3 class="kp-h3">Eigene Schwelle</h3>')
        try:
            own = _own()
        except ValueError as error:
            st.error(str(error))
            own = None
    return (*known, *([] if own is None else [own]))


def _with_number(one: Threshold) -> Threshold:
    """Let the user change the number of a threshold."""
    number = st.number_input(
        f"{one.label}: {MARKS[one.kind]}", 1, LARGEST, int(one.needed), 1,
        key=f"noetig_{one.key}", bind="query-params", help=one.assumption, width=265,
    )  # fmt: skip
    return one if number == one.needed else replace(one, needed=float(number), assumption=CHANGED)


def _own() -> Threshold | None:
    """Let the user add a threshold; ``None`` as long as it has no name.

    Raises
    ------
    ValueError
        In German, if its ages contradict each other.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="schwelle_eigen"):
        name = st.text_input(
            "Wofür?",
            key=OWN_NAME,
            max_chars=60,
            bind="query-params",
            placeholder="zum Beispiel Seniorenkreis",
            width=250,
        )
        low = st.number_input("Alter von", 0, OLDEST, 65, 1, key=OWN_FROM, bind="query-params", width=130)
        high = st.number_input(
            "bis einschließlich", 0, OLDEST, OLDEST, 1, key=OWN_TO, bind="query-params", width=150,
            help="100 steht für „und älter“.",
        )  # fmt: skip
        needed = st.number_input("Zahl", 1, LARGEST, 20, 1, key=OWN_NUMBER, bind="query-params", width=130)
        kind = st.selectbox("Art", list(KINDS), key=OWN_KIND, bind="query-params", width=270)
    return own_threshold(str(name or "").strip(), int(low), int(high), int(needed), KINDS[kind])


def own_threshold(name: str, low: int, high: int, needed: int, kind: Kind) -> Threshold | None:
    """Make the user's threshold; ages include ``high``, of which 100 means "and older".

    Raises
    ------
    ValueError
        In German, if the ages contradict each other.

    Examples
    --------
    >>> own_threshold("Seniorenkreis", 65, 100, 20, "at_least").band
    (65, 200)
    """
    if not name:
        return None
    if high < low:
        raise ValueError(
            f"{name}: Das Alter „von {low} bis {high}“ gibt es nicht. Bitte bei „bis“ mindestens {low} eintragen."
        )
    band = (low, AGE_OPEN if high >= OLDEST else high + 1)
    return Threshold(name, band, needed=float(needed), kind=kind, assumption=CHANGED)
