"""Altersaufbau: pyramid of women and men, one-sided age tree where a source has no sex, both in persons per year of age.

Bars of unequal groups stay honest: the length is persons divided by years, so the area stands for all people of a group.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.schema import AGE_OPEN
from indicators.ages import Band, phase_groups, words
from views import svg
from views.age_structure import (
    UNIT_LABEL,
    AgeStructure,
    Pyramid,
    axis_max,
    describe,
    note,
    pyramid_table,
    top_of,
)
from views.axis import decimals_of, even_ticks
from views.formats import number
from views.pyramid_frame import Frame, lay_out
from views.tokens import ACCENT, MEN, MEN_TEXT, MUTED, RULE, SURFACE, TEXT, WHITE, WOMEN

__all__ = ["AgeStructure", "Pyramid", "age_tree_svg", "axis_max", "describe", "note", "pyramid_svg", "pyramid_table"]


def pyramid_svg(
    p: Pyramid,
    width: float = 780,
    height: float = 580,
    axis_end: float | None = None,
    *,
    compact: bool = False,
    phases: bool = False,
    framed: bool = False,
    highlight: Sequence[Band] = (),
) -> str:
    """Draw the pyramid: women left, men right, the comparison as a stepped line with a halo.

    Parameters
    ----------
    p : Pyramid
        What is drawn. Without women and men :func:`age_tree_svg` draws it.
    width, height : float
        Size in px.
    axis_end : float | None
        End of the axis; give the same for all places compared (:func:`axis_max`).
    compact : bool
        Small type and few axis numbers, for the Steckbrief and for many pyramids side by side.
    phases : bool
        Shade the phases of life alternately.
    framed : bool
        Add title, subtitle, note and source, for a picture that is taken home.
    highlight : sequence of Band
        Ages whose heads are written at the bars: those the headline speaks of.

    Returns
    -------
    str
        A complete ``<svg>``.
    """
    if not p.place.has_sex:
        return age_tree_svg(
            p, width, height, axis_end, compact=compact, phases=phases, framed=framed, highlight=highlight
        )
    return _draw(
        p, width, height, axis_end, (-1, 1), compact=compact, phases=phases, framed=framed, highlight=highlight
    )


def age_tree_svg(
    p: Pyramid,
    width: float = 560,
    height: float = 580,
    axis_end: float | None = None,
    *,
    compact: bool = False,
    phases: bool = False,
    framed: bool = False,
    highlight: Sequence[Band] = (),
) -> str:
    """Draw one bar per age group for women and men together (the Zensus has no age by sex); same parameters."""
    return _draw(p, width, height, axis_end, (1,), compact=compact, phases=phases, framed=framed, highlight=highlight)


def _draw(
    p: Pyramid,
    width: float,
    height: float,
    axis_end: float | None,
    sides: tuple[int, ...],
    *,
    compact: bool,
    phases: bool,
    framed: bool,
    highlight: Sequence[Band],
) -> str:
    """Compose the drawing from its layers."""
    head, below = _heading(p, width) if framed else (svg.join([]), 0.0)
    foot, foot_height = _footing(p, width, height) if framed else (svg.join([]), 0.0)
    frame = lay_out(p, width, below, height - foot_height, axis_end, sides, compact=compact)
    key = svg.key_of(p, width, height, axis_end)
    layers = [
        svg.tag("defs", *(svg.hatch(f"{key}{side + 1}", _colour(side, sides), gap=5.5) for side in sides)),
        _phase_bands(p, frame) if phases else svg.join([]),
        *(_grid(frame, side) for side in sides),
        *(_bars(p, frame, side, key) for side in sides),
        *(_steps(p, frame, side) for side in sides if p.comparison),
        *(_heads(p, frame, side, highlight) for side in sides),
        *(_hover(p, frame, side) for side in sides),
        _ages(frame),
        _captions(p, frame),
    ]
    return svg.document(
        width, height, p.title or f"Altersaufbau: {p.place.name}", describe(p), head, *layers, foot, size=frame.size
    )


def _colour(side: int, sides: tuple[int, ...]) -> str:
    """Give the colour of a side: women left, men right, the accent for both together."""
    return ACCENT if len(sides) == 1 else WOMEN if side < 0 else MEN


def _values(structure: AgeStructure, side: int, sides: tuple[int, ...]) -> tuple[float, ...]:
    """Give the persons drawn on a side."""
    return structure.persons if len(sides) == 1 else structure.female if side < 0 else structure.male


def _phase_bands(p: Pyramid, frame: Frame) -> svg.Markup:
    """Shade every second phase of life."""
    shaded = [phase.band for phase in phase_groups(p.place.ages)][1::2]
    return svg.join(
        svg.rect(
            frame.left, frame.y(top_of(b)), frame.right - frame.left, frame.y(b[0]) - frame.y(top_of(b)), fill=SURFACE
        )
        for b in shaded
    )


def _axis_numbers(frame: Frame) -> list[float]:
    """Choose the numbers of the value axis; few where the drawing is small."""
    return even_ticks(frame.end, min(max(1, int(frame.reach / (56 if frame.compact else 44))), 6))


def _grid(frame: Frame, side: int) -> svg.Markup:
    """Draw the upright lines and the numbers below them, the same on both sides."""
    numbers = _axis_numbers(frame)
    decimals = decimals_of(numbers)
    parts = []
    for value in numbers:
        x = frame.x(value, side)
        parts.append(svg.line(x, frame.top, x, frame.bottom, stroke=RULE, stroke_width=1))
        label = svg.text(
            number(value, decimals if value else 0),
            x,
            frame.bottom + frame.size * 1.2,
            text_anchor="middle",
            fill=MUTED,
        )
        parts.append(label)
    return svg.join(parts)


def _bars(p: Pyramid, frame: Frame, side: int, key: str) -> svg.Markup:
    """Draw the bars, the open group hatched; a group without a number stays empty with a dotted edge."""
    parts = []
    values = p.density(p.place, _values(p.place, side, frame.sides))
    for band, value in zip(p.place.ages, values, strict=True):
        y0, y1 = frame.y(top_of(band)), frame.y(band[0])
        if math.isnan(value):
            parts.append(_no_number(frame, side, y0, y1))
            continue
        x = frame.x(value, side)
        fill = f"url(#{key}{side + 1})" if band[1] >= AGE_OPEN else _colour(side, frame.sides)
        gap = 1.0 if y1 - y0 > 4 else 0.5
        bar = svg.rect(min(x, frame.zero(side)), y0 + gap, abs(x - frame.zero(side)), y1 - y0 - gap, fill=fill)
        parts.append(bar)
    return svg.join(parts)


def _heads(p: Pyramid, frame: Frame, side: int, highlight: Sequence[Band]) -> svg.Markup:
    """Write the heads at the bars the headline speaks of, inside a bar that leaves no room beside it."""
    parts = []
    values = _values(p.place, side, frame.sides)
    for band, heads, value in zip(p.place.ages, values, p.density(p.place, values), strict=True):
        if band in highlight and not math.isnan(heads):
            end = max(value, _compared_at(p, side, frame.sides, band))
            parts.append(_head_count(number(heads), frame, side, band, end, outside=_room_beside(p, frame, band)))
    return svg.join(parts)


def _head_count(words: str, frame: Frame, side: int, band: Band, end: float, *, outside: bool) -> svg.Markup:
    """Write one number beyond bar and line, or in the bar at its root where no room is left."""
    y = (frame.y(band[0]) + frame.y(top_of(band))) / 2 + frame.size * 0.34
    anchor = "start" if side > 0 else "end"
    x = (frame.x(end, side) if outside else frame.zero(side)) + side * 8
    if outside:
        return svg.text(words, x, y, text_anchor=anchor, font_weight=700, halo=4.0)
    return svg.text(
        words, x, y, text_anchor=anchor, font_weight=700, fill=WHITE, halo=3.0, halo_colour=_dark(side, frame)
    )


def _room_beside(p: Pyramid, frame: Frame, band: Band) -> bool:
    """Tell whether the heads of a group fit beyond bar and line on every side, so that both sides look the same."""
    index, fits = p.place.ages.index(band), []
    for side in frame.sides:
        values = _values(p.place, side, frame.sides)
        end = max(p.density(p.place, values)[index], _compared_at(p, side, frame.sides, band))
        width = svg.text_width(number(values[index]), frame.size, bold=True) + 10
        fits.append(frame.reach - abs(frame.x(end, side) - frame.zero(side)) > width)
    return all(fits)


def _dark(side: int, frame: Frame) -> str:
    """Give the dark tone of a side, on which white type can be read."""
    return MEN_TEXT if frame.double and side > 0 else _colour(side, frame.sides)


def _compared_at(p: Pyramid, side: int, sides: tuple[int, ...], band: Band) -> float:
    """Give how far the comparison's line reaches at the ages of a bar."""
    other = p.comparison
    if other is None or (len(sides) > 1 and not other.has_sex):
        return 0.0
    lengths = zip(other.ages, p.density(other, _values(other, side, sides)), strict=True)
    return max((v for b, v in lengths if b[0] < band[1] and band[0] < b[1] and not math.isnan(v)), default=0.0)


