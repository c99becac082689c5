"""A small invented state in the two layouts of the Gemeindeverzeichnis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

DATE = "20250831"

Row = tuple[str, str, str, str, int, int, int]
"""Record, Regionalschlüssel, name, text key, area in hectares, population, males."""

STATE: tuple[Row, ...] = (
    ("10", "13", "Musterland", "", 0, 0, 0),
    ("40", "13003", "Wismut", "41", 0, 0, 0),
    ("50", "130030000", "Wismut, Hansestadt", "50", 0, 0, 0),
    ("60", "130030000000", "Wismut, Hansestadt", "61", 5000, 90000, 44000),
    ("40", "13072", "Landkreis Wismut", "44", 0, 0, 0),
    ("50", "130720043", "Güsten, Barlachstadt", "50", 0, 0, 0),
    ("60", "130720043043", "Güsten, Barlachstadt", "63", 7109, 29556, 14000),
    ("50", "130725251", "Güsten-Land", "51", 0, 0, 0),
    ("60", "130725251001", "Alt Bukow", "64", 1528, 512, 249),
    ("60", "130725251002", "Neuendorf", "64", 1000, 300, 150),
    ("60", "130729444444", "Gdefr. Geb. (Lkr Wismut)", "66", 250, 0, 0),
    ("40", "13073", "Küstenland", "44", 0, 0, 0),
    ("50", "130735301", "Am Meer", "53", 0, 0, 0),
    ("60", "130735301001", "Neuendorf", "64", 900, 140, 70),
    ("50", "130735302", "Hinterland", "53", 0, 0, 0),
    ("60", "130735302002", "Neuendorf", "64", 800, 160, 80),
    ("60", "130009999999", "Küstengewässer einschl. Anteil am Festlandsockel", "66", 100, 0, 0),
)


def gv100ad_line(row: Row) -> str:
    """One record of 220 characters."""
    record, ars, name, text_key, area, people, male = row
    key = ars[:5].ljust(5) + ars[9:12].ljust(3) + ars[5:9].ljust(4)
    numbers = f"{area:011d}{people:011d}{male:011d}    18209     " if record == "60" else ""
    return (f"{record}{DATE}{key}{name:<50}{'':<50}{text_key:<2}    {numbers}").ljust(220)


def gv100ad(path: Path, rows: Sequence[Row] = STATE, encoding: str = "utf-8-sig", extra: Sequence[str] = ()) -> Path:
    """Write GV100AD."""
    text = "\n".join([*(gv100ad_line(row) for row in rows), *extra]) + "\n"
    path.write_bytes(text.encode(encoding))
    return path


def workbook_row(row: Row) -> list[Any]:
    """One line of the yearly edition."""
    record, ars, name, text_key, area, people, male = row
    parts = [ars[:2], ars[2:3], ars[3:5], ars[5:9], ars[9:12]]
    cells: list[Any] = [record, text_key, *parts, name]
    return [*cells, area / 100, people, male, people - male, 1, "18209", "12,5", 53.9] if record == "60" else cells


def auszug(
    path: Path, rows: Sequence[Sequence[Any]] | None = None, date: str = "31.12.2017", low: bool = False
) -> Path:
    """Write a yearly edition; ``low`` puts the headings of the centre points a row lower, as in some years."""
    book = Workbook()
    book.active.title = "Inhalt"
    sheet = book.create_sheet("Onlineprodukt_Gemeinden")
    points = ["Längengrad", "Breitengrad"]
    sheet.append([f"Gemeinden in Deutschland nach Fläche und Bevölkerung am {date} (Jahr)"])
    sheet.append([])
    sheet.append(["Satz-art", "Text-kenn-zeichen", "Amtlicher Regionalschlüssel (ARS)", *[None] * 4, "Gemeindename",
                  "Fläche km2 1)", "Bevölkerung2)", None, None, None, "Post-leit-zahl", "Geografische Mittelpunkte"])  # fmt: skip
    heads = ["insgesamt", "männlich", "weiblich", "je km2", None]
    sheet.append([None, None, "Land", "RB", "Kreis", "VB", "Gem", None, None, *heads, *([] if low else points)])
    sheet.append([None, None, f"Gebietsstand am {date} (Jahr)", *[None] * 11, *(points if low else [])])
    sheet.append([])
    for cells in rows if rows is not None else [workbook_row(row) for row in STATE]:
        sheet.append(list(cells))
    sheet.append([])
    sheet.append(["1) Abweichungen durch Runden möglich."])
    book.save(path)
    return path
