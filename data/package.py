"""The compiled package, loaded and joined with the county's planning regions."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import centres as centre_table
from data import facilities as facility_list
from data import personas as persona_table
from data.errors import SourceFileError
from data.facility_table import read_facilities
from data.schema import FACT_COLUMNS, PROJECTION_COLUMNS, REGION_COLUMNS, SCHEDULE_COLUMNS, Level
from data.slug import slug
from data.sources.table import read_table
from data.sources.text import read_text
from data.thresholds import TABLE as THRESHOLDS
from data.thresholds import empty as no_thresholds
from data.thresholds import read_thresholds

FOLDER_VARIABLE: Final = "KOMMUNALPROFIL_DATA"
_PLANNING_COLUMNS: Final = ("county_id", "amt_id", "planungsregion", "stand", "beleg")
_MERGER_COLUMNS: Final = ("old_id", "old_name", "new_id", "valid_from", "note")
_REBUILD: Final = "Das Zahlenpaket neu bauen: python -m data compile <Ordner> --county <Kreisschlüssel>"
_TABLE: Final = "Die Tabelle der Planungsregionen berichtigen (Muster: die mitgelieferte planungsregionen.csv)."
_NUMBERS: Final = ("area_km2", "lon", "lat")
LABEL_COLUMNS: Final = ("text", "lon", "lat", "kind")
ASSUMPTION_COLUMNS: Final = ("id", "wert", "einheit", "was", "quelle")
_ASSUMED: Final = "Die Tabelle der Annahmen berichtigen (Muster: die mitgelieferte annahmen.csv; Zahlen mit Punkt)."


@dataclass(frozen=True)
class Package:
    """Everything the app knows.

    Attributes
    ----------
    folder : Path
        Where it was loaded from.
    county, state : str
        Keys of the county it is about and of its state.
    facts : pd.DataFrame
        ``FACT_COLUMNS``; text columns are categories; sorted by key.
    regions : pd.DataFrame
        Indexed by ``region_id``, with planning regions; municipalities carry ``planungsregion_id``.
    mergers, sources, places : pd.DataFrame
        As shipped, texts as texts.
    gemeinden, context : gpd.GeoDataFrame
        Shapes of the county's municipalities (indexed by ``region_id``) and of its surroundings.
    labels : pd.DataFrame
        Further names on the map, like that of a sea: text, lon, lat, kind; hand-kept, empty without the table.
    schedules : pd.DataFrame
        ``SCHEDULE_COLUMNS``: probabilities of dying and births per 1,000 women by single year of age; may be empty.
    projections : pd.DataFrame
        ``PROJECTION_COLUMNS``: official projections of the state and the nation; may be empty.
    thresholds : pd.DataFrame
        ``THRESHOLD_COLUMNS``: how many people something needs or holds; hand-kept, empty without the table.
    assumptions : pd.DataFrame
        ``ASSUMPTION_COLUMNS``: what the projection assumes, kept by hand; ``wert`` as numbers.
    personas : pd.DataFrame
        ``PERSONA_COLUMNS``: whose eyes the figures are looked at with; hand-kept.
    facilities : pd.DataFrame
        ``FACILITY_COLUMNS``: the county's own facilities; hand-kept, empty without the table.
    centres : pd.DataFrame
        ``CENTRE_COLUMNS``: the central places that count in this state; hand-kept, empty for a state without rows.
    """

    folder: Path
    county: str
    state: str
    facts: pd.DataFrame
    regions: pd.DataFrame
    mergers: pd.DataFrame
    sources: pd.DataFrame
    places: pd.DataFrame
    gemeinden: gpd.GeoDataFrame
    context: gpd.GeoDataFrame
    labels: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(LABEL_COLUMNS)))
    schedules: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(SCHEDULE_COLUMNS)))
    projections: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(PROJECTION_COLUMNS)))
    thresholds: pd.DataFrame = field(default_factory=no_thresholds)
    assumptions: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(ASSUMPTION_COLUMNS)))
    personas: pd.DataFrame = field(default_factory=persona_table.empty)
    facilities: pd.DataFrame = field(default_factory=facility_list.empty)
    centres: pd.DataFrame = field(default_factory=centre_table.empty)


def default_folder() -> Path:
    """Folder of the package: the environment's ``KOMMUNALPROFIL_DATA``, else the one shipped here."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else Path(__file__).parent


