"""One generator of German sentences: heads for small places, ranges for uncertain ones, nothing the figures do not carry."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from indicators.catalogue import Catalogue, Indicator
from indicators.evaluate import Evaluator, Moment
from indicators.reliability import Difference, Verdict, difference
from views import formats
from views.formats import number, period, with_unit
from views.wording import article_dative, article_genitive, wording

BASE_NAMES: Final = {
    "zensus2011": "Zensus-2011-Basis",
    "zensus2022": "Zensus-2022-Basis",
    "vor_zensus2011": "Zählung vor dem Zensus 2011",
    "ohne": "",
}
SYMBOLS: Final = {
    Difference.HIGHER: "▲",
    Difference.LOWER: "▼",
    Difference.NONE: "●",
    Difference.TOO_SMALL: "○",
    Difference.UNKNOWN: "–",
}
ORDINALS: Final = {
    2: "zweite", 3: "dritte", 4: "vierte", 5: "fünfte", 6: "sechste", 7: "siebte", 8: "achte", 9: "neunte", 10: "zehnte",
    11: "elfte", 12: "zwölfte",
}  # fmt: skip


TURN_YEARS, TURN_HEADS, TURN_SHARE = 3, 10, 0.01
"""A turn is told when it has lasted so many years and moved so many people and so large a part of the place."""
THOUSAND_EUROS: Final = "Tausend Euro"
SINGULARS: Final = {
    "Menschen": "Mensch", "Frauen": "Frau", "Männer": "Mann", "Geburten": "Geburt", "Sterbefälle": "Sterbefall",
    "Arbeitsplätze": "Arbeitsplatz", "neue Wohnungen": "neue Wohnung", "Betten": "Bett", "Übernachtungen": "Übernachtung",
    "18- bis 24-Jährige": "18- bis 24-Jähriger", "30- bis 49-Jährige": "30- bis 49-Jähriger", "Zuzüge": "Zuzug",
}  # fmt: skip


def moment_text(moment: Moment) -> str:
    """Write a time: "31.12.2015", "2015" or "2011 bis 2015 (Mittel)"."""
    if moment.years:
        return f"{moment.years[0]} bis {moment.years[-1]} (Mittel)"
    return period(moment.period)


def moment_with_base(moment: Moment) -> str:
    """Write a time with the census base it counts on, where there is one."""
    base = BASE_NAMES.get(moment.base, "")
    if moment.period == "2022-05-15":
        return "Zensus 15.05.2022"
    return f"{moment_text(moment)} · {base}" if base else moment_text(moment)


def value_text(indicator: Indicator, value: float) -> str:
    """Write a value with its unit, signed where zero parts gain from loss."""
    return with_unit(value, indicator.unit, indicator.decimals, signed=indicator.signed)


def count_text(indicator: Indicator, row: pd.Series) -> str:
    """Write the count behind a value: "197 von 768 Menschen", "+40 Menschen", "36 Geburten auf 5.012 Menschen"."""
    top, bottom = row["numerator"], row["denominator"]
    if indicator.kind == "published":
        return "Anzahl nicht veröffentlicht"
    if pd.isna(top):
        return "aus Altersgruppen gerechnet" if indicator.kind in ("mean_age", "median_age", "billeter", "tfr") else ""
    if indicator.kind == "count":
        return ""
    if indicator.kind == "change":
        return f"{number(bottom)} → {number(bottom + top)} {indicator.people}"
    if indicator.counted == "Personenkilometer":
        return f"Mittelpunkt der Gemeinde, {number(bottom)} Menschen"
    if indicator.counted == THOUSAND_EUROS:
        return f"{euros(top)} auf {number(bottom)} {indicator.people}"
    counted = one_or_many(top, indicator.counted)
    if indicator.kind == "balance" or indicator.signed:
        return f"{number(top, signed=True)} {counted}"
    if indicator.kind == "share":
        return f"{number(top)} von {number(bottom)} {indicator.people}"
    first, _, last = str(row["period"]).partition("/")
    if last:
        return f"{number(top)} {counted} in {int(last) - int(first) + 1} Jahren"
    return f"{number(top)} {counted} auf {number(bottom)} {indicator.people}"


def euros(thousands: float) -> str:
    r"""Write an amount given in thousands of euros as people say it.

    Examples
    --------
    >>> [euros(amount).replace("\u00a0", " ") for amount in (419, 8382)]
    ['419.000 €', '8,4 Mio. €']
    """
    return with_unit(thousands / 1000, "Mio. €", 1) if abs(thousands) >= 1000 else with_unit(thousands * 1000, "€")


def one_or_many(count: float, plural: str) -> str:
    """Put a counted noun into the singular where there is exactly one.

    Examples
    --------
    >>> one_or_many(1, "Geburten"), one_or_many(-1, "Menschen"), one_or_many(7, "Menschen")
    ('Geburt', 'Mensch', 'Menschen')
    """
    return SINGULARS.get(plural, plural) if number(abs(count)) == "1" else plural


def expected_count(row: pd.Series, benchmark: float, indicator: Indicator) -> float:
    """Say how many it would be at the benchmark's value."""
    return float(row["denominator"] * benchmark / indicator.factor)


