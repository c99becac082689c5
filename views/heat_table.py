"""The heat table: one row an indicator, one column a place; colour says on which side of the benchmark a sure difference lies.

Colour never stands alone: every cell has its number and a sign (▲ ▼ ● ○), a missing number its word and its own hatch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from views import svg
from views.compare_sheet import Drawn
from views.map_svg import HATCHES
from views.tokens import CONTROL, DIVERGING, MUTED, RULE, SURFACE, TEXT, WHITE


class Step(StrEnum):
    """Five steps of a tested difference, and what is no step at all."""

    FAR_BELOW = "weit darunter"
    BELOW = "darunter"
    SAME = "kein sicherer Unterschied"
    ABOVE = "darüber"
    FAR_ABOVE = "weit darüber"
    SMALL = "zu klein zum Urteilen"
    PLAIN = "nicht verglichen"
    SECRET = "geheim"  # noqa: S105 - a statistical term, no password
    UNSURE = "zu unsicher"
    ABSENT = "gibt es hier nicht"
    UNKNOWN = "keine Angabe"


FILLS: Final = {
    Step.FAR_BELOW: DIVERGING[1],
    Step.BELOW: DIVERGING[2],
    Step.SAME: SURFACE,
    Step.ABOVE: DIVERGING[3],
    Step.FAR_ABOVE: DIVERGING[4],
}
PATTERNS: Final = {Step.SMALL: "k", Step.SECRET: "s", Step.UNSURE: "k", Step.ABSENT: "x", Step.UNKNOWN: "n"}
"""Which hatch of the map a step has."""
CLASSES: Final = {step: f"s{at}" for at, step in enumerate(Step)}
STEPS: Final = tuple(FILLS)


@dataclass(frozen=True)
class HeatCell:
    """One cell; all texts are written already.

    Attributes
    ----------
    value, sign, count : str
        The number or the word for a missing one, ▲▼●○, and the heads behind it, short.
    spoken : str
        The comparison in words, for screen readers.
    tip : str
        Everything in one sentence.
    step : Step
        The tint.
    """

    value: str
    sign: str
    count: str
    spoken: str
    tip: str
    step: Step


@dataclass(frozen=True)
class HeatRow:
    """One indicator: its name, unit and time, and its cells."""

    name: str
    when: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatTable:
    """The whole table: columns with a second line each, rows by topic; the last column may be the benchmark."""

    heads: tuple[tuple[str, str], ...]
    blocks: tuple[tuple[str, tuple[HeatRow, ...]], ...]
    caption: str


def css() -> str:
    """Write the tints and hatches as style rules, from the same tokens the drawing uses."""
    rules = [f".kp-cp-heat .{CLASSES[step]}{{background:{fill}}}" for step, fill in FILLS.items()]
    rules += [
        f'.kp-cp-heat .{CLASSES[step]}{{background:{WHITE} url("{_tile(letter)}")}}'
        for step, letter in PATTERNS.items()
    ]
    return "".join(rules)


def _tile(letter: str) -> str:
    """Write one hatch as an image that is part of the style; faint, for words stand above it."""
    size, path, colour, wide = HATCHES[letter]
    drawing = svg.tag(
        "svg",
        svg.tag("path", d=path, stroke=colour, stroke_width=wide, stroke_linecap="round", stroke_opacity=0.45, fill="none"),
        xmlns="http://www.w3.org/2000/svg", width=size, height=size,
    )  # fmt: skip
    return "data:image/svg+xml," + drawing.replace("#", "%23").replace('"', "'")


def heat_html(table: HeatTable) -> str:
    """Write the table with a head and a first column that stay in sight."""
    heads = [svg.tag("td")] + [
        svg.tag("th", svg.tag("b", name), svg.tag("span", below), scope="col") for name, below in table.heads
    ]
    key = svg.key_of(table.caption, len(table.blocks))
    bodies = [_block_html(title, rows, len(table.heads)) for title, rows in table.blocks if rows]
    caption = svg.tag("caption", table.caption, id=key, class_="kp-cp-unseen")
    inner = svg.tag("table", caption, svg.tag("thead", svg.tag("tr", *heads)), *bodies, class_="kp-cp-heat")
    return svg.tag("div", inner, class_="kp-cp-scroll", role="region", aria_labelledby=key, tabindex=0)


def _block_html(title: str, rows: Sequence[HeatRow], columns: int) -> svg.Markup:
    head = svg.tag("tr", svg.tag("th", title, scope="rowgroup", colspan=columns + 1), class_="kp-cp-topic")
    return svg.tag("tbody", head, *(_row_html(row) for row in rows))


def _row_html(row: HeatRow) -> svg.Markup:
    name = svg.tag("th", svg.tag("b", row.name), svg.tag("span", row.when), scope="row")
    return svg.tag("tr", name, *(_cell_html(cell) for cell in row.cells))


def _cell_html(cell: HeatCell) -> svg.Markup:
    sign = svg.tag("i", cell.sign, aria_hidden="true") if cell.sign else ""
    said = svg.tag("span", f" {cell.spoken}. ", class_="kp-cp-unseen") if cell.spoken else ""
    count = svg.tag("span", cell.count) if cell.count else ""
    word = "w" if cell.step in PATTERNS and not cell.sign else None
    inner = svg.tag("b", cell.value, class_=word)
    return svg.tag("td", inner, sign, said, count, title=cell.tip, class_=CLASSES[cell.step])


def legend_html(steps: Sequence[Step], words: Sequence[str]) -> str:
    """Write what tints and hatches mean."""
    items = [
        svg.tag("li", svg.tag("i", class_=CLASSES[step], aria_hidden="true"), svg.tag("span", word))
        for step, word in zip(steps, words, strict=True)
    ]
    return svg.tag("ul", *items, class_="kp-cp-heat kp-cp-legend")


# -- the same as a drawing, for files ----------------------------------------------------------------------------------


def drawing(table: HeatTable, width: float, size: float = 14.0) -> Drawn:
    """Lay the table out as one drawing."""
    first = width * (0.24 if len(table.heads) <= 9 else 0.17)
    column = (width - first) / max(len(table.heads), 1)
    parts, y = [_patterns(), _drawn_heads(table, first, column, size)], size * 3.6
    for title, rows in table.blocks:
        if not rows:
            continue
        y += size * 2.0
        parts.append(svg.text(title, 0, y, font_weight=700, font_size=size * 1.15))
        y += size * 0.6
        for row in rows:
            parts.append(svg.group(_drawn_row(row, first, column, size), transform=f"translate(0 {svg.num(y)})"))
            y += size * 2.9
    return Drawn(svg.join(parts), y + size * 0.5, table.caption)


def _patterns() -> svg.Markup:
    made = []
    for letter in sorted(set(PATTERNS.values())):
        side, path, colour, wide = HATCHES[letter]
        lines = svg.tag(
            "path", d=path, stroke=colour, stroke_width=wide, stroke_linecap="round", stroke_opacity=0.45, fill="none"
        )
        made.append(
            svg.tag("pattern", svg.rect(0, 0, side, side, fill=WHITE), lines, id=f"kp-heat-{letter}", width=side, height=side, patternUnits="userSpaceOnUse")
        )  # fmt: skip
    return svg.tag("defs", *made)


def _drawn_heads(table: HeatTable, first: float, column: float, size: float) -> svg.Markup:
    parts = []
    for at, (name, below) in enumerate(table.heads):
        middle = first + column * (at + 0.5)
        lines = svg.wrap(name, column - 8, size, bold=True)[:2]
        for step, words in enumerate(lines):
            y = size * (1.0 + 1.15 * step + (1.15 if len(lines) == 1 else 0))
            parts.append(svg.text(words, middle, y, text_anchor="middle", font_weight=700))
        small = svg.shorten(below, column - 6, size * 0.85)
        parts.append(svg.text(small, middle, size * 3.3, text_anchor="middle", fill=MUTED, font_size=size * 0.85))
    return svg.join(
        [*parts, svg.line(0, size * 3.8, first + column * len(table.heads), size * 3.8, stroke=TEXT, stroke_width=2)]
    )


def _drawn_row(row: HeatRow, first: float, column: float, size: float) -> svg.Markup:
    parts = [
        svg.text(svg.shorten(row.name, first - 8, size, bold=True), 0, size * 1.15, font_weight=650),
        svg.text(svg.shorten(row.when, first - 8, size * 0.85), 0, size * 2.3, fill=MUTED, font_size=size * 0.85),
    ]
    for at, cell in enumerate(row.cells):
        left, middle = first + column * at, first + column * (at + 0.5)
        fill = FILLS.get(cell.step) or (f"url(#kp-heat-{PATTERNS[cell.step]})" if cell.step in PATTERNS else WHITE)
        edge = CONTROL if cell.step in PATTERNS else RULE
        parts.append(svg.rect(left + 1, 0, column - 2, size * 2.7, fill=fill, stroke=edge, stroke_width=0.6))
        words = svg.shorten(f"{cell.value} {cell.sign}".strip(), column - 6, size, bold=True)
        halo = 3.0 if cell.step in PATTERNS else 0.0
        parts.append(svg.text(words, middle, size * 1.2, halo=halo, text_anchor="middle", font_weight=650))
        below = svg.shorten(cell.count, column - 6, size * 0.8)
        parts.append(svg.text(below, middle, size * 2.3, halo=halo, text_anchor="middle", font_size=size * 0.8))
    return svg.join(parts)
