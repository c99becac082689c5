"""An indicator in words: its formula, what the filters do to it, how far it is known."""

from __future__ import annotations

from typing import Final

from data.schema import AGE_OPEN, Level
from indicators.catalogue import ALL_AGES, Band, Indicator, Term
from indicators.regions import LEVEL_NAMES
from views.data_status import Coverage
from views.formats import number
from views.variable_words import variable_name

MULTIPLY: Final = "\u00a0×\u00a0"
PUBLISHED: Final = "wie veröffentlicht, nicht selbst gerechnet"
FROM_AGES: Final = {
    "mean_age": "Summe aus (Klassenmitte × Menschen der Altersgruppe) ÷ alle Menschen",
    "median_age": "Alter, bei dem die Hälfte der Menschen jünger ist, innerhalb der Altersgruppe gleichmäßig verteilt",
    "tfr": "Summe über die Altersgruppen der Mütter: (Geburten ÷ Frauen) × Breite der Gruppe in Jahren",
}


def formula(indicator: Indicator) -> str:
    r"""Write the formula in words.

    Examples
    --------
    >>> from indicators.catalogue import load_catalogue
    >>> print(formula(load_catalogue()["natuerlicher_saldo"]).replace("\u00a0", " "))
    (Geburten − Sterbefälle) ÷ Menschen × 1.000
    """
    if indicator.kind in FROM_AGES:
        return FROM_AGES[indicator.kind]
    if indicator.kind == "published":
        return PUBLISHED
    top = _sum(indicator.numerator)
    if indicator.kind == "change":
        years = indicator.years_back
        return (
            f"({top} heute − vor {number(years)} Jahren) ÷ {top} vor {number(years)} Jahren{_factor(indicator.factor)}"
        )
    if not indicator.denominator:
        return top
    bottom = _sum(indicator.denominator)
    return (
        f"{_bracket(top, indicator.numerator)} ÷ {_bracket(bottom, indicator.denominator)}{_factor(indicator.factor)}"
    )


def _factor(factor: float) -> str:
    return "" if factor == 1 else f"{MULTIPLY}{number(factor)}"


def _bracket(words: str, terms: tuple[Term, ...]) -> str:
    return f"({words})" if len(terms) > 1 else words


def _sum(terms: tuple[Term, ...]) -> str:
    written = ""
    for at, term in enumerate(terms):
        sign = "−" if term.factor < 0 else "+"
        times = (
            ""
            if abs(term.factor) == 1
            else f"{number(abs(term.factor), 0 if abs(term.factor).is_integer() else 1)}{MULTIPLY}"
        )
        written += f"{f' {sign} ' if at else ''}{times}{_term(term)}"
    return written


def _term(term: Term) -> str:
    name = variable_name(term.variables[0])
    if name == variable_name("population") and term.sex in ("f", "m"):
        name = "Frauen" if term.sex == "f" else "Männer"
    if term.band == "filter":
        return f"{name} der gewählten Altersgruppe"
    return name if term.band == ALL_AGES or term.variables[0] == "population_15_65" else f"{name} {_ages(term.band)}"


def _ages(band: Band) -> str:
    low, high = band
    if low <= 0:
        return f"unter {high} Jahren"
    return f"ab {low} Jahren" if high >= AGE_OPEN else f"von {low} bis {high - 1} Jahren"


def filters(indicator: Indicator) -> str:
    """Say which filters act on an indicator."""
    able = [
        name for name, works in (("Altersgruppe", indicator.age_filter), ("Geschlecht", indicator.sex_filter)) if works
    ]
    return " und ".join(able) if able else "keiner: Die Zahl gibt es nur für alle"


def levels(indicator: Indicator) -> str:
    """Say for which regions an indicator exists."""
    if indicator.levels:
        return ", ".join(LEVEL_NAMES[Level(level)][0] for level in indicator.levels)
    if not indicator.additive:
        return "Gemeinde und was die Quelle sonst nennt; größere Gebiete werden nicht zusammengerechnet"
    return "Gemeinde, Amt, Mittelbereich, Planungsregion, Landkreis, soweit die Quelle reicht auch Land und Bund"


def coverage_words(found: Coverage | None, indicator: Indicator) -> str:
    """Say how many municipalities have a number, and why the others have none."""
    if found is None:
        known = "nur für größere Gebiete veröffentlicht" if indicator.levels else "für keine Gemeinde veröffentlicht"
        return known
    reasons = (
        (found.too_small, "davon zu klein zum Urteilen"),
        (found.secret, "geheim"),
        (found.unsure, "zu unsicher"),
        (found.absent, "gibt es dort nicht"),
        (found.unpublished, "nicht veröffentlicht"),
    )
    told = [f"{number(count)} {words}" for count, words in reasons if count]
    return ", ".join([f"{number(found.known)} von {number(found.asked)} Gemeinden mit Zahl", *told])


def short_coverage(found: Coverage | None) -> str:
    """Write the coverage for a list: "112 von 112"."""
    return "–" if found is None else f"{number(found.known)} von {number(found.asked)}"


def variables(indicator: Indicator) -> set[str]:
    """Name the variables of a formula."""
    return {v for term in (*indicator.numerator, *indicator.denominator) for v in term.variables}


def matches(indicator: Indicator, topic: str, wanted: str) -> bool:
    """Tell whether all words looked for stand somewhere in what is said about an indicator."""
    said = " ".join(
        (
            indicator.title,
            indicator.short,
            indicator.question,
            indicator.definition,
            indicator.caveat,
            topic,
            indicator.counted,
        )
    ).lower()
    return all(word in said for word in wanted.lower().split())
