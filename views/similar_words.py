"""Why two municipalities are alike and where they differ, in German: heads beside shares, nothing claimed that chance could make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.reliability import SMALL_POPULATION
from indicators.settlement import SettlementType
from indicators.similarity import CLOSE_PAIRS, NEAR_PAIRS, Alike, Neighbour, Similarity, Trait, Weights
from indicators.similarity_features import CENTRE_GROUP, TYPE, Feature, Features
from views.formats import NBSP, enumeration, number, with_unit
from views.sentences import one_or_many

WEIGHT_WORDS: Final = {"egal": 0.0, "wichtig": 1.0, "sehr wichtig": 3.0}
GROUP_WORDS: Final = {
    "groesse": "Einwohnerzahl",
    "dichte": "Dichte",
    "alter": "Alter der Menschen",
    "haushalte": "Haushalte",
    "entwicklung": "Wachsen und Schrumpfen",
    "lage": "Wege zu den Zentren",
    "art": "Art des Ortes",
    "einwanderung": "Einwanderung",
}
SHARE_NOUNS: Final = {
    "kinder": "Kinder unter 16",
    "jugend": "junge Leute von 16 bis 24",
    "aeltere": "Menschen ab 67",
    "allein": "Haushalte mit nur einer Person",
    "einwanderung": "Menschen mit Einwanderungsgeschichte",
}
BOTH: Final = {
    SettlementType.HIGH_CENTRE: "beide Oberzentrum",
    SettlementType.MIDDLE_CENTRE: "beide Mittelzentrum",
    SettlementType.SPA: "beide Seebad oder Kurort",
    SettlementType.TOWN: "beide kleinere Stadt",
    SettlementType.SURROUNDINGS: "beide im Umland eines Oberzentrums",
    SettlementType.COUNTRY: "beide ländlich",
}
SURE: Final = frozenset({TYPE, "groesse", "dichte", "zentrum", "oberzentrum"})
"""Features in which chance plays no part."""
NEARLY_EQUAL: Final = 0.05
"""Gap, in spans of nine of ten municipalities, up to which two values are "fast gleich"."""
ALIKE_FROM, ALIKE_GAP = 0.5, 0.15
"""A feature makes alike at half the usual gap or less, if the gap is no more than a seventh of the span."""
PARTING: Final = ((1.0, 0.0, 0.1), (0.0, 0.15, 0.2))
"""It parts from such a multiple of the usual gap, such a gap and such a part of the distance on: either row will do."""
TRUSTED: Final = 0.6
"""Below this reliability a share enters the distance but no sentence."""
MOST_ALIKE, MOST_DIFFERENT = 3, 2


@dataclass(frozen=True)
class Pair:
    """The asked place (``here``) and one like it (``there``) as positions in the features."""

    features: Features
    here: int
    there: int
    name: str

    @classmethod
    def of(cls, model: Similarity, region_id: str, neighbour: Neighbour, name: str) -> Pair:
        """Find both places among the features; ``name`` is that of the similar one."""
        return cls(model.features, model.at(region_id), model.at(neighbour.region_id), name)

    def values(self, feature: Feature) -> tuple[float, float]:
        """Give the published values here and there."""
        return float(feature.value[self.here]), float(feature.value[self.there])

    def counts(self, feature: Feature) -> tuple[float, float]:
        """Give the counts behind them."""
        return float(feature.numerator[self.here]), float(feature.numerator[self.there])

    def trusted(self, feature_id: str) -> bool:
        """Tell whether both values are more than chance; no share of a place below the house's limit is."""
        if feature_id in SURE:
            return True
        trust, people = self.features[feature_id].reliability, self.features["groesse"].value
        both = [self.here, self.there]
        return bool(trust[both].min() >= TRUSTED and people[both].min() >= SMALL_POPULATION)


# -- which features are told ------------------------------------------------------------------------------------------


def alike_traits(pair: Pair, neighbour: Neighbour, weights: Weights) -> list[Trait]:
    """Choose what makes two places alike: the features nearest to each other against the usual gap, one per group."""
    near = [t for t in _told(pair, neighbour, weights) if _rank(t) <= ALIKE_FROM and t.gap <= ALIKE_GAP]
    best = _one_per_group(sorted(near, key=lambda t: (_rank(t), t.feature)))[:MOST_ALIKE]
    return sorted(best, key=lambda t: (t.feature != TYPE or not t.usual, neighbour.traits.index(t)))


