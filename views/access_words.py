"""German sentences about ways: how far, for whom, and who gains or loses; heads always stand beside a share."""

from __future__ import annotations

import math
from typing import Final

from data.facility_kinds import Kind
from indicators.access.beyond import Beyond, Heads
from indicators.access.gains import Gains
from indicators.access.people import People
from views.forecast_words import people_words
from views.formats import NBSP, number, with_unit
from views.wording import Wording

FEWEST_FOR_A_SHARE: Final = 100
"""Below so many people a percentage says less than the heads do (as in the maps of the federal statistics)."""
_TO: Final = {"f": "zur nächsten ", "m": "zum nächsten ", "n": "zum nächsten "}
_FROM: Final = {"f": "von einer ", "m": "von einem ", "n": "von einem "}
_NEW: Final = {"f": "neue ", "m": "neuer ", "n": "neues "}


def km(value: float, *, signed: bool = False) -> str:
    """Write a way: "6,2 km".

    Examples
    --------
    >>> km(6.25) == "6,3" + NBSP + "km", km(float("inf"))
    (True, 'kein Weg')
    """
    return "kein Weg" if math.isinf(value) else with_unit(value, "km", 1, signed=signed)


def limit_words(limit: float) -> str:
    """Write a chosen distance: "5 km", "2,5 km"."""
    return f"{number(limit, 0 if float(limit).is_integer() else 1)}{NBSP}km"


def to_nearest(kind: Kind) -> str:
    """Write "zur nächsten Grundschule", "zum nächsten Bahnhof"."""
    return _TO[kind.gender] + kind.dative if kind.gender else f"zum nächsten Ziel der Art „{kind.name}“"


def from_one(kind: Kind) -> str:
    """Write "von einer Grundschule", "von einem Bahnhof"."""
    return _FROM[kind.gender] + kind.dative if kind.gender else f"von einem Ziel der Art „{kind.name}“"


def new_one(kind: Kind) -> str:
    """Write "neue Grundschule", "neuer Bahnhof"."""
    return _NEW[kind.gender] + kind.name if kind.gender else f"neu: „{kind.name}“"


def many(kind: Kind, count: int) -> str:
    """Write "36 Grundschulen", "1 Bahnhof".

    Examples
    --------
    >>> from data.facility_kinds import KINDS, own_kind
    >>> many(KINDS["bahnhof"], 1), many(KINDS["bahnhof"], 47), many(own_kind("Tafel"), 3)
    ('1 Bahnhof', '47 Bahnhöfe', '3 Ziele der Art „Tafel“')
    """
    if not kind.gender:
        return f"{number(count)} {'Ziel' if count == 1 else 'Ziele'} der Art „{kind.name}“"
    return f"{number(count)} {kind.name if count == 1 else kind.plural}"


def told(heads: Heads, counted: People) -> str:
    """Write a number of people: "1.240", "mindestens 1.240" where some are unknown, "etwa 1.240" where ages are estimated."""
    if heads.unknown and not heads.people:
        return "unbekannt viele"
    word = "mindestens " if heads.unknown else "etwa " if counted.estimated and heads.people else ""
    return word + number(heads.people)


def share_text(found: Beyond) -> str:
    """Write the share beside the heads, "" where there are too few people or one number is unknown."""
    if found.share is None or found.all.people < FEWEST_FOR_A_SHARE:
        return ""
    return with_unit(found.share, "%", 1)


def far_sentence(found: Beyond, counted: People, kind: Kind, limit: float, place: Wording) -> str:
    """Say how many people live farther away than the limit, without a full stop, as a headline."""
    who, far = people_words(counted.band), f"weiter als {limit_words(limit)} {from_one(kind)}"
    if not found.far.places:
        return f"{place.where_first} liegt keine Gemeinde {far} entfernt"
    if not found.far.people and not found.far.unknown:
        return f"{place.where_first} wohnt niemand dieses Alters {far}"
    if found.far == found.all and not found.far.unknown and found.far.people > 1:
        return f"Alle {number(found.far.people)} {who.many} {place.where} wohnen {far}"
    verb = "wohnt" if number(found.far.people) == "1" and not found.far.unknown else "wohnen"
    if found.all.unknown:
        return f"{place.where_first} {verb} {told(found.far, counted)} {who.of(found.far.people)} {far}"
    return f"{place.where_first} {verb} {told(found.far, counted)} von {number(found.all.people)} {who.dative} {far}"


