"""The address at which phones join, as text to type and as a QR code."""

from __future__ import annotations

import io
import os
from typing import Final
from urllib.parse import urlsplit

import segno
from streamlit import config

from views.lan import lan_addresses

#: Says under which address phones reach this machine, where it cannot be found out (behind a proxy, with a name of its own).
SETTING: Final = "KOMMUNALPROFIL_ADRESSE"
ONLY_HERE: Final = {"localhost", "127.0.0.1", "::1"}


def qr_svg(text: str, *, label: str = "") -> str:
    """Draw a QR code, black on white with the quiet margin a camera needs; it takes the size of what it stands in.

    Examples
    --------
    >>> qr_svg("192.168.178.20:8501/mit/K7M4Q", label="Mitmachen")[:10]
    '<svg xmlns'
    """
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        out,
        kind="svg",
        border=4,
        dark="#000",
        light="#fff",
        xmldecl=False,
        omitsize=True,
        title=label or None,
        nl=False,
    )
    return out.getvalue().decode()


def base_addresses() -> list[str]:
    """List the addresses under which phones may reach this machine, the likeliest first; the setting stands alone."""
    if own := os.environ.get(SETTING, "").strip():
        return [whole_address(own)]
    secure = "https:" if config.get_option("server.sslCertFile") else "http:"
    port, path = config.get_option("server.port"), str(config.get_option("server.baseUrlPath") or "").strip("/")
    hosts = lan_addresses() if phones_can_reach() else []
    return [whole_address(f"{secure}//{host}:{port}/{path}") for host in hosts or ["localhost"]]


def phones_can_reach() -> bool:
    """Tell whether this machine answers others at all; as it comes it answers nobody but itself."""
    return bool(os.environ.get(SETTING, "").strip()) or config.get_option("server.address") not in ONLY_HERE


def whole_address(typed: str) -> str:
    """Complete what a person typed as an address.

    Examples
    --------
    >>> whole_address("192.168.178.20:8501/").split("//")
    ['http:', '192.168.178.20:8501']
    """
    typed = typed.strip().rstrip("/")
    return typed if "://" in typed else "//".join(("http:", typed))


def join_address(code: str, base: str = "") -> str:
    """Give the address of an event for phones.

    Parameters
    ----------
    code : str
        The event's code.
    base : str
        Where phones reach this machine, if the host typed it; else the likeliest address.
    """
    start = whole_address(base) if base.strip() else base_addresses()[0]
    return f"{start}/mit/{code}"


def spoken_address(address: str) -> str:
    """Give an address as people type it.

    Examples
    --------
    >>> spoken_address(whole_address("192.168.178.20:8501/mit/K7M4Q"))
    '192.168.178.20:8501/mit/K7M4Q'
    """
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}" if parts.scheme == "http" else address
