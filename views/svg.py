"""A tiny SVG builder: every text and attribute is escaped, only what this module built itself counts as markup.

All drawings share one root element with a name and a description for screen readers, the house font and a fluid width.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from views.tokens import FONT, MUTED, TEXT, WHITE

SMALL: Final = 14
"""Axis numbers, sources and side remarks in px."""

_UNWANTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_NARROW: Final = frozenset("iíìjlt.,:;'|!·()[]rfI- \u00a0„“”/")
_WIDE: Final = frozenset("mwMW@%–—")


class Markup(str):
    """Text that is already markup; made by this module only, so a plain ``str`` is always escaped."""

    __slots__ = ()


def clean(text: object) -> str:
    r"""Drop control and text-direction characters that would break XML or turn a label around.

    Examples
    --------
    >>> clean("Gra\x00al-\u202eMüritz")
    'Graal-Müritz'
    """
    return _UNWANTED.sub("", str(text))


def tag(name: str, *children: object, **attributes: object) -> Markup:
    """Build one element; children that are not :class:`Markup` are escaped, attributes that are ``None`` are left out.

    Examples
    --------
    >>> tag("text", "<b>", x=1.50, font_size=14, fill=None)
    '<text x="1.5" font-size="14">&lt;b&gt;</text>'
    >>> tag("rect", width=10, class_="bar")
    '<rect width="10" class="bar"/>'
    """
    written = "".join(f' {_key(key)}="{_attribute(value)}"' for key, value in attributes.items() if value is not None)
    inner = "".join(child if isinstance(child, Markup) else escape(clean(child)) for child in children)
    return Markup(f"<{name}{written}>{inner}</{name}>" if inner or name not in _VOID else f"<{name}{written}/>")


_VOID: Final = frozenset({"rect", "line", "path", "circle", "polyline", "polygon"})


def _key(key: str) -> str:
    """Turn a Python keyword into an attribute name: ``font_size`` → ``font-size``, ``viewBox`` stays."""
    return key.rstrip("_").replace("_", "-")


def _attribute(value: object) -> str:
    """Write an attribute's value: numbers short, everything else escaped."""
    return num(value) if isinstance(value, float) else escape(clean(value), quote=True)


