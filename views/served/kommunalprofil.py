"""The web application: Streamlit's pages, and beside them our own addresses for phones, for the stage and for signing in."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from views import web

app = st.App(Path(__file__).parents[2] / "app.py", routes=web.routes())
