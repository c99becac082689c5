"""The plan as the pages read it: fields of action, goals, measures, steps and actors, each found by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Final

from views import bands, resources, workshop_data
from views.formats import sort_key
from views.saving import HERE
from views.state import region_label
from workshop import plan_questions
from workshop.plan_questions import Members
from workshop.records import ActionField, Actor, Goal, Measure, Record, Step

NOBODY: Final = "noch niemand"
WITHOUT_FIELD: Final = "ohne Handlungsfeld"
OPEN: Final = "offen"
EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
PLAN_KINDS: Final = ("field", "goal", "measure", "step", "actor")


@dataclass(frozen=True)
class Plan:
    """Everything of the plan that is not in the archive, in the order in which it is shown."""

    fields: Mapping[str, ActionField]
    goals: Mapping[str, Goal]
    measures: Mapping[str, Measure]
    steps: Sequence[Step]
    actors: Mapping[str, Actor]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number the measures, in the order in which they were made."""
        return {key: at for at, key in enumerate(self.measures, 1)}

    @cached_property
    def fields_of(self) -> dict[str, str]:
        """Give the field of action of every measure."""
        return plan_questions.fields_of(self.measures.values(), self.goals.values())

    def field_title(self, measure: Measure) -> str:
        """Name a measure's field of action."""
        field = self.fields.get(self.fields_of.get(measure.id, measure.field_id))
        return field.title if field else WITHOUT_FIELD

    def responsible(self, measure: Measure | Step) -> str:
        """Name who is responsible; empty where nobody is."""
        known = self.actors.get(measure.responsible_id)
        return known.name if known else actor_name(measure.responsible_id)

    def steps_of(self, measure_id: str) -> list[Step]:
        """Give a measure's steps: by date, those without one last."""
        own = [step for step in self.steps if step.measure_id == measure_id]
        return sorted(own, key=lambda step: (step.due_on or date.max, step.created_at or EARLIEST))

    @property
    def invented(self) -> bool:
        """Tell whether anything here belongs to the Übungsplan."""
        return any(record.exercise for record in (*self.measures.values(), *self.fields.values()))


def load() -> Plan:
    """Read the plan; shared by all sessions until somebody writes."""
    fields = sorted(workshop_data.all_of(ActionField), key=field_order)
    return Plan(
        {f.id: f for f in fields},
        {g.id: g for g in workshop_data.all_of(Goal)},
        {m.id: m for m in workshop_data.all_of(Measure)},
        workshop_data.all_of(Step),
        {a.id: a for a in sorted(workshop_data.all_of(Actor), key=lambda a: sort_key(a.name))},
    )


def field_order(field: ActionField) -> tuple[float, str]:
    """Order fields of action as people put them, then by name."""
    return (float("inf") if field.position is None else field.position, sort_key(field.title))


def actor_name(actor_id: str) -> str:
    """Name an actor, one in the archive too; empty where there is none."""
    found = workshop_data.by_id(Actor, actor_id) if actor_id else None
    return found.name if found else ""


def version_for(shown: Record, names: Iterable[str]) -> int:
    """Give the version that a change of some attributes may rest on.

    Where only other attributes were changed since the record was shown, nobody's input is lost by building on the newest version;
    where one of these was changed, the version shown makes the store report it.
    """
    now = workshop_data.by_id(type(shown), shown.id)
    untouched = now is not None and all(getattr(now, name) == getattr(shown, name) for name in names)
    return now.version if now is not None and untouched else shown.version


def today() -> date:
    """Give today's date here."""
    return datetime.now(HERE).date()


def members() -> Members:
    """Give the municipalities of every region, as the questions of the plan want them."""
    return _members(resources.evaluator().regions.county)


_known: dict[str, Members] = {}


def _members(county: str) -> Members:
    if county not in _known:
        regions = resources.evaluator().regions
        _known[county] = {str(r): frozenset(regions.members(str(r))) for r in regions.table.index}
    return _known[county]


def ages() -> dict[str, str]:
    """Give the age band of every persona that has one, by the persona's id."""
    return {p.id: bands.band_id(p.band) for p in resources.personas().values() if p.aged}


def persona_name(persona_id: str) -> str:
    """Name a persona; what is unknown stays as it is."""
    return next((name for name, p in resources.personas().items() if p.id == persona_id), persona_id)


def region_name(region_id: str) -> str:
    """Name a region; what is unknown stays as it is."""
    regions = resources.evaluator().regions
    return region_label(regions, region_id) if regions.exists(region_id) else region_id
