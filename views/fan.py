"""Counted years and the projection after them: expected number as a dashed line, the range as a soft area, words at the ends.

Lines never cross a census; the projection's beginning is marked; a second scenario differs by dash, hatch and name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from views import svg
from views.axis import decimals_of, spread
from views.fan_plan import (
    LOOKS,
    START_SHORT,
    START_WORDS,
    ZOOM_WORDS,
    FanLine,
    HistoryPart,
    Look,
    Plan,
    ThresholdLine,
    axis_range,
    describe_fan,
    end_labels,
    end_rows,
    fan_table,
    make_plan,
)
from views.forecast_words import rounded
from views.formats import number
from views.tokens import CONTROL, MUTED, RULE, TEXT, WHITE

__all__ = ["FanLine", "HistoryPart", "ThresholdLine", "axis_range", "describe_fan", "fan_svg", "fan_table"]


def fan_svg(
    lines: Sequence[FanLine],
    history: Sequence[HistoryPart] = (),
    *,
    unit: str = "Menschen",
    width: float = 900,
    height: float = 420,
    size: float = 15,
    thresholds: Sequence[ThresholdLine] = (),
    title: str = "",
    description: str = "",
    rounding: int = 1,
    zoom: bool = False,
) -> str:
    """Draw counted years and projection.

    Parameters
    ----------
    lines : sequence of FanLine
        One or two scenarios.
    history : sequence of HistoryPart
        What was counted, one part for each census base, from old to new.
    unit : str
        What is counted; stands above the upright axis.
    width, height : float
        Size in px. Below 37 type sizes in width the words stand under the drawing.
    size : float
        Type size in px: 15 on a desk, 28 or more for a projector.
    thresholds : sequence of ThresholdLine
        Levels drawn across, with words.
    title, description : str
        Spoken name; spoken description, by default told from the numbers (:func:`describe_fan`).
    rounding : int
        Step of all numbers: 10 for small places.
    zoom : bool
        Let the axis begin near the smallest number; the drawing then says so.

    Returns
    -------
    str
        A complete ``<svg>``.

    Raises
    ------
    ValueError
        If there is no scenario or more than two.
    """
    if not 1 <= len(lines) <= len(LOOKS):
        raise ValueError(f"Gezeichnet werden ein oder zwei Szenarien, verlangt sind {len(lines)}.")
    plan = make_plan(lines, history, thresholds, width, height, size, rounding, zoom=zoom)
    key = svg.key_of(lines, history, width, size, zoom)
    told = description or describe_fan(lines, history, thresholds, title=title, rounding=rounding, zoom=zoom)
    looks = list(zip(lines, LOOKS, strict=False))
    layers = [
        svg.tag("defs", *(_stripes(f"{key}{i}", look, size) for i, (_, look) in enumerate(looks) if look.hatched)),
        _axes(plan, unit, zoom=zoom),
        *(_area(one, look, plan, f"{key}{i}") for i, (one, look) in enumerate(looks)),
        _marks(plan, lines[0].fan.years[0]),
        *(_threshold_lines(thresholds, plan)),
        *(_expected(one, look, plan) for one, look in looks),
        *(_counted(part, plan) for part in history),
        _start(lines[0], history, plan, rounding),
        _ends_below(lines, plan, rounding) if plan.narrow else _ends_beside(lines, plan, rounding),
    ]
    return svg.document(width, height, title or "Vorausberechnung", told, *layers, size=round(size))


def _stripes(key: str, look: Look, size: float) -> svg.Markup:
    """Define slanting lines of a colour on nothing, for the second scenario's area."""
    gap = size * 0.6
    return svg.tag(
        "pattern",
        svg.line(0, 0, 0, gap, stroke=look.colour, stroke_width=size * 0.16, stroke_opacity=0.75),
        id=key,
        width=gap,
        height=gap,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _axes(plan: Plan, unit: str, *, zoom: bool) -> svg.Markup:
    """Draw level lines with numbers, the years, the unit, and say where the axis does not begin at zero."""
    decimals, size = decimals_of(plan.numbers), plan.size
    parts = []
    for value in plan.numbers:
        y, words = plan.y(value), number(value, decimals if value else 0)
        parts.append(svg.line(plan.left, y, plan.right, y, stroke=RULE))
        parts.append(svg.text(words, plan.left - size * 0.5, y + size * 0.35, text_anchor="end", fill=MUTED))
    parts.append(svg.line(plan.left, plan.bottom, plan.right, plan.bottom, stroke=CONTROL))
    for year in plan.year_ticks:
        x = plan.x(year)
        parts.append(svg.line(x, plan.bottom, x, plan.bottom + size * 0.35, stroke=CONTROL))
        anchor = "end" if year == plan.years[1] and plan.narrow else "middle"
        x = plan.right + size if anchor == "end" else x
        parts.append(svg.text(year, x, plan.bottom + size * 1.45, text_anchor=anchor, fill=MUTED))
    parts.append(svg.text(unit, 0, size * 1.05, fill=MUTED))
    if zoom:
        at = (0.0, size * 2.4) if plan.narrow else (svg.text_width(unit, size) + size, size * 1.05)
        parts.append(svg.text(ZOOM_WORDS, *at, font_weight=700))
    return svg.join(parts)


def _area(one: FanLine, look: Look, plan: Plan, key: str) -> svg.Markup:
    """Draw the range: a soft area, or stripes for a second scenario, each with thin edges."""
    above = [(plan.x(year), plan.y(float(v))) for year, v in zip(one.fan.years, one.fan.high, strict=True)]
    below = [(plan.x(year), plan.y(float(v))) for year, v in zip(one.fan.years, one.fan.low, strict=True)]
    look_of = {"fill": f"url(#{key})"} if look.hatched else {"fill": look.colour, "fill_opacity": 0.17}
    edge = {"fill": "none", "stroke": look.colour, "stroke_width": plan.size * 0.07, "stroke_opacity": 0.75}
    return svg.join(
        [
            svg.tag("path", d=svg.path([*above, *reversed(below)]) + "Z", class_="range", **look_of),
            *(svg.tag("path", d=svg.path(points), **edge) for points in (above, below)),
        ]
    )


def _expected(one: FanLine, look: Look, plan: Plan) -> svg.Markup:
    """Draw the expected number as a dashed line on a white ground, with a dot at its end."""
    spots = [(plan.x(year), plan.y(float(v))) for year, v in zip(one.fan.years, one.fan.expected, strict=True)]
    dash = " ".join(svg.num(part * plan.size) for part in look.dash)
    line = {"fill": "none", "stroke_linejoin": "round", "d": svg.path(spots)}
    cap = "round" if look.hatched else None
    return svg.join(
        [
            svg.tag("path", stroke=WHITE, stroke_width=plan.size * 0.42, stroke_opacity=0.8, **line),
            svg.tag(
                "path", stroke=look.colour, stroke_width=plan.size * 0.2, stroke_dasharray=dash, stroke_linecap=cap,
                class_="expected", **line,
            ),
            svg.dot(*spots[-1], plan.size * 0.32, fill=look.colour, stroke=WHITE, stroke_width=plan.size * 0.1),
        ]
    )  # fmt: skip


def _counted(part: HistoryPart, plan: Plan) -> svg.Markup:
    """Draw what was counted on one census base: a solid line with dots."""
    spots = [(plan.x(year), plan.y(value)) for year, value in part.points]
    near = len(spots) > 1 and min(b[0] - a[0] for a, b in pairwise(spots)) < plan.size * 0.62
    radius = plan.size * (0.15 if near else 0.22)
    line = svg.tag("path", d=svg.path(spots), fill="none", stroke=TEXT, stroke_width=plan.size * 0.15, class_="counted")
    return svg.join([line if len(spots) > 1 else svg.join([]), *(svg.dot(x, y, radius, fill=TEXT) for x, y in spots)])


def _marks(plan: Plan, start: int) -> svg.Markup:
    """Mark the census bases and, in the lowest row of words, the beginning of the projection."""
    size, parts = plan.size, []
    last = plan.top - size * 0.5
    rows = max((label.row for label in plan.bases), default=0)
    for label in plan.bases:
        y = last - plan.row_height * (rows - label.row + 1)
        if label.fresh:
            mark = {"stroke": CONTROL, "stroke_width": size * 0.1, "stroke_dasharray": f"{size * 0.15} {size * 0.2}"}
            parts.append(svg.line(label.line, y - size * 0.8, label.line, plan.bottom, **mark))
        parts.append(svg.text(label.words, label.x, y, fill=MUTED, halo=size * 0.25))
    return svg.join([*parts, *([_start_mark(plan, plan.x(start), last)] if start > plan.years[0] else [])])


def _start_mark(plan: Plan, x: float, y: float) -> svg.Markup:
    """Draw the upright where the projection begins, its words to the right, shorter where they do not fit."""
    room = plan.width - x - plan.size * 0.4
    words = START_WORDS if svg.text_width(START_WORDS, plan.size) < room else START_SHORT
    at = min(x + plan.size * 0.4, plan.width - svg.text_width(words, plan.size))
    mark = svg.line(x, y - plan.size * 0.8, x, plan.bottom, stroke=TEXT, stroke_width=plan.size * 0.08)
    return svg.join([mark, svg.text(words, at, y, fill=TEXT)])


def _start(one: FanLine, history: Sequence[HistoryPart], plan: Plan, rounding: int) -> svg.Markup:
    """Write the number the projection begins with beside its dot, on the side the counted line leaves free."""
    year, value = one.fan.years[0], float(one.fan.expected[0])
    if float(one.fan.high[0]) > float(one.fan.low[0]):
        return svg.join([])
    counted = [point for part in history for point in part.points]
    words = f"{year}: {number(value if (year, value) in counted else rounded(value, rounding))}"
    x, y = plan.x(year), plan.y(value)
    long = svg.text_width(words, plan.size, bold=True) + plan.size
    beside = [plan.y(v) for at, v in counted if x - long < plan.x(at) < x]
    left = x - plan.left > long
    below = y - plan.top < plan.size * 2 or (left and bool(beside) and min(beside) < y - plan.size * 0.5)
    at, anchor = (x - plan.size * 0.3, "end") if left else (x + plan.size * 0.3, "start")
    y += plan.size * (1.4 if below else -0.9)
    return svg.text(words, at, y, text_anchor=anchor, font_weight=700, halo=plan.size * 0.28)


def _threshold_lines(thresholds: Sequence[ThresholdLine], plan: Plan) -> list[svg.Markup]:
    """Draw the thresholds across, their words above the line at the left."""
    size, parts = plan.size, []
    spots = spread([plan.y(t.value) for t in thresholds], size * 1.3, plan.top + size, plan.bottom)
    for one, y in zip(thresholds, spots, strict=True):
        at = plan.y(one.value)
        mark = {"stroke": TEXT, "stroke_width": size * 0.11, "stroke_dasharray": f"{size * 0.9} {size * 0.25}"}
        parts.append(svg.line(plan.left, at, plan.right, at, class_="threshold", **mark))
        parts.append(svg.text(one.label, plan.left + size * 0.4, y - size * 0.4, halo=size * 0.28))
    return parts


def _ends_beside(lines: Sequence[FanLine], plan: Plan, rounding: int) -> svg.Markup:
    """Write name and last numbers beside the ends, with a thread to the dot where they had to move."""
    parts, step = [], plan.size * 1.3
    for one, label in zip(lines, end_labels(lines, plan, rounding), strict=True):
        x, dot = plan.right + plan.size * 0.9, plan.y(float(one.fan.expected[-1]))
        if abs(dot - label.y) > step:
            parts.append(svg.line(plan.right + plan.size * 0.35, dot, x - 2, label.y, stroke=label.look.colour))
        top = label.y - step * len(label.rows) / 2
        for index, row in enumerate(label.rows):
            row = svg.shorten(row, plan.width - x, plan.size, bold=not index)
            parts.append(svg.text(row, x, top + step * (index + 0.75), font_weight=None if index else 700))
    return svg.join(parts)


def _ends_below(lines: Sequence[FanLine], plan: Plan, rounding: int) -> svg.Markup:
    """Write name and last numbers under the drawing, each with a sample of its line."""
    size, parts = plan.size, []
    y = plan.bottom + size * 3.3
    for one, look in zip(lines, LOOKS, strict=False):
        dash = " ".join(svg.num(part * size) for part in look.dash)
        cap = "round" if look.hatched else None
        sample = {"stroke": look.colour, "stroke_width": size * 0.2, "stroke_dasharray": dash, "stroke_linecap": cap}
        parts.append(svg.line(0, y - size * 0.35, size * 2.1, y - size * 0.35, **sample))
        for index, row in enumerate(end_rows(one, rounding, narrow=True)):
            at = size * 2.6
            row = svg.shorten(row, plan.width - at, size, bold=not index)
            parts.append(svg.text(row, at, y, font_weight=None if index else 700))
            y += size * 1.35
    return svg.join(parts)
