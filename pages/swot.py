"""SWOT: what the figures suggest about a place, each statement with its receipt."""

from __future__ import annotations

from views import navigation, swot_page

swot_page.show(navigation.selection())
