"""The part "Ist der Unterschied echt?": one indicator, all places of a level in order, each with its range of chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import streamlit as st

from data.schema import Level
from indicators.catalogue import Indicator
from indicators.evaluate import Moment
from indicators.regions import GROUP_PREFIX
from indicators.reliability import Difference, Verdict
from indicators.rows import Row
from views import block
from views.compare_figures import Line, apart_from, in_words, label
from views.compare_sheet import Figure, Part, Sheet, Table, notes_html, picture_html
from views.compare_view import CompareView, sources, stem
from views.compare_words import (
    DEFAULT_NUMBER,
    NUMBER_KEY,
    first_big,
    from_words,
    idle_filters,
    indicator_control,
    missing_words,
    named_few,
    outcome_word,
)
from views.figure_words import count_text, moment_with_base, spread_text, value_text
from views.formats import number
from views.interval_dots import Dot, DotsPicture, Side, draw
from views.number_style import NumberStyle
from views.profile_rows import mark_name
from views.state import region_label
from views.svg import tag
from views.wording import article_genitive

AMONG_KEY: Final = "reihe"
ONLY_CHOSEN: Final = "nur die gewählten"
AMONG: Final = {
    "alle Gemeinden": Level.GEMEINDE,
    "alle Ämter und amtsfreien Gemeinden": Level.AMT,
    "alle Planungsregionen": Level.PLANUNGSREGION,
}
SIDES: Final = {
    Difference.HIGHER: Side.ABOVE,
    Difference.LOWER: Side.BELOW,
    Difference.NONE: Side.SAME,
    Difference.TOO_SMALL: Side.SMALL,
}
PLACES: Final = {Level.GEMEINDE: "Gemeinden", Level.AMT: "Ämtern und amtsfreien Gemeinden"}


@dataclass(frozen=True)
class Places:
    """One indicator at one time for all places of a level.

    Attributes
    ----------
    line : Line
        The figures; the places' cells in the order of ``ids``.
    ids, names : tuple[str, ...]
        The places.
    chosen : frozenset[str]
        Those among them that somebody chose.
    word : str
        What they are in the dative: "Gemeinden".
    whole : bool
        Whether these are all places of a level.
    """

    line: Line
    ids: tuple[str, ...]
    names: tuple[str, ...]
    chosen: frozenset[str]
    word: str
    whole: bool

    def counts(self) -> Counter[Side]:
        """Count the places on each side; the benchmark itself is left out, and among all of a level people's own groups."""
        own = str(self.line.benchmark["region_id"])
        left_out = {r for r in self.ids if r == own or (self.whole and r.startswith(GROUP_PREFIX))}
        return Counter(side for at, side in self.sides().items() if self.ids[at] not in left_out)

    def sides(self) -> dict[int, Side]:
        """Tell for each place with a number on which side it lies; without a benchmark's number only who is too small."""
        found: dict[int, Side] = {}
        for at, row in enumerate(self.line.cells):
            if not math.isnan(row["value"]):
                small = Side.SMALL if row["verdict"] == Verdict.TOO_SMALL else Side.SAME
                found[at] = SIDES.get(self.line.found(at), small)
        return found


def show(view: CompareView, bar: Any) -> Part:
    """Draw the part."""
    with bar:
        indicator = indicator_control(view.catalogue, "Indikator", NUMBER_KEY, DEFAULT_NUMBER, fits)
        names = [name for name, level in AMONG.items() if len(view.regions.at_level(level)) > 1]
        among = st.selectbox("Zeigen", [*names, ONLY_CHOSEN], key=AMONG_KEY, bind="query-params", width=260)
    found = places(view, indicator, AMONG.get(among))
    if found is None:
        return nothing(view, indicator)
    sheet = sheet_of(view, found)
    block.show(html(view, found, sheet), "vergleich_punkte")
    return Part(sheet.title, sheet.subtitle, frozenset(found.line.source_ids), sheet, idle_filters(view, [indicator]))


def fits(indicator: Indicator) -> bool:
    """Tell whether places can be put in order by an indicator: no plain counts, nothing only the county knows."""
    return indicator.kind != "count" and (not indicator.levels or Level.GEMEINDE in indicator.levels)


def nothing(view: CompareView, indicator: Indicator) -> Part:
    """Say plainly that there are no numbers here."""
    return Part(f"{indicator.short}: Für diese Gebiete ist keine Zahl veröffentlicht", indicator.title)


