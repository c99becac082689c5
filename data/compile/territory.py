"""Find municipalities whose territory was another one, though no merger of theirs is listed.

The editions of the Gemeindeverzeichnis tell every municipality's area at several dates. Where the areas of a
municipality and its listed predecessors do not make today's area, its figures of that time belong to another territory
and would look like growth or decline.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

import pandas as pd

from data.compile.harmonise import successors
from data.compile.report import Report
from data.sources.register import GEMEINDE

TOLERANCE: Final = 0.05
"""Share of today's area by which new surveys alone may change it."""

ON_TODAYS_TERRITORY: Final = ("INKAR",)
"""Tables that their publisher has recalculated onto the territory of today."""


def former_territories(editions: pd.DataFrame, today: set[str], mergers: pd.DataFrame) -> dict[str, dict[str, bool]]:
    """Return per municipality and date of an edition whether its territory was another one.

    Parameters
    ----------
    editions : pd.DataFrame
        Registers of several dates, one below the other.
    today : set[str]
        Keys of today's municipalities.
    mergers : pd.DataFrame
        Listed mergers.
    """
    places = editions[editions["record"] == GEMEINDE]
    successor = {key: key for key in today} | successors(mergers, today)
    places = places.assign(region_id=places["ags"].map(successor)).dropna(subset=["region_id"])
    areas = places.pivot_table(index="region_id", columns="territory_date", values="area_km2", aggfunc="sum")
    now = areas[areas.columns.max()]
    other = areas.notna() & (areas.div(now, axis=0) - 1).abs().gt(TOLERANCE)
    return {
        str(key): {str(day): bool(flag) for day, flag in row.items()}
        for key, row in other[other.any(axis=1)].iterrows()
    }


def leave_out_former(facts: pd.DataFrame, former: dict[str, dict[str, bool]], report: Report) -> pd.DataFrame:
    """Leave out figures of municipalities from before a change of their territory.

    Parameters
    ----------
    facts : pd.DataFrame
        Harmonised facts with ``region_id``.
    former : dict[str, dict[str, bool]]
        As :func:`former_territories` returns it.
    report : Report
        Takes what was left out.
    """
    concerned = facts["region_id"].isin(former) & ~facts["table"].str.startswith(ON_TODAYS_TERRITORY)
    pairs = facts.loc[concerned, ["region_id", "period"]].drop_duplicates()
    stale = {
        (region, period): _was_other(former[region], period)
        for region, period in pairs.itertuples(index=False, name=None)
    }
    keys = zip(facts.loc[concerned, "region_id"], facts.loc[concerned, "period"], strict=True)
    gone = pd.Series([stale[key] for key in keys], index=facts.index[concerned], dtype=bool)
    gone = gone.reindex(facts.index, fill_value=False)
    report.count(
        "Werte aus der Zeit vor einer Gebietsänderung, die nicht verzeichnet ist", facts.loc[gone, "region_id"]
    )
    return facts[~gone]


def _was_other(dates: dict[str, bool], period: str) -> bool:
    """Return what the latest edition up to a period says; before the first edition, the first one."""
    day = period if len(period) > 4 else f"{period}-12-31"
    known = sorted(dates)
    return dates[known[max(bisect_right(known, day) - 1, 0)]]
