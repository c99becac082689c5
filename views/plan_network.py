"""Who does what with whom: actors in the middle, their measures on both sides, lines between them.

Names never overlap, because each has a line of its own; which line is chosen so that the connections cross little.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from views import plan_data, plan_links, plan_pictures, plan_status, plan_words, svg
from views.formats import count_word, number, sort_key
from views.plan_data import Plan
from views.plan_network_layout import TOP, Layout, Side, graph_of, layout, pill_height, rows
from views.state import Selection
from views.svg import Markup, join, tag
from views.tokens import ACCENT, ACCENT_LIGHT, CONTROL, MUTED, RULE, SELECTION, TEXT, WARN_LINE, WARN_TEXT, WHITE
from workshop import plan_questions
from workshop.plan_questions import Load
from workshop.records import Actor, Measure

WIDTH: Final = 1320.0
SIDE: Final = 440.0
"""Width of the columns of measures."""
PILL: Final = 270.0
SIZE: Final = 15
ACTOR_KEY: Final = "akteur"


def show(measures: Sequence[Measure], selection: Selection) -> None:
    """Draw the network; a click on an actor shows what hangs on it."""
    if not measures:
        plan_pictures.nothing()
        return
    plan = plan_data.load()
    plan_pictures.style()
    loads = plan_questions.loads(plan.actors.values(), measures)
    wanted = str(st.query_params.get(ACTOR_KEY, ""))
    chosen = wanted if wanted in plan.actors else ""
    head = plan_pictures.heading(finding(loads, measures), BELOW, measures)
    drawn = tag("div", network_svg(plan, measures, loads, chosen), class_="kp-net", tabindex=0)
    wide = join([drawn, chosen_html(plan, loads, chosen)])
    narrow = phone_html(plan, loads, chosen)
    parts = [head, svg.by_width(wide, narrow, at=900), alone_html(plan, measures, loads)]
    plan_links.show(join(parts), "plan_netz", _go)
    plan_pictures.as_table(table(plan, loads), "Wer wobei mitmacht", "plan_netz", ["Maßnahmen"])


BELOW: Final = "Mitte: Akteure mit der Zahl ihrer Maßnahmen · volle Linie: verantwortlich · gestrichelt: Partner · Auf einen Namen tippen hebt hervor"


def _go(where: str, what: str) -> None:
    if where != ACTOR_KEY:
        plan_pictures.opened(where, what)
    else:
        plan_links.toggle(ACTOR_KEY, what)


def finding(loads: Sequence[Load], measures: Sequence[Measure]) -> str:
    """Say who carries most, and how many measures have nobody."""
    alone = len(plan_questions.ownerless(measures))
    verb = "hat" if alone == 1 else "haben"
    said = f"{plan_words.measures_word(alone)} {verb} noch niemanden" if alone else ""
    if not loads or not loads[0].count:
        return f"{said[:1].upper()}{said[1:]}" if said else "Noch ist niemand mit einer Maßnahme verbunden"
    most = [load for load in loads if load.count == loads[0].count]
    count = plan_words.measures_word(most[0].count)
    if len(most) == 1:
        first = f"Bei „{plan_words.line(most[0].actor.name, 60)}“ liegen die meisten Fäden: {count}"
    else:
        first = f"{count_word(len(most)).capitalize()} Akteure tragen am meisten: je {count}"
    return f"{first}; {said}" if said else first


# -- drawing -----------------------------------------------------------------------------------------------------------


def network_svg(plan: Plan, measures: Sequence[Measure], loads: Sequence[Load], chosen: str = "") -> Markup:
    """Draw the network."""
    placed = layout(plan, measures, loads)
    near = next((load for load in loads if load.actor.id == chosen), None)
    lit = {m.id for m in (*near.responsible, *near.partner)} if near else set()
    right = {e.id for e in placed.sides[1] if isinstance(e, Measure)}
    parts: list[Markup] = []
    for load in sorted(loads, key=lambda one: one.actor.id == chosen):
        for role, found in (("responsible", load.responsible), ("partner", load.partner)):
            parts += [_edge(placed, load, m.id, m.id in right, role, _strength(chosen, load.actor.id)) for m in found]
    for at, side in enumerate(placed.sides):
        parts += _side(plan, side, placed, bool(at), lit if near else None)
    parts += [_pill(load, placed.actors[load.actor.id], chosen) for load in loads if load.count]
    told = f"{number(len(placed.actors))} Akteure und {number(len(placed.measures))} Maßnahmen; dasselbe steht in der Tabelle darunter."
    return plan_pictures.drawing(svg.document(WIDTH, placed.height, finding(loads, measures), told, *parts, size=SIZE))


def _strength(chosen: str, actor_id: str) -> str:
    return "plain" if not chosen else "lit" if chosen == actor_id else "pale"


def _edge(placed: Layout, load: Load, measure_id: str, right: bool, role: str, strength: str) -> Markup:
    """Draw one connection as a soft curve from the measure to the actor."""
    if measure_id not in placed.measures:
        return svg.group()
    y1, y2 = placed.measures[measure_id], placed.actors[load.actor.id]
    x1, x2 = (WIDTH - SIDE, (WIDTH + PILL) / 2) if right else (SIDE, (WIDTH - PILL) / 2)
    half = (x1 + x2) / 2
    path = f"M{svg.num(x1)} {svg.num(y1)}C{svg.num(half)} {svg.num(y1)} {svg.num(half)} {svg.num(y2)} {svg.num(x2)} {svg.num(y2)}"
    colour = {"plain": CONTROL, "lit": ACCENT, "pale": RULE}[strength]
    width = (2.0 if role == "responsible" else 1.4) + (1.2 if strength == "lit" else 0)
    dashes = "5 5" if role == "partner" else None
    return tag("path", d=path, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dashes)


def _side(plan: Plan, side: Side, placed: Layout, right: bool, lit: set[str] | None) -> list[Markup]:
    """Write one column of measures under the names of their fields of action."""
    parts: list[Markup] = []
    edge, anchor = (WIDTH - SIDE + 30, "start") if right else (SIDE - 30, "end")
    for entry, y in rows(side, placed.height - 2 * TOP):
        if isinstance(entry, Measure):
            parts.append(_name(plan, entry, edge, y, right, lit is None or entry.id in lit))
            continue
        name = svg.shorten(plan_words.line(entry, 60), SIDE - 40, SIZE, bold=True)
        parts.append(svg.text(name, edge, y + 5, font_size=SIZE, font_weight=700, text_anchor=anchor, fill=ACCENT))
    return parts


def _name(plan: Plan, measure: Measure, edge: float, y: float, right: bool, strong: bool) -> Markup:
    """Write a measure's sign and name; without a responsible one it says so."""
    nobody = plan_questions.is_open(measure) and not measure.responsible_id
    after = f" – {plan_data.NOBODY}" if nobody else ""
    title = (
        svg.shorten(plan_words.line(measure.title), SIDE - 44 - svg.text_width(after, SIZE), SIZE, bold=True) + after
    )
    sign = plan_status.sign(measure.status, 16)
    x = edge - 22 if right else edge + 6
    colour = (WARN_TEXT if nobody else TEXT) if strong else MUTED
    label = svg.text(
        title,
        edge,
        y + 5,
        font_size=SIZE,
        text_anchor="start" if right else "end",
        fill=colour,
        font_weight=600 if strong else None,
    )
    told = f"{plan_words.line(measure.title)}: {plan_status.word(measure.status)}, {plan_words.line(plan.responsible(measure), 60) or plan_data.NOBODY}"
    return svg.group(
        Markup(f'<g transform="translate({svg.num(x)} {svg.num(y - 8)})">{sign}</g>'),
        plan_pictures.measure_link(measure, tag("title", told), label),
    )


