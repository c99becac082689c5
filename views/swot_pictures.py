"""The small picture of a SWOT statement: a course, yearly bars, two bars, or a share – whatever shows its figures best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from data.schema import Level
from indicators import ages
from indicators.evaluate import Evaluator
from indicators.evidence import Series, Statement
from views import svg
from views.formats import number, with_unit
from views.sparkline import sparkline_svg
from views.tokens import ACCENT, MUTED, RULE, TEXT, WHITE
from views.wording import wording

WIDTH: Final = 168
HEIGHT: Final = 56
LABEL: Final = 13
BAR_BEFORE: Final = "#8FB3C3"
FEWEST_BARS: Final = 3
OWN_COUNTS: Final = (Level.GEMEINDE, Level.LANDKREIS, Level.LAND, Level.BUND)


def sides_known(evaluator: Evaluator, statement: Statement) -> bool:
    """Tell whether both sides of a balance may be told: moves do not add up to larger regions, only their balances do."""
    if math.isnan(statement.gains) or math.isnan(statement.losses):
        return False
    regions = evaluator.regions
    moves = any("moves" in v for term in statement.indicator.numerator for v in term.variables)
    whole = regions.level(statement.region_id) in OWN_COUNTS or len(regions.members(statement.region_id)) == 1
    return whole or not moves


def picture(evaluator: Evaluator, s: Statement) -> str:
    """Draw a statement's picture; empty where none helps."""
    kind = s.indicator.kind
    if s.rule.test == "cohorts":
        return pair(("50 bis 64", s.count), (ages.words(s.young) if s.young else "", s.total), s.indicator.short)
    if s.rule.test.startswith("members"):
        return share(s.count / s.total, f"{number(s.count)} von {number(s.total)} Gemeinden")
    if kind == "balance" and not s.moment.years and len(s.series) >= FEWEST_BARS:
        return year_bars(s.series, s.indicator.short)
    if kind == "balance":
        return _balance(s) if sides_known(evaluator, s) else ""
    if len(s.series) >= FEWEST_BARS:
        return sparkline_svg(s.series, unit="Menschen", title=s.indicator.short, width=WIDTH, height=HEIGHT)
    if s.rule.test in ("higher", "lower") and s.benchmark > 0:
        return _against(evaluator, s)
    return share(s.value / s.indicator.factor, s.indicator.short) if kind == "share" else ""


def _against(evaluator: Evaluator, s: Statement) -> str:
    """Draw the place's value above the comparison's, both from zero."""
    regions = evaluator.regions
    level = regions.level(s.benchmark_id)
    other = {Level.LAND: "Land", Level.BUND: "Bund"}.get(level, "")
    other = other or (wording(regions, s.benchmark_id).short if level == Level.LANDKREIS else "Vergleich")
    unit, decimals = (s.indicator.unit if s.indicator.unit == "%" else ""), s.indicator.decimals
    own_words = f"hier {with_unit(s.value, unit, decimals)}"
    other_words = f"{other} {with_unit(s.benchmark, unit, decimals)}"
    return pair((own_words, s.value), (other_words, s.benchmark), s.indicator.short)


def _balance(s: Statement) -> str:
    words = ("geboren", "gestorben") if s.moment.years else ("Zuzüge", "Fortzüge")
    return pair((words[0], s.gains), (words[1], s.losses), s.indicator.short)


def share(part: float, title: str) -> str:
    """Draw a share as a bar of the whole."""
    drawn = [
        svg.rect(0, 19, WIDTH, 18, fill=RULE),
        svg.rect(0, 19, WIDTH * min(max(part, 0.0), 1.0), 18, fill=ACCENT),
    ]
    return svg.document(WIDTH, HEIGHT, title, with_unit(100 * part, "%", 1), *drawn, size=LABEL)


def pair(first: tuple[str, float], second: tuple[str, float], title: str) -> str:
    """Draw two counts as bars below one another, each with its word in the bar or, where that is too short, behind it."""
    longest = max(first[1], second[1], 1e-9)
    full = min(_room(word, count / longest) for word, count in (first, second))
    drawn, spoken = [], []
    for at, ((word, count), colour) in enumerate(zip((first, second), (ACCENT, MUTED), strict=True)):
        y, length = 2.0 + at * 27, full * count / longest
        drawn.append(svg.rect(0, y, length, 24, fill=colour))
        x, ink = (8.0, WHITE) if _word_width(word) + 16 <= length else (length + 6, TEXT)
        drawn.append(svg.text(word, x, y + 16.5, fill=ink, font_weight=650))
        spoken.append(word if word[-1].isdigit() or word[-1] == "%" else f"{word}: {number(count)}")
    return svg.document(WIDTH, HEIGHT, title, ", ".join(spoken), *drawn, size=LABEL)


def _word_width(word: str) -> float:
    return svg.text_width(word, LABEL, bold=True)


def _room(word: str, part: float) -> float:
    """Say how long the whole bar may be so that a word finds room in its bar or behind it."""
    wide = _word_width(word)
    if wide + 16 <= WIDTH * part or WIDTH * part + 6 + wide <= WIDTH:
        return float(WIDTH)
    return max((WIDTH - 6 - wide) / part, 40.0)


def year_bars(series: Series, title: str) -> str:
    """Draw yearly balances as bars from the zero line, the newest one strong, first and last year written below."""
    years = sorted(series)
    top, bottom = 4.0, HEIGHT - LABEL - 5
    high, low = max(max(v for _, v, _ in years), 0.0), min(min(v for _, v, _ in years), 0.0)
    scale = (bottom - top) / ((high - low) or 1.0)
    zero, step = top + high * scale, WIDTH / len(years)
    drawn = [
        svg.rect(i * step + 2, min(zero, zero - v * scale), step - 4, abs(v) * scale, fill=_shade(i, years))
        for i, (_, v, _) in enumerate(years)
    ]
    drawn.append(svg.line(0, zero, WIDTH, zero, stroke=TEXT, stroke_width=1.4))
    drawn.append(svg.text(years[0][0], 0, HEIGHT - 2, fill=MUTED))
    drawn.append(svg.text(years[-1][0], WIDTH, HEIGHT - 2, fill=MUTED, text_anchor="end"))
    spoken = ", ".join(f"{year}: {number(value, signed=True)}" for year, value, _ in years)
    return svg.document(WIDTH, HEIGHT, title, spoken, *drawn, size=LABEL)


def _shade(at: int, years: Sequence[tuple[int, float, str]]) -> str:
    return ACCENT if at == len(years) - 1 else BAR_BEFORE
