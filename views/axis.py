"""Round axis ends and steps, and labels that do not sit on one another."""

from __future__ import annotations

import math
from collections.abc import Sequence


def nice_step(span: float, wanted: int) -> float:
    """Give the step 1, 2, 2.5 or 5 × 10ⁿ that cuts a span into about ``wanted`` parts.

    Examples
    --------
    >>> nice_step(12, 6), nice_step(31, 4), nice_step(0.9, 4)
    (2.0, 10.0, 0.25)
    """
    if span <= 0:
        return 1.0
    raw = span / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * power >= raw * (1 - 1e-9))


def nice_bounds(low: float, high: float, wanted: int = 4) -> tuple[float, float]:
    """Widen an interval to round ends, a single value to a whole step.

    Examples
    --------
    >>> nice_bounds(11.3, 36.8, 5), nice_bounds(0, 0)
    ((10.0, 40.0), (0.0, 0.25))
    """
    step = nice_step(high - low or abs(high) or 1.0, wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return _tidy(first * step), _tidy(max(last, first + 1) * step)


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Give the round numbers inside an interval.

    Examples
    --------
    >>> ticks(0, 12, 6), ticks(20.2, 25.9, 3)
    ([0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0], [22.0, 24.0])
    """
    step = nice_step(high - low, wanted)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [_tidy(index * step) for index in range(first, last + 1)]


_ENDS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def round_end(value: float) -> float:
    """Give the next round end of an axis that begins at zero.

    Examples
    --------
    >>> round_end(10.6), round_end(0.37), round_end(23)
    (12.0, 0.4, 25.0)
    """
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return _tidy(next(end * power for end in _ENDS if end * power >= value * (1 - 1e-9)))


def even_ticks(end: float, wanted: int) -> list[float]:
    """Cut an axis from zero to a round end into equal parts, at most ``wanted`` of them.

    Examples
    --------
    >>> even_ticks(12, 6), even_ticks(15, 2), even_ticks(2.5, 5)
    ([0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0], [0.0, 15.0], [0.0, 0.5, 1.0, 1.5, 2.0, 2.5])
    """
    power = 10.0 ** math.floor(math.log10(end)) / 10
    steps = (factor * scale for scale in (power, power * 10) for factor in (1.0, 2.0, 2.5, 3.0, 4.0, 5.0))
    fitting = (step for step in steps if end / step <= wanted + 1e-9 and abs(end / step - round(end / step)) < 1e-6)
    step = next(fitting, end)
    return [_tidy(index * step) for index in range(round(end / step) + 1)]


def decimals_of(numbers: Sequence[float]) -> int:
    """Say how many decimals the numbers of an axis need.

    Examples
    --------
    >>> decimals_of([0, 2, 4]), decimals_of([0, 2.5, 5]), decimals_of([0.25])
    (0, 1, 2)
    """
    return next((d for d in range(4) if all(abs(round(n, d) - n) < 1e-9 for n in numbers)), 4)


def _tidy(value: float) -> float:
    """Undo binary dust."""
    return round(value, 9) + 0.0


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels apart so that neighbours keep ``gap``, each as near to its own place as can be.

    Parameters
    ----------
    positions : sequence of float
        Wanted places in any order.
    gap : float
        Least distance of two labels; shrunk if the room does not suffice.
    low, high : float
        The room.

    Examples
    --------
    >>> spread([50, 52, 90], 16, 0, 100)
    [43.0, 59.0, 90.0]
    """
    order = sorted(range(len(positions)), key=lambda i: (positions[i], i))
    gap = min(gap, (high - low) / max(len(positions) - 1, 1))
    clusters: list[list[float]] = []  # [sum of wanted minus own offset, members]
    for i in order:
        clusters.append([positions[i], 1.0])
        while len(clusters) > 1 and _start(clusters[-2], gap, low, high) + clusters[-2][1] * gap > _start(
            clusters[-1], gap, low, high
        ):
            last = clusters.pop()
            clusters[-1][0] += last[0] - last[1] * clusters[-1][1] * gap
            clusters[-1][1] += last[1]
    placed = [_start(c, gap, low, high) + k * gap for c in clusters for k in range(int(c[1]))]
    return [placed[order.index(i)] for i in range(len(positions))]


def _start(cluster: Sequence[float], gap: float, low: float, high: float) -> float:
    """Place the first label of a cluster so that the cluster's members are moved least."""
    wanted, members = cluster
    return min(max(wanted / members, low), high - gap * (members - 1))
