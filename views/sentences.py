"""One generator of German sentences: heads for small places, ranges for uncertain ones, nothing the figures do not carry.

Sentences about one figure stand here; about change in :mod:`views.change_words`, about figures that are not known in
:mod:`views.gaps`, a place as a whole in :mod:`views.summary` and :mod:`views.easy_language`. The pieces they are made of come from
:mod:`views.figure_words`, the words of each indicator from the catalogue.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd

from data.schema import Status
from indicators.catalogue import Band, Indicator
from indicators.climb import Climb
from indicators.evaluate import Evaluator, Moment
from indicators.regions import Regions
from indicators.reliability import SMALL_POPULATION, Difference, Verdict, difference
from indicators.rows import Row as KeptRow
from indicators.rows import Rows
from views.figure_words import (
    BASE_NAMES,
    Row,
    ages_after_noun,
    clause,
    count_text,
    euros,
    expected_count,
    gap_text,
    moment_text,
    moment_with_base,
    named,
    of_sex,
    one_or_many,
    spread_text,
    value_phrase,
    value_text,
    when,
)
from views.formats import enumeration, number, with_unit
from views.gaps import GAPS, gap_sentence
from views.wording import article_dative, article_genitive, wording

__all__ = [
    "BASE_NAMES", "GAPS", "SYMBOLS", "about", "at_moment", "chance", "climb_sentence", "comparison", "count_text", "euros",
    "expected_count", "gap_sentence", "gap_text", "is_small", "latest", "moment_text", "moment_with_base", "named", "newest", "one_or_many",
    "outcome", "spread_text", "too_small", "value_phrase", "value_sentence", "value_text", "verdict_text", "when",
]  # fmt: skip

SYMBOLS: Final = {
    Difference.HIGHER: "▲",
    Difference.LOWER: "▼",
    Difference.NONE: "●",
    Difference.TOO_SMALL: "○",
    Difference.UNKNOWN: "–",
}
MONTHS_THAT_SAY_NOTHING: Final = 0.5
"""Mean ages come from age groups; a smaller distance in years is no difference."""
WITHOUT_CHANCE: Final = {
    "count": "Für eine reine Anzahl wird keine Zufallsspanne gerechnet.",
    "change": "Für den Vergleich zweier Zählungen wird keine Zufallsspanne gerechnet.",
    "published": "Wie stark der Zufall mitspielt, lässt sich nicht ausrechnen: Die Anzahl dahinter ist nicht veröffentlicht.",
}
CHANCE_UNKNOWN: Final = "Wie stark der Zufall mitspielt, lässt sich hier nicht ausrechnen."


# -- the value ---------------------------------------------------------------------------------------------------------


def about(regions: Regions, indicator: Indicator, row: Row, band: Band | None = None, sex: str = "t") -> str:
    """Say what is known about a place: the value, or which kind of "no number" it is and why."""
    if math.isnan(row["value"]):
        return gap_sentence(regions, indicator, row)
    return value_sentence(regions, indicator, row, band, sex)


def value_sentence(regions: Regions, indicator: Indicator, row: Row, band: Band | None = None, sex: str = "t") -> str:
    """Say a value with its count and its time; heads alone where the place is too small for a rate.

    Parameters
    ----------
    regions : Regions
        For the place's name.
    indicator : Indicator
        A catalogue entry.
    row : Row
        A row with a value.
    band, sex : Band | None, str
        What the row was evaluated with, if it was not the indicator's own.
    """
    place = wording(regions, str(row["region_id"]))
    if indicator.kind == "change":
        return f"{place.where_first} {_changed(indicator, row, sex)}."
    told = "{wert}" in indicator.say or "{zahl}" in indicator.say or indicator.kind == "count"
    small = is_small(indicator, row) and not math.isnan(row["numerator"])
    yearly = " im Jahr" if "/" in str(row["period"]) else ""
    phrase = (value_text if "{d}" in indicator.say else value_phrase)(indicator, row["value"])
    value = "" if told or small or row["value"] == 0 else of_sex(phrase, indicator, sex) + yearly
    estimated = "geschätzt" if row["status"] == Status.ESTIMATED and "etwa" not in indicator.say else ""
    tail = "; ".join(part for part in (value, estimated, when(row)) if part)
    many = len(regions.members(str(row["region_id"]))) != 1
    return f"{place.where_first} {clause(indicator, row, band, sex, many=many)} ({tail})."


def _changed(indicator: Indicator, row: Row, sex: str) -> str:
    """Word a gain or a loss over years in heads: "ist die Zahl der Menschen von 2013 bis 2023 um 40 gesunken: …"."""
    year, change, first = int(row["year"]), row["numerator"], row["denominator"]
    who, span = named(indicator.crowd, indicator, None, sex), f"von {year - indicator.years_back} bis {year}"
    base = BASE_NAMES[str(row["census_base"])]
    if change == 0:
        return f"ist die Zahl {who} {span} gleich geblieben: {number(first)} ({base})"
    word = "gestiegen" if change > 0 else "gesunken"
    numbers = f"von {number(first)} auf {number(first + change)}"
    rate = "" if is_small(indicator, row) else f"{value_text(indicator, row['value'])}; "
    return f"ist die Zahl {who} {span} um {number(abs(change))} {word}: {numbers} ({rate}{base})"


def chance(indicator: Indicator, row: Row) -> str:
    """Say how far mere chance could move a value, in heads where they are counted; or that nobody can tell."""
    if math.isnan(row["low"]) or math.isnan(row["high"]):
        return WITHOUT_CHANCE.get(indicator.kind, CHANCE_UNKNOWN)
    spread = spread_text(indicator, row["low"], row["high"])
    if indicator.kind in ("share", "rate") and not math.isnan(row["numerator"]):
        low, high = (number(end * row["denominator"] / indicator.factor) for end in (row["low"], row["high"]))
        heads = f"{low} bis {high}" if low != high else low
        return f"Rechnet man den Zufall ein, könnten es auch {heads} sein ({spread})."
    return f"Rechnet man den Zufall ein, kann der Wert von {spread} reichen."


# -- comparison --------------------------------------------------------------------------------------------------------


def verdict_text(found: Difference, where: str) -> str:
    """Write the comparison as words with a shape: "▲ höher als im Landkreis"."""
    symbol = SYMBOLS[found]
    if found in (Difference.HIGHER, Difference.LOWER):
        return f"{symbol} {found.value} als {where}"
    return f"{symbol} {found.value}"


def outcome(indicator: Indicator, row: Row, mark: float) -> Difference:
    """Compare a figure with a larger region's: values that read the same, and mean ages some months apart, are not different."""
    verdict = row["verdict"] if is_small(indicator, row) else ""
    found = difference(row["value"], row["low"], row["high"], verdict, mark)
    if found not in (Difference.HIGHER, Difference.LOWER):
        return found
    near = indicator.kind in ("mean_age", "median_age") and abs(row["value"] - mark) < MONTHS_THAT_SAY_NOTHING
    same = number(row["value"], indicator.decimals) == number(mark, indicator.decimals)
    return Difference.NONE if near or same else found


