"""Facilities people need to reach: those shipped (schools, stations) and the county's own table, kept by hand.

Columns of the table: ``art`` (what it is, such as Kita), ``name``, ``gemeinde`` (name or key of a municipality) or ``lon`` and ``lat`` (degrees),
``jahr`` (state of the information) and ``quelle`` (where it comes from); if wanted ``id`` (short name, part of links), ``von`` and ``bis`` (ages of
the people it is for, both included; the same for all of one kind) and ``plaetze``. A facility without coordinates stands at the centre of its
municipality and is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2s
from typing import Final

import pandas as pd

from data.facility_kinds import KINDS
from data.schema import Level
from data.sources import places as shipped_places

TABLE: Final = "einrichtungen.csv"
COLUMNS: Final = ("id", "art", "name", "gemeinde", "lon", "lat", "jahr", "quelle", "von", "bis", "plaetze")
NEEDED: Final = ("art", "name", "jahr", "quelle")
SYNONYMS: Final = {
    "ags": "gemeinde", "ort": "gemeinde", "länge": "lon", "längengrad": "lon", "breite": "lat", "breitengrad": "lat",
    "plätze": "plaetze", "stand": "jahr",
}  # fmt: skip
"""What else a column may be called."""
FACILITY_COLUMNS: Final = (
    "id", "kind", "kind_name", "name", "lon", "lat", "region_id", "at_centre", "year", "source", "age_from", "age_to",
    "capacity",
)  # fmt: skip
REMEDY: Final = "Die Zeile in der Tabelle der Einrichtungen berichtigen (Muster: die mitgelieferte einrichtungen.csv)."
SHIPPED_KINDS: Final = (shipped_places.PRIMARY, shipped_places.SECONDARY, shipped_places.STATION)
"""Kinds of the package's places that are offered; other schools (special, vocational) serve few and are left out."""
AROUND_LON, AROUND_LAT = 0.8, 0.5
"""How far beyond the county's outermost centres a facility may lie, in degrees: about 50 km."""


@dataclass(frozen=True)
class Surroundings:
    """Where facilities may lie.

    Attributes
    ----------
    box : tuple[float, float, float, float]
        West, south, east, north in degrees.
    centres : Mapping[str, tuple[float, float]]
        Longitude and latitude of the centre of each municipality, by key.
    names : Mapping[str, tuple[str, ...]]
        Keys by name in small letters, clean or official; several where a name is not unique.
    """

    box: tuple[float, float, float, float]
    centres: Mapping[str, tuple[float, float]]
    names: Mapping[str, tuple[str, ...]]

    def holds(self, lon: float, lat: float) -> bool:
        """Tell whether a place lies in the county or not far from it."""
        west, south, east, north = self.box
        return west <= lon <= east and south <= lat <= north

    def keys(self, word: str) -> tuple[str, ...]:
        """Find the municipalities a word may mean: a key, or a name."""
        return (word,) if word in self.centres else self.names.get(word.casefold(), ())


def surroundings(regions: pd.DataFrame, county: str) -> Surroundings:
    """Give the surroundings of a county.

    Parameters
    ----------
    regions : DataFrame
        The register, ``Package.regions``.
    county : str
        Its key. Of two municipalities with one name the county's own is meant.
    """
    places = regions[(regions["level"] == Level.GEMEINDE.value) & regions["lon"].notna() & regions["lat"].notna()]
    own = places[places["landkreis_id"] == county]
    west, east, south, north = (
        float(edge) for edge in (own["lon"].min(), own["lon"].max(), own["lat"].min(), own["lat"].max())
    )
    ids = [str(region) for region in places["region_id"]]
    lons, lats = places["lon"].tolist(), places["lat"].tolist()
    return Surroundings(
        (west - AROUND_LON, south - AROUND_LAT, east + AROUND_LON, north + AROUND_LAT),
        {region: (float(lon), float(lat)) for region, lon, lat in zip(ids, lons, lats, strict=True)},
        _names(places, set(own["region_id"])),
    )


def _names(places: pd.DataFrame, own: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for region, *names in zip(places["region_id"], places["name"], places["name_official"], strict=True):
        for name in {str(name).casefold() for name in names}:
            found.setdefault(name, []).append(str(region))
    return {name: tuple(k for k in keys if k in own) or tuple(keys) for name, keys in found.items()}


def empty() -> pd.DataFrame:
    """Give the table of a package without facilities of its own."""
    return pd.DataFrame(columns=list(FACILITY_COLUMNS))


def facility_id(kind: str, name: str, lon: float, lat: float) -> str:
    """Make a short id that stays the same as long as the facility does.

    Examples
    --------
    >>> facility_id("bahnhof", "Bentwisch", 12.210506, 54.117193)
    'p3bhtfu'
    """
    seed = f"{kind}|{name}|{lon:.5f}|{lat:.5f}".encode()
    number = int.from_bytes(blake2s(seed, digest_size=5).digest(), "big")
    signs = "0123456789abcdefghijklmnopqrstuv"
    return "p" + "".join(signs[(number >> shift) & 31] for shift in range(0, 30, 5))


def shipped(places: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Put the package's schools and stations into the columns of facilities.

    Parameters
    ----------
    places, sources : DataFrame
        ``Package.places`` and ``Package.sources``.

    Returns
    -------
    DataFrame
        ``FACILITY_COLUMNS``; ages and capacity are unknown, the source is its attribution.
    """
    names = dict(zip(sources.get("source_id", []), sources.get("attribution", []), strict=True))
    rows = []
    for place in places.to_dict("records"):
        if place["kind"] in SHIPPED_KINDS and pd.notna(place["lon"]) and pd.notna(place["lat"]):
            kind, name, lon, lat = str(place["kind"]), str(place["name"]), float(place["lon"]), float(place["lat"])
            source = str(names.get(place["source_id"], place["source_id"]))
            key = facility_id(kind, name, lon, lat)
            shown = (
                f"{KINDS[kind].name} {name}" if kind == shipped_places.STATION else name
            )  # stations are named after places
            common = (key, kind, KINDS[kind].name, shown, lon, lat, str(place["ags"]))
            rows.append((*common, False, int(place["year"]), source, *(float("nan"),) * 3))
    return pd.DataFrame(rows, columns=list(FACILITY_COLUMNS)).drop_duplicates("id", ignore_index=True)


def is_id(text: str) -> bool:
    """Tell whether a text may be the short name of a facility: it becomes part of links.

    Examples
    --------
    >>> is_id("kita_3"), is_id("Kita 3")
    (True, False)
    """
    return re.fullmatch(r"[a-z0-9_]{1,20}", text) is not None
