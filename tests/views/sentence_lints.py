"""What a sentence must not have: rules that read generated German and say what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

NUMBER = r"(?<![\d.,])(?:\d[\d.,]*\d|[02-9])"
MANY = (
    r"Menschen|Frauen|Männer|Männern|Kinder|Kindern|Geburten|Sterbefälle|Zuzüge|Arbeitsplätze|Wohnungen|Haushalte|Haushalten|"
    r"Wohngebäuden|Gästebetten|Betten|Übernachtungen|Ärztinnen|Hausärztinnen|Gemeinden|Jahren|Mädchen und"
)
ONE = (
    r"Mensch|Frau|Mann|Kind|Geburt|Sterbefall|Zuzug|Arbeitsplatz|Wohnung|Haushalt|Gästebett|Bett|Übernachtung|Gemeinde"
)
RULES: Mapping[str, re.Pattern[str]] = {
    "plural after one": re.compile(rf"(?<![\d.,−+])1 (?:neue )?(?:{MANY})\b"),
    "singular after many": re.compile(rf"{NUMBER} (?:{ONE})\b"),
    "verb and number": re.compile(
        r"\b(?:sind|waren|leben|haben|kamen|starben|wären es) 1(?:;| von| Mensch| Kind| mehr| weniger)"
    ),
    "minus zero": re.compile(r"[−-]0(?:,0+)?(?![\d,])"),
    "doubled sign": re.compile(r"[+−-]\s?[+−]|\+\s?-|--|–\s?−"),
    "doubled space": re.compile(r"[\s\u00a0]{2,}"),
    "left over": re.compile(r"\bnan\b|\bNaN\b|\binf\b|None|[{}\[\]<>|_]|\bkeine Zahl(?= (?:von|bis|%))"),
    "English number": re.compile(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])|\d,\d{3}\.\d|\d{5,}|\d{4,},\d"),
    "unparted thousands": re.compile(r"(?<![\d.,–-])(?!19\d\d|20\d\d)\d{4}(?![\d.,])"),
    "percent of percent": re.compile(r"\bum [\d,]+[\s\u00a0]%|%[\s\u00a0](?:mehr|weniger|über|unter)\b"),
    "English word": re.compile(
        r"\b(?:the|and|of|is|are|not|with|from|by|rate|trend|share|unknown|secret|missing|estimated|measured|True|False)\b"
    ),
    "word twice": re.compile(r"\b(\w+) \1\b"),
    "space before a stop": re.compile(r"[\s\u00a0][.,;:!?)](?!\d)|\(\s|\(\)|\.\.|,[.;]|;[.;)]"),
    "article missing": re.compile(
        r"\b(?:für|von|über|zu|dass|liegt|ist) (?:Landkreis|Amt|Planungsregion|Mittelbereich) [A-Z]"
    ),
    "wrong article": re.compile(
        r"\b(?:im|das|den|dem) Planungsregion\b|\b(?:die|der|in der|den) Amt\b|\b(?:das|die|in der) (?:Landkreis|Mittelbereich)\b"
    ),
    "dative plural": re.compile(
        r"\bvon \d[\d.]* (?:Männer|Haushalte|Wohngebäude|Arbeitslose|Wahlberechtigte|Beschäftigte)\b"
    ),
}
"""Each rule by its name; a sentence that matches one of them is wrong."""
LONGEST = 45
STOP = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜ„])")

EASY_LONGEST = 15
EASY_RULES: Mapping[str, re.Pattern[str]] = {
    "genitive": re.compile(
        r"\b(?:des|eines|dessen|deren|wegen|trotz)\b|"
        r"\b(?!(?:In|Zu|Von|Mit|Aus|Bei|Auf|Nach|An)\b)[A-ZÄÖÜ][\wäöüß-]+ (?:der|dieser|seiner|ihrer|einer) [A-ZÄÖÜa-zäöü]"
    ),
    "subjunctive": re.compile(
        r"\b(?:würde|wäre|hätte|könnte|müsste|sollte|dürfte|möchte|käme|gäbe|bliebe)(?:n|t|st)?\b|\b(?:sei|seien)\b"
    ),
    "passive": re.compile(r"\b(?:wird|werden|wurde|wurden|worden)\b"),
    "negation": re.compile(r"\b(?:nicht|kein\w*|nie|niemand|ohne)\b"),
    "signs": re.compile(r"[%§&;()„“]|z\. ?B\.|\bbzw\b|\bca\b"),
    "subordinate clause": re.compile(r"\b(?:weil|dass|obwohl|sodass|damit|welche[rsnm]?)\b|,.*,"),
    "exact big number": re.compile(r"(?<![\d.])(?!(?:19|20)\d\d(?![\d.]))(?:\d{3}|\d{1,3}(?:\.\d{3})+)(?<!0)(?!\.?\d)"),
}
LONG_PART = 14
"""A part of a word with so many letters wants a hyphen."""


def found(text: str) -> list[str]:
    """Name what is wrong with one or more sentences of plain German."""
    return [name for name, pattern in RULES.items() if pattern.search(text)] + _shape(text)


def found_in(texts: Iterable[str]) -> dict[str, list[str]]:
    """Name what is wrong with each of many texts; the rules first read all of them in one go, which is twice as fast."""
    every = list(texts)
    whole = "\n".join(every)
    suspicious = any(pattern.search(whole) for pattern in RULES.values())
    wrong = {text: found(text) if suspicious else _shape(text) for text in every}
    return {text: names for text, names in wrong.items() if names}


def _shape(text: str) -> list[str]:
    """Name what is wrong with how a text begins, ends and how long its sentences are."""
    wrong = [] if text.endswith(".") else ["no full stop"]
    if not re.match(r"[A-ZÄÖÜ„\d]", text):
        wrong.append("no capital")
    if text.count(" ") >= LONGEST and any(len(sentence.split()) > LONGEST for sentence in STOP.split(text)):
        wrong.append("too long")
    return wrong


def found_easy(line: str, names: Iterable[str] = ()) -> list[str]:
    """Name what is wrong with a line of Leichte Sprache; names of places are not ours to change."""
    for name in names:
        line = line.replace(name, "Ort")
    wrong = [name for name, pattern in EASY_RULES.items() if pattern.search(line)]
    if len(line.split()) > EASY_LONGEST:
        wrong.append("too long")
    if not line.endswith("."):
        wrong.append("no full stop")
    if any(len(part) >= LONG_PART for word in re.findall(r"[\wäöüÄÖÜß-]+", line) for part in word.split("-")):
        wrong.append("long word")
    return wrong + [name for name in found(line) if name not in wrong]
