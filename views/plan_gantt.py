"""The plan over time: a bar per measure in the manner of its status, steps as diamonds, today's line, what is late in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from views import plan_data, plan_links, plan_pictures, plan_status, plan_words, svg
from views.plan_data import Plan
from views.state import Selection
from views.svg import Markup, join, tag
from views.tokens import CONTROL, MUTED, RULE, SELECTION, SURFACE, TEXT, WARN_LINE, WARN_TEXT, WHITE
from workshop import plan_questions
from workshop.records import Measure, Step

WIDTH: Final = 1320.0
LEFT: Final = 430.0
"""Where the years begin; names stand left of it."""
TOP: Final = 44.0
HEAD, ROW, LINE, BAR = 34.0, 46.0, 17.0, 18.0
SIZE, SMALL = 15, 13
YEARS_BACK, YEARS_ON = 4, 8
OPEN_END: Final = 70.0
"""How far a bar without an end runs on."""


@dataclass(frozen=True)
class Scale:
    """The time that is drawn, from one day to another."""

    start: date
    end: date

    def x(self, day: date) -> float:
        """Give the place of a day; days outside stand at the edge."""
        share = (day - self.start).days / (self.end - self.start).days
        return LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT)


@dataclass(frozen=True)
class Row:
    """One measure with its steps and what is late about it."""

    measure: Measure
    steps: tuple[Step, ...]
    late_steps: tuple[Step, ...]
    late: bool

    @property
    def height(self) -> float:
        """The room it takes."""
        return ROW + LINE * bool(self.late_steps)


def show(measures: Sequence[Measure], selection: Selection) -> None:
    """Draw the plan over time."""
    if not measures:
        plan_pictures.nothing()
        return
    plan, today = plan_data.load(), plan_data.today()
    plan_pictures.style()
    head = plan_pictures.heading(finding(plan, measures, today), BELOW, measures)
    wide, narrow = gantt_svg(plan, measures, today), phone_html(plan, measures, today)
    drawn = svg.by_width(tag("div", wide, class_="kp-gantt", tabindex=0), narrow, at=820)
    markup = join([head, plan_pictures.legend(), drawn, undated_html(plan, measures)])
    plan_links.show(markup, "plan_zeit", plan_pictures.opened)
    plan_pictures.as_table(table(plan, measures, today), "Maßnahmen und ihre Zeiten", "plan_zeit")


BELOW: Final = "Balken: Zeitraum der Maßnahme · Rauten: Schritte, gefüllt heißt erledigt · Linie: heute"


def finding(plan: Plan, measures: Sequence[Measure], today: date) -> str:
    """Say what is late, or what ends next."""
    late = sum(plan_questions.is_overdue(m, today) for m in measures)
    if late:
        verb = "sollte" if late == 1 else "sollten"
        count = plan_words.measures_word(late)
        return f"{count[:1].upper()}{count[1:]} {verb} schon fertig sein"
    ends = [d for d in plan_questions.next_dates(measures, plan.steps, today) if d.what == "ende"]
    if ends:
        title = plan_words.line(ends[0].measure.title, 60)
        return f"Nichts ist überfällig; als Nächstes endet „{title}“ am {plan_words.day(ends[0].on)}"
    return "Nichts ist überfällig"


def dated(measure: Measure, steps: Sequence[Step]) -> bool:
    """Tell whether a measure has anything to draw: a beginning, an end, or a step with a date."""
    return bool(measure.starts_on or measure.ends_on or any(s.due_on for s in steps))


def groups(plan: Plan, measures: Sequence[Measure], today: date) -> list[tuple[str, str, list[Row]]]:
    """Group what can be drawn by field of action and goal, in the plan's order; within a goal by beginning."""
    found: dict[tuple[str, str], list[Row]] = {}
    goals = {g.id: g.title for g in plan.goals.values()}
    order = {f.title: at for at, f in enumerate(plan.fields.values())}
    for measure in measures:
        steps = tuple(plan.steps_of(measure.id))
        if not dated(measure, steps):
            continue
        late = [s for s in steps if plan_questions.step_overdue(s, today) and plan_questions.is_open(measure)]
        row = Row(measure, steps, tuple(late), plan_questions.is_overdue(measure, today))
        found.setdefault((plan.field_title(measure), goals.get(measure.goal_id, "")), []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.measure.starts_on or row.measure.ends_on or date.max, row.measure.title))
    ordered = sorted(found.items(), key=lambda item: (order.get(item[0][0], len(order)), item[0]))
    return [(field, goal, rows) for (field, goal), rows in ordered]


