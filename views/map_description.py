"""What a map shows, apart from how it is drawn: one class letter per region, words, legend, names.

Two renderers read it: the component on screen (:mod:`views.map_component`) and the static drawing (:mod:`views.map_svg`).

Letters: ``a`` to ``f`` are classes from low to high; ``n`` no figure, ``s`` secret, ``k`` too small or unsure, ``x`` does not exist here.
An upper-case class letter is the same class, estimated: its colour under white stripes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.schema import Status
from indicators import classes
from indicators.classes import Classification
from views import formats, map_points, tokens
from views.geometry import GeometryPayload
from views.map_points import MapPoint, PointRow

LETTERS: Final = "abcdef"
NO_NUMBER_LETTERS: Final = "kxsn"
ZERO_COLOUR: Final = "#F1F6E1"
SEPARATOR: Final = "\t"

NO_NUMBER_WORDS: Final[Mapping[str, str]] = {
    "n": "keine Angabe",
    "s": "geheim",
    "k": "zu klein oder unsicher",
    "x": "gibt es hier nicht",
}

STATUS_LETTERS: Final[Mapping[str, str]] = {
    Status.SECRET: "s",
    Status.UNRELIABLE: "k",
    Status.NOT_APPLICABLE: "x",
    Status.PENDING: "n",
    Status.MISSING: "n",
}

TOO_SMALL: Final = "zu_klein"

_SHADES: Final[Mapping[int, tuple[int, ...]]] = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


@dataclass(frozen=True)
class LegendRow:
    """One row of the legend; ``code`` is a letter, or ``E`` for "estimated" (a kind of drawing, no class)."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class MapDescription:
    """A map without its shapes.

    Parameters
    ----------
    geometry_key : str
        Key of the :class:`~views.geometry.GeometryPayload` it belongs to.
    codes : str
        One letter per region, in the payload's order.
    fields : tuple[str, ...]
        The figures of each region, parted by tabs, to be put into ``pattern``; empty where there is no number.
    pattern : str
        Wording of a figure, such as "{0} % · {1} von {2}".
    notes : Mapping[int, str]
        Words for single regions instead of the pattern, by position.
    colours : tuple[str, ...]
        Colours of the classes from ``a`` on.
    legend : tuple[LegendRow, ...]
        Classes, then the kinds of "no number" that occur, then "estimated".
    legend_unit, legend_regions : str
        Heads of the legend's columns ("Prozent", "Gemeinden").
    edge_before : str
        Letter of the class before which the legend marks the centre of a diverging scale.
    edge_label : str
        Words of that mark ("0" or "Landkreis 22,0").
    label_order : tuple[int, ...]
        Positions of regions whose names are shown, the most important first.
    selected : int | None
        Position of the selected region.
    marked, outlines
        Positions of further regions shown like the selected one, and the paths of larger areas outlined like it.
    points, point_rows
        Places drawn on the map, and their rows in the legend.
    """

    geometry_key: str
    level: str
    region_ids: tuple[str, ...]
    codes: str
    fields: tuple[str, ...]
    pattern: str
    colours: tuple[str, ...]
    legend: tuple[LegendRow, ...]
    title: str
    subtitle: str
    source: str
    date: str = ""
    legend_unit: str = ""
    legend_regions: str = "Gemeinden"
    edge_before: str = ""
    edge_label: str = ""
    label_order: tuple[int, ...] = ()
    selected: int | None = None
    marked: tuple[int, ...] = ()
    outlines: tuple[str, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    points: tuple[MapPoint, ...] = ()
    point_rows: tuple[PointRow, ...] = ()

    def text(self, position: int) -> str:
        """Return the words for one region, as in the tooltip: "25,7 % · 197 von 768"."""
        if position in self.notes:
            return self.notes[position]
        if not self.fields[position]:
            return self.row(self.codes[position]).label
        pieces = self.fields[position].split(SEPARATOR)
        words = self.pattern if len(pieces) > 1 else self.pattern.split(" · ")[0]
        for at, part in enumerate(pieces):
            words = words.replace(f"{{{at}}}", part)
        code = self.codes[position]
        return words + (f" – {self.row(code).label}" if code == "k" else " (geschätzt)" if code.isupper() else "")

    def row(self, code: str) -> LegendRow:
        """Return the legend row of a letter."""
        wanted = code.lower()
        return next(row for row in self.legend if row.code == wanted)

    def colour(self, code: str) -> str | None:
        """Return the colour of a class letter, ``None`` for the kinds of "no number"."""
        at = LETTERS.find(code.lower())
        return self.colours[at] if 0 <= at < len(self.colours) else None

    def spoken(self) -> str:
        """Return the text alternative of the whole picture."""
        rows = ", ".join(f"{row.label}: {row.count}" for row in self.legend if row.code != "E")
        told = f"Karte: {self.title}. {self.subtitle}. {self.legend_regions} je Klasse – {rows}."
        return f"{told} {map_points.spoken(self.point_rows)}".rstrip()


def describe_map(
    frame: pd.DataFrame,
    payload: GeometryPayload,
    scale: Classification,
    *,
    title: str,
    subtitle: str,
    unit: str = "",
    decimals: int = 0,
    signed: bool = False,
    source: str = "",
    date: str = "",
    selected_id: str | None = None,
    label_weights: Mapping[str, float] | None = None,
    label_count: int = 12,
    heads: str | None = None,
    words: Mapping[str, str] | None = None,
    zero_label: str = "0",
    legend_unit: str | None = None,
    legend_regions: str = "Gemeinden",
    edge_label: str = "",
    show_too_small: bool = False,
) -> MapDescription:
    """Describe the map of one indicator, one period.

    Parameters
    ----------
    frame : pd.DataFrame
        An evaluated indicator, one row per region: ``region_id``, ``value``, and where known ``numerator``, ``denominator``, ``verdict``,
        ``status``, ``note``. Regions without a row have no figure.
    payload : GeometryPayload
        The shapes; they give the order of the regions.
    scale : Classification
        Class breaks.
    unit, decimals, signed
        As in the catalogue; ``signed`` writes plus signs.
    label_weights : Mapping[str, float] | None
        Importance of each region's name, usually its inhabitants.
    heads : str | None
        Wording of the heads behind the value with ``{1}`` numerator and ``{2}`` denominator. By default "{1} von {2}" for shares, else
        nothing; "" switches it off.
    words : Mapping[str, str] | None
        Better words for the kinds of "no number" of this indicator (``{"s": "geheim: zu wenige Betriebe"}``).
    show_too_small : bool
        Colour places whose figure is too small to judge instead of hatching them.
    """
    table = _in_order(frame, payload.ids)
    codes = _codes(table, scale, show_too_small=show_too_small)
    pattern, fields = _figures(table, codes, unit=unit, decimals=decimals, signed=signed, heads=heads)
    chosen = payload.index.get(selected_id or "")
    return MapDescription(
        geometry_key=payload.key,
        level=payload.level,
        region_ids=payload.ids,
        codes=codes,
        fields=fields,
        pattern=pattern,
        colours=colours(scale),
        legend=_legend(codes, scale, decimals, {**NO_NUMBER_WORDS, **(words or {})}, zero_label),
        title=title,
        subtitle=subtitle,
        source=source,
        date=date,
        legend_unit=_unit_word(unit) if legend_unit is None else legend_unit,
        legend_regions=legend_regions,
        edge_before=LETTERS[scale.classes_below] if scale.centre is not None else "",
        edge_label=edge_label or ("0" if scale.centre == 0 else ""),
        label_order=_label_order(table, codes, payload, chosen, label_weights or {}, label_count),
        selected=chosen,
        notes=_notes(table, codes),
    )


def _in_order(frame: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    """Bring the rows into the order of the shapes; of two rows for one region the first counts, a region without a row has none."""
    place: dict[str, int] = {}
    for at, region in enumerate(frame["region_id"].tolist()):
        place.setdefault(region, at)
    if all(region in place for region in ids):  # the usual case, twenty times as fast as aligning by an index
        return frame.take([place[region] for region in ids])
    return frame.drop_duplicates("region_id").set_index("region_id").reindex(list(ids))


def colours(scale: Classification) -> tuple[str, ...]:
    """Choose the colours for a classification: few classes are spread over the whole scale.

    Examples
    --------
    >>> colours(Classification((15, 18, 21, 25))) == tokens.SEQUENTIAL
    True
    """
    if scale.centre is not None:
        below, above = scale.classes_below, scale.size - scale.classes_below
        return (
            *_arm(tokens.DIVERGING[:3], below, inner_last=True),
            *_arm(tokens.DIVERGING[3:], above, inner_last=False),
        )
    plain = scale.size - int(scale.zero_class)
    shades = tuple(tokens.SEQUENTIAL[at] for at in _SHADES.get(plain, _SHADES[5]))
    if plain > len(shades):  # six classes of one's own: one more light end
        shades = (ZERO_COLOUR, *shades)
    return (ZERO_COLOUR, *shades)[:6] if scale.zero_class else shades


def _arm(shades: Sequence[str], wanted: int, *, inner_last: bool) -> tuple[str, ...]:
    """Take the colours of one arm; the light one lies at the centre. More classes than colours repeat the strongest."""
    outward = list(reversed(shades)) if inner_last else list(shades)
    taken = [outward[min(at, len(outward) - 1)] for at in range(wanted)] if wanted != 2 else [outward[0], outward[2]]
    return tuple(reversed(taken)) if inner_last else tuple(taken)


def _codes(table: pd.DataFrame, scale: Classification, *, show_too_small: bool) -> str:
    numbers = classes.classify(table["value"].to_numpy(float), scale.breaks, zero_class=scale.zero_class)
    status = _words(table, "status", Status.MEASURED, Status.MISSING)
    verdict = _words(table, "verdict", "", "")
    letters = []
    for number, state, words in zip(numbers, status, verdict, strict=True):
        if state in STATUS_LETTERS or number < 0:
            letters.append(STATUS_LETTERS.get(state, "n"))
        elif words == TOO_SMALL and not show_too_small:
            letters.append("k")
        else:
            letter = LETTERS[min(int(number), len(LETTERS) - 1)]
            letters.append(letter.upper() if state == Status.ESTIMATED else letter)
    return "".join(letters)


def _words(table: pd.DataFrame, column: str, without: str, missing: str) -> list[str]:
    """Return a column of words; ``without`` where the frame has no such column, ``missing`` where a region has no row."""
    if column not in table:
        return [without] * len(table)
    return [missing if pd.isna(word) else str(word) for word in table[column].tolist()]


def _figures(
    table: pd.DataFrame, codes: str, *, unit: str, decimals: int, signed: bool, heads: str | None
) -> tuple[str, tuple[str, ...]]:
    """Write the figures of every region; a place too small to judge still shows its figure and heads."""
    counted = "{1} von {2}" if heads is None and unit == "%" and not signed else heads or ""
    pattern = ("{0}" + (f"{formats.NBSP}{unit}" if unit else "")) + (f" · {counted}" if counted else "")
    columns = [_written(table["value"].to_numpy(float), decimals, signed=signed)]
    if counted and {"numerator", "denominator"} <= set(table):
        columns += [_written(table[name].to_numpy(float), 0) for name in ("numerator", "denominator")]
    written = [
        "" if code in "nsx" or pieces[0] == "" else SEPARATOR.join(pieces if all(pieces) else pieces[:1])
        for code, pieces in zip(codes, zip(*columns, strict=True), strict=True)
    ]
    return pattern, tuple(written)


_GERMAN: Final = str.maketrans(",.-", f".,{formats.MINUS}")


def _written(numbers: npt.NDArray[np.float64], decimals: int, *, signed: bool = False) -> list[str]:
    """Write a whole column as :func:`views.formats.number` does, for ten thousand numbers at once; no number gives ""."""
    scale = 10.0**decimals
    rounded = np.copysign(np.floor(np.abs(numbers) * scale + 0.5 + 1e-9), numbers) / scale + 0.0
    sign = "+" if signed else ""
    return [
        "" if number != number else f"{number:{sign if number else ''},.{decimals}f}".translate(_GERMAN)
        for number in rounded.tolist()
    ]


def _notes(table: pd.DataFrame, codes: str) -> dict[int, str]:
    """Keep the evaluation's own words where a region has no figure."""
    notes = _words(table, "note", "", "")
    return {at: note for at, (note, code) in enumerate(zip(notes, codes, strict=True)) if note and code in "nsx"}


def _legend(
    codes: str, scale: Classification, decimals: int, words: Mapping[str, str], zero_label: str
) -> tuple[LegendRow, ...]:
    counts = Counter(codes.lower())
    write = _break_writer(scale, decimals)
    names = classes.labels(scale, write, zero_label=zero_label)
    rows = [LegendRow(letter, name, counts[letter]) for letter, name in zip(LETTERS, names, strict=False)]
    rows += [LegendRow(letter, words[letter], counts[letter]) for letter in NO_NUMBER_LETTERS if counts[letter]]
    estimated = sum(code.isupper() for code in codes)
    return (*rows, LegendRow("E", "geschätzt", estimated)) if estimated else tuple(rows)


def _break_writer(scale: Classification, decimals: int) -> Callable[[float], str]:
    digits = classes.needed_decimals(scale.breaks, decimals)
    return lambda edge: formats.number(edge, digits if edge else 0, signed=scale.centre == 0)


def _unit_word(unit: str) -> str:
    return {"%": "Prozent"}.get(unit, unit)


def _label_order(
    table: pd.DataFrame,
    codes: str,
    payload: GeometryPayload,
    selected: int | None,
    weights: Mapping[str, float],
    count: int,
) -> tuple[int, ...]:
    """Name the selected place, the two extremes and the largest places – as many as a map bears."""
    values = table["value"].astype(float).to_numpy()
    judged = [at for at, code in enumerate(codes) if code.lower() in LETTERS]
    extremes = [max(judged, key=values.item), min(judged, key=values.item)] if len(judged) > count else []
    by_weight = sorted(range(len(payload.ids)), key=lambda at: -weights.get(payload.ids[at], 0.0))
    wanted = [*([selected] if selected is not None else []), *extremes, *by_weight]
    return tuple(_unique(wanted))[: max(count, 0)]


def _unique(items: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(items))
