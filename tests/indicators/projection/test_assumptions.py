"""The table of assumptions: read from the package, refused in German where something is missing or no number."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from data.errors import SourceFileError
from data.package import default_folder, load
from indicators.projection.assumptions import Assumptions


@pytest.fixture
def package_with(tmp_path):
    """Lay out the shipped package with another table of assumptions."""

    def build(change):
        shipped = default_folder()
        for folder in ("tables", "boundaries"):
            (tmp_path / folder).mkdir()
            for file in (shipped / folder).iterdir():
                (tmp_path / folder / file.name).symlink_to(file)
        (tmp_path / "datapackage.json").symlink_to(shipped / "datapackage.json")
        table = tmp_path / "tables/annahmen.csv"
        lines = table.read_text(encoding="utf-8").splitlines()
        table.unlink()
        table.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")
        return tmp_path

    return build


def test_every_row_of_the_shipped_table_is_used_and_has_a_source(shipped):
    table = shipped.assumptions
    assert set(table["id"]) == set(asdict(Assumptions.of(table)))
    assert (table[["einheit", "was", "quelle"]] != "").all().all()


def test_a_changed_row_changes_the_assumption(package_with):
    folder = package_with(lambda lines: [line.replace("near_km,20,", "near_km,12.5,") for line in lines])
    assert Assumptions.of(load(folder).assumptions).near_km == 12.5


def test_a_missing_row_is_named(shipped):
    table = shipped.assumptions
    with pytest.raises(ValueError, match=r"annahmen\.csv.* fehlt die Zeile „near_km“"):
        Assumptions.of(table[table["id"] != "near_km"])


@pytest.mark.parametrize("name", ["near_km", "place_persistence"])
@pytest.mark.parametrize("value", ["", "-1", "nan", "inf"])
def test_a_row_without_a_sensible_value_is_named(shipped, name, value):
    table = shipped.assumptions
    wrong = table.assign(wert=table["wert"].where(table["id"] != name, float(value or "nan")))
    with pytest.raises(ValueError, match=rf"Zeile „{name}“.*nötig ist eine Zahl"):
        Assumptions.of(wrong)


def test_an_empty_cell_is_no_number(package_with):
    folder = package_with(lambda lines: [line.replace("near_km,20,", "near_km,,") for line in lines])
    with pytest.raises(ValueError, match="near_km"):
        Assumptions.of(load(folder).assumptions)


def test_a_word_for_a_number_is_found_in_its_line(package_with):
    shipped = (default_folder() / "tables/annahmen.csv").read_text(encoding="utf-8").splitlines()
    line = 1 + [row.split(",")[0] for row in shipped].index("near_km")
    folder = package_with(lambda lines: [line.replace("near_km,20,", "near_km,zwanzig,") for line in lines])
    with pytest.raises(SourceFileError, match="„zwanzig“ ist keine Zahl") as refused:
        load(folder)
    assert (refused.value.file.name, refused.value.line, refused.value.column) == ("annahmen.csv", line, "wert")


def test_a_missing_column_is_named(package_with):
    folder = package_with(lambda lines: [lines[0].replace("wert", "zahl"), *lines[1:]])
    with pytest.raises(SourceFileError, match="Die Spalte „wert“ fehlt"):
        load(folder)
