"""The development as a chart that tells every number under the pointer (plotly); the light drawing is in :mod:`views.trend`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import plotly.graph_objects as go

from views import svg, trend_notes
from views.number_style import NumberStyle
from views.tokens import CONTROL, FONT, MUTED, RULE, TEXT, WHITE
from views.trend_plan import SIZE, STROKES, Label, Note, Plan, Series, make_labels, make_plan

CONFIG: Final = {"displayModeBar": False, "locale": "de", "scrollZoom": False, "doubleClick": False}
"""Options for showing the figure: no tool bar, German dates and numbers."""


def trend_figure(
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
) -> go.Figure:
    """Draw the development for the screen; same parameters as :func:`views.trend.trend_svg`.

    ``width`` is what the column is expected to have; the figure itself fills its column. Show it with
    ``st.plotly_chart(figure, config=CONFIG, theme=None)`` and write :func:`views.trend.describe` beside it for screen readers.
    """
    style = NumberStyle(unit, decimals, signed)
    figure = go.Figure()
    known = [one for one in series if one.parts]
    if not known:
        figure.add_annotation(text="keine Zahlen", showarrow=False, font={"color": MUTED})
        return _layout(figure, None, style, title, height, 0)
    plan = make_plan(series, style, width, height)
    for one in sorted(known, key=lambda one: one.role == "place"):
        for index, part in enumerate(one.parts):
            figure.add_trace(_trace(one, part, style, later=index > 0))
    beneath = trend_notes.words_beneath(notes, plan, explain=explain)
    told = [_annotation(label, plan) for label in make_labels(series, style, plan)]
    told += [_break_words(year, words, plan) for year, words in plan.break_words()]
    told += [_mark(mark, plan) for mark in trend_notes.marks(notes, series, plan)]
    told += [_beneath(beneath, plan)] if beneath else []
    # All at once: plotly checks the whole list again with each single one added.
    figure.update_layout(annotations=told, shapes=[_break_line(year) for year, _ in plan.breaks])
    return _layout(figure, plan, style, title, height, len(beneath) * trend_notes.STEP)


def _trace(one: Series, part: Sequence[tuple[int, float]], style: NumberStyle, *, later: bool) -> go.Scatter:
    """Make one part of a line; a later census base begins with an open dot."""
    stroke = STROKES[one.role]
    first = (8 if later else 9 if len(part) == 1 else 0, *(0 for _ in part[1:]))
    spoken = [f"{escape(svg.clean(one.name))}: {style.full(value)}" for _, value in part]
    return go.Scatter(
        x=[year for year, _ in part],
        y=[value for _, value in part],
        mode="lines+markers",
        name=escape(svg.clean(one.name)),
        line={"color": stroke.colour, "width": stroke.width, "dash": "5px,4px" if stroke.dash else "solid"},
        marker={
            "size": first,
            "color": WHITE if later else stroke.colour,
            "line": {"color": stroke.colour, "width": 2},
            "opacity": 1,
        },
        customdata=spoken,
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _annotation(label: Label, plan: Plan) -> dict[str, object]:
    """Write a line's name at its end."""
    words = escape(label.text)
    return {
        "x": plan.years[1] if label.beside else label.year,
        "y": label.value,
        "text": f"<b>{words}</b>" if label.stroke.bold else words,
        "font": {"size": SIZE, "color": TEXT if label.stroke.bold else label.stroke.colour},
        "xanchor": "left",
        "xshift": 8,
        "yshift": plan.y(label.value) - label.y,
        "showarrow": False,
        "bgcolor": None if label.beside else "rgba(255,255,255,0.8)",
    }


def _mark(mark: trend_notes.Mark, plan: Plan) -> dict[str, object]:
    """Draw the number of a note above the point it speaks of."""
    return {
        "x": mark.year,
        "y": mark.value,
        "text": f"<b>{mark.number}</b>",
        "font": {"size": 13, "color": TEXT},
        "showarrow": False,
        "xshift": mark.x - plan.x(mark.year),
        "yshift": plan.y(mark.value) - mark.y,
        "bgcolor": WHITE,
        "bordercolor": TEXT,
        "borderpad": 2,
        "width": 14,
    }


def _beneath(lines: Sequence[trend_notes.Words], plan: Plan) -> dict[str, object]:
    """Write the words beneath the years, a note's number before its first line."""
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 4 - plan.left,
        "yshift": -26,
        "align": "left",
        "showarrow": False,
        "text": "<br>".join(_line_beneath(line) for line in lines),
        "font": {"size": svg.SMALL, "color": MUTED},
    }


def _line_beneath(line: trend_notes.Words) -> str:
    """Write one line, set in by hard spaces where it goes on with a note."""
    lead = f"<b>{line.number}</b>&nbsp;&nbsp;" if line.number else "&nbsp;" * 4 if line.indent else ""
    return lead + escape(line.text)


def _break_line(year: float) -> dict[str, object]:
    """Draw the line where a new census base begins."""
    look = {"color": CONTROL, "width": 1, "dash": "2px,3px"}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": year, "x1": year, "y0": 0, "y1": 1, "line": look}


def _break_words(year: float, words: str, plan: Plan) -> dict[str, object]:
    """Name the new census base above its line."""
    late = plan.x(year) > (plan.left + plan.right) / 2
    return {
        "x": year,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": words,
        "xanchor": "right" if late else "left",
        "xshift": min(plan.width - plan.x(year) - 8, 84) if late else 0,
        "showarrow": False,
        "font": {"size": svg.SMALL, "color": MUTED},
    }


def _layout(
    figure: go.Figure, plan: Plan | None, style: NumberStyle, title: str, height: float, beneath: float
) -> go.Figure:
    """Set type, margins and German number signs; ``beneath`` is the room for words under the years."""
    numbers = list(plan.numbers) if plan else []
    years = list(plan.year_ticks) if plan else []
    figure.update_layout(
        height=height + beneath,
        margin={
            "l": plan.left if plan else 8,
            "r": plan.width - plan.right if plan else 8,
            "t": plan.top if plan else 8,
            "b": 26 + beneath,
            "pad": 0,
        },
        font={"family": FONT, "size": svg.SMALL, "color": TEXT},
        paper_bgcolor=WHITE,
        plot_bgcolor=WHITE,
        separators=",.",
        showlegend=False,
        hovermode="x unified",
        dragmode=False,
        hoverlabel={"bgcolor": WHITE, "bordercolor": CONTROL, "font": {"family": FONT, "size": SIZE, "color": TEXT}},
        meta={"title": title},
    )
    axis = {"fixedrange": True, "zeroline": False, "tickfont": {"color": MUTED, "size": svg.SMALL}, "showline": False}
    figure.update_xaxes(
        tickvals=years,
        ticktext=[str(year) for year in years],
        showgrid=False,
        ticklabelstandoff=4,
        hoverformat="d",
        visible=bool(plan),
        **axis,
    )
    figure.update_yaxes(
        tickvals=numbers,
        ticktext=[style.end(v) for v in numbers],
        gridcolor=RULE,
        visible=bool(plan),
        ticklabelstandoff=6,
        **axis,
    )
    if plan:
        figure.update_xaxes(range=[plan.years[0] - 0.02, max(plan.years[1], plan.years[0] + 1)])
        figure.update_yaxes(range=list(plan.values))
    return figure
