"""How many people have how far to go: one bar per class of the map, heads at its end; with changes the heads of before beside them."""

from __future__ import annotations

from html import escape
from typing import Final

import numpy as np

from indicators.access.beyond import Heads, heads
from indicators.access.reach import Reach
from views import access_map, access_words, resources, tokens
from views.access_data import View
from views.access_panel import head_text
from views.forecast_words import people_words
from views.formats import number
from views.map_description import colours
from views.wording import wording

NO_WAY_COLOUR: Final = tokens.WHITE


def html(view: View) -> str:
    """Write the bars of the region in focus; for a single municipality those of its county, its own class marked."""
    regions = resources.evaluator().regions
    alone = len(view.members) == 1
    region = regions.county if alone else view.region_id
    members = frozenset(regions.members(region)) if alone else view.members
    place, who = wording(regions, region), people_words(view.people.band).many
    now, then = (_classes(view, ways, members) for ways in (view.now, view.then))
    most = max([one.people for one in (*now, *then)], default=0.0) or 1.0
    own = _class_of(view) if alone else -1
    edges, shades = access_map.steps(view.asked.limit), colours(access_map.scale(view))
    rows = []
    for at, (before, after) in enumerate(zip(now, then, strict=True)):
        if at == len(shades) and not before.places and not after.places:
            continue
        here = f" ← {wording(regions, view.region_id).name}" if at == own else ""
        rows.append(
            _row(
                _label(edges, at) + here, before, after, (*shades, NO_WAY_COLOUR)[at], most, changed=bool(view.changes)
            )
        )
    return (
        f'<section class="kp-panel kp-ways"><h3>{escape(who)} {escape(place.where)}: Wie weit ist es für wie viele?</h3>'
        f'<div role="list">{"".join(rows)}</div></section>'
    )


def _classes(view: View, ways: Reach, members: frozenset[str]) -> list[Heads]:
    """Count the people of each class; the last is of those who have no way at all."""
    edges = (*access_map.steps(view.asked.limit), np.inf)
    found = np.digitize(ways.km, edges)
    return [heads(ways.origins, view.people, found == at, members) for at in range(len(edges) + 1)]


def _class_of(view: View) -> int:
    (member,) = view.members
    return int(np.digitize(view.then.of(member), access_map.steps(view.asked.limit)))


def _label(edges: tuple[float, ...], at: int) -> str:
    """Name a class: "unter 2,5 km", "5 bis 7,5 km", "10 km und mehr"."""
    if at > len(edges):
        return access_map.NO_WAY
    if at == 0:
        return f"unter {access_words.limit_words(edges[0])}"
    if at == len(edges):
        return f"{access_words.limit_words(edges[-1])} und mehr"
    low = number(edges[at - 1], 0 if float(edges[at - 1]).is_integer() else 1)
    return f"{low} bis {access_words.limit_words(edges[at])}"


def _row(label: str, before: Heads, after: Heads, colour: str, most: float, *, changed: bool) -> str:
    share = 100 * after.people / most
    told = head_text(after)
    if changed and after.people != before.people:
        told += f" statt {head_text(before)}"
    bar = f'<i style="width:{share:.1f}%;background:{colour}"></i>' if after.people else ""
    return f'<div role="listitem"><span>{escape(label)}</span><span class="kp-waybar">{bar}<b>{escape(told)}</b></span></div>'
