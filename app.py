"""The app: its pages, the style they share, the one filter bar above them."""

from __future__ import annotations

import streamlit as st

from views import filterbar, german, layout, navigation, persona_view, resources, saving, signed_in, trouble, who

st.set_page_config(page_title="Kommunalprofil", page_icon=layout.ICON, layout="wide")
german.speak_german()
layout.style()
page, entry = navigation.choose()
layout.section(bool(entry.section))
with trouble.explained():
    evaluator = resources.evaluator()
    layout.brand(evaluator.regions.name(evaluator.regions.county))
    selection = filterbar.show(evaluator.regions, resources.catalogue(), entry.controls, resources.personas())
    who.show(signed_in.writer(), signed_in.here())
    persona_view.strip(selection, unfolded=entry.default)
    if who.let_in(entry):
        navigation.run(page, selection)
    saving.messages()
