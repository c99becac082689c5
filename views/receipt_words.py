"""Receipts and movements of figures in plain German: what a figure was, what it is now, and whether it has moved."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from data.schema import Status
from indicators.catalogue import ALL_AGES, Catalogue, Indicator
from indicators.movement import MOVED, NOT_MOVED, Movement, Receipt, indicator_of
from indicators.movement import Reason as Untold
from views.figure_words import count_text, gap_text, spread_text, value_text, when
from views.formats import MINUS, number, rounded, with_unit
from views.gaps import GAPS
from views.source_words import short_source
from views.state import SEX_LABELS, band_label

UNKNOWN_FIGURE: Final = "Zahl, die es im Katalog nicht mehr gibt"
WHY: Final[Mapping[Untold, str]] = {
    "no_newer": "keine neuere Zahl",
    "census_break": "die neuere Zahl beruht auf einer anderen Zählung",
    "withheld": "die neuere Zahl ist geheim oder zu unsicher",
    "no_value": "zu Beginn war keine Zahl bekannt",
    "too_small": "zu kleine Zahlen",
    "shared_years": "beide Werte teilen sich Jahre",
    "no_chance": "wie stark der Zufall mitspielt, lässt sich hier nicht ausrechnen",
    "unknown": "diese Zahl gibt es nicht mehr",
}
SYMBOLS: Final = {"hin": "▶", "weg": "◀", "gehalten": "●"}


def as_row(kept: Receipt) -> dict[str, Any]:
    """Give a receipt with the columns of evaluated figures, so that the same words serve both."""
    numbers = {
        "value": "value", "low": "low", "high": "high", "numerator": "count", "denominator": "total", "population": "population",
    }  # fmt: skip
    plain = {name: kept.get(name, "") for name in ("region_id", "period", "year", "status", "verdict")}
    known = {name: _nan(kept.get(key)) for name, key in numbers.items()}
    return plain | known | {"census_base": kept.get("base", ""), "source_ids": tuple(kept.get("source_ids") or ())}


def _nan(value: Any) -> float:
    return math.nan if value is None else float(value)


def title(catalogue: Catalogue, kept: Receipt) -> str:
    """Name the figure of a receipt, with its ages and sex where those were chosen."""
    indicator = indicator_of(catalogue, kept)
    if indicator is None:
        return UNKNOWN_FIGURE
    own = catalogue[indicator.id]
    band = band_label(indicator.band) if own.age_filter and indicator.band != ALL_AGES else ""
    sex = SEX_LABELS.get(str(kept.get("sex", "t")), "") if own.sex_filter and kept.get("sex", "t") != "t" else ""
    extra = ", ".join(part for part in (band, sex) if part)
    return f"{own.short} ({extra})" if extra else own.short


def value(catalogue: Catalogue, kept: Receipt) -> str:
    """Write a receipt's value with its unit, or which kind of "no number" it is."""
    if kept.get("value") is None:
        status = str(kept.get("status") or Status.MISSING)
        gap = GAPS.get(Status(status)) if status in set(Status) else None
        return gap.word if gap else "keine Zahl"
    indicator = indicator_of(catalogue, kept)
    return value_text(indicator, kept["value"]) if indicator else number(kept["value"], 1)


def counts(catalogue: Catalogue, kept: Receipt) -> str:
    """Write the count behind a receipt's value; empty where there is none."""
    indicator = indicator_of(catalogue, kept)
    if indicator is None or kept.get("value") is None:
        return ""
    if indicator.kind != "published" and kept.get("count") is None:
        return ""
    return count_text(indicator, as_row(kept))


def spread(catalogue: Catalogue, kept: Receipt) -> str:
    """Write the range of chance of a receipt; empty where there is none."""
    indicator = indicator_of(catalogue, kept)
    if indicator is None or kept.get("low") is None or kept.get("high") is None:
        return ""
    return f"Zufallsspanne {spread_text(indicator, kept['low'], kept['high'])}"


def time(kept: Receipt) -> str:
    """Write when a receipt's figure was counted, and on which census base."""
    return when(as_row(kept)) if kept.get("period") else ""


def line(catalogue: Catalogue, kept: Receipt) -> str:
    """Write a receipt in one line: value, count, range of chance, time."""
    if kept.get("own_count"):
        return f"{kept.get('sentence', '')} ({time(kept)})"
    parts = (value(catalogue, kept), counts(catalogue, kept), spread(catalogue, kept), time(kept))
    return " · ".join(part for part in parts if part)


def short(catalogue: Catalogue, kept: Receipt) -> str:
    """Write a receipt as short as a table needs it: value, count and time."""
    if kept.get("own_count"):
        return f"{kept.get('sentence', '')} ({time(kept)})"
    count = counts(catalogue, kept)
    inner = ", ".join(part for part in (count, time(kept)) if part)
    return f"{value(catalogue, kept)} ({inner})" if inner else value(catalogue, kept)


def sources(package_sources: pd.DataFrame, kept: Receipt) -> str:
    """Name the sources of a receipt briefly."""
    return short_source(package_sources, kept.get("source_ids") or ())


# -- movement ----------------------------------------------------------------------------------------------------------


def moved_words(found: Movement) -> str:
    """Say in a few words what became of a target figure: "bewegt auf das Ziel zu", "nicht zu sagen: keine neuere Zahl"."""
    if found.word == MOVED:
        towards = {"hin": "bewegt auf das Ziel zu", "weg": "bewegt vom Ziel weg"}
        words = towards.get(found.aim, "bewegt: gestiegen" if found.direction > 0 else "bewegt: gesunken")
        return f"{words}, Ziel erreicht" if found.reached and found.aim == "hin" else words
    if found.word == NOT_MOVED:
        return "nicht bewegt, wie angestrebt" if found.aim == "gehalten" else "nicht bewegt"
    return f"nicht zu sagen: {WHY.get(found.reason, '')}"


def symbol(found: Movement) -> str:
    """Give the shape beside the words."""
    return SYMBOLS.get(found.aim, "●" if found.word == NOT_MOVED else "○" if found.word != MOVED else "◆")


def change(indicator: Indicator, found: Movement) -> str:
    """Write the change with its interval: "+3,2 Prozentpunkte (Zufallsspanne +1,0 bis +5,4)"; empty where there is none."""
    if found.change is None:
        return ""
    after, before = (rounded(one["value"], indicator.decimals) for one in (found.after, found.before))
    sign = "+" if after > before else MINUS if after < before else ""
    told = sign + gap_text(indicator, found.after["value"], found.before["value"])
    if found.low is None or found.high is None:
        return told
    ends = (number(end, indicator.decimals, signed=True) for end in (found.low, found.high))
    return f"{told} (Zufallsspanne {' bis '.join(ends)})"


def aimed(indicator: Indicator, target: float | None) -> str:
    """Write the aimed value."""
    return with_unit(target, indicator.unit, indicator.decimals, signed=indicator.signed) if target is not None else ""
