"""The floor: what any Streamlit page costs that has one selectbox and changes one coloured box."""

import streamlit as st

COLOURS = {"Anteil": "#1F6A8D", "Dichte": "#93CBA9", "Alter": "#14315A"}

st.set_page_config(layout="wide", page_title="Grundlinie")
colour = COLOURS[st.selectbox("Indikator", list(COLOURS))]
st.html(f'<div id="picture" style="width:900px;height:560px;background:{colour}"></div>')
