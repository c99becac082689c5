"""Colours, hatches and sizes of the house; contrasts were computed, see the notes beside the values.

Text needs 4.5:1, controls and meaningful graphics 3:1 (WCAG 2.1). Colour never stands alone: a word, a number or a shape goes with it.
"""

from __future__ import annotations

from typing import Final

TEXT: Final = "#17232E"
MUTED: Final = "#52606C"
ACCENT: Final = "#0B5A78"
ACCENT_LIGHT: Final = "#E2EEF3"
SURFACE: Final = "#F3F6F8"
CONTROL: Final = "#75828D"
HATCH: Final = "#6A7681"
RULE: Final = "#D3DBE1"
FOCUS: Final = "#B4410E"
WHITE: Final = "#FFFFFF"
SELECTION: Final = "#000000"
DOTS: Final = "#97A3AD"
LAND: Final = "#EEF1F3"
AMT_LIGHT: Final = "#BFD8E2"
WARN_TEXT: Final = "#8A3F00"
WARN_LINE: Final = "#A34B00"
WARN_SURFACE: Final = "#FFF3E4"

WOMEN: Final = "#7B4A9E"
MEN: Final = "#2A8C82"
MEN_TEXT: Final = "#1F6F67"

SEQUENTIAL: Final = ("#DDEBBB", "#93CBA9", "#4A9CA5", "#1F6A8D", "#14315A")
"""Five classes, light to dark; smallest distance 12 (protanopia)."""

DIVERGING: Final = ("#8F4300", "#D9883B", "#F6D7B4", "#C3DBEF", "#5F9BCB", "#174C82")
"""Three classes below and three above zero; zero is the edge in the middle."""

CHART: Final = ("#0B5A78", "#CC6A10", "#8A5BB0", "#3C9C8C", "#17232E")

FONT: Final = '"Source Sans", "Source Sans 3", "Segoe UI", Arial, sans-serif'
