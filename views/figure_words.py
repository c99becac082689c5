"""The small pieces of all sentences: times, values, counts, ages, and the clause of a value filled from the catalogue's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

import pandas as pd

from data.schema import AGE_OPEN
from indicators.catalogue import ALL_AGES, Band, Indicator, load_catalogue
from indicators.evaluate import Moment
from views.formats import NBSP, number, period, rounded, with_unit, years

Row: TypeAlias = Mapping[str, Any] | pd.Series
"""One region's figures at a time, with the columns of :data:`indicators.results.RESULT_COLUMNS`."""
BASE_NAMES: Final = {
    "zensus2011": "Zensus-2011-Basis",
    "zensus2022": "Zensus-2022-Basis",
    "vor_zensus2011": "Zählung vor dem Zensus 2011",
    "ohne": "",
}
CENSUS_DAY: Final = "2022-05-15"
THOUSAND_EUROS: Final = "Tausend Euro"
ONE_UNIT: Final = {
    f"1{NBSP}{many}": f"1{NBSP}{one}" for many, one in (("Prozentpunkte", "Prozentpunkt"), ("Menschen", "Mensch"))
}
FROM_AGES: Final = ("mean_age", "median_age", "billeter", "tfr")
"""Kinds without a count of their own: they are computed from many age groups."""

_CHOICE: Final = re.compile(r"\[([^\]]*)\]")
_ONE: Final = re.compile(r"(?<![\d.,−+])(von )?1 ((?:neue |bewohnten )?[A-ZÄÖÜ][a-zäöüß]+)\b")
_SEX: Final = {"f": ("Frauen", "Frauen", "Frau", "Mädchen"), "m": ("Männer", "Männern", "Mann", "Jungen")}


# -- times -------------------------------------------------------------------------------------------------------------


def moment_text(moment: Moment) -> str:
    """Write a time: "31.12.2015", "2015" or "2011 bis 2015 (Mittel)"."""
    if moment.years:
        return f"{moment.years[0]} bis {moment.years[-1]} (Mittel)"
    return period(moment.period)


def moment_with_base(moment: Moment) -> str:
    """Write a time with the census base it counts on, where there is one."""
    base = BASE_NAMES.get(moment.base, "")
    if moment.period == CENSUS_DAY:
        return "Zensus 15.05.2022"
    return f"{moment_text(moment)} · {base}" if base else moment_text(moment)


def when(row: Row) -> str:
    """Write the time of a figure inside a sentence: "31.12.2023, Zensus-2011-Basis", "2011 bis 2015 zusammen, …"."""
    text, base = str(row["period"]), BASE_NAMES.get(str(row["census_base"]), "")
    if text == CENSUS_DAY:
        return "Zensus 15.05.2022"
    spoken = years(text) + (" zusammen" if "/" in text else "")
    return f"{spoken}, {base}" if base else spoken


# -- numbers -----------------------------------------------------------------------------------------------------------


def value_text(indicator: Indicator, value: float) -> str:
    """Write a value with its unit, signed where zero parts gain from loss."""
    return with_unit(value, indicator.unit, indicator.decimals, signed=indicator.signed)


def value_phrase(indicator: Indicator, value: float) -> str:
    """Write a value so that nobody has to ask "of what": "7,2 je 1.000 Menschen", "545 € je Mensch"."""
    text = value_text(indicator, value)
    if re.match(r"je [\d.]+$", indicator.unit) and indicator.people:
        return f"{text} {indicator.people}"
    return f"{text} je {one_or_many(1, indicator.people)}" if indicator.unit == "€" else text


def spread_text(indicator: Indicator, low: float, high: float) -> str:
    r"""Write a range with one unit; one number where both ends read the same.

    Examples
    --------
    >>> share = load_catalogue()["anteil_67"]
    >>> [spread_text(share, *ends).replace("\u00a0", " ") for ends in ((18.31, 23.62), (22.61, 22.64))]
    ['18,3 bis 23,6 %', '22,6 %']
    """
    first, last = number(low, indicator.decimals, signed=indicator.signed), value_text(indicator, high)
    return last if value_text(indicator, low) == last else f"{first} bis {last}"


