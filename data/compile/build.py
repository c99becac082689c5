"""From a folder of official files to the package: read, harmonise, choose, check, write."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.compile import coverage, derive, scan, sums
from data.compile.boundaries import build_boundaries, geojson_text
from data.compile.check import problems
from data.compile.facts import finish, to_facts
from data.compile.harmonise import harmonise, today_key
from data.compile.regions import build_regions
from data.compile.report import Report
from data.compile.sources import used_sources
from data.compile.write import descriptor, facts_bytes, put_in_place, write_csv, write_json
from data.errors import SourceFileError
from data.schema import Level

TABLES: Final = Path(__file__).parents[1] / "tables"
HAND_KEPT: Final = ("mergers.csv", "planungsregionen.csv")
FIRST_YEAR: Final = 2008
"""Earlier figures of municipalities outside the county are not shipped."""


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
    regions = _regions(inventory, county)
    mergers = pd.read_csv(_hand_kept(out, hand_kept, "mergers.csv"), dtype=str, keep_default_na=False)
    facts = _facts(inventory, regions, mergers, county, report)
    out.mkdir(parents=True, exist_ok=True)
    built = Path(tempfile.mkdtemp(prefix=".kommunalprofil-neu-", dir=out))
    try:
        names = _write(built, inventory, regions, facts, county, out, hand_kept, report)
        _finish_descriptor(built, names, folder, inventory, county, regions, report)
        put_in_place(built, out, [*names, "datapackage.json"])
    finally:
        shutil.rmtree(built, ignore_errors=True)
    return report


def _regions(inventory: scan.Inventory, county: str) -> pd.DataFrame:
    register = scan.read_registers(inventory)
    try:
        return build_regions(register, scan.read_assignment(inventory), county)
    except LookupError as unknown:
        raise SourceFileError(
            "Gemeindeverzeichnis", str(unknown.args[0]), "Den Kreisschlüssel mit fünf Ziffern angeben."
        ) from unknown


def _facts(
    inventory: scan.Inventory, regions: pd.DataFrame, mergers: pd.DataFrame, county: str, report: Report
) -> pd.DataFrame:
    raw = scan.read_facts(inventory, wanted(county[:2]))
    raw = derive.votes_cast(raw)
    facts = harmonise(raw, regions, mergers, report)
    facts = coverage.with_towns(facts, regions)
    facts = coverage.restrict(facts, regions, county, FIRST_YEAR, report)
    facts = to_facts(coverage.resolve_overlaps(facts, report))
    facts = sums.fill_parents(facts, regions, report)
    facts = finish(derive.more(facts, regions))
    sums.report_differences(sums.compare(facts, regions, county), report)
    _report_coverage(facts, regions, county, report)
    return facts


def wanted(state: str) -> Callable[[str], bool]:
    """Return a test for the region keys of a state and the nation."""

    def test(key: str) -> bool:
        return key == "DG" or (key.startswith(state) and len(today_key(key)) in (2, 5, 8, 9))

    return test


def _hand_kept(out: Path, fallback: Path, name: str) -> Path:
    kept = out / "tables" / name
    return kept if kept.exists() else fallback / name


def _write(
    built: Path,
    inventory: scan.Inventory,
    regions: pd.DataFrame,
    facts: pd.DataFrame,
    county: str,
    out: Path,
    hand_kept: Path,
    report: Report,
) -> list[str]:
    (built / "tables").mkdir()
    (built / "boundaries").mkdir()
    facts_bytes(facts, built / "tables/facts.parquet")
    write_csv(regions, built / "tables/regions.csv")
    write_csv(scan.read_places(inventory, county), built / "tables/places.csv")
    for name in HAND_KEPT:
        shutil.copyfile(_hand_kept(out, hand_kept, name), built / "tables" / name)
    others = _write_boundaries(built, inventory, regions, county)
    write_csv(used_sources(facts, others | scan.place_periods(inventory)), built / "tables/sources.csv")
    wrong = problems(facts, regions)
    if wrong:
        raise SourceFileError("Paket", wrong[0], "Bitte die Quelldateien prüfen; das alte Paket bleibt unverändert.")
    size = sum(path.stat().st_size for path in built.rglob("*") if path.is_file())
    report.say("Paket", f"{len(facts)} Werte, {facts['variable'].nunique()} Merkmale, {size / 1e6:.1f} MB")
    return sorted(path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file())


def _write_boundaries(built: Path, inventory: scan.Inventory, regions: pd.DataFrame, county: str) -> dict[str, str]:
    names = regions.set_index("region_id")["name"].to_dict()
    mine = regions[(regions["level"] == Level.GEMEINDE.value) & (regions["landkreis_id"] == county)]
    gemeinden, context = build_boundaries(inventory.of("boundaries"), county, list(mine["region_id"]), names)
    for name, frame in (("gemeinden", gemeinden), ("context", context)):
        (built / f"boundaries/{name}.geojson").write_text(geojson_text(frame), encoding="utf-8")
    return {"vg250": "2025-01-01"}


def _finish_descriptor(
    built: Path,
    names: list[str],
    folder: Path,
    inventory: scan.Inventory,
    county: str,
    regions: pd.DataFrame,
    report: Report,
) -> None:
    name = regions.set_index("region_id").loc[county, "name"]
    about: dict[str, Any] = {
        "county": county,
        "state": county[:2],
        "compiled_from": [
            {"file": path.relative_to(folder).as_posix(), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in sorted(path for paths in inventory.files.values() for path in paths)
        ],
        "report": dict(sorted(report.counts.items())),
    }
    write_json(descriptor(built, names, about, f"Kommunalprofil {name}"), built / "datapackage.json")


def _report_files(inventory: scan.Inventory, folder: Path, report: Report) -> None:
    for reader in sorted(inventory.files):
        for path in inventory.files[reader]:
            report.say("Gelesen", f"{path.relative_to(folder).as_posix()} ({reader})")
    for path in inventory.unused:
        report.say("Nicht gebraucht", path.relative_to(folder).as_posix())


def _report_coverage(facts: pd.DataFrame, regions: pd.DataFrame, county: str, report: Report) -> None:
    """Tell which variables the county or its municipalities lack."""
    mine = regions[(regions["level"] == Level.GEMEINDE.value) & (regions["landkreis_id"] == county)]["region_id"]
    here = set(facts.loc[facts["region_id"] == county, "variable"])
    below = set(facts.loc[facts["region_id"].isin(mine), "variable"])
    every = set(facts["variable"])
    if every - here:
        report.say("Fehlt", f"für den Kreis selbst: {', '.join(sorted(every - here))}")
    if here - below:
        report.say("Fehlt", f"für die Gemeinden (nur Kreiswerte): {', '.join(sorted(here - below))}")
    for table in sorted(EXPECTED - every):
        report.say("Fehlt", f"{table}: {EXPECTED_FROM[table]}")


EXPECTED_FROM: Final = {
    "population": "keine Bevölkerungstabelle im Ordner",
    "population_15_65": "Bevölkerung 15–64 je Gemeinde liegt für diesen Kreis nicht vor (INKAR)",
    "sgb2_persons": "Leistungsberechtigte nach SGB II liegen für diesen Kreis nicht vor (INKAR)",
    "doctors": "Ärztinnen und Ärzte liegen für diesen Kreis nicht vor (INKAR)",
    "dwellings_vacant": "Leerstand und Eigentum je Gemeinde liegen für diesen Kreis nicht vor (Zensus 2022)",
    "person_km_primary_school": "Schulstandorte liegen für diesen Kreis nicht vor",
    "person_km_station": "Bahnhöfe liegen für diesen Kreis nicht vor",
}
EXPECTED: Final = set(EXPECTED_FROM)
