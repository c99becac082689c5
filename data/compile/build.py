"""From a folder of official files to the package: read, harmonise, choose, check, write."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from data import centres, personas, thresholds
from data.compile import coverage, derive, predecessors, rates, scan, sums, territory
from data.compile.boundaries import build_boundaries, geojson_text
from data.compile.check import problems
from data.compile.facts import finish, to_facts
from data.compile.harmonise import harmonise, today_key
from data.compile.regions import build_regions, region_names
from data.compile.report import Report
from data.compile.sources import used_sources
from data.compile.write import descriptor, put_in_place, write_csv, write_json, write_parquet
from data.errors import SourceFileError
from data.schema import Level
from data.sources import bbsr_reference, boundaries, inkar

TABLES: Final = Path(__file__).parents[1] / "tables"
HAND_KEPT: Final = (
    "annahmen.csv",
    "mergers.csv",
    personas.TABLE,
    "planungsregionen.csv",
    thresholds.TABLE,
    centres.TABLE,
)
FIRST_YEAR: Final = 2008
"""Earlier figures of municipalities outside the county are not shipped."""


@dataclass(frozen=True)
class Content:
    """What goes into a package."""

    regions: pd.DataFrame
    facts: pd.DataFrame
    schedules: pd.DataFrame
    projections: pd.DataFrame
    places: pd.DataFrame
    gemeinden: gpd.GeoDataFrame
    context: gpd.GeoDataFrame


def compile_package(folder: Path, county: str, out: Path, hand_kept: Path = TABLES) -> Report:
    """Build the package of one county and put it in place, all or nothing.

    Parameters
    ----------
    folder : Path
        Folder with the publishers' files, subfolders included.
    county : str
        Key of the county, five digits.
    out : Path
        Where the package goes; tables kept by hand that lie there already are used and never overwritten.
    hand_kept : Path
        Where the tables kept by hand are taken from otherwise.

    Returns
    -------
    Report
        What was read, dropped, summed, and what is missing.

    Raises
    ------
    SourceFileError
        If a file is bad; the old package stays untouched.
    """
    report = Report()
    inventory = scan.scan(folder)
    _report_files(inventory, folder, report)
    kept = {name: _hand_kept(out, hand_kept, name) for name in HAND_KEPT}
    content = _gather(inventory, county, pd.read_csv(kept["mergers.csv"], dtype=str, keep_default_na=False), report)
    _refuse_problems(content)
    out.mkdir(parents=True, exist_ok=True)
    built = Path(tempfile.mkdtemp(prefix=".kommunalprofil-neu-", dir=out))
    try:
        names = _write(built, content, kept, report)
        about = _about(folder, inventory, county, report)
        title = str(content.regions.loc[content.regions["region_id"] == county, "name"].iloc[0])
        write_json(descriptor(built, names, about, f"Kommunalprofil {title}"), built / "datapackage.json")
        put_in_place(built, out, [*names, "datapackage.json"])
    finally:
        shutil.rmtree(built, ignore_errors=True)
    return report


def wanted(state: str) -> Callable[[str], bool]:
    """Return a test for the region keys of a state and the nation."""

    def test(key: str) -> bool:
        return key == "DG" or (key.startswith(state) and len(today_key(key)) in (2, 5, 8, 9))

    return test


def _gather(inventory: scan.Inventory, county: str, mergers: pd.DataFrame, report: Report) -> Content:
    registers = scan.read_registers(inventory)
    regions = _regions(inventory, registers, county)
    spots = scan.read_places(inventory, county)
    mine = regions[(regions["level"] == Level.GEMEINDE.value) & (regions["landkreis_id"] == county)]
    names = region_names(_editions(registers)) | dict(zip(regions["region_id"], regions["name"], strict=True))
    raw = scan.read_facts(inventory, registers, wanted(county[:2]))
    raw = predecessors.translate(raw, predecessors.find(raw, _editions(registers), mergers), report)
    former = territory.former_territories(_editions(registers), set(_municipalities(regions)), mergers)
    facts = _facts(raw, regions, mergers, former, spots, county, report)
    gemeinden, context = build_boundaries(inventory.of(boundaries), county, list(mine["region_id"]), names)
    _report_coverage(facts, set(mine["region_id"]), county, report)
    beside = rates.schedules(inventory, report), rates.projections(inventory, regions, report)
    return Content(regions, facts, *beside, spots, gemeinden, context)


def _regions(inventory: scan.Inventory, registers: scan.Registers, county: str) -> pd.DataFrame:
    assigned = [bbsr_reference.read_assignment(path) for path in inventory.of(bbsr_reference)]
    assignment = next((table for table in assigned if table is not None), None)
    try:
        return build_regions(_editions(registers), assignment, county)
    except LookupError as unknown:
        remedy = "Den Kreisschlüssel mit fünf Ziffern angeben."
        raise SourceFileError("Gemeindeverzeichnis", str(unknown.args[0]), remedy) from unknown


def _editions(registers: scan.Registers) -> pd.DataFrame:
    return pd.concat([register.table for register in registers.values()], ignore_index=True)


def _municipalities(regions: pd.DataFrame) -> pd.Series:
    return regions.loc[regions["level"] == Level.GEMEINDE.value, "region_id"]


def _facts(
    raw: pd.DataFrame,
    regions: pd.DataFrame,
    mergers: pd.DataFrame,
    former: dict[str, dict[str, bool]],
    spots: pd.DataFrame,
    county: str,
    report: Report,
) -> pd.DataFrame:
    """Return the facts of the package: harmonised, derived, chosen, summed."""
    behind_rates = raw["item"].str.startswith(inkar.RATE)
    facts = harmonise(derive.votes_cast(raw[~behind_rates]), regions, mergers, report)
    facts = territory.leave_out_former(facts, former, report)
    facts = derive.polling_station_votes(facts, regions)
    facts = coverage.resolve_overlaps(coverage.with_towns(facts, regions), report)
    people = derive.population_of_municipalities(facts)
    behind = [derive.counts_behind_rates(raw[behind_rates], people), derive.ways(spots, regions, people, county)]
    facts = pd.concat([facts, *(part for part in behind if len(part))], ignore_index=True)
    facts = to_facts(coverage.restrict(facts, regions, county, FIRST_YEAR, report))
    facts = finish(sums.fill_parents(facts, regions, report))
    sums.report_differences(sums.compare(facts, regions, county), report)
    return facts


def _hand_kept(out: Path, fallback: Path, name: str) -> Path:
    """Find a table kept by hand: the county's own, else that of the given folder, else the one shipped here."""
    folders = (out / "tables", fallback, TABLES)
    return next((folder / name for folder in folders if (folder / name).exists()), TABLES / name)


