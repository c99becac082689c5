"""An age structure that moves through the years of a projection in the browser, without asking the server again.

The figures of all years and the drawing script are files of Streamlit's media store, whose addresses are hashes of their content: the
browser fetches each once. For paper there is :func:`views.pyramid_year.pyramid_year_svg`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit import runtime

from indicators.ages import words
from indicators.projection.results import Floats
from views.age_structure import top_of
from views.map_component import LOADER
from views.pyramid_year import MovingPyramid, phase_cells, pyramid_year_svg, pyramid_year_table, unit_words

__all__ = ["MovingPyramid", "figures", "pyramid_year_svg", "pyramid_year_table", "render_pyramid"]

SCRIPT: Final = Path(__file__).with_suffix(".js")
STYLE: Final = Path(__file__).with_suffix(".css")
MANY: Final = 1000
"""From so many people in the largest group on, the bars are sent in whole people."""

_mount = st.components.v2.component("kommunalprofil_moving_pyramid", js=LOADER)


def render_pyramid(m: MovingPyramid, key: str, height: int = 560, *, scale: float = 1.0) -> None:
    """Show the moving age structure.

    Parameters
    ----------
    m : MovingPyramid
        All years; other figures (another scenario) keep the year that is just shown.
    key : str
        Unique on the page; keeps the drawing alive from run to run.
    height : int
        Height of the bars in px on a desk; on a phone it follows the width.
    scale : float
        Size of words; 2 for a projector.
    """
    data = {
        "module": _media(_script(), "text/javascript", f"{key}-script"),
        "figures": _media(_packed(m), "application/json", f"{key}-figures"),
        "height": height,
        "scale": scale,
    }
    _mount(key=key, data=data, height="content")


def figures(m: MovingPyramid) -> dict[str, Any]:
    """Return what the browser needs for all years; some ten kilobytes for 22 years in 20 groups.

    Returns
    -------
    dict[str, Any]
        ``low``, ``expected``, ``high``: for each year the persons of all groups, women first, then men. ``cells``: for each year
        the heads and ranges of the phases of life, from old to young. ``spoken``: one sentence for each year.
    """
    digits = 0 if max(float(one.high.max()) for one in m.pyramids) >= MANY else 1
    return {
        "name": m.name,
        "years": m.years,
        "bands": [[band[0], top_of(band), words(band)] for band in m.bands],
        "end": m.axis_end,
        "unit": unit_words(m),
        "rounding": m.rounding,
        "phases": [[phase.name, words(phase.band), phase.low, top_of(phase.band)] for phase, _ in reversed(m.phases)],
        "cells": [[[heads, told] for _, _, heads, told in phase_cells(m, year)] for year in m.years],
        "spoken": [m.sentence(year) for year in m.years],
        **{
            name: [_flat(getattr(one, name), digits) for one in m.pyramids] for name in ("low", "expected", "high")
        },
    }  # fmt: skip


def _flat(persons: Floats, digits: int) -> list[float | int]:
    """Write the persons of both sexes in a row, whole numbers without a decimal point."""
    return [int(value) if value == int(value) else value for value in persons.ravel().round(digits).tolist()]


def _packed(m: MovingPyramid) -> bytes:
    return json.dumps(figures(m), ensure_ascii=False, separators=(",", ":")).encode()


def _media(content: bytes, mimetype: str, coordinates: str) -> str:
    # Asked for again in every run: the store forgets files that no running session refers to.
    return runtime.get_instance().media_file_mgr.add(content, mimetype, coordinates).lstrip("/")


@cache
def _script() -> bytes:
    style = json.dumps(STYLE.read_text(encoding="utf-8"))
    return f"const STYLE = {style};\n{SCRIPT.read_text(encoding='utf-8')}".encode()
