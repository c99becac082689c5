"""One measure to read: everything about it, its target figure, its steps, and what was changed when by whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from views import layout, plan_data, plan_feed, plan_links, plan_status, plan_words, record_words, workshop_data
from views.formats import number
from views.plan_data import Plan
from views.plan_list import MEASURE_KEY
from views.svg import Markup, join, tag
from workshop import plan_questions
from workshop.records import KINDS, ActionField, Goal, Measure

LONG, CLIP = 600, 240
SHOWN_LINKS: Final = {"measure": "Maßnahme", "statement": "Aussage der SWOT", "idea": "Idee", "address": "Adresse"}
CHANGES: Final = 30
NOT_SAID: Final = "nicht angegeben"


def head_html(measure: Measure, today: date) -> Markup:
    """Write the title with how the measure stands."""
    badge = Markup(layout.exercise_badge()) if measure.exercise else Markup("")
    aside = tag("span", "im Archiv", class_="kp-late") if measure.archived else Markup("")
    late = plan_questions.is_overdue(measure, today) and measure.ends_on
    since = (
        tag("span", f"überfällig {plan_words.ago((today - measure.ends_on).days)}", class_="kp-late")
        if late and measure.ends_on
        else Markup("")
    )
    note = tag("span", clip(measure.status_note), dir="auto", class_="note") if measure.status_note else Markup("")
    back = plan_links.link("zurueck:plan", "← Zurück zum Plan", address={}, class_="kp-back")
    return tag(
        "header",
        back,
        tag("h1", clip(measure.title), dir="auto"),
        badge,
        tag("div", plan_status.told(measure.status, 24), since, aside, note, class_="kp-standline"),
        class_="kp-planhead measure",
    )


def html(plan: Plan, measure: Measure) -> Markup:
    """Write what the measure is, and its facts."""
    text = tag("div", long(measure.description), class_="kp-describe") if measure.description else Markup("")
    return join([text, tag("dl", *_facts(plan, measure), class_="kp-facts")])


def clip(text: str) -> object:
    """Give a text as it is; of one far too long for its place the beginning, the rest opens on a click."""
    if len(text) <= CLIP:
        return text
    summary = tag("summary", tag("span", f"{text[:CLIP].rstrip()}… "), tag("em", "mehr"))
    return tag("details", summary, tag("span", text), class_="kp-clip")


def long(text: str) -> Markup:
    """Write a long text with its line breaks; the rest of a very long one opens on a click."""
    if len(text) <= LONG:
        return tag("p", text, dir="auto", class_="kp-long")
    summary = tag("summary", tag("span", f"{text[:LONG].rstrip()}… ", dir="auto"), tag("em", "mehr"))
    return tag("details", summary, tag("p", text, dir="auto"), class_="kp-long")


def _facts(plan: Plan, measure: Measure) -> Iterable[Markup]:
    field = workshop_data.by_id(ActionField, plan.fields_of.get(measure.id, measure.field_id))
    goal = workshop_data.by_id(Goal, measure.goal_id) if measure.goal_id else None
    who = plan.responsible(measure)
    yield _fact("Handlungsfeld", field.title if field else NOT_SAID)
    if goal:
        yield _fact("Ziel", goal.title)
    yield _fact("verantwortlich", who or tag("b", plan_data.NOBODY, class_="kp-warn"))
    partners = ", ".join(filter(None, (plan_data.actor_name(a) for a in measure.partner_ids)))
    yield _fact("Partner", partners or NOT_SAID)
    yield _fact("wo", plan_words.places(measure) or NOT_SAID)
    yield _fact("für wen", plan_words.for_whom(measure))
    yield _fact("Zeitraum", plan_words.period(measure))
    yield _fact("Budget", f"{plan_words.money(measure)} · Finanzierung {plan_words.funding(measure)}")
    if measure.progress is not None:
        yield _fact("Fortschritt", _progress(measure.progress))
    if measure.links:
        yield _fact("Verweise", tag("ul", *(tag("li", link_html(entry)) for entry in measure.links)))


def _fact(head: str, content: object) -> Markup:
    shown = clip(content) if isinstance(content, str) and not isinstance(content, Markup) else content
    return tag("div", tag("dt", head), tag("dd", shown, dir="auto"))


def _progress(value: float) -> Markup:
    bar = tag("span", tag("b", style=f"width:{min(max(value, 0), 100):.0f}%"), class_="kp-progress", aria_hidden="true")
    return join([bar, tag("span", f"{number(value)} %")])


def link_html(entry: dict[str, Any]) -> Markup:
    """Write a link of a measure; only addresses of the web can be clicked, everything else is text."""
    kind, ref = str(entry.get("kind", "")), str(entry.get("ref", ""))
    if kind == "address":
        text = plan_words.line(str(entry.get("label") or ref), CLIP)
        if not safe_address(ref):
            return tag("span", text if text == ref else f"{text}: {plan_words.line(ref, CLIP)}", dir="auto")
        return tag("a", text, href=ref, target="_blank", rel="noopener noreferrer", dir="auto")
    found = workshop_data.by_id(KINDS[kind], ref) if kind in KINDS else None
    said = f"{SHOWN_LINKS.get(kind, '')}: {plan_words.line(record_words.title(found) if found else '…')}"
    if kind == Measure.KIND and found:
        return plan_links.link(f"{MEASURE_KEY}:{ref}", said, address={MEASURE_KEY: ref}, dir="auto")
    return tag("span", said, dir="auto")


def safe_address(text: str) -> bool:
    """Tell whether an address is one of the web, with a host.

    Examples
    --------
    >>> [safe_address(f"{start}kreis.example") for start in ("https:" + "//", "javascript:", "https:", "")]
    [True, False, False, False]
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def history_html(measure: Measure) -> Markup:
    """Write what was changed about a measure and its steps."""
    own = workshop_data.history(record_id=measure.id, newest=CHANGES)
    return plan_feed.html(plan_feed.lines(own))
