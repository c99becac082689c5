"""German sentences about a projection: heads with their range, rounded so that nothing looks surer than it is.

Ends of a range are rounded outwards and expected numbers to the nearest step, so the range written always holds the range computed
and the number written always lies inside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from data.schema import AGE_OPEN
from indicators.ages import Band
from indicators.projection.results import Fan
from views.formats import number, years
from views.wording import Wording

FEW: Final = 1.5
"""A change of less than so many percent of the start is "about the same", unless the rounding is coarser."""
ADULT, YOUNG = 18, 14
SURE_NOTE: Final = (
    "„Ziemlich sicher“ heißt: in mindestens neun von zehn Rechnungen. Die Spannen gelten in vier von fünf."
)
_ENDS: Final = 1e-6


@dataclass(frozen=True)
class People:
    """The forms of a counted noun with its ages.

    Attributes
    ----------
    one, many, dative : str
        "Kind von 3 bis 5", "Kinder von 3 bis 5", "Kindern von 3 bis 5".
    """

    one: str
    many: str
    dative: str

    def of(self, heads: float) -> str:
        """Give the form that goes with a written number."""
        return self.one if number(heads) == "1" else self.many


BIRTHS: Final = People("Geburt", "Geburten", "Geburten")
ENROLMENTS: Final = People("Einschulung", "Einschulungen", "Einschulungen")


def people_words(band: Band = (0, AGE_OPEN), sex: str = "t") -> People:
    """Name the people of an age band.

    Examples
    --------
    >>> people_words((3, 6)).many, people_words((80, 200), "f").dative, people_words((6, 7)).one, people_words().many
    ('Kinder von 3 bis 5', 'Frauen ab 80', 'Kind von 6', 'Menschen')
    >>> people_words((0, 3)).many, people_words((16, 18)).one
    ('Kinder unter 3', 'junger Mensch von 16 bis 17')
    """
    low, high = band
    nouns = _nouns(low, high, sex)
    if low <= 0 and high >= AGE_OPEN:
        return People(*nouns)
    ages = f"ab {low}" if high >= AGE_OPEN else f"unter {high}" if low <= 0 else f"von {low}"
    ages += f" bis {high - 1}" if 0 < low < high - 1 < AGE_OPEN - 1 else ""
    return People(*(f"{noun} {ages}" for noun in nouns))


def _nouns(low: int, high: int, sex: str) -> tuple[str, str, str]:
    if sex in ("f", "m") and high <= ADULT:
        return ("Mädchen",) * 3 if sex == "f" else ("Junge", "Jungen", "Jungen")
    if sex in ("f", "m"):
        return ("Frau", "Frauen", "Frauen") if sex == "f" else ("Mann", "Männer", "Männern")
    if low >= YOUNG - 2 and high <= ADULT:
        return "junger Mensch", "junge Menschen", "jungen Menschen"
    return ("Kind", "Kinder", "Kindern") if high <= ADULT else ("Mensch", "Menschen", "Menschen")


def step(value: float, rounding: int = 1) -> int:
    """Give the step a number of people is rounded to: nobody knows single heads of thousands in twenty years.

    Parameters
    ----------
    value : float
        The number.
    rounding : int
        The least step: 10 for small places.

    Examples
    --------
    >>> step(640), step(640, 10), step(2900), step(29000)
    (1, 10, 10, 100)
    """
    return max(rounding, 100 if value >= 10_000 else 10 if value >= 1000 else 1)


def rounded(value: float, rounding: int = 1) -> float:
    """Round a number of people to its step, halves up, never below zero.

    Examples
    --------
    >>> rounded(644.9, 10), rounded(7.5), rounded(-0.2), rounded(27391)
    (640.0, 8.0, 0.0, 27400.0)
    """
    by = step(value, rounding)
    return max(math.floor(value / by + 0.5 + _ENDS), 0) * float(by)


def ends(low: float, high: float, rounding: int = 1) -> tuple[float, float]:
    """Round the ends of a range outwards, never below zero.

    Examples
    --------
    >>> ends(561, 723, 10), ends(4.2, 7.6), ends(-0.3, 0.0), ends(25980, 28655)
    ((560.0, 730.0), (4.0, 8.0), (0.0, 0.0), (25900.0, 28700.0))
    """
    down, up = step(low, rounding), step(high, rounding)
    first, last = math.floor(low / down + _ENDS), math.ceil(high / up - _ENDS)
    return max(first, 0) * float(down), max(last, 0) * float(up)


def about(value: float, rounding: int = 1) -> str:
    """Write an expected number: "etwa 640".

    Examples
    --------
    >>> about(644.9, 10), about(3, 10), about(0.2)
    ('etwa 640', 'weniger als 10', 'so gut wie keine')
    """
    near = rounded(value, rounding)
    if near or value >= rounding / 2:
        return f"etwa {number(near)}"
    return "so gut wie keine" if rounding == 1 else f"weniger als {number(rounding)}"


def span(low: float, high: float, rounding: int = 1) -> str:
    """Write a range: "560 bis 730", one number where both ends agree.

    Examples
    --------
    >>> span(561, 723, 10), span(5, 5), span(0, 3, 10)
    ('560 bis 730', '5', '0 bis 10')
    """
    first, last = ends(low, high, rounding)
    if high - low < _ENDS:
        first = last = rounded(high, rounding)
    return number(first) if first == last else f"{number(first)} bis {number(last)}"


def between(low: float, high: float, rounding: int = 1) -> str:
    """Write a range inside a sentence: "zwischen 560 und 730", "höchstens 4".

    Examples
    --------
    >>> between(561, 723, 10), between(0, 3.2), between(5, 5), between(0, 0)
    ('zwischen 560 und 730', 'höchstens 4', '', '')
    """
    first, last = ends(low, high, rounding)
    if first == last or high - low < _ENDS:
        return ""
    return f"höchstens {number(last)}" if not first else f"zwischen {number(first)} und {number(last)}"


def with_range(expected: float, low: float, high: float, rounding: int = 1) -> str:
    """Write expected number and range: "etwa 640, zwischen 560 und 730".

    Examples
    --------
    >>> with_range(644, 561, 723, 10), with_range(0.3, 0, 2.4), with_range(742, 742, 742)
    ('etwa 640, zwischen 560 und 730', 'so gut wie keine, höchstens 3', 'etwa 742')
    """
    return ", ".join(part for part in (about(expected, rounding), between(low, high, rounding)) if part)


def heads_sentence(place: Wording, people: People, fan: Fan, year: int, *, rounding: int = 1) -> str:
    """Say how many people of an age band live in a place at the end of a year.

    Parameters
    ----------
    place : Wording
        The place.
    people : People
        Who is counted (:func:`people_words`).
    fan : Fan
        The number through the years.
    year : int
        One of its years.
    rounding : int
        Step of the numbers: 10 for small places.

    Raises
    ------
    ValueError
        If the fan does not hold the year.
    """
    expected, low, high = fan.at(year)
    near, words = rounded(expected, rounding), about(expected, rounding)
    verb = "lebt" if number(near) == "1" else "leben"
    return f"{year} {verb} {place.where} {words} {people.of(near)}{_range(low, high, rounding)}."


def _range(low: float, high: float, rounding: int) -> str:
    """Append the range, where there is one."""
    told = between(low, high, rounding)
    return f", {told}" if told else ""


def births_sentence(
    fan: Fan, year: int, people: People = BIRTHS, *, place: Wording | None = None, rounding: int = 1
) -> str:
    """Say how many births or enrolments a year brings: "2032 etwa 4 bis 8 Einschulungen in Walkendorf".

    Raises
    ------
    ValueError
        If the fan does not hold the year.
    """
    _, low, high = fan.at(year)
    where = f" {place.where}" if place else ""
    last = ends(low, high, rounding)[1]
    if not last:
        return f"{year} so gut wie keine {people.many}{where}."
    return f"{year} etwa {span(low, high, rounding)} {people.of(last)}{where}."


def change_sentence(
    fan: Fan, *, rounding: int = 1, start: float | None = None, change: tuple[float, float] | None = None
) -> str:
    """Say whether there will be fewer, more or about as many, and how sure that is.

    Parameters
    ----------
    fan : Fan
        The number through the years.
    rounding : int
        Step of the numbers.
    start : float | None
        What the last year is compared with; the first year's number if left out (births have no range-free start).
    change : tuple[float, float] | None
        Range of the change itself, where the start was estimated too; else the start counts as exact.
    """
    begin = float(fan.expected[0]) if start is None else start
    end, low, high = fan.at(fan.years[-1])
    down, up = (low - begin, high - begin) if change is None else change
    open_ = down <= 0 <= up
    numbers = f"von {number(rounded(begin, rounding))} auf {with_range(end, low, high, rounding)}"
    until = f"Bis {fan.years[-1]}"
    if about_same(begin, end, rounding):
        tail = "mehr oder weniger ist möglich" if open_ and up - down > 2 * rounding else "das ist ziemlich sicher"
        return f"{until} bleibt die Zahl etwa gleich: {numbers}; {tail}."
    word, other = ("weniger", "mehr") if end < begin else ("mehr", "weniger")
    if open_:
        return (
            f"{until} werden es eher {word}: {numbers}. Sicher ist das nicht: Gleich viele oder {other} sind möglich."
        )
    return f"{until} werden es ziemlich sicher {word}: {numbers}."


def about_same(first: float, second: float, rounding: int = 1) -> bool:
    """Tell whether two numbers differ by less than people should hear.

    Examples
    --------
    >>> about_same(29000, 28700), about_same(300, 280, 10), about_same(12, 12.4), about_same(1, 3)
    (True, False, True, False)
    """
    return abs(second - first) < max(step(first, rounding) / 2, abs(first) * FEW / 100)


def difference_sentence(name_a: str, fan_a: Fan, name_b: str, fan_b: Fan, year: int, *, rounding: int = 1) -> str:
    """Say what a second scenario changes in a year, and whether that is more than the uncertainty of either.

    Raises
    ------
    ValueError
        If one of the fans does not hold the year.
    """
    (one, low, high), (two, *_rest) = fan_a.at(year), fan_b.at(year)
    a, b = rounded(one, rounding), rounded(two, rounding)
    if a == b or abs(two - one) < step(one, rounding) / 2:
        return f"{year} macht es kaum einen Unterschied: „{name_a}“ {about(one, rounding)}, „{name_b}“ {about(two, rounding)}."
    more = "mehr" if b > a else "weniger"
    told = f"{year} sind es mit „{name_b}“ etwa {number(abs(b - a))} {more} als mit „{name_a}“: {about(two, rounding)} statt {number(a)}."
    narrow, wide = sorted((high - low, fan_b.at(year)[2] - fan_b.at(year)[1]))
    if wide <= _ENDS:
        return told
    apart = abs(two - one)
    how = "weniger als" if apart < narrow else "mehr als" if apart > wide else "etwa so viel wie"
    return f"{told} Das ist {how} die Spanne, um die jede der beiden Zahlen ungewiss ist."


def small_place_note(limit: int, last_year: int, rounding: int = 10) -> str:
    """Say what is done differently for a small place, and why.

    Examples
    --------
    >>> print(small_place_note(5000, 2039))
    Unter 5.000 Einwohnern ändern wenige Umzüge viel. Darum nur bis 2039, in gröberen Altersgruppen und auf 10 gerundet.
    """
    return (
        f"Unter {number(limit)} Einwohnern ändern wenige Umzüge viel. Darum nur bis {years(str(last_year))}, "
        f"in gröberen Altersgruppen und auf {number(rounding)} gerundet."
    )
