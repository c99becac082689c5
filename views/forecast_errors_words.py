"""German sentences about a projection of the past and what happened since; every number comes from the back-test."""

from __future__ import annotations

from typing import Final

import numpy as np

from data.schema import AGE_OPEN
from indicators.projection.backtest import SIZES, BackTest, Summary, summaries, summary
from indicators.projection.backtest_ages import AgeError
from indicators.projection.results import Fan
from views.forecast_words import between, rounded
from views.formats import count_word, enumeration, number, with_unit
from views.sentences import BASE_NAMES
from views.wording import Wording

PROMISED: Final = 0.8
"""Share of the counts that the range promises to hold."""
TIE: Final = 0.25
"""Mean errors that differ by less percentage points are called about equal."""
WORST: Final = 3


def size_words(size: tuple[int, int] | None) -> str:
    """Name a size class.

    Examples
    --------
    >>> size_words((0, 500)), size_words((500, 1000)), size_words((5000, 10**9)), size_words(None)
    ('unter 500', '500 bis 999', '5.000 und mehr', 'alle')
    """
    if size is None:
        return "alle"
    low, high = size
    if not low:
        return f"unter {number(high)}"
    return f"{number(low)} und mehr" if high >= SIZES[-1][1] else f"{number(low)} bis {number(high - 1)}"


def headline(test: BackTest) -> str:
    """Say in one sentence what to expect for the smallest places."""
    found = summaries(test)[0]
    whom = f"ein Dorf unter {number(found.size[1])} Menschen" if found.size and not found.size[0] else "eine Gemeinde"
    return (
        f"Für {whom} lag diese Rechnung nach {count_word(test.target - test.launch)} Jahren im Mittel um "
        f"{with_unit(found.model.mape, '%')} daneben: das sind {number(found.model.heads)} Menschen"
    )


def subtitle(test: BackTest) -> str:
    """Say what was done."""
    return (
        f"Dasselbe Verfahren wie heute, gestartet am 31.12.{test.launch} nur mit Zahlen bis zu diesem Tag, verglichen mit den gezählten "
        f"Einwohnern vom 31.12.{test.target} ({BASE_NAMES[test.base]}). {number(int(test.stable.sum()))} Gemeinden ohne Zusammenschluss."
    )


def verdict(test: BackTest) -> str:
    """Say plainly whether the model was better than the simplest rule, and why it may not have been."""
    found = _all(test)
    gap = found.model.mape - found.unchanged.mape
    model, simple = with_unit(found.model.mape, "%", 1), with_unit(found.unchanged.mape, "%", 1)
    if gap > TIE:
        return (
            f"Über alle Gemeinden war das schlechter als die einfachste Regel „alles bleibt, wie es ist“: {model} gegen {simple}. "
            f"{moves_sentence(test)}"
        )
    if gap < -TIE:
        return (
            f"Über alle Gemeinden war das besser als die einfachste Regel „alles bleibt, wie es ist“: {model} gegen {simple}. "
            f"{moves_sentence(test)}"
        )
    return f"Über alle Gemeinden war das so gut wie die einfachste Regel „alles bleibt, wie es ist“: {model} gegen {simple}."


def moves_sentence(test: BackTest) -> str:
    """Say what was assumed of moves over the county's border and what came; empty if none is registered yet."""
    later = sorted(set(test.moves_expected) & set(test.moves_registered))
    if not later:
        return ""
    said, came = (float(np.mean([moves[y] for y in later])) for moves in (test.moves_expected, test.moves_registered))
    before = dict(sorted(test.moves_known.items())[-15:])
    top = test.launch in before and before[test.launch] >= max(before.values())
    begins = (
        f"{test.launch} war der Höhepunkt: In keinem der {number(len(before) - 1)} Jahre davor kamen so viele Menschen mehr "
        f"als gingen ({number(before[test.launch])}, darunter viele Geflüchtete). Die Rechnung hielt das für den neuen Stand. "
        if top and said > came
        else ""
    )
    return (
        f"{begins}Für {later[0]} bis {later[-1]} waren im Jahr {_gain(said)} erwartet, gemeldet wurden {_gain(came)}."
    )


def _gain(moves: float) -> str:
    words = "mehr Zuzüge als Fortzüge" if moves >= 0 else "mehr Fortzüge als Zuzüge"
    return f"{number(rounded(abs(moves), 10))} {words}"


