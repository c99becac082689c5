"""Reader of places with coordinates (schools, stations) and the straight-line way to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from data.errors import SourceFileError
from data.schema import AGE_OPEN, CensusBase, Sex, Status
from data.sources.boundaries import GERMANY
from data.sources.register import RAW_COLUMNS
from data.sources.text import head, read_text
from data.sphere import great_circle_km

COLUMNS: Final = ("kind", "name", "ags", "lon", "lat", "year", "source_id")
REMEDY: Final = "Die Datei unverändert neu ablegen."
PRIMARY, SECONDARY, OTHER, STATION = "grundschule", "weiterfuehrende_schule", "schule_sonstige", "bahnhof"
SCHOOLS: Final = {"year": 2017, "source_id": "schulen", "name": "name", "table": "Schulen"}
STATIONS: Final = {"year": 2016, "source_id": "bahnhoefe", "name": "NAME", "table": "Bahnhoefe"}
SECONDARY_WORDS: Final = ("regionale schule", "gymnasium", "gesamtschule", "realschule", "hauptschule", "oberschule",
                          "mittelschule", "sekundarschule", "gemeinschaftsschule", "stadtteilschule")  # fmt: skip
PRIMARY_WORD: Final = "grundschule"
WAYS: Final = {
    "person_km_primary_school": (PRIMARY, "Schulen", "2017-12-31"),
    "person_km_school_secondary": (SECONDARY, "Schulen", "2017-12-31"),
    "person_km_station": (STATION, "Bahnhoefe", "2016-12-31"),
}
"""Variable to kind of place, table and the day whose population goes with it."""


def matches(path: Path) -> bool:
    """Tell whether a file is GeoJSON of schools or of stations."""
    beginning = head(path)
    return '"FeatureCollection"' in beginning and ('"school_type"' in beginning or '"EVA_NR"' in beginning)


def read(path: Path) -> pd.DataFrame:
    """Read the places.

    Returns
    -------
    pandas.DataFrame
        ``kind, name, ags, lon, lat, year, source_id``; a school that teaches younger and older children comes twice,
        once as Grundschule and once as weiterführende Schule.
    """
    features = _features(path)
    rows = [row for number, feature in enumerate(features, start=1) for row in _rows(path, number, feature)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(list(COLUMNS[:3]), ignore_index=True)


def nearest_km(points: pd.DataFrame, places: pd.DataFrame) -> np.ndarray:
    """Return the straight-line distance from each point to the nearest place, in kilometres on the sphere.

    Parameters
    ----------
    points, places : DataFrame
        Columns ``lon`` and ``lat`` in degrees.

    Examples
    --------
    >>> rostock, berlin = pd.DataFrame({"lon": [12.14], "lat": [54.09]}), pd.DataFrame({"lon": [13.4], "lat": [52.52]})
    >>> round(float(nearest_km(rostock, berlin)[0]))
    194
    """
    if places.empty:
        return np.full(len(points), np.nan)
    ends = (frame[axis].to_numpy(float) for frame in (points, places) for axis in ("lon", "lat"))
    return np.asarray(great_circle_km(*ends).min(axis=1))


def person_km(population: pd.DataFrame, points: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return inhabitants × kilometres to the nearest school and station, so that ways can be averaged over regions.

    Everybody is taken to live at the municipality's centre point: the figures are estimates.

    Parameters
    ----------
    population : DataFrame
        Population of all ages and both sexes: columns ``key``, ``period``, ``value``, on today's municipalities.
    points : DataFrame
        Municipalities of the county with ``region_id``, ``lon``, ``lat``.
    places : DataFrame
        As :func:`read` returns them.
    """
    parts = [_way(population, points, places, variable) for variable in WAYS]
    return pd.concat(parts, ignore_index=True)[list(RAW_COLUMNS)]


def _way(population: pd.DataFrame, points: pd.DataFrame, places: pd.DataFrame, variable: str) -> pd.DataFrame:
    kind, table, day = WAYS[variable]
    people = population[population["period"] == day].drop_duplicates("key").set_index("key")["value"]
    chosen = places[places["kind"] == kind]
    known = points.dropna(subset=["lon", "lat"])
    known = known[known["region_id"].isin(people.index)] if len(chosen) else known.iloc[:0]
    value = known["region_id"].map(people).to_numpy(float) * nearest_km(known, chosen)
    facts = pd.DataFrame({"key": known["region_id"].to_numpy(), "value": np.round(value, 1)})
    facts["status"] = np.where(facts["value"].isna(), Status.MISSING.value, Status.ESTIMATED.value)
    facts = facts.assign(name="", period=day, sex=Sex.TOTAL.value, age_from=0, age_to=AGE_OPEN, item=variable)
    return facts.assign(census_base=CensusBase.NONE.value, line=0, column="", table=table)


def school_kinds(school_type: str) -> tuple[str, ...]:
    """Return what a school of a type counts as.

    Examples
    --------
    >>> school_kinds("Regionale Schule mit Grundschule"), school_kinds("Förderschule")
    (('grundschule', 'weiterfuehrende_schule'), ('schule_sonstige',))
    """
    text = school_type.lower()
    kinds = [PRIMARY] if PRIMARY_WORD in text else []
    kinds += [SECONDARY] if any(word in text for word in SECONDARY_WORDS) else []
    return tuple(kinds) or (OTHER,)


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        features = json.loads(read_text(path))["features"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise SourceFileError(path, "Die Datei ist kein vollständiges GeoJSON.", REMEDY, line) from error
    return list(features)


def _rows(path: Path, number: int, feature: Mapping[str, Any]) -> list[dict[str, object]]:
    properties = feature["properties"]
    is_school = "school_type" in properties
    about = SCHOOLS if is_school else STATIONS
    kinds = school_kinds(str(properties["school_type"])) if is_school else (STATION,)
    lon, lat = _coordinates(path, number, feature)
    name = " ".join(str(properties.get(str(about["name"])) or "").split()).strip()
    common = {"name": name, "ags": str(properties.get("AGS") or ""), "lon": lon, "lat": lat}
    return [{"kind": kind, **common, "year": about["year"], "source_id": about["source_id"]} for kind in kinds]


def _coordinates(path: Path, number: int, feature: Mapping[str, Any]) -> tuple[float, float]:
    geometry = feature.get("geometry") or {}
    try:
        lon, lat = (round(float(value), 6) for value in geometry["coordinates"][:2])
    except (KeyError, TypeError, ValueError) as error:
        raise SourceFileError(path, f"Dem Eintrag {number} fehlen die Koordinaten.", REMEDY) from error
    west, south, east, north = GERMANY
    if not (west <= lon <= east and south <= lat <= north):
        problem = f"Der Eintrag {number} liegt nicht in Deutschland ({lon}, {lat}); Länge und Breite sind vertauscht."
        raise SourceFileError(path, problem, REMEDY)
    return lon, lat
