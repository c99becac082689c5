"""Change in words: which way a figure goes, in its own unit and in heads, each with the range of chance; or why nobody can tell."""

from __future__ import annotations

import math
from html import escape
from typing import Final

from indicators.catalogue import Band, Indicator
from indicators.evaluate import Moment
from indicators.regions import Regions
from indicators.trend import Direction, Reason, Trend
from views import svg
from views.figure_words import BASE_NAMES, gap_text, named, value_text
from views.formats import NBSP, count_word, number, period, rounded, with_unit
from views.wording import wording

SHAPES: Final = {
    Direction.RISING: "0,10 12,0 12,10",
    Direction.FALLING: "0,0 12,10 0,10",
    Direction.NONE: "0,4 12,4 12,7 0,7",
}
"""A ramp up, a ramp down, a flat bar: other shapes than those of the comparison, and no arrows."""
WHY: Final[dict[Reason, str]] = {
    "few_years": "zu wenige Jahre",
    "too_small": "zu kleine Zahlen",
    "withheld": "einzelne Jahre geheim",
    "no_count": "ist selbst eine Veränderung",
    "no_data": "keine Zahl",
}
UP_AND_DOWN: Final = ("gestiegen", "gesunken")
VERBS: Final = {"km": ("länger geworden", "kürzer geworden")}
SHAPE_WIDTH, SHAPE_HEIGHT = 12, 10


def trend_html(trend: Trend) -> str:
    """Write the trend word with its shape and the years it speaks of; where it is not known, the reason in half a line."""
    if trend.direction == Direction.UNKNOWN:
        told = WHY.get(trend.reason, "")
        return f'<span class="kp-trend">{escape(trend.direction)}<small>({escape(told)})</small></span>'
    shape = svg.tag("polygon", points=SHAPES[trend.direction], fill="currentColor")
    picture = svg.tag(
        "svg",
        shape,
        viewBox=f"0 0 {SHAPE_WIDTH} {SHAPE_HEIGHT}",
        width=SHAPE_WIDTH,
        height=SHAPE_HEIGHT,
        aria_hidden="true",
    )
    return f'<span class="kp-trend"><span>{picture}<b>{escape(trend.direction)}</b></span><small>{escape(years_text(trend))}</small></span>'


def years_text(trend: Trend) -> str:
    """Write the years of a trend as short as a table needs it: "2011–2022"."""
    first, last = _ends(trend)
    return f"{first.year}–{last.year}" if first.year != last.year else str(last.year)


def change_sentence(
    regions: Regions, indicator: Indicator, trend: Trend, band: Band | None = None, sex: str = "t"
) -> str:
    """Say how a figure has changed on its newest census base.

    Parameters
    ----------
    regions : Regions
        For the place's name.
    indicator : Indicator
        What is counted.
    trend : Trend
        From :func:`indicators.trend.trend`.
    band, sex : Band | None, str
        What it was evaluated with, if it was not the indicator's own.

    Returns
    -------
    str
        One to three sentences: the direction with both ends, their distance and its range; the heads behind it.
    """
    place = wording(regions, trend.region_id)
    subject, (up, down) = named(indicator.subject, indicator, band, sex), VERBS.get(indicator.unit, UP_AND_DOWN)
    if trend.direction == Direction.UNKNOWN:
        heads = _heads(indicator, trend, band, sex, dated=True) if trend.reason == "too_small" else ""
        return f"Ob {subject} {place.where} {up} oder {down} ist, ist nicht bestimmbar: {_reason(trend)}.{heads}"
    span = span_text(trend)
    when, base = span[0].upper() + span[1:], BASE_NAMES.get(trend.base, "")
    if trend.count_first == trend.count_last == 0 and indicator.crowd:
        none = f"Die Zahl {named(indicator.crowd, indicator, band, sex)} lag {place.where} am Anfang wie am Ende bei 0"
        return f"{none} ({span}{f'; {base}' if base else ''})."
    chance = _range(indicator, trend)
    note = f" ({'; '.join(part for part in (chance, base) if part)})" if chance or base else ""
    heads = _heads(indicator, trend, band, sex)
    if trend.direction == Direction.NONE:
        verb = "blieb" if _same(indicator, trend) else "ging"
        return f"{when} {verb} {place.where} {subject} {_from_to(indicator, trend)}. Eine gesicherte Änderung ist das nicht{note}.{heads}"
    word = up if trend.direction == Direction.RISING else down
    by = gap_text(indicator, trend.value_last, trend.value_first)
    return f"{when} ist {place.where} {subject} {word}: {_from_to(indicator, trend)}, also um {by}{note}.{heads}"


