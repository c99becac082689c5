"""Short ids made of names."""

from __future__ import annotations

import re
import unicodedata


def slug(name: str) -> str:
    """Short id of a name.

    Examples
    --------
    >>> slug("Nord-West"), slug("Süd-Ost")
    ('nord-west', 'sued-ost')
    """
    text = name.lower()
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, written)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
