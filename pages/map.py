"""Karte: any indicator at any level and time; the chosen place beside it; files to take home."""

from __future__ import annotations

from reports import map_files
from views import map_page, navigation

map_page.show(navigation.selection(), map_files.offer)
