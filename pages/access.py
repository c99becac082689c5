"""Wege: how far it is to what people need, and who gains when something opens or closes."""

from __future__ import annotations

from views import access_page, navigation

access_page.show(navigation.selection())
