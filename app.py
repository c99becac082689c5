"""The app: its pages, the style they share, the one filter bar above them."""

from __future__ import annotations

import streamlit as st

from views import filterbar, german, layout, navigation, persona_view, resources, trouble

st.set_page_config(page_title="Kommunalprofil", page_icon=layout.ICON, layout="wide")
german.speak_german()
layout.style()
page, entry = navigation.choose()
with trouble.explained():
    evaluator = resources.evaluator()
    layout.brand(evaluator.regions.name(evaluator.regions.county))
    selection = filterbar.show(evaluator.regions, resources.catalogue(), entry.controls, resources.personas())
    persona_view.strip(selection, unfolded=entry.default)
    navigation.run(page, selection)