def places(view: CompareView, indicator: Indicator, level: Level | None) -> Places | None:
    """Collect one indicator for all places of a level and people's own groups, or for the chosen ones only."""
    if level is None:
        ids = list(view.chosen.ids)
    else:
        groups = [unit.region_id for unit in view.units if unit.group]
        ids = [*view.regions.at_level(level), *groups]
    moment = moment_of(view, indicator, ids)
    if moment is None:
        return None
    names = {unit.region_id: unit.name for unit in view.units}
    rows = tuple(view.figures.at(indicator, moment, r) for r in ids)
    if all(math.isnan(row["value"]) for row in rows):
        return None
    line = Line(
        in_words(view.figures, indicator), label(view.figures, indicator), moment, rows,
        view.figures.at(indicator, moment, view.benchmark_id), None, apart_from(view.regions, ids, view.benchmark_id),
    )  # fmt: skip
    told = tuple(names.get(r) or region_label(view.regions, r) for r in ids)
    word = PLACES.get(level, "Gebieten") if level else "Gebieten"
    return Places(line, tuple(ids), told, frozenset(view.chosen.ids) & set(ids), word, level is not None)


def moment_of(view: CompareView, indicator: Indicator, ids: Sequence[str]) -> Moment | None:
    """Choose the newest time known for the chosen and the benchmark, else for most of the places."""
    chosen = [r for r in view.chosen.ids if r in set(ids)]
    return (
        view.figures.moment(indicator, [*chosen, view.benchmark_id]) if chosen else view.figures.moment(indicator, ids)
    )


# -- words -------------------------------------------------------------------------------------------------------------


def finding(view: CompareView, found: Places) -> str:
    """Say how many places cannot be told apart from the benchmark."""
    sides = found.counts()
    judged = sum(sides.values()) - sides[Side.SMALL]
    other = from_words(view.benchmark_where)
    if math.isnan(found.line.mark):
        return f"{found.line.label}: Für {view.benchmark.whom} gibt es hierzu keine Zahl"
    if not judged:
        return f"{found.line.label}: Alle sind zu klein für einen Vergleich"
    if not tested(found):
        return _measured(view, found, sides[Side.ABOVE], judged)
    if not sides[Side.SAME]:
        return f"Alle {number(judged)} großen genug liegen bei „{found.line.label}“ sicher anders als {view.benchmark_where}"
    if sides[Side.SAME] == judged:
        return f"Keine von {number(judged)} {found.word} lässt sich sicher {other} unterscheiden"
    verb = "lässt" if sides[Side.SAME] == 1 else "lassen"
    return (
        f"{number(sides[Side.SAME])} von {number(judged)} {found.word} {verb} sich nicht sicher {other} unterscheiden"
    )


def _measured(view: CompareView, found: Places, above: int, judged: int) -> str:
    """Say how many places have the larger value where chance plays no part or cannot be computed."""
    more = "ist es weiter" if found.line.indicator.unit == "km" else "ist der Wert höher"
    return f"{found.line.label}: In {number(above)} von {number(judged)} {found.word} {more} als {view.benchmark_where}"


def tested(found: Places) -> bool:
    """Tell whether ranges of chance are known."""
    return any(not math.isnan(row["low"]) for row in found.line.cells)


def subtitle(view: CompareView, found: Places) -> str:
    """Say what is counted, when, and how many lie on which side."""
    sides = found.counts()
    words = {side: side.value if tested(found) else side.value.removeprefix("sicher ") for side in Side}
    told = [f"{number(sides[side])} {words[side]}" for side in Side if sides[side] and side is not Side.SAME]
    missing = Counter(missing_words(row) for row in found.line.cells if math.isnan(row["value"]))
    told += [f"{number(count)} {word}" for word, count in missing.items()]
    parts = [found.line.indicator.title, moment_with_base(found.line.moment), ", ".join(told)]
    return " · ".join(part for part in parts if part)


