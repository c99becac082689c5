"""The panel beside the map: the chosen place with value, count, verdict, comparison, its rank in the crowd and its course."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

import pandas as pd

from data.schema import Level, Status
from indicators.catalogue import Indicator
from indicators.evaluate import Evaluator, Moment
from indicators.reliability import Verdict, difference
from views import sentences
from views.state import Selection, region_label
from views.wording import article_dative, wording

STATUS_WORDS = {
    Status.SECRET: (
        "geheim",
        "Die Zahl beträfe so wenige, dass die Statistik sie nicht nennt. Geheim heißt nicht null.",
    ),
    Status.UNRELIABLE: ("zu unsicher", "Die Quelle hält die Zahl für nicht sicher genug, um sie zu nennen."),
    Status.NOT_APPLICABLE: ("gibt es hier nicht", "Für dieses Gebiet lässt sich die Zahl nicht bilden."),
    Status.PENDING: ("noch nicht da", "Die Quelle kündigt die Zahl für später an."),
    Status.MISSING: ("keine Angabe", "Für dieses Gebiet und diese Zeit ist keine Zahl veröffentlicht."),
}


def place_html(evaluator: Evaluator, indicator: Indicator, moment: Moment, selection: Selection, row: pd.Series) -> str:
    """Write the upper part of the panel: who, how much, how sure, compared with what."""
    regions = evaluator.regions
    name = wording(regions, selection.region_id).name
    head = f'<h2 class="kp-place">{escape(name)}</h2><p class="kp-sub">{_belongs(evaluator, selection.region_id)}</p>'
    if Status(row["status"]) not in (Status.MEASURED, Status.ESTIMATED):
        word, why = STATUS_WORDS[Status(row["status"])]
        return f'<section class="kp-panel">{head}<p class="kp-value kp-value-word">{word}</p><p>{escape(why)}</p>{_climb(evaluator, indicator, moment, selection)}</section>'
    larger = _larger(evaluator, indicator, moment, selection)
    mark = larger[selection.benchmark_id]
    found = difference(row["value"], row["low"], row["high"], row["verdict"], mark)
    badge = sentences.verdict_text(found, article_dative(regions, selection.benchmark_id))
    estimated = ' <span class="kp-chip">geschätzt</span>' if row["status"] == Status.ESTIMATED else ""
    sentence = sentences.comparison(evaluator, indicator, row, selection.benchmark_id, mark)
    same = selection.region_id == selection.benchmark_id
    judged = "" if same else f'<p class="kp-badge">{escape(badge)}</p><p class="kp-say">{escape(sentence)}</p>'
    climb = _climb(evaluator, indicator, moment, selection) if row["verdict"] == Verdict.TOO_SMALL else ""
    value = sentences.value_text(indicator, row["value"])
    return (
        f'<section class="kp-panel">{head}<div class="kp-valuerow"><p class="kp-value">{escape(value)}</p>'
        f'<p class="kp-count"><strong>{escape(sentences.count_text(indicator, row))}</strong>{estimated}</p></div>'
        f"{judged}{climb}{_others(evaluator, indicator, selection, larger)}</section>"
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


def _climb(evaluator: Evaluator, indicator: Indicator, moment: Moment, selection: Selection) -> str:
    """Offer the value of the next larger region that can be judged – labelled, never swapped in silence."""
    regions = evaluator.regions
    for level in (Level.AMT, Level.PLANUNGSREGION, Level.LANDKREIS):
        parent = regions.parent(selection.region_id, level)
        if parent is None or regions.members(parent) == regions.members(selection.region_id):
            continue
        row = evaluator.evaluate(
            indicator, [parent], [moment], selection.band_for(indicator), selection.sex_for(indicator)
        ).iloc[0]
        if not math.isnan(row["value"]) and row["verdict"] != Verdict.TOO_SMALL:
            name, value = wording(regions, parent).name, sentences.value_text(indicator, row["value"])
            count = sentences.count_text(indicator, row)
            tail = f" ({escape(count)})" if count else ""
            return (
                f'<p class="kp-climb">Im größeren Gebiet – {escape(name)}: <strong>{escape(value)}</strong>{tail}</p>'
            )
    return ""
