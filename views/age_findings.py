"""The headline above an age picture, found by written rules; nothing is said that the numbers do not carry.

Every rule asks for groups the source has exactly, for a difference larger than chance, and speaks in heads where a place is small.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from data.schema import AGE_OPEN
from indicators.ages import Band, Fit, fit, nearest_band, phase_groups, words
from views.age_structure import AgeStructure, Pyramid
from views.formats import WORDS, count_word, number

SMALL_PLACE: Final = 1500
"""Below this many people, or below :data:`SMALL_GROUP` in a group, a finding names heads instead of ratios."""

SMALL_GROUP: Final = 100

BEYOND_CHANCE: Final = 3.0
"""Standard deviations a difference must exceed; strict, because the most striking of several is chosen."""

_DECADE_PARTS: Final = {(20, 25): "Anfang 20", (25, 30): "Ende 20", (50, 55): "Anfang 50", (55, 60): "Ende 50"}
_ORDINALS: Final = ("", "", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte")


@dataclass(frozen=True)
class Finding:
    """A sentence, the numbers behind it, how striking it is, and the ages it speaks of."""

    text: str
    detail: str
    weight: float
    bands: tuple[Band, ...]


def finding(p: Pyramid) -> str:
    """Give the most striking sentence about an age structure, or an empty text where nothing can be said.

    Examples
    --------
    >>> county = AgeStructure("Kreis", ((0, 20), (20, 25), (25, 50), (50, 55), (55, 200)), (36000, 5531, 65000, 21666, 84000))
    >>> finding(Pyramid(county))
    'Auf einen Menschen Anfang 20 kommen fast vier Anfang 50'
    """
    found = findings(p)
    return found[0].text if found else ""


def findings(p: Pyramid) -> list[Finding]:
    """Give all sentences the numbers carry, the most striking first."""
    rules: Sequence[Callable[[Pyramid], Finding | None]] = (
        _young_and_middle,
        _children_and_old,
        _women_and_men,
        _compared,
        _old_share,
    )
    found = [made for rule in rules if (made := rule(p)) is not None]
    return sorted(found, key=lambda one: -one.weight)


def heads(structure: AgeStructure, band: Band, values: Sequence[float] | None = None) -> float | None:
    """Count the people of a band if the source has it exactly, otherwise ``None``."""
    pairs = zip(structure.ages, structure.persons if values is None else values, strict=True)
    counts = {group: value for group, value in pairs if not math.isnan(value)}
    found = fit(band, structure.ages, counts)
    return found.count(counts) if found.fit is Fit.EXACT else None


def _beyond_chance(one: float, other: float) -> bool:
    """Tell whether two counts differ by more than chance (Poisson)."""
    return one + other > 0 and abs(one - other) / math.sqrt(one + other) >= BEYOND_CHANCE


def _is_small(place: AgeStructure, *counts: float) -> bool:
    """Tell whether heads say more than a ratio."""
    return place.total < SMALL_PLACE or min(counts) < SMALL_GROUP


def _young_and_middle(p: Pyramid) -> Finding | None:
    """Compare people in their twenties with people in their fifties."""
    found = []
    for young in ((20, 25), (25, 30)):
        for middle in ((50, 55), (55, 60)):
            pair = heads(p.place, young), heads(p.place, middle)
            if pair[0] is not None and pair[1] is not None and _beyond_chance(pair[0], pair[1]):
                found.append(_pair_sentence(p.place, (young, pair[0]), (middle, pair[1])))
    return max(found, key=lambda one: one.weight, default=None)


def _pair_sentence(place: AgeStructure, young: tuple[Band, float], middle: tuple[Band, float]) -> Finding:
    """Word the comparison of two groups of five years."""
    (few, fewer), (many, more) = sorted((young, middle), key=lambda pair: pair[1])
    weight = math.log(more / max(fewer, 1.0))
    detail = f"{_people(fewer)} von {words(few)}, {number(more)} von {words(many)}"
    if _is_small(place, fewer):
        text = f"{_people(young[1])} {_DECADE_PARTS[young[0]]}, {number(middle[1])} {_DECADE_PARTS[middle[0]]}"
    else:
        text = f"Auf einen Menschen {_DECADE_PARTS[few]} kommen {times(more / fewer)} {_DECADE_PARTS[many]}"
    return Finding(text, detail, weight, (few, many))


def _people(count: float) -> str:
    """Write a number of people."""
    return f"{number(count)} {'Mensch' if round(count) == 1 else 'Menschen'}"


def times(ratio: float) -> str:
    """Word how many come to one.

    Examples
    --------
    >>> [times(r) for r in (1.93, 2.02, 2.3, 2.5, 2.7, 3.92, 14.2)]
    ['fast zwei', 'zwei', 'mehr als zwei', 'zweieinhalb', 'mehr als zweieinhalb', 'fast vier', '14']
    """
    whole, rest = int(ratio), ratio - int(ratio)
    if ratio >= len(WORDS) - 1:
        return number(ratio)
    word = "anderthalb" if whole == 1 else f"{_word(whole)}einhalb"
    if rest >= 0.82:
        return f"fast {_word(whole + 1)}" if rest < 0.97 else _word(whole + 1)
    if rest <= 0.05:
        return _word(whole)
    return f"mehr als {_word(whole)}" if rest < 0.45 else word if rest <= 0.55 else f"mehr als {word}"


def _word(count: int) -> str:
    """Write a number of people as a word in the fourth case."""
    return "einen" if count == 1 else count_word(count)


def _children_and_old(p: Pyramid) -> Finding | None:
    """Compare children with people past work."""
    old, young = nearest_band((65, AGE_OPEN), p.place.ages), nearest_band((0, 15), p.place.ages)
    if (
        old is None
        or young is None
        or not 60 <= old[0] <= 70
        or old[1] < AGE_OPEN
        or not 14 <= young[1] <= 18
        or young[0]
    ):
        return None
    many, few = heads(p.place, old), heads(p.place, young)
    if not many or not few or not _beyond_chance(many, few):
        return None
    ratio, detail = many / few, f"{number(few)} Kinder unter {young[1]}, {_people(many)} ab {old[0]}"
    if _is_small(p.place, few, many) or ratio < 1.8:
        more, less = (f"{_people(many)} ab {old[0]}", f"{number(few)} Kinder unter {young[1]}")
        text = f"{more}, {less}" if many > few else f"{less}, {more}"
    else:
        text = f"Auf ein Kind unter {young[1]} kommen {times(ratio)} Menschen ab {old[0]}"
    return Finding(text, detail, abs(math.log(ratio)), (young, old))


def _women_and_men(p: Pyramid) -> Finding | None:
    """Compare women and men of the age in which families begin."""
    band = (20, 40)
    if not p.place.has_sex:
        return None
    women, men = heads(p.place, band, p.place.female), heads(p.place, band, p.place.male)
    if not women or not men or not _beyond_chance(women, men):
        return None
    detail = f"{number(women)} Frauen und {number(men)} Männer sind 20 bis 39"
    per_100 = f"Auf 100 Männer von 20 bis 39 kommen {number(women / men * 100)} Frauen"
    text = detail if _is_small(p.place, women, men) else per_100
    return Finding(text, detail, 1.5 * abs(math.log(women / men)), (band,))


def _compared(p: Pyramid) -> Finding | None:
    """Find the phase of life that differs most from the comparison, told as heads there and heads expected."""
    other = p.comparison
    if other is None or not other.total or not p.place.total:
        return None
    made = [
        found for phase in phase_groups(p.place.ages) if (found := _against(p.place, other, phase.band)) is not None
    ]
    return max(made, key=lambda one: one.weight, default=None)


def _against(place: AgeStructure, other: AgeStructure, band: Band) -> Finding | None:
    """Compare the people of a band with what the comparison's share would give."""
    here, there = heads(place, band), heads(other, band)
    if here is None or not there:
        return None
    share = there / other.total
    expected = share * place.total
    if abs(here - expected) / math.sqrt(expected * (1 - share) or 1.0) < BEYOND_CHANCE or here < 1:
        return None
    text = f"{_people(here)} {'ist' if here == 1 else 'sind'} {words(band)} – bei einem Anteil wie {in_place(other.name)} wären es {number(expected)}"
    detail = f"{number(here / place.total * 100, 1)} % gegenüber {number(share * 100, 1)} % {in_place(other.name)}"
    return Finding(text, detail, 0.9 * abs(math.log(here / expected)), (band,))


