"""How new the figures are: for each kind of figure the newest date that most municipalities have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.schema import Status
from indicators.catalogue import Catalogue, Indicator
from indicators.evaluate import Moment
from indicators.reliability import Verdict
from indicators.rows import Rows
from views import formats
from views.sentences import BASE_NAMES

KINDS: Final = {
    "Einwohner": "einwohner",
    "Alter, Haushalte, Wohnen": "anteil_67",
    "Grundsicherung": "sgb2",
    "Arbeitslose": "arbeitslose",
    "Zuzug, Geburten, Sterbefälle": "wanderungssaldo",
}
"""What the status line names, and the indicator whose date stands for it."""
HAS_NUMBER: Final = (Status.MEASURED, Status.ESTIMATED)


@dataclass(frozen=True)
class Coverage:
    """How many regions have a number at a time, and why the others have none.

    Attributes
    ----------
    moment : Moment
        The time.
    known, asked : int
        Regions with a number, and all of them.
    too_small : int
        Regions whose number is too small to judge (they are among the known).
    secret, unsure, absent, unpublished : int
        Regions whose number is secret, not reliable, does not exist there, or was not published.
    estimated : bool
        Whether any number is estimated.
    """

    moment: Moment
    asked: int
    known: int
    too_small: int
    secret: int
    unsure: int
    absent: int
    unpublished: int
    estimated: bool


def coverage(rows: Rows, indicator: Indicator, moment: Moment, region_ids: Sequence[str]) -> Coverage:
    """Count for which regions an indicator has a number at a time."""
    found = [rows.at(indicator, moment, r) for r in region_ids]
    status = [str(row["status"]) for row in found]
    return Coverage(
        moment=moment,
        asked=len(found),
        known=sum(s in HAS_NUMBER for s in status),
        too_small=sum(row["verdict"] == Verdict.TOO_SMALL for row in found),
        secret=status.count(Status.SECRET),
        unsure=status.count(Status.UNRELIABLE),
        absent=status.count(Status.NOT_APPLICABLE),
        unpublished=status.count(Status.MISSING) + status.count(Status.PENDING),
        estimated=Status.ESTIMATED in status,
    )


def newest(
    rows: Rows, indicator: Indicator, region_ids: Sequence[str], moments: Sequence[Moment] | None = None
) -> Coverage | None:
    """Give the coverage at the newest single date at which any of the regions has a number or a marker of its own."""
    known = [m for m in rows.moments(indicator) if not m.years] if moments is None else moments
    for moment in reversed(known):
        found = coverage(rows, indicator, moment, region_ids)
        if found.unpublished < found.asked:
            return found
    return None


def status_words(rows: Rows, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Name the kinds of figures with the newest date that municipalities have."""
    places = rows.evaluator.regions.municipalities
    told = []
    for label, indicator_id in KINDS.items():
        found = newest(rows, catalogue[indicator_id], places)
        if found is not None:
            told.append((label, date_words(found.moment)))
    return told


def date_words(moment: Moment, *, with_base: bool = False) -> str:
    """Write a date, on demand with its census base."""
    if moment.years:
        return f"{moment.years[0]} bis {moment.years[-1]}"
    base = BASE_NAMES.get(moment.base, "") if with_base else ""
    return f"{formats.period(moment.period)} ({base})" if base else formats.period(moment.period)
