"""The part "Hängt das zusammen?": two indicators of all municipalities, their rank correlation, and what it does not mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import streamlit as st

from data.schema import Level
from indicators.catalogue import Indicator
from indicators.correlation import CLEAR, FEWEST, STRONG, Correlation, rank_correlation, same_divisor, same_people
from indicators.evaluate import Moment
from indicators.reliability import Verdict
from indicators.rows import Row
from views import block
from views.compare_figures import in_words, label
from views.compare_sheet import Figure, Part, Sheet, Table, notes_html, picture_html
from views.compare_view import CompareView, sources, stem
from views.compare_words import (
    DEFAULT_NUMBER,
    NUMBER_KEY,
    idle_filters,
    indicator_control,
    missing_words,
    named_few,
)
from views.figure_words import count_text, moment_with_base, value_text
from views.formats import number
from views.number_style import NumberStyle
from views.scatter import Axis, ScatterPicture, Spot, draw
from views.state import region_label
from views.svg import tag

SECOND_KEY: Final = "zweite"
DEFAULT_SECOND: Final = "haushalte_mit_kindern"
SIZED_KEY: Final = "groesse"


@dataclass(frozen=True)
class Side:
    """One axis: an indicator at one time for all places."""

    indicator: Indicator
    label: str
    moment: Moment
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Pair:
    """Two indicators for the same places."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    right: Side
    up: Side

    def known(self) -> list[int]:
        """List the places with both figures."""
        pairs = zip(self.right.rows, self.up.rows, strict=True)
        return [at for at, (a, b) in enumerate(pairs) if not math.isnan(a["value"]) and not math.isnan(b["value"])]

    def small(self, at: int) -> bool:
        """Tell whether one of both figures is too small to be judged."""
        return Verdict.TOO_SMALL in (self.right.rows[at]["verdict"], self.up.rows[at]["verdict"])

    @property
    def judged(self) -> list[int]:
        """The places whose figures carry."""
        return [at for at in self.known() if not self.small(at)]

    def correlation(self) -> Correlation:
        """Correlate the figures of the places that are large enough."""
        found = self.judged
        return rank_correlation(
            [float(self.right.rows[at]["value"]) for at in found], [float(self.up.rows[at]["value"]) for at in found]
        )

    @property
    def source_ids(self) -> frozenset[str]:
        """Where both come from."""
        return frozenset(s for row in (*self.right.rows, *self.up.rows) for s in row["source_ids"])


def show(view: CompareView, bar: Any) -> Part:
    """Draw the part."""
    with bar:
        first = indicator_control(view.catalogue, "Zahl nach rechts", NUMBER_KEY, DEFAULT_NUMBER, fits, 290)
        second = indicator_control(view.catalogue, "Zahl nach oben", SECOND_KEY, DEFAULT_SECOND, fits, 290)
    sized = st.toggle("Große Punkte für große Orte", key=SIZED_KEY, bind="query-params")
    found = pair(view, first, second)
    if found is None:
        return Part("Für diese beiden Zahlen gibt es keine Orte mit beiden Werten", f"{first.title} · {second.title}")
    sheet = sheet_of(view, found, sized=sized)
    drawn = partial(draw, picture(view, found, sized=sized))
    body = tag("section", picture_html(sheet, drawn), class_="kp-cp kp-cp-wide kp-cp-scatter")
    block.show(body + notes_html(sheet.notes, "Vorsicht beim Lesen"), "vergleich_wolke")
    return Part(sheet.title, sheet.subtitle, found.source_ids, sheet, idle_filters(view, [first, second]))


def fits(indicator: Indicator) -> bool:
    """Tell whether an indicator is known for municipalities."""
    return not indicator.levels or Level.GEMEINDE in indicator.levels


def pair(view: CompareView, first: Indicator, second: Indicator) -> Pair | None:
    """Collect both indicators for all municipalities and people's own groups, at times as near to each other as can be."""
    groups = [unit for unit in view.units if unit.group]
    ids = [*view.regions.municipalities, *(unit.region_id for unit in groups)]
    times = _times(view, first, second)
    if times is None:
        return None
    names = {unit.region_id: unit.name for unit in groups}
    found = Pair(
        tuple(ids), tuple(names.get(r) or region_label(view.regions, r) for r in ids),
        _side(view, first, times[0], ids), _side(view, second, times[1], ids),
    )  # fmt: skip
    return found if found.known() else None


