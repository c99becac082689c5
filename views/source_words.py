"""Sources in a few words, for a line beside a figure; the full attribution stands below the page and under Daten & Methoden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from views.formats import enumeration, number, period

SHORT_NAMES: Final = {
    "Regionaldatenbank": "Regionaldatenbank",
    "INKAR": "INKAR",
    "Zensus 2022": "Zensus",
    "Gemeindeverzeichnis": "Gemeindeverzeichnis",
    "BBSR": "BBSR",
}
"""What a publisher or a title contains, and how it is called for short; the first match counts."""
WITH_TABLE: Final = "Regionaldatenbank"
MOST_TABLES: Final = 2


def short_source(sources: pd.DataFrame, source_ids: Iterable[str]) -> str:
    """Name sources briefly: "Regionaldatenbank 12612-01-01-5-B und 12613-01-01-5-B", "Zensus".

    Parameters
    ----------
    sources : DataFrame
        The package's sources.
    source_ids : iterable of str
        Sources of a figure.

    Returns
    -------
    str
        Empty where no source is known.
    """
    wanted = set(source_ids)
    tables: dict[str, list[str]] = {}
    for row in sources[sources["source_id"].isin(wanted)].itertuples(index=False):
        name = _name(f"{row.publisher} {row.title} {row.table_code}")
        tables.setdefault(name or str(row.publisher), []).append(str(row.table_code))
    return enumeration([_with_tables(name, codes) for name, codes in tables.items()])


def _name(words: str) -> str:
    return next((short for found, short in SHORT_NAMES.items() if found in words), "")


def _with_tables(name: str, codes: list[str]) -> str:
    if name != WITH_TABLE:
        return name
    shown = codes if len(codes) <= MOST_TABLES else [*codes[:MOST_TABLES], "weitere"]
    return f"{name} {enumeration(shown)}"


def span_words(reference: str) -> str:
    """Write a source's reference period: one date, or the first and the last.

    Examples
    --------
    >>> span_words("2008-12-31/2015-12-31"), span_words("2015"), span_words("")
    ('31.12.2008 bis 31.12.2015', '2015', 'ohne Stichtag')
    """
    first, _, last = reference.partition("/")
    if not first:
        return "ohne Stichtag"
    return f"{period(first)} bis {period(last)}" if last else period(first)


def withholding_words(below: int) -> str:
    """Say what a source wants withheld, and why.

    Examples
    --------
    >>> withholding_words(3)
    'Anzahlen von 1 oder 2 zeigen wir nicht, weil die Statistik es zum Schutz der Menschen verlangt (§ 16 Bundesstatistikgesetz).'
    >>> withholding_words(5)[:25]
    'Anzahlen von 1 bis 4 zeig'
    """
    which = " oder ".join(dict.fromkeys(("1", number(below - 1)))) if below <= 3 else f"1 bis {number(below - 1)}"
    reason = "weil die Statistik es zum Schutz der Menschen verlangt (§ 16 Bundesstatistikgesetz)"
    return f"Anzahlen von {which} zeigen wir nicht, {reason}."
