"""Tragfähigkeit: in which years a projected number crosses the number that something needs, or has room for.

A Kita group needs so many children, a bus has so many seats. Whether a place crosses such a number is no year but a span: from the first year in which one run in ten crosses it to the first year in which nine in ten have crossed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.projection.results import Fan, RegionForecast

Band = tuple[int, int]
Source = Literal["heads", "births"]
Kind = Literal["at_least", "at_most"]
SOURCES: Final = ("heads", "births")
KINDS: Final = ("at_least", "at_most")
_DUST: Final = 1e-6


@dataclass(frozen=True)
class Threshold:
    """A number of people that something needs, or has room for.

    Attributes
    ----------
    label : str
        What needs them: "Kita-Gruppe".
    band : tuple[int, int]
        Ages ``[from, to)``; an open band ends at 200. Of no meaning for births.
    sex : str
        "t" for all, "f" for women, "m" for men.
    needed : float
        At least: so many people are enough, fewer are not. At most: so many find room, more do not.
    kind : Literal["at_least", "at_most"]
        Whether at least so many are needed, or room is for at most so many.
    source : Literal["heads", "births"]
        Whether people of the band or births in a year are counted.
    assumption : str
        Where the number comes from; "Annahme: …" where nobody has laid it down.
    key : str
        Short name for links; empty for a threshold that is not kept in a table.
    """

    label: str
    band: Band
    sex: str = "t"
    needed: float = 1.0
    kind: Kind = "at_least"
    source: Source = "heads"
    assumption: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be judged.

        Raises
        ------
        ValueError
            If the needed number is not above zero, or the band, the sex or the source is unknown.
        """
        if not self.needed > 0 or self.needed == float("inf"):
            raise ValueError(f"{self.label}: Die nötige Zahl muss größer als null sein, angegeben ist {self.needed:g}.")
        if self.source == "heads" and not 0 <= self.band[0] < self.band[1]:
            raise ValueError(f"{self.label}: Das Alter „von {self.band[0]} bis unter {self.band[1]}“ gibt es nicht.")
        if self.sex not in ("t", "f", "m") or self.source not in SOURCES or self.kind not in KINDS:
            raise ValueError(f"{self.label}: unbekannte Angabe ({self.sex}, {self.source}, {self.kind}).")

    def fan(self, forecast: RegionForecast) -> Fan:
        """Give the number the threshold is held against, through the years that may be shown."""
        return forecast.births_fan() if self.source == "births" else forecast.heads(self.band, self.sex)

    def above(self, people: npt.NDArray[np.floating]) -> npt.NDArray[np.bool_]:
        """Tell whether numbers are above: enough where so many are needed, too many where room is for so many."""
        return people > self.needed if self.kind == "at_most" else people >= self.needed


class State(StrEnum):
    """Where the number of a year stands, as far as the range tells; above is good where people are needed, bad where room ends."""

    ABOVE = "above"
    OPEN = "open"
    BELOW = "below"


@dataclass(frozen=True)
class Crossing:
    """When a number crosses a threshold.

    Attributes
    ----------
    threshold : Threshold
        What is needed, or how many find room.
    fan : Fan
        The number through the years in whole people, the range rounded outwards: what is told is what was judged.
    falls : bool
        True if the number is above in the first year, so that falling below is looked for; False if rising above is.
    first_possible, first_expected, first_certain : int | None
        First year after which the crossing lies inside the range, is expected, and lies wholly beyond the threshold
        (at least nine of ten runs); ``None`` if that never happens within the years.
    """

    threshold: Threshold
    fan: Fan
    falls: bool
    first_possible: int | None
    first_expected: int | None
    first_certain: int | None

    @property
    def label(self) -> str:
        """What needs the number."""
        return self.threshold.label

    @property
    def needed(self) -> float:
        """The number that is needed."""
        return self.threshold.needed

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the number."""
        return self.fan.years

    @property
    def states(self) -> tuple[State, ...]:
        """For each year: surely above, open, or surely below (at least nine of ten runs)."""
        lowest, highest = self.threshold.above(self.fan.low), self.threshold.above(self.fan.high)
        return tuple(
            State.ABOVE if low else State.OPEN if high else State.BELOW
            for low, high in zip(lowest.tolist(), highest.tolist(), strict=True)
        )


def crossing(fan: Fan, threshold: Threshold) -> Crossing:
    """Say in which years a number crosses a threshold.

    Parameters
    ----------
    fan : Fan
        The number through the years; the first year decides whether falling or rising is looked for.
    threshold : Threshold
        What is needed, or how many find room.

    Returns
    -------
    Crossing
        The first years of each kind. A number may cross back later; :attr:`Crossing.states` shows every year.

    Raises
    ------
    ValueError
        If there is no year, or a number is missing.

    Examples
    --------
    >>> few = np.array([20.0, 17.0, 14.0, 12.0])
    >>> found = crossing(Fan((2024, 2025, 2026, 2027), few, few - [0, 3, 3, 3], few + [0, 2, 2, 2]), Threshold("Gruppe", (3, 6), needed=15))
    >>> found.falls, found.first_possible, found.first_expected, found.first_certain
    (True, 2025, 2026, 2027)
    """
    if not fan.years:
        raise ValueError(f"{threshold.label}: Es gibt kein Jahr, das geprüft werden könnte.")
    if not all(np.isfinite(values).all() for values in (fan.expected, fan.low, fan.high)):
        raise ValueError(f"{threshold.label}: In mindestens einem Jahr fehlt die Zahl.")
    fan = _whole(fan)
    falls = bool(threshold.above(fan.expected)[0])
    early, late = (fan.low, fan.high) if falls else (fan.high, fan.low)
    first = [_first(fan.years, threshold.above(values) != falls) for values in (early, fan.expected, late)]
    return Crossing(threshold, fan, falls, *first)


def _whole(fan: Fan) -> Fan:
    """Count whole people: the expected number to the nearest, the range outwards unless it has no width."""
    near, sure = np.floor(fan.expected + 0.5 + _DUST), fan.high - fan.low < _DUST
    low = np.where(sure, near, np.floor(fan.low + _DUST))
    return Fan(fan.years, near, low, np.where(sure, near, np.ceil(fan.high - _DUST)))


def _first(years: tuple[int, ...], crossed: npt.NDArray[np.bool_]) -> int | None:
    """Give the first year in which something holds."""
    return years[int(crossed.argmax())] if crossed.any() else None


def thresholds_of(table: pd.DataFrame) -> tuple[Threshold, ...]:
    """Make thresholds of the county's table.

    Parameters
    ----------
    table : pd.DataFrame
        ``data.thresholds.THRESHOLD_COLUMNS``, as in ``Package.thresholds``.

    Returns
    -------
    tuple[Threshold, ...]
        In the table's order; every one is called an assumption.

    Raises
    ------
    ValueError
        If a row cannot be judged.
    """
    return tuple(
        Threshold(
            label=str(row["label"]),
            band=(int(row["age_from"]), int(row["age_to"])),
            sex=str(row["sex"]),
            needed=float(row["needed"]),
            kind=row["kind"],
            source=row["source"],
            assumption=assumed(str(row["note"])),
            key=str(row["id"]),
        )
        for row in table.to_dict("records")
    )


def assumed(note: str) -> str:
    """Call a number an assumption.

    Examples
    --------
    >>> assumed("Annahme: 15 Kinder"), assumed("laut Satzung"), assumed("")
    ('Annahme: 15 Kinder', 'Annahme: laut Satzung', 'Annahme')
    """
    return note if note.startswith("Annahme") else f"Annahme: {note}" if note else "Annahme"
