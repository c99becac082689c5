"""The maps of the page Wege: how far it is, and who gains or loses – with the facilities as points on them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from data.schema import Level, Status
from indicators.access.distance import Floats
from indicators.access.gains import SAME_KM
from indicators.access.reach import Reach
from indicators.classes import Classification
from views import access_words, resources, sentences, tokens
from views.access_data import View
from views.access_points import with_points
from views.forecast_words import people_words
from views.formats import NBSP, enumeration, number
from views.map_description import SEPARATOR, LegendRow, MapDescription, describe_map

NAMED: Final = 12
MUCH_KM: Final = 3.0
"""From such a change on a way is much shorter or longer."""
CHANGE_WORDS: Final = (
    f"mindestens 3{NBSP}km kürzer", f"weniger als 3{NBSP}km kürzer", f"gleich (bis auf 0,5{NBSP}km)",
    f"weniger als 3{NBSP}km länger", f"mindestens 3{NBSP}km länger",
)  # fmt: skip
CHANGE_COLOURS: Final = (*tokens.DIVERGING[:3:-1], "#E3E8EC", *tokens.DIVERGING[1::-1])
"""Blue where ways get shorter, orange where they get longer, grey where they stay."""
NO_WAY: Final = "kein Ziel mehr da"


def steps(limit: float) -> tuple[float, ...]:
    """Give class breaks around the chosen distance: its half, itself, one and a half and twice as much.

    Examples
    --------
    >>> steps(5)
    (2.5, 5, 7.5, 10)
    """
    return limit / 2, limit, 1.5 * limit, 2 * limit


def scale(view: View) -> Classification:
    """Give the classes of the map of ways."""
    return Classification(steps(view.asked.limit))


def ways_map(view: View, ways: Reach, title: str, selected_id: str | None) -> MapDescription:
    """Describe the map of ways, today's or those with the changes.

    Parameters
    ----------
    view : View
        What the page shows.
    ways : Reach
        ``view.now`` or ``view.then``.
    title : str
        The finding.
    selected_id : str | None
        The municipality to outline.
    """
    asked, counted = view.asked, view.people
    frame = _frame(view, ways.km)
    description = describe_map(
        frame, resources.geometry(Level.GEMEINDE), scale(view),
        title=title, subtitle=subtitle(view), unit="km", decimals=1, source=sources(view), date=stand(view),
        selected_id=selected_id, label_weights=_weights(view), label_count=NAMED,
        heads=f"{people_words(counted.band).many}: {{1}}", words={"x": NO_WAY}, legend_unit=f"km {asked.measured}",
    )  # fmt: skip
    marked = replace(description, edge_before="c", edge_label=f"weiter als {access_words.limit_words(asked.limit)}")
    return with_points(marked, view, with_changes=ways is not view.now)


def change_map(view: View, title: str, selected_id: str | None) -> MapDescription:
    """Describe the map of gains and losses: five classes with words, blue shorter, orange longer."""
    frame = _frame(view, view.shift.km)
    description = describe_map(
        frame, resources.geometry(Level.GEMEINDE), Classification((-MUCH_KM, -SAME_KM, SAME_KM, MUCH_KM)),
        title=title, subtitle=f"{subtitle(view)} · mit {number(len(view.changes))} Änderung{'en' if len(view.changes) > 1 else ''}",
        unit="km", decimals=1, signed=True, source=sources(view), date=stand(view), selected_id=selected_id,
        label_weights=_weights(view), label_count=NAMED, heads="", words={"x": NO_WAY}, legend_unit="Der Weg wird",
    )  # fmt: skip
    rows = zip(description.legend, CHANGE_WORDS, strict=False)
    named = tuple(LegendRow(row.code, word, row.count) for row, word in rows)
    changed = replace(
        description, colours=CHANGE_COLOURS, legend=(*named, *description.legend[len(CHANGE_WORDS) :]),
        fields=_before_and_after(view, description), pattern=f"{{0}}{NBSP}km · {{1}} statt {{2}}{NBSP}km · {_who(view)}: {{3}}",
    )  # fmt: skip
    return with_points(changed, view, with_changes=True)


def _who(view: View) -> str:
    return people_words(view.people.band).many


def _before_and_after(view: View, description: MapDescription) -> tuple[str, ...]:
    """Write change, way after, way before and people of each region, in the map's order."""
    place, written = view.now.origins.index, []
    for region, text in zip(description.region_ids, description.fields, strict=True):
        at = place[region]
        ways = [number(float(ways.km[at]), 1) for ways in (view.then, view.now) if np.isfinite(ways.km[at])]
        written.append(
            SEPARATOR.join((text, *ways, number(view.people.heads[at]))) if text and len(ways) == 2 else text
        )
    return tuple(written)


def _frame(view: View, km: Floats) -> pd.DataFrame:
    """Give one row per municipality; a way that does not exist is no number."""
    known = np.isfinite(km)
    return pd.DataFrame(
        {
            "region_id": view.now.origins.ids,
            "value": np.where(known, km, np.nan),
            "numerator": view.people.heads,
            "denominator": view.people.heads,
            "status": np.where(known, str(Status.MEASURED), str(Status.NOT_APPLICABLE)),
        }
    )


def _weights(view: View) -> dict[str, float]:
    return dict(zip(view.now.origins.ids, np.nan_to_num(view.people.heads).tolist(), strict=True))


def subtitle(view: View) -> str:
    """Say exactly what the figures are: ways, how measured, whose, and as of when."""
    asked, kind = view.asked, view.asked.kind
    parts = (
        f"Weg {access_words.to_nearest(kind)}, {asked.measured} ab Gemeindemitte",
        f"{kind.plural if kind.gender else kind.name}: Stand {stand(view)}",
        f"Menschen: {sentences.moment_with_base(view.people.moment)}",
    )
    return " · ".join(parts)


def stand(view: View) -> str:
    """Name the years of the facilities: "2017", "2024 und 2026"."""
    years = sorted({int(year) for year in view.now.facilities["year"]})
    return enumeration([str(year) for year in years]) if len(years) < 4 else f"{years[0]} bis {years[-1]}"


def sources(view: View) -> str:
    """Name where facilities and people come from, as plain text."""
    package = resources.package()
    attributions = package.sources.set_index("source_id")["attribution"]
    people = [str(attributions[source]) for source in view.people.sources if source in attributions.index]
    return " · ".join(dict.fromkeys([*facility_sources(view.now.facilities), *people]))


def facility_sources(facilities: pd.DataFrame) -> list[str]:
    """Name the sources of facilities, each once, with the year where the source does not tell it."""
    found = []
    for source, year in facilities[["source", "year"]].drop_duplicates().itertuples(index=False, name=None):
        found.append(str(source) if str(year) in str(source) else f"{source} ({year})")
    return list(dict.fromkeys(found))
