"""Who gains and who loses by changes, as markup for the right side of the page Wege."""

from __future__ import annotations

from html import escape

import pandas as pd

from indicators.access.beyond import Heads
from indicators.access.gains import Gains, gains
from indicators.access.people import People
from views import access_data, access_words, resources, sentences
from views.access_data import View
from views.access_panel import age_label, head_text, place_of
from views.forecast_words import people_words
from views.table import html_table
from views.wording import wording


def headline(view: View) -> str:
    """Say what the changes do."""
    told = gained(view)
    return access_words.gains_sentence(told, view.people, view.asked.kind, len(view.changes), place_of(view))


def gained(view: View, counted: People | None = None) -> Gains:
    """Count who gains and who loses in the region in focus, of the ages asked for or of others."""
    return gains(view.shift, counted or view.people, view.asked.limit, view.members)


def gains_html(view: View) -> str:
    """Write who gains and who loses: two numbers, who comes within the limit, and all ages."""
    told, limit = gained(view), access_words.limit_words(view.asked.limit)
    name = f"{place_of(view).name}: {people_words(view.people.band).many}"
    cards = _card(view, "näher", told.gain, told.gain_km) + _card(view, "weiter", told.lose, told.lose_km)
    say = f"Neu innerhalb von {limit}: {_heads(told.within)}. Neu weiter als {limit}: {_heads(told.outside)}."
    return (
        f'<section class="kp-panel kp-way"><h3>{escape(name)}</h3><dl class="kp-gain">{cards}</dl>'
        f'<p class="kp-say">{escape(say)}</p>{_county_html(view)}{_ages_html(view)}</section>'
    )


def _county_html(view: View) -> str:
    """Write what the changes do in the whole county: who loses may live outside the region in focus."""
    regions = resources.evaluator().regions
    whole = frozenset(regions.members(regions.county))
    if view.members == whole:
        return ""
    told = gains(view.shift, view.people, view.asked.limit, whole)
    place = wording(regions, regions.county)
    text = access_words.gains_sentence(told, view.people, view.asked.kind, len(view.changes), place)
    return f'<p class="kp-climb">{escape(text)}.</p>'


def _card(view: View, word: str, who: Heads, mean: float) -> str:
    longer = {"näher": "kürzer", "weiter": "länger"}[word]
    detail = access_words.gain_detail(who, mean, longer) if who.places else ""
    return f"<div><dt>haben es {word}</dt><dd><strong>{escape(_heads(who))}</strong><span>{escape(detail)}</span></dd></div>"


def _heads(who: Heads) -> str:
    return "niemand" if not who.people and not who.unknown else head_text(who)


def _ages_html(view: View) -> str:
    rows = []
    for counted in access_data.age_groups():
        told = gained(view, counted)
        rows.append({"Alter": age_label(counted), "näher": head_text(told.gain), "weiter": head_text(told.lose)})
    everybody = access_data.age_groups()[0]
    caption = f"Nach Alter ({sentences.moment_with_base(everybody.moment)})"
    chosen = [age_label(c) for c in access_data.age_groups() if c.band == view.people.band]
    return html_table(pd.DataFrame(rows), caption, ["näher", "weiter"], highlight=chosen, max_height=None)