def in_place(name: str) -> str:
    """Put a place's name into "in …".

    Examples
    --------
    >>> [in_place(name) for name in ("Landkreis Rostock", "Planungsregion Süd-Ost", "Güstrow")]
    ['im Landkreis Rostock', 'in der Planungsregion Süd-Ost', 'in Güstrow']
    """
    first = name.split(" ")[0]
    return f"{ {'Landkreis': 'im', 'Amt': 'im', 'Mittelbereich': 'im', 'Planungsregion': 'in der'}.get(first, 'in') } {name}"


def _old_share(p: Pyramid) -> Finding | None:
    """Say how many are old; the quiet sentence that is nearly always possible."""
    old = nearest_band((65, AGE_OPEN), p.place.ages)
    count = heads(p.place, old) if old and 60 <= old[0] <= 70 and old[1] >= AGE_OPEN else None
    if old is None or not count:
        return None
    counted = (
        f"{number(count)} von {number(p.place.total)} Menschen {'ist' if count == 1 else 'sind'} {old[0]} oder älter"
    )
    share = count / p.place.total
    text = counted if _is_small(p.place, count) else f"{every_nth(share)} ist {old[0]} oder älter"
    return Finding(text, counted, 0.1, (old,))


def every_nth(share: float) -> str:
    """Word a share as "jeder vierte Mensch".

    Examples
    --------
    >>> every_nth(0.25), every_nth(0.32), every_nth(0.215), every_nth(0.06)
    ('Jeder vierte Mensch', 'Fast jeder dritte Mensch', 'Mehr als jeder fünfte Mensch', 'Weniger als jeder zehnte Mensch')
    """
    n = next((n for n in range(2, 11) if share >= 0.93 / n), 0)
    if not n:
        return "Weniger als jeder zehnte Mensch"
    nth = f"jeder {_ORDINALS[n]} Mensch"
    return (
        f"Fast {nth}"
        if share < 0.99 / n
        else nth.capitalize().replace("mensch", "Mensch")
        if share < 1.03 / n
        else f"Mehr als {nth}"
    )