def own_sentence(way: float, counted: float, people: People, kind: Kind, place: Wording) -> str:
    """Say how far it is from one municipality, and how many people that concerns, without a full stop, as a headline."""
    who = people_words(people.band)
    if math.isinf(way):
        return f"Für {place.name} ist kein Ziel der Art „{kind.name}“ eingetragen"
    unknown = math.isnan(counted)
    here = "wie viele Menschen das betrifft, ist nicht bekannt" if unknown else _live(counted, who.of(counted))
    return f"{place.of[0].upper()}{place.of[1:]} sind es {km(way)} {to_nearest(kind)}; {here}"


def _live(counted: float, who: str) -> str:
    if not counted:
        return "hier lebt niemand dieses Alters"
    return f"hier {'lebt' if number(counted) == '1' else 'leben'} {number(counted)} {who}"


def gains_sentence(found: Gains, counted: People, kind: Kind, changes: int, place: Wording) -> str:
    """Say who gains and who loses by changes, without a full stop, as a headline."""
    who = people_words(counted.band)
    start = "Mit Ihrer Änderung" if changes == 1 else f"Mit Ihren {number(changes)} Änderungen"
    if not found.gain.places and not found.lose.places:
        return f"{start} bleibt {place.where} jeder Weg {to_nearest(kind)} so gut wie gleich"
    both = ((found.gain, "näher"), (found.lose, "weiter"))
    sides = [(heads, word) for heads, word in both if heads.people or heads.unknown]
    if not sides:
        return f"{start} ändern sich {place.where} Wege, aber nicht für {who.many}"
    (heads, word), *rest = sides
    verb = "hat" if number(heads.people) == "1" and not heads.unknown else "haben"
    text = f"{start} {verb} es {place.where} {told(heads, counted)} {who.of(heads.people)} {word} {to_nearest(kind)}"
    return text + "".join(f", {told(other, counted)} {more}" for other, more in rest)


def gain_detail(heads: Heads, mean: float, word: str) -> str:
    """Say by how much those who gain or lose do so: "im Mittel 3,1 km kürzer; in 4 Gemeinden"."""
    many_places = f"in {number(len(heads.places))} {'Gemeinde' if len(heads.places) == 1 else 'Gemeinden'}"
    if math.isnan(mean):
        return many_places
    if math.isinf(mean):
        return f"{many_places}; dort bleibt kein Weg, oder es gab bisher keinen"
    return f"im Mittel {km(mean)} {word}, {many_places}"


def border_sentence(near: Heads, counted: People, kind: Kind, limit: float) -> str:
    """Warn that somebody counted as far may have a facility nearer beyond the border."""
    if not near.people and not near.unknown:
        return ""
    one, who = number(near.people) == "1" and not near.unknown, people_words(counted.band)
    verb, these = (
        ("wohnt", f"dieses {who.one}" if who.one.startswith("Kind") else "diese Person")
        if one
        else ("wohnen", f"diese {who.many}")
    )
    places = "1 Gemeinde, von der" if len(near.places) == 1 else f"{number(len(near.places))} Gemeinden, von denen"
    return (
        f"{told(near, counted)} von ihnen {verb} in {places} es weniger als {limit_words(limit)} bis zur Kreisgrenze sind. "
        f"{kind.plural[0].upper() + kind.plural[1:] if kind.gender else 'Ziele'} jenseits der Grenze kennt diese Karte nicht; "
        f"für {these} kann der Weg kürzer sein."
    )