def gantt_svg(plan: Plan, measures: Sequence[Measure], today: date) -> Markup:
    """Draw the plan over time for desk and projector."""
    made = groups(plan, measures, today)
    scale = scale_of(measures, [s for *_, rows in made for row in rows for s in row.steps], today)
    height = TOP + sum(HEAD + sum(row.height for row in rows) for *_, rows in made) + 8
    parts: list[Markup] = [_grid(scale, height)]
    y = TOP
    for field, goal, rows in made:
        parts.append(_group_head(field, goal, y))
        y += HEAD
        for row in rows:
            parts.append(_row(plan, row, scale, today, y))
            y += row.height
    parts.append(_today(scale, today, height))
    told = f"Zeitplan mit {sum(len(rows) for *_, rows in made)} Maßnahmen; alle Angaben stehen auch in der Tabelle darunter."
    return plan_pictures.drawing(svg.document(WIDTH, height, finding(plan, measures, today), told, *parts, size=SMALL))


def scale_of(measures: Sequence[Measure], steps: Sequence[Step], today: date) -> Scale:
    """Choose whole quarters that hold all dates and today, at least two years; far-off dates do not stretch the scale.

    Examples
    --------
    >>> scale_of([Measure(starts_on=date(2025, 4, 5), ends_on=date(2028, 5, 1))], [], date(2026, 11, 18))
    Scale(start=datetime.date(2025, 4, 1), end=datetime.date(2028, 7, 1))
    """
    days = (
        [d for m in measures for d in (m.starts_on, m.ends_on) if d] + [s.due_on for s in steps if s.due_on] + [today]
    )
    earliest, latest = date(today.year - YEARS_BACK, 1, 1), date(today.year + YEARS_ON, 12, 31)
    start, end = max(min(days), earliest), min(max(days), latest)
    end = max(end, date(start.year + 1, start.month, 28))
    first = date(start.year, 3 * ((start.month - 1) // 3) + 1, 1)
    last = 3 * ((end.month - 1) // 3) + 4
    return Scale(first, date(end.year + (last > 12), (last - 1) % 12 + 1, 1))


def _grid(scale: Scale, height: float) -> Markup:
    """Draw years and quarters."""
    parts: list[Markup] = []
    for year in range(scale.start.year, scale.end.year + 1):
        for month in (1, 4, 7, 10):
            day = date(year, month, 1)
            if not scale.start <= day <= scale.end:
                continue
            x = scale.x(day)
            whole = month == 1
            parts.append(svg.line(x, TOP - (22 if whole else 4), x, height, stroke=CONTROL if whole else RULE))
        left = scale.x(date(year, 1, 1))
        if WIDTH - left > 40 and scale.x(date(year, 12, 31)) - left > 40:
            parts.append(svg.text(str(year), left + 6, TOP - 10, font_size=SIZE, font_weight=650))
    parts.append(svg.line(0, TOP, WIDTH, TOP, stroke=TEXT, stroke_width=2))
    return svg.group(*parts)


def _group_head(field: str, goal: str, y: float) -> Markup:
    """Write field of action and goal."""
    name = svg.shorten(plan_words.line(field, 60), LEFT - 30, SIZE + 1, bold=True)
    left = 8 + svg.text_width(name, SIZE + 1, bold=True) + 14
    parts = [
        svg.rect(0, y + 4, WIDTH, HEAD - 6, fill=SURFACE),
        svg.text(name, 8, y + 23, font_size=SIZE + 1, font_weight=700, direction="ltr"),
    ]
    if goal:
        shown = svg.shorten(plan_words.line(goal, 120), WIDTH - left - 80, SMALL + 1)
        parts.append(svg.text(f"Ziel: {shown}", left, y + 23, font_size=SMALL + 1, fill=MUTED))
    return svg.group(*parts)


def _row(plan: Plan, row: Row, scale: Scale, today: date, y: float) -> Markup:
    """Draw one measure: its name as a link, who is responsible, bar, steps, and what is late in words."""
    measure = row.measure
    who = plan_words.line(plan.responsible(measure), 60) or plan_data.NOBODY
    done = f" · {measure.progress:.0f} % geschafft" if measure.progress and measure.status != "fertig" else ""
    title = svg.shorten(plan_words.line(measure.title), LEFT - 56, SIZE, bold=True)
    name = svg.text(title, 34, y + 20, font_size=SIZE, font_weight=650)
    nobody = who == plan_data.NOBODY
    parts = [
        Markup(f'<g transform="translate(8 {svg.num(y + 7)})">{plan_status.sign(measure.status, 18)}</g>'),
        plan_pictures.measure_link(measure, tag("title", _told(plan, measure)), name),
        svg.text(
            svg.shorten(f"{plan_status.word(measure.status)} · {who}{done}", LEFT - 56, SMALL),
            34, y + 37, font_size=SMALL, fill=WARN_TEXT if nobody else MUTED, font_weight=600 if nobody else None,
        ),
    ]  # fmt: skip
    if row.late_steps:
        steps = ", ".join(plan_words.line(s.title, 50) for s in row.late_steps)
        said = svg.shorten(f"überfällig: {steps}", LEFT - 56, SMALL, bold=True)
        parts.append(svg.text(said, 34, y + 37 + LINE, font_size=SMALL, fill=WARN_TEXT, font_weight=600))
    middle = y + 23
    parts += [_bar(row, scale, today, middle), *(_diamond(s, row, scale, middle) for s in row.steps if s.due_on)]
    parts.append(svg.line(0, y + row.height, WIDTH, y + row.height, stroke=RULE))
    return svg.group(*parts)


def _told(plan: Plan, measure: Measure) -> str:
    who = plan_words.line(plan.responsible(measure), 60) or plan_data.NOBODY
    return f"{plan_words.line(measure.title)}: {plan_status.word(measure.status)}, {who}, {plan_words.period(measure)}"


def _bar(row: Row, scale: Scale, today: date, y: float) -> Markup:
    """Draw the period; an open end runs out in dots, what is late runs on to today."""
    measure = row.measure
    start, end = measure.starts_on, measure.ends_on
    if not start and not end:
        return svg.group()
    left = scale.x(start) if start else max(scale.x(end) - OPEN_END, LEFT) if end else LEFT
    right = scale.x(end) if end else min(left + OPEN_END, WIDTH)
    colour = plan_status.COLOURS[measure.status]
    hollow = measure.status in plan_status.EMPTY
    inset = 1.0 if hollow else 0.0
    bar = svg.rect(
        left + inset, y - BAR / 2 + inset, max(right - left, 5) - 2 * inset, BAR - 2 * inset, tag("title", plan_words.period(measure)),
        rx=4, fill=WHITE if hollow else colour, stroke=colour if hollow else None, stroke_width=2 if hollow else None,
        stroke_dasharray="5 4" if measure.status == "idee" else None,
    )  # fmt: skip
    parts = [bar]
    if not start or not end:
        parts.append(_open_end(row, scale, left, right, y, colour))
    if row.late and end:
        later = [scale.x(s.due_on) for s in row.steps if s.due_on and s.due_on >= today]
        parts.append(
            _late(right, scale.x(today), max([scale.x(today), *(x + 8 for x in later)]), y, (today - end).days)
        )
    return svg.group(*parts)


def _open_end(row: Row, scale: Scale, left: float, right: float, y: float, colour: str) -> Markup:
    """Let a bar run out in dots, and say so beside the steps."""
    steps = [scale.x(s.due_on) for s in row.steps if s.due_on]
    if not row.measure.starts_on:
        first = min([left - 24, *(x - 8 for x in steps)])
        dots = svg.line(left - 24, y, left, y, stroke=colour, stroke_width=3, stroke_dasharray="3 4")
        words = svg.text(
            "Beginn offen", max(first - 6, LEFT + 80), y + 5, halo=4, font_size=SMALL, fill=MUTED, text_anchor="end"
        )
        return svg.group(dots, words)
    last = max([right + 24, *(x + 8 for x in steps)])
    dots = svg.line(right, y, right + 24, y, stroke=colour, stroke_width=3, stroke_dasharray="3 4")
    room = last + 80 < WIDTH
    words = svg.text(
        "Ende offen",
        last + 6 if room else WIDTH,
        y + (5 if room else 22),
        halo=4,
        font_size=SMALL,
        fill=MUTED,
        text_anchor=None if room else "end",
    )
    return svg.group(dots, words)


def _late(end: float, now: float, behind: float, y: float, days: int) -> Markup:
    """Draw how long a measure is late, and say it ``behind`` today's line and later steps (before the end where there is no room)."""
    said = f"überfällig {plan_words.ago(days)}"
    room = behind + 8 + svg.text_width(said, SMALL, bold=True) < WIDTH
    line = svg.line(end, y, now, y, stroke=WARN_LINE, stroke_width=2, stroke_dasharray="4 3")
    x = behind + 8 if room else end - 8
    words = svg.text(
        said, x, y + 5, halo=4, font_size=SMALL, font_weight=650, fill=WARN_TEXT, text_anchor=None if room else "end"
    )
    return svg.group(line, words)


def _diamond(step: Step, row: Row, scale: Scale, y: float) -> Markup:
    """Draw a step where it is due: filled when it is done, with a mark when it is late."""
    x = scale.x(step.due_on) if step.due_on else LEFT
    late = step in row.late_steps
    how = "erledigt" if step.done else "überfällig" if late else "offen"
    told = f"Schritt: {plan_words.line(step.title)}, fällig am {plan_words.day(step.due_on)}, {how}"
    shape = svg.tag(
        "path", tag("title", told), d=f"M{svg.num(x)} {svg.num(y - 9)}l9 9-9 9-9-9z", fill=TEXT if step.done else WHITE,
        stroke=WARN_LINE if late else TEXT, stroke_width=2.4 if late else 1.8,
    )  # fmt: skip
    if not late:
        return svg.group(
            svg.tag("path", d=f"M{svg.num(x)} {svg.num(y - 11.5)}l11.5 11.5-11.5 11.5-11.5-11.5z", fill=WHITE), shape
        )
    return svg.group(
        shape, svg.text("!", x, y + 5, font_size=14, font_weight=700, fill=WARN_TEXT, text_anchor="middle")
    )


def _today(scale: Scale, today: date, height: float) -> Markup:
    x = scale.x(today)
    label = svg.text("heute", x, TOP - 28, font_size=SIZE, font_weight=700, text_anchor="middle", fill=SELECTION)
    return svg.group(label, svg.line(x, TOP - 22, x, height, stroke=SELECTION, stroke_width=2))


def phone_html(plan: Plan, measures: Sequence[Measure], today: date) -> Markup:
    """Write the plan over time as a list, for a phone."""
    parts: list[Markup] = []
    for field, goal, rows in groups(plan, measures, today):
        parts.append(tag("h3", plan_words.line(field, 60), dir="auto"))
        if goal:
            parts.append(tag("p", f"Ziel: {plan_words.line(goal, 120)}", class_="kp-sub", dir="auto"))
        parts.append(tag("ul", *(_phone_row(plan, row, today) for row in rows), class_="kp-measures"))
    return tag("div", *parts, class_="kp-timelist")


def _phone_row(plan: Plan, row: Row, today: date) -> Markup:
    measure = row.measure
    told = [
        plan_status.word(measure.status),
        plan_words.period(measure),
        plan_words.line(plan.responsible(measure), 60),
    ]
    lines = [
        tag("small", " · ".join(part for part in told if part) if told[2] else f"{told[0]} · {told[1]}", dir="auto")
    ]
    if not told[2]:
        lines.append(tag("small", plan_data.NOBODY, class_="kp-warn"))
    if row.late and measure.ends_on:
        lines.append(tag("small", f"überfällig {plan_words.ago((today - measure.ends_on).days)}", class_="kp-warn"))
    for step in row.steps:
        if step.due_on and not step.done:
            late = step in row.late_steps
            text = f"{plan_words.day(step.due_on)}: {plan_words.line(step.title)}{' – überfällig' if late else ''}"
            lines.append(tag("small", text, class_="kp-warn" if late else None, dir="auto"))
    return tag("li", plan_status.sign(measure.status, 18), tag("div", plan_pictures.measure_link(measure), *lines))


def undated_html(plan: Plan, measures: Sequence[Measure]) -> Markup:
    """List the measures that have no date at all."""
    without = [m for m in measures if not dated(m, plan.steps_of(m.id))]
    if not without:
        return Markup("")
    return tag(
        "section", tag("h3", "Noch ohne Zeitraum"), plan_pictures.measure_list(plan, without), class_="kp-undated"
    )


def table(plan: Plan, measures: Sequence[Measure], today: date) -> pd.DataFrame:
    """Give what the picture shows as a table."""
    late = {d.measure.id for d in plan_questions.overdue(measures, plan.steps, today)}
    rows = [
        {
            "Maßnahme": plan_words.line(m.title),
            "Handlungsfeld": plan_words.line(plan.field_title(m), 60),
            "Stand": plan_status.word(m.status) + (", überfällig" if m.id in late else ""),
            "verantwortlich": plan_words.line(plan.responsible(m), 60) or plan_data.NOBODY,
            "Beginn": plan_words.day(m.starts_on) or plan_data.OPEN,
            "Ende": plan_words.day(m.ends_on) or plan_data.OPEN,
            "offene Schritte": "; ".join(
                f"{plan_words.day(s.due_on) or plan_data.OPEN}: {plan_words.line(s.title, 50)}"
                for s in plan.steps_of(m.id) if not s.done
            ) or "keine",
        }
        for m in measures
    ]  # fmt: skip
    return pd.DataFrame(rows)
