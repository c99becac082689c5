"""A place in five sentences of plain German, each from the figures by a written rule.

How many people; how that has changed in ten years; how many are old; births against deaths; and what sets the place apart most
clearly – or, where nothing does safely, how many dwellings stand empty. A place too small to be judged lends the fifth
sentence to the next larger region that can be.
"""

from __future__ import annotations

import math
import re
from typing import Final

from indicators.catalogue import Catalogue, Indicator
from indicators.climb import climb
from indicators.reliability import Difference, Verdict
from indicators.rows import Row, Rows
from views.figure_words import BASE_NAMES, clause, expected_count, one_or_many, value_text, when
from views.formats import number, period, years
from views.sentences import moment_of, newest, outcome
from views.wording import article_genitive, wording

ORDINALS: Final = {
    2: "zweite", 3: "dritte", 4: "vierte", 5: "fünfte", 6: "sechste", 7: "siebte", 8: "achte", 9: "neunte", 10: "zehnte",
    11: "elfte", 12: "zwölfte",
}  # fmt: skip
TURN_YEARS, TURN_HEADS, TURN_SHARE = 3, 10, 0.01
"""A turn is told when it has lasted so many years and moved so many people and so large a part of the place."""
TELLING: Final = (
    "leerstand", "anteil_unter_16", "einpersonenhaushalte", "haushalte_mit_kindern", "eigentuemerquote", "arbeitslose",
)  # fmt: skip
"""Indicators of which the one that differs most is told; all the same to whoever reads, none puts a group of people to the fore."""
FALLBACK: Final = ("leerstand", "anteil_unter_16", "haushalte_mit_kindern")
NOT_NEWS: Final = 0.1
"""A safe difference of less than a tenth is none to tell in five sentences."""
HEADS: Final = re.compile(r"(?:rund )?[\d.]+ von [\d.]+ \w+")
Pieces = list[str]
"""A sentence in pieces; odd pieces (1, 3 …) are to be emphasised."""


