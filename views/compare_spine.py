"""The part "Wo stehen wir?": the spine chart of one place, row by row, with figures and verdicts in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any, Final

import streamlit as st

from data.schema import Level, Status
from indicators.reliability import Difference, Verdict
from views import block
from views.compare_figures import Line, Topic, carrying, judged, places_of, topics
from views.compare_sheet import Figure, Part, Sheet, Table, notes_html
from views.compare_units import Unit
from views.compare_view import CompareView, sources, stem
from views.compare_words import cell_texts, first_big, missing_words, topic_control, verdict_words
from views.formats import number
from views.number_style import NumberStyle
from views.profile_rows import mark_name
from views.profile_table import PEER_NAMES, date_text
from views.spine import Look, SpineChart, SpineRow, bar_svg, chart, key_svg, spread
from views.svg import Markup
from views.wording import article_dative

PLACE_KEY: Final = "wer"
HEADS: Final = (
    "Thema", "Zahl", "Stand", "Wert", "Anzahl", "von", "bis", "Vergleich", "Urteil", "Einordnung",
    "kleinster Wert", "unteres Viertel", "oberes Viertel", "größter Wert",
)  # fmt: skip
LOOKS: Final = {
    Difference.HIGHER: Look.DIFFERENT,
    Difference.LOWER: Look.DIFFERENT,
    Difference.NONE: Look.SAME,
    Difference.TOO_SMALL: Look.SMALL,
    Difference.UNKNOWN: Look.DIFFERENT,
}


def show(view: CompareView, bar: Any) -> Part:
    """Draw the part for the place in focus, or for another of the compared ones."""
    with bar:
        unit = _place(view)
        topic = topic_control(view.catalogue)
    marks = view.marks_for(unit)
    found = topics(view.figures, view.catalogue, [unit], marks[0], marks[1] if len(marks) > 1 else "", topic)
    sheet = sheet_of(view, unit, marks, found)
    block.show(html(view, unit, marks, found), "vergleich_wirbel")
    ids = frozenset(source for one in found for line in one.lines for source in line.source_ids)
    hints = () if marks[0] == view.benchmark_id else (_other_mark(view, unit, marks[0]),)
    return Part(sheet.title, sheet.subtitle, ids, sheet, hints)


def _other_mark(view: CompareView, unit: Unit, mark: str) -> str:
    return (
        f"{unit.name} lässt sich nicht mit sich selbst vergleichen; in der Mitte steht {mark_name(view.regions, mark)}."
    )


def _place(view: CompareView) -> Unit:
    """Choose whose rows are drawn."""
    names = {unit.name: unit for unit in view.units}
    if st.session_state.get(PLACE_KEY) not in names:
        st.session_state.pop(PLACE_KEY, None)
    return names[st.selectbox("Gebiet im Bild", list(names), key=PLACE_KEY, bind="query-params", width=230)]


# -- from figures to rows ----------------------------------------------------------------------------------------------


def spine_row(view: CompareView, unit: Unit, line: Line) -> SpineRow:
    """Write one line's texts and find its grey bars."""
    row, style = line.cells[0], NumberStyle(line.indicator.unit, line.indicator.decimals, line.indicator.signed)
    places = [view.figures.at(view.catalogue[line.indicator.id], line.moment, r) for r in places_of(view.regions, unit)]
    around = spread(carrying(places))
    found = line.found(0)
    value, count = cell_texts(line.indicator, row)
    second = math.nan if line.second is None else float(line.second["value"])
    return SpineRow(
        name=line.label, when=date_text(line.indicator, line.moment), value=value, count=count,
        mark_text=_mark_text(view, line, style), second_text=_second_text(view, line, style),
        verdict=verdict_words(line.indicator, found, row, line.mark), judged=judged(line.indicator, found),
        own=float(row["value"]), low=float(row["low"]), high=float(row["high"]), mark=line.mark, second=second,
        spread=around, ends=(style.short(around.low), style.short(around.high)) if around else ("", ""),
        look=_look(line, found),
    )  # fmt: skip


def _look(line: Line, found: Difference) -> Look:
    good = judged(line.indicator, found)
    if good:
        return Look(good)
    small = line.cells[0]["verdict"] == Verdict.TOO_SMALL
    return Look.SMALL if small else LOOKS[found]


def _mark_text(view: CompareView, line: Line, style: NumberStyle) -> str:
    """Write the benchmark's number, or why there is none."""
    if math.isnan(line.mark):
        return missing_words(line.benchmark)
    return f"{mark_name(view.regions, line.benchmark['region_id'])} {style.short(line.mark)}"


def _second_text(view: CompareView, line: Line, style: NumberStyle) -> str:
    if line.second is None:
        return ""
    return f"{mark_name(view.regions, line.second['region_id'])} {style.short(line.second['value'])}"


