"""The panel beside the map: the chosen place with value, count, verdict, comparison, its rank in the crowd and its course."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

from data.schema import Level, Status
from indicators.catalogue import Indicator
from indicators.climb import climb
from indicators.evaluate import Evaluator, Moment
from indicators.rows import Row, Rows
from views import sentences
from views.gaps import GAPS
from views.state import Selection, region_label
from views.wording import article_dative, wording


def place_html(rows: Rows, indicator: Indicator, moment: Moment, selection: Selection, row: Row) -> str:
    """Write the upper part of the panel: who, how much, how sure, compared with what.

    Parameters
    ----------
    rows : Rows
        Kept figures, for the climb to larger regions.
    indicator : Indicator
        What is mapped.
    moment : Moment
        When.
    selection : Selection
        The place, what it is compared with, and the people chosen.
    row : Row
        The place's figures then.
    """
    evaluator = rows.evaluator
    regions, chosen = evaluator.regions, (selection.band_for(indicator), selection.sex_for(indicator))
    name = wording(regions, selection.region_id).name
    head = f'<h2 class="kp-place">{escape(name)}</h2><p class="kp-sub">{_belongs(evaluator, selection.region_id)}</p>'
    climbed = _climb(rows, indicator, moment, selection, row)
    if Status(row["status"]) not in (Status.MEASURED, Status.ESTIMATED):
        word, why = GAPS[Status(row["status"])].word, sentences.gap_sentence(regions, indicator, row)
        return f'<section class="kp-panel">{head}<p class="kp-value kp-value-word">{word}</p><p>{escape(why)}</p>{climbed}</section>'
    larger = _larger(evaluator, indicator, moment, selection)
    mark = larger[selection.benchmark_id]
    found = sentences.outcome(indicator, row, mark)
    badge = sentences.verdict_text(found, article_dative(regions, selection.benchmark_id))
    estimated = ' <span class="kp-chip">geschätzt</span>' if row["status"] == Status.ESTIMATED else ""
    sentence = sentences.comparison(evaluator, indicator, row, selection.benchmark_id, mark, *chosen)
    same = selection.region_id == selection.benchmark_id
    badged = "" if indicator.kind == "count" else f'<p class="kp-badge">{escape(badge)}</p>'
    judged = "" if same else f'{badged}<p class="kp-say">{escape(sentence)}</p>'
    value = sentences.value_text(indicator, row["value"])
    return (
        f'<section class="kp-panel">{head}<div class="kp-valuerow"><p class="kp-value">{escape(value)}</p>'
        f'<p class="kp-count"><strong>{escape(sentences.count_text(indicator, row))}</strong>{estimated}</p></div>'
        f"{judged}{climbed}{_others(evaluator, indicator, selection, larger)}</section>"
    )


def _belongs(evaluator: Evaluator, region_id: str) -> str:
    regions = evaluator.regions
    names = [region_label(regions, r) for r in reversed(regions.path(region_id)[:-1])]
    return escape(" · ".join(names[:2]))


def _larger(evaluator: Evaluator, indicator: Indicator, moment: Moment, selection: Selection) -> dict[str, float]:
    """Give the values of the benchmark, the county, the state and the nation, by region."""
    regions = evaluator.regions
    above = [regions.county, *regions.at_level(Level.LAND), *regions.at_level(Level.BUND)]
    ids = list(dict.fromkeys([selection.benchmark_id, *above]))
    band, sex = selection.band_for(indicator), selection.sex_for(indicator)
    frame = evaluator.evaluate(indicator, ids, [moment], band, sex)
    return dict(zip(ids, frame["value"].tolist(), strict=True))


def _others(evaluator: Evaluator, indicator: Indicator, selection: Selection, larger: Mapping[str, float]) -> str:
    """Put the larger regions' values beside each other."""
    cells = []
    for region, value in larger.items():
        if region != selection.region_id and not math.isnan(value):
            name, shown = wording(evaluator.regions, region).short, sentences.value_text(indicator, value)
            cells.append(f"<div><dt>{escape(name)}</dt><dd>{escape(shown)}</dd></div>")
    return f'<dl class="kp-others">{"".join(cells)}</dl>' if cells else ""


def _climb(rows: Rows, indicator: Indicator, moment: Moment, selection: Selection, row: Row) -> str:
    """Tell the value of the next larger region that can be judged – labelled, never swapped in silence."""
    band, sex = selection.band_for(indicator), selection.sex_for(indicator)
    if not math.isnan(row["value"]) and not sentences.is_small(indicator, row):
        return ""
    found = climb(rows, indicator.of(band, sex), moment, selection.region_id)
    if found.carried is None or not found.climbed:
        return ""
    told = sentences.value_sentence(rows.evaluator.regions, indicator, found.carried, band, sex)
    return f'<p class="kp-climb"><strong>Im größeren Gebiet:</strong> {escape(told)}</p>'