def picture_title(test: BackTest) -> str:
    """Say whether small places were missed by more than large ones."""
    found = [one.model.mape for one in summaries(test) if one.size]
    if found[0] > max(found[1:], default=found[0]):
        return "In den kleinsten Gemeinden irrt die Rechnung am stärksten"
    return "Fehler nach Größe der Gemeinde"


def coverage_sentence(test: BackTest) -> str:
    """Say how many counts lay in the range and how many were promised."""
    found = _all(test)
    return (
        f"Von {number(found.n)} Gemeinden lagen {number(found.covered)} im angegebenen Bereich; versprochen waren "
        f"{number(PROMISED * found.n)}."
    )


def closer_sentence(test: BackTest) -> str:
    """Say for how many municipalities the model came closer than the simplest rule."""
    found = _all(test)
    return f"In {number(found.closer)} von {number(found.n)} Gemeinden kam die Rechnung näher an die gezählte Zahl als „alles bleibt, wie es ist“."


def county_sentence(test: BackTest) -> str:
    """Say how far the county's total was off."""
    return (
        f"Für den ganzen Kreis: {_off(test.county_error())}; bei „alles bleibt“ {_off(test.county_error('unchanged'))}."
    )


def _off(error: float) -> str:
    words = "zu viele" if error > 0 else "zu wenige"
    return f"{with_unit(abs(error), '%', 1)} {words} erwartet"


def place_sentence(place: Wording, found: Fan, actual: float, rounding: int) -> str:
    """Say for one place what was projected and what happened.

    Examples
    --------
    >>> fan = Fan((2013, 2023), np.array([500.0, 480.0]), np.array([500.0, 430.0]), np.array([500.0, 540.0]))
    >>> village = Wording("Walkendorf", "in Walkendorf", "von Walkendorf", "Walkendorf")
    >>> print(place_sentence(village, fan, 455, 10))
    Ende 2013 hätte die Rechnung für Ende 2023 in Walkendorf etwa 480 Menschen erwartet, zwischen 430 und 540. Gezählt wurden 455: innerhalb der Spanne.
    """
    expected, low, high = found.at(found.years[-1])
    where = (
        "innerhalb der Spanne"
        if low <= actual <= high
        else "mehr als die Spanne"
        if actual > high
        else "weniger als die Spanne"
    )
    return (
        f"Ende {found.years[0]} hätte die Rechnung für Ende {found.years[-1]} {place.where} etwa "
        f"{number(rounded(expected, rounding))} Menschen erwartet, {between(low, high, rounding)}. "
        f"Gezählt wurden {number(actual)}: {where}."
    )


def worst_sentence(test: BackTest, names: dict[str, str]) -> str:
    """Name the municipalities that were missed most, with both numbers."""
    error = np.where(test.stable, np.abs(test.error()), 0.0)
    found = np.argsort(-error)[:WORST]
    parts = [
        f"{names[test.places[i]]} (erwartet etwa {number(rounded(float(test.model[i]), 10))}, gezählt {number(float(test.actual[i]))})"
        for i in found
    ]
    return f"Am weitesten daneben lag die Rechnung in {enumeration(parts)}."


def band_words(band: tuple[int, int]) -> str:
    """Name the ages of a band.

    Examples
    --------
    >>> band_words((0, 6)), band_words((6, 18)), band_words((80, 200))
    ('unter 6', '6 bis 17', '80 und älter')
    """
    low, high = band
    if not low:
        return f"unter {high}"
    return f"{low} und älter" if high >= AGE_OPEN else f"{low} bis {high - 1}"


def age_sentence(found: AgeError) -> str:
    """Say how good the estimated ages of the municipalities are: first the mean, then the smallest places."""
    _, mean, simple = found.mean()
    few, smallest, _ = found.mean(0)
    small = f", in den {number(few)} Dörfern unter {number(SIZES[0][1])} Menschen {number(smallest)}" if few else ""
    return (
        f"Nach {number(found.years, 1)} Jahren Fortschreibung stehen im Mittel der Gemeinden {number(mean)} von 100 Menschen in einer "
        f"falschen Altersgruppe{small}. Wer einfach die alten Anteile behält, irrt sich bei {number(simple)} von 100."
    )


def _all(test: BackTest) -> Summary:
    found = summary(test)
    assert found is not None  # noqa: S101 - a county has municipalities
    return found