# -- words -------------------------------------------------------------------------------------------------------------


def finding(view: CompareView, unit: Unit, mark: str, found: Sequence[Topic]) -> str:
    """Say how often the place differs by more than chance, and where most."""
    lines = [line for topic in found for line in topic.lines]
    seen = Counter(line.found(0) for line in lines if _tested(line))
    sure = seen[Difference.HIGHER] + seen[Difference.LOWER]
    total = sum(count for outcome, count in seen.items() if outcome is not Difference.UNKNOWN)
    where = article_dative(view.regions, mark)
    if not total:
        return f"{first_big(unit.where)} lässt sich hier nichts mit den Zahlen {where} vergleichen"
    if not sure and seen[Difference.TOO_SMALL] == total:
        return f"{unit.name} ist zu klein für ein Urteil: Jede Zahl kann von wenigen Menschen abhängen"
    if not sure:
        return f"{first_big(unit.where)} ist keine von {number(total)} Zahlen sicher anders als {where}"
    most = _farthest(view, unit, lines)
    verb = "ist" if sure == 1 else "sind"
    tail = f", am deutlichsten: {most}" if most else ""
    return f"{first_big(unit.where)} {verb} {number(sure)} von {number(total)} Zahlen sicher anders als {where}{tail}"


def _tested(line: Line) -> bool:
    """Tell whether a figure has a range of chance, so that its difference can be sure."""
    return not math.isnan(line.cells[0]["low"])


def _farthest(view: CompareView, unit: Unit, lines: Sequence[Line]) -> str:
    """Name the sure difference that is largest, measured by how far the middle half of all places reaches."""
    best, name = 0.0, ""
    for line in lines:
        if not _tested(line) or line.found(0) not in (Difference.HIGHER, Difference.LOWER):
            continue
        row = spine_row(view, unit, line)
        if row.spread is None or not row.spread.q3 > row.spread.q1:
            continue
        distance = abs(row.own - row.mark) / (row.spread.q3 - row.spread.q1)
        best, name = max((best, name), (distance, line.label))
    return name


def balance(found: Sequence[Topic]) -> str:
    """Count good and bad news among the indicators whose direction is agreed; empty where there are none or no sure difference."""
    lines = [line for topic in found for line in topic.lines if line.indicator.polarity]
    if not lines:
        return ""
    seen = Counter(judged(line.indicator, line.found(0)) for line in lines)
    total, good, bad = len(lines), seen["günstiger"], seen["ungünstiger"]
    if not good + bad:
        return ""
    return (
        f"Bei {number(total)} Zahlen ist vereinbart, welche Richtung günstig ist. Davon günstiger: {number(good)}, "
        f"ungünstiger: {number(bad)}, ohne sicheren Unterschied: {number(total - good - bad)}."
    )


def subtitle(view: CompareView, mark: str, found: Sequence[Topic]) -> str:
    """Say what the rows are."""
    count = sum(len(topic.lines) for topic in found)
    name = view.regions.name(mark)
    return f"{number(count)} Zahlen, verglichen mit {name} · jede zum neuesten Stichtag, der für beide bekannt ist"


def reading(view: CompareView, unit: Unit, marks: Sequence[str]) -> list[tuple[str, str]]:
    """Name the signs of the picture."""
    told = [("mitte", f"{mark_name(view.regions, marks[0])}, in der Mitte")]
    told += [("zweite", mark_name(view.regions, marks[1]))] if len(marks) > 1 else []
    told += [("alle", f"{_group(view, unit)}, vom kleinsten bis zum größten Wert"), ("haelfte", "ihre mittlere Hälfte")]
    told += [(look.value, look.value) for look in Look]
    return [*told, ("spanne", "so weit kann der Zufall reichen")]


def explained(unit: Unit) -> str:
    """Say how the rows are read."""
    return (
        f"Der Punkt ist {unit.name}. Jede Zeile hat ihren eigenen Maßstab: Je weiter der Punkt von der Mitte liegt, desto größer ist der "
        "Unterschied. ▸ am Rand: liegt noch weiter außen. „günstiger“ und „ungünstiger“ stehen nur da, wo die Richtung vereinbart ist. "
        "Ohne Strich durch den Punkt lässt sich der Zufall nicht ausrechnen; dort zählt der gemessene Abstand."
    )


def _group(view: CompareView, unit: Unit) -> str:
    places = places_of(view.regions, unit)
    level = view.regions.level(places[0]) if places else view.regions.level(unit.region_id)
    small = " außer den zu kleinen" if level == Level.GEMEINDE else ""
    return f"alle {number(len(places))} {PEER_NAMES.get(level, 'Gebiete')}{small}"


# -- HTML --------------------------------------------------------------------------------------------------------------


