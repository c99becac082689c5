"""How good such projections are: this very model on the past of this very county."""

from __future__ import annotations

from views import forecast_errors_page

forecast_errors_page.show()
