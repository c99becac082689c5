"""SWOT: what the figures suggest about a place and what people say, each statement with its receipt."""

from __future__ import annotations

from reports import swot_files
from views import navigation, swot_page

if sheet := swot_page.show(navigation.selection()):
    swot_files.offer(sheet)