def comparison(
    evaluator: Evaluator,
    indicator: Indicator,
    row: Row,
    benchmark_id: str,
    mark: float,
    band: Band | None = None,
    sex: str = "t",
) -> str:
    """Write one or two sentences on how a place compares: heads first, then whether chance could explain it.

    Parameters
    ----------
    evaluator : Evaluator
        For the names.
    row : Row
        The place's figures.
    benchmark_id, mark : str, float
        The larger region and its value at the same time and census base; NaN if it has none.
    band, sex : Band | None, str
        What both were evaluated with, if it was not the indicator's own.
    """
    regions, region = evaluator.regions, str(row["region_id"])
    if math.isnan(row["value"]):
        return gap_sentence(regions, indicator, row)
    if math.isnan(mark):
        return f"Für {wording(regions, benchmark_id).whom} gibt es hierzu keine Zahl aus derselben Zählung."
    if indicator.kind == "count":
        return _part_of(regions, indicator, row, benchmark_id, mark, band, sex)
    if is_small(indicator, row):
        return too_small(regions, row)
    found, first = outcome(indicator, row, mark), _expected(regions, indicator, row, benchmark_id, mark)
    if math.isnan(row["low"]):
        return first + _plain_difference(regions, indicator, row, benchmark_id, mark)
    spread, place = spread_text(indicator, row["low"], row["high"]), wording(regions, region).subject
    other = f"dem Wert {article_genitive(regions, benchmark_id)} ({value_text(indicator, mark)})"
    if found == Difference.NONE:
        who = "Das" if first else f"Der Abstand zum {other.removeprefix('dem ')}"
        return f"{first}{who} kann Zufall sein: Mit Zufallsschwankung reicht der Wert von {spread}."
    above = found == Difference.HIGHER
    side = ("darüber" if above else "darunter") if first else f"{'über' if above else 'unter'} {other}"
    return f"{first}Auch mit Zufallsschwankung ({spread}) liegt {place} {side}."


