"""Raking: a table is adjusted to known sums with as little change of its structure as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
#: Axes that a margin keeps, its target, and for groups of the last of these axes the position where each begins.
Margin = tuple[int | Sequence[int], npt.ArrayLike] | tuple[int | Sequence[int], npt.ArrayLike, Sequence[int] | None]


@dataclass(frozen=True)
class _Side:
    """One margin made ready: which axes are summed over, and how groups spread to the positions of an axis."""

    target: Floats
    summed: tuple[int, ...]
    axis: int
    starts: npt.NDArray[np.intp] | None
    spread: npt.NDArray[np.intp] | None

    def sums(self, table: Floats) -> Floats:
        """Return the margin of a table, the summed axes kept with length 1."""
        total = np.asarray(table.sum(axis=self.summed, keepdims=True))
        return total if self.starts is None else np.asarray(np.add.reduceat(total, self.starts, axis=self.axis))

    def widened(self, factor: Floats) -> Floats:
        """Return one factor for each position where groups have one in common."""
        return factor if self.spread is None else np.take(factor, self.spread, axis=self.axis)


def rake(
    seed: npt.ArrayLike,
    margins: Sequence[Margin],
    tolerance: float = 1e-9,
    limit: int = 5000,
    batch: int = 0,
    last_wins: bool = False,
) -> Floats:
    """Fit a table to given sums by iterative proportional fitting.

    Parameters
    ----------
    seed : array_like, shape (*batch, ...)
        Non-negative start; zeros stay zero.
    margins : sequence of (axes, target) or (axes, target, starts)
        Each keeps one axis or several and gives the sums over all others, shaped like these axes in the order named. Axes
        count from 0 behind the batch axes. With ``starts`` the last axis named is taken in groups that begin at these
        positions (as ages 0, 3, 6, 10 ...). A target may lack the batch axes.
    tolerance : float, optional
        Largest difference from a target allowed, as part of the total.
    limit : int, optional
        Most rounds over all margins.
    batch : int, optional
        Number of leading axes along which independent tables lie.
    last_wins : bool, optional
        Put up with margins that contradict each other, as published parts may: after so many rounds the last one holds
        exactly and the others as closely as it allows.

    Returns
    -------
    ndarray, shape of the seed
        The table with these sums.

    Raises
    ------
    ValueError
        If a number is negative, shapes do not fit, the margins contradict each other, or zeros in the seed make a sum
        impossible.

    Notes
    -----
    W. E. Deming and F. F. Stephan, On a least squares adjustment of a sampled frequency table when the expected marginal
    totals are known, *Annals of Mathematical Statistics* 11 (1940), 427-444.

    Examples
    --------
    >>> rake([[1, 1], [1, 3]], [(0, [10, 20]), (1, [12, 18])]).round(3).tolist()
    [[5.762, 4.238], [6.238, 13.762]]
    """
    table = np.array(seed, dtype=np.float64)
    sides = [_prepared(margin, table.shape, batch) for margin in margins]
    if not np.all(table >= 0) or not all(np.all(side.target >= 0) for side in sides):
        raise ValueError("Eine Ausgangszahl oder eine vorgegebene Summe ist negativ oder fehlt.")
    cells = tuple(range(batch, table.ndim))
    if not last_wins:
        _check(sides, table, cells, tolerance)
    allowed = tolerance * np.maximum(sides[0].target.sum(axis=cells, keepdims=True), 1e-300)
    for _ in range(limit):
        for side in sides:
            table *= side.widened(_factor(side.target, side.sums(table)))
        if all(np.all(np.abs(side.sums(table) - side.target) <= allowed) for side in sides):
            return table
    if last_wins:
        return table
    raise ValueError(
        "Die vorgegebenen Summen lassen sich nicht zugleich erreichen; Nullen in der Tabelle stehen im Weg."
    )


def controlled(
    parts: npt.ArrayLike, total: npt.ArrayLike, axis: int = 0, weights: npt.ArrayLike | None = None
) -> Floats:
    """Scale parts such that they add up to given totals, cell by cell.

    Parameters
    ----------
    parts : array_like
        Non-negative numbers, for example regions x sex x age.
    total : array_like
        Sums wanted; shaped like the parts without ``axis`` (leading axes may be missing).
    axis : int, optional
        Axis along which the parts lie.
    weights : array_like, optional
        Non-negative, broadcast to the parts: who gets the total where all parts are zero. Equal shares if left out.

    Returns
    -------
    ndarray, shape of the parts
        The scaled parts; zeros stay zero unless all parts of a cell are zero and its total is not.

    Raises
    ------
    ValueError
        If a number is negative, or a total meets only zero parts and zero weights.

    Examples
    --------
    >>> controlled([[1.0, 0.0], [3.0, 0.0]], [8.0, 2.0]).tolist()
    [[2.0, 1.0], [6.0, 1.0]]
    """
    pieces = np.asarray(parts, dtype=np.float64)
    wanted = np.expand_dims(np.broadcast_to(total, np.delete(pieces.shape, axis).tolist()), axis).astype(np.float64)
    share = np.broadcast_to(np.asarray(1.0 if weights is None else weights, dtype=np.float64), pieces.shape)
    if not np.all(pieces >= 0) or not np.all(wanted >= 0) or not np.all(share >= 0):
        raise ValueError("Ein Teil, eine Gesamtzahl oder ein Gewicht ist negativ oder fehlt.")
    base = np.where(pieces.sum(axis=axis, keepdims=True) > 0, pieces, share)
    whole = base.sum(axis=axis, keepdims=True)
    if np.any((whole == 0) & (wanted > 0)):
        raise ValueError("Eine Gesamtzahl lässt sich nicht aufteilen: Alle Teile und alle Gewichte sind 0.")
    return np.asarray(base * _factor(wanted, whole))


def _factor(wanted: Floats, present: Floats) -> Floats:
    """Return by how much to scale; 0 where there is nothing to scale."""
    shape = np.broadcast_shapes(wanted.shape, present.shape)
    return np.asarray(np.divide(wanted, present, out=np.zeros(shape), where=present > 0))


def _prepared(margin: Margin, shape: tuple[int, ...], batch: int) -> _Side:
    """Return a margin with its target laid along the axes of the table."""
    named = (margin[0],) if isinstance(margin[0], int) else tuple(margin[0])
    axes = [batch + axis if axis >= 0 else len(shape) + axis for axis in named]
    starts = np.asarray(margin[2], dtype=np.intp) if len(margin) == 3 and margin[2] is not None else None
    lengths = [shape[axis] if batch <= axis < len(shape) else 0 for axis in axes]
    if not axes or 0 in lengths or len(set(axes)) < len(axes):
        raise ValueError("Eine vorgegebene Summe nennt eine Achse, die es in der Tabelle nicht gibt.")
    spread = None
    if starts is not None:
        if starts.size == 0 or starts[0] != 0 or np.any(np.diff(starts) < 1) or starts[-1] >= lengths[-1]:
            raise ValueError("Die Gruppen einer vorgegebenen Summe müssen bei 0 beginnen und aufsteigen.")
        spread = np.repeat(np.arange(starts.size), np.diff(np.append(starts, lengths[-1])))
        lengths[-1] = starts.size
    target = np.asarray(margin[1], dtype=np.float64)
    if target.shape[max(target.ndim - len(axes), 0) :] != tuple(lengths):
        raise ValueError("Eine vorgegebene Summe hat nicht so viele Werte wie die Achsen der Tabelle.")
    whole = np.broadcast_to(target, (*shape[:batch], *lengths))
    order = [*range(batch), *(batch + int(i) for i in np.argsort(axes))]
    laid = [size if axis < batch else 1 for axis, size in enumerate(shape)]
    for axis, length in zip(axes, lengths, strict=True):
        laid[axis] = length
    summed = tuple(axis for axis in range(batch, len(shape)) if axis not in axes)
    return _Side(whole.transpose(order).reshape(laid), summed, axes[-1], starts, spread)


def _check(sides: Sequence[_Side], table: Floats, cells: tuple[int, ...], tolerance: float) -> None:
    """Refuse margins that contradict each other or ask for something where the table has only zeros."""
    if not sides:
        raise ValueError("Ohne vorgegebene Summen gibt es nichts anzupassen.")
    first = sides[0].target.sum(axis=cells)
    slack = np.maximum(tolerance, 1e-9) * np.maximum(first, 1.0)
    for side in sides:
        if np.any(np.abs(side.target.sum(axis=cells) - first) > slack):
            raise ValueError("Die vorgegebenen Summen widersprechen sich: Sie ergeben nicht dieselbe Gesamtzahl.")
        if np.any((side.target > 0) & (side.sums(table) == 0)):
            raise ValueError("Eine vorgegebene Summe ist größer als 0, aber alle ihre Zellen sind in der Tabelle 0.")
