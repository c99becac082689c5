"""What people say about a place: their statements with dots, supports, objections, and whether the figure behind them must be checked."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from data.schema import Level
from indicators import evidence
from indicators.catalogue import ALL_AGES, Catalogue
from indicators.evidence import OLD_AFTER_YEARS
from indicators.movement import changed_beyond_interval, newest_like, receipt
from indicators.regions import Regions
from indicators.rows import Rows
from views import bands, resources, swot_words, workshop_data
from views.state import Selection
from workshop.records import ActionField, Opinion, Statement, Vote

Why: TypeAlias = Literal["", "changed", "old"]
OWN_COUNT_TESTS: Final = ("members_below", "members_above", "cohorts")
"""Rules whose sentence counts something else than their indicator does: municipalities, years of age."""
LARGER: Final = (Level.AMT, Level.PLANUNGSREGION, Level.LANDKREIS)


@dataclass(frozen=True)
class Check:
    """Whether a statement's figure asks to be checked.

    Attributes
    ----------
    why : str
        "changed": the newest figure lies outside the old interval; "old": the receipt is older than five years; else empty.
    kept, newest : dict
        The figure the statement rests on, and the newest one it may be compared with (empty where there is none).
    """

    why: Why = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    newest: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A statement of people with everything its card shows."""

    statement: Statement
    dots: float = 0.0
    supports: tuple[Opinion, ...] = ()
    objections: tuple[Opinion, ...] = ()
    check: Check = field(default_factory=Check)
    field_title: str = ""


@dataclass(frozen=True)
class People:
    """The statements of a place and those of the larger regions it lies in.

    Attributes
    ----------
    hidden : int
        How many of the place's own statements the filter leaves out.
    """

    own: tuple[Told, ...] = ()
    larger: tuple[Told, ...] = ()
    hidden: int = 0

    def of(self, quadrant: str, *, larger: bool = False) -> list[Told]:
        """Give the statements of one panel."""
        return [t for t in (self.larger if larger else self.own) if t.statement.quadrant == quadrant]

    @property
    def adopted(self) -> frozenset[str]:
        """Give the rules whose statement people have made their own."""
        return frozenset(str(t.statement.receipt.get("rule_id", "")) for t in self.own) - {""}

    @property
    def to_check(self) -> int:
        """Count the statements that ask to be checked."""
        return sum(bool(t.check.why) for t in self.own)


def gather(selection: Selection, *, by_dots: bool = False) -> People:
    """Collect what people said about the chosen place, as far as the filters let it through."""
    regions = resources.evaluator().regions
    above = set(larger_regions(regions, selection.region_id))
    everything = workshop_data.all_of(Statement)
    own = [s for s in everything if s.region_id == selection.region_id]
    kept = [s for s in own if concerns(s, selection)]
    larger = [s for s in everything if s.region_id in above and concerns(s, selection)]
    told = tell([*kept, *larger])
    order = dot_order if by_dots else figure_order
    return People(
        tuple(order(t for t in told if t.statement.region_id == selection.region_id)),
        tuple(order(t for t in told if t.statement.region_id in above)),
        len(own) - len(kept),
    )


def tell(statements: Sequence[Statement]) -> list[Told]:
    """Put dots, opinions, field and check beside statements."""
    wanted = {s.id for s in statements}
    dots: dict[str, float] = defaultdict(float)
    for vote in workshop_data.all_of(Vote) if wanted else []:
        if vote.target_id in wanted:
            dots[vote.target_id] += vote.dots or 0.0
    opinions: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in workshop_data.all_of(Opinion) if wanted else []:
        opinions[opinion.statement_id].append(opinion)
    fields = {f.id: f.title for f in workshop_data.all_of(ActionField, archived=True)}
    return [
        Told(
            s, dots[s.id], tuple(o for o in opinions[s.id] if o.stance == "stuetzt"),
            tuple(o for o in opinions[s.id] if o.stance == "widerspricht"), check_of(s), fields.get(s.field_id, ""),
        )
        for s in statements
    ]  # fmt: skip