def _no_number(frame: Frame, side: int, y0: float, y1: float) -> svg.Markup:
    """Write that a group has no number, instead of drawing an empty bar."""
    x = frame.zero(side) + side * 6
    anchor = "end" if side < 0 else "start"
    return svg.text(
        "keine Zahl", x, (y0 + y1) / 2 + 4, font_size=12, fill=MUTED, text_anchor=anchor, font_style="italic"
    )


def _steps(p: Pyramid, frame: Frame, side: int) -> svg.Markup:
    """Draw the comparison as a stepped line with a white halo."""
    other = p.comparison
    if other is None or (frame.double and not other.has_sex):
        return svg.join([])
    points: list[tuple[float, float]] = []
    for band, value in zip(other.ages, p.density(other, _values(other, side, frame.sides)), strict=True):
        x = frame.x(0 if math.isnan(value) else value, side)
        points += [(x, frame.y(band[0])), (x, frame.y(top_of(band)))]
    d = svg.path(points)
    thin = frame.size < 15
    lines = ((WHITE, 4.4 if thin else 5.5), (TEXT, 1.8 if thin else 2.2))
    return svg.join(
        svg.tag("path", d=d, fill="none", stroke=colour, stroke_width=weight, stroke_linejoin="miter")
        for colour, weight in lines
    )