def gap_text(indicator: Indicator, one: float, other: float) -> str:
    r"""Write the distance of two values as they are written: percentage points are named as such, "je 1.000" is left to the values.

    Examples
    --------
    >>> catalogue = load_catalogue()
    >>> [gap_text(catalogue[i], 1.04, 4.16).replace("\u00a0", " ") for i in ("anteil_67", "arbeitslose", "weg_schule")]
    ['3,2 Prozentpunkte', '3,2', '3,2 km']
    """
    unit = "Prozentpunkte" if indicator.unit == "%" else "" if indicator.unit.startswith("je ") else indicator.unit
    gap = rounded(one, indicator.decimals) - rounded(other, indicator.decimals)
    text = with_unit(abs(gap), unit, indicator.decimals)
    return ONE_UNIT.get(text, text)


def count_text(indicator: Indicator, row: Row) -> str:
    """Write the count behind a value: "197 von 768 Menschen", "+40 Menschen", "36 Geburten auf 5.012 Menschen"."""
    top, bottom = row["numerator"], row["denominator"]
    if indicator.kind == "published":
        return "Anzahl nicht veröffentlicht"
    if pd.isna(top):
        return "aus Altersgruppen gerechnet" if indicator.kind in FROM_AGES else ""
    if indicator.kind == "count":
        return ""
    if indicator.kind == "change":
        return f"{number(bottom)} → {number(bottom + top)} {one_or_many(bottom + top, indicator.people)}"
    if indicator.counted == "Personenkilometer":
        return f"Mittelpunkt der Gemeinde, {number(bottom)} {one_or_many(bottom, 'Menschen')}"
    if indicator.counted == THOUSAND_EUROS:
        return f"{euros(top)} auf {number(bottom)} {indicator.people}"
    counted = one_or_many(top, indicator.counted)
    if indicator.kind == "balance" or indicator.signed:
        return f"{number(top, signed=True)} {counted}"
    if indicator.kind == "share":
        return numbers_agree(f"{number(top)} von {number(bottom)} {indicator.people}")
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
    """Put a counted noun into the singular where there is exactly one; the catalogue knows the forms.

    Examples
    --------
    >>> one_or_many(1, "Geburten"), one_or_many(-1, "Menschen"), one_or_many(7, "Menschen")
    ('Geburt', 'Mensch', 'Menschen')
    """
    return load_catalogue().singular.get(plural, plural) if number(abs(count)) == "1" else plural


def numbers_agree(text: str) -> str:
    """Put nouns into the singular that follow "1" or "von 1" in a text.

    Examples
    --------
    >>> numbers_agree("1 Menschen, 0 von 1 Haushalten, 1 von 21 Menschen, 11 Frauen")
    '1 Mensch, 0 von 1 Haushalt, 1 von 21 Menschen, 11 Frauen'
    """
    return _ONE.sub(_one, text)


def _one(found: re.Match[str]) -> str:
    catalogue, (of, noun) = load_catalogue(), found.groups(default="")
    return f"{of}1 {(catalogue.dative if of else catalogue.singular).get(noun, noun)}"


def expected_count(row: Row, benchmark: float, indicator: Indicator) -> float:
    """Say how many it would be at the benchmark's value."""
    return float(row["denominator"] * benchmark / indicator.factor)


# -- clauses -----------------------------------------------------------------------------------------------------------


