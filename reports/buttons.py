"""The row of buttons under a picture: one per file, each made only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

File = tuple[str, str, str, Callable[[], bytes]]
"""Label, file ending, media type, and what makes the file."""


def offer(files: Sequence[File], stem: str, key: str) -> None:
    """Show one download button per file.

    Parameters
    ----------
    files : Sequence[File]
        What is offered, in order.
    stem : str
        File name without its ending.
    key : str
        Unique on the page; told apart by the ending.
    """
    with st.container(horizontal=True):
        for label, ending, mime, make in files:
            st.download_button(
                label, data=make, file_name=f"{stem}.{ending}", mime=mime, on_click="ignore", key=f"{key}_{ending}"
            )
