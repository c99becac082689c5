"""The right side of the page Karte as one piece of markup: the place, its position among the others, its development.

Kept for all visitors: in a meeting many people look at the same place at the same time.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Final

from data.schema import Level
from indicators.catalogue import Indicator
from indicators.evaluate import Moment
from indicators.rows import Rows
from indicators.trend import trend as judge
from views import change_words, layout, map_view, place_panel, resources, trend
from views.state import Selection
from views.strip import strip_svg
from views.trend_plan import Note, Role, Series
from views.wording import wording

KEPT: Final = 2000
FEWEST_DOTS: Final = 3


@lru_cache(maxsize=KEPT)
def html(selection: Selection, moment: Moment, notes: tuple[Note, ...] = ()) -> str:
    """Write the panel of the place in focus for the chosen indicator and time, with what people noted at its kinks."""
    indicator = resources.catalogue()[selection.indicator_id]
    row = map_view.evaluated(indicator, selection, moment, [selection.region_id]).iloc[0]
    rows = _rows(indicator, selection)
    known = {str(name): value for name, value in row.items()}
    place = place_panel.place_html(rows, indicator, moment, selection, known)
    return place + _strip(indicator, selection, moment) + _trend(rows, indicator, selection, notes)


def _rows(indicator: Indicator, selection: Selection) -> Rows:
    """Give the kept figures, or, for an age group or sex of the user's own, some that are not kept: there are too many of them."""
    own = selection.band_for(indicator) == indicator.band and selection.sex_for(indicator) == "t"
    return resources.rows() if own else Rows(resources.evaluator(), (selection.region_id,))


@lru_cache(maxsize=KEPT)
def sources(selection: Selection, moment: Moment) -> str:
    """Write the line of sources of a map and its place."""
    regions = resources.evaluator().regions
    indicator = resources.catalogue()[selection.indicator_id]
    frame = map_view.evaluated(indicator, selection, moment, regions.at_level(selection.level))
    named = layout.sources_html(resources.package().sources, resources.sources_of(frame), boundaries=True)
    return f'<footer class="kp-sources">{named}</footer>'


def course(selection: Selection) -> list[Series]:
    """Give the development of the place, the county and the state; nothing where no line has two points."""
    regions, indicator = resources.evaluator().regions, resources.catalogue()[selection.indicator_id]
    roles: dict[str, Role] = {regions.state: "state", regions.county: "county", selection.region_id: "place"}
    found = map_view.course(
        indicator.id,
        tuple(reversed(list(roles.items()))),
        selection.band_for(indicator),
        selection.sex_for(indicator),
    )
    return found if any(len(one.points) > 1 for one in found) else []


def _strip(indicator: Indicator, selection: Selection, moment: Moment) -> str:
    regions = resources.evaluator().regions
    frame = map_view.evaluated(indicator, selection, moment, regions.at_level(selection.level))
    if frame["value"].notna().sum() < FEWEST_DOTS:
        return ""
    mark = float(map_view.evaluated(indicator, selection, moment, [selection.benchmark_id]).iloc[0]["value"])
    ids = frame["region_id"].tolist()
    drawing = strip_svg(
        frame["value"].tolist(), ids, selection.region_id, mark,
        unit=indicator.unit, decimals=indicator.decimals, signed=indicator.signed, title=indicator.short,
        names={r: regions.name(r) for r in ids}, benchmark_name=wording(regions, selection.benchmark_id).short,
        width=400, height=60,
    )  # fmt: skip
    group = "Unter allen Gemeinden" if selection.level == Level.GEMEINDE else "Unter allen Gebieten"
    return f'<section class="kp-panel"><h3>{group}</h3>{drawing}</section>'


def _trend(rows: Rows, indicator: Indicator, selection: Selection, notes: tuple[Note, ...]) -> str:
    """Draw the development, and say below it which way it goes and how sure that is."""
    series = course(selection)
    if not series:
        return ""
    drawing = trend.trend_svg(
        series, indicator.unit, indicator.decimals, signed=indicator.signed, title=f"{indicator.short}: Entwicklung",
        notes=notes,
    )  # fmt: skip
    band, sex = selection.band_for(indicator), selection.sex_for(indicator)
    found = judge(rows, indicator if rows is resources.rows() else indicator.of(band, sex), selection.region_id)
    word = change_words.trend_html(found)
    told = change_words.change_sentence(rows.evaluator.regions, indicator, found, band, sex)
    return f'<section class="kp-panel"><h3>Entwicklung</h3>{drawing}<p class="kp-trendword">{word}</p><p class="kp-say">{escape(told)}</p></section>'