def different_traits(pair: Pair, neighbour: Neighbour, weights: Weights) -> list[Trait]:
    """Choose where they differ: the features that weigh most in the distance, one per group."""
    far = [t for t in _told(pair, neighbour, weights) if t.gap and _parting(t)]
    return _one_per_group(sorted(far, key=lambda t: (-t.part, t.feature)))[:MOST_DIFFERENT]


def _parting(trait: Trait) -> bool:
    return any(trait.closeness >= far and trait.gap >= gap and trait.part >= part for far, gap, part in PARTING)


def _rank(trait: Trait) -> float:
    """Give the closeness; a kind of place that most others share says little, so it comes last."""
    return ALIKE_FROM if trait.feature == TYPE and trait.gap == trait.usual == 0 else trait.closeness


def _told(pair: Pair, neighbour: Neighbour, weights: Weights) -> list[Trait]:
    """Keep the features that count, that are more than chance, and that say something of their own."""
    return [
        t
        for t in neighbour.traits
        if weights.get(t.group, 0) > 0 and pair.trusted(t.feature) and not _both_centres(pair, t)
    ]


def _both_centres(pair: Pair, trait: Trait) -> bool:
    """Tell whether both are the centre themselves: their kind says so already."""
    return trait.group == CENTRE_GROUP and not any(pair.values(pair.features[trait.feature]))


def _one_per_group(traits: Iterable[Trait]) -> list[Trait]:
    first: dict[str, Trait] = {}
    for trait in traits:
        first.setdefault(trait.group, trait)
    return list(first.values())


# -- the words of one feature -----------------------------------------------------------------------------------------


def alike_phrase(pair: Pair, trait: Trait) -> str:
    """Write one likeness: "fast gleich groß (768 und 790 Menschen)"."""
    if trait.feature == TYPE:
        kind, second = pair.features.types[pair.here], pair.features.types[pair.there]
        return BOTH[kind] if kind == second else f"{kind.value} und {second.value}"
    feature = pair.features[trait.feature]
    one, other = pair.values(feature)
    if trait.feature == "groesse":
        return f"{_grade(trait, number(one), number(other))} groß ({_two(number(one), number(other))} Menschen)"
    if trait.feature == "dichte":
        return f"{_grade(trait, number(one), number(other))} dicht besiedelt ({_two(number(one), number(other))} Menschen je{NBSP}km²)"
    if trait.group == CENTRE_GROUP:
        return f"{_grade(trait, number(one), number(other))} weit zum {_centre(trait)} ({_ways(feature, pair)})"
    shares = [with_unit(v, "%", signed=trait.feature == "entwicklung") for v in (one, other)]
    counts = pair.counts(feature)
    heads = _two(*(number(c, signed=trait.feature == "entwicklung") for c in counts))
    grade = _grade(trait, *(number(v, 1) for v in (one, other)))
    if trait.feature == "entwicklung":
        return f"{grade} entwickelt ({span(feature)}: {_two(*shares)}; {heads} {one_or_many(counts[1], 'Menschen')})"
    return f"anteilig {grade} viele {SHARE_NOUNS[trait.feature]} ({_two(*shares)}; {heads})"


def different_phrase(pair: Pair, trait: Trait) -> str:
    """Write one difference as what the other place is or has: "ist größer (790 statt 768 Menschen)"."""
    if trait.feature == TYPE:
        return f"ist {_kind(pair.features.types[pair.there])}, nicht {_kind(pair.features.types[pair.here])}"
    feature = pair.features[trait.feature]
    one, other = pair.values(feature)
    more = other > one
    if trait.feature == "groesse":
        return f"ist {'größer' if more else 'kleiner'} ({number(other)} statt {number(one)} Menschen)"
    if trait.feature == "dichte":
        return f"ist {'dichter' if more else 'dünner'} besiedelt ({number(other)} statt {number(one)} Menschen je{NBSP}km²)"
    if trait.group == CENTRE_GROUP:
        return (
            f"liegt {'weiter weg vom' if more else 'näher am'} {_centre(trait)} ({_ways(feature, pair, turned=True)})"
        )
    signed = trait.feature == "entwicklung"
    shares = _apart(other, one, signed=signed)
    own, theirs = pair.counts(feature)
    here, there = number(own, signed=signed), number(theirs, signed=signed)
    if signed:
        return f"hat sich anders entwickelt ({span(feature)}: {shares}; {there} statt {here} {one_or_many(own, 'Menschen')})"
    return f"hat anteilig {'mehr' if more else 'weniger'} {SHARE_NOUNS[trait.feature]} ({shares}; {there} statt {here})"


