"""What stands behind the matrix of white spots: its rows and columns, the people of every age, and where figures name a weakness."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from data.schema import Level, Status
from indicators.regions import GROUP_PREFIX
from views import bands, formats, plan_data, plan_words, resources, sentences, swot_words
from views.formats import sort_key
from views.plan_data import Plan
from views.wording import wording
from workshop import plan_questions
from workshop.plan_questions import Axis, Cell, Need
from workshop.records import Measure

AGES: Final = ("0-9", "10-17", "18-29", "30-64", "65-")
"""Kinder, Schulalter, junge Erwachsene, mittlere Jahre, Ältere: without gaps, on the breaks of the official age groups."""
AGE_WORDS: Final = {"0-9": "Kinder bis 9", "65-": "ab 65", "": "für alle"}
PEOPLE: Final = "personen_altersgruppe"
LEVELS: Final = (Level.PLANUNGSREGION, Level.MITTELBEREICH, Level.AMT)
MOST_COLUMNS: Final = 8
AGE_REGION, FIELD_REGION, FIELD_AGE = "Alter und Region", "Handlungsfeld und Region", "Handlungsfeld und Alter"
KINDS: Final = (AGE_REGION, FIELD_REGION, FIELD_AGE)


@dataclass(frozen=True)
class People:
    """How many people of each age live where, and when and by whom that was counted.

    Attributes
    ----------
    counts : mapping
        (age band, region id) → people; what is not known is left out.
    moment : str
        The reference date with its census base, in words.
    """

    counts: Mapping[tuple[str, str], float] = field(default_factory=dict)
    moment: str = ""
    source_ids: tuple[str, ...] = ()

    def said(self, row: str, column: str) -> str:
        """Write a count, rounded; empty where it is not known."""
        count = self.counts.get((row, column))
        return "" if count is None else formats.number(rounded(count))


@dataclass(frozen=True)
class Matrix:
    """The matrix as it is drawn."""

    kind: str
    rows: Axis
    columns: Axis
    row_names: Mapping[str, str]
    column_names: Mapping[str, str]
    cells: Mapping[tuple[str, str], Cell]
    needs: Mapping[tuple[str, str], Sequence[Need]]
    people: People
    placeless: int

    def white(self, row: str, column: str) -> bool:
        """Tell whether a field is a white spot; what is for everybody or in no field of action is none."""
        return bool(row and column) and self.cells[row, column].white


def rounded(count: float) -> float:
    """Round to hundreds, below a thousand to tens.

    Examples
    --------
    >>> rounded(6149.0), rounded(147.0)
    (6100.0, 150.0)
    """
    return formats.rounded(count, -2 if count >= 1000 else -1)


def region_axis() -> tuple[Axis, dict[str, str]]:
    """Give the columns: planning regions, or the next level a county has; the county itself where it has none."""
    regions = resources.evaluator().regions
    found = next((at for level in LEVELS if 1 < len(at := regions.at_level(level)) <= MOST_COLUMNS), [regions.county])
    ordered = sorted(found, key=lambda r: sort_key(regions.name(r)))
    names = {r: wording(regions, r).name.removeprefix("Planungsregion ") for r in ordered}
    return Axis("region", tuple(ordered)), names


def age_axis(measures: Sequence[Measure]) -> tuple[Axis, dict[str, str]]:
    """Give the age groups; "für alle" only where there is such a measure."""
    everybody = any(plan_questions.aimed_at(m, "", plan_data.ages()) for m in measures)
    keys = (*AGES, "") if everybody else AGES
    return Axis("age", keys), {key: age_word(key) for key in keys}


def age_word(band: str) -> str:
    """Name an age group as a row's head.

    Examples
    --------
    >>> age_word("18-29"), age_word("65-"), age_word("")
    ('18 bis 29', 'ab 65', 'für alle')
    """
    return AGE_WORDS.get(band) or bands.label(band)


def field_axis(plan: Plan, measures: Sequence[Measure]) -> tuple[Axis, dict[str, str]]:
    """Give the fields of action; "ohne Handlungsfeld" only where there is such a measure."""
    names = {f.id: plan_words.line(f.title, 60) for f in plan.fields.values()}
    if any(plan.fields_of.get(m.id, m.field_id) not in names for m in measures):
        names[""] = plan_data.WITHOUT_FIELD
    return Axis("field", tuple(names)), names


def matrix(plan: Plan, measures: Sequence[Measure], kind: str, needs: Sequence[Need] = ()) -> Matrix:
    """Sort the measures into one of the three matrices."""
    (rows, row_names), (columns, column_names) = (
        age_axis(measures) if kind == AGE_REGION else field_axis(plan, measures),
        age_axis(measures) if kind == FIELD_AGE else region_axis(),
    )
    known, ages = plan_data.members(), plan_data.ages()
    fields = {m.id: found if (found := plan.fields_of.get(m.id, m.field_id)) in plan.fields else "" for m in measures}
    cells = plan_questions.white_spots(measures, rows, columns, known, ages, fields)
    active = [m for m in measures if m.status in plan_questions.ACTIVE]
    placeless = 0 if columns.sort != "region" else sum(not any(known.get(r) for r in m.region_ids) for m in active)
    counted = people(columns.keys) if kind == AGE_REGION else People()
    named = plan_questions.needs_in(needs, rows, columns, known)
    return Matrix(kind, rows, columns, row_names, column_names, cells, named, counted, placeless)


@st.cache_resource(show_spinner=False)
def people(region_ids: tuple[str, ...]) -> People:
    """Count the people of each age group in each region, at the newest date that knows them all."""
    evaluator = resources.evaluator()
    indicator = resources.catalogue().indicators.get(PEOPLE)
    if indicator is None:
        return People()
    level = evaluator.regions.level(region_ids[0])
    known = [evaluator.moments_at(indicator, level, bands.band_of(age)) for age in AGES]
    common = [m for m in known[0] if all(m in other for other in known[1:])]
    if not common:
        return People()
    counts: dict[tuple[str, str], float] = {}
    sources: set[str] = set()
    for age in AGES:
        frame = evaluator.evaluate(indicator, list(region_ids), [common[-1]], bands.band_of(age))
        sources |= resources.sources_of(frame)
        for region, value, status in zip(frame["region_id"], frame["value"], frame["status"], strict=True):
            if status in (Status.MEASURED, Status.ESTIMATED) and not math.isnan(value):
                counts[age, str(region)] = float(value)
    return People(counts, sentences.moment_with_base(common[-1]), tuple(sorted(sources)))


@st.cache_resource(show_spinner=False)
def needs_of_figures(region_ids: tuple[str, ...]) -> list[Need]:
    """Give the weaknesses and risks that the figures carry about an age group, region by region, compared with the county."""
    evaluator = resources.evaluator()
    county = evaluator.regions.county
    return [
        Need(region, bands.band_id(s.rule.age), "", swot_words.title(evaluator, s), by_people=False)
        for region in region_ids
        if not region.startswith(GROUP_PREFIX)
        for s in resources.statements(region, county)
        if s.rule.quadrant in plan_questions.NEEDING and s.rule.age is not None
    ]
