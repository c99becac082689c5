"""The rows of the Steckbrief as figures: one indicator of one place, its comparison, its peers and its course."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import pandas as pd

from data.schema import Level, Status
from indicators.catalogue import ALL_AGES, Catalogue, Indicator
from indicators.climb import Climb, climb
from indicators.evaluate import Evaluator, Moment
from indicators.regions import Regions
from indicators.reliability import Difference
from indicators.rows import Row, Rows
from indicators.trend import Trend, trend
from views import sentences
from views.sparkline import Point
from views.state import SEX_LABELS, Selection, band_label
from views.wording import wording

WITHOUT_MARKER: Final = Status.MISSING
"""Status of a place for which the source has nothing at all; every other marker is shown as what it is."""

Series: TypeAlias = Sequence[tuple[Moment, Row]]
"""A place's figures, oldest first, multi-year means last."""


@dataclass(frozen=True)
class Mark:
    """A larger region's value beside the place's own; where it has none, its status says why."""

    region_id: str
    name: str
    value: float
    status: str


@dataclass(frozen=True)
class ProfileRow:
    """One row: the place's newest figure and everything it is seen against.

    Attributes
    ----------
    indicator : Indicator
        What is counted.
    moment : Moment
        When.
    now : Row
        The place's figures then.
    marks : tuple[Mark, ...]
        The comparison first, with or without a number, then one more region that has one.
    found : Difference
        Outcome of the comparison; ``UNKNOWN`` where there is none.
    peers : dict[str, float]
        All places of the same level with their numbers; NaN where there is none.
    series : tuple[Point, ...]
        The place's course.
    newer : str
        Status of a newer date whose number is withheld; empty if there is none.
    source_ids : frozenset[str]
        Where it all comes from.
    trend : Trend
        Where the place's own figure is heading.
    climbed : Climb
        The larger region whose figure carries where the place's own is too small.
    """

    indicator: Indicator
    moment: Moment
    now: Row
    marks: tuple[Mark, ...]
    found: Difference
    peers: dict[str, float]
    series: tuple[Point, ...]
    newer: str
    source_ids: frozenset[str]
    trend: Trend
    climbed: Climb

    @property
    def known(self) -> bool:
        """Whether the place has a number."""
        return not math.isnan(self.now["value"])


@dataclass(frozen=True)
class CountyRow:
    """An indicator that only the county has, said so in the place's Steckbrief."""

    indicator: Indicator
    moment: Moment
    value: float
    source_ids: frozenset[str]


@dataclass(frozen=True)
class Block:
    """One topic: its title, its rows, and what is known for the county only."""

    title: str
    rows: tuple[ProfileRow, ...]
    county_only: tuple[CountyRow, ...] = ()

    @property
    def source_ids(self) -> set[str]:
        """Sources of all rows."""
        every = [row.source_ids for row in self.rows] + [row.source_ids for row in self.county_only]
        return {source for ids in every for source in ids}


def peers_of(regions: Regions, region_id: str) -> list[str]:
    """List the places of the same level: all municipalities, all Ämter, or all counties of the state.

    A municipality without an Amt is a municipality among municipalities.
    """
    level = regions.level(region_id)
    if level == Level.LANDKREIS:
        table = regions.table
        return list(table.index[(table["level"] == Level.LANDKREIS) & (table["land_id"] == regions.state)])
    if level == Level.AMT and regions.amtsfrei(region_id):
        return regions.municipalities
    return regions.at_level(level)


def benchmarks_of(regions: Regions, selection: Selection) -> list[str]:
    """Give the regions whose values stand beside: the chosen one first, then the next larger one, two at most."""
    larger = [regions.county, *regions.at_level(Level.LAND), *regions.at_level(Level.BUND)]
    wanted = dict.fromkeys([selection.benchmark_id, *larger])
    own = regions.members(selection.region_id) or (selection.region_id,)
    return [r for r in wanted if r != selection.region_id and (regions.members(r) or (r,)) != own][:2]


def blocks(rows: Rows, catalogue: Catalogue, selection: Selection) -> list[Block]:
    """Collect the rows of all topics; topics about which nothing is known are left out.

    Parameters
    ----------
    rows : Rows
        Kept figures, so that the second place costs next to nothing.
    catalogue : Catalogue
        Its indicators marked for the profile.
    selection : Selection
        The place, what it is compared with, and the people chosen.
    """
    found = [chosen_block(rows.evaluator, catalogue, selection), persona_block(rows, catalogue, selection)]
    for topic, title in catalogue.topics.items():
        indicators = [i for i in catalogue.of_topic(topic) if i.profile]
        made = [profile_row(rows, i, selection) for i in indicators]
        known = {row.indicator.id for row in made if row is not None}
        only = [_county_row(rows, i) for i in indicators if i.id not in known]
        found.append(
            Block(title, tuple(row for row in made if row is not None), tuple(row for row in only if row is not None))
        )
    return [block for block in found if block.rows or block.county_only]


def persona_block(rows: Rows, catalogue: Catalogue, selection: Selection) -> Block:
    """Collect the rows that matter to the chosen persona, with what only the county has; none if nobody chose one."""
    if selection.persona is None:
        return Block("", ())
    wanted = [catalogue[i] for i in selection.persona.indicators]
    made = {i.id: profile_row(rows, i, selection) for i in wanted}
    only = [_county_row(rows, i) for i in wanted if made[i.id] is None]
    title = f"Mit den Augen von {selection.persona.dative}"
    return Block(title, tuple(r for r in made.values() if r is not None), tuple(r for r in only if r is not None))