def five_sentences(rows: Rows, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[Pieces]:
    """Write the five sentences a mayor reads aloud.

    Parameters
    ----------
    rows : Rows
        The figures.
    catalogue : Catalogue
        The indicators.
    region_id : str
        Any region or hand-picked group.
    benchmark_id : str
        The region it is compared with.

    Returns
    -------
    list[Pieces]
        At most five; fewer where figures are missing.
    """
    found = [
        _people(rows, catalogue["einwohner"], region_id),
        _decade(rows, catalogue, region_id),
        _old(rows, catalogue["anteil_67"], region_id, benchmark_id),
        _births(rows, catalogue, region_id),
        _climbed(rows, catalogue, region_id) or _telling(rows, catalogue, region_id, benchmark_id),
    ]
    return [pieces for pieces in found if pieces]


def known(rows: Rows, indicator: Indicator, region_id: str) -> Row | None:
    """Give the newest row with a number, if there is one."""
    row = newest(rows, indicator, region_id)
    return None if math.isnan(row["value"]) else row


def _people(rows: Rows, indicator: Indicator, region_id: str) -> Pieces:
    row = known(rows, indicator, region_id)
    if row is None:
        return []
    where = wording(rows.evaluator.regions, region_id).where_first
    verb = "lebt" if row["value"] == 1 else "leben"
    return [
        f"{where} {verb} ",
        f"{number(row['value'])} {one_or_many(row['value'], 'Menschen')}",
        f" ({period(row['period'])}).",
    ]


# -- ten years ---------------------------------------------------------------------------------------------------------


def _decade(rows: Rows, catalogue: Catalogue, region_id: str) -> Pieces:
    row = known(rows, catalogue["einwohner_10_jahre"], region_id)
    if row is None:
        return []
    change, first = int(row["numerator"]), row["denominator"]
    base = BASE_NAMES[str(row["census_base"])]
    span = f"Von {row['year'] - 10} bis {row['year']} "
    if change == 0:
        return [span + "ist die Zahl ", "gleich geblieben", f": {number(first)} ({base})."]
    turned = turn(rows, catalogue, region_id, row)
    tail = f"; {turned} ({base})." if turned else f": von {number(first)} auf {number(first + change)} ({base})."
    more, verb = "mehr" if change > 0 else "weniger", "ist es" if abs(change) == 1 else "sind es"
    return [f"{span}{verb} ", f"{number(abs(change))} {more}", f" geworden{tail}"]


def turn(rows: Rows, catalogue: Catalogue, region_id: str, row: Row) -> str:
    """Say since when the number of people goes the other way, if it has done so for years and by more than a few people."""
    people, end = catalogue["einwohner"], int(row["year"])
    within = [m for m in rows.moments(people) if m.base == row["census_base"] and end - 10 <= m.year <= end]
    series = [(m.year, rows.at(people, m, region_id)["value"]) for m in within]
    series = [(year, value) for year, value in series if not math.isnan(value)]
    if not series:
        return ""
    fell, last = row["numerator"] < 0, row["denominator"] + row["numerator"]
    year, edge = (min if fell else max)(series, key=lambda one: one[1])
    enough = abs(last - edge) >= max(TURN_HEADS, TURN_SHARE * row["denominator"])
    if end - year < TURN_YEARS or year == end - 10 or not enough:
        return ""
    return f"seit {year} {'steigt' if fell else 'sinkt'} die Zahl wieder: von {number(edge)} auf {number(last)}"


# -- ages, births ------------------------------------------------------------------------------------------------------


def _old(rows: Rows, indicator: Indicator, region_id: str, benchmark_id: str) -> Pieces:
    row = known(rows, indicator, region_id)
    if row is None or math.isnan(row["numerator"]):
        return []
    verb = "ist" if number(row["numerator"]) == "1" else "sind"
    heads = f"{number(row['numerator'])} von {number(row['denominator'])} {indicator.people} {verb} {indicator.counted}"
    return ["", heads, _against(rows, indicator, row, benchmark_id)]


def _against(rows: Rows, indicator: Indicator, row: Row, benchmark_id: str) -> str:
    """Say how many it would be at the larger region's share, and whether the difference is safe."""
    mark = float(rows.at(indicator, moment_of(rows, indicator, row), benchmark_id)["value"])
    when = f" ({_day(row)})"
    if math.isnan(mark) or benchmark_id == row["region_id"]:
        return f"{when}."
    if row["verdict"] == Verdict.TOO_SMALL:
        return f"{when}; das sind zu wenige für ein Urteil."
    ending = {
        Difference.HIGHER: "es sind also sicher mehr",
        Difference.LOWER: "es sind also sicher weniger",
    }.get(outcome(indicator, row, mark), "der Unterschied kann Zufall sein")
    expected, whose = (
        number(expected_count(row, mark, indicator)),
        article_genitive(rows.evaluator.regions, benchmark_id),
    )
    would = "wäre" if expected == "1" else "wären"
    return f"{when}. Beim {_measure(indicator)} {whose} {would} es {expected}; {ending}."


def _day(row: Row) -> str:
    """Write the time without the census base: the base is told where numbers of different years stand beside each other."""
    return when(row).partition(",")[0]


def _measure(indicator: Indicator) -> str:
    return "Anteil" if indicator.unit == "%" else "Wert"


def _births(rows: Rows, catalogue: Catalogue, region_id: str) -> Pieces:
    births, deaths = (known(rows, catalogue[i], region_id) for i in ("geburtenrate", "sterberate"))
    if births is None or deaths is None or births["period"] != deaths["period"]:
        return []
    born, died = int(births["numerator"]), int(deaths["numerator"])
    text = str(births["period"])
    span = f"Von {years(text)}" if "/" in text else f"Im Jahr {text}"
    came, child = (
        ("kam", "1 Kind") if born == 1 else ("kamen", f"{number(born)} Kinder") if born else ("kam", "kein Kind")
    )
    who, left = ("1 Mensch", "starb") if died == 1 else (f"{number(died)} Menschen", "starben")
    return [f"{span} {came} ", child, " zur Welt, ", who if died else "niemand", f" {left if died else 'starb'}."]


# -- what sets it apart ------------------------------------------------------------------------------------------------


def _climbed(rows: Rows, catalogue: Catalogue, region_id: str) -> Pieces:
    """Lend the sentence to the next larger region where the place is too small to be judged."""
    indicator, regions = catalogue["anteil_67"], rows.evaluator.regions
    row = known(rows, indicator, region_id)
    if row is None or row["verdict"] != Verdict.TOO_SMALL:
        return []
    found = climb(rows, indicator, moment_of(rows, indicator, row), region_id)
    if found.carried is None:
        return []
    place, larger = wording(regions, region_id).subject, wording(regions, found.region_id).where
    share = value_text(indicator, found.carried["value"])
    return [
        f"Für Vergleiche ist {place} zu klein; {larger} sind ", f"{share} der Menschen {indicator.counted}",
        f" ({_day(found.carried)}).",
    ]  # fmt: skip


def _telling(rows: Rows, catalogue: Catalogue, region_id: str, benchmark_id: str) -> Pieces:
    """Tell the indicator that differs most from the larger region's, of those that differ safely."""
    found = [(far, i) for i in TELLING if (far := _distance(rows, catalogue[i], region_id, benchmark_id)) > NOT_NEWS]
    order = [max(found)[1]] if found else list(FALLBACK)
    for indicator in (catalogue[i] for i in order):
        row = known(rows, indicator, region_id)
        if row is not None:
            return _told(rows, indicator, row, benchmark_id)
    return []


def _distance(rows: Rows, indicator: Indicator, region_id: str, benchmark_id: str) -> float:
    """Give how far a value lies from the larger region's, as a log ratio; 0 where that is not safe."""
    row = known(rows, indicator, region_id)
    if row is None or math.isnan(row["low"]) or indicator.kind != "share":
        return 0.0
    mark = float(rows.at(indicator, moment_of(rows, indicator, row), benchmark_id)["value"])
    safe = outcome(indicator, row, mark) in (Difference.HIGHER, Difference.LOWER)
    return abs(math.log(row["value"] / mark)) if safe and mark > 0 and row["value"] > 0 else 0.0


def _told(rows: Rows, indicator: Indicator, row: Row, benchmark_id: str) -> Pieces:
    """Write an indicator's clause with its heads emphasised, and the comparison."""
    every = ordinal(row["value"]) if indicator.id == "leerstand" else ""
    if every:
        counts = f": rund {number(row['numerator'])} von {number(row['denominator'])}"
        return ["", f"Jede {every} Wohnung steht leer", counts + _against(rows, indicator, row, benchmark_id)]
    region = str(row["region_id"])
    text = f"{wording(rows.evaluator.regions, region).where_first} {clause(indicator, row)}"
    heads = HEADS.search(text)
    before, middle, after = (text, "", "") if heads is None else (text[: heads.start()], heads[0], text[heads.end() :])
    return [before, middle, after + _against(rows, indicator, row, benchmark_id)]


def ordinal(percent: float) -> str:
    """Turn a share into "jede neunte": the ordinal, or nothing where no small one fits.

    Examples
    --------
    >>> ordinal(11.2), ordinal(48.0), ordinal(3.0)
    ('neunte', 'zweite', '')
    """
    return ORDINALS.get(round(100 / percent), "") if percent > 0 else ""
