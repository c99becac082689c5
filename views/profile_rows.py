"""The rows of the Steckbrief as figures: one indicator of one place, its comparison, its peers and its course."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from data.schema import Level, Status
from indicators.catalogue import ALL_AGES, Band, Catalogue, Indicator
from indicators.evaluate import Evaluator, Moment
from indicators.regions import Regions
from indicators.reliability import Difference, difference
from indicators.rows import Row
from views import sentences
from views.formats import number
from views.sparkline import Point
from views.state import SEX_LABELS, Selection, band_label
from views.wording import wording

WITHOUT_MARKER: Final = Status.MISSING
"""Status of a place for which the source has nothing at all; every other marker is shown as what it is."""

YEARS_THAT_SAY_NOTHING: Final = 0.5
"""Mean ages come from age groups; a smaller distance is no difference."""


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
    now : pd.Series
        The place's row of :meth:`Evaluator.evaluate`.
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
    """

    indicator: Indicator
    moment: Moment
    now: pd.Series
    marks: tuple[Mark, ...]
    found: Difference
    peers: dict[str, float]
    series: tuple[Point, ...]
    newer: str
    source_ids: frozenset[str]

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


def blocks(evaluator: Evaluator, catalogue: Catalogue, selection: Selection) -> list[Block]:
    """Collect the rows of all topics; topics about which nothing is known are left out."""
    found = [chosen_block(evaluator, catalogue, selection)]
    for topic, title in catalogue.topics.items():
        indicators = [i for i in catalogue.of_topic(topic) if i.profile]
        made = [profile_row(evaluator, i, selection) for i in indicators]
        rows = tuple(row for row in made if row is not None)
        known = {row.indicator.id for row in rows}
        only = [_county_row(evaluator, i) for i in indicators if i.id not in known]
        found.append(Block(title, rows, tuple(row for row in only if row is not None)))
    return [block for block in found if block.rows or block.county_only]


def chosen_block(evaluator: Evaluator, catalogue: Catalogue, selection: Selection) -> Block:
    """Collect the rows about the age group and sex the user chose; none if nobody chose."""
    title = f"Ihre Auswahl: {chosen_words(selection)}"
    if selection.band != ALL_AGES:
        wanted = [catalogue["anteil_altersgruppe"], catalogue["wanderung_altersgruppe"]]
    elif selection.sex != "t":
        wanted = [replace(catalogue["einwohner"], short=SEX_LABELS[selection.sex], counted=SEX_LABELS[selection.sex])]
    else:
        return Block(title, ())
    named = [_named(i, selection) for i in wanted]
    rows = [profile_row(evaluator, i, selection, selection.band_for(i), selection.sex) for i in named]
    return Block(title, tuple(row for row in rows if row is not None))


def chosen_words(selection: Selection) -> str:
    """Name the chosen people: "Frauen, Ausbildung (18 bis 24)"."""
    sex = SEX_LABELS[selection.sex] if selection.sex != "t" else ""
    band = band_label(selection.band) if selection.band != ALL_AGES else ""
    return ", ".join(part for part in (sex, band) if part)


def _named(indicator: Indicator, selection: Selection) -> Indicator:
    """Let an indicator count women or men in its words, where it counts only them."""
    people = SEX_LABELS[selection.sex] if selection.sex != "t" and indicator.people == "Menschen" else indicator.people
    return replace(indicator, people=people)


def profile_row(
    evaluator: Evaluator, indicator: Indicator, selection: Selection, band: Band | None = None, sex: str = "t"
) -> ProfileRow | None:
    """Evaluate one indicator for the Steckbrief.

    Returns
    -------
    ProfileRow | None
        ``None`` where the place has neither a number nor a marker at any time.
    """
    frame = evaluator.evaluate(indicator, [selection.region_id], None, band, sex)
    now = _newest(frame)
    if now is None:
        return None
    moment = next(m for m in evaluator.moments(indicator) if (m.period, m.base) == (now["period"], now["census_base"]))
    peers, beside = peers_of(evaluator.regions, selection.region_id), benchmarks_of(evaluator.regions, selection)
    others = evaluator.evaluate(indicator, [*peers, *beside], [moment], band, sex)
    values = [float(value) for value in others["value"]]
    marks = _marks(evaluator.regions, selection, others.iloc[len(peers) :])
    return ProfileRow(
        indicator, moment, now, marks, _difference(indicator, now, marks, selection),
        dict(zip(peers, values[: len(peers)], strict=True)), _series(frame), _newer(frame, now),
        _sources(frame, others),
    )  # fmt: skip


