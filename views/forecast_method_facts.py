"""What the projection found out about this county, in German: each line under a step of the method is computed here."""

from __future__ import annotations

import pandas as pd

from data.package import Package
from indicators.projection.known import VARIABLES
from views.formats import sort_key


def source_ids(package: Package) -> list[str]:
    """Give the sources the projection draws on: of its variables, of the nation's rates, of the official projections."""
    facts = package.facts
    own = facts.loc[facts["variable"].isin(VARIABLES), "source_id"]
    tables = [own, *(t["source_id"] for t in (package.schedules, package.projections) if "source_id" in t)]
    return sorted(set(pd.concat([t.astype(str) for t in tables])), key=sort_key)
