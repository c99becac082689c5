"""Zwischenbilanz: what was promised, what is done, what moved; frozen states by their code."""

from __future__ import annotations

from reports import interim_files
from views import interim_page, navigation

if shown := interim_page.show(navigation.selection()):
    interim_files.offer(shown)
