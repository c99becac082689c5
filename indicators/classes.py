"""Class breaks of a map: where one colour ends and the next begins.

The catalogue's fixed breaks are the rule; the other ways (quantiles, natural breaks, equal steps, breaks of one's own) are for looking closer.
Breaks are inner edges: four breaks make five classes; a value on an edge belongs to the class above.
"""

from __future__ import annotations

import itertools
import math
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import mapclassify
import numpy as np
import numpy.typing as npt

MAX_CLASSES: Final = 6
NO_CLASS: Final = -1
SAMPLE: Final = 400

Floats = npt.NDArray[np.float64]


class ClassMethod(StrEnum):
    """Ways to find class breaks."""

    FIXED = "fixed"
    QUANTILE = "quantile"
    NATURAL = "natural"
    EQUAL = "equal"
    OWN = "own"


class ClassBreakError(ValueError):
    """Breaks typed by a person cannot be used; the message is German and says what to do."""


@dataclass(frozen=True)
class Classification:
    """Breaks and how to read them.

    Parameters
    ----------
    breaks : tuple[float, ...]
        Inner edges, strictly increasing; may be empty (one class).
    centre : float | None
        The edge between the two arms of a diverging scale; ``None`` for a sequential one.
    zero_class : bool
        Exactly zero is a class of its own, before all others.
    """

    breaks: tuple[float, ...]
    centre: float | None = None
    zero_class: bool = False

    @property
    def size(self) -> int:
        """Number of classes."""
        return len(self.breaks) + 1 + int(self.zero_class)

    @property
    def classes_below(self) -> int:
        """Number of classes below the centre of a diverging scale."""
        return 0 if self.centre is None else sum(edge <= self.centre for edge in self.breaks)


def classification(
    values: Iterable[float],
    method: ClassMethod | str = ClassMethod.FIXED,
    *,
    classes: int = 5,
    decimals: int = 0,
    given: Sequence[float] = (),
    own_text: str = "",
    centre: float | None = None,
    zero_class: bool = False,
) -> Classification:
    """Find the breaks for ``values``.

    Parameters
    ----------
    values : Iterable[float]
        The values on the map; NaN stands for every kind of "no number".
    method : ClassMethod | str
        One of :class:`ClassMethod`. ``fixed`` without ``given`` falls back to quantiles.
    classes : int
        Wanted number of classes on a sequential scale, the class for zero not counted.
    decimals : int
        Decimals of the indicator: no break is finer.
    given : Sequence[float]
        The catalogue's breaks.
    own_text : str
        What a person typed, see :func:`parse_breaks`.
    centre : float | None
        Edge of a diverging scale: 0 for signed values, or the county's value. Two arms of three classes.
    zero_class : bool
        Give exactly zero a class of its own.

    Raises
    ------
    ClassBreakError
        If ``own_text`` cannot be used.

    Examples
    --------
    >>> classification([12, 14, 16, 19, 22, 30], "fixed", given=(15, 18, 21, 25)).breaks
    (15, 18, 21, 25)
    >>> classification([-8, -3, 1, 2, 9], "quantile", centre=0).breaks
    (-6.0, -2.0, 0.0, 2.0, 6.0)
    """
    numbers = _finite(values)
    centre = None if centre is None else round(centre, decimals) + 0.0
    if zero_class:
        numbers = numbers[numbers != 0]
    wanted = ClassMethod(method)
    if wanted is ClassMethod.OWN:
        return Classification(_with_centre(parse_breaks(own_text), centre), centre, zero_class)
    if wanted is ClassMethod.FIXED and given and not centre:
        return Classification(_with_centre(given, centre), centre, zero_class)
    if centre is not None:
        return Classification(_arms(numbers, wanted, centre, decimals), centre, zero_class)
    return Classification(tidy(_inner_edges(numbers, wanted, classes), numbers, decimals), None, zero_class)


