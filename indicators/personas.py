"""Personas: with whose eyes the figures are looked at, and which of them matter to those people."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import SourceFileError
from data.package import Package
from data.personas import REMEDY, TABLE
from indicators.catalogue import ALL_AGES, Band, Catalogue


@dataclass(frozen=True)
class Persona:
    """One persona of the workshops.

    Attributes
    ----------
    id, name, dative : str
        Short name, title, and the title after "mit den Augen von".
    band : Band
        Ages ``[from, to)``; all ages where the persona has none of its own.
    indicators : tuple[str, ...]
        Ids of the catalogue: what matters most comes first.
    services : tuple[str, ...]
        Kinds of places these people need, the most important first.
    question, note : str
        What they would ask, and what the figures do not tell about them.
    assumed : bool
        Whether the persona is an assumption of ours and not given by the method of the workshops.
    """

    id: str
    name: str
    dative: str
    band: Band
    indicators: tuple[str, ...]
    services: tuple[str, ...]
    question: str
    note: str
    assumed: bool

    @property
    def aged(self) -> bool:
        """Tell whether the persona stands for some ages only."""
        return self.band != ALL_AGES


def personas(package: Package, catalogue: Catalogue) -> dict[str, Persona]:
    """Give the personas of a package by their names, in the order of the table.

    Raises
    ------
    SourceFileError
        If a row names an indicator that the catalogue does not have.
    """
    found: dict[str, Persona] = {}
    for row in package.personas.to_dict("records"):
        unknown = [i for i in row["indicators"] if i not in catalogue.indicators]
        if unknown:
            path = package.folder / "tables" / TABLE
            problem = f"Den Indikator „{unknown[0]}“ gibt es im Katalog nicht."
            raise SourceFileError(path, problem, REMEDY, int(row["line"]), "indikatoren")
        found[str(row["name"])] = Persona(
            row["id"], row["name"], row["dative"], (int(row["age_from"]), int(row["age_to"])), row["indicators"],
            row["services"], row["question"], row["note"], bool(row["assumed"]),
        )  # fmt: skip
    return found