def _pill(load: Load, y: float, chosen: str) -> Markup:
    """Draw an actor: the more measures, the taller and the larger its name."""
    here = load.actor.id == chosen
    height, left = pill_height(load.count), (WIDTH - PILL) / 2
    size = min(SIZE + (load.count - 1) * 0.7, 19)
    count = number(load.count)
    name = svg.shorten(plan_words.line(load.actor.name, 60), PILL - 62, size, bold=True)
    box = svg.rect(
        left, y - height / 2, PILL, height, rx=8, fill=ACCENT_LIGHT if not here else WHITE,
        stroke=SELECTION if here else ACCENT, stroke_width=3 if here else 1,
    )  # fmt: skip
    told = f"{plan_words.line(load.actor.name, 90)}: verantwortlich für {number(len(load.responsible))}, Partner bei {number(len(load.partner))}"
    return plan_links.link(
        f"{ACTOR_KEY}:{load.actor.id}", tag("title", told), box,
        svg.text(name, left + 14, y + size / 3, font_size=size, font_weight=650),
        svg.text(count, left + PILL - 14, y + size / 3, font_size=size, font_weight=700, text_anchor="end", fill=ACCENT),
        address={"ansicht": "Netz", ACTOR_KEY: load.actor.id}, role="button", aria_pressed="true" if here else "false",
    )  # fmt: skip


