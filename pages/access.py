"""Wege: how far it is to what people need, and who gains when something opens or closes."""

from __future__ import annotations

from reports import access_files
from views import access_page, navigation

access_page.show(navigation.selection(), access_page.TakeHome(access_files.offer, access_files.offer_template))
