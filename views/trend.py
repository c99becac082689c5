"""The development of a place beside its county and state: lines named at their ends, never joined across a census.

Where a new census base begins, words beneath the picture say so; readers' notes about a kink stand there, too, each with its number.

:func:`trend_svg` is light and prints; :func:`views.trend_chart.trend_figure` tells every number under the pointer. Both draw the same
:class:`Series`.
"""

from __future__ import annotations

from collections.abc import Sequence

from views import svg, trend_notes
from views.number_style import NumberStyle
from views.tokens import CONTROL, MUTED, RULE, TEXT, WHITE
from views.trend_plan import BREAK_WORDS, SIZE, STROKES, Label, Note, Plan, Series, describe, make_labels, make_plan

__all__ = ["Note", "Series", "describe", "trend_svg"]


def trend_svg(
    series: Sequence[Series],
    unit: str = "",
    decimals: int = 0,
    *,
    signed: bool = False,
    title: str = "",
    width: float = 420,
    height: float = 220,
    notes: Sequence[Note] = (),
    explain: bool = True,
) -> str:
    """Draw the development for paper and export.

    Parameters
    ----------
    series : sequence of Series
        The place, its county, the state; a series with one point becomes a dot.
    unit, decimals, signed
        How the numbers are written.
    title : str
        What is shown, for the spoken name.
    width, height : float
        Size in px, without the words beneath.
    notes : sequence of Note
        What readers know about a kink: drawn as a numbered mark, written beneath. Notes outside the drawn years are left out.
    explain : bool
        Whether the break at a new census is explained beneath the picture; switch it off where one text explains several pictures.

    Returns
    -------
    str
        A complete ``<svg>``.
    """
    style = NumberStyle(unit, decimals, signed)
    spoken = describe(series, style, title)
    if not any(one.parts for one in series):
        words = svg.text("keine Zahlen", 4, height / 2, fill=MUTED)
        return svg.document(width, height, title or "Entwicklung", spoken, words)
    plan = make_plan(series, style, width, height)
    beneath = trend_notes.words_beneath(notes, plan, explain=explain)
    behind_first = sorted((one for one in series if one.parts), key=lambda one: one.role == "place")
    layers = [_axes(plan, style), _break_marks(plan), *(_line(one, plan) for one in behind_first)]
    layers += [_names(make_labels(series, style, plan), plan), _numbered(trend_notes.marks(notes, series, plan))]
    layers.append(_beneath(beneath, height))
    spoken = f"{spoken} {trend_notes.spoken(notes, plan, explain=explain)}".strip()
    return svg.document(width, height + len(beneath) * trend_notes.STEP, title or "Entwicklung", spoken, *layers)


def _numbered(marks: Sequence[trend_notes.Mark]) -> svg.Markup:
    """Draw the marks of the notes."""
    return svg.join(_number(mark.number, mark.x, mark.y) for mark in marks)


def _number(number: int, x: float, y: float) -> svg.Markup:
    """Draw a note's number in its ring."""
    ring = svg.dot(x, y, trend_notes.RADIUS, fill=WHITE, stroke=TEXT, stroke_width=1.5)
    return svg.join([ring, svg.text(number, x, y + 4.5, text_anchor="middle", font_size=13, font_weight=700)])


def _beneath(lines: Sequence[trend_notes.Words], height: float) -> svg.Markup:
    """Write the words beneath the picture, a note's number before its first line."""
    parts = []
    for index, line in enumerate(lines):
        y = height + (index + 0.7) * trend_notes.STEP
        if line.number:
            parts.append(_number(line.number, 4 + trend_notes.RADIUS, y - 4.5))
        parts.append(svg.text(line.text, 4 + line.indent, y, fill=TEXT if line.indent else MUTED))
    return svg.join(parts)


def _axes(plan: Plan, style: NumberStyle) -> svg.Markup:
    """Draw the level lines with their numbers and the years."""
    parts = [svg.line(plan.left, plan.y(v), plan.right, plan.y(v), stroke=RULE) for v in plan.numbers]
    parts += [svg.text(style.end(v), plan.left - 8, plan.y(v) + 5, text_anchor="end", fill=MUTED) for v in plan.numbers]
    years = [
        svg.text(year, plan.x(year), plan.height - 6, text_anchor="middle", fill=MUTED) for year in plan.year_ticks
    ]
    return svg.join([*parts, *years])


def _break_marks(plan: Plan) -> svg.Markup:
    """Mark where a new census base begins."""
    parts = []
    for year, words in plan.break_words():
        x = plan.x(year)
        parts.append(svg.line(x, plan.top - 6, x, plan.bottom, stroke=CONTROL, stroke_dasharray="2 3"))
        parts.append(_break_label(x, words, plan))
    return svg.join(parts)


def _break_label(x: float, long: str, plan: Plan) -> svg.Markup:
    """Write the words above the mark, short where there is little room."""
    words = long if svg.text_width(long, svg.SMALL) < plan.width - 8 else BREAK_WORDS
    half = svg.text_width(words, svg.SMALL) / 2
    return svg.text(
        words, min(max(x, half + 2), plan.width - half - 2), plan.top - 10, text_anchor="middle", fill=MUTED
    )


def _line(one: Series, plan: Plan) -> svg.Markup:
    """Draw a line in parts; a later base begins with an open dot, a lone point is a dot."""
    stroke = STROKES[one.role]
    drawn = []
    for index, part in enumerate(one.parts):
        spots = [(plan.x(year), plan.y(value)) for year, value in part]
        dash = stroke.dash or None
        look = {"fill": "none", "stroke": stroke.colour, "stroke_width": stroke.width, "stroke_linejoin": "round"}
        if len(spots) > 1:
            drawn.append(svg.tag("path", d=svg.path(spots), stroke_dasharray=dash, **look))
        if index:
            drawn.append(svg.dot(*spots[0], 4, fill=WHITE, stroke=stroke.colour, stroke_width=2.0))
        elif len(spots) == 1:
            drawn.append(svg.dot(*spots[0], 5, fill=stroke.colour))
    return svg.join(drawn)


def _names(labels: Sequence[Label], plan: Plan) -> svg.Markup:
    """Write the names beside the line ends, cut only if they would leave the drawing."""
    parts = []
    for label in labels:
        x = (plan.right if label.beside and plan.years[0] < plan.years[1] else plan.x(label.year)) + 10
        words = svg.shorten(label.text, plan.width - x, SIZE, bold=label.stroke.bold) if label.beside else label.text
        fill = TEXT if label.stroke.bold else label.stroke.colour
        halo, weight = 0.0 if label.beside else 4.0, 700 if label.stroke.bold else None
        parts.append(svg.text(words, x, label.y + 5, halo=halo, font_size=SIZE, font_weight=weight, fill=fill))
    return svg.join(parts)