def _expected(regions: Regions, indicator: Indicator, row: Row, benchmark_id: str, mark: float) -> str:
    """Say how many more or fewer people it is than at the larger region's share."""
    if indicator.kind not in ("share", "rate") or math.isnan(row["numerator"]):
        return ""
    gap = row["numerator"] - expected_count(row, mark, indicator)
    if abs(gap) < 1:
        return ""
    more, share = "mehr" if gap > 0 else "weniger", "Anteil" if indicator.unit == "%" else "Wert"
    verb = "ist" if number(abs(gap)) == "1" else "sind"
    whose = article_genitive(regions, benchmark_id)
    return f"Das {verb} rund {number(abs(gap))} {more}, als es beim {share} {whose} wären. "


def _plain_difference(regions: Regions, indicator: Indicator, row: Row, benchmark_id: str, mark: float) -> str:
    """Word a difference for which there is no model of chance."""
    whose, shown = article_genitive(regions, benchmark_id), value_text(indicator, mark)
    km, apart = indicator.unit == "km", gap_text(indicator, row["value"], mark)
    if outcome(indicator, row, mark) == Difference.NONE:
        return f"Der {'Weg' if km else 'Wert'} liegt gleichauf mit dem {whose} ({shown})."
    if km:
        longer = "länger" if row["value"] > mark else "kürzer"
        return f"Der Weg ist um {apart} {longer} als {article_dative(regions, benchmark_id)} ({shown})."
    side = "über" if row["value"] > mark else "unter"
    return f"Der Wert liegt um {apart} {side} dem {whose} ({shown})."


def _part_of(
    regions: Regions, indicator: Indicator, row: Row, benchmark_id: str, mark: float, band: Band | None, sex: str
) -> str:
    """Say for a plain count which part of the larger region it is, or how far apart two places are."""
    where = article_dative(regions, benchmark_id)
    ages = ages_after_noun(band or indicator.band) if indicator.age_filter else ""
    inside = set(regions.members(str(row["region_id"]))) <= set(regions.members(benchmark_id))
    if (inside or not regions.members(benchmark_id)) and mark > 0:
        counted = of_sex(f"{indicator.counted}{ages}", indicator, sex)
        return f"Das sind {with_unit(row['value'] / mark * 100, '%', 1)} der {number(mark)} {counted} {where}."
    gap = row["value"] - mark
    if number(gap) == "0":
        return f"Das sind genauso viele wie {where}."
    return f"Das sind {number(abs(gap))} {'mehr' if gap > 0 else 'weniger'} als {where} ({number(mark)})."


# -- too small ---------------------------------------------------------------------------------------------------------


def is_small(indicator: Indicator, row: Row) -> bool:
    """Tell whether a figure is too small to be judged; areas and distances never are, however few people live there."""
    return bool(row["verdict"] == Verdict.TOO_SMALL and not indicator.firm)


