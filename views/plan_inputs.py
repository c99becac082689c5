"""The form of a measure: every attribute that people fill in, with words from the register, the personas and the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

from indicators.catalogue import ALL_AGES
from views import bands, plan_edit, plan_words, resources, saving, workshop_data
from views.plan_data import Plan
from views.state import preset_bands, region_labels
from workshop.desk import Desk
from workshop.records import FUNDING, STATUSES, Actor, Idea, Measure, Statement
from workshop.store import same_id

NOBODY, NO_FIELD, NO_GOAL = "noch niemand", "ohne Handlungsfeld", "ohne Ziel"
NEW: Final = "neu:"
"""Before the name of an actor that is not in the list yet."""
MOST_LINKED: Final = 400
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
OFFICES: Final = {
    "Amt ": "amt",
    "Landkreis": "amt",
    "Kreis": "amt",
    "Gemeinde ": "gemeinde",
    "Stadt ": "gemeinde",
    "Beirat": "gremium",
}
ADDRESSES_HELP: Final = "Eine Internetadresse je Zeile, dahinter wenn gewünscht ein Name."


def form(plan: Plan, kept: Measure) -> tuple[dict[str, Any], bool]:
    """Draw the form, filled with the measure as it was opened; give what it holds and whether it was sent."""
    key = f"mf_{kept.id}_{kept.version}"
    with st.form(key, border=False):
        values = _what(kept, key)
        left, right = st.columns(2, gap="large")
        with left:
            values |= _belongs(plan, kept, key) | _who(plan, kept, key)
        with right:
            values |= _when(kept, key) | _money(kept, key) | _stand(kept, key)
        values |= _links(plan, kept, key)
        sent = st.form_submit_button("Speichern", type="primary", icon=":material/check:")
    return values, sent


def _what(kept: Measure, key: str) -> dict[str, Any]:
    title = st.text_input(
        "Titel", kept.title, key=f"{key}_title", placeholder="zum Beispiel: Mitfahrbänke an zwölf Ortseingängen"
    )
    text = st.text_area("Beschreibung", kept.description, key=f"{key}_text", height=120)
    return {"title": title, "description": text}


def _belongs(plan: Plan, kept: Measure, key: str) -> dict[str, Any]:
    fields = plan_words.titles(plan.fields.values())
    goals = plan_words.titles(plan.goals.values())
    field = _one("Handlungsfeld", {"": NO_FIELD} | fields, kept.field_id, f"{key}_field")
    goal = _one("Ziel", {"": NO_GOAL} | goals, kept.goal_id, f"{key}_goal")
    chosen = plan.goals.get(goal)
    # A goal lies in a field of action; the measure lies where its goal does.
    return {"field_id": chosen.field_id if chosen else field, "goal_id": goal}


def _who(plan: Plan, kept: Measure, key: str) -> dict[str, Any]:
    actors = plan_words.titles(plan.actors.values())
    responsible = _one("Verantwortlich", {"": NOBODY} | actors, kept.responsible_id, f"{key}_owner", new=True)
    partners = _several("Partner", actors, kept.partner_ids, f"{key}_partners", new=True)
    regions = {region: label for label, region in region_labels(resources.evaluator().regions).items()}
    places = _several("Wo?", regions, kept.region_ids, f"{key}_regions")
    personas = _several("Für wen?", plan_edit.personas(), kept.personas, f"{key}_personas")
    ages = {bands.band_id(b): plan_words.age(bands.band_id(b)) for b in preset_bands().values() if b != ALL_AGES}
    ages |= {b: plan_words.age(b) for b in kept.bands}
    chosen = _several("Altersgruppen", dict(sorted(ages.items(), key=_by_age)), kept.bands, f"{key}_bands")
    return {
        "responsible_id": responsible,
        "partner_ids": partners,
        "region_ids": places,
        "personas": personas,
        "bands": chosen,
    }


def day(label: str, value: date | None, key: str | None = None) -> date | None:
    """Choose a date or none; a stored date far away stays possible."""
    low, high = min(EARLIEST, value or EARLIEST), max(LATEST, value or LATEST)
    return st.date_input(label, value, min_value=low, max_value=high, format="DD.MM.YYYY", key=key)


def _by_age(item: tuple[str, str]) -> tuple[int, int]:
    band = bands.band_of(item[0])
    return int(band[0]), int(band[1])


def _when(kept: Measure, key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    with left:
        start = day("Beginn", kept.starts_on, key=f"{key}_start")
    with right:
        end = day("Ende", kept.ends_on, key=f"{key}_end")
    return {"starts_on": start, "ends_on": end}


def _money(kept: Measure, key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    budget = left.number_input(
        "Budget in Euro", 0.0, value=kept.budget, step=500.0, format="%.0f", placeholder="offen", key=f"{key}_budget"
    )
    with right:
        funding = _one("Finanzierung", FUNDING, kept.funding, f"{key}_funding")
    note = st.text_input(
        "Mittel aus", kept.funding_note, key=f"{key}_source", placeholder="zum Beispiel: Kreishaushalt, Förderprogramm"
    )
    return {"budget": budget, "funding": funding, "funding_note": note}


def _stand(kept: Measure, key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    with left:
        status = _one("Stand", STATUSES, kept.status, f"{key}_status")
    progress = right.number_input(
        "Fortschritt in Prozent",
        0.0,
        100.0,
        kept.progress,
        5.0,
        format="%.0f",
        placeholder="offen",
        key=f"{key}_progress",
    )
    note = st.text_input(
        "Bemerkung zum Stand", kept.status_note, key=f"{key}_note", placeholder="zum Beispiel: Mietvertrag offen"
    )
    return {"status": status, "progress": progress, "status_note": note}


def _links(plan: Plan, kept: Measure, key: str) -> dict[str, Any]:
    with st.expander("Verweise", expanded=bool(kept.links)):
        known = {
            kind: [str(e.get("ref", "")) for e in kept.links if e.get("kind") == kind]
            for kind in ("measure", "statement", "idea")
        }
        others = plan_words.titles(m for m in plan.measures.values() if m.id != kept.id)
        said = plan_words.titles(workshop_data.all_of(Statement)[-MOST_LINKED:])
        ideas = plan_words.unique(
            {i.id: i.text for i in workshop_data.all_of(Idea)[-MOST_LINKED:] if i.state != "verborgen"}
        )
        chosen = [
            ("measure", others, _several("Andere Maßnahmen", others, known["measure"], f"{key}_l1")),
            ("statement", said, _several("Aussagen der SWOT", said, known["statement"], f"{key}_l2")),
            ("idea", ideas, _several("Ideen", ideas, known["idea"], f"{key}_l3")),
        ]
        own = [dict(e) for e in kept.links if e.get("kind") == "address"]
        before = "\n".join(_as_line(e) for e in own)
        typed = st.text_area("Adressen", before, key=f"{key}_l4", help=ADDRESSES_HELP)
    made = [{"kind": kind, "ref": ref, "label": labels.get(ref, "")} for kind, labels, refs in chosen for ref in refs]
    return {"links": _same(kept.links, (*made, *(own if typed == before else addresses(typed))))}


def _same(before: Sequence[Mapping[str, Any]], after: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    """Keep what was there as it was: a label that was written once is no change."""
    known = {
        (e.get("kind"), e.get("ref"), e.get("label") if e.get("kind") == "address" else None): dict(e) for e in before
    }
    made = [known.get((e["kind"], e["ref"], e["label"] if e["kind"] == "address" else None), e) for e in after]
    same = len(made) == len(before) and all(dict(e) in made for e in before)
    return tuple(dict(e) for e in before) if same else tuple(made)


def _as_line(entry: Mapping[str, Any]) -> str:
    ref, label = str(entry.get("ref", "")), str(entry.get("label", ""))
    return ref if label in ("", ref) else f"{ref} {label}"


def addresses(typed: str) -> list[dict[str, Any]]:
    """Read addresses, one a line, each with a name behind it if there is one.

    Examples
    --------
    >>> addresses("a.example/b Bescheid vom Land")
    [{'kind': 'address', 'ref': 'a.example/b', 'label': 'Bescheid vom Land'}]
    """
    pairs = [line.strip().split(None, 1) for line in typed.splitlines() if line.strip()]
    return [{"kind": "address", "ref": pair[0], "label": pair[1] if len(pair) > 1 else ""} for pair in pairs]


def _one(label: str, options: Mapping[str, str], value: str, key: str, *, new: bool = False) -> str:
    """Choose one; a stored choice that is no longer offered (its record lies in the archive) stays chosen."""
    shown = dict(options) if value in options else {**options, value: "(nicht mehr im Plan)"}
    back = {text: found for found, text in shown.items()}
    at = list(back).index(shown[value])
    chosen = st.selectbox(label, list(back), index=at, key=key, accept_new_options=new, help=_new_help(new))
    return back.get(chosen or "", f"{NEW}{chosen}" if chosen else "")


def _several(
    label: str, options: Mapping[str, str], values: Sequence[str], key: str, *, new: bool = False
) -> tuple[str, ...]:
    lost = {v: f"(nicht mehr im Plan) {v[:8]}" for v in values if v not in options}
    shown = {**options, **lost}
    back = {text: found for found, text in shown.items()}
    chosen = st.multiselect(
        label,
        list(back),
        [shown[v] for v in values],
        key=key,
        accept_new_options=new,
        placeholder="wählen",
        help=_new_help(new),
    )
    return tuple(back.get(text, f"{NEW}{text}") for text in chosen)


def _new_help(new: bool) -> str | None:
    return (
        "Nicht in der Liste? Einfach eintippen. Bitte Stellen und Vereine nennen, Personen nur mit ihrem Einverständnis."
        if new
        else None
    )


def with_new_actors(values: Mapping[str, Any], about: str) -> dict[str, Any] | None:
    """Store the actors that were typed anew and put their ids in their place; None where that was refused.

    Parameters
    ----------
    about : str
        Id of the measure: the same name typed for it twice is stored once.
    """
    typed = [v for v in (values["responsible_id"], *values["partner_ids"]) if v.startswith(NEW)]
    known = {a.name.strip().casefold(): a.id for a in workshop_data.all_of(Actor)}
    ids: dict[str, str] = {}
    for entry in dict.fromkeys(typed):
        name = entry.removeprefix(NEW)
        found = known.get(name.strip().casefold())
        made = None if found else saving.save(partial(_add, _actor(name, about)), "")
        if not found and made is None:
            return None
        ids[entry] = found or (made.id if made else "")
    own = values["responsible_id"]
    partners = tuple(ids.get(p, p) for p in values["partner_ids"])
    return {**values, "responsible_id": ids.get(own, own), "partner_ids": partners}


def _actor(name: str, about: str) -> Actor:
    """Make an actor, its kind guessed from its name."""
    sort = next((sort for start, sort in OFFICES.items() if name.startswith(start)), "verein")
    return Actor(id=same_id("actor", about, name), name=name, sort=sort)


def _add(actor: Actor, desk: Desk) -> Actor:
    return desk.add(actor)