def chosen_html(plan: Plan, loads: Sequence[Load], chosen: str) -> Markup:
    """Write what hangs on the chosen actor."""
    load = next((one for one in loads if one.actor.id == chosen), None)
    if load is None:
        return Markup("")
    parts: list[object] = [tag("h3", plan_words.line(load.actor.name), dir="auto")]
    for head, found in (("Verantwortlich", load.responsible), ("Partner", load.partner)):
        if found:
            parts += [tag("h4", head), plan_pictures.measure_list(plan, found)]
    if not load.count:
        parts.append(tag("p", "Noch bei keiner Maßnahme dabei.", class_="kp-sub"))
    return tag("section", *parts, class_="kp-cell", aria_live="polite")


def alone_html(plan: Plan, measures: Sequence[Measure], loads: Sequence[Load]) -> Markup:
    """List the measures that hang on nobody, and the actors that hang on nothing."""
    graph = graph_of(loads)
    lone = [m for m in measures if f"m{m.id}" not in graph]
    idle = sorted((load.actor for load in loads if not load.count), key=lambda actor: sort_key(actor.name))
    parts: list[Markup] = []
    if lone:
        boxes = [tag("li", plan_status.sign(m.status, 16), plan_pictures.measure_link(m)) for m in lone]
        parts.append(tag("section", tag("h3", "Noch niemand dabei"), tag("ul", *boxes, class_="kp-lone")))
    if idle:
        names = [tag("li", _actor_link(actor)) for actor in idle]
        parts.append(tag("section", tag("h3", "Noch ohne Maßnahme"), tag("ul", *names, class_="kp-idle")))
    return tag("div", *parts, class_="kp-alone", style=f"--lone:{WARN_LINE}") if parts else Markup("")


def _actor_link(actor: Actor) -> Markup:
    return plan_links.link(
        f"{ACTOR_KEY}:{actor.id}",
        plan_words.line(actor.name, 60),
        address={"ansicht": "Netz", ACTOR_KEY: actor.id},
        dir="auto",
    )


def phone_html(plan: Plan, loads: Sequence[Load], chosen: str) -> Markup:
    """Write the network as a list of actors, for a phone; what hangs on the chosen one stands below its name."""
    rows = [_phone_row(plan, load, loads, load.actor.id == chosen) for load in loads if load.count]
    return tag("ul", *rows, class_="kp-actors")


def _phone_row(plan: Plan, load: Load, loads: Sequence[Load], here: bool) -> Markup:
    own = f", verantwortlich für {number(len(load.responsible))}" if load.responsible else " als Partner"
    said = tag("small", f"{plan_words.measures_word(load.count)}{own}")
    more = chosen_html(plan, loads, load.actor.id) if here else Markup("")
    return tag("li", _actor_link(load.actor), said, more, class_="here" if here else None)


def table(plan: Plan, loads: Sequence[Load]) -> pd.DataFrame:
    """Give the network as a table."""
    rows = [
        {
            "Akteur": plan_words.line(load.actor.name, 60),
            "Maßnahmen": load.count,
            "verantwortlich für": "; ".join(plan_words.line(m.title, 60) for m in load.responsible) or "keine",
            "Partner bei": "; ".join(plan_words.line(m.title, 60) for m in load.partner) or "keiner",
        }
        for load in loads
    ]
    return pd.DataFrame(rows, columns=["Akteur", "Maßnahmen", "verantwortlich für", "Partner bei"])
