"""Vergleich: a place beside others, and whether the difference is real."""

from __future__ import annotations

from reports import compare_files
from views import compare_page, navigation

compare_page.show(navigation.selection(), compare_files.offer)
