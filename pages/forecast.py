"""Prognose: how many people of which age there will be, as a range."""

from __future__ import annotations

from reports import forecast_files, map_files, threshold_files
from views import forecast_page, navigation

forecast_page.show(
    navigation.selection(), forecast_page.TakeHome(forecast_files.offer, map_files.offer, threshold_files.offer)
)
