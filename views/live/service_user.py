"""Whom the login service vouches for, read from the cookie that Streamlit signs: our own addresses know the same people as the pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks


def claims(request: Request) -> dict[str, Any]:
    """Give what the service says about whoever sends the request; empty where nobody is logged in.

    Streamlit has no public function for this outside a page; a test holds on to the two names used.
    """
    if USER_COOKIE_NAME not in request.cookies and f"{USER_COOKIE_NAME}__1" not in request.cookies:
        return {}
    signed = _get_signed_cookie_with_chunks(dict(request.cookies), USER_COOKIE_NAME)
    if signed is None:
        return {}
    try:
        known: dict[str, Any] = json.loads(signed)
    except ValueError:
        return {}
    here = urlsplit(str(known.get("origin", ""))).netloc == request.headers.get("host", "")
    return known if here and known.get("is_logged_in") else {}
