"""A place in five sentences of plain German, each from the figures by a written rule."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from indicators.catalogue import Catalogue, Indicator
from indicators.evaluate import Evaluator
from indicators.reliability import Difference, difference
from views import formats
from views.formats import number, period, with_unit
from views.sentences import BASE_NAMES, at_moment, expected_count, latest
from views.wording import article_dative, article_genitive, wording

ORDINALS: Final = {
    2: "zweite", 3: "dritte", 4: "vierte", 5: "fünfte", 6: "sechste", 7: "siebte", 8: "achte", 9: "neunte", 10: "zehnte",
    11: "elfte", 12: "zwölfte",
}  # fmt: skip


TURN_YEARS, TURN_HEADS, TURN_SHARE = 3, 10, 0.01
"""A turn is told when it has lasted so many years and moved so many people and so large a part of the place."""


def five_sentences(evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[list[str]]:
    """Write the five sentences a mayor reads aloud.

    Returns
    -------
    list[list[str]]
        Each sentence as pieces; odd pieces (1, 3 …) are to be emphasised.
    """
    makers = (_people, _decade, _old, _births, _vacancy, _children, _households)
    found = [make(evaluator, catalogue, region_id, benchmark_id) for make in makers]
    return [s for s in found if s][:5]


def _people(evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[str]:
    row = latest(evaluator, catalogue["einwohner"], region_id)
    if row is None:
        return []
    where = wording(evaluator.regions, region_id).where_first
    return [f"{where} leben ", f"{number(row['value'])} Menschen", f" ({period(row['period'])})."]


def _decade(evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[str]:
    row = latest(evaluator, catalogue["einwohner_10_jahre"], region_id)
    if row is None:
        return []
    change = int(row["numerator"])
    base = BASE_NAMES[row["census_base"]]
    span = f"Von {row['year'] - 10} bis {row['year']} "
    counts = f": von {number(row['denominator'])} auf {number(row['denominator'] + change)} ({base})."
    if change == 0:
        return [span + "ist die Zahl ", "gleich geblieben", f": {number(row['denominator'])} ({base})."]
    turned = _turn(evaluator, catalogue, region_id, row)
    tail = f"; {turned} ({base})." if turned else counts
    return [span + "sind es ", f"{number(abs(change))} {'mehr' if change > 0 else 'weniger'}", " geworden" + tail]


def _turn(evaluator: Evaluator, catalogue: Catalogue, region_id: str, row: pd.Series) -> str:
    """Say since when the number of people goes the other way, if it has done so for years and by more than a few people."""
    frame = evaluator.evaluate(catalogue["einwohner"], [region_id])
    same = (frame["census_base"] == row["census_base"]) & frame["year"].between(row["year"] - 10, row["year"])
    series = frame[same & frame["value"].notna()].sort_values("year")
    if series.empty:
        return ""
    fell = row["numerator"] < 0
    edge = series.loc[series["value"].idxmin() if fell else series["value"].idxmax()]
    back, since = abs(row["denominator"] + row["numerator"] - edge["value"]), row["year"] - edge["year"]
    if (
        since < TURN_YEARS
        or edge["year"] == row["year"] - 10
        or back < max(TURN_HEADS, TURN_SHARE * row["denominator"])
    ):
        return ""
    word = "steigt" if fell else "sinkt"
    return f"seit {edge['year']} {word} die Zahl wieder: von {number(edge['value'])} auf {number(row['denominator'] + row['numerator'])}"


def _compared_heads(
    evaluator: Evaluator, indicator: Indicator, region_id: str, benchmark_id: str, verb: str
) -> list[str]:
    row = latest(evaluator, indicator, region_id)
    if row is None or math.isnan(row["numerator"]):
        return []
    mark = float(at_moment(evaluator, indicator, benchmark_id, row)["value"])
    verb = "ist" if verb == "sind" and number(row["numerator"]) == "1" else verb
    heads = f"{number(row['numerator'])} von {number(row['denominator'])} {indicator.people} {verb} {indicator.counted}"
    if math.isnan(mark):
        return ["", heads, f" ({period(row['period'])})."]
    found = difference(row["value"], row["low"], row["high"], row["verdict"], mark)
    endings = {
        Difference.HIGHER: "also sicher mehr",
        Difference.LOWER: "also sicher weniger",
        Difference.NONE: "kein sicherer Unterschied",
        Difference.TOO_SMALL: "zu klein zum Urteilen",
    }
    whose = article_genitive(evaluator.regions, benchmark_id)
    expected = number(expected_count(row, mark, indicator))
    return ["", heads, f". Beim Anteil {whose} wären es {expected} – {endings[found]}."]


def _old(evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[str]:
    return _compared_heads(evaluator, catalogue["anteil_67"], region_id, benchmark_id, "sind")


def _children(evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[str]:
    return _compared_heads(evaluator, catalogue["anteil_unter_16"], region_id, benchmark_id, "sind")


def _households(evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[str]:
    row = latest(evaluator, catalogue["haushalte_mit_kindern"], region_id)
    if row is None:
        return []
    return [
        "In ",
        f"{number(row['numerator'])} von {number(row['denominator'])} Haushalten",
        f" leben Kinder ({period(row['period'])}).",
    ]


def _births(evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[str]:
    births = latest(evaluator, catalogue["geburtenrate"], region_id)
    deaths = latest(evaluator, catalogue["sterberate"], region_id)
    if births is None or deaths is None or births["period"] != deaths["period"]:
        return []
    born, died = int(births["numerator"]), int(deaths["numerator"])
    when = formats.years(str(births["period"]))
    births_word = "Geburt" if born == 1 else "Geburten"
    deaths_word = "Sterbefall" if died == 1 else "Sterbefälle"
    verb = "kam" if died == 1 else "kamen"
    return ["Auf ", f"{number(born)} {births_word}", f" {verb} ", f"{number(died)} {deaths_word}", f" ({when})."]


def _vacancy(evaluator: Evaluator, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[str]:
    indicator = catalogue["leerstand"]
    row = latest(evaluator, indicator, region_id)
    if row is None:
        return []
    counts = f"rund {number(row['numerator'])} von {number(row['denominator'])}"
    mark = float(at_moment(evaluator, indicator, benchmark_id, row)["value"])
    place = article_dative(evaluator.regions, benchmark_id)
    other = "" if math.isnan(mark) else f" {place[0].upper()}{place[1:]} sind es {with_unit(mark, '%', 1)}."
    every = ordinal(row["value"])
    if every:
        return ["", f"Jede {every} Wohnung steht leer", f": {counts} ({with_unit(row['value'], '%', 1)}).{other}"]
    return ["Leer stehen ", f"{counts} Wohnungen", f" ({with_unit(row['value'], '%', 1)}).{other}"]


def ordinal(percent: float) -> str:
    """Turn a share into "jede neunte": the ordinal, or nothing where no small one fits.

    Examples
    --------
    >>> ordinal(11.2), ordinal(48.0), ordinal(3.0)
    ('neunte', 'zweite', '')
    """
    return ORDINALS.get(round(100 / percent), "") if percent > 0 else ""