def _hover(p: Pyramid, frame: Frame, side: int) -> svg.Markup:
    """Lay an invisible field over each group that tells its heads when touched."""
    parts = []
    for index, band in enumerate(p.place.ages):
        y0, y1 = frame.y(top_of(band)), frame.y(band[0])
        x = min(frame.zero(side), frame.zero(side) + side * frame.reach)
        tip = svg.tag("title", _tip(p, index, side, frame.sides))
        parts.append(svg.rect(x, y0, frame.reach, y1 - y0, tip, fill=WHITE, fill_opacity=0))
    return svg.join(parts)


def _tip(p: Pyramid, index: int, side: int, sides: tuple[int, ...]) -> str:
    """Write what a bar means: who, how many, how many in a hundred."""
    who = "Menschen" if len(sides) == 1 else "Frauen" if side < 0 else "Männer"
    heads = _values(p.place, side, sides)[index]
    if math.isnan(heads):
        return f"{p.place.name}, {who} {words(p.place.ages[index])}: keine Zahl"
    share = number(heads / p.place.total * 1000, 1) if p.place.total else "0"
    lines = [f"{p.place.name}, {who} {words(p.place.ages[index])}: {number(heads)}", f"{share} je 1.000 Einwohner"]
    other = p.comparison
    if other and other.total and other.ages == p.place.ages and (len(sides) == 1 or other.has_sex):
        lines.append(f"{other.name}: {number(_values(other, side, sides)[index] / other.total * 1000, 1)} je 1.000")
    return "\n".join(lines)


