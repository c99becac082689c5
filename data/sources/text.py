"""Read a publisher's text file, or say plainly why it cannot be one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from data.errors import SourceFileError

_BOM: Final = b"\xef\xbb\xbf"
_BINARY_STARTS: Final = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
_HTML: Final = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)
_MOJIBAKE: Final = re.compile("Ã[\u0080-\u00bf¤¶¼ŸŸ„–œ]|â€[“”™œ\x93\x94]|Â[§°²³©]|\ufffd")
_AGAIN: Final = "Die Datei beim Herausgeber noch einmal herunterladen und unverändert in den Ordner legen."


def head(path: Path, size: int = 8192) -> str:
    """First characters of a file for cheap sniffing; empty for anything that is no text.

    Parameters
    ----------
    path : Path
        Any file.
    size : int
        Number of bytes to look at.

    Returns
    -------
    str
        The beginning without byte order mark, decoded as UTF-8 or else latin-1.
    """
    with path.open("rb") as stream:
        raw = stream.read(size)
    if b"\x00" in raw or raw.startswith(_BINARY_STARTS):
        return ""
    raw = raw.removeprefix(_BOM)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        return raw[: broken.start].decode("utf-8") if broken.start > len(raw) - 4 else raw.decode("latin-1")


def read_text(path: Path) -> str:
    r"""Whole text of a file in UTF-8 (with or without byte order mark) or latin-1.

    Parameters
    ----------
    path : Path
        File as the publisher issued it.

    Returns
    -------
    str
        The text, line ends unified to ``\\n``.

    Raises
    ------
    SourceFileError
        For an empty or binary file, an HTML error page, or an encoding that was broken on the way.
    """
    raw = path.read_bytes()
    _refuse_no_text(path, raw)
    text = _decode(path, raw.removeprefix(_BOM))
    if _HTML.match(text):
        raise SourceFileError(
            path, "Das ist eine Internetseite (meist eine Fehlermeldung), keine Tabelle.", _AGAIN, line=1, column=1
        )
    _refuse_mojibake(path, text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_no_text(path: Path, raw: bytes) -> None:
    if not raw.strip():
        raise SourceFileError(path, "Die Datei ist leer.", _AGAIN, line=1, column=1)
    if b"\x00" in raw or raw.startswith(_BINARY_STARTS):
        raise SourceFileError(
            path,
            "Die Datei ist keine Textdatei.",
            "Beim Herausgeber die Ausgabe als CSV wählen (nicht Excel, PDF oder ZIP).",
            line=1,
            column=1,
        )


def _decode(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        first_bad = broken.start
    if _mostly_utf8(raw):
        line, column = _place(raw[:first_bad].decode("utf-8"))
        raise SourceFileError(path, "Ein Zeichen ist beschädigt; der Zeichensatz ist gemischt.", _AGAIN, line, column)
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as broken:
        line, column = _place(raw[: broken.start].decode("latin-1"))
        raise SourceFileError(
            path,
            "Der Zeichensatz ist unbekannt; Umlaute lassen sich nicht lesen.",
            "Die Datei in UTF-8 oder Latin-1 speichern oder neu herunterladen.",
            line,
            column,
        ) from broken


def _mostly_utf8(raw: bytes) -> bool:
    """Whether the file is UTF-8 with single broken bytes (more good than bad sequences)."""
    text = raw.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(text.count(letter) for letter in "äöüÄÖÜß–")
    return good > bad


def _refuse_mojibake(path: Path, text: str) -> None:
    found = _MOJIBAKE.search(text)
    if found is None:
        return
    line, column = _place(text[: found.start()])
    raise SourceFileError(
        path,
        f"Falscher Zeichensatz: „{found.group()}“ steht dort, wo ein Umlaut stehen sollte.",
        "Die Datei unverändert herunterladen; nicht mit einem anderen Programm öffnen und neu speichern.",
        line,
        column,
    )


def _place(before: str) -> tuple[int, int]:
    """Line and semicolon-separated column after the text ``before``, both from 1."""
    last = before.rsplit("\n", 1)[-1]
    return before.count("\n") + 1, last.count(";") + 1
