"""Prognose: how many people of which age there will be, as a range."""

from __future__ import annotations

from views import forecast_page

forecast_page.show()