def _ages(frame: Frame) -> svg.Markup:
    """Write the ages: in the middle of a pyramid, left of a tree."""
    step = 20 if frame.bottom - frame.top < 230 else 10
    x = (frame.left + frame.right) / 2 if frame.double else frame.left - frame.size * 0.7
    anchor = "middle" if frame.double else "end"
    label = [] if frame.tiny else [svg.text("Alter", x, frame.top - frame.size * 0.6, text_anchor=anchor, fill=MUTED)]
    ages = range(0, int(frame.oldest), step)
    return svg.join(
        [*label, *(svg.text(age, x, frame.y(age) + frame.size * 0.33, text_anchor=anchor, fill=MUTED) for age in ages)]
    )


def _captions(p: Pyramid, frame: Frame) -> svg.Markup:
    """Write women, men, the comparison's name and the unit."""
    y, size = frame.top - frame.size * 0.6, frame.size + (0 if frame.compact else 2)
    parts = []
    if frame.double:
        parts.append(
            svg.text("Frauen", frame.zero(-1), y, text_anchor="end", fill=WOMEN, font_weight=700, font_size=size)
        )
        parts.append(svg.text("Männer", frame.zero(1), y, fill=MEN_TEXT, font_weight=700, font_size=size))
    else:
        parts.append(svg.text("Frauen und Männer", frame.left, y, fill=ACCENT, font_weight=700, font_size=size))
    if p.comparison and not frame.tiny and (p.comparison.has_sex or not frame.double):
        parts.append(_comparison_key(p.comparison.name, frame))
    if not frame.compact:
        middle = (frame.left + frame.right) / 2
        parts.append(
            svg.text(UNIT_LABEL[p.unit], middle, frame.bottom + frame.size * 2.6, text_anchor="middle", fill=MUTED)
        )
    return svg.join(parts)


def _comparison_key(name: str, frame: Frame) -> svg.Markup:
    """Name the stepped line at the right above the drawing, in a row of its own where it is narrow."""
    y = frame.top - frame.size * (2.1 if frame.narrow else 0.6)
    room = frame.right - frame.left - 40 if frame.narrow else frame.reach - frame.size * 5.5 - 40
    label = svg.shorten(name, room, frame.size)
    x = frame.right - svg.text_width(label, frame.size) - 8
    step = [(x - 34, y), (x - 17, y), (x - 17, y - frame.size * 0.6), (x, y - frame.size * 0.6)]
    mark = svg.tag("path", d=svg.path(step), fill="none", stroke=TEXT, stroke_width=2.2)
    return svg.join([mark, svg.text(label, frame.right, y, text_anchor="end")])


def _heading(p: Pyramid, width: float) -> tuple[svg.Markup, float]:
    """Write title and subtitle for a picture that leaves the page; return them and where the drawing may begin."""
    title, y = svg.paragraph(p.title or f"Altersaufbau: {p.place.name}", 8, 26, width - 16, size=22, bold=True)
    subtitle, below = svg.paragraph(p.subtitle, 8, y - 4, width - 16, size=15)
    return svg.join([title, subtitle]), below - 6


def _footing(p: Pyramid, width: float, height: float) -> tuple[svg.Markup, float]:
    """Write note and source at the bottom; return them and the height they take."""
    wanted = f"{note(p)} {p.source}".strip()
    lines = len(svg.wrap(wanted, width - 16, svg.SMALL))
    taken = lines * svg.SMALL * 1.35 + 10
    return svg.paragraph(wanted, 8, height - taken + svg.SMALL + 4, width - 16)[0], taken
