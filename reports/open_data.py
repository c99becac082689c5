"""What can be taken home from Daten & Methoden: the catalogue and the figures of a region, each with its sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import pandas as pd

from data.schema import AGE_OPEN
from indicators.catalogue import Catalogue
from indicators.evaluate import Evaluator
from views import indicator_words
from views.sentences import BASE_NAMES
from views.variable_words import variable_name

STATUS_WORDS = {
    "measured": "gezählt", "estimated": "geschätzt", "secret": "geheim", "unreliable": "zu unsicher",
    "not_applicable": "gibt es hier nicht", "pending": "noch nicht da", "missing": "keine Angabe",
}  # fmt: skip
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
SEX_WORDS = {"t": "alle", "f": "Frauen", "m": "Männer"}
FACT_HEADS = (
    "Schlüssel", "Gebiet", "Größe", "Zeit", "Zählbasis", "Geschlecht", "Alter von", "Alter bis unter", "Wert", "Art der Zahl",
    "Quelle", "Lizenz",
)  # fmt: skip
CATALOGUE_HEADS = (
    "Thema",
    "Indikator",
    "Frage",
    "Einheit",
    "Rechnung",
    "Definition",
    "Zu beachten",
    "Filter",
    "Gebiete",
)


def catalogue_csv(catalogue: Catalogue) -> bytes:
    """Write all indicators with their definitions as CSV for German spreadsheets."""
    rows = [
        (
            catalogue.topics[i.topic], i.title, i.question, i.unit, indicator_words.formula(i), i.definition, i.caveat,
            indicator_words.filters(i), indicator_words.levels(i),
        )
        for i in catalogue.indicators.values()
    ]  # fmt: skip
    return _csv(CATALOGUE_HEADS, rows)


def facts_csv(evaluator: Evaluator, region_id: str) -> bytes:
    """Write all figures of a region and of the municipalities it is made of, each with source and licence.

    A missing number has an empty cell and its reason in the column "Art der Zahl"; it is never a zero. What is withheld on the
    pages is withheld here.
    """
    regions, facts = evaluator.regions, evaluator.protected.facts
    wanted = list(dict.fromkeys([region_id, *regions.members(region_id)]))
    facts = facts[facts["region_id"].isin(wanted)]
    sources = evaluator.package.sources.set_index("source_id")
    table = pd.DataFrame(
        {
            "Schlüssel": facts["region_id"].astype(str),
            "Gebiet": facts["region_id"].astype(str).map(regions.name),
            "Größe": facts["variable"].astype(str).map(variable_name),
            "Zeit": facts["period"].astype(str),
            "Zählbasis": facts["census_base"].astype(str).map(BASE_NAMES).fillna(""),
            "Geschlecht": facts["sex"].astype(str).map(SEX_WORDS),
            "Alter von": facts["age_from"].astype(int),
            "Alter bis unter": facts["age_to"].map(lambda age: "" if age >= AGE_OPEN else str(age)),
            "Wert": facts["value"].map(_figure),
            "Art der Zahl": facts["status"].astype(str).map(STATUS_WORDS),
            "Quelle": facts["source_id"].astype(str).map(sources["attribution"]).fillna(""),
            "Lizenz": facts["source_id"].astype(str).map(sources["licence_url"]).fillna(""),
        }
    )
    return _csv(FACT_HEADS, table.itertuples(index=False, name=None))


def _figure(value: float) -> str:
    """Write a number with a decimal comma and no points between thousands; nothing for a missing one."""
    if pd.isna(value):
        return ""
    return str(int(value)) if float(value).is_integer() else f"{value:.4f}".rstrip("0").replace(".", ",")


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: object) -> object:
    """Keep a spreadsheet from reading a text as a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) and not _is_number(cell) else cell


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(",", "").isdigit()
