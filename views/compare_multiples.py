"""The part "Wohin geht es?": the course of one indicator for all who are compared, on one scale, with trend words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from indicators.catalogue import Indicator
from indicators.reliability import Verdict
from indicators.trend import Direction, Trend, trend
from views import block
from views.change_words import WHY, years_text
from views.compare_figures import in_words, label, published_for
from views.compare_sheet import Cell, Figure, Part, Sheet, Table, notes_html, picture_html
from views.compare_units import Unit
from views.compare_view import CompareView, sources, stem
from views.compare_words import idle_filters, indicator_control
from views.figure_words import BASE_NAMES
from views.formats import count_word, enumeration
from views.multiples import MultiplesPicture, Panel, draw
from views.number_style import NumberStyle
from views.profile_rows import mark_name
from views.sparkline import Point, by_base
from views.svg import tag

SERIES_KEY: Final = "verlauf"
DEFAULT_SERIES: Final = "einwohner"
FEWEST_TIMES: Final = 3
MOST_NAMED: Final = 2
INDEX: Final = 100.0
PHRASES: Final = {
    Direction.RISING: "steigend",
    Direction.FALLING: "fallend",
    Direction.NONE: "ohne gesicherte Änderung",
    Direction.UNKNOWN: "nicht bestimmbar",
}


@dataclass(frozen=True)
class Courses:
    """The course of one indicator for all who are compared.

    Attributes
    ----------
    indicator : Indicator
        In words for the chosen sex.
    label : str
        Its short name.
    points : tuple[tuple[Point, ...], ...]
        One course for each unit; as published.
    mark : tuple[Point, ...]
        The benchmark's course.
    trends : tuple[Trend, ...]
        One for each unit.
    small : frozenset[int]
        Positions of the units whose newest figure is too small to be judged.
    source_ids : frozenset[str]
        Where it all comes from.
    """

    indicator: Indicator
    label: str
    points: tuple[tuple[Point, ...], ...]
    mark: tuple[Point, ...]
    trends: tuple[Trend, ...]
    small: frozenset[int]
    source_ids: frozenset[str]

    @property
    def indexed(self) -> bool:
        """Whether the picture starts every course at 100, because heads of places of different sizes fit no scale."""
        return self.indicator.kind == "count"


def show(view: CompareView, bar: Any) -> Part:
    """Draw the part."""
    with bar:
        indicator = indicator_control(view.catalogue, "Indikator", SERIES_KEY, DEFAULT_SERIES, partial(fits, view))
    found = courses(view, indicator)
    if not any(found.points):
        return Part(f"{indicator.short}: Für diese Gebiete ist kein Verlauf veröffentlicht", indicator.title)
    sheet = sheet_of(view, found)
    body = tag("section", picture_html(sheet), class_="kp-cp kp-cp-wide")
    block.show(body + notes_html(sheet.notes), "vergleich_verlauf")
    return Part(sheet.title, sheet.subtitle, found.source_ids, sheet, idle_filters(view, [indicator]))


def fits(view: CompareView, indicator: Indicator) -> bool:
    """Tell whether an indicator has several times at all."""
    return sum(not moment.years for moment in view.figures.rows.moments(indicator)) >= FEWEST_TIMES


def courses(view: CompareView, indicator: Indicator) -> Courses:
    """Collect the courses and judge them."""
    rows, fixed = view.figures.of(indicator)
    ids = list(view.chosen.ids)
    found: dict[str, tuple[Point, ...]] = {}
    used: set[str] = set()
    verdicts: dict[str, str] = {}
    for region in dict.fromkeys([*ids, view.benchmark_id]):
        points: list[Point] = []
        moments = rows.moments(fixed) if published_for(view.regions, indicator, region) else []
        for moment in (m for m in moments if not m.years):
            row = rows.at(fixed, moment, region)
            if not math.isnan(row["value"]):
                points.append((moment.year, float(row["value"]), moment.base))
                used |= set(row["source_ids"])
                verdicts[region] = str(row["verdict"])
        found[region] = tuple(points)
    return Courses(
        in_words(view.figures, indicator), label(view.figures, indicator), tuple(found[r] for r in ids),
        found[view.benchmark_id], tuple(trend(rows, fixed, r, base=longest_base(found[r])) for r in ids),
        frozenset(at for at, r in enumerate(ids) if verdicts.get(r) == Verdict.TOO_SMALL), frozenset(used),
    )  # fmt: skip


def longest_base(points: Sequence[Point]) -> str | None:
    """Give the census base with the most times, the newer one of equals: a trend over twelve years says more than one over two.

    Examples
    --------
    >>> longest_base([(2011, 50.0, "a"), (2012, 55.0, "a"), (2024, 60.0, "b")])
    'a'
    """
    parts = by_base(points)
    return max(enumerate(parts), key=lambda one: (len(one[1][1]), one[0]))[1][0] if parts else None


def from_100(points: Sequence[Point]) -> tuple[Point, ...]:
    """Let every census base's part of a course begin at 100; an older part of one figure only says nothing and is left out.

    Examples
    --------
    >>> from_100([(2011, 50.0, "a"), (2012, 55.0, "a"), (2024, 60.0, "b")])
    ((2011, 100.0, 'a'), (2012, 110.0, 'a'), (2024, 100.0, 'b'))
    """
    made: list[Point] = []
    parts = by_base(points)
    for at, (base, part) in enumerate(parts):
        first = part[0][1]
        if first and (len(part) > 1 or at == len(parts) - 1):
            made += [(year, INDEX * value / first, base) for year, value in part]
    return tuple(made)


# -- words -------------------------------------------------------------------------------------------------------------


def finding(units: Sequence[Unit], found: Courses) -> str:
    """Say where the figure rises or falls by more than chance."""
    where: dict[Direction, list[str]] = {direction: [] for direction in Direction}
    for unit, one in zip(units, found.trends, strict=True):
        where[one.direction].append(unit.where)
    if len(where[Direction.UNKNOWN]) == len(units):
        reasons = Counter(one.reason for one in found.trends)
        why = WHY.get(reasons.most_common(1)[0][0], "")
        return f"„{found.label}“: Eine Entwicklung ist nicht bestimmbar" + (f" ({why})" if why else "")
    told = [f"{_places(names, len(units))} {PHRASES[direction]}" for direction, names in where.items() if names]
    return f"„{found.label}“{_judged_span(found.trends)}: {', '.join(told)}"


def _places(where: Sequence[str], total: int) -> str:
    """Name one or two places, count more."""
    if len(where) == total > 1:
        return "in allen Gebieten"
    return enumeration(where) if len(where) <= MOST_NAMED else f"in {count_word(len(where))} Gebieten"


def _judged_span(trends: Sequence[Trend]) -> str:
    """Say which years the trend words speak of: those of one census base."""
    years = [m.year for one in trends if one.direction is not Direction.UNKNOWN for m in (one.first, one.last) if m]
    return f" {min(years)} bis {max(years)}" if years else ""


def subtitle(view: CompareView, found: Courses) -> str:
    """Say what is drawn."""
    what = f"{found.indicator.title}, das erste Jahr jeder Zählung ist 100" if found.indexed else found.indicator.title
    years = [year for points in found.points for year, _, _ in points]
    span = f"{min(years)} bis {max(years)}" if years else ""
    grey = f"grau: {mark_name(view.regions, view.benchmark_id)}"
    return " · ".join(part for part in (what, span, "alle auf derselben Skala", grey) if part)


def reading(found: Courses) -> tuple[str, ...]:
    """Explain lines, breaks and words."""
    bases = {base for points in found.points for _, _, base in points}
    jump = (
        "Gepunktete Senkrechte und offener Kreis: Hier beginnt eine neue Zählung (Zensus). Der Sprung kommt aus der Methode, nicht von "
        "den Menschen; über ihn hinweg wird nichts verglichen."
    )
    words = (
        "„steigend“ und „fallend“ stehen nur da, wo die Änderung größer ist als der Zufall und größer als das übliche Auf und Ab des Ortes. "
        "Beurteilt wird die Zählung mit den meisten Jahren; welche das sind, steht dabei."
    )
    small = "Gepunktete Linie: Der Ort ist zu klein zum Urteilen." if found.small else ""
    start = (
        "Jede Linie beginnt bei 100: 110 heißt zehn Prozent mehr als am Anfang dieser Zählung." if found.indexed else ""
    )
    return tuple(part for part in (words, small, start, jump if len(bases) > 1 else "", found.indicator.caveat) if part)


def change_words(found: Courses, at: int) -> str:
    """Write what changed from when to when, in the indicator's unit; heads where the picture shows 100s."""
    one, style = found.trends[at], _style(found)
    if one.first is None or one.last is None or math.isnan(one.value_first):
        return ""
    if one.years < 2:
        return f"{one.last.year}: {style.full(one.value_last)}"
    return f"{style.short(one.value_first)} → {style.short(one.value_last)} ({years_text(one)})"