def load(folder: Path | None = None) -> Package:
    """Load the compiled package.

    Parameters
    ----------
    folder : Path | None
        Folder of the package; by default :func:`default_folder`.

    Returns
    -------
    Package
        Tables and shapes.

    Raises
    ------
    SourceFileError
        In German, with file, line and column, if a file is missing or broken.
    """
    folder = folder or default_folder()
    about = _about(folder)
    regions = _regions(folder / "tables/regions.csv")
    return Package(
        folder=folder,
        county=str(about["county"]),
        state=str(about["state"]),
        facts=_parquet(folder / "tables/facts.parquet", FACT_COLUMNS),
        regions=_with_planning_regions(regions, folder / "tables/planungsregionen.csv", str(about["county"])),
        mergers=_texts(folder / "tables/mergers.csv", _MERGER_COLUMNS),
        sources=_texts(folder / "tables/sources.csv", ("source_id", "attribution")),
        places=_places(folder / "tables/places.csv"),
        gemeinden=_shapes(folder / "boundaries/gemeinden.geojson").set_index("region_id", drop=False),
        context=_shapes(folder / "boundaries/context.geojson"),
        labels=_labels(folder / "tables/beschriftungen.csv", str(about["county"])),
        schedules=_beside(folder / "tables/schedules.parquet", SCHEDULE_COLUMNS),
        projections=_beside(folder / "tables/projections.parquet", PROJECTION_COLUMNS),
        thresholds=read_thresholds(folder / "tables" / THRESHOLDS),
        assumptions=_assumptions(_own_or_shipped(folder, "annahmen.csv")),
        personas=persona_table.read_personas(_own_or_shipped(folder, persona_table.TABLE)),
        facilities=_facilities(folder / "tables" / facility_list.TABLE, regions, str(about["county"])),
        centres=centre_table.read_centres(_own_or_shipped(folder, centre_table.TABLE), regions, str(about["state"])),
    )


