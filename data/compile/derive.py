"""Counts that no table publishes but that follow from published ones; all of them are estimates."""

from __future__ import annotations

import pandas as pd

from data.schema import Status

_CELL = ["key", "period", "table"]


def votes_cast(raw: pd.DataFrame) -> pd.DataFrame:
    """Replace the turnout in percent by the number of people who voted.

    Turnout cannot be added up over municipalities, votes can: turnout × people entitled to vote, rounded.
    """
    turnout = raw[raw["item"] == "turnout"]
    eligible = raw.loc[raw["item"] == "voters_eligible", [*_CELL, "value"]]
    votes = turnout.merge(eligible, on=_CELL, how="left", suffixes=("", "_eligible"))
    votes["value"] = (votes["value"] * votes.pop("value_eligible") / 100).round()
    known = votes["value"].notna() & ~votes["nil"]
    votes["status"] = votes["status"].where(~known, Status.ESTIMATED.value)
    return pd.concat([raw[raw["item"] != "turnout"], votes.assign(item="votes_cast")], ignore_index=True)


def more(facts: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Add counts that follow from harmonised facts."""
    return facts
