"""German numbers, dates and lists: the one formatter of the whole product.

Thousands are parted by a point, decimals by a comma; the minus is a real minus sign; percentage points are never called percent.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

MINUS: Final = "−"
NBSP: Final = "\u00a0"
NO_NUMBER: Final = "keine Zahl"
MARKDOWN_SIGNS: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~<>:])")

UMLAUTS: Final = str.maketrans("äöüß", "aous")
WORDS: Final = (
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
)


def number(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """Write a number the German way.

    Parameters
    ----------
    value : float | None
        The number; ``None`` and NaN give "keine Zahl", never a zero.
    decimals : int
        Digits behind the comma.
    signed : bool
        Put a plus before positive numbers (changes and balances).

    Examples
    --------
    >>> number(218721), number(25.65, 1), number(-40, signed=True), number(3.2, 1, signed=True)
    ('218.721', '25,7', '−40', '+3,2')
    >>> number(-0.04, 1), number(None)
    ('0,0', 'keine Zahl')
    """
    if value is None or math.isnan(value):
        return NO_NUMBER
    near = rounded(value, decimals)
    text = f"{abs(near):,.{decimals}f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
    if near == 0:
        return text
    return (MINUS if near < 0 else "+" if signed else "") + text


def rounded(value: float, decimals: int = 0) -> float:
    """Round as people do at school: 0.5 goes away from zero; a tiny nudge undoes binary dust (25.65 is 25.7).

    Examples
    --------
    >>> rounded(25.65, 1), rounded(-2.5)
    (25.7, -3.0)
    """
    scale = 10**decimals
    return math.copysign(math.floor(abs(value) * scale + 0.5 + 1e-9), value) / scale


def with_unit(value: float | None, unit: str, decimals: int = 0, *, signed: bool = False) -> str:
    """Write a number with its unit and a space that does not break.

    Examples
    --------
    >>> with_unit(25.7, "%", 1) == "25,7" + NBSP + "%"
    True
    """
    text = number(value, decimals, signed=signed)
    return text if text == NO_NUMBER or not unit else f"{text}{NBSP}{unit}"


def period(text: str) -> str:
    """Write a reference date or a year.

    Examples
    --------
    >>> period("2015-12-31"), period("2015")
    ('31.12.2015', '2015')
    """
    parts = text.split("-")
    return ".".join(reversed(parts)) if len(parts) == 3 else text


def years(text: str) -> str:
    """Write a time as years: a span for multi-year figures, else the date or year.

    Examples
    --------
    >>> years("2011/2015"), years("2015"), years("2023-12-31")
    ('2011 bis 2015', '2015', '31.12.2023')
    """
    first, _, last = text.partition("/")
    return f"{first} bis {last}" if last else period(text)


def count_word(value: int, *, feminine: bool = False) -> str:
    """Write small whole numbers as words, larger ones as digits.

    Examples
    --------
    >>> count_word(7), count_word(1, feminine=True), count_word(40)
    ('sieben', 'eine', '40')
    """
    if value == 1:
        return "eine" if feminine else "ein"
    return WORDS[value] if 0 <= value < len(WORDS) else number(value)


def enumeration(items: Sequence[str]) -> str:
    """Join names with commas and a final "und".

    Examples
    --------
    >>> enumeration(["Boddin", "Lühburg", "Walkendorf"])
    'Boddin, Lühburg und Walkendorf'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} und {items[-1]}" if items else ""


def sort_key(name: str) -> str:
    """Order names the German way: umlauts beside their vowels.

    Examples
    --------
    >>> sorted(["Zepelin", "Börgerende", "Bützow", "Broderstorf"], key=sort_key)
    ['Börgerende', 'Broderstorf', 'Bützow', 'Zepelin']
    """
    return name.casefold().translate(UMLAUTS)


def literal(text: str) -> str:
    r"""Write a text of people for a widget that reads Markdown: its signs are taken as they stand.

    Examples
    --------
    >>> literal("![x](y)")
    '\\!\\[x\\]\\(y\\)'
    """
    return MARKDOWN_SIGNS.sub(r"\\\1", text)
