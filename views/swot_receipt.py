"""The receipt of a SWOT statement: what was counted, compared and ruled, so that anybody can check it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from indicators.evaluate import Evaluator
from indicators.evidence import Statement
from views import swot_words as words
from views.formats import number
from views.sentences import BASE_NAMES, moment_text
from views.source_words import short_source
from views.swot_pictures import sides_known


def receipt_rows(evaluator: Evaluator, s: Statement) -> list[tuple[str, str]]:
    """Give the receipt as pairs of label and text."""
    indicator = s.indicator
    base = BASE_NAMES.get(s.moment.base, "")
    rows = [
        ("Indikator", indicator.title),
        ("Wert", words.own_value(s)),
        ("Anzahl", counts(evaluator, s)),
        ("Vergleich", words.compared(evaluator, s)),
        ("Zufallsspanne", words.spread(s)),
        ("Stichtag", moment_text(s.moment)),
        ("Zählbasis", base or "keine eigene (Ereignisse, keine Bestände)"),
        ("Art der Zahl", words.STATUS_WORDS.get(s.status, s.status)),
        ("Reihenfolge", order_words(s)),
        ("Quelle", full_source(evaluator.package.sources, s.source_ids)),
        ("Definition", indicator.definition),
        ("Zu beachten", indicator.caveat),
        ("Regel", words.rule_words(s.rule, indicator.unit, indicator.decimals)),
    ]
    return [(label, text) for label, text in rows if text]


def receipt_html(evaluator: Evaluator, s: Statement) -> str:
    """Write the receipt as a list of terms."""
    rows = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in receipt_rows(evaluator, s))
    return f'<dl class="kp-receipt">{rows}</dl>'


def counts(evaluator: Evaluator, s: Statement) -> str:
    """Write the heads behind a statement; moves of larger regions only as a balance, because moves do not add up."""
    if s.indicator.kind == "balance" and not sides_known(evaluator, s):
        return f"{number(s.count, signed=True)} {s.indicator.counted} (Zuzüge und Fortzüge selbst lassen sich nicht addieren)"
    return words.counts(s)


def order_words(s: Statement) -> str:
    """Say by what statements are ordered: the people a year that the difference amounts to beyond chance."""
    if s.rule.weight or not s.people:
        return "nach Abstand zur Schwelle"
    return f"sicher betroffen im Jahr: {number(100 * s.concerned / s.people, 1)} je 100 Einwohner"


def full_source(sources: pd.DataFrame, source_ids: Sequence[str]) -> str:
    """Give the attribution of every source, each once."""
    known = sources[sources["source_id"].isin(set(source_ids))]
    return "; ".join(dict.fromkeys(known["attribution"]))


def receipts_table(evaluator: Evaluator, found: Sequence[Statement]) -> pd.DataFrame:
    """Give all receipts as a table, one row per statement."""
    sources = evaluator.package.sources
    return pd.DataFrame(
        [
            {
                "Beleg": s.rule.id,
                "Feld": words.QUADRANT_SINGULAR[s.rule.quadrant],
                "Aussage": words.title(evaluator, s),
                "Wert": words.own_value(s),
                "Anzahl": counts(evaluator, s),
                "Vergleich": words.compared(evaluator, s),
                "Zufallsspanne": words.spread(s),
                "Stichtag": moment_text(s.moment),
                "Quelle": short_source(sources, s.source_ids),
            }
            for s in found
        ]
    )