def _beside(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """Read a table that packages compiled earlier do without."""
    return _parquet(path, columns) if path.exists() else pd.DataFrame(columns=list(columns))


def _own_or_shipped(folder: Path, name: str) -> Path:
    """Choose a hand-kept table that belongs to no county in particular: the package's own, else the one shipped here."""
    own = folder / "tables" / name
    return own if own.exists() else Path(__file__).parent / "tables" / name


def _facilities(path: Path, regions: pd.DataFrame, county: str) -> pd.DataFrame:
    """Read the county's own facilities; a package may do without the table."""
    return (
        read_facilities(path, facility_list.surroundings(regions, county)) if path.exists() else facility_list.empty()
    )


def _assumptions(path: Path) -> pd.DataFrame:
    """Read the assumptions of the projection."""
    table = _texts(path, ASSUMPTION_COLUMNS, _ASSUMED)
    return table.assign(wert=_numbers(path, table["wert"], "wert", _ASSUMED))


def _labels(path: Path, county: str) -> pd.DataFrame:
    """Read the county's own names for the map; a package may do without the table."""
    if not path.exists():
        return pd.DataFrame(columns=list(LABEL_COLUMNS))
    table = _texts(path, ("county_id", *LABEL_COLUMNS))
    own = table[table["county_id"] == county]
    return own.assign(lon=own["lon"].astype(float), lat=own["lat"].astype(float))[list(LABEL_COLUMNS)]


def _present(path: Path) -> Path:
    if not path.is_file():
        raise SourceFileError(path, "Die Datei fehlt im Zahlenpaket.", _REBUILD)
    return path


def _about(folder: Path) -> dict[str, Any]:
    path = _present(folder / "datapackage.json")
    try:
        about = json.loads(read_text(path))["kommunalprofil"]
        return {"county": about["county"], "state": about["state"]}
    except json.JSONDecodeError as broken:
        raise SourceFileError(
            path, "Die Datei ist keine lesbare Beschreibung.", _REBUILD, broken.lineno, broken.colno
        ) from broken
    except (KeyError, TypeError) as missing:
        raise SourceFileError(path, "Der Eintrag „kommunalprofil“ mit dem Kreis fehlt.", _REBUILD, 1) from missing


def _parquet(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        table = pq.read_table(_present(path), memory_map=True)
    except (pa.ArrowInvalid, OSError) as broken:
        raise SourceFileError(path, "Die Datei ist beschädigt und lässt sich nicht lesen.", _REBUILD) from broken
    missing = [column for column in columns if column not in table.column_names]
    if missing:
        raise SourceFileError(path, f"Die Spalte „{missing[0]}“ fehlt.", _REBUILD, 1, missing[0])
    return table.select(list(columns)).to_pandas()


def _texts(path: Path, needed: tuple[str, ...], remedy: str = _REBUILD) -> pd.DataFrame:
    """Read a table of the package with all cells as text."""
    return read_table(_present(path), needed, remedy)


def _regions(path: Path) -> pd.DataFrame:
    regions = _texts(path, REGION_COLUMNS)
    for column in _NUMBERS:
        regions[column] = _numbers(path, regions[column], column)
    regions["amtsfrei"] = regions["amtsfrei"] == "True"
    return regions.set_index("region_id", drop=False).rename_axis(None)


def _numbers(path: Path, texts: pd.Series, column: str, remedy: str = _REBUILD) -> pd.Series:
    numbers = pd.to_numeric(texts.where(texts != ""), errors="coerce")
    bad = (texts != "") & numbers.isna()
    if bad.any():
        line = int(bad.to_numpy().argmax()) + 2
        raise SourceFileError(path, f"„{texts[bad].iloc[0]}“ ist keine Zahl.", remedy, line, column)
    return numbers.astype("float64")


def _places(path: Path) -> pd.DataFrame:
    places = _texts(path, ("kind", "name", "ags", "lon", "lat", "year", "source_id"))
    for column in ("lon", "lat"):
        places[column] = _numbers(path, places[column], column)
    return places


def _shapes(path: Path) -> gpd.GeoDataFrame:
    try:
        content = json.loads(read_text(_present(path)))
        shapes = gpd.GeoDataFrame.from_features(content["features"], crs="EPSG:4326")
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as broken:
        raise SourceFileError(path, "Die Grenzen lassen sich nicht lesen.", _REBUILD) from broken
    if "region_id" not in shapes:
        raise SourceFileError(path, "Den Flächen fehlt der Regionalschlüssel.", _REBUILD, column="region_id")
    return shapes


def _with_planning_regions(regions: pd.DataFrame, path: Path, county: str) -> pd.DataFrame:
    """Append the county's planning regions and give each municipality the one of its Amt."""
    table = _texts(path, _PLANNING_COLUMNS, _TABLE)
    table = table.assign(line=range(2, len(table) + 2))
    table = table[(table["county_id"] == county) & (table["amt_id"] != "")]
    _check_planning(path, table, regions)
    region_of = {
        amt: f"{county}-{slug(name)}" for amt, name in zip(table["amt_id"], table["planungsregion"], strict=True)
    }
    places = regions["level"] == Level.GEMEINDE.value
    known = regions.assign(planungsregion_id=regions["amt_id"].map(region_of).where(places, "").fillna(""))
    names = dict.fromkeys(table["planungsregion"])
    return pd.concat([known, _planning_rows(known, list(names), county)]) if names else known


def _check_planning(path: Path, table: pd.DataFrame, regions: pd.DataFrame) -> None:
    aemter = set(regions.loc[regions["level"] == Level.AMT.value, "region_id"])
    for amt, name, line in zip(table["amt_id"], table["planungsregion"], table["line"], strict=True):
        if amt not in aemter:
            problem = f"Ein Amt (oder eine amtsfreie Gemeinde) mit dem Schlüssel „{amt}“ gibt es in diesem Kreis nicht."
            raise SourceFileError(path, problem, _TABLE, line, "amt_id")
        if not name.strip():
            raise SourceFileError(path, "Der Name der Planungsregion fehlt.", _TABLE, line, "planungsregion")
    twice = table[table["amt_id"].duplicated()]
    if len(twice):
        row = twice.iloc[0]
        problem = f"Der Schlüssel „{row['amt_id']}“ steht zweimal da; ein Amt gehört zu einer Planungsregion."
        raise SourceFileError(path, problem, _TABLE, int(row["line"]), "amt_id")


def _planning_rows(regions: pd.DataFrame, names: list[str], county: str) -> pd.DataFrame:
    """One row per planning region in the columns of ``regions``; its area is that of its municipalities."""
    ids = [f"{county}-{slug(name)}" for name in names]
    areas = regions.groupby("planungsregion_id")["area_km2"].sum()
    rows = pd.DataFrame(
        {
            "region_id": ids,
            "level": Level.PLANUNGSREGION.value,
            "name_official": names,
            "name": [f"Planungsregion {name}" for name in names],
            "landkreis_id": county,
            "land_id": county[:2],
            "area_km2": [float(areas.get(key, 0.0)) for key in ids],
        },
        index=ids,
    )
    texts = [column for column in regions.columns if column not in rows and column not in (*_NUMBERS, "amtsfrei")]
    rows = rows.assign(amtsfrei=False, lon=float("nan"), lat=float("nan"), **dict.fromkeys(texts, ""))
    return rows[list(regions.columns)]