def trend_word(one: Trend) -> str:
    """Write the trend's word, and the reason where there is none."""
    why = WHY.get(one.reason, "")
    return f"{one.direction}: {why}" if one.direction is Direction.UNKNOWN and why else str(one.direction)


def _style(found: Courses) -> NumberStyle:
    return NumberStyle(found.indicator.unit, found.indicator.decimals, found.indicator.signed)


# -- picture, table, files ---------------------------------------------------------------------------------------------


def picture(view: CompareView, found: Courses) -> MultiplesPicture:
    """Put the panels together."""
    shown = [from_100(points) if found.indexed else points for points in found.points]
    panels = tuple(
        Panel(
            unit.name,
            shown[at],
            found.trends[at].direction,
            trend_word(found.trends[at]),
            change_words(found, at),
            at in found.small,
        )
        for at, unit in enumerate(view.units)
    )
    mark = from_100(found.mark) if found.indexed else found.mark
    style = NumberStyle("", 0) if found.indexed else _style(found)
    return MultiplesPicture(panels, mark, mark_name(view.regions, view.benchmark_id), style, found.label)


def sheet_of(view: CompareView, found: Courses) -> Sheet:
    """Put together what is taken home."""
    return Sheet(
        finding(view.units, found), subtitle(view, found), reading(found), sources(found.source_ids),
        stem("vergleich", "verlauf", found.label), lambda width: draw(picture(view, found), width),
        lambda: table_of(view.units, found),
    )  # fmt: skip


def table_of(units: Sequence[Unit], found: Courses) -> Table:
    """Give one row for each year and census base, one column for each place."""
    times = sorted({(year, base) for points in found.points for year, _, base in points}, key=lambda t: (t[1], t[0]))
    known = [{(year, base): value for year, value, base in points} for points in found.points]
    rows: list[tuple[Cell, ...]] = []
    for year, base in times:
        cells: list[Cell] = [str(year), BASE_NAMES.get(base, "")]
        for course in known:
            value = course.get((year, base))
            cells.append("" if value is None else Figure(value, found.indicator.decimals, found.indicator.signed))
        rows.append(tuple(cells))
    words: tuple[Cell, ...] = ("Trend", "", *(trend_word(one) for one in found.trends))
    return Table(("Jahr", "Zählung", *(unit.name for unit in units)), (*rows, words))
