"""The list of indicators: one line each with its newest date and coverage, everything else one click below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import pandas as pd

from data.schema import Status
from indicators.age_measures import MEASURES
from indicators.catalogue import ALL_AGES, Catalogue, Indicator, Term
from indicators.evaluate import Moment
from indicators.rows import Rows
from indicators.store import CODE
from views import indicator_words as words
from views.data_status import Coverage, date_words, newest
from views.source_words import short_source

OWN_AGES: Final = frozenset({"population_15_65"})
"""Counted for their own ages already: the band of the formula does not apply."""


@dataclass(frozen=True)
class Entry:
    """One indicator with what is known about it.

    Attributes
    ----------
    newest : Coverage | None
        Municipalities at their newest date, ``None`` where no municipality has the figure.
    places, county : tuple of Moment
        Times known for municipalities and for the county.
    source : str
        The sources for short.
    """

    indicator: Indicator
    newest: Coverage | None
    places: tuple[Moment, ...]
    county: tuple[Moment, ...]
    source: str


def entries(rows: Rows, catalogue: Catalogue, sources: pd.DataFrame) -> list[Entry]:
    """Look every indicator up.

    A table of municipalities names all of them at a date or none, so the largest one tells which dates there are.
    """
    regions = rows.evaluator.regions
    people = catalogue["einwohner"]
    last = rows.moments(people)[-1]
    largest = max(regions.municipalities, key=lambda m: _number(rows.at(people, last, m)["value"]))
    return [_entry(rows, indicator, sources, largest) for indicator in catalogue.indicators.values()]


def _number(value: float) -> float:
    return -1.0 if pd.isna(value) else value


def _entry(rows: Rows, indicator: Indicator, sources: pd.DataFrame, largest: str) -> Entry:
    regions = rows.evaluator.regions
    moments = [m for m in rows.moments(indicator) if not m.years]
    place = [m for m in moments if _offered(rows, indicator, m, largest)]
    county = [m for m in moments if _offered(rows, indicator, m, regions.county)]
    covered = newest(rows, indicator, regions.municipalities, place)
    used = [rows.at(indicator, covered.moment, largest)] if covered else []
    used += [rows.at(indicator, county[-1], regions.county)] if county else []
    source = short_source(sources, {s for row in used for s in row["source_ids"]})
    return Entry(indicator, covered, tuple(place), tuple(county), source)


def _offered(rows: Rows, indicator: Indicator, moment: Moment, region_id: str) -> bool:
    """Tell whether both parts of a formula are published for a region at a time, without evaluating it."""
    if indicator.kind in MEASURES:
        return bool(rows.at(indicator, moment, region_id)["status"] != Status.MISSING)
    parts = [part[0] for part in (indicator.numerator, indicator.denominator) if part]
    return all(_published(rows, indicator, term, moment, region_id) for term in parts)


def _published(rows: Rows, indicator: Indicator, term: Term, moment: Moment, region_id: str) -> bool:
    store = rows.evaluator.store
    at = store.row[region_id]
    sex = "t" if term.sex == "filter" else term.sex
    for variable in term.variables:
        band = indicator.band if term.band == "filter" else term.band
        band = ALL_AGES if variable in OWN_AGES else band
        for period in (moment.period, f"{moment.period[:4]}-12-31"):
            bases = store.bases(variable, period)
            for base in [moment.base] if moment.base in bases else bases:
                column = store.column(variable, period, base, sex, band, exact=not indicator.age_filter)
                if column is not None and column.codes[at] != CODE[Status.MISSING]:
                    return True
    return "area_km2" in term.variables


def list_html(found: Sequence[Entry], catalogue: Catalogue) -> str:
    """Write the list, topic by topic."""
    parts = [
        '<div class="kp-list-head" aria-hidden="true"><span>Indikator</span><span>Einheit</span><span>Neuester Stand</span><span>Gemeinden</span></div>'
    ]
    for topic, title in catalogue.topics.items():
        own = [e for e in found if e.indicator.topic == topic]
        if own:
            parts.append(f'<h2 class="kp-topic">{escape(title)}</h2>{"".join(_item(e) for e in own)}')
    return "".join(parts)


def _item(entry: Entry) -> str:
    i = entry.indicator
    last = entry.newest.moment if entry.newest else entry.county[-1] if entry.county else None
    when = date_words(last) if last else "keine Zahl"
    reach = words.short_coverage(entry.newest) if entry.newest else "nur Landkreis"
    rows = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in detail_rows(entry) if v)
    unit = i.unit or "ohne Einheit"
    return (
        f'<details class="kp-indicator"><summary><b>{escape(i.title)}</b><span>{escape(unit)}</span>'
        f"<span>{escape(when)}</span><span>{escape(reach)}</span></summary><dl>{rows}</dl></details>"
    )


def detail_rows(entry: Entry) -> list[tuple[str, str]]:
    """Give everything that is said about an indicator as pairs of label and text."""
    i = entry.indicator
    return [
        ("Frage", i.question),
        ("Definition", i.definition),
        ("Rechnung", words.formula(i)),
        ("Einheit", i.unit or "ohne"),
        ("Quelle", entry.source),
        ("Stände Gemeinden", _dates(entry.places)),
        ("Stände Landkreis", _dates(entry.county)),
        ("Mittel über Jahre", f"{i.window} Jahre, wo vollständig" if i.window else ""),
        ("Gebiete", words.levels(i)),
        ("Abdeckung", words.coverage_words(entry.newest, i)),
        ("Filter, die wirken", words.filters(i)),
        (
            "Art der Zahl",
            "geschätzt: aus veröffentlichten Zahlen zurückgerechnet"
            if _estimated(entry)
            else "gezählt und daraus gerechnet",
        ),
        ("Zu beachten", i.caveat),
    ]


def _estimated(entry: Entry) -> bool:
    return entry.indicator.estimated or bool(entry.newest and entry.newest.estimated)


def _dates(moments: Sequence[Moment]) -> str:
    """Write many dates shortly: the first, the last and how many; few in full."""
    if not moments:
        return "keine"
    if len(moments) <= 3:
        return ", ".join(date_words(m, with_base=True) for m in moments)
    return (
        f"{date_words(moments[0], with_base=True)} bis {date_words(moments[-1], with_base=True)}, {len(moments)} Stände"
    )