def classify(values: Iterable[float], breaks: Sequence[float], *, zero_class: bool = False) -> npt.NDArray[np.int8]:
    """Give each value the number of its class, counted from 0; no number gets ``-1``.

    Examples
    --------
    >>> classify([14.9, 15, 40, float("nan")], (15, 18, 21, 25)).tolist()
    [0, 1, 4, -1]
    >>> classify([0, 3, 12], (10,), zero_class=True).tolist()
    [0, 1, 2]
    """
    numbers = _floats(values)
    codes = np.digitize(numbers, np.asarray(breaks, dtype=np.float64)).astype(np.int8)
    if zero_class:
        codes = np.where(numbers == 0, 0, codes + 1).astype(np.int8)
    return np.where(np.isfinite(numbers), codes, NO_CLASS).astype(np.int8)


def labels(
    scale: Classification, write: Callable[[float], str], *, zero_label: str = "0", every_value: str = "alle Werte"
) -> tuple[str, ...]:
    """Name the classes in German, lowest first.

    Parameters
    ----------
    scale : Classification
        The breaks.
    write : Callable[[float], str]
        Writes one break the German way, with its sign on a signed scale.
    zero_label : str
        Name of the class for zero, for instance "0 – keine Betriebe gemeldet".
    every_value : str
        Name of the only class if there are no breaks.

    Examples
    --------
    >>> labels(Classification((15, 18)), lambda edge: f"{edge:g}")
    ('unter 15', '15 bis unter 18', '18 und mehr')
    """
    edges = [write(edge) for edge in scale.breaks]
    if not edges:
        names = ["über 0" if scale.zero_class else every_value]
    else:
        middle = [f"{low} bis unter {high}" for low, high in itertools.pairwise(edges)]
        names = [f"unter {edges[0]}", *middle, f"{edges[-1]} und mehr"]
    return (zero_label, *names) if scale.zero_class else tuple(names)


def needed_decimals(breaks: Iterable[float], most: int) -> int:
    """Tell how many decimals the breaks need: whole breaks are written without any.

    Examples
    --------
    >>> needed_decimals((15, 18), 1), needed_decimals((15, 21.5), 1)
    (0, 1)
    """
    edges = list(breaks)
    for decimals in range(most):
        if all(math.isclose(edge, round(edge, decimals), abs_tol=1e-9) for edge in edges):
            return decimals
    return most


def parse_breaks(text: str) -> tuple[float, ...]:
    """Read breaks a person typed, such as "15; 18; 21,5" (also "1.200; 2.500" and "−5; 0; 5").

    Raises
    ------
    ClassBreakError
        German, names the piece that cannot be read.

    Examples
    --------
    >>> parse_breaks("15; 18; 21,5")
    (15.0, 18.0, 21.5)
    """
    pieces = [piece.strip() for piece in re.split(r"[;\n]|\s+\|\s+", text) if piece.strip()]
    if not pieces:
        raise ClassBreakError(
            "Noch keine Grenzen eingetragen. Bitte Zahlen mit Semikolon trennen, zum Beispiel: 15; 18; 21,5"
        )
    edges = tuple(_read_number(piece) for piece in pieces)
    if len(edges) > MAX_CLASSES - 1:
        raise ClassBreakError(
            f"{len(edges)} Grenzen sind zu viele: Mehr als {MAX_CLASSES} Farben lassen sich nicht unterscheiden. "
            f"Bitte höchstens {MAX_CLASSES - 1} Grenzen."
        )
    for low, high in itertools.pairwise(pieces):
        if _read_number(low) >= _read_number(high):
            raise ClassBreakError(f"Die Grenzen müssen ansteigen: Nach „{low}“ kommt „{high}“.")
    return edges


def _read_number(piece: str) -> float:
    plain = piece.replace("−", "-").replace("+", "").replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+(,\d+)?", plain):
        return float(plain.replace(".", "").replace(",", "."))
    if re.fullmatch(r"-?\d+\.\d+", plain):
        raise ClassBreakError(
            f"„{piece}“: Bitte das Komma als Dezimalzeichen nehmen, also „{plain.replace('.', ',')}“."
        )
    raise ClassBreakError(f"„{piece}“ ist keine Zahl. Bitte Zahlen mit Semikolon trennen, zum Beispiel: 15; 18; 21,5")


