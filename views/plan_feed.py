"""The feed of changes: who changed what, when, from what to what – in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import streamlit as st

from views import block, plan_data, plan_words, record_words, workshop_data
from views.formats import number
from views.plan_data import PLAN_KINDS, Plan
from views.saving import HERE, when
from views.svg import Markup, tag
from workshop.reader import Change
from workshop.records import KINDS, Measure, Record, Step, attributes_of, label

NEWEST: Final = 400
SHOWN: Final = 100
SOMEBODY: Final = "Jemand"
ALL: Final = "alle"
SPANS: Final = {"jederzeit": None, "heute": 0, "letzte 7 Tage": 7, "letzte 30 Tage": 30, "letzte 12 Monate": 365}
ACTIONS: Final = {
    "add": "hat {} angelegt",
    "change": "hat {} geändert",
    "archive": "hat {} ins Archiv gelegt",
    "restore": "hat {} aus dem Archiv zurückgeholt",
    "merge": "hat {} aus einer anderen Ablage übernommen",
    "erase": "hat einen Namen in {} gelöscht",
}
LONG: Final = 160
MANY, FEW = 5, 5
#: Not told in words: ids and structures whose meaning stands in other attributes.
SILENT: Final = frozenset({"archived", "exercise"})


@dataclass(frozen=True)
class Line:
    """One change in words.

    Attributes
    ----------
    said : str
        Who did what: "Frau Beispiel hat Maßnahme „Mitfahrbank“ geändert".
    parts : tuple
        What from what to what: label, from, to.
    measure_id : str
        The measure it is about, if any.
    """

    at: datetime
    who: str
    said: str
    parts: tuple[tuple[str, str, str], ...]
    measure_id: str
    subject: str
    action: str
    number: int


def lines(changes: Sequence[Change]) -> list[Line]:
    """Put changes into words, the newest first."""
    names = workshop_data.writer_names()
    return [_line(change, names.get(change.writer_id, "") or SOMEBODY) for change in reversed(changes)]


def _line(change: Change, who: str) -> Line:
    kind = KINDS[change.kind]
    record = workshop_data.by_id(kind, change.record_id)
    subject = f"{kind.NAME} „{plan_words.line(record_words.title(record)) if record else '…'}“"
    said = f"{who} {ACTIONS.get(change.action, ACTIONS['change']).format(subject)}"
    known = {**attributes_of(kind), "exercise": None}
    parts = tuple(
        (label(kind, name), words(kind, name, pair[0]), words(kind, name, pair[-1]))
        for name, pair in change.changes.items()
        if name not in SILENT and name in known
    )
    return Line(change.at, who, said, parts, _measure_of(change, record), subject, change.action, change.number)


def _measure_of(change: Change, record: Record | None) -> str:
    if change.kind == Measure.KIND:
        return change.record_id
    return record.measure_id if isinstance(record, Step) else ""


def words(kind: type[Record], name: str, value: Any) -> str:
    """Write a value as it stood, in words."""
    if not value and value != 0:
        return record_words.NOTHING
    if name == "links":
        return ", ".join(str(link.get("label") or link.get("ref", "")) for link in value)
    if name == "baseline":
        stand = value.get("period", "")
        return f"{number(value.get('value'), 1)}{f' (Stand {stand})' if stand else ''}"
    if name == "personas":
        return ", ".join(plan_data.persona_name(str(p)) for p in value)
    return record_words.value_words(kind, name, value)


def show(plan: Plan) -> list[Change]:
    """Draw the feed with its filters; gives all changes that they leave, for a file of them."""
    changes = workshop_data.history(*PLAN_KINDS, newest=NEWEST)
    names = workshop_data.writer_names()
    measures = {label: key for key, label in plan_words.titles(plan.measures.values()).items()}
    writers = {names.get(c.writer_id, "") or SOMEBODY: None for c in reversed(changes)}
    with st.container(horizontal=True, key="plan_verlauf_wahl"):
        what = st.selectbox("Maßnahme", [ALL, *measures], key="verlauf_massnahme", bind="query-params", width=300)
        who = st.selectbox("Wer", [ALL, *writers], key="verlauf_wer", bind="query-params", width=220)
        span = st.selectbox("Wann", list(SPANS), key="verlauf_wann", bind="query-params", width=190)
    kept = [c for c in changes if _recent(c, SPANS[span]) and who in (ALL, names.get(c.writer_id, "") or SOMEBODY)]
    if what != ALL:
        kept = [c for c in kept if _measure_of(c, workshop_data.by_id(KINDS[c.kind], c.record_id)) == measures[what]]
    block.show(html(lines(kept[-SHOWN:])), "plan_verlauf")
    if len(kept) > SHOWN or len(changes) == NEWEST:
        st.html(
            f'<p class="kp-sub">Gezeigt sind die neuesten {min(len(kept), SHOWN)} Änderungen; die Tabelle enthält {len(kept)}.</p>'
        )
    return kept


def _recent(change: Change, days: int | None) -> bool:
    """Tell whether a change was made within the last days."""
    return days is None or change.at.astimezone(HERE).date() >= plan_data.today() - timedelta(days)


def html(found: Sequence[Line]) -> Markup:
    """Write lines, day by day; what one person stored at once stands together."""
    if not found:
        return tag("p", "Dazu wurde noch nichts geändert.", class_="kp-sub")
    days: dict[str, list[Markup]] = {}
    for _, together in groupby(found, key=lambda line: (line.number, line.action)):
        lines = list(together)
        items = [_bundle(lines)] if len(lines) >= MANY else [_item(line) for line in lines]
        days.setdefault(f"{lines[0].at.astimezone(HERE):%d.%m.%Y}", []).extend(items)
    return tag(
        "div", *(tag("section", tag("h3", day), tag("ul", *items)) for day, items in days.items()), class_="kp-feed"
    )


def _bundle(lines: Sequence[Line]) -> Markup:
    """Write many changes of one moment as one, opened on a click."""
    said = f"{lines[0].who} {ACTIONS.get(lines[0].action, ACTIONS['change']).format(f'{number(len(lines))} Einträge')}"
    subjects = tag("ul", *(tag("li", line.subject, dir="auto") for line in lines))
    return tag("li", _time(lines[0]), tag("details", tag("summary", said, dir="auto"), subjects))


def _time(line: Line) -> Markup:
    return tag("time", f"{line.at.astimezone(HERE):%H:%M}", title=when(line.at))


def _item(line: Line) -> Markup:
    said = tag("span", line.said, dir="auto")
    if not line.parts:
        return tag("li", _time(line), tag("p", said))
    parts = tag("ul", *(_part(line, part) for part in line.parts))
    if line.action != "add" and len(line.parts) <= FEW:
        return tag("li", _time(line), tag("div", tag("p", said), parts))
    return tag("li", _time(line), tag("details", tag("summary", said), parts))


def _part(line: Line, part: tuple[str, str, str]) -> Markup:
    """Write one attribute: of a new entry what it holds, else from what to what."""
    name, old, new = part
    before = [] if line.action == "add" else [_short(old), tag("span", " → ", class_="m")]
    return tag("li", tag("span", f"{name}: ", class_="m"), *before, _short(new))


def _short(text: str) -> Markup:
    """Write a value; a long one shows its beginning and opens on a click."""
    if len(text) <= LONG:
        return tag("span", text, dir="auto", class_="v")
    summary = tag("summary", f"{plan_words.line(text, 80)} ", tag("em", "mehr"))
    return tag("details", summary, tag("div", text, dir="auto", class_="long"), class_="v")
