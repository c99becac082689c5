"""Where actors and measures stand in the network: each on a line of its own, in an order that lets the connections cross little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import networkx as nx

from views import plan_data
from views.plan_data import Plan
from workshop.plan_questions import Load
from workshop.records import Measure

LINE, HEAD, TOP, GAP = 26.0, 34.0, 16.0, 8.0
MOST_AIR: Final = 14.0
ROUNDS: Final = 6
Side: TypeAlias = tuple[Measure | str, ...]
"""A column from top to bottom: measures, and texts that name their field of action."""


@dataclass(frozen=True)
class Layout:
    """Where everything stands.

    Attributes
    ----------
    sides : tuple of two columns
        Left and right.
    measures, actors : mapping
        Middle height of every measure and actor, by id.
    """

    sides: tuple[Side, Side]
    measures: Mapping[str, float]
    actors: Mapping[str, float]
    height: float


def graph_of(loads: Sequence[Load]) -> nx.Graph:
    """Connect actors and measures; the edge tells whether the actor is responsible."""
    graph: nx.Graph = nx.Graph()
    for load in loads:
        for role, found in (("responsible", load.responsible), ("partner", load.partner)):
            graph.add_edges_from(((f"a{load.actor.id}", f"m{m.id}") for m in found), role=role)
    return graph


def layout(plan: Plan, measures: Sequence[Measure], loads: Sequence[Load]) -> Layout:
    """Place measures by field of action in two columns and actors between them, each near what it is connected with.

    The order within a field and the order of the actors follow the mean height of their neighbours in turns (the barycentre rule),
    which leaves few crossings; equal ones keep their order, so the same plan always looks the same.
    """
    graph = graph_of(loads)
    linked = [m for m in measures if f"m{m.id}" in graph]
    sides = _two_sides(plan, linked)
    busy = [load for load in loads if load.count]
    room = {load.actor.id: pill_height(load.count) + GAP for load in busy}
    order = [load.actor.id for load in busy]
    height = max(sum(room.values()), *(column_height(side) for side in sides), 60.0)
    for _ in range(ROUNDS):
        at_measures = _measure_heights(sides, height)
        order.sort(key=lambda a: _mean([at_measures[n[1:]] for n in sorted(graph[f"a{a}"])]))
        at_actors = _actor_heights(order, room, at_measures, graph, height)
        sides = (_sorted_side(sides[0], at_actors, graph), _sorted_side(sides[1], at_actors, graph))
    at_measures = _measure_heights(sides, height)
    return Layout(sides, at_measures, _actor_heights(order, room, at_measures, graph, height), height + 2 * TOP)


def pill_height(count: int) -> float:
    """Give the height of an actor's field: the more measures, the taller.

    Examples
    --------
    >>> pill_height(1), pill_height(4), pill_height(60)
    (28.0, 43.0, 63.0)
    """
    return min(28.0 + 5.0 * (count - 1), 63.0)


def _two_sides(plan: Plan, measures: Sequence[Measure]) -> tuple[Side, Side]:
    """Share the fields of action out, the next one always to the shorter column."""
    grouped: dict[str, list[Measure]] = {}
    for field in [*(f.title for f in plan.fields.values()), plan_data.WITHOUT_FIELD]:
        own = [m for m in measures if plan.field_title(m) == field]
        if own:
            grouped[field] = own
    sides: tuple[list[Measure | str], list[Measure | str]] = ([], [])
    for field, own in grouped.items():
        side = sides[0] if column_height(sides[0]) <= column_height(sides[1]) else sides[1]
        side += [field, *own]
    return tuple(sides[0]), tuple(sides[1])


def column_height(side: Sequence[Measure | str]) -> float:
    """Give the height of a column."""
    return sum(HEAD if isinstance(entry, str) else LINE for entry in side)


def rows(side: Sequence[Measure | str], height: float) -> list[tuple[Measure | str, float]]:
    """Give every entry of a column with its middle; a short column is spread a little and stands in the middle of the height."""
    own = column_height(side)
    air = min(max(height - own, 0.0) / max(len(side), 1), MOST_AIR)
    y = TOP + (height - own - air * len(side)) / 2
    found: list[tuple[Measure | str, float]] = []
    for entry in side:
        step = air + (HEAD if isinstance(entry, str) else LINE)
        found.append((entry, y + (step - LINE / 2 if isinstance(entry, str) else step / 2)))
        y += step
    return found


def _measure_heights(sides: Sequence[Sequence[Measure | str]], height: float) -> dict[str, float]:
    """Give the middle of every measure's line."""
    return {e.id: y for side in sides for e, y in rows(side, height) if isinstance(e, Measure)}


def _actor_heights(
    order: Sequence[str], room: Mapping[str, float], at: Mapping[str, float], graph: nx.Graph, height: float
) -> dict[str, float]:
    """Place actors in their order, each as near to its measures as its neighbours allow."""
    if not order:
        return {}
    offsets = [0.0]
    for one, other in pairwise(order):
        offsets.append(offsets[-1] + (room[one] + room[other]) / 2)
    wanted = [
        _mean([at[n[1:]] for n in sorted(graph[f"a{a}"])]) - offset for a, offset in zip(order, offsets, strict=True)
    ]
    low = TOP + room[order[0]] / 2
    high = TOP + height - room[order[-1]] / 2 - offsets[-1]
    placed = [min(max(y, low), max(high, low)) for y in _rising(wanted)]
    return {actor: y + offset for actor, y, offset in zip(order, placed, offsets, strict=True)}


def _rising(wanted: Sequence[float]) -> list[float]:
    """Move numbers as little as possible so that none is below the one before.

    >>> _rising([1.0, 5.0, 3.0, 7.0])
    [1.0, 4.0, 4.0, 7.0]
    """
    blocks: list[tuple[float, int]] = []
    for number in wanted:
        total, count = number, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            total, count = total + blocks[-1][0], count + blocks[-1][1]
            blocks.pop()
        blocks.append((total, count))
    return [total / count for total, count in blocks for _ in range(count)]


def _sorted_side(side: Sequence[Measure | str], at: Mapping[str, float], graph: nx.Graph) -> Side:
    """Order the measures of every field by the mean height of their actors."""
    made: list[Measure | str] = []
    block: list[Measure] = []

    def height(measure: Measure) -> float:
        return _mean([at[node[1:]] for node in sorted(graph[f"m{measure.id}"])])

    for entry in side:
        if isinstance(entry, Measure):
            block.append(entry)
            continue
        made += [*sorted(block, key=height), entry]
        block = []
    return (*made, *sorted(block, key=height))


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
