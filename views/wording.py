"""German names in sentences: "in Walkendorf", "im Landkreis", "des Amtes Gnoien"."""

from __future__ import annotations

from dataclasses import dataclass

from data.schema import Level
from indicators.regions import GROUP_PREFIX, Regions


@dataclass(frozen=True)
class Wording:
    """The forms of one region's name.

    Attributes
    ----------
    name : str
        As a title: "Amt Gnoien".
    where : str
        "in Walkendorf", "im Amt Gnoien", "in der Planungsregion Süd-Ost".
    of : str
        Genitive: "von Walkendorf", "des Amtes Gnoien".
    short : str
        As a reference in a table: "Landkreis".
    """

    name: str
    where: str
    of: str
    short: str

    @property
    def where_first(self) -> str:
        """The place at the beginning of a sentence."""
        return self.where[0].upper() + self.where[1:]

    @property
    def subject(self) -> str:
        """The place as who does something: "Walkendorf", "das Amt Gnoien", "der Landkreis Rostock".

        Examples
        --------
        >>> [Wording(n, w, "", "").subject for n, w in (("Lohmen", "in Lohmen"), ("Amt Gnoien", "im Amt Gnoien"))]
        ['Lohmen', 'das Amt Gnoien']
        """
        return self._with_article("der")

    @property
    def whom(self) -> str:
        """The place in the fourth case: "für Walkendorf", "für den Landkreis Rostock"."""
        return self._with_article("den")

    def _with_article(self, masculine: str) -> str:
        article, _, rest = self.where.partition(" ")
        if article == "im":
            return f"{'das' if rest.startswith('Amt ') else masculine} {rest}"
        return f"die {rest.removeprefix('der ')}" if rest.startswith("der ") else rest


def wording(regions: Regions, region_id: str) -> Wording:
    """Give the forms of a region's name.

    The German words of the register decide: Amt, Samtgemeinde, Verwaltungsgemeinschaft, Landkreis, Kreis.
    """
    name = regions.name(region_id)
    level = regions.level(region_id)
    if region_id.startswith(GROUP_PREFIX):
        return Wording(name, f"in der Auswahl {name}", f"der Auswahl {name}", "Auswahl")
    if level == Level.PLANUNGSREGION:
        full = name if name.startswith("Planungsregion") else f"Planungsregion {name}"
        return Wording(full, f"in der {full}", f"der {full}", full)
    if level == Level.MITTELBEREICH:
        return Wording(name, f"im {name}", _genitive(name), name)
    if level == Level.LANDKREIS:
        return _county(name)
    if level == Level.AMT and not regions.amtsfrei(region_id):
        feminine = name.startswith(("Samtgemeinde", "Verwaltungsgemeinschaft", "Verbandsgemeinde"))
        return Wording(
            name, f"in der {name}" if feminine else f"im {name}", f"der {name}" if feminine else _genitive(name), name
        )
    return Wording(name, f"in {name}", f"von {name}", name)


def _county(name: str) -> Wording:
    if name.startswith(("Landkreis ", "Kreis ")):
        return Wording(name, f"im {name}", _genitive(name), name.split(" ", 1)[0])
    return Wording(name, f"in {name}", f"von {name}", name)


def _genitive(name: str) -> str:
    """Put "Amt Gnoien" into the genitive: "des Amtes Gnoien"."""
    head, _, rest = name.partition(" ")
    endings = {"Amt": "Amtes", "Landkreis": "Landkreises", "Kreis": "Kreises", "Mittelbereich": "Mittelbereichs"}
    return f"des {endings.get(head, head + 's')} {rest}".rstrip()


def article_dative(regions: Regions, region_id: str) -> str:
    """Write "im Landkreis", "in Mecklenburg-Vorpommern": where the benchmark is, as short as possible."""
    words = wording(regions, region_id)
    return f"im {words.short}" if words.short in ("Landkreis", "Kreis") else words.where


def article_genitive(regions: Regions, region_id: str) -> str:
    """Write "des Landkreises", "von Mecklenburg-Vorpommern": whose share it is, as short as possible."""
    words = wording(regions, region_id)
    return f"des {words.short}es" if words.short in ("Landkreis", "Kreis") else words.of