def _side(view: CompareView, indicator: Indicator, moment: Moment, ids: Sequence[str]) -> Side:
    rows = tuple(view.figures.at(indicator, moment, r) for r in ids)
    return Side(in_words(view.figures, indicator), label(view.figures, indicator), moment, rows)


def _times(view: CompareView, first: Indicator, second: Indicator) -> tuple[Moment, Moment] | None:
    """Choose the newest times known for most municipalities; the same year and base for both where there is one not much older."""
    own = [view.figures.moment(i, view.regions.municipalities) for i in (first, second)]
    if own[0] is None or own[1] is None:
        return None
    older, newer = sorted((own[0], own[1]), key=lambda m: m.year)
    later = second if newer is own[1] else first
    shared = [
        m for m in view.figures.rows.moments(later) if m.year == older.year and m.base == older.base and not m.years
    ]
    places = view.regions.municipalities
    if shared and 2 * sum(view.figures.known(later, shared[-1], r) for r in places) > len(places):
        return (own[0], shared[-1]) if later is second else (shared[-1], own[1])
    return own[0], own[1]


# -- words -------------------------------------------------------------------------------------------------------------


def finding(found: Pair) -> str:
    """Say whether both figures go together, and how closely."""
    one, other, both = found.right.label, found.up.label, found.correlation()
    if found.right.indicator == found.up.indicator:
        return f"Zweimal dieselbe Zahl: {one}"
    if not both.known:
        return f"Zu wenige Orte, um „{one}“ und „{other}“ zu vergleichen"
    if not both.sure:
        return f"„{one}“ und „{other}“: kein gesicherter Zusammenhang"
    how = "meist" if abs(both.value) >= STRONG else "eher" if abs(both.value) >= CLEAR else "ein wenig öfter"
    way = "höher" if both.value > 0 else "niedriger"
    return f"Wo „{one}“ höher ist, ist „{other}“ {how} {way}"


def subtitle(found: Pair) -> str:
    """Say what both axes show and when."""
    sides = [f"{side.indicator.title} ({moment_with_base(side.moment)})" for side in (found.right, found.up)]
    return f"Gemeinden · nach rechts: {sides[0]} · nach oben: {sides[1]}"


def warnings(found: Pair) -> tuple[str, ...]:
    """Say what the correlation is, how far chance reaches, and what it does not mean."""
    both, parts = found.correlation(), []
    if both.known:
        zero = "Null ist nicht dabei" if both.sure else "Null ist dabei: Es kann auch gar keinen geben"
        parts.append(
            f"Zufall: Der Zusammenhang der Reihenfolgen beträgt {number(both.value, 2)} (−1 heißt gegenläufig, 0 keiner, 1 gleichläufig), "
            f"gerechnet aus {number(both.places)} Gemeinden. Der Zufall lässt Werte von {number(both.low, 2)} bis {number(both.high, 2)} zu; {zero}. "
            "Wer viele Paare ausprobiert, findet auch zufällige."
        )
    else:
        parts.append(f"Für einen Zusammenhang braucht es mindestens {FEWEST} Orte, die groß genug sind.")
    parts.append(
        "Orte sind keine Menschen: Ein Zusammenhang zwischen Orten ist keiner zwischen Menschen, und er sagt nicht, was die Ursache ist."
    )
    return (*parts, *_built_in(found), *_times_words(found), *_left_out(found))


def _built_in(found: Pair) -> list[str]:
    """Warn of figures that go together by construction."""
    first, second = found.right.indicator, found.up.indicator
    if first == second:
        return []
    if same_people(first, second):
        return [
            "Beide Zahlen zählen zum Teil dasselbe oder teilen dieselben Menschen auf. Schon deshalb hängen sie zusammen."
        ]
    if same_divisor(first, second):
        return ["Beide Zahlen sind durch dieselbe Menge geteilt. Schon das kann einen Zusammenhang erzeugen."]
    return []