def span_text(trend: Trend) -> str:
    """Write the time between both ends: "von 2011 bis 2022", "vom 15.05.2022 bis zum 31.12.2024"."""
    first, last = _ends(trend)
    if first.period[4:] == last.period[4:]:
        return f"von {first.year} bis {last.year}"
    return f"vom {period(first.period)} bis zum {period(last.period)}"


def _ends(trend: Trend) -> tuple[Moment, Moment]:
    if trend.first is None or trend.last is None:
        raise ValueError(f"no time is known for {trend.indicator} in {trend.region_id}")
    return trend.first, trend.last


def _reason(trend: Trend) -> str:
    if trend.reason == "few_years" and trend.last is not None:
        if trend.years == 1:
            told = "Aus dieser Zählung gibt" if BASE_NAMES.get(trend.base) else "Es gibt"
            return f"{told} es nur eine Zahl ({period(trend.last.period)})".replace("Es gibt es", "Es gibt")
        return f"Es gibt nur {count_word(trend.years)} Zahlen aus derselben Zählung, das reicht für ein Urteil nicht"
    return {
        "too_small": "Dafür sind die Zahlen zu klein",
        "withheld": "Einzelne Jahre hält die Statistik geheim",
        "no_count": "Der Wert ist selbst schon eine Veränderung über mehrere Jahre",
    }.get(trend.reason, "Es gibt dazu keine Zahl")


def _same(indicator: Indicator, trend: Trend) -> bool:
    return value_text(indicator, trend.value_first) == value_text(indicator, trend.value_last)


def _from_to(indicator: Indicator, trend: Trend) -> str:
    """Write both ends with one unit: "von 23,1 auf 25,7 %"; without it where the subject has named it."""
    first, last = (
        number(value, indicator.decimals, signed=indicator.signed) for value in (trend.value_first, trend.value_last)
    )
    unit = "" if indicator.unit in indicator.subject else indicator.unit
    last = f"{last}{NBSP}{unit}" if unit else last
    return f"bei {last}" if _same(indicator, trend) else f"von {first} auf {last}"


def _range(indicator: Indicator, trend: Trend) -> str:
    """Write the range of a change; "weniger" and "mehr" only where it holds both."""
    low, high = _possible(indicator, trend.value_low, trend.value_first), trend.value_high
    if math.isnan(low) or math.isnan(high):
        return ""
    unit = "Prozentpunkte" if indicator.unit == "%" else indicator.unit
    told = indicator.unit in indicator.subject or unit.startswith("je ")
    return f"Zufallsspanne {_span(low, high, indicator.decimals, '' if told else unit)}"


def _possible(indicator: Indicator, low: float, first: float) -> float:
    """Cut a range where nothing is left to lose: only balances fall below zero."""
    return low if indicator.signed or math.isnan(low) else max(low, -first)


def _span(low: float, high: float, decimals: int = 0, unit: str = "") -> str:
    r"""Write a range between two changes.

    Examples
    --------
    >>> [_span(*ends).replace("\u00a0", " ") for ends in ((-28.4, -2.1), (2, 28), (-10, 3), (0, 3), (-2, 0.3))]
    ['2 bis 28', '2 bis 28', '10 weniger bis 3 mehr', '0 bis 3 mehr', '2 weniger bis 0']
    """
    first, last = number(low, decimals), number(high, decimals)
    if low > 0 or high < 0:
        near, far = sorted((abs(low), abs(high)))
        return f"{number(near, decimals)} bis {number(far, decimals)}"
    zero = number(0, decimals)
    start = zero if first == zero else f"{number(-low, decimals)} weniger"
    end = zero if last == zero else f"{with_unit(high, unit, decimals)} mehr"
    return f"{start} bis {end}"


def _heads(indicator: Indicator, trend: Trend, band: Band | None, sex: str, *, dated: bool = False) -> str:
    """Tell the same in heads: "ging von 212 auf 197, das sind 15 weniger (Zufallsspanne 2 bis 28)"."""
    if not indicator.crowd or indicator.kind == "count" or math.isnan(trend.change):
        return ""
    who = f"die Zahl {named(indicator.crowd, indicator, band, sex)}"
    change = rounded(trend.count_last) - rounded(trend.count_first)  # of the numbers that stand there
    first, last = number(trend.count_first), number(trend.count_last)
    span = span_text(trend) if dated else ""
    verb = "blieb" if first == last else "ging"
    start = f"{span[0].upper()}{span[1:]} {verb} {who}" if dated else f"D{who[1:]} {verb}"
    if first == last:
        return f" {start} bei {first}."
    more, are = "mehr" if change > 0 else "weniger", "ist" if number(abs(change)) == "1" else "sind"
    note = (
        ""
        if math.isnan(trend.low)
        else f" (Zufallsspanne {_span(_possible(indicator, trend.low, trend.count_first), trend.high)})"
    )
    return f" {start} von {first} auf {last}, das {are} {number(abs(change))} {more}{note}."