def larger_regions(regions: Regions, region_id: str) -> list[str]:
    """Give the Amt, planning region and county that contain a place, each area once, smallest first."""
    seen = [frozenset(regions.members(region_id))]
    found = []
    for level in LARGER:
        above = regions.parent(region_id, level)
        if above is None or above == region_id or not regions.exists(above):
            continue
        area = frozenset(regions.members(above))
        if area > seen[-1]:
            seen.append(area)
            found.append(above)
    return found


def concerns(statement: Statement, selection: Selection) -> bool:
    """Tell whether the filters let a statement through: one without an age group is about everybody."""
    persona = selection.persona
    figure = str(statement.receipt.get("indicator_id", ""))
    if persona is not None and not persona.aged:
        return not figure or figure in persona.indicators
    if selection.band == ALL_AGES or not statement.band:
        return True
    try:
        return bands.overlap(bands.band_of(statement.band), selection.band)
    except ValueError:
        return True


def dot_order(told: Iterable[Told]) -> list[Told]:
    """Order by dots, then by support, the oldest first."""
    return sorted(told, key=lambda t: (-t.dots, -len(t.supports), str(t.statement.created_at), t.statement.id))


def figure_order(told: Iterable[Told]) -> list[Told]:
    """Put statements with a figure first, within that those with more support less objection."""
    return sorted(
        told,
        key=lambda t: (
            not t.statement.receipt,
            len(t.objections) - len(t.supports),
            -t.dots,
            str(t.statement.created_at),
            t.statement.id,
        ),
    )


# -- figures behind statements -----------------------------------------------------------------------------------------


def check_of(statement: Statement) -> Check:
    """Tell whether the figure behind a statement asks to be checked."""
    kept = statement.checked_receipt or statement.receipt
    if not kept:
        return Check()
    newest = newest_of(resources.rows(), resources.catalogue(), kept)
    today = evidence.newest_year(resources.evaluator())
    return Check(why_of(kept, newest, today), kept, newest)


def why_of(kept: Mapping[str, Any], newest: Mapping[str, Any], newest_year: int) -> Why:
    """Say why a figure asks to be checked, or nothing.

    Examples
    --------
    >>> old = {"value": 20.0, "low": 18.0, "high": 22.0, "base": "ohne", "year": 2015}
    >>> why_of(old, old | {"value": 25.0, "year": 2019}, 2020), why_of(old, {}, 2025), why_of(old, {}, 2020)
    ('changed', 'old', '')
    >>> why_of(old | {"checked_year": 2024}, {}, 2025)
    ''
    """
    if newest and changed_beyond_interval(kept, newest):
        return "changed"
    counted = max(int(kept.get("year") or 0), int(kept.get("checked_year") or 0))
    return "old" if counted and newest_year - counted > OLD_AFTER_YEARS else ""


def newest_of(rows: Rows, catalogue: Catalogue, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Give the newest figure that a statement's receipt may be compared with; a rule's own counts are found by the rule."""
    regions = rows.evaluator.regions
    if kept.get("own_count"):
        if not all(regions.exists(str(kept.get(name, ""))) for name in ("region_id", "benchmark_id")):
            return {}
        found = resources.statements(str(kept["region_id"]), str(kept["benchmark_id"]))
        same = (s for s in found if s.rule.id == kept.get("rule_id"))
        return next((receipt_of(rows, s) for s in same if s.moment.base == kept.get("base")), {})
    return newest_like(rows, catalogue, kept)


def receipt_of(rows: Rows, s: evidence.Statement) -> dict[str, Any]:
    """Give the receipt of a statement that the figures carry: its figure, its rule and whom it was compared with."""
    kept = receipt(rows, s.indicator, s.region_id, s.moment)
    sentence = swot_words.text(rows.evaluator, s)
    about: dict[str, Any] = {"rule_id": s.rule.id, "benchmark_id": s.benchmark_id, "sentence": sentence}
    if s.rule.test in OWN_COUNT_TESTS:
        numbers = {"value": s.value, "low": math.nan, "high": math.nan, "count": s.count, "total": s.total}
        about |= {name: None if math.isnan(number) else float(number) for name, number in numbers.items()}
        about |= {"own_count": True}
    return kept | about
