"""What all sessions share: the package, the evaluator and the geometry, each loaded once per process."""

from __future__ import annotations

import streamlit as st

from data.package import Package, load
from indicators.catalogue import Catalogue, load_catalogue
from indicators.evaluate import Evaluator


@st.cache_resource(show_spinner="Die Zahlen werden geladen …")
def evaluator() -> Evaluator:
    """Give the evaluator of the package the app shows."""
    return Evaluator(load())


def package() -> Package:
    """Give the package the app shows."""
    return evaluator().package


def catalogue() -> Catalogue:
    """Give the catalogue of indicators."""
    return load_catalogue()
