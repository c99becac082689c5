"""Give harmonised raw facts the shape of the package's fact table."""

from __future__ import annotations

import pandas as pd

from data.compile.sources import source_of
from data.schema import FACT_COLUMNS, FACT_KEY


def to_facts(raw: pd.DataFrame) -> pd.DataFrame:
    """Return harmonised raw facts in ``FACT_COLUMNS``."""
    sources = {table: source_of(table) for table in raw["table"].unique()}
    facts = raw.assign(variable=raw["item"], source_id=raw["table"].map(sources), year=raw["period"].str[:4])
    return facts[list(FACT_COLUMNS)]


def finish(facts: pd.DataFrame) -> pd.DataFrame:
    """Return facts sorted by key, with the types that are written."""
    facts = facts.assign(year=facts["period"].str[:4].astype("int16"))
    facts = facts[list(FACT_COLUMNS)].sort_values([*FACT_KEY], kind="stable", ignore_index=True)
    return facts.astype({"age_from": "int16", "age_to": "int16", "value": "float64"})
