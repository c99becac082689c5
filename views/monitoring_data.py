"""What the page Sozialraum shows, computed once for all sessions."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.schema import Level
from indicators.monitoring import comparisons, situations
from indicators.monitoring.changes import changes
from indicators.monitoring.false_discovery import Procedure
from indicators.monitoring.families import Family, families
from indicators.monitoring.field import Field, measure
from indicators.monitoring.index import Index
from indicators.monitoring.known import Known
from views import resources


@st.cache_resource
def known() -> Known:
    """Give the figures and what municipalities have of them."""
    return Known(resources.rows())


@st.cache_resource(max_entries=200, show_spinner="Die Orte werden eingeordnet …")
def field(index: Index, level: Level) -> Field:
    """Give Status and Dynamik of all regions of a level."""
    return measure(known(), resources.catalogue(), index, level)


@st.cache_resource(max_entries=400, show_spinner=False)
def cells(region_id: str, benchmark_id: str) -> list[situations.Cell]:
    """Give the matrix of a place."""
    return situations.cells(known(), resources.catalogue(), region_id, benchmark_id)


@st.cache_resource(show_spinner="Alle Gemeinden werden verglichen …")
def _compared() -> pd.DataFrame:
    return comparisons.comparisons(known(), resources.catalogue())


@st.cache_resource
def compared(procedure: Procedure) -> pd.DataFrame:
    """Give all comparisons with what may be reported; never to be changed."""
    return comparisons.reported(_compared(), procedure)


@st.cache_resource(show_spinner="Veränderungen werden verglichen …")
def changed(procedure: Procedure) -> pd.DataFrame:
    """Give the changes of all municipalities compared with the rest of the county; never to be changed."""
    return changes(known(), resources.catalogue(), procedure)


def procedure(*, strict: bool) -> Procedure:
    """Give the procedure against false alarms that was chosen."""
    return Procedure.STRICT if strict else Procedure.USUAL


@st.cache_resource
def family_of() -> dict[str, Family]:
    """Give the families by id."""
    return {f.id: f for f in families(resources.catalogue())}
