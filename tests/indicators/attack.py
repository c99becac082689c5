"""An attacker who reads everything the evaluator and the files show, and solves for what they do not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from data.schema import AGE_OPEN, Level, Status
from indicators.catalogue import Indicator, Term
from indicators.evaluate import Evaluator, Moment
from indicators.regions import group_id

LEVELS = (Level.GEMEINDE, Level.AMT, Level.MITTELBEREICH, Level.PLANUNGSREGION, Level.LANDKREIS)
ALL_AGES = (0, AGE_OPEN)
KNOWN = (Status.MEASURED, Status.ESTIMATED)
Unknown = tuple[str, ...]
"""What an attacker wants to know: a place, or a place with something else (a variable, a sex, ages)."""
Equation = Mapping[Unknown, float]
"""Unknowns with their factors; what they make together is shown."""


class Cell(NamedTuple):
    """What a table is about: a variable at one time, for one sex and age band."""

    variable: str
    period: str
    base: str
    sex: str = "t"
    band: tuple[int, int] = ALL_AGES


def count_of(variable: str) -> Indicator:
    """Give an indicator that shows nothing but a variable's count."""
    term = Term((variable,), band="filter", sex="filter")
    return Indicator("x", "X", "X", "?", "arbeit", "count", "", 0, (term,))


def regions_of(evaluator: Evaluator, groups: int, seed: int = 1) -> list[str]:
    """List every region that can be chosen, and hand-picked groups: pairs, handfuls, all, and all but one."""
    regions = evaluator.regions
    found = [region for level in LEVELS for region in regions.at_level(level)]
    places, dice = regions.municipalities, random.Random(seed)  # noqa: S311 - no secret is made of it
    for _ in range(groups):
        found.append(group_id(dice.sample(places, dice.randint(2, min(6, len(places) - 1)))))
    return [*found, group_id(places), *(group_id(set(places) - {left}) for left in places[:3])]


def tables(facts: pd.DataFrame, variables: Iterable[str]) -> list[Cell]:
    """List the tables of some variables."""
    names = ["variable", "period", "census_base", "sex", "age_from", "age_to"]
    rows = facts[facts["variable"].isin(list(variables))][names].drop_duplicates().astype(str)
    return sorted(Cell(v, p, b, s, (int(low), int(high))) for v, p, b, s, low, high in rows.itertuples(index=False))


def facts_of(facts: pd.DataFrame, cell: Cell) -> pd.DataFrame:
    """Pick one table's rows, by region."""
    names = ("variable", "period", "census_base", "sex", "age_from", "age_to")
    wanted = np.logical_and.reduce([facts[n] == v for n, v in zip(names, (*cell[:4], *cell.band), strict=True)])
    rows = facts[wanted]
    return rows.set_index(rows["region_id"].astype(str))


def seen(evaluator: Evaluator, cell: Cell, region_ids: Sequence[str]) -> set[frozenset[str]]:
    """Name the sets of places whose count is shown, on a page or in the file to take home."""
    moment = Moment(cell.period, cell.base)
    frame = evaluator.evaluate(count_of(cell.variable), region_ids, [moment], band=cell.band, sex=cell.sex)
    shown = set(frame.loc[frame["value"].notna(), "region_id"])
    return _places(evaluator, shown) | seen_in_file(evaluator, cell)


def seen_in_file(evaluator: Evaluator, cell: Cell) -> set[frozenset[str]]:
    """Name the sets of places whose figure stands in the file to take home."""
    rows = facts_of(evaluator.protected.facts, cell)
    return _places(evaluator, rows.index[rows["value"].notna()])


def _places(evaluator: Evaluator, region_ids: Iterable[str]) -> set[frozenset[str]]:
    return {places for region in region_ids if (places := frozenset(evaluator.regions.members(region)))}


def hidden(evaluator: Evaluator, cell: Cell, sets: Iterable[frozenset[str]]) -> dict[str, float]:
    """Give the true counts (NaN: known to the publisher only) of the places that have one and are not shown."""
    rows = facts_of(evaluator.package.facts, cell)
    rows = rows[rows["status"].isin([*KNOWN, Status.SECRET])]
    alone = {place for places in sets if len(places) == 1 for place in places}
    values = {str(place): float(value) for place, value in rows["value"].items()}
    return {
        place: values[place] for place in evaluator.regions.municipalities if place in values and place not in alone
    }


def matrix(equations: Iterable[Equation], unknown: Sequence[Unknown]) -> np.ndarray:
    """Write equations over some unknowns; everything else in them is known. Each row once."""
    rows = {tuple(equation.get(name, 0.0) for name in unknown) for equation in equations}
    found = sorted(row for row in rows if any(row))
    return np.array(found, dtype=float).reshape(len(found), len(unknown))


def told(wanted: np.ndarray, equations: np.ndarray) -> np.ndarray:
    """Tell which wanted rows are combinations of the equations: these can be computed, whatever the figures are."""
    if not equations.size:
        return np.zeros(len(wanted), dtype=bool)
    _, sizes, directions = np.linalg.svd(equations, full_matrices=False)
    basis = directions[sizes > 1e-9]
    return np.abs(wanted - wanted @ basis.T @ basis).max(axis=1) < 1e-9


def pinned(
    equations: np.ndarray, truth: np.ndarray, low: np.ndarray, high: np.ndarray, at_most: np.ndarray | None = None
) -> set[int]:
    """Find the unknowns that have only one value in whole numbers between bounds.

    ``truth`` gives the right sides, as if nothing were rounded, which is the best an attacker can hope for; rows of
    ``at_most`` are sums that cannot be larger than 0 ... as far as the truth keeps to it.
    """
    limits = [LinearConstraint(equations, equations @ truth, equations @ truth)] if equations.size else []
    if at_most is not None:
        kept = at_most[:, :-1] @ truth <= at_most[:, -1]
        limits.append(LinearConstraint(at_most[kept, :-1], -np.inf, at_most[kept, -1]))
    moving: set[int] = set()
    for i, sign in product(range(len(truth)), (1.0, -1.0)):
        if i not in moving:
            goal = sign * (np.arange(len(truth)) == i)
            answer = milp(goal, constraints=limits, bounds=Bounds(low, high), integrality=np.ones(len(truth)))
            moving |= {int(j) for j in np.flatnonzero(np.round(answer.x) != truth)}
    return set(range(len(truth))) - moving


def bounds(truth: np.ndarray, below: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Bound hidden counts as one who knows the rule: a small one is below the limit, one that protects is at least 1."""
    return np.ones(len(truth)), np.where(truth < below, below - 1, truth + 1)


def revealed(
    evaluator: Evaluator, cell: Cell, sets: set[frozenset[str]], counts: Mapping[str, float] | None = None
) -> set[str]:
    """Name the places whose hidden figure of one table can be computed from the sets of places that are shown.

    ``counts`` are those behind rates; by default the hidden figures are counts themselves.
    """
    truth = counts or hidden(evaluator, cell, sets)
    unknown = [(place,) for place in truth]
    table = matrix(({(place,): 1.0 for place in places} for places in sets), unknown)
    right = np.array(list(truth.values()))
    found = set(np.flatnonzero(told(np.eye(len(unknown)), table)).tolist())
    if not np.isnan(right).any():
        found |= pinned(table, right, *bounds(right))
    return {unknown[i][0] for i in found}
