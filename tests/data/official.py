"""Small files in the publishers' layouts, written by the tests themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FOOTER = """__________
"zu ""gesamte Tabelle""
Berichtsjahr ab 2011: Ergebnisse auf Grundlage des Zensus
2011"
"© Statistische Ämter des Bundes und der Länder, Deutschland, 2017.
Dieses Werk ist lizensiert unter der Datenlizenz Deutschland
- Namensnennung - Version 2.0."
Stand: 10.10.2017 / 11:01:03
"""
PLACES = (
    ("DG", "Deutschland"),
    ("01", "  Schleswig-Holstein"),
    ("13", "  Mecklenburg-Vorpommern"),
    ("13099", "      Landkreis Musterland"),
    ("13099001", "        Ahrendorf"),
    ("13099002", "        Brühl, Stadt"),
    ("13099003", "        Clausdorf"),
)


def genesis(code: str, titles: Sequence[str], headers: Sequence[str], rows: Sequence[str], footer: str = FOOTER) -> str:
    """Text of a Regionaldatenbank table."""
    width = max(row.count(";") for row in rows)
    lines = [f"GENESIS-Tabelle: {code}", *(title + ";" * width for title in titles), *headers, *rows]
    return "\n".join(lines) + "\n" + footer


def population(values: dict[str, Sequence[str]], dates: Sequence[str] = ("31.12.2015", "31.12.2014")) -> str:
    """Table 12411-01-01-5: years side by side, three sexes each; ``values`` gives the cells per key."""
    headers = [
        ";;" + ";".join(date for date in dates for _ in range(3)),
        ";;" + ";".join(["Insgesamt;männlich;weiblich"] * len(dates)),
    ]
    rows = [f"{key};{name};" + ";".join(values[key]) for key, name in PLACES if key in values]
    titles = ["Bevölkerungsstand: Bevölkerung nach Geschlecht", "- Stichtag 31.12. -", "Bevölkerungsstand (Anzahl)"]
    return genesis("12411-01-01-5", titles, headers, rows)


def whole_population() -> dict[str, list[str]]:
    """Cells for :func:`population` whose sums hold; Clausdorf did not exist any more in 2015."""
    return {
        "DG": ["900", "450", "450", "890", "445", "445"],
        "01": ["300", "150", "150", "290", "145", "145"],
        "13": ["600", "300", "300", "600", "300", "300"],
        "13099": ["600", "300", "300", "600", "300", "300"],
        "13099001": ["100", "60", "40", "90", "50", "40"],
        "13099002": ["500", "240", "260", "480", "235", "245"],
        "13099003": ["-", "-", "-", "30", "15", "15"],
    }


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    path.write_bytes(text.encode(encoding))
    return path
