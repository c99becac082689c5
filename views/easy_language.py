"""A place in Leichte Sprache, by the rules of the Netzwerk Leichte Sprache and DIN SPEC 33429, as far as a program can follow them.

One statement in each sentence, each sentence on its own line, short words, long words parted by a hyphen, digits for numbers, big
numbers rounded and called so, no genitive, no subjunctive, hard words explained. Whether it is understood only readers can tell:
the rules ask for a test group of people with learning difficulties, which has not read these texts. That is said with every text.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from data.schema import Level
from indicators.catalogue import Catalogue
from indicators.climb import climb
from indicators.regions import GROUP_PREFIX, Regions
from indicators.reliability import Difference, Verdict
from indicators.rows import Row, Rows
from views.formats import number, rounded
from views.sentences import moment_of, newest, outcome
from views.wording import Wording, wording

NOT_CHECKED: Final = "Geschrieben nach den Regeln für Leichte Sprache, aber nicht von einer Prüfgruppe aus Menschen mit Lernschwierigkeiten geprüft."
"""For whoever puts the text to use; the text itself says the same in its own language."""
HYPHENS: Final = {
    "Landkreis ": "Land-Kreis ",
    "Planungsregion ": "Planungs-Region ",
    "Mittelbereich ": "Mittel-Bereich ",
    "Samtgemeinde ": "Samt-Gemeinde ",
    "Verbandsgemeinde ": "Verbands-Gemeinde ",
    "Verwaltungsgemeinschaft ": "Verwaltungs-Gemeinschaft ",
}
SOURCES: Final = (
    "Die Zahlen kommen von Statistik-Ämtern.",
    "Statistik-Ämter zählen zum Beispiel Menschen und Wohnungen.",
)
ABOUT: Final = (
    "Das Wort etwa heißt: Die Zahl ist gerundet.",
    "Die genaue Zahl ist dann ein bisschen größer oder kleiner.",
)
WRITER: Final = (
    "Ein Computer hat diesen Text geschrieben.",
    "Menschen mit Lern-Schwierigkeiten haben diesen Text noch nicht geprüft.",
)
EXACT_BELOW: Final = 100


@dataclass(frozen=True)
class Part:
    """A heading and the lines below it."""

    title: str
    lines: tuple[str, ...]


def easy_text(rows: Rows, catalogue: Catalogue, region_id: str, benchmark_id: str) -> list[Part]:
    """Tell the most important figures of a place in Leichte Sprache.

    Parameters
    ----------
    rows : Rows
        The figures.
    catalogue : Catalogue
        The indicators.
    region_id : str
        Any region or hand-picked group.
    benchmark_id : str
        The region it is compared with.

    Returns
    -------
    list[Part]
        Parts about which nothing is known are left out; the last one says where the figures and the text come from.
    """
    teller = _Teller(rows, catalogue, region_id, benchmark_id)
    makers: list[tuple[str, Callable[[], list[str]]]] = [
        (teller.heading, teller.what),
        (f"So viele Menschen leben {teller.place.where}", teller.people),
        ("So alt sind die Menschen", teller.ages),
        ("Geburten und Todes-Fälle", teller.births),
        ("Wohnungen und Haus-Halte", teller.homes),
    ]
    made = [Part(title, tuple(lines)) for title, make in makers if (lines := make())]
    rounded_some = any("etwa " in line.lower() for part in made for line in part.lines)
    return [*made, Part("Woher sind die Zahlen?", (*SOURCES, *(ABOUT if rounded_some else ()), *WRITER))]


def plain_text(title: str, parts: list[Part]) -> str:
    """Write the text to take home: one sentence per line, an empty line before each heading."""
    blocks = ["\n".join((part.title, *part.lines)) for part in parts]
    return "\n\n".join((title, *blocks)) + "\n"


def about(count: float) -> str:
    """Write a number of people so that it can be grasped: exact up to a hundred, rounded with "etwa" above.

    Examples
    --------
    >>> about(37), about(814), about(5687), about(28959), about(800)
    ('37', 'etwa 810', 'etwa 5.700', 'etwa 29.000', '800')
    """
    if count < EXACT_BELOW:
        return number(count)
    step = 10 if count < 1000 else 100 if count < 10_000 else 1000
    near = rounded(count / step) * step
    return number(near) if near == count else f"etwa {number(near)}"


def easy_wording(regions: Regions, region_id: str) -> Wording:
    """Give a region's name with hyphens in its long words.

    Examples
    --------
    >>> _hyphens("im Landkreis Rostock"), _hyphens("in Neubrandenburg")
    ('im Land-Kreis Rostock', 'in Neubrandenburg')
    """
    own = wording(regions, region_id)
    return Wording(_hyphens(own.name), _hyphens(own.where), _hyphens(own.of), _hyphens(own.short))


def _hyphens(name: str) -> str:
    for word, parted in HYPHENS.items():
        name = name.replace(word, parted)
    return name


def _count(count: float, one: str, many: str) -> str:
    return f"{about(count)} {one if number(count) == '1' else many}"


@dataclass(frozen=True)
class _Teller:
    """Writes the lines about one place."""

    rows: Rows
    catalogue: Catalogue
    region: str
    benchmark: str

    @property
    def regions(self) -> Regions:
        return self.rows.evaluator.regions

    @property
    def place(self) -> Wording:
        if self.group:
            return Wording("Auswahl", "in dieser Auswahl", "von dieser Auswahl", "Auswahl")
        return easy_wording(self.regions, self.region)

    def known(self, indicator_id: str) -> Row | None:
        row = newest(self.rows, self.catalogue[indicator_id], self.region)
        return None if math.isnan(row["value"]) else row

    @property
    def heading(self) -> str:
        return "Diese Auswahl" if self.group else f"Das ist {self.place.subject}"

    @property
    def group(self) -> bool:
        return self.region.startswith(GROUP_PREFIX)

    # -- what it is --------------------------------------------------------------------------------------------------

    def what(self) -> list[str]:
        """Say what kind of region it is, with the hard words explained."""
        county = easy_wording(self.regions, self.regions.county)
        level, members = self.regions.level(self.region), len(self.regions.members(self.region))
        towns = f"{about(members)} Gemeinden"
        if self.group:
            return [f"Diese Auswahl besteht aus {towns}.", f"Die Gemeinden liegen {county.where}.", *_GEMEINDE]
        if level == Level.LANDKREIS:
            state = wording(self.regions, self.regions.state).where
            return [
                f"{_first_upper(self.place.subject)} liegt {state}.",
                f"Zum Land-Kreis gehören {towns}.",
                *_GEMEINDE,
            ]
        if level == Level.PLANUNGSREGION:
            return [
                f"Die {self.place.name} ist ein Teil vom {county.name}.", f"Zu ihr gehören {towns}.", *_GEMEINDE,
                "Diese Einteilung ist vorläufig.", "Das heißt: Sie kann sich noch ändern.",
            ]  # fmt: skip
        if level == Level.MITTELBEREICH:
            return [
                f"Zum {self.place.name} gehören {towns}.", *_GEMEINDE,
                "Ein Mittel-Bereich ist eine größere Stadt mit den Orten in der Nähe.",
            ]  # fmt: skip
        if level == Level.AMT and not self.regions.amtsfrei(self.region):
            return [f"Zum {self.place.name} gehören {towns}.", *_GEMEINDE, _AMT] if self.place.name.startswith("Amt ") else [
                f"Zur {self.place.name} gehören {towns}.", *_GEMEINDE,
            ]  # fmt: skip
        return [f"{self.place.name} ist eine Gemeinde.", *_GEMEINDE, *self._above(county)]

    def _above(self, county: Wording) -> list[str]:
        """Say where a municipality belongs."""
        amt = self.regions.parent(self.region, Level.AMT)
        lies = f"{self.place.name} liegt {county.where}."
        if amt is None or self.regions.members(amt) == self.regions.members(self.region):
            return [lies]
        name = easy_wording(self.regions, amt).name
        if not name.startswith("Amt "):
            return [lies, f"{self.place.name} gehört zur {name}."]
        return [lies, f"{self.place.name} gehört zum {name}.", _AMT]

    # -- how many ----------------------------------------------------------------------------------------------------

    def people(self) -> list[str]:
        """Say how many people live there, and how that has changed on one census base."""
        now, decade = self.known("einwohner"), self.known("einwohner_10_jahre")
        lines = []
        if now is not None:
            verb = "lebt" if now["value"] == 1 else "leben"
            lines.append(f"{self.place.where_first} {verb} {_count(now['value'], 'Mensch', 'Menschen')}.")
            lines.append(f"Die Zahl ist aus dem Jahr {now['year']}.")
        if now is not None and decade is not None and now["census_base"] != decade["census_base"]:
            lines.append("Die nächsten Zahlen sind aus einer älteren Zählung.")
        return lines + ([] if decade is None else self._decade(decade))

    def _decade(self, row: Row) -> list[str]:
        year, before = int(row["year"]), row["denominator"]
        change = int(row["numerator"])
        first = f"Im Jahr {year - self.catalogue['einwohner_10_jahre'].years_back} waren es {_count(before, 'Mensch', 'Menschen')}."
        if (about(before) == about(before + change) and abs(change) >= EXACT_BELOW) or change == 0:
            return [first, f"Im Jahr {year} waren es ungefähr gleich viele Menschen."]
        more = "mehr" if change > 0 else "weniger"
        return [first, f"Bis zum Jahr {year} sind es {_count(abs(change), 'Mensch', 'Menschen')} {more} geworden."]

    # -- ages --------------------------------------------------------------------------------------------------------

    def ages(self) -> list[str]:
        """Say how many are old and how many are young; of a hundred people where the place is large enough."""
        old, young = self.known("anteil_67"), self.known("anteil_unter_16")
        lines = []
        if young is not None and not math.isnan(young["numerator"]):
            verb = "ist" if number(young["numerator"]) == "1" else "sind"
            lines.append(
                _first_upper(f"{_count(young['numerator'], 'Mensch', 'Menschen')} {verb} jünger als 16 Jahre.")
            )
        if old is None or math.isnan(old["numerator"]):
            return lines
        verb = "ist" if number(old["numerator"]) == "1" else "sind"
        lines.append(_first_upper(f"{_count(old['numerator'], 'Mensch', 'Menschen')} {verb} 67 Jahre oder älter."))
        small = old["verdict"] == Verdict.TOO_SMALL
        return lines + (self._climbed(old) if small else self._of_hundred(old))

    def _of_hundred(self, row: Row) -> list[str]:
        """Compare with the larger region: of a hundred people here and there."""
        indicator = self.catalogue["anteil_67"]
        mark = float(self.rows.at(indicator, moment_of(self.rows, indicator, row), self.benchmark)["value"])
        where = easy_wording(self.regions, self.benchmark).where
        lines = [_hundred(self.place.where, row["value"])]
        if math.isnan(mark) or self.benchmark == self.region:
            return lines
        if number(mark) == number(row["value"]):
            return [*lines, f"{_first_upper(where)} sind es genauso viele."]
        sure = outcome(indicator, row, mark) in (Difference.HIGHER, Difference.LOWER)
        return [
            *lines, f"{_first_upper(where)} sind es {number(mark)} von 100 Menschen.",
            "Dieser Unterschied ist sicher." if sure else "Dieser Unterschied kann Zufall sein.",
        ]  # fmt: skip

    def _climbed(self, row: Row) -> list[str]:
        """Say that the place is too small to be judged, and look at the next larger region."""
        indicator = self.catalogue["anteil_67"]
        found = climb(self.rows, indicator, moment_of(self.rows, indicator, row), self.region)
        lines = [f"{self.place.name} ist sehr klein.", "Kleine Zahlen ändern sich schnell."]
        if found.carried is None:
            return lines
        larger = easy_wording(self.regions, found.region_id)
        return [*lines, f"Darum schauen wir auch auf {larger.whom}.", _hundred(larger.where, found.carried["value"])]

    # -- births, homes -----------------------------------------------------------------------------------------------

    def births(self) -> list[str]:
        """Say how many were born and how many died in the same years."""
        births, deaths = self.known("geburtenrate"), self.known("sterberate")
        if births is None or deaths is None or births["period"] != deaths["period"]:
            return []
        born, died = births["numerator"], deaths["numerator"]
        first, _, last = str(births["period"]).partition("/")
        when = f"Wir zählen die Jahre {first} bis {last}." if last else f"Wir zählen das Jahr {first}."
        lines = [
            when,
            f"In dieser Zeit {'ist' if number(born) == '1' else 'sind'} {_count(born, 'Kind', 'Kinder')} geboren.",
            f"In dieser Zeit {'ist' if number(died) == '1' else 'sind'} {_count(died, 'Mensch', 'Menschen')} gestorben.",
        ]
        if born == died:
            return [*lines, "Das sind gleich viele Geburten und Todes-Fälle."]
        return [
            *lines,
            f"Es gab also mehr {'Geburten als Todes-Fälle' if born > died else 'Todes-Fälle als Geburten'}.",
        ]

    def homes(self) -> list[str]:
        """Say how many dwellings stand empty and in how many households children live."""
        empty, children = self.known("leerstand"), self.known("haushalte_mit_kindern")
        lines = []
        if empty is not None:
            lines.append(f"{self.place.where_first} gibt es {_count(empty['denominator'], 'Wohnung', 'Wohnungen')}.")
            verb = "steht" if number(empty["numerator"]) == "1" else "stehen"
            lines.append(f"Davon {verb} {_count(empty['numerator'], 'Wohnung', 'Wohnungen')} leer.")
        if children is not None:
            lines.append("Ein Haus-Halt sind alle Menschen in einer Wohnung.")
            count = _count(children["numerator"], "Haus-Halt", "Haus-Halten")
            lines.append(f"In {count} leben Kinder.")
        return lines


_GEMEINDE: Final = ("Eine Gemeinde ist ein Ort.", "Manchmal gehören mehrere Orte zu einer Gemeinde.")
_AMT: Final = "Ein Amt arbeitet für mehrere Gemeinden."


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _hundred(where: str, value: float) -> str:
    verb = "ist" if number(value) == "1" else "sind"
    who = "1 Mensch" if number(value) == "1" else f"{number(value)} Menschen"
    return f"Von 100 Menschen {where} {verb} {who} 67 Jahre oder älter."