def chosen_block(evaluator: Evaluator, catalogue: Catalogue, selection: Selection) -> Block:
    """Collect the rows about the age group and sex the user chose; none if nobody chose."""
    title = f"Ihre Auswahl: {chosen_words(selection)}"
    if selection.band != ALL_AGES:
        wanted = [catalogue["anteil_altersgruppe"], catalogue["wanderung_altersgruppe"]]
    elif selection.sex != "t":
        wanted = [replace(catalogue["einwohner"], short=SEX_LABELS[selection.sex], counted=SEX_LABELS[selection.sex])]
    else:
        return Block(title, ())
    rows = Rows(evaluator)  # not kept: there are as many age groups as people can think of
    made = [profile_row(rows, _chosen(i, selection), selection) for i in wanted]
    return Block(title, tuple(row for row in made if row is not None))


def chosen_words(selection: Selection) -> str:
    """Name the chosen people: "Frauen, Ausbildung (18 bis 24)"."""
    sex = SEX_LABELS[selection.sex] if selection.sex != "t" else ""
    band = band_label(selection.band) if selection.band != ALL_AGES else ""
    return ", ".join(part for part in (sex, band) if part)


def _chosen(indicator: Indicator, selection: Selection) -> Indicator:
    """Fix an indicator to the chosen people, and let it name women or men where it counts only them."""
    fixed = indicator.of(selection.band_for(indicator), selection.sex)
    people = SEX_LABELS[selection.sex] if selection.sex != "t" and indicator.people == "Menschen" else indicator.people
    return replace(fixed, people=people)


def profile_row(rows: Rows, indicator: Indicator, selection: Selection) -> ProfileRow | None:
    """Look up one indicator for the Steckbrief.

    Returns
    -------
    ProfileRow | None
        ``None`` where the place has neither a number nor a marker at any time.
    """
    region, regions = selection.region_id, rows.evaluator.regions
    series = [(m, rows.at(indicator, m, region)) for m in rows.moments(indicator)]
    found = _newest(series)
    if found is None:
        return None
    moment, now = found
    peers = {r: rows.at(indicator, moment, r) for r in peers_of(regions, region)}
    beside = {r: rows.at(indicator, moment, r) for r in benchmarks_of(regions, selection)}
    marks = _marks(regions, selection, beside)
    return ProfileRow(
        indicator, moment, now, marks, _difference(indicator, now, marks, selection),
        {r: float(row["value"]) for r, row in peers.items()}, _course(series), _newer(series, now),
        _sources(row for _, row in series) | _sources(peers.values()) | _sources(beside.values()),
        trend(rows, indicator, region), climb(rows, indicator, moment, region),
    )  # fmt: skip


def _marks(regions: Regions, selection: Selection, beside: Mapping[str, Row]) -> tuple[Mark, ...]:
    made = [Mark(r, mark_name(regions, r), float(row["value"]), str(row["status"])) for r, row in beside.items()]
    return tuple(m for m in made if m.region_id == selection.benchmark_id or not math.isnan(m.value))


def mark_name(regions: Regions, region_id: str) -> str:
    """Name a larger region as short as a row needs it: "Landkreis", "Land", "Deutschland"."""
    return "Land" if regions.level(region_id) == Level.LAND else wording(regions, region_id).short


def _newest(series: Series) -> tuple[Moment, Row] | None:
    """Pick the newest figure, a multi-year mean first; without any, the newest marker."""
    known = [one for one in series if not math.isnan(one[1]["value"])]
    if known:
        return known[-1]  # means come last
    return next((one for one in reversed(series) if one[1]["status"] != WITHOUT_MARKER), None)


def _newer(series: Series, now: Row) -> str:
    """Tell the status of the newest date if it is a marker newer than the figure shown."""
    found = [
        (m.year, str(row["status"])) for m, row in series if row["status"] != WITHOUT_MARKER and m.year > now["year"]
    ]
    return max(found)[1] if found else ""


def _difference(indicator: Indicator, now: Row, marks: Sequence[Mark], selection: Selection) -> Difference:
    """Compare with the chosen region."""
    mark = next((m.value for m in marks if m.region_id == selection.benchmark_id), math.nan)
    return compared(indicator, now, mark)


def compared(indicator: Indicator, now: pd.Series | Row, mark: float) -> Difference:
    """Compare a figure with the value of another region; plain counts of people are not higher or lower."""
    if math.isnan(mark) or indicator.kind == "count":
        return Difference.UNKNOWN
    return sentences.outcome(indicator, now, mark)


def _course(series: Series) -> tuple[Point, ...]:
    """Give the course as points, single years only."""
    known = ((m, float(row["value"])) for m, row in series if not m.years)
    return tuple((m.year, value, m.base) for m, value in known if not math.isnan(value))


def _sources(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(source for row in rows for source in row["source_ids"])


def _county_row(rows: Rows, indicator: Indicator) -> CountyRow | None:
    """Find the county's newest figure of an indicator the place does not have."""
    county = rows.evaluator.regions.county
    found = _newest([(m, rows.at(indicator, m, county)) for m in rows.moments(indicator)])
    if found is None or math.isnan(found[1]["value"]):
        return None
    return CountyRow(indicator, found[0], float(found[1]["value"]), _sources([found[1]]))