def clause(indicator: Indicator, row: Row, band: Band | None = None, sex: str = "t", *, many: bool = False) -> str:
    """Fill the catalogue's clause of a value: "sind 197 von 768 Menschen 67 oder älter".

    Parameters
    ----------
    indicator : Indicator
        Any kind but a change.
    row : Row
        A row with a value.
    band, sex : Band | None, str
        What the row was evaluated with; they take part where the indicator listens to them.
    many : bool
        Whether the place is made of several municipalities.
    """
    top, value = row["numerator"], row["value"]
    deciding = value if "{zahl}" in indicator.say or pd.isna(top) else top
    text = _CHOICE.sub(lambda found: _choose(found[1].split("|"), deciding), indicator.say)
    if "{" in text:
        text = _named(text, indicator, band).format(
            n=number(abs(top) if indicator.signed else top),
            d=number(row["denominator"]),
            zahl=number(value, indicator.decimals),
            wert=value_text(indicator, value),
            summe=euros(top) if indicator.counted == THOUSAND_EUROS else "",
            mehr="mehr" if top > 0 else "weniger",
            gemeinde="der Gemeinden" if many else "der Gemeinde",
        )
    return of_sex(numbers_agree(text), indicator, sex)


def named(words: str, indicator: Indicator, band: Band | None = None, sex: str = "t") -> str:
    """Fill the chosen ages and sex into an indicator's ``subject`` or ``crowd``.

    Examples
    --------
    >>> ages = load_catalogue()["anteil_altersgruppe"]
    >>> named(ages.subject, ages, (3, 6), "f")
    'der Anteil der Frauen von 3 bis 5 Jahren'
    """
    return of_sex(_named(words, indicator, band), indicator, sex)


def _named(words: str, indicator: Indicator, band: Band | None) -> str:
    chosen = (band or indicator.band) if indicator.age_filter else ALL_AGES
    return words.replace("{alter}", ages_after_noun(chosen)).replace("{jahre}", ages_after_verb(chosen))


@lru_cache(maxsize=256)
def ages_after_noun(band: Band) -> str:
    """Write an age band behind a noun; nothing for all ages.

    Examples
    --------
    >>> [ages_after_noun(band) for band in ((65, 200), (0, 3), (18, 25), (6, 7), (0, 200))]
    [' ab 65 Jahren', ' unter 3 Jahren', ' von 18 bis 24 Jahren', ' von 6 Jahren', '']
    """
    low, high = band
    if band == ALL_AGES:
        return ""
    if low <= 0:
        return f" unter {high} Jahr{'en' if high > 1 else ''}"
    return f" ab {low} Jahr{'en' if low > 1 else ''}" if high >= AGE_OPEN else f" von {_span(low, high)} Jahren"


@lru_cache(maxsize=256)
def ages_after_verb(band: Band) -> str:
    """Write an age band behind "sind".

    Examples
    --------
    >>> [ages_after_verb(band) for band in ((65, 200), (0, 3), (18, 25), (6, 7))]
    ['65 oder älter', 'unter 3', '18 bis 24 Jahre alt', '6 Jahre alt']
    """
    low, high = band
    if low <= 0:
        return f"unter {high}"
    return f"{low} oder älter" if high >= AGE_OPEN else f"{_span(low, high)} Jahre alt"


def _span(low: int, high: int) -> str:
    return f"{low} bis {high - 1}" if high - 1 > low else str(low)


def _choose(forms: list[str], count: float) -> str:
    written = number(abs(count))
    if written == "1":
        return forms[1]
    return forms[2] if written == "0" and count == 0 and len(forms) > 2 else forms[0]


def of_sex(text: str, indicator: Indicator, sex: str) -> str:
    """Let a text speak of women or men where the figures count only them."""
    if sex not in _SEX or not indicator.sex_filter:
        return text
    many, dative, one, young = _SEX[sex]
    text = re.sub(r"\bKinder(n)? und Jugendliche(n)?\b", young, text)
    text = re.sub(r"\b(von [\d.]+) Menschen\b", rf"\1 {dative}", text)
    return re.sub(r"\bMensch\b", one, re.sub(r"\bMenschen\b", many, text))
