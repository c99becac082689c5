"""One row of a table of facilities: checked cell by cell, so that whoever wrote it is told what is wrong and where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from data.errors import SourceFileError
from data.facilities import REMEDY, Surroundings, facility_id, is_id
from data.facility_kinds import KINDS, kind_key, meant
from data.schema import AGE_OPEN

LONGEST: Final = {"art": 60, "name": 200, "quelle": 300}
OLDEST, EARLIEST, LATEST, MOST_PLACES = 120, 1950, 2100, 100_000
WHERE: Final = "Spalte „gemeinde“ oder die Spalten „lon“ und „lat“ ausfüllen."
DEGREES: Final = "Grad mit Nachkommastellen eintragen, zum Beispiel lon 12,1757 und lat 53,7945 (WGS 84)."


def read_row(path: Path, line: int, raw: dict[str, str], around: Surroundings) -> dict[str, Any]:
    """Check one row and put it into the columns of facilities.

    Parameters
    ----------
    path : Path
        The file, for messages.
    line : int
        Line in the file, from 1.
    raw : dict[str, str]
        Cells by column; empty texts where nothing is given.
    around : Surroundings
        Where facilities may lie.

    Raises
    ------
    SourceFileError
        In German, with file, line, column and remedy.
    """
    for column, longest in LONGEST.items():
        if not raw[column]:
            raise SourceFileError(path, f"Die Angabe „{column}“ fehlt.", REMEDY, line, column)
        if len(raw[column]) > longest:
            raise SourceFileError(path, f"Der Text ist länger als {longest} Zeichen.", "Kürzen.", line, column)
    kind = _kind(path, line, raw["art"])
    lon, lat, region, at_centre = _where(path, line, raw, around)
    if raw["id"] and not is_id(raw["id"]):
        problem = (
            f"„{raw['id']}“ ist kein Kurzname: erlaubt sind Kleinbuchstaben ohne Umlaute, Ziffern und Unterstrich."
        )
        raise SourceFileError(path, problem, "Kürzen oder die Zelle leer lassen.", line, "id")
    age_from, age_to = _ages(path, line, raw)
    return {
        "id": raw["id"] or facility_id(kind, raw["name"], lon, lat),
        "kind": kind,
        "kind_name": KINDS[kind].name if kind in KINDS else raw["art"],
        "name": raw["name"],
        "lon": lon,
        "lat": lat,
        "region_id": region,
        "at_centre": at_centre,
        "year": _whole(path, line, raw, "jahr", EARLIEST, LATEST),
        "source": raw["quelle"],
        "age_from": age_from,
        "age_to": age_to,
        "capacity": float(_whole(path, line, raw, "plaetze", 0, MOST_PLACES)) if raw["plaetze"] else float("nan"),
    }


def _kind(path: Path, line: int, word: str) -> str:
    known = meant(word)
    if known is not None:
        problem = f"Die Art „{word}“ ist unbekannt. Gemeint ist wohl „{known.name}“."
        raise SourceFileError(path, problem, f"„{known.name}“ schreiben oder die Art anders nennen.", line, "art")
    key = kind_key(word)
    if not key:
        problem = f"„{word}“ ist kein Name einer Art."
        raise SourceFileError(path, problem, "Ein Wort wie „Kita“ eintragen.", line, "art")
    return key


def _where(path: Path, line: int, raw: dict[str, str], around: Surroundings) -> tuple[float, float, str, bool]:
    """Give longitude, latitude, key of the municipality if one was named, and whether its centre stands for the place."""
    region = _municipality(path, line, raw["gemeinde"], around) if raw["gemeinde"] else ""
    given = [column for column in ("lon", "lat") if raw[column]]
    if not given:
        if not region:
            raise SourceFileError(path, "Es fehlt, wo die Einrichtung liegt.", WHERE, line, "gemeinde")
        lon, lat = around.centres[region]
        if not around.holds(lon, lat):
            problem = f"„{raw['gemeinde']}“ liegt weit weg vom Landkreis."
            raise SourceFileError(path, problem, "Ist eine andere Gemeinde gemeint?", line, "gemeinde")
        return lon, lat, region, True
    if len(given) == 1:
        missing = "lat" if given == ["lon"] else "lon"
        raise SourceFileError(path, f"Nur „{given[0]}“ ist angegeben, „{missing}“ fehlt.", WHERE, line, missing)
    lon, lat = (_degrees(path, line, raw, column) for column in ("lon", "lat"))
    _refuse_far(path, line, lon, lat, around)
    return lon, lat, region, False


def _municipality(path: Path, line: int, word: str, around: Surroundings) -> str:
    keys = around.keys(word)
    if len(keys) == 1:
        return keys[0]
    if keys:
        problem = f"„{word}“ heißen mehrere Gemeinden."
        remedy = f"Statt des Namens den Schlüssel eintragen: {', '.join(keys)}."
    else:
        problem = f"Eine Gemeinde „{word}“ gibt es hier nicht."
        remedy = "Den Namen der Gemeinde (nicht des Ortsteils) oder ihren achtstelligen Schlüssel eintragen."
    raise SourceFileError(path, problem, remedy, line, "gemeinde")


def _degrees(path: Path, line: int, raw: dict[str, str], column: str) -> float:
    """Read degrees; a comma is as good as a point."""
    text = raw[column].replace(",", ".").removesuffix("°").strip()
    if not re.fullmatch(r"-?\d{1,12}(\.\d+)?", text, re.ASCII):
        raise SourceFileError(path, f"„{raw[column]}“ ist keine Zahl in Grad.", DEGREES, line, column)
    if abs(float(text)) > 180:
        problem = f"„{raw[column]}“ ist keine Zahl in Grad; das sieht nach Metern eines anderen Koordinatensystems aus."
        raise SourceFileError(path, problem, DEGREES, line, column)
    return float(text)


def _refuse_far(path: Path, line: int, lon: float, lat: float, around: Surroundings) -> None:
    if around.holds(lon, lat):
        return
    given = f"lon {lon:g}, lat {lat:g}".replace(".", ",").replace(", lat", "; lat")
    if around.holds(lat, lon):
        raise SourceFileError(path, f"Länge und Breite sind vertauscht ({given}).", "„lon“ ist hier die kleinere Zahl, „lat“ die größere.", line, "lon")  # fmt: skip
    west, south, east, north = (f"{edge:.1f}".replace(".", ",") for edge in around.box)
    problem = f"Der Ort ({given}) liegt nicht im Landkreis und nicht in seiner Umgebung."
    raise SourceFileError(path, problem, f"Erwartet: lon {west} bis {east}, lat {south} bis {north}.", line, "lon")


def _ages(path: Path, line: int, raw: dict[str, str]) -> tuple[float, float]:
    """Give the ages as ``[from, to)``; unknown where the table names none."""
    if not raw["von"] and not raw["bis"]:
        return float("nan"), float("nan")
    low = _whole(path, line, raw, "von", 0, OLDEST) if raw["von"] else 0
    high = _whole(path, line, raw, "bis", 0, OLDEST) if raw["bis"] else AGE_OPEN - 1
    if high < low:
        problem = f"Das Alter „von {low} bis {high}“ gibt es nicht."
        raise SourceFileError(path, problem, "„bis“ darf nicht kleiner sein als „von“.", line, "bis")
    return float(low), float(high + 1)


def _whole(path: Path, line: int, raw: dict[str, str], column: str, least: int, most: int) -> int:
    text = raw[column]
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not least <= int(text) <= most:
        problem = f"„{text}“ ist keine ganze Zahl von {least} bis {most}." if text else "Die Zahl fehlt."
        raise SourceFileError(path, problem, REMEDY, line, column)
    return int(text)