def too_small(regions: Regions, row: Row) -> str:
    """Say why a figure is not judged: the place is small, or the few people counted are."""
    place = wording(regions, str(row["region_id"]))
    if row["population"] < SMALL_POPULATION:
        return f"{place.subject[0].upper()}{place.subject[1:]} ist zu klein zum Urteilen: Wenige Menschen mehr oder weniger ändern den Wert stark."
    return f"{place.where_first} sind die Zahlen zu klein zum Urteilen: Ein einziger Fall mehr oder weniger ändert den Wert stark."


def climb_sentence(
    regions: Regions, indicator: Indicator, climbed: Climb, band: Band | None = None, sex: str = "t"
) -> str:
    """Name the larger region whose figure carries where the place's own does not; nothing is swapped unseen.

    Returns
    -------
    str
        "Penzin ist zu klein zum Urteilen. Im Amt Bützow-Land sind …"; the place's own sentence where it carries itself.
    """
    own = climbed.own
    if not climbed.passed or (indicator.firm and not math.isnan(own["value"])):
        return about(regions, indicator, own, band, sex)
    first = gap_sentence(regions, indicator, own) if math.isnan(own["value"]) else _passed(regions, own, climbed.passed)
    if climbed.carried is None:
        first = gap_sentence(regions, indicator, own) if math.isnan(own["value"]) else _passed(regions, own, ())
        if len(climbed.passed) == 1:  # nothing lies above
            return first
        return f"{first} Auch für die größeren Gebiete gibt es hierzu keine sichere Zahl."
    return f"{first} {value_sentence(regions, indicator, climbed.carried, band, sex)}"


def _passed(regions: Regions, own: Row, passed: Sequence[str]) -> str:
    """Say who could not be judged: the place, and what was tried on the way up, whose figures may be small, secret or missing."""
    place = wording(regions, str(own["region_id"]))
    first = f"Für ein Urteil über {place.whom} sind die Zahlen zu klein."
    if own["population"] < SMALL_POPULATION:
        first = f"{place.subject[0].upper()}{place.subject[1:]} ist zu klein zum Urteilen."
    larger = enumeration([wording(regions, r).whom for r in passed[1:]])
    return f"{first} Auch für {larger} lässt sich nichts Sicheres sagen." if larger else first


# -- looking up --------------------------------------------------------------------------------------------------------


def newest(rows: Rows, indicator: Indicator, region_id: str) -> KeptRow:
    """Give the newest row with a number, multi-year means first; else the newest marker; else the newest row, which says "missing"."""
    marked: KeptRow | None = None
    moments = list(reversed(rows.moments(indicator)))
    for moment in moments:
        row = rows.at(indicator, moment, region_id)
        if not math.isnan(row["value"]):
            return row
        if marked is None and row["status"] != Status.MISSING:
            marked = row
    return marked if marked is not None else rows.at(indicator, moments[0], region_id)


def latest(evaluator: Evaluator, indicator: Indicator, region_id: str) -> pd.Series | None:
    """Give the newest row with a number, multi-year means first where the indicator asks for them."""
    frame = evaluator.evaluate(indicator, [region_id])
    frame = frame[frame["value"].notna()]
    if frame.empty:
        return None
    means = frame[frame["period"].str.contains("/")]
    return (means if not means.empty else frame.sort_values(["year", "period"])).iloc[-1]


def at_moment(evaluator: Evaluator, indicator: Indicator, region_id: str, row: Row) -> pd.Series:
    """Give another region's row at the same time and census base."""
    moment = next(m for m in evaluator.moments(indicator) if (m.period, m.base) == (row["period"], row["census_base"]))
    return evaluator.evaluate(indicator, [region_id], [moment]).iloc[0]


def moment_of(rows: Rows, indicator: Indicator, row: Row) -> Moment:
    """Find the time a row is of."""
    return next(m for m in rows.moments(indicator) if (m.period, m.base) == (row["period"], row["census_base"]))
