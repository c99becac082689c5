"""The figures of a comparison: every indicator at one time and on one census base for all who are compared."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import streamlit as st

from data.schema import Level, Status
from indicators.catalogue import ALL_AGES, Band, Catalogue, Indicator
from indicators.differences import square_and_add
from indicators.evaluate import Moment
from indicators.regions import GROUP_PREFIX, Regions
from indicators.reliability import Difference, Verdict
from indicators.rows import Row, Rows
from views import resources
from views.compare_units import Unit
from views.profile_rows import chosen_words, peers_of
from views.sentences import outcome
from views.state import SEX_LABELS, Selection, band_label

OLDER_AT_MOST: Final = 5
"""A time known for everybody is taken unless it is more than so many years older than one known for most."""
BETTER: Final = {1: {Difference.HIGHER}, -1: {Difference.LOWER}}
WORSE: Final = {1: {Difference.LOWER}, -1: {Difference.HIGHER}}


@dataclass(frozen=True)
class Figures:
    """Looks figures up with the age band and sex of the filter bar.

    Parameters
    ----------
    rows : Rows
        Figures kept for all regions.
    selection : Selection
        The filters.
    """

    rows: Rows
    selection: Selection

    @property
    def regions(self) -> Regions:
        """The register."""
        return self.rows.evaluator.regions

    def filtered(self, indicator: Indicator) -> bool:
        """Tell whether the filters change an indicator."""
        ages = indicator.age_filter and self.selection.band != ALL_AGES
        return ages or self.selection.sex_for(indicator) != "t"

    def of(self, indicator: Indicator) -> tuple[Rows, Indicator]:
        """Give the kept figures and the indicator, both fixed to the filters."""
        if not self.filtered(indicator):
            return self.rows, indicator
        band, sex = self.selection.band_for(indicator), self.selection.sex_for(indicator)
        return _rows_of(band, sex), indicator.of(band, sex)

    def at(self, indicator: Indicator, moment: Moment, region_id: str) -> Row:
        """Give a region's figures at a time."""
        rows, fixed = self.of(indicator)
        return rows.at(fixed, moment, region_id)

    def known(self, indicator: Indicator, moment: Moment, region_id: str) -> bool:
        """Tell whether a region has a number at a time."""
        return not math.isnan(self.at(indicator, moment, region_id)["value"])

    def moment(self, indicator: Indicator, region_ids: Iterable[str]) -> Moment | None:
        """Choose the time at which regions are compared: the newest known for all of them, multi-year means first.

        If that is more than :data:`OLDER_AT_MOST` years older than the newest time known for most, that newer time is taken;
        ``None`` where no region ever has a number.
        """
        ids = [r for r in dict.fromkeys(region_ids) if published_for(self.regions, indicator, r)]
        best: tuple[int, Moment] | None = None
        for moment in reversed(self.rows.moments(indicator)):
            if best and not moment.years and best[1].year - moment.year > OLDER_AT_MOST and 2 * best[0] > len(ids):
                break
            count = sum(self.known(indicator, moment, r) for r in ids)
            if count == len(ids) > 0:
                return moment
            if count > (best[0] if best else 0):
                best = (count, moment)
        return best[1] if best else None


@st.cache_resource(show_spinner=False, max_entries=40)
def _rows_of(band: Band, sex: str) -> Rows:
    """Keep the figures of one filter for all visitors; only so many filters, for there are as many as people can think of."""
    return Rows(resources.evaluator())


def published_for(regions: Regions, indicator: Indicator, region_id: str) -> bool:
    """Tell whether an indicator exists on the level of a region at all."""
    return not indicator.levels or regions.level(region_id) in indicator.levels


@dataclass(frozen=True)
class Line:
    """One indicator for all who are compared.

    Attributes
    ----------
    indicator : Indicator
        What is counted, in words for the chosen sex.
    label : str
        Its short name, with the chosen people where it counts only them.
    moment : Moment
        When, for everybody.
    cells : tuple[Row, ...]
        One for each unit.
    benchmark : Row
        What they are compared with.
    second : Row | None
        The next larger region, where it has a number.
    apart : frozenset[int]
        Positions of the units that do not lie inside the benchmark: there, chance moves both sides.
    """

    indicator: Indicator
    label: str
    moment: Moment
    cells: tuple[Row, ...]
    benchmark: Row
    second: Row | None = None
    apart: frozenset[int] = frozenset()

    def found(self, at: int) -> Difference:
        """Compare one unit with the benchmark."""
        if self.cells[at]["region_id"] == self.benchmark["region_id"] or self.indicator.kind == "count":
            return Difference.UNKNOWN
        if self.benchmark["verdict"] == Verdict.TOO_SMALL and not math.isnan(self.cells[at]["value"]):
            return Difference.TOO_SMALL
        row = against(self.cells[at], self.benchmark) if at in self.apart else self.cells[at]
        return outcome(self.indicator, row, self.mark)

    @property
    def mark(self) -> float:
        """The benchmark's value; NaN if unknown."""
        return float(self.benchmark["value"])

    @property
    def source_ids(self) -> set[str]:
        """Where it all comes from."""
        rows = [*self.cells, self.benchmark, *([self.second] if self.second is not None else [])]
        return {source for row in rows for source in row["source_ids"]}


def against(row: Row, benchmark: Row) -> Row:
    """Widen a figure's range by the chance in a benchmark that it does not belong to.

    The range of the difference (:func:`indicators.differences.square_and_add`), put around the benchmark's value.
    """
    ends = [float(r[name]) for r in (row, benchmark) for name in ("value", "low", "high")]
    if any(math.isnan(end) for end in ends):
        return row
    (value, low, high), (mark, below, above) = ends[:3], ends[3:]
    own, other = (
        (np.array([value - low]), np.array([high - value])),
        (np.array([mark - below]), np.array([above - mark])),
    )
    first, last = square_and_add(np.array([value - mark]), own, other)
    return {**row, "low": mark + float(first[0]), "high": mark + float(last[0])}