def _refuse_problems(content: Content) -> None:
    wrong = problems(content.facts, content.regions)
    wrong += rates.problems(content.schedules, content.projections, content.regions)
    if wrong:
        raise SourceFileError("Paket", wrong[0], "Die Quelldateien prüfen; das alte Paket bleibt unverändert.")


def _write(built: Path, content: Content, kept: dict[str, Path], report: Report) -> list[str]:
    """Write everything but the descriptor; returns the files' paths below ``built``."""
    for name in ("tables", "boundaries"):
        (built / name).mkdir()
    for name, table in (
        ("facts", content.facts),
        ("schedules", content.schedules),
        ("projections", content.projections),
    ):
        write_parquet(table, built / f"tables/{name}.parquet")
    write_csv(content.regions, built / "tables/regions.csv")
    write_csv(content.places, built / "tables/places.csv")
    for name, source in kept.items():
        shutil.copyfile(source, built / "tables" / name)
    for name, frame in (("gemeinden", content.gemeinden), ("context", content.context)):
        (built / f"boundaries/{name}.geojson").write_text(geojson_text(frame), encoding="utf-8")
    write_csv(used_sources(content.facts, _other_sources(content)), built / "tables/sources.csv")
    files = [path for path in built.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    report.say(
        "Paket", f"{len(content.facts)} Werte, {content.facts['variable'].nunique()} Merkmale, {size / 1e6:.1f} MB"
    )
    return sorted(path.relative_to(built).as_posix() for path in files)


def _other_sources(content: Content) -> dict[str, str]:
    """Source id to reference period of what is no fact: boundaries, places, rates and projections."""
    places = content.places.drop_duplicates("source_id")
    years = dict(zip(places["source_id"], places["year"].astype(str), strict=True))
    spans = {"vg250": "2025-01-01"} | years
    ends = (content.schedules, "year_from", "year_to"), (content.projections, "date", "date")
    for table, first, last in ends:
        for source, rows in table.groupby("source_id"):
            spans[str(source)] = f"{rows[first].min()}/{rows[last].max()}"
    return spans


def _about(folder: Path, inventory: scan.Inventory, county: str, report: Report) -> dict[str, Any]:
    paths = sorted(path for paths in inventory.files.values() for path in paths)
    return {
        "county": county,
        "state": county[:2],
        "compiled_from": [
            {"file": path.relative_to(folder).as_posix(), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in paths
        ],
        "report": dict(sorted(report.counts.items())),
    }


def _report_files(inventory: scan.Inventory, folder: Path, report: Report) -> None:
    for reader in sorted(inventory.files):
        for path in inventory.files[reader]:
            report.say("Gelesen", f"{path.relative_to(folder).as_posix()} ({reader})")
    for path in inventory.unused:
        report.say("Nicht gebraucht", path.relative_to(folder).as_posix())


EXPECTED: Final = {
    "births": "Geburten je Gemeinde liegen für diesen Kreis nicht vor (Tabelle 12612-01-01-5-B)",
    "deaths": "Sterbefälle je Gemeinde liegen für diesen Kreis nicht vor (Tabelle 12613-01-01-5-B)",
    "doctors": "Ärztinnen und Ärzte liegen für diesen Kreis nicht vor (INKAR)",
    "dwellings_vacant": "Leerstand und Eigentum je Gemeinde liegen für diesen Kreis nicht vor (Zensus 2022)",
    "households": "Haushalte liegen für diesen Kreis nicht vor (Zensus 2022)",
    "person_km_primary_school": "Schulstandorte liegen für diesen Kreis nicht vor",
    "person_km_station": "Bahnhöfe liegen für diesen Kreis nicht vor",
    "population": "Bevölkerung liegt für diesen Kreis nicht vor (Tabelle 12411-01-01-5)",
    "population_15_65": "Bevölkerung von 15 bis 64 je Gemeinde liegt für diesen Kreis nicht vor (INKAR)",
    "sgb2_persons": "Leistungsberechtigte nach SGB II liegen für diesen Kreis nicht vor (INKAR)",
}
"""What a complete package has for the county's municipalities, and what to say if it is missing."""


def _report_coverage(facts: pd.DataFrame, municipalities: set[str], county: str, report: Report) -> None:
    """Tell which variables the county or its municipalities lack."""
    here = set(facts.loc[facts["region_id"] == county, "variable"])
    below = set(facts.loc[facts["region_id"].isin(municipalities), "variable"])
    for variable in sorted(set(EXPECTED) - below):
        report.say("Fehlt", EXPECTED[variable])
    if below - here:
        report.say("Fehlt", f"Kreiswert zu: {', '.join(sorted(below - here))}")
    if here - below:
        report.say("Fehlt", f"nur für den Kreis, nicht für Gemeinden: {', '.join(sorted(here - below))}")
