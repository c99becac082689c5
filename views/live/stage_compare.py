"""The scene "Vergleich": one indicator for a few places as large bars, with heads and the verdict in words."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Final

from data.schema import Level
from indicators.catalogue import ALL_AGES
from indicators.reliability import Difference
from indicators.rows import Row
from views import compare_figures, compare_units, compare_words, layout, resources, sentences
from views.compare_figures import Figures, Line
from views.formats import number
from views.live.stage_parts import Drawn, gap
from views.state import Selection, region_label
from views.svg import Markup, join, tag
from views.wording import article_dative, wording

MOST_PLACES: Final = 6
SURE: Final = (Difference.HIGHER, Difference.LOWER)
Span = tuple[float, float]


def content(detail: dict[str, Any]) -> tuple[str, tuple[str, ...]] | None:
    """Read indicator and places; nothing where the package has neither."""
    regions = resources.evaluator().regions
    indicator = str(detail.get("indicator_id", ""))
    places = tuple(p for p in map(str, detail.get("region_ids", ())) if regions.exists(p))[:MOST_PLACES]
    known = set(resources.catalogue().indicators)
    return (indicator, places) if indicator in known and places else None


@lru_cache(maxsize=100)
def line_of(indicator_id: str, region_ids: tuple[str, ...]) -> Line | None:
    """Collect the figures at one time and on one census base for all; nothing where none of the places has any."""
    regions, indicator = resources.evaluator().regions, resources.catalogue()[indicator_id]
    chosen = Selection(region_ids[0], ALL_AGES, "t", regions.county, indicator_id, Level.GEMEINDE)
    units = [compare_units.unit_of(regions, region) for region in region_ids]
    return compare_figures.line(Figures(resources.rows(), chosen), indicator, units, regions.county)


@lru_cache(maxsize=100)
def draw(indicator_id: str, region_ids: tuple[str, ...]) -> Drawn:
    """Draw the scene."""
    line, indicator = line_of(indicator_id, region_ids), resources.catalogue()[indicator_id]
    if line is None:
        return Drawn(gap(f"{indicator.short}: Für diese Orte sind keine Zahlen veröffentlicht."), wide=True)
    span = _span(line)
    rows = [_row(line, at, span) for at in range(len(line.cells))]
    county = resources.evaluator().regions.county
    if indicator.kind != "count" and not math.isnan(line.mark) and county not in region_ids:
        rows.append(_county(line, span))
    head = f"{indicator.title} · {'schwarze Linie: Wert im Landkreis' if len(rows) > len(line.cells) else ''}".rstrip(
        " ·"
    )
    source = f"{sentences.moment_with_base(line.moment)} · {layout.sources_text(resources.package().sources, line.source_ids)}"
    table = tag("table", tag("tbody", *rows), class_="bars")
    return Drawn(tag("p", head, class_="about") + table, "", source, wide=True)


def _judged(line: Line, at: int) -> bool:
    """Tell whether a place's value may be drawn as a bar."""
    row = line.cells[at]
    return not math.isnan(row["value"]) and not sentences.is_small(line.indicator, row)


def _span(line: Line) -> Span:
    """Give the axis: zero and every value that is judged, with its range as far as it does not stretch the picture."""
    values = [float(line.cells[at]["value"]) for at in range(len(line.cells)) if _judged(line, at)]
    if line.indicator.kind != "count" and not math.isnan(line.mark):
        values.append(line.mark)
    low, high = min([0.0, *values]), max([0.0, *values])
    room = 0.12 * (high - low) or 1.0
    return low - (room if low < 0 else 0.0), high + room


def _row(line: Line, at: int, span: Span) -> Markup:
    """Write one place: name, bar, value with heads, verdict."""
    regions, row, indicator = resources.evaluator().regions, line.cells[at], line.indicator
    found = line.found(at)
    value, count = compare_words.cell_texts(indicator, row)
    if sentences.is_small(indicator, row):
        value, count = _small(line, row, value, count)
    drawn = _bar(line, at, span, found) if _judged(line, at) else Markup("")
    return _cells(region_label(regions, str(row["region_id"])), drawn, value, count, _verdict(line, at, found))


def _small(line: Line, row: Row, value: str, count: str) -> tuple[str, str]:
    """Write heads alone where a rate says nothing."""
    if line.indicator.kind == "change":
        return value, f"{number(row['denominator'])} → {number(row['denominator'] + row['numerator'])}"
    return (count, "zu klein für einen Anteil" if line.indicator.unit == "%" else "") if count else (value, "")


def _verdict(line: Line, at: int, found: Difference) -> str:
    words = compare_words.verdict_words(line.indicator, found, line.cells[at], line.mark)
    if found not in SURE or "Trend" in words:
        return words
    regions = resources.evaluator().regions
    return f"{words} als {article_dative(regions, str(line.benchmark['region_id']))}"


def _county(line: Line, span: Span) -> Markup:
    regions, row = resources.evaluator().regions, line.benchmark
    value, count = compare_words.cell_texts(line.indicator, row)
    bar = _drawing(span, float(row["value"]), "all", wording(regions, str(row["region_id"])).name)
    return _cells(wording(regions, str(row["region_id"])).name, bar, value, count, "", look="county")


def _cells(name: str, bar: Markup, value: str, count: str, verdict: str, *, look: str | None = None) -> Markup:
    figures = tag("td", tag("b", value), tag("span", count), class_="figure")
    return tag(
        "tr", tag("th", name, scope="row"), tag("td", bar, class_="drawn"), figures, tag("td", verdict, class_="verdict"),
        class_=look,
    )  # fmt: skip


def _bar(line: Line, at: int, span: Span, found: Difference) -> Markup:
    """Draw a place's bar, the range of chance, and the county's value as a line."""
    row, whole = line.cells[at], span[1] - span[0]
    spoken = sentences.value_text(line.indicator, row["value"])
    parts = []
    if not math.isnan(row["low"]):
        ends = (min(max(float(row[name]), span[0]), span[1]) for name in ("low", "high"))
        low, high = (f"{(end - span[0]) / whole * 100:.2f}%" for end in ends)
        parts += [tag("line", x1=low, x2=high, y1="50%", y2="50%", class_=look) for look in ("halo", "range")]
    if line.indicator.kind != "count" and not math.isnan(line.mark):
        mark = f"{(line.mark - span[0]) / whole * 100:.2f}%"
        parts += [tag("line", x1=mark, x2=mark, y1="0", y2="100%", class_=look) for look in ("halo", "mark")]
    return _drawing(span, float(row["value"]), "own" if found in SURE else "same", spoken, *parts)


def _drawing(span: Span, value: float, look: str, spoken: str, *further: Markup) -> Markup:
    whole = span[1] - span[0]
    left, right = min(0.0, value) - span[0], max(0.0, value) - span[0]
    rect = tag(
        "rect", x=f"{left / whole * 100:.2f}%", width=f"{(right - left) / whole * 100:.2f}%", y="14%", height="72%", class_=look
    )  # fmt: skip
    zero = tag(
        "line",
        x1=f"{-span[0] / whole * 100:.2f}%",
        x2=f"{-span[0] / whole * 100:.2f}%",
        y1="0",
        y2="100%",
        class_="zero",
    )
    return tag("svg", join([rect, zero, *further]), class_="bar", role="img", aria_label=spoken)
