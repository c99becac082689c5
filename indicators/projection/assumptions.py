"""The projection's assumptions: each one a row of a table with its source, which the county may change."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import pandas as pd

SHARE: Final = "Anteil"
"""Unit of what lies between 0 and 1."""


@dataclass(frozen=True)
class Assumptions:
    """The values of the table, by the ids of its rows; what they mean stands there, in German.

    Attributes are shares, years, kilometres or people as the table says.
    """

    place_persistence: float
    place_years: float
    lasting_years: float
    guard_years: float
    event_distance: float
    case_years: float
    improvement_years: float
    largest_improvement: float
    profile_years: float
    prior_moves: float
    near_km: float
    town_people: float
    high_years: float
    reached_after: float
    official_years: float
    boys_per_girl: float
    housing_newcomers: float
    housing_families: float
    fertility_step: float
    mortality_step: float

    @classmethod
    def of(cls, table: pd.DataFrame) -> Assumptions:
        """Take the values from the package's table.

        Parameters
        ----------
        table : DataFrame
            Columns ``id``, ``wert`` and ``einheit``; what is a share lies between 0 and 1, everything else is above 0.

        Raises
        ------
        ValueError
            If a row is missing or a value makes no sense.
        """
        for name, value, unit in zip(table["id"], table["wert"], table["einheit"], strict=True):
            _refuse_nonsense(str(name), float(value), str(unit))
        values = dict(zip(table["id"], table["wert"], strict=True))
        missing = [field.name for field in fields(cls) if field.name not in values]
        if missing:
            raise ValueError(f"In der Tabelle der Annahmen (annahmen.csv) fehlt die Zeile „{missing[0]}“.")
        return cls(**{field.name: float(values[field.name]) for field in fields(cls)})


def _refuse_nonsense(name: str, value: float, unit: str) -> None:
    share = unit == SHARE
    if not (0.0 <= value <= 1.0 if share else 0.0 < value < float("inf")):
        needed = "zwischen 0 und 1" if share else "größer als 0"
        where = f"annahmen.csv, Zeile „{name}“, Spalte „wert“"
        raise ValueError(f"{where}: {value:g} geht nicht; nötig ist eine Zahl {needed}.")