def html(view: CompareView, unit: Unit, marks: Sequence[str], found: Sequence[Topic]) -> str:
    """Write all rows as one table, then how they are read."""
    rows = "".join(_topic_html(view, unit, topic) for topic in found)
    middle = escape(mark_name(view.regions, marks[0]))
    heads = ("", escape(unit.name), "Urteil", f"← niedriger · <b>{middle}</b> · höher →", middle)
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    caption = escape(f"Zahlen zu {unit.name} nach Themen, verglichen mit {mark_name(view.regions, marks[0])}")
    said = balance(found)
    more = f'<p class="kp-cp-say">{escape(said)}</p>' if said else ""
    return (
        f'<section class="kp-cp">{more}{_keys(view, unit, marks)}<table class="kp-cp-spine"><caption class="kp-cp-unseen">'
        f"{caption}</caption><thead><tr>{head}</tr></thead>{rows}</table>{notes_html((explained(unit), _unknown(found)))}</section>"
    )


def _keys(view: CompareView, unit: Unit, marks: Sequence[str]) -> str:
    items = "".join(
        f"<li>{key_svg(kind)}<span>{escape(words)}</span></li>" for kind, words in reading(view, unit, marks)
    )
    return f'<ul class="kp-cp-signs">{items}</ul>'


def _topic_html(view: CompareView, unit: Unit, topic: Topic) -> str:
    if not topic.lines:
        return ""
    title = f'<tr class="kp-cp-topic"><th scope="rowgroup" colspan="5"><h3>{escape(topic.title)}</h3></th></tr>'
    return f"<tbody>{title}{''.join(_row_html(view, unit, line) for line in topic.lines)}</tbody>"


def _row_html(view: CompareView, unit: Unit, line: Line) -> str:
    row = spine_row(view, unit, line)
    estimated = '<i class="kp-cp-chip">geschätzt</i>' if line.cells[0]["status"] == Status.ESTIMATED else ""
    cells = (
        ("v", _two(row.value, row.count) + estimated),
        ("u", _two(row.verdict, row.judged)),
        ("s", bar_svg(row)),
        ("m", _two(row.mark_text, row.second_text, strong=False)),
    )
    body = "".join(f'<td class="{key}">{cell}</td>' for key, cell in cells)
    return f'<tr><th scope="row">{_two(row.name, row.when)}</th>{body}</tr>'


def _two(first: str, second: str, *, strong: bool = True) -> Markup:
    """Write two lines, the first one strong."""
    tag = "b" if strong else "span"
    top = f"<{tag}>{escape(first)}</{tag}>" if first else ""
    below = f"<span>{escape(second)}</span>" if second else ""
    return Markup(top + below)


def _unknown(found: Sequence[Topic]) -> str:
    """Name the indicators that this place does not have."""
    names = [name for topic in found for name in topic.unknown]
    return f"Für dieses Gebiet nicht veröffentlicht: {', '.join(names)}." if names else ""


# -- to take home ------------------------------------------------------------------------------------------------------


def sheet_of(view: CompareView, unit: Unit, marks: Sequence[str], found: Sequence[Topic]) -> Sheet:
    """Put together what is taken home."""
    ids = {source for topic in found for line in topic.lines for source in line.source_ids}

    def picture() -> SpineChart:
        rows = tuple((t.title, tuple(spine_row(view, unit, line) for line in t.lines)) for t in found if t.lines)
        second = mark_name(view.regions, marks[1]) if len(marks) > 1 else ""
        return SpineChart(unit.name, mark_name(view.regions, marks[0]), second, rows)

    return Sheet(
        finding(view, unit, marks[0], found), subtitle(view, marks[0], found), (balance(found), explained(unit)), sources(ids),
        stem("vergleich", unit.name), lambda width: chart(picture(), width), lambda: table_of(view, unit, found),
    )  # fmt: skip


def table_of(view: CompareView, unit: Unit, found: Sequence[Topic]) -> Table:
    """Give all numbers of the picture."""
    rows = [_cells(topic.title, line, spine_row(view, unit, line)) for topic in found for line in topic.lines]
    return Table(HEADS, tuple(rows))


def _cells(topic: str, line: Line, row: SpineRow) -> tuple[str | Figure, ...]:
    decimals, signed = line.indicator.decimals, line.indicator.signed

    def figure(value: float) -> str | Figure:
        return "" if math.isnan(value) else Figure(value, decimals, signed)

    around = row.spread
    ends = (around.low, around.q1, around.q3, around.high) if around else (math.nan,) * 4
    own = figure(row.own) or missing_words(line.cells[0])
    return (
        topic, row.name, row.when, own, row.count, figure(row.low), figure(row.high),
        figure(row.mark) or missing_words(line.benchmark), row.verdict, row.judged, *(figure(v) for v in ends),
    )  # fmt: skip
