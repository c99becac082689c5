"""Our own addresses beside Streamlit's pages."""

from __future__ import annotations

import logging
from typing import Final

from starlette.routing import BaseRoute

CACHES: Final = "streamlit.runtime.caching.cache_data_api"


def routes() -> list[BaseRoute]:
    """Give all of them: signing in, phones, the stage."""
    # What they draw is kept in Streamlit's caches, which note at their making that the server does not run yet: as it should be.
    logging.getLogger(CACHES).setLevel(logging.ERROR)
    from views.live import phone, sign_in, stage

    return [*sign_in.routes(), *phone.routes(), *stage.routes()]
