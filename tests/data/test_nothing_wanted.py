"""A county that a file says nothing about is no error, and leaves an empty table with the usual columns."""

from __future__ import annotations

import pytest

from data.sources import auszug_gv, bbsr_reference, county_tables, gv100ad, housing, inkar
from data.sources.register import RAW_COLUMNS
from tests.data import official, test_county_tables, test_gv, test_inkar
from tests.data.gemeinden import auszug
from tests.data.gemeinden import gv100ad as write_gv100ad

FILES = {
    "gv100ad": (gv100ad, lambda folder: write_gv100ad(folder / "a.txt")),
    "auszug_gv": (auszug_gv, lambda folder: auszug(folder / "a.xlsx")),
    "bbsr_reference": (bbsr_reference, lambda folder: test_gv.key_changes(folder / "a.xlsx")),
    "inkar rates": (inkar, test_inkar.table),
    "inkar counts": (inkar, lambda folder: official.write(folder / "a.csv", test_inkar.COUNTS)),
    "housing": (housing, lambda folder: official.write(folder / "a.csv", test_county_tables.HOUSING)),
    "five years": (county_tables, lambda folder: official.write(folder / "a.csv", test_county_tables.FIVE_YEARS)),
    "series": (county_tables, lambda folder: official.write(folder / "a.csv", test_county_tables.SERIES)),
    "moves": (county_tables, lambda folder: official.write(folder / "a.csv", test_county_tables.MOVES)),
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_wanted(tmp_path, name):
    reader, make = FILES[name]
    path = make(tmp_path)
    facts = reader.read(path, lambda _: False)
    assert facts.empty
    assert set(RAW_COLUMNS) <= set(facts.columns)
    everything = reader.read(path)
    assert len(everything) == len(reader.read(path, lambda _: True)) > 0
    assert set(RAW_COLUMNS) <= set(everything.columns)
