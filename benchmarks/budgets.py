"""The budgets of the map page for a county, and the table that sets measurements beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Budget:
    """How much of something a page may take."""

    key: str
    what: str
    limit: float
    unit: str
    decimals: int = 0


BUDGETS: Final = (
    Budget("bytes", "data sent per change, median", 10, "kB", 1),
    Budget("server", "server time per change, median", 40, "ms"),
    Budget("repaint", "change → repainted, median", 200, "ms"),
    Budget("opening", "first opening → picture visible, median", 2000, "ms"),
    Budget("crowd", "50 people, 5 s between clicks, 95th percentile", 300, "ms"),
    Budget("memory", "memory with 50 sessions", 800, "MB"),
    Budget("compile", "compile the package from the files", 60, "s", 1),
    Budget("slider", "projection: slider moved → slowest region computed, best of 3", 1, "s", 2),
    Budget("runs", "projection: all municipalities × 25 years × 1,000 runs, best of 3", 5, "s", 1),
    Budget("host", "evening by phone: host's page loaded anew, 95th percentile", 1000, "ms"),
    Budget("handing_in", "evening by phone: idea or vote handed in, 95th percentile", 1000, "ms"),
    Budget("looking", "evening by phone: what is going on, 95th percentile", 300, "ms"),
    Budget("lost", "evening by phone: ideas and votes lost or doubled", 0, ""),
    Budget("nation", "projection: 10,949 municipalities × 25 years, single run", 60, "s", 1),
)


def cell(budget: Budget, value: float | None) -> str:
    """Write one measurement with its share of the budget.

    Examples
    --------
    >>> cell(BUDGETS[0], 2.5)
    '2.5 kB (0.25)'
    >>> cell(BUDGETS[0], None)
    '–'
    """
    if value is None:
        return "–"
    amount = f"{value:.{budget.decimals}f} {budget.unit}".rstrip()
    return f"{amount} ({value / budget.limit:.2f})" if budget.limit else amount


def table(measured: Mapping[str, Mapping[str, float]]) -> str:
    """Write a Markdown table: one row per budget that something was measured for, one column per subject."""
    subjects: Sequence[str] = list(measured)
    lines = [f"| what | budget | {' | '.join(subjects)} |", f"|---|---|{'---|' * len(subjects)}"]
    for budget in BUDGETS:
        values = [measured[subject].get(budget.key) for subject in subjects]
        if any(value is not None for value in values):
            cells = " | ".join(cell(budget, value) for value in values)
            lines.append(f"| {budget.what} | {budget.limit:g} {budget.unit} | {cells} |")
    return "\n".join(lines)
