"""The top of the Steckbrief: name and place, merger note, three big numbers, five sentences, where it lies."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Final

import pandas as pd

from data.schema import Level, Status
from indicators.catalogue import Catalogue
from indicators.evaluate import Evaluator, Moment
from indicators.regions import Regions
from indicators.rows import Rows
from views import sentences
from views.easy_language import NOT_CHECKED, Part
from views.formats import NBSP, enumeration, number, with_unit
from views.gaps import GAPS
from views.geometry import GeometryPayload
from views.map_svg import locator_svg
from views.sentences import moment_with_base, newest
from views.state import region_label
from views.summary import known

LOCATOR_WIDTH, LOCATOR_HEIGHT = 220, 200
MANY_MERGERS: Final = 4
"""More former municipalities than this are counted instead of named."""


def head_html(rows: Rows, catalogue: Catalogue, mergers: pd.DataFrame, region_id: str, locator: str) -> str:
    """Write the top of the page: what is looked at, and the answer first."""
    regions = rows.evaluator.regions
    note = merger_note(regions, mergers, region_id)
    chip = f'<p class="kp-note">{escape(note)}</p>' if note else ""
    return (
        f'<header class="kp-head kp-profile-head"><div><h1>{escape(title(regions, region_id))}</h1>'
        f'<p class="kp-sub">{_way(rows, catalogue, region_id)}</p></div>'
        f'<figure class="kp-locator">{locator}</figure>{chip}{numbers_html(rows, catalogue, region_id)}</header>'
    )


def title(regions: Regions, region_id: str) -> str:
    """Name the place as a headline; what is provisional is said in the line below."""
    return region_label(regions, region_id).removesuffix(" (vorläufig)")


def _way(rows: Rows, catalogue: Catalogue, region_id: str) -> str:
    """Write the way from the county down, then area, density and what the place is made of."""
    regions = rows.evaluator.regions
    above = [escape(region_label(regions, r)) for r in regions.path(region_id)[:-1]]
    parts = [" › ".join(above)] if above else []
    level, members = regions.level(region_id), regions.members(region_id)
    if level == Level.PLANUNGSREGION:
        parts.append("Zuschnitt vorläufig")
    if len(members) > 1:
        parts.append(f"{number(len(members))} Gemeinden")
    elif level == Level.GEMEINDE and regions.amtsfrei(region_id):
        parts.append("amtsfreie Gemeinde")
    return " · ".join([*parts, *_density(rows, catalogue, region_id)])


def _density(rows: Rows, catalogue: Catalogue, region_id: str) -> list[str]:
    area, people = rows.evaluator.regions.area(region_id), known(rows, catalogue["einwohner"], region_id)
    if math.isnan(area) or not area:
        return []
    found = [with_unit(area, "km²", 2)]
    if people is not None:
        found.append(f"{number(people['value'] / area)} Menschen je{NBSP}km²")
    return found


def merger_note(regions: Regions, mergers: pd.DataFrame, region_id: str) -> str:
    """Say from which former municipalities a place was made, and that older figures are summed; empty if from none."""
    members = set(regions.members(region_id))
    own = mergers[mergers["new_id"].isin(members)].sort_values("old_name")
    if own.empty:
        return ""
    tail = "Ältere Zahlen sind zusammengerechnet."
    if len(members) > 1:
        names = list(own["old_name"])
        named = enumeration(names) if len(names) <= MANY_MERGERS else f"{number(len(names))} frühere Gemeinden"
        verb = "gehört" if len(names) == 1 else "gehören"
        return f"{named} {verb} seit Zusammenschlüssen ab 2011 zu heutigen Gemeinden. {tail}"
    years = sorted(text[:4] for text in own["valid_from"] if text)
    since = f" seit {years[-1]}" if years else ""
    return f"Heutiger Zuschnitt{since}: {regions.name(region_id)} mit {enumeration(list(own['old_name']))}. {tail}"


def numbers_html(rows: Rows, catalogue: Catalogue, region_id: str) -> str:
    """Write the three big numbers."""
    cells = (
        _people(rows, catalogue, region_id),
        _decade(rows, catalogue, region_id),
        _old(rows, catalogue, region_id),
    )
    return f'<dl class="kp-big">{"".join(cells)}</dl>'


def _big(value: str, label: str, when: str, *, words: bool = False) -> str:
    own = ' class="kp-big-words"' if words else ""
    return f"<div{own}><dd>{escape(value)}</dd><dt><b>{escape(label)}</b><span>{escape(when)}</span></dt></div>"


def _unknown(rows: Rows, catalogue: Catalogue, indicator_id: str, region_id: str, label: str) -> str:
    """Write a big number that is not known as what it is."""
    status = Status(newest(rows, catalogue[indicator_id], region_id)["status"])
    return _big(GAPS[status].word, label, "", words=True)


def _people(rows: Rows, catalogue: Catalogue, region_id: str) -> str:
    row = known(rows, catalogue["einwohner"], region_id)
    if row is None:
        return _unknown(rows, catalogue, "einwohner", region_id, "Einwohner")
    return _big(number(row["value"]), "Einwohner", moment_with_base(Moment(row["period"], row["census_base"])))


def _decade(rows: Rows, catalogue: Catalogue, region_id: str) -> str:
    label = "Einwohner in zehn Jahren"
    row = known(rows, catalogue["einwohner_10_jahre"], region_id)
    if row is None:
        return _unknown(rows, catalogue, "einwohner_10_jahre", region_id, label)
    base = sentences.BASE_NAMES[row["census_base"]]
    return _big(number(row["numerator"], signed=True), label, f"{row['year'] - 10} bis {row['year']} · {base}")


def _old(rows: Rows, catalogue: Catalogue, region_id: str) -> str:
    row = known(rows, catalogue["anteil_67"], region_id)
    if row is None:
        return _unknown(rows, catalogue, "anteil_67", region_id, "67 oder älter")
    verb = "ist" if number(row["numerator"]) == "1" else "sind"
    label = f"von {number(row['denominator'])} {verb} 67 oder älter"
    return _big(number(row["numerator"]), label, moment_with_base(Moment(row["period"], row["census_base"])))


def sentences_html(made: Sequence[Sequence[str]]) -> str:
    """Write the sentences a mayor reads aloud, what matters emphasised."""
    if not made:
        return ""
    items = "".join(f"<li>{''.join(_piece(i, text) for i, text in enumerate(pieces))}</li>" for pieces in made)
    words = {1: "einem Satz", 2: "zwei Sätzen", 3: "drei Sätzen", 4: "vier Sätzen", 5: "fünf Sätzen"}
    return f'<section class="kp-five"><h2>In {words[len(made)]}</h2><ol>{items}</ol></section>'


def easy_html(title: str, parts: Sequence[Part]) -> str:
    """Write a text in Leichte Sprache: headings, one sentence per line, and who has not read it yet."""
    blocks = (
        f"<h3>{escape(part.title)}</h3>{''.join(f'<p>{escape(line)}</p>' for line in part.lines)}" for part in parts
    )
    return (
        f'<section class="kp-easy"><h2>{escape(title)}</h2>{"".join(blocks)}'
        f'<p class="kp-small">{escape(NOT_CHECKED)}</p></section>'
    )


def _piece(index: int, text: str) -> str:
    return f"<strong>{escape(text)}</strong>" if index % 2 else escape(text)


def locator(evaluator: Evaluator, geometry: Callable[[str], GeometryPayload], region_id: str) -> str:
    """Draw where the place lies: a municipality in its pale Amt, a larger region as one shape, the county pale as a whole.

    Parameters
    ----------
    geometry : Callable[[str], GeometryPayload]
        Gives the shapes of a level.
    """
    regions = evaluator.regions
    level, members = regions.level(region_id), regions.members(region_id)
    words = f"Lage: {title(regions, region_id)} im {regions.name(regions.county)}"
    draw = partial(locator_svg, width=LOCATOR_WIDTH, height=LOCATOR_HEIGHT, label=words)
    if set(members) >= set(regions.municipalities):
        return draw(geometry(Level.GEMEINDE), (), members)
    if level != Level.GEMEINDE and region_id in (own := geometry(level)).index:
        return draw(own, [region_id], ())
    amt = regions.parent(region_id, Level.AMT)
    return draw(geometry(Level.GEMEINDE), members, regions.members(amt) if amt else ())
