"""One finding in words: title, sentence with heads, receipt."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

import pandas as pd

from indicators import evidence
from indicators.catalogue import Indicator
from indicators.regions import Regions
from views import figure_words, monitoring_data, resources, sentences
from views.formats import enumeration, number
from views.source_words import short_source

RAREST: Final = 1_000_000


def title(row: pd.Series) -> str:
    """Name a finding: "Menschen ab 67 Jahren: ▲ höherer Anteil als im übrigen Landkreis"."""
    indicator = resources.catalogue()[row["indicator"]]
    return f"{indicator.short}: {direction(row, indicator)} als im übrigen Landkreis"


def direction(row: pd.Series, indicator: Indicator) -> str:
    """Write sign and direction."""
    higher = row["value"] > row["rest"]
    noun = {"share": "Anteil", "odds": "Wert", "rate": "Wert", "balance": "Saldo"}.get(indicator.kind, "Wert")
    return f"{'▲ höherer' if higher else '▼ niedrigerer'} {noun}"


def sentence(row: pd.Series, regions: Regions) -> str:
    """Say a finding with heads: those counted, and how many it would be as elsewhere in the county."""
    indicator = resources.catalogue()[row["indicator"]]
    own: dict[str, Any] = {str(k): v for k, v in row.items()}
    told = sentences.value_sentence(regions, indicator, own)
    signed = indicator.kind == "balance"
    what = {"share": "Anteil", "balance": "Saldo"}.get(indicator.kind, "Wert")
    expected = number(row["expected"], signed=signed)
    be = "wäre es" if expected.lstrip("+−") == "1" else "wären es"
    return f"{told} Beim {what} des übrigen Landkreises ({figure_words.value_text(indicator, row['rest'])}) {be} {expected}."


def chance(p_value: float) -> str:
    """Write how rarely chance alone would bring so large a difference.

    Examples
    --------
    >>> chance(0.004), chance(1e-9)
    ('in etwa 1 von 250 Fällen', 'seltener als in 1 von 1.000.000 Fällen')
    """
    if p_value * RAREST < 1:
        return f"seltener als in 1 von {number(RAREST)} Fällen"
    near = round(1 / p_value)
    digits = max(len(str(near)) - 2, 0)
    return f"in etwa 1 von {number(round(near, -digits))} Fällen"


def card_html(row: pd.Series, regions: Regions, *, named: bool) -> str:
    """Write one finding; ``named`` puts the place before the title."""
    kind = (
        "ungewöhnlich auch unter Gemeinden"
        if row["unusual"]
        else "sicherer Unterschied, unter Gemeinden nicht ungewöhnlich"
    )
    place = f"{regions.name(str(row['region_id']))} – " if named else ""
    return card(place + title(row), sentence(row, regions), kind, row, receipt_rows(row))


def card(head: str, told: str, kind: str, row: pd.Series, receipt: Sequence[tuple[str, str]]) -> str:
    """Write a card: title, sentence, how sure, and the receipt that opens."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in receipt if text)
    return (
        f'<article class="kp-mo-card"><h3>{escape(head)}</h3><p>{escape(told)}</p>'
        f"<details><summary><span>{escape(kind)}</span><span>{_age(row)}{escape(_source(row))}</span>"
        f'<span class="more">Beleg</span></summary><dl class="kp-receipt">{rows}</dl></details></article>'
    )


def _source(row: pd.Series) -> str:
    return short_source(resources.package().sources, row["source_ids"])


def _age(row: pd.Series) -> str:
    """Mark a receipt that is older than five years."""
    old = evidence.newest_year(resources.evaluator()) - int(row["year"]) > evidence.OLD_AFTER_YEARS
    return f'<span class="kp-chip">Beleg von {int(row["year"])}: prüfen</span> ' if old else ""


def receipt_rows(row: pd.Series) -> list[tuple[str, str]]:
    """Give the receipt as pairs of head and text."""
    catalogue, indicator = resources.catalogue(), resources.catalogue()[row["indicator"]]
    family = monitoring_data.family_of()[row["family"]]
    others = [catalogue[i].short for i in family.indicators if i != indicator.id]
    sources = resources.package().sources
    full = " · ".join(dict.fromkeys(sources[sources["source_id"].isin(row["source_ids"])]["attribution"]))
    return [
        ("Indikator", indicator.title),
        ("Wert", figure_words.value_text(indicator, row["value"])),
        ("Anzahl", figure_words.count_text(indicator, row)),
        ("übriger Landkreis", figure_words.value_text(indicator, row["rest"])),
        ("Stand", figure_words.when(row)),
        ("Zufall brächte so viel", chance(float(row["p_rest"]))),
        (
            "Art der Zahl",
            "aus dem veröffentlichten Anteil zurückgerechnet" if row["status"] == "estimated" else "gezählt",
        ),
        ("Steht auch für", enumeration(others)),
        ("Quelle", full),
        ("Definition", indicator.definition),
        ("Zu beachten", indicator.caveat),
    ]
