"""How the projection is computed, in five sentences and in formulas."""

from __future__ import annotations

from views import forecast_method_page

forecast_method_page.show()
