"""The words of the SWOT: statements, headline, rules and receipts in plain German."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from data.schema import Level
from indicators import ages
from indicators.evaluate import Evaluator
from indicators.evidence import Statement
from indicators.regions import Regions
from indicators.swot_rules import Rule
from views import formats
from views.formats import NBSP, number, with_unit
from views.sentences import value_text
from views.wording import article_dative, article_genitive, wording

QUADRANT_NAMES: Final = {"staerke": "Stärken", "schwaeche": "Schwächen", "chance": "Chancen", "risiko": "Risiken"}
QUADRANT_SINGULAR: Final = {"staerke": "Stärke", "schwaeche": "Schwäche", "chance": "Chance", "risiko": "Risiko"}
MOST_NOUNS: Final = 2
MOST_CLAUSES: Final = 2
STATUS_WORDS: Final = {"measured": "gezählt", "estimated": "geschätzt (zurückgerechnet)"}


def title(evaluator: Evaluator, statement: Statement) -> str:
    """Fill a rule's title."""
    return _fill(evaluator, statement, statement.rule.title)


def text(evaluator: Evaluator, statement: Statement) -> str:
    """Fill a rule's sentence."""
    return _first_upper(_fill(evaluator, statement, statement.rule.text))


def _fill(evaluator: Evaluator, s: Statement, template: str) -> str:
    regions = evaluator.regions
    gap = s.last - s.first if s.indicator.kind == "change" else s.count
    return template.format(
        n=number(s.count),
        d=number(s.total),
        wert=value_text(s.indicator, s.value),
        im_vergleich=article_dative(regions, s.benchmark_id),
        des_vergleichs=article_genitive(regions, s.benchmark_id),
        vergleichswert=value_text(s.indicator, s.benchmark),
        erwartet="" if math.isnan(s.benchmark) or math.isnan(s.total) else number(s.expected),
        betrag=number(abs(gap)),
        gewinn=number(s.gains),
        verlust=number(s.losses),
        anfang=number(s.first),
        ende=number(s.last),
        jahr0=s.first_year,
        jahr1=s.moment.year,
        zeit=formats.years(s.moment.period),
        jung=ages.words(s.young) if s.young else "",
        hier=wording(regions, s.region_id).where,
    )


def inside(regions: Regions, region_id: str) -> str:
    """Say where a strength lies: "liegt im Landkreis", "liegt in Güstrow"."""
    return f"liegt {article_dative(regions, region_id)}"


def subtitle(regions: Regions, quadrant: str, region_id: str) -> str:
    """Write what a panel holds: "hilft · liegt im Landkreis"."""
    verb = "hilft" if quadrant in ("staerke", "chance") else "hindert"
    return f"{verb} · {inside(regions, region_id) if quadrant in ('staerke', 'schwaeche') else 'kommt von außen'}"


def whom(regions: Regions, region_id: str) -> str:
    """Name a region as what is strengthened: "den Landkreis", "das Amt Gnoien", "Güstrow".

    The article follows from the German words of the register.
    """
    words = wording(regions, region_id)
    if words.short in ("Landkreis", "Kreis"):
        return f"den {words.short}"
    if words.where == f"im {words.name}":
        return f"{'das' if words.name.startswith('Amt ') else 'den'} {words.name}"
    if words.where.startswith("in der "):
        return f"die {words.where.removeprefix('in der ')}"
    return words.name


def headline(regions: Regions, region_id: str, found: Sequence[Statement], newest: int) -> str:
    """Write the page's finding: what strengthens the place, what hinders it; the strongest statements decide.

    Nouns and clauses come from the rules, so that the grammar holds whatever is combined.
    """
    nouns, clauses = _short_forms(found, newest)
    hindered = ", ".join(clauses)
    if nouns:
        names = formats.enumeration([rule.noun for rule in nouns])
        verb = "stärken" if len(nouns) > 1 or nouns[0].plural else "stärkt"
        helped = f"{_first_upper(names)} {verb} {whom(regions, region_id)}"
        return f"{helped}{NBSP}– {hindered}" if clauses else helped
    if clauses:
        return f"{wording(regions, region_id).name}: {_first_upper(hindered)}"
    return f"Die Zahlen zeigen {article_dative(regions, region_id)} nichts, was sicher vom Vergleich abweicht"


def _short_forms(found: Sequence[Statement], newest: int) -> tuple[list[Rule], list[str]]:
    """Choose nouns and clauses for the headline, the strongest statements first; themes with evidence both ways are left out."""
    mixed = {s.rule.theme for s in found if s.rule.helps} & {s.rule.theme for s in found if not s.rule.helps} - {""}
    nouns: dict[str, Rule] = {}
    clauses: dict[str, Rule] = {}
    for rule in (s.rule for s in sorted(found, key=lambda s: (-s.strength(newest), s.rule.id))):
        if rule.theme not in mixed:
            own, words = (nouns, rule.noun) if rule.helps else (clauses, rule.clause)
            if words:
                own.setdefault(words, rule)
    return list(nouns.values())[:MOST_NOUNS], list(clauses)[:MOST_CLAUSES]


