"""Sozialraum: where the need is, for which age group, in which walk of life."""

from __future__ import annotations

from views import monitoring_page, navigation

monitoring_page.show(navigation.selection())
