"""Who sits in front of this page: by the login service, by a host's code, or as a guest."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

import streamlit as st

from views import workshop_data
from workshop import logins, roles
from workshop.roles import GUEST, Role, Writer

if TYPE_CHECKING:
    from starlette.requests import Request

COOKIE: Final = "kommunalprofil_anmeldung"
#: What the login service calls those who administer from the start, separated by commas (e-mail addresses or subjects).
ADMINISTRATORS: Final = "KOMMUNALPROFIL_VERWALTUNG"
#: "angemeldet": only who is signed in may read what people wrote.
READING: Final = "KOMMUNALPROFIL_LESEN"
CLOSED: Final = "angemeldet"


def writer() -> Writer:
    """Tell who uses this session; asked anew at every run, so that an expired login ends at once."""
    if service_offered() and st.user.is_logged_in:
        return by_service(st.user.to_dict())
    return _by_token(st.context.cookies.get(COOKIE, ""))


def writer_of(request: Request) -> Writer:
    """Tell who sends a request to one of our own addresses."""
    from views.live import service_user

    known = service_user.claims(request) if service_offered() else {}
    return by_service(known) if known else _by_token(request.cookies.get(COOKIE, ""))


def _by_token(token: str) -> Writer:
    return logins.writer_with(workshop_data.store(), token) if token else GUEST


def by_service(known: Mapping[str, Any]) -> Writer:
    """Give the writer behind what a login service says about somebody (the claims of OpenID Connect)."""
    subject = f"{known.get('iss', '')} {known.get('sub') or known.get('email', '')}"
    named = {name.strip().casefold() for name in os.environ.get(ADMINISTRATORS, "").split(",") if name.strip()}
    own = {str(known.get(claim, "")).casefold() for claim in ("sub", "email")} - {""}
    # An address nobody has confirmed proves nothing.
    if known.get("email_verified") is False:
        own.discard(str(known.get("email", "")).casefold())
    first = Role.VERWALTUNG if named & own else Role.GAST
    return logins.writer_of_service(workshop_data.store(), subject, str(known.get("name", "")), first)


def service_offered() -> bool:
    """Tell whether a login service (OIDC) is set up in Streamlit's secrets."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def same_origin(request: Request) -> bool:
    """Tell whether a request comes from our own pages; a browser names where it comes from, others cannot make it lie."""
    from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    return is_host_allowed(host) and (origin is None or urlsplit(origin).netloc == host)


def may(kind: str, action: str = roles.ADD) -> bool:
    """Tell whether this session may do something with a kind of record."""
    return roles.may(writer(), kind, action)


def reading_closed() -> bool:
    """Tell whether what people wrote is hidden from this session by the setting."""
    return os.environ.get(READING, "") == CLOSED and writer() == GUEST


def address(back: str = "") -> str:
    """Give the address of the page for signing in, which leads back afterwards."""
    return f"/anmelden?zurueck={quote(back)}" if back else "/anmelden"


def hint(what: str) -> None:
    """Say in one line that something needs a login, with the link to it."""
    st.html(
        f'<p class="kp-hint" role="note">{escape(what)} Dafür bitte '
        f'<a href="{escape(address(here()))}" target="_self">anmelden</a>.</p>'
    )


def here() -> str:
    """Give the path and query of the open page, to come back to."""
    parts = urlsplit(str(st.context.url or ""))
    query: Any = "&".join(f"{quote(n)}={quote(v)}" for n in st.query_params for v in st.query_params.get_all(n))
    return f"{parts.path or '/'}?{query}" if query else parts.path or "/"
