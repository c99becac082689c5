"""Compiling a whole folder: all or nothing, the same bytes twice, a German word for every bad file."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest

from data.__main__ import main
from data.compile import scan
from data.compile.build import compile_package
from data.compile.write import put_in_place
from data.errors import SourceFileError
from data.package import load
from tests.data import official

COUNTY = "13099"
MERGERS = "old_id,old_name,new_id,valid_from,note\n13099003,Clausdorf,13099001,2015-06-01,\n"


def gv100ad() -> str:
    def line(record, key, name, text_key="", counts=""):
        return (f"{record}20250831{key:<12}{name:<50}{'':<50}{text_key:<2}{'':4}{counts}").ljust(220)

    def municipality(number, name, area, people, men):
        return line("60", f"13099{number}5201", name, "61", f"{area:011d}{people:011d}{men:011d}")

    return "\n".join(
        [
            line("10", "13", "Mecklenburg-Vorpommern"),
            line("40", "13099", "Musterland", "44"),
            line("50", "13099   5201", "Muster", "51"),
            municipality("001", "Ahrendorf", 1000, 130, 70),
            municipality("002", "Brühl, Stadt", 3000, 510, 250),
        ]
    )


def square(key: str, name: str, west: float) -> dict:
    ring = [[west, 54.0], [west + 0.1, 54.0], [west + 0.1, 54.1], [west, 54.1], [west, 54.0]]
    properties = {"AGS": key, "GEN": name, "BEZ": "Gemeinde", "GF": 4}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def sources(place):
    """Write official files and tables kept by hand into a folder; returns that of the files."""
    source = place / "quellen"
    source.mkdir()
    official.write(source / "bevoelkerung.csv", official.population(official.whole_population()), "latin-1")
    official.write(source / "GV100AD.txt", gv100ad())
    shapes = [
        square("13099001", "Ahrendorf", 12.0),
        square("13099002", "Brühl", 12.1),
        square("13098001", "Nachbar", 12.2),
    ]
    official.write(source / "grenzen.geojson", json.dumps({"type": "FeatureCollection", "features": shapes}))
    official.write(source / "sterbetafel.csv", "alter;q\n0;0,003\n")
    hand_kept = place / "tables"
    hand_kept.mkdir()
    official.write(hand_kept / "mergers.csv", MERGERS)
    header = "county_id,amt_id,planungsregion,stand,beleg\n"
    official.write(hand_kept / "planungsregionen.csv", header + f"{COUNTY},130995201,Mitte,vorläufig,Annahme\n")
    return source


@pytest.fixture
def folder(tmp_path):
    return sources(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A package built once, to be copied."""
    place = tmp_path_factory.mktemp("gebaut")
    build(sources(place), place / "out")
    return place / "out"


def build(folder, out):
    return compile_package(folder, COUNTY, out, folder.parent / "tables")


def prints(out) -> dict[str, str]:
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_end_to_end(folder, tmp_path):
    report = build(folder, tmp_path / "out")
    package = load(tmp_path / "out")
    people = package.facts[(package.facts["variable"] == "population") & (package.facts["sex"] == "t")]
    found = {(row.region_id, row.period): row.value for row in people.itertuples()}
    assert found["13099001", "2014-12-31"] == 120
    assert found["13099001", "2015-12-31"] == 100
    assert found[COUNTY, "2024-12-31"] == 640
    assert package.regions.loc["13099-mitte", "level"] == "planungsregion"
    assert set(package.sources["source_id"]) == {"12411-01-01-5", "gv100ad", "vg250"}
    text = report.text()
    assert "sterbetafel.csv" in text and "Nicht gebraucht" in text and "INKAR" in text


def test_two_runs_give_the_same_bytes_and_leave_nothing_behind(folder, tmp_path):
    build(folder, tmp_path / "a")
    build(folder, tmp_path / "b")
    first = prints(tmp_path / "a")
    assert first == prints(tmp_path / "b")
    build(folder, tmp_path / "a")
    assert prints(tmp_path / "a") == first
    assert not [path for path in (tmp_path / "a").iterdir() if path.name.startswith(".")]


def test_hand_kept_tables_are_never_overwritten(folder, built, tmp_path):
    shutil.copytree(built, tmp_path / "out")
    table = tmp_path / "out/tables/planungsregionen.csv"
    table.write_text(table.read_text().replace("Mitte", "Norden"))
    build(folder, tmp_path / "out")
    assert "13099-norden" in load(tmp_path / "out").regions.index


BAD = {
    "leer.csv": (b"", "leer"),
    "fehler.csv": (b"<!DOCTYPE html><html><head><title>503</title></head></html>", "Internetseite"),
    "abgeschnitten.csv": (official.population(official.whole_population()).encode()[:500], "abgeschnitten"),
    "umlaute.csv": (
        official.population(official.whole_population()).encode().decode("latin-1").encode(),
        "Zeichensatz",
    ),
    "doppelt.csv": (official.population(official.whole_population()).encode(), "liegt zweimal vor"),
    "null.csv": (official.population(official.whole_population()).replace("\n01;", "\n1;").encode(), "führende Null"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_leaves_the_old_package_untouched(folder, built, tmp_path, capsys, name):
    shutil.copytree(built, tmp_path / "out")
    before = prints(tmp_path / "out")
    content, problem = BAD[name]
    (folder / name).write_bytes(content)
    code = main(["compile", str(folder), "--county", COUNTY, "--out", str(tmp_path / "out")])
    message = capsys.readouterr().err
    assert code == 1
    assert problem in message and "Abhilfe" in message and "Zeile" in message and ".csv" in message
    assert prints(tmp_path / "out") == before


def test_the_same_table_for_another_year_is_welcome(folder, tmp_path):
    cells = official.whole_population()
    text = official.population(cells, ("31.12.2013", "31.12.2012"))
    official.write(folder / "frueher.csv", text)
    build(folder, tmp_path / "out")
    assert "2012-12-31" in set(load(tmp_path / "out").facts["period"])


def test_unknown_county_missing_folder_and_missing_register(folder, tmp_path):
    with pytest.raises(SourceFileError, match="13011"):
        compile_package(folder, "13011", tmp_path / "out", folder.parent / "tables")
    with pytest.raises(SourceFileError, match="Ordner gibt es nicht"):
        build(folder / "fehlt", tmp_path / "out")
    (folder / "GV100AD.txt").unlink()
    with pytest.raises(SourceFileError, match="kein Gemeindeverzeichnis"):
        build(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_command_line(folder, built, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(built, out)
    assert main(["compile", str(folder), "--county", COUNTY, "--out", str(out)]) == 0
    assert "Gelesen" in capsys.readouterr().out
    assert main(["check", str(out)]) == 0
    assert f"Kreis {COUNTY}" in capsys.readouterr().out
    assert main(["check", str(tmp_path)]) == 1
    with pytest.raises(SystemExit):
        main(["compile", str(folder), "--county", "1307"])


def test_files_that_cannot_be_moved_bring_the_old_ones_back(tmp_path):
    built, out = tmp_path / "neu", tmp_path / "alt"
    for folder, text in ((built, "neu"), (out, "alt")):
        folder.mkdir()
        (folder / "a.csv").write_text(text)
    with pytest.raises(OSError):
        put_in_place(built, out, ["a.csv", "fehlt.csv"])
    assert (out / "a.csv").read_text() == "alt"
    assert [path.name for path in out.iterdir()] == ["a.csv"]


def test_scanning_knows_every_reader():
    assert all(hasattr(reader, "matches") and hasattr(reader, "read") for reader in scan.READERS)