def _grade(trait: Trait, one: str, other: str) -> str:
    return "gleich" if one == other else "fast gleich" if trait.gap <= NEARLY_EQUAL else "ähnlich"


def _two(one: str, other: str) -> str:
    """Put two figures side by side: "768 und 790", "je 12"."""
    return f"je {one}" if one == other else f"{one} und {other}"


def _apart(one: float, other: float, *, signed: bool) -> str:
    """Write two different shares with as many digits as it takes to see the difference."""
    texts = [""] * 2
    for decimals in (0, 1):
        texts = [with_unit(v, "%", decimals, signed=signed) for v in (one, other)]
        if texts[0] != texts[1]:
            break
    return " statt ".join(texts)


def _centre(trait: Trait) -> str:
    return "nächsten Oberzentrum" if trait.feature == "oberzentrum" else "nächsten größeren Zentrum"


def _ways(feature: Feature, pair: Pair, *, turned: bool = False) -> str:
    """Write the ways of both places: "21 km bis Güstrow, 20 km bis Demmin", "35 statt 24 km bis Rostock"."""
    first, second = (pair.there, pair.here) if turned else (pair.here, pair.there)
    km = [float(feature.value[i]) for i in (first, second)]
    if feature.names[first] == feature.names[second] and all(km):
        texts = [number(v) for v in km]
        both = f"{texts[0]} statt {texts[1]}" if turned else _two(texts[0], texts[1])
        return f"{both}{NBSP}km bis {feature.names[first]}"
    return (" statt " if turned else ", ").join(_way(feature, i) for i in (first, second))


def _way(feature: Feature, place: int) -> str:
    if feature.value[place] == 0:
        return f"0{NBSP}km, ist selbst Zentrum"
    return f"{with_unit(float(feature.value[place]), 'km')} bis {feature.names[place]}"


def span(feature: Feature) -> str:
    """Write the years a change spans."""
    assert feature.moment is not None and feature.indicator is not None  # noqa: S101 - a change has both
    return f"{feature.moment.year - feature.indicator.years_back} bis {feature.moment.year}"


def _kind(kind: SettlementType) -> str:
    """Write the kind of a place after "ist"."""
    return {
        SettlementType.SURROUNDINGS: "im Umland eines Oberzentrums",
        SettlementType.COUNTRY: "ländliche Gemeinde",
    }.get(kind, kind.value)


# -- whole sentences --------------------------------------------------------------------------------------------------


def why(pair: Pair, neighbour: Neighbour, weights: Weights) -> str:
    """Say why two places are alike: one sentence, at most three features."""
    traits = alike_traits(pair, neighbour, weights)
    if not any(_rank(t) < ALIKE_FROM for t in traits):
        kind = [alike_phrase(pair, t) for t in traits]
        return f"{', '.join(['In der Summe nah beieinander', *kind])}; kein einzelnes Merkmal ist auffallend gleich."
    text = enumeration([alike_phrase(pair, t) for t in traits])
    return f"{text[0].upper()}{text[1:]}."


def differences(pair: Pair, neighbour: Neighbour, weights: Weights) -> str:
    """Say where they differ: one sentence, at most two features."""
    found = different_traits(pair, neighbour, weights)
    if found:
        return f"{pair.name} {enumeration([different_phrase(pair, t) for t in found])}."
    rest = [t for t in _told(pair, neighbour, weights) if t.gap > NEARLY_EQUAL]
    if not rest:
        return "Kein nennenswerter Unterschied in dem, was hier zählt."
    most = max(rest, key=lambda t: (t.part, t.feature))
    return f"Keine großen Unterschiede. Am ehesten: {pair.name} {different_phrase(pair, most)}."


