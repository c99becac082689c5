"""The finding: one German sentence above each map, from the figures by written rules."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.schema import Level, Status
from indicators.catalogue import Indicator
from indicators.regions import LEVEL_NAMES, Regions
from indicators.reliability import Verdict
from views.formats import enumeration, number, with_unit

FRACTIONS: Final = (
    (0.05, 0.055, "jeder Zwanzigste"), (0.095, 0.105, "jeder Zehnte"), (0.19, 0.20, "fast jeder Fünfte"),
    (0.20, 0.21, "jeder Fünfte"), (0.235, 0.25, "fast jeder Vierte"), (0.25, 0.26, "jeder Vierte"),
    (0.30, 0.333, "fast ein Drittel"), (0.333, 0.36, "ein gutes Drittel"), (0.47, 0.50, "fast die Hälfte"),
    (0.50, 0.53, "gut die Hälfte"), (0.63, 0.667, "fast zwei Drittel"), (0.667, 0.69, "gut zwei Drittel"),
    (0.73, 0.75, "fast drei Viertel"), (0.75, 0.77, "gut drei Viertel"),
)  # fmt: skip
PLURALS: Final = ("zwei Drittel", "drei Viertel")
SECRET_SHARE: Final = 0.25
NAMED: Final = 3


def fraction(share: float) -> str:
    """Put a share into words of every day, or nothing where no word is close.

    Examples
    --------
    >>> fraction(0.31), fraction(0.252), fraction(0.41)
    ('fast ein Drittel', 'jeder Vierte', '')
    """
    return next((words for low, high, words in FRACTIONS if low <= share < high), "")


def map_finding(indicator: Indicator, frame: pd.DataFrame, regions: Regions, level: Level) -> str:
    """Say what a map shows.

    Parameters
    ----------
    indicator : Indicator
        What is mapped.
    frame : DataFrame
        One row per region of the level, from ``Evaluator.evaluate``.
    regions : Regions
        For the names.
    level : Level
        What the regions are.
    """
    known = frame[frame["value"].notna() & (frame["verdict"] != Verdict.TOO_SMALL)]
    many = LEVEL_NAMES[level][1]
    secret = int((frame["status"] == Status.SECRET).sum())
    if known.empty:
        return f"Für die {many} gibt es hierzu keine sichere Zahl"
    if secret >= SECRET_SHARE * len(frame):
        return f"{indicator.short}: In {number(secret)} von {number(len(frame))} {dative(many)} bleibt die Zahl geheim"
    if indicator.kind == "change":  # heads are counted for the smallest place, too
        return _gained(frame[frame["value"].notna()], many)
    if indicator.kind == "balance":
        return _signed(indicator, known, many)
    top = known.nlargest(min(NAMED, max(1, len(known) // NAMED)), "value")  # of few regions only the first is news
    names = enumeration([regions.name(r) for r in top["region_id"]])
    words = (
        fraction(float(top["value"].min()) / 100) if indicator.unit == "%" and indicator.people == "Menschen" else ""
    )
    if words and indicator.counted not in ("Menschen", "Frauen"):
        verb = "sind" if words.endswith(PLURALS) else "ist"
        return f"{names}: {words[0].upper()}{words[1:]} {verb} {indicator.counted}"
    low, high = (
        number(top["value"].min(), indicator.decimals),
        with_unit(top["value"].max(), indicator.unit, indicator.decimals),
    )
    spread = high if high.startswith(low) else f"{low} bis {high}"
    most = {"Menschen": "am meisten", "km": "am weitesten"}.get(indicator.unit, "am höchsten")
    return f"{indicator.short}: {most} in {names} ({spread})"


def _signed(indicator: Indicator, known: pd.DataFrame, many: str) -> str:
    above, total = int((known["value"] > 0).sum()), len(known)
    where = f"In {number(above)} von {number(total)} {dative(many)}"
    if indicator.topic == "geburten":
        return f"{where} gab es mehr Geburten als Sterbefälle"
    return f"{indicator.short}: {where} zogen mehr Menschen zu als fort"


def _gained(known: pd.DataFrame, many: str) -> str:
    above, total = int((known["numerator"] > 0).sum()), len(known)
    return f"{number(above)} von {number(total)} {dative(many)} haben Menschen dazugewonnen"


def dative(plural: str) -> str:
    """Put a plural of the levels into the dative: "Ämter" becomes "Ämtern".

    Examples
    --------
    >>> dative("Gemeinden"), dative("Ämter und amtsfreie Gemeinden"), dative("Mittelbereiche")
    ('Gemeinden', 'Ämtern und amtsfreien Gemeinden', 'Mittelbereichen')
    """
    words = {
        "Ämter": "Ämtern",
        "amtsfreie": "amtsfreien",
        "Mittelbereiche": "Mittelbereichen",
        "Landkreise": "Landkreisen",
    }
    return " ".join(words.get(w, w) for w in plural.split(" "))
