"""Kinds of facilities people need to reach: their German names and whom they are for.

A kind that is not listed here may be used all the same: a table of facilities can bring its own, with its own ages.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from data.schema import AGE_OPEN
from data.slug import slug

EVERYBODY: Final = (0, AGE_OPEN)
ALIKE: Final = 0.82
"""How much a word must look like a known one to be taken for a typing error (0 to 1)."""


@dataclass(frozen=True)
class Kind:
    """One kind of facility.

    Attributes
    ----------
    key : str
        Short id, part of links.
    name, plural : str
        "Grundschule", "Grundschulen".
    dative : str
        As in "von einer …", "zur nächsten …".
    gender : str
        "f", "m" or "n"; "" for a kind whose gender nobody told.
    band : tuple[int, int]
        Ages ``[from, to)`` of the people it is for.
    """

    key: str
    name: str
    plural: str
    dative: str
    gender: str
    band: tuple[int, int] = EVERYBODY


def _known(key: str, name: str, plural: str, gender: str, band: tuple[int, int] = EVERYBODY, dative: str = "") -> Kind:
    return Kind(key, name, plural, dative or name, gender, band)


KINDS: Final[dict[str, Kind]] = {
    kind.key: kind
    for kind in (
        _known("grundschule", "Grundschule", "Grundschulen", "f", (6, 10)),
        _known(
            "weiterfuehrende_schule", "weiterführende Schule", "weiterführende Schulen", "f", (10, 16),
            "weiterführenden Schule",
        ),
        _known("bahnhof", "Bahnhof", "Bahnhöfe", "m"),
        _known("kita", "Kita", "Kitas", "f", (0, 6)),
        _known("hort", "Hort", "Horte", "m", (6, 10)),
        _known("jugendtreff", "Jugendtreff", "Jugendtreffs", "m", (10, 19)),
        _known("spielplatz", "Spielplatz", "Spielplätze", "m", (0, 10)),
        _known("hausarztpraxis", "Hausarztpraxis", "Hausarztpraxen", "f"),
        _known("kinderarztpraxis", "Kinderarztpraxis", "Kinderarztpraxen", "f", (0, 16)),
        _known("zahnarztpraxis", "Zahnarztpraxis", "Zahnarztpraxen", "f"),
        _known("apotheke", "Apotheke", "Apotheken", "f"),
        _known("krankenhaus", "Krankenhaus", "Krankenhäuser", "n"),
        _known("pflegeheim", "Pflegeheim", "Pflegeheime", "n", (75, AGE_OPEN)),
        _known("tagespflege", "Tagespflege", "Tagespflegen", "f", (75, AGE_OPEN)),
        _known("lebensmittelmarkt", "Lebensmittelmarkt", "Lebensmittelmärkte", "m"),
        _known("dorfladen", "Dorfladen", "Dorfläden", "m"),
        _known("dorfgemeinschaftshaus", "Dorfgemeinschaftshaus", "Dorfgemeinschaftshäuser", "n"),
        _known("bibliothek", "Bibliothek", "Bibliotheken", "f"),
        _known("sportplatz", "Sportplatz", "Sportplätze", "m"),
        _known("haltestelle", "Haltestelle", "Haltestellen", "f"),
        _known("bankfiliale", "Bankfiliale", "Bankfilialen", "f"),
        _known("postfiliale", "Postfiliale", "Postfilialen", "f"),
        _known("feuerwehrhaus", "Feuerwehrhaus", "Feuerwehrhäuser", "n"),
    )
}  # fmt: skip
"""What is known by name. The ages are those of today's figures by municipality; who needs what is an assumption of ours."""


def kind_key(word: str) -> str:
    """Make the short id of a kind's name, singular or plural.

    Examples
    --------
    >>> kind_key("Weiterführende Schule"), kind_key("Kitas"), kind_key("Tafel & Kleiderkammer")
    ('weiterfuehrende_schule', 'kita', 'tafel_kleiderkammer')
    """
    key = slug(word).replace("-", "_")
    plurals = {slug(kind.plural).replace("-", "_"): kind.key for kind in KINDS.values()}
    return plurals.get(key, key)


def meant(word: str) -> Kind | None:
    """Guess the known kind that a mistyped word stands for.

    Examples
    --------
    >>> meant("Grundschle").name, meant("Tafel")
    ('Grundschule', None)
    """
    key = kind_key(word)
    found = get_close_matches(key, list(KINDS), 1, ALIKE)
    return KINDS[found[0]] if found and key not in KINDS else None


def own_kind(word: str, band: tuple[int, int] = EVERYBODY) -> Kind:
    """Make a kind that nobody listed; its words stay as they were written."""
    known = KINDS.get(kind_key(word))
    if known is not None:
        return Kind(known.key, known.name, known.plural, known.dative, known.gender, band)
    return Kind(kind_key(word), word, word, word, "", band)