def unbroken(words: str) -> str:
    r"""Keep short double names together at the end of a line.

    Examples
    --------
    >>> unbroken("die Planungsregion Süd-Ost") == "die Planungsregion Süd-\u2060Ost"
    True
    """
    return re.sub(r"\b(\w{2,5})-(?=\w{2,5}\b)", "\\1-\u2060", words)


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def rule_words(rule: Rule, unit: str, decimals: int) -> str:
    """Say in words when a rule's statement appears."""
    threshold = with_unit(rule.threshold, unit, 0 if rule.threshold == int(rule.threshold) else decimals)
    share = with_unit(100 * rule.share, "%")
    small = number(rule.threshold)
    return {
        "higher": "Der Wert liegt auch mit Zufallsschwankung über dem Vergleichswert.",
        "lower": "Der Wert liegt auch mit Zufallsschwankung unter dem Vergleichswert.",
        "positive": "Der Überschuss bleibt auch mit Zufallsschwankung über null.",
        "negative": "Der Verlust bleibt auch mit Zufallsschwankung unter null.",
        "at_least": f"Der Wert erreicht mindestens {threshold}, auch mit Zufallsschwankung, soweit es eine gibt.",
        "at_most": f"Der Wert liegt bei höchstens {threshold}, auch mit Zufallsschwankung, soweit es eine gibt.",
        "falls": f"Vom ersten zum letzten Jahr ist die Zahl um mindestens {share} gesunken; die Zufallsspannen berühren sich nicht.",
        "rises": f"Vom ersten zum letzten Jahr ist die Zahl um mindestens {share} gestiegen; die Zufallsspannen berühren sich nicht.",
        "members_below": f"Mindestens {share} der Gemeinden liegen unter {small}.",
        "members_above": f"Mindestens {share} der Gemeinden liegen über {small}.",
        "cohorts": f"Auf jeden Jüngeren kommen mindestens {number(rule.threshold, 1)} Menschen von 50 bis 64 Jahren (je 15 Jahrgänge).",
    }[rule.test]


def counts(s: Statement) -> str:
    """Write the heads behind a statement: "1.900 von 28.623 Menschen", "8.170 − 12.255"."""
    if not math.isnan(s.gains) and not math.isnan(s.losses):
        return (
            f"{number(s.gains)} − {number(s.losses)} = {number(s.gains - s.losses, signed=True)} {s.indicator.counted}"
        )
    if s.rule.test.startswith("members"):
        return f"{number(s.count)} von {number(s.total)} Gemeinden"
    if s.rule.test == "cohorts":
        return (
            f"{number(s.count)} Menschen von 50 bis 64, {number(s.total)} von {ages.words(s.young) if s.young else ''}"
        )
    if s.rule.test in ("falls", "rises") or s.indicator.kind == "change":
        return f"{number(s.first)} im Jahr {s.first_year}, {number(s.last)} im Jahr {s.moment.year}"
    if s.indicator.kind == "share":
        return f"{number(s.count)} von {number(s.total)} {s.indicator.people}"
    if s.indicator.counted == "Personenkilometer":
        return f"gewichtet mit {number(s.total)} Menschen"
    return f"{number(s.count)} {s.indicator.counted} auf {number(s.total)} {s.indicator.people}"


def own_value(s: Statement) -> str:
    """Write a statement's value with its unit; shares of municipalities and cohorts have none but their counts."""
    if s.rule.test.startswith("members"):
        return with_unit(s.value, "%")
    return value_text(s.indicator, s.value)


def spread(s: Statement) -> str:
    """Write the interval of chance, or say that there is none."""
    if math.isnan(s.low) or math.isnan(s.high):
        return "keine (Vollzählung ohne Zufallsmodell)"
    low = number(s.low, s.indicator.decimals, signed=s.indicator.signed)
    return f"{low} bis {with_unit(s.high, s.indicator.unit, s.indicator.decimals, signed=s.indicator.signed)}"


def compared(evaluator: Evaluator, s: Statement) -> str:
    """Write the value it is compared with."""
    if s.rule.test not in ("higher", "lower") or math.isnan(s.benchmark):
        return "kein Vergleich nötig"
    return f"{wording(evaluator.regions, s.benchmark_id).name}: {value_text(s.indicator, s.benchmark)}"


def amt_of(regions: Regions, region_id: str) -> str | None:
    """Give the next larger region that can be told something about: the Amt, else the planning region, else the county."""
    for level in (Level.AMT, Level.PLANUNGSREGION, Level.LANDKREIS):
        parent = regions.parent(region_id, level)
        if parent and regions.members(parent) != regions.members(region_id) and parent != region_id:
            return parent
    return None