def reading(view: CompareView, found: Places) -> tuple[str, ...]:
    """Explain the picture."""
    other = mark_name(view.regions, view.benchmark_id)
    words = [
        f"Jeder Punkt ist ein Ort, der Strich zeigt, wie weit der Zufall seinen Wert verschieben kann. Wo der Strich die Linie {other} "
        "berührt, ist der Unterschied nicht sicher. Die Reihenfolge solcher Orte sagt nichts; darum stehen hier keine Plätze.",
        "Kräftig: sicher anders. Grau: kein sicherer Unterschied. Hohl und gestrichelt: zu klein zum Urteilen. Schwarz: Ihre Auswahl. "
        "Dreieck am Rand: liegt noch weiter außen.",
        "Auch wenn es gar keine Unterschiede gäbe, lägen durch Zufall etwa 5 von 100 Orten außerhalb.",
    ]
    if found.line.apart:
        words.insert(
            1,
            f"Der graue Streifen zeigt, wie weit der Zufall den Wert {article_genitive(view.regions, view.benchmark_id)} selbst verschieben kann; er zählt mit.",
        )
    if not tested(found):
        words[0] = (
            "Jeder Punkt ist ein Ort. Wie weit der Zufall reicht, lässt sich für diese Zahl nicht ausrechnen: "
            "Ob ein Abstand etwas bedeutet, weiß nur, wer den Ort kennt."
        )
        words.pop()
    return (*words, found.line.indicator.caveat)


# -- picture, table, files ---------------------------------------------------------------------------------------------


def picture(view: CompareView, found: Places) -> DotsPicture:
    """Put the dots together."""
    indicator = found.line.indicator
    dots = tuple(
        Dot(
            found.names[at], float(row["value"]), float(row["low"]), float(row["high"]), side,
            found.ids[at] in found.chosen, _tip(indicator, found.names[at], row, side),
        )
        for at, side in found.sides().items()
        for row in [found.line.cells[at]]
    )  # fmt: skip
    style = NumberStyle(indicator.unit, indicator.decimals, indicator.signed)
    mark, name = found.line.benchmark, mark_name(view.regions, view.benchmark_id)
    span = (float(mark["low"]), float(mark["high"])) if found.line.apart else (math.nan, math.nan)
    return DotsPicture(dots, found.line.mark, name, style, span)


def outside(drawn: DotsPicture) -> str:
    """Name the places that lie beyond the edges of the picture."""
    far = [f"{dot.name} {drawn.style.short(dot.value)}" for dot in drawn.beyond()]
    return f"Außerhalb des Bildes: {named_few(far)}." if far else ""


def _tip(indicator: Indicator, name: str, row: Row, side: Side) -> str:
    spread = "" if math.isnan(row["low"]) else f"Zufall: {spread_text(indicator, row['low'], row['high'])}"
    told = [value_text(indicator, row["value"]), count_text(indicator, row), spread, side.value]
    return f"{name}: {', '.join(part for part in told if part)}"


def html(view: CompareView, found: Places, sheet: Sheet) -> str:
    """Write picture and explanation."""
    drawn = partial(draw, picture(view, found))
    return tag("section", picture_html(sheet, drawn), class_="kp-cp kp-cp-wide") + notes_html(sheet.notes)


def sheet_of(view: CompareView, found: Places) -> Sheet:
    """Put together what is taken home."""
    notes = (*reading(view, found), outside(picture(view, found)))
    return Sheet(
        first_big(finding(view, found)), subtitle(view, found), notes, sources(found.line.source_ids),
        stem("vergleich", "reihe", found.line.label), lambda width: draw(picture(view, found), width),
        lambda: table_of(found),
    )  # fmt: skip


def table_of(found: Places) -> Table:
    """Give all numbers, ordered by name: a table sorted by value would read as a ranking."""
    indicator = found.line.indicator
    rows = []
    for at in sorted(range(len(found.ids)), key=lambda i: found.names[i]):
        row = found.line.cells[at]
        rows.append(
            (
                found.names[at], missing_words(row) or _figure(indicator, row["value"]),
                "" if math.isnan(row["value"]) else count_text(indicator, row), _figure(indicator, row["low"]),
                _figure(indicator, row["high"]), outcome_word(indicator, found.line.found(at), row, found.line.mark)
                if found.line.found(at) is not Difference.UNKNOWN else "",
            )
        )  # fmt: skip
    unit = f"Wert ({indicator.unit})" if indicator.unit else "Wert"
    return Table(("Gebiet", unit, "Anzahl", "Zufall von", "bis", "Urteil"), tuple(rows))


def _figure(indicator: Indicator, value: float) -> str | Figure:
    return "" if math.isnan(value) else Figure(float(value), indicator.decimals, indicator.signed)
