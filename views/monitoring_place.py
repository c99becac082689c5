"""How a place's class comes about: every figure of the index with value, count, the county's value and what it does to the need."""

from __future__ import annotations

from html import escape
from typing import Final

from indicators.monitoring.columns import Gap, Use
from indicators.monitoring.field import Field, Part, Place, Standing
from indicators.regions import Regions
from views import figure_words, svg, tokens
from views import monitoring_words as words
from views.formats import number
from views.wording import wording

BAR_WIDTH, BAR_HEIGHT = 150.0, 20.0
FARTHEST: Final = 3.0


def place_html(found: Field, place: Place, regions: Regions) -> str:
    """Write the sentences about a place and the two tables of contributions."""
    told = "".join(f"<p>{escape(text)}</p>" for text in words.sentences(place, wording(regions, place.region_id)))
    status = _table("Woraus sich der Status ergibt", place.status, changes=False)
    dynamic = _table("Woraus sich die Entwicklung ergibt", place.dynamic, changes=True)
    return f'<section class="kp-mo-place"><div class="kp-say">{told}</div>{status}{dynamic}</section>'


def _table(caption: str, standing: Standing, *, changes: bool) -> str:
    """Write the contributions of one scale; nothing where no figure takes part."""
    if not standing.parts:
        return ""
    rows = "".join(_row(part, changes=changes) for part in standing.parts)
    heads = "".join(
        f'<th scope="col">{h}</th>' for h in ("Zahl", "hier", "Landkreis", "im Vergleich zum Landkreis", "Gewicht")
    )
    return f'<table class="kp-mo-parts"><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _row(part: Part, *, changes: bool) -> str:
    use = part.use
    own, county = (
        (_changed(use, part.before, part.row), _changed(use, part.county_before, part.county))
        if changes
        else _values(part)
    )
    small = [figure_words.count_text(use.indicator, part.row) if not (changes and use.first) else "", words.span(use)]
    below = " · ".join(text for text in small if text)
    effect = words.effect(part.score) if part.score == part.score else "nicht zu vergleichen"
    return (
        f'<tr><th scope="row">{escape(use.indicator.title)}<span>{escape(words.direction(use.member.direction))}</span></th>'
        f'<td data-l="hier"><b>{escape(own)}</b><span>{escape(below)}</span></td><td data-l="Landkreis">{escape(county)}</td>'
        f'<td data-l="im Vergleich">{_bar(part.score)}<span>{escape(effect)}</span></td>'
        f'<td data-l="Gewicht">{escape(words.WEIGHTS[use.member.weight])}</td></tr>'
    )


def _values(part: Part) -> tuple[str, str]:
    indicator = part.use.indicator
    own, county = (figure_words.value_text(indicator, float(row["value"])) for row in (part.row, part.county))
    return own, county


def _changed(use: Use, before: object, now: object) -> str:
    """Write a change as "4,9 → 5,4 %", a figure that is a change itself as it is."""
    if not isinstance(now, dict) or not isinstance(before, dict):
        return figure_words.value_text(use.indicator, float(now["value"])) if isinstance(now, dict) else ""
    first = number(float(before["value"]), use.indicator.decimals, signed=use.indicator.signed)
    return f"{first} → {figure_words.value_text(use.indicator, float(now['value']))}"


def _bar(score: float) -> str:
    """Draw how far a figure lies from the county's, to the right for more need."""
    middle, reach = BAR_WIDTH / 2, (BAR_WIDTH / 2 - 4) / FARTHEST
    length = 0.0 if score != score else min(max(score, -FARTHEST), FARTHEST) * reach
    fill = tokens.ACCENT if length > 0 else tokens.DOTS
    bar = svg.rect(min(middle, middle + length), 5, abs(length), 10, fill=fill)
    line = svg.line(middle, 1, middle, BAR_HEIGHT - 1, stroke=tokens.TEXT, stroke_width=1.2)
    told = "keine Zahl" if score != score else f"{number(score, 1, signed=True)} Standardabweichungen"
    return svg.document(BAR_WIDTH, BAR_HEIGHT, "Abstand zum Landkreis", told, bar, line)


def members_html(found: Field) -> str:
    """Write what the index is made of: each figure with weight, direction, and how it takes part."""
    rows = []
    for status, dynamic in zip(found.status_uses, found.dynamic_uses, strict=True):
        member, title = status.member, status.indicator.title
        cells = (_used(status), _used(dynamic))
        rows.append(
            f'<tr><th scope="row">{escape(title)}</th><td data-l="Gewicht">{words.WEIGHTS[member.weight]}</td>'
            f'<td data-l="Richtung">{escape(words.direction(member.direction))}</td>'
            f'<td data-l="Status">{escape(cells[0])}</td><td data-l="Entwicklung">{escape(cells[1])}</td></tr>'
        )
    heads = "".join(
        f'<th scope="col">{h}</th>' for h in ("Zahl", "Gewicht", "Richtung", "Status: Stand", "Entwicklung: von … bis")
    )
    return (
        '<table class="kp-mo-parts"><caption>Woraus der Index besteht</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _used(use: Use) -> str:
    """Say with which times a member takes part, or why it does not."""
    return words.span(use) if use.gap is None else f"geht nicht ein: {words.GAPS[use.gap]}"


def chips_html(found: Field) -> str:
    """Write in one line what the index is made of, with weights; a figure that cannot enter here says why."""
    items = "".join(
        _chip(status, dynamic) for status, dynamic in zip(found.status_uses, found.dynamic_uses, strict=True)
    )
    return f'<p class="kp-mo-chips"><span>Der Index besteht aus:</span>{items}</p>'


def _chip(status: Use, dynamic: Use) -> str:
    member, name = status.member, status.indicator.short
    told = [f"× {member.weight}"]
    if member.direction < 0:
        told.append("umgekehrt: wenig heißt mehr Bedarf")
    if status.gap == Gap.CHANGE and dynamic.gap is None:
        told.append("nur Entwicklung")
    elif status.gap is not None:
        told = [f"geht hier nicht ein: {words.GAPS[status.gap]}"]
    kind = ' class="out"' if status.gap not in (None, Gap.CHANGE) else ""
    return f"<span{kind}>{escape(name)} <b>{escape(', '.join(told))}</b></span>"
