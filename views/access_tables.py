"""The tables of the page Wege: every municipality with its way, every facility with those it serves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from indicators.access.beyond import heads
from views import access_data, access_panel, access_words, resources
from views.access_data import View
from views.forecast_words import people_words
from views.formats import NO_NUMBER, number, sort_key
from views.table import html_table

NEAR_BORDER = "Kreisgrenze näher"


def municipalities(view: View) -> pd.DataFrame:
    """List municipalities with way, nearest facility and people, the farthest first; with changes, before and after.

    Returns
    -------
    DataFrame
        German column names; kilometres and people as numbers, NaN where unknown. A single municipality is shown among all of the county.
    """
    regions, start = resources.evaluator().regions, view.now.origins
    members = view.members if len(view.members) > 1 else frozenset(start.ids)
    at = [i for i, region in enumerate(start.ids) if region in members]
    change = np.abs(view.shift.km) if view.changes else np.zeros(len(start.ids))
    at.sort(key=lambda i: (-change[i], -view.now.km[i], sort_key(regions.name(start.ids[i]))))
    columns: dict[str, Sequence[object]] = {"Gemeinde": [regions.name(start.ids[i]) for i in at]}
    way = f"km {view.asked.measured}"
    if view.changes:
        columns |= {
            "km heute": _finite(view.now.km[at]), "km danach": _finite(view.then.km[at]), "Unterschied": _finite(view.shift.km[at]),
        }  # fmt: skip
    else:
        columns |= {way: _finite(view.now.km[at])}
    ways = view.then if view.changes else view.now
    columns |= {
        "am nächsten": [_nearest(view, start.ids[i]) for i in at],
        people_words(view.people.band).many: view.people.heads[at].tolist(),
    }
    if access_data.only_inside(ways):
        near = ways.maybe_nearer_beyond()
        columns["zu beachten"] = [
            f"{NEAR_BORDER} ({access_words.km(ways.border_km[i])})" if near[i] else "" for i in at
        ]
    return pd.DataFrame(columns)


def _finite(km: np.ndarray) -> list[float]:
    return np.where(np.isfinite(km), km.round(2), np.nan).tolist()


def _nearest(view: View, region_id: str) -> str:
    ways = view.then if view.changes else view.now
    row = ways.facility(region_id)
    return "–" if row is None else access_panel.named(str(row["name"]), str(row["region_id"]), region_id)


def municipalities_html(view: View) -> str:
    """Write the municipalities as accessible HTML."""
    frame = municipalities(view)
    people = people_words(view.people.band).many
    decimals = {name: 1 for name in frame.columns if name.startswith("km ")} | {"Unterschied": 1, people: 0}
    marked = [resources.evaluator().regions.name(m) for m in view.members] if len(view.members) == 1 else []
    first = "was sich am meisten ändert, zuerst" if view.changes else "die längsten zuerst"
    return html_table(
        frame, f"Wege {access_words.to_nearest(view.asked.kind)}, {first}", decimals,
        signed=["Unterschied"], highlight=marked, missing=NO_NUMBER,
    )  # fmt: skip


def facilities(view: View) -> pd.DataFrame:
    """List the facilities with year, source, and the people they are nearest to in the whole county."""
    ways = view.then
    everybody = frozenset(ways.origins.ids)
    rows = []
    for at, row in enumerate(ways.facilities.to_dict("records")):
        served = heads(ways.origins, view.people, ways.nearest == at, everybody)
        place = access_panel.where_text(str(row["region_id"])).removeprefix("in ")
        rows.append(
            {
                "Einrichtung": str(row["name"]),
                "Ort": place + (" (Mitte der Gemeinde)" if row["at_centre"] else ""),
                "Stand": str(row["year"]) if row["source"] else "Annahme",
                "am nächsten für": f"{number(len(served.places))} Gemeinde{'n' if len(served.places) != 1 else ''}",
                people_words(view.people.band).many: access_panel.head_text(served),
                "Plätze": row["capacity"],
                "Quelle": str(row["source"]) or "eigene Annahme",
            }
        )
    frame = pd.DataFrame(rows)
    if frame.empty or frame["Plätze"].isna().all():
        frame = frame.drop(columns="Plätze", errors="ignore")
    return frame.sort_values("Einrichtung", key=lambda names: names.map(sort_key)) if len(frame) else frame


def facilities_html(view: View) -> str:
    """Write the facilities as accessible HTML."""
    frame = facilities(view)
    if frame.empty:
        return '<p class="kp-sub">Keine Einrichtung eingetragen.</p>'
    caption = f"{access_words.many(view.asked.kind, len(frame))}, und für wen sie am nächsten sind"
    numeric = [people_words(view.people.band).many, *(["Plätze"] if "Plätze" in frame else [])]
    note = "Weil alle an der Mitte ihrer Gemeinde zählen, steht in Orten mit mehreren Einrichtungen nur bei einer von ihnen eine Zahl."
    return html_table(frame, caption, numeric, missing="–") + f'<p class="kp-small">{note}</p>'