def _times_words(found: Pair) -> list[str]:
    if (found.right.moment.year, found.right.moment.base) == (found.up.moment.year, found.up.moment.base):
        return []
    return ["Die beiden Zahlen stammen von verschiedenen Stichtagen oder Zählungen."]


def _left_out(found: Pair) -> list[str]:
    """Name who is hollow, who is missing, and who lies outside the picture."""
    small = sum(found.small(at) for at in found.known())
    missing = len(found.ids) - len(found.known())
    told = []
    if small == 1:
        told.append("Ein zu kleiner Ort ist hohl gezeichnet und nicht mitgerechnet.")
    elif small:
        told.append(f"{number(small)} zu kleine Orte sind hohl gezeichnet und nicht mitgerechnet.")
    if missing:
        who = "einen Ort" if missing == 1 else f"{number(missing)} Orte"
        told.append(f"Für {who} fehlt eine der beiden Zahlen (keine Angabe, geheim oder zu unsicher).")
    return [" ".join(told)] if told else []


# -- picture, table, files ---------------------------------------------------------------------------------------------


def picture(view: CompareView, found: Pair, *, sized: bool) -> ScatterPicture:
    """Put the dots together."""
    chosen = set(view.chosen.ids)
    spots = tuple(
        Spot(
            found.names[at], float(found.right.rows[at]["value"]), float(found.up.rows[at]["value"]),
            float(found.right.rows[at]["population"]), found.small(at),
            found.ids[at] in chosen, _tip(found, at),
        )
        for at in found.known()
    )  # fmt: skip
    axes = [
        Axis(_axis_title(side), NumberStyle(side.indicator.unit, side.indicator.decimals, side.indicator.signed))
        for side in (found.right, found.up)
    ]
    return ScatterPicture(spots, axes[0], axes[1], sized)


def _axis_title(side: Side) -> str:
    unit = side.indicator.unit
    return side.label if unit in ("%", "€", "") or unit in side.label else f"{side.label} ({unit})"


def _tip(found: Pair, at: int) -> str:
    told = []
    for side in (found.right, found.up):
        count = count_text(side.indicator, side.rows[at])
        told.append(
            f"{side.label}: {value_text(side.indicator, side.rows[at]['value'])}" + (f" ({count})" if count else "")
        )
    return f"{found.names[at]}. {'. '.join(told)}" + (". Zu klein zum Urteilen" if found.small(at) else "")


def sheet_of(view: CompareView, found: Pair, *, sized: bool) -> Sheet:
    """Put together what is taken home."""
    drawn = picture(view, found, sized=sized)
    far = drawn.beyond()
    names = named_few([spot.name for spot in far])
    outside = (f"Außerhalb des Bildes, als Dreieck am Rand: {names}.",) if far else ()
    return Sheet(
        finding(found), subtitle(found), (*warnings(found), *outside), sources(found.source_ids),
        stem("vergleich", found.right.label, found.up.label), lambda width: draw(drawn, width), lambda: table_of(found),
    )  # fmt: skip


def table_of(found: Pair) -> Table:
    """Give all numbers, ordered by name."""
    heads = ["Gemeinde"]
    for side in (found.right, found.up):
        unit = f" ({side.indicator.unit})" if side.indicator.unit else ""
        heads += [f"{side.label}{unit}", f"Anzahl: {side.label}"]
    if found.right.label == found.up.label:
        heads[3:] = [f"{head} " for head in heads[3:]]
    rows = []
    for at in sorted(range(len(found.ids)), key=lambda i: found.names[i]):
        cells: list[str | Figure] = [found.names[at]]
        for side in (found.right, found.up):
            cells += _cells(side, side.rows[at])
        rows.append((*cells, "zu klein zum Urteilen" if found.small(at) else ""))
    return Table((*heads, "Urteil"), tuple(rows))


def _cells(side: Side, row: Row) -> list[str | Figure]:
    if math.isnan(row["value"]):
        return [missing_words(row), ""]
    value = Figure(float(row["value"]), side.indicator.decimals, side.indicator.signed)
    return [value, count_text(side.indicator, row)]
