"""Answers of our own addresses: headers that let nothing foreign in, and the plain frame of a page."""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

import streamlit
from starlette.responses import FileResponse, HTMLResponse, Response

HERE: Final = Path(__file__).parent
#: Nothing from elsewhere, no script or style inside the page, nobody frames it.
POLICY: Final = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
TYPES: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
#: The typeface of Streamlit's pages, which comes with it; ``font.css`` names its address here.
FONT: Final = "schrift.woff2"
FONT_PLACES: Final = "static/static/media/SourceSansVF-Upright*.woff2"
A_YEAR: Final = "public, max-age=31536000, immutable"


def page(title: str, body: str, *, style: str, script: str = "", language: str = "de", status: int = 200) -> Response:
    """Give a whole page.

    Parameters
    ----------
    title : str
        Plain text.
    body : str
        HTML; everything from data or people in it must be escaped already.
    style, script : str
        Names of files beside this module.
    language : str
        Of the page.
    status : int
        Of the answer.
    """
    scripts = f'<script src="{address(script)}" defer></script>' if script else ""
    return HTMLResponse(
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{address("font.css")}"><link rel="stylesheet" href="{address(style)}">{scripts}</head>'
        f"<body>{body}</body></html>",
        status,
        HEADERS,
    )


@cache
def _kept(name: str) -> tuple[bytes, str]:
    content = (HERE / name).read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:12]


def address(name: str) -> str:
    """Give the address of a style or script beside this module; it changes with its content."""
    return f"/live/{name}?v={_kept(name)[1]}"


def file(name: str) -> Response:
    """Give a style or script beside this module."""
    if name == FONT:
        return _font()
    if Path(name).name != name or Path(name).suffix not in TYPES or not (HERE / name).is_file():
        return Response("Nicht gefunden", 404)
    headers = {"Cache-Control": A_YEAR, "X-Content-Type-Options": "nosniff"}
    return Response(_kept(name)[0], headers=headers, media_type=TYPES[Path(name).suffix])


def _font() -> Response:
    """Give the typeface; without it the reader's own is used."""
    found = sorted(Path(streamlit.__file__).parent.glob(FONT_PLACES))
    headers = {"Cache-Control": "public, max-age=86400"}
    return FileResponse(found[0], media_type="font/woff2", headers=headers) if found else Response("", 404)