def num(value: float) -> str:
    """Write a coordinate with at most two decimals.

    Examples
    --------
    >>> num(1.5), num(2.0), num(-0.001), num(3.14159)
    ('1.5', '2', '0', '3.14')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def join(parts: Iterable[Markup]) -> Markup:
    """Put built elements one after the other."""
    return Markup("".join(parts))


def group(*children: object, **attributes: object) -> Markup:
    """Build a ``<g>``."""
    return tag("g", *children, **attributes)


def text(
    content: object, x: float, y: float, *, halo: float = 0.0, halo_colour: str = WHITE, **attributes: object
) -> Markup:
    """Write a line of text, with a halo of the given width if it stands above a drawing."""
    if halo:
        attributes |= {"stroke": halo_colour, "stroke_width": halo, "paint_order": "stroke", "stroke_linejoin": "round"}
    return tag("text", content, x=float(x), y=float(y), **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Markup:
    """Draw a straight line."""
    return tag("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **attributes)


def rect(x: float, y: float, width: float, height: float, *children: object, **attributes: object) -> Markup:
    """Draw a rectangle, children may hold its tooltip."""
    size = {"x": float(x), "y": float(y), "width": max(float(width), 0.0), "height": max(float(height), 0.0)}
    return tag("rect", *children, **size, **attributes)


def dot(x: float, y: float, radius: float, *children: object, **attributes: object) -> Markup:
    """Draw a circle."""
    return tag("circle", *children, cx=float(x), cy=float(y), r=float(radius), **attributes)


def path(points: Sequence[tuple[float, float]]) -> str:
    """Write the ``d`` of a line through the points.

    Examples
    --------
    >>> path([(0, 1), (2.5, 3)])
    'M0 1L2.5 3'
    """
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) if points else ""


def hatch(key: str, colour: str, *, gap: float = 6.0, angle: int = 45) -> Markup:
    """Define white slanting lines over a colour, the sign of an open age group; use as ``fill="url(#key)"``."""
    return tag(
        "pattern",
        rect(0, 0, gap, gap, fill=colour),
        line(0, 0, 0, gap, stroke=WHITE, stroke_width=2.6),
        id=key,
        width=gap,
        height=gap,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({angle})",
    )


def key_of(*parts: object) -> str:
    """Make a short stable key for ids, so that several drawings on one page never share a pattern.

    Examples
    --------
    >>> key_of("Güstrow", 1) == key_of("Güstrow", 1) != key_of("Güstrow", 2)
    True
    """
    return "k" + hashlib.blake2s(repr(parts).encode("utf-8", "replace"), digest_size=5).hexdigest()


def document(width: float, height: float, title: str, description: str, *children: object, size: int = SMALL) -> Markup:
    """Build a whole drawing with its spoken name and description; it shrinks with its column but keeps its shape."""
    body = join(child if isinstance(child, Markup) else Markup(escape(clean(child))) for child in children)
    key = key_of(title, description, body)
    return tag(
        "svg",
        tag("title", title, id=f"{key}t"),
        tag("desc", description, id=f"{key}d"),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {num(width)} {num(height)}",
        width=num(width),
        height=num(height),
        role="img",
        aria_labelledby=f"{key}t",
        aria_describedby=f"{key}d",
        font_family=FONT,
        font_size=size,
        fill=TEXT,
        style="max-width:100%;height:auto;display:block",
    )


def text_width(content: str, size: float = SMALL, *, bold: bool = False) -> float:
    """Estimate how wide a text runs in the house font, a little on the safe side.

    Examples
    --------
    >>> text_width("Landkreis 23,8") < text_width("Landkreis 23,8", bold=True)
    True
    """
    ems = sum(0.3 if c in _NARROW else 0.82 if c in _WIDE else 0.6 if c.isupper() else 0.51 for c in content)
    return ems * size * (1.06 if bold else 1.0)


def wrap(content: str, width: float, size: float = SMALL, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a width; a single overlong word is cut with an ellipsis.

    Examples
    --------
    >>> wrap("Ab 75 Jahren offen, gleichmäßig gezeichnet", 160)
    ['Ab 75 Jahren offen,', 'gleichmäßig gezeichnet']
    """
    lines: list[str] = []
    for word in clean(content).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(shorten(word, width, size, bold=bold))
    return lines


def shorten(content: str, width: float, size: float = SMALL, *, bold: bool = False) -> str:
    """Cut a text that is too wide and end it with an ellipsis.

    Examples
    --------
    >>> shorten("Mecklenburg-Vorpommern", 90)
    'Mecklenburg…'
    """
    content = clean(content)
    if text_width(content, size, bold=bold) <= width:
        return content
    while content and text_width(content + "…", size, bold=bold) > width:
        content = content[:-1]
    return content.rstrip(" -,") + "…"


def paragraph(
    content: str, x: float, y: float, width: float, *, size: float = SMALL, bold: bool = False
) -> tuple[Markup, float]:
    """Write a wrapped text whose first baseline is ``y``; return it and the baseline after the last line."""
    step = size * 1.35
    weight = 700 if bold else None
    fill = TEXT if bold else MUTED
    rows = wrap(content, width, size, bold=bold) if content else []
    drawn = (text(row, x, y + i * step, font_size=size, font_weight=weight, fill=fill) for i, row in enumerate(rows))
    return join(drawn), y + len(rows) * step


def by_width(wide: str, narrow: str, *, at: int = 700) -> Markup:
    """Show one of two drawings: the wide one on desk and projector, the narrow one where the window is below ``at`` px."""
    key = key_of(wide, narrow)
    style = f".{key}n{{display:none}}@media(max-width:{at - 1}px){{.{key}w{{display:none}}.{key}n{{display:block}}}}"
    return join(
        [
            Markup(f"<style>{style}</style>"),
            tag("div", Markup(wide), class_=f"{key}w"),
            tag("div", Markup(narrow), class_=f"{key}n"),
        ]
    )
