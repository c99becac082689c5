"""Which cells of one table must not be shown, so that no difference of shown figures gives a withheld one away.

A table holds the municipalities' figures of one variable at one time; its cells are sexes and age bands. The idea is one of
exchange: a withheld cell is safe if another one stands in the same shown sums, so that one could be higher by one and
the other lower by one and every shown figure would still be the same. Then at least two values are possible for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.ages import Band

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Members = frozenset[int]
"""Rows of the municipalities that a larger region is made of."""
Rooms = tuple[list[bool], list[bool]]
SEXES: Final = {"t": ("m", "f"), "m": ("m",), "f": ("f",)}


@dataclass(frozen=True)
class Table:
    """The figures of one variable at one time.

    Attributes
    ----------
    cells : sequence of (sex, band)
        The columns.
    values : array, municipalities × cells
        Counts; NaN where the publisher withholds them or has none.
    offered : array of bool, municipalities × cells
        Where the source has a cell, shown or withheld.
    withheld : array of bool, municipalities × cells
        What must not be shown for its own sake: counts of 1 up to ``below - 1``, and the publisher's own secrets.
    sums : sequence of sets of rows
        Larger regions whose figure is shown in any case, like that of the county.
    offers : mapping of region to set of rows
        Larger regions whose figure is shown only if that gives nothing away, tried in this order.
    wanted : set of str
        Those among them that are shown at the price of more hidden municipalities, unless none can help.
    below : int
        The source's limit.
    """

    cells: Sequence[tuple[str, Band]]
    values: Floats
    offered: Flags
    withheld: Flags
    sums: Sequence[Members] = ()
    offers: dict[str, Members] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    below: int = 3


@dataclass(frozen=True)
class Outcome:
    """What of a table may be shown.

    Attributes
    ----------
    hidden : array of bool, municipalities × cells
        What is not shown: the withheld cells and those that protect them.
    shown : frozenset of str
        Those of ``Table.offers`` that may be shown.
    sums_shown : bool
        False in the one case where nothing but hiding the county's own figure helps: no other cell could protect.
    """

    hidden: Flags
    shown: frozenset[str]
    sums_shown: bool = True


def settle(table: Table) -> Outcome:
    """Decide what of a table may be shown.

    Withheld cells come first. Cells of other sexes and bands follow where a difference within the municipality would
    tell the withheld one; then cells of other municipalities where a shown or wanted sum would. Last, further sums are shown
    as far as that leaves every hidden cell safe. The same table always gives the same outcome.
    """
    hidden = _closed(table)
    wanted = [region for region, members in table.offers.items() if region in table.wanted and len(members) > 1]
    county, added = list(table.sums), []
    while unsafe := _unsafe(table, hidden, sums := [*county, *_touched(table, hidden, wanted)]):
        partner = _partner(table, hidden, sums, unsafe[0])
        if partner is not None:
            hidden[partner] |= hidden[unsafe[0]]
            added.append(partner)
        elif wanted:
            within = [region for region in wanted if unsafe[0] in table.offers[region]]
            wanted.remove((within or wanted)[-1])
        else:
            county = []
    for row in reversed(added):
        hidden = _without(table, hidden, row, [*county, *(table.offers[region] for region in wanted)])
    shown, sums = list(wanted), [*county, *_touched(table, hidden, wanted)]
    for region in (region for region in table.offers if region not in wanted):
        touched = _touched(table, hidden, [region])
        if not touched or not _unsafe(table, hidden, [*sums, *touched]):
            sums += touched
            shown.append(region)
    return Outcome(hidden, frozenset(shown), bool(county) or not table.sums)


def _without(table: Table, hidden: Flags, row: int, sums: Sequence[Members]) -> Flags:
    """Show a protecting municipality again if the others do without it, as when a wanted sum had to be given up."""
    less = hidden.copy()
    less[row] = False
    return hidden if _unsafe(table, less, sums) else less


def _touched(table: Table, hidden: Flags, regions: Iterable[str]) -> list[Members]:
    """Give the members of those regions that have a hidden cell; the sums of the others tell nothing new."""
    gone = frozenset(np.flatnonzero(hidden.any(axis=1)).tolist())
    return [table.offers[region] for region in regions if gone & table.offers[region]]


def atoms(cells: Sequence[tuple[str, Band]]) -> Floats:
    """Write each cell as the parts it is made of: sexes × the stretches between all limits of age.

    Returns
    -------
    array, cells × parts
        1 where a cell contains a part. A cell can be told from others if its row is a combination of theirs.
    """
    limits = sorted({age for _, band in cells for age in band})
    stretches = list(pairwise(limits))
    return np.array(
        [
            [float(sex in SEXES[own] and low <= start and end <= high) for sex in "mf" for start, end in stretches]
            for own, (low, high) in cells
        ]
    )


def told(row: Floats, others: Floats) -> bool:
    """Tell whether a cell is a combination of others, which then give it away."""
    if not len(others):
        return not row.any()
    return int(np.linalg.matrix_rank(np.vstack([others, row]))) == int(np.linalg.matrix_rank(others))


def _closed(table: Table) -> Flags:
    """Hide further sexes and bands of a municipality until none of its hidden cells is a combination of shown ones."""
    hidden = table.withheld.copy()
    if len(table.cells) == 1:
        return hidden
    parts = atoms(table.cells)
    tight: set[bytes] = set()
    for row in np.flatnonzero(hidden.any(axis=1)):
        while (pattern := _pattern(table, hidden, int(row))) not in tight:
            leak = _leak(parts, hidden[row], table.offered[row])
            if leak is None:
                tight.add(pattern)
            else:
                hidden[row, _cover(parts, hidden[row], table.offered[row], table.values[row], leak)] = True
    return hidden


def _leak(parts: Floats, hidden: Flags, offered: Flags) -> int | None:
    shown = parts[offered & ~hidden]
    return next((int(cell) for cell in np.flatnonzero(hidden) if told(parts[cell], shown)), None)


def _cover(parts: Floats, hidden: Flags, offered: Flags, values: Floats, leak: int) -> int:
    """Choose the cell that covers a leak: the smallest that does so alone, else the smallest that has a part in common.

    A cell of 0 is taken last: whoever sees it withheld would think of cases that are none.
    """
    shown = np.flatnonzero(offered & ~hidden)
    order = sorted(shown.tolist(), key=lambda cell: (not values[cell] > 0, values[cell], cell))
    alone = (cell for cell in order if not told(parts[leak], parts[[c for c in order if c != cell]]))
    near = (cell for cell in order if parts[cell] @ parts[leak])
    return int(next(alone, next(near, order[0])))


def _unsafe(table: Table, hidden: Flags, sums: Sequence[Members]) -> list[int]:
    """List the municipalities whose hidden cells have no partner among those that stand in the same shown sums.

    A partner could be higher by one where the other is lower by one, both staying what they may be.
    """
    up, down = _rooms(table, hidden)
    alike: dict[tuple[bytes, tuple[int, ...]], list[int]] = {}
    for row in np.flatnonzero(hidden.any(axis=1)).tolist():
        alike.setdefault((_pattern(table, hidden, row), _within(row, sums)), []).append(row)
    found: list[int] = []
    for (_, within), rows in alike.items():
        ups, downs = sum(up[row] for row in rows), sum(down[row] for row in rows)
        safe = [(up[row] and downs > down[row]) or (down[row] and ups > up[row]) for row in rows]
        found += [row for row, fine in zip(rows, safe, strict=True) if within and not fine]
    return sorted(found)


def _pattern(table: Table, hidden: Flags, row: int) -> bytes:
    """Tell municipalities apart in which other cells are hidden or offered: their cells move in other ways."""
    return hidden[row].tobytes() + table.offered[row].tobytes()


def _within(row: int, sums: Sequence[Members]) -> tuple[int, ...]:
    return tuple(i for i, members in enumerate(sums) if row in members)


def _rooms(table: Table, hidden: Flags) -> Rooms:
    """Tell for each municipality whether its hidden count could be higher by one, and whether it could be lower.

    Who knows how it is done knows that a withheld count lies between 1 and the limit; one that protects is at least 1. Where
    several cells of a municipality are hidden together they move against each other, and no limit binds.
    """
    value = np.where(hidden, np.nan_to_num(table.values), 0).sum(axis=1)
    free = (hidden.sum(axis=1) > 1) | (hidden & np.isnan(table.values)).any(axis=1)
    small = value < table.below
    higher = free | (value + 1 < table.below) | ~small
    return list(higher.tolist()), list((free | (value > 1)).tolist())


def _partner(table: Table, hidden: Flags, sums: Sequence[Members], alone: int) -> int | None:
    """Choose the municipality to be hidden as well: one that costs no further sum, near, then the one with the smallest count."""
    cells = hidden[alone]
    within = _within(alone, sums)
    fits = ~hidden.any(axis=1) & (table.values[:, cells] > 0).all(axis=1)
    fits &= (table.offered == table.offered[alone]).all(axis=1)
    candidates = [row for row in np.flatnonzero(fits).tolist() if _within(row, sums) == within]
    return min(candidates, key=lambda row: (*_price(table, row, alone), _size(table, cells, row), row), default=None)


def _price(table: Table, row: int, alone: int) -> tuple[int, int]:
    """Count the wanted sums that would need a partner in turn, and the larger regions the two have in common (negative)."""
    touched = sum(
        len(members) > 1 and row in members and alone not in members
        for region, members in table.offers.items()
        if region in table.wanted
    )
    return touched, -sum(row in members and alone in members for members in table.offers.values())


def _size(table: Table, cells: Flags, row: int) -> float:
    return float(table.values[row, cells].sum())
