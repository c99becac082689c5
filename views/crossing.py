"""Tragfähigkeit as a picture: for each threshold a row of years – enough, open, too few – with the span of the crossing in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pandas as pd

from indicators.projection.crossing import Crossing, State
from views import svg
from views.axis import decimals_of
from views.forecast_words import BIRTHS, people_words, span
from views.formats import NBSP, number
from views.tokens import ACCENT, CONTROL, MUTED, RULE, SURFACE, TEXT, WHITE

NARROW: Final = 44
"""Below so many type sizes in width the name stands above its row of years instead of beside it."""
NOTHING: Final = "Noch keine Schwelle gewählt."
UNTOUCHED: Final = "kein Jahr"


def needed_words(found: Crossing) -> str:
    """Write who is needed: "15 Kinder von 3 bis 5", "12 Geburten im Jahr", "höchstens 50 Kinder von 6 bis 15"."""
    threshold = found.threshold
    most = "höchstens " if _room(found) else ""
    if threshold.source == "births":
        return f"{most}{_needed(found)} {BIRTHS.of(found.needed)} im Jahr"
    return f"{most}{_needed(found)} {people_words(threshold.band, threshold.sex).of(found.needed)}"


def demand_words(found: Crossing) -> str:
    """Write what the number is held against: "nötig: 15 Kinder von 3 bis 5", "Platz für höchstens 50 Kinder von 6 bis 15"."""
    return f"Platz für {needed_words(found)}" if _room(found) else f"nötig: {needed_words(found)}"


def _needed(found: Crossing) -> str:
    return number(found.needed, decimals_of([found.needed]))


def _room(found: Crossing) -> bool:
    """Tell whether room is for so many, rather than so many being needed."""
    return found.threshold.kind == "at_most"


@dataclass(frozen=True)
class _Told:
    """How a crossing is said: it happens, it can happen; where the number stays before it."""

    goes: str
    can: str
    stays: str
    surely: str
    begin: str


def _told(found: Crossing) -> _Told:
    needed = _needed(found)
    if _room(found) and found.falls:
        return _Told(
            f"sinkt die Zahl auf {needed} oder weniger", f"kann die Zahl auf {needed} oder weniger sinken", "darüber",
            f"Liegt schon über {needed} und bleibt es ziemlich sicher", f"Liegt jetzt über {needed}. ",
        )  # fmt: skip
    if _room(found):
        return _Told(
            f"steigt die Zahl über {needed}", f"kann die Zahl über {needed} steigen", f"bei höchstens {needed}",
            f"Bleibt ziemlich sicher bei höchstens {needed}", "",
        )  # fmt: skip
    if found.falls:
        return _Told(
            f"fällt die Zahl unter {needed}", f"kann die Zahl unter {needed} fallen", "darüber",
            "Bleibt ziemlich sicher darüber", "",
        )  # fmt: skip
    return _Told(
        f"erreicht die Zahl {needed}", f"kann die Zahl {needed} erreichen", "darunter",
        "Liegt schon darunter und bleibt es ziemlich sicher", "Liegt jetzt darunter. ",
    )  # fmt: skip


def crossing_sentence(found: Crossing) -> str:
    """Say in which years a number crosses what is needed, or what there is room for.

    Parameters
    ----------
    found : Crossing
        The number through the years and its crossing.

    Returns
    -------
    str
        One or two German sentences.

    Examples
    --------
    >>> import numpy as np
    >>> from indicators.projection.crossing import Threshold, crossing
    >>> from indicators.projection.results import Fan
    >>> few = np.array([20.0, 17.0, 14.0, 12.0])
    >>> fan = Fan((2024, 2025, 2026, 2027), few, few - [0, 3, 3, 3], few + [0, 2, 2, 2])
    >>> print(crossing_sentence(crossing(fan, Threshold("Gruppe", (3, 6), needed=15))))
    Zwischen 2025 und 2027 fällt die Zahl unter 15, voraussichtlich 2026.
    """
    words, last = _told(found), found.years[-1]
    first, expected, sure = found.first_possible, found.first_expected, found.first_certain
    if first is None:
        return f"{words.surely} bis {last}."
    # Ages are estimated even for the start, so that the first year itself may be open.
    open_now = first == found.years[0]
    since = "Schon" if open_now else "Ab"
    begin = words.begin.replace("jetzt", "jetzt wohl") if open_now else words.begin
    if expected is None:
        return f"{begin}{since} {first} {words.can}; eher bleibt sie bis {last} {words.stays}."
    if sure is None:
        told = f"{since} {first} {words.can}, voraussichtlich {expected}; sicher ist das bis {last} nicht."
    elif first == sure:
        told = f"{first} {words.goes}."
    else:
        told = f"Zwischen {first} und {sure} {words.goes}, voraussichtlich {expected}."
    back = "steigen" if found.falls else "fallen"
    return begin + told + (f" Später kann sie wieder {back}." if _turns(found) else "")


def _turns(found: Crossing) -> bool:
    """Tell whether the number comes back after it has crossed, or after it was expected to."""
    mark = found.first_certain or found.first_expected
    after = [state for year, state in zip(found.years, found.states, strict=True) if mark is not None and year >= mark]
    if found.first_certain is not None:
        return any(state != after[0] for state in after)
    return (State.ABOVE if found.falls else State.BELOW) in after


def crossing_table(crossings: Sequence[Crossing]) -> pd.DataFrame:
    """Give the years of every threshold as a table with German column names."""
    rows = [
        {
            "Wofür": one.label,
            "Nötig": needed_words(one),
            "Wechsel": _change(one),
            "möglich ab": _year(one.first_possible),
            "voraussichtlich": _year(one.first_expected),
            "ziemlich sicher ab": _year(one.first_certain),
            "Grundlage": one.threshold.assumption,
        }
        for one in crossings
    ]
    return pd.DataFrame(rows)


def _change(one: Crossing) -> str:
    if _room(one):
        return "reicht wieder" if one.falls else "wird überschritten"
    return "fällt darunter" if one.falls else "wird erreicht"


def _year(year: int | None) -> str:
    return UNTOUCHED if year is None else str(year)


@dataclass(frozen=True)
class _Row:
    """Where the years of a threshold stand."""

    left: float
    right: float
    size: float
    years: tuple[int, ...]

    def x(self, index: float) -> float:
        return self.left + (self.right - self.left) * index / len(self.years)


def crossing_svg(
    crossings: Sequence[Crossing],
    *,
    width: float = 900,
    size: float = 15,
    rounding: int = 1,
    title: str = "Tragfähigkeit",
) -> str:
    """Draw one row of years for each threshold.

    Parameters
    ----------
    crossings : sequence of Crossing
        The thresholds, in the order they are drawn.
    width : float
        Width in px; the height follows. Below 44 type sizes everything stands in one column.
    size : float
        Type size in px: 15 on a desk, 28 or more for a projector.
    rounding : int
        Step of the heads written below the rows; whole people fit best to the needed numbers, which are small.
    title : str
        Spoken name.

    Returns
    -------
    str
        A complete ``<svg>``.
    """
    key = svg.key_of(crossings, width, size)
    legend, y = _legend(width, size, key, room=any(_room(one) for one in crossings))
    parts = [svg.tag("defs", _stripes(key, size)), legend]
    wide = max((_widest(one, size, rounding) for one in crossings), default=0.0)
    for one in crossings:
        drawn, y = _threshold(one, y, width, size, rounding, wide, key)
        parts += [drawn, svg.line(0, y, width, y, stroke=RULE)]
        y += size * 0.9
    if not crossings:
        parts.append(svg.text(NOTHING, 0, y + size, fill=MUTED))
        y += size * 2
    told = " ".join(f"{one.label}, {demand_words(one)}. {crossing_sentence(one)}" for one in crossings) or NOTHING
    return svg.document(width, y, title, told, *parts, size=round(size))


def _stripes(key: str, size: float) -> svg.Markup:
    """Define dark slanting lines on white: the crossing is possible."""
    gap = size * 0.5
    return svg.tag(
        "pattern",
        svg.rect(0, 0, gap, gap, fill=WHITE),
        svg.line(0, 0, 0, gap, stroke=ACCENT, stroke_width=size * 0.22),
        id=key,
        width=gap,
        height=gap,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _fills(key: str, *, room: bool = False) -> dict[State, dict[str, object]]:
    """Give the looks: dark is good, light is not – where room ends, the number is good below it."""
    good: dict[str, object] = {"fill": ACCENT}
    bad: dict[str, object] = {"fill": SURFACE}
    above, below = (bad, good) if room else (good, bad)
    return {State.ABOVE: above, State.OPEN: {"fill": f"url(#{key})"}, State.BELOW: below}


def _legend(width: float, size: float, key: str, *, room: bool) -> tuple[svg.Markup, float]:
    """Say what the three looks and the mark mean, in as many rows as needed; return it and where the rows begin."""
    items = [
        (State.ABOVE, "reicht ziemlich sicher" if room else "ziemlich sicher genug"),
        (State.OPEN, "offen"),
        (State.BELOW, "reicht ziemlich sicher nicht" if room else "ziemlich sicher zu wenige"),
        (None, "voraussichtlicher Wechsel"),
    ]
    parts, x, y, box = [], 0.0, size * 0.2, size * 1.5
    for state, words in items:
        long = box + size * 0.5 + svg.text_width(words, size) + size * 1.1
        if x and x + long - size > width:
            x, y = 0.0, y + size * 1.6
        parts.append(
            _mark(x + box / 2, y, size)
            if state is None
            else svg.rect(x + 0.5, y, box, size, stroke=CONTROL, **_fills(key)[state])
        )
        parts.append(svg.text(words, x + box + size * 0.5, y + size * 0.85, fill=MUTED))
        x += long
    return svg.join(parts), y + size * 2.7


def _mark(x: float, y: float, height: float) -> svg.Markup:
    """Draw an upright with a white edge."""
    ends = (y - height * 0.12, y + height * 1.12)
    lines = ((WHITE, height * 0.3), (TEXT, height * 0.14))
    return svg.join(svg.line(x, ends[0], x, ends[1], stroke=colour, stroke_width=wide) for colour, wide in lines)


def _threshold(
    one: Crossing, y: float, width: float, size: float, rounding: int, wide: float, key: str
) -> tuple[svg.Markup, float]:
    """Draw one threshold; return it and where it ends."""
    narrow = width < NARROW * size
    column = width - 2 if narrow else width * 0.27
    name, below = svg.paragraph(one.label, 0, y + size, column, size=size * 1.1, bold=True)
    needed, below = svg.paragraph(_unbroken(demand_words(one)), 0, below - size * 0.1, column, size=size)
    left, top = (1.0, below) if narrow else (width * 0.3, y + size)
    sentence, at = svg.paragraph(crossing_sentence(one), left, top, width - left - 2, size=size, bold=True)
    row = _Row(left, width - 1, size, one.years)
    at -= size * 0.6
    parts = [name, needed, sentence, _timeline(one, row, at, key), _heads(one, row, at + size * 3.1, rounding, wide)]
    return svg.join(parts), max(below, at + size * 5.1)


def _unbroken(words: str) -> str:
    """Keep "12 bis 17" on one line."""
    return words.replace(" bis ", f"{NBSP}bis{NBSP}")


def _timeline(one: Crossing, row: _Row, y: float, key: str) -> svg.Markup:
    """Draw the years in their three looks, words inside where they fit, and the expected crossing."""
    height, parts, index = row.size * 1.8, [], 0
    fills, good = _fills(key, room=_room(one)), State.BELOW if _room(one) else State.ABOVE
    mark = None if one.first_expected is None else row.x(one.years.index(one.first_expected))
    for state, group in groupby(one.states):
        count = len(list(group))
        x, end = row.x(index), row.x(index + count)
        parts.append(svg.rect(x, y, end - x, height, class_=state.value, stroke=CONTROL, **fills[state]))
        if state is good:
            inner = [row.x(i) for i in range(index + 1, index + count)]
            parts += [svg.line(at, y, at, y + height, stroke=WHITE, stroke_opacity=0.35) for at in inner]
        parts.append(_inside(one, state, _free(x, end, mark), y + height / 2, row.size))
        index += count
    return svg.join([*parts, *([] if mark is None else [_mark(mark, y, height)])])


def _free(x: float, end: float, mark: float | None) -> tuple[float, float]:
    """Give the wider part of a look beside the mark."""
    if mark is None or not x < mark < end:
        return x, end
    return (x, mark) if mark - x > end - mark else (mark, end)


def _inside(one: Crossing, state: State, room: tuple[float, float], y: float, size: float) -> svg.Markup:
    """Write the words of a look where they fit, long ones first."""
    x, end = room
    words = next((w for w in _words(one, state) if svg.text_width(w, size, bold=True) + size * 0.8 < end - x), "")
    light = state is (State.BELOW if _room(one) else State.ABOVE)
    return svg.text(
        words, (x + end) / 2, y + size * 0.35, halo=size * 0.45 if state is State.OPEN else 0.0,
        text_anchor="middle", font_weight=700, fill=WHITE if light else TEXT,
    )  # fmt: skip


def _words(one: Crossing, state: State) -> tuple[str, ...]:
    """Give the words of a look, long ones first."""
    needed = _needed(one)
    if _room(one):
        above, below, many, few = f"über {needed}", f"höchstens {needed}", "zu viele", "reicht"
    else:
        above, below, many, few = f"{needed} oder mehr", f"unter {needed}", "genug", "zu wenige"
    if state is State.OPEN:
        return f"{below if one.falls else above} möglich", "offen"
    return (above, many) if state is State.ABOVE else (below, few)


def _spans(one: Crossing, rounding: int) -> list[str]:
    return [span(float(a), float(b), rounding) for a, b in zip(one.fan.low, one.fan.high, strict=True)]


def _widest(one: Crossing, size: float, rounding: int) -> float:
    """Give the room that a year with its heads needs."""
    return max(svg.text_width(words, size, bold=True) for words in [*_spans(one, rounding), "2000"]) + size


def _heads(one: Crossing, row: _Row, y: float, rounding: int, wide: float) -> svg.Markup:
    """Write for some years how many there would be, as a range, below the row."""
    size, spans, parts = row.size, _spans(one, rounding), []
    for index in _picked(len(spans), max(1, math.ceil(wide / (row.x(1) - row.x(0))))):
        half = max(svg.text_width(spans[index], size, bold=True), svg.text_width("2000", size)) / 2
        tick = row.x(index + 0.5)
        x = min(max(tick, row.left + half), row.right - half)
        parts.append(svg.line(tick, y - size * 1.25, tick, y - size * 0.95, stroke=CONTROL))
        parts.append(svg.text(one.years[index], x, y, text_anchor="middle", fill=MUTED))
        parts.append(svg.text(spans[index], x, y + size * 1.25, text_anchor="middle", font_weight=700))
    return svg.join(parts)


def _picked(count: int, gap: int) -> list[int]:
    """Choose years at least ``gap`` apart, in even steps where possible, the first and the last always.

    Examples
    --------
    >>> _picked(16, 3), _picked(16, 4), _picked(17, 5), _picked(1, 5)
    ([0, 3, 6, 9, 12, 15], [0, 5, 10, 15], [0, 8, 16], [0])
    """
    step = next((step for step in range(gap, 2 * gap) if (count - 1) % step == 0), gap)
    return [*(index for index in range(0, count - 1, step) if count - 1 - index >= gap), count - 1]
