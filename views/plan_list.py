"""The list of measures: status, who, for whom, money and a small bar of time with today's line; on a phone one card each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from views import plan_data, plan_links, plan_status, plan_words
from views.plan_data import Plan
from views.svg import Markup, join, tag
from workshop import plan_questions
from workshop.records import Measure

MEASURE_KEY: Final = "massnahme"
YEARS_BACK, YEARS_ON, LEAST_YEARS = 4, 8, 4
HEADS: Final = (
    ("Nr.", "nr"),
    ("Maßnahme, Handlungsfeld", "what"),
    ("Stand", "status"),
    ("verantwortlich", "who"),
    ("für wen", "whom"),
    ("Budget", "money"),
)


@dataclass(frozen=True)
class Scale:
    """The years of the bars.

    Attributes
    ----------
    first, last : int
        The first year, and the last one (drawn whole).
    """

    first: int
    last: int

    def at(self, day: date) -> float:
        """Give the place of a date in percent; dates outside stand at the edge."""
        start, end = date(self.first, 1, 1).toordinal(), date(self.last + 1, 1, 1).toordinal()
        return min(max((day.toordinal() - start) / (end - start) * 100, 0.0), 100.0)

    @property
    def years(self) -> range:
        """The years shown."""
        return range(self.first, self.last + 1)


def scale_of(measures: Sequence[Measure], today: date) -> Scale:
    """Choose the years that hold the measures' periods, today always among them; far-off dates do not stretch the scale.

    Examples
    --------
    >>> scale_of([Measure(starts_on=date(2025, 4, 1), ends_on=date(2028, 5, 1))], date(2026, 11, 18))
    Scale(first=2025, last=2028)
    >>> scale_of([Measure(ends_on=date(9999, 1, 1))], date(2026, 11, 18))
    Scale(first=2026, last=2034)
    """
    years = [d.year for m in measures for d in (m.starts_on, m.ends_on) if d]
    first = max(min([today.year, *years]), today.year - YEARS_BACK)
    last = min(max([today.year, *years]), today.year + YEARS_ON)
    return Scale(first, max(last, first + LEAST_YEARS - 1))


def html(plan: Plan, measures: Sequence[Measure], today: date) -> Markup:
    """Write the list."""
    scale = scale_of(measures, today)
    late = {due.measure.id for due in plan_questions.overdue(measures, plan.steps, today)}
    rows = [_row(plan, m, scale, today, _late_words(m, today) if m.id in late else "") for m in measures]
    head = tag(
        "thead", tag("tr", *(tag("th", text, scope="col", class_=name) for text, name in HEADS), _years(scale, today))
    )
    return tag("table", tag("caption", "Maßnahmen", class_="kp-away"), head, tag("tbody", *rows), class_="kp-plan")


def _years(scale: Scale, today: date) -> Markup:
    width = 100 / len(scale.years)
    marks = [
        tag("span", year, style=f"left:{at * width:.2f}%;width:{width:.2f}%") for at, year in enumerate(scale.years)
    ]
    now = tag("b", "heute", class_="now", style=f"left:{scale.at(today):.2f}%")
    return tag(
        "th",
        tag("div", now, *marks, class_="years"),
        tag("span", "Zeitraum", class_="kp-away"),
        class_="time",
        scope="col",
    )


def _late_words(measure: Measure, today: date) -> str:
    """Say what is late: the measure itself, or a step of it."""
    return "überfällig" if plan_questions.is_overdue(measure, today) else "Schritt überfällig"


def _row(plan: Plan, measure: Measure, scale: Scale, today: date, late: str) -> Markup:
    """Write one measure; every cell says what it is, for the cards of the phone."""
    who = plan.responsible(measure)
    cells = (
        tag("td", plan.numbers.get(measure.id, ""), class_="nr"),
        tag("th", *_title(plan, measure), class_="what", scope="row"),
        tag("td", plan_status.told(measure.status), *([tag("span", late, class_="kp-late")] if late else []), class_="status"),
        tag("td", clamped(who) if who else tag("b", plan_data.NOBODY, class_="kp-warn"), class_="who", data_head="verantwortlich"),
        tag("td", clamped(plan_words.for_whom(measure)), class_="whom", data_head="für wen"),
        tag("td", plan_words.money(measure), class_="money", data_head="Budget"),
        tag("td", _bar(measure, scale, today), tag("span", plan_words.period(measure), class_="said"), class_="time", data_head="Zeitraum"),
    )  # fmt: skip
    return tag("tr", *cells, class_=f"s-{measure.status}")


def _title(plan: Plan, measure: Measure) -> tuple[Markup, ...]:
    title = plan_links.link(
        f"{MEASURE_KEY}:{measure.id}", measure.title, address={MEASURE_KEY: measure.id}, class_="title", dir="auto"
    )
    where = " · ".join(part for part in (plan.field_title(measure), plan_words.places(measure)) if part)
    return title, tag("small", where, dir="auto", class_="field")


def clamped(text: str) -> Markup:
    """Write a text that is cut after two lines, with the whole of it where the pointer rests."""
    return tag("span", text, class_="kp-clamp", dir="auto", title=text if len(text) > 60 else None)


def _bar(measure: Measure, scale: Scale, today: date) -> Markup:
    """Draw from when to when; where an end is missing the bar fades out, where both are nothing is drawn."""
    grid = [tag("i", class_="now", style=f"left:{scale.at(today):.2f}%")] + [
        tag("i", class_="year", style=f"left:{100 * at / len(scale.years):.2f}%") for at in range(1, len(scale.years))
    ]
    start, end = measure.starts_on, measure.ends_on
    if start is None and end is None:
        return tag("div", *grid, class_="bars", aria_hidden="true")
    left = scale.at(start) if start else max(scale.at(end) - 8, 0.0) if end else 0.0
    right = scale.at(end) if end else min(left + 8, 100.0)
    shape = f"bar s-{measure.status}{' from' if start is None else ''}{' on' if end is None else ''}"
    own = tag("b", class_=shape, style=f"left:{left:.2f}%;width:{max(right - left, 1.2):.2f}%")
    return tag("div", *grid, own, class_="bars", aria_hidden="true")


def status_counts(measures: Sequence[Measure]) -> Markup:
    """Write how many measures stand how."""
    counts = plan_questions.by_status(measures)
    rows = [
        tag(
            "li",
            plan_links.link(
                f"stand:{status}",
                tag("b", counts[status]),
                plan_status.sign(status),
                tag("span", plan_status.word(status)),
                address={"stand": plan_status.word(status)},
            ),
        )
        for status in plan_status.ORDER
    ]
    return tag("ul", join(rows), class_="kp-stands")