def _marks(regions: Regions, selection: Selection, rows: pd.DataFrame) -> tuple[Mark, ...]:
    made = [
        Mark(region, mark_name(regions, region), float(value), str(status))
        for region, value, status in zip(rows["region_id"], rows["value"], rows["status"], strict=True)
    ]
    return tuple(m for m in made if m.region_id == selection.benchmark_id or not math.isnan(m.value))


def mark_name(regions: Regions, region_id: str) -> str:
    """Name a larger region as short as a row needs it: "Landkreis", "Land", "Deutschland"."""
    return "Land" if regions.level(region_id) == Level.LAND else wording(regions, region_id).short


def _newest(frame: pd.DataFrame) -> pd.Series | None:
    """Pick the newest figure, a multi-year mean first; without any, the newest marker."""
    period, status = frame["period"].tolist(), frame["status"].tolist()
    known = [not math.isnan(value) for value in frame["value"].tolist()]
    order = sorted(range(len(period)), key=lambda i: (frame["year"].iat[i], period[i], i))
    means = [i for i in order if known[i] and "/" in period[i]]
    marked = [i for i in order if status[i] != WITHOUT_MARKER]
    for found in (means, [i for i in order if known[i]], marked):
        if found:
            return frame.iloc[found[-1]]
    return None


def _newer(frame: pd.DataFrame, now: pd.Series) -> str:
    """Tell the status of the newest date if it is a marker newer than the figure shown."""
    years, status = frame["year"].tolist(), frame["status"].tolist()
    found = [(y, s) for y, s in zip(years, status, strict=True) if s != WITHOUT_MARKER and y > now["year"]]
    return max(found)[1] if found else ""


def _difference(indicator: Indicator, now: pd.Series, marks: Sequence[Mark], selection: Selection) -> Difference:
    """Compare with the chosen region."""
    mark = next((m.value for m in marks if m.region_id == selection.benchmark_id), math.nan)
    return compared(indicator, now, mark)


def compared(indicator: Indicator, now: pd.Series | Row, mark: float) -> Difference:
    """Compare a figure with the value of another region; values that read the same are not called higher, nor are plain counts."""
    if math.isnan(mark) or indicator.kind == "count":
        return Difference.UNKNOWN
    if indicator.kind in ("mean_age", "median_age") and abs(now["value"] - mark) < YEARS_THAT_SAY_NOTHING:
        return Difference.NONE
    same = number(now["value"], indicator.decimals) == number(mark, indicator.decimals)
    found = difference(now["value"], now["low"], now["high"], now["verdict"], mark)
    return Difference.NONE if same and found in (Difference.HIGHER, Difference.LOWER) else found


def _series(frame: pd.DataFrame) -> tuple[Point, ...]:
    """Give the course as points, single years only."""
    columns = (frame[name].tolist() for name in ("period", "year", "value", "census_base"))
    return tuple(
        (int(year), float(value), str(base))
        for period, year, value, base in zip(*columns, strict=True)
        if "/" not in period and not math.isnan(value)
    )


def _sources(*frames: pd.DataFrame) -> frozenset[str]:
    return frozenset(source for frame in frames for ids in frame["source_ids"] for source in ids)


def _county_row(evaluator: Evaluator, indicator: Indicator) -> CountyRow | None:
    """Find the county's newest figure of an indicator the place does not have."""
    row = sentences.latest(evaluator, indicator, evaluator.regions.county)
    if row is None:
        return None
    moment = next(m for m in evaluator.moments(indicator) if (m.period, m.base) == (row["period"], row["census_base"]))
    return CountyRow(indicator, moment, float(row["value"]), frozenset(row["source_ids"]))
