"""Reading our drawings back: parsed, counted, searched for what must never stand in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from views import svg
from views.compare_sheet import Drawn

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ('<img src=x onerror="a">', "${x}", "\u202eabc", "=cmd()", "x" * 300)
ALLOWED = {"svg", "title", "desc", "line", "path", "circle", "text", "rect", "g", "polygon", "pattern", "defs"}


def parsed(drawn: Drawn, width: float) -> ET.Element:
    """Read a picture as a whole document; fails where it is no XML, holds foreign elements or badly written numbers."""
    document = svg.document(width, drawn.height, "Titel", drawn.spoken, drawn.body)
    root = ET.fromstring(document)  # noqa: S314 - our own drawing
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= ALLOWED
    written = " ".join(texts(root)) + drawn.spoken
    assert not re.search(r"(?<![\d,])[-−]0(?![\d,.])|nan|\bNone\b|\binf\b", written)
    assert not re.search(r'"(nan|inf|-?\d+e)', document)
    return root


def texts(root: ET.Element) -> list[str]:
    """List everything a picture writes."""
    return [e.text or "" for e in root.iter(f"{SVG}text")]


def count(root: ET.Element, name: str) -> int:
    """Count the elements of one kind."""
    return len(list(root.iter(f"{SVG}{name}")))