def left_out(neighbour: Neighbour, weights: Weights) -> str:
    """Say which groups could not be compared; empty if all could."""
    groups = [GROUP_WORDS[g] for g in neighbour.skipped if weights.get(g, 0) > 0]
    return f"Nicht vergleichbar, weil eine Zahl fehlt: {enumeration(groups)}." if groups else ""


def finding(names: Sequence[str], neighbours: Sequence[Neighbour], asked: str) -> str:
    """Write the headline: who is most like the asked place, or that nobody really is."""
    if not neighbours:
        return f"Für {asked} lässt sich keine ähnliche Gemeinde nennen"
    alike = [name for name, n in zip(names, neighbours, strict=True) if n.alike != Alike.FAR][:3]
    if alike:
        return f"{asked} am ähnlichsten: {enumeration(alike)}"
    verb = "kommt" if len(names) == 1 else "kommen"
    return f"Wirklich ähnlich ist {asked} keine Gemeinde; am nächsten {verb} {enumeration(list(names[:3]))}"


def weights_line(weights: Weights, missing: Sequence[str]) -> str:
    """Say in one line what counts and what does not."""
    words = {value: word for word, value in WEIGHT_WORDS.items()}
    by_word = {
        word: [GROUP_WORDS[g] for g in GROUP_WORDS if g not in missing and words[float(weights.get(g, 0))] == word]
        for word in reversed(WEIGHT_WORDS)
    }
    return " · ".join(f"{word}: {', '.join(groups)}" for word, groups in by_word.items() if groups)


def classes_line() -> str:
    """Say what the three classes mean, from their rule."""
    close, near = (number(100 - 100 * part) for part in (CLOSE_PAIRS, NEAR_PAIRS))
    return (
        f"„{Alike.VERY.value}“: Von 100 Paaren von Gemeinden im Land liegen {close} weiter auseinander. "
        f"„{Alike.ALIKE.value}“: {near} von 100. Alles andere heißt „{Alike.FAR.value}“."
    )


def method(features: Features, state: str) -> list[str]:
    """Explain the comparison for the page, in paragraphs."""
    known = int(np.isfinite(features["groesse"].value).sum())
    return [
        f"Verglichen werden {number(known)} Gemeinden in {state}. Jedes Merkmal wird an der Spanne gemessen, in der neun von zehn "
        "Gemeinden liegen; bei Einwohnern, Dichte und Wegen zählt das Verhältnis (doppelt so viele ist überall derselbe Schritt). "
        "Je Gruppe entsteht ein Unterschied, die Gruppen werden mit den gewählten Gewichten zusammengefasst: wichtig zählt einfach, "
        "sehr wichtig dreifach, egal gar nicht. Große Unterschiede wiegen dabei stärker als viele kleine.",
        "In kleinen Orten ändern wenige Menschen einen Anteil stark. Solche Anteile zählen deshalb nur so weit, wie sie mehr als Zufall "
        "sind; der Rest wird durch den mittleren Wert des Landes ersetzt. Die Tabelle zeigt trotzdem die gezählten Zahlen, und in die "
        "Sätze kommen nur Merkmale, die an beiden Orten verlässlich sind.",
        "Fehlt einem der beiden Orte eine Zahl, wird dort der im Land übliche Unterschied angenommen: Was niemand weiß, soll keine zwei "
        "Orte ähnlicher machen. " + classes_line(),
        _places_rule(features),
    ]


def _places_rule(features: Features) -> str:
    """Explain the kind of place and the ways, or what is missing for them."""
    if CENTRE_GROUP in features.missing:
        return (
            "Welche Städte Ober- und Mittelzentren sind, steht für dieses Land noch nicht in der Tabelle zentren.csv. Wege zu den Zentren "
            "zählen deshalb nicht mit, und die Art des Ortes kommt nur aus dem amtlichen Namen (Stadt, Seebad, Kurort)."
        )
    return (
        "Die Art des Ortes ist hier abgeleitet, nicht amtlich: Oberzentrum und Mittelzentrum nach dem Landesraumentwicklungsprogramm, "
        "Seebad, Kurort und Stadt nach dem amtlichen Namen, Umland bis 15 km Luftlinie vom Mittelpunkt eines Oberzentrums, sonst ländlich. "
        "Wege sind Luftlinien zwischen den amtlichen Mittelpunkten der Gemeinden, keine Fahrzeiten."
    )