def apart_from(regions: Regions, region_ids: Sequence[str], benchmark_id: str) -> frozenset[int]:
    """Tell who of some regions does not lie inside the benchmark; state and nation hold everybody."""
    whole = set(regions.members(benchmark_id))
    if not whole:
        return frozenset()
    return frozenset(at for at, r in enumerate(region_ids) if not set(regions.members(r) or (r,)) <= whole)


@dataclass(frozen=True)
class Topic:
    """The lines of one topic, and the indicators of it that none of the compared has."""

    title: str
    lines: tuple[Line, ...]
    unknown: tuple[str, ...] = ()


def judged(indicator: Indicator, found: Difference) -> str:
    """Say whether a difference is good or bad news; empty where nobody agreed on it or there is no sure difference."""
    if found in BETTER.get(indicator.polarity, ()):
        return "günstiger"
    return "ungünstiger" if found in WORSE.get(indicator.polarity, ()) else ""


def line(
    figures: Figures, indicator: Indicator, units: Sequence[Unit], benchmark_id: str, second_id: str = ""
) -> Line | None:
    """Collect one indicator; ``None`` where none of the units ever has a number."""
    ids = [unit.region_id for unit in units]
    if not any(published_for(figures.regions, indicator, r) for r in ids):
        return None
    moment = figures.moment(indicator, [*ids, benchmark_id])
    if moment is None:
        return None
    cells = tuple(figures.at(indicator, moment, r) for r in ids)
    if all(row["status"] in (Status.MISSING, Status.NOT_APPLICABLE) for row in cells):
        return None
    second = figures.at(indicator, moment, second_id) if second_id else None
    return Line(
        in_words(figures, indicator), label(figures, indicator), moment, cells,
        figures.at(indicator, moment, benchmark_id), None if second is None or math.isnan(second["value"]) else second,
        apart_from(figures.regions, ids, benchmark_id),
    )  # fmt: skip


def in_words(figures: Figures, indicator: Indicator) -> Indicator:
    """Let an indicator count women or men in its words where the filter makes it count only them."""
    sex = figures.selection.sex_for(indicator)
    if sex == "t" or indicator.people != "Menschen":
        return indicator
    return replace(indicator, people=SEX_LABELS[sex])


def label(figures: Figures, indicator: Indicator) -> str:
    """Name an indicator with the people it is narrowed to."""
    sex, band = figures.selection.sex_for(indicator), figures.selection.band_for(indicator)
    narrowed = [SEX_LABELS[sex]] if sex != "t" else []
    narrowed += [band_label(band)] if indicator.age_filter and band != ALL_AGES else []
    return f"{indicator.short}: {', '.join(narrowed)}" if narrowed else indicator.short


def topics(
    figures: Figures,
    catalogue: Catalogue,
    units: Sequence[Unit],
    benchmark_id: str,
    second_id: str = "",
    only: str = "",
) -> list[Topic]:
    """Collect the profile's indicators topic by topic; first those about the chosen age group or persona.

    Parameters
    ----------
    figures, catalogue
        Figures and definitions.
    units : Sequence[Unit]
        Who is compared.
    benchmark_id, second_id : str
        With whom; the second may be empty.
    only : str
        A topic's id; all of them if empty.
    """
    own = _own(figures, catalogue)
    taken = {indicator.id for _, listed in own for indicator in listed}
    wanted = own if not only else []
    for topic, title in catalogue.topics.items():
        if only in ("", topic):
            listed = [i for i in catalogue.of_topic(topic) if i.profile and i.kind != "count" and i.id not in taken]
            wanted.append((title, listed))
    made = [_topic(figures, title, listed, units, benchmark_id, second_id) for title, listed in wanted]
    return [topic for topic in made if topic.lines or topic.unknown]


def _own(figures: Figures, catalogue: Catalogue) -> list[tuple[str, list[Indicator]]]:
    """List what the user's own filters ask for."""
    found = []
    persona = figures.selection.persona
    if persona is not None:
        listed = [i for name in persona.indicators if (i := catalogue[name]).kind != "count"]
        found.append((f"Mit den Augen von {persona.dative}", listed))
    if figures.selection.band != ALL_AGES:
        ages = [catalogue["anteil_altersgruppe"], catalogue["wanderung_altersgruppe"]]
        found.append((f"Ihre Auswahl: {chosen_words(figures.selection)}", ages))
    return found


def _topic(
    figures: Figures, title: str, listed: Sequence[Indicator], units: Sequence[Unit], benchmark_id: str, second_id: str
) -> Topic:
    made = {indicator: line(figures, indicator, units, benchmark_id, second_id) for indicator in listed}
    unknown = tuple(indicator.short for indicator, found in made.items() if found is None)
    return Topic(title, tuple(found for found in made.values() if found is not None), unknown)


def places_of(regions: Regions, unit: Unit) -> list[str]:
    """List the places a unit is seen among: those of its level; a group stands among the Ämter."""
    if unit.region_id.startswith(GROUP_PREFIX):
        return regions.at_level(Level.AMT)
    return peers_of(regions, unit.region_id)


def carrying(rows: Iterable[Row]) -> list[float]:
    """Give the values of the places that are large enough to be judged."""
    return [float(r["value"]) for r in rows if not math.isnan(r["value"]) and r["verdict"] != Verdict.TOO_SMALL]
