"""Altersaufbau: who lives here by age, as one large picture, beside the comparison and beside all other regions."""

from __future__ import annotations

from reports import age_files
from views import age_page, navigation

age_page.show(navigation.selection(), age_files.offer)
