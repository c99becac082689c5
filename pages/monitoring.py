"""Sozialraum: where the need is, for which age group, in which walk of life."""

from __future__ import annotations

from reports import monitoring_files
from views import monitoring_page, navigation

monitoring_page.show(
    navigation.selection(), monitoring_page.TakeHome(monitoring_files.offer_field, monitoring_files.offer_sheet)
)
