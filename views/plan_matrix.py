"""White spots: where and for whom nothing runs or is planned, as a table of fields, with the people concerned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from views import (
    layout,
    plan_data,
    plan_links,
    plan_matrix_data,
    plan_pictures,
    plan_status,
    plan_words,
    resources,
    workshop_data,
)
from views.formats import count_word, enumeration, number
from views.plan_data import Plan
from views.plan_matrix_data import AGE_REGION, KINDS, Matrix
from views.state import Selection
from views.svg import Markup, join, tag
from workshop import plan_questions
from workshop.plan_questions import ACTIVE, Cell, Due, Need
from workshop.records import Measure, Statement

KIND_KEY: Final = "flecken"
CELL_KEY: Final = "fleck"
MOST_SIGNS: Final = 6
NONE: Final = "keine"


def show(measures: Sequence[Measure], selection: Selection) -> None:
    """Draw the matrix with the choice of its sides, what stands in a field, and the three lists below."""
    plan, today = plan_data.load(), plan_data.today()
    plan_pictures.style()
    kind = st.segmented_control(
        "Weiße Flecken nach", KINDS, default=AGE_REGION, key=KIND_KEY, bind="query-params", required=True
    )
    made = _made(plan, measures, str(kind or AGE_REGION))
    chosen = _chosen(made)
    plan_links.show(join([matrix_html(made, measures, chosen), below_html(made)]), "plan_flecken", _go)
    if chosen:
        plan_links.show(cell_html(plan, made, chosen), "plan_fleck", plan_pictures.opened)
    plan_links.show(lists_html(plan, measures, today), "plan_fleckenlisten", plan_pictures.opened)
    plan_pictures.as_table(table(made), finding(made), "plan_flecken")
    if made.people.source_ids:
        layout.sources_line(resources.package().sources, made.people.source_ids)


def brief(measures: Sequence[Measure], selection: Selection) -> None:
    """Draw the matrix of ages and regions alone, beside other things."""
    plan = plan_data.load()
    plan_pictures.style()
    made = _made(plan, measures, AGE_REGION)
    chosen = _chosen(made)
    plan_links.show(join([matrix_html(made, measures, chosen, badge=False), below_html(made)]), "plan_flecken", _go)
    if chosen:
        plan_links.show(cell_html(plan, made, chosen), "plan_fleck", plan_pictures.opened)
    if made.people.source_ids:
        layout.sources_line(resources.package().sources, made.people.source_ids)


def _made(plan: Plan, measures: Sequence[Measure], kind: str) -> Matrix:
    regions = plan_matrix_data.region_axis()[0].keys
    needs = plan_questions.needs_of(workshop_data.all_of(Statement))
    needs += plan_matrix_data.needs_of_figures(regions) if kind == AGE_REGION else []
    return plan_matrix_data.matrix(plan, measures, kind, needs)


def _go(where: str, what: str) -> None:
    if where == CELL_KEY:
        plan_links.toggle(CELL_KEY, what)


def _chosen(made: Matrix) -> tuple[str, str] | None:
    row, _, column = str(st.query_params.get(CELL_KEY, "")).partition("|")
    return (row, column) if (row, column) in made.cells and column else None


# -- words -------------------------------------------------------------------------------------------------------------


def finding(made: Matrix) -> str:
    """Say the largest white spot in one sentence.

    A row that is white from end to end first (the one with the most people), then a column, then how many fields are white.
    """
    rows = [r for r in made.rows.keys if r]
    columns = [c for c in made.columns.keys if c]
    white = [(r, c) for r in rows for c in columns if made.white(r, c)]
    if not rows or not columns:
        return "Für weiße Flecken fehlen noch Handlungsfelder"
    if not white:
        return "In jedem Feld läuft etwas oder ist geplant"
    if len(white) == len(rows) * len(columns):
        return "Noch läuft nirgends etwas, und nichts ist geplant"
    empty = [r for r in rows if all(made.white(r, c) for c in columns)]
    if empty:
        return _row_words(
            made, max(empty, key=lambda r: sum(made.people.counts.get((r, c), 0.0) for c in columns)), len(empty)
        )
    bare = [c for c in columns if all(made.white(r, c) for r in rows)]
    if bare:
        return _column_words(made, bare[0])
    return _most_words(made, rows, columns)


def _most_words(made: Matrix, rows: Sequence[str], columns: Sequence[str]) -> str:
    """Name the row with the most white fields; where none has two, count them all."""
    white = {r: sum(made.white(r, c) for c in columns) for r in rows}
    worst = max(
        rows, key=lambda r: (white[r], sum(made.people.counts.get((r, c), 0.0) for c in columns if made.white(r, c)))
    )
    if white[worst] < 2:
        return f"In {number(sum(white.values()))} von {number(len(rows) * len(columns))} Feldern läuft nichts"
    about = f"Für {whom(worst)}" if made.rows.sort == "age" else f"Zu „{made.row_names[worst]}“"
    many = "Regionen" if made.columns.sort == "region" else "Altersgruppen"
    place = (
        f"in {number(white[worst])} von {number(len(columns))}"
        if made.columns.sort == "region"
        else f"für {number(white[worst])} von {number(len(columns))}"
    )
    return f"{about} läuft {place} {many} nichts"


def _row_words(made: Matrix, row: str, count: int) -> str:
    more = f" – und für {count_word(count - 1)} weitere Gruppe{'n' if count > 2 else ''}" if count > 1 else ""
    if made.rows.sort == "age":
        return f"Für {whom(row)} läuft nirgends etwas{more}"
    where = "nirgends" if made.columns.sort == "region" else "für keine Altersgruppe"
    return f"Zu „{made.row_names[row]}“ läuft {where} etwas"


def _column_words(made: Matrix, column: str) -> str:
    if made.columns.sort == "age":
        return f"Für {whom(column)} läuft in keinem Handlungsfeld etwas"
    return f"In {made.column_names[column]} läuft nichts, und nichts ist geplant"


def whom(band: str) -> str:
    """Name the people of an age group in the fourth case.

    Examples
    --------
    >>> whom("18-29"), whom("0-9"), whom("65-")
    ('18- bis 29-Jährige', 'Kinder bis 9', 'Menschen ab 65')
    """
    low, high = plan_questions.span(band)
    if low == 0:
        return f"Kinder bis {high}" if high < 18 else f"alle bis {high}"
    return f"Menschen ab {low}" if high >= plan_questions.OLDEST else f"{low}- bis {high}-Jährige"


def _legend(made: Matrix) -> Markup:
    """Explain signs and numbers."""
    parts: list[object] = []
    for status in ACTIVE:
        parts.append(tag("span", plan_status.sign(status, 13), f" {plan_status.word(status)}", class_="k"))
    if made.people.moment:
        parts.append(tag("span", f"Zahl: Menschen dieses Alters, {made.people.moment}, gerundet", class_="k"))
    if any(found and made.white(*key) for key, found in made.needs.items()):
        parts.append(
            tag(
                "span",
                tag("i", "!", class_="need"),
                " keine, obwohl die SWOT hier eine Schwäche oder ein Risiko nennt",
                class_="k",
            )
        )
    if "region" in (made.rows.sort, made.columns.sort):
        parts.append(tag("span", "Regionen vorläufig", class_="k"))
    return tag("p", *parts, class_="kp-sub kp-mxlegend")


def below_html(made: Matrix) -> Markup:
    """Say what the table does not hold."""
    if not made.placeless:
        return Markup("")
    count = plan_words.measures_word(made.placeless)
    verb = "steht" if made.placeless == 1 else "stehen"
    return tag("p", f"{count[:1].upper()}{count[1:]} ohne Gebiet {verb} nicht in der Tabelle.", class_="kp-sub")


# -- the table ---------------------------------------------------------------------------------------------------------


def matrix_html(
    made: Matrix, measures: Sequence[Measure], chosen: tuple[str, str] | None, *, badge: bool = True
) -> Markup:
    """Write the matrix; on a phone every row becomes a list of its fields."""
    title = finding(made)
    heads = [tag("th", made.column_names[c], scope="col", dir="auto") for c in made.columns.keys]
    rows = [
        tag(
            "tr",
            tag("th", made.row_names[r], scope="row", dir="auto"),
            *(_cell(made, r, c, chosen=chosen == (r, c)) for c in made.columns.keys),
        )
        for r in made.rows.keys
    ]
    own = tag(
        "table",
        tag("caption", f"Weiße Flecken: {title}", class_="kp-away"),
        tag("thead", tag("tr", tag("td"), *heads)),
        tag("tbody", *rows),
        class_=f"kp-matrix k-{made.rows.sort}-{made.columns.sort}",
    )
    invented = badge and any(m.exercise for m in measures)
    mark = Markup(f" {layout.exercise_badge()}") if invented else Markup("")
    head = tag(
        "header",
        tag("h2", f"Weiße Flecken: {title}", class_="kp-planh2"),
        mark,
        _legend(made),
        class_="kp-pichead" if badge else "kp-pichead brief",
    )
    return join([head, tag("div", own, class_="kp-mxscroll" if badge else "kp-mxscroll kp-mxbrief")])


def _cell(made: Matrix, row: str, column: str, *, chosen: bool) -> Markup:
    """Write one field: signs of the measures or "keine", the people, and what else is known below."""
    cell, needs = made.cells[row, column], made.needs[row, column]
    white = made.white(row, column)
    signs = [plan_status.sign(m.status, 13) for m in cell.own[:MOST_SIGNS]]
    more = f"+{len(cell.own) - MOST_SIGNS}" if len(cell.own) > MOST_SIGNS else ""
    mark = tag("b", NONE) if white else tag("span", *signs, more, class_="signs", aria_hidden="true")
    count = made.people.said(row, column)
    flag = [tag("i", "!", class_="need", aria_hidden="true")] if needs and white else []
    small = tag("small", " · ".join(_small(cell))) if _small(cell) else ""
    inner = [tag("span", mark, *flag, small, tag("span", count, class_="n") if count else "", class_="l1")]
    at = f"{row}|{column}"
    link = plan_links.link(
        f"{CELL_KEY}:{at}", *inner, address={"ansicht": "Weiße Flecken", KIND_KEY: made.kind, CELL_KEY: at}, role="button",
        aria_pressed="true" if chosen else "false", aria_label=spoken(made, row, column),
        data_l=made.column_names[column],
    )  # fmt: skip
    state = "white" if white else "some" if cell.own or cell.wide else "none"
    return tag(
        "td",
        link,
        class_=f"{state}{' needed' if flag else ''}{' here' if chosen else ''}",
    )


def _small(cell: Cell) -> list[str]:
    county = resources.evaluator().regions.county
    where = "kreisweit" if all(county in m.region_ids for m in cell.wide) else "für ein größeres Gebiet"
    told = [f"{len(cell.wide)} {where}"] if cell.wide else []
    ideas = len(cell.ideas)
    return [*told, *([f"{ideas} Idee{'n' if ideas > 1 else ''}"] if ideas else [])]


def spoken(made: Matrix, row: str, column: str) -> str:
    """Say a field in words."""
    cell, needs = made.cells[row, column], made.needs[row, column]
    told = [f"{made.row_names[row]}, {made.column_names[column]}: {plan_words.measures_word(len(cell.own))}"]
    told += _small(cell)
    if count := made.people.said(row, column):
        told.append(f"etwa {count} Menschen")
    if needs:
        told.append("Bedarf genannt")
    return ", ".join(told)


def cell_html(plan: Plan, made: Matrix, key: tuple[str, str]) -> Markup:
    """Write what stands in a field: its measures, those of a larger region, ideas, and who named a need."""
    cell, needs = made.cells[key], made.needs[key]
    parts: list[object] = [tag("h3", f"{made.row_names[key[0]]} · {made.column_names[key[1]]}", dir="auto")]
    for head, found in (
        ("Läuft oder ist geplant", cell.own),
        ("Für ein größeres Gebiet", cell.wide),
        ("Ideen", cell.ideas),
    ):
        if found:
            parts += [tag("h4", head), plan_pictures.measure_list(plan, found)]
    if made.white(*key):
        parts.insert(1, tag("p", "Hier läuft nichts, und nichts ist geplant.", class_="kp-warn"))
    if needs:
        parts += [tag("h4", "Bedarf genannt"), tag("ul", *(_need(n) for n in needs), class_="kp-needs")]
    return tag("section", *parts, class_="kp-cell", aria_live="polite")


def _need(need: Need) -> Markup:
    who = "Aussage von Menschen" if need.by_people else "aus den Zahlen"
    where = plan_data.region_name(need.region_id)
    return tag("li", tag("span", plan_words.line(need.text, 160), dir="auto"), tag("small", f" – {who}, {where}"))


def lists_html(plan: Plan, measures: Sequence[Measure], today: date) -> Markup:
    """List what is late, whose owner is missing, and what is not paid for."""
    late: dict[str, list[Due]] = {}
    for due in plan_questions.overdue(measures, plan.steps, today):
        late.setdefault(due.measure.id, []).append(due)
    lines = [plan_pictures.measure_line(plan, own[0].measure, _late_words(own, today)) for own in late.values()]
    alone, unpaid = plan_questions.ownerless(measures), plan_questions.unfunded(measures)
    sections = (
        ("Überfällig", lines),
        ("Noch niemand verantwortlich", [plan_pictures.measure_line(plan, m) for m in alone]),
        ("Geld noch offen", [plan_pictures.measure_line(plan, m, _money(m)) for m in unpaid]),
    )
    return tag("div", *(_list(head, found) for head, found in sections), class_="kp-lists")


def _late_words(late: Sequence[Due], today: date) -> str:
    """Say what of a measure is late, and since when."""
    return "; ".join(
        (f"Schritt „{plan_words.line(d.step.title, 50)}“ " if d.step else "")
        + f"überfällig {plan_words.ago(-d.days(today))}"
        for d in late
    )


def _money(measure: Measure) -> str:
    return "Budget offen" if measure.budget is None else f"{plan_words.money(measure)}, Finanzierung offen"


def _list(head: str, found: Sequence[Markup]) -> Markup:
    shown = plan_pictures.lines(found) if found else tag("p", NONE, class_="kp-sub")
    return tag("section", tag("h3", f"{head} ({number(len(found))})"), shown)


def table(made: Matrix) -> pd.DataFrame:
    """Give the matrix as a table, one line per field."""
    return pd.DataFrame([
        {
            _head(made.rows.sort): made.row_names[r],
            _head(made.columns.sort): made.column_names[c],
            "läuft oder ist geplant": enumeration([plan_words.line(m.title, 60) for m in made.cells[r, c].own]) or NONE,
            "für ein größeres Gebiet": enumeration([plan_words.line(m.title, 60) for m in made.cells[r, c].wide]) or NONE,
            "Ideen": enumeration([plan_words.line(m.title, 60) for m in made.cells[r, c].ideas]) or NONE,
            "Menschen": made.people.said(r, c) or "keine Zahl",
            "Bedarf genannt": "; ".join(plan_words.line(n.text, 80) for n in made.needs[r, c]) or "nein",
        }
        for r in made.rows.keys
        for c in made.columns.keys
    ])  # fmt: skip


def _head(sort: str) -> str:
    return {"age": "Alter", "region": "Region", "field": "Handlungsfeld"}[sort]
