"""The right side of the page Wege as markup: who lives far away today."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

import numpy as np
import pandas as pd

from indicators.access.beyond import Beyond, Heads, beyond, heads, mean_km
from indicators.access.people import People
from indicators.access.reach import Reach
from indicators.ages import words as age_words
from indicators.catalogue import ALL_AGES
from views import access_data, access_words, resources, sentences
from views.access_data import View
from views.forecast_words import people_words
from views.formats import number
from views.table import html_table
from views.wording import Wording, wording

UNKNOWN: Final = "unbekannt"
SMALL_NOTE: Final = "Kleine Zahlen sind zum Schutz der Menschen um wenige Personen verändert."


def place_of(view: View) -> Wording:
    """Give the words for the region in focus."""
    return wording(resources.evaluator().regions, view.region_id)


def is_municipality(view: View) -> bool:
    """Tell whether the region in focus is one municipality: then there is one way, not a share."""
    return len(view.members) == 1


def found(view: View, ways: Reach, region_id: str | None = None) -> Beyond:
    """Count who lives far away in the region in focus, or in another one."""
    members = view.members if region_id is None else resources.evaluator().regions.members(region_id)
    return beyond(ways, view.people, view.asked.limit, frozenset(members))


def headline(view: View) -> str:
    """Say what the page shows of today."""
    if not is_municipality(view):
        return access_words.far_sentence(
            found(view, view.now), view.people, view.asked.kind, view.asked.limit, place_of(view)
        )
    (member,) = view.members
    at = view.now.origins.index[member]
    own = float(view.people.heads[at])
    return access_words.own_sentence(float(view.now.km[at]), own, view.people, view.asked.kind, place_of(view))


def today_html(view: View) -> str:
    """Write the panel of today: value with heads, the county beside it, the border, and all ages."""
    own = _municipality_html(view) if is_municipality(view) else _region_html(view)
    return f'<section class="kp-panel kp-way">{own}{_ages_html(view)}</section>'


def _region_html(view: View) -> str:
    told, place = found(view, view.now), place_of(view)
    where = f"{_places(len(told.far.places))} (von {number(len(told.all.places))})"
    far = f"weiter als {access_words.limit_words(view.asked.limit)} {access_words.from_one(view.asked.kind)}"
    say = f"Sie wohnen in {where}, deren Mitte {far} liegt. {_mean(view)}" if told.far.places else _mean(view)
    return (
        f'<h2 class="kp-place">{escape(place.name)}</h2>'
        f'<div class="kp-valuerow"><span class="kp-value">{escape(access_words.told(told.far, view.people))}</span>'
        f'<span class="kp-count">{escape(_of(view, told))}</span></div>'
        f'<p class="kp-say">{escape(say)}</p>{_county_html(view)}{_border_html(view)}'
    )


def _of(view: View, told: Beyond) -> str:
    """Write what a number of people is out of, with the share: "von 8.559 Kindern von 6 bis 9 · 14,0 %"."""
    who, share = people_words(view.people.band), access_words.share_text(told)
    if told.all.unknown:
        return f"{who.many}; in {_places(len(told.all.unknown))} ist die Zahl nicht bekannt"
    return f"von {number(told.all.people)} {who.dative}" + (f" · {share}" if share else "")


def _mean(view: View) -> str:
    at = [view.now.origins.index[m] for m in view.members if m in view.now.origins.index]
    mean = mean_km(view.now.km[at], replace(view.people, heads=view.people.heads[at]))
    return "" if np.isnan(mean) else f"Im Mittel ist der Weg {access_words.km(mean)} lang."


def _places(count: int) -> str:
    return "1 Gemeinde" if count == 1 else f"{number(count)} Gemeinden"


def _county_html(view: View) -> str:
    """Write the county beside a smaller region, heads first."""
    regions = resources.evaluator().regions
    if view.members == frozenset(regions.members(regions.county)):
        return ""
    told = found(view, view.now, regions.county)
    place = wording(regions, regions.county)
    text = access_words.far_sentence(told, view.people, view.asked.kind, view.asked.limit, place)
    share = access_words.share_text(told)
    return f'<p class="kp-sub">Zum Vergleich: {escape(text)}{f" ({share})" if share else ""}.</p>'


def _border_html(view: View) -> str:
    """Warn where a facility beyond the border may be nearer than the limit."""
    if not access_data.only_inside(view.now):
        return ""
    start = view.now.origins
    near = (view.now.km > view.asked.limit) & (view.now.border_km < view.asked.limit)
    there = heads(start, view.people, near, view.members)
    text = access_words.border_sentence(there, view.people, view.asked.kind, view.asked.limit)
    return f'<p class="kp-climb">{escape(text)}</p>' if text else ""


def _municipality_html(view: View) -> str:
    (member,) = view.members
    ways, place = view.now, place_of(view)
    nearest, way = ways.facility(member), ways.of(member)
    head = f'<h2 class="kp-place">{escape(place.name)}</h2>'
    if nearest is None:
        return f'{head}<p class="kp-value kp-value-word">kein Ziel eingetragen</p>'
    text = (
        f"{named(str(nearest['name']), str(nearest['region_id']), member)} (Stand {int(nearest['year'])}). "
        "Gerechnet ist von der Mitte der Gemeinde; aus einem Ortsteil kann es näher oder weiter sein."
    )
    measured = f"{view.asked.measured} {access_words.to_nearest(view.asked.kind)}"
    return (
        f'{head}<div class="kp-valuerow"><span class="kp-value">{escape(access_words.km(way))}</span>'
        f'<span class="kp-count">{escape(measured)}</span></div>'
        f'<p class="kp-say">{escape(text)}</p>{_own_border_html(ways, member)}{_county_html(view)}'
    )


def named(name: str, region_id: str, home: str = "") -> str:
    """Name a facility with its place, unless the name tells it: "Grundschule Teterow", "Gymnasium, in Teterow"."""
    where = where_text(region_id, home)
    return name if where.removeprefix("in ") in name else f"{name}, {where}"


def where_text(region_id: str, home: str = "") -> str:
    """Say where a facility lies: "in Bützow", "im Ort", "jenseits der Kreisgrenze"."""
    if region_id and region_id == home:
        return "im Ort"
    regions = resources.evaluator().regions
    return f"in {regions.name(region_id)}" if regions.exists(region_id) else "jenseits der Kreisgrenze"


def _own_border_html(ways: Reach, member: str) -> str:
    border_km = float(ways.border_km[ways.origins.index[member]])
    if border_km >= ways.of(member) or not access_data.only_inside(ways):
        return ""
    return (
        f'<p class="kp-climb">Die Kreisgrenze ist nur {access_words.km(border_km)} entfernt. Was jenseits liegt, kennt diese Karte '
        "nicht; der Weg kann kürzer sein.</p>"
    )


def _ages_html(view: View) -> str:
    """Write all age groups: heads far away, all heads, share."""
    limit = access_words.limit_words(view.asked.limit)
    rows = []
    for counted in access_data.age_groups():
        told = beyond(view.now, counted, view.asked.limit, view.members)
        rows.append(
            {"Alter": age_label(counted), f"weiter als {limit}": head_text(told.far),
             "von allen": head_text(told.all), "Anteil": access_words.share_text(told) or "–"}
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    if is_municipality(view):
        frame = frame[["Alter", "von allen"]].rename(columns={"von allen": "Menschen"})
    elif (frame["Anteil"] == "–").all():
        frame = frame.drop(columns="Anteil")
    counted = access_data.age_groups()[0]
    caption = f"Wie alt sie sind ({sentences.moment_with_base(counted.moment)})"
    chosen = [age_label(c) for c in access_data.age_groups() if c.band == view.people.band]
    table = html_table(frame, caption, list(frame.columns[1:]), highlight=chosen, max_height=None)
    return table + (f'<p class="kp-small">{SMALL_NOTE}</p>' if is_municipality(view) else "")


def head_text(sum_: Heads) -> str:
    """Write a number of people for a table: "mind. 12" or "unbekannt" where some or all are not known."""
    people, unknown = sum_.people, sum_.unknown
    return (f"mind. {number(people)}" if people else UNKNOWN) if unknown else number(people)


def age_label(counted: People) -> str:
    """Name an age group in a table."""
    return "alle Alter" if counted.band == ALL_AGES else age_words(counted.band)