def _floats(values: Iterable[float]) -> Floats:
    return np.asarray(values if isinstance(values, np.ndarray) else list(values), dtype=np.float64)


def _finite(values: Iterable[float]) -> Floats:
    numbers = _floats(values)
    return numbers[np.isfinite(numbers)]


def _with_centre(given: Sequence[float], centre: float | None) -> tuple[float, ...]:
    edges = tuple(given)
    return edges if centre is None or centre in edges else tuple(sorted({*edges, centre}))


def _inner_edges(numbers: Floats, method: ClassMethod, classes: int) -> Floats:
    """Exact inner edges; fewer than ``classes - 1`` where there are few distinct values."""
    distinct = np.unique(numbers)
    wanted = min(classes, distinct.size)
    if wanted < 2:
        return np.empty(0)
    if method is ClassMethod.EQUAL:
        return np.linspace(distinct[0], distinct[-1], wanted + 1)[1:-1]
    if distinct.size <= classes:
        return np.asarray((distinct[:-1] + distinct[1:]) / 2)
    if method is ClassMethod.NATURAL:
        # mapclassify names each class's largest value; the edge is drawn halfway to the next value
        tops = _natural_tops(numbers, wanted)
        following = distinct[np.minimum(np.searchsorted(distinct, tops, side="right"), distinct.size - 1)]
        return np.asarray((tops + following) / 2)
    return np.quantile(numbers, np.linspace(0, 1, wanted + 1)[1:-1])


def _natural_tops(numbers: Floats, classes: int) -> Floats:
    """Ask mapclassify for Fisher-Jenks classes; many values are thinned out evenly first, for its time grows with their square."""
    if numbers.size > SAMPLE:
        numbers = np.quantile(numbers, np.linspace(0, 1, SAMPLE), method="nearest")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Numba not installed")
        return np.asarray(mapclassify.FisherJenks(np.sort(numbers), k=classes).bins[:-1], dtype=np.float64)


def _arms(numbers: Floats, method: ClassMethod, centre: float, decimals: int) -> tuple[float, ...]:
    """Two edges on either side of the centre at the same distances, so that equal colours mean equal distances."""
    distances = np.abs(numbers - centre)
    middle = round(centre, decimals)
    offsets = tidy(_inner_edges(distances, method, 3), distances, decimals)
    offsets = tuple(offset for offset in offsets if offset > 0)
    edges = [middle - offset for offset in reversed(offsets)] + [middle] + [middle + offset for offset in offsets]
    return tuple(round(edge, decimals) + 0.0 for edge in edges)


def tidy(edges: Iterable[float], numbers: Floats, decimals: int) -> tuple[float, ...]:
    """Round edges to readable numbers, no finer than the indicator's decimals, and drop what falls together.

    Examples
    --------
    >>> tidy([14.93, 18.11], np.array([10.0, 30.0]), 1)
    (15.0, 18.0)
    """
    wanted = list(edges)
    if not numbers.size:
        return ()
    low, high = float(numbers.min()), float(numbers.max())
    finest = 10.0**-decimals
    rounded: list[float] = []
    for parts in (25, 100, 1000):  # as coarse as the edges allow without falling together
        step = max(finest, _nice_step((high - low) / parts))
        rounded = sorted({round(round(edge / step) * step, max(decimals, 0)) + 0.0 for edge in wanted})
        rounded = [edge for edge in rounded if low < edge <= high]
        if len(rounded) == len(wanted):
            break
    return tuple(rounded)


def _nice_step(step: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above ``step``."""
    if step <= 0:
        return 0.0
    power: float = 10.0 ** math.floor(math.log10(step))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= step * (1 + 1e-9))
