"""Überblick: what this is, the county in three numbers and one map, and where to go from here."""

from __future__ import annotations

from views import navigation, overview_page

overview_page.show(navigation.selection())