def verdict_text(found: Difference, where: str) -> str:
    """Write the comparison as words with a shape: "▲ höher als im Landkreis"."""
    symbol = SYMBOLS[found]
    if found in (Difference.HIGHER, Difference.LOWER):
        return f"{symbol} {found.value} als {where}"
    return f"{symbol} {found.value}"


def comparison(evaluator: Evaluator, indicator: Indicator, row: pd.Series, benchmark_id: str, mark: float) -> str:
    """Write one or two sentences on how a place compares: heads first, then whether chance could explain it."""
    regions = evaluator.regions
    name = regions.name(str(row["region_id"]))
    found = difference(row["value"], row["low"], row["high"], row["verdict"], mark)
    if found == Difference.UNKNOWN:
        return f"Für {wording(regions, benchmark_id).name} gibt es hierzu keine Zahl aus derselben Zählung."
    where = article_dative(regions, benchmark_id)
    if row["verdict"] == Verdict.TOO_SMALL:
        return f"{name} ist zu klein zum Urteilen: Wenige Menschen mehr oder weniger ändern den Wert stark."
    first = ""
    if indicator.kind in ("share", "rate") and not math.isnan(row["numerator"]):
        gap = row["numerator"] - expected_count(row, mark, indicator)
        if abs(gap) >= 1:
            more = "mehr" if gap > 0 else "weniger"
            share = "Anteil" if indicator.kind == "share" else "Wert"
            first = (
                f"Rund {number(abs(gap))} {more}, als es beim {share} {article_genitive(regions, benchmark_id)} wären. "
            )
    if math.isnan(row["low"]):
        return (first + _plain_difference(indicator, name, row["value"], mark, where)).strip()
    spread = (
        f"{number(row['low'], indicator.decimals)} bis {with_unit(row['high'], indicator.unit, indicator.decimals)}"
    )
    if found == Difference.NONE:
        return f"{first}Das kann Zufall sein: Mit Zufallsschwankung reicht der Wert von {spread}."
    side = "darüber" if found == Difference.HIGHER else "darunter"
    return f"{first}Auch mit Zufallsschwankung ({spread}) liegt {name} {side}."


def _plain_difference(indicator: Indicator, name: str, value: float, mark: float, where: str) -> str:
    gap = value - mark
    if number(gap, indicator.decimals) == number(0, indicator.decimals):
        return f"{name} liegt gleichauf mit dem Wert {where}."
    side = "über" if gap > 0 else "unter"
    unit = "Prozentpunkte" if indicator.unit == "%" else indicator.unit
    return f"{name} liegt {with_unit(abs(gap), unit, indicator.decimals)} {side} dem Wert {where}."


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


def latest(evaluator: Evaluator, indicator: Indicator, region_id: str) -> pd.Series | None:
    """Give the newest row with a number, multi-year means first where the indicator asks for them."""
    frame = evaluator.evaluate(indicator, [region_id])
    frame = frame[frame["value"].notna()]
    if frame.empty:
        return None
    means = frame[frame["period"].str.contains("/")]
    return (means if not means.empty else frame.sort_values(["year", "period"])).iloc[-1]


def at_moment(evaluator: Evaluator, indicator: Indicator, region_id: str, row: pd.Series) -> pd.Series:
    """Give another region's row at the same time and census base."""
    moment = next(m for m in evaluator.moments(indicator) if (m.period, m.base) == (row["period"], row["census_base"]))
    return evaluator.evaluate(indicator, [region_id], [moment]).iloc[0]


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
