"""The table of personas: what it may say, and what is told of a row that cannot be used."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.errors import SourceFileError
from data.package import load
from data.personas import COLUMNS, PERSONA_COLUMNS, TABLE, read_personas
from indicators.catalogue import ALL_AGES, load_catalogue
from indicators.personas import personas

GOOD = {
    "id": "kinder", "name": "Kinder", "augen": "Kindern", "von": "0", "bis": "15", "indikatoren": "anteil_unter_16 geburtenrate",
    "dienste": "grundschule", "frage": "Wo kann ich spielen?", "hinweis": "", "herkunft": "verfahren",
}  # fmt: skip


def table(folder, *rows):
    lines = [";".join(COLUMNS), *(";".join((GOOD | row)[name] for name in COLUMNS) for row in rows)]
    path = folder / TABLE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_shipped_personas_are_six_and_say_which_are_assumed():
    found = personas(load(), load_catalogue())
    assert len(found) == 6
    assert [p.id for p in found.values() if p.assumed] == ["senioren", "behinderung"]
    assert found["Kinder"].band == (0, 16)
    assert found["Ältere"].aged
    assert found["Menschen mit Behinderung"].band == ALL_AGES


def test_ages_are_inclusive_and_may_be_open(tmp_path):
    found = read_personas(table(tmp_path, {}, {"id": "alte", "von": "80", "bis": ""}))
    assert list(found.columns) == list(PERSONA_COLUMNS)
    assert found[["age_from", "age_to"]].to_numpy().tolist() == [[0, 16], [80, 200]]
    assert found["indicators"].iloc[0] == ("anteil_unter_16", "geburtenrate")


def test_a_package_may_do_without_the_table(tmp_path):
    assert read_personas(tmp_path / TABLE).empty


@pytest.mark.parametrize(
    ("wrong", "column", "said"),
    [
        ({"id": "Große Kinder"}, "id", "kein kurzer Name"),
        ({"id": "kinder"}, "id", "steht schon in Zeile 2"),
        ({"id": "b", "name": ""}, "name", "fehlt"),
        ({"id": "b", "von": "zehn"}, "von", "kein Alter"),
        ({"id": "b", "von": "20", "bis": "10"}, "bis", "gibt es nicht"),
        ({"id": "b", "herkunft": "geraten"}, "herkunft", "verfahren, annahme"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path, wrong, column, said):
    with pytest.raises(SourceFileError, match=said) as refused:
        read_personas(table(tmp_path, {}, wrong))
    assert refused.value.line == 3
    assert refused.value.column == column


def test_an_indicator_that_does_not_exist_is_named(tmp_path):
    package = replace(load(), personas=read_personas(table(tmp_path, {"indikatoren": "anteil_unter_16 glueck"})))
    with pytest.raises(SourceFileError, match="„glueck“") as refused:
        personas(package, load_catalogue())
    assert refused.value.line == 2
