"""What if something opened, moved or closed: changes to facilities, and their short form for links."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data.facilities import FACILITY_COLUMNS

MOST: Final = 20
"""More changes at once than anybody can explain."""
FINE: Final = 10_000
"""Coordinates in links are whole numbers of this part of a degree: some ten metres."""
BETWEEN: Final = "."


@dataclass(frozen=True)
class Site:
    """Where something is put: a municipality's centre, or a point of one's own.

    Attributes
    ----------
    lon, lat : float
        Degrees.
    region_id : str
        The municipality whose centre it is; "" for a point.
    """

    lon: float
    lat: float
    region_id: str = ""

    @property
    def code(self) -> str:
        """Short form: "13000001" or "x121757y537945"."""
        return self.region_id or f"x{round(self.lon * FINE)}y{round(self.lat * FINE)}"


@dataclass(frozen=True)
class Open:
    """A new facility of a kind."""

    kind: str
    site: Site

    @property
    def code(self) -> str:
        """Short form for links."""
        return f"n-{self.kind}-{self.site.code}"


@dataclass(frozen=True)
class Move:
    """A facility that goes to another site."""

    facility_id: str
    site: Site

    @property
    def code(self) -> str:
        """Short form for links."""
        return f"v-{self.facility_id}-{self.site.code}"


@dataclass(frozen=True)
class Close:
    """A facility that closes."""

    facility_id: str

    @property
    def code(self) -> str:
        """Short form for links."""
        return f"z-{self.facility_id}"


Change = Open | Move | Close


def encode(changes: Sequence[Change]) -> str:
    """Write changes as short as a link wants them.

    Examples
    --------
    >>> encode([Open("kita", Site(12.1757, 53.7945)), Close("p3bhtfu")])
    'n-kita-x121757y537945.z-p3bhtfu'
    """
    return BETWEEN.join(change.code for change in changes)


def decode(text: str, centres: Mapping[str, tuple[float, float]], known: Mapping[str, str]) -> tuple[list[Change], int]:
    """Read changes back.

    Parameters
    ----------
    text : str
        From :func:`encode`; whatever a link brings.
    centres : Mapping[str, tuple[float, float]]
        Longitude and latitude of each municipality's centre.
    known : Mapping[str, str]
        Kind of each facility there is, by id.

    Returns
    -------
    list[Change], int
        The changes that make sense with these data, and how many did not.
    """
    parts = [part for part in text.split(BETWEEN) if part]
    read = [_read(part, centres, known) for part in parts[:MOST]]
    found: list[Change] = []
    for change in read:
        found = found if change is None else added(found, change)
    return found, len(parts) - sum(change is not None for change in read)


def _read(part: str, centres: Mapping[str, tuple[float, float]], known: Mapping[str, str]) -> Change | None:
    sign, *rest = part.split("-")
    if sign == "z" and len(rest) == 1 and rest[0] in known:
        return Close(rest[0])
    if len(rest) != 2:
        return None
    site = _site(rest[1], centres)
    if site is None:
        return None
    if sign == "v" and rest[0] in known:
        return Move(rest[0], site)
    return Open(rest[0], site) if sign == "n" and re.fullmatch(r"[a-z0-9_]{1,60}", rest[0]) else None


def _site(code: str, centres: Mapping[str, tuple[float, float]]) -> Site | None:
    if code in centres:
        return Site(*centres[code], code)
    point = re.fullmatch(r"x(-?\d{1,7})y(-?\d{1,6})", code, re.ASCII)
    if point is None:
        return None
    lon, lat = (int(number) / FINE for number in point.groups())
    return Site(lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def added(changes: Sequence[Change], change: Change) -> list[Change]:
    """Add a change; of two that concern one facility the later counts, and nothing opens twice at one site."""
    if isinstance(change, Open):
        return [*(c for c in changes if c != change), change]
    kept = [c for c in changes if isinstance(c, Open) or c.facility_id != change.facility_id]
    return [*kept, change]


def concerning(changes: Sequence[Change], kind: str, facilities: pd.DataFrame) -> list[Change]:
    """List the changes that concern one kind of facility."""
    ids = set(facilities.loc[facilities["kind"] == kind, "id"])
    return [c for c in changes if (c.kind == kind if isinstance(c, Open) else c.facility_id in ids)]


def applied(facilities: pd.DataFrame, changes: Sequence[Change], kind_name: str) -> pd.DataFrame:
    """Give the facilities as they would be.

    Parameters
    ----------
    facilities : DataFrame
        ``FACILITY_COLUMNS``, all of one kind; it stays as it is.
    changes : Sequence[Change]
        Changes that concern this kind.
    kind_name : str
        Name of the kind, for what is new.

    Returns
    -------
    DataFrame
        The same columns: closed ones left out, moved ones at their new site, new ones at the end.
    """
    gone = {c.facility_id for c in changes if isinstance(c, Close)}
    moved = {c.facility_id: c.site for c in changes if isinstance(c, Move)}
    rows: list[dict[Hashable, Any]] = [row for row in facilities.to_dict("records") if row["id"] not in gone]
    for row in rows:
        site = moved.get(row["id"])
        if site is not None:
            row |= {"lon": site.lon, "lat": site.lat, "region_id": site.region_id, "at_centre": bool(site.region_id)}
    rows += [_new(c, kind_name) for c in changes if isinstance(c, Open)]
    return pd.DataFrame(rows, columns=list(FACILITY_COLUMNS))


def _new(change: Open, kind_name: str) -> dict[Hashable, Any]:
    site = change.site
    unknown = float("nan")
    return {
        "id": change.code, "kind": change.kind, "kind_name": kind_name, "name": f"{kind_name} (neu)",
        "lon": site.lon, "lat": site.lat, "region_id": site.region_id, "at_centre": bool(site.region_id),
        "year": 0, "source": "", "age_from": unknown, "age_to": unknown, "capacity": unknown,
    }  # fmt: skip
